#include "loss.h"

#include <string.h>

#include "mathx.h"
#include "train/data/mapping.h"

void hwr_softmax(float *probabilities, const float *logits, const float *const *offsets, size_t n,
                 size_t classes, size_t stride) {
    for (size_t i = 0; i < n; i++, logits += stride, probabilities += classes) {
        double e[HWR_MAX_CLASSES], sum = 0;
        float x[HWR_MAX_CLASSES], top = -1e30f;
        for (size_t k = 0; k < classes; k++) {
            x[k] = logits[k] + (offsets ? offsets[i][k] : 0.0f);
            if (x[k] > top) top = x[k];
        }
        for (size_t k = 0; k < classes; k++) sum += e[k] = hwr_exp((double)(x[k] - top));
        for (size_t k = 0; k < classes; k++) probabilities[k] = (float)(e[k] / sum);
    }
}

/* The probability of a target, and its share per class in share (classes). */
static double target_shares(float *share, const float *p, uint16_t target,
                            const hwr_labels *labels) {
    const int n = labels->n;
    memset(share, 0, (size_t)n * sizeof *share);
    if (target == HWR_TARGET_NOTHING) {
        for (int k = 0; k < n; k++) share[k] = 1.0f / (float)n;
        return 0;
    }
    if (target == HWR_TARGET_UNKNOWN) return 0;
    if (target < n) {
        share[target] = 1;
        return (double)p[target];
    }
    double sum = 0;
    for (int k = 0; k < n; k++)
        if (labels->group[k] == target - HWR_TARGET_GROUP)
            sum += (double)(share[k] = p[k] + 1e-12f);
    for (int k = 0; k < n; k++) share[k] = (float)((double)share[k] / sum);
    return sum;
}

static int best_of(const float *p, int n) {
    int best = 0;
    for (int k = 1; k < n; k++)
        if (p[k] > p[best]) best = k;
    return best;
}

static void add_one(hwr_loss_sums *sums, const float *p, uint16_t target, double probability,
                    const hwr_labels *labels) {
    float folded[HWR_MAX_CLASSES];
    if (target >= HWR_TARGET_UNKNOWN) return;
    hwr_fold_probabilities(labels, folded, p);
    int right = best_of(folded, labels->n_groups) == hwr_target_fold(labels, target);
    sums->loss -= hwr_log(probability > 1e-30 ? probability : 1e-30);
    sums->correct_folded += (size_t)right;
    sums->correct += target < labels->n ? best_of(p, labels->n) == target : right;
    sums->n++;
}

/* The weight of the soft target beside the label, whose classes are in share (classes). */
static float distillation_weight(const float *share, const float *soft_target,
                                 const hwr_loss_options *options) {
    double confidence = 0;
    for (int k = 0; k < options->labels->n; k++)
        if (share[k] > 0) confidence += (double)soft_target[k];
    return confidence < (double)options->min_label_confidence ? 1 : options->distillation;
}

/* The target of one example, into share, which holds its label. */
static void mix_targets(float *share, const float *p, uint16_t target, const float *soft_target,
                        const hwr_loss_options *options) {
    if (target == HWR_TARGET_NOTHING) return;
    if (target == HWR_TARGET_UNKNOWN) {
        int confident = soft_target && soft_target[best_of(soft_target, options->labels->n)] >=
                                           options->pseudo_label_threshold;
        memcpy(share, confident ? soft_target : p, (size_t)options->labels->n * sizeof *share);
        return;
    }
    float weight = soft_target ? distillation_weight(share, soft_target, options) : 0;
    float smoothing = options->smoothing;
    const int n = options->labels->n;
    for (int k = 0; k < n; k++) {
        float label = (1 - smoothing) * share[k] + smoothing / (float)n;
        share[k] = soft_target ? (1 - weight) * label + weight * soft_target[k] : label;
    }
}

void hwr_loss_gradient(float *dlogits, hwr_loss_sums *sums, const float *probabilities,
                       const uint16_t *targets, const hwr_loss_options *options, float factor,
                       size_t n, size_t stride) {
    const size_t classes = (size_t)options->labels->n;
    for (size_t i = 0; i < n; i++, dlogits += stride, probabilities += classes) {
        float share[HWR_MAX_CLASSES];
        double probability = target_shares(share, probabilities, targets[i], options->labels);
        mix_targets(share, probabilities, targets[i],
                    options->soft_targets ? options->soft_targets[i] : NULL, options);
        for (size_t k = 0; k < classes; k++) dlogits[k] = factor * (probabilities[k] - share[k]);
        memset(dlogits + classes, 0, (stride - classes) * sizeof *dlogits);
        add_one(sums, probabilities, targets[i], probability, options->labels);
    }
}

void hwr_loss_add(hwr_loss_sums *sums, const float *probabilities, const uint16_t *targets,
                  const hwr_labels *labels, size_t n) {
    for (size_t i = 0; i < n; i++) {
        float share[HWR_MAX_CLASSES];
        const float *p = probabilities + i * (size_t)labels->n;
        add_one(sums, p, targets[i], target_shares(share, p, targets[i], labels), labels);
    }
}
