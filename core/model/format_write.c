/* format_write.c - the inverse of core/model/format.c. */
#include "format_write.h"

#include <string.h>

enum { TENSORS = 5 }; /* of a layer at most; the outlier detector has 4 */

typedef struct tensor {
    const char *what;
    const void *data; /* NULL: the layer has none */
    uint32_t type, n_dims, dims[4];
} tensor;

void hwr_write_i32(uint8_t *bytes, int32_t value) {
    hwr_write_u32(bytes, (uint32_t)value);
}

void hwr_write_f32(uint8_t *bytes, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    hwr_write_u32(bytes, bits);
}

static void write_u16(uint8_t *bytes, int value) {
    bytes[0] = (uint8_t)value;
    bytes[1] = (uint8_t)(value >> 8);
}

void hwr_file_seal(uint8_t *bytes, size_t length) {
    hwr_write_u32(bytes + 8, (uint32_t)length);
    hwr_write_u32(bytes + 12, hwr_crc32(bytes + 16, length - 16));
}

static size_t align(size_t n) {
    return (n + HWR_FILE_ALIGN - 1) / HWR_FILE_ALIGN * HWR_FILE_ALIGN;
}

static void list_tensors(tensor t[TENSORS], const hwr_draft_layer *l) {
    const uint32_t k = (uint32_t)l->kernel, rows = (uint32_t)l->kernel_rows;
    const uint32_t c = (uint32_t)l->out_channels;
    const uint32_t c_in = (uint32_t)l->in_channels, i32 = HWR_FILE_TYPE_I32;
    if (l->kind == HWR_KIND_DEPTHWISE)
        t[0] = (tensor){"weight", l->weight, HWR_FILE_TYPE_I8, 3, {rows, k, c, 1}};
    else
        t[0] = (tensor){"weight", l->weight, HWR_FILE_TYPE_I8, 4, {c, rows, k, c_in}};
    t[1] = (tensor){"bias", l->bias, i32, 1, {c, 1, 1, 1}};
    t[2] = (tensor){"multiplier", l->multiplier, i32, 1, {c, 1, 1, 1}};
    t[3] = (tensor){"offset", l->offset, i32, 1, {c, 1, 1, 1}};
    t[4] = (tensor){"shortcut", l->residual < 0 ? NULL : l->residual_factor, i32, 1, {c, 1, 1, 1}};
}

static void list_outlier(tensor t[TENSORS], const hwr_draft_outlier *o) {
    const uint32_t h = (uint32_t)o->hidden, n = (uint32_t)o->features, i32 = HWR_FILE_TYPE_I32;
    t[0] = (tensor){"weight", o->weight, HWR_FILE_TYPE_I8, 2, {h, n, 1, 1}};
    t[1] = (tensor){"bias", o->bias, i32, 1, {h, 1, 1, 1}};
    t[2] = (tensor){"out_weight", o->out_weight, i32, 1, {h, 1, 1, 1}};
    t[3] = (tensor){"out_bias", &o->out_bias, i32, 1, {1, 1, 1, 1}};
    t[4] = (tensor){0};
}

static size_t tensor_bytes(const tensor *t) {
    size_t bytes = t->type == HWR_FILE_TYPE_I8 ? 1 : 4;
    for (int d = 0; d < 4; d++) bytes *= t->dims[d];
    return bytes;
}

static void write_layer(uint8_t *r, const hwr_draft_layer *l) {
    memcpy(r, l->name, HWR_NAME_LENGTH);
    r[16] = (uint8_t)l->kind;
    r[17] = (uint8_t)l->kernel;
    r[18] = (uint8_t)l->stride;
    r[19] = (uint8_t)l->flags;
    write_u16(r + 20, l->in_side);
    write_u16(r + 22, l->in_channels);
    write_u16(r + 24, l->out_side);
    write_u16(r + 26, l->out_channels);
    r[28] = (uint8_t)l->pad_low;
    r[29] = (uint8_t)l->pad_high;
    r[30] = (uint8_t)l->residual;
    hwr_write_i32(r + 32, l->low);
    hwr_write_i32(r + 36, l->high);
    hwr_write_f32(r + 40, l->out_scale);
}

static void write_data(uint8_t *out, const tensor *t) {
    if (t->type == HWR_FILE_TYPE_I8) {
        memcpy(out, t->data, tensor_bytes(t));
        return;
    }
    const int32_t *values = t->data;
    for (uint32_t i = 0; i < t->dims[0]; i++) hwr_write_i32(out + 4 * i, values[i]);
}

static void write_tensor(uint8_t *r, const tensor *t, const char *layer, size_t at) {
    size_t n = strlen(layer);
    memcpy(r, layer, n);
    r[n] = '.';
    memcpy(r + n + 1, t->what, strlen(t->what));
    hwr_write_u32(r + 32, t->type);
    hwr_write_u32(r + 36, t->n_dims);
    for (uint32_t d = 0; d < 4; d++) hwr_write_u32(r + 40 + 4 * d, t->dims[d]);
    hwr_write_u32(r + 56, (uint32_t)at);
    hwr_write_u32(r + 60, (uint32_t)tensor_bytes(t));
}

/* Places every tensor from byte at on, and writes them where out is not NULL: records
 * at tensors_at, and the data. Returns the end of the file; counts into n_tensors. */
static size_t walk_tensors(uint8_t *out, const hwr_file_draft *draft, size_t tensors_at, size_t at,
                           uint32_t *n_tensors) {
    *n_tensors = 0;
    for (int i = 0; i < draft->n_layers + (draft->outlier.hidden > 0); i++) {
        tensor tensors[TENSORS];
        const int is_layer = i < draft->n_layers;
        const char *name = is_layer ? draft->layers[i].name : "outlier";
        if (is_layer)
            list_tensors(tensors, &draft->layers[i]);
        else
            list_outlier(tensors, &draft->outlier);
        for (int j = 0; j < TENSORS; j++) {
            const tensor *t = &tensors[j];
            if (!t->data) continue;
            if (out) {
                uint8_t *record = out + tensors_at + *n_tensors * HWR_FILE_RECORD;
                write_tensor(record, t, name, at);
                write_data(out + at, t);
            }
            ++*n_tensors;
            at = align(at + tensor_bytes(t));
        }
    }
    return at;
}

static void write_input(uint8_t *r, int meaning, int side, int channels, int first, int layers) {
    r[0] = (uint8_t)meaning;
    write_u16(r + 2, side);
    write_u16(r + 4, channels);
    write_u16(r + 6, first);
    write_u16(r + 8, layers);
}

static void write_inputs(uint8_t *header, const hwr_file_draft *draft) {
    const int first = draft->first_trace;
    const hwr_fusion *f = &draft->fusion;
    write_input(header + 96, HWR_FILE_INPUT_PICTURE, HWR_SIDE, 1, 0, first);
    if (first == draft->n_layers) return;
    hwr_write_f32(header + 80, f->trace_scale);
    hwr_write_f32(header + 84, f->picture);
    hwr_write_f32(header + 88, f->trace);
    hwr_write_f32(header + 92, f->threshold);
    write_u16(header + 96 + 10, draft->outlier.hidden);
    write_input(header + 112, HWR_FILE_INPUT_TRACE, HWR_TRACE_POINTS, HWR_TRACE_FEATURES, first,
                draft->n_layers - first);
}

size_t hwr_file_write(uint8_t *out, size_t capacity, const hwr_file_draft *draft) {
    uint32_t n_layers = (uint32_t)draft->n_layers, n_tensors;
    size_t tensors_at = HWR_FILE_HEADER + n_layers * HWR_FILE_RECORD;
    size_t body = walk_tensors(NULL, draft, 0, 0, &n_tensors);
    size_t labels_at = tensors_at + n_tensors * HWR_FILE_RECORD;
    const hwr_labels *labels = &draft->labels;
    const size_t n = (size_t)labels->n, n_groups = (size_t)labels->n_groups;
    size_t groups_at = labels_at + n * HWR_LABEL_BYTES, group_texts_at = align(groups_at + n);
    size_t data_at = group_texts_at + n_groups * HWR_LABEL_BYTES, length = data_at + body;
    if (!out || capacity < length) return length;

    memset(out, 0, length);
    memcpy(out, "HWRM", 4);
    hwr_write_u32(out + 4, draft->outlier.hidden ? HWR_FILE_VERSION_OUTLIER : HWR_FILE_VERSION);
    hwr_write_u32(out + 16, n_layers);
    hwr_write_u32(out + 20, n_tensors);
    hwr_write_u32(out + 24, HWR_FILE_HEADER);
    hwr_write_u32(out + 28, (uint32_t)tensors_at);
    hwr_write_u32(out + 32, (uint32_t)n);
    hwr_write_u32(out + 36, (uint32_t)labels_at);
    hwr_write_f32(out + 40, draft->temperature);
    hwr_write_f32(out + 44, draft->logit_scale);
    memcpy(out + 48, draft->name, HWR_NAME_LENGTH);
    for (int i = 0; i < draft->n_layers; i++)
        write_layer(out + HWR_FILE_HEADER + i * HWR_FILE_RECORD, &draft->layers[i]);
    hwr_write_u32(out + 64, (uint32_t)n_groups);
    hwr_write_u32(out + 68, (uint32_t)groups_at);
    hwr_write_u32(out + 72, (uint32_t)group_texts_at);
    hwr_write_f32(out + 76, draft->threshold);
    write_inputs(out, draft);
    memcpy(out + labels_at, labels->text, n * HWR_LABEL_BYTES);
    memcpy(out + groups_at, labels->group, n);
    memcpy(out + group_texts_at, labels->group_text, n_groups * HWR_LABEL_BYTES);
    walk_tensors(out, draft, tensors_at, data_at, &n_tensors);
    hwr_file_seal(out, length);
    return length;
}
