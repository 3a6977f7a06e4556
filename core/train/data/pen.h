/* pen.h - pen strokes as training letters: drawn anew, a little differently, each time. */
#ifndef HWR_PEN_H
#define HWR_PEN_H

#include "hwr.h"
#include "train/base/rng.h"

/* n letters, borrowed. Letter i is strokes first_stroke[i] .. first_stroke[i+1]-1 and points
 * first_point[i] .. first_point[i+1]-1 of the arrays hwr_preprocess_strokes takes. */
typedef struct hwr_stroke_set {
    const float *xy;            /* (points, 2) */
    const uint32_t *lengths;    /* (strokes) */
    const size_t *first_point;  /* (n + 1) */
    const size_t *first_stroke; /* (n + 1) */
    const uint16_t *targets;    /* (n) classes */
    const uint32_t *writers;    /* (n) a number for whoever wrote it; NULL: nobody knows */
    size_t n;
} hwr_stroke_set;

/* Largest values; each drawing takes its own, as in augment.h. */
typedef struct hwr_pen_options {
    float width;  /* log of the pen's width factor */
    float rotate; /* degrees */
    float shear;
    float aspect; /* log of width over height */
    float wobble; /* share of the letter's size: a smooth field moving the points */
    float tremor; /* the same, for each point on its own */
} hwr_pen_options;

hwr_pen_options hwr_pen_strength(float strength);

/* The points of letter i, varied, into out (2 floats a point of it), on top of where the letter
 * was scaled to a longer side of 1. Returns the pen's width factor. */
float hwr_pen_vary(float *out, const hwr_stroke_set *set, size_t i, const hwr_pen_options *options,
                   hwr_rng *rng);

/* Points that a letter may get on top of its own; and in place of another letter: as it is. */
enum { HWR_RESTYLE_POINTS = 6 };
#define HWR_AS_WRITTEN SIZE_MAX

/* Draws letter i into pre->image. Unless other is HWR_AS_WRITTEN, it is also written in another
 * way: a little like letter other (i for none), which is of the same class, with loops, entry and
 * exit strokes, rounder, without its dot. scratch: room for 4 floats a point of the longest letter
 * and HWR_RESTYLE_POINTS more. Returns what hwr_preprocess_strokes does. */
HWR_NODISCARD hwr_status hwr_pen_draw(hwr_preprocess *pre, const hwr_stroke_set *set, size_t i,
                                      const hwr_pen_options *options, size_t other, hwr_rng *rng,
                                      float *scratch);

/* The same as a trace (hwr_trace_strokes); what is written in another way also has its strokes
 * shifted, backwards, in another order, lifted in the middle, not lifted at all, or of a few
 * points. */
HWR_NODISCARD hwr_status hwr_pen_trace(uint8_t *trace, const hwr_stroke_set *set, size_t i,
                                       const hwr_pen_options *options, size_t other, hwr_rng *rng,
                                       float *scratch);

/* Where n > 0 points (n, 2) lie; size is the longer side. */
typedef struct hwr_pen_box {
    float left, top, size;
} hwr_pen_box;
hwr_pen_box hwr_pen_bounds(const float *xy, size_t n);

/* Points of the longest letter. */
size_t hwr_stroke_set_longest(const hwr_stroke_set *set);

#endif
