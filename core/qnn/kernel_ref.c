/* kernel_ref.c - the integer layer in plain C: slow, obvious, and what every
 * other kernel must equal bit for bit. */
#include "kernels.h"
#include "model/format.h"
#include "qnet.h"

/* Adds the sums over taps to 8 channels; x is the first input of the window, w the
 * packed weights of the block. */
static void add_conv(int32_t sum[HWR_BLOCK], const hwr_qlayer *l, const int16_t *x,
                     const int16_t *w) {
    const size_t pitch = hwr_qbuffer_pitch(&l->in);
    for (size_t ky = 0; ky < l->kernel_rows; ky++)
        for (size_t i = 0; i < l->run; i += 2, w += 2 * HWR_BLOCK)
            for (size_t lane = 0; lane < HWR_BLOCK; lane++)
                sum[lane] +=
                    w[2 * lane] * x[ky * pitch + i] + w[2 * lane + 1] * x[ky * pitch + i + 1];
}

static void add_depthwise(int32_t sum[HWR_BLOCK], const hwr_qlayer *l, const int16_t *x,
                          const int16_t *w) {
    const size_t pitch = hwr_qbuffer_pitch(&l->in);
    for (size_t ky = 0; ky < l->kernel_rows; ky++)
        for (size_t kx = 0; kx < l->kernel; kx++, w += HWR_BLOCK)
            for (size_t lane = 0; lane < HWR_BLOCK; lane++)
                sum[lane] += w[lane] * x[ky * pitch + kx * l->in.channels + lane];
}

/* From the sum to the output of channel c; residual is the residual connection's pixel. */
static int32_t finish(int32_t v, const hwr_qlayer *l, const int16_t *residual, size_t c) {
    if (l->residual >= 0) v += l->residual_factor[c] * residual[c];
    if ((l->flags & HWR_FLAG_RELU_FIRST) && v < 0) v = 0;
    int64_t product = (int64_t)v * l->multiplier[c] + INT64_C(0x80000000);
    int32_t y = (int32_t)(product >> 32) + l->offset[c];
    if (l->flags & HWR_FLAG_LAST) return y;
    return y < l->low ? l->low : y > l->high ? l->high : y;
}

/* 8 channels of one output pixel. */
static void pixel_block(const hwr_qlayer *l, size_t oy, size_t ox, size_t block, int16_t *arena,
                        int32_t *logits) {
    const size_t rows = l->kernel_rows, first = block * HWR_BLOCK;
    const int16_t *x = arena + l->in.offset + oy * l->stride * hwr_qbuffer_pitch(&l->in) +
                       ox * l->stride * l->in.channels;
    const int16_t *residual = arena + hwr_qbuffer_index(&l->residual_in, oy, ox);
    int16_t *y = arena + hwr_qbuffer_index(&l->out, oy, ox);
    int32_t sum[HWR_BLOCK];
    for (size_t lane = 0; lane < HWR_BLOCK; lane++) sum[lane] = l->bias[first + lane];
    if (l->kind == HWR_KIND_DEPTHWISE)
        add_depthwise(sum, l, x + first, l->weight + block * rows * l->kernel * HWR_BLOCK);
    else
        add_conv(sum, l, x, l->weight + block * rows * l->run * HWR_BLOCK);
    for (size_t c = first; c < first + HWR_BLOCK && c < l->out_channels; c++) {
        int32_t value = finish(sum[c - first], l, residual, c);
        if (l->flags & HWR_FLAG_LAST)
            logits[c] = value;
        else
            y[c] = (int16_t)value;
    }
}

static void layer_run(const hwr_qlayer *l, int16_t *arena, int32_t *logits) {
    const size_t blocks = ((size_t)l->out_channels + HWR_BLOCK - 1) / HWR_BLOCK;
    for (size_t oy = 0; oy < l->out_rows; oy++)
        for (size_t ox = 0; ox < l->out_side; ox++)
            for (size_t block = 0; block < blocks; block++)
                pixel_block(l, oy, ox, block, arena, logits);
}

hwr_qkernel *hwr_qkernel_ref(void) {
    return layer_run;
}
