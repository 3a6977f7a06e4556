/* test_explore.c - principal components against data whose directions are known, and what is picked from
 * a small data set: means, spreads, typical, odd and misread images, neighbours. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explore/explore.h"
#include "explore/pca.h"
#include "unit/check.h"

/* Points that vary by 3, 2 and 1.9 along three orthogonal directions of ten dimensions. */
static void test_known_directions(void) {
    enum { N = 400, D = 10 };
    static float rows[N * D], places[N * TOOL_PCA];
    double share[TOOL_PCA], along[3][N], total = 0;
    for (int i = 0; i < N; i++) {
        const double turn = 2 * 3.14159265358979 * i / N; /* uncorrelated, of mean 0 */
        along[0][i] = 3 * cos(turn);
        along[1][i] = 2 * sin(turn);
        along[2][i] = 1.9 * cos(2 * turn); /* near to the second */
        for (int j = 0; j < D; j++) rows[i * D + j] = 50;
        /* (1, 1, 0, ...) / sqrt 2, (1, -1, 0, ...) / sqrt 2, and the last axis */
        rows[i * D] += (float)((along[0][i] + along[1][i]) / sqrt(2));
        rows[i * D + 1] += (float)((along[0][i] - along[1][i]) / sqrt(2));
        rows[i * D + D - 1] += (float)along[2][i];
    }
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < N; i++) total += along[k][i] * along[k][i];
    tool_pca(places, share, rows, N, D);
    for (int k = 0; k < TOOL_PCA; k++) {
        double variance = 0, dot = 0, length = 0;
        for (int i = 0; i < N; i++) {
            const double p = (double)places[i * TOOL_PCA + k];
            variance += along[k][i] * along[k][i];
            dot += p * along[k][i];
            length += p * p;
        }
        CHECK(fabs(dot) / sqrt(variance * length) > 0.9999);
        CHECK(fabs(share[k] - variance / total) < 1e-4);
    }
}

static void test_rows_that_do_not_differ(void) {
    float rows[6] = {1, 2, 3, 1, 2, 3}, places[2 * TOOL_PCA];
    double share[TOOL_PCA];
    tool_pca(places, share, rows, 2, 3);
    for (int i = 0; i < 4; i++) CHECK(places[i] == 0);
    CHECK(share[0] == 0 && share[1] == 0);
}

enum { IMAGES = 7 };

/* Class 0: pixels all 10, 20 and 90; class 1: all 200 four times, the third once more by 1; class 2 none. */
static tool_exploration sample(void) {
    static const uint8_t values[IMAGES] = {10, 200, 20, 200, 201, 90, 200};
    static const int truth[IMAGES] = {0, 1, 0, 1, 1, 0, 1};
    tool_exploration x = {.classes = 3, .total = 2 * IMAGES};
    CHECK(hwr_dataset_reserve(&x.set, IMAGES) == HWR_OK);
    x.set.n = IMAGES;
    x.truth = malloc(sizeof truth);
    memcpy(x.truth, truth, sizeof truth);
    for (int i = 0; i < IMAGES; i++) memset(x.set.images + i * HWR_PIXELS, values[i], HWR_PIXELS);
    tool_explore_classes(&x);
    return x;
}

static void test_classes(void) {
    tool_exploration x = sample();
    CHECK(x.count[0] == 3 && x.count[1] == 4 && x.count[2] == 0);
    CHECK(fabsf(x.mean[0] - 40) < 1e-4f && fabsf(x.mean[HWR_PIXELS + 5] - 200.25f) < 1e-4f);
    CHECK(fabsf(x.spread[9] - sqrtf((900 + 400 + 2500) / 3.0f)) < 1e-3f);
    CHECK(x.mean[2 * HWR_PIXELS] == 0 && x.spread[2 * HWR_PIXELS] == 0);
    CHECK(fabsf(x.distance[5] - 50) < 1e-4f);
    CHECK(tool_explore_number(&x, 3) == 6);
    tool_exploration_free(&x);
}

static void test_picks(void) {
    tool_exploration x = sample();
    size_t found[IMAGES];
    CHECK(tool_explore_pick(found, IMAGES, &x, 0, TOOL_TYPICAL) == 3);
    CHECK(found[0] == 2 && found[1] == 0 && found[2] == 5);
    CHECK(tool_explore_pick(found, 2, &x, 0, TOOL_ODD) == 2);
    CHECK(found[0] == 5 && found[1] == 0);
    CHECK(tool_explore_pick(found, 2, &x, 1, TOOL_TYPICAL) == 2 && found[0] == 1 && found[1] == 3);
    CHECK(tool_explore_pick(found, 2, &x, 0, TOOL_MISREAD) == 0); /* no network */
    x.answer = malloc(IMAGES * sizeof *x.answer);
    x.confidence = malloc(IMAGES * sizeof *x.confidence);
    for (int i = 0; i < IMAGES; i++) {
        x.answer[i] = 1;
        x.confidence[i] = 0.1f * (float)i;
    }
    CHECK(tool_explore_pick(found, 2, &x, 0, TOOL_MISREAD) == 2 && found[0] == 5 && found[1] == 2);
    CHECK(tool_explore_pick(found, 2, &x, 1, TOOL_MISREAD) == 0);
    tool_exploration_free(&x);
}

static void test_neighbours(void) {
    tool_exploration x = sample();
    size_t near[IMAGES];
    CHECK(tool_explore_neighbours(near, 3, &x, 3) == 3);
    CHECK(near[0] == 1 && near[1] == 6 && near[2] == 4);
    CHECK(tool_explore_neighbours(near, IMAGES, &x, 0) == IMAGES - 1 && near[0] == 2);
    static const float logits[IMAGES] = {0, 9, 8, 7, 6, 0.5f, 4};
    x.n_logits = 1;
    x.logits = malloc(sizeof logits);
    memcpy(x.logits, logits, sizeof logits);
    CHECK(tool_explore_neighbours(near, 2, &x, 0) == 2 && near[0] == 5 && near[1] == 6);
    tool_exploration_free(&x);
}

int main(void) {
    test_known_directions();
    test_rows_that_do_not_differ();
    test_classes();
    test_picks();
    test_neighbours();
    return check_done("explore");
}
