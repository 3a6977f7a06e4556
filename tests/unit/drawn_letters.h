/* drawn_letters.h - a few letters written by hand for the tests, and a canvas to draw
 * them on. */
#ifndef DRAWN_LETTERS_H
#define DRAWN_LETTERS_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "hwr.h"

typedef struct drawn_letter {
    char letter;
    float xy[64];
    uint32_t lengths[4];
    int n_strokes;
} drawn_letter;

static const drawn_letter drawn_letters[] = {
    {'A', {0, 100, 40, 0, 80, 100, 14, 66, 66, 66}, {3, 2}, 2},
    {'o',
     {50, 5,  35, 8,  20, 20, 10, 40, 12, 62, 24, 80, 42,
      88, 62, 84, 76, 70, 82, 48, 76, 24, 64, 10, 48, 5},
     {13},
     1},
    {'R',
     {10, 0, 8, 100, 10, 2, 44, 0, 62, 14, 60, 36, 40, 50, 12, 52, 30, 52, 64, 100},
     {2, 8},
     2},
    {'g',
     {60, 20, 40, 8, 20, 20, 20, 44, 40, 54, 58, 40, 60, 14, 62, 60, 58, 88, 40, 98, 16, 88},
     {11},
     1},
    {'i', {40, 30, 38, 100, 41, 4}, {2, 1}, 2},
    {'l', {50, 0, 50, 60, 50, 100}, {3}, 1},
    {'-', {0, 10, 300, 10}, {2}, 1},
    {'m',
     {0, 40, 0, 100, 2, 60, 16, 42, 30, 50, 32, 100, 34, 60, 50, 42, 66, 50, 68, 96, 76, 100},
     {11},
     1},
};
enum { DRAWN_LETTERS = sizeof drawn_letters / sizeof drawn_letters[0] };

static inline size_t drawn_points(const drawn_letter *l) {
    size_t n = 0;
    for (int s = 0; s < l->n_strokes; s++) n += l->lengths[s];
    return n;
}

static inline hwr_status drawn_preprocess(hwr_preprocess *pre, const drawn_letter *l) {
    return hwr_preprocess_strokes(pre, l->xy, l->lengths, (size_t)l->n_strokes, &hwr_pen_default);
}

/* FNV-1a, 64 bits. */
static inline uint64_t fnv1a(const uint8_t *bytes, size_t n) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++) hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

enum { CANVAS = 280 };

/* The square of the distance from (x, y) to the nearest line of the letter. */
static inline float drawn_distance2(const drawn_letter *l, float x, float y) {
    float nearest = 1e30f;
    const float *p = l->xy;
    for (int s = 0; s < l->n_strokes; s++) {
        for (uint32_t k = 0; k < l->lengths[s]; k++, p += 2) {
            const float *q = k + 1 < l->lengths[s] ? p + 2 : p;
            float dx = q[0] - p[0], dy = q[1] - p[1], ex = x - p[0], ey = y - p[1];
            float length2 = dx * dx + dy * dy;
            float t = length2 > 0 ? (ex * dx + ey * dy) / length2 : 0;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            float fx = ex - t * dx, fy = ey - t * dy, d = fx * fx + fy * fy;
            nearest = d < nearest ? d : nearest;
        }
    }
    return nearest;
}

/* coverage: (CANVAS, CANVAS), 0..255 = ink, with smooth edges. The letter's longer side
 * is `extent` pixels, drawn in the middle with a round pen of `width`. */
static inline void drawn_canvas(uint8_t *coverage, const drawn_letter *l, float extent,
                                float width) {
    float low[2] = {1e9f, 1e9f}, high[2] = {-1e9f, -1e9f};
    for (size_t i = 0; i < 2 * drawn_points(l); i++) {
        low[i % 2] = l->xy[i] < low[i % 2] ? l->xy[i] : low[i % 2];
        high[i % 2] = l->xy[i] > high[i % 2] ? l->xy[i] : high[i % 2];
    }
    float side = high[0] - low[0] > high[1] - low[1] ? high[0] - low[0] : high[1] - low[1];
    for (int i = 0; i < CANVAS * CANVAS; i++) {
        float x = ((float)(i % CANVAS) + 0.5f - CANVAS / 2) * side / extent;
        float y = ((float)(i / CANVAS) + 0.5f - CANVAS / 2) * side / extent;
        float d2 = drawn_distance2(l, x + (low[0] + high[0]) / 2, y + (low[1] + high[1]) / 2);
        float c = width / 2 + 0.5f - sqrtf(d2) * extent / side;
        coverage[i] = (uint8_t)(255 * (c < 0 ? 0 : c > 1 ? 1 : c));
    }
}

/* The mean absolute difference of two images, in grey levels. */
static inline double image_distance(const uint8_t *a, const uint8_t *b) {
    int sum = 0;
    for (int i = 0; i < HWR_PIXELS; i++) sum += a[i] > b[i] ? a[i] - b[i] : b[i] - a[i];
    return (double)sum / HWR_PIXELS;
}

#endif
