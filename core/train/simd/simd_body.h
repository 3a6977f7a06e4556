/* simd_body.h - see simd.h. Included once per instruction set with TABLE, NAME, WIDEST, TILE_ROWS
 * and REGISTER, the floats of a register, set.
 *
 * The widest tile is 6 rows by 16 channels with AVX2: 12 accumulators, 2 vectors of weights
 * and one broadcast fill the 16 registers, and 12 independent chains hide the latency of the
 * multiply-add (4 cycles, two a cycle). AVX-512 has 32 registers: 12 rows by 32 channels. NEON has
 * 32 of 4 floats, so 24 accumulators for 6 rows by 16 channels.
 */
#include <string.h>

#include "simd.h"
#include "train/base/rng.h"

enum {
    STEP = REGISTER < HWR_FLOAT_LANES ? REGISTER : HWR_FLOAT_LANES, /* floats at a time in a pass */
    BLOCK_ROWS = 48,
    STRIP_PIXELS = 64
};

typedef float lanes __attribute__((vector_size(STEP * sizeof(float)), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))

INLINE lanes load(const float *p) {
    return *(const lanes *)p;
}
INLINE void store(float *p, lanes x) {
    *(lanes *)p = x;
}
INLINE lanes positive(lanes x, lanes gate) { /* x where gate > 0, else +0 */
    typedef int32_t bits __attribute__((vector_size(sizeof(lanes))));
    return (lanes)((bits)x & (bits)(gate > (lanes){0}));
}

/* ---- Tiles ---------------------------------------------------------------- */

typedef struct weight_area { /* the outputs that a tile of weights is summed over */
    size_t images, height, width;
} weight_area;

typedef void conv_tile_fn(const hwr_conv_job *, const size_t *, const size_t *, const float *,
                          size_t);
typedef void weight_tile_fn(const hwr_weight_job *, float *, const float *, const float *,
                            const weight_area *);

#define PANEL 8
#define LANES STEP
#include "simd_tiles.h"
#if WIDEST > 8
#define PANEL 16
#define LANES REGISTER
#include "simd_tiles.h"
#endif
#if WIDEST == 32
#define PANEL 32
#define LANES REGISTER
#include "simd_tiles.h"
#define TILES_OF(what, panel)                                                                      \
    ((panel) == 32 ? what##_tiles_32 : (panel) == 16 ? what##_tiles_16 : what##_tiles_8)
#elif WIDEST == 8
#define TILES_OF(what, panel) ((void)(panel), what##_tiles_8)
#else
#define TILES_OF(what, panel) ((panel) == 16 ? what##_tiles_16 : what##_tiles_8)
#endif

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
        for (size_t lane = 0, panel; lane < job->channels; lane += panel) {
            panel = hwr_simd_panel(WIDEST, job->channels - lane);
            conv_tile_fn *const *tiles = TILES_OF(conv, panel);
            const float *w = job->w + lane * job->w_depth + job->w_first * panel;
            for (size_t i = 0; i < n; i += TILE_ROWS) {
                size_t mr = n - i < TILE_ROWS ? n - i : TILE_ROWS;
                tiles[mr - 1](job, ao + i, co + i, w, lane);
            }
        }
        done += n;
    }
}

/* Weights k .. end of kernel row r, which all meet the same outputs. */
static void weight_run(const hwr_weight_job *job, size_t r, size_t k, size_t end, const float *a,
                       const float *dz, size_t lane, const weight_area *area) {
    weight_tile_fn *const *tiles = TILES_OF(weight, hwr_simd_panel(WIDEST, job->channels - lane));
    for (; k < end; k += TILE_ROWS) {
        size_t mr = end - k < TILE_ROWS ? end - k : TILE_ROWS;
        tiles[mr - 1](job, job->dw + (r * job->run + k) * job->channels + lane,
                      a + r * job->run_stride + k, dz, area);
    }
}

/* All weights from one strip: rows y .. y_end of some images. Channels outermost, so that one
 * panel's gradient and the strip's inputs stay in the first-level cache. */
static void weight_strip(const hwr_weight_job *job, size_t image, size_t images, size_t y,
                         size_t y_end) {
    size_t taps = job->taps, tap = job->run / taps;
    for (size_t lane = 0; lane < job->channels;
         lane += hwr_simd_panel(WIDEST, job->channels - lane)) {
        for (size_t r = 0; r < job->runs; r++) {
            size_t from = y > job->row_first[r] ? y : job->row_first[r];
            size_t to = y_end < job->row_end[r] ? y_end : job->row_end[r];
            if (from >= to) continue;
            for (size_t t = 0, next; t < taps; t = next) {
                size_t x = job->first[t], x_end = job->end[t];
                for (next = t + 1; next < taps && job->first[next] == x && job->end[next] == x_end;)
                    next++;
                if (x >= x_end) continue;
                weight_area area = {images, to - from, x_end - x};
                weight_run(job, r, t * tap, next * tap,
                           job->a + image * job->a_image + from * job->a_row + x * job->a_pixel,
                           job->dz + image * job->dz_image + from * job->dz_row +
                               x * job->channels + lane,
                           lane, &area);
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
                weight_strip(job, m, 1, y, y + rows < job->height ? y + rows : job->height);
    } else {
        size_t some = STRIP_PIXELS / pixels;
        for (size_t m = 0; m < job->images; m += some)
            weight_strip(job, m, job->images - m < some ? job->images - m : some, 0, job->height);
    }
}

/* ---- Passes over (n, C) -------------------------------------------------- */

static void bias_relu(float *z, const float *bias, int relu, size_t n, size_t channels) {
    for (size_t i = 0; i < n; i++, z += channels) {
        for (size_t c = 0; c < channels; c += STEP) {
            lanes x = load(z + c);
            if (bias) x += load(bias + c);
            store(z + c, relu ? positive(x, x) : x);
        }
    }
}

/* Column sums take nv vectors of channels down all rows at once, so that each row's cache
 * line is met once or twice instead of once a vector. */
INLINE void moments_columns(float *sum, float *square, const float *z, size_t n, size_t channels,
                            const int nv) {
    lanes s[4], q[4];
    for (int v = 0; v < nv; v++) s[v] = load(sum + STEP * v), q[v] = load(square + STEP * v);
    for (size_t i = 0; i < n; i++, z += channels)
        for (int v = 0; v < nv; v++) {
            lanes x = load(z + STEP * v);
            s[v] += x;
            q[v] += x * x;
        }
    for (int v = 0; v < nv; v++) store(sum + STEP * v, s[v]), store(square + STEP * v, q[v]);
}

static void moments(float *sum, float *square, const float *z, size_t n, size_t channels) {
    size_t c = 0;
    for (; c + 4 * STEP <= channels; c += 4 * STEP)
        moments_columns(sum + c, square + c, z + c, n, channels, 4);
    for (; c < channels; c += STEP) moments_columns(sum + c, square + c, z + c, n, channels, 1);
}

static void affine(float *out, const float *z, const float *scale, const float *shift,
                   const float *add, int relu, size_t n, size_t channels) {
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < channels; c += STEP) {
            lanes y = load(z + i * channels + c) * load(scale + c) + load(shift + c);
            if (add) y += load(add + i * channels + c);
            store(out + i * channels + c, relu ? positive(y, y) : y);
        }
    }
}

static void relu_grad(float *dy, const float *out, size_t n, size_t channels) {
    for (size_t i = 0; i < n * channels; i += STEP)
        store(dy + i, positive(load(dy + i), load(out + i)));
}

INLINE void norm_columns(float *sum, float *product, const float *dy, const float *z,
                         const float *mean, const float *inverse, size_t n, size_t channels,
                         const int nv) {
    lanes s[2], p[2], m[2], f[2];
    for (int v = 0; v < nv; v++) {
        s[v] = load(sum + STEP * v), p[v] = load(product + STEP * v);
        m[v] = load(mean + STEP * v), f[v] = load(inverse + STEP * v);
    }
    for (size_t i = 0; i < n; i++, dy += channels, z += channels)
        for (int v = 0; v < nv; v++) {
            lanes d = load(dy + STEP * v);
            s[v] += d;
            p[v] += d * ((load(z + STEP * v) - m[v]) * f[v]);
        }
    for (int v = 0; v < nv; v++) store(sum + STEP * v, s[v]), store(product + STEP * v, p[v]);
}

static void norm_sums(float *sum, float *product, const float *dy, const float *z,
                      const float *mean, const float *inverse, size_t n, size_t channels) {
    size_t c = 0;
    for (; c + 2 * STEP <= channels; c += 2 * STEP)
        norm_columns(sum + c, product + c, dy + c, z + c, mean + c, inverse + c, n, channels, 2);
    for (; c < channels; c += STEP)
        norm_columns(sum + c, product + c, dy + c, z + c, mean + c, inverse + c, n, channels, 1);
}

static void norm_grad(float *dz, const float *dy, const float *z, const float *p, const float *q,
                      const float *r, int gate, size_t n, size_t channels) {
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < channels; c += STEP) {
            lanes x = load(z + i * channels + c);
            lanes d = load(dy + i * channels + c) * load(p + c) + (load(q + c) - x * load(r + c));
            store(dz + i * channels + c, gate ? positive(d, x) : d);
        }
    }
}

static void axpy(float *y, const float *x, float factor, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] += factor * x[i];
}

static void multiply_add(float *y, const float *x, const float *w, size_t n) {
    for (size_t i = 0; i < n; i += STEP) store(y + i, load(y + i) + load(x + i) * load(w + i));
}

/* The hash of hwr_hash32, written so that it vectorises; thresholds compare as signed. */
static void dropout(float *x, uint32_t key, uint32_t threshold, float keep, size_t n) {
    int32_t limit = (int32_t)(threshold ^ 0x80000000u);
    for (size_t i = 0; i < n; i++) {
        int32_t hash = (int32_t)(hwr_hash32(key + (uint32_t)i) ^ 0x80000000u);
        x[i] *= hash >= limit ? keep : 0.0f;
    }
}

const hwr_simd TABLE = {NAME,      WIDEST,    conv,      weight_grad, bias_relu,    moments, affine,
                        relu_grad, norm_sums, norm_grad, axpy,        multiply_add, dropout};
