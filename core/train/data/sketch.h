/* sketch.h - a drawing that is made up stroke by stroke; private to core/train/data/. */
#ifndef HWR_SKETCH_H
#define HWR_SKETCH_H

#include <stddef.h>

#include "mathx.h"
#include "train/base/rng.h"

enum { HWR_SKETCH_POINTS = 1024, HWR_SKETCH_STROKES = 32 };

/* In any unit, y down. Points and strokes past the largest numbers are left out. */
typedef struct hwr_sketch {
    float xy[2 * HWR_SKETCH_POINTS];      /* (points, 2) */
    uint32_t lengths[HWR_SKETCH_STROKES]; /* (strokes) points in each */
    size_t points, strokes;
} hwr_sketch;

static const float hwr_turn = 6.2831853f; /* radians */

static inline void hwr_sketch_begin(hwr_sketch *s) {
    if (s->strokes < HWR_SKETCH_STROKES) s->lengths[s->strokes++] = 0;
}

static inline void hwr_sketch_add(hwr_sketch *s, float x, float y) {
    if (s->points == HWR_SKETCH_POINTS) return;
    s->xy[2 * s->points] = x;
    s->xy[2 * s->points + 1] = y;
    s->points++;
    s->lengths[s->strokes - 1]++;
}

typedef struct hwr_place {
    float x, y;
} hwr_place;

/* Goes on from the last point in a straight line, and along an ellipse between two angles. */
void hwr_sketch_line_to(hwr_sketch *s, float x, float y);
void hwr_sketch_arc_to(hwr_sketch *s, hwr_place middle, float rx, float ry, float from, float to);

/* The same as strokes of their own. */
void hwr_sketch_line(hwr_sketch *s, float x0, float y0, float x1, float y1);
void hwr_sketch_polyline(hwr_sketch *s, const hwr_place *p, int n);
void hwr_sketch_arc(hwr_sketch *s, hwr_place middle, float rx, float ry, float from, float to);

/* As a hand closes it: from the top as a rule, one way or the other, a little too far or not far
 * enough. */
void hwr_sketch_circle(hwr_sketch *s, float x, float y, float r, hwr_rng *rng);

/* n corners joined all around, in one stroke or a stroke each, from any of them, either way.
 * in_one: how often in one. */
void hwr_sketch_outline(hwr_sketch *s, const hwr_place *p, int n, float in_one, hwr_rng *rng);

static inline float hwr_cosine(float angle) {
    return (float)hwr_cos((double)angle);
}

static inline float hwr_sine(float angle) {
    return (float)hwr_sin((double)angle);
}

/* low..high, both included. */
static inline int hwr_between(hwr_rng *rng, int low, int high) {
    return low + (int)hwr_rng_below(rng, (uint32_t)(high - low + 1));
}

static inline int hwr_chance(hwr_rng *rng, float probability) {
    return hwr_rng_unit(rng) < probability;
}

#endif
