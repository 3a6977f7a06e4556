/* plan_regions.c - which rows of a convolution's output meet which part of its kernel. */
#include <stdlib.h>

#include "plan_parts.h"

/* Positions from .. from + count - 1 along one axis, which taps first .. first + taps - 1 of
 * the kernel reach; the others fall outside. */
typedef struct span {
    size_t from, count, first, taps;
} span;

/* Position i's tap j meets element top + i * step + j of side elements. */
static size_t cut_spans(span *out, int top, int step, size_t positions, int taps, size_t side) {
    size_t n = 0;
    for (size_t i = 0; i < positions; i++, top += step) {
        int first = top < 0 ? -top : 0, end = (int)side - top < taps ? (int)side - top : taps;
        if (end < first) first = end = 0;
        span next = {i, 1, (size_t)first, (size_t)(end - first)};
        if (n > 0 && out[n - 1].first == next.first && out[n - 1].taps == next.taps)
            out[n - 1].count++;
        else
            out[n++] = next;
    }
    return n;
}

/* A map of (positions, positions) outputs, each a window of (taps_y, taps_x) pixels into a
 * padded array a; step: of the window from one output to the next. */
typedef struct windows {
    size_t positions_y, positions_x;
    int top_y, top_x, step, taps_y, taps_x;
    size_t rows, side;              /* real pixels of a */
    size_t a_pixel, a_row;          /* floats */
    size_t a_above, a_low;          /* rows and pixels of border before the real ones */
    size_t c_first, c_row, c_pixel; /* where the outputs lie */
} windows;

static hwr_status add_region(hwr_regions *all, const windows *w, const span *y, const span *x) {
    if (all->n == HWR_MAX_REGIONS) return HWR_ERR_TOO_LARGE;
    hwr_region *region = &all->region[all->n++];
    *region = (hwr_region){.rows = y->count * x->count,
                           .run = x->taps * w->a_pixel,
                           .runs = x->taps ? y->taps : 0,
                           .w_first = (y->first * (size_t)w->taps_x + x->first) * w->a_pixel,
                           .w_run = (size_t)w->taps_x * w->a_pixel,
                           .w_depth = (size_t)(w->taps_y * w->taps_x) * w->a_pixel};
    region->a_offset = malloc(region->rows * sizeof *region->a_offset);
    region->c_offset = malloc(region->rows * sizeof *region->c_offset);
    if (!region->a_offset || !region->c_offset) return HWR_ERR_MEMORY;
    size_t i = 0;
    for (size_t row = y->from; row < y->from + y->count; row++) {
        int a_y = w->top_y + (int)row * w->step + (int)(y->first + w->a_above);
        for (size_t column = x->from; column < x->from + x->count; column++, i++) {
            int a_x = w->top_x + (int)column * w->step + (int)(x->first + w->a_low);
            region->a_offset[i] =
                region->runs ? (uint32_t)((size_t)a_y * w->a_row + (size_t)a_x * w->a_pixel) : 0;
            region->c_offset[i] = (uint32_t)(w->c_first + row * w->c_row + column * w->c_pixel);
        }
    }
    return HWR_OK;
}

/* Rows near the edge keep whole runs, zeros of the border included: there are few, and to
 * cut them too would leave regions of a pixel or two. */
static hwr_status add_windows(hwr_regions *all, const windows *w) {
    span ys[HWR_TRACE_POINTS], xs[HWR_TRACE_POINTS];
    size_t ny = cut_spans(ys, w->top_y, w->step, w->positions_y, w->taps_y, w->rows);
    size_t nx = cut_spans(xs, w->top_x, w->step, w->positions_x, w->taps_x, w->side);
    for (size_t y = 0; y < ny; y++) {
        int whole = ys[y].taps < (size_t)w->taps_y;
        span row = {0, w->positions_x, 0, (size_t)w->taps_x};
        for (size_t x = 0; x < (whole ? 1 : nx); x++) {
            hwr_status status = add_region(all, w, &ys[y], whole ? &row : &xs[x]);
            if (status != HWR_OK) return status;
        }
    }
    return HWR_OK;
}

/* Along one axis: which of n outputs meet each of so many taps inside side elements. */
static void plan_axis(uint8_t *firsts, uint8_t *ends, int taps, int side, int n, int stride,
                      int pad) {
    for (int t = 0; t < taps; t++) {
        int first = 0, end = n;
        while (first < end && first * stride + t < pad) first++;
        while (end > first && (end - 1) * stride + t - pad >= side) end--;
        firsts[t] = (uint8_t)first;
        ends[t] = (uint8_t)end;
    }
}

static void plan_taps(hwr_plan_layer *p) {
    const hwr_shape *s = &p->shape;
    plan_axis(p->tap_first, p->tap_end, p->kernel, p->dense ? 1 : s->in_side, s->out_side,
              s->stride, s->pad_low);
    plan_axis(p->row_first, p->row_end, p->kernel_rows, p->dense ? 1 : s->in_rows, s->out_rows,
              s->stride, s->row_pad_low);
}

hwr_status hwr_plan_forward(hwr_plan_layer *p) {
    const hwr_shape *s = &p->shape;
    size_t side = (size_t)s->out_side, cout = (size_t)p->cout;
    windows w = {.positions_y = (size_t)s->out_rows,
                 .positions_x = side,
                 .top_y = -s->row_pad_low,
                 .top_x = -s->pad_low,
                 .step = s->stride,
                 .taps_y = p->kernel_rows,
                 .taps_x = p->kernel,
                 .rows = p->dense ? 1 : (size_t)s->in_rows,
                 .side = p->dense ? 1 : (size_t)s->in_side,
                 .a_pixel = p->in_pixel,
                 .a_row = p->in_row,
                 .a_above = (size_t)s->row_pad_low,
                 .a_low = (size_t)s->pad_low,
                 .c_row = side * cout,
                 .c_pixel = cout};
    plan_taps(p);
    return add_windows(&p->forward, &w);
}

/* Input pixels y = y0, y0 + stride, ... meet kernel taps of one phase; tap j of them, in
 * descending order, meets output (y + pad) / stride - (taps - 1) + j. *floats: of the panels
 * before this phase's, then with them. */
static hwr_status plan_phase(size_t *floats, hwr_plan_layer *p, int py, int px, int above,
                             int low) {
    const hwr_shape *s = &p->shape;
    int stride = s->stride, side = p->dense ? 1 : s->in_side, pad = s->pad_low;
    int rows = p->dense ? 1 : s->in_rows, row_pad = s->row_pad_low;
    int y0 = ((py - row_pad) % stride + stride) % stride;
    int x0 = ((px - pad) % stride + stride) % stride;
    int ny = hwr_plan_taps(p->kernel_rows, stride, py), nx = hwr_plan_taps(p->kernel, stride, px);
    size_t cin = (size_t)p->cin, columns = (size_t)side;
    if (y0 >= rows) return HWR_OK; /* the one row of a trace has one phase */
    windows w = {.positions_y = (size_t)((rows - y0 + stride - 1) / stride),
                 .positions_x = (size_t)((side - x0 + stride - 1) / stride),
                 .top_y = (y0 + row_pad) / stride - (ny - 1),
                 .top_x = (x0 + pad) / stride - (nx - 1),
                 .step = 1,
                 .taps_y = ny,
                 .taps_x = nx,
                 .rows = (size_t)s->out_rows,
                 .side = (size_t)s->out_side,
                 .a_pixel = (size_t)p->cout,
                 .a_row = p->dz_row,
                 .a_above = (size_t)above,
                 .a_low = (size_t)low,
                 .c_first = ((size_t)y0 * columns + (size_t)x0) * cin,
                 .c_row = (size_t)stride * columns * cin,
                 .c_pixel = (size_t)stride * cin};
    int first = p->back.n;
    hwr_status status = add_windows(&p->back, &w);
    for (int i = first; i < p->back.n; i++) p->back.region[i].w = *floats;
    *floats += (size_t)(ny * nx) * (size_t)p->cout * cin;
    return status;
}

hwr_status hwr_plan_back(size_t *floats, hwr_plan_layer *p, int above, int low) {
    int stride = p->shape.stride;
    *floats = 0;
    for (int py = 0; py < stride; py++)
        for (int px = 0; px < stride; px++) {
            hwr_status status = plan_phase(floats, p, py, px, above, low);
            if (status != HWR_OK) return status;
        }
    return HWR_OK;
}

void hwr_plan_free_regions(hwr_regions *all) {
    for (int i = 0; i < all->n; i++) {
        free(all->region[i].a_offset);
        free(all->region[i].c_offset);
    }
    all->n = 0;
}
