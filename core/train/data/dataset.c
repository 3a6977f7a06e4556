/* dataset.c - labelled images as a network's targets, turned upright. */
#include "dataset.h"

#include <stdlib.h>
#include <string.h>

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
    uint16_t *targets = realloc(set->targets, capacity * sizeof *targets);
    if (!targets) return HWR_ERR_MEMORY;
    set->targets = targets;
    set->capacity = capacity;
    return HWR_OK;
}

static int is_picture_file(const hwr_idx *images) {
    return images->rank == 3 && images->dims[1] == HWR_SIDE && images->dims[2] == HWR_SIDE;
}

/* Appends one image; there is room for it. */
static void append(hwr_dataset *set, const uint8_t *stored, uint16_t target, int upright) {
    uint8_t *to = set->images + set->n * HWR_PIXELS;
    if (upright)
        memcpy(to, stored, HWR_PIXELS);
    else
        transpose(to, stored);
    set->targets[set->n++] = target;
}

hwr_status hwr_dataset_append_idx(hwr_dataset *set, size_t *where, size_t *left_out,
                                  const hwr_idx *images, const hwr_idx *labels,
                                  const hwr_reading *reading) {
    const hwr_mapping *mapping = reading->mapping;
    uint16_t targets[HWR_MAX_MAPPING];
    *where = 0;
    if (!is_picture_file(images) || labels->rank != 1 || images->dims[0] != labels->dims[0])
        return HWR_ERR_SHAPE;
    hwr_mapping_targets(targets, mapping, reading->labels);
    size_t kept = 0;
    for (size_t i = 0; i < labels->count; i++) {
        int k = labels->data[i] - mapping->first;
        if (k < 0 || k >= mapping->n) {
            *where = i;
            return HWR_ERR_LABELS;
        }
        kept += reading->keep_others || !hwr_target_is_other(targets[k]);
    }
    hwr_status status = hwr_dataset_reserve(set, kept);
    if (status != HWR_OK) return status;
    for (size_t i = 0; i < labels->count; i++) {
        uint16_t target = targets[labels->data[i] - mapping->first];
        if (reading->keep_others || !hwr_target_is_other(target))
            append(set, images->data + i * HWR_PIXELS, target, reading->upright);
        else if (left_out)
            left_out[labels->data[i]]++;
    }
    return HWR_OK;
}

hwr_status hwr_dataset_append_images(hwr_dataset *set, const hwr_idx *images, int upright) {
    if (!is_picture_file(images)) return HWR_ERR_SHAPE;
    hwr_status status = hwr_dataset_reserve(set, images->dims[0]);
    for (size_t i = 0; status == HWR_OK && i < images->dims[0]; i++)
        append(set, images->data + i * HWR_PIXELS, HWR_TARGET_UNKNOWN, upright);
    return status;
}

void hwr_dataset_keep_digits(hwr_dataset *set, const char *digits, int odd) {
    size_t kept = 0, seen = 0;
    for (size_t i = 0; i < set->n; i++) {
        uint16_t target = set->targets[i];
        int digit = target - HWR_TARGET_OTHER;
        if (digit >= '0' && digit <= '9') {
            if ((int)(seen++ % 2) != odd) continue;
            if (!strchr(digits, digit)) continue;
        }
        memmove(set->images + kept * HWR_PIXELS, set->images + i * HWR_PIXELS, HWR_PIXELS);
        set->targets[kept++] = target;
    }
    set->n = kept;
}

double hwr_dataset_tallness(const uint8_t *images, size_t n) {
    enum { MOST = 2000, INK = 128 };
    const size_t step = (n + MOST - 1) / MOST; /* files are often sorted by label */
    double sum = 0, seen = 0;
    for (size_t i = 0; i < n; i += step, images += step * HWR_PIXELS, seen++) {
        int left = HWR_SIDE, right = -1, top = HWR_SIDE, bottom = -1;
        for (int p = 0; p < HWR_PIXELS; p++) {
            if (images[p] < INK) continue;
            int x = p % HWR_SIDE, y = p / HWR_SIDE;
            if (x < left) left = x;
            if (x > right) right = x;
            if (y < top) top = y;
            bottom = y;
        }
        sum += (bottom - top) - (right - left);
    }
    return n ? sum / seen : 0;
}
