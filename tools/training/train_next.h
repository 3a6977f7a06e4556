/* train_next.h - the command that comes after a training, ready to be pasted. */
#ifndef TOOLS_TRAIN_NEXT_H
#define TOOLS_TRAIN_NEXT_H

#include "train_data.h"

/* After the last epoch: how to measure what out/model.safetensors has learned, where the data say
 * how, and how to make the model that the page reads. Lines on stderr. */
void tool_say_next(const tool_train_choices *data, const char *out, int keep_last);

/* After Ctrl-C: how to go on. argv as cmd_train got it. */
void tool_say_resume(int argc, char **argv, const char *out);

#endif
