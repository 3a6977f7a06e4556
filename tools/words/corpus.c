#include "words/corpus.h"

#include <stdlib.h>
#include <string.h>

#include "words/rater.h"

static int group_of(int first, int n) {
    return first * HWR_WORD_GROUP + n - 1;
}

/* The right cut of a lattice: runs of strokes of one letter. 0 where a letter has two runs, more
 * strokes than a group, or comes before one on its left. */
static int cut(tool_word *w, const hwr_lattice *l, const int16_t *letter_of) {
    w->n_letters = 0;
    for (int first = 0, n; first < l->n; first += n) {
        const int letter = letter_of[l->strokes[first].order];
        for (n = 1; first + n < l->n && letter_of[l->strokes[first + n].order] == letter;) n++;
        if (letter != w->n_letters || n > HWR_WORD_GROUP) return 0;
        w->outlines[w->n_letters] = l->groups[first][n - 1].outline;
        w->right[w->n_letters++] = group_of(first, n);
    }
    return w->n_letters == (int)strlen(w->text);
}

/* Room for one word with its strokes in another order. */
typedef struct reordered {
    float xy[2 * HWR_WORD_POINTS];
    uint32_t lengths[HWR_WORD_STROKES];
    int16_t letter_of[HWR_WORD_STROKES];
    size_t points, n;
} reordered;

static int comes_late(const int16_t *letter_of, size_t s, const char *text) {
    return s > 0 && letter_of[s] == letter_of[s - 1] && strchr("ijtfxTIJ", text[letter_of[s]]);
}

/* Word i with the dots and bars, all strokes of some letters but the first, at the end: people
 * write so, but those who gave the words were asked for one letter after the other. Returns how
 * many strokes another one comes after; without `late`, nothing moves. */
static int reorder(reordered *out, const tool_strokes *set, size_t i, int late) {
    const size_t first = set->first_stroke[i], n = set->first_stroke[i + 1] - first;
    int moved = 0;
    out->points = out->n = 0;
    for (int pass = 0; pass < 2; pass++) {
        const float *xy = set->xy + 2 * set->first_point[i];
        for (size_t s = 0; s < n; xy += 2 * (size_t)set->lengths[first + s++]) {
            const uint32_t length = set->lengths[first + s];
            const int last = late && comes_late(set->letter_of + first, s, set->words[i]);
            if (last != pass || out->n == HWR_WORD_STROKES ||
                out->points + length > HWR_WORD_POINTS)
                continue;
            memcpy(out->xy + 2 * out->points, xy, 2 * length * sizeof *xy);
            out->letter_of[out->n] = set->letter_of[first + s];
            out->lengths[out->n++] = length;
            out->points += length;
            moved += last && set->letter_of[first + s] != set->letter_of[first + n - 1];
        }
    }
    return moved;
}

static hwr_status build(hwr_lattice *l, const reordered *w) {
    return hwr_lattice_build(l, w->xy, w->lengths, w->n);
}

static void keep_features(tool_word *w, const hwr_lattice *l) {
    for (int i = 0; i < l->n; i++) {
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            const int g = group_of(i, k + 1);
            w->possible[g] = (uint8_t)l->groups[i][k].possible;
            if (w->possible[g])
                memcpy(w->features[g], l->groups[i][k].features, sizeof *w->features);
        }
    }
}

void tool_corpus_build(tool_corpus *corpus, const tool_strokes *set, unsigned parts) {
    hwr_lattice *l = tool_alloc(1, sizeof *l);
    reordered *order = tool_alloc(1, sizeof *order);
    corpus->words = tool_alloc(2 * set->n, sizeof *corpus->words);
    corpus->n = 0;
    for (size_t k = 0; k < 2 * set->n; k++) {
        tool_word *w = &corpus->words[corpus->n];
        *w = (tool_word){.text = set->words[k / 2], .index = k / 2, .late = k % 2};
        if (reorder(order, set, w->index, w->late) == 0 && w->late) continue;
        if (build(l, order) != HWR_OK || !cut(w, l, order->letter_of)) continue;
        w->held_out = parts && set->writers[w->index] % parts == 0;
        w->n = l->n;
        w->box = l->box;
        w->features = tool_alloc((size_t)l->n * HWR_WORD_GROUP, sizeof *w->features);
        keep_features(w, l);
        corpus->n++;
    }
    free(order);
    free(l);
}

void tool_corpus_ask(tool_corpus *corpus, const tool_strokes *set, hwr_model *model) {
    hwr_lattice *l = tool_alloc(1, sizeof *l);
    reordered *order = tool_alloc(1, sizeof *order);
    hwr_preprocess *pre = tool_alloc(1, sizeof *pre);
    float *xy = tool_alloc(2 * HWR_WORD_POINTS, sizeof *xy);
    const hwr_word_reader reader = {.model = model};
    for (size_t i = 0; i < corpus->n; i++) {
        tool_word *w = &corpus->words[i];
        (void)reorder(order, set, w->index, w->late);
        if (build(l, order) != HWR_OK) continue; /* it was, before */
        hwr_lattice_prune(l, &hwr_rater_shape);
        for (int k = 0; k < w->n_letters; k++)
            l->groups[w->right[k] / HWR_WORD_GROUP][w->right[k] % HWR_WORD_GROUP].possible = 1;
        for (int g = 0; g < l->n * HWR_WORD_GROUP; g++)
            if (l->groups[g / HWR_WORD_GROUP][g % HWR_WORD_GROUP].possible)
                hwr_lattice_ask(l, g / HWR_WORD_GROUP, g % HWR_WORD_GROUP + 1, &reader, pre, xy);
        keep_features(w, l);
    }
    free(xy);
    free(pre);
    free(order);
    free(l);
}

void tool_corpus_free(tool_corpus *corpus) {
    for (size_t i = 0; i < corpus->n; i++) free(corpus->words[i].features);
    free(corpus->words);
}
