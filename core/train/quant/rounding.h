/* rounding.h - weights as the integer model holds them. */
#ifndef HWR_TRAIN_ROUNDING_H
#define HWR_TRAIN_ROUNDING_H

#include "train/net/plan.h"

/* x to the nearest whole number, halves away from zero. |x| < 2^62. */
double hwr_round(double x);

/* x / scale, rounded and kept in -127..127. */
int hwr_round_weight(double x, double scale);

/* The scale that rounds the n weights of an output channel to -127..127 with the least squared
 * error; 0 if all are 0. */
double hwr_weight_scale(const double *w, size_t n);

/* Fake quantisation of all weights of one layer: each output channel at its own scale, rounded and
 * scaled back; to and from as in params.h. Batch norm, folded in later, scales a channel as a whole
 * and changes nothing of it. scratch: (taps_in). */
void hwr_fake_quantize(float *to, const float *from, const hwr_plan_layer *layer, double *scratch);

#endif
