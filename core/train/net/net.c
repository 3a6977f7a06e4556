/* net.c - the topologies, and their shapes. */
#include "net.h"

#include <string.h>

/* The original demo's Keras network: C. Deotte's MNIST layout, ReLU inside the
 * convolution and batch norm after it; 15.17 M multiply-adds. */
static const hwr_layer demo_layers[] = {
    /* name    kind      K  stride same  C   norm            relu residual dropout */
    {"conv1", HWR_CONV, 3, 1, 0, 32, HWR_NORM_AFTER, 1, -1, 0.0f},
    {"conv2", HWR_CONV, 3, 1, 0, 32, HWR_NORM_AFTER, 1, -1, 0.0f},
    {"conv3", HWR_CONV, 5, 2, 1, 32, HWR_NORM_AFTER, 1, -1, 0.4f},
    {"conv4", HWR_CONV, 3, 1, 0, 64, HWR_NORM_AFTER, 1, -1, 0.0f},
    {"conv5", HWR_CONV, 3, 1, 0, 64, HWR_NORM_AFTER, 1, -1, 0.0f},
    {"conv6", HWR_CONV, 5, 2, 1, 64, HWR_NORM_AFTER, 1, -1, 0.4f},
    {"dense1", HWR_CONV, 0, 1, 0, 128, HWR_NORM_AFTER, 1, -1, 0.4f},
    {"dense2", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};

/* Ours: two residual blocks, and a depthwise layer as large as its input that
 * learns where to look, in place of a wide dense layer. */
static const hwr_layer letters_layers[] = {
    {"stem", HWR_CONV, 3, 1, 1, 16, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"down1", HWR_CONV, 3, 2, 1, 48, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block1a", HWR_CONV, 3, 1, 1, 48, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block1b", HWR_CONV, 3, 1, 1, 48, HWR_NORM_BEFORE, 1, 1, 0.0f},
    {"down2", HWR_CONV, 3, 2, 1, 72, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block2a", HWR_CONV, 3, 1, 1, 72, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block2b", HWR_CONV, 3, 1, 1, 72, HWR_NORM_BEFORE, 1, 4, 0.0f},
    {"pool", HWR_DEPTHWISE, 0, 1, 0, 72, HWR_NORM_BEFORE, 1, -1, 0.2f},
    {"classes", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};

/* Too large to ship: what ours learns from. */
static const hwr_layer teacher_layers[] = {
    {"stem", HWR_CONV, 3, 1, 1, 24, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"down1", HWR_CONV, 3, 2, 1, 80, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block1a", HWR_CONV, 3, 1, 1, 80, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block1b", HWR_CONV, 3, 1, 1, 80, HWR_NORM_BEFORE, 1, 1, 0.0f},
    {"down2", HWR_CONV, 3, 2, 1, 128, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block2a", HWR_CONV, 3, 1, 1, 128, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block2b", HWR_CONV, 3, 1, 1, 128, HWR_NORM_BEFORE, 1, 4, 0.0f},
    {"pool", HWR_DEPTHWISE, 0, 1, 0, 128, HWR_NORM_BEFORE, 1, -1, 0.3f},
    {"classes", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};

/* How a letter was written: one-dimensional, two residual blocks, and again a depthwise layer in
 * place of a dense one. 0.9 M multiply-adds. */
static const hwr_layer strokes_layers[] = {
    {"s_stem", HWR_CONV, 7, 2, 1, 32, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"s_block1a", HWR_CONV, 3, 1, 1, 32, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"s_block1b", HWR_CONV, 3, 1, 1, 32, HWR_NORM_BEFORE, 1, 0, 0.0f},
    {"s_down1", HWR_CONV, 3, 2, 1, 48, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"s_block2a", HWR_CONV, 3, 1, 1, 48, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"s_block2b", HWR_CONV, 3, 1, 1, 48, HWR_NORM_BEFORE, 1, 3, 0.0f},
    {"s_down2", HWR_CONV, 3, 2, 1, 64, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"s_block3a", HWR_CONV, 3, 1, 1, 64, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"s_block3b", HWR_CONV, 3, 1, 1, 64, HWR_NORM_BEFORE, 1, 6, 0.0f},
    {"s_pool", HWR_DEPTHWISE, 0, 1, 0, 64, HWR_NORM_BEFORE, 1, -1, 0.2f},
    {"s_classes", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};

/* Trained within a minute on the page itself; 5x5 filters at the start, large enough to look at.
 * 0.8 M multiply-adds. */
static const hwr_layer small_layers[] = {
    {"stem", HWR_CONV, 5, 2, 1, 16, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"down1", HWR_CONV, 3, 2, 1, 32, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block1", HWR_CONV, 3, 1, 1, 32, HWR_NORM_BEFORE, 1, 1, 0.0f},
    {"pool", HWR_DEPTHWISE, 0, 1, 0, 32, HWR_NORM_BEFORE, 1, -1, 0.1f},
    {"classes", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static const hwr_net nets[] = {
    {"letters", letters_layers, COUNT(letters_layers), HWR_INPUT_PICTURE},
    {"small", small_layers, COUNT(small_layers), HWR_INPUT_PICTURE},
    {"strokes", strokes_layers, COUNT(strokes_layers), HWR_INPUT_TRACE},
    {"teacher", teacher_layers, COUNT(teacher_layers), HWR_INPUT_PICTURE},
    {"demo", demo_layers, COUNT(demo_layers), HWR_INPUT_PICTURE},
};

const char hwr_net_names[] = "letters, small, strokes, teacher or demo";

size_t hwr_net_input_bytes(const hwr_net *net) {
    return net->input == HWR_INPUT_TRACE ? HWR_TRACE_BYTES : HWR_PIXELS;
}

const hwr_net *hwr_net_find(const char *name) {
    for (int i = 0; i < COUNT(nets); i++)
        if (strcmp(nets[i].name, name) == 0) return &nets[i];
    return NULL;
}

/* Across a trace there is one row, whatever the kernel. */
static void shape_rows(hwr_shape *s, hwr_net_input input) {
    const int line = input == HWR_INPUT_TRACE;
    s->in_rows = line ? 1 : s->in_side;
    s->out_rows = line ? 1 : s->out_side;
    s->kernel_rows = line ? 1 : s->kernel;
    s->row_pad_low = line ? 0 : s->pad_low;
    s->row_pad_high = line ? 0 : s->pad_high;
}

static hwr_status shape_row(hwr_shape *s, const hwr_layer *layer, hwr_net_input input, int in_side,
                            int in_channels, int classes) {
    s->in_side = in_side;
    s->in_channels = in_channels;
    s->kernel = layer->kernel ? layer->kernel : in_side;
    s->stride = layer->stride;
    s->out_channels = layer->channels ? layer->channels : classes;
    if (s->stride < 1 || s->out_channels < 1) return HWR_ERR_SHAPE;
    if (layer->same) {
        s->out_side = (in_side + s->stride - 1) / s->stride;
        int pad = (s->out_side - 1) * s->stride + s->kernel - in_side;
        if (pad < 0) pad = 0;
        s->pad_low = pad / 2;
        s->pad_high = pad - s->pad_low;
    } else {
        if (in_side < s->kernel) return HWR_ERR_SHAPE;
        s->out_side = (in_side - s->kernel) / s->stride + 1;
        s->pad_low = s->pad_high = 0;
    }
    shape_rows(s, input);
    size_t taps = (size_t)s->kernel_rows * (size_t)s->kernel;
    if (layer->kind == HWR_DEPTHWISE) {
        if (s->out_channels != in_channels) return HWR_ERR_SHAPE;
        s->weights = taps * (size_t)in_channels;
    } else {
        s->weights = taps * (size_t)in_channels * (size_t)s->out_channels;
    }
    s->macs = s->weights * (size_t)s->out_rows * (size_t)s->out_side;
    return HWR_OK;
}

hwr_status hwr_net_shapes(hwr_shape *shapes, const hwr_net *net, int classes) {
    const int trace = net->input == HWR_INPUT_TRACE;
    int side = trace ? HWR_TRACE_POINTS : HWR_SIDE, channels = trace ? HWR_TRACE_FEATURES : 1;
    if (net->n_layers < 1 || net->n_layers > HWR_MAX_LAYERS) return HWR_ERR_TOO_LARGE;
    for (int i = 0; i < net->n_layers; i++) {
        const hwr_layer *layer = &net->layers[i];
        hwr_status status = shape_row(&shapes[i], layer, net->input, side, channels, classes);
        if (status != HWR_OK) return status;
        side = shapes[i].out_side;
        channels = shapes[i].out_channels;
        if (layer->residual >= i) return HWR_ERR_SHAPE;
        if (layer->residual >= 0) {
            const hwr_shape *from = &shapes[layer->residual];
            if (from->out_side != side || from->out_channels != channels) return HWR_ERR_SHAPE;
        }
    }
    return side == 1 && channels == classes ? HWR_OK : HWR_ERR_SHAPE;
}

size_t hwr_net_macs(const hwr_net *net, int classes) {
    hwr_shape shapes[HWR_MAX_LAYERS];
    size_t sum = 0;
    if (hwr_net_shapes(shapes, net, classes) != HWR_OK) return 0;
    for (int i = 0; i < net->n_layers; i++) sum += shapes[i].macs;
    return sum;
}

size_t hwr_net_parameters(const hwr_net *net, int classes) {
    hwr_shape shapes[HWR_MAX_LAYERS];
    size_t sum = 0;
    if (hwr_net_shapes(shapes, net, classes) != HWR_OK) return 0;
    for (int i = 0; i < net->n_layers; i++) {
        size_t c = (size_t)shapes[i].out_channels;
        sum += shapes[i].weights;
        if (net->layers[i].norm != HWR_NORM_BEFORE) sum += c;
        if (net->layers[i].norm != HWR_NORM_NONE) sum += 4 * c;
    }
    return sum;
}
