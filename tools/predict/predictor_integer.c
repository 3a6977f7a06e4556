/* predictor_integer.c - the shipped integer network behind predictor.h. */
#include <stdio.h>
#include <stdlib.h>

#include "outlier/outlier.h"
#include "predictor.h"

typedef struct shared {
    const tool_bytes *file;
    size_t memory;
    char kind[48];
} shared;

typedef struct worker {
    hwr_model model;
    void *memory;
} worker;

static void refuse(hwr_status status, const char *path, tool_error *error) {
    tool_fail(error, "%s: %s; use a .hwr file that \"letters quantize\" wrote", path,
              hwr_status_string(status));
}

static void *open_shared(const tool_bytes *file, const char *path, tool_error *error) {
    hwr_status status = HWR_OK;
    size_t memory = hwr_model_memory(file->data, file->length, &status);
    if (memory == 0) {
        refuse(status, path, error);
        return NULL;
    }
    shared *s = tool_alloc(1, sizeof *s);
    *s = (shared){.file = file, .memory = memory};
    return s;
}

static void *open_worker(void *argument, const char *path, tool_error *error) {
    shared *s = argument;
    worker *w = tool_alloc(1, sizeof *w);
    w->memory = tool_alloc(s->memory, 1);
    hwr_status status =
        hwr_model_init(&w->model, w->memory, s->memory, s->file->data, s->file->length);
    if (status == HWR_OK) {
        snprintf(s->kind, sizeof s->kind, "integer, %s", hwr_isa_name(w->model.isa));
        return w;
    }
    refuse(status, path, error);
    free(w->memory);
    free(w);
    return NULL;
}

static int needs_traces(const void *argument) {
    (void)argument;
    return 0;
}

static void run(void *argument, const tool_outputs *outputs, const tool_inputs *inputs) {
    worker *w = argument;
    const size_t classes = (size_t)w->model.labels.n;
    for (size_t i = 0; i < inputs->n; i++) {
        int32_t integers[HWR_MAX_CLASSES];
        float *p = outputs->probabilities + i * classes;
        hwr_hand_look look;
        hwr_model_run(&w->model, integers, inputs->images + i * HWR_PIXELS);
        if (outputs->outliers) hwr_hand_look_picture(&look, &w->model);
        if (inputs->traces && w->model.n_trace_layers > 0) {
            int32_t more[HWR_MAX_CLASSES];
            hwr_model_run_trace(&w->model, more, inputs->traces + i * HWR_TRACE_BYTES);
            if (outputs->outliers)
                hwr_hand_look_trace(&look, &w->model, inputs->traces + i * HWR_TRACE_BYTES);
            hwr_model_fuse(&w->model, p, integers, more);
        } else {
            hwr_model_probabilities(&w->model, p, integers);
        }
        if (outputs->outliers)
            outputs->outliers[i] =
                hwr_outlier_score(&w->model, &look,
                                  inputs->traces ? inputs->traces + i * HWR_TRACE_BYTES : NULL) > 0;
        for (size_t c = 0; outputs->logits && c < classes; c++)
            outputs->logits[i * classes + c] = (float)integers[c] * w->model.logit_scale;
    }
}

static void close_worker(void *argument) {
    worker *w = argument;
    free(w->memory);
    free(w);
}

static const char *kind(const void *argument) {
    return ((const shared *)argument)->kind;
}

static const hwr_labels *labels(const void *argument) {
    const worker *w = argument;
    return &w->model.labels;
}

static float threshold(const void *argument, int traces) {
    const hwr_model *model = &((const worker *)argument)->model;
    return traces && model->n_trace_layers > 0 ? model->fusion.threshold : model->threshold;
}

const tool_backend tool_backend_integer = {open_shared, open_worker, run,    close_worker, free,
                                           kind,        threshold,   labels, needs_traces};
