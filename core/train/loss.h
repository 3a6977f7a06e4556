/* loss.h - softmax cross-entropy over the 37 classes, for targets of known and unknown case. */
#ifndef HWR_LOSS_H
#define HWR_LOSS_H

#include "hwr.h"

typedef struct hwr_loss_sums {
    double loss;    /* sum of -log p(target), unsmoothed */
    size_t correct; /* best class right; best letter right for folded targets */
    size_t correct_folded;
    size_t n;
} hwr_loss_sums;

/* Probabilities of n rows of logits (n, stride), 37 each, into probabilities (n, 37).
 * offsets (37) are added to the logits; NULL = none. */
void hwr_softmax(float *probabilities, const float *logits, const float *offsets, size_t n,
                 size_t stride);

/* Gradient of the summed loss, times factor, by the logits: dlogits (n, stride), lanes past
 * 37 set to 0. targets (n) as in dataset.h, without digits; smoothing: share of the target spread
 * over all classes (Szegedy et al. 2016); a folded target has the loss -log(sum of p over its one
 * or two classes). Sums are added to. */
void hwr_loss_gradient(float *dlogits, hwr_loss_sums *sums, const float *probabilities,
                       const uint8_t *targets, float smoothing, float factor, size_t n,
                       size_t stride);

/* The sums alone. */
void hwr_loss_add(hwr_loss_sums *sums, const float *probabilities, const uint8_t *targets,
                  size_t n);

#endif
