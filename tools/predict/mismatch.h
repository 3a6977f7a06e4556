/* mismatch.h - whether a data set's labels mean what they are said to mean. */
#ifndef TOOLS_MISMATCH_H
#define TOOLS_MISMATCH_H

#include "io/dataio.h"
#include "predictor.h"

/* Called where few answers are right. -1 and the sentence where the same answers would be right
 * under another built-in label set, or with every label off by the same number; else 0. */
int tool_check_labels(const tool_source *source, tool_predictor *predictor, tool_error *error);

#endif
