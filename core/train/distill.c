/* distill.c - knowledge distillation: other networks' probabilities as soft targets beside the
 * labels (G. Hinton, O. Vinyals, J. Dean, "Distilling the knowledge in a neural network", 2015),
 * of the very distorted letters that the student sees, in every step (L. Beyer and others,
 * "Knowledge distillation: a good teacher is patient and consistent", 2022). */
#include <stdlib.h>
#include <string.h>

#include "trainer_parts.h"

void hwr_teacher_free(hwr_teacher *teacher, int threads) {
    for (int i = 0; teacher->ws && i < threads; i++) hwr_workspace_free(&teacher->ws[i]);
    free(teacher->ws);
    hwr_packed_free(&teacher->packed);
    hwr_params_free(&teacher->params);
    hwr_plan_free(&teacher->plan);
    memset(teacher, 0, sizeof *teacher);
}

static hwr_status prepare(hwr_teacher *teacher, const hwr_plan *plan, int threads) {
    hwr_status status = hwr_plan_init(&teacher->plan, plan->net, plan->classes);
    if (status == HWR_OK) status = hwr_params_init(&teacher->params, &teacher->plan);
    if (status == HWR_OK) status = hwr_packed_init(&teacher->packed, &teacher->plan);
    teacher->ws = calloc((size_t)threads, sizeof *teacher->ws);
    if (!teacher->ws) return HWR_ERR_MEMORY;
    for (int i = 0; status == HWR_OK && i < threads; i++)
        status = hwr_workspace_init(&teacher->ws[i], &teacher->plan, 0);
    return status;
}

hwr_status hwr_trainer_add_teacher(hwr_trainer *t, const hwr_plan *plan, const hwr_params *params,
                                   hwr_source source) {
    if (t->global_step || t->teachers == HWR_MAX_TEACHERS || (unsigned)source >= HWR_SOURCE_NOTHING)
        return HWR_ERR_ARGUMENT;
    if (plan->net->input != t->plan.net->input) return HWR_ERR_SHAPE;
    hwr_teacher *teacher = &t->teacher[t->teachers];
    teacher->source = source;
    hwr_status status = prepare(teacher, plan, t->options.threads);
    if (status != HWR_OK) {
        hwr_teacher_free(teacher, t->options.threads);
        return status;
    }
    memcpy(teacher->params.data, params->data, params->all * sizeof(float));
    hwr_pack(&teacher->packed, &teacher->params, &teacher->plan, 0);
    t->teachers++;
    return HWR_OK;
}

/* Adds one teacher's part of the mean to the soft targets of the letters of its source. */
static void add_probabilities(const hwr_teacher *teacher, hwr_train_worker *w, int worker,
                              const int *sources, size_t n, float part) {
    uint8_t images[HWR_SHARD * HWR_PIXELS];
    float probabilities[HWR_SHARD * HWR_MAX_CLASSES];
    const float *offsets[HWR_SHARD];
    size_t place[HWR_SHARD], n_own = 0;
    const int last = teacher->plan.n_layers - 1;
    const size_t classes = (size_t)teacher->plan.classes;
    const size_t bytes = hwr_net_input_bytes(teacher->plan.net);
    hwr_pass pass = {
        &teacher->plan, &teacher->params, &teacher->packed, &teacher->ws[worker], 0, 0};
    for (size_t i = 0; i < n; i++) {
        if (sources[i] != (int)teacher->source) continue;
        memcpy(images + n_own * bytes, w->images + i * bytes, bytes);
        offsets[n_own] = w->offsets[i];
        place[n_own++] = i;
    }
    if (n_own == 0) return;
    hwr_forward(&pass, images, n_own);
    hwr_softmax(probabilities, teacher->ws[worker].in[last + 1], offsets, n_own, classes,
                (size_t)teacher->plan.layers[last].cout);
    for (size_t i = 0; i < n_own; i++) {
        float *row = w->teacher_probabilities + place[i] * classes;
        for (size_t k = 0; k < classes; k++) row[k] += part * probabilities[i * classes + k];
        w->soft_targets[place[i]] = row;
    }
}

void hwr_trainer_soft_targets(hwr_trainer *t, int worker, const uint32_t *examples, size_t n) {
    hwr_train_worker *w = &t->worker[worker];
    int sources[HWR_SHARD], teachers[HWR_SOURCE_NOTHING] = {0};
    memset(w->teacher_probabilities, 0, sizeof w->teacher_probabilities);
    for (size_t i = 0; i < n; i++) {
        w->soft_targets[i] = NULL;
        sources[i] = hwr_trainer_source(t, examples[i]);
    }
    for (int k = 0; k < t->teachers; k++) teachers[t->teacher[k].source]++;
    for (int k = 0; k < t->teachers; k++)
        add_probabilities(&t->teacher[k], w, worker, sources, n,
                          1.0f / (float)teachers[t->teacher[k].source]);
}
