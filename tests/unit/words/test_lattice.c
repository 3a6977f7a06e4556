/* test_lattice.c - strokes in any order of writing become the same groups from left to right. */
#include <string.h>

#include "unit/check.h"
#include "unit/drawn_letters.h"
#include "words/lattice.h"

enum { MAX_POINTS = 512 };

static hwr_lattice lattice, other;

/* A word drawn by the tests: letters side by side. */
typedef struct drawn_word {
    float xy[2 * MAX_POINTS];
    uint32_t lengths[HWR_WORD_STROKES + 8];
    int n_points, n_strokes;
} drawn_word;

static void add_stroke(drawn_word *w, const float *xy, uint32_t n, float x) {
    for (uint32_t i = 0; i < n; i++, w->n_points++) {
        w->xy[2 * w->n_points] = xy[2 * i] + x;
        w->xy[2 * w->n_points + 1] = xy[2 * i + 1];
    }
    w->lengths[w->n_strokes++] = n;
}

/* The strokes of a letter from..to-1. */
static void add_letter(drawn_word *w, char letter, int from, int to, float x) {
    for (int i = 0; i < DRAWN_LETTERS; i++) {
        const drawn_letter *l = &drawn_letters[i];
        const float *xy = l->xy;
        if (l->letter != letter) continue;
        for (int s = 0; s < l->n_strokes; xy += 2 * l->lengths[s++])
            if (s >= from && s < to) add_stroke(w, xy, l->lengths[s], x);
    }
}

static hwr_status build(hwr_lattice *l, const drawn_word *w) {
    return hwr_lattice_build(l, w->xy, w->lengths, (size_t)w->n_strokes);
}

/* "iA" with i's dot last: it stands beside its stem all the same. */
static void test_late_dot(void) {
    drawn_word word = {.n_points = 0}, late = {.n_points = 0};
    add_letter(&word, 'i', 0, 2, 0);
    add_letter(&word, 'A', 0, 2, 80);
    add_letter(&late, 'i', 0, 1, 0);
    add_letter(&late, 'A', 0, 2, 80);
    add_letter(&late, 'i', 1, 2, 0);
    CHECK_INT(build(&lattice, &word), HWR_OK);
    CHECK_INT(build(&other, &late), HWR_OK);
    CHECK_INT(other.n, 4);
    CHECK(other.strokes[0].order == 0 && other.strokes[1].order == 3);
    CHECK(lattice.strokes[0].order == 0 && lattice.strokes[1].order == 1);
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < HWR_WORD_GROUP; k++) {
            const hwr_group *a = &lattice.groups[i][k], *b = &other.groups[i][k];
            CHECK_INT(a->possible, i + k < 4);
            CHECK_INT(b->possible, a->possible);
            if (!a->possible) continue;
            CHECK(memcmp(&a->outline.box, &b->outline.box, sizeof a->outline.box) == 0);
            CHECK(memcmp(a->features, b->features, 19 * sizeof *a->features) == 0);
        }
    }
    CHECK_NEAR(lattice.groups[0][1].features[19], 0, 0); /* written one after the other */
    CHECK_NEAR(other.groups[0][1].features[19], 0.5, 0); /* two strokes between them */
    CHECK_NEAR(lattice.groups[0][0].outline.box.left, 38, 0);
    CHECK_NEAR(lattice.groups[0][1].outline.box.top, 4, 0);
    CHECK_NEAR(lattice.groups[0][1].outline.smallest, 0, 0); /* the dot */
    CHECK_INT(lattice.groups[2][1].outline.n, 2);
}

/* Another unit and another place of the whole word change no feature by more than rounding. */
static void test_invariance(void) {
    drawn_word word = {.n_points = 0}, moved;
    add_letter(&word, 'R', 0, 2, 0);
    add_letter(&word, 'o', 0, 1, 75);
    add_letter(&word, 'm', 0, 1, 170);
    moved = word;
    for (int i = 0; i < 2 * moved.n_points; i++) moved.xy[i] = moved.xy[i] * 0.25f + 1000;
    CHECK_INT(build(&lattice, &word), HWR_OK);
    CHECK_INT(build(&other, &moved), HWR_OK);
    for (int i = 0; i < lattice.n; i++)
        for (int k = 0; i + k < lattice.n && k < HWR_WORD_GROUP; k++)
            for (int f = 0; f < HWR_GROUP_SHAPE; f++)
                CHECK_NEAR(lattice.groups[i][k].features[f], other.groups[i][k].features[f], 1e-3);
}

static void test_refusals(void) {
    static drawn_word word;
    const float dot[2] = {5, 5}, far[2] = {1e6f, 0}, nan[2] = {0, NAN};
    const uint32_t many[] = {HWR_WORD_POINTS, 1};
    static const float points[2 * HWR_WORD_POINTS + 2];
    word.n_points = word.n_strokes = 0;
    CHECK_INT(build(&lattice, &word), HWR_EMPTY);
    add_stroke(&word, dot, 0, 0);
    CHECK_INT(build(&lattice, &word), HWR_EMPTY);
    for (int i = 0; i < HWR_WORD_STROKES; i++) add_stroke(&word, dot, 1, 0);
    CHECK_INT(build(&lattice, &word), HWR_OK); /* all on one spot */
    CHECK_INT(lattice.n, HWR_WORD_STROKES);
    for (int f = 0; f < HWR_GROUP_SHAPE; f++) {
        const float v = lattice.groups[7][3].features[f];
        CHECK(v >= -2 && v <= 2);
    }
    add_stroke(&word, dot, 1, 0);
    CHECK_INT(build(&lattice, &word), HWR_ERR_TOO_LARGE);
    CHECK_INT(hwr_lattice_build(&lattice, points, many, 2), HWR_ERR_TOO_LARGE);
    CHECK_INT(hwr_lattice_build(&lattice, points, many, 1), HWR_OK);
    word.n_points = word.n_strokes = 0;
    add_stroke(&word, far, 1, 0);
    CHECK_INT(build(&lattice, &word), HWR_ERR_ARGUMENT);
    word.n_points = word.n_strokes = 0;
    add_stroke(&word, nan, 1, 0);
    CHECK_INT(build(&lattice, &word), HWR_ERR_NOT_FINITE);
}

int main(void) {
    test_late_dot();
    test_invariance();
    test_refusals();
    return check_done("lattice");
}
