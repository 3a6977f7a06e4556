/* train_epoch.h - what an epoch came to: as a line of log.jsonl, and as one for whoever waits. */
#ifndef TOOLS_TRAIN_EPOCH_H
#define TOOLS_TRAIN_EPOCH_H

#include "io/bytes.h"
#include "train/trainer.h"

typedef struct tool_epoch {
    size_t number, of; /* from 1 */
    size_t held_out;   /* examples; 0: nothing to validate */
    double rate, seconds, img_per_s;
    hwr_loss_sums training; /* on distorted letters */
    hwr_validation validation;
    int best; /* validated better than all before */
} tool_epoch;

/* What the best epoch is chosen by: the mean of tool_epoch_images and the folded accuracy on
 * strokes, of those that were validated; the epoch's number where nothing is held out. */
double tool_epoch_score(const tool_epoch *epoch);

/* Appends a line of JSON. */
void tool_epoch_log(tool_text *log, const tool_epoch *epoch);

/* "epoch  3/20  0:50  loss 0.412  right 88.1 %  validation 93.1 %, strokes 92.8 % *" on stderr:
 * both numbers of the validation are those of the score, and * marks the best so far. */
void tool_epoch_show(const tool_epoch *epoch);

/* A line below the first epoch's: why it is right more often on held-out letters, where it is. */
void tool_epoch_explain(const tool_epoch *epoch);

#endif
