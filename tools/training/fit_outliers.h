/* fit_outliers.h - the detector of drawings that are no letters, for "letters quantize". */
#ifndef TOOLS_FIT_OUTLIERS_H
#define TOOLS_FIT_OUTLIERS_H

#include "io/strokes.h"
#include "train/quant/outlier_fit.h"
#include "train/quant/quantize.h"

/* Adds the detector to a model of two networks: learnt from the letters of all writers that
 * hwr_writer_held_out leaves, as they are and varied, and n drawings that are made up. Its
 * threshold turns half a percent of the others' letters away, of those that the score of
 * the answer does not. out outlives q. -1 with *error. */
int tool_fit_outliers(hwr_quantized *q, hwr_outlier_weights *out, const tool_strokes *strokes,
                      double held_out, size_t n, tool_error *error);

#endif
