/* cmd_bench.c - letters bench: medians of every stage and every kernel. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "describe.h"
#include "options.h"
#include "qnet.h"

enum { PICTURE_SIDE = 280, WARM_UP = 20, MAX_STAGES = 16 };

/* A drawn "R" of two strokes, so that no data is needed. */
static const float letter_xy[] = {20, 10, 20, 30, 19, 50, 20, 70, 21, 90, 22, 110, 20, 14, 34,
                                  8,  50, 8,  64, 16, 70, 28, 68, 42, 58, 52, 44,  58, 30, 60,
                                  22, 60, 32, 64, 42, 72, 52, 84, 62, 96, 72, 108, 78, 112};
static const uint32_t letter_lengths[] = {6, 16};

/* Everything that the timed functions work on. */
typedef struct bench {
    hwr_preprocess pre, ink;
    uint8_t *picture; /* (280, 280, 4) */
    hwr_model model;
    int layer; /* of time_layer */
    int32_t logits[HWR_CLASSES];
    float probabilities[HWR_CLASSES];
    volatile unsigned failures;
} bench;

typedef void step(bench *b);

typedef struct timing {
    char name[48];
    double median, p99; /* microseconds */
    double gmacs;       /* 10^9 multiply-adds a second, 0 where there are none */
} timing;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e6 * (double)t.tv_sec + 1e-3 * (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Times runs calls of run, each after prepare (not timed, may be NULL). */
static timing measure(bench *b, step *prepare, step *run, long runs, const char *name,
                      size_t macs) {
    double *times = tool_alloc((size_t)runs, sizeof *times);
    for (long i = -WARM_UP; i < runs; i++) {
        if (prepare) prepare(b);
        double start = now();
        run(b);
        if (i >= 0) times[i] = now() - start;
    }
    qsort(times, (size_t)runs, sizeof *times, by_value);
    timing t = {.median = times[runs / 2], .p99 = times[runs - 1 - runs / 100]};
    snprintf(t.name, sizeof t.name, "%s", name);
    if (macs && t.median > 0) t.gmacs = (double)macs / t.median * 1e-3;
    free(times);
    return t;
}

static void run_strokes(bench *b) {
    b->failures +=
        hwr_preprocess_strokes(&b->pre, letter_xy, letter_lengths, 2, &hwr_pen_default) != HWR_OK;
}

static void run_ink(bench *b) {
    b->failures += hwr_preprocess_ink(&b->ink) != HWR_OK;
}

static void run_picture(bench *b) {
    b->failures += hwr_preprocess_pixels(&b->ink, b->picture, PICTURE_SIDE, PICTURE_SIDE) != HWR_OK;
}

static void run_network(bench *b) {
    hwr_model_run(&b->model, b->logits, b->pre.image);
}

static void run_probabilities(bench *b) {
    hwr_model_probabilities(&b->model, b->probabilities, b->logits);
}

static void run_all(bench *b) {
    run_strokes(b);
    run_network(b);
    run_probabilities(b);
}

static void prepare_layer(bench *b) {
    hwr_qnet_run(&b->model, b->logits, b->pre.image, b->layer);
}

static void run_layer(bench *b) {
    hwr_qkernel_find(b->model.isa)(&b->model.layers[b->layer], b->model.arena, b->logits);
}

/* The letter's ink, enlarged, dark on white, as a canvas would hold it. */
static void draw_picture(bench *b) {
    b->picture = tool_alloc((size_t)PICTURE_SIDE * PICTURE_SIDE, 4);
    for (int i = 0; i < PICTURE_SIDE * PICTURE_SIDE; i++) {
        int x = i % PICTURE_SIDE * HWR_INK_SIDE / PICTURE_SIDE;
        int y = i / PICTURE_SIDE * HWR_INK_SIDE / PICTURE_SIDE;
        memset(b->picture + 4 * i, 255 - b->pre.ink[y * HWR_INK_SIDE + x], 3);
        b->picture[4 * i + 3] = 255;
    }
}

static int time_stages(bench *b, timing *out, long runs, size_t macs) {
    hwr_isa fastest = b->model.isa;
    int n = 0;
    out[n++] = measure(b, NULL, run_strokes, runs, "strokes to 28x28", 0);
    b->ink = b->pre;
    out[n++] = measure(b, NULL, run_ink, runs, "  of which ink to 28x28", 0);
    draw_picture(b);
    out[n++] = measure(b, NULL, run_picture, runs, "picture 280x280 to 28x28", 0);
    for (int isa = 0; isa < HWR_ISA_COUNT; isa++) {
        char name[48];
        if (hwr_model_set_isa(&b->model, (hwr_isa)isa) != HWR_OK) continue;
        snprintf(name, sizeof name, "network, %s", hwr_isa_name((hwr_isa)isa));
        out[n++] = measure(b, NULL, run_network, runs, name, macs);
    }
    b->failures += hwr_model_set_isa(&b->model, fastest) != HWR_OK;
    out[n++] = measure(b, NULL, run_probabilities, runs, "logits to probabilities", 0);
    out[n++] = measure(b, NULL, run_all, runs, "strokes to probabilities", 0);
    return n;
}

static json_t *timings_json(const timing *t, int n) {
    json_t *array = json_array();
    for (int i = 0; i < n; i++) {
        json_t *row = json_pack("{s:s, s:f, s:f}", "name", t[i].name + strspn(t[i].name, " "),
                                "median_us", t[i].median, "p99_us", t[i].p99);
        if (t[i].gmacs > 0) json_object_set_new(row, "gmac_per_s", json_real(t[i].gmacs));
        json_array_append_new(array, row);
    }
    return array;
}

static void print_timings(const timing *t, int n) {
    for (int i = 0; i < n; i++) {
        printf("%-28s %10.1f %10.1f", t[i].name, t[i].median, t[i].p99);
        if (t[i].gmacs > 0) printf(" %10.2f", t[i].gmacs);
        putchar('\n');
    }
}

static void report(const timing *stages, int n_stages, const timing *layers, int n_layers,
                   const char *isa, long runs, int json) {
    if (json) {
        json_t *object =
            json_pack("{s:I, s:s, s:o, s:o}", "runs", (json_int_t)runs, "layers_isa", isa, "stages",
                      timings_json(stages, n_stages), "layers", timings_json(layers, n_layers));
        json_dumpf(object, stdout, JSON_REAL_PRECISION(6));
        putchar('\n');
        json_decref(object);
        return;
    }
    printf("%-28s %10s %10s %10s\n", "", "median us", "p99 us", "GMAC/s");
    print_timings(stages, n_stages);
    printf("\nlayers, %s\n", isa);
    print_timings(layers, n_layers);
    printf("\n%ld runs each, one thread\n", runs);
}

static int run_bench(bench *b, const tool_bytes *file, const char *path, long runs, int json,
                     tool_error *error) {
    tool_description d;
    if (tool_describe_model(&d, file, path, error) != 0) return -1;
    hwr_status status;
    size_t length = hwr_model_memory(file->data, file->length, &status);
    void *memory = tool_alloc(length, 1);
    status = hwr_model_init(&b->model, memory, length, file->data, file->length);
    if (status == HWR_OK) {
        timing stages[MAX_STAGES], layers[HWR_MAX_LAYERS];
        int n = time_stages(b, stages, runs, d.macs);
        for (b->layer = 0; b->layer < b->model.n_layers; b->layer++) {
            const tool_layer_row *row = &d.layers[b->layer];
            layers[b->layer] = measure(b, prepare_layer, run_layer, runs, row->name, row->macs);
        }
        if (!b->failures) {
            report(stages, n, layers, d.n_layers, hwr_isa_name(b->model.isa), runs, json);
        }
    }
    free(memory);
    if (status != HWR_OK) return tool_fail(error, "%s: %s", path, hwr_status_string(status));
    return b->failures ? tool_fail(error, "a timed stage failed") : 0;
}

int cmd_bench(int argc, char **argv) {
    const char *weights = "weights/letters.hwr";
    long runs = 300;
    int json = 0;
    const tool_option options[] = {
        TOOL_OPT_TEXT("--weights", "FILE", "an integer model (weights/letters.hwr)", &weights),
        TOOL_OPT_INT("--runs", "N", "runs of each stage, at least 200 (300)", &runs, 200, 1000000),
        TOOL_OPT_FLAG("--json", "one JSON object on stdout", &json),
    };
    static const tool_usage usage = {"bench", "Times every stage of recognition on one thread.",
                                     "GMAC/s are 10^9 multiply-adds of the network a second."};
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    tool_bytes file;
    if (tool_read_file(&file, weights, &error) != 0) return tool_report(error.text);
    bench *b = tool_alloc(1, sizeof *b);
    int status = run_bench(b, &file, weights, runs, json, &error);
    free(b->picture);
    free(b);
    free(file.data);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
