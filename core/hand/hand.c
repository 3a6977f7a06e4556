/* hand.c - teaching and forgetting. */
#include "hand.h"

#include <string.h>

#include "examples.h"
#include "model/format.h"

hwr_status hwr_hand_init(hwr_hand *h, void *memory, size_t length, const hwr_model *model) {
    const size_t picture = hwr_hand_features(model, 0), trace = hwr_hand_features(model, 1);
    if (length < HWR_HAND_MEMORY) return HWR_ERR_MEMORY;
    if (picture < 1 || picture > HWR_HAND_FEATURES || trace > HWR_HAND_FEATURES ||
        (model->n_trace_layers > 0 && trace < 1))
        return HWR_ERR_SHAPE;
    memset(h, 0, sizeof *h);
    h->labels = h->model_labels = model->labels;
    h->n_model = model->labels.n;
    h->n_picture = (int)picture;
    h->n_trace = (int)trace;
    h->model = model->identity;
    h->examples = memory;
    return HWR_OK;
}

/* ---- Examples ------------------------------------------------------------ */

/* The example of the same drawing: all but date, class and weight alike. h->n for none. */
static size_t find_same(const hwr_hand *h, const uint8_t *example) {
    const size_t parts = hwr_hand_stride(h) - HWR_HAND_HEAD;
    size_t i = 0;
    for (; i < h->n; i++) {
        const uint8_t *e = hwr_hand_at(h, i);
        if (e[AT_TRACED] == example[AT_TRACED] &&
            memcmp(e + HWR_HAND_HEAD, example + HWR_HAND_HEAD, parts) == 0)
            break;
    }
    return i;
}

int hwr_hand_has(const hwr_hand *h, const uint8_t *example) {
    return find_same(h, example) < h->n;
}

hwr_status hwr_hand_put(hwr_hand *h, const uint8_t *example, size_t *index) {
    const size_t i = find_same(h, example);
    if (i == HWR_HAND_EXAMPLES) return HWR_ERR_TOO_LARGE;
    memcpy(hwr_hand_at(h, i), example, hwr_hand_stride(h));
    h->n += i == h->n;
    if (index) *index = i;
    return HWR_OK;
}

hwr_status hwr_hand_teach(hwr_hand *h, const hwr_hand_look *look, int class_index, uint32_t date,
                          size_t *index) {
    uint8_t example[HWR_HAND_HEAD + 2 * HWR_HAND_FEATURES + HWR_HAND_DRAWING] = {0};
    uint8_t *next = example + HWR_HAND_HEAD;
    if (class_index < 0 || class_index >= h->labels.n) return HWR_ERR_ARGUMENT;
    hwr_write_u32(example + AT_DATE, date);
    example[AT_CLASS] = (uint8_t)class_index;
    example[AT_TRACED] = look->has_trace != 0;
    example[AT_WEIGHT] = hwr_hand_weigh(h, look, class_index);
    memcpy(next, look->picture, (size_t)h->n_picture);
    next += h->n_picture;
    if (look->has_trace) {
        memcpy(next, look->trace, (size_t)h->n_trace);
        memcpy(next + h->n_trace, look->drawing, HWR_HAND_DRAWING);
    }
    return hwr_hand_put(h, example, index);
}

void hwr_hand_forget(hwr_hand *h, size_t index) {
    if (index >= h->n) return;
    h->n--;
    memmove(hwr_hand_at(h, index), hwr_hand_at(h, index + 1), (h->n - index) * hwr_hand_stride(h));
}

void hwr_hand_forget_all(hwr_hand *h) {
    h->n = 0;
    h->labels = h->model_labels;
}

hwr_hand_example hwr_hand_get(const hwr_hand *h, size_t index) {
    const uint8_t *e = hwr_hand_at(h, index);
    return (hwr_hand_example){e[AT_CLASS], hwr_read_u32(e + AT_DATE),
                              e[AT_TRACED] ? hwr_hand_drawing_of(h, e) : NULL};
}

/* ---- Signs ---------------------------------------------------------------- */

hwr_status hwr_hand_add_sign(hwr_hand *h, const char *text) {
    if (h->labels.n - h->n_model == HWR_HAND_SIGNS) return HWR_ERR_TOO_LARGE;
    return hwr_labels_add(&h->labels, text);
}

void hwr_hand_remove_sign(hwr_hand *h, int class_index) {
    const hwr_labels before = h->labels;
    if (class_index < h->n_model || class_index >= before.n) return;
    h->labels = h->model_labels;
    for (int c = h->n_model; c < before.n; c++)
        if (c != class_index) (void)!hwr_labels_add(&h->labels, before.text[c]);
    for (size_t i = h->n; i-- > 0;) {
        uint8_t *e = hwr_hand_at(h, i);
        if (e[AT_CLASS] == class_index)
            hwr_hand_forget(h, i);
        else if (e[AT_CLASS] > class_index)
            e[AT_CLASS]--;
    }
}
