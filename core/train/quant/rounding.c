#include "rounding.h"

double hwr_round(double x) {
    return (double)(int64_t)(x < 0 ? x - 0.5 : x + 0.5);
}

int hwr_round_weight(double x, double scale) {
    double k = x / scale; /* kept in range before it is rounded, as it may be no number */
    return (int)hwr_round(k > 127 ? 127 : k > -127 ? k : -127);
}

double hwr_weight_scale(const double *w, size_t n) {
    double top = 0, best = 1, least = -1;
    for (size_t i = 0; i < n; i++) {
        double size = w[i] < 0 ? -w[i] : w[i];
        if (size > top) top = size;
    }
    if (top <= 0) return 0;
    for (int part = 100; part >= 60; part -= 2) {
        double scale = top * part / 100 / 127, error = 0;
        for (size_t i = 0; i < n; i++) {
            double k = hwr_round_weight(w[i], scale);
            error += (w[i] - k * scale) * (w[i] - k * scale);
        }
        if (least >= 0 && error >= least) continue;
        least = error;
        best = scale;
    }
    return best;
}

void hwr_fake_quantize(float *to, const float *from, const hwr_plan_layer *layer, double *scratch) {
    size_t channels = (size_t)layer->cout;
    for (size_t c = 0; c < channels; c++) {
        for (size_t i = 0; i < layer->taps_in; i++) scratch[i] = (double)from[i * channels + c];
        double scale = hwr_weight_scale(scratch, layer->taps_in);
        for (size_t i = 0; i < layer->taps_in; i++)
            to[i * channels + c] =
                scale > 0 ? (float)(hwr_round_weight(scratch[i], scale) * scale) : 0.0f;
    }
}
