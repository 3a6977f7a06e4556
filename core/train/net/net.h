/* net.h - the networks as const tables, and the shapes that follow from them.
 *
 * core/train/net/ is the float network: topologies, plan, parameters, forward and backward pass.
 *
 * A row is one step: a linear map, then batch norm, residual connection and ReLU in the
 * order its fields say. Rows are applied in sequence; the only other edge is a row's
 * residual connection. Dimension letters: H height, W width, C channels, K kernel side. */
#ifndef HWR_NET_H
#define HWR_NET_H

#include <stddef.h>
#include <stdint.h>

#include "hwr.h"

typedef enum hwr_layer_kind {
    HWR_CONV = 0,     /* K x K over all channels; a dense layer is one with K = input side */
    HWR_DEPTHWISE = 1 /* K x K, each channel on its own */
} hwr_layer_kind;

typedef enum hwr_norm {
    HWR_NORM_NONE,   /* y = act(conv + bias) */
    HWR_NORM_BEFORE, /* y = act(norm(conv) + residual), no bias (the norm's shift is one) */
    HWR_NORM_AFTER   /* y = norm(act(conv + bias)), the order of the original demo */
} hwr_norm;

typedef struct hwr_layer {
    const char *name;  /* "conv1"; prefix of the tensors' names */
    uint8_t kind;      /* hwr_layer_kind */
    uint8_t kernel;    /* K; 0 = the whole input, i.e. a dense layer */
    uint8_t stride;    /* both directions */
    uint8_t same;      /* 1: output side = ceil(input / stride), TensorFlow's padding; 0: none */
    uint16_t channels; /* output channels; for HWR_DEPTHWISE the input's; 0: the classes */
    uint8_t norm;      /* hwr_norm */
    uint8_t relu;      /* 1: max(x, 0) */
    int8_t residual;   /* row whose output is added before the ReLU, -1: none */
    float dropout;     /* probability of a zero in training, after everything else */
} hwr_layer;

/* What a network reads: bytes 0..255, as 0..1. */
typedef enum hwr_net_input {
    HWR_INPUT_PICTURE, /* (28, 28, 1), of hwr_preprocess_strokes and its like */
    HWR_INPUT_TRACE    /* (64, 8), of hwr_trace_strokes: maps of one row, kernels 1 x K */
} hwr_net_input;

typedef struct hwr_net {
    const char *name; /* "demo", "letters" */
    const hwr_layer *layers;
    int n_layers;
    hwr_net_input input;
} hwr_net;

/* Bytes of one example. */
size_t hwr_net_input_bytes(const hwr_net *net);

/* The network called name, NULL where there is none. */
const hwr_net *hwr_net_find(const char *name);

/* Those there are, for messages: "letters, small, strokes, teacher or demo". */
extern const char hwr_net_names[];

/* What a row works on. pad_low zeros lie before the first row and column, and
 * pad_high after the last. Of a trace all maps and kernels have one row, and no zeros
 * lie above and below. */
typedef struct hwr_shape {
    int in_rows, in_side, in_channels;    /* input (in_rows, in_side, in_channels) */
    int out_rows, out_side, out_channels; /* output (out_rows, out_side, out_channels) */
    int kernel_rows, kernel, stride;      /* kernel resolved: never 0 */
    int pad_low, pad_high;
    int row_pad_low, row_pad_high; /* the same above and below: 0 for a trace */
    size_t weights;                /* CONV: C_out*K*K*C_in, DEPTHWISE: K*K*C */
    size_t macs;                   /* multiply-adds of one image */
} hwr_shape;

/* Fills shapes (n_layers) for the network's input and so many classes. HWR_ERR_SHAPE where the rows
 * do not fit together (side below the kernel, residual of another shape, last row not classes x 1 x
 * 1), HWR_ERR_TOO_LARGE past HWR_MAX_LAYERS. */
HWR_NODISCARD hwr_status hwr_net_shapes(hwr_shape *shapes, const hwr_net *net, int classes);

/* Sum over rows; parameters count weights, biases and the four batch-norm
 * vectors, as Keras does. */
size_t hwr_net_macs(const hwr_net *net, int classes);
size_t hwr_net_parameters(const hwr_net *net, int classes);

#endif
