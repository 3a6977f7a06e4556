/* kernel_tile.h - what both ways to compute a convolution share, as part of kernel_simd.h: the
 * register tile, and from its sums to outputs.
 *
 * A tile holds TILE_PIXELS x TILE_BLOCKS * 8 channels of sums in registers; each pair
 * of inputs is broadcast and multiplied into all of them.
 */
#include <string.h>

#include "qnet.h"
#include "model/format.h"

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline)) /* once in the module, for its size */

/* Where one output pixel reads and writes, in int16 from the arena's start. */
typedef struct place {
    size_t x;        /* first input of the window */
    size_t residual; /* pixel of the residual connection */
    size_t y;        /* output pixel */
} place;

/* What turns sums into the output of 8 channels, loaded once for many pixels. */
typedef struct scaling {
    const hwr_qlayer *layer;
    size_t channel; /* the first */
    vec bias[VECS], multiplier[VECS], offset[VECS];
    vec least; /* 0 where RELU_FIRST */
    int16_t low, high;
} scaling;

INLINE void scaling_load(scaling *s, const hwr_qlayer *l, size_t block) {
    s->layer = l;
    s->channel = block * HWR_BLOCK;
    for (int v = 0; v < VECS; v++) {
        const size_t c = s->channel + (size_t)v * (HWR_BLOCK / VECS);
        s->bias[v] = vec_load(l->bias + c);
        s->multiplier[v] = vec_load(l->multiplier + c);
        s->offset[v] = vec_load(l->offset + c);
    }
    s->least = vec_set(l->flags & HWR_FLAG_RELU_FIRST ? 0 : INT32_MIN);
    s->low = (int16_t)l->low;
    s->high = (int16_t)l->high;
}

NOINLINE void store_logits(const scaling *s, const int32_t y[HWR_BLOCK], int32_t *logits) {
    for (size_t c = s->channel; c < s->channel + HWR_BLOCK && c < s->layer->out_channels; c++)
        logits[c] = y[c - s->channel];
}

/* From sums, bias included, to the output of one pixel. */
INLINE void finish(const scaling *s, const place *at, const vec *sum, int16_t *arena,
                   int32_t *logits) {
    const hwr_qlayer *l = s->layer;
    vec v[VECS];
    for (int i = 0; i < VECS; i++) v[i] = sum[i];
    if (l->residual_factor)
        block_mla_wide(v, arena + at->residual + s->channel, l->residual_factor + s->channel);
    for (int i = 0; i < VECS; i++)
        v[i] = vec_rescale(vec_max(v[i], s->least), s->multiplier[i], s->offset[i]);
    if (l->flags & HWR_FLAG_LAST) {
        int32_t y[HWR_BLOCK];
        block_store_wide(y, v);
        store_logits(s, y, logits);
    } else {
        block_store(arena + at->y + s->channel, v, s->low, s->high);
    }
}

/* One input pair of each pixel into the sums. */
INLINE void tile_pair(vec *sum, const int16_t *const *x, size_t i, const int16_t *w, size_t w_block,
                      int pixels, int blocks) {
    pair xv[TILE_PIXELS];
    for (int p = 0; p < pixels; p++) xv[p] = pair_load(x[p] + i);
    for (int b = 0; b < blocks; b++)
        for (int v = 0; v < VECS; v++) {
            const pairs wv = pairs_load(w + (size_t)b * w_block + (size_t)v * (16 / VECS));
            for (int p = 0; p < pixels; p++) {
                vec *s = &sum[(p * blocks + b) * VECS + v];
                *s = vec_dot(*s, wv, xv[p]);
            }
        }
}

/* A run of inputs of each pixel into the sums. pixels and blocks are constants
 * wherever this is inlined. Not unrolled on purpose: with more pairs in flight
 * V8 and gcc run out of registers, at half the speed. */
INLINE void tile_run(vec *sum, const int16_t *const *x, size_t run, const int16_t *w,
                     size_t w_block, int pixels, int blocks) {
    for (size_t i = 0; i < run; i += 2, w += 2 * HWR_BLOCK)
        tile_pair(sum, x, i, w, w_block, pixels, blocks);
}
