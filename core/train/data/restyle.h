/* restyle.h - a letter's strokes as another hand would write them; private to core/train/data/. */
#ifndef HWR_RESTYLE_H
#define HWR_RESTYLE_H

#include "pen.h"

enum { HWR_WRITING_STROKES = 40 };

/* A letter's strokes, none empty; xy is somebody else's memory, with room for
 * 2 * HWR_RESTYLE_POINTS floats more than there are. The longer side is about 1. */
typedef struct hwr_writing {
    float *xy;                                 /* (points, 2) */
    uint32_t lengths[HWR_WRITING_STROKES + 1]; /* (strokes) points in each */
    int n;
} hwr_writing;

/* Each now and then: moved towards letter other of set (HWR_AS_WRITTEN: not moved), a dot left out,
 * the line led astray so that what was retraced opens to a loop, corners rounded, an entry or an
 * exit stroke. scratch: room for 2 floats a point. */
void hwr_restyle(hwr_writing *w, const hwr_stroke_set *set, size_t other, float *scratch,
                 hwr_rng *rng);

/* The points of letter i are in scratch (hwr_pen_vary), which has room for 4 floats a point and
 * HWR_RESTYLE_POINTS more: restyles them there, as hwr_pen_draw says of other. 0: they stay as they
 * are, as other says so or there are too many strokes. */
int hwr_write_anew(hwr_writing *w, const hwr_stroke_set *set, size_t i, size_t other,
                   float *scratch, hwr_rng *rng);

/* Where scratch goes on after a writing of so many points. */
float *hwr_writing_end(float *scratch, size_t points);

#endif
