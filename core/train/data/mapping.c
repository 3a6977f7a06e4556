/* mapping.c - built-in label mappings, mapping files, and their labels as targets. */
#include "mapping.h"

#include <string.h>

/* ---- Built-in ones -------------------------------------------------------- */

#define DIGITS "0123456789"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define MERGED "abdefghnqrt" /* the small letters that ByMerge keeps apart from their capitals */

/* One character a label; a second string gives each label its second text. */
static const struct {
    const char *name;
    int first, others, upright;
    const char *characters, *second;
} builtin[] = {
    {"letters37", 0, 10, 0, DIGITS CAPITALS MERGED, NULL},
    {"balanced47", 0, 0, 0, DIGITS CAPITALS MERGED, NULL},
    {"bymerge47", 0, 0, 0, DIGITS CAPITALS MERGED, NULL},
    {"byclass62", 0, 0, 0, DIGITS CAPITALS SMALL, NULL},
    {"letters26", 1, 0, 0, CAPITALS, SMALL},
    {"digits10", 0, 0, 0, DIGITS, NULL},
    {"mnist10", 0, 0, 1, DIGITS, NULL},
};

enum { BUILTIN = sizeof builtin / sizeof *builtin };

const char *hwr_mapping_name(int index) {
    return index >= 0 && index < BUILTIN ? builtin[index].name : NULL;
}

hwr_status hwr_mapping_builtin(hwr_mapping *out, const char *name) {
    memset(out, 0, sizeof *out);
    const char *canonical = strcmp(name, "merge47") == 0 ? "letters37" : name;
    for (int i = 0; i < BUILTIN; i++) {
        if (strcmp(builtin[i].name, canonical) != 0) continue;
        strncpy(out->name, name, sizeof out->name - 1);
        out->first = builtin[i].first;
        out->others = builtin[i].others;
        out->upright = builtin[i].upright;
        out->n = (int)strlen(builtin[i].characters);
        for (int k = 0; k < out->n; k++) {
            out->text[k][0][0] = builtin[i].characters[k];
            if (builtin[i].second) out->text[k][1][0] = builtin[i].second[k];
        }
        return HWR_OK;
    }
    return HWR_ERR_ARGUMENT;
}

/* ---- Mapping files -------------------------------------------------------- */

/* One line without its end. */
typedef struct reader {
    const char *at, *end;
} reader;

static int is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/* A decimal number below 2^24; 0 where there is none. */
static int read_number(uint32_t *out, reader *r) {
    const char *start = r->at;
    for (*out = 0; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++) {
        *out = 10 * *out + (uint32_t)(*r->at - '0');
        if (*out >= 1u << 24) return 0;
    }
    return r->at > start;
}

static void skip_blanks(reader *r) {
    while (r->at < r->end && is_blank(*r->at)) r->at++;
}

static hwr_status read_text(char text[HWR_LABEL_BYTES], const char **why, reader *r) {
    skip_blanks(r);
    while (r->end > r->at && is_blank(r->end[-1])) r->end--;
    size_t length = (size_t)(r->end - r->at);
    if (!hwr_label_valid(r->at, length)) {
        *why = length == 0 ? "there is no text after the label"
                           : "the text is not UTF-8 of 1 to 15 bytes without control characters; "
                             "shorten it, or save the file as UTF-8";
        return HWR_ERR_LABELS;
    }
    memcpy(text, r->at, length);
    return HWR_OK;
}

static hwr_status read_codes(char text[2][HWR_LABEL_BYTES], const char **why, reader *r) {
    int n = 0;
    for (skip_blanks(r); r->at < r->end; skip_blanks(r), n++) {
        uint32_t code;
        if (n == 2 || !read_number(&code, r) || (r->at < r->end && !is_blank(*r->at))) {
            *why = "a line is \"label code\", \"label code code\" or \"label<TAB>text\"";
            return HWR_ERR_FORMAT;
        }
        if (!hwr_label_from_code(text[n], code)) {
            *why = "a character code is not that of a printable character";
            return HWR_ERR_LABELS;
        }
    }
    if (n == 0) *why = "a label without a character code";
    return n > 0 ? HWR_OK : HWR_ERR_FORMAT;
}

static int text_is_known(const hwr_mapping *m, const char *text) {
    for (int i = 0; i < m->n; i++)
        for (int k = 0; k < 2; k++)
            if (strcmp(m->text[i][k], text) == 0) return 1;
    return 0;
}

static hwr_status parse_line(hwr_mapping *out, const char **why, reader *r) {
    char text[2][HWR_LABEL_BYTES] = {{0}, {0}};
    uint32_t label;
    if (!read_number(&label, r)) {
        *why = "a line begins with a label's number";
        return HWR_ERR_FORMAT;
    }
    if (label > 255 || out->n == HWR_MAX_MAPPING) {
        *why = "labels are 0 to 255, as the single bytes of a label file";
        return HWR_ERR_TOO_LARGE;
    }
    if (out->n == 0) out->first = (int)label;
    if ((int)label != out->first + out->n) {
        *why = "labels rise by one from line to line; one is missing, or twice there";
        return HWR_ERR_FORMAT;
    }
    hwr_status status =
        r->at < r->end && *r->at == '\t' ? read_text(text[0], why, r) : read_codes(text, why, r);
    if (status != HWR_OK) return status;
    for (int k = 0; k < 2 && text[k][0]; k++)
        if (text_is_known(out, text[k]) || (k == 1 && strcmp(text[0], text[1]) == 0)) {
            *why = "the text is another label's already";
            return HWR_ERR_FORMAT;
        }
    memcpy(out->text[out->n++], text, sizeof text);
    return HWR_OK;
}

hwr_status hwr_mapping_parse(hwr_mapping *out, size_t *line, const char **why, const char *text,
                             size_t length) {
    const char *end = text + length;
    memset(out, 0, sizeof *out);
    *line = 0;
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) text += 3; /* a byte order mark */
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        reader r = {text, newline ? newline : end};
        text = newline ? newline + 1 : end;
        ++*line;
        reader ahead = r;
        skip_blanks(&ahead);
        if (ahead.at == ahead.end) continue;
        hwr_status status = parse_line(out, why, &r);
        if (status != HWR_OK) return status;
    }
    *why = "there are no labels";
    return out->n > 0 ? HWR_OK : HWR_ERR_FORMAT;
}

/* ---- Labels as targets ---------------------------------------------------- */

int hwr_target_is_other(uint16_t target) {
    return target >= HWR_TARGET_OTHER && target < HWR_TARGET_UNKNOWN;
}

int hwr_target_fold(const hwr_labels *labels, uint16_t target) {
    if (target < labels->n) return labels->group[target];
    int group = (int)target - HWR_TARGET_GROUP;
    return group >= 0 && group < labels->n_groups ? group : -1;
}

/* 1 where two texts of one label are two classes to the network. */
static int case_matters(const hwr_mapping *m, const hwr_labels *labels) {
    for (int i = 0; i < m->n; i++)
        if (m->text[i][1][0] && hwr_labels_class_of(labels, m->text[i][0]) !=
                                    hwr_labels_class_of(labels, m->text[i][1]))
            return 1;
    return 0;
}

void hwr_mapping_targets(uint16_t *targets, const hwr_mapping *mapping, const hwr_labels *labels) {
    const int by_group = case_matters(mapping, labels);
    for (int i = 0; i < mapping->n; i++) {
        const char *first = mapping->text[i][0], *second = mapping->text[i][1];
        int class_index = hwr_labels_class_of(labels, first);
        if (class_index < 0 && second[0]) class_index = hwr_labels_class_of(labels, second);
        if (class_index < 0)
            targets[i] = (uint16_t)(HWR_TARGET_OTHER + (first[1] ? 0 : (uint8_t)first[0]));
        else if (by_group && second[0])
            targets[i] = (uint16_t)(HWR_TARGET_GROUP + labels->group[class_index]);
        else
            targets[i] = (uint16_t)class_index;
    }
}

hwr_status hwr_mapping_add_classes(hwr_labels *labels, const hwr_mapping *mapping) {
    const hwr_labels before = *labels;
    for (int i = mapping->others; i < mapping->n; i++) {
        const char *text = mapping->text[i][0];
        if (hwr_labels_class_of(&before, text) >= 0 || hwr_labels_find(labels, text) >= 0) continue;
        hwr_status status = hwr_labels_add(labels, text);
        if (status != HWR_OK) return status;
    }
    return HWR_OK;
}
