/* outlier_fit.h - trains the detector of drawings that are no letters (core/outlier/outlier.h). */
#ifndef HWR_OUTLIER_FIT_H
#define HWR_OUTLIER_FIT_H

#include "hand/hand.h"
#include "model/format_write.h"

enum { HWR_OUTLIER_UNITS = 32 }; /* hidden, of a detector that is trained here */

/* Inputs of the detector, as hwr_outlier_of takes them. All borrowed. */
typedef struct hwr_outlier_data {
    const int8_t *inputs;      /* (n, n_inputs) */
    const uint8_t *is_outlier; /* (n) 1: no letter */
    size_t n;
    int n_picture, n_trace; /* n_inputs is these and HWR_OUTLIER_WAY */
    const int8_t *held_out; /* (n_held_out, n_inputs) letters to set the threshold on */
    size_t n_held_out;
} hwr_outlier_data;

/* The detector's numbers. */
typedef struct hwr_outlier_weights {
    int8_t weight[HWR_OUTLIER_UNITS * (2 * HWR_OUTLIER_FEATURES + HWR_OUTLIER_WAY)];
    int32_t bias[HWR_OUTLIER_UNITS], out_weight[HWR_OUTLIER_UNITS], out_bias;
} hwr_outlier_weights;

/* Trains by logistic loss, rounds, and sets the threshold so that the share of false rejects of
 * held-out letters is turned away. HWR_ERR_ARGUMENT: no drawings, no held-out letters or too many
 * features; HWR_ERR_MEMORY. The same result every time. */
HWR_NODISCARD hwr_status hwr_outlier_fit(hwr_outlier_weights *out, const hwr_outlier_data *data,
                                         double false_rejects);

#endif
