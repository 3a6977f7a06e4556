/* apply.c - the answer, tipped by the examples.
 *
 * d: the squared distance of two drawings' features, 0..2, the mean over the networks that read
 * both. A class of the model gains in logits
 *
 *     max over its examples of  gain * exp(-d / width)
 *
 * gain: GAIN, or where the networks were surer of something else, so much that the taught
 * drawing itself is read as taught; width: WIDTH, and the smaller the surer they were, as a
 * correction against all evidence may be a slip, or a drawing cut short. Nothing is taken from the
 * wrong class. A sign has no logit but
 *
 *     max over its examples of  STEEPNESS * (radius - d)
 *
 * against all letters together as 0. radius: large for a sign that the networks take for nothing
 * in particular, small for one that they take for a letter, near which letters lie. The constants
 * were chosen on those writers of UNIPEN's training part that the network of traces was not
 * trained on (hwr_writer_held_out, 5 %); tests/bench/hand.mjs measures them on others. */
#include <string.h>
#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

#include "examples.h"
#include "mathx.h"

static const double GAIN = 6, LOG_GAIN = 1.791759469228055, WIDTH = 0.32;
static const double SURE = 4;   /* logits that the networks may be surer by before width shrinks */
static const double BEYOND = 1; /* logits that the taught drawing is read as taught by, at least */
static const double MARGIN = 0.25; /* a step of the weight of a model's class, in logits */
static const double STEEPNESS = 20;
static const double FAR = 0.5, NEAR = 0.3; /* radius: FAR - NEAR * the likeliest group's share */
/* Pictures alone lie nearer together. */
static const double PICTURES = 0.6;

static double largest(const float *values, int n) {
    double best = 0;
    for (int i = 0; i < n; i++)
        if ((double)values[i] > best) best = (double)values[i];
    return best;
}

/* Of a model's class: the logits that the networks were surer of the likeliest by. Of a sign: their
 * likeliest class's share. */
uint8_t hwr_hand_weigh(const hwr_hand *hand, const hwr_hand_look *look, int class_index) {
    const double best = largest(look->probabilities, hand->n_model);
    if (class_index >= hand->n_model) return (uint8_t)(best * 255 + 0.5);
    const double own = (double)look->probabilities[class_index];
    if (best <= 0) return 0;
    const double margin = hwr_log(best / (own > 1e-28 ? own : 1e-28)) / MARGIN + 0.5;
    return (uint8_t)(margin > 255 ? 255 : margin);
}

static double distance(const int8_t *a, const int8_t *b, int n) {
    int32_t sum = 0;
    int i = 0;
#ifdef __wasm_simd128__ /* most of an answer's time where there are many examples */
    v128_t sums = wasm_i32x4_splat(0);
    for (; i + 8 <= n; i += 8) {
        const v128_t d = wasm_i16x8_sub(wasm_i16x8_load8x8(a + i), wasm_i16x8_load8x8(b + i));
        sums = wasm_i32x4_add(sums, wasm_i32x4_dot_i16x8(d, d));
    }
    sum = wasm_i32x4_extract_lane(sums, 0) + wasm_i32x4_extract_lane(sums, 1) +
          wasm_i32x4_extract_lane(sums, 2) + wasm_i32x4_extract_lane(sums, 3);
#endif
    for (; i < n; i++) {
        const int32_t d = a[i] - b[i];
        sum += d * d;
    }
    return sum * (1.0 / (HWR_HAND_UNIT * HWR_HAND_UNIT));
}

/* The logarithm of what a letter gains: most examples can do without that of the gain. */
static double letter_log_gain(double d, uint8_t weight) {
    const double margin = weight * MARGIN;
    if (margin <= SURE) return LOG_GAIN - d * (1 / WIDTH);
    const double log_gain = margin + BEYOND > GAIN ? hwr_log(margin + BEYOND) : LOG_GAIN;
    return log_gain - d * (margin * margin * (1 / (WIDTH * SURE * SURE)));
}

static double sign_logit(double d, uint8_t weight, int traced) {
    const double radius = FAR - weight * (NEAR / 255);
    return STEEPNESS * ((traced ? 1 : PICTURES) * radius - d);
}

static double gain_of(double d, const uint8_t *example, int is_letter, int traced) {
    return is_letter ? letter_log_gain(d, example[AT_WEIGHT])
                     : sign_logit(d, example[AT_WEIGHT], traced);
}

void hwr_hand_credits(hwr_hand_credit *out, const hwr_hand *h, const hwr_hand_look *look,
                      size_t except) {
    for (int c = 0; c < h->labels.n; c++) out[c] = (hwr_hand_credit){0, -1};
    for (size_t i = 0; i < h->n; i++) {
        const uint8_t *e = hwr_hand_at(h, i);
        hwr_hand_credit *credit = &out[e[AT_CLASS]];
        const int traced = h->n_trace > 0 && e[AT_TRACED] && look->has_trace;
        const int is_letter = e[AT_CLASS] < h->n_model, first = credit->example < 0;
        if (i == except) continue;
        double d = distance(look->picture, hwr_hand_picture_of(e), h->n_picture);
        if (traced) {
            d /= 2; /* not nearer, whatever the trace says */
            if (!first && gain_of(d, e, is_letter, traced) <= credit->gain) continue;
            d += distance(look->trace, hwr_hand_trace_of(h, e), h->n_trace) / 2;
        }
        const double gain = gain_of(d, e, is_letter, traced);
        if (first || gain > credit->gain) *credit = (hwr_hand_credit){gain, (int)i};
    }
    for (int c = 0; c < h->n_model; c++)
        if (out[c].example >= 0) out[c].gain = hwr_exp(out[c].gain);
}

void hwr_hand_tip(const hwr_hand *h, float *probabilities, const hwr_hand_credit *credits) {
    double p[HWR_MAX_CLASSES], sum = 0;
    for (int c = 0; c < h->labels.n; c++) {
        const double before = c < h->n_model ? (double)probabilities[c] : credits[c].example >= 0;
        p[c] = credits[c].example < 0 ? before : before * hwr_exp(credits[c].gain);
        sum += p[c];
    }
    for (int c = 0; c < h->labels.n; c++) probabilities[c] = (float)(p[c] / sum);
}

static int argmax(const float *values, int n) {
    int best = 0;
    for (int i = 1; i < n; i++)
        if (values[i] > values[best]) best = i;
    return best;
}

int hwr_hand_apply(const hwr_hand *h, float *probabilities, hwr_hand_look *look) {
    hwr_hand_credit credits[HWR_MAX_CLASSES];
    const size_t n = (size_t)h->n_model;
    memcpy(look->probabilities, probabilities, n * sizeof *probabilities);
    for (int c = h->n_model; c < h->labels.n; c++) probabilities[c] = 0;
    if (h->n == 0) return -1;
    hwr_hand_credits(credits, h, look, h->n);
    hwr_hand_tip(h, probabilities, credits);
    const int best = argmax(probabilities, h->labels.n);
    return best == argmax(look->probabilities, h->n_model) ? -1 : credits[best].example;
}
