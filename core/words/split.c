/* split.c - a line of several words, cut at its wide gaps. */
#include <string.h>

#include "ink/ink.h"
#include "words.h"

/* A gap between words is as wide as the line's ink is high, and twice its usual gap. Of 6,817
 * single words of other writers these cut 0.9 % apart. */
static const double least_gap = 1.0, least_usual_gaps = 2.0, narrowest_usual_gap = 0.1;

/* The strokes with points of a line, by the middles of their widths. */
typedef struct line {
    int n;
    double left[HWR_LINE_STROKES], right[HWR_LINE_STROKES];
    uint16_t stroke[HWR_LINE_STROKES];
    double top, bottom;
} line;

static void insert(line *l, const float *xy, uint32_t n, uint16_t stroke) {
    double left = (double)xy[0], right = left;
    if (l->n == 0) l->top = l->bottom = (double)xy[1];
    for (uint32_t i = 0; i < n; i++) {
        const double x = (double)xy[2 * i], y = (double)xy[2 * i + 1];
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < l->top) l->top = y;
        if (y > l->bottom) l->bottom = y;
    }
    int at = l->n++;
    for (; at > 0 && l->left[at - 1] + l->right[at - 1] > left + right; at--) {
        l->left[at] = l->left[at - 1];
        l->right[at] = l->right[at - 1];
        l->stroke[at] = l->stroke[at - 1];
    }
    l->left[at] = left;
    l->right[at] = right;
    l->stroke[at] = stroke;
}

/* gaps[i]: from all strokes up to i to the next one; returns the median of those above 0, or 0. */
static double measure_gaps(double *gaps, const line *l) {
    double sorted[HWR_LINE_STROKES], right = l->right[0];
    int n = 0;
    for (int i = 0; i + 1 < l->n; i++) {
        if (l->right[i] > right) right = l->right[i];
        gaps[i] = l->left[i + 1] - right;
        if (gaps[i] <= 0) continue;
        int at = n++;
        for (; at > 0 && sorted[at - 1] > gaps[i]; at--) sorted[at] = sorted[at - 1];
        sorted[at] = gaps[i];
    }
    return n == 0 ? 0 : sorted[(n - 1) / 2];
}

hwr_status hwr_words_split(uint16_t *word_of, size_t *n_words, const float *xy,
                           const uint32_t *lengths, size_t n_strokes) {
    line l = {.n = 0};
    double gaps[HWR_LINE_STROKES];
    *n_words = 0;
    if (n_strokes > HWR_LINE_STROKES) return HWR_ERR_TOO_LARGE;
    memset(word_of, 0, n_strokes * sizeof *word_of);
    const hwr_status status = hwr_strokes_check(xy, lengths, n_strokes);
    if (status != HWR_OK) return status;
    for (size_t s = 0; s < n_strokes; xy += 2 * (size_t)lengths[s++])
        if (lengths[s] > 0) insert(&l, xy, lengths[s], (uint16_t)s);
    const double height = l.bottom - l.top, usual = measure_gaps(gaps, &l);
    const double floor = narrowest_usual_gap * height;
    const double by_usual = least_usual_gaps * (usual > floor ? usual : floor);
    const double least = by_usual > least_gap * height ? by_usual : least_gap * height;
    uint16_t word = 0;
    for (int i = 0; i < l.n; i++) {
        word_of[l.stroke[i]] = word;
        if (i + 1 < l.n && height > 0 && gaps[i] > least) word++;
    }
    *n_words = (size_t)word + 1;
    return HWR_OK;
}
