/* cmd_eval.c - letters eval: measures a network on labelled images. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/clock.h"
#include "commands.h"
#include "data_options.h"
#include "predict/mismatch.h"
#include "report/evaluation.h"

typedef struct eval_options {
    tool_data_options data;
    const char *weights, *part, *classes, *report, *log, *logits;
    long threads;
    int json, digits;
} eval_options;

/* Below this share of right answers the labels may mean something else. */
static const double SUSPICIOUS = 0.5;

static int parse(eval_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--weights", "FILE", ".hwr or .safetensors", &o->weights),
        TOOL_DATA_OPTIONS(&o->data),
        TOOL_OPT_TEXT("--part", "P", "of a split: test or train (test)", &o->part),
        TOOL_OPT_TEXT("--classes", "L", "mask all answers but those of a label set or mapping file",
                      &o->classes),
        TOOL_OPT_TEXT("--report", "DIR", "write confusion matrix, class table and worst mistakes",
                      &o->report),
        TOOL_OPT_TEXT("--log", "FILE", "with --report: draw this training log's curves too",
                      &o->log),
        TOOL_OPT_TEXT("--logits", "FILE", "write every image's logits, little-endian float32",
                      &o->logits),
        TOOL_OPT_INT("--threads", "N", "threads (0 = one a processor)", &o->threads, 0, 64),
        TOOL_OPT_FLAG("--digits", "measure the digits alone: how many are no letter", &o->digits),
        TOOL_OPT_FLAG("--json", "one JSON object on stdout", &o->json),
    };
    static const tool_usage usage = {
        "eval", "Measures a network on labelled images.",
        TOOL_DATA_NOTES
        "Images that are none of the network's classes are left out and counted. With letters26\n"
        "the case is not known, so accuracy, top2, loss and ece are those of the folded letters.\n"
        "--digits measures every second digit that is no class, those that\n"
        "\"letters train --digits\" leaves alone."};
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code == TOOL_GO_ON) code = tool_data_options_check(&usage, &o->data);
    if (code != TOOL_GO_ON) return code;
    if (tool_data_options_none(&o->data))
        return tool_usage_error(&usage, "nothing to measure: give --images with --labels and "
                                        "--label-set, or --emnist with --split");
    if (strcmp(o->part, "test") != 0 && strcmp(o->part, "train") != 0)
        return tool_usage_error(&usage, "--part %s: neither test nor train", o->part);
    if (o->log && !o->report) return tool_usage_error(&usage, "--log needs --report");
    if (o->digits && o->report) return tool_usage_error(&usage, "--digits has no report");
    return TOOL_GO_ON;
}

/* Leaves nothing else in the set. */
static void keep_odd_digits(hwr_dataset *set) {
    size_t kept = 0;
    hwr_dataset_keep_digits(set, "0123456789", 1);
    for (size_t i = 0; i < set->n; i++) {
        if (!hwr_target_is_other(set->targets[i])) continue;
        memmove(set->images + kept * HWR_PIXELS, set->images + i * HWR_PIXELS, HWR_PIXELS);
        set->targets[kept++] = set->targets[i];
    }
    set->n = kept;
}

/* What is measured: the data sets, and the network's answers to them. */
typedef struct job {
    const eval_options *options;
    tool_source *sources;
    size_t n_sources;
    char heading[256]; /* the files' names */
    char kind[64];
    tool_evaluation e;
} job;

static int load(job *j, const hwr_labels *classes, tool_error *error) {
    hwr_dataset *set = &j->e.set;
    for (size_t i = 0; i < j->n_sources; i++) {
        tool_source *source = &j->sources[i];
        size_t used = strlen(j->heading);
        snprintf(j->heading + used, sizeof j->heading - used, "%s%s", i ? " + " : "",
                 tool_base_name(source->images));
        if (tool_load_source(set, source, classes, j->options->digits, error) != 0) return -1;
    }
    if (j->options->digits) keep_odd_digits(set);
    for (size_t i = 0; i < j->n_sources && set->n > 0 && !j->options->json; i++)
        tool_say_left_out(&j->sources[i]);
    if (set->n > 0) return 0;
    if (j->options->digits)
        return tool_fail(error, "%s: no digits that are none of the network's classes",
                         j->sources[0].images);
    return tool_fail(error,
                     "%s: none of its labels is one of the network's %d classes (%s ... %s); "
                     "is this the right --label-set, or another network's data?",
                     j->sources[0].labels, classes->n, classes->text[0],
                     classes->text[classes->n - 1]);
}

/* Leaves probability only to the classes that a label set names. */
static int mask_classes(job *j, const hwr_labels *labels, tool_error *error) {
    hwr_mapping mapping;
    uint8_t allowed[HWR_MAX_CLASSES] = {0};
    if (tool_load_mapping(&mapping, j->options->classes, error) != 0) return -1;
    for (int i = mapping.others; i < mapping.n; i++)
        for (int k = 0; k < 2; k++) {
            int c = hwr_labels_class_of(labels, mapping.text[i][k]);
            if (c >= 0) allowed[c] = 1;
        }
    for (size_t i = 0; i < j->e.set.n; i++) {
        float *p = j->e.probabilities + i * (size_t)labels->n, sum = 0;
        for (int c = 0; c < labels->n; c++) sum += allowed[c] ? p[c] : 0;
        for (int c = 0; c < labels->n; c++) p[c] = allowed[c] && sum > 0 ? p[c] / sum : 0;
    }
    return 0;
}

static int measure(job *j, tool_predictor *predictor, tool_error *error) {
    const hwr_labels *labels = tool_predictor_labels(predictor);
    const size_t classes = (size_t)labels->n;
    const eval_options *o = j->options;
    tool_evaluation *e = &j->e;
    int status = 0;
    e->probabilities = tool_alloc(e->set.n * classes, sizeof(float));
    float *logits = o->logits ? tool_alloc(e->set.n * classes, sizeof *logits) : NULL;
    double start = tool_seconds();
    tool_predictor_run(predictor, &(tool_outputs){e->probabilities, logits, NULL},
                       &(tool_inputs){e->set.images, NULL, e->set.n});
    e->images_per_second = (double)e->set.n / (tool_seconds() - start + 1e-9);
    if (o->classes) status = mask_classes(j, labels, error);
    hwr_metrics_compute(&e->metrics, e->probabilities, e->set.targets, labels, e->set.n);
    e->threshold = tool_predictor_threshold(predictor, 0);
    e->reject_rate = hwr_reject_rate(e->probabilities, labels, e->set.n, e->threshold);
    for (size_t i = 0; i < j->n_sources && status == 0 && !o->digits; i++)
        if (e->metrics.accuracy_folded < SUSPICIOUS)
            status = tool_check_labels(&j->sources[i], predictor, error);
    if (logits && status == 0)
        status = tool_write_logits(o->logits, logits, e->set.n, classes, error);
    free(logits);
    return status;
}

/* *predictor owns the labels that the evaluation borrows. */
static int evaluate(job *j, tool_predictor **predictor, tool_error *error) {
    const eval_options *o = j->options;
    if (tool_data_options_open(&j->sources, &j->n_sources, &o->data, o->part, error) != 0)
        return -1;
    *predictor = tool_predictor_open_pictures(o->weights, o->threads, error);
    if (!*predictor) return -1;
    snprintf(j->kind, sizeof j->kind, "%s", tool_predictor_kind(*predictor));
    if (load(j, tool_predictor_labels(*predictor), error) != 0) return -1;
    return measure(j, *predictor, error);
}

static json_t *result_json(const job *j) {
    const hwr_metrics *m = &j->e.metrics;
    return json_pack("{s:I, s:i, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:o}", "n", (json_int_t)m->n,
                     "classes", m->classes, "accuracy", m->accuracy, "accuracy_folded",
                     m->accuracy_folded, "top2", m->top2, "loss", m->loss, "ece", m->ece,
                     "reject_rate", j->e.reject_rate, "img_per_s", j->e.images_per_second,
                     "left_out", tool_left_out_json(j->sources, j->n_sources));
}

/* How many of each digit are no letter to the network. */
static json_t *digits_json(const tool_evaluation *e) {
    json_t *each = json_object();
    for (int d = 0; d < 10; d++) {
        char name[2] = {(char)('0' + d), '\0'};
        size_t n = 0;
        double rejected = 0;
        for (size_t i = 0; i < e->set.n; i++) {
            if (e->set.targets[i] != HWR_TARGET_OTHER + '0' + d) continue;
            rejected += hwr_reject_rate(e->probabilities + i * (size_t)e->metrics.labels->n,
                                        e->metrics.labels, 1, e->threshold);
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
    if (m->classes != m->labels->n_groups)
        printf("  case folded to %-3d    %.2f %%\n", m->labels->n_groups, 100 * m->accuracy_folded);
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
    eval_options o = {.part = "test"};
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    job j = {.options = &o};
    tool_predictor *predictor = NULL;
    json_t *json = NULL;
    j.e.weights = o.weights;
    j.e.images = j.heading;
    int status = evaluate(&j, &predictor, &error);
    if (status == 0) {
        json = o.digits ? digits_json(&j.e) : result_json(&j);
        if (o.report) status = write_report(&j.e, &o, json, &error);
    }
    if (status == 0 && (o.json || o.digits)) {
        json_dumpf(json, stdout, JSON_REAL_PRECISION(7));
        putchar('\n');
    }
    if (status == 0 && !o.json && !o.digits) print_table(&j.e, j.kind);
    if (status == 0 && o.report) fprintf(stderr, "report written to %s\n", o.report);
    json_decref(json);
    tool_predictor_close(predictor);
    free(j.sources);
    free(j.e.probabilities);
    hwr_dataset_free(&j.e.set);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
