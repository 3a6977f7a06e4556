/* cmd_train.c - letters train: its options, its data, and what it leaves in --out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "training/train_data.h"
#include "training/train_next.h"
#include "training/train_run.h"

static const tool_usage usage = {
    "train", "Trains a network and leaves DIR/model.safetensors, DIR/log.jsonl and checkpoints.",
    TOOL_DATA_NOTES
    "The classes are what the data name, or --classes. Networks: letters (ours), teacher (ours,\n"
    "three times as much work) and demo (the original demo's).\n"
    "A line an epoch shows the loss and how many of the distorted training letters were right,\n"
    "then of the held-out ones: images (mean over the classes) and strokes (case folded); * marks\n"
    "the best so far, which is kept unless --keep-last is given. A run can be stopped at any\n"
    "moment, with Ctrl-C or without, and taken up again with --resume and the same options;\n"
    "the same seed gives the same bytes, whatever the number of threads. --digits takes every\n"
    "second digit; \"letters eval --digits\" measures with the others."};

/* Options as the command line gives them; defaults are the recipe. */
typedef struct choices {
    tool_train_choices data;
    tool_list starts, image_teachers, stroke_teachers;
    const char *arch, *out, *optimizer;
    long epochs, batch, seed, threads, checkpoint_seconds, scribbles, qat_epochs;
    int resume, keep_last;
    double rate, warm_up, decay, smoothing, ema_decay, logit_adjustment, validation, augment, pen,
        augment_cooldown;
    double distillation, min_label_confidence, pseudo_label_threshold;
} choices;

static int parse(choices *c, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_DATA_OPTIONS(&c->data.data),
        {"--classes", "L", "learn these alone: a label set or mapping file", TOOL_TEXT,
         &c->data.classes, 0, 0, 0},
        {"--exclude", "F", "IDX file of test images to leave out", TOOL_LIST, &c->data.excluded, 0,
         0, 0},
        {"--strokes", "F", "pen strokes, ndjson, .gz or not", TOOL_LIST, &c->data.strokes, 0, 0, 0},
        {"--arch", "NAME", "network (letters)", TOOL_TEXT, &c->arch, 0, 0, 0},
        {"--out", "DIR", "where results go", TOOL_TEXT, &c->out, 0, 0, 1},
        {"--epochs", "N", "passes over the data (30)", TOOL_INT, &c->epochs, 1, 10000, 0},
        {"--batch", "B", "images a step, a multiple of 32 (128)", TOOL_INT, &c->batch, 32, 4096, 0},
        {"--seed", "S", "names the run (1)", TOOL_INT, &c->seed, 0, 1e15, 0},
        {"--threads", "T", "threads (2)", TOOL_INT, &c->threads, 1, 64, 0},
        {"--resume", NULL, "go on from DIR's last checkpoint", TOOL_FLAG, &c->resume, 0, 0, 0},
        {"--keep-last", NULL, "keep the last epoch's weights, not the best's", TOOL_FLAG,
         &c->keep_last, 0, 0, 0},
        {"--optimizer", "O", "sgd or adamw (sgd)", TOOL_TEXT, &c->optimizer, 0, 0, 0},
        {"--rate", "R", "peak learning rate (0.1; 0.002 for adamw)", TOOL_NUMBER, &c->rate, 1e-7,
         10, 0},
        {"--warm-up", "E", "epochs of linear warm-up (1)", TOOL_NUMBER, &c->warm_up, 0, 100, 0},
        {"--decay", "D", "weight decay (5e-4; 0.02 for adamw)", TOOL_NUMBER, &c->decay, 0, 1, 0},
        {"--smoothing", "S", "label smoothing (0.05)", TOOL_NUMBER, &c->smoothing, 0, 0.5, 0},
        {"--ema-decay", "D", "of the weights' exponential moving average (0.999)", TOOL_NUMBER,
         &c->ema_decay, 0, 0.99999, 0},
        {"--logit-adjustment", "P", "0 = answers favour common classes, 1 = not at all (1)",
         TOOL_NUMBER, &c->logit_adjustment, 0, 1, 0},
        {"--validation", "V", "share of the examples held out (0.05)", TOOL_NUMBER, &c->validation,
         0, 0.5, 0},
        {"--augment", "A", "strength of the distortions, 0 = none (1)", TOOL_NUMBER, &c->augment, 0,
         3, 0},
        {"--pen", "A", "strength of the pen's variations (1)", TOOL_NUMBER, &c->pen, 0, 3, 0},
        {"--augment-cooldown", "C", "last share of the epochs with half the distortions (0.15)",
         TOOL_NUMBER, &c->augment_cooldown, 0, 1, 0},
        {"--start", "W", "float weights to start from, of several their mean (random ones)",
         TOOL_LIST, &c->starts, 0, 0, 0},
        {"--image-teacher", "W", "float weights to distil from, of images", TOOL_LIST,
         &c->image_teachers, 0, 0, 0},
        {"--stroke-teacher", "W", "float weights to distil from, of strokes", TOOL_LIST,
         &c->stroke_teachers, 0, 0, 0},
        {"--distillation", "S", "weight of the teachers' soft targets (0.7)", TOOL_NUMBER,
         &c->distillation, 0, 1, 0},
        {"--min-label-confidence", "P", "labels the teachers give less count for nothing (0.02)",
         TOOL_NUMBER, &c->min_label_confidence, 0, 1, 0},
        {"--unlabelled", "F", "IDX file of images to pseudo-label by the teachers", TOOL_LIST,
         &c->data.unlabelled, 0, 0, 0},
        {"--pseudo-label-threshold", "P", "least confidence of a pseudo-label (0.5)", TOOL_NUMBER,
         &c->pseudo_label_threshold, 0, 1, 0},
        {"--scribbles", "N", "drawings that are no letters, an epoch (0)", TOOL_INT, &c->scribbles,
         0, 1e7, 0},
        {"--digits", "D", "digits among the images to show as no letters, such as 3478", TOOL_TEXT,
         &c->data.digits, 0, 0, 0},
        {"--qat-epochs", "N", "last epochs, quantisation-aware: with int8 weights (0)", TOOL_INT,
         &c->qat_epochs, 0, 10000, 0},
        {"--checkpoint-seconds", "N", "seconds between checkpoints, 0 = every step (60)", TOOL_INT,
         &c->checkpoint_seconds, 0, 86400, 0},
        TOOL_OPT_ALIAS("--average", "--ema-decay"),
        TOOL_OPT_ALIAS("--balance", "--logit-adjustment"),
        TOOL_OPT_ALIAS("--calm", "--augment-cooldown"),
        TOOL_OPT_ALIAS("--teach", "--distillation"),
        TOOL_OPT_ALIAS("--doubt", "--min-label-confidence"),
        TOOL_OPT_ALIAS("--sure", "--pseudo-label-threshold"),
        TOOL_OPT_ALIAS("--rounded", "--qat-epochs"),
    };
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    const char *digits = c->data.digits;
    if ((code = tool_data_options_check(&usage, &c->data.data)) != TOOL_GO_ON) return code;
    if (tool_data_options_none(&c->data.data) && c->data.strokes.n == 0)
        return tool_usage_error(&usage, "no data: give --images with --labels and --label-set, "
                                        "--emnist with --split, or --strokes");
    if (digits && strspn(digits, "0123456789") != strlen(digits))
        return tool_usage_error(&usage, "--digits %s: not digits alone", digits);
    if (c->data.unlabelled.n > 0 && c->image_teachers.n == 0)
        return tool_usage_error(&usage, "--unlabelled needs an --image-teacher");
    if (!hwr_net_find(c->arch))
        return tool_usage_error(&usage, "--arch %s: no such network; use %s", c->arch,
                                hwr_net_names);
    if (strcmp(c->optimizer, "sgd") != 0 && strcmp(c->optimizer, "adamw") != 0)
        return tool_usage_error(&usage, "--optimizer %s: neither sgd nor adamw", c->optimizer);
    if (c->batch % HWR_SHARD)
        return tool_usage_error(&usage, "--batch %ld: not a multiple of %d", c->batch, HWR_SHARD);
    return TOOL_GO_ON;
}

static hwr_train_options train_options(const choices *c) {
    int adamw = strcmp(c->optimizer, "adamw") == 0;
    double rate = c->rate > 0 ? c->rate : adamw ? 0.002 : 0.1;
    double decay = c->decay >= 0 ? c->decay : adamw ? 0.02 : 5e-4;
    return (hwr_train_options){
        .net = hwr_net_find(c->arch),
        .seed = (uint64_t)c->seed,
        .threads = (int)c->threads,
        .epochs = (size_t)c->epochs,
        .batch = (size_t)c->batch,
        .rate = (float)rate,
        .warm_up = (float)c->warm_up,
        .optimizer = {adamw ? HWR_ADAMW : HWR_SGD, 0.9f, 0.99f, (float)decay},
        .smoothing = (float)c->smoothing,
        .ema_decay = (float)c->ema_decay,
        .logit_adjustment = (float)c->logit_adjustment,
        .validation = (float)c->validation,
        .augment = hwr_augment_strength((float)c->augment),
        .pen = hwr_pen_strength((float)c->pen),
        .augment_cooldown = (float)c->augment_cooldown,
        .distillation = (float)c->distillation,
        .min_label_confidence = (float)c->min_label_confidence,
        .pseudo_label_threshold = (float)c->pseudo_label_threshold,
        .scribbles = (size_t)c->scribbles,
        .qat_epochs = (size_t)c->qat_epochs,
    };
}

/* What tool_train returns. */
static int train(const choices *c) {
    tool_error error;
    tool_train_data loaded;
    int result = tool_train_data_load(&loaded, &c->data, &error);
    if (result == 0) {
        const tool_strokes *s = &loaded.strokes;
        hwr_stroke_set set = {
            s->xy,      s->lengths, s->first_point, s->first_stroke, loaded.stroke_targets,
            s->writers, s->n};
        hwr_train_data data = {&loaded.images, s->n ? &set : NULL};
        hwr_train_options options = train_options(c);
        options.labels = &loaded.labels;
        tool_train_run job = {
            .options = &options,
            .data = &data,
            .starts = c->starts.items,
            .n_starts = c->starts.n,
            .teachers = {c->image_teachers.items, c->stroke_teachers.items},
            .n_teachers = {c->image_teachers.n, c->stroke_teachers.n},
            .out = c->out,
            .resume = c->resume,
            .keep_last = c->keep_last,
            .checkpoint_seconds = c->checkpoint_seconds,
        };
        result = tool_train(&job, &error);
    }
    tool_train_data_free(&loaded);
    if (result < 0) tool_report(error.text);
    return result;
}

int cmd_train(int argc, char **argv) {
    choices c = {.arch = "letters",
                 .optimizer = "sgd",
                 .epochs = 30,
                 .batch = 128,
                 .seed = 1,
                 .threads = 2,
                 .checkpoint_seconds = 60,
                 .rate = 0,
                 .warm_up = 1,
                 .decay = -1,
                 .smoothing = 0.05,
                 .ema_decay = 0.999,
                 .logit_adjustment = 1,
                 .validation = 0.05,
                 .augment = 1,
                 .pen = 1,
                 .augment_cooldown = 0.15,
                 .distillation = 0.7,
                 .min_label_confidence = 0.02,
                 .pseudo_label_threshold = 0.5};
    int code = parse(&c, argc, argv);
    if (code != TOOL_GO_ON) return code;
    int result = train(&c);
    if (result == 0) tool_say_next(&c.data, c.out, c.keep_last);
    if (result == TOOL_TRAIN_STOPPED) tool_say_resume(argc, argv, c.out);
    return result == 0 ? TOOL_OK : result < 0 ? TOOL_FAILED : TOOL_INTERRUPTED;
}
