#include "rater.h"

#include "mathx.h"

double hwr_rater_score(const hwr_rater *rater, const float *features, int n, float *hidden) {
    double score = 0;
    for (int h = 0; h < HWR_RATER_HIDDEN; h++) {
        const float *w = rater->in[h];
        double sum = (double)w[HWR_GROUP_FEATURES];
        for (int i = 0; i < n; i++) sum += (double)w[i] * (double)features[i];
        if (!(sum > 0)) sum = 0;
        if (hidden) hidden[h] = (float)sum;
        score += sum * (double)rater->out[h];
    }
    return score;
}

/* Sums of exp(score): relative to the largest, so that none overflows. */
static double log_sum(const double *v, int n) {
    double max = v[0], sum = 0;
    for (int i = 1; i < n; i++) max = v[i] > max ? v[i] : max;
    for (int i = 0; i < n; i++) sum += hwr_exp(v[i] - max);
    return max + hwr_log(sum);
}

double hwr_lattice_marginals(const hwr_lattice *l, double (*marginals)[HWR_WORD_GROUP]) {
    double before[HWR_WORD_STROKES + 1] = {0}, after[HWR_WORD_STROKES + 1] = {0};
    double v[HWR_WORD_GROUP];
    for (int end = 1; end <= l->n; end++) {
        int n = 0;
        for (int k = 1; k <= HWR_WORD_GROUP && k <= end; k++) {
            const hwr_group *g = &l->groups[end - k][k - 1];
            if (g->possible) v[n++] = before[end - k] + g->score;
        }
        before[end] = n > 0 ? log_sum(v, n) : -1e9;
    }
    for (int first = l->n - 1; first >= 0; first--) {
        int n = 0;
        for (int k = 1; k <= HWR_WORD_GROUP && first + k <= l->n; k++) {
            const hwr_group *g = &l->groups[first][k - 1];
            if (g->possible) v[n++] = after[first + k] + g->score;
        }
        after[first] = n > 0 ? log_sum(v, n) : -1e9;
    }
    for (int i = 0; i < l->n; i++) {
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            const hwr_group *g = &l->groups[i][k];
            marginals[i][k] =
                g->possible ? hwr_exp(before[i] + g->score + after[i + k + 1] - before[l->n]) : 0;
        }
    }
    return before[l->n];
}

int hwr_lattice_best_cut(const hwr_lattice *l, uint8_t sizes[HWR_WORD_STROKES]) {
    double best[HWR_WORD_STROKES + 1] = {0};
    uint8_t size[HWR_WORD_STROKES + 1] = {0};
    int n = 0;
    for (int end = 1; end <= l->n; end++) {
        for (int k = 1; k <= HWR_WORD_GROUP && k <= end; k++) {
            const hwr_group *g = &l->groups[end - k][k - 1];
            const double score = best[end - k] + g->score;
            if (!g->possible || (end > k && size[end - k] == 0)) continue;
            if (size[end] != 0 && score <= best[end]) continue;
            best[end] = score;
            size[end] = (uint8_t)k;
        }
    }
    for (int end = l->n; end > 0; end -= size[end]) n++;
    for (int end = l->n, i = n; end > 0; end -= size[end]) sizes[--i] = size[end];
    return n;
}

/* Groups of this probability at least. */
static int count(const hwr_lattice *l, double (*marginals)[HWR_WORD_GROUP], double least) {
    int n = 0;
    for (int i = 0; i < l->n; i++)
        for (int k = 0; k < HWR_WORD_GROUP; k++)
            n += l->groups[i][k].possible && marginals[i][k] >= least;
    return n;
}

void hwr_lattice_prune(hwr_lattice *l, const hwr_rater *shape) {
    double least = 0.001;
    double marginals[HWR_WORD_STROKES][HWR_WORD_GROUP];
    uint8_t sizes[HWR_WORD_STROKES];
    for (int i = 0; i < l->n; i++)
        for (int k = 0; k < HWR_WORD_GROUP; k++)
            if (l->groups[i][k].possible)
                l->groups[i][k].score =
                    hwr_rater_score(shape, l->groups[i][k].features, HWR_GROUP_SHAPE, NULL);
    (void)hwr_lattice_marginals(l, marginals);
    const int n = hwr_lattice_best_cut(l, sizes);
    while (count(l, marginals, least) > HWR_WORD_ASKED) least *= 4;
    for (int i = 0; i < l->n; i++)
        for (int k = 0; k < HWR_WORD_GROUP; k++)
            l->groups[i][k].possible = l->groups[i][k].possible && marginals[i][k] >= least;
    for (int i = 0, first = 0; i < n; first += sizes[i++])
        l->groups[first][sizes[i] - 1].possible = 1;
}
