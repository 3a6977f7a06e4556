/* scribble.h - drawings that are no letters, made up anew each time: what the network learns
 * to be undecided about. */
#ifndef HWR_SCRIBBLE_H
#define HWR_SCRIBBLE_H

#include "hwr.h"
#include "sketch.h"

/* Its strokes. */
void hwr_scribble_make(hwr_sketch *s, hwr_rng *rng);

/* Draws one into pre->image, with the pen's width varied by a factor of up to
 * exp(+-pen_width). Returns what hwr_preprocess_strokes does. */
HWR_NODISCARD hwr_status hwr_scribble_draw(hwr_preprocess *pre, float pen_width, hwr_rng *rng);

/* The same as a trace. */
HWR_NODISCARD hwr_status hwr_scribble_trace(uint8_t *trace, hwr_rng *rng);

#endif
