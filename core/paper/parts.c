/* parts.c - connected pieces of ink, each thresholded at half of its own darkness.
 *
 * What exceeds the noise is joined into pieces, 8-connected, by union-find over the pixels. A
 * pencil and a marker on one sheet differ in darkness, and a faint stain beside ink is no ink: so
 * each piece keeps only what is at least half as dark as the darkest tenth of it, and is taken
 * apart again. */
#include "parts.h"

#include <string.h>

enum { NONE = -1, STEPS = 16 };

/* ---- Union-find: label holds each pixel's parent ---- */

static int32_t find_root(int32_t *label, int32_t i) {
    while (label[i] != i) {
        label[i] = label[label[i]];
        i = label[i];
    }
    return i;
}

static void join(int32_t *label, int32_t i, int32_t j) {
    const int32_t a = find_root(label, i), b = find_root(label, j);
    if (a < b)
        label[b] = a;
    else
        label[a] = b;
}

/* Joins every pixel that exceeds `least` with its neighbours above and to the left. */
static void join_all(hwr_paper *paper, int least) {
    const int32_t w = (int32_t)paper->width, h = (int32_t)paper->height;
    for (int32_t y = 0; y < h; y++) {
        for (int32_t x = 0; x < w; x++) {
            const int32_t i = y * w + x;
            paper->label[i] = paper->depth[i] > least ? i : NONE;
            if (paper->label[i] == NONE) continue;
            if (x && paper->label[i - 1] != NONE) join(paper->label, i, i - 1);
            if (!y) continue;
            if (paper->label[i - w] != NONE)
                join(paper->label, i, i - w);
            else {
                if (x && paper->label[i - w - 1] != NONE) join(paper->label, i, i - w - 1);
                if (x + 1 < w && paper->label[i - w + 1] != NONE) join(paper->label, i, i - w + 1);
            }
        }
    }
}

/* Parents become numbers 0.. of pieces in the order of their first pixel, which is their root.
 * Returns how many; where there are more than HWR_PAPER_PARTS, the rest is dropped. */
static size_t number_all(hwr_paper *paper) {
    const int32_t pixels = (int32_t)(paper->width * paper->height);
    size_t n = 0;
    for (int32_t i = 0; i < pixels; i++) {
        int32_t *label = paper->label;
        if (label[i] == NONE) continue;
        /* Earlier pixels hold numbers already, as -2 - number. */
        if (label[i] == i) {
            label[i] = -2 - (int32_t)n++;
            continue;
        }
        int32_t root = label[i];
        while (root >= 0) root = label[root];
        label[i] = root;
    }
    for (int32_t i = 0; i < pixels; i++) {
        int32_t *label = paper->label + i;
        if (*label == NONE) continue;
        *label = -2 - *label < HWR_PAPER_PARTS ? -2 - *label : NONE;
    }
    return n;
}

/* ---- Darkness ---- */

/* The darkness that a tenth of each piece exceeds, to 1/STEPS of full, in paper->parts[].level. */
static void measure_levels(hwr_paper *paper, size_t n) {
    uint32_t(*count)[STEPS] = (uint32_t(*)[STEPS])(void *)paper->scratch;
    const size_t pixels = paper->width * paper->height;
    memset(count, 0, n * sizeof *count);
    for (size_t i = 0; i < pixels; i++)
        if (paper->label[i] != NONE) count[paper->label[i]][paper->depth[i] / (256 / STEPS)]++;
    for (size_t p = 0; p < n; p++) {
        uint32_t total = 0, above = 0;
        int step = STEPS - 1;
        for (int k = 0; k < STEPS; k++) total += count[p][k];
        for (; step > 0; step--) {
            above += count[p][step];
            if (10 * above >= total) break;
        }
        paper->parts[p].level = step * (256 / STEPS) + 128 / STEPS;
    }
}

/* Clears what is less than half as dark as its piece. */
static void drop_faint(hwr_paper *paper) {
    const size_t pixels = paper->width * paper->height;
    for (size_t i = 0; i < pixels; i++) {
        const int32_t p = paper->label[i];
        if (p == NONE || 20 * paper->depth[i] < 9 * paper->parts[p].level) paper->depth[i] = 0;
    }
}

static void measure_boxes(hwr_paper *paper, size_t n) {
    const int w = (int)paper->width, h = (int)paper->height;
    for (size_t p = 0; p < n; p++)
        paper->parts[p] = (hwr_paper_part){.left = w, .top = h, .letter = HWR_PAPER_NO_LETTER};
    for (int y = 0; y < h; y++) {
        const int32_t *row = paper->label + (size_t)y * paper->width;
        for (int x = 0; x < w; x++) {
            if (row[x] == NONE) continue;
            hwr_paper_part *p = &paper->parts[row[x]];
            p->left = x < p->left ? x : p->left;
            p->right = x + 1 > p->right ? x + 1 : p->right;
            p->top = y < p->top ? y : p->top;
            p->bottom = y + 1;
            p->area++;
            p->edge += (uint32_t)(x == 0 || row[x - 1] == NONE) +
                       (uint32_t)(x + 1 == w || row[x + 1] == NONE) +
                       (uint32_t)(y == 0 || row[x - w] == NONE) +
                       (uint32_t)(y + 1 == h || row[x + w] == NONE);
        }
    }
}

int hwr_paper_find_parts(hwr_paper *paper, int noise) {
    size_t n;
    for (int least = noise;; least += least / 2) {
        join_all(paper, least);
        n = number_all(paper);
        if (n <= HWR_PAPER_PARTS) break;
        if (least > 100) return 0;
    }
    measure_levels(paper, n);
    drop_faint(paper);
    join_all(paper, 0);
    n = number_all(paper);
    if (n > HWR_PAPER_PARTS) n = HWR_PAPER_PARTS;
    measure_boxes(paper, n);
    const size_t kept = n;
    measure_levels(paper, kept);
    paper->n_parts = kept;
    return 1;
}
