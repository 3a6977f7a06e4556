/* test_rater.c - sums and the best over all cuts, against trying every cut. */
#include <string.h>

#include "mathx.h"
#include "unit/check.h"
#include "unit/drawn_letters.h"
#include "words/rater.h"

enum { N = 9 };

static hwr_lattice lattice;

/* Scores like a hash's, and some groups that are not possible. */
static void fill(unsigned seed) {
    memset(&lattice, 0, sizeof lattice);
    lattice.n = N;
    for (int i = 0; i < N; i++) {
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            seed = seed * 1664525u + 1013904223u;
            lattice.groups[i][k].possible = i + k < N && (k == 0 || seed >> 30 != 0);
            lattice.groups[i][k].score = (double)(seed >> 8 & 0xffff) / 8192 - 4;
        }
    }
}

/* Every cut is a number of N - 1 bits: whether a letter ends after each stroke but the last. */
static double cut_score(int bits, uint8_t *sizes, int *n) {
    double score = 0;
    *n = 0;
    for (int first = 0, end = 1; end <= N; end++) {
        if (end < N && !(bits >> (end - 1) & 1)) continue;
        if (end - first > HWR_WORD_GROUP) return -1e9;
        const hwr_group *g = &lattice.groups[first][end - first - 1];
        if (!g->possible) return -1e9;
        score += g->score;
        sizes[(*n)++] = (uint8_t)(end - first);
        first = end;
    }
    return score;
}

static void test_all_cuts(unsigned seed) {
    double sum = 0, best = -1e8, expected[N][HWR_WORD_GROUP] = {{0}};
    double marginals[HWR_WORD_STROKES][HWR_WORD_GROUP];
    uint8_t sizes[N], best_sizes[N], found[HWR_WORD_STROKES];
    int n, best_n = 0;
    fill(seed);
    for (int bits = 0; bits < 1 << (N - 1); bits++) {
        const double score = cut_score(bits, sizes, &n);
        if (score < -1e8) continue;
        sum += hwr_exp(score);
        for (int i = 0, first = 0; i < n; first += sizes[i++])
            expected[first][sizes[i] - 1] += hwr_exp(score);
        if (score <= best) continue;
        best = score;
        best_n = n;
        memcpy(best_sizes, sizes, sizeof sizes);
    }
    CHECK_NEAR(hwr_lattice_marginals(&lattice, marginals), hwr_log(sum), 1e-6);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < HWR_WORD_GROUP; k++)
            CHECK_NEAR(marginals[i][k], expected[i][k] / sum, 1e-6);
    CHECK_INT(hwr_lattice_best_cut(&lattice, found), best_n);
    CHECK(memcmp(found, best_sizes, (size_t)best_n) == 0);
}

/* A rater that likes groups of two: what is left still cuts the whole word. */
static void test_prune(void) {
    static hwr_rater pairs;
    uint8_t sizes[HWR_WORD_STROKES];
    fill(1);
    for (int i = 0; i < N; i++) {
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            lattice.groups[i][k].possible = i + k < N;
            lattice.groups[i][k].features[1] = k == 1;
        }
    }
    pairs.in[0][1] = 1;
    pairs.out[0] = 20;
    hwr_lattice_prune(&lattice, &pairs);
    CHECK_INT(hwr_lattice_best_cut(&lattice, sizes), 5);
    CHECK(!lattice.groups[0][2].possible);
    CHECK(!lattice.groups[3][3].possible);
    CHECK(lattice.groups[0][1].possible);
    for (int i = 0; i < HWR_GROUP_FEATURES; i++) lattice.groups[0][0].features[i] = 0;
    CHECK_NEAR(hwr_rater_score(&pairs, lattice.groups[0][1].features, HWR_GROUP_SHAPE, NULL), 20,
               0);
    CHECK_NEAR(hwr_rater_score(&pairs, lattice.groups[0][0].features, HWR_GROUP_SHAPE, NULL), 0, 0);
}

/* The same bits natively, sanitized and as wasm: features, scores and marginals of all drawn
 * letters side by side. */
static void test_bits(void) {
    static float xy[1024];
    uint32_t lengths[HWR_WORD_STROKES];
    size_t n = 0, strokes = 0;
    double marginals[HWR_WORD_STROKES][HWR_WORD_GROUP];
    for (int i = 0; i < DRAWN_LETTERS; i++) {
        const drawn_letter *d = &drawn_letters[i];
        for (size_t k = 0; k < 2 * drawn_points(d); k++)
            xy[n++] = d->xy[k] + (k % 2 == 0 ? 110.0f * (float)i : 0);
        for (int s = 0; s < d->n_strokes; s++) lengths[strokes++] = d->lengths[s];
    }
    CHECK_INT(hwr_lattice_build(&lattice, xy, lengths, strokes), HWR_OK);
    hwr_lattice_prune(&lattice, &hwr_rater_shape);
    (void)hwr_lattice_marginals(&lattice, marginals);
    uint64_t hash = fnv1a((const uint8_t *)marginals, (size_t)lattice.n * sizeof *marginals);
    for (int i = 0; i < lattice.n; i++)
        hash = hash * 31 + fnv1a((const uint8_t *)lattice.groups[i][0].features,
                                 HWR_GROUP_SHAPE * sizeof(float));
    CHECK(hash == UINT64_C(0x54ca754baa60a204));
    if (check_failed) printf("0x%016llx\n", (unsigned long long)hash);
}

/* A drawing that may be cut anyhow: the network is asked about few groups all the same. */
static void test_most_asked(void) {
    static float xy[2 * HWR_WORD_STROKES];
    uint32_t lengths[HWR_WORD_STROKES];
    int possible = 0;
    for (int i = 0; i < HWR_WORD_STROKES; i++) {
        xy[2 * i] = xy[2 * i + 1] = 5;
        lengths[i] = 1;
    }
    CHECK_INT(hwr_lattice_build(&lattice, xy, lengths, HWR_WORD_STROKES), HWR_OK);
    hwr_lattice_prune(&lattice, &hwr_rater_shape);
    for (int i = 0; i < lattice.n; i++)
        for (int k = 0; k < HWR_WORD_GROUP; k++) possible += lattice.groups[i][k].possible;
    CHECK(possible > 0 && possible <= HWR_WORD_ASKED + HWR_WORD_STROKES);
    if (check_failed) printf("%d\n", possible);
}

int main(void) {
    test_bits();
    test_most_asked();
    for (unsigned seed = 1; seed < 20; seed++) test_all_cuts(seed);
    test_prune();
    return check_done("rater");
}
