#include "duplicates.h"

#include <stdlib.h>
#include <string.h>

/* Open addressing; a slot holds the number of an image + 1, of banned first, then of set. */
typedef struct table {
    const hwr_dataset *banned, *set;
    uint32_t *slots;
    size_t mask, n_banned;
} table;

static const uint8_t *image_at(const table *t, size_t i) {
    const hwr_dataset *from = i < t->n_banned ? t->banned : t->set;
    return from->images + (i < t->n_banned ? i : i - t->n_banned) * HWR_PIXELS;
}

static uint64_t hash_image(const uint8_t *image) {
    uint64_t hash = 0;
    for (int i = 0; i < HWR_PIXELS; i += 8) {
        uint64_t word;
        memcpy(&word, image + i, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return hash;
}

/* The slot of an equal image, or the free one where it belongs. */
static uint32_t *find(const table *t, const uint8_t *image) {
    size_t at = (size_t)hash_image(image) & t->mask;
    while (t->slots[at] && memcmp(image_at(t, t->slots[at] - 1), image, HWR_PIXELS) != 0)
        at = (at + 1) & t->mask;
    return &t->slots[at];
}

/* Marks in keep (n) what stays. */
static void choose(table *t, uint8_t *keep, hwr_dropped *dropped) {
    for (size_t i = 0; i < t->n_banned; i++) {
        uint32_t *slot = find(t, image_at(t, i));
        if (*slot == 0) *slot = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < t->set->n; i++) {
        uint32_t *slot = find(t, t->set->images + i * HWR_PIXELS);
        keep[i] = *slot == 0;
        if (*slot == 0) {
            *slot = (uint32_t)(t->n_banned + i) + 1;
            continue;
        }
        size_t other = *slot - 1;
        dropped->banned += other < t->n_banned;
        dropped->repeats += other >= t->n_banned;
        if (other < t->n_banned) continue;
        const uint16_t *targets = t->set->targets;
        if (targets[other - t->n_banned] >= HWR_MAX_CLASSES && targets[i] < HWR_MAX_CLASSES) {
            keep[other - t->n_banned] = 0; /* this one says more */
            keep[i] = 1;
            *slot = (uint32_t)(t->n_banned + i) + 1;
        }
    }
}

hwr_status hwr_dataset_drop_duplicates(hwr_dataset *set, hwr_dropped *dropped,
                                       const hwr_dataset *banned) {
    table t = {banned, set, NULL, 1, banned ? banned->n : 0};
    memset(dropped, 0, sizeof *dropped);
    if (set->n == 0) return HWR_OK;
    while (t.mask < 2 * (set->n + t.n_banned)) t.mask *= 2;
    t.slots = calloc(t.mask, sizeof *t.slots);
    uint8_t *keep = malloc(set->n);
    t.mask--;
    if (!t.slots || !keep) {
        free(t.slots);
        free(keep);
        return HWR_ERR_MEMORY;
    }
    choose(&t, keep, dropped);
    size_t n = 0;
    for (size_t i = 0; i < set->n; i++) {
        if (!keep[i]) continue;
        if (n != i) memcpy(set->images + n * HWR_PIXELS, set->images + i * HWR_PIXELS, HWR_PIXELS);
        set->targets[n++] = set->targets[i];
    }
    set->n = n;
    free(t.slots);
    free(keep);
    return HWR_OK;
}
