#include "quantize.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/net/engine.h"
#include "model/format_write.h"
#include "rounding.h"

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

static int quantize_channel(const hwr_draft_layer *out, const layer_job *job, size_t c) {
    const hwr_plan_layer *p = job->p;
    double scale = 1, shift = 0, bias = job->q->bias ? (double)job->q->bias[c] : 0;
    if (p->layer->norm != HWR_NORM_NONE) norm_of(&scale, &shift, job->q, c);
    int fold = p->layer->norm == HWR_NORM_BEFORE;
    if (fold) bias = shift;
    size_t n = channel_weights(job->scratch, p, job->q, c, fold ? scale : 1);
    double unit = hwr_weight_scale(job->scratch, n), least = least_scale(job, bias);
    if (unit < least) unit = least;
    double sum = job->in_scale * unit;
    for (size_t i = 0; i < n; i++) {
        size_t at =
            p->layer->kind == HWR_DEPTHWISE ? i * (size_t)p->shape.out_channels + c : c * n + i;
        out->weight[at] = (int8_t)hwr_round_weight(job->scratch[i], unit);
    }
    int after = p->layer->norm == HWR_NORM_AFTER;
    int fits = store(&out->bias[c], bias / sum);
    fits &= store(&out->multiplier[c], sum * (after ? scale : 1) / job->out_scale * 4294967296.0);
    fits &= store(&out->offset[c], after ? shift / job->out_scale : 0);
    if (out->residual_factor)
        fits &= store(&out->residual_factor[c], job->residual_scale / sum);
    return fits;
}

/* The smallest power of two that keeps the last layer's multipliers below a half. */
static double logit_scale(const layer_job *job) {
    double scale = 1.0 / 4096, top = 0;
    for (size_t c = 0; c < (size_t)job->p->shape.out_channels; c++) {
        size_t n = channel_weights(job->scratch, job->p, job->q, c, 1);
        double unit = hwr_weight_scale(job->scratch, n) * job->in_scale;
        if (unit > top) top = unit;
    }
    while (top / scale >= 0.45) scale *= 2;
    return scale;
}

static void describe(hwr_draft_layer *out, const hwr_plan_layer *p, const hwr_range *range,
                     int last) {
    const hwr_shape *s = &p->shape;
    strncpy(out->name, p->layer->name, sizeof out->name - 1);
    out->kind = p->layer->kind;
    out->kernel = s->kernel;
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
static size_t lay_out(hwr_file_draft *file, const hwr_plan *plan, uint8_t *memory) {
    size_t at = 0;
    for (int l = 0; l < plan->n_layers; l++) {
        hwr_draft_layer *out = &file->layers[l];
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

static hwr_status quantize_layers(hwr_quantized *out, const hwr_plan *plan,
                                  const hwr_params *params, hwr_range *ranges, double *scratch) {
    double in_scale = 1.0 / 255;
    for (int l = 0; l < plan->n_layers; l++) {
        const hwr_plan_layer *p = &plan->layers[l];
        int last = l + 1 == plan->n_layers;
        layer_job job = {p, &params->layers[l], in_scale, 0, 0, scratch};
        if (last) ranges[l].scale = (float)logit_scale(&job);
        if (p->layer->residual >= 0) job.residual_scale = (double)ranges[p->layer->residual].scale;
        job.out_scale = (double)ranges[l].scale;
        describe(&out->file.layers[l], p, &ranges[l], last);
        for (size_t c = 0; c < (size_t)p->shape.out_channels; c++)
            if (!quantize_channel(&out->file.layers[l], &job, c)) return HWR_ERR_FORMAT;
        in_scale = job.out_scale;
    }
    out->file.logit_scale = (float)in_scale;
    return HWR_OK;
}

hwr_status hwr_quantize(hwr_quantized *out, const hwr_plan *plan, const hwr_params *params,
                        const uint8_t *images, size_t n, const hwr_quantize_options *options) {
    hwr_range ranges[HWR_MAX_LAYERS];
    size_t most = 1;
    memset(out, 0, sizeof *out);
    if (n < 1 || options->activation_bits < 4 || options->activation_bits > 12)
        return HWR_ERR_ARGUMENT;
    hwr_status status = hwr_calibrate(ranges, plan, params, images, n, options->activation_bits);
    if (status != HWR_OK) return status;
    for (int l = 0; l < plan->n_layers; l++)
        if (plan->layers[l].taps_in > most) most = plan->layers[l].taps_in;
    double *scratch = malloc(most * sizeof *scratch);
    out->memory = calloc(1, lay_out(&out->file, plan, NULL));
    if (scratch && out->memory) {
        lay_out(&out->file, plan, out->memory);
        strncpy(out->file.name, plan->net->name, sizeof out->file.name - 1);
        out->file.n_layers = plan->n_layers;
        out->file.temperature = options->temperature;
        out->file.layers[plan->n_layers - 1].threshold = options->threshold;
        status = quantize_layers(out, plan, params, ranges, scratch);
    } else {
        status = HWR_ERR_MEMORY;
    }
    free(scratch);
    if (status != HWR_OK) hwr_quantized_free(out);
    return status;
}

void hwr_quantized_free(hwr_quantized *quantized) {
    free(quantized->memory);
    memset(quantized, 0, sizeof *quantized);
}
