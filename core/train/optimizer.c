#include "optimizer.h"

#include <math.h>

#include "mathx.h"

static void update_sgd(const hwr_optimizer *o, float *values, float *first_moment,
                       const float *gradients, const float *decay, float rate, size_t n) {
    for (size_t i = 0; i < n; i++) {
        float g = gradients[i] + o->weight_decay * decay[i] * values[i];
        first_moment[i] = o->momentum * first_moment[i] + g;
        values[i] -= rate * (g + o->momentum * first_moment[i]);
    }
}

static void update_adamw(const hwr_optimizer *o, float *values, float *first_moment,
                         float *second_moment, const float *gradients, const float *decay,
                         float rate, size_t step, size_t n) {
    double bias1 = 1 - hwr_exp((double)step * hwr_log((double)o->momentum));
    double bias2 = 1 - hwr_exp((double)step * hwr_log((double)o->beta2));
    for (size_t i = 0; i < n; i++) {
        float g = gradients[i];
        first_moment[i] += (1 - o->momentum) * (g - first_moment[i]);
        second_moment[i] += (1 - o->beta2) * (g * g - second_moment[i]);
        double root = sqrt((double)second_moment[i] / bias2) + 1e-8;
        values[i] -= rate * (float)((double)first_moment[i] / bias1 / root);
        values[i] -= rate * o->weight_decay * decay[i] * values[i];
    }
}

void hwr_optimizer_update(const hwr_optimizer *o, float *values, float *first_moment,
                          float *second_moment, const float *gradients, const float *decay,
                          float rate, size_t step, size_t n) {
    if (o->kind == HWR_SGD)
        update_sgd(o, values, first_moment, gradients, decay, rate, n);
    else
        update_adamw(o, values, first_moment, second_moment, gradients, decay, rate, step, n);
}

float hwr_schedule(float peak, size_t step, size_t steps, size_t warm_up) {
    if (step < warm_up) return peak * (float)(step + 1) / (float)warm_up;
    double done = (double)(step - warm_up) / (double)(steps > warm_up ? steps - warm_up : 1);
    double part = 0.5 * (1 + hwr_cos(3.141592653589793 * done));
    return part > 0 ? peak * (float)part : 0.0f;
}

void hwr_ema_update(float *ema, const float *values, float decay, size_t step, size_t n) {
    float d = (float)(1 + step) / (float)(10 + step);
    if (d > decay) d = decay;
    for (size_t i = 0; i < n; i++) ema[i] += (1 - d) * (values[i] - ema[i]);
}
