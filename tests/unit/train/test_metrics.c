/* Metrics against values worked out by hand. */
#include "train/metrics.h"

#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"

enum { A = 0, B = 1, C = 2, SMALL_A = 26, SMALL_B = 27 };

static float p[8][CLASSES];
static uint16_t targets[8];

static void clear(void) {
    memset(p, 0, sizeof p);
    memset(targets, 0, sizeof targets);
}

/* Four letters: right; wrong case; wrong but second; wrong altogether. */
static void fill_four(void) {
    clear();
    p[0][A] = 0.9f, p[0][SMALL_A] = 0.1f, targets[0] = A;
    p[1][A] = 0.6f, p[1][SMALL_A] = 0.3f, p[1][B] = 0.1f, targets[1] = SMALL_A;
    p[2][B] = 0.5f, p[2][C] = 0.25f, p[2][A] = 0.25f, targets[2] = C;
    p[3][B] = 0.5f, p[3][SMALL_B] = 0.3f, p[3][C] = 0.2f, targets[3] = C;
}

static void test_classes(void) {
    fill_four();
    hwr_metrics m;
    hwr_metrics_compute(&m, p[0], targets, letters37(), 4);
    CHECK_INT(m.n, 4);
    CHECK_INT(m.classes, CLASSES);
    CHECK_NEAR(m.accuracy, 0.25, 1e-12);
    CHECK_NEAR(m.accuracy_folded, 0.5, 1e-12);
    /* Letter 2: A and C tie for second place, and A comes first. */
    CHECK_NEAR(m.top2, 0.5, 1e-12);
    CHECK_NEAR(m.loss, (0.1053605 + 1.2039728 + 1.3862944 + 1.6094379) / 4, 1e-6);
    /* Bins: 0.9 in 13, 0.6 in 8, 0.5 twice in 7. |1-.9|+|0-.6|+|0-1| = 1.7 over 4. */
    CHECK_NEAR(m.ece, 0.425, 1e-6);
    CHECK_INT(m.confusion[A][A], 1);
    CHECK_INT(m.confusion[SMALL_A][A], 1);
    CHECK_INT(m.confusion[C][B], 2);

    hwr_class_scores s;
    hwr_metrics_class(&s, &m, A);
    CHECK_INT(s.support, 1);
    CHECK_INT(s.predicted, 2);
    CHECK_NEAR(s.precision, 0.5, 1e-12);
    CHECK_NEAR(s.recall, 1, 1e-12);
    CHECK_NEAR(s.f1, 2.0 / 3, 1e-12);
    hwr_metrics_class(&s, &m, C);
    CHECK_INT(s.support, 2);
    CHECK_NEAR(s.precision + s.recall + s.f1, 0, 0);
    hwr_metrics_class(&s, &m, 20);
    CHECK_INT(s.support + s.predicted, 0);
    CHECK_NEAR(s.f1, 0, 0);
}

static void test_folded(void) {
    fill_four();
    for (int i = 0; i < 4; i++) {
        targets[i] = (uint16_t)(HWR_TARGET_GROUP + letters37()->group[targets[i]]);
    }
    hwr_metrics m;
    hwr_metrics_compute(&m, p[0], targets, letters37(), 4);
    CHECK_INT(m.classes, FOLDED);
    CHECK_NEAR(m.accuracy, 0.5, 1e-12);
    CHECK_NEAR(m.accuracy_folded, 0.5, 1e-12);
    /* Folded: A 1.0; A .9; B .5 with A and C tied; B .8, C .2. */
    CHECK_NEAR(m.top2, 0.75, 1e-12);
    CHECK_NEAR(m.loss, (0 + 0.1053605 + 1.3862944 + 1.6094379) / 4, 1e-6);
    CHECK_NEAR(m.ece, (0 + 0.1 + 0.5 + 0.8) / 4, 1e-6);
    CHECK_INT(m.confusion[A][A], 2);
    CHECK_INT(m.confusion[C][B], 2);

    targets[0] = A; /* one class among letters of unknown case: still 26 */
    hwr_metrics_compute(&m, p[0], targets, letters37(), 4);
    CHECK_INT(m.classes, FOLDED);
    CHECK_NEAR(m.accuracy, 0.5, 1e-12);
}

static void test_edges(void) {
    hwr_metrics m;
    clear();
    hwr_metrics_compute(&m, p[0], targets, letters37(), 0);
    CHECK_INT(m.n, 0);
    CHECK_NEAR(m.accuracy + m.top2 + m.loss + m.ece, 0, 0);

    /* A probability of zero costs -log 1e-30; digits are not counted. */
    p[0][B] = 1, targets[0] = A;
    p[1][B] = 1, targets[1] = HWR_TARGET_OTHER + '3';
    hwr_metrics_compute(&m, p[0], targets, letters37(), 2);
    CHECK_INT(m.n, 1);
    CHECK_NEAR(m.loss, 69.0775528, 1e-6);
    CHECK_NEAR(m.ece, 1, 1e-12);
    CHECK_NEAR(m.top2, 1, 0); /* all others tie at zero: A is the first of them */

    /* 0.5 for A and a together and 0.25 for T: a score of 0.75; then one of 0.25. */
    clear();
    p[0][A] = p[0][26] = p[0][19] = 0.25f;
    p[1][B] = p[1][2] = 0.125f;
    CHECK_NEAR(hwr_reject_rate(p[0], letters37(), 2, 0.75f), 0.5, 0);
    CHECK_NEAR(hwr_reject_rate(p[0], letters37(), 2, 0.7501f), 1, 0);
    CHECK_NEAR(hwr_reject_rate(p[0], letters37(), 2, 0), 0, 0);
    CHECK_NEAR(hwr_reject_rate(p[0], letters37(), 0, 1), 0, 0);

    /* 0.95 and 0.9 lie in bins of their own. */
    clear();
    p[0][A] = 0.95f, p[0][B] = 0.05f, targets[0] = A;
    p[1][A] = 0.9f, p[1][B] = 0.1f, targets[1] = B;
    hwr_metrics_compute(&m, p[0], targets, letters37(), 2);
    CHECK_NEAR(m.ece, (0.05 + 0.9) / 2, 1e-6);

    float values[4] = {1, 3, 3, 2};
    CHECK_INT(hwr_argmax(values, 4), 1);
    CHECK_INT(hwr_argmax(values, 1), 0);
}

int main(void) {
    test_classes();
    test_folded();
    test_edges();
    return check_done("metrics");
}
