#include "plan.h"

#include <stdlib.h>
#include <string.h>

static int round_up(int n, int to) {
    return (n + to - 1) / to * to;
}

/* Floats that hwr_pack writes for a (depth, channels) matrix: no lane is lost, because
 * channels is a multiple of 8. */
static size_t packed_size(size_t depth, int channels) {
    return depth * (size_t)channels;
}

static hwr_status plan_forward(hwr_plan_layer *p) {
    const hwr_shape *s = &p->shape;
    size_t side = (size_t)s->out_side, pixels = side * side;
    p->in_offset = malloc(pixels * sizeof *p->in_offset);
    p->z_offset = malloc(pixels * sizeof *p->z_offset);
    if (!p->in_offset || !p->z_offset) return HWR_ERR_MEMORY;
    for (size_t y = 0; y < side; y++) {
        for (size_t x = 0; x < side; x++) {
            size_t i = y * side + x, stride = (size_t)s->stride;
            p->in_offset[i] = (uint32_t)(y * stride * p->in_row + x * stride * p->in_pixel);
            p->z_offset[i] = (uint32_t)(i * (size_t)p->cout);
        }
    }
    return HWR_OK;
}

/* Kernel taps of residue r: r, r + s, ... below K. */
static int taps_of(int kernel, int stride, int r) {
    return r < kernel ? (kernel - r + stride - 1) / stride : 0;
}

/* How many of a residue's ny kernel rows reach an input row, and the first of them. top: the
 * output row, maybe outside, that the first kernel row would meet. */
static int rows_reaching(int *first, int top, int ny, int out_side) {
    int last = out_side - top < ny ? out_side - top : ny;
    *first = top < 0 ? -top : 0;
    if (last > *first) return last - *first;
    *first = 0;
    return 0;
}

/* Rows y, y + stride, ... before end, which the same kernel rows reach. */
static hwr_status plan_rows(hwr_plan_layer *p, hwr_phase *phase, int y, int end, int low) {
    const hwr_shape *s = &p->shape;
    int stride = s->stride, side = p->dense ? 1 : s->in_side;
    phase->dz_offset = malloc((size_t)(side * side) * sizeof(uint32_t));
    phase->din_offset = malloc((size_t)(side * side) * sizeof(uint32_t));
    if (!phase->dz_offset || !phase->din_offset) return HWR_ERR_MEMORY;
    for (; y < end; y += stride) {
        int oy = (y + s->pad_low) / stride - (phase->taps_y - 1) + (int)phase->first + low;
        for (int x = 0; x < side; x++) {
            if ((x + s->pad_low) % stride != phase->first_kx) continue;
            int ox = (x + s->pad_low) / stride - (phase->taps_x - 1) + low;
            size_t offset = (size_t)oy * p->dz_row + (size_t)(ox * p->cout);
            phase->dz_offset[phase->rows] = phase->runs ? (uint32_t)offset : 0;
            phase->din_offset[phase->rows++] = (uint32_t)((y * side + x) * p->cin);
        }
    }
    return HWR_OK;
}

/* All phases of residue (py, px), which share one packing of the weights. */
static hwr_status plan_residue(hwr_plan *plan, hwr_plan_layer *p, int py, int px, int low) {
    const hwr_shape *s = &p->shape;
    int stride = s->stride, side = p->dense ? 1 : s->in_side;
    int ny = taps_of(p->kernel, stride, py), nx = taps_of(p->kernel, stride, px);
    int reach = nx ? ny : 0, y = ((py - s->pad_low) % stride + stride) % stride;
    size_t packed = plan->packed_back;
    plan->packed_back += packed_size((size_t)(ny * nx * p->cout), p->cin);
    while (y < side) {
        int first, next_first, top = (y + s->pad_low) / stride - (ny - 1), end = y;
        int runs = rows_reaching(&first, top, reach, s->out_side);
        do {
            end += stride;
            top++;
        } while (end < side && rows_reaching(&next_first, top, reach, s->out_side) == runs &&
                 next_first == first);
        if (p->n_phases == HWR_MAX_PHASES) return HWR_ERR_TOO_LARGE;
        hwr_phase *phase = &p->phases[p->n_phases++];
        *phase = (hwr_phase){.run = (size_t)(nx * p->cout),
                             .runs = (size_t)runs,
                             .first = (size_t)first,
                             .after = (size_t)(reach - first - runs),
                             .first_ky = py,
                             .first_kx = px,
                             .taps_y = ny,
                             .taps_x = nx,
                             .packed = packed};
        hwr_status status = plan_rows(p, phase, y, end < side ? end : side, low);
        if (status != HWR_OK) return status;
        y = end;
    }
    return HWR_OK;
}

static hwr_status plan_backward(hwr_plan *plan, hwr_plan_layer *p) {
    const hwr_shape *s = &p->shape;
    int low = (p->kernel - 1 - s->pad_low) / s->stride;
    int high = (s->in_side - 1 + s->pad_low) / s->stride - (s->out_side - 1);
    if (p->dense || low < 0) low = 0;
    if (p->dense || high < 0) high = 0;
    size_t side = (size_t)(low + s->out_side + high);
    p->dz_row = side * (size_t)p->cout;
    p->dz_image = side * p->dz_row;
    p->dz_first = (size_t)low * p->dz_row + (size_t)(low * p->cout);
    if (p->dz_image * p->group > plan->dz_group) plan->dz_group = p->dz_image * p->group;
    if (p->layer->kind == HWR_DEPTHWISE || p == plan->layers) return HWR_OK;
    for (int py = 0; py < s->stride; py++)
        for (int px = 0; px < s->stride; px++) {
            hwr_status status = plan_residue(plan, p, py, px, low);
            if (status != HWR_OK) return status;
        }
    return HWR_OK;
}

static void plan_sizes(hwr_plan_layer *p, int cin) {
    const hwr_shape *s = &p->shape;
    p->dense = p->layer->kind == HWR_CONV && s->out_side == 1 && s->pad_low == 0 &&
               s->pad_high == 0 && s->kernel == s->in_side;
    p->kernel = p->dense ? 1 : s->kernel;
    p->cin = p->dense ? s->kernel * s->kernel * cin : cin;
    p->cout = round_up(s->out_channels, HWR_LANES8);
    p->taps_in = (size_t)(p->kernel * p->kernel * (p->layer->kind == HWR_DEPTHWISE ? 1 : p->cin));
    size_t padded = (size_t)(s->in_side + s->pad_low + s->pad_high);
    p->in_pixel = (size_t)p->cin;
    p->in_row = p->dense ? p->in_pixel : padded * p->in_pixel;
    p->in_image = p->dense ? p->in_pixel : padded * p->in_row;
    size_t pixels = (size_t)(s->out_side * s->out_side);
    p->z_image = pixels * (size_t)p->cout;
    p->din_image = p->dense ? p->in_pixel : (size_t)(s->in_side * s->in_side * p->cin);
    p->group = pixels >= 256 ? 1 : 256 / pixels;
}

/* The output has the border the next layer wants; the last one has none. */
static void plan_output(hwr_plan_layer *p, const hwr_plan_layer *next) {
    size_t low = next ? (size_t)next->shape.pad_low : 0,
           high = next ? (size_t)next->shape.pad_high : 0;
    size_t side = (size_t)p->shape.out_side + low + high;
    p->out_row = side * (size_t)p->cout;
    p->out_image = side * p->out_row;
    p->out_first = low * p->out_row + low * (size_t)p->cout;
}

hwr_status hwr_plan_init(hwr_plan *plan, const hwr_net *net) {
    hwr_shape shapes[HWR_MAX_LAYERS];
    memset(plan, 0, sizeof *plan);
    hwr_status status = hwr_net_shapes(shapes, net);
    if (status != HWR_OK) return status;
    plan->net = net;
    plan->n_layers = net->n_layers;
    int cin = 1;
    for (int l = 0; l < net->n_layers; l++) {
        hwr_plan_layer *p = &plan->layers[l];
        p->layer = &net->layers[l];
        p->shape = shapes[l];
        if (shapes[l].stride > 4 || shapes[l].out_channels > HWR_MAX_CHANNELS) return HWR_ERR_SHAPE;
        if (l + 1 < net->n_layers && shapes[l].out_channels % HWR_LANES8) return HWR_ERR_SHAPE;
        if (cin == 1 && l > 0) return HWR_ERR_SHAPE;
        plan_sizes(p, cin);
        if (l > 0) plan_output(p - 1, p);
        p->packed = plan->packed_forward;
        plan->packed_forward += packed_size(p->taps_in, p->cout);
        status = plan_forward(p);
        if (status == HWR_OK) status = plan_backward(plan, p);
        if (status != HWR_OK) {
            hwr_plan_free(plan);
            return status;
        }
        cin = p->cout;
        if ((size_t)cin > plan->max_channels) plan->max_channels = (size_t)cin;
    }
    plan_output(&plan->layers[plan->n_layers - 1], NULL);
    return HWR_OK;
}

void hwr_plan_free(hwr_plan *plan) {
    for (int l = 0; l < plan->n_layers; l++) {
        hwr_plan_layer *p = &plan->layers[l];
        free(p->in_offset);
        free(p->z_offset);
        for (int i = 0; i < p->n_phases; i++) {
            free(p->phases[i].dz_offset);
            free(p->phases[i].din_offset);
        }
    }
    memset(plan, 0, sizeof *plan);
}
