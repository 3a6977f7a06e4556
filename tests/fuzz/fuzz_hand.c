/* fuzz_hand.c - any bytes as the file of a hand: refused, or loaded, applied and saved as the same
 * bytes. Each input is tried as it is, and again with length, checksum and model made right,
 * so that the fuzzer reaches what lies behind them. */
#include <stdlib.h>
#include <string.h>

#include "hand/hand.h"
#include "model/format.h"
#include "unit/hand/tiny_model.h"

enum { MOST = 1 << 17, ROOM = 1 << 18 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static _Alignas(64) uint8_t model_memory[ROOM];
static uint8_t memory[HWR_HAND_MEMORY];
static hwr_model model;
static hwr_hand hand;

static void require(int condition) {
    if (!condition) abort();
}

/* A drawing like none that the file can hold, and one that it does. */
static void apply_all(void) {
    hwr_hand_look look;
    float p[HWR_MAX_CLASSES] = {0};
    memset(&look, 0, sizeof look);
    look.has_trace = 1;
    for (size_t i = 0; i < 2; i++) {
        double sum = 0;
        for (int c = 0; c < hand.n_model; c++) p[c] = 1.0f / (float)hand.n_model;
        const int owed = hwr_hand_apply(&hand, p, &look);
        require(owed >= -1 && owed < (int)hand.n);
        for (int c = 0; c < hand.labels.n; c++) {
            require(p[c] >= 0 && p[c] <= 1);
            sum += (double)p[c];
        }
        require(sum > 0.999 && sum < 1.001);
        memset(look.picture, 50, sizeof look.picture);
    }
}

static void try_file(const uint8_t *data, size_t size) {
    static hwr_preprocess pre;
    static uint8_t out[MOST];
    hwr_hand_forget_all(&hand);
    if (hwr_hand_load(&hand, data, size, 1) != HWR_OK) {
        require(hand.n == 0 && hand.labels.n == hand.n_model);
        return;
    }
    require(hwr_labels_check(&hand.labels) == HWR_OK && hand.n <= HWR_HAND_EXAMPLES);
    apply_all();
    for (int c = 0; c < hand.labels.n && hand.n <= 8; c++) {
        const hwr_hand_rivals r = hwr_hand_find_rivals(&hand, c, &model, &pre);
        require(r.right <= r.n && r.rival < hand.labels.n);
    }
    const size_t length = hwr_hand_file_length(&hand, -1);
    require(length <= size && length <= sizeof out); /* less where drawings are there twice */
    hwr_hand_save(&hand, out, -1);
    const size_t n = hand.n;
    require(hwr_hand_load(&hand, out, length, 1) == HWR_OK && hand.n == n);
    while (hand.labels.n > hand.n_model) hwr_hand_remove_sign(&hand, hand.n_model);
    while (hand.n > 0) hwr_hand_forget(&hand, hand.n / 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!hand.examples) {
        tiny_model_load(&model, model_memory, sizeof model_memory, 5);
        require(hwr_hand_init(&hand, memory, sizeof memory, &model) == HWR_OK);
    }
    try_file(data, size);
    if (size < HWR_HAND_FILE_HEADER || size > MOST) return 0;
    uint8_t *sealed = malloc(size);
    if (!sealed) return 0;
    memcpy(sealed, data, size);
    hwr_write_u32(sealed + 8, (uint32_t)size);
    hwr_write_u32(sealed + 16, model.identity);
    hwr_write_u32(sealed + 12, hwr_crc32(sealed + 16, size - 16));
    try_file(sealed, size);
    free(sealed);
    return 0;
}
