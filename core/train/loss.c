#include "loss.h"

#include <string.h>

#include "train/data/dataset.h"
#include "train/base/mathx.h"

void hwr_softmax(float *probabilities, const float *logits, const float *const *offsets, size_t n,
                 size_t stride) {
    for (size_t i = 0; i < n; i++, logits += stride, probabilities += HWR_CLASSES) {
        double e[HWR_CLASSES], sum = 0;
        float x[HWR_CLASSES], top = -1e30f;
        for (int k = 0; k < HWR_CLASSES; k++) {
            x[k] = logits[k] + (offsets ? offsets[i][k] : 0.0f);
            if (x[k] > top) top = x[k];
        }
        for (int k = 0; k < HWR_CLASSES; k++) sum += e[k] = hwr_exp((double)(x[k] - top));
        for (int k = 0; k < HWR_CLASSES; k++) probabilities[k] = (float)(e[k] / sum);
    }
}

/* The probability of a target, and its share per class in share (37). */
static double target_shares(float share[HWR_CLASSES], const float *p, uint8_t target) {
    memset(share, 0, HWR_CLASSES * sizeof *share);
    if (target == HWR_TARGET_NOTHING) {
        for (int k = 0; k < HWR_CLASSES; k++) share[k] = 1.0f / HWR_CLASSES;
        return 0;
    }
    if (target == HWR_TARGET_UNKNOWN) return 0;
    if (target < HWR_CLASSES) {
        share[target] = 1;
        return (double)p[target];
    }
    double sum = 0;
    for (int k = 0; k < HWR_CLASSES; k++)
        if (hwr_class_fold(k) == target - HWR_TARGET_FOLDED)
            sum += (double)(share[k] = p[k] + 1e-12f);
    for (int k = 0; k < HWR_CLASSES; k++) share[k] = (float)((double)share[k] / sum);
    return sum;
}

static int best_of(const float *p, int n) {
    int best = 0;
    for (int k = 1; k < n; k++)
        if (p[k] > p[best]) best = k;
    return best;
}

static void add_one(hwr_loss_sums *sums, const float *p, uint8_t target, double probability) {
    float folded[HWR_FOLDED];
    if (target >= HWR_TARGET_UNKNOWN) return;
    hwr_fold_probabilities(folded, p);
    int right = best_of(folded, HWR_FOLDED) == hwr_target_fold(target);
    sums->loss -= hwr_log(probability > 1e-30 ? probability : 1e-30);
    sums->correct_folded += (size_t)right;
    sums->correct += target < HWR_CLASSES ? best_of(p, HWR_CLASSES) == target : right;
    sums->n++;
}

/* The weight of the soft target beside the label, whose classes are in share (37). */
static float distillation_weight(const float *share, const float *soft_target,
                                 const hwr_loss_options *options) {
    double confidence = 0;
    for (int k = 0; k < HWR_CLASSES; k++)
        if (share[k] > 0) confidence += (double)soft_target[k];
    return confidence < (double)options->min_label_confidence ? 1 : options->distillation;
}

/* The target of one example, into share, which holds its label. */
static void mix_targets(float share[HWR_CLASSES], const float *p, uint8_t target,
                        const float *soft_target, const hwr_loss_options *options) {
    if (target == HWR_TARGET_NOTHING) return;
    if (target == HWR_TARGET_UNKNOWN) {
        int confident = soft_target && soft_target[best_of(soft_target, HWR_CLASSES)] >=
                                           options->pseudo_label_threshold;
        memcpy(share, confident ? soft_target : p, HWR_CLASSES * sizeof *share);
        return;
    }
    float weight = soft_target ? distillation_weight(share, soft_target, options) : 0;
    float smoothing = options->smoothing;
    for (int k = 0; k < HWR_CLASSES; k++) {
        float label = (1 - smoothing) * share[k] + smoothing / HWR_CLASSES;
        share[k] = soft_target ? (1 - weight) * label + weight * soft_target[k] : label;
    }
}

void hwr_loss_gradient(float *dlogits, hwr_loss_sums *sums, const float *probabilities,
                       const uint8_t *targets, const hwr_loss_options *options, float factor,
                       size_t n, size_t stride) {
    for (size_t i = 0; i < n; i++, dlogits += stride, probabilities += HWR_CLASSES) {
        float share[HWR_CLASSES];
        double probability = target_shares(share, probabilities, targets[i]);
        mix_targets(share, probabilities, targets[i],
                    options->soft_targets ? options->soft_targets[i] : NULL, options);
        for (int k = 0; k < HWR_CLASSES; k++) dlogits[k] = factor * (probabilities[k] - share[k]);
        memset(dlogits + HWR_CLASSES, 0, (stride - HWR_CLASSES) * sizeof *dlogits);
        add_one(sums, probabilities, targets[i], probability);
    }
}

void hwr_loss_add(hwr_loss_sums *sums, const float *probabilities, const uint8_t *targets,
                  size_t n) {
    for (size_t i = 0; i < n; i++) {
        float share[HWR_CLASSES];
        const float *p = probabilities + i * HWR_CLASSES;
        add_one(sums, p, targets[i], target_shares(share, p, targets[i]));
    }
}
