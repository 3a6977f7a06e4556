/* format.c - parses the .hwr model file that format.h describes. */
#include "format.h"

#include <string.h>

#include "format_check.h"

/* Bytes [at, at + size) of the file, in use. */
typedef struct span {
    uint32_t at, size;
} span;

typedef struct parser {
    const uint8_t *bytes;
    uint32_t length, version, n_tensors;
    uint32_t layers_at, tensors_at;
    uint32_t tensors_used;
    uint32_t n_spans;
    span spans[HWR_FILE_MAX_TENSORS + 6]; /* header, two tables, labels (3), tensors */
} parser;

uint32_t hwr_read_u32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

int32_t hwr_read_i32(const uint8_t *bytes) {
    uint32_t u = hwr_read_u32(bytes);
    int32_t i;
    memcpy(&i, &u, sizeof i);
    return i;
}

float hwr_read_f32(const uint8_t *bytes) {
    uint32_t u = hwr_read_u32(bytes);
    float f;
    memcpy(&f, &u, sizeof f);
    return f;
}

void hwr_write_u32(uint8_t *bytes, uint32_t value) {
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> 8 * i);
}

static int read_u16(const uint8_t *bytes) {
    return bytes[0] | bytes[1] << 8;
}

uint32_t hwr_crc32(const void *bytes, size_t length) {
    static const uint32_t nibble[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    const uint8_t *p = bytes;
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < length; i++) {
        crc ^= p[i];
        crc = crc >> 4 ^ nibble[crc & 15];
        crc = crc >> 4 ^ nibble[crc & 15];
    }
    return ~crc;
}

/* False for NaN and infinity too. */
static int positive_finite(float f) {
    return f > 0.0f && f <= 3.402823466e38f;
}

/* 1..15 of [a-z0-9_], then zeros to the end. */
static int name_valid(const uint8_t *name) {
    int n = 0;
    while (n < HWR_NAME_LENGTH && ((name[n] >= 'a' && name[n] <= 'z') ||
                                   (name[n] >= '0' && name[n] <= '9') || name[n] == '_'))
        n++;
    if (n == 0 || n == HWR_NAME_LENGTH) return 0;
    for (; n < HWR_NAME_LENGTH; n++)
        if (name[n] != 0) return 0;
    return 1;
}

static int all_zero(const uint8_t *bytes, int n) {
    for (int i = 0; i < n; i++)
        if (bytes[i] != 0) return 0;
    return 1;
}

/* Claims a part of the file: aligned, inside, and not claimed before. */
static hwr_status claim(parser *p, uint32_t at, uint32_t size) {
    if (at % HWR_FILE_ALIGN != 0 || at > p->length || size > p->length - at) return HWR_ERR_FORMAT;
    for (uint32_t i = 0; i < p->n_spans; i++) {
        const span *s = &p->spans[i];
        if (at < s->at + s->size && s->at < at + size) return HWR_ERR_FORMAT;
    }
    p->spans[p->n_spans++] = (span){at, size};
    return HWR_OK;
}

/* Version 1: the shipped alphabet, a byte a label. */
static hwr_status parse_labels1(hwr_labels *out, parser *p) {
    uint32_t at = hwr_read_u32(p->bytes + 36);
    hwr_labels_letters37(out);
    if (hwr_read_u32(p->bytes + 32) != (uint32_t)out->n) return HWR_ERR_LABELS;
    hwr_status status = claim(p, at, (uint32_t)out->n);
    if (status != HWR_OK) return status;
    for (int c = 0; c < out->n; c++)
        if (p->bytes[at + (uint32_t)c] != (uint8_t)out->text[c][0]) return HWR_ERR_LABELS;
    return HWR_OK;
}

/* Version 2: any alphabet. */
static hwr_status parse_labels2(hwr_labels *out, parser *p) {
    const uint8_t *b = p->bytes;
    const uint32_t n = hwr_read_u32(b + 32), groups = hwr_read_u32(b + 64);
    const uint32_t texts_at = hwr_read_u32(b + 36), groups_at = hwr_read_u32(b + 68),
                   group_texts_at = hwr_read_u32(b + 72);
    if (n < 2 || n > HWR_MAX_CLASSES || groups > n) return HWR_ERR_LABELS;
    hwr_status status = claim(p, texts_at, n * HWR_LABEL_BYTES);
    if (status == HWR_OK) status = claim(p, groups_at, n);
    if (status == HWR_OK) status = claim(p, group_texts_at, groups * HWR_LABEL_BYTES);
    if (status != HWR_OK) return status;
    memset(out, 0, sizeof *out);
    out->n = (int)n;
    out->n_groups = (int)groups;
    memcpy(out->text, b + texts_at, n * HWR_LABEL_BYTES);
    memcpy(out->group, b + groups_at, n);
    memcpy(out->group_text, b + group_texts_at, groups * HWR_LABEL_BYTES);
    return hwr_labels_check(out);
}

static int within(float f, float high) {
    return f >= 0.0f && f <= high;
}

/* One input's record, and which layers read it. Its last 6 bytes are the caller's. */
static hwr_status parse_input(const uint8_t *r, int meaning, int side, int channels, int first,
                              int end) {
    if (r[0] != meaning || r[1] != 0) return HWR_ERR_FORMAT;
    if (read_u16(r + 2) != side || read_u16(r + 4) != channels) return HWR_ERR_SHAPE;
    if (read_u16(r + 6) != first || read_u16(r + 8) != end - first) return HWR_ERR_FORMAT;
    return HWR_OK;
}

/* What versions 2 and 3 add to the header: threshold, inputs, how two networks' answers join, and
 * the outlier detector. */
static hwr_status parse_header2(hwr_file *out, const uint8_t *b, uint32_t version) {
    const uint8_t *picture = b + 96, *trace = b + 112;
    const int n = out->n_layers, first = read_u16(picture + 8);
    out->threshold = hwr_read_f32(b + 76);
    out->outlier.hidden = read_u16(picture + 10);
    if (!within(out->threshold, 1)) return HWR_ERR_FORMAT;
    if (!all_zero(picture + 12, 4) || !all_zero(trace + 10, 6)) return HWR_ERR_FORMAT;
    if (out->outlier.hidden > HWR_OUTLIER_HIDDEN ||
        (out->outlier.hidden > 0) != (version == HWR_FILE_VERSION_OUTLIER))
        return HWR_ERR_FORMAT;
    if (all_zero(trace, 16)) {
        if (!all_zero(b + 80, 16) || out->outlier.hidden > 0) return HWR_ERR_FORMAT;
        return parse_input(picture, HWR_FILE_INPUT_PICTURE, HWR_SIDE, 1, 0, n);
    }
    out->fusion = (hwr_fusion){hwr_read_f32(b + 80), hwr_read_f32(b + 84), hwr_read_f32(b + 88),
                               hwr_read_f32(b + 92)};
    const hwr_fusion *f = &out->fusion;
    if (!positive_finite(f->trace_scale) || !within(f->picture, 16) || !within(f->trace, 16) ||
        !within(f->threshold, 1) || first < 1 || first >= n)
        return HWR_ERR_FORMAT;
    out->first_trace = first;
    hwr_status status = parse_input(picture, HWR_FILE_INPUT_PICTURE, HWR_SIDE, 1, 0, first);
    if (status != HWR_OK) return status;
    return parse_input(trace, HWR_FILE_INPUT_TRACE, HWR_TRACE_POINTS, HWR_TRACE_FEATURES, first, n);
}

/* The header, the tables' places and the labels. */
static hwr_status parse_header(hwr_file *out, parser *p, const void *bytes, size_t length) {
    const uint8_t *b = bytes;
    if (length >= 4 && memcmp(b, "HWRM", 4) != 0) return HWR_ERR_MAGIC;
    if (length < HWR_FILE_HEADER1) return HWR_ERR_TRUNCATED;
    p->version = hwr_read_u32(b + 4);
    if (p->version < 1 || p->version > HWR_FILE_VERSION_OUTLIER) return HWR_ERR_VERSION;
    const uint32_t header = p->version == 1 ? HWR_FILE_HEADER1 : HWR_FILE_HEADER;
    if (length < header) return HWR_ERR_TRUNCATED;
    if (length < hwr_read_u32(b + 8)) return HWR_ERR_TRUNCATED;
    if (length > HWR_FILE_MAX_BYTES) return HWR_ERR_TOO_LARGE;
    if (length != hwr_read_u32(b + 8)) return HWR_ERR_FORMAT;
    if (hwr_crc32(b + 16, length - 16) != hwr_read_u32(b + 12)) return HWR_ERR_CHECKSUM;

    uint32_t n_layers = hwr_read_u32(b + 16);
    p->bytes = b;
    p->length = (uint32_t)length;
    p->n_tensors = hwr_read_u32(b + 20);
    p->layers_at = hwr_read_u32(b + 24);
    p->tensors_at = hwr_read_u32(b + 28);
    p->tensors_used = 0;
    p->spans[0] = (span){0, header};
    p->n_spans = 1;
    if (n_layers < 1 || n_layers > HWR_MAX_LAYERS) return HWR_ERR_FORMAT;
    if (p->n_tensors < 1 || p->n_tensors > HWR_FILE_MAX_TENSORS) return HWR_ERR_FORMAT;
    if (!name_valid(b + 48)) return HWR_ERR_FORMAT;

    out->n_layers = out->first_trace = (int)n_layers;
    out->fusion = (hwr_fusion){0, 0, 0, 0};
    out->outlier = (hwr_file_outlier){0};
    out->temperature = hwr_read_f32(b + 40);
    out->logit_scale = hwr_read_f32(b + 44);
    memcpy(out->name, b + 48, HWR_NAME_LENGTH);
    if (!(out->temperature >= 0.05f && out->temperature <= 20.0f)) return HWR_ERR_FORMAT;
    if (!positive_finite(out->logit_scale)) return HWR_ERR_FORMAT;
    hwr_status status = p->version == 1 ? HWR_OK : parse_header2(out, b, p->version);
    if (status == HWR_OK) status = claim(p, p->layers_at, n_layers * HWR_FILE_RECORD);
    if (status == HWR_OK) status = claim(p, p->tensors_at, p->n_tensors * HWR_FILE_RECORD);
    if (status != HWR_OK) return status;
    return p->version == 1 ? parse_labels1(&out->labels, p) : parse_labels2(&out->labels, p);
}

/* Finds "<layer>.<what>" of exactly this type and shape. */
static hwr_status find_tensor(const uint8_t **data, parser *p, const char *layer, const char *what,
                              uint32_t type, const uint32_t dims[4], uint32_t n_dims) {
    char name[32] = {0};
    size_t n = strlen(layer);
    memcpy(name, layer, n);
    name[n] = '.';
    memcpy(name + n + 1, what, strlen(what));

    const uint8_t *r = p->bytes + p->tensors_at;
    uint32_t left = p->n_tensors;
    for (; left > 0 && memcmp(r, name, sizeof name) != 0; left--) r += HWR_FILE_RECORD;
    if (left == 0) return HWR_ERR_SHAPE;
    if (hwr_read_u32(r + 32) != type || hwr_read_u32(r + 36) != n_dims) return HWR_ERR_SHAPE;
    uint64_t size = type == HWR_FILE_TYPE_I8 ? 1 : 4; /* <= 2^10 * 28 * 28 * 2^10 */
    for (uint32_t d = 0; d < 4; d++) {
        if (hwr_read_u32(r + 40 + 4 * d) != dims[d]) return HWR_ERR_SHAPE;
        size *= dims[d];
    }
    uint32_t at = hwr_read_u32(r + 56);
    if (size > p->length || hwr_read_u32(r + 60) != (uint32_t)size) return HWR_ERR_FORMAT;
    hwr_status status = claim(p, at, (uint32_t)size);
    if (status == HWR_OK) p->tensors_used++;
    *data = p->bytes + at;
    return status;
}

static hwr_status find_tensors(hwr_file_layer *l, parser *p) {
    uint32_t k = (uint32_t)l->kernel, rows = (uint32_t)l->kernel_rows;
    uint32_t c = (uint32_t)l->out_channels, conv[4] = {c, rows, k, (uint32_t)l->in_channels};
    uint32_t depthwise[4] = {rows, k, c, 1}, vector[4] = {c, 1, 1, 1};
    int dw = l->kind == HWR_KIND_DEPTHWISE;
    const uint8_t *weight = NULL;
    hwr_status status = find_tensor(&weight, p, l->name, "weight", HWR_FILE_TYPE_I8,
                                    dw ? depthwise : conv, dw ? 3 : 4);
    l->weight = (const int8_t *)weight;
    const struct {
        const char *what;
        const uint8_t **data;
    } vectors[] = {
        {"bias", &l->bias},
        {"multiplier", &l->multiplier},
        {"offset", &l->offset},
        {"shortcut", &l->residual_factor},
    };
    l->residual_factor = NULL;
    for (int i = 0; i < (l->residual < 0 ? 3 : 4) && status == HWR_OK; i++)
        status =
            find_tensor(vectors[i].data, p, l->name, vectors[i].what, HWR_FILE_TYPE_I32, vector, 1);
    return status;
}

/* One record by itself: every field in its range. */
static hwr_status parse_record(hwr_file_layer *l, const uint8_t *r) {
    if (!name_valid(r) || r[31] != 0 || !all_zero(r + 48, 16)) return HWR_ERR_FORMAT;
    memcpy(l->name, r, HWR_NAME_LENGTH);
    l->kind = r[16];
    l->kernel = r[17];
    l->stride = r[18];
    l->flags = r[19];
    l->in_side = read_u16(r + 20);
    l->in_channels = read_u16(r + 22);
    l->out_side = read_u16(r + 24);
    l->out_channels = read_u16(r + 26);
    l->pad_low = r[28];
    l->pad_high = r[29];
    l->residual = r[30] < 128 ? r[30] : r[30] - 256;
    l->low = hwr_read_i32(r + 32);
    l->high = hwr_read_i32(r + 36);
    l->out_scale = hwr_read_f32(r + 40);
    if (l->kind != HWR_KIND_CONV && l->kind != HWR_KIND_DEPTHWISE) return HWR_ERR_FORMAT;
    if (l->kernel < 1 || l->kernel > HWR_SIDE) return HWR_ERR_FORMAT;
    if (l->stride < 1 || l->stride > 4) return HWR_ERR_FORMAT;
    if (l->flags & ~(HWR_FLAG_RELU_FIRST | HWR_FLAG_LAST)) return HWR_ERR_FORMAT;
    if (l->out_side < 1 || l->out_side > HWR_FILE_MAX_SIDE) return HWR_ERR_FORMAT;
    if (l->out_channels < 1 || l->out_channels > HWR_FILE_MAX_CHANNELS) return HWR_ERR_FORMAT;
    if (l->pad_low >= l->kernel || l->pad_high >= l->kernel) return HWR_ERR_FORMAT;
    if (l->low < -32768 || l->high > 32767 || l->low > l->high) return HWR_ERR_FORMAT;
    return positive_finite(l->out_scale) ? HWR_OK : HWR_ERR_FORMAT;
}

/* Across a trace there is one row. */
static void find_rows(hwr_file_layer *l, int line) {
    l->in_rows = line ? 1 : l->in_side;
    l->out_rows = line ? 1 : l->out_side;
    l->kernel_rows = line ? 1 : l->kernel;
    l->row_pad_low = line ? 0 : l->pad_low;
    l->row_pad_high = line ? 0 : l->pad_high;
}

/* Version 1 has the threshold in the last layer's record. */
static hwr_status parse_threshold(hwr_file *out, const parser *p, const uint8_t *record, int i) {
    if (p->version != 1 || i < out->n_layers - 1)
        return all_zero(record + 44, 4) ? HWR_OK : HWR_ERR_FORMAT;
    out->threshold = hwr_read_f32(record + 44);
    return out->threshold >= 0.0f && out->threshold <= 1.0f ? HWR_OK : HWR_ERR_FORMAT;
}

/* How many values layer number last reads, a network's last one; 0 where those are too many, or it
 * is the first one, too. */
static int features_of(const hwr_file *file, int last, int first) {
    if (last <= first) return 0;
    const hwr_file_layer *before = &file->layers[last - 1];
    const int n = before->out_rows * before->out_side * before->out_channels;
    return n <= HWR_OUTLIER_FEATURES ? n : 0;
}

static hwr_status parse_outlier(hwr_file *out, parser *p) {
    hwr_file_outlier *o = &out->outlier;
    if (o->hidden == 0) return HWR_OK;
    const uint8_t *weight = NULL;
    o->n_picture = features_of(out, out->first_trace - 1, 0);
    o->n_trace = features_of(out, out->n_layers - 1, out->first_trace);
    if (o->n_picture == 0 || o->n_trace == 0) return HWR_ERR_SHAPE;
    const uint32_t hidden = (uint32_t)o->hidden,
                   n = (uint32_t)(o->n_picture + o->n_trace) + HWR_OUTLIER_WAY;
    const uint32_t matrix[4] = {hidden, n, 1, 1}, vector[4] = {hidden, 1, 1, 1},
                   one[4] = {1, 1, 1, 1};
    const uint32_t i32 = HWR_FILE_TYPE_I32;
    hwr_status status = find_tensor(&weight, p, "outlier", "weight", HWR_FILE_TYPE_I8, matrix, 2);
    if (status == HWR_OK) status = find_tensor(&o->bias, p, "outlier", "bias", i32, vector, 1);
    if (status == HWR_OK)
        status = find_tensor(&o->out_weight, p, "outlier", "out_weight", i32, vector, 1);
    if (status == HWR_OK) status = find_tensor(&o->out_bias, p, "outlier", "out_bias", i32, one, 1);
    o->weight = (const int8_t *)weight;
    return status == HWR_OK ? hwr_file_check_outlier(o) : status;
}

hwr_status hwr_file_parse(hwr_file *out, const void *bytes, size_t length) {
    parser p;
    hwr_status status = parse_header(out, &p, bytes, length);
    for (int i = 0; status == HWR_OK && i < out->n_layers; i++) {
        hwr_file_layer *l = &out->layers[i];
        const uint8_t *record = p.bytes + p.layers_at + (uint32_t)i * HWR_FILE_RECORD;
        status = parse_record(l, record);
        if (status == HWR_OK) status = parse_threshold(out, &p, record, i);
        find_rows(l, i >= out->first_trace);
        if (status == HWR_OK) status = hwr_file_check_fit(out, i);
        if (status == HWR_OK) status = find_tensors(l, &p);
        if (status == HWR_OK) status = hwr_file_check_values(out, i);
    }
    if (status == HWR_OK) status = parse_outlier(out, &p);
    if (status == HWR_OK && p.tensors_used != p.n_tensors) status = HWR_ERR_FORMAT;
    return status;
}
