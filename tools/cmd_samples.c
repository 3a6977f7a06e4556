/* cmd_samples.c - letters samples: a labelled contact sheet. */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "io/dataio.h"
#include "report/evaluation.h"
#include "options.h"
#include "predict/predictor.h"
#include "report/sheet.h"

typedef struct samples_options {
    const char *images, *labels, *label_set, *out, *weights;
    long count, columns;
} samples_options;

static int parse(samples_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--images", "FILE", "IDX images, plain or .gz", &o->images),
        TOOL_OPT_NEEDED("--labels", "FILE", "their IDX labels", &o->labels),
        TOOL_OPT_NEEDED("--label-set", "SET", "merge47, letters26 or byclass62", &o->label_set),
        TOOL_OPT_NEEDED("--out", "FILE.png", "the sheet", &o->out),
        TOOL_OPT_TEXT("--weights", "FILE", "mark this network's right and wrong answers",
                      &o->weights),
        TOOL_OPT_INT("--count", "N", "letters, spread evenly over the file (111)", &o->count, 1,
                     5000),
        TOOL_OPT_INT("--columns", "N", "letters a row (15)", &o->columns, 1, 100),
    };
    static const tool_usage usage = {"samples", "Draws a labelled contact sheet of images as PNG.",
                                     "With --weights a blue thin frame is a right answer, an "
                                     "orange dashed one with a\ncross a wrong one."};
    return tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
}

/* The letter a target stands for; folded ones as capitals, digits as themselves. */
static char letter_of(uint8_t target) {
    if (target >= HWR_TARGET_DIGIT) return (char)('0' + target - HWR_TARGET_DIGIT);
    return hwr_class_letter(target < HWR_CLASSES ? target : hwr_target_fold(target));
}

static void draw_tile(tool_sheet *sheet, const tool_evaluation *e, size_t place, size_t i) {
    char caption[16];
    tool_frame frame = TOOL_FRAME_PLAIN;
    snprintf(caption, sizeof caption, "%c", letter_of(e->set.targets[i]));
    if (e->probabilities) {
        int answer, truth;
        float confidence;
        int right = tool_evaluation_answer(e, i, &answer, &truth, &confidence);
        double percent = 100 * (double)confidence;
        frame = right ? TOOL_FRAME_RIGHT : TOOL_FRAME_WRONG;
        if (right) {
            snprintf(caption, sizeof caption, "%c %.0f%%", letter_of(e->set.targets[i]), percent);
        } else {
            snprintf(caption, sizeof caption, "%c>%c %.0f%%", letter_of(e->set.targets[i]),
                     hwr_class_letter(answer), percent);
        }
    }
    tool_sheet_tile(sheet, (int)place, e->set.images + i * HWR_PIXELS, caption, frame);
}

static int draw(const tool_evaluation *e, const samples_options *o, tool_error *error) {
    size_t count = (size_t)o->count < e->set.n ? (size_t)o->count : e->set.n;
    char heading[200];
    snprintf(heading, sizeof heading, "%.60s: %zu of %zu", tool_base_name(o->images), count,
             e->set.n);
    tool_sheet sheet;
    tool_sheet_init(&sheet, (int)count, (int)o->columns, heading,
                    e->probabilities
                        ? "blue frame: right; dashed orange with a cross: true > answer"
                        : "the label is below each image");
    for (size_t k = 0; k < count; k++) draw_tile(&sheet, e, k, k * e->set.n / count);
    int status = tool_sheet_write(&sheet, o->out, error);
    tool_sheet_free(&sheet);
    return status;
}

static int predict(tool_evaluation *e, const char *weights, tool_error *error) {
    tool_predictor *predictor = tool_predictor_open(weights, 0, error);
    if (!predictor) return -1;
    e->probabilities = tool_alloc(e->set.n * HWR_CLASSES, sizeof(float));
    tool_predictor_run(predictor, e->probabilities, NULL, e->set.images, e->set.n);
    hwr_metrics_compute(&e->metrics, e->probabilities, e->set.targets, e->set.n);
    tool_predictor_close(predictor);
    return 0;
}

int cmd_samples(int argc, char **argv) {
    samples_options o = {.count = 111, .columns = 15};
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    hwr_label_set label_set;
    tool_evaluation e = {.images = o.images};
    int status = tool_label_set(&label_set, o.label_set, &error);
    if (status == 0) {
        /* Without a network digits are shown too; it has no answer for them. */
        status = tool_load_dataset(&e.set, o.images, o.labels, label_set, !o.weights, &error);
    }
    if (status == 0 && e.set.n == 0) {
        status = tool_fail(&error, "%s: holds no letters; nothing to draw", o.images);
    }
    if (status == 0 && o.weights) status = predict(&e, o.weights, &error);
    if (status == 0) status = draw(&e, &o, &error);
    if (status == 0) fprintf(stderr, "%s written\n", o.out);
    free(e.probabilities);
    hwr_dataset_free(&e.set);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
