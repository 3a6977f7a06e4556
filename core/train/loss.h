/* loss.h - softmax cross-entropy over the classes, for targets of known and unknown case. */
#ifndef HWR_LOSS_H
#define HWR_LOSS_H

#include "hwr.h"

typedef struct hwr_loss_sums {
    double loss;    /* sum of -log p(target), unsmoothed */
    size_t correct; /* best class right; best letter right for folded targets */
    size_t correct_folded;
    size_t n;
} hwr_loss_sums;

/* Probabilities of n rows of logits (n, stride) into probabilities (n, classes).
 * offsets (n) point to a number for each class, added to that row's logits; NULL = none.
 * probabilities may be the logits themselves where stride is classes. */
void hwr_softmax(float *probabilities, const float *logits, const float *const *offsets, size_t n,
                 size_t classes, size_t stride);

/* How labels become the targets of the cross-entropy. Soft targets are the teachers' mean
 * probabilities (distill.c). */
typedef struct hwr_loss_options {
    const hwr_labels *labels;         /* the classes */
    const float *const *soft_targets; /* (n) rows (classes); NULL, and NULL rows: none */
    float distillation;               /* 0..1: their weight; the label has the rest */
    float min_label_confidence;   /* a label whose probability by them is less is filtered out */
    float pseudo_label_threshold; /* least confidence of a pseudo-label, else no gradient */
    float smoothing; /* label smoothing: spread over all classes (Szegedy et al. 2016) */
} hwr_loss_options;

/* Gradient of the summed loss, times factor, by the logits: dlogits (n, stride), lanes past
 * the classes set to 0. targets (n) as in mapping.h, without others; a group's member has the loss
 * -log(sum of p over its classes), HWR_TARGET_NOTHING the cross-entropy to equal
 * shares ("outlier exposure", Hendrycks et al. 2019), HWR_TARGET_UNKNOWN that to its soft target
 * ("pseudo-labels", D.-H. Lee 2013). Sums are added to, by letters alone. */
void hwr_loss_gradient(float *dlogits, hwr_loss_sums *sums, const float *probabilities,
                       const uint16_t *targets, const hwr_loss_options *options, float factor,
                       size_t n, size_t stride);

/* The sums alone, of letters. */
void hwr_loss_add(hwr_loss_sums *sums, const float *probabilities, const uint16_t *targets,
                  const hwr_labels *labels, size_t n);

#endif
