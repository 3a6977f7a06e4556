/* read.c - strokes to readings: lattice, rater, network, rater again, search. */
#include "fixes.h"
#include "rater.h"
#include "search.h"

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
