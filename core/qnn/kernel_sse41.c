/* kernel_sse41.c - the integer layer on x86's 128-bit vectors. */
#include "kernels.h"

#if defined(__x86_64__) || defined(__i386__)

#include <smmintrin.h>
#include <stdint.h>
#include <string.h>

#include "kernel_x86.h"

HWR_TARGET_BEGIN("sse4.1")

typedef __m128i vec, pairs, pair;
#define VECS 2
#define TILE_PIXELS 4
#define TILE_BLOCKS 1

static inline vec vec_load(const void *p) {
    return _mm_loadu_si128((const __m128i *)p);
}

static inline pairs pairs_load(const int16_t *w) {
    return vec_load(w);
}

static inline vec vec_set(int32_t i) {
    return _mm_set1_epi32(i);
}

static inline pair pair_load(const int16_t *x) {
    int32_t both;
    memcpy(&both, x, sizeof both);
    return _mm_set1_epi32(both);
}

static inline vec vec_dot(vec a, pairs w, pair x) {
    return _mm_add_epi32(a, _mm_madd_epi16(w, x));
}

static inline vec vec_add(vec a, vec b) {
    return _mm_add_epi32(a, b);
}

static inline vec vec_sub(vec a, vec b) {
    return _mm_sub_epi32(a, b);
}

static inline vec vec_mul(vec a, vec b) {
    return _mm_mullo_epi32(a, b);
}

static inline vec vec_shift_left(vec a, int bits) {
    return _mm_slli_epi32(a, bits);
}

static inline vec vec_shift_right(vec a, int bits) {
    return _mm_srai_epi32(a, bits);
}

static inline vec vec_max(vec a, vec b) {
    return _mm_max_epi32(a, b);
}

/* Even lanes and odd lanes as 64-bit products; ">> 32" keeps their high words. */
static inline vec vec_rescale(vec v, vec multiplier, vec offset) {
    const vec half = _mm_set1_epi64x(0x80000000);
    vec even = _mm_add_epi64(_mm_mul_epi32(v, multiplier), half);
    vec odd = _mm_mul_epi32(_mm_srli_epi64(v, 32), _mm_srli_epi64(multiplier, 32));
    vec y = _mm_blend_epi16(_mm_srli_epi64(even, 32), _mm_add_epi64(odd, half), 0xcc);
    return _mm_add_epi32(y, offset);
}

static inline void block_mla(vec *a, const int16_t *x, const int16_t *w) {
    vec xv = vec_load(x), wv = vec_load(w);
    vec low = _mm_mullo_epi16(xv, wv), high = _mm_mulhi_epi16(xv, wv);
    a[0] = _mm_add_epi32(a[0], _mm_unpacklo_epi16(low, high));
    a[1] = _mm_add_epi32(a[1], _mm_unpackhi_epi16(low, high));
}

static inline void block_mla_wide(vec *a, const int16_t *x, const int32_t *f) {
    vec xv = vec_load(x), high = _mm_srli_si128(xv, 8);
    a[0] = _mm_add_epi32(a[0], _mm_mullo_epi32(_mm_cvtepi16_epi32(xv), vec_load(f)));
    a[1] = _mm_add_epi32(a[1], _mm_mullo_epi32(_mm_cvtepi16_epi32(high), vec_load(f + 4)));
}

static inline void block_store(int16_t *y, const vec *v, int16_t low, int16_t high) {
    vec all = _mm_max_epi16(_mm_packs_epi32(v[0], v[1]), _mm_set1_epi16(low));
    _mm_storeu_si128((__m128i *)(void *)y, _mm_min_epi16(all, _mm_set1_epi16(high)));
}

static inline void block_store_wide(int32_t *y, const vec *v) {
    _mm_storeu_si128((__m128i *)(void *)y, v[0]);
    _mm_storeu_si128((__m128i *)(void *)(y + 4), v[1]);
}

#include "kernel_simd.h"

HWR_TARGET_END

hwr_qkernel *hwr_qkernel_sse41(void) {
    return __builtin_cpu_supports("sse4.1") ? layer_run : NULL;
}

#else

hwr_qkernel *hwr_qkernel_sse41(void) {
    return NULL;
}

#endif
