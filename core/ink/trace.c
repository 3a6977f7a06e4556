/* trace.c - pen strokes to 64 points and what the pen does at each.
 *
 * Double precision in a fixed order, and of the mathematics only the square root, which IEEE 754
 * rounds correctly: the same bytes on every machine. */
#include "ink.h"

#include <math.h>

enum { MAX_STROKES = HWR_TRACE_POINTS / 2 };

static const double softening = 0.02; /* of a step's length: short ones are no direction */

typedef struct point {
    double x, y;
} point;

/* A stroke: points first .. first + n - 1 of xy. */
typedef struct stroke {
    const float *xy;
    size_t n;
    double length;
    int points; /* of the trace */
} stroke;

static double distance(const float *a, const float *b) {
    double dx = (double)b[0] - (double)a[0], dy = (double)b[1] - (double)a[1];
    return sqrt(dx * dx + dy * dy);
}

/* Strokes without points are passed over; those past the 32nd belong to it, as if the pen had
 * not been lifted. */
static int collect(stroke *strokes, const float *xy, const uint32_t *lengths, size_t n_strokes) {
    int n = 0;
    for (size_t s = 0; s < n_strokes; s++) {
        if (lengths[s] == 0) continue;
        if (n < MAX_STROKES) strokes[n++] = (stroke){xy, 0, 0, 0};
        strokes[n - 1].n += lengths[s];
        xy += 2 * (size_t)lengths[s];
    }
    for (int k = 0; k < n; k++)
        for (size_t i = 1; i < strokes[k].n; i++)
            strokes[k].length += distance(strokes[k].xy + 2 * i - 2, strokes[k].xy + 2 * i);
    return n;
}

/* Two points for each stroke, the others by length. */
static void share_points(stroke *strokes, int n) {
    const int spare = HWR_TRACE_POINTS - 2 * n;
    double total = 0, sum = 0;
    int given = 0;
    for (int k = 0; k < n; k++) total += strokes[k].length;
    for (int k = 0; k < n; k++) {
        sum += total > 0 ? strokes[k].length : 1;
        int until = (int)(sum / (total > 0 ? total : n) * spare + 0.5);
        if (k == n - 1) until = spare;
        strokes[k].points = 2 + until - given;
        given = until;
    }
}

/* Points at equal distances along a stroke, both of its ends among them. */
static void resample(point *out, const stroke *s) {
    const int last = s->points - 1;
    double passed = 0, length = s->n > 1 ? distance(s->xy, s->xy + 2) : 0;
    size_t i = 0; /* the segment from point i, passed before it, length of it */
    for (int k = 0; k <= last; k++) {
        const double want = s->length * k / last;
        while (i + 2 < s->n && passed + length < want) {
            passed += length;
            i++;
            length = distance(s->xy + 2 * i, s->xy + 2 * i + 2);
        }
        const float *a = s->xy + 2 * i, *b = s->n > 1 ? a + 2 : a;
        double t = length > 0 ? (want - passed) / length : 0;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        out[k].x = (double)a[0] + t * ((double)b[0] - (double)a[0]);
        out[k].y = (double)a[1] + t * ((double)b[1] - (double)a[1]);
    }
}

/* The drawing's middle becomes 0, its longer side -1..1; a dot stays one. */
static void normalise(point *p) {
    point low = p[0], high = p[0];
    for (int i = 1; i < HWR_TRACE_POINTS; i++) {
        low.x = p[i].x < low.x ? p[i].x : low.x;
        low.y = p[i].y < low.y ? p[i].y : low.y;
        high.x = p[i].x > high.x ? p[i].x : high.x;
        high.y = p[i].y > high.y ? p[i].y : high.y;
    }
    const double width = high.x - low.x, height = high.y - low.y;
    const double size = width > height ? width : height, scale = size > 0 ? 2 / size : 0;
    for (int i = 0; i < HWR_TRACE_POINTS; i++) {
        p[i].x = (p[i].x - (low.x + high.x) / 2) * scale;
        p[i].y = (p[i].y - (low.y + high.y) / 2) * scale;
    }
}

/* -1..1 as 0..255. */
static uint8_t as_byte(double v) {
    v = v < -1 ? -1 : v > 1 ? 1 : v;
    return (uint8_t)((v + 1) * 127.5 + 0.5);
}

static void put_step(uint8_t *out, const point *from, const point *to) {
    const double dx = to->x - from->x, dy = to->y - from->y;
    const double length = sqrt(dx * dx + dy * dy) + softening;
    out[0] = as_byte(dx / length);
    out[1] = as_byte(dy / length);
}

hwr_status hwr_trace_strokes(uint8_t trace[HWR_TRACE_BYTES], const float *xy,
                             const uint32_t *lengths, size_t n_strokes) {
    stroke strokes[MAX_STROKES];
    point p[HWR_TRACE_POINTS];
    uint8_t starts[HWR_TRACE_POINTS] = {0}, ends[HWR_TRACE_POINTS] = {0};
    hwr_status status = hwr_strokes_check(xy, lengths, n_strokes);
    for (int i = 0; i < HWR_TRACE_BYTES; i++) trace[i] = 0;
    if (status != HWR_OK) return status;
    const int n = collect(strokes, xy, lengths, n_strokes);
    share_points(strokes, n);
    for (int k = 0, at = 0; k < n; at += strokes[k++].points) {
        resample(p + at, &strokes[k]);
        starts[at] = 255;
        ends[at + strokes[k].points - 1] = 255;
    }
    normalise(p);
    for (int i = 0; i < HWR_TRACE_POINTS; i++) {
        uint8_t *out = trace + i * HWR_TRACE_FEATURES;
        out[0] = as_byte(p[i].x);
        out[1] = as_byte(p[i].y);
        put_step(out + 2, &p[i > 0 ? i - 1 : i], &p[i]);
        put_step(out + 4, &p[i], &p[i + 1 < HWR_TRACE_POINTS ? i + 1 : i]);
        out[6] = starts[i];
        out[7] = ends[i];
    }
    return HWR_OK;
}
