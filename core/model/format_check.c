/* format_check.c - see format_check.h. */
#include "format_check.h"

#include <string.h>

hwr_status hwr_file_check_fit(const hwr_file *file, int i) {
    const hwr_file_layer *l = &file->layers[i];
    const int trace = i >= file->first_trace, first = trace ? file->first_trace : 0;
    int side = trace ? HWR_TRACE_POINTS : HWR_SIDE, channels = trace ? HWR_TRACE_FEATURES : 1;
    if (i > first) {
        side = file->layers[i - 1].out_side;
        channels = file->layers[i - 1].out_channels;
    }
    int padded = side + l->pad_low + l->pad_high;
    if (l->in_side != side || l->in_channels != channels) return HWR_ERR_SHAPE;
    if (padded < l->kernel || l->out_side != (padded - l->kernel) / l->stride + 1)
        return HWR_ERR_SHAPE;
    if (l->kind == HWR_KIND_DEPTHWISE && l->out_channels != channels) return HWR_ERR_SHAPE;
    for (int j = 0; j < i; j++)
        if (strcmp(l->name, file->layers[j].name) == 0) return HWR_ERR_FORMAT;
    if (l->residual < -1 || l->residual >= i) return HWR_ERR_FORMAT;
    if (l->residual >= 0 && l->residual < first) return HWR_ERR_FORMAT;
    if (l->residual >= 0) {
        const hwr_file_layer *from = &file->layers[l->residual];
        if (from->out_side != l->out_side || from->out_channels != l->out_channels)
            return HWR_ERR_SHAPE;
    }
    int last = i == file->n_layers - 1 || i + 1 == file->first_trace;
    if (last != ((l->flags & HWR_FLAG_LAST) != 0)) return HWR_ERR_FORMAT;
    if (last && (l->out_side != 1 || l->out_channels != file->labels.n)) return HWR_ERR_SHAPE;
    return HWR_OK;
}

static uint64_t magnitude(int64_t i) {
    return (uint64_t)(i < 0 ? -i : i);
}

/* Largest |output| of layer i; a network's input is what comes before its first layer. */
static uint64_t largest(const hwr_file *file, int i) {
    if (i < 0 || i + 1 == file->first_trace) return 255;
    uint64_t low = magnitude(file->layers[i].low), high = magnitude(file->layers[i].high);
    return low > high ? low : high;
}

hwr_status hwr_file_check_values(const hwr_file *file, int i) {
    const hwr_file_layer *l = &file->layers[i];
    size_t taps = (size_t)l->kernel_rows * (size_t)l->kernel;
    size_t channels = (size_t)l->out_channels;
    int dw = l->kind == HWR_KIND_DEPTHWISE;
    size_t n = dw ? taps : taps * (size_t)l->in_channels;
    size_t step = dw ? channels : 1;
    for (size_t c = 0; c < channels; c++) {
        const int8_t *w = l->weight + (dw ? c : c * n);
        uint64_t sum = 0;
        for (size_t t = 0; t < n; t++) {
            if (w[t * step] == -128) return HWR_ERR_FORMAT;
            sum += magnitude(w[t * step]);
        }
        sum = sum * largest(file, i - 1) + magnitude(hwr_read_i32(l->bias + 4 * c));
        if (l->residual_factor)
            sum += magnitude(hwr_read_i32(l->residual_factor + 4 * c)) * largest(file, l->residual);
        if (sum > INT32_MAX) return HWR_ERR_FORMAT;
        int32_t offset = hwr_read_i32(l->offset + 4 * c);
        if (offset < -32768 || offset > 32767) return HWR_ERR_FORMAT;
    }
    return HWR_OK;
}

static int small(const uint8_t *value) {
    return magnitude(hwr_read_i32(value)) <= HWR_OUTLIER_LARGEST;
}

hwr_status hwr_file_check_outlier(const hwr_file_outlier *o) {
    const size_t hidden = (size_t)o->hidden,
                 n = hidden * (size_t)(o->n_picture + o->n_trace + HWR_OUTLIER_WAY);
    for (size_t i = 0; i < n; i++)
        if (o->weight[i] == -128) return HWR_ERR_FORMAT;
    for (size_t i = 0; i < hidden; i++)
        if (!small(o->bias + 4 * i) || !small(o->out_weight + 4 * i)) return HWR_ERR_FORMAT;
    return small(o->out_bias) ? HWR_OK : HWR_ERR_FORMAT;
}
