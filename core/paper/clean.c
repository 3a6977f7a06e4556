/* clean.c - pieces of ink that are part of no letter: specks, stains, holes, printed dots, and what
 * comes in from the picture's border. They are measured against the writing: the larger pieces. */
#include "parts.h"

enum { MANY_DOTS = 24 };

typedef struct weighed {
    float value;
    uint32_t weight;
} weighed;

/* The value that `share` of the weight does not exceed, by halving the range of values. */
static float weighed_rank(const weighed *values, size_t n, float share) {
    uint64_t total = 0;
    float low = 0, high = 0;
    for (size_t i = 0; i < n; i++) {
        total += values[i].weight;
        high = values[i].value > high ? values[i].value : high;
    }
    for (int halvings = 0; halvings < 24; halvings++) {
        const float middle = (low + high) / 2;
        uint64_t sum = 0;
        for (size_t i = 0; i < n; i++) sum += values[i].value <= middle ? values[i].weight : 0;
        if ((float)sum >= share * (float)total)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static int touches_border(const hwr_paper_part *p, const hwr_paper *paper) {
    return p->left == 0 || p->top == 0 || p->right == (int)paper->width ||
           p->bottom == (int)paper->height;
}

/* In percent of the picture's longer side. */
static int border_distance(const hwr_paper_part *p, const hwr_paper *paper) {
    const int w = (int)paper->width, h = (int)paper->height;
    int d = p->left < p->top ? p->left : p->top;
    d = w - p->right < d ? w - p->right : d;
    d = h - p->bottom < d ? h - p->bottom : d;
    return 100 * d / (w > h ? w : h);
}

/* What the writing is like: stroke width, darkness, height. */
typedef struct writing {
    float stroke, level, side;
} writing;

static writing measure(hwr_paper *paper) {
    weighed *values = (weighed *)(void *)paper->scratch;
    writing w;
    size_t n = 0;
    for (int which = 0; which < 3; which++) {
        n = 0;
        for (size_t i = 0; i < paper->n_parts; i++) {
            const hwr_paper_part *p = &paper->parts[i];
            if (p->letter == HWR_PAPER_NO_LETTER) continue;
            const float side = (float)hwr_paper_part_side(p);
            values[n].value = which == 0   ? hwr_paper_part_stroke(p)
                              : which == 1 ? (float)p->level
                                           : side;
            values[n++].weight = p->area;
        }
        const float value = weighed_rank(values, n, .5f);
        if (which == 0)
            w.stroke = value;
        else if (which == 1)
            w.level = value;
        else
            w.side = value;
    }
    return w;
}

/* A size of the letters where there are more dots than ink of letters: pieces weighed by the square
 * of their side. */
static float letter_side(hwr_paper *paper) {
    weighed *values = (weighed *)(void *)paper->scratch;
    size_t n = 0;
    for (size_t i = 0; i < paper->n_parts; i++) {
        const hwr_paper_part *p = &paper->parts[i];
        if (p->letter == HWR_PAPER_NO_LETTER) continue;
        const int side = hwr_paper_part_side(p);
        values[n++] = (weighed){(float)side, (uint32_t)(side * side)};
    }
    return weighed_rank(values, n, .5f);
}

/* Small pieces at even distances: the dots of dotted paper. A part's letter is 1 where it is kept.
 */
static void drop_printed_dots(hwr_paper *paper) {
    const float side = letter_side(paper);
    uint16_t *small = (uint16_t *)(void *)paper->scratch;
    float *nearest = (float *)(void *)(paper->scratch + 2 * HWR_PAPER_PARTS);
    weighed *order = (weighed *)(void *)(nearest + HWR_PAPER_PARTS);
    size_t n = 0;
    for (size_t i = 0; i < paper->n_parts; i++) {
        const hwr_paper_part *p = &paper->parts[i];
        if (p->letter != HWR_PAPER_NO_LETTER && (float)hwr_paper_part_side(p) < .25f * side)
            small[n++] = (uint16_t)i;
    }
    if (n < MANY_DOTS) return;
    for (size_t i = 0; i < n; i++) {
        const hwr_paper_part *p = &paper->parts[small[i]];
        nearest[i] = 1e9f;
        for (size_t j = 0; j < n; j++) {
            const hwr_paper_part *q = &paper->parts[small[j]];
            const float dx = (float)(p->left + p->right - q->left - q->right) / 2;
            const float dy = (float)(p->top + p->bottom - q->top - q->bottom) / 2;
            const float d = dx * dx + dy * dy;
            if (j != i && d < nearest[i]) nearest[i] = d;
        }
        order[i] = (weighed){nearest[i], 1};
    }
    const float usual = weighed_rank(order, n, .5f);
    size_t even = 0;
    for (size_t i = 0; i < n; i++) even += nearest[i] > .72f * usual && nearest[i] < 1.38f * usual;
    if (2 * even < n) return;
    for (size_t i = 0; i < n; i++)
        if (nearest[i] < 4.5f * usual) paper->parts[small[i]].letter = HWR_PAPER_NO_LETTER;
}

static int is_dirt(const hwr_paper_part *p, const hwr_paper *paper, const writing *w) {
    const float side = (float)hwr_paper_part_side(p), stroke = hwr_paper_part_stroke(p);
    if (side < 3 || (side < .55f * w->stroke && side < .12f * w->side)) return 1; /* a speck */
    if ((float)p->level < .4f * w->level) return 1;                               /* a stain */
    if (hwr_paper_part_round(p) && side > 1.15f * w->stroke && border_distance(p, paper) < 8)
        return 1;                                                     /* a hole */
    if (hwr_paper_part_round(p) && side > 2.2f * w->stroke) return 1; /* a blot */
    return touches_border(p, paper) && side < .9f * w->side && stroke > 1.5f * w->stroke;
}

/* Something that lies on the sheet, as a phone: solid, and too wide for a stroke. */
static int is_thing(const hwr_paper_part *p, int reach) {
    const int side = hwr_paper_part_side(p);
    return side > 2 * reach && hwr_paper_part_stroke(p) > .4f * (float)side;
}

void hwr_paper_clean(hwr_paper *paper) {
    const int reach = hwr_paper_reach(paper->width, paper->height);
    size_t inside = 0;
    for (size_t i = 0; i < paper->n_parts; i++) {
        hwr_paper_part *p = &paper->parts[i];
        const int border = touches_border(p, paper);
        p->letter = border ? HWR_PAPER_NO_LETTER : 1;
        inside += p->letter == 1 && p->area > 12;
    }
    if (!inside) /* a letter cut out closely */
        for (size_t i = 0; i < paper->n_parts; i++) paper->parts[i].letter = 1;
    for (size_t i = 0; i < paper->n_parts; i++)
        if (is_thing(&paper->parts[i], reach)) paper->parts[i].letter = HWR_PAPER_NO_LETTER;
    drop_printed_dots(paper);
    for (int twice = 0; twice < 2; twice++) {
        const writing w = measure(paper);
        for (size_t i = 0; i < paper->n_parts; i++)
            if (is_dirt(&paper->parts[i], paper, &w)) paper->parts[i].letter = HWR_PAPER_NO_LETTER;
    }
}
