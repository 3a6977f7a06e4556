/* look.c - a drawing's features, from inside the networks. */
#include <math.h>
#include <string.h>

#include "examples.h"
#include "qnn/qnet.h"

/* The layer before a network's last; -1 where there is none. */
static int layer_before_last(const hwr_model *model, int trace) {
    const int n = trace ? model->n_trace_layers : model->n_layers;
    return n < 2 ? -1 : n - 2 + (trace ? model->n_layers : 0);
}

size_t hwr_hand_features(const hwr_model *model, int trace) {
    const int i = layer_before_last(model, trace);
    if (i < 0) return 0;
    const hwr_qlayer *l = &model->layers[i];
    return (size_t)l->out_rows * l->out_side * l->out_channels;
}

/* Scaled to length 1, in units of 1/HWR_HAND_UNIT. */
static void normalise(int8_t *out, const hwr_model *model, int trace) {
    int16_t values[HWR_HAND_FEATURES];
    int64_t square = 0;
    memset(out, 0, HWR_HAND_FEATURES);
    if (hwr_hand_features(model, trace) - 1 >= HWR_HAND_FEATURES) return; /* none, or too many */
    const size_t n = hwr_qnet_output(model, values, layer_before_last(model, trace));
    for (size_t i = 0; i < n; i++) square += values[i] * values[i];
    const double scale = square > 0 ? HWR_HAND_UNIT / sqrt((double)square) : 0;
    for (size_t i = 0; i < n; i++) {
        const double q = values[i] * scale + (values[i] < 0 ? -0.5 : 0.5);
        out[i] = (int8_t)(q > 127 ? 127 : q < -127 ? -127 : q);
    }
}

void hwr_hand_look_picture(hwr_hand_look *look, const hwr_model *model) {
    memset(look, 0, sizeof *look);
    normalise(look->picture, model, 0);
}

/* Of a trace's features: x, y, then after four of them whether a stroke starts. */
enum { AT_X = 0, AT_Y = 1, AT_START = 6 };

void hwr_hand_look_trace(hwr_hand_look *look, const hwr_model *model,
                         const uint8_t trace[HWR_TRACE_BYTES]) {
    normalise(look->trace, model, 1);
    look->has_trace = 1;
    for (int i = 0; i < HWR_TRACE_POINTS; i++) {
        const uint8_t *from = trace + i * HWR_TRACE_FEATURES;
        look->drawing[2 * i] = from[AT_X];
        look->drawing[2 * i + 1] = from[AT_Y];
        if (from[AT_START] || i == 0)
            look->drawing[2 * HWR_TRACE_POINTS + i / 8] |= (uint8_t)(1 << i % 8);
    }
}

void hwr_hand_read(hwr_hand_look *look, float *probabilities, hwr_model *model,
                   const uint8_t image[HWR_PIXELS], const uint8_t *trace) {
    int32_t logits[HWR_MAX_CLASSES], more[HWR_MAX_CLASSES];
    const int both = trace && model->n_trace_layers > 0;
    hwr_model_run(model, logits, image);
    hwr_hand_look_picture(look, model);
    if (both) hwr_model_run_trace(model, more, trace);
    if (trace) hwr_hand_look_trace(look, model, trace);
    if (both)
        hwr_model_fuse(model, probabilities, logits, more);
    else
        hwr_model_probabilities(model, probabilities, logits);
}

size_t hwr_hand_strokes(float *xy, uint32_t *lengths, const uint8_t *drawing) {
    size_t n = 0;
    for (int i = 0; i < HWR_TRACE_POINTS; i++) {
        xy[2 * i] = drawing[2 * i];
        xy[2 * i + 1] = drawing[2 * i + 1];
        if (i == 0 || drawing[2 * HWR_TRACE_POINTS + i / 8] >> i % 8 & 1) lengths[n++] = 0;
        lengths[n - 1]++;
    }
    return n;
}
