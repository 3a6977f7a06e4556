/* evaluation.h - a network's answers on a labelled set, and the reports drawn from them.
 *
 * tools/report/ makes what people look at: tables, charts, sheets, the model card. */
#ifndef TOOLS_EVALUATION_H
#define TOOLS_EVALUATION_H

#include "bundle.h"
#include "train/data/dataset.h"
#include "train/metrics.h"

typedef struct tool_evaluation {
    const char *weights, *images; /* file names, for headings */
    hwr_dataset set;
    float *probabilities; /* (set.n, 37) */
    hwr_metrics metrics;
    float threshold;    /* the network's, of hwr_letter_score */
    double reject_rate; /* share of the answers below it */
    double images_per_second;
} tool_evaluation;

/* Fills answer, truth (both in metrics.classes) and the answer's probability for image i.
 * Returns 1 where they agree. */
int tool_evaluation_answer(const tool_evaluation *e, size_t i, int *answer, int *truth,
                           float *confidence);

/* The part of path behind its last '/'. */
const char *tool_base_name(const char *path);

/* Each adds its files to the report. */
void tool_report_confusion(tool_bundle *report, const tool_evaluation *e);
void tool_report_classes(tool_bundle *report, const tool_evaluation *e);
int tool_report_mistakes(tool_bundle *report, const tool_evaluation *e, tool_error *error);

/* curves.svg from a training log: JSON lines with "epoch", and any of "loss",
 * "val_loss", "accuracy", "val_accuracy", "val_folded". */
int tool_report_curves(tool_bundle *report, const char *log, tool_error *error);

#endif
