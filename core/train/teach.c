/* teach.c - what other networks say of the training examples, to be learnt from beside the
 * labels (G. Hinton, O. Vinyals, J. Dean, "Distilling the knowledge in a neural network",
 * 2015). Asked once, before training: of each example plain and of its first distortion. */
#include <stdlib.h>
#include <string.h>

#include "trainer_parts.h"

enum { VIEWS = 2 };

typedef struct lesson {
    hwr_trainer *trainer;
    hwr_plan plan;
    const hwr_params *params;
    hwr_packed packed;
    hwr_workspace *ws; /* (threads) */
} lesson;

/* One view of HWR_SHARD training examples: a VIEWS-th of each answer is added. */
static void ask(lesson *l, size_t from, size_t n, int worker, int distorted) {
    hwr_trainer *t = l->trainer;
    hwr_train_worker *w = &t->worker[worker];
    hwr_workspace *ws = &l->ws[worker];
    int last = l->plan.n_layers - 1;
    hwr_pass pass = {&l->plan, l->params, &l->packed, ws, 0, 0};
    for (size_t i = 0; i < n; i++) hwr_trainer_example(t, w, i, t->train[from + i], distorted);
    hwr_forward(&pass, w->images, n);
    hwr_softmax(w->probabilities, ws->in[last + 1], w->offsets, n,
                (size_t)l->plan.layers[last].cout);
    for (size_t i = 0; i < n; i++) {
        float *sum = t->taught + (size_t)t->train[from + i] * HWR_CLASSES;
        for (int k = 0; k < HWR_CLASSES; k++)
            sum[k] += w->probabilities[i * HWR_CLASSES + (size_t)k] / VIEWS;
    }
}

static void lesson_task(void *context, size_t task, int worker) {
    lesson *l = context;
    size_t from = task * HWR_SHARD, n = l->trainer->n_train - from;
    if (n > HWR_SHARD) n = HWR_SHARD;
    for (int view = 0; view < VIEWS; view++) ask(l, from, n, worker, view);
}

static hwr_status prepare(lesson *l) {
    hwr_trainer *t = l->trainer;
    size_t n = hwr_trainer_examples(t);
    l->ws = calloc((size_t)t->options.threads, sizeof *l->ws);
    if (!t->taught) t->taught = calloc(n * HWR_CLASSES, sizeof *t->taught);
    if (!l->ws || !t->taught) return HWR_ERR_MEMORY;
    hwr_status status = hwr_packed_init(&l->packed, &l->plan);
    for (int i = 0; status == HWR_OK && i < t->options.threads; i++)
        status = hwr_workspace_init(&l->ws[i], &l->plan, 0);
    return status;
}

hwr_status hwr_trainer_teach(hwr_trainer *t, const hwr_plan *plan, const hwr_params *params) {
    lesson l = {.trainer = t, .plan = *plan, .params = params};
    hwr_status status = t->global_step ? HWR_ERR_ARGUMENT : prepare(&l);
    if (status == HWR_OK) {
        for (int k = 0; k < l.plan.n_layers; k++) hwr_pack_layer(&l.packed, params, &l.plan, k, 0);
        hwr_pool_run(t->pool, lesson_task, &l, (t->n_train + HWR_SHARD - 1) / HWR_SHARD);
        t->teachers++;
    }
    for (int i = 0; l.ws && i < t->options.threads; i++) hwr_workspace_free(&l.ws[i]);
    free(l.ws);
    hwr_packed_free(&l.packed);
    return status;
}
