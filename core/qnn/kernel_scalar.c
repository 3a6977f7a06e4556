/* kernel_scalar.c - the integer layer one number at a time, for machines without a file of
 * their own. Eight sums are as many as the registers hold, so a tile is one pixel. */
#include "kernels.h"

#ifndef __wasm_simd128__

#include <stdint.h>
#include <string.h>

#include "qnet.h"

typedef struct vec {
    uint32_t lane[HWR_BLOCK]; /* unsigned, because products of kernel_winograd.h wrap */
} vec;

typedef struct pairs {
    int32_t even[HWR_BLOCK], odd[HWR_BLOCK];
} pairs;

typedef struct pair {
    int32_t even, odd;
} pair;

#define VECS 1
#define TILE_PIXELS 1
#define TILE_BLOCKS 1

static inline vec vec_load(const int32_t *p) {
    vec v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline vec vec_set(int32_t i) {
    vec v;
    for (int k = 0; k < HWR_BLOCK; k++) v.lane[k] = (uint32_t)i;
    return v;
}

static inline pairs pairs_load(const int16_t *w) {
    pairs p;
    for (int k = 0; k < HWR_BLOCK; k++) {
        p.even[k] = w[2 * k];
        p.odd[k] = w[2 * k + 1];
    }
    return p;
}

static inline pair pair_load(const int16_t *x) {
    const pair p = {x[0], x[1]};
    return p;
}

static inline vec vec_dot(vec a, pairs w, pair x) {
    for (int k = 0; k < HWR_BLOCK; k++)
        a.lane[k] += (uint32_t)(w.even[k] * x.even) + (uint32_t)(w.odd[k] * x.odd);
    return a;
}

static inline vec vec_add(vec a, vec b) {
    for (int k = 0; k < HWR_BLOCK; k++) a.lane[k] += b.lane[k];
    return a;
}

static inline vec vec_sub(vec a, vec b) {
    for (int k = 0; k < HWR_BLOCK; k++) a.lane[k] -= b.lane[k];
    return a;
}

static inline vec vec_mul(vec a, vec b) {
    for (int k = 0; k < HWR_BLOCK; k++) a.lane[k] *= b.lane[k];
    return a;
}

static inline vec vec_shift_left(vec a, int bits) {
    for (int k = 0; k < HWR_BLOCK; k++) a.lane[k] <<= bits;
    return a;
}

static inline vec vec_shift_right(vec a, int bits) {
    for (int k = 0; k < HWR_BLOCK; k++) a.lane[k] = (uint32_t)((int32_t)a.lane[k] >> bits);
    return a;
}

static inline vec vec_max(vec a, vec b) {
    for (int k = 0; k < HWR_BLOCK; k++)
        if ((int32_t)a.lane[k] < (int32_t)b.lane[k]) a.lane[k] = b.lane[k];
    return a;
}

static inline vec vec_rescale(vec v, vec multiplier, vec offset) {
    for (int k = 0; k < HWR_BLOCK; k++) {
        int64_t product = (int64_t)(int32_t)v.lane[k] * (int32_t)multiplier.lane[k];
        v.lane[k] = (uint32_t)((product + INT64_C(0x80000000)) >> 32) + offset.lane[k];
    }
    return v;
}

static inline void block_mla(vec *a, const int16_t *x, const int16_t *w) {
    for (int k = 0; k < HWR_BLOCK; k++) a->lane[k] += (uint32_t)(x[k] * w[k]);
}

static inline void block_mla_wide(vec *a, const int16_t *x, const int32_t *f) {
    for (int k = 0; k < HWR_BLOCK; k++) a->lane[k] += (uint32_t)x[k] * (uint32_t)f[k];
}

static inline void block_store(int16_t *y, const vec *v, int16_t low, int16_t high) {
    for (int k = 0; k < HWR_BLOCK; k++) {
        const int32_t value = (int32_t)v->lane[k];
        y[k] = value < low ? low : value > high ? high : (int16_t)value;
    }
}

static inline void block_store_wide(int32_t *y, const vec *v) {
    memcpy(y, v, sizeof *v);
}

#include "kernel_simd.h"

hwr_qkernel *hwr_qkernel_scalar(void) {
    return layer_run;
}

#else

hwr_qkernel *hwr_qkernel_scalar(void) {
    return NULL;
}

#endif
