/* fixes.c - what the writer has said of strokes, as groups that are possible or not. */
#include "fixes.h"

#include <string.h>

/* Where a fix's strokes begin in the lattice, -1 where they are not there or not together. */
static int place_of(const hwr_lattice *l, const hwr_word_fix *fix) {
    int first = -1, found = 0;
    if (fix->n_strokes < 1 || fix->n_strokes > HWR_WORD_GROUP) return -1;
    for (int i = 0; i < l->n; i++) {
        if (!memchr(fix->strokes, l->strokes[i].order, fix->n_strokes)) continue;
        if (first < 0) first = i;
        if (i != first + found++) return -1;
    }
    return found == fix->n_strokes ? first : -1;
}

/* No other group has any of these strokes. */
static void keep_together(hwr_lattice *l, int first, int n, const char *text) {
    hwr_group *g = &l->groups[first][n - 1];
    if (!g->possible || g->fixed[0] != '\0') return;
    for (int i = 0; i < first + n; i++)
        for (int k = 0; k < HWR_WORD_GROUP; k++)
            if (i + k >= first && (i != first || k != n - 1)) l->groups[i][k].possible = 0;
    memcpy(g->fixed, text, HWR_LABEL_BYTES);
    g->fixed[HWR_LABEL_BYTES - 1] = '\0';
}

/* Each stroke by itself stays a way to read them. */
static void keep_apart(hwr_lattice *l, int first, int n) {
    if (n < 2) return;
    for (int i = first; i < first + n; i++)
        if (!l->groups[i][0].possible) return;
    l->groups[first][n - 1].possible = 0;
}

void hwr_lattice_fix(hwr_lattice *l, const hwr_word_fix *fixes, size_t n_fixes) {
    for (size_t f = 0; f < n_fixes; f++) {
        const hwr_word_fix *fix = &fixes[f];
        const int first = place_of(l, fix);
        if (first < 0) continue;
        if (fix->apart)
            keep_apart(l, first, fix->n_strokes);
        else
            keep_together(l, first, fix->n_strokes, fix->text);
    }
}
