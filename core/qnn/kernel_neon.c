/* kernel_neon.c - the integer layer on Armv8's 128-bit vectors. */
#include "kernels.h"

#ifdef __aarch64__

#include <arm_neon.h>
#include <stdint.h>
#include <string.h>

typedef int32x4_t vec;
typedef int16x4x2_t pairs; /* even and odd of each pair apart */
typedef int16x4_t pair;
#define VECS 2
#define TILE_PIXELS 4
#define TILE_BLOCKS 2

static inline vec vec_load(const void *p) {
    return vld1q_s32(p);
}

static inline pairs pairs_load(const int16_t *w) {
    return vld2_s16(w);
}

static inline vec vec_set(int32_t i) {
    return vdupq_n_s32(i);
}

static inline pair pair_load(const int16_t *x) {
    int32_t both;
    memcpy(&both, x, sizeof both);
    return vreinterpret_s16_s32(vdup_n_s32(both));
}

static inline vec vec_dot(vec a, pairs w, pair x) {
    return vmlal_lane_s16(vmlal_lane_s16(a, w.val[0], x, 0), w.val[1], x, 1);
}

static inline vec vec_add(vec a, vec b) {
    return vaddq_s32(a, b);
}

static inline vec vec_sub(vec a, vec b) {
    return vsubq_s32(a, b);
}

static inline vec vec_mul(vec a, vec b) {
    return vmulq_s32(a, b);
}

static inline vec vec_shift_left(vec a, int bits) {
    return vshlq_s32(a, vdupq_n_s32(bits));
}

static inline vec vec_shift_right(vec a, int bits) {
    return vshlq_s32(a, vdupq_n_s32(-bits));
}

static inline vec vec_max(vec a, vec b) {
    return vmaxq_s32(a, b);
}

/* The rounding narrowing shift adds 2^31 before it keeps the high word. */
static inline vec vec_rescale(vec v, vec multiplier, vec offset) {
    int32x2_t low = vrshrn_n_s64(vmull_s32(vget_low_s32(v), vget_low_s32(multiplier)), 32);
    vec y = vrshrn_high_n_s64(low, vmull_high_s32(v, multiplier), 32);
    return vaddq_s32(y, offset);
}

static inline void block_mla(vec *a, const int16_t *x, const int16_t *w) {
    int16x8_t xv = vld1q_s16(x), wv = vld1q_s16(w);
    a[0] = vmlal_s16(a[0], vget_low_s16(xv), vget_low_s16(wv));
    a[1] = vmlal_high_s16(a[1], xv, wv);
}

static inline void block_mla_wide(vec *a, const int16_t *x, const int32_t *f) {
    int16x8_t xv = vld1q_s16(x);
    a[0] = vmlaq_s32(a[0], vmovl_s16(vget_low_s16(xv)), vld1q_s32(f));
    a[1] = vmlaq_s32(a[1], vmovl_high_s16(xv), vld1q_s32(f + 4));
}

static inline void block_store(int16_t *y, const vec *v, int16_t low, int16_t high) {
    int16x8_t all = vqmovn_high_s32(vqmovn_s32(v[0]), v[1]);
    vst1q_s16(y, vminq_s16(vmaxq_s16(all, vdupq_n_s16(low)), vdupq_n_s16(high)));
}

static inline void block_store_wide(int32_t *y, const vec *v) {
    vst1q_s32(y, v[0]);
    vst1q_s32(y + 4, v[1]);
}

#include "kernel_simd.h"

/* Every Armv8 processor of 64 bits has these vectors. */
hwr_qkernel *hwr_qkernel_neon(void) {
    return layer_run;
}

#else

hwr_qkernel *hwr_qkernel_neon(void) {
    return NULL;
}

#endif
