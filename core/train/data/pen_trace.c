/* pen_trace.c - the same letter written in another way, as a trace. */
#include "pen.h"

#include <string.h>

#include "restyle.h"
#include "sketch.h"

/* How often a letter is changed so. */
static const float backwards = 0.2f; /* each stroke */
static const float shuffled = 0.2f, lifted = 0.2f, run_together = 0.06f, sparse = 0.3f;
static const float shift = 0.03f; /* of a stroke, standard deviation; the longer side is 1 */

static void reverse(float *xy, uint32_t n) {
    for (uint32_t i = 0, j = n; i + 1 < j; i++) {
        j--;
        for (int axis = 0; axis < 2; axis++) {
            float swap = xy[2 * i + (uint32_t)axis];
            xy[2 * i + (uint32_t)axis] = xy[2 * j + (uint32_t)axis];
            xy[2 * j + (uint32_t)axis] = swap;
        }
    }
}

/* Every stroke on its own: moved a little, and perhaps from its end to its start. */
static void move_strokes(hwr_writing *w, hwr_rng *rng) {
    float *xy = w->xy;
    for (int s = 0; s < w->n; s++) {
        const float dx = shift * hwr_rng_normal(rng), dy = shift * hwr_rng_normal(rng);
        for (uint32_t i = 0; i < w->lengths[s]; i++) {
            xy[2 * i] += dx;
            xy[2 * i + 1] += dy;
        }
        if (hwr_chance(rng, backwards)) reverse(xy, w->lengths[s]);
        xy += 2 * (size_t)w->lengths[s];
    }
}

/* Another order of the strokes, into another memory. */
static void shuffle(hwr_writing *w, float *to, hwr_rng *rng) {
    uint32_t order[HWR_WRITING_STROKES];
    hwr_writing out = {.xy = to, .n = w->n};
    for (int s = 0; s < w->n; s++) order[s] = (uint32_t)s;
    hwr_rng_shuffle(rng, order, (size_t)w->n);
    for (int s = 0; s < w->n; s++) {
        const float *from = w->xy;
        for (uint32_t before = 0; before < order[s]; before++)
            from += 2 * (size_t)w->lengths[before];
        out.lengths[s] = w->lengths[order[s]];
        memcpy(to, from, 2 * (size_t)out.lengths[s] * sizeof *to);
        to += 2 * (size_t)out.lengths[s];
    }
    *w = out;
}

/* The pen is lifted in the middle of a stroke, if the one chosen is long enough. */
static void lift(hwr_writing *w, hwr_rng *rng) {
    const int s = (int)hwr_rng_below(rng, (uint32_t)w->n);
    const uint32_t n = w->lengths[s];
    if (n < 6) return;
    const uint32_t first = n / 4 + hwr_rng_below(rng, n / 2);
    memmove(w->lengths + s + 2, w->lengths + s + 1, (size_t)(w->n - s - 1) * sizeof *w->lengths);
    w->lengths[s] = first;
    w->lengths[s + 1] = n - first;
    w->n++;
}

static void join(hwr_writing *w) {
    for (int s = 1; s < w->n; s++) w->lengths[0] += w->lengths[s];
    w->n = 1;
}

/* Leaves about so many points, each stroke's ends among them. */
static void thin_out(hwr_writing *w, uint32_t points) {
    uint32_t all = 0;
    float *to = w->xy;
    const float *from = w->xy;
    for (int s = 0; s < w->n; s++) all += w->lengths[s];
    for (int s = 0; s < w->n; s++) {
        const uint32_t n = w->lengths[s];
        uint32_t left = (uint32_t)((float)n * (float)points / (float)all + 0.5f);
        left = left < 2 ? 2 : left;
        if (left > n) left = n;
        for (uint32_t i = 0; i < left; i++, to += 2) {
            const uint32_t at = left > 1 ? i * (n - 1) / (left - 1) : 0;
            to[0] = from[2 * at];
            to[1] = from[2 * at + 1];
        }
        from += 2 * (size_t)n;
        w->lengths[s] = left;
    }
}

hwr_status hwr_pen_trace(uint8_t *trace, const hwr_stroke_set *set, size_t i,
                         const hwr_pen_options *options, size_t other, hwr_rng *rng,
                         float *scratch) {
    const size_t points = set->first_point[i + 1] - set->first_point[i];
    const uint32_t *lengths = set->lengths + set->first_stroke[i];
    const size_t strokes = set->first_stroke[i + 1] - set->first_stroke[i];
    float *const more = hwr_writing_end(scratch, points);
    hwr_writing w;
    if (points == 0) {
        memset(trace, 0, HWR_TRACE_BYTES);
        return HWR_EMPTY;
    }
    hwr_pen_vary(scratch, set, i, options, rng);
    if (!hwr_write_anew(&w, set, i, other, scratch, rng))
        return hwr_trace_strokes(trace, scratch, lengths, strokes);
    move_strokes(&w, rng);
    if (hwr_chance(rng, shuffled)) shuffle(&w, more, rng);
    if (hwr_chance(rng, sparse)) thin_out(&w, 12 + hwr_rng_below(rng, 20));
    if (hwr_chance(rng, lifted)) lift(&w, rng);
    if (hwr_chance(rng, run_together)) join(&w);
    return hwr_trace_strokes(trace, w.xy, w.lengths, (size_t)w.n);
}
