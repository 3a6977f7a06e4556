/* optimizer.h - one update of the trainable numbers, the schedule, and the exponential moving
 * average. */
#ifndef HWR_OPTIMIZER_H
#define HWR_OPTIMIZER_H

#include <stddef.h>

typedef enum hwr_optimizer_kind {
    HWR_SGD,  /* Nesterov momentum; decay joins the gradient */
    HWR_ADAMW /* Loshchilov and Hutter 2019: decay apart from the gradient */
} hwr_optimizer_kind;

typedef struct hwr_optimizer {
    hwr_optimizer_kind kind;
    float momentum; /* SGD's, and AdamW's beta1 */
    float beta2;    /* AdamW's */
    float weight_decay;
} hwr_optimizer;

/* values (n) from gradients (n). first_moment and second_moment (n): the gradients' running means
 * and mean squares with AdamW; with SGD the velocity, and nothing. decay (n) 0 or 1. step counts
 * from 1. */
void hwr_optimizer_update(const hwr_optimizer *o, float *values, float *first_moment,
                          float *second_moment, const float *gradients, const float *decay,
                          float rate, size_t step, size_t n);

/* Learning rate at a step (from 0) of steps: linear warm-up, then half a cosine to 0. */
float hwr_schedule(float peak, size_t step, size_t steps, size_t warm_up);

/* Exponential moving average: ema += (1 - d) (values - ema), d = min(decay, (1 + step) / (10 +
 * step)). */
void hwr_ema_update(float *ema, const float *values, float decay, size_t step, size_t n);

#endif
