/* fit_rater.c - see fit_rater.h. Maximum likelihood: the gradient of a group's score is its
 * probability under all cuts, less 1 where the right cut has it. */
#include "words/fit_rater.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train/base/rng.h"
#include "train/optimizer.h"

enum { BATCH = 32, N = sizeof(hwr_rater) / sizeof(float) };

typedef struct fit {
    hwr_lattice lattice; /* of one word: n, possible and score only */
    float hidden[HWR_WORD_STROKES * HWR_WORD_GROUP][HWR_RATER_HIDDEN];
    float gradient[N], first_moment[N], second_moment[N], decay[N];
    int n_features;
    double loss;
} fit;

static void initialise(hwr_rater *rater, int n_features) {
    hwr_rng rng = hwr_rng_stream(1, 0, 0, 0);
    memset(rater, 0, sizeof *rater);
    for (int h = 0; h < HWR_RATER_HIDDEN; h++) {
        for (int i = 0; i < n_features; i++) rater->in[h][i] = 0.3f * hwr_rng_normal(&rng);
        rater->out[h] = 0.3f * hwr_rng_normal(&rng);
    }
}

static void score(fit *f, const hwr_rater *rater, const tool_word *w) {
    f->lattice.n = w->n;
    for (int g = 0; g < w->n * HWR_WORD_GROUP; g++) {
        hwr_group *group = &f->lattice.groups[g / HWR_WORD_GROUP][g % HWR_WORD_GROUP];
        group->possible = w->possible[g];
        if (w->possible[g])
            group->score = hwr_rater_score(rater, w->features[g], f->n_features, f->hidden[g]);
    }
}

static void propagate(fit *f, const hwr_rater *rater, const float *features, const float *hidden,
                      float d) {
    hwr_rater *gradient = (hwr_rater *)(void *)f->gradient;
    for (int h = 0; h < HWR_RATER_HIDDEN; h++) {
        if (!(hidden[h] > 0)) continue;
        const float e = d * rater->out[h];
        gradient->out[h] += d * hidden[h];
        for (int i = 0; i < f->n_features; i++) gradient->in[h][i] += e * features[i];
        gradient->in[h][HWR_GROUP_FEATURES] += e;
    }
}

static void learn_word(fit *f, const hwr_rater *rater, const tool_word *w) {
    double marginals[HWR_WORD_STROKES][HWR_WORD_GROUP];
    score(f, rater, w);
    f->loss += hwr_lattice_marginals(&f->lattice, marginals);
    for (int k = 0; k < w->n_letters; k++) {
        const int first = w->right[k] / HWR_WORD_GROUP, n = w->right[k] % HWR_WORD_GROUP;
        f->loss -= f->lattice.groups[first][n].score;
        marginals[first][n] -= 1;
    }
    for (int g = 0; g < w->n * HWR_WORD_GROUP; g++)
        if (w->possible[g])
            propagate(f, rater, w->features[g], f->hidden[g],
                      (float)marginals[g / HWR_WORD_GROUP][g % HWR_WORD_GROUP] / BATCH);
}

/* Letters cut right of the words held out, or of the others, in percent. */
static double measure(fit *f, const hwr_rater *rater, const tool_corpus *corpus, int held_out) {
    size_t right = 0, all = 0;
    for (size_t i = 0; i < corpus->n; i++) {
        const tool_word *w = &corpus->words[i];
        uint8_t sizes[HWR_WORD_STROKES];
        if (w->held_out != held_out) continue;
        score(f, rater, w);
        const int n = hwr_lattice_best_cut(&f->lattice, sizes);
        for (int k = 0, first = 0; k < n; first += sizes[k++])
            for (int r = 0; r < w->n_letters; r++)
                right += w->right[r] == first * HWR_WORD_GROUP + sizes[k] - 1;
        all += (size_t)w->n_letters;
    }
    return all ? 100.0 * (double)right / (double)all : 0;
}

void tool_fit_rater(hwr_rater *rater, const tool_corpus *corpus, int n_features, long epochs) {
    const hwr_optimizer adam = {HWR_ADAMW, 0.9f, 0.999f, 0.02f};
    fit *f = tool_alloc(1, sizeof *f);
    uint32_t *order = tool_alloc(corpus->n, sizeof *order);
    size_t n = 0, step = 0;
    f->n_features = n_features;
    for (int i = 0; i < N; i++) f->decay[i] = 1;
    for (size_t i = 0; i < corpus->n; i++)
        if (!corpus->words[i].held_out) order[n++] = (uint32_t)i;
    initialise(rater, n_features);
    const size_t batches = n / BATCH, steps = batches * (size_t)epochs;
    for (long epoch = 0; epoch < epochs; epoch++) {
        hwr_rng rng = hwr_rng_stream(1, 1, (uint64_t)epoch, 0);
        hwr_rng_shuffle(&rng, order, n);
        f->loss = 0;
        for (size_t b = 0; b < batches; b++, step++) {
            memset(f->gradient, 0, sizeof f->gradient);
            for (size_t i = b * BATCH; i < (b + 1) * BATCH; i++)
                learn_word(f, rater, &corpus->words[order[i]]);
            hwr_optimizer_update(&adam, (float *)(void *)rater, f->first_moment, f->second_moment,
                                 f->gradient, f->decay, hwr_schedule(0.01f, step, steps, 50),
                                 step + 1, N);
        }
        if ((epoch + 1) % 5 == 0)
            fprintf(stderr,
                    "%d features, epoch %ld: loss %.5f, cut right %.3f %%, held out %.3f %%\n",
                    n_features, epoch + 1, f->loss / (double)(batches * BATCH),
                    measure(f, rater, corpus, 0), measure(f, rater, corpus, 1));
    }
    free(order);
    free(f);
}
