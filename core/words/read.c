/* read.c - strokes to readings: lattice, rater, network, rater again, search. */
#include "fixes.h"
#include "rater.h"
#include "search.h"

#include <string.h>

/* What reading needs for a while. */
typedef struct workspace {
    hwr_lattice lattice;
    hwr_beam beams[HWR_WORD_STROKES + 1];
    hwr_preprocess pre;
    float xy[2 * HWR_WORD_POINTS];
} workspace;

_Static_assert(sizeof(workspace) <= HWR_WORD_MEMORY, "the documented memory is too small");

int hwr_lattice_ask_all(hwr_lattice *l, const hwr_word_reader *reader, hwr_preprocess *pre,
                        float *xy) {
    int n = 0;
    hwr_lattice_prune(l, &hwr_rater_shape);
    for (int i = 0; i < l->n; i++) {
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            hwr_group *g = &l->groups[i][k];
            if (!g->possible) continue;
            n += hwr_lattice_ask(l, i, k + 1, reader, pre, xy);
            g->score = hwr_rater_score(&hwr_rater_letters, g->features, HWR_GROUP_FEATURES, NULL);
        }
    }
    return n;
}

hwr_status hwr_word_reader_read(hwr_readings *readings, const hwr_word_reader *reader,
                                const float *xy, const uint32_t *lengths, size_t n_strokes) {
    workspace *w = reader->memory;
    readings->n = readings->n_calls = 0;
    if (reader->memory_length < sizeof *w) return HWR_ERR_MEMORY;
    const hwr_status status = hwr_lattice_build(&w->lattice, xy, lengths, n_strokes);
    if (status != HWR_OK) return status;
    hwr_lattice_fix(&w->lattice, reader->fixes, reader->n_fixes);
    readings->n_calls = hwr_lattice_ask_all(&w->lattice, reader, &w->pre, w->xy);
    hwr_word_search(readings, w->beams, &w->lattice, hwr_word_labels(reader), reader->language,
                    reader->before,
                    reader->language ? &hwr_word_scales_read : &hwr_word_scales_alone);
    return HWR_OK;
}

hwr_status hwr_word_read(hwr_readings *readings, void *memory, size_t memory_length,
                         hwr_model *model, const hwr_language *language, const float *xy,
                         const uint32_t *lengths, size_t n_strokes) {
    const hwr_word_reader reader = {
        .memory = memory, .memory_length = memory_length, .model = model, .language = language};
    return hwr_word_reader_read(readings, &reader, xy, lengths, n_strokes);
}

/* A lattice of n strokes, each of which is a letter. */
static hwr_status fill_lattice(hwr_lattice *l, const hwr_labels *labels, const float *probabilities,
                               const float *boxes, size_t n) {
    memset(l, 0, sizeof *l);
    l->n = (int)n;
    for (size_t i = 0; i < n; i++) {
        const float *p = probabilities + i * (size_t)labels->n, *b = boxes + 4 * i;
        const hwr_box box = {(double)b[0], (double)b[2], (double)b[1], (double)b[3]};
        const double width = box.right - box.left, height = box.bottom - box.top;
        hwr_group *g = &l->groups[i][0];
        for (int c = 0; c < labels->n; c++)
            if (!(p[c] >= 0 && p[c] <= 1)) return HWR_ERR_NOT_FINITE;
        if (!(width > 0 && height > 0 && width < 1e6 && height < 1e6)) return HWR_ERR_ARGUMENT;
        g->possible = 1;
        g->outline = (hwr_outline){box, width > height ? width : height, 1};
        memcpy(g->letters, p, (size_t)labels->n * sizeof *p);
        l->strokes[i].order = (int)i;
        if (i == 0) l->box = box;
        l->box.left = box.left < l->box.left ? box.left : l->box.left;
        l->box.right = box.right > l->box.right ? box.right : l->box.right;
        l->box.top = box.top < l->box.top ? box.top : l->box.top;
        l->box.bottom = box.bottom > l->box.bottom ? box.bottom : l->box.bottom;
    }
    l->height = l->box.bottom - l->box.top;
    return HWR_OK;
}

hwr_status hwr_word_read_letters(hwr_readings *readings, void *memory, size_t memory_length,
                                 const hwr_labels *labels, const hwr_language *language,
                                 const float *probabilities, const float *boxes, size_t n) {
    workspace *w = memory;
    hwr_word_scales scales = language ? hwr_word_scales_read : hwr_word_scales_alone;
    readings->n = readings->n_calls = 0;
    if (n == 0) return HWR_EMPTY;
    if (n > HWR_WORD_STROKES) return HWR_ERR_TOO_LARGE;
    if (memory_length < sizeof *w) return HWR_ERR_MEMORY;
    const hwr_status status = fill_lattice(&w->lattice, labels, probabilities, boxes, n);
    if (status != HWR_OK) return status;
    scales.form = scales.case_form = 0; /* how many strokes a letter has is not known */
    hwr_word_search(readings, w->beams, &w->lattice, labels, language, NULL, &scales);
    return HWR_OK;
}

int hwr_word_reader_groups(hwr_word_group *groups, const void *memory) {
    const hwr_lattice *l = &((const workspace *)memory)->lattice;
    double marginals[HWR_WORD_STROKES][HWR_WORD_GROUP];
    int n = 0;
    (void)hwr_lattice_marginals(l, marginals);
    for (int i = 0; i < l->n; i++) {
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            const hwr_group *g = &l->groups[i][k];
            if (!g->possible) continue;
            hwr_word_group *out = &groups[n++];
            *out = (hwr_word_group){.probability = (float)marginals[i][k], .letters = g->letters};
            out->n_strokes = hwr_lattice_strokes(l, out->strokes, i, k + 1);
        }
    }
    return n;
}
