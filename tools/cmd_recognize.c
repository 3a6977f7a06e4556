/* cmd_recognize.c - letters recognize: pen strokes or a picture in, letters out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "io/hand.h"
#include "io/strokes.h"
#include "options.h"
#include "outlier/outlier.h"
#include "predict/activations.h"
#include "predict/batch.h"
#include "predict/predictor.h"
#include "report/art.h"
#include "report/canvas.h"

typedef struct recognize_options {
    const char *weights, *hand, *strokes, *image, *logits, *activations, *language;
    long limit, threads, canvas;
    double pen;
    int summary, art, json, light_on_dark, many;
} recognize_options;

static const tool_usage usage = {
    "recognize", "Recognises letters from pen strokes or from a picture of one letter.",
    "Prints one JSON line a letter: {\"word\", \"best\", \"folded\", \"is_letter\", "
    "\"probabilities\"},\n"
    "where best is null if nothing is drawn and is_letter false if it looks like no letter.\n"
    "--summary prints {\"n\", \"accuracy\", \"accuracy_folded\", \"top2\", \"reject_rate\", "
    "\"left_out\"}\n"
    "instead, against each letter's \"word\"; a letter without ink counts as wrong, one whose\n"
    "word is none of the network's classes is left out. With --canvas the strokes are drawn\n"
    "and read as a picture, to compare the two. With --many a letter's line also says where it is\n"
    "on the picture: \"box\": [left, top, right, bottom], \"line\" and \"word_number\", from 0;\n"
    "with --language also what it is in its word, as the language has it: \"read\", which is best\n"
    "in a word of one letter."};

static int parse(recognize_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--weights", "FILE", ".hwr or .safetensors", &o->weights),
        TOOL_OPT_TEXT("--hand", "FILE.hand", "what \"letters hand\" was taught", &o->hand),
        TOOL_OPT_TEXT("--strokes", "FILE", "Quick, Draw! ndjson, plain or .gz", &o->strokes),
        TOOL_OPT_TEXT("--image", "FILE", "a picture or photograph of one letter, PNG or JPEG",
                      &o->image),
        TOOL_OPT_FLAG("--many", "with --image: every letter on it, and where it is", &o->many),
        TOOL_OPT_TEXT("--language", "L", "with --many: read words, in en, de or a language's file",
                      &o->language),
        TOOL_OPT_INT("--canvas", "SIDE", "draw the strokes on a picture this large, and read that",
                     &o->canvas, 16, 4096),
        TOOL_OPT_NUMBER("--pen", "W", "with --canvas: the pen's width in pixels (12)", &o->pen, 1,
                        400),
        TOOL_OPT_FLAG("--light-on-dark", "with --canvas: white ink on black", &o->light_on_dark),
        TOOL_OPT_INT("--limit", "N", "only the first N letters", &o->limit, 1, 1 << 30),
        TOOL_OPT_FLAG("--summary", "accuracy against \"word\", as one JSON object", &o->summary),
        TOOL_OPT_TEXT("--logits", "FILE", "write every letter's logits, little-endian float32",
                      &o->logits),
        TOOL_OPT_TEXT("--activations", "FILE",
                      "write what every layer hands on (tools/predict/activations.h)",
                      &o->activations),
        TOOL_OPT_FLAG("--art", "draw each letter in the terminal instead", &o->art),
        TOOL_OPT_INT("--threads", "N", "threads (0 = one a processor)", &o->threads, 0, 64),
        TOOL_OPT_FLAG("--json", "JSON, which is the default here", &o->json),
    };
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    if (!o->strokes == !o->image) {
        return tool_usage_error(&usage, "give either --strokes or --image");
    }
    if (o->canvas && o->image) return tool_usage_error(&usage, "--canvas needs --strokes");
    if (o->many && !o->image) return tool_usage_error(&usage, "--many needs --image");
    if (o->language && !o->many) return tool_usage_error(&usage, "--language needs --many");
    if (o->summary && o->image) return tool_usage_error(&usage, "--summary needs --strokes");
    if (o->hand && (o->logits || o->activations)) {
        return tool_usage_error(&usage, "--hand goes with neither --logits nor --activations");
    }
    if (o->art && (o->summary || o->json)) {
        return tool_usage_error(&usage, "--art goes with neither --summary nor --json");
    }
    return TOOL_GO_ON;
}

/* Stores what preprocessing made of letter i. */
static int keep(tool_batch *b, size_t i, const hwr_preprocess *pre, hwr_status status,
                const char *path, tool_error *error) {
    if (status != HWR_OK && status != HWR_EMPTY) {
        return tool_fail(error, "%s: letter %zu: %s", path, i + 1, hwr_status_string(status));
    }
    b->empty[i] = status == HWR_EMPTY;
    for (int p = 0; p < HWR_PIXELS; p++) b->images[i * HWR_PIXELS + (size_t)p] = pre->image[p];
    return 0;
}

/* Letter i, from its strokes, or from their picture in rgba (canvas, canvas, 4) unless NULL. */
static hwr_status preprocess(hwr_preprocess *pre, uint8_t *rgba, const recognize_options *o,
                             const tool_strokes *set, size_t i) {
    size_t stroke = set->first_stroke[i], n = set->first_stroke[i + 1] - stroke;
    const float *xy = n ? set->xy + 2 * set->first_point[i] : NULL;
    const uint32_t *lengths = n ? set->lengths + stroke : NULL;
    size_t side = (size_t)o->canvas;
    if (!rgba) return hwr_preprocess_strokes(pre, xy, lengths, n, &hwr_pen_default);
    tool_canvas_style style = {side, (float)o->pen, o->light_on_dark};
    tool_canvas_draw(rgba, &style, xy, lengths, n);
    return hwr_preprocess_pixels(pre, rgba, side, side);
}

static hwr_status make_trace(uint8_t *trace, const tool_strokes *set, size_t i) {
    const size_t stroke = set->first_stroke[i];
    return hwr_trace_strokes(trace, set->xy + 2 * set->first_point[i], set->lengths + stroke,
                             set->first_stroke[i + 1] - stroke);
}

static int read_strokes(tool_batch *b, const recognize_options *o, tool_error *error) {
    static hwr_preprocess pre;
    tool_strokes set = {0};
    size_t side = (size_t)o->canvas;
    uint8_t *rgba = side ? tool_alloc(4 * side, side) : NULL;
    int status = tool_load_strokes(&set, o->strokes, error);
    if (status == 0 && set.n == 0) {
        status =
            tool_fail(error, "%s: holds no letters; one JSON object a line is needed", o->strokes);
    }
    if (status == 0) tool_batch_init(b, o->limit < (long)set.n ? (size_t)o->limit : set.n);
    if (status == 0 && !rgba) b->traces = tool_alloc(b->n, HWR_TRACE_BYTES);
    for (size_t i = 0; status == 0 && i < b->n; i++) {
        hwr_status s = preprocess(&pre, rgba, o, &set, i);
        if (b->traces && s == HWR_OK) s = make_trace(b->traces + i * HWR_TRACE_BYTES, &set, i);
        b->words[i] = set.words[i]; /* and with it its owner */
        set.words[i] = NULL;
        if (o->summary && !b->words[i][0]) {
            status = tool_fail(error, "%s: letter %zu has no \"word\" to compare with", o->strokes,
                               i + 1);
        } else {
            status = keep(b, i, &pre, s, o->strokes, error);
        }
    }
    tool_strokes_free(&set);
    free(rgba);
    return status;
}

static int read_image(tool_batch *b, const recognize_options *o, tool_error *error) {
    tool_photo *photo = &b->photo;
    if (tool_photo_read(photo, o->image, o->many, error) != 0) return -1;
    tool_batch_init(b, photo->n);
    for (size_t i = 0; i < b->n; i++) b->words[i] = strcpy(tool_alloc(1, 1), "");
    memcpy(b->images, photo->images, b->n * HWR_PIXELS);
    memcpy(b->empty, photo->empty, b->n);
    if (photo->finding != HWR_PAPER_FOUND && photo->empty[0])
        fprintf(stderr, "letters: %s: %s\n", o->image, hwr_paper_finding_text(photo->finding));
    return 0;
}

/* Prints what was asked for, words read before. 0, or -1 with *error set. */
static int print_all(tool_batch *b, const recognize_options *o, tool_error *error) {
    if (o->language) {
        b->read = tool_alloc(b->n, sizeof *b->read);
        const tool_photo_letters letters = {b->labels, b->probabilities, b->owed};
        if (tool_photo_read_words(b->read, &b->photo, &letters, o->language, error) != 0) return -1;
    }
    if (o->summary) {
        tool_batch_print_summary(b);
    } else if (o->art) {
        tool_print_art(b->images, b->probabilities, b->empty, b->words, b->labels, b->n);
    } else {
        tool_batch_print(b);
    }
    return 0;
}

/* The same with what a writer taught, letter by letter. */
static int recognize_by_hand(const recognize_options *o, tool_error *error) {
    tool_hand h;
    tool_batch b = {0};
    if (tool_hand_open(&h, o->weights, o->hand, error) != 0) return -1;
    b.labels = &h.hand.labels;
    int status = o->strokes ? read_strokes(&b, o, error) : read_image(&b, o, error);
    for (size_t i = 0; status == 0 && i < b.n; i++) {
        hwr_hand_look look;
        float *p = b.probabilities + i * (size_t)b.labels->n;
        if (b.empty[i]) continue;
        const uint8_t *trace = b.traces ? b.traces + i * HWR_TRACE_BYTES : NULL;
        hwr_hand_read(&look, p, &h.model.model, b.images + i * HWR_PIXELS, trace);
        const int owed = hwr_hand_apply(&h.hand, p, &look);
        b.owed[i] = owed >= 0;
        b.outliers[i] = owed < 0 && hwr_outlier_score(&h.model.model, &look, trace) > 0;
    }
    const hwr_model *model = &h.model.model;
    b.threshold = b.traces && model->n_trace_layers ? model->fusion.threshold : model->threshold;
    if (status == 0) status = print_all(&b, o, error);
    tool_batch_free(&b);
    tool_hand_close(&h);
    return status;
}

int cmd_recognize(int argc, char **argv) {
    recognize_options o = {.limit = 1 << 30, .pen = 12};
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    tool_batch b = {0};
    if (o.hand) return recognize_by_hand(&o, &error) == 0 ? TOOL_OK : tool_report(error.text);
    tool_predictor *predictor = tool_predictor_open(o.weights, o.threads, &error);
    int status = predictor ? 0 : -1;
    if (status == 0) {
        b.labels = tool_predictor_labels(predictor);
        if (tool_predictor_needs_traces(predictor) && (o.image || o.canvas))
            status = tool_fail(&error, "%s: a network of pen strokes, which reads no pictures",
                               o.weights);
    }
    if (status == 0) {
        status = o.strokes ? read_strokes(&b, &o, &error) : read_image(&b, &o, &error);
    }
    if (status == 0) {
        const size_t classes = (size_t)b.labels->n;
        float *logits = o.logits ? tool_alloc(b.n * classes, sizeof *logits) : NULL;
        tool_predictor_run(predictor, &(tool_outputs){b.probabilities, logits, b.outliers},
                           &(tool_inputs){b.images, b.traces, b.n});
        b.threshold = tool_predictor_threshold(predictor, b.traces != NULL);
        if (logits) status = tool_write_logits(o.logits, logits, b.n, classes, &error);
        free(logits);
        if (status == 0 && o.activations) {
            status =
                tool_write_activations(o.activations, o.weights, b.images, b.traces, b.n, &error);
        }
        if (status == 0) status = print_all(&b, &o, &error);
    }
    tool_batch_free(&b);
    tool_predictor_close(predictor);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
