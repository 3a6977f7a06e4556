/* winograd.c - which layers Winograd's convolutions suit, and their weights. */
#include "winograd.h"

/* Whether kernel_winograd.h is less work: fewer products, enough of them to pay for the
 * transforms, and tiles to fill the registers. */
static int saves(const hwr_file_layer *f) {
    size_t outputs = (size_t)f->out_side * (size_t)f->out_side;
    size_t direct = outputs * (size_t)f->kernel * (size_t)f->kernel;
    size_t across = hwr_winograd_across((size_t)f->out_side), tiles = across * across;
    size_t products = tiles * HWR_WINOGRAD_ELEMENTS * (size_t)f->stride * (size_t)f->stride;
    return f->kind == HWR_KIND_CONV && f->kernel <= 3 * f->stride && f->in_channels >= 16 &&
           tiles >= 4 && 5 * products <= 4 * direct;
}

/* Whether it gives layer's exact sums: B' d B, up to 100 inputs, within int16, and 64
 * times a sum over taps within int32. */
static int exact(const hwr_file *file, int layer) {
    const hwr_file_layer *f = &file->layers[layer];
    int32_t low = file->layers[layer - 1].low, high = file->layers[layer - 1].high;
    int32_t largest = -low > high ? -low : high;
    if (largest > INT16_MAX / 100) return 0;
    size_t taps = (size_t)f->kernel * (size_t)f->kernel * (size_t)f->in_channels;
    for (int c = 0; c < f->out_channels; c++) {
        int64_t sum = 0;
        for (size_t t = 0; t < taps; t++) {
            int32_t w = f->weight[(size_t)c * taps + t];
            sum += w < 0 ? -w : w;
        }
        if (sum * largest > INT32_MAX / 64) return 0;
    }
    return 1;
}

int hwr_winograd_suits(const hwr_file *file, int layer) {
    return layer > 0 && layer < file->first_trace && saves(&file->layers[layer]) &&
           exact(file, layer);
}

/* H g of kernel_winograd.h, where H has the rows 600, -4-4-4, -44-4, 124, 1-24 and
 * 00(12): three numbers in, step apart, six out. */
static void transform_weights(int to[HWR_WINOGRAD_TILE_IN], const int *g, int step) {
    const int ends = g[0] + g[2 * step], far = g[0] + 4 * g[2 * step], middle = g[step];
    to[0] = 6 * g[0];
    to[1] = -4 * (ends + middle);
    to[2] = -4 * (ends - middle);
    to[3] = far + 2 * middle;
    to[4] = far - 2 * middle;
    to[5] = 12 * g[2 * step];
}

/* H g H' of the weights from input channel ci to output channel c in one phase, each
 * element step after the one before. */
static void pack_tile(int16_t *to, size_t step, const hwr_file_layer *f, size_t c, size_t phase,
                      size_t ci) {
    enum { TILE_IN = HWR_WINOGRAD_TILE_IN };
    const size_t k = (size_t)f->kernel, s = (size_t)f->stride, c_in = (size_t)f->in_channels;
    int g[3][3] = {{0}}, t[3][TILE_IN];
    for (size_t y = phase / s, a = 0; y < k; y += s, a++)
        for (size_t x = phase % s, b = 0; x < k; x += s, b++)
            g[a][b] = f->weight[((c * k + y) * k + x) * c_in + ci];
    for (int b = 0; b < 3; b++) transform_weights(t[b], &g[0][b], 3);
    for (int i = 0; i < TILE_IN; i++) {
        int row[TILE_IN];
        transform_weights(row, &t[0][i], TILE_IN);
        for (int j = 0; j < TILE_IN; j++, to += step) *to = (int16_t)row[j];
    }
}

/* In the order of its memory. */
void hwr_winograd_pack(int16_t *weight, const hwr_file_layer *f, size_t channels) {
    const size_t phases = (size_t)f->stride * (size_t)f->stride;
    const size_t depth = hwr_winograd_depth((size_t)f->stride, channels);
    const size_t step = depth * HWR_BLOCK, c_out = (size_t)f->out_channels;
    for (size_t first = 0; first < c_out; first += HWR_BLOCK)
        for (size_t phase = 0; phase < phases; phase++)
            for (size_t ci = 0; ci < (size_t)f->in_channels; ci++)
                for (size_t c = first; c < first + HWR_BLOCK && c < c_out; c++) {
                    size_t i = phase * channels + ci;
                    size_t at = (i / 2 * HWR_BLOCK + c % HWR_BLOCK) * 2 + i % 2;
                    int16_t *block = weight + first * HWR_WINOGRAD_ELEMENTS * depth;
                    pack_tile(block + at, step, f, c, phase, ci);
                }
}
