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

static void add_letter(hwr_metrics *m, bins *b, const float *probabilities, uint16_t target) {
    float folded[HWR_MAX_CLASSES];
    hwr_fold_probabilities(m->labels, folded, probabilities);
    int letter = hwr_target_fold(m->labels, target);
    const float *p = m->folded ? folded : probabilities;
    int truth = m->folded ? letter : target;
    int best = hwr_argmax(p, m->classes);

    m->n++;
    m->accuracy += best == truth;
    m->accuracy_folded += hwr_argmax(folded, m->labels->n_groups) == letter;
    m->top2 += in_best_two(p, m->classes, truth);
    m->loss -= log((double)p[truth] > SMALLEST ? (double)p[truth] : SMALLEST);
    m->confusion[truth][best]++;
    bins_add(b, p[best], best == truth);
}

void hwr_metrics_compute(hwr_metrics *out, const float *probabilities, const uint16_t *targets,
                         const hwr_labels *labels, size_t n) {
    bins b = {{0}, {0}, {0}};
    memset(out, 0, sizeof *out);
    out->labels = labels;
    for (size_t i = 0; i < n; i++)
        out->folded |= targets[i] >= labels->n && hwr_target_fold(labels, targets[i]) >= 0;
    out->classes = out->folded ? labels->n_groups : labels->n;
    for (size_t i = 0; i < n; i++) {
        if (hwr_target_fold(labels, targets[i]) >= 0) {
            add_letter(out, &b, probabilities + i * (size_t)labels->n, targets[i]);
        }
    }
    double scale = out->n ? 1 / (double)out->n : 0;
    out->accuracy *= scale;
    out->accuracy_folded *= scale;
    out->top2 *= scale;
    out->loss *= scale;
    out->ece = bins_error(&b, out->n);
}

const char *hwr_metrics_label(const hwr_metrics *metrics, int class_index) {
    const hwr_labels *labels = metrics->labels;
    return metrics->folded ? labels->group_text[class_index] : labels->text[class_index];
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

double hwr_reject_rate(const float *probabilities, const hwr_labels *labels, size_t n,
                       float threshold) {
    size_t rejected = 0;
    for (size_t i = 0; i < n; i++) {
        float folded[HWR_MAX_CLASSES];
        hwr_fold_probabilities(labels, folded, probabilities + i * (size_t)labels->n);
        rejected += hwr_letter_score(labels, folded) < threshold;
    }
    return n ? (double)rejected / (double)n : 0;
}
