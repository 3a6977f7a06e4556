/* read.c - strokes to readings: lattice, rater, network, rater again, search. */
#include "rater.h"
#include "search.h"
#include "words.h"

/* What reading needs for a while. */
typedef struct workspace {
    hwr_lattice lattice;
    hwr_beam beams[HWR_WORD_STROKES + 1];
    hwr_preprocess pre;
    float xy[2 * HWR_WORD_POINTS];
} workspace;

_Static_assert(sizeof(workspace) <= HWR_WORD_MEMORY, "the documented memory is too small");

int hwr_lattice_ask_all(hwr_lattice *l, hwr_model *model, hwr_preprocess *pre, float *xy) {
    int n = 0;
    hwr_lattice_prune(l, &hwr_rater_shape);
    for (int i = 0; i < l->n; i++) {
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            hwr_group *g = &l->groups[i][k];
            if (!g->possible) continue;
            hwr_lattice_ask(l, i, k + 1, model, pre, xy);
            g->score = hwr_rater_score(&hwr_rater_letters, g->features, HWR_GROUP_FEATURES, NULL);
            n++;
        }
    }
    return n;
}

hwr_status hwr_word_read(hwr_readings *readings, void *memory, size_t memory_length,
                         hwr_model *model, const hwr_language *language, const float *xy,
                         const uint32_t *lengths, size_t n_strokes) {
    workspace *w = memory;
    readings->n = readings->n_calls = 0;
    if (memory_length < sizeof *w) return HWR_ERR_MEMORY;
    const hwr_status status = hwr_lattice_build(&w->lattice, xy, lengths, n_strokes);
    if (status != HWR_OK) return status;
    readings->n_calls = hwr_lattice_ask_all(&w->lattice, model, &w->pre, w->xy);
    hwr_word_search(readings, w->beams, &w->lattice, &model->labels, language,
                    language ? &hwr_word_scales_read : &hwr_word_scales_alone);
    return HWR_OK;
}
