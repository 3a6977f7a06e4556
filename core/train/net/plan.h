/* plan.h - a network laid out for training: where each layer's numbers lie.
 *
 * Arrays are (image, row, column, channel) with the channels padded to a multiple of 8
 * (stride names: cin, cout); padding lanes hold zeros. A layer writes its output with the
 * border of zeros that the next layer's kernel needs, so every kernel row is one
 * contiguous run of inputs and no patches are copied. A dense layer is planned as a
 * 1 x 1 convolution over one long pixel.
 */
#ifndef HWR_PLAN_H
#define HWR_PLAN_H

#include "net.h"
#include "train/simd/simd.h"

enum { HWR_MAX_REGIONS = 64, HWR_MAX_CHANNELS = 512 };

enum { HWR_SHARD = 32 }; /* images of one pass, at most */

/* Rows of a convolution that the same taps of the kernel reach: those near an edge, which
 * fewer reach, are regions of their own, so that next to nothing is multiplied by zeros. */
typedef struct hwr_region {
    size_t rows, run, runs;         /* as in hwr_conv_job; runs = 0: no tap reaches these */
    size_t w_first, w_run, w_depth; /* likewise */
    size_t w;                       /* of its panels in hwr_packed.forward or .back */
    uint32_t *a_offset, *c_offset;  /* (rows) */
} hwr_region;

typedef struct hwr_regions {
    int n;
    hwr_region region[HWR_MAX_REGIONS];
} hwr_regions;

typedef struct hwr_plan_layer {
    const hwr_layer *layer;
    hwr_shape shape;                    /* as the table says */
    int dense;                          /* planned as 1 x 1 over one pixel */
    int kernel_rows, kernel, cin, cout; /* planned kernel; channel strides */
    size_t taps_in; /* kernel_rows*kernel*cin: rows of the weight matrix (taps_in, cout) */
    size_t in_image, in_row, in_pixel;    /* strides of the padded input, in floats */
    size_t out_image, out_row, out_first; /* of the padded output: the next layer's input */
    size_t out_slots; /* images whose output is held: HWR_SHARD, or the next layer's group */
    size_t z_image;   /* out_rows * out_side * cout: compact */
    size_t din_image; /* in_rows * in_side * cin: compact, gradient of the input */
    size_t group;     /* images handled together */
    size_t dz_image, dz_row, dz_first; /* padded output gradient, for one image */
    size_t packed, packed_back;        /* offsets of its panels in hwr_packed */
    /* Outputs tap_first[t] .. tap_end[t] - 1 of a row meet tap t inside the image; row_* the
     * same of a column. */
    uint8_t tap_first[HWR_SIDE], tap_end[HWR_SIDE], row_first[HWR_SIDE], row_end[HWR_SIDE];
    /* The input gradient of a stride-s convolution is s*s plain convolutions over the output
     * gradient, one for each phase (py, px) of the input position (s where there is one row). */
    hwr_regions forward, back; /* none of a depthwise layer */
} hwr_plan_layer;

/* Kernel taps r, r + stride, ... of phase r. */
static inline int hwr_plan_taps(int kernel, int stride, int r) {
    return r < kernel ? (kernel - r + stride - 1) / stride : 0;
}

typedef struct hwr_plan {
    const hwr_net *net;
    int n_layers, classes;
    size_t packed_forward, packed_back; /* floats */
    size_t dz_group;                    /* floats of the largest group's padded gradient */
    size_t max_channels;
    hwr_plan_layer layers[HWR_MAX_LAYERS];
} hwr_plan;

/* Owned: free with hwr_plan_free. HWR_ERR_SHAPE also where hidden channels are no
 * multiple of 8, stride > 4 or the kernel is larger than an image; HWR_ERR_MEMORY. */
HWR_NODISCARD hwr_status hwr_plan_init(hwr_plan *plan, const hwr_net *net, int classes);
void hwr_plan_free(hwr_plan *plan);

#endif
