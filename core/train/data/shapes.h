/* shapes.h - what people draw on a pad that is no letter: faces, hearts, polygons, arrows ... */
#ifndef HWR_SHAPES_H
#define HWR_SHAPES_H

#include "sketch.h"

/* One shape of some thirty, about 2 units large, varied in its own proportions; strokes in a usual
 * order. The pen's own variations (pen.h) come on top. */
void hwr_shape_make(hwr_sketch *s, hwr_rng *rng);

/* The part of them that pictures something, after what is there. */
void hwr_figure_make(hwr_sketch *s, hwr_rng *rng);

/* A dot (kind 0), a short line (1) or a small ring (2). */
void hwr_sketch_eye(hwr_sketch *s, float x, float y, int kind, hwr_rng *rng);

/* 1, give or take. */
static inline float hwr_about(float amount, hwr_rng *rng) {
    return 1 + amount * hwr_rng_normal(rng);
}

static inline float hwr_jitter(float amount, hwr_rng *rng) {
    return amount * hwr_rng_normal(rng);
}

#endif
