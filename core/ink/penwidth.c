/* penwidth.c - measures how wide the strokes of a binary raster are, and makes them
 * wider or narrower. The ink may not touch the frame. */
#include "ink.h"

#include <string.h>

enum { SIDE = HWR_INK_SIDE };

/* By Newton, from above; for v up to 1e12. Needs no libm and gives the same bits
 * everywhere. */
static double square_root(double v) {
    if (!(v > 0)) return 0;
    double root = 1e6;
    for (int i = 0; i < 40; i++) root = (root + v / root) / 2;
    return root;
}

/* A stroke of length l and width w with round caps has area l w + pi w^2 / 4 and
 * perimeter 2 l + pi w; this solves for w. Area and perimeter are summed over 2x2
 * windows, "bit quads" (Gray 1971). */
double hwr_ink_width(const uint8_t *raster) {
    const double pi = 3.14159265358979, half_root2 = 0.70710678118655;
    int area = 0, straight = 0, corners = 0;
    for (int y = 0; y < SIDE - 1; y++) {
        for (int x = 0; x < SIDE - 1; x++) {
            const uint8_t *q = raster + y * SIDE + x;
            int a = q[0] & 1, b = q[1] & 1, c = q[SIDE] & 1, d = q[SIDE + 1] & 1;
            int n = a + b + c + d;
            area += n;
            if (n == 1 || n == 3) corners++;
            if (n == 2 && a == d) corners += 2;
            if (n == 2 && a != d) straight++;
        }
    }
    double perimeter = straight + corners * half_root2;
    return (perimeter - square_root(perimeter * perimeter - pi * area)) / pi;
}

/* Stamps a disc on every pixel that has its value and a 4-neighbour that has not. */
void hwr_ink_grow(uint8_t *to, const uint8_t *from, uint8_t value, double reach) {
    int whole = (int)(reach + 0.5), reach2 = (int)((reach + 0.5) * (reach + 0.5));
    int span[SIDE] = {0}; /* half the width of the disc, a row */
    for (int dy = 0; dy <= whole; dy++) {
        while ((span[dy] + 1) * (span[dy] + 1) + dy * dy <= reach2) span[dy]++;
    }
    memcpy(to, from, HWR_INK_PIXELS);
    for (int i = SIDE; i < HWR_INK_PIXELS - SIDE; i++) {
        const uint8_t *p = from + i;
        int inside = p[-SIDE] == value && p[SIDE] == value && p[-1] == value && p[1] == value;
        if (*p != value || inside) continue;
        int x = i % SIDE, y = i / SIDE;
        for (int dy = -whole; dy <= whole; dy++) {
            int dx = span[dy < 0 ? -dy : dy];
            int left = x > dx ? x - dx : 0, right = x + dx < SIDE ? x + dx : SIDE - 1;
            if (y + dy < 0 || y + dy >= SIDE) continue;
            memset(to + (y + dy) * SIDE + left, value, (size_t)(right - left + 1));
        }
    }
}
