/* engine.c - the forward pass; engine_backward.c mirrors it. */
#include "engine.h"

#include <math.h>
#include <string.h>

#include "engine_parts.h"

static void load_inputs(const hwr_plan_layer *p, float *in, const uint8_t *inputs, size_t n) {
    const hwr_shape *s = &p->shape;
    const size_t row = (size_t)(s->in_side * s->in_channels);
    for (size_t m = 0; m < n; m++) {
        float *to = in + m * p->in_image + (size_t)s->row_pad_low * p->in_row +
                    (size_t)(s->pad_low * s->in_channels);
        for (int y = 0; y < s->in_rows; y++, to += p->in_row, inputs += row)
            for (size_t x = 0; x < row; x++) to[x] = (float)inputs[x] / 255.0f;
    }
}

static void depthwise_forward(const hwr_plan_layer *p, float *z, const float *in, const float *w,
                              size_t images) {
    size_t k = (size_t)p->kernel, taps = (size_t)p->kernel_rows * k;
    size_t c = (size_t)p->cout, pixels = p->z_image / c;
    size_t side = (size_t)p->shape.out_side, stride = (size_t)p->shape.stride;
    memset(z, 0, images * p->z_image * sizeof(float));
    for (size_t m = 0; m < images; m++)
        for (size_t i = 0; i < pixels; i++)
            for (size_t t = 0; t < taps; t++)
                hwr_simd_best()->multiply_add(z + m * p->z_image + i * c,
                                              in + m * p->in_image +
                                                  (i / side * stride + t / k) * p->in_row +
                                                  (i % side * stride + t % k) * c,
                                              w + t * c, c);
}

static void linear(const hwr_pass *pass, int l, size_t first, size_t images) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    float *z = pass->ws->z[l] + first * p->z_image;
    const float *in = hwr_in_image(pass, l, first);
    if (p->layer->kind == HWR_DEPTHWISE) {
        depthwise_forward(p, z, in, pass->params->layers[l].weight, images);
        return;
    }
    hwr_conv_job job = {.c = z,
                        .a = in,
                        .a_image = p->in_image,
                        .c_image = p->z_image,
                        .images = images,
                        .run_stride = p->in_row,
                        .channels = (size_t)p->cout};
    hwr_conv_regions(&job, &p->forward, pass->packed->forward + p->packed);
}

void hwr_conv_regions(hwr_conv_job *job, const hwr_regions *regions, const float *packed) {
    for (int i = 0; i < regions->n; i++) {
        const hwr_region *region = &regions->region[i];
        job->w = packed + region->w;
        job->a_offset = region->a_offset;
        job->c_offset = region->c_offset;
        job->rows = region->rows;
        job->run = region->run;
        job->runs = region->runs;
        job->w_first = region->w_first;
        job->w_run = region->w_run;
        job->w_depth = region->w_depth;
        hwr_simd_best()->conv(job);
    }
}

/* Adds one group's sums, taken in float, to the shard's in double. */
static void add_moments(double *total, const float *z, float *sums, size_t pixels,
                        size_t channels) {
    memset(sums, 0, 2 * channels * sizeof(float));
    hwr_simd_best()->moments(sums, sums + channels, z, pixels, channels);
    for (size_t c = 0; c < 2 * channels; c++) total[c] += (double)sums[c];
}

/* Batch statistics (biased variance) into the layer's norm state. */
static void batch_statistics(hwr_norm_state *norm, const double *total, double n, size_t channels) {
    for (size_t c = 0; c < channels; c++) {
        double mean = total[c] / n, variance = total[channels + c] / n - mean * mean;
        norm->mean[c] = (float)mean;
        norm->variance[c] = variance > 0 ? (float)variance : 0.0f;
    }
}

static void norm_scale(hwr_norm_state *norm, const hwr_layer_params *q, size_t channels) {
    for (size_t c = 0; c < channels; c++) {
        norm->inverse[c] = (float)(1.0 / sqrt((double)norm->variance[c] + HWR_NORM_EPSILON));
        norm->scale[c] = q->gamma[c] * norm->inverse[c];
        norm->shift[c] = q->beta[c] - norm->mean[c] * norm->scale[c];
    }
}

void hwr_dropout_row(const hwr_pass *pass, int l, float *row, size_t m, size_t y, size_t n) {
    const hwr_layer *layer = pass->plan->layers[l].layer;
    uint32_t threshold = (uint32_t)(layer->dropout * 4294967295.0f);
    float keep = 1.0f / (1.0f - layer->dropout);
    uint32_t key = hwr_hash32((uint32_t)pass->dropout_seed + 0x9e3779b9u * (uint32_t)l) ^
                   (uint32_t)(pass->dropout_seed >> 32);
    key = hwr_hash32(key + (uint32_t)(m * HWR_SIDE + y));
    hwr_simd_best()->dropout(row, key, threshold, keep, n);
}

void hwr_finish(const hwr_pass *pass, int l, size_t first, size_t images) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    const hwr_norm_state *norm = &pass->ws->norm[l];
    size_t side = (size_t)p->shape.out_side, row = side * (size_t)p->cout;
    int from = p->layer->residual, relu = p->layer->relu && p->layer->norm == HWR_NORM_BEFORE;
    int drop = pass->training && p->layer->dropout > 0;
    for (size_t m = first; m < first + images; m++) {
        for (size_t y = 0; y < (size_t)p->shape.out_rows; y++) {
            float *out = hwr_out_row(pass, l, m, y);
            const float *z = pass->ws->z[l] + m * p->z_image + y * row;
            const float *add = from >= 0 ? hwr_out_row(pass, from, m, y) : NULL;
            if (p->layer->norm == HWR_NORM_NONE)
                memcpy(out, z, row * sizeof(float));
            else
                hwr_simd_best()->affine(out, z, norm->scale, norm->shift, add, relu, side,
                                        (size_t)p->cout);
            if (drop) hwr_dropout_row(pass, l, out, m, y, row);
        }
    }
}

/* Each group of images gets its input, then its z, while that is in the second-level cache. */
static void linear_and_statistics(const hwr_pass *pass, int l, size_t n) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    const hwr_layer_params *q = &pass->params->layers[l];
    hwr_norm_state *norm = &pass->ws->norm[l];
    size_t channels = (size_t)p->cout, pixels = p->z_image / channels;
    double total[2 * HWR_MAX_CHANNELS] = {0};
    int norm_kind = p->layer->norm;
    for (size_t m = 0; m < n; m += p->group) {
        size_t images = n - m < p->group ? n - m : p->group;
        if (l > 0) hwr_finish(pass, l - 1, m, images);
        float *z = pass->ws->z[l] + m * p->z_image;
        linear(pass, l, m, images);
        if (norm_kind != HWR_NORM_BEFORE)
            hwr_simd_best()->bias_relu(z, q->bias, p->layer->relu, images * pixels, channels);
        if (norm_kind != HWR_NORM_NONE && pass->training)
            add_moments(total, z, pass->ws->sums, images * pixels, channels);
    }
    if (norm_kind == HWR_NORM_NONE) return;
    if (pass->training) {
        batch_statistics(norm, total, (double)(n * pixels), channels);
    } else {
        memcpy(norm->mean, q->mean, channels * sizeof(float));
        memcpy(norm->variance, q->variance, channels * sizeof(float));
    }
    norm_scale(norm, q, channels);
}

void hwr_forward(const hwr_pass *pass, const uint8_t *images, size_t n) {
    load_inputs(&pass->plan->layers[0], pass->ws->in[0], images, n);
    for (int l = 0; l < pass->plan->n_layers; l++) linear_and_statistics(pass, l, n);
    hwr_finish(pass, pass->plan->n_layers - 1, 0, n);
}

const float *hwr_layer_output(const hwr_pass *pass, int l, size_t m) {
    hwr_finish(pass, l, m, 1); /* its slot may hold another image by now */
    return hwr_out_row(pass, l, m, 0);
}
