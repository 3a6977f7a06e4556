/* metrics.h - what a set of probabilities is worth against its targets. */
#ifndef HWR_METRICS_H
#define HWR_METRICS_H

#include "train/data/mapping.h"

enum { HWR_ECE_BINS = 15 };

/* Over n letters. Where any target is a member of a group (mapping.h), everything is
 * measured on the groups, whose probabilities are sums over their classes; otherwise
 * on the classes. Of equal probabilities the first wins. */
typedef struct hwr_metrics {
    size_t n;                 /* targets counted: what is none of the classes is left out */
    const hwr_labels *labels; /* borrowed */
    int folded;               /* 1: measured on the groups */
    int classes;              /* classes, or groups */
    double accuracy;          /* best of classes is the target */
    double accuracy_folded;   /* best group is the target's */
    double top2;              /* the target is among the best two of classes */
    double loss;              /* mean of -log p(target), natural; p below 1e-30 counts as 1e-30 */
    double ece; /* expected calibration error of the best, 15 bins (Guo et al. 2017) */
    uint32_t confusion[HWR_MAX_CLASSES][HWR_MAX_CLASSES]; /* (classes, classes): [target][answer] */
} hwr_metrics;

/* probabilities (n, classes), targets (n). With n = 0 every figure is 0. */
void hwr_metrics_compute(hwr_metrics *out, const float *probabilities, const uint16_t *targets,
                         const hwr_labels *labels, size_t n);

/* The text of class, or group, class_index of those that are measured. */
const char *hwr_metrics_label(const hwr_metrics *metrics, int class_index);

/* One class of out->classes. Ratios with a zero denominator are 0. */
typedef struct hwr_class_scores {
    size_t support;   /* letters of this class */
    size_t predicted; /* answers of this class */
    size_t correct;
    double precision, recall, f1;
} hwr_class_scores;

void hwr_metrics_class(hwr_class_scores *out, const hwr_metrics *metrics, int class_index);

/* The index of the first largest of n values, n >= 1. */
int hwr_argmax(const float *values, int n);

/* The share of n answers (n, classes) whose hwr_letter_score is below threshold: taken for no
 * letter. 0 for n = 0. */
double hwr_reject_rate(const float *probabilities, const hwr_labels *labels, size_t n,
                       float threshold);

#endif
