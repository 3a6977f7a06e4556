/* integer.c - the integer model as an ONNX graph of quantised operators.
 *
 * An activation of the model, an integer in low..low+255 times a scale, is the uint8 value
 * integer - low with zero point -low. A layer is DequantizeLinear, Conv, QuantizeLinear;
 * the saturation of the latter is the model's clamp, and so its ReLU. Where the model has
 * the ReLU before a batch norm, y = m * max(v, 0) + offset, it becomes max(m * v + offset,
 * offset), or the minimum for m < 0 with the weights' signs turned.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"

/* What writing one layer needs. */
typedef struct layer_job {
    tool_onnx *graph;
    const hwr_file *file;
    const hwr_file_layer *layer;
    char (*values)[TOOL_ONNX_NAME]; /* the uint8 outputs of the layers */
    double in_scale, out_scale;
    int last, dense;
    double *unit; /* (C_out) real value of a weight of 1 */
    int *sign;    /* (C_out) -1 where the multiplier is negative */
} layer_job;

/* The real scale and zero point of a layer's output; l = -1: the image. */
static double scale_of(const hwr_file *file, int l) {
    return l < 0 ? 1.0 / 255 : (double)file->layers[l].out_scale;
}

static uint8_t zero_of(const hwr_file *file, int l) {
    return (uint8_t)(l < 0 ? 0 : -file->layers[l].low);
}

/* ---- Nodes ---------------------------------------------------------------- */

static void add_scale(tool_onnx *graph, const char *value, double scale, uint8_t zero,
                      char scale_name[TOOL_ONNX_NAME], char zero_name[TOOL_ONNX_NAME]) {
    float s = (float)scale;
    tool_onnx_name(scale_name, value, ".scale");
    tool_onnx_name(zero_name, value, ".zero");
    tool_onnx_constant(graph, scale_name, TOOL_ONNX_FLOAT, &s, NULL, 0);
    tool_onnx_constant(graph, zero_name, TOOL_ONNX_UINT8, &zero, NULL, 0);
}

/* The real value called real to the uint8 value called value. */
static void quantize(tool_onnx *graph, const char *value, const char *real, double scale,
                     uint8_t zero) {
    char scale_name[TOOL_ONNX_NAME], zero_name[TOOL_ONNX_NAME];
    add_scale(graph, value, scale, zero, scale_name, zero_name);
    const char *const inputs[] = {real, scale_name, zero_name, NULL};
    tool_onnx_add(graph, "QuantizeLinear", value, inputs);
}

/* And back, to value + suffix, with the constants that quantize added. */
static void dequantize(tool_onnx *graph, char real[TOOL_ONNX_NAME], const char *value,
                       const char *stored, const char *suffix) {
    char scale_name[TOOL_ONNX_NAME], zero_name[TOOL_ONNX_NAME];
    tool_onnx_name(scale_name, value, ".scale");
    tool_onnx_name(zero_name, value, ".zero");
    tool_onnx_name(real, value, suffix);
    const char *const inputs[] = {stored, scale_name, zero_name, NULL};
    tool_onnx_add(graph, "DequantizeLinear", real, inputs);
}

/* A constant of integers, dequantised with one scale a channel, as "<layer><what>". */
static void add_channels(const layer_job *job, const char *what, tool_onnx_type type,
                         const void *data, const int64_t *dims, size_t rank, const double *scale) {
    size_t n = (size_t)job->layer->out_channels;
    char value[TOOL_ONNX_NAME], stored[TOOL_ONNX_NAME];
    char scale_name[TOOL_ONNX_NAME], zero_name[TOOL_ONNX_NAME];
    float *scales = tool_alloc(n, sizeof *scales);
    for (size_t c = 0; c < n; c++) scales[c] = (float)scale[c];
    tool_onnx_name(value, job->layer->name, what);
    tool_onnx_name(stored, value, ".stored");
    tool_onnx_name(scale_name, value, ".scale");
    tool_onnx_constant(job->graph, stored, type, data, dims, rank);
    tool_onnx_constant(job->graph, scale_name, TOOL_ONNX_FLOAT, scales, dims, 1);
    const char *inputs[] = {stored, scale_name, NULL, NULL};
    if (type == TOOL_ONNX_INT8) { /* stated although 0: onnxruntime takes its QGemm only then */
        int8_t *zeros = tool_alloc(n, 1);
        tool_onnx_name(zero_name, value, ".zero");
        tool_onnx_constant(job->graph, zero_name, type, zeros, dims, 1);
        inputs[2] = zero_name;
        free(zeros);
    }
    tool_onnx_set_int(tool_onnx_add(job->graph, "DequantizeLinear", value, inputs), "axis", 0);
    free(scales);
}

/* ---- One layer's numbers -------------------------------------------------- */

static void find_units(layer_job *job) {
    for (int c = 0; c < job->layer->out_channels; c++) {
        double m = (double)hwr_read_i32(job->layer->multiplier + 4 * c) / 4294967296.0;
        job->sign[c] = m < 0 ? -1 : 1;
        /* A dead channel's weights do not matter, but a scale must not be 0. */
        job->unit[c] = m == 0 ? 1e-12 : fabs(m) * job->out_scale / job->in_scale;
    }
}

/* (C_out, K, K, C_in) or (K, K, C) to (C_out, C_in, K, K). */
static void add_weights(const layer_job *job) {
    const hwr_file_layer *l = job->layer;
    int depthwise = l->kind == HWR_KIND_DEPTHWISE;
    size_t taps = (size_t)l->kernel * (size_t)l->kernel, cout = (size_t)l->out_channels;
    size_t cin = depthwise ? 1 : (size_t)l->in_channels;
    int8_t *weight = tool_alloc(cout * cin * taps, 1);
    for (size_t c = 0; c < cout; c++)
        for (size_t t = 0; t < taps; t++)
            for (size_t i = 0; i < cin; i++) {
                size_t from = depthwise ? t * cout + c : (c * taps + t) * cin + i;
                weight[(c * cin + i) * taps + t] = (int8_t)(job->sign[c] * l->weight[from]);
            }
    const int64_t dims[] = {l->out_channels, (int64_t)cin, l->kernel, l->kernel};
    const int64_t flat[] = {l->out_channels, (int64_t)(cin * taps)};
    add_channels(job, ".weight", TOOL_ONNX_INT8, weight, job->dense ? flat : dims,
                 job->dense ? 2 : 4, job->unit);
    free(weight);
}

static void add_bias(const layer_job *job) {
    const hwr_file_layer *l = job->layer;
    size_t cout = (size_t)l->out_channels;
    int32_t *bias = tool_alloc(cout, sizeof *bias);
    double *scale = tool_alloc(cout, sizeof *scale);
    for (size_t c = 0; c < cout; c++) {
        scale[c] = job->unit[c] * job->in_scale;
        double offset = (double)hwr_read_i32(l->offset + 4 * c) * job->out_scale / scale[c];
        double sum = job->sign[c] * (double)hwr_read_i32(l->bias + 4 * c) + offset;
        bias[c] = sum > 2147483647.0    ? INT32_MAX
                  : sum < -2147483647.0 ? -INT32_MAX
                                        : (int32_t)lround(sum);
    }
    const int64_t dims = l->out_channels;
    add_channels(job, ".bias", TOOL_ONNX_INT32, bias, &dims, 1, scale);
    free(bias);
    free(scale);
}

/* ---- What follows the convolution ----------------------------------------- */

/* real := max (which > 0) or min with the offset, for the channels of that sign. */
static void add_limit(const layer_job *job, char real[TOOL_ONNX_NAME], int which) {
    size_t cout = (size_t)job->layer->out_channels, n = 0;
    char name[TOOL_ONNX_NAME], output[TOOL_ONNX_NAME];
    float *limit = tool_alloc(cout, sizeof *limit);
    for (size_t c = 0; c < cout; c++) {
        int mine = job->sign[c] == which;
        double offset = (double)hwr_read_i32(job->layer->offset + 4 * c) * job->out_scale;
        limit[c] = mine ? (float)offset : (float)which * -1e30f;
        n += (size_t)mine;
    }
    if (n > 0) {
        const int64_t dims[] = {job->layer->out_channels, 1, 1};
        tool_onnx_name(name, job->layer->name, which > 0 ? ".least" : ".most");
        tool_onnx_name(output, job->layer->name, which > 0 ? ".max" : ".min");
        tool_onnx_constant(job->graph, name, TOOL_ONNX_FLOAT, limit, dims, job->dense ? 1 : 3);
        const char *const inputs[] = {real, name, NULL};
        tool_onnx_add(job->graph, which > 0 ? "Max" : "Min", output, inputs);
        memcpy(real, output, sizeof output);
    }
    free(limit);
}

/* The ReLU before a batch norm: the convolution is stored first, for a runtime's kernels. */
static void add_limits(const layer_job *job, char real[TOOL_ONNX_NAME]) {
    int l = (int)(job->layer - job->file->layers);
    char stored[TOOL_ONNX_NAME];
    tool_onnx_name(stored, job->layer->name, ".sum");
    quantize(job->graph, stored, real, job->out_scale, zero_of(job->file, l));
    dequantize(job->graph, real, stored, stored, ".real");
    add_limit(job, real, 1);
    add_limit(job, real, -1);
}

/* real := real + the residual. Before it, the convolution is stored over the range where it
 * can matter to the sum's: from minus the residual's most to the sum's most. */
static void add_residual(const layer_job *job, char real[TOOL_ONNX_NAME]) {
    int from = job->layer->residual;
    const hwr_file_layer *other = &job->file->layers[from];
    double below =
        (double)other->high * scale_of(job->file, from) - job->layer->low * job->out_scale;
    double above =
        job->layer->high * job->out_scale - (double)other->low * scale_of(job->file, from);
    double scale = (below + above) / 255;
    char stored[TOOL_ONNX_NAME], residual[TOOL_ONNX_NAME], output[TOOL_ONNX_NAME];
    tool_onnx_name(stored, job->layer->name, ".branch");
    quantize(job->graph, stored, real, scale, (uint8_t)lround(below / scale));
    dequantize(job->graph, real, stored, stored, ".real");
    tool_onnx_name(residual, job->values[from], ".real");
    tool_onnx_name(output, job->layer->name, ".added");
    const char *const inputs[] = {real, residual, NULL};
    tool_onnx_add(job->graph, "Add", output, inputs);
    memcpy(real, output, sizeof output);
}

static void add_layer(layer_job *job, int l, int *flat) {
    const hwr_file_layer *layer = job->layer;
    char *value = job->values[l], from[TOOL_ONNX_NAME], stored[TOOL_ONNX_NAME];
    char input[TOOL_ONNX_NAME], weight[TOOL_ONNX_NAME], bias[TOOL_ONNX_NAME], real[TOOL_ONNX_NAME];
    int depthwise = layer->kind == HWR_KIND_DEPTHWISE;
    job->dense = !depthwise && layer->out_side == 1 && layer->kernel == layer->in_side;
    find_units(job);
    add_weights(job);
    add_bias(job);
    tool_onnx_name(from, l ? job->values[l - 1] : "image_stored", "");
    tool_onnx_name(stored, from, "");
    if (job->dense && !*flat) {
        const char *const inputs[] = {from, NULL};
        tool_onnx_name(stored, from, ".flat");
        tool_onnx_add(job->graph, "Flatten", stored, inputs);
        dequantize(job->graph, input, from, stored, ".flat_real");
    } else {
        dequantize(job->graph, input, from, from, ".real");
    }
    *flat = job->dense;
    tool_onnx_name(weight, layer->name, ".weight");
    tool_onnx_name(bias, layer->name, ".bias");
    tool_onnx_name(real, job->last ? "logits" : layer->name, job->last ? "" : ".linear");
    tool_onnx_linear linear = {input,          weight,          bias,
                               real,           layer->kernel,   layer->stride,
                               layer->pad_low, layer->pad_high, depthwise ? layer->out_channels : 1,
                               job->dense};
    tool_onnx_add_linear(job->graph, &linear);
    if (job->last) return;
    if (layer->residual >= 0) add_residual(job, real);
    if (layer->flags & HWR_FLAG_RELU_FIRST) add_limits(job, real);
    tool_onnx_name(value, layer->name, ".out");
    quantize(job->graph, value, real, job->out_scale, zero_of(job->file, l));
}

static int check(const hwr_file *file, const char *path, tool_error *error) {
    for (int l = 0; l + 1 < file->n_layers; l++) {
        const hwr_file_layer *layer = &file->layers[l];
        if (layer->high - layer->low != 255 || layer->low > 0 || layer->high < 0)
            return tool_fail(error,
                             "%s: layer \"%s\": its outputs are not of 8 bits; export a model "
                             "that \"letters quantize --bits 8\" wrote",
                             path, layer->name);
        if (layer->residual >= 0 && (layer->flags & HWR_FLAG_RELU_FIRST))
            return tool_fail(error,
                             "%s: layer \"%s\": a residual connection before batch norm cannot be "
                             "exported",
                             path, layer->name);
    }
    return 0;
}

tool_onnx *tool_onnx_from_model(const hwr_file *file, const char *path, tool_error *error) {
    const int64_t image[] = {1, HWR_SIDE, HWR_SIDE}, logits[] = {file->labels.n};
    char values[HWR_MAX_LAYERS][TOOL_ONNX_NAME] = {{0}};
    double unit[HWR_FILE_MAX_CHANNELS];
    int sign[HWR_FILE_MAX_CHANNELS], flat = 0;
    if (check(file, path, error) != 0) return NULL;
    tool_onnx *graph = tool_onnx_new(file->name);
    tool_onnx_input(graph, "image", image, 3);
    tool_onnx_output(graph, "logits", logits, 1);
    quantize(graph, "image_stored", "image", scale_of(file, -1), zero_of(file, -1));
    for (int l = 0; l < file->n_layers; l++) {
        int last = l + 1 == file->n_layers;
        layer_job job = {.graph = graph,
                         .file = file,
                         .layer = &file->layers[l],
                         .values = values,
                         .unit = unit,
                         .sign = sign,
                         .last = last};
        job.in_scale = scale_of(file, l - 1);
        job.out_scale = last ? (double)file->logit_scale : scale_of(file, l);
        add_layer(&job, l, &flat);
    }
    return graph;
}
