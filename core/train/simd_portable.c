/* The loops of simd_body.h for any processor; also picks the table to use. */
#define TABLE hwr_simd_portable
#define NAME "portable"
#define WIDEST 16
#define TILE_ROWS 6
#include "simd_body.h"

const hwr_simd *hwr_simd_best(void) {
#if defined(__x86_64__) && defined(__GNUC__)
    if (hwr_simd_avx512.name && __builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return &hwr_simd_avx512;
    if (hwr_simd_avx2.name && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &hwr_simd_avx2;
#endif
    return &hwr_simd_portable;
}
