/* validate.c - the held-out examples through the weights' moving average. */
#include <string.h>

#include "trainer_parts.h"

typedef struct held_out_run {
    hwr_trainer *trainer;
    const hwr_params *weights;
    float *logits; /* (n_held_out, classes) */
} held_out_run;

static void held_out_task(void *context, size_t task, int worker) {
    held_out_run *run = context;
    hwr_trainer *t = run->trainer;
    hwr_train_worker *w = &t->worker[worker];
    size_t from = task * HWR_SHARD, n = t->n_held_out - from;
    int last = t->plan.n_layers - 1;
    const size_t stride = (size_t)t->plan.layers[last].cout, classes = (size_t)t->plan.classes;
    hwr_pass pass = {&t->plan, run->weights, &t->ema_packed, &w->ws, 0, 0};
    if (n > HWR_SHARD) n = HWR_SHARD;
    for (size_t i = 0; i < n; i++) hwr_trainer_example(t, w, i, t->held_out[from + i], 0);
    hwr_forward(&pass, w->images, n);
    for (size_t i = 0; i < n; i++)
        memcpy(run->logits + (from + i) * classes, w->ws.in[last + 1] + i * stride,
               classes * sizeof(float));
}

void hwr_trainer_held_out_logits(hwr_trainer *t, float *logits) {
    const hwr_params *weights =
        hwr_trainer_pack(t, &t->ema_packed, hwr_trainer_weights(t), &t->ema_quantized, 0);
    held_out_run run = {t, weights, logits};
    hwr_pool_run(t->pool, held_out_task, &run, (t->n_held_out + HWR_SHARD - 1) / HWR_SHARD);
}

static void add_example(hwr_validation *v, const hwr_trainer *t, uint32_t example, const float *p,
                        size_t *seen, size_t *right) {
    uint16_t target = hwr_trainer_target(t, example);
    if (target == HWR_TARGET_NOTHING) return;
    int stroke = example >= t->data.images->n;
    hwr_loss_sums *sums = stroke ? &v->strokes : &v->images;
    size_t before = sums->correct;
    hwr_loss_add(sums, p, &target, t->options.labels, 1);
    if (stroke || target >= HWR_MAX_CLASSES) return;
    seen[target]++;
    right[target] += sums->correct - before;
}

hwr_validation hwr_trainer_validate(hwr_trainer *t) {
    hwr_validation v;
    size_t seen[HWR_MAX_CLASSES] = {0}, right[HWR_MAX_CLASSES] = {0}, classes = 0;
    const size_t n = (size_t)t->plan.classes;
    memset(&v, 0, sizeof v);
    float *p = t->validated;
    if (t->n_held_out == 0) return v;
    hwr_trainer_held_out_logits(t, p);
    hwr_softmax(p, p, NULL, t->n_held_out, n, n);
    for (size_t i = 0; i < t->n_held_out; i++)
        add_example(&v, t, t->held_out[i], p + i * n, seen, right);
    for (size_t k = 0; k < n; k++) {
        if (seen[k] == 0) continue;
        classes++;
        v.balanced += (double)right[k] / (double)seen[k];
    }
    if (classes) v.balanced /= (double)classes;
    return v;
}
