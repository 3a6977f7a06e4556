#include <string.h>

#include "plan_parts.h"

static int round_up(int n, int to) {
    return (n + to - 1) / to * to;
}

/* Floats that hwr_pack writes for a (depth, channels) matrix: no lane is lost, because
 * channels is a multiple of 8. */
static size_t packed_size(size_t depth, int channels) {
    return depth * (size_t)channels;
}

static hwr_status plan_backward(hwr_plan *plan, hwr_plan_layer *p) {
    const hwr_shape *s = &p->shape;
    int low = (p->kernel - 1 - s->pad_low) / s->stride;
    int high = (s->in_side - 1 + s->pad_low) / s->stride - (s->out_side - 1);
    if (p->dense || low < 0) low = 0;
    if (p->dense || high < 0) high = 0;
    const int line = s->in_rows < s->in_side, above = line ? 0 : low, below = line ? 0 : high;
    p->dz_row = (size_t)(low + s->out_side + high) * (size_t)p->cout;
    p->dz_image = (size_t)(above + s->out_rows + below) * p->dz_row;
    p->dz_first = (size_t)above * p->dz_row + (size_t)(low * p->cout);
    if (p->dz_image * p->group > plan->dz_group) plan->dz_group = p->dz_image * p->group;
    if (p->layer->kind == HWR_DEPTHWISE || p == plan->layers) return HWR_OK;
    size_t floats;
    hwr_status status = hwr_plan_back(&floats, p, above, low);
    p->packed_back = plan->packed_back;
    plan->packed_back += floats;
    return status;
}

static void plan_sizes(hwr_plan_layer *p, int cin) {
    const hwr_shape *s = &p->shape;
    p->dense = p->layer->kind == HWR_CONV && s->out_side == 1 && s->pad_low == 0 &&
               s->pad_high == 0 && s->kernel == s->in_side;
    p->kernel = p->dense ? 1 : s->kernel;
    p->kernel_rows = p->dense ? 1 : s->kernel_rows;
    p->cin = p->dense ? s->kernel_rows * s->kernel * cin : cin;
    p->cout = round_up(s->out_channels, HWR_FLOAT_LANES);
    p->taps_in =
        (size_t)(p->kernel_rows * p->kernel * (p->layer->kind == HWR_DEPTHWISE ? 1 : p->cin));
    size_t padded = (size_t)(s->in_side + s->pad_low + s->pad_high);
    size_t padded_rows = (size_t)(s->in_rows + s->row_pad_low + s->row_pad_high);
    p->in_pixel = (size_t)p->cin;
    p->in_row = p->dense ? p->in_pixel : padded * p->in_pixel;
    p->in_image = p->dense ? p->in_pixel : padded_rows * p->in_row;
    size_t pixels = (size_t)(s->out_rows * s->out_side);
    p->z_image = pixels * (size_t)p->cout;
    p->din_image = p->dense ? p->in_pixel : (size_t)(s->in_rows * s->in_side * p->cin);
    p->group = pixels >= 256 ? 1 : 256 / pixels;
}

/* The output has the border the next layer wants; the last one has none. */
static void plan_output(hwr_plan_layer *p, const hwr_plan_layer *next) {
    static const hwr_shape none;
    const hwr_shape *s = next ? &next->shape : &none;
    p->out_row = (size_t)(p->shape.out_side + s->pad_low + s->pad_high) * (size_t)p->cout;
    p->out_image = (size_t)(p->shape.out_rows + s->row_pad_low + s->row_pad_high) * p->out_row;
    p->out_first = (size_t)s->row_pad_low * p->out_row + (size_t)(s->pad_low * p->cout);
}

/* A layer's output is held for all images where a residual connection needs it; else for one
 * group of the next layer at a time, and made again from z in the backward pass: that costs less
 * than to write it to memory and to read it back. The groups must nest. */
static void plan_slots(hwr_plan *plan) {
    for (int l = 0; l < plan->n_layers; l++) {
        hwr_plan_layer *p = &plan->layers[l];
        size_t group = l + 1 < plan->n_layers ? p[1].group : HWR_SHARD;
        int held = p->layer->residual >= 0 || group > HWR_SHARD || group % p->group != 0;
        for (int k = l + 1; k < plan->n_layers; k++) held |= plan->layers[k].layer->residual == l;
        p->out_slots = held ? HWR_SHARD : group;
    }
}

hwr_status hwr_plan_init(hwr_plan *plan, const hwr_net *net, int classes) {
    hwr_shape shapes[HWR_MAX_LAYERS];
    memset(plan, 0, sizeof *plan);
    hwr_status status = hwr_net_shapes(shapes, net, classes);
    if (status != HWR_OK) return status;
    plan->net = net;
    plan->n_layers = net->n_layers;
    plan->classes = classes;
    int cin = shapes[0].in_channels;
    for (int l = 0; l < net->n_layers; l++) {
        hwr_plan_layer *p = &plan->layers[l];
        p->layer = &net->layers[l];
        p->shape = shapes[l];
        if (shapes[l].stride > 4 || shapes[l].out_channels > HWR_MAX_CHANNELS) return HWR_ERR_SHAPE;
        if (l + 1 < net->n_layers && shapes[l].out_channels % HWR_FLOAT_LANES) return HWR_ERR_SHAPE;
        if (cin == 1 && l > 0) return HWR_ERR_SHAPE;
        if (shapes[l].kernel > HWR_SIDE) return HWR_ERR_SHAPE;
        plan_sizes(p, cin);
        if (l > 0) plan_output(p - 1, p);
        p->packed = plan->packed_forward;
        plan->packed_forward += packed_size(p->taps_in, p->cout);
        if (p->layer->kind == HWR_CONV) status = hwr_plan_forward(p);
        if (status == HWR_OK) status = plan_backward(plan, p);
        if (status != HWR_OK) {
            hwr_plan_free(plan);
            return status;
        }
        cin = p->cout;
        if ((size_t)cin > plan->max_channels) plan->max_channels = (size_t)cin;
    }
    plan_output(&plan->layers[plan->n_layers - 1], NULL);
    plan_slots(plan);
    return HWR_OK;
}

void hwr_plan_free(hwr_plan *plan) {
    for (int l = 0; l < plan->n_layers; l++) {
        hwr_plan_layer *p = &plan->layers[l];
        hwr_plan_free_regions(&p->forward);
        hwr_plan_free_regions(&p->back);
    }
    memset(plan, 0, sizeof *plan);
}
