/* The loops of simd_body.h for any processor, on vectors of 128 bits: SSE2 and WebAssembly, which
 * round after the product and give the same bytes as each other, or Armv8's NEON with fused
 * multiply-add. Also picks the table to use. */
#define TABLE hwr_simd_portable
#define NAME "portable"
#if defined(__wasm__) /* on a processor with 16 registers */
#define WIDEST 8
#else
#define WIDEST 16
#endif
#define REGISTER 4
#define TILE_ROWS 6
#include "simd_body.h"

#if defined(__x86_64__) && defined(__GNUC__)
static int runs_avx512(void) {
    return hwr_simd_avx512.name && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

static int runs_avx2(void) {
    return hwr_simd_avx2.name && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#else
static int runs_avx512(void) {
    return 0;
}

static int runs_avx2(void) {
    return 0;
}
#endif

const hwr_simd *hwr_simd_at(int i) {
    if (runs_avx512() && i-- == 0) return &hwr_simd_avx512;
    if (runs_avx2() && i-- == 0) return &hwr_simd_avx2;
    return i == 0 ? &hwr_simd_portable : NULL;
}

const hwr_simd *hwr_simd_best(void) {
    return hwr_simd_at(0);
}
