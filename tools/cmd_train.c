/* cmd_train.c - letters train: its options, its data, and what it leaves in --out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "io/emnist.h"
#include "options.h"
#include "io/strokes.h"
#include "train/data/duplicates.h"
#include "train_run.h"

static const tool_usage usage = {
    "train", "Trains a network and leaves DIR/model.safetensors, DIR/log.jsonl and checkpoints.",
    "--images, --labels and --label-set repeat together, one of each a data set. Networks:\n"
    "letters (ours), teacher (ours, three times as much work) and demo (the original demo's).\n"
    "A run can be stopped at any moment and taken up again with --resume and the same options;\n"
    "the same seed gives the same bytes, whatever the number of threads. --digits takes every\n"
    "second digit; \"letters eval --digits\" measures with the others."};

/* Options as the command line gives them; defaults are the recipe. */
typedef struct choices {
    tool_list images, labels, label_sets, strokes, splits, excluded;
    tool_list starts, image_teachers, stroke_teachers, unlabelled;
    const char *arch, *out, *optimizer, *emnist, *digits;
    long epochs, batch, seed, threads, checkpoint_seconds, scribbles, qat_epochs;
    int resume;
    double rate, warm_up, decay, smoothing, ema_decay, logit_adjustment, validation, augment, pen,
        augment_cooldown;
    double distillation, min_label_confidence, pseudo_label_threshold;
} choices;

static int parse(choices *c, int argc, char **argv) {
    const tool_option options[] = {
        {"--images", "F", "IDX file of images, .gz or not", TOOL_LIST, &c->images, 0, 0, 0},
        {"--labels", "F", "IDX file of their labels", TOOL_LIST, &c->labels, 0, 0, 0},
        {"--label-set", "L", "merge47, letters26 or byclass62", TOOL_LIST, &c->label_sets, 0, 0, 0},
        {"--emnist", "DIR", "directory of the official files", TOOL_TEXT, &c->emnist, 0, 0, 0},
        {"--split", "S", "letters, balanced, bymerge or byclass of them", TOOL_LIST, &c->splits, 0,
         0, 0},
        {"--exclude", "F", "IDX file of test images to leave out", TOOL_LIST, &c->excluded, 0, 0,
         0},
        {"--strokes", "F", "pen strokes, ndjson, .gz or not", TOOL_LIST, &c->strokes, 0, 0, 0},
        {"--arch", "NAME", "network (letters)", TOOL_TEXT, &c->arch, 0, 0, 0},
        {"--out", "DIR", "where results go", TOOL_TEXT, &c->out, 0, 0, 1},
        {"--epochs", "N", "passes over the data (30)", TOOL_INT, &c->epochs, 1, 10000, 0},
        {"--batch", "B", "images a step, a multiple of 32 (128)", TOOL_INT, &c->batch, 32, 4096, 0},
        {"--seed", "S", "names the run (1)", TOOL_INT, &c->seed, 0, 1e15, 0},
        {"--threads", "T", "threads (2)", TOOL_INT, &c->threads, 1, 64, 0},
        {"--resume", NULL, "go on from DIR's last checkpoint", TOOL_FLAG, &c->resume, 0, 0, 0},
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
         &c->unlabelled, 0, 0, 0},
        {"--pseudo-label-threshold", "P", "least confidence of a pseudo-label (0.5)", TOOL_NUMBER,
         &c->pseudo_label_threshold, 0, 1, 0},
        {"--scribbles", "N", "drawings that are no letters, an epoch (0)", TOOL_INT, &c->scribbles,
         0, 1e7, 0},
        {"--digits", "D", "digits among the images to show as no letters, such as 3478", TOOL_TEXT,
         &c->digits, 0, 0, 0},
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
    if (c->images.n != c->labels.n || c->images.n != c->label_sets.n)
        return tool_usage_error(&usage,
                                "--images, --labels and --label-set come in threes, not %d, "
                                "%d and %d",
                                c->images.n, c->labels.n, c->label_sets.n);
    if ((c->emnist != NULL) != (c->splits.n > 0))
        return tool_usage_error(&usage, "--emnist and --split come together");
    if (c->images.n + c->strokes.n + c->splits.n == 0)
        return tool_usage_error(&usage, "no data: give --images with --labels and --label-set, "
                                        "--emnist with --split, or --strokes");
    if (c->digits && strspn(c->digits, "0123456789") != strlen(c->digits))
        return tool_usage_error(&usage, "--digits %s: not digits alone", c->digits);
    if (c->unlabelled.n > 0 && c->image_teachers.n == 0)
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

/* Leaves out copies, and whatever the excluded files and the official test files hold. */
static int drop_duplicates(hwr_dataset *images, const choices *c, tool_error *error) {
    hwr_dataset banned = {0};
    hwr_dropped dropped;
    int result = c->emnist ? tool_load_emnist_tests(&banned, c->emnist, error) : 0;
    for (int i = 0; result == 0 && i < c->excluded.n; i++)
        result = tool_load_images(&banned, c->excluded.items[i], error);
    if (result == 0 && hwr_dataset_drop_duplicates(images, &dropped, &banned) != HWR_OK)
        result = tool_fail(error, "train: out of memory");
    hwr_dataset_free(&banned);
    if (result == 0 && dropped.repeats + dropped.banned > 0)
        fprintf(stderr, "left out: %zu repeated images, %zu that are test images\n",
                dropped.repeats, dropped.banned);
    return result;
}

/* Half of the named digits: the other half is for "letters eval --digits". */
static void digits_are_no_letters(hwr_dataset *images, const char *digits) {
    hwr_dataset_keep_digits(images, digits, 0);
    for (size_t i = 0; i < images->n; i++)
        if (images->targets[i] >= HWR_TARGET_DIGIT) images->targets[i] = HWR_TARGET_NOTHING;
}

static int load_unlabelled(hwr_dataset *images, const char *path, tool_error *error) {
    size_t before = images->n;
    if (tool_load_images(images, path, error) != 0) return -1;
    memset(images->targets + before, HWR_TARGET_UNKNOWN, images->n - before);
    return 0;
}

static int load(hwr_dataset *images, tool_strokes *strokes, const choices *c, tool_error *error) {
    for (int i = 0; i < c->images.n; i++) {
        hwr_label_set set;
        if (tool_label_set(&set, c->label_sets.items[i], error) != 0) return -1;
        if (tool_load_dataset(images, c->images.items[i], c->labels.items[i], set,
                              c->digits != NULL, error) != 0)
            return -1;
    }
    if (c->digits) digits_are_no_letters(images, c->digits);
    for (int i = 0; i < c->splits.n; i++)
        if (tool_load_emnist(images, c->emnist, c->splits.items[i], error) != 0) return -1;
    for (int i = 0; i < c->unlabelled.n; i++)
        if (load_unlabelled(images, c->unlabelled.items[i], error) != 0) return -1;
    if (drop_duplicates(images, c, error) != 0) return -1;
    for (int i = 0; i < c->strokes.n; i++)
        if (tool_load_strokes(strokes, c->strokes.items[i], error) != 0) return -1;
    return 0;
}

/* The strokes' words as targets; a letter without one cannot be learnt from. */
static int stroke_targets(uint8_t *targets, const tool_strokes *strokes, tool_error *error) {
    for (size_t i = 0; i < strokes->n; i++) {
        int target = hwr_class_of_letter(strokes->words[i]);
        if (target < 0)
            return tool_fail(error, "strokes: letter %zu has no \"word\"; training needs one",
                             i + 1);
        targets[i] = (uint8_t)target;
    }
    return 0;
}

/* Every class needs an example, of its own or of its letter in unknown case. */
static int check_classes(const hwr_dataset *images, const uint8_t *stroke_targets, size_t n_strokes,
                         tool_error *error) {
    size_t count[256] = {0};
    for (size_t i = 0; i < images->n; i++) count[images->targets[i]]++;
    for (size_t i = 0; i < n_strokes; i++) count[stroke_targets[i]]++;
    for (int k = 0; k < HWR_CLASSES; k++)
        if (count[k] + count[HWR_TARGET_FOLDED + hwr_class_fold(k)] == 0)
            return tool_fail(error,
                             "train: no example of class \"%c\" in these files; add some that "
                             "hold it",
                             hwr_class_letter(k));
    return 0;
}

static int run(const choices *c) {
    tool_error error;
    hwr_dataset images = {0};
    tool_strokes strokes = {0};
    uint8_t *targets = NULL;
    int result = load(&images, &strokes, c, &error);
    if (result == 0) {
        targets = tool_alloc(strokes.n + 1, 1);
        result = stroke_targets(targets, &strokes, &error);
    }
    if (result == 0) result = check_classes(&images, targets, strokes.n, &error);
    if (result == 0) {
        hwr_stroke_set set = {strokes.xy,           strokes.lengths, strokes.first_point,
                              strokes.first_stroke, targets,         strokes.n};
        hwr_train_data data = {&images, strokes.n ? &set : NULL};
        hwr_train_options options = train_options(c);
        tool_train_run job = {
            .options = &options,
            .data = &data,
            .starts = c->starts.items,
            .n_starts = c->starts.n,
            .teachers = {c->image_teachers.items, c->stroke_teachers.items},
            .n_teachers = {c->image_teachers.n, c->stroke_teachers.n},
            .out = c->out,
            .resume = c->resume,
            .checkpoint_seconds = c->checkpoint_seconds,
        };
        result = tool_train(&job, &error);
    }
    free(targets);
    hwr_dataset_free(&images);
    tool_strokes_free(&strokes);
    return result == 0 ? TOOL_OK : tool_report(error.text);
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
    return code == TOOL_GO_ON ? run(&c) : code;
}
