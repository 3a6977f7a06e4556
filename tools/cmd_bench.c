/* cmd_bench.c - letters bench: medians of every stage and every kernel. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/clock.h"
#include "bench/peak.h"
#include "bench/word.h"
#include "commands.h"
#include "options.h"
#include "qnn/qnet.h"
#include "report/describe.h"

enum { PICTURE_SIDE = 280, WARM_UP = 20, MAX_STAGES = 16, NO_ISA = -1 };

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
    uint8_t trace[HWR_TRACE_BYTES];
    int32_t logits[HWR_MAX_CLASSES], trace_logits[HWR_MAX_CLASSES];
    float probabilities[HWR_MAX_CLASSES];
    tool_bench_word *word; /* the letter, repeated */
    volatile unsigned failures;
} bench;

typedef void step(bench *b);

typedef struct timing {
    char name[48];
    double median, p99; /* microseconds */
    double gmacs;       /* 10^9 multiply-adds a second, 0 where there are none */
    int isa;            /* whose kernels, NO_ISA where it does not matter */
} timing;

typedef struct results {
    timing stages[MAX_STAGES], layers[HWR_ISA_COUNT * HWR_MAX_LAYERS];
    int n_stages, n_layers;
    double peaks[HWR_ISA_COUNT]; /* 10^9 multiply-adds a second, 0 = not known */
    long runs;
} results;

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Times runs calls of run, each after prepare (not timed, may be NULL). */
static timing measure(bench *b, step *prepare, step *run, long runs, const char *name, int isa,
                      size_t macs) {
    double *times = tool_alloc((size_t)runs, sizeof *times);
    for (long i = -WARM_UP; i < runs; i++) {
        if (prepare) prepare(b);
        double start = tool_seconds();
        run(b);
        if (i >= 0) times[i] = 1e6 * (tool_seconds() - start);
    }
    qsort(times, (size_t)runs, sizeof *times, by_value);
    timing t = {.median = times[runs / 2], .p99 = times[runs - 1 - runs / 100], .isa = isa};
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

static void run_trace(bench *b) {
    b->failures += hwr_trace_strokes(b->trace, letter_xy, letter_lengths, 2) != HWR_OK;
}

static void run_trace_network(bench *b) {
    hwr_model_run_trace(&b->model, b->trace_logits, b->trace);
}

static void run_fusion(bench *b) {
    hwr_model_fuse(&b->model, b->probabilities, b->logits, b->trace_logits);
}

/* As the page answers a drawing. */
static void run_all(bench *b) {
    run_strokes(b);
    run_network(b);
    if (b->model.n_trace_layers == 0) {
        run_probabilities(b);
        return;
    }
    run_trace(b);
    run_trace_network(b);
    run_fusion(b);
}

static void run_word(bench *b) {
    b->failures += tool_bench_word_read(b->word, &b->model) != HWR_OK;
}

static void prepare_layer(bench *b) {
    hwr_qnet_run(&b->model, b->logits, b->pre.image, b->layer);
}

static void run_layer(bench *b) {
    b->model.kernel(&b->model.layers[b->layer], b->model.arena, b->logits);
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

static void time_network(bench *b, results *r, size_t macs, int fastest_only) {
    hwr_isa fastest = b->model.isa;
    for (int isa = 0; isa < HWR_ISA_COUNT; isa++) {
        char name[48];
        if (fastest_only && isa != (int)fastest) continue;
        if (hwr_model_set_isa(&b->model, (hwr_isa)isa) != HWR_OK) continue;
        snprintf(name, sizeof name, "network, %s", hwr_isa_name((hwr_isa)isa));
        r->peaks[isa] = tool_peak_gmacs((hwr_isa)isa);
        r->stages[r->n_stages++] = measure(b, NULL, run_network, r->runs, name, isa, macs);
    }
    b->failures += hwr_model_set_isa(&b->model, fastest) != HWR_OK;
}

static void time_stages(bench *b, results *r, size_t macs) {
    timing *t = r->stages;
    long runs = r->runs;
    t[r->n_stages++] = measure(b, NULL, run_strokes, runs, "strokes to 28x28", NO_ISA, 0);
    b->ink = b->pre;
    t[r->n_stages++] = measure(b, NULL, run_ink, runs, "  of which ink to 28x28", NO_ISA, 0);
    draw_picture(b);
    t[r->n_stages++] = measure(b, NULL, run_picture, runs, "picture 280x280 to 28x28", NO_ISA, 0);
    time_network(b, r, macs, 0);
    t[r->n_stages++] =
        measure(b, NULL, run_probabilities, runs, "logits to probabilities", NO_ISA, 0);
    if (b->model.n_trace_layers > 0) {
        t[r->n_stages++] = measure(b, NULL, run_trace, runs, "strokes to trace", NO_ISA, 0);
        t[r->n_stages++] =
            measure(b, NULL, run_trace_network, runs, "network of traces", NO_ISA, 0);
        t[r->n_stages++] =
            measure(b, NULL, run_fusion, runs, "both logits to probabilities", NO_ISA, 0);
    }
    t[r->n_stages++] = measure(b, NULL, run_all, runs, "strokes to probabilities", NO_ISA, 0);
    b->word = tool_bench_word_write(letter_xy, letter_lengths, 2);
    t[r->n_stages++] =
        measure(b, NULL, run_word, runs, "word of 5 letters, no language", NO_ISA, 0);
}

/* Every layer on every instruction set but the reference, which is not made to be fast. */
static void time_layers(bench *b, results *r, const tool_description *d) {
    hwr_isa fastest = b->model.isa;
    for (int isa = HWR_ISA_REF + 1; isa < HWR_ISA_COUNT; isa++) {
        if (hwr_model_set_isa(&b->model, (hwr_isa)isa) != HWR_OK) continue;
        for (b->layer = 0; b->layer < b->model.n_layers; b->layer++) {
            const tool_layer_row *row = &d->layers[b->layer];
            r->layers[r->n_layers++] =
                measure(b, prepare_layer, run_layer, r->runs, row->name, isa, row->macs);
        }
    }
    b->failures += hwr_model_set_isa(&b->model, fastest) != HWR_OK;
}

/* Percent of the instruction set's peak, 0 where there is none. */
static double share(const results *r, const timing *t) {
    double peak = t->isa == NO_ISA ? 0 : r->peaks[t->isa];
    return peak > 0 ? 100 * t->gmacs / peak : 0;
}

static json_t *timings_json(const results *r, const timing *t, int n) {
    json_t *array = json_array();
    for (int i = 0; i < n; i++) {
        json_t *row = json_pack("{s:s, s:f, s:f}", "name", t[i].name + strspn(t[i].name, " "),
                                "median_us", t[i].median, "p99_us", t[i].p99);
        if (t[i].isa != NO_ISA)
            json_object_set_new(row, "isa", json_string(hwr_isa_name((hwr_isa)t[i].isa)));
        if (t[i].gmacs > 0) json_object_set_new(row, "gmac_per_s", json_real(t[i].gmacs));
        if (share(r, &t[i]) > 0)
            json_object_set_new(row, "percent_of_peak", json_real(share(r, &t[i])));
        json_array_append_new(array, row);
    }
    return array;
}

static void print_json(const results *r) {
    json_t *peaks = json_object();
    for (int isa = 0; isa < HWR_ISA_COUNT; isa++)
        if (r->peaks[isa] > 0)
            json_object_set_new(peaks, hwr_isa_name((hwr_isa)isa), json_real(r->peaks[isa]));
    json_t *object = json_pack(
        "{s:I, s:o, s:o, s:o}", "runs", (json_int_t)r->runs, "peak_gmac_per_s", peaks, "stages",
        timings_json(r, r->stages, r->n_stages), "layers", timings_json(r, r->layers, r->n_layers));
    json_dumpf(object, stdout, JSON_REAL_PRECISION(6));
    putchar('\n');
    json_decref(object);
}

static void print_timings(const results *r, const timing *t, int n) {
    for (int i = 0; i < n; i++) {
        printf("%-28s %10.1f %10.1f", t[i].name, t[i].median, t[i].p99);
        if (t[i].gmacs > 0) printf(" %10.2f", t[i].gmacs);
        if (share(r, &t[i]) > 0) printf(" %8.0f %%", share(r, &t[i]));
        putchar('\n');
    }
}

static void print_tables(const results *r) {
    printf("%-28s %10s %10s %10s %10s\n", "", "median us", "p99 us", "GMAC/s", "of peak");
    print_timings(r, r->stages, r->n_stages);
    for (int i = 0, n; i < r->n_layers; i += n) {
        for (n = 1; i + n < r->n_layers && r->layers[i + n].isa == r->layers[i].isa;) n++;
        printf("\nlayers, %s\n", hwr_isa_name((hwr_isa)r->layers[i].isa));
        print_timings(r, r->layers + i, n);
    }
    putchar('\n');
    for (int isa = 0; isa < HWR_ISA_COUNT; isa++)
        if (r->peaks[isa] > 0)
            printf("peak of %-20s %31.2f GMAC/s\n", hwr_isa_name((hwr_isa)isa), r->peaks[isa]);
    printf("%ld runs each, one thread\n", r->runs);
}

static int run_bench(bench *b, results *r, const tool_bytes *file, const char *path,
                     int network_only, tool_error *error) {
    tool_description d;
    if (tool_describe_model(&d, file, path, error) != 0) return -1;
    hwr_status status;
    size_t length = hwr_model_memory(file->data, file->length, &status);
    void *memory = tool_alloc(length, 1);
    status = hwr_model_init(&b->model, memory, length, file->data, file->length);
    if (status == HWR_OK && network_only) {
        run_strokes(b);
        time_network(b, r, d.macs, 1);
    } else if (status == HWR_OK) {
        time_stages(b, r, d.macs);
        time_layers(b, r, &d);
    }
    free(memory);
    if (status != HWR_OK) return tool_fail(error, "%s: %s", path, hwr_status_string(status));
    return b->failures ? tool_fail(error, "a timed stage failed") : 0;
}

int cmd_bench(int argc, char **argv) {
    const char *weights = "weights/letters.hwr";
    long runs = 300;
    int json = 0, network = 0;
    const tool_option options[] = {
        TOOL_OPT_TEXT("--weights", "FILE", "an integer model (weights/letters.hwr)", &weights),
        TOOL_OPT_INT("--runs", "N", "runs of each stage, at least 200 (300)", &runs, 200, 1000000),
        TOOL_OPT_FLAG("--network", "the network alone, on the fastest kernels", &network),
        TOOL_OPT_FLAG("--json", "one JSON object on stdout", &json),
    };
    static const tool_usage usage = {
        "bench", "Times every stage of recognition, and every layer's kernels, on one thread.",
        "GMAC/s are 10^9 multiply-adds of the network a second. The peak is measured, with the\n"
        "multiply and add of the instruction set on registers alone; layers computed with\n"
        "fewer multiplications than the network has (core/qnn/kernel_winograd.h) can pass it."};
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    tool_bytes file;
    if (tool_read_file(&file, weights, TOOL_MAX_WEIGHTS, &error) != 0)
        return tool_report(error.text);
    bench *b = tool_alloc(1, sizeof *b);
    results *r = tool_alloc(1, sizeof *r);
    r->runs = runs;
    int status = run_bench(b, r, &file, weights, network, &error);
    if (status == 0 && json) print_json(r);
    if (status == 0 && !json) print_tables(r);
    free(b->picture);
    tool_bench_word_free(b->word);
    free(b);
    free(r);
    free(file.data);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
