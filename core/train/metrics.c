/* metrics.c - see metrics.h. */
#include "metrics.h"

#include <math.h>
#include <string.h>

static const double SMALLEST = 1e-30;

/* Calibration bins: bin b holds confidences in (b / 15, (b + 1) / 15]. */
typedef struct bins {
    size_t count[HWR_ECE_BINS], correct[HWR_ECE_BINS];
    double confidence[HWR_ECE_BINS];
} bins;

int hwr_argmax(const float *values, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
        if (values[i] > values[best]) best = i;
    }
    return best;
}

static void bins_add(bins *b, double confidence, int correct) {
    int i = (int)ceil(confidence * HWR_ECE_BINS) - 1;
    i = i < 0 ? 0 : i >= HWR_ECE_BINS ? HWR_ECE_BINS - 1 : i;
    b->count[i]++;
    b->correct[i] += (size_t)correct;
    b->confidence[i] += confidence;
}

static double bins_error(const bins *b, size_t n) {
    double sum = 0;
    for (int i = 0; i < HWR_ECE_BINS; i++) sum += fabs((double)b->correct[i] - b->confidence[i]);
    return n ? sum / (double)n : 0;
}

/* 1 where fewer than two values come before target: larger ones, or equal and earlier. */
static int in_best_two(const float *p, int n, int target) {
    int ahead = 0;
    for (int i = 0; i < n; i++) ahead += p[i] > p[target] || (p[i] == p[target] && i < target);
    return ahead < 2;
}

static void add_letter(hwr_metrics *m, bins *b, const float *probabilities, uint8_t target) {
    float folded[HWR_FOLDED];
    hwr_fold_probabilities(folded, probabilities);
    int letter = hwr_target_fold(target);
    const float *p = m->classes == HWR_CLASSES ? probabilities : folded;
    int truth = m->classes == HWR_CLASSES ? target : letter;
    int best = hwr_argmax(p, m->classes);

    m->n++;
    m->accuracy += best == truth;
    m->accuracy_folded += hwr_argmax(folded, HWR_FOLDED) == letter;
    m->top2 += in_best_two(p, m->classes, truth);
    m->loss -= log((double)p[truth] > SMALLEST ? (double)p[truth] : SMALLEST);
    m->confusion[truth][best]++;
    bins_add(b, p[best], best == truth);
}

void hwr_metrics_compute(hwr_metrics *out, const float *probabilities, const uint8_t *targets,
                         size_t n) {
    bins b = {{0}, {0}, {0}};
    memset(out, 0, sizeof *out);
    out->classes = HWR_CLASSES;
    for (size_t i = 0; i < n; i++) {
        if (targets[i] >= HWR_TARGET_FOLDED && hwr_target_fold(targets[i]) >= 0) {
            out->classes = HWR_FOLDED;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (hwr_target_fold(targets[i]) >= 0) {
            add_letter(out, &b, probabilities + i * HWR_CLASSES, targets[i]);
        }
    }
    double scale = out->n ? 1 / (double)out->n : 0;
    out->accuracy *= scale;
    out->accuracy_folded *= scale;
    out->top2 *= scale;
    out->loss *= scale;
    out->ece = bins_error(&b, out->n);
}

static double ratio(size_t part, size_t whole) {
    return whole ? (double)part / (double)whole : 0;
}

void hwr_metrics_class(hwr_class_scores *out, const hwr_metrics *metrics, int class_index) {
    memset(out, 0, sizeof *out);
    for (int i = 0; i < metrics->classes; i++) {
        out->support += metrics->confusion[class_index][i];
        out->predicted += metrics->confusion[i][class_index];
    }
    out->correct = metrics->confusion[class_index][class_index];
    out->precision = ratio(out->correct, out->predicted);
    out->recall = ratio(out->correct, out->support);
    out->f1 = ratio(2 * out->correct, out->support + out->predicted);
}

double hwr_reject_rate(const float *probabilities, size_t n, float threshold) {
    size_t rejected = 0;
    for (size_t i = 0; i < n; i++) {
        float folded[HWR_FOLDED];
        hwr_fold_probabilities(folded, probabilities + i * HWR_CLASSES);
        rejected += hwr_letter_score(folded) < threshold;
    }
    return n ? (double)rejected / (double)n : 0;
}
