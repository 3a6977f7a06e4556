/* evidence.c - what the networks, and the writer's hand, say to a group of strokes. */
#include <string.h>

#include "cache.h"
#include "lattice.h"
#include "mathx.h"

/* The group's strokes in the order of writing, one after another. */
static int gather(const hwr_lattice *l, int first, int n, float *xy, uint32_t *lengths) {
    int order[HWR_WORD_GROUP];
    for (int i = 0; i < n; i++) {
        int at = i;
        for (; at > 0 && l->strokes[order[at - 1]].order > l->strokes[first + i].order; at--)
            order[at] = order[at - 1];
        order[at] = first + i;
    }
    for (int i = 0; i < n; i++) {
        const hwr_word_stroke *s = &l->strokes[order[i]];
        memcpy(xy, s->xy, 2 * s->n * sizeof *xy);
        xy += 2 * (size_t)s->n;
        lengths[i] = s->n;
    }
    return n;
}

static double log_of(double p) {
    return hwr_log(p + 1e-6);
}

static void describe(hwr_group *g, const hwr_labels *labels) {
    float folded[HWR_MAX_CLASSES];
    double best = 0, second = 0, entropy = 0;
    hwr_fold_probabilities(labels, folded, g->letters);
    for (int i = 0; i < labels->n_groups; i++) {
        const double p = (double)folded[i];
        second = p > best ? best : p > second ? p : second;
        best = p > best ? p : best;
        entropy -= p * log_of(p);
    }
    float *v = g->features + HWR_GROUP_SHAPE;
    v[0] = (float)best;
    v[1] = (float)(log_of(best) / 2);
    v[2] = (float)(log_of(second) / 10);
    v[3] = (float)entropy;
}

const hwr_labels *hwr_word_labels(const hwr_word_reader *reader) {
    return reader->hand ? &reader->hand->labels : &reader->model->labels;
}

static void run(float *letters, const hwr_word_reader *reader, hwr_preprocess *pre, const float *xy,
                const uint32_t *lengths, size_t count) {
    hwr_hand_look look;
    uint8_t trace[HWR_TRACE_BYTES];
    /* The strokes were checked: neither can fail. */
    (void)!hwr_preprocess_strokes(pre, xy, lengths, count, &hwr_pen_default);
    (void)!hwr_trace_strokes(trace, xy, lengths, count);
    hwr_hand_read(&look, letters, reader->model, pre->image, trace);
    if (reader->hand) (void)hwr_hand_apply(reader->hand, letters, &look);
}

int hwr_lattice_ask(hwr_lattice *l, int first, int n, const hwr_word_reader *reader,
                    hwr_preprocess *pre, float *xy) {
    hwr_group *g = &l->groups[first][n - 1];
    hwr_word_cache *cache = reader->cache;
    const hwr_labels *labels = hwr_word_labels(reader);
    uint32_t lengths[HWR_WORD_GROUP];
    const size_t count = (size_t)gather(l, first, n, xy, lengths);
    float *kept = g->letters;
    int found = 0;
    if (cache) kept = hwr_word_cache_find(cache, hwr_word_cache_key(xy, lengths, count), &found);
    if (!found) run(kept, reader, pre, xy, lengths, count);
    if (cache) memcpy(g->letters, kept, (size_t)labels->n * sizeof *kept);
    describe(g, labels);
    return !found;
}
