/* predictor_float.c - float weights behind predictor.h: the trainer's forward pass. */
#include <stdlib.h>
#include <string.h>

#include "io/safetensors.h"
#include "predictor.h"
#include "train/loss.h"
#include "train/net/engine.h"

typedef struct shared {
    tool_weights weights;
    hwr_packed packed;
} shared;

typedef struct worker {
    const shared *from;
    hwr_workspace ws;
} worker;

static void close_shared(void *argument) {
    shared *s = argument;
    hwr_packed_free(&s->packed);
    tool_weights_free(&s->weights);
    free(s);
}

static void *open_shared(const tool_bytes *file, const char *path, tool_error *error) {
    shared *s = tool_alloc(1, sizeof *s);
    *s = (shared){.packed = {NULL, NULL}};
    if (tool_parse_weights(&s->weights, file, path, error) != 0) {
        free(s);
        return NULL;
    }
    if (hwr_packed_init(&s->packed, &s->weights.plan) != HWR_OK) {
        tool_fail(error, "%s: out of memory", path);
        close_shared(s);
        return NULL;
    }
    hwr_pack(&s->packed, &s->weights.params, &s->weights.plan, 0);
    return s;
}

static void *open_worker(void *argument, const char *path, tool_error *error) {
    worker *w = tool_alloc(1, sizeof *w);
    w->from = argument;
    if (hwr_workspace_init(&w->ws, &w->from->weights.plan, 0) == HWR_OK) return w;
    tool_fail(error, "%s: out of memory", path);
    free(w);
    return NULL;
}

static int needs_traces(const void *argument) {
    const worker *w = argument;
    return w->from->weights.plan.net->input == HWR_INPUT_TRACE;
}

static void run(void *argument, const tool_outputs *outputs, const tool_inputs *inputs) {
    worker *w = argument;
    const tool_weights *weights = &w->from->weights;
    const uint8_t *input = needs_traces(w) ? inputs->traces : inputs->images;
    const size_t bytes = hwr_net_input_bytes(weights->plan.net), n = inputs->n;
    int last = weights->plan.n_layers - 1;
    const size_t stride = (size_t)weights->plan.layers[last].cout;
    const size_t classes = (size_t)weights->plan.classes;
    hwr_pass pass = {&weights->plan, &weights->params, &w->from->packed, &w->ws, 0, 0};
    for (size_t i = 0; i < n; i += HWR_SHARD) {
        size_t some = n - i < HWR_SHARD ? n - i : HWR_SHARD;
        hwr_forward(&pass, input + i * bytes, some);
        const float *out = w->ws.in[last + 1];
        float *p = outputs->probabilities + i * classes;
        for (size_t m = 0; m < some; m++)
            for (size_t k = 0; k < classes; k++)
                p[m * classes + k] = out[m * stride + k] / weights->temperature;
        if (outputs->outliers) memset(outputs->outliers + i, 0, some);
        hwr_softmax(p, p, NULL, some, classes, classes);
        for (size_t m = 0; outputs->logits && m < some; m++)
            memcpy(outputs->logits + (i + m) * classes, out + m * stride, classes * sizeof *out);
    }
}

static void close_worker(void *argument) {
    worker *w = argument;
    hwr_workspace_free(&w->ws);
    free(w);
}

static const char *kind(const void *argument) {
    (void)argument;
    return "float";
}

static const hwr_labels *labels(const void *argument) {
    const worker *w = argument;
    return &w->from->weights.labels;
}

static float threshold(const void *argument, int traces) {
    const worker *w = argument;
    (void)traces;
    return w->from->weights.threshold;
}

const tool_backend tool_backend_float = {open_shared,  open_worker,  run,
                                         close_worker, close_shared, kind,
                                         threshold,    labels,       needs_traces};
