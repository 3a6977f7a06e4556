/* random_model.h - model files with random numbers in them, for tests. */
#ifndef RANDOM_MODEL_H
#define RANDOM_MODEL_H

#include <string.h>

#include "letters37.h"
#include "model/format.h"
#include "model/format_write.h"
#include "train/net/net.h"

typedef struct random_model {
    uint32_t state; /* of the generator, not 0 */
    hwr_file_draft file;
    int traces;               /* 1: what is appended belongs to the network of traces */
    size_t used;              /* of storage */
    int32_t storage[1 << 18]; /* the tensors that file points to */
} random_model;

/* What a layer is asked to be; its input is the output before it. */
typedef struct random_layer {
    int kind, kernel, stride, pad_low, pad_high, channels, residual, flags;
} random_layer;

/* Marsaglia's xorshift32. */
static inline uint32_t random_u32(random_model *m) {
    m->state ^= m->state << 13;
    m->state ^= m->state >> 17;
    return m->state ^= m->state << 5;
}

/* low..high, both included. */
static inline int32_t random_between(random_model *m, int32_t low, int32_t high) {
    uint32_t range = (uint32_t)high - (uint32_t)low + 1;
    uint32_t pick = range ? random_u32(m) % range : random_u32(m);
    return (int32_t)((int64_t)low + pick);
}

/* An activation, the limits more often than not. */
static inline int32_t random_extreme(random_model *m, int32_t low, int32_t high) {
    int32_t pick = random_between(m, 0, 2);
    return pick == 0 ? low : pick == 1 ? high : random_between(m, low, high);
}

static inline int32_t *random_take(random_model *m, size_t n) {
    if (n > sizeof m->storage / sizeof *m->storage - m->used) abort();
    int32_t *p = m->storage + m->used;
    m->used += n;
    return p;
}

static inline int8_t *random_take_weights(random_model *m, size_t n) {
    return (int8_t *)random_take(m, (n + 3) / 4);
}

/* (n) in low..high. */
static inline int32_t *random_vector(random_model *m, int n, int32_t low, int32_t high) {
    int32_t *p = random_take(m, (size_t)n);
    for (int i = 0; i < n; i++) p[i] = random_between(m, low, high);
    return p;
}

static inline void random_start(random_model *m, const char *name, uint32_t seed) {
    memset(&m->file, 0, sizeof m->file);
    m->state = seed;
    m->used = 0;
    m->traces = 0;
    strcpy(m->file.name, name);
    m->file.temperature = 1.25f;
    m->file.logit_scale = 1.0f / 64;
    m->file.threshold = 0.5f;
    m->file.labels = *letters37();
}

/* Appends a layer without tensors; returns it. */
static inline hwr_draft_layer *random_append(random_model *m, const random_layer *want) {
    const hwr_draft_layer *before = m->file.layers + m->file.n_layers - 1;
    hwr_draft_layer *l = m->file.layers + m->file.n_layers;
    l->name[0] = 'l';
    l->name[1] = (char)('0' + m->file.n_layers / 10);
    l->name[2] = (char)('0' + m->file.n_layers % 10);
    l->kind = want->kind;
    l->kernel = l->kernel_rows = want->kernel;
    l->stride = want->stride;
    l->flags = want->flags;
    l->in_side = m->file.n_layers ? before->out_side : HWR_SIDE;
    l->in_channels = m->file.n_layers ? before->out_channels : 1;
    if (m->file.first_trace && m->file.n_layers == m->file.first_trace && m->traces) {
        l->in_side = HWR_TRACE_POINTS;
        l->in_channels = HWR_TRACE_FEATURES;
    }
    l->out_side = (l->in_side + want->pad_low + want->pad_high - want->kernel) / want->stride + 1;
    l->out_channels = want->channels;
    l->pad_low = want->pad_low;
    l->pad_high = want->pad_high;
    l->residual = want->residual;
    l->low = -128;
    l->high = 127;
    l->out_scale = 1.0f / 32;
    m->file.n_layers++;
    if (m->traces)
        l->kernel_rows = 1;
    else
        m->file.first_trace = m->file.n_layers;
    return l;
}

static inline size_t random_taps(const hwr_draft_layer *l) {
    size_t taps = (size_t)l->kernel_rows * (size_t)l->kernel;
    return l->kind == HWR_DEPTHWISE ? taps : taps * (size_t)l->in_channels;
}

/* Tensors as a quantiser might make them: outputs spread over low..high, rescaling
 * factors of both signs where the ReLU comes first. */
static inline void random_typical(random_model *m, hwr_draft_layer *l) {
    int after = (l->flags & HWR_FLAG_RELU_FIRST) != 0, n = l->out_channels;
    size_t taps = random_taps(l), weights = taps * (size_t)n;
    l->weight = random_take_weights(m, weights);
    int32_t root = 1;
    l->low = after ? -128 : 0;
    l->high = after ? 127 : 255;
    for (size_t t = 0; t < weights; t++) l->weight[t] = (int8_t)random_between(m, -127, 127);
    /* A sum of n products of weights and activations is about sqrt(n) * 73 * 60. */
    while ((size_t)root * (size_t)root < taps) root++;
    int32_t factor = (int32_t)((INT64_C(100) << 32) / ((int64_t)root * 73 * 60));
    l->bias = random_vector(m, n, -root * 2000, root * 2000);
    l->multiplier = random_vector(m, n, after ? -factor : factor / 2, factor);
    l->offset = random_vector(m, n, after ? -20 : 0, 20);
    if (l->residual >= 0) l->residual_factor = random_vector(m, n, root * 20, root * 60);
}

static inline int64_t random_largest(const random_model *m, int layer) {
    if (layer < 0 || layer + 1 == m->file.first_trace) return 255;
    int64_t low = m->file.layers[layer].low, high = m->file.layers[layer].high;
    return -low > high ? -low : high;
}

/* A rescaling factor: of any size, often a power of two, so that halves are met exactly. */
static inline int32_t random_factor(random_model *m) {
    const int32_t shift = random_between(m, 0, 24), sign = random_between(m, 0, 1) ? 1 : -1;
    if (random_between(m, 0, 3) == 0) return shift ? sign * (1 << (31 - shift)) : INT32_MIN;
    return sign * (random_between(m, 0, INT32_MAX) >> shift);
}

/* Tensors at the limits of the format: weights of +-127, in some channels all of one
 * sign, and sums that can reach 2^31 - 1 to the last unit; low and high are the caller's. */
static inline void random_limits(random_model *m, hwr_draft_layer *l) {
    const int layer = (int)(l - m->file.layers), n = l->out_channels;
    const int64_t x = random_largest(m, layer - 1);
    const size_t taps = random_taps(l), step = l->kind == HWR_DEPTHWISE ? (size_t)n : 1;
    l->weight = random_take_weights(m, taps * (size_t)n);
    l->bias = random_take(m, (size_t)n);
    l->multiplier = random_take(m, (size_t)n);
    l->residual_factor = l->residual >= 0 ? random_take(m, (size_t)n) : NULL;
    for (int c = 0; c < n; c++) {
        int64_t left = INT32_MAX, allowed = left / (127 * x);
        const uint32_t signs = random_between(m, 0, 3) ? 64 : 0;
        int8_t *w = l->weight + (step > 1 ? (size_t)c : (size_t)c * taps);
        for (size_t t = 0; t < taps; t++) {
            int use = random_between(m, 0, (int32_t)(taps - t) - 1) < allowed;
            w[t * step] = (int8_t)(use ? (random_u32(m) & signs ? -127 : 127) : 0);
            allowed -= use;
            left -= use * 127 * x;
        }
        if (l->residual_factor) {
            int64_t most = left / random_largest(m, l->residual);
            int32_t factor = random_between(m, (int32_t)-most, (int32_t)most);
            l->residual_factor[c] = factor;
            left -= (factor < 0 ? -factor : factor) * random_largest(m, l->residual);
        }
        l->bias[c] = random_extreme(m, (int32_t)-left, (int32_t)left);
        l->multiplier[c] = random_factor(m);
    }
    l->offset = random_vector(m, n, -32768, 32767);
    if (random_between(m, 0, 1)) l->offset = random_vector(m, n, -9, 9);
}

/* Appends net's layers, with typical tensors. */
static inline void random_add_net(random_model *m, const hwr_net *net) {
    hwr_shape shapes[HWR_MAX_LAYERS];
    const int first = m->file.n_layers;
    if (hwr_net_shapes(shapes, net, CLASSES) != HWR_OK) abort();
    for (int i = 0; i < net->n_layers; i++) {
        const hwr_layer *from = &net->layers[i];
        const hwr_shape *s = &shapes[i];
        int flags = (from->norm == HWR_NORM_AFTER ? HWR_FLAG_RELU_FIRST : 0) |
                    (i == net->n_layers - 1 ? HWR_FLAG_LAST : 0);
        const random_layer want = {from->kind,
                                   s->kernel,
                                   s->stride,
                                   s->pad_low,
                                   s->pad_high,
                                   s->out_channels,
                                   from->residual < 0 ? -1 : from->residual + first,
                                   flags};
        hwr_draft_layer *l = random_append(m, &want);
        memset(l->name, 0, sizeof l->name);
        strcpy(l->name, from->name);
        random_typical(m, l);
    }
}

/* A file of net's shape. */
static inline void random_from_net(random_model *m, const hwr_net *net, uint32_t seed) {
    random_start(m, net->name, seed);
    random_add_net(m, net);
}

/* And with a network of traces behind it. */
static inline void random_add_traces(random_model *m, const hwr_net *net) {
    m->traces = 1;
    random_add_net(m, net);
    m->file.fusion = (hwr_fusion){1.0f / 32, 0.75f, 1.25f, 0.625f};
}

#endif
