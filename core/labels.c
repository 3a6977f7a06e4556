/* labels.c - the classes a model answers with: their texts, their groups, and status strings. */
#include "hwr.h"

#include <string.h>

const char *hwr_version(void) {
    return HWR_VERSION;
}

const char *hwr_status_string(hwr_status status) {
    static const char *const text[] = {
#define HWR_STATUS_TEXT(name, string) string,
        HWR_STATUS_LIST(HWR_STATUS_TEXT)
#undef HWR_STATUS_TEXT
    };
    return (unsigned)status < HWR_STATUS_COUNT ? text[status] : "unknown status";
}

/* ---- UTF-8 (RFC 3629) ---------------------------------------------------- */

/* Bytes of the character that s begins with, its code point in *code; 0 where it is malformed:
 * cut short, longer than needed, a surrogate, past U+10FFFF, or a control character. */
static size_t read_character(uint32_t *code, const uint8_t *s, size_t length) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = s[0] < 0x80    ? 1
               : s[0] >= 0xf8 ? 0
               : s[0] >= 0xf0 ? 4
               : s[0] >= 0xe0 ? 3
               : s[0] >= 0xc0 ? 2
                              : 0;
    if (n == 0 || n > length) return 0;
    *code = n == 1 ? s[0] : s[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80) return 0;
        *code = *code << 6 | (s[i] & 0x3fu);
    }
    int surrogate = *code >= 0xd800 && *code < 0xe000;
    int control = *code < 0x20 || (*code >= 0x7f && *code < 0xa0);
    return *code < least[n] || surrogate || control || *code > 0x10ffff ? 0 : n;
}

int hwr_label_from_code(char out[HWR_LABEL_BYTES], uint32_t code) {
    const size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (code > 0x10ffff) return 0;
    memset(out, 0, HWR_LABEL_BYTES);
    out[0] = (char)(n == 1 ? code : (0xf00u >> n & 0xf0u) | code >> 6 * (n - 1));
    for (size_t i = 1; i < n; i++) out[i] = (char)(0x80 | (code >> 6 * (n - 1 - i) & 0x3f));
    return hwr_label_valid(out, n);
}

int hwr_label_valid(const char *text, size_t length) {
    uint32_t code;
    if (length < 1 || length >= HWR_LABEL_BYTES) return 0;
    for (size_t at = 0, n; at < length; at += n) {
        n = read_character(&code, (const uint8_t *)text + at, length - at);
        if (n == 0) return 0;
    }
    return 1;
}

/* Capitals first .. last whose small letters lie distance further (Unicode's simple case
 * folding, for the alphabets whose letters have it at a constant distance). */
static const struct {
    uint16_t first, last, distance;
} cases[] = {
    {'A', 'Z', 32},     {0xc0, 0xd6, 32},   {0xd8, 0xde, 32}, /* Latin, Latin-1 */
    {0x391, 0x3a1, 32}, {0x3a3, 0x3a9, 32},                   /* Greek */
    {0x410, 0x42f, 32}, {0x400, 0x40f, 80},                   /* Cyrillic */
    {0x531, 0x556, 48},                                       /* Armenian */
};

int hwr_label_other_case(char out[HWR_LABEL_BYTES], const char *text) {
    uint32_t code;
    size_t length = strlen(text);
    if (length == 0 || read_character(&code, (const uint8_t *)text, length) != length) return 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t first = cases[i].first, last = cases[i].last, distance = cases[i].distance;
        int capital = code >= first && code <= last;
        if (!capital && !(code >= first + distance && code <= last + distance)) continue;
        (void)hwr_label_from_code(out, capital ? code + distance : code - distance);
        return capital ? 1 : -1;
    }
    return 0;
}

/* ---- Classes and groups --------------------------------------------------- */

static int find(const char (*texts)[HWR_LABEL_BYTES], int n, const char *text) {
    for (int i = 0; i < n; i++)
        if (strcmp(texts[i], text) == 0) return i;
    return -1;
}

int hwr_labels_find(const hwr_labels *labels, const char *text) {
    return find(labels->text, labels->n, text);
}

int hwr_labels_class_of(const hwr_labels *labels, const char *text) {
    char other[HWR_LABEL_BYTES];
    int class_index = hwr_labels_find(labels, text);
    if (class_index < 0 && hwr_label_other_case(other, text) != 0)
        class_index = hwr_labels_find(labels, other);
    return class_index;
}

hwr_status hwr_labels_add(hwr_labels *labels, const char *text) {
    char other[HWR_LABEL_BYTES];
    size_t length = strlen(text);
    if (!hwr_label_valid(text, length) || hwr_labels_find(labels, text) >= 0) return HWR_ERR_LABELS;
    if (labels->n == HWR_MAX_CLASSES) return HWR_ERR_TOO_LARGE;
    int c = labels->n++;
    memset(labels->text[c], 0, HWR_LABEL_BYTES);
    memcpy(labels->text[c], text, length);
    int sibling = -1, turn = hwr_label_other_case(other, text);
    if (turn != 0) sibling = hwr_labels_find(labels, other);
    labels->group[c] = (uint8_t)(sibling >= 0 ? labels->group[sibling] : labels->n_groups++);
    if (sibling < 0 || turn > 0) /* a group is named by its capital where it has one */
        memcpy(labels->group_text[labels->group[c]], labels->text[c], HWR_LABEL_BYTES);
    return HWR_OK;
}

void hwr_labels_letters37(hwr_labels *out) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt";
    memset(out, 0, sizeof *out);
    out->n_groups = 26;
    for (; letters[out->n]; out->n++) {
        out->text[out->n][0] = letters[out->n];
        out->group[out->n] = (uint8_t)((letters[out->n] | 32) - 'a');
    }
    memcpy(out->group_text, out->text, 26 * sizeof *out->text);
}

/* 1 where the text is valid, ends inside its bytes and is padded with NULs. */
static int stored_well(const char text[HWR_LABEL_BYTES]) {
    const char *end = memchr(text, '\0', HWR_LABEL_BYTES);
    if (!end || !hwr_label_valid(text, (size_t)(end - text))) return 0;
    while (end < text + HWR_LABEL_BYTES)
        if (*end++ != '\0') return 0;
    return 1;
}

hwr_status hwr_labels_check(const hwr_labels *labels) {
    int used = 0;
    if (labels->n < 2 || labels->n > HWR_MAX_CLASSES) return HWR_ERR_LABELS;
    if (labels->n_groups < 1 || labels->n_groups > labels->n) return HWR_ERR_LABELS;
    for (int c = 0; c < labels->n; c++) {
        if (!stored_well(labels->text[c])) return HWR_ERR_LABELS;
        if (hwr_labels_find(labels, labels->text[c]) != c) return HWR_ERR_LABELS;
        if (labels->group[c] > used || labels->group[c] >= labels->n_groups) return HWR_ERR_LABELS;
        used += labels->group[c] == used;
    }
    if (used != labels->n_groups) return HWR_ERR_LABELS;
    for (int g = 0; g < labels->n_groups; g++) {
        if (!stored_well(labels->group_text[g])) return HWR_ERR_LABELS;
        if (find(labels->group_text, g, labels->group_text[g]) >= 0) return HWR_ERR_LABELS;
    }
    return HWR_OK;
}

void hwr_fold_probabilities(const hwr_labels *labels, float *folded, const float *probabilities) {
    for (int g = 0; g < labels->n_groups; g++) folded[g] = 0;
    for (int c = 0; c < labels->n; c++) folded[labels->group[c]] += probabilities[c];
}

float hwr_letter_score(const hwr_labels *labels, const float *folded) {
    float best = 0, second = 0;
    for (int g = 0; g < labels->n_groups; g++) {
        if (folded[g] > best) {
            second = best;
            best = folded[g];
        } else if (folded[g] > second) {
            second = folded[g];
        }
    }
    return best + second;
}
