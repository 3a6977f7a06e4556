/* cmd_explore.c - letters explore: a data set looked at, as a report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "data_options.h"
#include "explore/explore.h"
#include "predict/predictor.h"

typedef struct explore_options {
    tool_data_options data;
    const char *part, *out, *weights;
    long limit, image, threads;
} explore_options;

static int parse(explore_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_DATA_OPTIONS(&o->data),
        TOOL_OPT_TEXT("--part", "P", "of a split: train or test (train)", &o->part),
        TOOL_OPT_NEEDED("--out", "DIR", "the report; open its index.html", &o->out),
        TOOL_OPT_TEXT("--weights", "FILE", "what this network reads as another letter, its map",
                      &o->weights),
        TOOL_OPT_INT("--limit", "N", "images at most, spread evenly over the files (20000)",
                     &o->limit, 2, 1000000),
        TOOL_OPT_INT("--neighbours", "I", "show the nearest neighbours of image I too, from 0",
                     &o->image, 0, 100000000),
        TOOL_OPT_INT("--threads", "N", "threads (0 = one a processor)", &o->threads, 0, 64),
    };
    static const tool_usage usage = {
        "explore",
        "Looks at labelled images: how many of each class, their mean and spread, typical and odd\n"
        "ones, which a network reads as another letter, nearest neighbours, and a map.",
        TOOL_DATA_NOTES
        "\"letters explore DIR --out report\" is --emnist DIR --split letters. The map shows the\n"
        "first two principal components, of the pixels and of the network's logits."};
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code == TOOL_GO_ON) code = tool_data_options_check(&usage, &o->data);
    if (code == TOOL_GO_ON && tool_data_options_none(&o->data))
        return tool_usage_error(&usage, "no data: name a directory of EMNIST's files, or give "
                                        "--images with --labels and --label-set");
    return code;
}

/* ---- Loading --------------------------------------------------------------- */

/* The network's classes, or all that the data name. */
static int classes_of(hwr_labels *out, const tool_source *sources, size_t n,
                      tool_predictor *predictor, tool_error *error) {
    memset(out, 0, sizeof *out);
    if (predictor) {
        *out = *tool_predictor_labels(predictor);
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        if (hwr_mapping_add_classes(out, &sources[i].mapping) != HWR_OK)
            return tool_fail(error, "the label sets name more than %d classes", HWR_MAX_CLASSES);
    return 0;
}

/* Keeps at most limit images, evenly spread. */
static void thin(tool_exploration *x, size_t limit) {
    x->total = x->set.n;
    if (x->set.n <= limit) return;
    x->set.n = limit;
    for (size_t i = 0; i < limit; i++) {
        const size_t from = tool_explore_number(x, i);
        memmove(x->set.images + i * HWR_PIXELS, x->set.images + from * HWR_PIXELS, HWR_PIXELS);
        x->set.targets[i] = x->set.targets[from];
    }
}

static int load(tool_exploration *x, hwr_labels *labels, char heading[256],
                const explore_options *o, tool_predictor *predictor, tool_error *error) {
    tool_source *sources = NULL;
    size_t n;
    if (tool_data_options_open(&sources, &n, &o->data, o->part, error) != 0) return -1;
    int status = classes_of(labels, sources, n, predictor, error);
    for (size_t i = 0; i < n && status == 0; i++) {
        const size_t used = strlen(heading);
        snprintf(heading + used, 256 - used, "%s%s", i ? " + " : "",
                 tool_base_name(sources[i].images));
        status = tool_load_source(&x->set, &sources[i], labels, 0, error);
        if (status == 0) tool_say_left_out(&sources[i]);
    }
    if (status == 0 && x->set.n < 2)
        status = tool_fail(error, "%s: fewer than two images of the %d classes (%s ...)",
                           sources[0].images, labels->n, labels->text[0]);
    free(sources);
    return status;
}

/* ---- Classes and answers ------------------------------------------------------ */

/* Letters of unknown case are sorted into the groups, as hwr_metrics_compute does. */
static int is_folded(const tool_exploration *x, const hwr_labels *labels) {
    for (size_t i = 0; i < x->set.n; i++)
        if (x->set.targets[i] >= labels->n) return 1;
    return 0;
}

static void sort_into_classes(tool_exploration *x, const hwr_labels *labels, int folded) {
    x->classes = folded ? labels->n_groups : labels->n;
    x->names = tool_alloc((size_t)x->classes, sizeof *x->names);
    for (int c = 0; c < x->classes; c++)
        x->names[c] = folded ? labels->group_text[c] : labels->text[c];
    x->truth = tool_alloc(x->set.n, sizeof *x->truth);
    for (size_t i = 0; i < x->set.n; i++)
        x->truth[i] = folded ? hwr_target_fold(labels, x->set.targets[i]) : (int)x->set.targets[i];
}

static void ask(tool_exploration *x, tool_predictor *predictor, int folded) {
    const hwr_labels *labels = tool_predictor_labels(predictor);
    const size_t n = x->set.n, classes = (size_t)labels->n;
    float *probabilities = tool_alloc(n * classes, sizeof *probabilities);
    x->n_logits = classes;
    x->logits = tool_alloc(n * classes, sizeof *x->logits);
    x->answer = tool_alloc(n, sizeof *x->answer);
    x->confidence = tool_alloc(n, sizeof *x->confidence);
    tool_predictor_run(predictor, &(tool_outputs){probabilities, x->logits, NULL},
                       &(tool_inputs){x->set.images, NULL, n});
    for (size_t i = 0; i < n; i++) {
        float sums[HWR_MAX_CLASSES];
        const float *p = probabilities + i * classes;
        if (folded) {
            hwr_fold_probabilities(labels, sums, p);
            p = sums;
        }
        x->answer[i] = hwr_argmax(p, x->classes);
        x->confidence[i] = p[x->answer[i]];
    }
    free(probabilities);
}

/* ---- All of it ----------------------------------------------------------------- */

static int write_report(const tool_exploration *x, const explore_options *o, tool_error *error) {
    tool_bundle report = {.directory = o->out};
    long image = -1;
    for (size_t i = 0; i < x->set.n && o->image >= 0; i++)
        if (tool_explore_number(x, i) == (size_t)o->image) image = (long)i;
    if (o->image >= 0 && image < 0)
        return tool_fail(error,
                         "--neighbours %ld: not one of the %zu images that were taken of %zu",
                         o->image, x->set.n, x->total);
    int status = tool_explore_galleries(&report, x, image, error);
    if (status == 0) {
        tool_explore_maps(&report, x);
        tool_explore_summary(&report, x);
        status = tool_bundle_write(&report, error);
    }
    tool_bundle_free(&report);
    return status;
}

static int run(const explore_options *o, tool_error *error) {
    tool_exploration x = {0};
    tool_predictor *predictor = NULL;
    hwr_labels labels;
    char heading[256] = "";
    x.heading = heading;
    if (o->weights) {
        predictor = tool_predictor_open_pictures(o->weights, o->threads, error);
        if (!predictor) return -1;
    }
    int status = load(&x, &labels, heading, o, predictor, error);
    if (status == 0) {
        thin(&x, (size_t)o->limit);
        const int folded = is_folded(&x, &labels);
        sort_into_classes(&x, &labels, folded);
        if (predictor) ask(&x, predictor, folded);
        tool_explore_classes(&x);
        status = write_report(&x, o, error);
    }
    if (status == 0)
        fprintf(stderr, "%zu images of %d classes: open %s/index.html\n", x.set.n, x.classes,
                o->out);
    tool_predictor_close(predictor);
    tool_exploration_free(&x);
    return status;
}

int cmd_explore(int argc, char **argv) {
    explore_options o = {.part = "train", .limit = 20000, .image = -1};
    const char *directory = argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
    if (directory) { /* stands for --emnist */
        argv[1] = argv[0];
        argc--;
        argv++;
        o.data.emnist = directory;
        o.data.splits = (tool_list){{"letters"}, 1};
    }
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    return run(&o, &error) == 0 ? TOOL_OK : tool_report(error.text);
}
