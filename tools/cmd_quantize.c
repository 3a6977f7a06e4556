/* cmd_quantize.c - letters quantize: float weights to the integer model the page runs. */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "io/dataio.h"
#include "options.h"
#include "model/format_write.h"
#include "train/quant/quantize.h"
#include "train/base/rng.h"
#include "io/safetensors.h"

static const tool_usage usage = {
    "quantize", "Turns float weights into an integer model (.hwr).",
    "The calibration images are letters the network was trained on, never a test file."};

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

static int run(const char *weights_path, const char *images_path, const char *out, size_t n,
               const hwr_quantize_options *options, tool_error *error) {
    tool_weights weights;
    hwr_dataset set = {0};
    hwr_quantized q = {0};
    if (tool_load_weights(&weights, weights_path, error) != 0) return -1;
    int result = tool_load_images(&set, images_path, error);
    if (result == 0 && set.n == 0)
        result = tool_fail(error, "%s: no images to calibrate with", images_path);
    if (result == 0) {
        uint8_t *images = sample(&set, &n);
        hwr_quantize_options with = *options;
        if (with.temperature <= 0) with.temperature = weights.temperature;
        if (with.threshold < 0) with.threshold = weights.threshold;
        hwr_status status = hwr_quantize(&q, &weights.plan, &weights.params, images, n, &with);
        free(images);
        if (status == HWR_OK)
            result = write_model(out, &q, error);
        else if (status == HWR_ERR_FORMAT)
            result = tool_fail(error,
                               "%s: with these weights a layer's outputs overflow; use weights "
                               "that \"letters train\" wrote",
                               weights_path);
        else
            result = tool_fail(error, "%s: %s", weights_path, hwr_status_string(status));
    }
    hwr_quantized_free(&q);
    hwr_dataset_free(&set);
    tool_weights_free(&weights);
    return result;
}

int cmd_quantize(int argc, char **argv) {
    const char *weights = NULL, *calibrate = NULL, *out = NULL;
    long n = 4096, bits = 8;
    double temperature = 0, threshold = -1;
    const tool_option options[] = {
        {"--weights", "F", "float weights, .safetensors", TOOL_TEXT, &weights, 0, 0, 1},
        {"--calibrate", "IMAGES", "IDX file of training images", TOOL_TEXT, &calibrate, 0, 0, 1},
        {"--out", "W.hwr", "the integer model", TOOL_TEXT, &out, 0, 0, 1},
        {"--images", "N", "how many of them to use (4096)", TOOL_INT, &n, 1, 1e6, 0},
        {"--bits", "B", "bits of an activation (8)", TOOL_INT, &bits, 4, 12, 0},
        {"--temperature", "T", "divides the logits before the softmax (the weights' own)",
         TOOL_NUMBER, &temperature, 0.05, 20, 0},
        {"--threshold", "S", "below this score it is no letter (the weights' own)", TOOL_NUMBER,
         &threshold, 0, 1, 0},
    };
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    hwr_quantize_options q = {(int)bits, (float)temperature, (float)threshold};
    return run(weights, calibrate, out, (size_t)n, &q, &error) == 0 ? TOOL_OK
                                                                    : tool_report(error.text);
}
