#include "params.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/base/floats.h"
#include "train/base/rng.h"
#include "train/simd/simd.h"

/* Walks the table once; data NULL only counts. */
static void lay_out(hwr_params *params, const hwr_plan *plan, float *data) {
    size_t at = 0;
    for (int l = 0; l < plan->n_layers; l++) {
        const hwr_plan_layer *p = &plan->layers[l];
        hwr_layer_params *q = &params->layers[l];
        size_t cout = (size_t)p->cout;
        q->weight = data ? data + at : NULL;
        at += p->taps_in * cout;
        if (p->layer->norm != HWR_NORM_BEFORE) {
            q->bias = data ? data + at : NULL;
            at += cout;
        }
        if (p->layer->norm != HWR_NORM_NONE) {
            q->gamma = data ? data + at : NULL;
            q->beta = data ? data + at + cout : NULL;
            at += 2 * cout;
        }
    }
    params->trainable = at;
    for (int l = 0; l < plan->n_layers; l++) {
        size_t cout = (size_t)plan->layers[l].cout;
        if (plan->layers[l].layer->norm == HWR_NORM_NONE) continue;
        params->layers[l].mean = data ? data + at : NULL;
        params->layers[l].variance = data ? data + at + cout : NULL;
        at += 2 * cout;
    }
    params->all = at;
}

hwr_status hwr_params_init(hwr_params *params, const hwr_plan *plan) {
    memset(params, 0, sizeof *params);
    lay_out(params, plan, NULL);
    params->data = hwr_floats_create(params->all);
    if (!params->data) return HWR_ERR_MEMORY;
    lay_out(params, plan, params->data);
    return HWR_OK;
}

void hwr_params_free(hwr_params *params) {
    free(params->data);
    memset(params, 0, sizeof *params);
}

/* 1 where row l ends a branch that a residual connection is added to. */
static int ends_branch(const hwr_plan *plan, int l) {
    return plan->layers[l].layer->residual >= 0 && plan->layers[l].layer->norm == HWR_NORM_BEFORE;
}

void hwr_params_randomize(hwr_params *params, const hwr_plan *plan, uint64_t seed) {
    memset(params->data, 0, params->all * sizeof(float));
    for (int l = 0; l < plan->n_layers; l++) {
        const hwr_plan_layer *p = &plan->layers[l];
        const hwr_layer_params *q = &params->layers[l];
        hwr_rng rng = hwr_rng_stream(seed, 1, (uint64_t)l, 0);
        size_t real = (size_t)p->shape.out_channels;
        float deviation = (float)sqrt(2.0 / (double)p->taps_in);
        for (size_t row = 0; row < p->taps_in; row++)
            for (size_t c = 0; c < real; c++)
                q->weight[row * (size_t)p->cout + c] = deviation * hwr_rng_normal(&rng);
        if (!q->gamma) continue;
        for (size_t c = 0; c < real; c++) {
            q->gamma[c] = ends_branch(plan, l) ? 0.0f : 1.0f;
            q->variance[c] = 1.0f;
        }
    }
}

void hwr_params_decay_mask(float *decay, const hwr_params *params, const hwr_plan *plan) {
    memset(decay, 0, params->trainable * sizeof(float));
    for (int l = 0; l < plan->n_layers; l++) {
        const hwr_plan_layer *p = &plan->layers[l];
        size_t first = (size_t)(params->layers[l].weight - params->data);
        for (size_t i = 0; i < p->taps_in * (size_t)p->cout; i++) decay[first + i] = 1.0f;
    }
}

hwr_status hwr_packed_init(hwr_packed *packed, const hwr_plan *plan) {
    packed->forward = hwr_floats_create(plan->packed_forward);
    packed->back = hwr_floats_create(plan->packed_back);
    if (packed->forward && packed->back) return HWR_OK;
    hwr_packed_free(packed);
    return HWR_ERR_MEMORY;
}

void hwr_packed_free(hwr_packed *packed) {
    free(packed->forward);
    free(packed->back);
    packed->forward = packed->back = NULL;
}

/* (depth, channels) into panels. */
static void pack_forward(float *out, const float *weight, size_t depth, size_t channels) {
    for (size_t lane = 0, n; lane < channels; lane += n) {
        n = hwr_simd_panel(hwr_simd_best()->widest, channels - lane);
        for (size_t k = 0; k < depth; k++, out += n)
            memcpy(out, weight + k * channels + lane, n * sizeof(float));
    }
}

/* One phase: depth is (tap y descending, tap x descending, cout), lanes are inputs. Returns
 * the end of what it wrote. */
static float *pack_phase(float *out, const float *weight, const hwr_plan_layer *p, int py, int px) {
    size_t cin = (size_t)p->cin, cout = (size_t)p->cout;
    int stride = p->shape.stride;
    for (size_t lane = 0, n; lane < cin; lane += n) {
        n = hwr_simd_panel(hwr_simd_best()->widest, cin - lane);
        for (int j = hwr_plan_taps(p->kernel_rows, stride, py) - 1; j >= 0; j--) {
            for (int i = hwr_plan_taps(p->kernel, stride, px) - 1; i >= 0; i--) {
                int tap = (py + stride * j) * p->kernel + px + stride * i;
                const float *w = weight + ((size_t)tap * cin + lane) * cout;
                for (size_t c = 0; c < cout; c++)
                    for (size_t k = 0; k < n; k++) *out++ = w[k * cout + c];
            }
        }
    }
    return out;
}

void hwr_pack_layer(hwr_packed *packed, const hwr_params *params, const hwr_plan *plan, int l,
                    int with_back) {
    const hwr_plan_layer *p = &plan->layers[l];
    const float *weight = params->layers[l].weight;
    if (p->layer->kind == HWR_DEPTHWISE) return;
    pack_forward(packed->forward + p->packed, weight, p->taps_in, (size_t)p->cout);
    if (!with_back || l == 0) return;
    float *back = packed->back + p->packed_back;
    for (int py = 0; py < p->shape.stride; py++)
        for (int px = 0; px < p->shape.stride; px++) back = pack_phase(back, weight, p, py, px);
}

void hwr_pack(hwr_packed *packed, const hwr_params *params, const hwr_plan *plan, int with_back) {
    for (int l = 0; l < plan->n_layers; l++) hwr_pack_layer(packed, params, plan, l, with_back);
}
