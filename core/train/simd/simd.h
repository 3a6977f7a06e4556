/* simd.h - the trainer's inner loops, one table of functions per instruction set.
 *
 * simd_body.h holds the code once, on GCC/Clang vectors; simd_avx512.c, simd_avx2.c and
 * simd_portable.c compile it. Channels lie innermost in every array, C of them, a
 * multiple of 8 (only the input image has 1). Each output is one sequential chain of
 * multiply-adds in a fixed order, so results do not depend on how work is split, nor on the
 * width of the vectors: AVX2, AVX-512 and NEON give the same bytes.
 */
#ifndef HWR_SIMD_H
#define HWR_SIMD_H

#include <stddef.h>
#include <stdint.h>

enum { HWR_FLOAT_LANES = 8 }; /* channels are padded to a multiple of it */

/* c[row] = (accumulate ? c[row] : 0) + sum over runs r and k < run of
 *          a[row][r * run_stride + k] * w[w_first + r * w_run + k]
 * Row i of image m lies at a + m * a_image + a_offset[i], c + m * c_image + c_offset[i].
 * w: (w_depth, C) packed by hwr_pack_layer into panels of hwr_simd_panel channels. */
typedef struct hwr_conv_job {
    float *c;
    const float *a, *w;
    const uint32_t *a_offset, *c_offset; /* (rows) */
    size_t a_image, c_image, images, rows;
    size_t run, runs, run_stride, channels;
    size_t w_first, w_run, w_depth;
    int accumulate;
} hwr_conv_job;

/* dw[r * run + k][n] += sum over images, y, x of
 *     a[image][y * a_row + x * a_pixel + r * run_stride + k] * dz[image][y * dz_row + x * C + n]
 * The kernel has runs by taps taps. Tap t of a run meets zeros of the border except in outputs
 * first[t] .. end[t] - 1, and the others are left out; run r likewise, by row_*. */
typedef struct hwr_weight_job {
    float *dw; /* (runs * run, C) */
    const float *a, *dz;
    size_t a_image, a_row, a_pixel, dz_image, dz_row;
    size_t images, height, width;
    size_t run, runs, taps, run_stride, channels;
    const uint8_t *first, *end;         /* (taps) */
    const uint8_t *row_first, *row_end; /* (runs) */
} hwr_weight_job;

typedef struct hwr_simd {
    const char *name;
    size_t widest; /* channels of its widest panel */
    void (*conv)(const hwr_conv_job *job);
    void (*weight_grad)(const hwr_weight_job *job);
    /* z (n, C) += bias, then ReLU where relu: in place; bias may be NULL. */
    void (*bias_relu)(float *z, const float *bias, int relu, size_t n, size_t channels);
    /* sum[c] += z, square[c] += z * z over n rows. */
    void (*moments)(float *sum, float *square, const float *z, size_t n, size_t channels);
    /* out = relu?(z * scale + shift + add?) for a row of n pixels. */
    void (*affine)(float *out, const float *z, const float *scale, const float *shift,
                   const float *add, int relu, size_t n, size_t channels);
    /* dy *= (out > 0); n pixels. */
    void (*relu_grad)(float *dy, const float *out, size_t n, size_t channels);
    /* sum[c] += dy, product[c] += dy * (z - mean) * inverse over n rows. */
    void (*norm_sums)(float *sum, float *product, const float *dy, const float *z,
                      const float *mean, const float *inverse, size_t n, size_t channels);
    /* dz = dy * p + q - z * r, then 0 where gate and z <= 0. */
    void (*norm_grad)(float *dz, const float *dy, const float *z, const float *p, const float *q,
                      const float *r, int gate, size_t n, size_t channels);
    void (*axpy)(float *y, const float *x, float factor, size_t n); /* y += factor * x */
    /* y[c] += x[c] * w[c] */
    void (*multiply_add)(float *y, const float *x, const float *w, size_t n);
    /* x[i] *= hwr_hash32(key + i) >= threshold ? keep : 0 */
    void (*dropout)(float *x, uint32_t key, uint32_t threshold, float keep, size_t n);
} hwr_simd;

extern const hwr_simd hwr_simd_portable;
extern const hwr_simd hwr_simd_avx2, hwr_simd_avx512; /* name NULL where this build lacks it */

/* Channels of the next panel of packed weights, with so many left. */
static inline size_t hwr_simd_panel(size_t widest, size_t left) {
    return left >= widest ? widest : left >= 16 ? 16 : 8;
}

/* The tables this processor can run, fastest first; NULL past the last. */
const hwr_simd *hwr_simd_at(int i);
const hwr_simd *hwr_simd_best(void); /* hwr_simd_at(0) */

#endif
