/* search.c - the hypotheses of a whole word, each in its most probable case, sorted. */
#include "search.h"

#include <string.h>

#include "geometry.h"
#include "mathx.h"

/* How a word may be written, and how often words and names are; other mixtures are not read. */
enum { SMALL, CAPITALISED, CAPITALS, PATTERNS };
static const double pattern_share[3][PATTERNS] = {
    {0.57, 0.2, 0.23}, {0.07, 0.7, 0.23}, {0.765, 0.005, 0.23}};
enum { COMMON, NAME, WITHIN }; /* the kind of a word; WITHIN: its beginning is written already */

/* One hypothesis, letter by letter. */
typedef struct path {
    int n;
    uint8_t first[HWR_WORD_STROKES], size[HWR_WORD_STROKES]; /* strokes */
    uint8_t group[HWR_WORD_STROKES];                         /* of the labels */
    hwr_outline outlines[HWR_WORD_STROKES];
} path;

/* The texts of a group of labels in both cases; where it has none, the same text twice. */
typedef struct letter_cases {
    char text[2][HWR_LABEL_BYTES]; /* small, capital */
} letter_cases;

static void trace_back(path *p, const hwr_beam *beams, const hwr_lattice *l, int which) {
    p->n = 0;
    for (int end = l->n; end > 0; end -= p->size[p->n++]) {
        const hwr_hypothesis *h = &beams[end].best[which];
        p->size[p->n] = h->size;
        p->group[p->n] = h->group;
        which = h->from;
    }
    for (int i = 0, k = p->n - 1; i < k; i++, k--) {
        const uint8_t size = p->size[i], group = p->group[i];
        p->size[i] = p->size[k];
        p->group[i] = p->group[k];
        p->size[k] = size;
        p->group[k] = group;
    }
    for (int i = 0, first = 0; i < p->n; first += p->size[i++]) {
        p->first[i] = (uint8_t)first;
        p->outlines[i] = l->groups[first][p->size[i] - 1].outline;
    }
}

static void both_cases(letter_cases *out, const char *text) {
    char other[HWR_LABEL_BYTES];
    const int turn = hwr_label_other_case(other, text);
    for (int k = 0; k < 2; k++) memcpy(out->text[k], text, HWR_LABEL_BYTES);
    if (turn != 0) memcpy(out->text[turn < 0], other, HWR_LABEL_BYTES);
}

static int is_capital(int pattern, int i) {
    return pattern == CAPITALS || (pattern == CAPITALISED && i == 0);
}

/* The text of a letter in a pattern of cases. */
static const char *text_of(const path *p, int i, int pattern, const letter_cases *cases,
                           const hwr_lattice *l) {
    const hwr_group *g = &l->groups[p->first[i]][p->size[i] - 1];
    return g->fixed[0] ? g->fixed : cases[p->group[i]].text[is_capital(pattern, i)];
}

/* Where the writer has said the letter, the pattern had better have it in its case. */
static double fixed_case(const char *text, int capital) {
    const double share_of_mixed = 0.05;
    char other[HWR_LABEL_BYTES];
    const int turn = hwr_label_other_case(other, text);
    return turn != 0 && (turn > 0) != capital ? hwr_log(share_of_mixed) : 0;
}

/* The network's word on the case of a letter, where it has a class for each: a logarithm <= 0. */
static double class_case(const hwr_group *g, const hwr_labels *labels, const char *text) {
    const int c = hwr_labels_class_of(labels, text);
    double all = 0;
    if (c < 0) return 0;
    for (int i = 0; i < labels->n; i++)
        if (labels->group[i] == labels->group[c]) all += (double)g->letters[i];
    return hwr_log(((double)g->letters[c] + 1e-4) / (all + 1e-4));
}

/* The most probable pattern of cases, and how the reading in it is rated: a logarithm. */
static int rate_cases(double *rate, const path *p, int kind, const letter_cases *cases,
                      const hwr_lattice *l, const hwr_labels *labels,
                      const hwr_word_scales *scales) {
    const hwr_glyph *glyphs[HWR_WORD_STROKES];
    double best = 0;
    int found = SMALL;
    for (int pattern = 0; pattern < PATTERNS; pattern++) {
        double as_class = hwr_log(pattern_share[kind][pattern]);
        for (int i = 0; i < p->n; i++) {
            const hwr_group *g = &l->groups[p->first[i]][p->size[i] - 1];
            const char *text = text_of(p, i, pattern, cases, l);
            glyphs[i] = hwr_glyph_of(text);
            as_class += scales->class_case * class_case(g, labels, text);
            if (g->fixed[0]) as_class += fixed_case(text, is_capital(pattern, i));
        }
        const hwr_fit fit = hwr_lines_rate(glyphs, p->outlines, p->n, &l->box, l->height);
        const double probable =
            as_class + scales->case_lines * fit.lines + scales->case_form * fit.form;
        if (pattern > 0 && probable <= best) continue;
        best = probable;
        found = pattern;
        *rate = as_class + scales->lines * fit.lines + scales->form * fit.form;
    }
    return found;
}

static void write_letter(hwr_word_letter *out, const path *p, int i, const char *text,
                         const hwr_lattice *l, const hwr_labels *labels) {
    const hwr_group *g = &l->groups[p->first[i]][p->size[i] - 1];
    const int known = hwr_labels_class_of(labels, text);
    memcpy(out->text, text, HWR_LABEL_BYTES);
    out->probability = 0;
    for (int c = 0; known >= 0 && c < labels->n; c++)
        if (labels->group[c] == labels->group[known]) out->probability += g->letters[c];
    out->n_strokes = hwr_lattice_strokes(l, out->strokes, p->first[i], p->size[i]);
}

void hwr_word_search(hwr_readings *readings, hwr_beam *beams, const hwr_lattice *l,
                     const hwr_labels *labels, const hwr_language *language, const char *before,
                     const hwr_word_scales *scales) {
    letter_cases cases[HWR_MAX_CLASSES];
    double totals[HWR_BEAM], sum = 0;
    int patterns[HWR_BEAM], order[HWR_BEAM];
    path p;
    hwr_beam_run(beams, l, labels, language, before, scales);
    const hwr_beam *last = &beams[l->n];
    const int within = hwr_language_goes_on(&beams[0].best[0].language);
    for (int i = 0; i < labels->n_groups; i++) both_cases(&cases[i], labels->group_text[i]);
    for (int i = 0; i < last->n; i++) {
        trace_back(&p, beams, l, i);
        const int is_name = language && hwr_language_is_name(language, &last->best[i].language);
        const int kind = within ? WITHIN : is_name ? NAME : COMMON;
        patterns[i] = rate_cases(&totals[i], &p, kind, cases, l, labels, scales);
        totals[i] += last->best[i].total;
        int at = i;
        for (; at > 0 && totals[order[at - 1]] < totals[i]; at--) order[at] = order[at - 1];
        order[at] = i;
    }
    for (int i = 0; i < last->n; i++)
        sum += hwr_exp(scales->sharpness * (totals[i] - totals[order[0]]));
    readings->n = last->n < HWR_WORD_READINGS ? last->n : HWR_WORD_READINGS;
    for (int r = 0; r < readings->n; r++) {
        hwr_reading *out = &readings->best[r];
        trace_back(&p, beams, l, order[r]);
        out->probability =
            (float)(hwr_exp(scales->sharpness * (totals[order[r]] - totals[order[0]])) / sum);
        out->n = p.n;
        for (int i = 0; i < p.n; i++)
            write_letter(&out->letters[i], &p, i, text_of(&p, i, patterns[order[r]], cases, l), l,
                         labels);
    }
}
