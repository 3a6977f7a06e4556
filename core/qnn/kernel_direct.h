/* kernel_direct.h - convolutions tap by tap, as part of kernel_simd.h: those that Winograd does
 * not suit, and depthwise ones. Pixels are taken in row order across row ends; the last
 * ones, which fill no tile, go one by one. */

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

INLINE void conv_tile(const scaling *s, const place *at, int16_t *arena, int32_t *logits,
                      int pixels, int blocks) {
    const hwr_qlayer *l = s->layer;
    const size_t pitch = hwr_qbuffer_pitch(&l->in), run = l->run;
    const size_t w_block = l->kernel_rows * run * HWR_BLOCK;
    const int16_t *w = l->weight + s->channel / HWR_BLOCK * w_block;
    const int16_t *x[TILE_PIXELS];
    vec sum[TILE_PIXELS * TILE_BLOCKS * VECS];
    for (int p = 0; p < pixels; p++) {
        x[p] = arena + at[p].x;
        for (int b = 0; b < blocks; b++)
            for (int v = 0; v < VECS; v++) sum[(p * blocks + b) * VECS + v] = s[b].bias[v];
    }
    for (int ky = 0; ky < l->kernel_rows; ky++, w += run * HWR_BLOCK) {
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
    size_t left = (size_t)l->out_rows * l->out_side;
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
    const size_t pitch = hwr_qbuffer_pitch(&l->in), k = l->kernel, rows = l->kernel_rows;
    for (size_t block = 0; block < blocks; block++) {
        walk walker = walk_start(l);
        scaling s;
        scaling_load(&s, l, block);
        for (size_t n = (size_t)l->out_rows * l->out_side; n > 0; n--) {
            const place at = walk_next(&walker);
            const int16_t *x = arena + at.x + block * HWR_BLOCK;
            const int16_t *w = l->weight + block * rows * k * HWR_BLOCK;
            vec sum[VECS];
            for (int v = 0; v < VECS; v++) sum[v] = s.bias[v];
            for (size_t ky = 0; ky < rows; ky++)
                for (size_t kx = 0; kx < k; kx++, w += HWR_BLOCK)
                    block_mla(sum, x + ky * pitch + kx * l->in.channels, w);
            finish(&s, &at, sum, arena, logits);
        }
    }
}
