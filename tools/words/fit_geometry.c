#include "words/fit_geometry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 12, LEAST_SEEN = 5 };
static const double least_deviation = 0.06, largest_error = 3; /* outliers count less */

/* Weighted sums of one glyph's sizes. */
typedef struct sums {
    double w[HWR_GLYPH_SIZES], wx[HWR_GLYPH_SIZES], wxx[HWR_GLYPH_SIZES];
    int seen, strokes[HWR_WORD_GROUP];
} sums;

/* Capitals and ascenders are tall, some letters go below the line. */
static hwr_glyph rough(int g) {
    const char letter = (char)(g < 26 ? 'A' + g : 'a' + g - 26);
    const float top = g < 26 || strchr("bdfhklt", letter) ? 1.9f : letter == 'i' ? 1.5f : 1.0f;
    const float bottom = strchr("gjpqy", letter) ? -0.8f : 0.0f;
    return (hwr_glyph){{top, bottom, g < 26 ? 1.4f : 0.9f, 0.8f},
                       {0.4f, 0.3f, 0.5f, 0.5f},
                       {0.25f, 0.25f, 0.25f, 0.25f}};
}

static void add(sums *s, const hwr_glyph *now, const double sizes[HWR_GLYPH_SIZES], int strokes) {
    s->seen++;
    s->strokes[strokes - 1]++;
    for (int k = 0; k < HWR_GLYPH_SIZES; k++) {
        const double error = fabs(sizes[k] - (double)now->mean[k]) / (double)now->deviation[k];
        const double w = error > largest_error ? largest_error / error / 2 : 1;
        s->w[k] += w;
        s->wx[k] += w * sizes[k];
        s->wxx[k] += w * sizes[k] * sizes[k];
    }
}

static void settle(hwr_glyph *glyph, const sums *s) {
    if (s->seen < LEAST_SEEN) return;
    for (int k = 0; k < HWR_WORD_GROUP; k++)
        glyph->strokes[k] = (float)(s->strokes[k] + 0.5) / (float)(s->seen + 2);
    for (int k = 0; k < HWR_GLYPH_SIZES; k++) {
        const double mean = s->wx[k] / s->w[k], variance = s->wxx[k] / s->w[k] - mean * mean;
        glyph->mean[k] = (float)mean;
        glyph->deviation[k] = (float)(sqrt(variance > 0 ? variance : 0) + least_deviation);
    }
}

static void add_word(sums *s, const hwr_glyph *now, const tool_word *w) {
    const hwr_glyph *glyphs[HWR_WORD_STROKES];
    const double height = w->box.bottom - w->box.top;
    char letter[2] = {0};
    if (!(height > 0)) return;
    for (int i = 0; i < w->n_letters; i++) {
        letter[0] = w->text[i];
        const hwr_glyph *glyph = hwr_glyph_of(letter);
        glyphs[i] = glyph ? now + (glyph - hwr_glyphs) : NULL;
    }
    const hwr_lines lines = hwr_lines_fit(glyphs, w->outlines, w->n_letters, &w->box, height);
    for (int i = 0; i < w->n_letters; i++) {
        double sizes[HWR_GLYPH_SIZES];
        if (!glyphs[i]) continue;
        hwr_lines_measure(&lines, &w->outlines[i], &w->box, sizes);
        add(&s[glyphs[i] - now], glyphs[i], sizes, w->outlines[i].n);
    }
}

/* Of every letter, in units of its word's height above its bottom. */
static void fit_any(hwr_glyph *any, const tool_corpus *corpus) {
    sums s = {.seen = 0};
    *any = (hwr_glyph){{0.7f, 0.2f, 0.6f, 0.5f}, {1, 1, 1, 1}, {0}};
    for (size_t i = 0; i < corpus->n; i++) {
        const tool_word *w = &corpus->words[i];
        const hwr_lines none = {w->box.bottom, 0, w->box.bottom - w->box.top};
        if (w->held_out || w->late || !(none.x_height > 0)) continue;
        for (int k = 0; k < w->n_letters; k++) {
            double sizes[HWR_GLYPH_SIZES];
            hwr_lines_measure(&none, &w->outlines[k], &w->box, sizes);
            add(&s, any, sizes, w->outlines[k].n);
        }
    }
    settle(any, &s);
}

void tool_fit_geometry(hwr_glyph glyphs[HWR_GLYPHS], hwr_glyph *any, const tool_corpus *corpus) {
    fit_any(any, corpus);
    for (int g = 0; g < HWR_GLYPHS; g++) glyphs[g] = rough(g);
    for (int round = 0; round < ROUNDS; round++) {
        sums s[HWR_GLYPHS];
        memset(s, 0, sizeof s);
        for (size_t i = 0; i < corpus->n; i++)
            if (!corpus->words[i].held_out && !corpus->words[i].late)
                add_word(s, glyphs, &corpus->words[i]);
        for (int g = 0; g < HWR_GLYPHS; g++) settle(&glyphs[g], &s[g]);
    }
}
