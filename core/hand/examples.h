/* examples.h - where the parts of an example lie; private to core/hand/. */
#ifndef HWR_HAND_EXAMPLES_H
#define HWR_HAND_EXAMPLES_H

#include "hand.h"

enum {
    AT_DATE = 0,
    AT_CLASS = 4,
    AT_TRACED = 5,
    AT_WEIGHT = 6,
    AT_RESERVED = 7,
    HWR_HAND_UNIT = 200 /* a feature of 1 in bytes; above 127 / 200 it is cut off, which is rare */
};

/* Bytes of an example. */
static inline size_t hwr_hand_stride(const hwr_hand *h) {
    return HWR_HAND_HEAD + (size_t)h->n_picture + (size_t)h->n_trace + HWR_HAND_DRAWING;
}

static inline uint8_t *hwr_hand_at(const hwr_hand *h, size_t index) {
    return h->examples + index * hwr_hand_stride(h);
}

static inline const int8_t *hwr_hand_picture_of(const uint8_t *example) {
    return (const int8_t *)example + HWR_HAND_HEAD;
}

static inline const int8_t *hwr_hand_trace_of(const hwr_hand *h, const uint8_t *example) {
    return hwr_hand_picture_of(example) + h->n_picture;
}

static inline const uint8_t *hwr_hand_drawing_of(const hwr_hand *h, const uint8_t *example) {
    return example + HWR_HAND_HEAD + h->n_picture + h->n_trace;
}

/* Remembers an example's bytes (stride), in the place of that of the same drawing if there is one.
 * As hwr_hand_teach. */
hwr_status hwr_hand_put(hwr_hand *hand, const uint8_t *example, size_t *index);

/* 1 where the same drawing is there. */
int hwr_hand_has(const hwr_hand *hand, const uint8_t *example);

/* Values that the last layer of either network reads, 0 where there is no such network. */
size_t hwr_hand_features(const hwr_model *model, int trace);

/* How much a class is owed to the nearest of its examples. */
typedef struct hwr_hand_credit {
    double
        gain; /* added to a model's class's logit; the logit of a sign, where all letters have 0 */
    int example; /* -1: none */
} hwr_hand_credit;

/* The credits of all classes (labels.n) for a look, without example number except. */
void hwr_hand_credits(hwr_hand_credit *out, const hwr_hand *hand, const hwr_hand_look *look,
                      size_t except);

/* Tips probabilities by them. */
void hwr_hand_tip(const hwr_hand *hand, float *probabilities, const hwr_hand_credit *credits);

/* An example's weight byte. */
uint8_t hwr_hand_weigh(const hwr_hand *hand, const hwr_hand_look *look, int class_index);

#endif
