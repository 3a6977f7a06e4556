/* dataset.c - EMNIST's label sets folded to one, and its images turned upright. */
#include "dataset.h"

#include <stdlib.h>
#include <string.h>

enum { BAD_LABEL = 255 };

const char *hwr_label_set_name(hwr_label_set set) {
    static const char *const names[HWR_LABEL_SET_COUNT] = {"merge47", "letters26", "byclass62"};
    return (unsigned)set < HWR_LABEL_SET_COUNT ? names[set] : NULL;
}

int hwr_target_fold(uint8_t target) {
    if (target >= HWR_TARGET_FOLDED && target < HWR_TARGET_FOLDED + HWR_FOLDED) {
        return target - HWR_TARGET_FOLDED;
    }
    return hwr_class_fold(target);
}

static uint8_t target_merge47(uint8_t label) {
    if (label < 10) return (uint8_t)(HWR_TARGET_DIGIT + label);
    return label < 10 + HWR_CLASSES ? (uint8_t)(label - 10) : (uint8_t)BAD_LABEL;
}

static uint8_t target_letters26(uint8_t label) {
    if (label < 1 || label > HWR_FOLDED) return BAD_LABEL;
    return (uint8_t)(HWR_TARGET_FOLDED + label - 1);
}

static uint8_t target_byclass62(uint8_t label) {
    if (label < 10) return (uint8_t)(HWR_TARGET_DIGIT + label);
    if (label < 36) return (uint8_t)hwr_class_of_letter((char)('A' + label - 10));
    return label < 62 ? (uint8_t)hwr_class_of_letter((char)('a' + label - 36)) : (uint8_t)BAD_LABEL;
}

/* The target of a label, BAD_LABEL outside the set. */
static uint8_t target_of(hwr_label_set set, uint8_t label) {
    switch (set) {
    case HWR_LABELS_MERGE47:
        return target_merge47(label);
    case HWR_LABELS_LETTERS26:
        return target_letters26(label);
    case HWR_LABELS_BYCLASS62:
        return target_byclass62(label);
    case HWR_LABEL_SET_COUNT:
        break;
    }
    return BAD_LABEL;
}

static void transpose(uint8_t upright[HWR_PIXELS], const uint8_t stored[HWR_PIXELS]) {
    for (int y = 0; y < HWR_SIDE; y++) {
        for (int x = 0; x < HWR_SIDE; x++) {
            upright[y * HWR_SIDE + x] = stored[x * HWR_SIDE + y];
        }
    }
}

void hwr_dataset_free(hwr_dataset *set) {
    free(set->images);
    free(set->targets);
    memset(set, 0, sizeof *set);
}

hwr_status hwr_dataset_reserve(hwr_dataset *set, size_t more) {
    if (more <= set->capacity - set->n) return HWR_OK;
    if (more > SIZE_MAX / HWR_PIXELS - set->n) return HWR_ERR_MEMORY;
    size_t capacity = set->n + more;
    uint8_t *images = realloc(set->images, capacity * HWR_PIXELS);
    if (!images) return HWR_ERR_MEMORY;
    set->images = images;
    uint8_t *targets = realloc(set->targets, capacity);
    if (!targets) return HWR_ERR_MEMORY;
    set->targets = targets;
    set->capacity = capacity;
    return HWR_OK;
}

hwr_status hwr_dataset_append_idx(hwr_dataset *set, size_t *where, const hwr_idx *images,
                                  const hwr_idx *labels, hwr_label_set label_set, int keep_digits) {
    *where = 0;
    if ((unsigned)label_set >= HWR_LABEL_SET_COUNT) return HWR_ERR_ARGUMENT;
    if (images->rank != 3 || images->dims[1] != HWR_SIDE || images->dims[2] != HWR_SIDE ||
        labels->rank != 1 || images->dims[0] != labels->dims[0]) {
        return HWR_ERR_SHAPE;
    }
    size_t kept = 0;
    for (size_t i = 0; i < labels->count; i++) {
        uint8_t target = target_of(label_set, labels->data[i]);
        if (target == BAD_LABEL) {
            *where = i;
            return HWR_ERR_LABELS;
        }
        kept += keep_digits || target < HWR_TARGET_DIGIT;
    }
    hwr_status status = hwr_dataset_reserve(set, kept);
    if (status != HWR_OK) return status;
    for (size_t i = 0; i < labels->count; i++) {
        uint8_t target = target_of(label_set, labels->data[i]);
        if (!keep_digits && target >= HWR_TARGET_DIGIT) continue;
        transpose(set->images + set->n * HWR_PIXELS, images->data + i * HWR_PIXELS);
        set->targets[set->n++] = target;
    }
    return HWR_OK;
}

void hwr_dataset_keep_digits(hwr_dataset *set, const char *digits, int odd) {
    size_t kept = 0, seen = 0;
    for (size_t i = 0; i < set->n; i++) {
        uint8_t target = set->targets[i];
        if (target >= HWR_TARGET_DIGIT && target < HWR_TARGET_DIGIT + 10) {
            if ((int)(seen++ % 2) != odd) continue;
            if (!strchr(digits, '0' + target - HWR_TARGET_DIGIT)) continue;
        }
        memmove(set->images + kept * HWR_PIXELS, set->images + i * HWR_PIXELS, HWR_PIXELS);
        set->targets[kept++] = target;
    }
    set->n = kept;
}
