/* cmd_eval.c - letters eval: measures a network on labelled images. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/clock.h"
#include "commands.h"
#include "io/dataio.h"
#include "options.h"
#include "predict/predictor.h"
#include "report/evaluation.h"

typedef struct eval_options {
    const char *weights, *images, *labels, *label_set, *report, *log, *logits;
    long threads;
    int json, digits;
} eval_options;

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
        TOOL_OPT_FLAG("--digits", "measure the digits alone: how many are no letter", &o->digits),
        TOOL_OPT_FLAG("--json", "one JSON object on stdout", &o->json),
    };
    static const tool_usage usage = {
        "eval", "Measures a network on labelled images.",
        "Digits among the images are left out. With letters26 the case is not known, so\n"
        "accuracy, top2, loss and ece are those of the 26 folded letters. --digits measures\n"
        "every second one, those that \"letters train --digits\" leaves alone."};
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code == TOOL_GO_ON && o->log && !o->report) {
        return tool_usage_error(&usage, "--log needs --report");
    }
    if (code == TOOL_GO_ON && o->digits && o->report) {
        return tool_usage_error(&usage, "--digits has no report");
    }
    return code;
}

/* Leaves nothing else in the set. */
static void keep_odd_digits(hwr_dataset *set) {
    size_t kept = 0;
    hwr_dataset_keep_digits(set, "0123456789", 1);
    for (size_t i = 0; i < set->n; i++) {
        if (set->targets[i] < HWR_TARGET_DIGIT) continue;
        memmove(set->images + kept * HWR_PIXELS, set->images + i * HWR_PIXELS, HWR_PIXELS);
        set->targets[kept++] = set->targets[i];
    }
    set->n = kept;
}

static int evaluate(tool_evaluation *e, const eval_options *o, char kind[64], tool_error *error) {
    hwr_label_set label_set;
    if (tool_label_set(&label_set, o->label_set, error) != 0) return -1;
    tool_predictor *predictor = tool_predictor_open(o->weights, o->threads, error);
    if (!predictor) return -1;
    int status = tool_load_dataset(&e->set, o->images, o->labels, label_set, o->digits, error);
    if (status == 0 && o->digits) keep_odd_digits(&e->set);
    if (status == 0 && e->set.n == 0) {
        status = tool_fail(error, "%s: holds no %s; nothing to measure", o->images,
                           o->digits ? "digits" : "letters");
    }
    if (status == 0) {
        e->probabilities = tool_alloc(e->set.n * HWR_CLASSES, sizeof(float));
        float *logits = o->logits ? tool_alloc(e->set.n * HWR_CLASSES, sizeof *logits) : NULL;
        double start = tool_seconds();
        tool_predictor_run(predictor, e->probabilities, logits, e->set.images, e->set.n);
        e->images_per_second = (double)e->set.n / (tool_seconds() - start + 1e-9);
        hwr_metrics_compute(&e->metrics, e->probabilities, e->set.targets, e->set.n);
        e->threshold = tool_predictor_threshold(predictor);
        e->reject_rate = hwr_reject_rate(e->probabilities, e->set.n, e->threshold);
        snprintf(kind, 64, "%s", tool_predictor_kind(predictor));
        if (logits) status = tool_write_logits(o->logits, logits, e->set.n, error);
        free(logits);
    }
    tool_predictor_close(predictor);
    return status;
}

static json_t *result_json(const tool_evaluation *e) {
    const hwr_metrics *m = &e->metrics;
    return json_pack("{s:I, s:i, s:f, s:f, s:f, s:f, s:f, s:f, s:f}", "n", (json_int_t)m->n,
                     "classes", m->classes, "accuracy", m->accuracy, "accuracy_folded",
                     m->accuracy_folded, "top2", m->top2, "loss", m->loss, "ece", m->ece,
                     "reject_rate", e->reject_rate, "img_per_s", e->images_per_second);
}

/* How many of each digit are no letter to the network. */
static json_t *digits_json(const tool_evaluation *e) {
    json_t *each = json_object();
    for (int d = 0; d < 10; d++) {
        char name[2] = {(char)('0' + d), '\0'};
        size_t n = 0;
        double rejected = 0;
        for (size_t i = 0; i < e->set.n; i++) {
            if (e->set.targets[i] != HWR_TARGET_DIGIT + d) continue;
            rejected += hwr_reject_rate(e->probabilities + i * HWR_CLASSES, 1, e->threshold);
            n++;
        }
        if (n) json_object_set_new(each, name, json_real(rejected / (double)n));
    }
    return json_pack("{s:I, s:f, s:o}", "n", (json_int_t)e->set.n, "reject_rate", e->reject_rate,
                     "digits", each);
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
    printf("  reject rate           %.2f %%\n", 100 * e->reject_rate);
    printf("  images a second       %.0f\n", e->images_per_second);
}

static int write_report(const tool_evaluation *e, const eval_options *o, json_t *json,
                        tool_error *error) {
    tool_bundle report = {.directory = o->report};
    tool_report_confusion(&report, e);
    tool_report_classes(&report, e);
    int status = tool_report_mistakes(&report, e, error);
    if (status == 0 && o->log) status = tool_report_curves(&report, o->log, error);
    tool_bundle_add_json(&report, "eval.json", json_incref(json));
    if (status == 0) status = tool_bundle_write(&report, error);
    tool_bundle_free(&report);
    return status;
}

int cmd_eval(int argc, char **argv) {
    eval_options o = {0};
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    char kind[64] = "";
    tool_evaluation e = {.weights = o.weights, .images = o.images};
    json_t *json = NULL;
    int status = evaluate(&e, &o, kind, &error);
    if (status == 0) {
        json = o.digits ? digits_json(&e) : result_json(&e);
        if (o.report) status = write_report(&e, &o, json, &error);
    }
    if (status == 0 && (o.json || o.digits)) {
        json_dumpf(json, stdout, JSON_REAL_PRECISION(7));
        putchar('\n');
    }
    if (status == 0 && !o.json && !o.digits) print_table(&e, kind);
    if (status == 0 && o.report) fprintf(stderr, "report written to %s\n", o.report);
    json_decref(json);
    free(e.probabilities);
    hwr_dataset_free(&e.set);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
