/* file.c - a hand saved and loaded; hand.h describes the file. */
#include <string.h>

#include "examples.h"
#include "model/format.h"

enum { AT_CHECKED = 16 }; /* the checksum covers everything from here on */

/* ---- Saving --------------------------------------------------------------- */

static int is_in(const uint8_t *example, int class_index) {
    return class_index < 0 || example[AT_CLASS] == class_index;
}

/* The signs that are saved: first .. first + n - 1. */
static int find_signs(int *first, const hwr_hand *h, int class_index) {
    *first = class_index < 0 ? h->n_model : class_index;
    return class_index < 0 ? h->labels.n - h->n_model : class_index >= h->n_model;
}

static size_t count(const hwr_hand *h, int class_index) {
    size_t n = 0;
    for (size_t i = 0; i < h->n; i++) n += is_in(hwr_hand_at(h, i), class_index) != 0;
    return n;
}

size_t hwr_hand_file_length(const hwr_hand *h, int class_index) {
    int first;
    const int signs = find_signs(&first, h, class_index);
    return HWR_HAND_FILE_HEADER + (size_t)signs * HWR_LABEL_BYTES +
           count(h, class_index) * hwr_hand_stride(h);
}

static void write_u16(uint8_t *bytes, int value) {
    bytes[0] = (uint8_t)(value & 255);
    bytes[1] = (uint8_t)(value >> 8);
}

void hwr_hand_save(const hwr_hand *h, uint8_t *out, int class_index) {
    const size_t length = hwr_hand_file_length(h, class_index), stride = hwr_hand_stride(h);
    int first;
    const int signs = find_signs(&first, h, class_index);
    memcpy(out, "HWRH", 4);
    hwr_write_u32(out + 4, HWR_HAND_FILE_VERSION);
    hwr_write_u32(out + 8, (uint32_t)length);
    hwr_write_u32(out + 16, h->model);
    write_u16(out + 20, h->n_model);
    write_u16(out + 22, h->n_picture);
    write_u16(out + 24, h->n_trace);
    write_u16(out + 26, signs);
    hwr_write_u32(out + 28, (uint32_t)count(h, class_index));
    uint8_t *next = out + HWR_HAND_FILE_HEADER;
    memcpy(next, h->labels.text[first], (size_t)signs * HWR_LABEL_BYTES);
    next += (size_t)signs * HWR_LABEL_BYTES;
    for (size_t i = 0; i < h->n; i++) {
        const uint8_t *e = hwr_hand_at(h, i);
        if (!is_in(e, class_index)) continue;
        memcpy(next, e, stride);
        if (signs && class_index >= 0) next[AT_CLASS] = (uint8_t)h->n_model;
        next += stride;
    }
    hwr_write_u32(out + 12, hwr_crc32(out + AT_CHECKED, length - AT_CHECKED));
}

/* ---- Loading -------------------------------------------------------------- */

/* A file whose header is in order. */
typedef struct contents {
    int n_signs;
    size_t n;
    const uint8_t *signs, *examples;
} contents;

static int read_u16(const uint8_t *bytes) {
    return bytes[0] | bytes[1] << 8;
}

static hwr_status read_header(contents *out, const hwr_hand *h, const uint8_t *b, size_t length) {
    if (length >= 4 && memcmp(b, "HWRH", 4) != 0) return HWR_ERR_MAGIC;
    if (length < HWR_HAND_FILE_HEADER) return HWR_ERR_TRUNCATED;
    if (hwr_read_u32(b + 4) != HWR_HAND_FILE_VERSION) return HWR_ERR_VERSION;
    if (length < hwr_read_u32(b + 8)) return HWR_ERR_TRUNCATED;
    if (length != hwr_read_u32(b + 8)) return HWR_ERR_FORMAT;
    if (hwr_crc32(b + AT_CHECKED, length - AT_CHECKED) != hwr_read_u32(b + 12))
        return HWR_ERR_CHECKSUM;
    if (hwr_read_u32(b + 16) != h->model || read_u16(b + 20) != h->n_model ||
        read_u16(b + 22) != h->n_picture || read_u16(b + 24) != h->n_trace)
        return HWR_ERR_MODEL;
    out->n_signs = read_u16(b + 26);
    out->n = hwr_read_u32(b + 28);
    if (out->n_signs > HWR_HAND_SIGNS || out->n > HWR_HAND_EXAMPLES) return HWR_ERR_FORMAT;
    out->signs = b + HWR_HAND_FILE_HEADER;
    out->examples = out->signs + out->n_signs * HWR_LABEL_BYTES;
    if (length != (size_t)(out->examples - b) + out->n * hwr_hand_stride(h)) return HWR_ERR_FORMAT;
    return HWR_OK;
}

/* Sign i's text, NULL where it is no label, a class of the model, or the text of another one. */
static const char *read_sign(const contents *file, const hwr_hand *h, int i) {
    const char *text = (const char *)file->signs + i * HWR_LABEL_BYTES;
    const char *end = memchr(text, '\0', HWR_LABEL_BYTES);
    if (!end || !hwr_label_valid(text, (size_t)(end - text))) return NULL;
    for (const char *p = end; p < text + HWR_LABEL_BYTES; p++)
        if (*p != '\0') return NULL;
    for (int k = 0; k < i; k++)
        if (memcmp(file->signs + k * HWR_LABEL_BYTES, text, HWR_LABEL_BYTES) == 0) return NULL;
    return hwr_labels_find(&h->model_labels, text) < 0 ? text : NULL;
}

static int is_valid(const uint8_t *e, const hwr_hand *h, int n_signs) {
    const uint8_t *drawing = hwr_hand_drawing_of(h, e);
    if (e[AT_CLASS] >= h->n_model + n_signs || e[AT_TRACED] > 1 || e[AT_RESERVED] != 0) return 0;
    if (e[AT_TRACED]) return drawing[2 * HWR_TRACE_POINTS] & 1;
    for (const uint8_t *p = (const uint8_t *)hwr_hand_trace_of(h, e); p < e + hwr_hand_stride(h);
         p++)
        if (*p != 0) return 0;
    return 1;
}

hwr_status hwr_hand_load(hwr_hand *hand, const void *file, size_t length, int replace) {
    uint8_t example[HWR_HAND_HEAD + 2 * HWR_HAND_FEATURES + HWR_HAND_DRAWING];
    contents c;
    hwr_hand next = *hand;
    if (replace) hwr_hand_forget_all(&next);
    const size_t stride = hwr_hand_stride(&next);
    size_t more = 0;
    hwr_status status = read_header(&c, &next, file, length);
    for (int i = 0; status == HWR_OK && i < c.n_signs; i++) {
        const char *text = read_sign(&c, &next, i);
        if (!text) return HWR_ERR_LABELS;
        if (hwr_labels_find(&next.labels, text) < 0) status = hwr_hand_add_sign(&next, text);
    }
    for (size_t i = 0; status == HWR_OK && i < c.n; i++) {
        const uint8_t *e = c.examples + i * stride;
        if (!is_valid(e, &next, c.n_signs)) status = HWR_ERR_FORMAT;
        more += !hwr_hand_has(&next, e);
    }
    if (status == HWR_OK && next.n + more > HWR_HAND_EXAMPLES) status = HWR_ERR_TOO_LARGE;
    if (status != HWR_OK) return status;
    for (size_t i = 0; i < c.n; i++) {
        memcpy(example, c.examples + i * stride, stride);
        const int sign = example[AT_CLASS] - next.n_model;
        if (sign >= 0)
            example[AT_CLASS] = (uint8_t)hwr_labels_find(&next.labels, read_sign(&c, &next, sign));
        (void)!hwr_hand_put(&next, example, NULL); /* there is room */
    }
    *hand = next;
    return HWR_OK;
}
