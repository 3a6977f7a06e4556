/* qat.c - the weights a pass reads: packed, and in the last epochs fake-quantised. */
#include <string.h>

#include "train/quant/rounding.h"
#include "trainer_parts.h"

typedef struct pack_job {
    hwr_trainer *trainer;
    hwr_packed *packed;
    const hwr_params *params;
    hwr_params *quantized; /* NULL: not to be quantised */
    int with_back;
} pack_job;

static void pack_task(void *context, size_t l, int worker) {
    const pack_job *job = context;
    const hwr_plan *plan = &job->trainer->plan;
    if (job->quantized)
        hwr_fake_quantize(job->quantized->layers[l].weight, job->params->layers[l].weight,
                          &plan->layers[l], job->trainer->worker[worker].taps);
    hwr_pack_layer(job->packed, job->quantized ? job->quantized : job->params, plan, (int)l,
                   job->with_back);
}

/* Quantisation-aware training: the forward pass sees fake-quantised weights, and the gradient
 * goes on as if they were not (the straight-through estimator, Y. Bengio and others, arXiv
 * 1308.3432; B. Jacob and others, "Quantization and training of neural networks for efficient
 * integer-arithmetic-only inference", 2018). */
const hwr_params *hwr_trainer_pack(hwr_trainer *t, hwr_packed *packed, const hwr_params *params,
                                   hwr_params *quantized, int with_back) {
    int qat = t->options.qat_epochs > 0 && t->epoch + t->options.qat_epochs >= t->options.epochs;
    pack_job job = {t, packed, params, qat ? quantized : NULL, with_back};
    if (qat) memcpy(quantized->data, params->data, params->all * sizeof(float));
    hwr_pool_run(t->pool, pack_task, &job, (size_t)t->plan.n_layers);
    return qat ? quantized : params;
}
