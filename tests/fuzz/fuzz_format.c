/* fuzz_format.c - any bytes as a .hwr file: refused, or loaded and run with the same
 * logits on every instruction set. Each input is tried as it is, and again with length
 * and checksum made right, so that the fuzzer reaches what lies behind them. */
#include <stdlib.h>
#include <string.h>

#include "model/format_write.h"
#include "qnn/qnet.h"

enum { MAX_MEMORY = 64 << 20, MAX_PRODUCTS = 20000000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

/* Slow models are no findings. */
static int quick(const hwr_model *model) {
    uint64_t products = 0;
    for (int i = 0; i < model->n_layers + model->n_trace_layers; i++) {
        const hwr_qlayer *l = &model->layers[i];
        uint64_t taps = (uint64_t)l->kernel_rows * l->kernel * l->out_rows * l->out_side;
        products += taps * l->out_channels * l->in_channels;
    }
    return products <= MAX_PRODUCTS;
}

/* Either network: the picture's where trace is NULL. */
static void run(hwr_model *model, int32_t *logits, const uint8_t *image, const uint8_t *trace) {
    if (trace)
        hwr_model_run_trace(model, logits, trace);
    else
        hwr_model_run(model, logits, image);
}

static void run_all(hwr_model *model, const uint8_t *trace) {
    static uint8_t image[HWR_PIXELS];
    int32_t expected[HWR_MAX_CLASSES], logits[HWR_MAX_CLASSES] = {0};
    float probabilities[HWR_MAX_CLASSES], folded[HWR_MAX_CLASSES], score;
    const hwr_labels *labels = &model->labels;
    const size_t n = (size_t)labels->n;
    require(n >= 2 && n <= HWR_MAX_CLASSES && hwr_labels_check(labels) == HWR_OK);
    for (int i = 0; i < HWR_PIXELS; i++) image[i] = (uint8_t)(i * 37 % 256);
    require(hwr_model_set_isa(model, HWR_ISA_REF) == HWR_OK);
    run(model, expected, image, trace);
    for (int isa = 1; isa < HWR_ISA_COUNT; isa++) {
        if (hwr_model_set_isa(model, (hwr_isa)isa) != HWR_OK) continue;
        run(model, logits, image, trace);
        require(memcmp(logits, expected, n * sizeof *logits) == 0);
    }
    if (trace)
        hwr_model_fuse(model, probabilities, logits, expected);
    else
        hwr_model_probabilities(model, probabilities, expected);
    for (size_t c = 0; c < n; c++) require(probabilities[c] >= 0.0f && probabilities[c] <= 1.0f);
    hwr_fold_probabilities(labels, folded, probabilities);
    score = hwr_letter_score(labels, folded);
    require(score >= 0.0f && score <= 1.001f);
}

static void try_file(const uint8_t *data, size_t size) {
    hwr_status status;
    size_t need = hwr_model_memory(data, size, &status);
    require((need > 0) == (status == HWR_OK));
    if (need == 0 || need > MAX_MEMORY) return;
    void *memory = malloc(need); /* exact, for the sanitizer to see one byte more */
    hwr_model model;
    if (!memory) return;
    require(hwr_model_init(&model, memory, need, data, size) == HWR_OK);
    if (quick(&model)) {
        static uint8_t trace[HWR_TRACE_BYTES];
        for (int i = 0; i < HWR_TRACE_BYTES; i++) trace[i] = (uint8_t)(i * 53 % 256);
        run_all(&model, NULL);
        if (model.n_trace_layers > 0) run_all(&model, trace);
    }
    free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    try_file(data, size);
    if (size < HWR_FILE_HEADER || size > HWR_FILE_MAX_BYTES) return 0;
    uint8_t *sealed = malloc(size);
    if (!sealed) return 0;
    memcpy(sealed, data, size);
    hwr_file_seal(sealed, size);
    try_file(sealed, size);
    free(sealed);
    return 0;
}
