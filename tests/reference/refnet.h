/* refnet.h - a whole network in double from tests/reference/layers.h, for tests: the same table
 * walked the obvious way, without padding, packing or threads. */
#ifndef REFNET_H
#define REFNET_H

#include <stdlib.h>
#include <string.h>

#include "layers.h"
#include "train/net/params.h"

typedef struct ref_layer {
    double *w, *bias, *gamma, *beta; /* NULL where the layer has none */
    double *dw, *dbias, *dgamma, *dbeta;
    double *z, *mid, *out, *dout; /* (n, side, side, C); mid = input of the norm or ReLU */
    double *mean, *variance;
    double *mask; /* dropout's factors for out, NULL = none; the caller's */
} ref_layer;

typedef struct ref_net {
    const hwr_plan *plan;
    int n;
    double *image; /* (n, input bytes) */
    ref_layer layers[HWR_MAX_LAYERS];
} ref_net;

static inline double *ref_new(size_t n) {
    return calloc(n, sizeof(double));
}

static inline size_t ref_rows(const ref_net *net, int l) {
    const hwr_shape *s = &net->plan->layers[l].shape;
    return (size_t)(net->n * s->out_rows * s->out_side);
}

static inline void ref_init(ref_net *net, const hwr_plan *plan, int n) {
    memset(net, 0, sizeof *net);
    net->plan = plan;
    net->n = n;
    net->image = ref_new((size_t)n * hwr_net_input_bytes(plan->net));
    for (int l = 0; l < plan->n_layers; l++) {
        ref_layer *r = &net->layers[l];
        const hwr_shape *s = &plan->layers[l].shape;
        size_t c = (size_t)s->out_channels, size = ref_rows(net, l) * c;
        int norm = plan->layers[l].layer->norm;
        double **blocks[] = {&r->z, &r->mid, &r->out, &r->dout};
        for (int i = 0; i < 4; i++) *blocks[i] = ref_new(size);
        double **vectors[] = {&r->mean,  &r->variance, &r->bias, &r->dbias,
                              &r->gamma, &r->dgamma,   &r->beta, &r->dbeta};
        for (int i = 0; i < 8; i++)
            if (i < 2 || (i < 4 ? norm != HWR_NORM_BEFORE : norm != HWR_NORM_NONE))
                *vectors[i] = ref_new(c);
        r->w = ref_new(s->weights);
        r->dw = ref_new(s->weights);
    }
}

static inline void ref_free(ref_net *net) {
    for (int l = 0; l < net->plan->n_layers; l++) {
        ref_layer *r = &net->layers[l];
        double *all[] = {r->w,     r->bias, r->gamma, r->beta, r->dw,   r->dbias, r->dgamma,
                         r->dbeta, r->z,    r->mid,   r->out,  r->dout, r->mean,  r->variance};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    }
    free(net->image);
}

/* Copies between the engine's padded table and this one: every tensor of layer l through
 * visit(padded, own, rows, real columns, padded columns). */
typedef void ref_visit(float *padded, double *own, size_t rows, size_t c, size_t stride, void *x);

static inline void ref_each(ref_net *net, const hwr_params *params, int gradients, int l,
                            ref_visit *visit, void *x) {
    const hwr_plan_layer *p = &net->plan->layers[l];
    const hwr_layer_params *q = &params->layers[l];
    ref_layer *r = &net->layers[l];
    size_t c = (size_t)p->shape.out_channels, stride = (size_t)p->cout;
    visit(q->weight, gradients ? r->dw : r->w, p->taps_in, c, stride, x);
    if (q->bias) visit(q->bias, gradients ? r->dbias : r->bias, 1, c, stride, x);
    if (q->gamma) visit(q->gamma, gradients ? r->dgamma : r->gamma, 1, c, stride, x);
    if (q->beta) visit(q->beta, gradients ? r->dbeta : r->beta, 1, c, stride, x);
}

static inline void ref_forward(ref_net *net) {
    const double *in = net->image;
    for (int l = 0; l < net->plan->n_layers; l++) {
        const hwr_plan_layer *p = &net->plan->layers[l];
        ref_layer *r = &net->layers[l];
        size_t c = (size_t)p->shape.out_channels, rows = ref_rows(net, l), size = rows * c;
        (p->layer->kind == HWR_DEPTHWISE ? hwr_depthwise_forward : hwr_conv_forward)(
            r->z, in, r->w, r->bias, &p->shape, net->n);
        if (p->layer->norm == HWR_NORM_BEFORE) {
            hwr_norm_forward(r->mid, r->mean, r->variance, r->z, r->gamma, r->beta, rows, c);
            if (p->layer->residual >= 0)
                for (size_t i = 0; i < size; i++)
                    r->mid[i] += net->layers[p->layer->residual].out[i];
            memcpy(r->out, r->mid, size * sizeof(double));
            if (p->layer->relu) hwr_relu_forward(r->out, r->mid, size);
        } else {
            memcpy(r->mid, r->z, size * sizeof(double));
            if (p->layer->relu) hwr_relu_forward(r->mid, r->z, size);
            memcpy(r->out, r->mid, size * sizeof(double));
            if (p->layer->norm == HWR_NORM_AFTER)
                hwr_norm_forward(r->out, r->mean, r->variance, r->mid, r->gamma, r->beta, rows, c);
        }
        if (r->mask) hwr_dropout_forward(r->out, r->out, r->mask, size);
        in = r->out;
    }
}

/* Layer l's dout -> parameter gradients, and dout of the layers it reads. */
static inline void ref_layer_backward(ref_net *net, int l) {
    const hwr_plan_layer *p = &net->plan->layers[l];
    ref_layer *r = &net->layers[l];
    size_t c = (size_t)p->shape.out_channels, rows = ref_rows(net, l), size = rows * c;
    double *dmid = ref_new(size), *dz = ref_new(size);
    if (r->mask) hwr_dropout_forward(r->dout, r->dout, r->mask, size);
    if (p->layer->norm == HWR_NORM_BEFORE) {
        if (p->layer->relu)
            hwr_relu_backward(dmid, r->dout, r->out, size);
        else
            memcpy(dmid, r->dout, size * sizeof(double));
        if (p->layer->residual >= 0)
            for (size_t i = 0; i < size; i++) net->layers[p->layer->residual].dout[i] += dmid[i];
        hwr_norm_backward(dz, r->dgamma, r->dbeta, dmid, r->z, r->mean, r->variance, r->gamma, rows,
                          c);
    } else {
        if (p->layer->norm == HWR_NORM_AFTER)
            hwr_norm_backward(dmid, r->dgamma, r->dbeta, r->dout, r->mid, r->mean, r->variance,
                              r->gamma, rows, c);
        else
            memcpy(dmid, r->dout, size * sizeof(double));
        if (p->layer->relu)
            hwr_relu_backward(dz, dmid, r->mid, size);
        else
            memcpy(dz, dmid, size * sizeof(double));
    }
    (p->layer->kind == HWR_DEPTHWISE ? hwr_depthwise_backward : hwr_conv_backward)(
        l > 0 ? net->layers[l - 1].dout : NULL, r->dw, r->dbias, dz,
        l > 0 ? net->layers[l - 1].out : net->image, r->w, &p->shape, net->n);
    free(dmid);
    free(dz);
}

/* Summed loss over the images for targets (n, classes); fills the last dout. */
static inline double ref_loss(ref_net *net, const double *targets) {
    ref_layer *last = &net->layers[net->plan->n_layers - 1];
    const int classes = net->plan->classes;
    double loss = 0;
    for (int m = 0; m < net->n; m++)
        loss += hwr_xent_forward(last->dout + m * classes, last->out + m * classes,
                                 targets + m * classes, (size_t)classes);
    return loss;
}

static inline void ref_backward(ref_net *net) {
    for (int l = net->plan->n_layers - 1; l >= 0; l--) ref_layer_backward(net, l);
}

#endif
