/* train_run.h - the loop around the trainer: progress, log, checkpoints, the result. */
#ifndef TOOLS_TRAIN_RUN_H
#define TOOLS_TRAIN_RUN_H

#include "io/files.h"
#include "train/trainer.h"

typedef struct tool_train_run {
    const hwr_train_options *options;
    const hwr_train_data *data;
    const char *const *starts; /* files of float weights; their mean is where the run starts */
    int n_starts;              /* 0: random weights */
    /* Files of float weights, by what they are teachers of. */
    const char *const *teachers[HWR_SOURCE_NOTHING];
    int n_teachers[HWR_SOURCE_NOTHING];
    const char *out; /* directory */
    int resume;
    int keep_last; /* the last epoch's weights, not those of the one that validated best */
    long checkpoint_seconds; /* 0: after every step */
} tool_train_run;

/* What tool_train returns where Ctrl-C (SIGINT) stopped it, its checkpoint written. */
enum { TOOL_TRAIN_STOPPED = 1 };

/* Trains to the end, and shows a line an epoch on stderr. out receives
 *   log.jsonl          a line an epoch
 *   checkpoint.bin     the newest state, checkpoint.previous.bin the one before
 *   model.safetensors  the moving average of the weights of the epoch that validated best
 *                      or, with keep_last, of the last one
 * Without --resume a directory that already holds a run is refused. */
int tool_train(const tool_train_run *run, tool_error *error);

#endif
