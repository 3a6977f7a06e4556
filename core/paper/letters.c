/* letters.c - pieces of ink to letters, lines and words.
 *
 * Pieces that belong together lie over each other (dot and stem, the bars of an E) or nearly touch
 * beside each other, measured against the writing's size. */
#include "parts.h"

typedef struct group {
    int left, top, right, bottom;
    uint32_t area;
    int parent, line;
    int strokes;                /* pieces that are no dots */
    uint64_t left_of, right_of; /* of its pieces */
} group;

enum { MOST = 1024 }; /* pieces that are grouped */

static int group_side(const group *g) {
    const int w = g->right - g->left, h = g->bottom - g->top;
    return w > h ? w : h;
}

/* The size of the writing: what half of the ink's pieces are no larger than, weighed by ink. */
static float usual_side(const group *g, int n) {
    uint32_t total = 0, below = 0;
    int best = 0;
    for (int i = 0; i < n; i++) total += g[i].area;
    for (int s = 1; 2 * below < total; s = best + 1) { /* the next larger side */
        best = 1 << 30;
        for (int i = 0; i < n; i++) {
            const int side = group_side(&g[i]);
            if (side >= s && side < best) best = side;
        }
        for (int i = 0; i < n; i++) below += group_side(&g[i]) == best ? g[i].area : 0;
    }
    return (float)best;
}

static int smaller(int a, int b) {
    return a < b ? a : b;
}
static int larger(int a, int b) {
    return a > b ? a : b;
}

/* Apart by hwr_paper_cut. */
static int are_cut(const group *a, const group *b) {
    return (a->left_of & b->right_of) || (a->right_of & b->left_of);
}

/* Pieces of one letter, by their boxes; side: of the writing. */
static int belong(const group *a, const group *b, float side) {
    if (are_cut(a, b)) return 0;
    const int overlap_x = smaller(a->right, b->right) - larger(a->left, b->left);
    const int overlap_y = smaller(a->bottom, b->bottom) - larger(a->top, b->top);
    const int narrow = smaller(a->right - a->left, b->right - b->left);
    const int low = smaller(a->bottom - a->top, b->bottom - b->top);
    const int size_a = larger(a->right - a->left, a->bottom - a->top);
    const int size_b = larger(b->right - b->left, b->bottom - b->top);
    const float small = (float)smaller(size_a, size_b);
    const float gap_x = overlap_x < 0 ? (float)-overlap_x : 0;
    const float gap_y = overlap_y < 0 ? (float)-overlap_y : 0;
    if (overlap_x > 0 && overlap_y > 0) return 1;
    if (2 * overlap_x >= narrow && gap_y <= (small < .4f * side ? .5f : .2f) * side) return 1;
    /* A dot may lie beside its stem's end. */
    if (small < .25f * side && overlap_y <= 0 && gap_x <= .15f * side && gap_y <= .5f * side)
        return 1;
    if (2 * overlap_y >= low && gap_x <= .12f * side) return 1;
    return gap_x <= .1f * side && gap_y <= .1f * side;
}

static int root_of(const group *g, int i) {
    while (g[i].parent != i) i = g[i].parent;
    return i;
}

static void merge(group *g, int a, int b) {
    a = root_of(g, a);
    b = root_of(g, b);
    if (a == b || are_cut(&g[a], &g[b])) return;
    if (b < a) {
        const int swap = a;
        a = b;
        b = swap;
    }
    g[b].parent = a;
    g[a].left = smaller(g[a].left, g[b].left);
    g[a].top = smaller(g[a].top, g[b].top);
    g[a].right = larger(g[a].right, g[b].right);
    g[a].bottom = larger(g[a].bottom, g[b].bottom);
    g[a].area += g[b].area;
    g[a].strokes += g[b].strokes;
    g[a].left_of |= g[b].left_of;
    g[a].right_of |= g[b].right_of;
}

/* A dot or dash over a short stem, as far up as letters of the writing reach. */
static int is_dot_of(const group *dot, const group *stem, float side) {
    const float middle = (float)(dot->left + dot->right) / 2, slack = .4f * side;
    return dot->bottom <= stem->top && (float)(dot->bottom - dot->top) < .35f * side &&
           (float)(dot->right - dot->left) < .7f * side &&
           (float)(stem->right - stem->left) < .5f * side &&
           (float)(stem->bottom - stem->top) >= .3f * side &&
           (float)(stem->bottom - dot->top) < 1.35f * side && middle > (float)stem->left - slack &&
           middle < (float)stem->right + slack;
}

/* Each dot to the nearest of its stems. */
static void merge_dots(group *g, int n, float side) {
    for (int i = 0; i < n; i++) {
        int best = -1;
        for (int j = 0; j < n && g[i].parent == i; j++) {
            if (j == i || g[j].parent != j || !is_dot_of(&g[i], &g[j], side)) continue;
            if (best < 0 || g[j].top < g[best].top) best = j;
        }
        if (best >= 0) merge(g, i, best);
    }
}

/* Where all is two pieces, one above the other, it is one letter; a low one may be a dot far up. */
static void merge_pair(group *g, int n) {
    int found[3], m = 0;
    for (int i = 0; i < n && m < 3; i++)
        if (g[i].parent == i) found[m++] = i;
    if (m != 2) return;
    const group *a = &g[found[0]], *b = &g[found[1]];
    const int overlap = smaller(a->bottom, b->bottom) - larger(a->top, b->top);
    const int low = smaller(a->bottom - a->top, b->bottom - b->top);
    const int gap = larger(-overlap, larger(a->left, b->left) - smaller(a->right, b->right));
    const group *upper = a->top < b->top ? a : b, *lower = a->top < b->top ? b : a;
    const int dot = 2 * (upper->bottom - upper->top) < lower->bottom - lower->top;
    if (2 * overlap < low && gap <= (dot ? 2 : 1) * larger(group_side(a), group_side(b)))
        merge(g, found[0], found[1]);
}

/* ---- Lines and words ---- */

/* How far down the middle lies once the skew is undone. */
static float level_of(const hwr_paper *paper, const group *g) {
    return (float)(g->top + g->bottom) / 2 - paper->skew * (float)(g->left + g->right) / 2;
}

/* Numbers the lines from the top: each begins with the highest letter left, and takes in what
 * overlaps it by a half of the usual side. */
static size_t find_lines(const hwr_paper *paper, group *g, int n, float side) {
    size_t lines = 0;
    for (int left = n; left > 0;) {
        int first = -1;
        float level = 0;
        for (int i = 0; i < n; i++) {
            if (g[i].parent != i || g[i].line >= 0) continue;
            if (first < 0 || level_of(paper, &g[i]) < level) {
                first = i;
                level = level_of(paper, &g[i]);
            }
        }
        if (first < 0) break;
        for (int i = 0; i < n; i++) {
            if (g[i].parent != i || g[i].line >= 0) continue;
            if (level_of(paper, &g[i]) > level + .6f * side) continue;
            g[i].line = (int)lines;
            left--;
        }
        lines++;
    }
    return lines;
}

static int comes_before(const group *a, const group *b) {
    if (a->line != b->line) return a->line < b->line;
    return a->left + a->right < b->left + b->right;
}

/* By insertion. */
static void sort(group *g, int n) {
    for (int i = 1; i < n; i++) {
        const group moved = g[i];
        int j = i;
        for (; j > 0 && comes_before(&moved, &g[j - 1]); j--) g[j] = g[j - 1];
        g[j] = moved;
    }
}

/* How far apart words are: clearly more than letters usually are. */
static float word_gap(const group *g, size_t n, float side) {
    float usual = 1e9f;
    size_t gaps = 0;
    for (size_t i = 1; i < n; i++) gaps += g[i].line == g[i - 1].line;
    for (size_t i = 1; i < n; i++) { /* the median: the least that half of them do not exceed */
        const int gap = g[i].left - g[i - 1].right;
        size_t below = 0;
        if (g[i].line != g[i - 1].line) continue;
        for (size_t j = 1; j < n; j++)
            below += g[j].line == g[j - 1].line && g[j].left - g[j - 1].right <= gap;
        if (2 * below >= gaps && (float)gap < usual) usual = (float)gap;
    }
    usual *= 1.7f;
    return usual < .5f * side ? .5f * side : usual < 1.2f * side ? usual : 1.2f * side;
}

static void set_letters(hwr_paper *paper, const group *g, size_t n, float side) {
    const float apart = word_gap(g, n, side);
    uint16_t word = 0;
    for (size_t i = 0; i < n; i++) {
        if (i && (g[i].line != g[i - 1].line || (float)(g[i].left - g[i - 1].right) > apart))
            word++;
        paper->letters[i] = (hwr_paper_letter){(float)g[i].left * paper->scale,
                                               (float)g[i].top * paper->scale,
                                               (float)g[i].right * paper->scale,
                                               (float)g[i].bottom * paper->scale,
                                               (uint16_t)g[i].line,
                                               word};
    }
    paper->n_words = n ? (size_t)word + 1 : 0;
}

void hwr_paper_group(hwr_paper *paper) {
    group *g = (group *)(void *)paper->scratch;
    int n = 0;
    for (size_t i = 0; i < paper->n_parts && n < MOST; i++) {
        hwr_paper_part *p = &paper->parts[i];
        if (p->letter == HWR_PAPER_NO_LETTER) continue;
        g[n] = (group){p->left,    p->top,     p->right, p->bottom,
                       p->area,    n,          -1,       !hwr_paper_part_round(p),
                       p->left_of, p->right_of};
        p->letter = n++;
    }
    paper->finding = paper->n_parts ? HWR_PAPER_NO_LETTERS : HWR_PAPER_EVEN;
    if (n == 0) return;
    const float side = usual_side(g, n);
    for (int again = 1; again;) {
        again = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                const int a = root_of(g, i), b = root_of(g, j);
                if (a == b || !belong(&g[a], &g[b], side)) continue;
                merge(g, a, b);
                again = 1;
            }
        }
    }
    merge_dots(g, n, side);
    merge_pair(g, n);
    /* What is too small to be a letter of this writing is left aside. */
    size_t kept = 0;
    for (int i = 0; i < n; i++) {
        if (g[i].parent != i) continue;
        const int s = larger(g[i].right - g[i].left, g[i].bottom - g[i].top);
        if ((float)s < .3f * side || !g[i].strokes)
            g[i].line = 30000;
        else
            kept++;
    }
    if (kept > HWR_PAPER_LETTERS) {
        paper->finding = HWR_PAPER_CROWDED;
        return;
    }
    if (side < HWR_PAPER_LEAST) {
        paper->finding = HWR_PAPER_SMALL;
        return;
    }
    paper->n_lines = find_lines(paper, g, n, side);
    for (size_t i = 0; i < paper->n_parts; i++) {
        hwr_paper_part *p = &paper->parts[i];
        if (p->letter == HWR_PAPER_NO_LETTER) continue;
        p->letter = root_of(g, p->letter);
    }
    /* The letters' groups in reading order, and their numbers to the pieces. */
    for (int i = 0; i < n; i++) g[i].area = (uint32_t)i;
    int m = 0;
    for (int i = 0; i < n; i++)
        if (g[i].parent == i && g[i].line != 30000) g[m++] = g[i];
    sort(g, m);
    for (size_t i = 0; i < paper->n_parts; i++) {
        hwr_paper_part *p = &paper->parts[i];
        if (p->letter == HWR_PAPER_NO_LETTER) continue;
        int found = HWR_PAPER_NO_LETTER;
        for (int k = 0; k < m; k++)
            if ((int)g[k].area == p->letter) found = k;
        p->letter = found;
    }
    paper->n = (size_t)m;
    set_letters(paper, g, paper->n, side);
    paper->finding = m ? HWR_PAPER_FOUND : HWR_PAPER_NO_LETTERS;
}
