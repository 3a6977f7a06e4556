/* predictor.c - a pool of threads around a backend. */
#include "predictor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/format_write.h"
#include "train/pool.h"

enum { MAX_THREADS = 64, IMAGES_A_TASK = 256 };

struct tool_predictor {
    const tool_backend *backend;
    tool_bytes file;
    void *shared;
    void *workers[MAX_THREADS];
    int n_workers;
    hwr_pool *pool; /* (n_workers) threads */
};

typedef struct run {
    const tool_predictor *predictor;
    tool_outputs outputs;
    tool_inputs inputs;
} run;

static int count_threads(long wanted) {
    long n = wanted > 0 ? wanted : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : (int)n;
}

static int open_parts(tool_predictor *p, const char *path, int threads, tool_error *error) {
    if (tool_read_file(&p->file, path, TOOL_MAX_WEIGHTS, error) != 0) return -1;
    int integer = p->file.length >= 4 && memcmp(p->file.data, "HWRM", 4) == 0;
    int json = p->file.length >= 9 && p->file.data[8] == '{';
    if (!integer && !json) {
        return tool_fail(error,
                         "%s: byte 0: neither an integer model (.hwr) nor float weights "
                         "(.safetensors)",
                         path);
    }
    p->backend = integer ? &tool_backend_integer : &tool_backend_float;
    p->shared = p->backend->open(&p->file, path, error);
    if (!p->shared) return -1;
    for (; p->n_workers < threads; p->n_workers++) {
        p->workers[p->n_workers] = p->backend->open_worker(p->shared, path, error);
        if (!p->workers[p->n_workers]) return -1;
    }
    p->pool = hwr_pool_create(threads);
    return p->pool ? 0 : tool_fail(error, "cannot start %d threads; use fewer --threads", threads);
}

tool_predictor *tool_predictor_open(const char *path, long threads, tool_error *error) {
    tool_predictor *p = tool_alloc(1, sizeof *p);
    if (open_parts(p, path, count_threads(threads), error) == 0) return p;
    tool_predictor_close(p);
    return NULL;
}

tool_predictor *tool_predictor_open_pictures(const char *path, long threads, tool_error *error) {
    tool_predictor *p = tool_predictor_open(path, threads, error);
    if (!p || !tool_predictor_needs_traces(p)) return p;
    tool_fail(error,
              "%s: a network of pen strokes, which reads no images; measure it with \"letters "
              "recognize --strokes FILE --summary\"",
              path);
    tool_predictor_close(p);
    return NULL;
}

void tool_predictor_close(tool_predictor *p) {
    if (!p) return;
    hwr_pool_destroy(p->pool);
    for (int i = 0; i < p->n_workers; i++) p->backend->close_worker(p->workers[i]);
    if (p->shared) p->backend->close(p->shared);
    free(p->file.data);
    free(p);
}

const char *tool_predictor_kind(const tool_predictor *p) {
    return p->backend->kind(p->shared);
}

float tool_predictor_threshold(const tool_predictor *p, int traces) {
    return p->backend->threshold(p->workers[0], traces);
}

const hwr_labels *tool_predictor_labels(const tool_predictor *p) {
    return p->backend->labels(p->workers[0]);
}

int tool_predictor_needs_traces(const tool_predictor *p) {
    return p->backend->needs_traces(p->workers[0]);
}

static void run_task(void *context, size_t task, int worker) {
    const run *r = context;
    const tool_predictor *p = r->predictor;
    const size_t first = task * IMAGES_A_TASK;
    tool_inputs part = r->inputs;
    part.n -= first;
    if (part.n > IMAGES_A_TASK) part.n = IMAGES_A_TASK;
    if (part.images) part.images += first * HWR_PIXELS;
    if (part.traces) part.traces += first * HWR_TRACE_BYTES;
    const size_t classes = (size_t)tool_predictor_labels(p)->n;
    tool_outputs to = r->outputs;
    to.probabilities += first * classes;
    if (to.logits) to.logits += first * classes;
    if (to.outliers) to.outliers += first;
    p->backend->run(p->workers[worker], &to, &part);
}

void tool_predictor_run(tool_predictor *p, const tool_outputs *outputs, const tool_inputs *inputs) {
    run r = {p, *outputs, *inputs};
    hwr_pool_run(p->pool, run_task, &r, (inputs->n + IMAGES_A_TASK - 1) / IMAGES_A_TASK);
}

int tool_write_logits(const char *path, const float *logits, size_t n, size_t classes,
                      tool_error *error) {
    uint8_t *bytes = tool_alloc(n * classes, 4);
    for (size_t i = 0; i < n * classes; i++) hwr_write_f32(bytes + 4 * i, logits[i]);
    int status = tool_write_file(path, bytes, 4 * n * classes, error);
    free(bytes);
    return status;
}
