/* calibrate.c - the range of every layer's outputs, from images. */
#include <stdlib.h>
#include <string.h>

#include "quantize.h"
#include "train/net/engine.h"

enum { BINS = 2048, CANDIDATES = 64 };

static const float largest = 1e30f;    /* output: anything past it has overflowed, or will */
static const float narrowest = 1e-30f; /* range of outputs: anything below it is none */

/* Outputs of one layer, counted between the extremes of a first pass. */
typedef struct histogram {
    float low, high; /* 0 is always between them */
    int overflow;    /* an output was past the largest, or not a number */
    double count[BINS];
} histogram;

/* No output but 0: there is nothing to count, and no scale that suits it. */
static int is_dead(const histogram *h) {
    return h->high - h->low < narrowest;
}

typedef void visit_row(histogram *h, const float *row, size_t pixels, size_t channels,
                       size_t stride);

static void extremes(histogram *h, const float *row, size_t pixels, size_t channels,
                     size_t stride) {
    for (size_t i = 0; i < pixels; i++)
        for (size_t c = 0; c < channels; c++) {
            float v = row[i * stride + c];
            if (!(v > -largest && v < largest)) h->overflow = 1;
            if (v < h->low) h->low = v;
            if (v > h->high) h->high = v;
        }
}

static void count(histogram *h, const float *row, size_t pixels, size_t channels, size_t stride) {
    if (is_dead(h)) return;
    float factor = (BINS - 1) / (h->high - h->low);
    for (size_t i = 0; i < pixels; i++)
        for (size_t c = 0; c < channels; c++)
            h->count[(int)((row[i * stride + c] - h->low) * factor)]++;
}

static void visit_outputs(histogram *h, const hwr_pass *pass, size_t n, visit_row *visit) {
    for (int l = 0; l + 1 < pass->plan->n_layers; l++) {
        const hwr_plan_layer *p = &pass->plan->layers[l];
        size_t side = (size_t)p->shape.out_side, c = (size_t)p->shape.out_channels;
        for (size_t m = 0; m < n; m++) {
            const float *out = hwr_layer_output(pass, l, m);
            for (size_t y = 0; y < (size_t)p->shape.out_rows; y++)
                visit(&h[l], out + y * p->out_row, side, c, (size_t)p->cout);
        }
    }
}

/* Integers low..low+levels-1 at this scale: the squared error over the histogram. */
static double error_of(const histogram *h, float scale, int32_t low, int levels) {
    double sum = 0;
    float step = (h->high - h->low) / (BINS - 1);
    for (int i = 0; i < BINS; i++) {
        if (h->count[i] <= 0) continue;
        float v = h->low + ((float)i + 0.5f) * step;
        float q = v / scale;
        int32_t k = (int32_t)(q < 0 ? q - 0.5f : q + 0.5f);
        if (k < low) k = low;
        if (k > low + levels - 1) k = low + levels - 1;
        double d = (double)(v - (float)k * scale);
        sum += h->count[i] * d * d;
    }
    return sum;
}

static hwr_range best_range(const histogram *h, int bits) {
    int levels = 1 << bits;
    hwr_range best = {0, 0, levels - 1};
    double least = -1;
    if (is_dead(h)) return best;
    for (int i = CANDIDATES; i > CANDIDATES / 4; i--) {
        float part = (float)i / CANDIDATES, low = h->low * part, high = h->high * part;
        float scale = (high - low) / (float)(levels - 1);
        int32_t first = (int32_t)(low / scale - (low < 0 ? 0.5f : 0.0f));
        double error = error_of(h, scale, first, levels);
        if (least >= 0 && error >= least) continue;
        least = error;
        best = (hwr_range){scale, first, first + levels - 1};
    }
    return best;
}

static int any_overflow(const histogram *h, int n) {
    for (int l = 0; l < n; l++)
        if (h[l].overflow) return 1;
    return 0;
}

static void count_outputs(histogram *h, const hwr_pass *pass, const uint8_t *images, size_t n,
                          visit_row *visit) {
    for (size_t i = 0; i < n; i += HWR_SHARD) {
        size_t some = n - i < HWR_SHARD ? n - i : HWR_SHARD;
        hwr_forward(pass, images + i * hwr_net_input_bytes(pass->plan->net), some);
        visit_outputs(h, pass, some, visit);
    }
}

hwr_status hwr_calibrate(hwr_range *ranges, const hwr_plan *plan, const hwr_params *params,
                         const uint8_t *images, size_t n, int bits) {
    hwr_packed packed = {NULL, NULL};
    hwr_workspace ws = {0};
    histogram *h = calloc(HWR_MAX_LAYERS, sizeof *h);
    hwr_status status = h ? hwr_packed_init(&packed, plan) : HWR_ERR_MEMORY;
    if (status == HWR_OK) status = hwr_workspace_init(&ws, plan, 0);
    if (status == HWR_OK) {
        hwr_pass pass = {plan, params, &packed, &ws, 0, 0};
        hwr_pack(&packed, params, plan, 0);
        count_outputs(h, &pass, images, n, extremes);
        if (any_overflow(h, plan->n_layers)) status = HWR_ERR_FORMAT;
        if (status == HWR_OK) {
            count_outputs(h, &pass, images, n, count);
            for (int l = 0; l < plan->n_layers; l++) ranges[l] = best_range(&h[l], bits);
        }
    }
    hwr_workspace_free(&ws);
    hwr_packed_free(&packed);
    free(h);
    return status;
}
