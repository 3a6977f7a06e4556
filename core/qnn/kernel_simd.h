/* kernel_simd.h - the integer layer, written once for all but the reference. An instruction set's
 * file defines the words below, then includes this:
 *
 *   vec              a register of int32 lanes; VECS of them hold HWR_BLOCK
 *   TILE_PIXELS, TILE_BLOCKS   pixels, and blocks of 8 channels, that a tile computes at once
 *   vec_load(p)      a register from memory, any alignment
 *   vec_set(i)       i in all lanes
 *   pairs, pairs_load(w)   a register of int16 pairs
 *   pair, pair_load(x)     the int16 pair x[0], x[1], for all lanes
 *   vec_dot(a, w, x) a + w.even * x.even + w.odd * x.odd; vec, pairs, pair
 *   vec_add, vec_sub, vec_mul, vec_max   lane by lane, modulo 2^32
 *   vec_shift_left(a, bits), vec_shift_right(a, bits)   likewise; the second keeps signs
 *   vec_rescale(v, multiplier, offset)   as in qnet.h
 *   block_mla(a, x, w)         a[VECS] += 8 int16 of x * 8 int16 of w
 *   block_mla_wide(a, x, f)    a[VECS] += 8 int16 of x * 8 int32 of f
 *   block_store(y, v, low, high)   8 lanes to int16, clamped; block_store_wide(y, v) to int32
 *
 * A tile holds TILE_PIXELS x TILE_BLOCKS * 8 channels of sums in registers; each pair
 * of inputs is broadcast and multiplied into all of them. Pixels are taken in row
 * order across row ends; the last out_side^2 % TILE_PIXELS go one by one. The compiler must
 * unroll the loops over constants, or the sums live in memory: gcc needs -O3 for
 * that, clang -O2; -Os is twenty times slower.
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

/* Walks the output pixels in row order. */
typedef struct walk {
    place at, step, turn; /* step: to the next pixel; turn: on top of it at a row's end */
    size_t column, columns;
} walk;

INLINE walk walk_start(const hwr_qlayer *l) {
    walk w;
    w.columns = l->out_side;
    w.column = 0;
    w.at.x = l->in.offset;
    w.at.residual = hwr_qbuffer_index(&l->residual_in, 0, 0);
    w.at.y = hwr_qbuffer_index(&l->out, 0, 0);
    w.step.x = (size_t)l->stride * l->in.channels;
    w.step.residual = l->residual_in.channels;
    w.step.y = l->out.channels;
    w.turn.x = l->stride * hwr_qbuffer_pitch(&l->in) - w.columns * w.step.x;
    w.turn.residual = hwr_qbuffer_pitch(&l->residual_in) - w.columns * w.step.residual;
    w.turn.y = hwr_qbuffer_pitch(&l->out) - w.columns * w.step.y;
    return w;
}

INLINE void place_add(place *at, const place *step) {
    at->x += step->x;
    at->residual += step->residual;
    at->y += step->y;
}

INLINE place walk_next(walk *w) {
    const place at = w->at;
    place_add(&w->at, &w->step);
    if (++w->column == w->columns) {
        w->column = 0;
        place_add(&w->at, &w->turn);
    }
    return at;
}

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

INLINE void conv_tile(const scaling *s, const place *at, int16_t *arena, int32_t *logits,
                      int pixels, int blocks) {
    const hwr_qlayer *l = s->layer;
    const size_t pitch = hwr_qbuffer_pitch(&l->in), run = l->run;
    const size_t w_block = l->kernel * run * HWR_BLOCK;
    const int16_t *w = l->weight + s->channel / HWR_BLOCK * w_block;
    const int16_t *x[TILE_PIXELS];
    vec sum[TILE_PIXELS * TILE_BLOCKS * VECS];
    for (int p = 0; p < pixels; p++) {
        x[p] = arena + at[p].x;
        for (int b = 0; b < blocks; b++)
            for (int v = 0; v < VECS; v++) sum[(p * blocks + b) * VECS + v] = s[b].bias[v];
    }
    for (int ky = 0; ky < l->kernel; ky++, w += run * HWR_BLOCK) {
        tile_run(sum, x, run, w, w_block, pixels, blocks);
        for (int p = 0; p < pixels; p++) x[p] += pitch;
    }
    for (int p = 0; p < pixels; p++)
        for (int b = 0; b < blocks; b++)
            finish(&s[b], &at[p], &sum[(p * blocks + b) * VECS], arena, logits);
}

/* All pixels of one or two blocks of channels: their weights stay in the cache. */
INLINE void conv_blocks(const hwr_qlayer *l, size_t block, int16_t *arena, int32_t *logits,
                        int blocks) {
    scaling s[TILE_BLOCKS];
    walk w = walk_start(l);
    for (int b = 0; b < blocks; b++) scaling_load(&s[b], l, block + (size_t)b);
    size_t left = (size_t)l->out_side * l->out_side;
    for (; left >= TILE_PIXELS; left -= TILE_PIXELS) {
        place at[TILE_PIXELS];
        for (int p = 0; p < TILE_PIXELS; p++) at[p] = walk_next(&w);
        conv_tile(s, at, arena, logits, TILE_PIXELS, blocks);
    }
    for (; left > 0; left--) {
        place at = walk_next(&w);
        conv_tile(s, &at, arena, logits, 1, blocks);
    }
}

static void conv(const hwr_qlayer *l, int16_t *arena, int32_t *logits) {
    const size_t blocks = ((size_t)l->out_channels + HWR_BLOCK - 1) / HWR_BLOCK;
    size_t block = 0;
    for (; block + TILE_BLOCKS <= blocks; block += TILE_BLOCKS)
        conv_blocks(l, block, arena, logits, TILE_BLOCKS);
#if TILE_BLOCKS > 1
    for (; block < blocks; block++) conv_blocks(l, block, arena, logits, 1);
#endif
}

static void depthwise(const hwr_qlayer *l, int16_t *arena, int32_t *logits) {
    const size_t blocks = ((size_t)l->out_channels + HWR_BLOCK - 1) / HWR_BLOCK;
    const size_t pitch = hwr_qbuffer_pitch(&l->in), k = l->kernel;
    for (size_t block = 0; block < blocks; block++) {
        walk walker = walk_start(l);
        scaling s;
        scaling_load(&s, l, block);
        for (size_t n = (size_t)l->out_side * l->out_side; n > 0; n--) {
            const place at = walk_next(&walker);
            const int16_t *x = arena + at.x + block * HWR_BLOCK;
            const int16_t *w = l->weight + block * k * k * HWR_BLOCK;
            vec sum[VECS];
            for (int v = 0; v < VECS; v++) sum[v] = s.bias[v];
            for (size_t ky = 0; ky < k; ky++)
                for (size_t kx = 0; kx < k; kx++, w += HWR_BLOCK)
                    block_mla(sum, x + ky * pitch + kx * l->in.channels, w);
            finish(&s, &at, sum, arena, logits);
        }
    }
}

#include "kernel_winograd.h"

/* A hwr_qkernel. */
static void layer_run(const hwr_qlayer *l, int16_t *arena, int32_t *logits) {
    if (l->kind == HWR_KIND_DEPTHWISE)
        depthwise(l, arena, logits);
    else if (l->winograd)
        winograd(l, arena);
    else
        conv(l, arena, logits);
}
