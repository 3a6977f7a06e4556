/* metrics.h - what a set of probabilities is worth against its targets. */
#ifndef HWR_METRICS_H
#define HWR_METRICS_H

#include "train/data/dataset.h"

enum { HWR_ECE_BINS = 15 };

/* Over n letters. Where any target is a letter of unknown case (dataset.h), everything
 * is measured on the 26 folded letters, whose probabilities are sums over case;
 * otherwise on the 37 classes. Of equal probabilities the first wins. */
typedef struct hwr_metrics {
    size_t n;               /* targets counted: digits are left out */
    int classes;            /* 37, or 26 with letters of unknown case */
    double accuracy;        /* best of classes is the target */
    double accuracy_folded; /* best of 26 is the target's letter */
    double top2;            /* the target is among the best two of classes */
    double loss;            /* mean of -log p(target), natural; p below 1e-30 counts as 1e-30 */
    double ece;             /* expected calibration error of the best, 15 bins (Guo et al. 2017) */
    uint32_t confusion[HWR_CLASSES][HWR_CLASSES]; /* (classes, classes): [target][answer] */
} hwr_metrics;

/* probabilities (n, 37), targets (n). With n = 0 every figure is 0. */
void hwr_metrics_compute(hwr_metrics *out, const float *probabilities, const uint8_t *targets,
                         size_t n);

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

/* The share of n answers (n, 37) that are rejected as no letter: their hwr_letter_score is
 * below threshold. 0 for n = 0. */
double hwr_reject_rate(const float *probabilities, size_t n, float threshold);

#endif
