/* predictor.h - a weights file of either kind, ready to answer for many images.
 *
 * tools/predict/ runs a model of either kind for the commands. */
#ifndef TOOLS_PREDICTOR_H
#define TOOLS_PREDICTOR_H

#include "hwr.h"
#include "io/files.h"

typedef struct tool_predictor tool_predictor;

/* Opens an integer model (.hwr) or float weights (.safetensors), told apart by their
 * contents. threads: 1..64, 0 = one a processor. NULL with *error set on failure. */
tool_predictor *tool_predictor_open(const char *path, long threads, tool_error *error);
/* The same for images alone: a network that reads traces is refused. */
tool_predictor *tool_predictor_open_pictures(const char *path, long threads, tool_error *error);
void tool_predictor_close(tool_predictor *predictor);

/* "integer, avx2" or "float". */
const char *tool_predictor_kind(const tool_predictor *predictor);

/* The model's: an answer whose hwr_letter_score is below it is no letter. traces: 1 where it was
 * given those, too. */
float tool_predictor_threshold(const tool_predictor *predictor, int traces);

/* The model's classes; belongs to the predictor. */
const hwr_labels *tool_predictor_labels(const tool_predictor *predictor);

/* What a network is shown: images (n, 28, 28) upright, 255 = ink, and, where the letters are known
 * as strokes, their traces (n, 64, 8), else NULL. A network of traces cannot do without. */
typedef struct tool_inputs {
    const uint8_t *images, *traces;
    size_t n;
} tool_inputs;

/* 1: the network reads traces alone. */
int tool_predictor_needs_traces(const tool_predictor *predictor);

/* What it answers, in the caller's memory; what is not asked for is NULL. */
typedef struct tool_outputs {
    float *probabilities; /* (n, classes) */
    float *logits;        /* (n, classes), not divided by the temperature */
    uint8_t *outliers;    /* (n) 1: the model's outlier detector takes it for no letter */
} tool_outputs;

/* The result does not depend on the number of threads. */
void tool_predictor_run(tool_predictor *predictor, const tool_outputs *outputs,
                        const tool_inputs *inputs);

/* logits (n, classes) as a file of little-endian float32. */
int tool_write_logits(const char *path, const float *logits, size_t n, size_t classes,
                      tool_error *error);

/* What a kind of weights has to offer. shared is read by all workers; a worker belongs
 * to one thread. open fills *error and returns NULL on failure; file outlives shared. */
typedef struct tool_backend {
    void *(*open)(const tool_bytes *file, const char *path, tool_error *error);
    void *(*open_worker)(void *shared, const char *path, tool_error *error);
    void (*run)(void *worker, const tool_outputs *outputs, const tool_inputs *inputs);
    void (*close_worker)(void *worker);
    void (*close)(void *shared);
    const char *(*kind)(const void *shared);
    float (*threshold)(const void *worker, int traces);
    const hwr_labels *(*labels)(const void *worker);
    int (*needs_traces)(const void *worker);
} tool_backend;

extern const tool_backend tool_backend_integer, tool_backend_float;

#endif
