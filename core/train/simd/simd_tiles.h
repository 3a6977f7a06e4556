/* simd_tiles.h - the tiles for panels of PANEL channels in vectors of LANES floats.
 *
 * Included by simd_body.h once a width; TILE_ROWS rows by PANEL / LANES vectors of
 * accumulators stay in registers. Leaves the tables conv_tiles_PANEL and weight_tiles_PANEL,
 * whose entry mr - 1 takes mr rows. */
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define VEC JOIN(vec, PANEL)
#define NV (PANEL / LANES)

typedef float VEC __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));

/* mr rows of a convolution from packed row 0 of a panel. */
INLINE void JOIN(conv_tile_, PANEL)(const hwr_conv_job *job, const size_t *ao, const size_t *co,
                                    const float *w, size_t lane, const int mr) {
    VEC acc[TILE_ROWS][NV];
    const float *a[TILE_ROWS];
    for (int i = 0; i < mr; i++) {
        a[i] = job->a + ao[i];
        for (int v = 0; v < NV; v++)
            acc[i][v] =
                job->accumulate ? *(const VEC *)(job->c + co[i] + lane + LANES * v) : (VEC){0};
    }
    for (size_t r = 0; r < job->runs; r++) {
        const float *b_row = w + r * job->w_run * PANEL;
        for (size_t k = 0; k < job->run; k++) {
            VEC b[NV];
            for (int v = 0; v < NV; v++) b[v] = *(const VEC *)(b_row + LANES * v);
            b_row += PANEL;
            for (int i = 0; i < mr; i++)
                for (int v = 0; v < NV; v++) acc[i][v] += a[i][k] * b[v];
        }
        for (int i = 0; i < mr; i++) a[i] += job->run_stride;
    }
    for (int i = 0; i < mr; i++)
        for (int v = 0; v < NV; v++) *(VEC *)(job->c + co[i] + lane + LANES * v) = acc[i][v];
}

/* mr weights of one kernel row, over some rows of some images. */
INLINE void JOIN(weight_tile_, PANEL)(const hwr_weight_job *job, float *dw, const float *a0,
                                      const float *dz0, const weight_area *area, const int mr) {
    VEC acc[TILE_ROWS][NV];
    for (int i = 0; i < mr; i++)
        for (int v = 0; v < NV; v++)
            acc[i][v] = *(const VEC *)(dw + (size_t)i * job->channels + LANES * v);
    for (size_t m = 0; m < area->images; m++) {
        for (size_t y = 0; y < area->height; y++) {
            const float *a = a0 + m * job->a_image + y * job->a_row;
            const float *dz = dz0 + m * job->dz_image + y * job->dz_row;
            for (size_t x = 0; x < area->width; x++) {
                VEC d[NV];
                for (int v = 0; v < NV; v++) d[v] = *(const VEC *)(dz + LANES * v);
                for (int i = 0; i < mr; i++)
                    for (int v = 0; v < NV; v++) acc[i][v] += a[i] * d[v];
                a += job->a_pixel;
                dz += job->channels;
            }
        }
    }
    for (int i = 0; i < mr; i++)
        for (int v = 0; v < NV; v++)
            *(VEC *)(dw + (size_t)i * job->channels + LANES * v) = acc[i][v];
}

#define TILES(mr)                                                                                  \
    static void JOIN(conv_##mr##_, PANEL)(const hwr_conv_job *job, const size_t *ao,               \
                                          const size_t *co, const float *w, size_t lane) {         \
        JOIN(conv_tile_, PANEL)(job, ao, co, w, lane, mr);                                         \
    }                                                                                              \
    static void JOIN(weight_##mr##_, PANEL)(const hwr_weight_job *job, float *dw, const float *a,  \
                                            const float *dz, const weight_area *area) {            \
        JOIN(weight_tile_, PANEL)(job, dw, a, dz, area, mr);                                       \
    }
#define SIX(what)                                                                                  \
    JOIN(what##_1_, PANEL), JOIN(what##_2_, PANEL), JOIN(what##_3_, PANEL),                        \
        JOIN(what##_4_, PANEL), JOIN(what##_5_, PANEL), JOIN(what##_6_, PANEL)
/* clang-format off */
TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6)
#if TILE_ROWS == 12
TILES(7) TILES(8) TILES(9) TILES(10) TILES(11) TILES(12)
#define TWELVE(what)                                                                               \
    SIX(what), JOIN(what##_7_, PANEL), JOIN(what##_8_, PANEL), JOIN(what##_9_, PANEL),             \
        JOIN(what##_10_, PANEL), JOIN(what##_11_, PANEL), JOIN(what##_12_, PANEL)
#else
#define TWELVE(what) SIX(what)
#endif
    /* clang-format on */
    static conv_tile_fn *const JOIN(conv_tiles_, PANEL)[TILE_ROWS] = {TWELVE(conv)};
static weight_tile_fn *const JOIN(weight_tiles_, PANEL)[TILE_ROWS] = {TWELVE(weight)};

#undef JOIN_
#undef JOIN
#undef VEC
#undef NV
#undef TILES
#undef SIX
#undef TWELVE
#undef PANEL
#undef LANES
