/* float.c - float weights as an ONNX graph. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "train/net/engine.h"

void tool_onnx_name(char out[TOOL_ONNX_NAME], const char *layer, const char *suffix) {
    snprintf(out, TOOL_ONNX_NAME, "%s%s", layer, suffix);
}

void tool_onnx_add_linear(tool_onnx *graph, const tool_onnx_linear *l) {
    const char *const inputs[] = {l->input, l->weight, l->bias, NULL};
    if (l->dense) {
        tool_onnx_set_int(tool_onnx_add(graph, "Gemm", l->output, inputs), "transB", 1);
        return;
    }
    const int64_t kernel[] = {l->kernel, l->kernel}, strides[] = {l->stride, l->stride};
    const int64_t pads[] = {l->pad_low, l->pad_low, l->pad_high, l->pad_high};
    tool_onnx_node *node = tool_onnx_add(graph, "Conv", l->output, inputs);
    tool_onnx_set_ints(node, "kernel_shape", kernel, 2);
    tool_onnx_set_ints(node, "strides", strides, 2);
    tool_onnx_set_ints(node, "pads", pads, 4);
    tool_onnx_set_int(node, "group", l->groups);
}

/* ---- One layer's numbers -------------------------------------------------- */

/* What a batch norm before the ReLU does to channel c: y = x * scale + shift. */
static void fold(double *scale, double *shift, const hwr_layer_params *q, size_t c) {
    *scale = (double)q->gamma[c] / sqrt((double)q->variance[c] + (double)HWR_NORM_EPSILON);
    *shift = (double)q->beta[c] - (double)q->mean[c] * *scale;
}

static void add_weights(tool_onnx *graph, const hwr_plan_layer *p, const hwr_layer_params *q,
                        int dense) {
    const hwr_shape *s = &p->shape;
    size_t k = (size_t)s->kernel, cout = (size_t)s->out_channels;
    size_t cin = p->layer->kind == HWR_DEPTHWISE ? 1 : (size_t)s->in_channels;
    float *weight = tool_alloc(cout * cin * k * k, sizeof *weight);
    float *bias = tool_alloc(cout, sizeof *bias);
    for (size_t c = 0; c < cout; c++) {
        double scale = 1, shift = q->bias ? (double)q->bias[c] : 0;
        if (p->layer->norm == HWR_NORM_BEFORE) fold(&scale, &shift, q, c);
        bias[c] = (float)shift;
        for (size_t t = 0; t < k * k; t++)
            for (size_t i = 0; i < cin; i++)
                weight[(c * cin + i) * k * k + t] =
                    (float)(scale * (double)q->weight[(t * cin + i) * (size_t)p->cout + c]);
    }
    const int64_t dims[] = {s->out_channels, (int64_t)cin, s->kernel, s->kernel};
    const int64_t flat[] = {s->out_channels, (int64_t)(cin * k * k)};
    char name[TOOL_ONNX_NAME];
    tool_onnx_name(name, p->layer->name, ".weight");
    tool_onnx_constant(graph, name, TOOL_ONNX_FLOAT, weight, dense ? flat : dims, dense ? 2 : 4);
    tool_onnx_name(name, p->layer->name, ".bias");
    tool_onnx_constant(graph, name, TOOL_ONNX_FLOAT, bias, dims, 1);
    free(weight);
    free(bias);
}

/* ---- One layer's nodes ---------------------------------------------------- */

/* Appends a node of one input value, *value, which becomes its output. */
static tool_onnx_node *add_step(tool_onnx *graph, const char *op, char value[TOOL_ONNX_NAME],
                                const char *layer, const char *suffix, const char *const *more) {
    const char *inputs[8] = {value};
    char output[TOOL_ONNX_NAME];
    for (size_t i = 0; more && more[i]; i++) inputs[i + 1] = more[i];
    tool_onnx_name(output, layer, suffix);
    tool_onnx_node *node = tool_onnx_add(graph, op, output, inputs);
    memcpy(value, output, sizeof output);
    return node;
}

static void add_norm(tool_onnx *graph, char value[TOOL_ONNX_NAME], const hwr_plan_layer *p,
                     const hwr_layer_params *q) {
    static const char *const suffixes[] = {".gamma", ".beta", ".mean", ".variance"};
    const float *const data[] = {q->gamma, q->beta, q->mean, q->variance};
    const int64_t channels = p->shape.out_channels;
    char names[4][TOOL_ONNX_NAME];
    for (int i = 0; i < 4; i++) {
        tool_onnx_name(names[i], p->layer->name, suffixes[i]);
        tool_onnx_constant(graph, names[i], TOOL_ONNX_FLOAT, data[i], &channels, 1);
    }
    const char *const more[] = {names[0], names[1], names[2], names[3], NULL};
    tool_onnx_set_float(add_step(graph, "BatchNormalization", value, p->layer->name, ".norm", more),
                        "epsilon", HWR_NORM_EPSILON);
}

/* outputs[l] becomes the name of layer l's output. */
static void add_layer(tool_onnx *graph, char (*outputs)[TOOL_ONNX_NAME], const tool_weights *from,
                      int l, int *flat) {
    const hwr_plan_layer *p = &from->plan.layers[l];
    const hwr_layer_params *q = &from->params.layers[l];
    const char *layer = p->layer->name;
    int last = l + 1 == from->plan.n_layers, depthwise = p->layer->kind == HWR_DEPTHWISE;
    int dense = !depthwise && p->shape.out_side == 1 && p->shape.kernel == p->shape.in_side;
    char *value = outputs[l], weight[TOOL_ONNX_NAME], bias[TOOL_ONNX_NAME], input[TOOL_ONNX_NAME];
    tool_onnx_name(input, l ? outputs[l - 1] : "image", "");
    if (dense && !*flat) add_step(graph, "Flatten", input, layer, ".flat", NULL);
    *flat = dense;
    add_weights(graph, p, q, dense);
    tool_onnx_name(weight, layer, ".weight");
    tool_onnx_name(bias, layer, ".bias");
    tool_onnx_name(value, last ? "logits" : layer, last ? "" : ".linear");
    tool_onnx_linear linear = {input,
                               weight,
                               bias,
                               value,
                               p->shape.kernel,
                               p->shape.stride,
                               p->shape.pad_low,
                               p->shape.pad_high,
                               depthwise ? p->shape.out_channels : 1,
                               dense};
    tool_onnx_add_linear(graph, &linear);
    if (p->layer->residual >= 0) {
        const char *const more[] = {outputs[p->layer->residual], NULL};
        add_step(graph, "Add", value, layer, ".sum", more);
    }
    if (p->layer->relu) add_step(graph, "Relu", value, layer, ".relu", NULL);
    if (p->layer->norm == HWR_NORM_AFTER) add_norm(graph, value, p, q);
}

tool_onnx *tool_onnx_from_weights(const tool_weights *weights) {
    const int64_t image[] = {1, HWR_SIDE, HWR_SIDE}, logits[] = {weights->plan.classes};
    char outputs[HWR_MAX_LAYERS][TOOL_ONNX_NAME] = {{0}};
    tool_onnx *graph = tool_onnx_new(weights->plan.net->name);
    int flat = 0;
    tool_onnx_input(graph, "image", image, 3);
    tool_onnx_output(graph, "logits", logits, 1);
    for (int l = 0; l < weights->plan.n_layers; l++) add_layer(graph, outputs, weights, l, &flat);
    return graph;
}
