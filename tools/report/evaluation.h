/* evaluation.h - a network's answers on a labelled set, and the reports drawn from them. */
#ifndef TOOLS_EVALUATION_H
#define TOOLS_EVALUATION_H

#include "io/files.h"
#include "train/metrics.h"

typedef struct tool_evaluation {
    const char *weights, *images; /* file names, for headings */
    hwr_dataset set;
    float *probabilities; /* (set.n, 37) */
    hwr_metrics metrics;
    float threshold;    /* the network's, of hwr_letter_score */
    double turned_away; /* share of the answers below it */
    double images_per_second;
} tool_evaluation;

/* Fills answer, truth (both in metrics.classes) and the answer's probability for image i.
 * Returns 1 where they agree. */
int tool_evaluation_answer(const tool_evaluation *e, size_t i, int *answer, int *truth,
                           float *confidence);

/* The part of path behind its last '/'. */
const char *tool_base_name(const char *path);

/* Each writes its files into directory, which exists. */
int tool_report_confusion(const tool_evaluation *e, const char *directory, tool_error *error);
int tool_report_classes(const tool_evaluation *e, const char *directory, tool_error *error);
int tool_report_mistakes(const tool_evaluation *e, const char *directory, tool_error *error);

/* curves.svg from a training log: JSON lines with "epoch", and any of "loss",
 * "val_loss", "accuracy", "val_accuracy", "val_folded". */
int tool_report_curves(const char *log, const char *directory, tool_error *error);

/* Writes directory/name. */
int tool_write_into(const char *directory, const char *name, const tool_text *text,
                    tool_error *error);

#endif
