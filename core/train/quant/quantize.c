#include "quantize.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/format_write.h"
#include "rounding.h"
#include "train/net/engine.h"

/* ---- Numbers ------------------------------------------------------------- */

/* Stores x rounded, if it fits -2^31+1 .. 2^31-1. */
static int store(int32_t *to, double x) {
    if (!(x > -2147483647.0 && x < 2147483647.0)) return 0;
    *to = (int32_t)hwr_round(x);
    return 1;
}

/* ---- Folding ------------------------------------------------------------- */

/* What batch norm amounts to at inference: y = x * scale + shift. */
static void norm_of(double *scale, double *shift, const hwr_layer_params *q, size_t c) {
    double inverse = 1 / sqrt((double)q->variance[c] + (double)HWR_NORM_EPSILON);
    *scale = (double)q->gamma[c] * inverse;
    *shift = (double)q->beta[c] - (double)q->mean[c] * *scale;
}

/* Output channel c's taps, in the file's order (K, K, C_in), times factor. */
static size_t channel_weights(double *w, const hwr_plan_layer *p, const hwr_layer_params *q,
                              size_t c, double factor) {
    for (size_t i = 0; i < p->taps_in; i++)
        w[i] = factor * (double)q->weight[i * (size_t)p->cout + c];
    return p->taps_in;
}

/* ---- A layer ------------------------------------------------------------- */

typedef struct layer_job {
    const hwr_plan_layer *p;
    const hwr_layer_params *q;
    double in_scale, out_scale, residual_scale;
    double *scratch; /* (taps_in) */
} layer_job;

/* The smallest weight scale whose sums still hold the bias and the residual in 32 bits, and
 * whose multiplier keeps 8 bits; only the weights of dead channels are below it. */
static double least_scale(const layer_job *job, double bias) {
    double size = bias < 0 ? -bias : bias;
    double least = job->out_scale / 16777216.0;
    if (size / 268435456.0 > least) least = size / 268435456.0;
    if (job->residual_scale / 262144.0 > least) least = job->residual_scale / 262144.0;
    return least / job->in_scale;
}

/* Output channel c's numbers, norm folded in; its taps are in job->scratch. */
typedef struct channel {
    double bias;   /* in the sums */
    double factor; /* of the sums, after the ReLU */
    double shift;  /* added to that */
    double unit;   /* one step of the weights */
    size_t taps;
} channel;

static channel fold(const layer_job *job, size_t c) {
    const hwr_layer_params *q = job->q;
    int norm = job->p->layer->norm;
    double scale = 1, shift = 0;
    if (norm != HWR_NORM_NONE) norm_of(&scale, &shift, q, c);
    channel out = {q->bias ? (double)q->bias[c] : 0, 1, 0, 0, 0};
    if (norm == HWR_NORM_BEFORE) out.bias = shift;
    if (norm == HWR_NORM_AFTER) {
        out.factor = scale;
        out.shift = shift;
    }
    out.taps = channel_weights(job->scratch, job->p, q, c, norm == HWR_NORM_BEFORE ? scale : 1);
    double least = least_scale(job, out.bias);
    out.unit = hwr_weight_scale(job->scratch, out.taps);
    if (out.unit < least) out.unit = least;
    return out;
}

static int quantize_channel(const hwr_draft_layer *out, const layer_job *job, size_t c) {
    const hwr_plan_layer *p = job->p;
    channel ch = fold(job, c);
    double sum = job->in_scale * ch.unit;
    for (size_t i = 0; i < ch.taps; i++) {
        size_t at = p->layer->kind == HWR_DEPTHWISE ? i * (size_t)p->shape.out_channels + c
                                                    : c * ch.taps + i;
        out->weight[at] = (int8_t)hwr_round_weight(job->scratch[i], ch.unit);
    }
    int fits = store(&out->bias[c], ch.bias / sum);
    fits &= store(&out->multiplier[c], sum * ch.factor / job->out_scale * 4294967296.0);
    fits &= store(&out->offset[c], ch.shift / job->out_scale);
    if (out->residual_factor) fits &= store(&out->residual_factor[c], job->residual_scale / sum);
    return fits;
}

/* The scale of a layer's outputs: the calibrated one, where the multipliers stay below a half
 * with it. They do not where the outputs are fewer than weights and inputs let expect: in a
 * layer whose outputs are all the same or all 0, or whose inputs are, and in the last one, which
 * has none; there it is the smallest power of two that keeps them below. */
static double scale_of_outputs(layer_job *job, double calibrated) {
    double scale = 1.0 / 4096, top = 0;
    job->out_scale = 0;
    for (size_t c = 0; c < (size_t)job->p->shape.out_channels; c++) {
        channel ch = fold(job, c);
        double step = ch.unit * job->in_scale * ch.factor;
        if (step < 0) step = -step;
        if (step > top) top = step;
    }
    if (calibrated > 0 && top / calibrated < 0.4999999) return calibrated;
    while (top / scale >= 0.45) scale *= 2;
    return scale;
}

static void describe(hwr_draft_layer *out, const hwr_plan_layer *p, const hwr_range *range,
                     int last) {
    const hwr_shape *s = &p->shape;
    strncpy(out->name, p->layer->name, sizeof out->name - 1);
    out->kind = p->layer->kind;
    out->kernel = s->kernel;
    out->kernel_rows = s->kernel_rows;
    out->stride = s->stride;
    out->flags = (last ? HWR_FLAG_LAST : 0) |
                 (p->layer->norm != HWR_NORM_BEFORE && p->layer->relu ? HWR_FLAG_RELU_FIRST : 0);
    out->in_side = s->in_side;
    out->in_channels = s->in_channels;
    out->out_side = s->out_side;
    out->out_channels = s->out_channels;
    out->pad_low = s->pad_low;
    out->pad_high = s->pad_high;
    out->residual = p->layer->residual;
    out->low = last ? -32768 : range->low;
    out->high = last ? 32767 : range->high;
    out->out_scale = range->scale;
}

/* Hands out memory for the tensors; memory NULL only counts. */
static size_t lay_out(hwr_draft_layer *layers, const hwr_plan *plan, uint8_t *memory) {
    size_t at = 0;
    for (int l = 0; l < plan->n_layers; l++) {
        hwr_draft_layer *out = &layers[l];
        size_t vector = sizeof(int32_t) * (size_t)plan->layers[l].shape.out_channels;
        int32_t **vectors[] = {&out->bias, &out->multiplier, &out->offset, &out->residual_factor};
        for (int i = 0; i < 4; i++) {
            if (i == 3 && plan->layers[l].layer->residual < 0) continue;
            *vectors[i] = memory ? (int32_t *)(memory + at) : NULL;
            at += vector;
        }
        out->weight = memory ? (int8_t *)(memory + at) : NULL;
        at += (plan->layers[l].shape.weights + 3) / 4 * 4;
    }
    return at;
}

/* first: of the network among the file's layers. */
static hwr_status quantize_layers(hwr_draft_layer *layers, float *logit_scale, const hwr_plan *plan,
                                  const hwr_params *params, hwr_range *ranges, double *scratch,
                                  int first) {
    double in_scale = 1.0 / 255;
    for (int l = 0; l < plan->n_layers; l++) {
        const hwr_plan_layer *p = &plan->layers[l];
        int last = l + 1 == plan->n_layers;
        layer_job job = {p, &params->layers[l], in_scale, 0, 0, scratch};
        if (p->layer->residual >= 0) job.residual_scale = (double)ranges[p->layer->residual].scale;
        job.out_scale = scale_of_outputs(&job, last ? 0 : (double)ranges[l].scale);
        ranges[l].scale = (float)job.out_scale;
        describe(&layers[l], p, &ranges[l], last);
        if (p->layer->residual >= 0) layers[l].residual += first;
        for (size_t c = 0; c < (size_t)p->shape.out_channels; c++)
            if (!quantize_channel(&layers[l], &job, c)) return HWR_ERR_FORMAT;
        in_scale = job.out_scale;
    }
    *logit_scale = (float)in_scale;
    return HWR_OK;
}

/* One network, its layers from file->layers[first] on; *memory is what they point to. */
static hwr_status quantize_network(hwr_file_draft *file, void **memory, float *logit_scale,
                                   const hwr_plan *plan, const hwr_params *params,
                                   const uint8_t *inputs, size_t n, int bits, int first) {
    hwr_range ranges[HWR_MAX_LAYERS];
    hwr_draft_layer *layers = &file->layers[first];
    size_t most = 1;
    if (n < 1 || bits < 4 || bits > 12) return HWR_ERR_ARGUMENT;
    hwr_status status = hwr_calibrate(ranges, plan, params, inputs, n, bits);
    if (status != HWR_OK) return status;
    for (int l = 0; l < plan->n_layers; l++)
        if (plan->layers[l].taps_in > most) most = plan->layers[l].taps_in;
    double *scratch = malloc(most * sizeof *scratch);
    *memory = calloc(1, lay_out(layers, plan, NULL));
    if (scratch && *memory) {
        lay_out(layers, plan, *memory);
        status = quantize_layers(layers, logit_scale, plan, params, ranges, scratch, first);
    } else {
        status = HWR_ERR_MEMORY;
    }
    free(scratch);
    return status;
}

hwr_status hwr_quantize(hwr_quantized *out, const hwr_plan *plan, const hwr_params *params,
                        const uint8_t *images, size_t n, const hwr_quantize_options *options) {
    memset(out, 0, sizeof *out);
    hwr_status status = quantize_network(&out->file, &out->memory, &out->file.logit_scale, plan,
                                         params, images, n, options->activation_bits, 0);
    if (status != HWR_OK) {
        hwr_quantized_free(out);
        return status;
    }
    strncpy(out->file.name, plan->net->name, sizeof out->file.name - 1);
    out->file.n_layers = out->file.first_trace = plan->n_layers;
    out->file.temperature = options->temperature;
    out->file.threshold = options->threshold;
    out->file.labels = *options->labels;
    return HWR_OK;
}

hwr_status hwr_quantize_traces(hwr_quantized *out, const hwr_plan *plan, const hwr_params *params,
                               const uint8_t *traces, size_t n, int activation_bits) {
    const int first = out->file.first_trace;
    if (plan->net->input != HWR_INPUT_TRACE || first != out->file.n_layers) return HWR_ERR_ARGUMENT;
    if (first + plan->n_layers > HWR_MAX_LAYERS) return HWR_ERR_TOO_LARGE;
    hwr_status status =
        quantize_network(&out->file, &out->trace_memory, &out->file.fusion.trace_scale, plan,
                         params, traces, n, activation_bits, first);
    if (status == HWR_OK) {
        out->file.n_layers += plan->n_layers;
        return HWR_OK;
    }
    free(out->trace_memory);
    out->trace_memory = NULL;
    memset(&out->file.layers[first], 0, (size_t)plan->n_layers * sizeof *out->file.layers);
    memset(&out->file.fusion, 0, sizeof out->file.fusion);
    return status;
}

void hwr_quantized_free(hwr_quantized *quantized) {
    free(quantized->memory);
    free(quantized->trace_memory);
    memset(quantized, 0, sizeof *quantized);
}
