/* params.h - a network's numbers in one allocation, pointed into by a table.
 *
 * Trainable numbers first, running statistics last, so that gradients, moments and
 * averages share the table and an update is one loop. Channels are padded as in plan.h.
 */
#ifndef HWR_PARAMS_H
#define HWR_PARAMS_H

#include "plan.h"

typedef struct hwr_layer_params {
    float *weight;          /* conv (K, K, cin, cout); depthwise (K, K, cout) */
    float *bias;            /* (cout), NULL with HWR_NORM_BEFORE */
    float *gamma, *beta;    /* (cout), NULL with HWR_NORM_NONE */
    float *mean, *variance; /* (cout) running statistics, likewise */
} hwr_layer_params;

typedef struct hwr_params {
    float *data;
    size_t trainable; /* floats that gradients exist for */
    size_t all;       /* and the running statistics after them */
    hwr_layer_params layers[HWR_MAX_LAYERS];
} hwr_params;

/* Zeroed and owned: free with hwr_params_free. HWR_ERR_MEMORY. */
HWR_NODISCARD hwr_status hwr_params_init(hwr_params *params, const hwr_plan *plan);
void hwr_params_free(hwr_params *params);

/* He et al. 2015 (normal, fan-in); gamma 1, but 0 on the last norm of a residual
 * branch, so that blocks start as the identity (Goyal et al. 2017); variance 1. */
void hwr_params_randomize(hwr_params *params, const hwr_plan *plan, uint64_t seed);

/* decay (trainable): 1 where weight decay applies (weights), 0 for the rest. */
void hwr_params_decay_mask(float *decay, const hwr_params *params, const hwr_plan *plan);

/* Weights repacked into panels, as hwr_conv_job wants them. */
typedef struct hwr_packed {
    float *forward, *back;
} hwr_packed;

HWR_NODISCARD hwr_status hwr_packed_init(hwr_packed *packed, const hwr_plan *plan);
void hwr_packed_free(hwr_packed *packed);

/* All layers of params into packed, or layer l alone; back only where with_back. */
void hwr_pack(hwr_packed *packed, const hwr_params *params, const hwr_plan *plan, int with_back);
void hwr_pack_layer(hwr_packed *packed, const hwr_params *params, const hwr_plan *plan, int l,
                    int with_back);

#endif
