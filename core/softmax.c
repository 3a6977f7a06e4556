/* softmax.c - integer logits to probabilities, with an exponential of its own:
 * double arithmetic in a fixed order, no libm, so the same bits everywhere. */
#include "hwr.h"

#include <string.h>

/* e^x for x <= 0, relative error below 1e-10; 0 below -100. */
static double exp_negative(double x) {
    const double log2e = 1.4426950408889634;
    const double ln2_high = 0.693145751953125, ln2_low = 1.4286068203094173e-06;
    if (!(x > -100.0)) return 0.0;
    int n = (int)(x * log2e - 0.5); /* rounds to nearest: the argument is negative */
    double r = (x - n * ln2_high) - n * ln2_low;
    double p = 1.0; /* Taylor's series to r^10 by Horner, |r| < 0.347 */
    for (int i = 10; i > 0; i--) p = 1.0 + p * r / i;
    uint64_t bits = (uint64_t)(1023 + n) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return p * power;
}

/* e (n) become their shares. */
static void normalise(float *probabilities, const double *e, double sum, int n) {
    for (int c = 0; c < n; c++) probabilities[c] = (float)(e[c] / sum);
}

void hwr_model_fuse(const hwr_model *model, float *probabilities, const int32_t *picture_logits,
                    const int32_t *trace_logits) {
    const int n = model->labels.n;
    const double picture = (double)model->fusion.picture * (double)model->logit_scale;
    const double trace = (double)model->fusion.trace * (double)model->fusion.trace_scale;
    double z[HWR_MAX_CLASSES], max = 0.0, sum = 0.0;
    for (int c = 0; c < n; c++) {
        z[c] = picture_logits[c] * picture + trace_logits[c] * trace;
        if (c == 0 || z[c] > max) max = z[c];
    }
    for (int c = 0; c < n; c++) {
        z[c] = exp_negative(z[c] - max);
        sum += z[c];
    }
    normalise(probabilities, z, sum, n);
}

void hwr_model_probabilities(const hwr_model *model, float *probabilities, const int32_t *logits) {
    const int n = model->labels.n;
    const double scale = (double)model->logit_scale / (double)model->temperature;
    double e[HWR_MAX_CLASSES], sum = 0.0;
    int32_t max = logits[0];
    for (int c = 1; c < n; c++)
        if (logits[c] > max) max = logits[c];
    for (int c = 0; c < n; c++) {
        e[c] = exp_negative((double)((int64_t)logits[c] - max) * scale);
        sum += e[c];
    }
    normalise(probabilities, e, sum, n);
}
