/* confidence.c - the temperature (Guo et al. 2017) and the threshold below which a drawing is
 * no letter, both from held-out examples. */
#include <stdlib.h>
#include <string.h>

#include "mathx.h"
#include "trainer_parts.h"

#define MAX_FALSE_REJECTS 0.005 /* of either kind of held-out letters */

typedef struct held_out {
    const hwr_trainer *t;
    float *logits; /* (n, classes) */
    float *scores; /* (n), once for each source */
    size_t n;
} held_out;

static int source_of(const held_out *h, size_t i) {
    return hwr_trainer_source(h->t, h->t->held_out[i]);
}

static void probabilities_at(float *p, const held_out *h, size_t i, float temperature) {
    const size_t n = (size_t)h->t->plan.classes;
    for (size_t k = 0; k < n; k++) p[k] = h->logits[i * n + k] / temperature;
    hwr_softmax(p, p, NULL, 1, n, n);
}

/* The mean over the classes of -log p(class), of one source's letters of known case. */
static double loss_at(const held_out *h, int source, float temperature) {
    double sum[HWR_MAX_CLASSES] = {0}, seen[HWR_MAX_CLASSES] = {0}, loss = 0, classes = 0;
    const int n = h->t->plan.classes;
    for (size_t i = 0; i < h->n; i++) {
        float p[HWR_MAX_CLASSES];
        uint16_t target = hwr_trainer_target(h->t, h->t->held_out[i]);
        if (source_of(h, i) != source || target >= n) continue;
        probabilities_at(p, h, i, temperature);
        sum[target] -= hwr_log((double)p[target] > 1e-30 ? (double)p[target] : 1e-30);
        seen[target]++;
    }
    for (int k = 0; k < n; k++) {
        if (seen[k] < 1) continue;
        loss += sum[k] / seen[k];
        classes++;
    }
    return classes > 0 ? loss / classes : 0;
}

/* By thirds on a logarithmic scale; the loss has one valley. */
static float best_temperature(const held_out *h, int source) {
    double low = hwr_log(0.25), high = hwr_log(4.0);
    if (loss_at(h, source, 1) <= 0) return 1;
    while (high - low > 0.002) {
        double a = low + (high - low) / 3, b = high - (high - low) / 3;
        if (loss_at(h, source, (float)hwr_exp(a)) < loss_at(h, source, (float)hwr_exp(b)))
            high = b;
        else
            low = a;
    }
    return (float)hwr_exp(0.5 * (low + high));
}

static int compare(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The scores of one source's examples, in rising order; returns how many. */
static size_t score_all(const held_out *h, int source, float temperature) {
    size_t n = 0;
    for (size_t i = 0; i < h->n; i++) {
        float p[HWR_MAX_CLASSES], folded[HWR_MAX_CLASSES];
        if (source_of(h, i) != source) continue;
        probabilities_at(p, h, i, temperature);
        hwr_fold_probabilities(h->t->options.labels, folded, p);
        h->scores[n++] = hwr_letter_score(h->t->options.labels, folded);
    }
    qsort(h->scores, n, sizeof *h->scores, compare);
    return n;
}

static float share_below(const held_out *h, size_t n, float threshold) {
    size_t below = 0;
    while (below < n && h->scores[below] < threshold) below++;
    return n ? (float)below / (float)n : 0;
}

static void measure(hwr_confidence *out, const held_out *h) {
    int source = loss_at(h, HWR_SOURCE_IMAGES, 1) > 0 ? HWR_SOURCE_IMAGES : HWR_SOURCE_STROKES;
    out->temperature = best_temperature(h, source);
    if (score_all(h, HWR_SOURCE_NOTHING, out->temperature) == 0) return;
    out->threshold = 1;
    for (int s = 0; s < HWR_SOURCE_NOTHING; s++) {
        size_t n = score_all(h, s, out->temperature);
        size_t at = (size_t)(MAX_FALSE_REJECTS * (double)n);
        if (n > 0 && h->scores[at] < out->threshold) out->threshold = h->scores[at];
    }
    for (int s = 0; s < HWR_SOURCE_NOTHING; s++) {
        float rejected = share_below(h, score_all(h, s, out->temperature), out->threshold);
        if (rejected > out->false_reject_rate) out->false_reject_rate = rejected;
    }
    size_t n = score_all(h, HWR_SOURCE_NOTHING, out->temperature);
    out->true_reject_rate = share_below(h, n, out->threshold);
}

hwr_status hwr_trainer_confidence(hwr_trainer *t, hwr_confidence *out) {
    held_out h = {.t = t, .n = t->n_held_out};
    *out = (hwr_confidence){.temperature = 1};
    if (h.n == 0) return HWR_OK;
    h.logits = malloc(h.n * (size_t)t->plan.classes * sizeof *h.logits);
    h.scores = malloc(h.n * sizeof *h.scores);
    hwr_status status = h.logits && h.scores ? HWR_OK : HWR_ERR_MEMORY;
    if (status == HWR_OK) {
        hwr_trainer_held_out_logits(t, h.logits);
        measure(out, &h);
    }
    free(h.logits);
    free(h.scores);
    return status;
}
