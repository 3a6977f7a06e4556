/* fuzz_safetensors.c - any bytes as float weights. As a whole file, and as the header of one whose
 * numbers are given, where they begin like one: refused with a message, or weights in their range.
 * Else as the numbers of a tiny network: quantised into a model file that loads and gives the same logits on every
 * instruction set, or refused. */
#include <stdlib.h>
#include <string.h>

#include "io/safetensors.h"
#include "qnn/qnet.h"
#include "train/quant/quantize.h"
#include "unit/tiny_task.h"

enum { NUMBERS = 178410, IMAGES = 3, MOST = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

/* ---- A file ----------------------------------------------------------------- */

static void parse(const uint8_t *bytes, size_t length) {
    static tool_weights weights;
    tool_error error = {{0}};
    tool_bytes file = {malloc(length + 1), length}; /* a NUL behind, as files.h gives it */
    if (!file.data) return;
    memcpy(file.data, bytes, length);
    file.data[length] = '\0';
    if (tool_parse_weights(&weights, &file, "fuzz", &error) != 0) {
        require(error.text[0] != '\0');
    } else {
        require(hwr_labels_check(&weights.labels) == HWR_OK);
        require(weights.temperature >= 0.05f && weights.threshold <= 1);
        for (size_t i = 0; i < weights.params.all; i++)
            require(weights.params.data[i] >= -1e9f && weights.params.data[i] <= 1e9f);
        tool_weights_free(&weights);
    }
    free(file.data);
}

/* The numbers are at a fixed place, and the header ends there. */
static void parse_header(const uint8_t *data, size_t size) {
    static uint8_t room[8 + MOST + 4 * NUMBERS];
    uint8_t *numbers = room + 8 + MOST, *file = numbers - 8 - size;
    if (size > MOST) return;
    if (!numbers[0])
        for (size_t i = 0; i < NUMBERS; i++) hwr_write_f32(numbers + 4 * i, 0.15f);
    hwr_write_u32(file, (uint32_t)size);
    hwr_write_u32(file + 4, 0);
    memcpy(file + 8, data, size);
    parse(file, 8 + size + 4 * (size_t)NUMBERS);
}

/* ---- A network --------------------------------------------------------------- */

static hwr_plan plan;
static hwr_params usual, params;

static void prepare(void) {
    make_examples();
    require(hwr_plan_init(&plan, &tiny, CLASSES) == HWR_OK);
    require(hwr_params_init(&usual, &plan) == HWR_OK && hwr_params_init(&params, &plan) == HWR_OK);
    hwr_params_randomize(&usual, &plan, 1);
}

/* Input bytes over the usual weights: a place (2 bytes, little-endian) and a float each 6; and where
 * the place is past the end, one float for a whole tensor. */
static void change_params(const uint8_t *data, size_t size) {
    memcpy(params.data, usual.data, usual.all * sizeof(float));
    for (; size >= 6; size -= 6, data += 6) {
        size_t at = data[0] | (size_t)data[1] << 8, n = 1;
        float value = hwr_read_f32(data + 2);
        if (!(value >= -1e9f && value <= 1e9f)) continue; /* refused on load */
        if (at >= params.all) {
            const hwr_layer_params *q = &params.layers[at % (size_t)plan.n_layers];
            float *const tensors[] = {q->gamma, q->beta, q->mean, q->bias};
            float *tensor = tensors[at / 8 % 4];
            n = (size_t)plan.layers[at % (size_t)plan.n_layers].cout;
            if (!tensor) continue;
            at = (size_t)(tensor - params.data);
        }
        for (size_t i = at; i < at + n; i++) params.data[i] = value;
    }
    for (int l = 0; l < plan.n_layers; l++) {
        float *variance = params.layers[l].variance;
        for (int c = 0; variance && c < plan.layers[l].cout; c++)
            if (variance[c] < 0) variance[c] = -variance[c];
    }
}

static void run(const hwr_file_draft *draft) {
    static uint8_t file[1 << 17], memory[1 << 20];
    int32_t expected[HWR_MAX_CLASSES], logits[HWR_MAX_CLASSES];
    hwr_model model;
    size_t length = hwr_file_write(file, sizeof file, draft);
    require(length <= sizeof file);
    require(hwr_model_init(&model, memory, sizeof memory, file, length) == HWR_OK);
    for (int isa = 0; isa < HWR_ISA_COUNT; isa++) {
        if (hwr_model_set_isa(&model, (hwr_isa)isa) != HWR_OK) continue;
        hwr_model_run(&model, isa ? logits : expected, images);
        if (isa) require(memcmp(logits, expected, CLASSES * sizeof *logits) == 0);
    }
}

static void quantize(const uint8_t *data, size_t size) {
    const hwr_quantize_options options = {8, 1, 0.5f, letters37()};
    hwr_quantized quantized;
    if (!usual.data) prepare();
    change_params(data, size);
    hwr_status status = hwr_quantize(&quantized, &plan, &params, images, IMAGES, &options);
    require(status == HWR_OK || status == HWR_ERR_FORMAT);
    if (status != HWR_OK) return;
    run(&quantized.file);
    hwr_quantized_free(&quantized);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    parse(data, size);
    if (size && data[0] == '{')
        parse_header(data, size);
    else
        quantize(data, size);
    return 0;
}
