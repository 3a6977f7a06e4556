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
#include "train/quant/quantize.h"

static const tool_usage usage = {
    "quantize", "Turns float weights into an integer model (.hwr).",
    "The calibration images are letters the network was trained on, never a test file;\n"
    "give --calibrate or --strokes."};

/* n images drawn at random, because files are often sorted by label. */
static uint8_t *sample(const hwr_dataset *set, size_t *n) {
    hwr_rng rng = hwr_rng_stream(1, 0, 0, 0);
    if (*n > set->n) *n = set->n;
    uint8_t *images = tool_alloc(*n, HWR_PIXELS);
    for (size_t i = 0; i < *n; i++) {
        const uint8_t *from =
            set->images + (size_t)hwr_rng_below(&rng, (uint32_t)set->n) * HWR_PIXELS;
        for (int k = 0; k < HWR_PIXELS; k++) images[i * HWR_PIXELS + (size_t)k] = from[k];
    }
    return images;
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
    const char *weights, *images, *strokes, *out;
    long n;
    int upright;
    hwr_quantize_options with;
} choices;

/* The letters of a stroke file, as the shipped pen draws them. */
static int draw_strokes(hwr_dataset *set, const char *path, tool_error *error) {
    static hwr_preprocess pre;
    tool_strokes s = {0};
    if (tool_load_strokes(&s, path, error) != 0) return -1;
    int result = hwr_dataset_reserve(set, s.n) == HWR_OK ? 0 : tool_fail(error, "out of memory");
    for (size_t i = 0; i < s.n && result == 0; i++) {
        const size_t stroke = s.first_stroke[i], n = s.first_stroke[i + 1] - stroke;
        hwr_status status = n == 0
                                ? HWR_EMPTY
                                : hwr_preprocess_strokes(&pre, s.xy + 2 * s.first_point[i],
                                                         s.lengths + stroke, n, &hwr_pen_default);
        if (status == HWR_EMPTY) continue;
        if (status != HWR_OK)
            result = tool_fail(error, "%s: letter %zu: %s", path, i + 1, hwr_status_string(status));
        else
            memcpy(set->images + set->n++ * HWR_PIXELS, pre.image, HWR_PIXELS);
    }
    tool_strokes_free(&s);
    return result;
}

static int load_images(hwr_dataset *set, const choices *c, tool_error *error) {
    const char *path = c->images ? c->images : c->strokes;
    int result =
        c->images ? tool_load_images(set, path, c->upright, error) : draw_strokes(set, path, error);
    if (result == 0 && set->n == 0)
        result = tool_fail(error, "%s: no images to calibrate with", path);
    return result;
}

static int run(const choices *c, tool_error *error) {
    tool_weights weights;
    hwr_dataset set = {0};
    hwr_quantized q = {0};
    if (tool_load_weights(&weights, c->weights, error) != 0) return -1;
    int result = load_images(&set, c, error);
    if (result == 0) {
        size_t n = (size_t)c->n;
        uint8_t *images = sample(&set, &n);
        hwr_quantize_options with = c->with;
        if (with.temperature <= 0) with.temperature = weights.temperature;
        if (with.threshold < 0) with.threshold = weights.threshold;
        with.labels = &weights.labels;
        hwr_status status = hwr_quantize(&q, &weights.plan, &weights.params, images, n, &with);
        free(images);
        if (status == HWR_OK)
            result = write_model(c->out, &q, error);
        else if (status == HWR_ERR_FORMAT)
            result = tool_fail(error,
                               "%s: with these weights a layer's outputs overflow; use weights "
                               "that \"letters train\" wrote",
                               c->weights);
        else
            result = tool_fail(error, "%s: %s", c->weights, hwr_status_string(status));
    }
    hwr_quantized_free(&q);
    hwr_dataset_free(&set);
    tool_weights_free(&weights);
    return result;
}

int cmd_quantize(int argc, char **argv) {
    choices c = {.n = 4096};
    long bits = 8;
    double temperature = 0, threshold = -1;
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--weights", "F", "float weights, .safetensors", &c.weights),
        TOOL_OPT_TEXT("--calibrate", "IMAGES", "IDX file of training images", &c.images),
        TOOL_OPT_TEXT("--strokes", "F", "in its place: training letters, ndjson", &c.strokes),
        TOOL_OPT_FLAG("--upright", "the images are stored upright (MNIST and kin)", &c.upright),
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
    if (!c.images == !c.strokes)
        return tool_usage_error(&usage, "give either --calibrate or --strokes");
    tool_error error;
    c.with = (hwr_quantize_options){(int)bits, (float)temperature, (float)threshold, NULL};
    return run(&c, &error) == 0 ? TOOL_OK : tool_report(error.text);
}
