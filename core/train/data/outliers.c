/* outliers.c - see outliers.h. */
#include "outliers.h"

#include <string.h>

#include "scribble.h"
#include "shapes.h"

/* Of all outliers; the rest are scribbles. */
static const float shapes = 0.4f, pairs = 0.35f, diacritics = 0.21f;

enum { TRIES = 100, MOST = 200 }; /* points that a letter is thinned out to */

typedef struct extent {
    float left, top, right, bottom;
} extent;

static extent extent_of(const float *xy, size_t n) {
    extent e = {xy[0], xy[1], xy[0], xy[1]};
    for (size_t i = 1; i < n; i++) {
        e.left = xy[2 * i] < e.left ? xy[2 * i] : e.left;
        e.right = xy[2 * i] > e.right ? xy[2 * i] : e.right;
        e.top = xy[2 * i + 1] < e.top ? xy[2 * i + 1] : e.top;
        e.bottom = xy[2 * i + 1] > e.bottom ? xy[2 * i + 1] : e.bottom;
    }
    return e;
}

/* Letter i, 1 high, its left edge at x, y its bottom, times scale; returns its width. */
static float copy(hwr_sketch *s, const hwr_stroke_set *set, size_t i, float x, float y,
                  float scale) {
    const size_t first = set->first_point[i], n = set->first_point[i + 1] - first;
    const float *xy = set->xy + 2 * first;
    const extent e = extent_of(xy, n);
    const float longer = e.right - e.left > e.bottom - e.top ? e.right - e.left : e.bottom - e.top;
    const float unit = longer > 0 ? scale / longer : 0;
    const size_t step = n / MOST + 1;
    for (size_t k = set->first_stroke[i]; k < set->first_stroke[i + 1]; k++) {
        const size_t points = set->lengths[k];
        if (points) hwr_sketch_begin(s);
        for (size_t j = 0; j < points; j++, xy += 2)
            if (j % step == 0 || j + 1 == points)
                hwr_sketch_add(s, x + unit * (xy[0] - e.left), y + unit * (xy[1] - e.bottom));
    }
    return unit * (e.right - e.left);
}

/* A letter of any writer, or after `like` of the same one, if one is soon found. */
static size_t pick(const hwr_stroke_set *set, const size_t *like, hwr_rng *rng) {
    size_t i = 0;
    for (int tries = 0; tries < TRIES; tries++) {
        i = hwr_rng_below(rng, (uint32_t)set->n);
        if (like && set->n > TRIES) { /* a writer's letters lie together in most files */
            const size_t near = *like + i % (2 * TRIES);
            i = near < TRIES ? 0 : near - TRIES < set->n ? near - TRIES : set->n - 1;
        }
        if (set->first_point[i + 1] == set->first_point[i]) continue;
        if (!like || !set->writers || set->writers[i] == set->writers[*like]) break;
    }
    return i;
}

/* Two letters side by side, not quite on a line. */
static void pair(hwr_sketch *s, const hwr_stroke_set *set, hwr_rng *rng) {
    const size_t a = pick(set, NULL, rng), b = pick(set, &a, rng);
    const float scale = (float)hwr_exp((double)(0.15f * hwr_rng_normal(rng)));
    const float width = copy(s, set, a, 0, 0, 1), gap = hwr_rng_range(rng, 0.03f, 0.45f);
    const float centred = hwr_chance(rng, 0.3f) ? 0.5f * (scale - 1) : 0;
    (void)copy(s, set, b, width + gap, centred + 0.06f * hwr_rng_normal(rng), scale);
}

/* A short line of the mark, between two places. */
static void dash(hwr_sketch *s, float x0, float y0, float x1, float y1) {
    hwr_sketch_begin(s);
    for (int i = 0; i <= 4; i++) {
        const float t = (float)i / 4;
        hwr_sketch_add(s, x0 + t * (x1 - x0), y0 + t * (y1 - y0));
    }
}

static void ring(hwr_sketch *s, float x, float y, float r) {
    hwr_sketch_begin(s);
    for (int i = 0; i <= 12; i++) {
        const float a = hwr_turn * (float)i / 12;
        hwr_sketch_add(s, x + r * hwr_sine(a), y - r * hwr_cosine(a));
    }
}

static void tilde(hwr_sketch *s, float x, float y, float r) {
    hwr_sketch_begin(s);
    for (int i = 0; i <= 10; i++) {
        const float t = (float)i / 10;
        hwr_sketch_add(s, x + 3.2f * r * (t - 0.5f), y - 0.5f * r * hwr_sine(hwr_turn * t));
    }
}

/* Around x, y above the letter; r: half its size. */
static void mark(hwr_sketch *s, float x, float y, float r, hwr_rng *rng) {
    const int kind = (int)hwr_rng_below(rng, 10), dots = (int)hwr_rng_below(rng, 3);
    if (kind < 4) { /* a diaeresis, of dots, short lines or rings */
        for (int side = -1; side <= 1; side += 2) {
            const float at = x + (float)side * r;
            if (dots == 2)
                ring(s, at, y, 0.05f);
            else
                dash(s, at, y - (dots ? 0.05f : 0), at + (dots ? 0.02f : 0),
                     y + (dots ? 0.05f : 0));
        }
    } else if (kind == 4) {
        dash(s, x + r, y - r, x - 0.3f * r, y + 0.5f * r);
    } else if (kind == 5) {
        dash(s, x - r, y - r, x + 0.3f * r, y + 0.5f * r);
    } else if (kind == 6 || kind == 7) { /* a circumflex, or a caron */
        const float up = kind == 6 ? 1.0f : -1.0f;
        dash(s, x - 1.3f * r, y + 0.7f * up * r, x, y - 0.7f * up * r);
        for (int i = 1; i <= 4; i++)
            hwr_sketch_add(s, x + 0.325f * r * (float)i, y - up * r * (0.7f - 0.35f * (float)i));
    } else if (kind == 8) {
        tilde(s, x, y, r);
    } else {
        ring(s, x, y - 0.3f * r, 0.7f * r);
    }
}

static void marked_letter(hwr_sketch *s, const hwr_stroke_set *set, const char *const *words,
                          hwr_rng *rng) {
    size_t i = pick(set, NULL, rng);
    for (int tries = 0; tries < TRIES && strchr("ijlIJL", words[i][0]); tries++)
        i = pick(set, NULL, rng);
    const float width = copy(s, set, i, 0, 0, 1);
    const float r = hwr_rng_range(rng, 0.1f, 0.22f), gap = hwr_rng_range(rng, 0.1f, 0.35f);
    const extent e = extent_of(s->xy, s->points);
    if (hwr_chance(rng, 0.08f)) { /* a cedilla */
        dash(s, 0.5f * width, 0, 0.5f * width + 0.1f, 0.15f);
        hwr_sketch_add(s, 0.5f * width - 0.1f, 0.28f);
        return;
    }
    mark(s, 0.5f * width + 0.05f * hwr_rng_normal(rng), e.top - gap, r, rng);
}

void hwr_outlier_make(hwr_sketch *s, const hwr_stroke_set *letters, const char *const *words,
                      hwr_rng *rng) {
    const float kind = hwr_rng_unit(rng);
    s->points = s->strokes = 0;
    if (kind < shapes)
        hwr_shape_make(s, rng);
    else if (kind < shapes + pairs)
        pair(s, letters, rng);
    else if (kind < shapes + pairs + diacritics)
        marked_letter(s, letters, words, rng);
    else
        hwr_scribble_make(s, rng);
}
