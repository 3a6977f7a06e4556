/* restyle.c - see restyle.h. Sizes are shares of the letter's longer side. */
#include "restyle.h"

#include <math.h>
#include <string.h>

#include "sketch.h"

/* How often. */
static const float mixed = 0.5f, dotless = 0.15f, astray = 0.7f, rounded = 0.3f, connected = 0.2f;

static const float largest_dot = 0.12f;
static const float alike = 0.3f; /* mean distance of two letters that may be mixed */

static float distance(const float *a, const float *b) {
    const float dx = a[0] - b[0], dy = a[1] - b[1];
    return sqrtf(dx * dx + dy * dy);
}

static float way(const float *xy, uint32_t n) {
    float sum = 0;
    for (uint32_t i = 1; i < n; i++) sum += distance(xy + 2 * i - 2, xy + 2 * i);
    return sum;
}

/* Where stroke from (m points, in box b) is when the same share of its way is behind it as at each
 * of the n points of xy: to (n, 2). */
static void follow(float *to, const float *xy, uint32_t n, const float *from, uint32_t m,
                   hwr_pen_box b) {
    const float mine = way(xy, n), theirs = way(from, m);
    float passed = 0, before = 0, length = m > 1 ? distance(from, from + 2) : 0;
    uint32_t k = 0; /* the segment from point k, before it, length of it */
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) passed += distance(xy + 2 * i - 2, xy + 2 * i);
        const float want = mine > 0 ? theirs * passed / mine : 0;
        for (; k + 2 < m && before + length < want; k++) {
            before += length;
            length = distance(from + 2 * k + 2, from + 2 * k + 4);
        }
        const float *a = from + 2 * k, *z = m > 1 ? a + 2 : a;
        const float t = length > 0 ? fminf(fmaxf((want - before) / length, 0), 1) : 0;
        to[2 * i] = (a[0] + t * (z[0] - a[0]) - b.left) / b.size;
        to[2 * i + 1] = (a[1] + t * (z[1] - a[1]) - b.top) / b.size;
    }
}

/* Part of the way to how somebody else wrote it, where that is stroke by stroke alike. */
static void mix(hwr_writing *w, const hwr_stroke_set *set, size_t other, float *scratch,
                hwr_rng *rng) {
    const float share = 0.5f * hwr_rng_unit(rng);
    const float *from = set->xy + 2 * set->first_point[other];
    const uint32_t *lengths = set->lengths + set->first_stroke[other];
    const size_t strokes = set->first_stroke[other + 1] - set->first_stroke[other];
    const hwr_pen_box b =
        hwr_pen_bounds(from, set->first_point[other + 1] - set->first_point[other]);
    uint32_t all = 0;
    float apart = 0;
    if (strokes != (size_t)w->n || b.size <= 0) return;
    for (int s = 0; s < w->n; s++) {
        if (lengths[s] == 0) return;
        follow(scratch + 2 * all, w->xy + 2 * all, w->lengths[s], from, lengths[s], b);
        from += 2 * (size_t)lengths[s];
        all += w->lengths[s];
    }
    for (uint32_t i = 0; i < all; i++) apart += distance(w->xy + 2 * i, scratch + 2 * i);
    if (apart > alike * (float)all) return;
    for (uint32_t i = 0; i < 2 * all; i++) w->xy[i] += share * (scratch[i] - w->xy[i]);
}

/* The first stroke of several that is no more than a dot. */
static void leave_dot_out(hwr_writing *w) {
    float *xy = w->xy;
    uint32_t after = 0;
    for (int s = 0; s < w->n; s++) after += w->lengths[s];
    for (int s = 0; s < w->n && w->n > 1; s++) {
        const uint32_t n = w->lengths[s];
        after -= n;
        if (hwr_pen_bounds(xy, n).size < largest_dot) {
            memmove(xy, xy + 2 * (size_t)n, 2 * (size_t)after * sizeof *xy);
            w->n--;
            memmove(w->lengths + s, w->lengths + s + 1, (size_t)(w->n - s) * sizeof *w->lengths);
            return;
        }
        xy += 2 * (size_t)n;
    }
}

/* Moves every point by what depends on the way behind it, smoothly: lines that lay on one another
 * part, loops open and close. */
static void lead_astray(hwr_writing *w, hwr_rng *rng) {
    enum { NODES = 9 };
    const float each = 0.4f; /* of the way, at least, between two nodes */
    float node[NODES][2], total = 0, passed = 0;
    const float sigma = 0.05f * hwr_rng_unit(rng);
    for (int k = 0; k < 2 * NODES; k++) node[k / 2][k % 2] = sigma * hwr_rng_normal(rng);
    float *xy = w->xy;
    for (int s = 0; s < w->n; xy += 2 * (size_t)w->lengths[s++]) total += way(xy, w->lengths[s]);
    if (total <= 0) return;
    const float scale = fminf(fmaxf(total / each, 1), NODES - 1) / total;
    xy = w->xy;
    for (int s = 0; s < w->n; xy += 2 * (size_t)w->lengths[s++]) {
        float last[2] = {xy[0], xy[1]};
        for (uint32_t i = 0; i < w->lengths[s]; i++) {
            float *p = xy + 2 * (size_t)i;
            passed += distance(p, last);
            memcpy(last, p, sizeof last);
            const int k = (int)fminf(passed * scale, NODES - 2);
            float t = fminf(passed * scale - (float)k, 1);
            t = t * t * (3 - 2 * t);
            for (int axis = 0; axis < 2; axis++)
                p[axis] += node[k][axis] + t * (node[k + 1][axis] - node[k][axis]);
        }
    }
}

/* Every point becomes the mean of as many before it as after it, as far as reach goes. */
static void round_corners(hwr_writing *w, float *scratch, hwr_rng *rng) {
    const float reach = hwr_rng_range(rng, 0.02f, 0.12f);
    float *xy = w->xy;
    for (int s = 0; s < w->n; s++) {
        const uint32_t n = w->lengths[s];
        for (uint32_t i = 0; i < n; i++) {
            float x = xy[2 * i], y = xy[2 * i + 1], count = 1, far = 0;
            for (uint32_t a = i, b = i; a > 0 && b + 1 < n; count += 2) {
                a--, b++;
                far += 0.5f * (distance(xy + 2 * a, xy + 2 * a + 2) +
                               distance(xy + 2 * b, xy + 2 * b - 2));
                if (far > reach) break;
                x += xy[2 * a] + xy[2 * b];
                y += xy[2 * a + 1] + xy[2 * b + 1];
            }
            scratch[2 * i] = x / count;
            scratch[2 * i + 1] = y / count;
        }
        memcpy(xy, scratch, 2 * (size_t)n * sizeof *xy);
        xy += 2 * (size_t)n;
    }
}

/* Goes on from the end of a line that came from the point before, in a curve, into
 * p (HWR_RESTYLE_POINTS, 2). */
static void curve_on(float *p, const float *before, const float *end, hwr_rng *rng) {
    const float n = HWR_RESTYLE_POINTS, size = distance(before, end);
    const float angle = hwr_rng_range(rng, -0.5f, 0.5f), turn = hwr_rng_range(rng, -1.6f, 1.6f) / n;
    const float step = hwr_rng_range(rng, 0.05f, 0.3f) / n;
    const float dx = (end[0] - before[0]) / size, dy = (end[1] - before[1]) / size;
    float x = end[0], y = end[1];
    for (int k = 0; k < HWR_RESTYLE_POINTS; k++) {
        const float c = hwr_cosine(angle + (float)k * turn), s = hwr_sine(angle + (float)k * turn);
        p[2 * k] = x += step * (c * dx - s * dy);
        p[2 * k + 1] = y += step * (s * dx + c * dy);
    }
}

/* An entry stroke before the first one, or an exit stroke after the last. */
static void connect(hwr_writing *w, hwr_rng *rng) {
    enum { N = HWR_RESTYLE_POINTS };
    const float near = 0.06f; /* the line's direction is taken over so much of it */
    const int at_end = hwr_chance(rng, 0.5f);
    uint32_t all = 0, back = 1;
    float p[2 * N];
    for (int s = 0; s < w->n; s++) all += w->lengths[s];
    const uint32_t n = w->lengths[at_end ? w->n - 1 : 0];
    if (n < 2) return;
    const float *end = w->xy + (at_end ? 2 * (size_t)(all - 1) : 0);
    const ptrdiff_t step = at_end ? -2 : 2;
    while (back + 1 < n && distance(end, end + step * (ptrdiff_t)back) < near) back++;
    if (distance(end, end + step * (ptrdiff_t)back) <= 0) return;
    curve_on(p, end + step * (ptrdiff_t)back, end, rng);
    if (at_end) {
        memcpy(w->xy + 2 * (size_t)all, p, sizeof p);
    } else {
        memmove(w->xy + 2 * N, w->xy, 2 * (size_t)all * sizeof *w->xy);
        for (int k = 0; k < N; k++) memcpy(w->xy + 2 * k, p + 2 * (N - 1 - k), 2 * sizeof *p);
    }
    w->lengths[at_end ? w->n - 1 : 0] += N;
}

void hwr_restyle(hwr_writing *w, const hwr_stroke_set *set, size_t other, float *scratch,
                 hwr_rng *rng) {
    if (hwr_chance(rng, mixed) && other != HWR_AS_WRITTEN) mix(w, set, other, scratch, rng);
    if (hwr_chance(rng, dotless)) leave_dot_out(w);
    if (hwr_chance(rng, astray)) lead_astray(w, rng);
    if (hwr_chance(rng, rounded)) round_corners(w, scratch, rng);
    if (hwr_chance(rng, connected)) connect(w, rng);
}

float *hwr_writing_end(float *scratch, size_t points) {
    return scratch + 2 * (points + HWR_RESTYLE_POINTS);
}

int hwr_write_anew(hwr_writing *w, const hwr_stroke_set *set, size_t i, size_t other,
                   float *scratch, hwr_rng *rng) {
    const uint32_t *lengths = set->lengths + set->first_stroke[i];
    const size_t strokes = set->first_stroke[i + 1] - set->first_stroke[i];
    if (other == HWR_AS_WRITTEN || strokes > HWR_WRITING_STROKES) return 0;
    w->xy = scratch;
    w->n = 0;
    for (size_t s = 0; s < strokes; s++)
        if (lengths[s]) w->lengths[w->n++] = lengths[s];
    hwr_restyle(w, set, other == i ? HWR_AS_WRITTEN : other,
                hwr_writing_end(scratch, set->first_point[i + 1] - set->first_point[i]), rng);
    return 1;
}
