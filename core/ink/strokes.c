/* strokes.c - pen strokes to binary ink.
 *
 * The drawing is scaled and centred in double precision, then rounded to 1/256
 * pixel; everything after that is integer arithmetic. Each line segment becomes a
 * capsule (a rectangle with two round caps): a pixel is ink where its centre lies
 * within half a pen width of the segment. No anti-aliasing, as in NIST SD 19. */
#include "ink.h"

#include <string.h>

const hwr_pen hwr_pen_default = {.width = 5.5f, .extent = 40.0f};

enum {
    SUB = 256,                       /* sub-pixel steps */
    CENTRE = HWR_INK_SIDE / 2 * SUB, /* the middle of the frame */
    NEAR = SUB / 8                   /* points closer than this to the last one are passed over */
};

static const double largest_coordinate = 1e6;

/* A capsule; all lengths in sub-pixels. */
typedef struct capsule {
    int32_t x, y, dx, dy; /* first point, and the way to the second */
    int32_t radius;       /* rounded up: only for bounds */
    int64_t radius2;      /* radius squared, exact */
    int64_t length2;      /* dx * dx + dy * dy */
} capsule;

typedef struct point {
    int32_t x, y;
} point;

/* From the caller's units to sub-pixels of the frame. */
typedef struct placement {
    double middle_x, middle_y, scale;
} placement;

static int32_t smaller(int32_t a, int32_t b) {
    return a < b ? a : b;
}
static int32_t larger(int32_t a, int32_t b) {
    return a > b ? a : b;
}
static int32_t magnitude(int32_t a) {
    return a < 0 ? -a : a;
}

static int capsule_covers(const capsule *c, int32_t x, int32_t y) {
    int64_t px = x - c->x, py = y - c->y;
    int64_t along = px * c->dx + py * c->dy;
    if (along > 0 && along < c->length2) {
        int64_t cross = px * c->dy - py * c->dx; /* length times the distance; below 2^32 */
        return cross * cross <= c->radius2 * c->length2;
    }
    if (along > 0) {
        px -= c->dx;
        py -= c->dy;
    }
    return px * px + py * py <= c->radius2;
}

/* Narrows [*left, *right] (sub-pixels) on the line y to the infinite band around
 * the segment. Needs dy. The bound on the length is at most 12 % too long. */
static void capsule_band(const capsule *c, int32_t y, int32_t *left, int32_t *right) {
    int32_t ax = magnitude(c->dx), ay = magnitude(c->dy);
    int64_t length = larger(ax, ay) + smaller(ax, ay) / 2 + 1;
    int32_t reach = (int32_t)(c->radius * length / ay) + 2;
    int32_t middle = c->x + (int32_t)((int64_t)(y - c->y) * c->dx / c->dy);
    *left = larger(*left, middle - reach);
    *right = smaller(*right, middle + reach);
}

/* A capsule is convex, so each row of it is one run: walk in from both ends. */
static void capsule_draw(uint8_t *ink, const capsule *c) {
    int32_t x_low = smaller(c->x, c->x + c->dx) - c->radius;
    int32_t x_high = larger(c->x, c->x + c->dx) + c->radius;
    int32_t y_low = smaller(c->y, c->y + c->dy) - c->radius;
    int32_t y_high = larger(c->y, c->y + c->dy) + c->radius;
    int32_t top = larger(y_low, 0) / SUB, bottom = smaller(y_high / SUB, HWR_INK_SIDE - 1);
    for (int32_t row = top; row <= bottom; row++) {
        int32_t y = row * SUB + SUB / 2, left = x_low, right = x_high;
        if (c->dy) capsule_band(c, y, &left, &right);
        left = larger(left, 0) / SUB;
        right = right < 0 ? -1 : smaller(right / SUB, HWR_INK_SIDE - 1);
        while (left <= right && !capsule_covers(c, left * SUB + SUB / 2, y)) left++;
        while (right > left && !capsule_covers(c, right * SUB + SUB / 2, y)) right--;
        if (left <= right) memset(ink + row * HWR_INK_SIDE + left, 255, (size_t)(right - left + 1));
    }
}

hwr_status hwr_strokes_check(const float *xy, const uint32_t *lengths, size_t n_strokes) {
    int all_finite = 1, all_small = 1;
    size_t n = 0;
    for (size_t s = 0; s < n_strokes; s++) n += lengths[s];
    for (size_t i = 0; i < 2 * n; i++) {
        double v = xy[i];
        all_finite &= v - v == 0; /* NaN for both NaN and infinity */
        all_small &= v > -largest_coordinate && v < largest_coordinate;
    }
    if (!all_finite) return HWR_ERR_NOT_FINITE;
    if (!all_small) return HWR_ERR_ARGUMENT;
    return n == 0 ? HWR_EMPTY : HWR_OK;
}

/* Where the drawing goes. */
static hwr_status place(placement *place, const float *xy, const uint32_t *lengths,
                        size_t n_strokes, const hwr_pen *pen) {
    size_t n = 0;
    hwr_status status = hwr_strokes_check(xy, lengths, n_strokes);
    if (status != HWR_OK) return status;
    for (size_t s = 0; s < n_strokes; s++) n += lengths[s];
    double low_x = xy[0], high_x = xy[0], low_y = xy[1], high_y = xy[1];
    for (size_t i = 0; i < n; i++) {
        double x = xy[2 * i], y = xy[2 * i + 1];
        low_x = x < low_x ? x : low_x;
        high_x = x > high_x ? x : high_x;
        low_y = y < low_y ? y : low_y;
        high_y = y > high_y ? y : high_y;
    }
    double width = high_x - low_x, height = high_y - low_y;
    double size = width > height ? width : height;
    place->middle_x = (low_x + high_x) / 2;
    place->middle_y = (low_y + high_y) / 2;
    place->scale = size > 0 ? (double)pen->extent * SUB / size : 0;
    return HWR_OK;
}

/* Within the frame for every pen allowed, so the casts are safe. */
static point place_point(const placement *place, const float *xy) {
    double x = ((double)xy[0] - place->middle_x) * place->scale + CENTRE;
    double y = ((double)xy[1] - place->middle_y) * place->scale + CENTRE;
    return (point){(int32_t)(x + 0.5), (int32_t)(y + 0.5)};
}

static void draw_stroke(uint8_t *ink, capsule *nib, const placement *place, const float *xy,
                        uint32_t n_points) {
    point last = place_point(place, xy);
    int drawn = 0;
    for (uint32_t i = 1; i < n_points; i++) {
        point next = place_point(place, xy + 2 * (size_t)i);
        int32_t dx = next.x - last.x, dy = next.y - last.y;
        int last_one = i + 1 == n_points;
        if (!last_one && magnitude(dx) < NEAR && magnitude(dy) < NEAR) continue;
        if (dx == 0 && dy == 0) continue;
        *nib = (capsule){.x = last.x,
                         .y = last.y,
                         .dx = dx,
                         .dy = dy,
                         .radius = nib->radius,
                         .radius2 = nib->radius2,
                         .length2 = (int64_t)dx * dx + (int64_t)dy * dy};
        capsule_draw(ink, nib);
        last = next;
        drawn = 1;
    }
    if (drawn) return;
    nib->x = last.x;
    nib->y = last.y;
    nib->dx = nib->dy = 0;
    nib->length2 = 0;
    capsule_draw(ink, nib);
}

hwr_status hwr_preprocess_strokes(hwr_preprocess *pre, const float *xy, const uint32_t *lengths,
                                  size_t n_strokes, const hwr_pen *pen) {
    if (!(pen->width >= 1 && pen->width <= 64 && pen->extent >= 8 && pen->extent <= 112 &&
          pen->width + pen->extent <= HWR_INK_SIDE)) {
        return HWR_ERR_ARGUMENT;
    }
    placement where;
    hwr_status status = place(&where, xy, lengths, n_strokes, pen);
    if (status == HWR_EMPTY) return hwr_preprocess_clear(pre);
    if (status != HWR_OK) return status;

    double radius = (double)pen->width * (SUB / 2);
    capsule nib = {.radius = (int32_t)radius + 1, .radius2 = (int64_t)(radius * radius)};
    hwr_preprocess_clear(pre);
    for (size_t s = 0; s < n_strokes; s++) {
        if (lengths[s] == 0) continue;
        draw_stroke(pre->ink, &nib, &where, xy, lengths[s]);
        xy += 2 * (size_t)lengths[s];
    }
    return hwr_preprocess_ink(pre);
}
