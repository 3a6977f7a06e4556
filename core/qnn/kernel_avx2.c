/* kernel_avx2.c - the integer layer on x86's 256-bit vectors. */
#include "kernels.h"

#if defined(__x86_64__) || defined(__i386__)

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#include "kernel_x86.h"

HWR_TARGET_BEGIN("avx2")

typedef __m256i vec, pairs, pair;
#define VECS 1
#define TILE_PIXELS 4
#define TILE_BLOCKS 2

static inline vec vec_load(const void *p) {
    return _mm256_loadu_si256((const __m256i *)p);
}

static inline pairs pairs_load(const int16_t *w) {
    return vec_load(w);
}

static inline vec vec_set(int32_t i) {
    return _mm256_set1_epi32(i);
}

static inline pair pair_load(const int16_t *x) {
    int32_t both;
    memcpy(&both, x, sizeof both);
    return _mm256_set1_epi32(both);
}

static inline vec vec_dot(vec a, pairs w, pair x) {
    return _mm256_add_epi32(a, _mm256_madd_epi16(w, x));
}

static inline vec vec_add(vec a, vec b) {
    return _mm256_add_epi32(a, b);
}

static inline vec vec_sub(vec a, vec b) {
    return _mm256_sub_epi32(a, b);
}

static inline vec vec_mul(vec a, vec b) {
    return _mm256_mullo_epi32(a, b);
}

static inline vec vec_shift_left(vec a, int bits) {
    return _mm256_slli_epi32(a, bits);
}

static inline vec vec_shift_right(vec a, int bits) {
    return _mm256_srai_epi32(a, bits);
}

static inline vec vec_max(vec a, vec b) {
    return _mm256_max_epi32(a, b);
}

/* Even lanes and odd lanes as 64-bit products; ">> 32" keeps their high words. */
static inline vec vec_rescale(vec v, vec multiplier, vec offset) {
    const vec half = _mm256_set1_epi64x(0x80000000);
    vec even = _mm256_add_epi64(_mm256_mul_epi32(v, multiplier), half);
    vec odd = _mm256_mul_epi32(_mm256_srli_epi64(v, 32), _mm256_srli_epi64(multiplier, 32));
    vec y = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), _mm256_add_epi64(odd, half), 0xaa);
    return _mm256_add_epi32(y, offset);
}

static inline vec widen(const int16_t *x) {
    return _mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)(const void *)x));
}

static inline void block_mla(vec *a, const int16_t *x, const int16_t *w) {
    a[0] = _mm256_add_epi32(a[0], _mm256_mullo_epi32(widen(x), widen(w)));
}

static inline void block_mla_wide(vec *a, const int16_t *x, const int32_t *f) {
    a[0] = _mm256_add_epi32(a[0], _mm256_mullo_epi32(widen(x), vec_load(f)));
}

static inline void block_store(int16_t *y, const vec *v, int16_t low, int16_t high) {
    __m128i first = _mm256_castsi256_si128(v[0]), second = _mm256_extracti128_si256(v[0], 1);
    __m128i all = _mm_max_epi16(_mm_packs_epi32(first, second), _mm_set1_epi16(low));
    _mm_storeu_si128((__m128i *)(void *)y, _mm_min_epi16(all, _mm_set1_epi16(high)));
}

static inline void block_store_wide(int32_t *y, const vec *v) {
    _mm256_storeu_si256((__m256i *)(void *)y, v[0]);
}

#include "kernel_simd.h"

HWR_TARGET_END

hwr_qkernel *hwr_qkernel_avx2(void) {
    return __builtin_cpu_supports("avx2") ? layer_run : NULL;
}

#else

hwr_qkernel *hwr_qkernel_avx2(void) {
    return NULL;
}

#endif
