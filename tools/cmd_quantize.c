/* cmd_quantize.c - letters quantize: float weights to the integer model the page runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "io/dataio.h"
#include "io/safetensors.h"
#include "io/strokes.h"
#include "model/format_write.h"
#include "options.h"
#include "train/base/rng.h"
#include "train/quant/fusion.h"
#include "train/quant/quantize.h"
#include "training/fit_outliers.h"

static const tool_usage usage = {
    "quantize", "Turns float weights into an integer model (.hwr).",
    "The calibration images are letters the network was trained on, never a test file;\n"
    "give --calibrate or --strokes. With --stroke-weights the model reads drawings by a second\n"
    "network too, and how much each counts is fitted on the letters of those writers in\n"
    "--strokes that \"letters train --arch strokes\" held out."};

/* At most n of all inputs of so many bytes, drawn at random, because files are often sorted by
 * label; n becomes how many. */
static uint8_t *sample(const uint8_t *inputs, size_t all, size_t *n, size_t bytes) {
    hwr_rng rng = hwr_rng_stream(1, 0, 0, 0);
    if (*n > all) *n = all;
    uint8_t *some = tool_alloc(*n + 1, bytes);
    for (size_t i = 0; i < *n; i++)
        memcpy(some + i * bytes, inputs + (size_t)hwr_rng_below(&rng, (uint32_t)all) * bytes,
               bytes);
    return some;
}

static int write_model(const char *path, const hwr_quantized *q, tool_error *error) {
    hwr_file check;
    size_t length = hwr_file_write(NULL, 0, &q->file);
    uint8_t *bytes = tool_alloc(length, 1);
    hwr_file_write(bytes, length, &q->file);
    hwr_status status = hwr_file_parse(&check, bytes, length);
    int result = status == HWR_OK
                     ? tool_write_file(path, bytes, length, error)
                     : tool_fail(error, "%s: not written: %s; were these weights trained?", path,
                                 hwr_status_string(status));
    if (result == 0) fprintf(stderr, "%s: %zu bytes\n", path, length);
    free(bytes);
    return result;
}

typedef struct choices {
    const char *weights, *stroke_weights, *images, *strokes, *out;
    long n, outliers;
    int upright;
    double held_out;
    hwr_quantize_options with;
} choices;

/* Strokes as both networks' inputs; letters without ink are left out. */
typedef struct drawings {
    uint8_t *images, *traces; /* (n, 28, 28) and (n, 64, 8) */
    char **words;             /* (n) of the strokes */
    size_t n;
} drawings;

/* Those letters of a stroke set whose writers are held out, or all others; share 0: all. */
static int draw(drawings *out, const tool_strokes *s, const char *path, double share, int held_out,
                tool_error *error) {
    static hwr_preprocess pre;
    *out = (drawings){.images = tool_alloc(s->n + 1, HWR_PIXELS),
                      .traces = tool_alloc(s->n + 1, HWR_TRACE_BYTES),
                      .words = tool_alloc(s->n + 1, sizeof *out->words)};
    for (size_t i = 0; i < s->n; i++) {
        const size_t stroke = s->first_stroke[i], n = s->first_stroke[i + 1] - stroke;
        const float *xy = s->xy + 2 * s->first_point[i];
        if (n == 0 || hwr_writer_held_out(s->writers[i], (float)share) != held_out) continue;
        hwr_status status =
            hwr_preprocess_strokes(&pre, xy, s->lengths + stroke, n, &hwr_pen_default);
        if (status == HWR_OK)
            status = hwr_trace_strokes(out->traces + out->n * HWR_TRACE_BYTES, xy,
                                       s->lengths + stroke, n);
        if (status == HWR_EMPTY) continue;
        if (status != HWR_OK)
            return tool_fail(error, "%s: letter %zu: %s", path, i + 1, hwr_status_string(status));
        memcpy(out->images + out->n * HWR_PIXELS, pre.image, HWR_PIXELS);
        out->words[out->n++] = s->words[i];
    }
    return 0;
}

static void drawings_free(drawings *d) {
    free(d->images);
    free(d->traces);
    free(d->words);
}

static int say(hwr_status status, const char *weights, tool_error *error) {
    if (status == HWR_OK) return 0;
    if (status != HWR_ERR_FORMAT)
        return tool_fail(error, "%s: %s", weights, hwr_status_string(status));
    return tool_fail(error,
                     "%s: with these weights a layer's outputs overflow; use weights that "
                     "\"letters train\" wrote",
                     weights);
}

/* The integer network of pictures. */
static int quantize_pictures(hwr_quantized *q, const tool_weights *weights, const choices *c,
                             const drawings *drawn, tool_error *error) {
    hwr_dataset set = {0};
    const char *path = c->images ? c->images : c->strokes;
    size_t n = (size_t)c->n;
    int result = c->images ? tool_load_images(&set, path, c->upright, error) : 0;
    if (!c->images) set = (hwr_dataset){.images = drawn->images, .n = drawn->n};
    if (result == 0 && set.n == 0)
        result = tool_fail(error, "%s: no images to calibrate with", path);
    if (result == 0) {
        uint8_t *images = sample(set.images, set.n, &n, HWR_PIXELS);
        hwr_quantize_options with = c->with;
        if (with.temperature <= 0) with.temperature = weights->temperature;
        if (with.threshold < 0) with.threshold = weights->threshold;
        with.labels = &weights->labels;
        result = say(hwr_quantize(q, &weights->plan, &weights->params, images, n, &with),
                     c->weights, error);
        free(images);
    }
    if (c->images) hwr_dataset_free(&set);
    return result;
}

/* ---- Two networks in one file --------------------------------------------- */

/* What both integer networks say about held-out letters. */
static int run_both(hwr_fusion_data *data, float *logits, uint16_t *targets, const hwr_quantized *q,
                    const drawings *d, tool_error *error) {
    size_t length = hwr_file_write(NULL, 0, &q->file), need;
    uint8_t *bytes = tool_alloc(length, 1);
    hwr_status status;
    hwr_model model;
    hwr_file_write(bytes, length, &q->file);
    need = hwr_model_memory(bytes, length, &status);
    void *memory = tool_alloc(need + 1, 1);
    if (status == HWR_OK) status = hwr_model_init(&model, memory, need, bytes, length);
    const size_t classes = (size_t)q->file.labels.n;
    float *picture = logits, *trace = logits + d->n * classes;
    for (size_t i = 0; i < d->n && status == HWR_OK; i++) {
        int32_t integers[HWR_MAX_CLASSES];
        const int target = hwr_labels_class_of(&q->file.labels, d->words[i]);
        if (target < 0) continue;
        hwr_model_run(&model, integers, d->images + i * HWR_PIXELS);
        for (size_t k = 0; k < classes; k++)
            picture[data->n * classes + k] = (float)integers[k] * model.logit_scale;
        hwr_model_run_trace(&model, integers, d->traces + i * HWR_TRACE_BYTES);
        for (size_t k = 0; k < classes; k++)
            trace[data->n * classes + k] = (float)integers[k] * model.fusion.trace_scale;
        targets[data->n++] = (uint16_t)target;
    }
    data->labels = &q->file.labels;
    data->picture = picture;
    data->trace = trace;
    data->targets = targets;
    free(memory);
    free(bytes);
    return status == HWR_OK ? 0 : tool_fail(error, "%s", hwr_status_string(status));
}

static int fit_fusion(hwr_quantized *q, const drawings *d, const choices *c, tool_error *error) {
    hwr_fusion_data data = {0};
    float *logits = tool_alloc(2 * d->n + 1, (size_t)q->file.labels.n * sizeof *logits);
    uint16_t *targets = tool_alloc(d->n + 1, sizeof *targets);
    q->file.fusion.picture = q->file.fusion.trace = 1;
    int result = run_both(&data, logits, targets, q, d, error);
    if (result == 0 && data.n == 0)
        result = tool_fail(error,
                           "%s: no letters of held-out writers, whom the fusion is fitted on; give "
                           "strokes with \"writer\", or a larger --held-out",
                           c->strokes);
    if (result == 0 && hwr_fusion_fit(&q->file.fusion, &data) != HWR_OK)
        result = tool_fail(error, "out of memory");
    if (result == 0) {
        const hwr_fusion *f = &q->file.fusion, picture = {1, 1, 0, 0}, trace = {1, 0, 1, 0};
        fprintf(stderr,
                "on %zu letters of held-out writers: pictures %.2f %%, strokes %.2f %%, both %.2f "
                "%% (weights %.3f and %.3f, threshold %.3f)\n",
                data.n, 100 * hwr_fusion_accuracy(&picture, &data),
                100 * hwr_fusion_accuracy(&trace, &data), 100 * hwr_fusion_accuracy(f, &data),
                (double)f->picture, (double)f->trace, (double)f->threshold);
    }
    free(logits);
    free(targets);
    return result;
}

static int add_traces(hwr_quantized *q, const choices *c, const tool_strokes *strokes,
                      const drawings *learnt, tool_error *error) {
    tool_weights weights;
    drawings held_out = {0};
    size_t n = (size_t)c->n;
    if (tool_load_weights(&weights, c->stroke_weights, error) != 0) return -1;
    int result = 0;
    if (weights.plan.net->input != HWR_INPUT_TRACE)
        result = tool_fail(error, "%s: no network of pen strokes; train one with --arch strokes",
                           c->stroke_weights);
    else if (memcmp(&weights.labels, &q->file.labels, sizeof weights.labels) != 0)
        result = tool_fail(error,
                           "%s: its classes are not those of %s; train both with the same "
                           "--classes",
                           c->stroke_weights, c->weights);
    if (result == 0) {
        uint8_t *traces = sample(learnt->traces, learnt->n, &n, HWR_TRACE_BYTES);
        result = say(hwr_quantize_traces(q, &weights.plan, &weights.params, traces, n,
                                         c->with.activation_bits),
                     c->stroke_weights, error);
        free(traces);
    }
    if (result == 0) result = draw(&held_out, strokes, c->strokes, c->held_out, 1, error);
    if (result == 0) result = fit_fusion(q, &held_out, c, error);
    drawings_free(&held_out);
    tool_weights_free(&weights);
    return result;
}

static int run(const choices *c, tool_error *error) {
    static hwr_outlier_weights outlier;
    tool_weights weights;
    tool_strokes strokes = {0};
    drawings learnt = {0};
    hwr_quantized q = {0};
    if (tool_load_weights(&weights, c->weights, error) != 0) return -1;
    int result = 0;
    if (weights.plan.net->input != HWR_INPUT_PICTURE)
        result = tool_fail(error,
                           "%s: a network of pen strokes; give it as --stroke-weights beside "
                           "one of pictures",
                           c->weights);
    if (result == 0 && c->strokes) result = tool_load_strokes(&strokes, c->strokes, error);
    if (result == 0 && c->strokes)
        result = draw(&learnt, &strokes, c->strokes, c->stroke_weights ? c->held_out : 0, 0, error);
    if (result == 0) result = quantize_pictures(&q, &weights, c, &learnt, error);
    if (result == 0 && c->stroke_weights) result = add_traces(&q, c, &strokes, &learnt, error);
    if (result == 0 && c->outliers > 0)
        result = tool_fit_outliers(&q, &outlier, &strokes, c->held_out, (size_t)c->outliers, error);
    if (result == 0) result = write_model(c->out, &q, error);
    hwr_quantized_free(&q);
    drawings_free(&learnt);
    tool_strokes_free(&strokes);
    tool_weights_free(&weights);
    return result;
}

int cmd_quantize(int argc, char **argv) {
    choices c = {.n = 4096, .held_out = 0.05};
    long bits = 8;
    double temperature = 0, threshold = -1;
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--weights", "F", "float weights, .safetensors", &c.weights),
        TOOL_OPT_TEXT("--calibrate", "IMAGES", "IDX file of training images", &c.images),
        TOOL_OPT_TEXT("--strokes", "F", "in its place: training letters, ndjson", &c.strokes),
        TOOL_OPT_FLAG("--upright", "the images are stored upright (MNIST and kin)", &c.upright),
        TOOL_OPT_TEXT("--stroke-weights", "F", "a network of pen strokes beside it, .safetensors",
                      &c.stroke_weights),
        TOOL_OPT_NUMBER("--held-out", "V", "its run's --validation (0.05)", &c.held_out, 0, 0.5),
        TOOL_OPT_INT("--outliers", "N",
                     "with --stroke-weights: a detector of what is no letter, trained on so many\n"
                     "made-up drawings (0: none)",
                     &c.outliers, 0, 10000000),
        TOOL_OPT_NEEDED("--out", "W.hwr", "the integer model", &c.out),
        TOOL_OPT_INT("--images", "N", "how many of them to use (4096)", &c.n, 1, 1000000),
        TOOL_OPT_INT("--bits", "B", "bits of an activation (8)", &bits, 4, 12),
        TOOL_OPT_NUMBER("--temperature", "T",
                        "divides the logits before the softmax (the weights' own)", &temperature,
                        0.05, 20),
        TOOL_OPT_NUMBER("--threshold", "S", "below this score it is no letter (the weights' own)",
                        &threshold, 0, 1),
    };
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    if (!c.images && !c.strokes) return tool_usage_error(&usage, "give --calibrate or --strokes");
    if (c.stroke_weights && !c.strokes)
        return tool_usage_error(&usage, "--stroke-weights needs --strokes");
    if (c.outliers && !c.stroke_weights)
        return tool_usage_error(&usage, "--outliers needs --stroke-weights");
    tool_error error;
    c.with = (hwr_quantize_options){(int)bits, (float)temperature, (float)threshold, NULL};
    return run(&c, &error) == 0 ? TOOL_OK : tool_report(error.text);
}
