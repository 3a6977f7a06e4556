/* qnet.h - the integer network: what every kernel must compute, and how its
 * weights are packed. hwr.h holds the public functions.
 *
 * core/qnn/ is the integer network: its memory plan, packed weights, and kernels.
 *
 * Activations are int16 in (row, column, channel) order; the image enters as its
 * 0..255. An output element of a layer is, with all sums exact in 32 bits:
 *
 *     v = bias[c] + sum over taps of w * x + residual_factor[c] * residual
 *     if RELU_FIRST: v = max(v, 0)
 *     y = ((int64) v * multiplier[c] + 2^31) >> 32, arithmetic shift, then + offset[c]
 *     y = clamp(y, low, high)                        // low = 0 is the ReLU
 *
 * The last layer (FLAG_LAST) writes y, int32 and unclamped, as logits.
 * Real value = integer * scale, with no zero point, so padding is always 0.
 *
 * Every layer reads a padded input in place, without im2col: the buffer has room
 * for the border its reader needs, and hwr_qnet_begin and hwr_qnet_step zero it. */
#ifndef HWR_QNET_H
#define HWR_QNET_H

#include "hwr.h"

enum {
    HWR_BLOCK = 8,     /* output channels of a block, packed and computed together */
    HWR_QNET_SLACK = 8 /* int16 after the arena's last part: a kernel may read so far past a run */
};

/* An activation buffer inside the arena, with its zero border. Element (y, x, c)
 * is arena[hwr_qbuffer_index(buffer, y, x) + c]. Channels from the layer's count up
 * to the stored one hold anything: their reader's weights are zero. Buffers that
 * are never needed at the same time share memory; hwr_qnet_output says how to look. */
typedef struct hwr_qbuffer {
    uint32_t offset;     /* of the padded origin, in int16 from the arena's start */
    uint16_t rows, side; /* without border */
    uint16_t channels;   /* stored per pixel: a multiple of HWR_BLOCK; 1 for the image */
    uint8_t pad_low, pad_high, row_pad_low, row_pad_high;
} hwr_qbuffer;

/* int16 from one row to the next. */
static inline size_t hwr_qbuffer_pitch(const hwr_qbuffer *b) {
    return ((size_t)b->side + b->pad_low + b->pad_high) * b->channels;
}

/* Place of pixel (y, x), counted without the border. */
static inline size_t hwr_qbuffer_index(const hwr_qbuffer *b, size_t y, size_t x) {
    return b->offset + (y + b->row_pad_low) * hwr_qbuffer_pitch(b) + (x + b->pad_low) * b->channels;
}

struct hwr_qlayer {
    char name[HWR_NAME_LENGTH];
    uint8_t kind, kernel, kernel_rows, stride, flags; /* as in model/format.h */
    int8_t residual; /* layer whose output is added (residual connection), or -1 */
    uint16_t in_channels, out_rows, out_side, out_channels;
    int32_t low, high;
    float out_scale;
    hwr_qbuffer in, out;     /* no out for the last layer */
    hwr_qbuffer residual_in; /* the added layer's output; none without residual */
    /* Packed for all instruction sets alike; blocks = ceil(C_out / 8), lanes past C_out
     * zero. K rows and columns, or one row. conv: one kernel row is one contiguous run of K *
     * in.channels inputs, rounded up to an even length R with zero weights: weight (blocks, K, R/2,
     * 8, 2), pairs innermost, as dot_i16x8 / pmaddwd want them. depthwise: weight (blocks, K, K,
     * 8). */
    uint32_t run; /* R */
    const int16_t *weight;
    /* For convolutions that hwr_winograd_suits, else NULL: the weights that hwr_winograd_pack
     * makes, (blocks, 36, depth/2, 8, 2), and a place in the arena for (36,
     * HWR_WINOGRAD_CHUNK_TILES, depth). */
    const int16_t *winograd;
    uint32_t scratch;
    const int32_t *bias, *multiplier, *offset, *residual_factor; /* (blocks * 8) */
};

/* The first n_layers layers for one image; hwr_model_run is this with all of them.
 * Afterwards layers[n_layers - 1].out holds that layer's output, and logits are
 * written if it was the last. */
void hwr_qnet_run(hwr_model *model, int32_t *logits, const uint8_t *image, int n_layers);

/* The same in steps, to look inside: begin puts the image where layer 0 reads it, or the trace
 * where layer n_layers does, then that network's layers are run in order. After the step of a layer
 * that is not the last, output copies what it wrote to out (rows, side, channels), without border
 * and without the channels that only fill up a block. Returns how many values that is; 0 for the
 * last. */
void hwr_qnet_begin(hwr_model *model, const uint8_t *image);
void hwr_qnet_begin_trace(hwr_model *model, const uint8_t *trace);
void hwr_qnet_step(hwr_model *model, int32_t *logits, int layer);
size_t hwr_qnet_output(const hwr_model *model, int16_t *out, int layer);

#endif
