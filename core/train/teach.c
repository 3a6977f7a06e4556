/* teach.c - what other networks say of the training examples, to be learnt from beside the
 * labels (G. Hinton, O. Vinyals, J. Dean, "Distilling the knowledge in a neural network",
 * 2015). They are asked about the very distorted letters that are learnt from, every time
 * (L. Beyer and others, "Knowledge distillation: a good teacher is patient and consistent",
 * 2022). */
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

static hwr_status prepare(hwr_teacher *teacher, const hwr_net *net, int threads) {
    hwr_status status = hwr_plan_init(&teacher->plan, net);
    if (status == HWR_OK) status = hwr_params_init(&teacher->params, &teacher->plan);
    if (status == HWR_OK) status = hwr_packed_init(&teacher->packed, &teacher->plan);
    teacher->ws = calloc((size_t)threads, sizeof *teacher->ws);
    if (!teacher->ws) return HWR_ERR_MEMORY;
    for (int i = 0; status == HWR_OK && i < threads; i++)
        status = hwr_workspace_init(&teacher->ws[i], &teacher->plan, 0);
    return status;
}

hwr_status hwr_trainer_teach(hwr_trainer *t, const hwr_plan *plan, const hwr_params *params,
                             hwr_source subject) {
    if (t->global_step || t->teachers == HWR_MAX_TEACHERS ||
        (unsigned)subject >= HWR_SOURCE_NOTHING)
        return HWR_ERR_ARGUMENT;
    hwr_teacher *teacher = &t->teacher[t->teachers];
    teacher->subject = subject;
    hwr_status status = prepare(teacher, plan->net, t->options.threads);
    if (status != HWR_OK) {
        hwr_teacher_free(teacher, t->options.threads);
        return status;
    }
    memcpy(teacher->params.data, params->data, params->all * sizeof(float));
    hwr_pack(&teacher->packed, &teacher->params, &teacher->plan, 0);
    t->teachers++;
    return HWR_OK;
}

/* Adds one teacher's part of the mean to the answers about the letters of its subject. */
static void ask(const hwr_teacher *teacher, hwr_train_worker *w, int worker, const int *sources,
                size_t n, float part) {
    uint8_t images[HWR_SHARD * HWR_PIXELS];
    float answers[HWR_SHARD * HWR_CLASSES];
    const float *offsets[HWR_SHARD];
    size_t place[HWR_SHARD], asked = 0;
    int last = teacher->plan.n_layers - 1;
    hwr_pass pass = {
        &teacher->plan, &teacher->params, &teacher->packed, &teacher->ws[worker], 0, 0};
    for (size_t i = 0; i < n; i++) {
        if (sources[i] != (int)teacher->subject) continue;
        memcpy(images + asked * HWR_PIXELS, w->images + i * HWR_PIXELS, HWR_PIXELS);
        offsets[asked] = w->offsets[i];
        place[asked++] = i;
    }
    if (asked == 0) return;
    hwr_forward(&pass, images, asked);
    hwr_softmax(answers, teacher->ws[worker].in[last + 1], offsets, asked,
                (size_t)teacher->plan.layers[last].cout);
    for (size_t i = 0; i < asked; i++) {
        float *row = w->answers + place[i] * HWR_CLASSES;
        for (size_t k = 0; k < HWR_CLASSES; k++) row[k] += part * answers[i * HWR_CLASSES + k];
        w->taught[place[i]] = row;
    }
}

void hwr_trainer_ask(hwr_trainer *t, int worker, const uint32_t *examples, size_t n) {
    hwr_train_worker *w = &t->worker[worker];
    int sources[HWR_SHARD], teachers[HWR_SOURCE_NOTHING] = {0};
    memset(w->answers, 0, sizeof w->answers);
    for (size_t i = 0; i < n; i++) {
        w->taught[i] = NULL;
        sources[i] = hwr_trainer_source(t, examples[i]);
    }
    for (int k = 0; k < t->teachers; k++) teachers[t->teacher[k].subject]++;
    for (int k = 0; k < t->teachers; k++)
        ask(&t->teacher[k], w, worker, sources, n, 1.0f / (float)teachers[t->teacher[k].subject]);
}
