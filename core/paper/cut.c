/* cut.c - letters that touch taken apart.
 *
 * A piece 1.4 times as wide as tall letters of this writing are high is more than one letter (an m
 * or w among small letters is that wide for these alone). It is cut along the path from top to
 * bottom that meets the least ink, where that is no more than a stroke across and leaves two pieces
 * that are large enough to be letters. Narrower pairs stay together: by shape alone an H is two I
 * that touch. */
#include "parts.h"

#include <string.h>

enum { FEW = 4, MOST_CUTS = 64, INK = 16 };

/* What 85 of 100 pieces that are no dots are not higher than; 0 where they are few. */
static int tall_height(const hwr_paper *paper) {
    uint16_t *count = (uint16_t *)(void *)paper->scratch;
    uint32_t n = 0, sum = 0;
    int tallest = 0, height = 0;
    memset(count, 0, (HWR_PAPER_SIDE + 1) * sizeof *count);
    for (size_t i = 0; i < paper->n_parts; i++) {
        const hwr_paper_part *p = &paper->parts[i];
        const int h = p->bottom - p->top;
        if (p->letter != HWR_PAPER_NO_LETTER && h > tallest) tallest = h;
    }
    for (size_t i = 0; i < paper->n_parts; i++) {
        const hwr_paper_part *p = &paper->parts[i];
        const int h = p->bottom - p->top;
        if (p->letter == HWR_PAPER_NO_LETTER || 3 * h < tallest) continue;
        count[h]++;
        n++;
    }
    if (n < FEW) return 0;
    while (100 * sum < 85 * n) sum += count[++height];
    return height;
}

typedef struct seam {
    int first, end; /* columns that it may take, of the piece's box */
    int32_t *cost;  /* (2, width) */
    int8_t *from;   /* (height, width) -1, 0, 1: where it comes from in the row above */
} seam;

static int is_of(const hwr_paper *paper, int32_t part, int x, int y) {
    return paper->label[(size_t)y * paper->width + (size_t)x] == part;
}

/* The cheapest way down, in a piece's middle rather than near its ends; its ink in *ink, its last
 * column returned. */
static int find_seam(const hwr_paper *paper, int32_t part, const seam *s, int prior, int *ink) {
    const hwr_paper_part *p = &paper->parts[part];
    const int w = p->right - p->left, h = p->bottom - p->top;
    int32_t *above = s->cost, *here = s->cost + w;
    for (int y = 0; y < h; y++) {
        for (int x = s->first; x < s->end; x++) {
            int best = 0;
            if (y && x > s->first && above[x - 1] + 1 < above[x]) best = -1;
            if (y && x + 1 < s->end && above[x + 1] + 1 < above[x + best] + (best ? 1 : 0))
                best = 1;
            const int off = 2 * x - w;
            here[x] = (y ? above[x + best] + (best ? 1 : 0) : prior * off / w * off / w) +
                      (is_of(paper, part, p->left + x, p->top + y) ? INK : 0);
            s->from[y * w + x] = (int8_t)best;
        }
        int32_t *swap = above;
        above = here;
        here = swap;
    }
    int last = s->first;
    for (int x = s->first; x < s->end; x++)
        if (above[x] < above[last]) last = x;
    *ink = 0;
    for (int y = h - 1, x = last; y >= 0; x += s->from[y * w + x], y--)
        *ink += is_of(paper, part, p->left + x, p->top + y);
    return last;
}

/* The piece anew, within the box of the whole. */
static void measure(hwr_paper *paper, int32_t part, const hwr_paper_part *box) {
    hwr_paper_part *p = &paper->parts[part];
    const int level = box->level;
    *p = (hwr_paper_part){.left = box->right, .top = box->bottom, .level = level, .letter = 1};
    for (int y = box->top; y < box->bottom; y++) {
        for (int x = box->left; x < box->right; x++) {
            if (!is_of(paper, part, x, y)) continue;
            p->left = x < p->left ? x : p->left;
            p->right = x + 1 > p->right ? x + 1 : p->right;
            p->top = y < p->top ? y : p->top;
            p->bottom = y + 1;
            p->area++;
            p->edge += (uint32_t)(x == box->left || !is_of(paper, part, x - 1, y)) +
                       (uint32_t)(x + 1 == box->right || !is_of(paper, part, x + 1, y)) +
                       (uint32_t)(y == box->top || !is_of(paper, part, x, y - 1)) +
                       (uint32_t)(y + 1 == box->bottom || !is_of(paper, part, x, y + 1));
        }
    }
}

static int is_letter_size(const hwr_paper_part *p, int height) {
    return 2 * (p->bottom - p->top) > height && 10 * (p->right - p->left) >= height;
}

/* All that is `from` within the box becomes `to`. */
static void rename_part(hwr_paper *paper, const hwr_paper_part *box, int32_t from, int32_t to) {
    for (int y = box->top; y < box->bottom; y++) {
        int32_t *row = paper->label + (size_t)y * paper->width;
        for (int x = box->left; x < box->right; x++)
            if (row[x] == from) row[x] = to;
    }
}

/* Cuts the piece in two, the right one a new piece; 0 where it stays whole. */
static int cut(hwr_paper *paper, int32_t part, int height) {
    const hwr_paper_part whole = paper->parts[part];
    const int w = whole.right - whole.left, h = whole.bottom - whole.top, margin = height / 5;
    const float stroke = hwr_paper_part_stroke(&whole);
    seam s = {margin, w - margin, (int32_t *)(void *)paper->scratch, NULL};
    s.from = (int8_t *)(s.cost + 2 * w);
    int ink;
    if (s.end <= s.first) return 0;
    int x = find_seam(paper, part, &s, (int)(2 * INK * stroke), &ink);
    if ((float)ink > 1.6f * stroke + 1) return 0;
    const int32_t right = (int32_t)paper->n_parts;
    for (int y = h - 1; y >= 0; x += s.from[y * w + x], y--) {
        int32_t *row = paper->label + (size_t)(whole.top + y) * paper->width;
        for (int u = whole.left + x; u < whole.right; u++)
            if (row[u] == part) row[u] = right;
    }
    measure(paper, part, &whole);
    measure(paper, right, &whole);
    if (is_letter_size(&paper->parts[part], height) &&
        is_letter_size(&paper->parts[right], height)) {
        paper->n_parts++;
        return 1;
    }
    rename_part(paper, &whole, right, part);
    paper->parts[part] = whole;
    return 0;
}

static int is_wide(const hwr_paper_part *p, int height) {
    const int w = p->right - p->left, h = p->bottom - p->top;
    return 5 * w > 7 * height && 10 * w > 11 * h;
}

void hwr_paper_cut(hwr_paper *paper) {
    const int height = tall_height(paper);
    int cuts = 0;
    if (!height) return;
    for (size_t i = 0; i < paper->n_parts; i++) {
        hwr_paper_part *p = &paper->parts[i];
        if (p->letter == HWR_PAPER_NO_LETTER) continue;
        while (is_wide(p, height) && cuts < MOST_CUTS && paper->n_parts < HWR_PAPER_PARTS) {
            hwr_paper_part *right = &paper->parts[paper->n_parts];
            const uint64_t bit = (uint64_t)1 << cuts, l = p->left_of, r = p->right_of;
            if (!cut(paper, (int32_t)i, height)) break;
            p->left_of = l | bit;
            right->left_of = l;
            p->right_of = r;
            right->right_of = r | bit;
            cuts++;
        }
    }
}
