/* simd_body.h - see simd.h. Included once per instruction set with TABLE and NAME set.
 *
 * The tile is 6 rows by 16 channels: 12 accumulators, 2 vectors of weights and one
 * broadcast fill the 16 registers of AVX2, and 12 independent chains hide the latency
 * of the multiply-add (4 cycles, two a cycle).
 */
#include <string.h>

#include "rng.h"
#include "simd.h"

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));

enum { LANES = 8, TILE_ROWS = 6, BLOCK_ROWS = 48, STRIP_PIXELS = 64 };

#define INLINE static inline __attribute__((always_inline))

INLINE v8 load(const float *p) {
    return *(const v8 *)p;
}
INLINE void store(float *p, v8 x) {
    *(v8 *)p = x;
}
INLINE v8 spread(float x) {
    return (v8){x, x, x, x, x, x, x, x};
}
INLINE v8 zero(void) {
    return spread(0.0f);
}
INLINE v8 positive(v8 x, v8 gate) { /* x where gate > 0, else +0 */
    typedef int32_t i8 __attribute__((vector_size(32)));
    return (v8)((i8)x & (i8)(gate > zero()));
}

/* ---- Convolution: mr rows, nv vectors of channels ------------------------ */

INLINE void conv_tile(const hwr_conv_job *job, const size_t *ao, const size_t *co, const float *w,
                      size_t lane, const int mr, const int nv) {
    v8 acc[TILE_ROWS][2];
    const float *a[TILE_ROWS];
    for (int i = 0; i < mr; i++) {
        a[i] = job->a + ao[i];
        for (int v = 0; v < nv; v++)
            acc[i][v] = job->accumulate ? load(job->c + co[i] + lane + 8 * v) : zero();
    }
    for (size_t r = 0; r < job->runs; r++) {
        for (size_t k = 0; k < job->run; k++) {
            v8 b[2];
            for (int v = 0; v < nv; v++) b[v] = load(w + 8 * v);
            w += 8 * nv;
            for (int i = 0; i < mr; i++) {
                v8 x = spread(a[i][k]);
                for (int v = 0; v < nv; v++) acc[i][v] += x * b[v];
            }
        }
        for (int i = 0; i < mr; i++) a[i] += job->run_stride;
    }
    for (int i = 0; i < mr; i++)
        for (int v = 0; v < nv; v++) store(job->c + co[i] + lane + 8 * v, acc[i][v]);
}

#define CONV_TILE(mr, nv)                                                                          \
    static void conv_##mr##x##nv(const hwr_conv_job *job, const size_t *ao, const size_t *co,      \
                                 const float *w, size_t lane) {                                    \
        conv_tile(job, ao, co, w, lane, mr, nv);                                                   \
    }
CONV_TILE(1, 1)
CONV_TILE(2, 1) CONV_TILE(3, 1) CONV_TILE(4, 1) CONV_TILE(5, 1) CONV_TILE(6, 1) CONV_TILE(1, 2)
    CONV_TILE(2, 2) CONV_TILE(3, 2) CONV_TILE(4, 2) CONV_TILE(5, 2) CONV_TILE(6, 2)

        typedef void conv_tile_fn(const hwr_conv_job *, const size_t *, const size_t *,
                                  const float *, size_t);
static conv_tile_fn *const conv_tiles[2][TILE_ROWS] = {
    {conv_1x1, conv_2x1, conv_3x1, conv_4x1, conv_5x1, conv_6x1},
    {conv_1x2, conv_2x2, conv_3x2, conv_4x2, conv_5x2, conv_6x2}};

/* A block of rows meets all panels while its inputs are in the first-level cache. */
static void conv(const hwr_conv_job *job) {
    size_t ao[BLOCK_ROWS], co[BLOCK_ROWS];
    size_t total = job->images * job->rows, image = 0, row = 0;
    for (size_t done = 0; done < total;) {
        size_t n = total - done < BLOCK_ROWS ? total - done : BLOCK_ROWS;
        for (size_t i = 0; i < n; i++) {
            ao[i] = image * job->a_image + job->a_offset[row];
            co[i] = image * job->c_image + job->c_offset[row];
            if (++row == job->rows) row = 0, image++;
        }
        const float *w = job->w;
        for (size_t lane = 0; lane < job->channels; lane += 16) {
            int wide = job->channels - lane > LANES;
            size_t row_of_w = job->run * (wide ? 16 : 8);
            for (size_t i = 0; i < n; i += TILE_ROWS) {
                size_t mr = n - i < TILE_ROWS ? n - i : TILE_ROWS;
                conv_tiles[wide][mr - 1](job, ao + i, co + i, w + job->first * row_of_w, lane);
            }
            w += (job->first + job->runs + job->after) * row_of_w;
        }
        done += n;
    }
}

/* ---- Weight gradient: mr weights of one kernel row by nv vectors ---------- */

INLINE void weight_tile(const hwr_weight_job *job, float *dw, const float *a0, const float *dz0,
                        size_t images, size_t height, const int mr, const int nv) {
    v8 acc[TILE_ROWS][2];
    for (int i = 0; i < mr; i++)
        for (int v = 0; v < nv; v++) acc[i][v] = load(dw + (size_t)i * job->channels + 8 * v);
    for (size_t m = 0; m < images; m++) {
        for (size_t y = 0; y < height; y++) {
            const float *a = a0 + m * job->a_image + y * job->a_row;
            const float *dz = dz0 + m * job->dz_image + y * job->dz_row;
            for (size_t x = 0; x < job->width; x++) {
                v8 d[2];
                for (int v = 0; v < nv; v++) d[v] = load(dz + 8 * v);
                for (int i = 0; i < mr; i++) {
                    v8 s = spread(a[i]);
                    for (int v = 0; v < nv; v++) acc[i][v] += s * d[v];
                }
                a += job->a_pixel;
                dz += job->channels;
            }
        }
    }
    for (int i = 0; i < mr; i++)
        for (int v = 0; v < nv; v++) store(dw + (size_t)i * job->channels + 8 * v, acc[i][v]);
}

#define WEIGHT_TILE(mr, nv)                                                                        \
    static void weight_##mr##x##nv(const hwr_weight_job *job, float *dw, const float *a,           \
                                   const float *dz, size_t images, size_t height) {                \
        weight_tile(job, dw, a, dz, images, height, mr, nv);                                       \
    }
WEIGHT_TILE(1, 1)
WEIGHT_TILE(2, 1) WEIGHT_TILE(3, 1) WEIGHT_TILE(4, 1) WEIGHT_TILE(5, 1) WEIGHT_TILE(6, 1)
    WEIGHT_TILE(1, 2) WEIGHT_TILE(2, 2) WEIGHT_TILE(3, 2) WEIGHT_TILE(4, 2) WEIGHT_TILE(5, 2)
        WEIGHT_TILE(6, 2)

            typedef void weight_tile_fn(const hwr_weight_job *, float *, const float *,
                                        const float *, size_t, size_t);
static weight_tile_fn *const weight_tiles[2][TILE_ROWS] = {
    {weight_1x1, weight_2x1, weight_3x1, weight_4x1, weight_5x1, weight_6x1},
    {weight_1x2, weight_2x2, weight_3x2, weight_4x2, weight_5x2, weight_6x2}};

/* All weights from one strip: some rows of one image, or several small images. Channels
 * outermost, so that 16 of the gradient's and the strip's inputs stay in the first-level cache. */
static void weight_strip(const hwr_weight_job *job, const float *a, const float *dz, size_t images,
                         size_t height) {
    for (size_t lane = 0; lane < job->channels; lane += 16) {
        int wide = job->channels - lane > LANES;
        for (size_t r = 0; r < job->runs; r++) {
            for (size_t k = 0; k < job->run; k += TILE_ROWS) {
                size_t mr = job->run - k < TILE_ROWS ? job->run - k : TILE_ROWS;
                weight_tiles[wide][mr - 1](job, job->dw + (r * job->run + k) * job->channels + lane,
                                           a + r * job->run_stride + k, dz + lane, images, height);
            }
        }
    }
}

static void weight_grad(const hwr_weight_job *job) {
    size_t pixels = job->height * job->width;
    if (pixels >= STRIP_PIXELS) {
        size_t rows = (STRIP_PIXELS + job->width - 1) / job->width;
        for (size_t m = 0; m < job->images; m++)
            for (size_t y = 0; y < job->height; y += rows)
                weight_strip(job, job->a + m * job->a_image + y * job->a_row,
                             job->dz + m * job->dz_image + y * job->dz_row, 1,
                             job->height - y < rows ? job->height - y : rows);
    } else {
        size_t some = STRIP_PIXELS / pixels;
        for (size_t m = 0; m < job->images; m += some)
            weight_strip(job, job->a + m * job->a_image, job->dz + m * job->dz_image,
                         job->images - m < some ? job->images - m : some, job->height);
    }
}

/* ---- Passes over (n, C) -------------------------------------------------- */

static void bias_relu(float *z, const float *bias, int relu, size_t n, size_t channels) {
    for (size_t i = 0; i < n; i++, z += channels) {
        for (size_t c = 0; c < channels; c += LANES) {
            v8 x = load(z + c);
            if (bias) x += load(bias + c);
            store(z + c, relu ? positive(x, x) : x);
        }
    }
}

/* Column sums take nv vectors of channels down all rows at once, so that each row's cache
 * line is met once or twice instead of once a vector. */
INLINE void moments_columns(float *sum, float *square, const float *z, size_t n, size_t channels,
                            const int nv) {
    v8 s[4], q[4];
    for (int v = 0; v < nv; v++) s[v] = load(sum + 8 * v), q[v] = load(square + 8 * v);
    for (size_t i = 0; i < n; i++, z += channels)
        for (int v = 0; v < nv; v++) {
            v8 x = load(z + 8 * v);
            s[v] += x;
            q[v] += x * x;
        }
    for (int v = 0; v < nv; v++) store(sum + 8 * v, s[v]), store(square + 8 * v, q[v]);
}

static void moments(float *sum, float *square, const float *z, size_t n, size_t channels) {
    size_t c = 0;
    for (; c + 32 <= channels; c += 32)
        moments_columns(sum + c, square + c, z + c, n, channels, 4);
    for (; c < channels; c += LANES)
        moments_columns(sum + c, square + c, z + c, n, channels, 1);
}

static void affine(float *out, const float *z, const float *scale, const float *shift,
                   const float *add, int relu, size_t n, size_t channels) {
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < channels; c += LANES) {
            v8 y = load(z + i * channels + c) * load(scale + c) + load(shift + c);
            if (add) y += load(add + i * channels + c);
            store(out + i * channels + c, relu ? positive(y, y) : y);
        }
    }
}

static void relu_grad(float *dy, const float *out, size_t n, size_t channels) {
    for (size_t i = 0; i < n * channels; i += LANES)
        store(dy + i, positive(load(dy + i), load(out + i)));
}

INLINE void norm_columns(float *sum, float *product, const float *dy, const float *z,
                         const float *mean, const float *inverse, size_t n, size_t channels,
                         const int nv) {
    v8 s[2], p[2], m[2], f[2];
    for (int v = 0; v < nv; v++) {
        s[v] = load(sum + 8 * v), p[v] = load(product + 8 * v);
        m[v] = load(mean + 8 * v), f[v] = load(inverse + 8 * v);
    }
    for (size_t i = 0; i < n; i++, dy += channels, z += channels)
        for (int v = 0; v < nv; v++) {
            v8 d = load(dy + 8 * v);
            s[v] += d;
            p[v] += d * ((load(z + 8 * v) - m[v]) * f[v]);
        }
    for (int v = 0; v < nv; v++) store(sum + 8 * v, s[v]), store(product + 8 * v, p[v]);
}

static void norm_sums(float *sum, float *product, const float *dy, const float *z,
                      const float *mean, const float *inverse, size_t n, size_t channels) {
    size_t c = 0;
    for (; c + 16 <= channels; c += 16)
        norm_columns(sum + c, product + c, dy + c, z + c, mean + c, inverse + c, n, channels, 2);
    for (; c < channels; c += LANES)
        norm_columns(sum + c, product + c, dy + c, z + c, mean + c, inverse + c, n, channels, 1);
}

static void norm_grad(float *dz, const float *dy, const float *z, const float *p, const float *q,
                      const float *r, int gate, size_t n, size_t channels) {
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < channels; c += LANES) {
            v8 x = load(z + i * channels + c);
            v8 d = load(dy + i * channels + c) * load(p + c) + (load(q + c) - x * load(r + c));
            store(dz + i * channels + c, gate ? positive(d, x) : d);
        }
    }
}

static void axpy(float *y, const float *x, float factor, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] += factor * x[i];
}

static void multiply_add(float *y, const float *x, const float *w, size_t n) {
    for (size_t i = 0; i < n; i += LANES) store(y + i, load(y + i) + load(x + i) * load(w + i));
}

/* The hash of hwr_hash32, written so that it vectorises; thresholds compare as signed. */
static void dropout(float *x, uint32_t key, uint32_t threshold, float keep, size_t n) {
    int32_t limit = (int32_t)(threshold ^ 0x80000000u);
    for (size_t i = 0; i < n; i++) {
        int32_t hash = (int32_t)(hwr_hash32(key + (uint32_t)i) ^ 0x80000000u);
        x[i] *= hash >= limit ? keep : 0.0f;
    }
}

const hwr_simd TABLE = {NAME,      conv,      weight_grad, bias_relu, moments,      affine,
                        relu_grad, norm_sums, norm_grad,   axpy,      multiply_add, dropout};
