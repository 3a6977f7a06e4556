/* ruling.c - lines printed on the paper, ruled or squared, taken out of the depth.
 *
 * Summed along the right slope, printed lines are sharp peaks of a profile; pen strokes are not.
 * Each line is then followed in stretches, since paper bends, and its own depth there subtracted:
 * what is darker than the line stays as it is, so that letters are not cut. Where ink is no darker
 * than the line, it stays between ink above and below. */
#include "parts.h"

#include <string.h>

enum {
    ANGLES = 61,    /* slopes tried, */
    EVERY = 6,      /* pixel along the lines is looked at */
    STEEPEST = 180, /* in 1/1024, from -STEEPEST to STEEPEST: 10 degrees */
    STRETCH = 48,   /* a line is followed in stretches of so many pixels */
    THICK = 7,      /* no printed line is thicker */
    WANDER = 3,     /* how far a stretch lies off the straight line, at most */
    PROFILE = HWR_PAPER_SIDE + 2 * (HWR_PAPER_SIDE * STEEPEST / 1024 + 2)
};

/* depth along one direction: pixel (a, b), a along the lines, b across. */
typedef struct view {
    uint8_t *depth;
    size_t step_a, step_b;
    int n_a, n_b;
    int offset; /* of the profile: b - a * slope + offset >= 0 */
} view;

static uint8_t *view_at(const view *v, int a, int b) {
    return v->depth + (size_t)a * v->step_a + (size_t)b * v->step_b;
}

static int shifted(int a, int slope) { /* a * slope / 1024, rounded down also below 0 */
    return (a * slope + (STEEPEST * 8 * 1024)) / 1024 - STEEPEST * 8;
}

/* dark (n_a / EVERY, n_b): whether every so-many-th pixel along the lines may be a printed line. */
static void make_dark(uint8_t *dark, const view *v, int low, int high) {
    for (int a = 0; a < v->n_a; a += EVERY) {
        const uint8_t *from = view_at(v, a, 0);
        for (int b = 0; b < v->n_b; b++) {
            const uint8_t d = from[(size_t)b * v->step_b];
            *dark++ = d >= low && d <= high;
        }
    }
}

/* count[i]: how many pixels of dark the line b = i - offset + a * slope meets. Eight are added at
 * once: none exceeds a byte. */
_Static_assert(HWR_PAPER_SIDE / EVERY < 255, "a line meets no more pixels than fit into a byte");
static void make_profile(uint8_t *count, const uint8_t *dark, const view *v, int slope) {
    memset(count, 0, PROFILE);
    for (int a = 0; a < v->n_a; a += EVERY, dark += v->n_b) {
        uint8_t *to = count + v->offset - shifted(a, slope);
        int b = 0;
        for (uint64_t sum, more; b + 8 <= v->n_b; b += 8) {
            memcpy(&sum, to + b, 8);
            memcpy(&more, dark + b, 8);
            sum += more;
            memcpy(to + b, &sum, 8);
        }
        for (; b < v->n_b; b++) to[b] = (uint8_t)(to[b] + dark[b]);
    }
}

/* How sharp the profile is: lines give steps, letters slopes. */
static int64_t sharpness(const uint8_t *count, int n) {
    int64_t sum = 0;
    for (int i = 2; i < n; i++) {
        const int64_t d = count[i] - count[i - 2];
        sum += d * d * d * d;
    }
    return sum;
}

static int find_slope(uint8_t *count, const uint8_t *dark, const view *v) {
    int best = 0;
    int64_t sharpest = -1;
    for (int i = 0; i < ANGLES; i++) {
        const int slope = (i - ANGLES / 2) * (2 * STEEPEST / (ANGLES - 1));
        make_profile(count, dark, v, slope);
        const int64_t s = sharpness(count, PROFILE);
        if (s > sharpest) {
            sharpest = s;
            best = slope;
        }
    }
    return best;
}

/* Of n bytes, bit by bit. */
static int median(const uint8_t *value, int n) {
    int found = 0;
    for (int bit = 128; bit; bit >>= 1) {
        int above = 0;
        for (int i = 0; i < n; i++) above += value[i] >= (found | bit);
        if (2 * above > n) found |= bit;
    }
    return found;
}

/* The median depth of a stretch of the line at b; -1 outside the picture. */
static int stretch_depth(const view *v, int first, int end, int slope, int b) {
    uint8_t value[STRETCH];
    int n = 0;
    for (int a = first; a < end; a++) {
        const int at = b + shifted(a, slope);
        if (at >= 0 && at < v->n_b) value[n++] = *view_at(v, a, at);
    }
    if (n < STRETCH / 2) return -1;
    return median(value, n);
}

static int is_dark(const view *v, int a, int b, int than) {
    return a >= 0 && a < v->n_a && b >= 0 && b < v->n_b && *view_at(v, a, b) >= than;
}

/* Ink on both sides of the rows top..bottom beside a, also where a stroke crosses aslant. */
static int is_crossed(const view *v, int a, int top, int bottom, int than) {
    int above = 0, below = 0;
    for (int k = -1; k <= 1; k++) {
        above |= is_dark(v, a + k, top - 1, than);
        below |= is_dark(v, a + k, bottom + 1, than);
    }
    return above && below;
}

/* Takes the line out of one stretch. */
static void remove_stretch(const view *v, int first, int end, int slope, int b, int low) {
    int depth[2 * WANDER + 1] = {0}, best = WANDER, line[THICK];
    for (int k = 0; k < 2 * WANDER + 1; k++) {
        depth[k] = stretch_depth(v, first, end, slope, b + k - WANDER);
        if (depth[k] > depth[best]) best = k;
    }
    b += best - WANDER;
    int top = 0, bottom = THICK - 1;
    for (int k = 0; k < THICK; k++)
        line[k] = stretch_depth(v, first, end, slope, b + k - THICK / 2);
    if (line[THICK / 2] < low / 3) return;
    while (top < THICK / 2 && line[top] < low / 4) top++;
    while (bottom > THICK / 2 && line[bottom] < low / 4) bottom--;
    for (int a = first; a < end; a++) {
        const int row = b - THICK / 2 + shifted(a, slope), ink = 2 * low;
        const int crossed = is_crossed(v, a, row + top, row + bottom, ink);
        for (int k = top; k <= bottom; k++) {
            if (row + k < 0 || row + k >= v->n_b) continue;
            uint8_t *d = view_at(v, a, row + k);
            /* A little more than the line: print is uneven. */
            const int most = line[k] + line[k] / 4 + 4;
            if (crossed && *d >= ink) continue;
            if (*d <= most)
                *d = 0;
            else if (*d < 2 * most)
                *d = (uint8_t)(2 * (*d - most));
        }
    }
}

/* Lines of this view, whose slope is `slope`; how many there were. */
static int remove_view(uint8_t *count, const uint8_t *dark, const view *v, int slope, int low) {
    int lines = 0;
    make_profile(count, dark, v, slope);
    for (int i = 1; i + 1 < PROFILE; i++) {
        /* How long the line is inside the picture, counted as the profile is. */
        int inside = 0;
        if (count[i] < 6 || count[i] < count[i - 1] || count[i] <= count[i + 1]) continue;
        for (int a = 0; a < v->n_a; a += EVERY) {
            const int b = i - v->offset + shifted(a, slope);
            inside += b >= 0 && b < v->n_b;
        }
        if (2 * count[i] < inside || 2 * EVERY * inside < v->n_a) continue;
        lines++;
        for (int first = 0; first < v->n_a; first += STRETCH) {
            const int end = first + STRETCH < v->n_a ? first + STRETCH : v->n_a;
            remove_stretch(v, first, end, slope, i - v->offset, low);
        }
    }
    return lines;
}

void hwr_paper_remove_lines(hwr_paper *paper, int noise) {
    uint8_t *count = (uint8_t *)(void *)paper->label;
    const int w = (int)paper->width, h = (int)paper->height, low = noise / 2, high = 160;
    if (w < 100 || h < 100) return;
    const view across = {paper->depth, 1, paper->width, w, h, (w * STEEPEST) / 1024 + 2};
    const view down = {paper->depth, paper->width, 1, h, w, (h * STEEPEST) / 1024 + 2};
    uint8_t *dark = count + PROFILE, *dark_down = dark + (size_t)h * ((size_t)w / EVERY + 1);
    make_dark(dark, &across, low, high);
    make_dark(dark_down, &down, low, high);
    const int slope = find_slope(count, dark, &across),
              upright = find_slope(count, dark_down, &down);
    const int lines = remove_view(count, dark, &across, slope, low);
    const int columns = remove_view(count, dark_down, &down, upright, low);
    if (lines >= 2)
        paper->skew = (float)slope / 1024;
    else if (columns >= 2)
        paper->skew = -(float)upright / 1024;
}
