/* kernel_wasm.c - the integer layer on WebAssembly's 128-bit vectors. */
#include "kernels.h"

#ifdef __wasm_simd128__

#include <stdint.h>
#include <wasm_simd128.h>

typedef v128_t vec, pairs, pair;
#define VECS 2
#define TILE_PIXELS 4
#define TILE_BLOCKS 1

static inline vec vec_load(const void *p) {
    return wasm_v128_load(p);
}

static inline pairs pairs_load(const int16_t *w) {
    return vec_load(w);
}

static inline vec vec_set(int32_t i) {
    return wasm_i32x4_splat(i);
}

static inline pair pair_load(const int16_t *x) {
    return wasm_v128_load32_splat(x);
}

static inline vec vec_dot(vec a, pairs w, pair x) {
    return wasm_i32x4_add(a, wasm_i32x4_dot_i16x8(w, x));
}

static inline vec vec_add(vec a, vec b) {
    return wasm_i32x4_add(a, b);
}

static inline vec vec_sub(vec a, vec b) {
    return wasm_i32x4_sub(a, b);
}

static inline vec vec_mul(vec a, vec b) {
    return wasm_i32x4_mul(a, b);
}

static inline vec vec_shift_left(vec a, int bits) {
    return wasm_i32x4_shl(a, (uint32_t)bits);
}

static inline vec vec_shift_right(vec a, int bits) {
    return wasm_i32x4_shr(a, (uint32_t)bits);
}

static inline vec vec_max(vec a, vec b) {
    return wasm_i32x4_max(a, b);
}

/* The high words of two 64-bit products: what ">> 32" leaves of each. The empty
 * statement hides that the multiplier is the same for many pixels: clang 14 would widen
 * it ahead of their loop, and then knows no extmul but full 64-bit products. */
static inline vec vec_rescale(vec v, vec multiplier, vec offset) {
    const vec half = wasm_i64x2_const_splat(0x80000000);
    __asm__ volatile("" : "+r"(multiplier));
    vec low = wasm_i64x2_add(wasm_i64x2_extmul_low_i32x4(v, multiplier), half);
    vec high = wasm_i64x2_add(wasm_i64x2_extmul_high_i32x4(v, multiplier), half);
    return wasm_i32x4_add(wasm_i32x4_shuffle(low, high, 1, 3, 5, 7), offset);
}

static inline void block_mla(vec *a, const int16_t *x, const int16_t *w) {
    vec xv = vec_load(x), wv = vec_load(w);
    a[0] = wasm_i32x4_add(a[0], wasm_i32x4_extmul_low_i16x8(xv, wv));
    a[1] = wasm_i32x4_add(a[1], wasm_i32x4_extmul_high_i16x8(xv, wv));
}

static inline void block_mla_wide(vec *a, const int16_t *x, const int32_t *f) {
    vec xv = vec_load(x);
    a[0] = wasm_i32x4_add(a[0], wasm_i32x4_mul(wasm_i32x4_extend_low_i16x8(xv), vec_load(f)));
    a[1] = wasm_i32x4_add(a[1], wasm_i32x4_mul(wasm_i32x4_extend_high_i16x8(xv), vec_load(f + 4)));
}

static inline void block_store(int16_t *y, const vec *v, int16_t low, int16_t high) {
    vec all = wasm_i16x8_max(wasm_i16x8_narrow_i32x4(v[0], v[1]), wasm_i16x8_splat(low));
    wasm_v128_store(y, wasm_i16x8_min(all, wasm_i16x8_splat(high)));
}

static inline void block_store_wide(int32_t *y, const vec *v) {
    wasm_v128_store(y, v[0]);
    wasm_v128_store(y + 4, v[1]);
}

#include "kernel_simd.h"

hwr_qkernel *hwr_qkernel_wasm(void) {
    return layer_run;
}

#else

hwr_qkernel *hwr_qkernel_wasm(void) {
    return NULL;
}

#endif
