/* fusion.c - see fusion.h. */
#include "fusion.h"

#include <stdlib.h>

#include "mathx.h"
#include "train/loss.h"
#include "train/metrics.h"

/* Half of what is asked of one network: other people's writing is stranger than that of those held
 * out, and drawings that are no letters lie far below. */
#define MAX_FALSE_REJECTS 0.0025

enum { ROUNDS = 8, STEPS = 20 };

static const double largest = 4; /* weight; 1 is a network's own probabilities */

/* Letter i's fused probabilities (classes). */
static void fuse(float *p, const hwr_fusion *f, const hwr_fusion_data *d, size_t i) {
    const size_t n = (size_t)d->labels->n;
    for (size_t c = 0; c < n; c++)
        p[c] = f->picture * d->picture[i * n + c] + f->trace * d->trace[i * n + c];
    hwr_softmax(p, p, NULL, 1, n, n);
}

static double loss(const hwr_fusion *f, const hwr_fusion_data *d) {
    float p[HWR_MAX_CLASSES];
    double sum = 0;
    for (size_t i = 0; i < d->n; i++) {
        fuse(p, f, d, i);
        const double right = (double)p[d->targets[i]];
        sum -= hwr_log(right > 1e-30 ? right : 1e-30);
    }
    return sum;
}

/* One weight by thirds, the other as it is. */
static void improve(float *weight, const hwr_fusion *f, const hwr_fusion_data *d) {
    double low = 0, high = largest;
    for (int i = 0; i < STEPS; i++) {
        const double a = low + (high - low) / 3, b = high - (high - low) / 3;
        *weight = (float)a;
        const double at_a = loss(f, d);
        *weight = (float)b;
        if (at_a < loss(f, d))
            high = b;
        else
            low = a;
    }
    *weight = (float)(0.5 * (low + high));
}

static int compare(const void *a, const void *b) {
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

hwr_status hwr_fusion_fit(hwr_fusion *out, const hwr_fusion_data *d) {
    if (d->n == 0) return HWR_ERR_ARGUMENT;
    float *scores = malloc(d->n * sizeof *scores);
    if (!scores) return HWR_ERR_MEMORY;
    out->picture = out->trace = 1;
    for (int round = 0; round < ROUNDS; round++) {
        improve(&out->picture, out, d);
        improve(&out->trace, out, d);
    }
    for (size_t i = 0; i < d->n; i++) {
        float p[HWR_MAX_CLASSES], folded[HWR_MAX_CLASSES];
        fuse(p, out, d, i);
        hwr_fold_probabilities(d->labels, folded, p);
        scores[i] = hwr_letter_score(d->labels, folded);
    }
    qsort(scores, d->n, sizeof *scores, compare);
    out->threshold = scores[(size_t)(MAX_FALSE_REJECTS * (double)d->n)];
    free(scores);
    return HWR_OK;
}

double hwr_fusion_accuracy(const hwr_fusion *f, const hwr_fusion_data *d) {
    size_t right = 0;
    for (size_t i = 0; i < d->n; i++) {
        float p[HWR_MAX_CLASSES], folded[HWR_MAX_CLASSES];
        fuse(p, f, d, i);
        hwr_fold_probabilities(d->labels, folded, p);
        right += hwr_argmax(folded, d->labels->n_groups) == d->labels->group[d->targets[i]];
    }
    return d->n ? (double)right / (double)d->n : 0;
}
