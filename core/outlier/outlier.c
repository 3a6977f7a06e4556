/* outlier.c - see outlier.h. */
#include "outlier.h"

#include <string.h>

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

static int32_t dot(const int8_t *a, const int8_t *b, int n) {
    int32_t sum = 0;
    int i = 0;
#ifdef __wasm_simd128__
    v128_t sums = wasm_i32x4_splat(0);
    for (; i + 8 <= n; i += 8)
        sums = wasm_i32x4_add(
            sums, wasm_i32x4_dot_i16x8(wasm_i16x8_load8x8(a + i), wasm_i16x8_load8x8(b + i)));
    sum = wasm_i32x4_extract_lane(sums, 0) + wasm_i32x4_extract_lane(sums, 1) +
          wasm_i32x4_extract_lane(sums, 2) + wasm_i32x4_extract_lane(sums, 3);
#endif
    for (; i < n; i++) sum += a[i] * b[i];
    return sum;
}

enum { POINTS = 4, UNIT = 2 * POINTS }; /* of a place of the way; a value of 1 is UNIT bytes' sum */

static void outline(int8_t way[HWR_OUTLIER_WAY], const uint8_t trace[HWR_TRACE_BYTES]) {
    for (int i = 0; i < HWR_OUTLIER_WAY; i++) {
        const uint8_t *t =
            trace + i / HWR_TRACE_FEATURES * POINTS * HWR_TRACE_FEATURES + i % HWR_TRACE_FEATURES;
        int sum = -128 * POINTS; /* 0..255 around 0 */
        for (int k = 0; k < POINTS; k++) sum += t[k * HWR_TRACE_FEATURES];
        way[i] = (int8_t)(sum / UNIT);
    }
}

void hwr_outlier_inputs(int8_t *inputs, int n_picture, int n_trace, const hwr_hand_look *look,
                        const uint8_t trace[HWR_TRACE_BYTES]) {
    memcpy(inputs, look->picture, (size_t)n_picture);
    memcpy(inputs + n_picture, look->trace, (size_t)n_trace);
    outline(inputs + n_picture + n_trace, trace);
}

int64_t hwr_outlier_of(const hwr_outlier *o, const int8_t *inputs) {
    const int n = o->n_picture + o->n_trace + HWR_OUTLIER_WAY;
    int64_t score = (int64_t)o->out_bias * HWR_OUTLIER_UNIT;
    for (int h = 0; h < o->hidden; h++) {
        const int32_t sum = o->bias[h] + dot(o->weight + h * n, inputs, n);
        if (sum > 0) score += (int64_t)o->out_weight[h] * sum;
    }
    return score;
}

int64_t hwr_outlier_score(const hwr_model *model, const hwr_hand_look *look, const uint8_t *trace) {
    const hwr_outlier *o = &model->outlier;
    int8_t inputs[2 * HWR_OUTLIER_FEATURES + HWR_OUTLIER_WAY];
    if (o->hidden == 0 || !trace) return INT64_MIN;
    hwr_outlier_inputs(inputs, o->n_picture, o->n_trace, look, trace);
    return hwr_outlier_of(o, inputs);
}
