/* engine.h - forward and backward of a whole network over one shard of a batch.
 *
 * A shard is the unit of work and of batch norm ("ghost batches", Hoffer et al. 2017):
 * it is always computed by one thread, and shards are reduced in order, so results do
 * not depend on the number of threads.
 */
#ifndef HWR_ENGINE_H
#define HWR_ENGINE_H

#include "params.h"

/* Statistics of one shard's batch norms, and what they turn into. (cout) each. */
typedef struct hwr_norm_state {
    float *mean, *variance; /* of this shard (training) or running (evaluation) */
    float *inverse;         /* 1 / sqrt(variance + epsilon) */
    float *scale, *shift;   /* y = z * scale + shift */
} hwr_norm_state;

/* One thread's buffers, in one allocation. Arrays are (HWR_SHARD, ...) where not said. */
typedef struct hwr_workspace {
    float *data;
    /* Padded input of each layer, for its out_slots images; [n_layers] = logits. */
    float *in[HWR_MAX_LAYERS + 1];
    float *z[HWR_MAX_LAYERS];    /* linear output; after bias and ReLU where those come first */
    float *dout[HWR_MAX_LAYERS]; /* gradient of each layer's output, compact */
    float *dz;                   /* padded gradient of z, one group */
    float *sums;                 /* (4, max channels) scratch */
    hwr_norm_state norm[HWR_MAX_LAYERS];
} hwr_workspace;

/* with_gradients 0 leaves dout and dz out: a quarter of the memory. */
HWR_NODISCARD hwr_status hwr_workspace_init(hwr_workspace *ws, const hwr_plan *plan,
                                            int with_gradients);
void hwr_workspace_free(hwr_workspace *ws);

typedef struct hwr_pass {
    const hwr_plan *plan;
    const hwr_params *params;
    const hwr_packed *packed;
    hwr_workspace *ws;
    int training;          /* batch statistics and dropout; else running statistics */
    uint64_t dropout_seed; /* names this shard's masks */
} hwr_pass;

/* images: (n, 28, 28), 0..255, n <= HWR_SHARD. Logits are left in ws->in[n_layers],
 * (n, 40): 37 and padding. */
void hwr_forward(const hwr_pass *pass, const uint8_t *images, size_t n);

/* After hwr_forward: image m's output of layer l, rows of (out_side, cout) at the plan's out_row
 * from each other. Valid until the next call for this layer. */
const float *hwr_layer_output(const hwr_pass *pass, int l, size_t m);

/* After hwr_forward with training: dlogits in ws->dout[n_layers - 1] (n, 40), filled by the
 * caller, become gradients, which are *added* to grads. */
void hwr_backward(const hwr_pass *pass, const hwr_params *grads, size_t n);

#define HWR_NORM_EPSILON 1e-5f

#endif
