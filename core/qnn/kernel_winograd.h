/* kernel_winograd.h - convolutions with four times fewer products, as part of
 * kernel_simd.h: F(4x4, 3x3) of Lavin and Gray, arXiv 1509.09308.
 *
 * A tile of 4x4 outputs comes from 6x6 inputs d and 3x3 weights g as
 *     Y = A' ((H g H') . (B' d B)) A        . element by element, summed over C_in
 * with the paper's A and B. H is 24 G, so that it is whole, but for the last row, 12 G,
 * so that H g H' fits int16; that row's factor 2 is in A. Y is then exactly 576 times the
 * sum over taps, modulo 2^32 wherever sums wrap; 9 is divided out by its inverse there, and
 * 64 by a shift. hwr_winograd_suits allows this only where |sum| * 64 < 2^31 and B' d B
 * fits int16; so nothing is rounded.
 *
 * A stride of s reads the input as s * s inputs of stride 1, its phases, which add up like
 * channels: those of row and column 0, s, 2s..., of 1, s + 1... and so on, each with the
 * weights that meet it.
 *
 * Tiles are taken HWR_WINOGRAD_CHUNK_TILES at a time: B' d B into the arena's scratch as
 * (36, chunk, depth), then for each block of channels 36 small matrix products.
 * Where tiles reach past the input, its last row or column is read again: what is there
 * reaches only outputs that are then dropped, if it is in the activations' range.
 */

#include "winograd.h"

enum {
    TILE_OUT = HWR_WINOGRAD_TILE_OUT,
    TILE_IN = HWR_WINOGRAD_TILE_IN,
    ELEMENTS = HWR_WINOGRAD_ELEMENTS,
    NINTH = 0x38e38e39 /* times 9 it is 1, modulo 2^32 */
};

/* Plain unsigned lanes: compilers have these for every instruction set. */
typedef uint16_t lanes16 __attribute__((vector_size(16)));

INLINE lanes16 lanes16_load(const int16_t *p) {
    lanes16 v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* B' d, or d B: six vectors in, six out, step apart. */
INLINE void transform_six(lanes16 *to, const lanes16 *d, int step) {
    const lanes16 d1 = d[1 * step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step];
    const lanes16 even = d4 - d2, odd = d3 - d1, even4 = d4 - (d2 << 2), odd4 = d3 - (d1 << 2);
    to[0 * step] = even + ((d[0] - d2) << 2);
    to[1 * step] = even4 + odd4;
    to[2 * step] = even4 - odd4;
    to[3 * step] = even + (odd << 1);
    to[4 * step] = even - (odd << 1);
    to[5 * step] = d[5 * step] - d3 - (odd << 2);
}

/* One tile's 6x6 inputs, all channels of one phase, to their 36 places in scratch, which
 * are step apart. */
static void transform_input(int16_t *scratch, size_t step, const int16_t *const rows[TILE_IN],
                            const size_t columns[TILE_IN], size_t channels) {
    for (size_t c = 0; c < channels; c += HWR_BLOCK) {
        lanes16 d[ELEMENTS];
        for (int j = 0; j < TILE_IN; j++) {
            for (int i = 0; i < TILE_IN; i++)
                d[i * TILE_IN + j] = lanes16_load(rows[i] + columns[j] + c);
            transform_six(d + j, d + j, TILE_IN);
        }
        for (int i = 0; i < TILE_IN; i++) {
            transform_six(d + i * TILE_IN, d + i * TILE_IN, 1);
            for (int j = 0; j < TILE_IN; j++)
                memcpy(scratch + (size_t)(i * TILE_IN + j) * step + c, &d[i * TILE_IN + j],
                       sizeof *d);
        }
    }
}

/* All phases of one tile's inputs to place i of the chunk. */
INLINE void transform_tile(const hwr_qlayer *l, int16_t *arena, size_t tile, size_t i) {
    const size_t stride = l->stride, channels = l->in.channels;
    const size_t depth = hwr_winograd_depth(stride, channels);
    const size_t across = hwr_winograd_across(l->out_side);
    const size_t side = (size_t)l->in.side + l->in.pad_low + l->in.pad_high;
    for (size_t phase = 0; phase < stride * stride; phase++) {
        const int16_t *rows[TILE_IN];
        size_t columns[TILE_IN];
        for (size_t k = 0; k < TILE_IN; k++) {
            size_t y = (tile / across * TILE_OUT + k) * stride + phase / stride;
            size_t x = (tile % across * TILE_OUT + k) * stride + phase % stride;
            y = y < side ? y : side - 1;
            x = x < side ? x : side - 1;
            rows[k] = arena + l->in.offset + y * side * channels;
            columns[k] = x * channels;
        }
        transform_input(arena + l->scratch + i * depth + phase * channels,
                        HWR_WINOGRAD_CHUNK_TILES * depth, rows, columns, channels);
    }
}

/* A' m, or m A: six vectors in, four out, each step apart. */
INLINE void transform_four(vec *y, int y_step, const vec *m, int step) {
    const vec plus = vec_add(m[1 * step], m[2 * step]), minus = vec_sub(m[1 * step], m[2 * step]);
    const vec plus2 = vec_add(m[3 * step], m[4 * step]), minus2 = vec_sub(m[3 * step], m[4 * step]);
    y[0 * y_step] = vec_add(m[0], vec_add(plus, plus2));
    y[1 * y_step] = vec_add(minus, vec_shift_left(minus2, 1));
    y[2 * y_step] = vec_add(plus, vec_shift_left(plus2, 2));
    y[3 * y_step] =
        vec_add(vec_add(minus, vec_shift_left(minus2, 3)), vec_shift_left(m[5 * step], 1));
}

/* From the 36 products of one tile to 8 channels of its outputs; m[36] lie step apart. */
NOINLINE void finish_tile(const scaling *s, size_t tile, const vec *m, int step, int16_t *arena) {
    const hwr_qlayer *l = s->layer;
    const size_t side = l->out_side, across = hwr_winograd_across(side);
    const size_t y0 = tile / across * TILE_OUT, x0 = tile % across * TILE_OUT;
    const size_t residual_step = l->residual_in.channels, y_step = l->out.channels;
    const size_t columns = side - x0 < TILE_OUT ? side - x0 : TILE_OUT;
    vec t[VECS][TILE_OUT * TILE_IN];
    for (int v = 0; v < VECS; v++)
        for (int j = 0; j < TILE_IN; j++)
            transform_four(&t[v][j], TILE_IN, m + v + j * step, TILE_IN * step);
    for (size_t i = 0; i < TILE_OUT && y0 + i < side; i++) {
        place at = {0, hwr_qbuffer_index(&l->residual_in, y0 + i, x0),
                    hwr_qbuffer_index(&l->out, y0 + i, x0)};
        vec y[TILE_OUT][VECS];
        for (int v = 0; v < VECS; v++) transform_four(&y[0][v], VECS, &t[v][i * TILE_IN], 1);
        for (size_t j = 0; j < columns; j++) {
            vec sum[VECS];
            for (int v = 0; v < VECS; v++) {
                const vec exact = vec_shift_right(vec_mul(y[j][v], vec_set(NINTH)), 6);
                sum[v] = vec_add(exact, s->bias[v]);
            }
            finish(s, &at, sum, arena, NULL);
            at.residual += residual_step;
            at.y += y_step;
        }
    }
}

/* The products of some tiles, at most TILE_PIXELS, and what follows from them. tiles and
 * blocks are constants wherever this is inlined. */
INLINE void winograd_products(const scaling *s, size_t tile, size_t in_chunk, int16_t *arena,
                              int tiles, int blocks) {
    const hwr_qlayer *l = s->layer;
    const size_t depth = hwr_winograd_depth(l->stride, l->in.channels);
    const size_t w_block = ELEMENTS * depth * HWR_BLOCK;
    const int16_t *w = l->winograd + s->channel / HWR_BLOCK * w_block;
    vec m[ELEMENTS][TILE_PIXELS * TILE_BLOCKS * VECS];
    for (size_t e = 0; e < ELEMENTS; e++, w += depth * HWR_BLOCK) {
        const int16_t *x[TILE_PIXELS];
        vec sum[TILE_PIXELS * TILE_BLOCKS * VECS];
        for (int p = 0; p < tiles; p++)
            x[p] =
                arena + l->scratch + (e * HWR_WINOGRAD_CHUNK_TILES + in_chunk + (size_t)p) * depth;
        for (int v = 0; v < tiles * blocks * VECS; v++) sum[v] = vec_set(0);
        tile_run(sum, x, depth, w, w_block, tiles, blocks);
        for (int v = 0; v < tiles * blocks * VECS; v++) m[e][v] = sum[v];
    }
    for (int p = 0; p < tiles; p++)
        for (int b = 0; b < blocks; b++)
            finish_tile(&s[b], tile + (size_t)p, &m[0][(p * blocks + b) * VECS],
                        TILE_PIXELS * TILE_BLOCKS * VECS, arena);
}

/* All tiles of a chunk for one or two blocks of channels. */
INLINE void winograd_blocks(const hwr_qlayer *l, size_t block, size_t tile, size_t n,
                            int16_t *arena, int blocks) {
    scaling s[TILE_BLOCKS];
    for (int b = 0; b < blocks; b++) scaling_load(&s[b], l, block + (size_t)b);
    size_t i = 0;
    for (; i + TILE_PIXELS <= n; i += TILE_PIXELS)
        winograd_products(s, tile + i, i, arena, TILE_PIXELS, blocks);
    for (; i < n; i++) winograd_products(s, tile + i, i, arena, 1, blocks);
}

static void winograd(const hwr_qlayer *l, int16_t *arena) {
    const size_t blocks = ((size_t)l->out_channels + HWR_BLOCK - 1) / HWR_BLOCK;
    const size_t across = hwr_winograd_across(l->out_side), tiles = across * across;
    for (size_t first = 0; first < tiles; first += HWR_WINOGRAD_CHUNK_TILES) {
        const size_t left = tiles - first;
        const size_t n = left < HWR_WINOGRAD_CHUNK_TILES ? left : HWR_WINOGRAD_CHUNK_TILES;
        for (size_t i = 0; i < n; i++) transform_tile(l, arena, first + i, i);
        size_t block = 0;
        for (; block + TILE_BLOCKS <= blocks; block += TILE_BLOCKS)
            winograd_blocks(l, block, first, n, arena, TILE_BLOCKS);
#if TILE_BLOCKS > 1
        for (; block < blocks; block++) winograd_blocks(l, block, first, n, arena, 1);
#endif
    }
}
