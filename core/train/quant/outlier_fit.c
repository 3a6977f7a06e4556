/* outlier_fit.c - see outlier_fit.h. */
#include "outlier_fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mathx.h"
#include "outlier/outlier.h"
#include "train/base/rng.h"
#include "train/optimizer.h"

enum { MOST_INPUTS = 2 * HWR_OUTLIER_FEATURES + HWR_OUTLIER_WAY };
enum { UNITS = HWR_OUTLIER_UNITS, BATCH = 256, EPOCHS = 30, PURPOSE_START = 0x6f75, PURPOSE_ORDER };

static const float peak_rate = 0.004f;
static const float noise = 5; /* added to a feature, standard deviation; 200 is its unit */
static const float in_scale = 1 / 25.0f; /* of a feature, which is then about 1 */
static const float margin = 32767;       /* the largest weight of the output, as an integer */

typedef struct network {
    float weight[MOST_INPUTS][UNITS], bias[UNITS], out_weight[UNITS], out_bias;
} network;

enum { NUMBERS = sizeof(network) / sizeof(float) };

typedef struct fit {
    network net, gradient, first_moment, second_moment, decay;
    float x[MOST_INPUTS], hidden[UNITS];
    uint32_t *order; /* (n) */
} fit;

static int n_inputs(const hwr_outlier_data *d) {
    return d->n_picture + d->n_trace + HWR_OUTLIER_WAY;
}

static void initialise(fit *f, int n_inputs) {
    hwr_rng rng = hwr_rng_stream(1, PURPOSE_START, 0, 0);
    const float spread = 1 / sqrtf((float)n_inputs);
    memset(f, 0, offsetof(fit, order));
    for (int i = 0; i < n_inputs; i++) {
        for (int h = 0; h < UNITS; h++) {
            f->net.weight[i][h] = spread * hwr_rng_normal(&rng);
            f->decay.weight[i][h] = 1;
        }
    }
    for (int h = 0; h < UNITS; h++) f->net.out_weight[h] = 0.2f * hwr_rng_normal(&rng);
}

/* The logit of f->x. */
static float forward(fit *f, int n) {
    float logit = f->net.out_bias;
    memcpy(f->hidden, f->net.bias, sizeof f->hidden);
    for (int i = 0; i < n; i++)
        for (int h = 0; h < UNITS; h++) f->hidden[h] += f->net.weight[i][h] * f->x[i];
    for (int h = 0; h < UNITS; h++) {
        f->hidden[h] = f->hidden[h] > 0 ? f->hidden[h] : 0;
        logit += f->net.out_weight[h] * f->hidden[h];
    }
    return logit;
}

/* d: the loss's derivative by the logit. */
static void backward(fit *f, int n, float d) {
    float e[UNITS];
    f->gradient.out_bias += d;
    for (int h = 0; h < UNITS; h++) {
        e[h] = f->hidden[h] > 0 ? d * f->net.out_weight[h] : 0;
        f->gradient.out_weight[h] += d * f->hidden[h];
        f->gradient.bias[h] += e[h];
    }
    for (int i = 0; i < n; i++)
        for (int h = 0; h < UNITS; h++) f->gradient.weight[i][h] += e[h] * f->x[i];
}

static void learn(fit *f, const hwr_outlier_data *d) {
    const hwr_optimizer adam = {HWR_ADAMW, 0.9f, 0.999f, 0.002f};
    const size_t batch = d->n < BATCH ? d->n : BATCH, batches = d->n / batch;
    size_t step = 0;
    for (size_t i = 0; i < d->n; i++) f->order[i] = (uint32_t)i;
    for (size_t epoch = 0; epoch < EPOCHS; epoch++) {
        hwr_rng rng = hwr_rng_stream(1, PURPOSE_ORDER, epoch, 0);
        hwr_rng_shuffle(&rng, f->order, d->n);
        for (size_t b = 0; b < batches; b++, step++) {
            memset(&f->gradient, 0, sizeof f->gradient);
            for (size_t k = b * batch; k < (b + 1) * batch; k++) {
                const size_t at = f->order[k];
                const int8_t *inputs = d->inputs + at * (size_t)n_inputs(d);
                for (int i = 0; i < n_inputs(d); i++)
                    f->x[i] = in_scale * ((float)inputs[i] + noise * hwr_rng_normal(&rng));
                const double p = 1 / (1 + hwr_exp(-(double)forward(f, n_inputs(d))));
                backward(f, n_inputs(d), ((float)p - (float)d->is_outlier[at]) / (float)batch);
            }
            hwr_optimizer_update(
                &adam, f->net.weight[0], f->first_moment.weight[0], f->second_moment.weight[0],
                f->gradient.weight[0], f->decay.weight[0],
                hwr_schedule(peak_rate, step, batches * EPOCHS, batches), step + 1, NUMBERS);
        }
    }
}

static int32_t rounded(float x) {
    const float largest = HWR_OUTLIER_LARGEST;
    x = x > largest ? largest : x < -largest ? -largest : x;
    return (int32_t)(x + (x < 0 ? -0.5f : 0.5f));
}

/* Every hidden unit has a scale of its own; the output's is chosen for its largest weight. */
static void quantise(hwr_outlier_weights *out, const network *net, int n_inputs) {
    float step[UNITS], largest = 0;
    for (int h = 0; h < UNITS; h++) {
        float most = 1e-6f;
        for (int i = 0; i < n_inputs; i++) {
            const float size = net->weight[i][h] < 0 ? -net->weight[i][h] : net->weight[i][h];
            most = size > most ? size : most;
        }
        step[h] = most / 127;
        for (int i = 0; i < n_inputs; i++)
            out->weight[h * n_inputs + i] = (int8_t)rounded(net->weight[i][h] / step[h]);
        out->bias[h] = rounded(net->bias[h] / (step[h] * in_scale));
        const float effect = step[h] * in_scale * net->out_weight[h];
        largest = effect > largest ? effect : -effect > largest ? -effect : largest;
    }
    for (int h = 0; h < UNITS; h++)
        out->out_weight[h] =
            largest > 0 ? rounded(step[h] * in_scale * net->out_weight[h] / largest * margin) : 0;
    out->out_bias = 0;
}

static int compare(const void *a, const void *b) {
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The output's bias: the letters with the highest scores are turned away, and no others. */
static hwr_status set_threshold(hwr_outlier_weights *out, const hwr_outlier_data *d,
                                double false_rejects) {
    int64_t *scores = malloc(d->n_held_out * sizeof *scores);
    if (!scores) return HWR_ERR_MEMORY;
    const hwr_outlier detector = {UNITS,     d->n_picture,    d->n_trace, out->weight,
                                  out->bias, out->out_weight, 0};
    for (size_t i = 0; i < d->n_held_out; i++)
        scores[i] = hwr_outlier_of(&detector, d->held_out + i * (size_t)n_inputs(d));
    qsort(scores, d->n_held_out, sizeof *scores, compare);
    const size_t below = (size_t)((1 - false_rejects) * (double)d->n_held_out);
    const size_t at = below < d->n_held_out ? below : d->n_held_out - 1;
    const int64_t bias = -(scores[at] / HWR_OUTLIER_UNIT) - 1;
    out->out_bias = (int32_t)(bias > HWR_OUTLIER_LARGEST    ? HWR_OUTLIER_LARGEST
                              : bias < -HWR_OUTLIER_LARGEST ? -HWR_OUTLIER_LARGEST
                                                            : bias);
    free(scores);
    return HWR_OK;
}

hwr_status hwr_outlier_fit(hwr_outlier_weights *out, const hwr_outlier_data *d,
                           double false_rejects) {
    if (d->n == 0 || d->n_held_out == 0 || d->n_picture < 1 || d->n_trace < 1 ||
        d->n_picture > HWR_OUTLIER_FEATURES || d->n_trace > HWR_OUTLIER_FEATURES)
        return HWR_ERR_ARGUMENT;
    fit *f = malloc(sizeof *f);
    uint32_t *order = malloc(d->n * sizeof *order);
    hwr_status status = f && order ? HWR_OK : HWR_ERR_MEMORY;
    if (status == HWR_OK) {
        initialise(f, n_inputs(d));
        f->order = order;
        learn(f, d);
        quantise(out, &f->net, n_inputs(d));
        status = set_threshold(out, d, false_rejects);
    }
    free(f);
    free(order);
    return status;
}
