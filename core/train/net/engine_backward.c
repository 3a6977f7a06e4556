/* engine_backward.c - gradients, layer by layer from the last; engine.c is the mirror. */
#include <string.h>

#include "engine.h"
#include "engine_parts.h"

/* dout of some images through dropout and the ReLU after the norm, row by row as the output lies
 * padded. */
static void through_activation(const hwr_pass *pass, int l, size_t first, size_t images) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    size_t side = (size_t)p->shape.out_side, row = side * (size_t)p->cout;
    int relu = p->layer->relu && p->layer->norm == HWR_NORM_BEFORE;
    if (!relu && p->layer->dropout <= 0) return;
    for (size_t m = first; m < first + images; m++) {
        for (size_t y = 0; y < (size_t)p->shape.out_rows; y++) {
            float *dy = pass->ws->dout[l] + m * p->z_image + y * row;
            if (p->layer->dropout > 0) hwr_dropout_row(pass, l, dy, m, y, row);
            if (relu)
                hwr_simd_best()->relu_grad(dy, hwr_out_row(pass, l, m, y), side, (size_t)p->cout);
        }
    }
}

/* How far a layer's dout has been prepared, and the sums over it that its norm wants. */
typedef struct prepared {
    size_t images;
    double sum[HWR_MAX_CHANNELS], product[HWR_MAX_CHANNELS]; /* of dy, and of dy x */
} prepared;

/* dout of layer l is complete for the first ready of n images: prepares the groups among them
 * that have not been, while they are in the second-level cache. */
static void prepare(prepared *done, const hwr_pass *pass, int l, size_t ready, size_t n) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    const hwr_norm_state *norm = &pass->ws->norm[l];
    size_t channels = (size_t)p->cout, pixels = p->z_image / channels;
    float *sum = pass->ws->sums, *product = sum + channels;
    while (done->images < ready) {
        size_t m = done->images, images = n - m < p->group ? n - m : p->group;
        if (m + images > ready) return;
        through_activation(pass, l, m, images);
        done->images += images;
        if (p->layer->norm == HWR_NORM_NONE) continue;
        memset(sum, 0, 2 * channels * sizeof(float));
        hwr_simd_best()->norm_sums(sum, product, pass->ws->dout[l] + m * p->z_image,
                                   pass->ws->z[l] + m * p->z_image, norm->mean, norm->inverse,
                                   images * pixels, channels);
        for (size_t c = 0; c < channels; c++) {
            done->sum[c] += (double)sum[c];
            done->product[c] += (double)product[c];
        }
    }
}

/* dz = dy * a + b - z * c per channel. */
typedef struct norm_factors {
    float a[HWR_MAX_CHANNELS], b[HWR_MAX_CHANNELS], c[HWR_MAX_CHANNELS];
} norm_factors;

/* Batch norm (Ioffe and Szegedy 2015): with x = (z - mean) * inverse and N values,
 * dgamma = sum dy x, dbeta = sum dy, dz = gamma inverse (dy - dbeta / N - x dgamma / N). */
static void norm_backward(const hwr_pass *pass, int l, size_t n, const prepared *done,
                          const hwr_layer_params *g, norm_factors *f) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    const hwr_norm_state *norm = &pass->ws->norm[l];
    size_t channels = (size_t)p->cout;
    double count = (double)(n * (p->z_image / channels));
    for (size_t c = 0; c < channels; c++) {
        double sum = done->sum[c], product = done->product[c], inverse = (double)norm->inverse[c];
        double a = (double)norm->scale[c], slope = a * inverse * product / count;
        g->beta[c] += (float)sum;
        g->gamma[c] += (float)product;
        f->a[c] = (float)a;
        f->c[c] = (float)slope;
        f->b[c] = (float)((double)norm->mean[c] * slope - a * sum / count);
    }
}

static void identity_factors(norm_factors *f, size_t channels) {
    for (size_t c = 0; c < channels; c++) {
        f->a[c] = 1;
        f->b[c] = f->c[c] = 0;
    }
}

/* The padded gradient of z for one group, and its column sums into dbias where wanted. */
static void group_dz(const hwr_pass *pass, int l, size_t first, size_t images,
                     const norm_factors *f, float *dbias) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    size_t side = (size_t)p->shape.out_side, channels = (size_t)p->cout, row = side * channels;
    int gate = p->layer->relu && p->layer->norm != HWR_NORM_BEFORE;
    float *scratch = pass->ws->sums;
    for (size_t m = 0; m < images; m++) {
        for (size_t y = 0; y < (size_t)p->shape.out_rows; y++) {
            size_t at = (first + m) * p->z_image + y * row;
            float *dz = pass->ws->dz + m * p->dz_image + p->dz_first + y * p->dz_row;
            hwr_simd_best()->norm_grad(dz, pass->ws->dout[l] + at, pass->ws->z[l] + at, f->a, f->b,
                                       f->c, gate, side, channels);
            if (dbias) hwr_simd_best()->moments(dbias, scratch, dz, side, channels);
        }
    }
}

static void conv_weight_grad(const hwr_pass *pass, int l, size_t first, size_t images, float *dw) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    hwr_weight_job job = {.dw = dw,
                          .a = hwr_in_image(pass, l, first),
                          .dz = pass->ws->dz + p->dz_first,
                          .a_image = p->in_image,
                          .a_row = (size_t)p->shape.stride * p->in_row,
                          .a_pixel = (size_t)p->shape.stride * p->in_pixel,
                          .dz_image = p->dz_image,
                          .dz_row = p->dz_row,
                          .images = images,
                          .height = (size_t)p->shape.out_rows,
                          .width = (size_t)p->shape.out_side,
                          .run = (size_t)(p->kernel * p->cin),
                          .runs = (size_t)p->kernel_rows,
                          .taps = (size_t)p->kernel,
                          .run_stride = p->in_row,
                          .channels = (size_t)p->cout,
                          .first = p->tap_first,
                          .end = p->tap_end,
                          .row_first = p->row_first,
                          .row_end = p->row_end};
    hwr_simd_best()->weight_grad(&job);
}

static void conv_input_grad(const hwr_pass *pass, int l, size_t first, size_t images,
                            int accumulate) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    hwr_conv_job job = {.c = pass->ws->dout[l - 1] + first * p->din_image,
                        .a = pass->ws->dz,
                        .a_image = p->dz_image,
                        .c_image = p->din_image,
                        .images = images,
                        .run_stride = p->dz_row,
                        .channels = (size_t)p->cin,
                        .accumulate = accumulate};
    hwr_conv_regions(&job, &p->back, pass->packed->back + p->packed_back);
}

/* Both gradients of a depthwise layer; inputs in the border get none. */
static void depthwise_backward(const hwr_pass *pass, int l, size_t first, size_t images, float *dw,
                               int accumulate) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    const float *w = pass->params->layers[l].weight;
    int k = p->kernel, taps = p->kernel_rows * k;
    int side = p->shape.out_side, pixels = p->shape.out_rows * side;
    int in_side = p->shape.in_side, in_rows = p->shape.in_rows;
    size_t c = (size_t)p->cout;
    float *din = l > 0 ? pass->ws->dout[l - 1] + first * p->din_image : NULL;
    if (din && !accumulate) memset(din, 0, images * p->din_image * sizeof(float));
    for (size_t m = 0; m < images; m++) {
        const float *in = hwr_in_image(pass, l, first + m);
        for (int i = 0; i < pixels * taps; i++) {
            int o = i / taps, t = i % taps;
            int y = o / side * p->shape.stride + t / k, x = o % side * p->shape.stride + t % k;
            const float *dz = pass->ws->dz + m * p->dz_image + p->dz_first +
                              (size_t)(o / side) * p->dz_row + (size_t)(o % side) * c;
            hwr_simd_best()->multiply_add(dw + (size_t)t * c, dz,
                                          in + (size_t)y * p->in_row + (size_t)x * c, c);
            y -= p->shape.row_pad_low;
            x -= p->shape.pad_low;
            if (!din || y < 0 || x < 0 || y >= in_rows || x >= in_side) continue;
            hwr_simd_best()->multiply_add(din + m * p->din_image + (size_t)(y * in_side + x) * c,
                                          dz, w + (size_t)t * c, c);
        }
    }
}

/* done: of this layer, all of it prepared; below: of the one before, which will be. */
static void layer_backward(const hwr_pass *pass, const hwr_params *grads, int l, size_t n,
                           int accumulate, const prepared *done, prepared *below) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    const hwr_layer_params *g = &grads->layers[l];
    norm_factors f;
    if (p->layer->norm == HWR_NORM_NONE)
        identity_factors(&f, (size_t)p->cout);
    else
        norm_backward(pass, l, n, done, g, &f);
    memset(pass->ws->dz, 0, p->group * p->dz_image * sizeof(float));
    for (size_t m = 0; m < n; m += p->group) {
        size_t images = n - m < p->group ? n - m : p->group;
        if (l > 0 && pass->plan->layers[l - 1].out_slots < HWR_SHARD)
            hwr_finish(pass, l - 1, m, images);
        group_dz(pass, l, m, images, &f, g->bias);
        if (p->layer->kind == HWR_DEPTHWISE) {
            depthwise_backward(pass, l, m, images, g->weight, accumulate);
        } else {
            conv_weight_grad(pass, l, m, images, g->weight);
            if (l > 0) conv_input_grad(pass, l, m, images, accumulate);
        }
        if (l > 0) prepare(below, pass, l - 1, m + images, n);
    }
}

void hwr_backward(const hwr_pass *pass, const hwr_params *grads, size_t n) {
    int started[HWR_MAX_LAYERS] = {0}; /* dout already holds a residual connection's share */
    prepared both[2];                  /* layer l's in both[l % 2] */
    int l = pass->plan->n_layers - 1;
    memset(&both[l % 2], 0, sizeof both[0]);
    prepare(&both[l % 2], pass, l, n, n);
    for (; l >= 0; l--) {
        const hwr_plan_layer *p = &pass->plan->layers[l];
        int from = p->layer->residual;
        if (from >= 0) {
            if (!started[from]) memset(pass->ws->dout[from], 0, n * p->z_image * sizeof(float));
            hwr_simd_best()->axpy(pass->ws->dout[from], pass->ws->dout[l], 1.0f, n * p->z_image);
            started[from] = 1;
        }
        prepared *below = &both[(l + 1) % 2];
        memset(below, 0, sizeof *below);
        layer_backward(pass, grads, l, n, l > 0 && started[l - 1], &both[l % 2], below);
    }
}
