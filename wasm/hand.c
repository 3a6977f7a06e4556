/* hand.c - a writer's own examples and signs (core/hand/hand.h), as flat functions like
 * those of exports.c. Examples and classes are numbered from 0; numbers move up when one goes. */
#include "hand.h"

#include <string.h>

enum { FILE_CAPACITY = 1 << 17, TEXT_CAPACITY = 64 };

static uint8_t memory[HWR_HAND_MEMORY], file[FILE_CAPACITY];
static char text[TEXT_CAPACITY];
static hwr_hand hand;
static hwr_hand_look look;
static int started, paused, looked, owed;

void hwr_wasm_hand_stop(void) {
    started = paused = looked = 0;
    owed = -1;
    hwr_wasm_forget_words();
}

int hwr_wasm_hand_in_use(void) {
    return started && !paused;
}

const hwr_hand *hwr_wasm_hand(void) {
    return hwr_wasm_hand_in_use() ? &hand : NULL;
}

hwr_hand_look *hwr_wasm_hand_look(void) {
    return &look;
}

const hwr_labels *hwr_wasm_labels(const hwr_model *model) {
    return hwr_wasm_hand_in_use() ? &hand.labels : &model->labels;
}

void hwr_wasm_hand_apply(float *probabilities) {
    looked = hwr_wasm_hand_in_use();
    owed = looked ? hwr_hand_apply(&hand, probabilities, &look) : -1;
}

void hwr_wasm_hand_forget_look(void) {
    looked = 0;
    owed = -1;
}

/* Begins an empty hand for the model. HWR_ERR_ARGUMENT: none is loaded; HWR_ERR_SHAPE: it learns
 * none. Teaching needs an answer that came after this. */
EXPORT(hwr_status, hwr_wasm_hand_start, void) {
    hwr_wasm_hand_stop();
    if (!hwr_wasm_model()) return HWR_ERR_ARGUMENT;
    hwr_status status = hwr_hand_init(&hand, memory, sizeof memory, hwr_wasm_model());
    started = status == HWR_OK;
    return status;
}

/* 1: answers are the networks' alone, without signs, until 0. What was taught stays. */
EXPORT(void, hwr_wasm_hand_pause, uint32_t on) {
    paused = on != 0;
    looked = 0;
    hwr_wasm_forget_words();
}

/* The last answer as an example; its number is hwr_wasm_hand_taught(). HWR_ERR_ARGUMENT where
 * there is no answer or no such class, HWR_ERR_TOO_LARGE where there is no room. */
static size_t taught;
EXPORT(hwr_status, hwr_wasm_hand_teach, uint32_t class_index, uint32_t date) {
    if (!hwr_wasm_hand_in_use() || !looked || class_index >= HWR_MAX_CLASSES)
        return HWR_ERR_ARGUMENT;
    hwr_wasm_forget_words();
    return hwr_hand_teach(&hand, &look, (int)class_index, date, &taught);
}
EXPORT(uint32_t, hwr_wasm_hand_taught, void) {
    return (uint32_t)taught;
}

EXPORT(int32_t, hwr_wasm_hand_owed, void) {
    return owed;
}

EXPORT(void, hwr_wasm_hand_forget, uint32_t index) {
    hwr_wasm_forget_words();
    if (started) hwr_hand_forget(&hand, index);
}
EXPORT(void, hwr_wasm_hand_forget_all, void) {
    hwr_wasm_forget_words();
    if (started) hwr_hand_forget_all(&hand);
}

/* Where a sign's name goes, NUL-terminated. */
EXPORT(char *, hwr_wasm_hand_text, void) {
    return text;
}
EXPORT(uint32_t, hwr_wasm_hand_text_capacity, void) {
    return TEXT_CAPACITY;
}
EXPORT(hwr_status, hwr_wasm_hand_add_sign, void) {
    text[TEXT_CAPACITY - 1] = '\0';
    hwr_wasm_forget_words();
    return started ? hwr_hand_add_sign(&hand, text) : HWR_ERR_ARGUMENT;
}
EXPORT(void, hwr_wasm_hand_remove_sign, uint32_t class_index) {
    hwr_wasm_forget_words();
    if (started && class_index < HWR_MAX_CLASSES) hwr_hand_remove_sign(&hand, (int)class_index);
}

/* ---- To show ---- */

EXPORT(uint32_t, hwr_wasm_hand_examples, void) {
    return started ? (uint32_t)hand.n : 0;
}
EXPORT(uint32_t, hwr_wasm_hand_class, uint32_t index) {
    return index < hwr_wasm_hand_examples() ? (uint32_t)hwr_hand_get(&hand, index).class_index : 0;
}
EXPORT(uint32_t, hwr_wasm_hand_date, uint32_t index) {
    return index < hwr_wasm_hand_examples() ? hwr_hand_get(&hand, index).date : 0;
}
/* (HWR_HAND_DRAWING), NULL where there is none. */
EXPORT(const uint8_t *, hwr_wasm_hand_drawing, uint32_t index) {
    return index < hwr_wasm_hand_examples() ? hwr_hand_get(&hand, index).drawing : NULL;
}

/* The class that this one's examples are hard to tell from, -1 for none. */
EXPORT(int32_t, hwr_wasm_hand_rival, uint32_t class_index) {
    if (!started || class_index >= (uint32_t)hand.labels.n) return -1;
    looked = 0; /* the networks look at other drawings */
    return hwr_hand_find_rivals(&hand, (int)class_index, hwr_wasm_model(), hwr_wasm_scratch())
        .rival;
}

/* ---- The file ---- */

EXPORT(uint8_t *, hwr_wasm_hand_file, void) {
    return file;
}
EXPORT(uint32_t, hwr_wasm_hand_file_capacity, void) {
    return FILE_CAPACITY;
}
/* Bytes written there: of a class, or of all where class_index is past the last; 0 where it is too
 * small. */
EXPORT(uint32_t, hwr_wasm_hand_save, uint32_t class_index) {
    if (!started) return 0;
    const int of = class_index < (uint32_t)hand.labels.n ? (int)class_index : -1;
    const size_t length = hwr_hand_file_length(&hand, of);
    if (length > FILE_CAPACITY) return 0;
    hwr_hand_save(&hand, file, of);
    return (uint32_t)length;
}
EXPORT(hwr_status, hwr_wasm_hand_load, uint32_t length, uint32_t replace) {
    if (!started) return HWR_ERR_ARGUMENT;
    if (length > FILE_CAPACITY) return HWR_ERR_TOO_LARGE;
    hwr_wasm_forget_words();
    return hwr_hand_load(&hand, file, length, replace != 0);
}
