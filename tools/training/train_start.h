/* train_start.h - what a run starts from: other networks' weights, and its teachers. */
#ifndef TOOLS_TRAIN_START_H
#define TOOLS_TRAIN_START_H

#include "train_run.h"

/* Before the trainer's first step: takes the mean of the starts as its weights, where there are
 * any, and adds the teachers. A start with other classes (transfer learning) gives all layers but
 * the last, and of the last what belongs to classes of the same text; the rest stays random. */
int tool_train_start(hwr_trainer *trainer, const tool_train_run *run, tool_error *error);

#endif
