/* qkernel_winograd.h - 3x3 convolutions of stride 1 with 2.25 times fewer products,
 * as part of qkernel_simd.h: F(2x2, 3x3) of Lavin and Gray, arXiv 1509.09308.
 *
 * Four outputs in a square come from 4x4 inputs d and 3x3 weights g as
 *     Y = A' ((2G g 2G') . (B' d B)) A        . element by element, summed over C_in
 * with the paper's matrices, G doubled to be whole numbers, so that Y is exactly
 * four times the sum over taps. Nothing is rounded: sums wrap modulo 2^32, and
 * hwr_qplan_make takes this road only where |Y| < 2^31 and B' d B fits int16.
 *
 * Squares are taken HWR_WINOGRAD_CHUNK at a time: B' d B into the arena's scratch as
 * (16, chunk, C_in), then for each block of channels 16 small matrix products.
 * Where out_side is odd the last squares read one row and column past the input;
 * what is there reaches only the outputs that are then dropped.
 */

/* Plain unsigned lanes: compilers have these for every instruction set. */
typedef uint16_t lanes16 __attribute__((vector_size(16)));

INLINE lanes16 lanes16_load(const int16_t *p) {
    lanes16 v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* B' d, or d B: four vectors in, four out. */
INLINE void transform_four(lanes16 *to, const lanes16 *d, int step) {
    to[0 * step] = d[0 * step] - d[2 * step];
    to[1 * step] = d[1 * step] + d[2 * step];
    to[2 * step] = d[2 * step] - d[1 * step];
    to[3 * step] = d[1 * step] - d[3 * step];
}

/* One square's 4x4 inputs at x, all channels, to its 16 places in scratch. */
INLINE void transform_input(int16_t *scratch, const int16_t *x, size_t pitch, size_t channels) {
    for (size_t c = 0; c < channels; c += HWR_LANES) {
        lanes16 d[16], t[16];
        for (size_t i = 0; i < 4; i++)
            for (size_t j = 0; j < 4; j++)
                d[i * 4 + j] = lanes16_load(x + i * pitch + j * channels + c);
        for (int j = 0; j < 4; j++) transform_four(t + j, d + j, 4);
        for (int i = 0; i < 4; i++) transform_four(d + 4 * i, t + 4 * i, 1);
        for (size_t e = 0; e < 16; e++)
            memcpy(scratch + e * HWR_WINOGRAD_CHUNK * channels + c, &d[e], sizeof d[e]);
    }
}

/* A' m A of one vector of lanes: m[16] lie step apart; y (2, 2), divided by four. */
INLINE void transform_output(vec y[4], const vec *m, int step) {
    vec t[8];
    for (int j = 0; j < 4; j++) {
        const vec *c = m + j * step;
        const vec plus = vec_add(c[4 * step], c[8 * step]);
        const vec minus = vec_sub(c[4 * step], c[8 * step]);
        t[j] = vec_add(c[0], plus);
        t[4 + j] = vec_sub(minus, c[12 * step]);
    }
    for (int i = 0; i < 2; i++) {
        const vec *r = t + 4 * i;
        y[2 * i] = vec_quarter(vec_add(r[0], vec_add(r[1], r[2])));
        y[2 * i + 1] = vec_quarter(vec_sub(vec_sub(r[1], r[2]), r[3]));
    }
}

/* From the 16 products of one square to 8 channels of its outputs. */
INLINE void finish_square(const hwr_qlayer *l, size_t block, size_t square, const vec *m, int step,
                          int16_t *arena) {
    const size_t across = ((size_t)l->out_side + 1) / 2;
    const size_t y0 = square / across * 2, x0 = square % across * 2;
    vec y[VECS][4];
    for (int v = 0; v < VECS; v++) transform_output(y[v], m + v, step);
    for (size_t i = 0; i < 4; i++) {
        const size_t oy = y0 + i / 2, ox = x0 + i % 2;
        if (oy >= l->out_side || ox >= l->out_side) continue;
        const place at = {0, hwr_qbuffer_index(&l->skip, oy, ox),
                          hwr_qbuffer_index(&l->out, oy, ox)};
        vec sum[VECS];
        for (int v = 0; v < VECS; v++) sum[v] = vec_add(y[v][i], load_bias(l, block, v));
        finish(l, block, &at, sum, arena, NULL);
    }
}

/* The products of some squares, and what follows from them. squares and blocks are
 * constants wherever this is inlined. */
INLINE void winograd_tile(const hwr_qlayer *l, size_t block, size_t square, size_t in_chunk,
                          int16_t *arena, int squares, int blocks) {
    const size_t channels = l->in.channels, w_block = 16 * channels * HWR_LANES;
    const int16_t *w = l->winograd + block * w_block;
    vec m[16][TILE_PIXELS * TILE_BLOCKS * VECS];
    for (size_t e = 0; e < 16; e++, w += channels * HWR_LANES) {
        const int16_t *x[TILE_PIXELS];
        vec sum[TILE_PIXELS * TILE_BLOCKS * VECS];
        for (int p = 0; p < squares; p++)
            x[p] = arena + l->scratch + (e * HWR_WINOGRAD_CHUNK + in_chunk + (size_t)p) * channels;
        for (int v = 0; v < squares * blocks * VECS; v++) sum[v] = vec_set(0);
        tile_run(sum, x, channels, w, w_block, squares, blocks);
        for (int v = 0; v < squares * blocks * VECS; v++) m[e][v] = sum[v];
    }
    for (int p = 0; p < squares; p++)
        for (int b = 0; b < blocks; b++)
            finish_square(l, block + (size_t)b, square + (size_t)p, &m[0][(p * blocks + b) * VECS],
                          TILE_PIXELS * TILE_BLOCKS * VECS, arena);
}

/* All squares of a chunk for one or two blocks of channels. */
INLINE void winograd_blocks(const hwr_qlayer *l, size_t block, size_t square, size_t n,
                            int16_t *arena, int blocks) {
    size_t i = 0;
    for (; i + TILE_PIXELS <= n; i += TILE_PIXELS)
        winograd_tile(l, block, square + i, i, arena, TILE_PIXELS, blocks);
    for (; i < n; i++) winograd_tile(l, block, square + i, i, arena, 1, blocks);
}

static void winograd(const hwr_qlayer *l, int16_t *arena) {
    const size_t blocks = ((size_t)l->out_channels + HWR_LANES - 1) / HWR_LANES;
    const size_t across = ((size_t)l->out_side + 1) / 2, squares = across * across;
    const size_t pitch = hwr_qbuffer_pitch(&l->in);
    for (size_t first = 0; first < squares; first += HWR_WINOGRAD_CHUNK) {
        const size_t left = squares - first;
        const size_t n = left < HWR_WINOGRAD_CHUNK ? left : HWR_WINOGRAD_CHUNK;
        for (size_t i = 0; i < n; i++) {
            const size_t y = (first + i) / across * 2, x = (first + i) % across * 2;
            transform_input(arena + l->scratch + i * l->in.channels,
                            arena + l->in.offset + y * pitch + x * l->in.channels, pitch,
                            l->in.channels);
        }
        size_t block = 0;
        for (; block + TILE_BLOCKS <= blocks; block += TILE_BLOCKS)
            winograd_blocks(l, block, first, n, arena, TILE_BLOCKS);
#if TILE_BLOCKS > 1
        for (; block < blocks; block++) winograd_blocks(l, block, first, n, arena, 1);
#endif
    }
}
