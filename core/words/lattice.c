/* lattice.c - see lattice.h. Doubles in a fixed order, and of the mathematics only sqrt. */
#include "lattice.h"

#include <math.h>
#include <string.h>

#include "ink/ink.h"

static double clip(double v, double low, double high) {
    return v < low ? low : v > high ? high : v;
}
static double smaller(double a, double b) {
    return a < b ? a : b;
}
static double larger(double a, double b) {
    return a > b ? a : b;
}

/* ---- Strokes --------------------------------------------------------------- */

static hwr_box join(hwr_box a, hwr_box b) {
    return (hwr_box){smaller(a.left, b.left), larger(a.right, b.right), smaller(a.top, b.top),
                     larger(a.bottom, b.bottom)};
}

static hwr_box box_of(const float *xy, uint32_t n) {
    hwr_box box = {(double)xy[0], (double)xy[0], (double)xy[1], (double)xy[1]};
    for (uint32_t i = 1; i < n; i++) {
        const double x = (double)xy[2 * i], y = (double)xy[2 * i + 1];
        box = join(box, (hwr_box){x, x, y, y});
    }
    return box;
}

static double middle(const hwr_word_stroke *s) {
    return (s->box.left + s->box.right) / 2;
}

static double distance2(const float *p, const float *a, const float *b) {
    const double dx = (double)b[0] - (double)a[0], dy = (double)b[1] - (double)a[1];
    const double ex = (double)p[0] - (double)a[0], ey = (double)p[1] - (double)a[1];
    const double length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? clip((ex * dx + ey * dy) / length2, 0, 1) : 0;
    const double fx = ex - t * dx, fy = ey - t * dy;
    return fx * fx + fy * fy;
}

/* Between the samples of one stroke and the lines between those of the other, both ways. */
static double stroke_distance(const hwr_word_stroke *a, const hwr_word_stroke *b) {
    double least = distance2(a->samples[0], b->samples[0], b->samples[0]);
    for (int i = 0; i < HWR_WORD_SAMPLES; i++) {
        for (int k = 1; k < HWR_WORD_SAMPLES; k++) {
            least = smaller(least, distance2(a->samples[i], b->samples[k - 1], b->samples[k]));
            least = smaller(least, distance2(b->samples[i], a->samples[k - 1], a->samples[k]));
        }
    }
    return sqrt(least);
}

/* Insertion into the order of middles; strokes at the same place stay as written. */
static void insert_stroke(hwr_lattice *l, const float *xy, uint32_t n) {
    hwr_word_stroke s = {.box = box_of(xy, n), .xy = xy, .n = n, .order = l->n};
    for (uint32_t k = 0; k < HWR_WORD_SAMPLES; k++) {
        const size_t i = (size_t)k * (n - 1) / (HWR_WORD_SAMPLES - 1);
        s.samples[k][0] = xy[2 * i];
        s.samples[k][1] = xy[2 * i + 1];
    }
    l->box = l->n == 0 ? s.box : join(l->box, s.box);
    int at = l->n++;
    for (; at > 0 && middle(&l->strokes[at - 1]) > middle(&s); at--)
        l->strokes[at] = l->strokes[at - 1];
    l->strokes[at] = s;
}

/* ---- Features of a group ---------------------------------------------------- */

/* What lies around and inside strokes first .. last, in the drawing's unit. */
typedef struct surroundings {
    double gap_before, gap_after;   /* in x, to all strokes before and after */
    double near_before, near_after; /* distances to the nearest of three neighbours */
    double widest_gap, widest_step; /* in x, within the group */
    double isolation;               /* the stroke furthest from all others of the group */
    double least_overlap;           /* in x, of neighbours, -1..1 of the narrower */
    double smallest, largest;       /* longer side of a stroke */
    int first_written, last_written;
} surroundings;

static double near(const hwr_lattice *l, int a, int b) {
    return (double)(a < b ? l->strokes[a].near[b - a] : l->strokes[b].near[a - b]);
}

static void look_inside(surroundings *s, const hwr_lattice *l, int first, int last) {
    double right = l->strokes[first].box.right;
    s->least_overlap = 1;
    for (int i = first; i <= last; i++) {
        const hwr_box *box = &l->strokes[i].box;
        const double width = box->right - box->left, height = box->bottom - box->top;
        const double size = larger(width, height);
        double nearest = -1;
        s->smallest = i == first ? size : smaller(s->smallest, size);
        s->largest = larger(s->largest, size);
        s->first_written = i == first || l->strokes[i].order < s->first_written
                               ? l->strokes[i].order
                               : s->first_written;
        s->last_written =
            l->strokes[i].order > s->last_written ? l->strokes[i].order : s->last_written;
        for (int k = first; k <= last; k++)
            if (k != i && (nearest < 0 || near(l, i, k) < nearest)) nearest = near(l, i, k);
        s->isolation = larger(s->isolation, nearest);
        if (i == first) continue;
        const hwr_box *before = &l->strokes[i - 1].box;
        const double shared = smaller(right, box->right) - box->left;
        const double narrower = smaller(width, before->right - before->left) + l->height / 50;
        s->widest_gap = larger(s->widest_gap, box->left - right);
        s->widest_step =
            larger(s->widest_step, middle(&l->strokes[i]) - middle(&l->strokes[i - 1]));
        s->least_overlap = smaller(s->least_overlap, clip(shared / narrower, -1, 1));
        right = larger(right, box->right);
    }
}

static void look_around(surroundings *s, const hwr_lattice *l, const hwr_box *box, int first,
                        int last) {
    s->gap_before = s->gap_after = s->near_before = s->near_after = l->height;
    for (int i = 0; i < first; i++)
        s->gap_before = smaller(s->gap_before, box->left - l->strokes[i].box.right);
    for (int i = last + 1; i < l->n; i++)
        s->gap_after = smaller(s->gap_after, l->strokes[i].box.left - box->right);
    for (int i = first; i <= last; i++) {
        for (int k = first < 3 ? 0 : first - 3; k < first; k++)
            s->near_before = smaller(s->near_before, near(l, i, k));
        for (int k = last + 1; k < l->n && k <= last + 3; k++)
            s->near_after = smaller(s->near_after, near(l, i, k));
    }
}

static void describe(const hwr_lattice *l, hwr_group *g, int first, int last) {
    surroundings s = {.first_written = 0};
    look_inside(&s, l, first, last);
    look_around(&s, l, &g->outline.box, first, last);
    const hwr_word_stroke *strokes = l->strokes;
    const int n = last - first + 1, is_first = first == 0, is_last = last + 1 == l->n;
    const int before = is_first ? -1 : strokes[first - 1].order;
    const int after = is_last ? -1 : strokes[last + 1].order;
    const double h = l->height, width = (g->outline.box.right - g->outline.box.left) / h;
    const double height = (g->outline.box.bottom - g->outline.box.top) / h;
    double mean_width = 0;
    for (int i = 0; i < l->n; i++) mean_width += strokes[i].box.right - strokes[i].box.left;
    g->outline.smallest = s.smallest;
    g->outline.n = n;
    const double v[HWR_GROUP_SHAPE] = {
        n == 1,
        n == 2,
        n == 3,
        n == 4,
        width,
        height,
        (g->outline.box.top - l->box.top) / h,
        (l->box.bottom - g->outline.box.bottom) / h,
        s.gap_before / h,
        is_first,
        s.gap_after / h,
        is_last,
        s.widest_gap / h,
        s.widest_step / h,
        is_first ? 1 : (middle(&strokes[first]) - middle(&strokes[first - 1])) / h,
        is_last ? 1 : (middle(&strokes[last + 1]) - middle(&strokes[last])) / h,
        s.isolation / h,
        s.near_before / h,
        s.near_after / h,
        (s.last_written - s.first_written + 1 - n) / 4.0,
        before >= 0 && (before == s.first_written - 1 || before == s.last_written + 1),
        after >= 0 && (after == s.first_written - 1 || after == s.last_written + 1),
        mean_width / l->n / h,
        l->n / 10.0,
        s.least_overlap,
        s.smallest / h,
        s.largest / h,
        width + height > 0 ? width / (width + height) : 0.5};
    for (int i = 0; i < HWR_GROUP_SHAPE; i++) g->features[i] = (float)clip(v[i], -2, 2);
}

uint8_t hwr_lattice_strokes(const hwr_lattice *l, uint8_t strokes[HWR_WORD_GROUP], int first,
                            int n) {
    for (int k = 0; k < n; k++) {
        const uint8_t order = (uint8_t)l->strokes[first + k].order;
        int at = k;
        for (; at > 0 && strokes[at - 1] > order; at--) strokes[at] = strokes[at - 1];
        strokes[at] = order;
    }
    return (uint8_t)n;
}

hwr_status hwr_lattice_build(hwr_lattice *l, const float *xy, const uint32_t *lengths,
                             size_t n_strokes) {
    size_t points = 0, with_points = 0;
    for (size_t s = 0; s < n_strokes; s++) {
        if (lengths[s] > HWR_WORD_POINTS) return HWR_ERR_TOO_LARGE;
        points += lengths[s];
        with_points += lengths[s] > 0;
        if (points > HWR_WORD_POINTS || with_points > HWR_WORD_STROKES) return HWR_ERR_TOO_LARGE;
    }
    hwr_status status = hwr_strokes_check(xy, lengths, n_strokes);
    if (status != HWR_OK) return status;
    l->n = 0;
    for (size_t s = 0; s < n_strokes; xy += 2 * (size_t)lengths[s++])
        if (lengths[s] > 0) insert_stroke(l, xy, lengths[s]);
    const double height = l->box.bottom - l->box.top, width = l->box.right - l->box.left;
    l->height = larger(larger(height, width / 50), 1e-3);
    for (int i = 0; i < l->n; i++)
        for (int d = 1; d <= HWR_WORD_NEAR && i + d < l->n; d++)
            l->strokes[i].near[d] = (float)stroke_distance(&l->strokes[i], &l->strokes[i + d]);
    for (int i = 0; i < l->n; i++) {
        hwr_box box = l->strokes[i].box;
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            hwr_group *g = &l->groups[i][k];
            g->possible = i + k < l->n;
            g->fixed[0] = '\0';
            if (!g->possible) continue;
            g->outline.box = box = join(box, l->strokes[i + k].box);
            describe(l, g, i, i + k);
        }
    }
    return HWR_OK;
}
