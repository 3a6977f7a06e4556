/* layout.c - see layout.h. */
#include "photos/layout.h"

#include <math.h>

enum { MARGIN = 150, ROWS = 64, STEPS = 32 };

photo_letter photo_letter_of(const tool_strokes *set, size_t i) {
    const size_t stroke = set->first_stroke[i];
    return (photo_letter){.xy = set->xy + 2 * set->first_point[i],
                          .lengths = set->lengths + stroke,
                          .n_strokes = set->first_stroke[i + 1] - stroke};
}

static size_t points_of(const photo_letter *l) {
    size_t n = 0;
    for (size_t i = 0; i < l->n_strokes; i++) n += l->lengths[i];
    return n;
}

/* Least and most of x and y. */
static void bounds(float low[2], float high[2], const photo_letter *l) {
    const size_t n = points_of(l);
    low[0] = low[1] = 1e9f;
    high[0] = high[1] = -1e9f;
    for (size_t i = 0; i < 2 * n; i++) {
        low[i % 2] = fminf(low[i % 2], l->xy[i]);
        high[i % 2] = fmaxf(high[i % 2], l->xy[i]);
    }
}

/* How far the pen's way reaches in each of ROWS rows of top..bottom, to the right (sign 1) or to
 * the left (-1, the negative). */
static void reach(float row[ROWS], const photo_letter *l, float sign, float top, float bottom) {
    float low[2], high[2];
    bounds(low, high, l);
    const float side = fmaxf(fmaxf(high[0] - low[0], high[1] - low[1]), 1e-6f);
    const float scale = (l->bottom - l->top) / side;
    const float *from = l->xy;
    for (int r = 0; r < ROWS; r++) row[r] = -1e9f;
    for (size_t i = 0; i < l->n_strokes; from += 2 * l->lengths[i++]) {
        for (uint32_t j = 0; j < l->lengths[i]; j++) {
            const float *a = from + 2 * (j ? j - 1 : 0), *b = from + 2 * j;
            for (int k = 0; k <= STEPS; k++) {
                const float t = (float)k / STEPS;
                const float x = (l->left + l->right) / 2 +
                                (a[0] + t * (b[0] - a[0]) - (low[0] + high[0]) / 2) * scale;
                const float y = (l->top + l->bottom) / 2 +
                                (a[1] + t * (b[1] - a[1]) - (low[1] + high[1]) / 2) * scale;
                const int r = (int)((y - top) / (bottom - top) * ROWS);
                if (r >= 0 && r < ROWS) row[r] = fmaxf(row[r], sign * x);
            }
        }
    }
}

/* How far b can move to the left until its pen's way meets a's. */
static float room_between(const photo_letter *a, const photo_letter *b) {
    const float top = fminf(a->top, b->top), bottom = fmaxf(a->bottom, b->bottom) + 1;
    float of_a[ROWS], of_b[ROWS], least = 1e9f;
    reach(of_a, a, 1, top, bottom);
    reach(of_b, b, -1, top, bottom);
    for (int r = 0; r < ROWS; r++)
        for (int k = r - 1; k <= r + 1; k++)
            if (k >= 0 && k < ROWS) least = fminf(least, -of_b[k] - of_a[r]);
    return least;
}

void photo_lay_out(photo_layout *out, const tool_strokes *set, const int *group, float touching,
                   hwr_rng *rng) {
    const size_t wanted = 3 + hwr_rng_below(rng, LAYOUT_MOST - 2);
    const float size = hwr_rng_range(rng, 70, wanted > 12 ? 160 : 220);
    float x = MARGIN, y = MARGIN;
    *out = (photo_layout){.size = size};
    int starts = 1; /* a line, or a word */
    while (out->n < wanted) {
        const size_t which = hwr_rng_below(rng, (uint32_t)set->n);
        if (group[which] < 0) continue;
        const float side = size * hwr_rng_range(rng, .85f, 1.1f),
                    drop = size * hwr_rng_range(rng, -.06f, .06f);
        if (x + side > LAYOUT_WIDTH - MARGIN) {
            x = MARGIN + size * hwr_rng_unit(rng);
            y += size * hwr_rng_range(rng, 1.5f, 1.9f);
            starts = 1;
        }
        if (y + side > LAYOUT_HEIGHT - MARGIN) break;
        /* As wide as the strokes are for their height: a letter's box is square. */
        photo_letter *l = &out->letters[out->n];
        float low[2], high[2];
        *l = photo_letter_of(set, which);
        bounds(low, high, l);
        const float w = high[0] - low[0], h = high[1] - low[1];
        const float wide = side * (w < h ? (w / (h > 0 ? h : 1) > .12f ? w / h : .12f) : 1);
        l->left = x + wide / 2 - side / 2;
        l->right = l->left + side;
        l->top = y + drop;
        l->bottom = l->top + side;
        if (touching > 0 && !starts && hwr_rng_unit(rng) < touching) {
            const float room = room_between(l - 1, l), over = size * hwr_rng_range(rng, .01f, .04f);
            /* Not where they pass each other. */
            if (room < .7f * size) {
                l->left -= room + over;
                l->right -= room + over;
                x -= room + over;
                out->meets[out->n - 1] = 1;
            }
        }
        out->which[out->n++] = which;
        x += wide + size * hwr_rng_range(rng, .3f, .6f);
        starts = hwr_rng_below(rng, 5) == 0;
        if (starts) x += size * hwr_rng_range(rng, .7f, 1.2f);
    }
}
