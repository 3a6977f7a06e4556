/* cmd_samples.c - letters samples: a labelled contact sheet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "data_options.h"
#include "predict/predictor.h"
#include "report/evaluation.h"
#include "report/sheet.h"

typedef struct samples_options {
    tool_data_options data;
    const char *part, *out, *weights;
    long count, columns;
} samples_options;

static int parse(samples_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_DATA_OPTIONS(&o->data),
        TOOL_OPT_TEXT("--part", "P", "of a split: train or test (train)", &o->part),
        TOOL_OPT_NEEDED("--out", "FILE.png", "the sheet", &o->out),
        TOOL_OPT_TEXT("--weights", "FILE", "mark this network's right and wrong answers",
                      &o->weights),
        TOOL_OPT_INT("--count", "N", "letters, spread evenly over the file (111)", &o->count, 1,
                     5000),
        TOOL_OPT_INT("--columns", "N", "letters a row (15)", &o->columns, 1, 100),
    };
    static const tool_usage usage = {"samples", "Draws a labelled contact sheet of images as PNG.",
                                     TOOL_DATA_NOTES
                                     "With --weights a blue thin frame is a right answer, an "
                                     "orange dashed one with a\ncross a wrong one."};
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code == TOOL_GO_ON) code = tool_data_options_check(&usage, &o->data);
    if (code == TOOL_GO_ON && o->data.images.n + o->data.splits.n != 1)
        return tool_usage_error(&usage, "a sheet shows one data set: give --images with --labels "
                                        "and --label-set, or --emnist with --split");
    return code;
}

/* What a target stands for; a member of a group as the group. */
static const char *text_of(uint16_t target, const hwr_labels *labels) {
    return target < labels->n ? labels->text[target]
                              : labels->group_text[hwr_target_fold(labels, target)];
}

static void draw_tile(tool_sheet *sheet, const tool_evaluation *e, const hwr_labels *labels,
                      size_t place, size_t i) {
    char caption[64];
    const char *text = text_of(e->set.targets[i], labels);
    tool_frame frame = TOOL_FRAME_PLAIN;
    snprintf(caption, sizeof caption, "%s", text);
    if (e->probabilities) {
        int answer, truth;
        float confidence;
        int right = tool_evaluation_answer(e, i, &answer, &truth, &confidence);
        double percent = 100 * (double)confidence;
        frame = right ? TOOL_FRAME_RIGHT : TOOL_FRAME_WRONG;
        if (right)
            snprintf(caption, sizeof caption, "%s %.0f%%", text, percent);
        else
            snprintf(caption, sizeof caption, "%s>%s %.0f%%", text,
                     hwr_metrics_label(&e->metrics, answer), percent);
    }
    tool_sheet_tile(sheet, (int)place, e->set.images + i * HWR_PIXELS, caption, frame);
}

static int draw(const tool_evaluation *e, const hwr_labels *labels, const samples_options *o,
                tool_error *error) {
    size_t count = (size_t)o->count < e->set.n ? (size_t)o->count : e->set.n;
    char heading[200];
    snprintf(heading, sizeof heading, "%.60s: %zu of %zu", tool_base_name(e->images), count,
             e->set.n);
    tool_sheet sheet;
    tool_sheet_init(&sheet, (int)count, (int)o->columns, heading,
                    e->probabilities
                        ? "blue frame: right; dashed orange with a cross: true > answer"
                        : "the label is below each image");
    for (size_t k = 0; k < count; k++) draw_tile(&sheet, e, labels, k, k * e->set.n / count);
    int status = tool_sheet_write(&sheet, o->out, error);
    tool_sheet_free(&sheet);
    return status;
}

static void predict(tool_evaluation *e, tool_predictor *predictor) {
    const hwr_labels *labels = tool_predictor_labels(predictor);
    e->probabilities = tool_alloc(e->set.n * (size_t)labels->n, sizeof(float));
    tool_predictor_run(predictor, &(tool_outputs){e->probabilities, NULL, NULL},
                       &(tool_inputs){e->set.images, NULL, e->set.n});
    hwr_metrics_compute(&e->metrics, e->probabilities, e->set.targets, labels, e->set.n);
}

/* Without a network the classes are all that the mapping names. */
static int classes_of(hwr_labels *out, hwr_mapping mapping, tool_error *error) {
    memset(out, 0, sizeof *out);
    mapping.others = 0;
    if (hwr_mapping_add_classes(out, &mapping) == HWR_OK) return 0;
    return tool_fail(error, "the mapping names more than %d classes", HWR_MAX_CLASSES);
}

static int run(const samples_options *o, tool_error *error) {
    tool_source *source = NULL;
    tool_predictor *predictor = NULL;
    tool_evaluation e = {0};
    hwr_labels labels;
    size_t n;
    int status = tool_data_options_open(&source, &n, &o->data, o->part, error);
    if (status == 0 && o->weights) {
        predictor = tool_predictor_open_pictures(o->weights, 0, error);
        if (!predictor) status = -1;
    }
    if (status == 0) {
        e.images = source->images;
        if (predictor)
            labels = *tool_predictor_labels(predictor);
        else
            status = classes_of(&labels, source->mapping, error);
        if (status == 0) status = tool_load_source(&e.set, source, &labels, 0, error);
        if (status == 0 && e.set.n > 0) tool_say_left_out(source);
    }
    if (status == 0 && e.set.n == 0)
        status = tool_fail(error, "%s: holds none of the network's classes; nothing to draw",
                           source->images);
    if (status == 0 && predictor) predict(&e, predictor);
    if (status == 0) status = draw(&e, &labels, o, error);
    if (status == 0) fprintf(stderr, "%s written\n", o->out);
    tool_predictor_close(predictor);
    free(e.probabilities);
    hwr_dataset_free(&e.set);
    free(source);
    return status;
}

int cmd_samples(int argc, char **argv) {
    samples_options o = {.count = 111, .columns = 15, .part = "train"};
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    return run(&o, &error) == 0 ? TOOL_OK : tool_report(error.text);
}
