/* cmd_eval.c - letters eval: measures a network on labelled images. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "commands.h"
#include "dataio.h"
#include "evaluation.h"
#include "options.h"
#include "predictor.h"

typedef struct eval_options {
    const char *weights, *images, *labels, *label_set, *report, *log, *logits;
    long threads;
    int json;
} eval_options;

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int parse(eval_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--weights", "FILE", ".hwr or .safetensors", &o->weights),
        TOOL_OPT_NEEDED("--images", "FILE", "IDX images, plain or .gz", &o->images),
        TOOL_OPT_NEEDED("--labels", "FILE", "their IDX labels", &o->labels),
        TOOL_OPT_NEEDED("--label-set", "SET", "merge47, letters26 or byclass62", &o->label_set),
        TOOL_OPT_TEXT("--report", "DIR", "write confusion matrix, class table and worst mistakes",
                      &o->report),
        TOOL_OPT_TEXT("--log", "FILE", "with --report: draw this training log's curves too",
                      &o->log),
        TOOL_OPT_TEXT("--logits", "FILE", "write every letter's 37 logits, little-endian float32",
                      &o->logits),
        TOOL_OPT_INT("--threads", "N", "threads (0 = one a processor)", &o->threads, 0, 64),
        TOOL_OPT_FLAG("--json", "one JSON object on stdout", &o->json),
    };
    static const tool_usage usage = {
        "eval", "Measures a network on labelled images.",
        "Digits among the images are left out. With letters26 the case is not known, so\n"
        "accuracy, top2, loss and ece are those of the 26 folded letters."};
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code == TOOL_GO_ON && o->log && !o->report) {
        return tool_usage_error(&usage, "--log needs --report");
    }
    return code;
}

static int evaluate(tool_evaluation *e, const eval_options *o, char kind[64], tool_error *error) {
    hwr_label_set label_set;
    if (tool_label_set(&label_set, o->label_set, error) != 0) return -1;
    tool_predictor *predictor = tool_predictor_open(o->weights, o->threads, error);
    if (!predictor) return -1;
    int status = tool_load_dataset(&e->set, o->images, o->labels, label_set, 0, error);
    if (status == 0 && e->set.n == 0) {
        status = tool_fail(error, "%s: holds no letters; nothing to measure", o->images);
    }
    if (status == 0) {
        e->probabilities = tool_alloc(e->set.n * HWR_CLASSES, sizeof(float));
        float *logits = o->logits ? tool_alloc(e->set.n * HWR_CLASSES, sizeof *logits) : NULL;
        double start = seconds_now();
        tool_predictor_run(predictor, e->probabilities, logits, e->set.images, e->set.n);
        e->images_per_second = (double)e->set.n / (seconds_now() - start + 1e-9);
        hwr_metrics_compute(&e->metrics, e->probabilities, e->set.targets, e->set.n);
        snprintf(kind, 64, "%s", tool_predictor_kind(predictor));
        if (logits) status = tool_write_logits(o->logits, logits, e->set.n, error);
        free(logits);
    }
    tool_predictor_close(predictor);
    return status;
}

static char *result_json(const tool_evaluation *e) {
    const hwr_metrics *m = &e->metrics;
    json_t *object = json_pack("{s:I, s:i, s:f, s:f, s:f, s:f, s:f, s:f}", "n", (json_int_t)m->n,
                               "classes", m->classes, "accuracy", m->accuracy, "accuracy_folded",
                               m->accuracy_folded, "top2", m->top2, "loss", m->loss, "ece", m->ece,
                               "img_per_s", e->images_per_second);
    char *text = json_dumps(object, JSON_REAL_PRECISION(7));
    json_decref(object);
    return text;
}

static void print_table(const tool_evaluation *e, const char *kind) {
    const hwr_metrics *m = &e->metrics;
    printf("%s (%s) on %s\n", tool_base_name(e->weights), kind, tool_base_name(e->images));
    printf("  letters               %zu\n", m->n);
    printf("  accuracy, %d classes  %.2f %%\n", m->classes, 100 * m->accuracy);
    if (m->classes != HWR_FOLDED) {
        printf("  case folded to 26     %.2f %%\n", 100 * m->accuracy_folded);
    }
    printf("  among the best two    %.2f %%\n", 100 * m->top2);
    printf("  loss                  %.4f\n", m->loss);
    printf("  calibration error     %.2f %%\n", 100 * m->ece);
    printf("  images a second       %.0f\n", e->images_per_second);
}

static int write_report(const tool_evaluation *e, const eval_options *o, const char *json,
                        tool_error *error) {
    tool_text summary = {0};
    tool_text_add(&summary, "%s\n", json);
    int status = tool_make_directory(o->report, error);
    if (status == 0) status = tool_report_confusion(e, o->report, error);
    if (status == 0) status = tool_report_classes(e, o->report, error);
    if (status == 0) status = tool_report_mistakes(e, o->report, error);
    if (status == 0 && o->log) status = tool_report_curves(o->log, o->report, error);
    if (status == 0) status = tool_write_into(o->report, "eval.json", &summary, error);
    free(summary.data);
    return status;
}

int cmd_eval(int argc, char **argv) {
    eval_options o = {0};
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    char kind[64] = "";
    tool_evaluation e = {.weights = o.weights, .images = o.images};
    char *json = NULL;
    int status = evaluate(&e, &o, kind, &error);
    if (status == 0) {
        json = result_json(&e);
        if (o.report) status = write_report(&e, &o, json, &error);
    }
    if (status == 0 && o.json) puts(json);
    if (status == 0 && !o.json) print_table(&e, kind);
    if (status == 0 && o.report) fprintf(stderr, "report written to %s\n", o.report);
    free(json);
    free(e.probabilities);
    hwr_dataset_free(&e.set);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
