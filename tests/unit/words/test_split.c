/* test_split.c - a line is cut into words at its wide gaps, whatever the order of writing. */
#include <string.h>

#include "unit/check.h"
#include "words/words.h"

enum { MOST = HWR_LINE_STROKES + 1 };

/* Upright strokes from y = 0 to 100. */
typedef struct line {
    float xy[4 * MOST];
    uint32_t lengths[MOST];
    size_t n;
} line;

static line drawn;
static uint16_t words[MOST];
static size_t n_words;

static void draw(const float *x, size_t n) {
    drawn.n = n;
    for (size_t i = 0; i < n; i++) {
        const float stroke[4] = {x[i], 0, x[i], 100};
        memcpy(drawn.xy + 4 * i, stroke, sizeof stroke);
        drawn.lengths[i] = 2;
    }
}

static hwr_status split(void) {
    return hwr_words_split(words, &n_words, drawn.xy, drawn.lengths, drawn.n);
}

static void test_gaps(void) {
    const float line_of_three[] = {0, 30, 60, 190, 220, 360, 390};
    const uint16_t three[] = {0, 0, 0, 1, 1, 2, 2};
    draw(line_of_three, 7);
    CHECK_INT(split(), HWR_OK);
    CHECK_INT(n_words, 3);
    CHECK(memcmp(words, three, sizeof three) == 0);

    const float narrower[] = {0, 30, 60, 159, 189}; /* than the ink is high */
    draw(narrower, 5);
    CHECK_INT(split(), HWR_OK);
    CHECK_INT(n_words, 1);

    const float wide_hand[] = {0, 60, 120, 180, 299, 360}; /* twice its usual gap, 60 */
    draw(wide_hand, 6);
    CHECK_INT(split(), HWR_OK);
    CHECK_INT(n_words, 1);
    drawn.xy[4 * 5] = drawn.xy[4 * 5 + 2] = 299 + 121;
    CHECK_INT(split(), HWR_OK);
    CHECK_INT(n_words, 2);
    CHECK_INT(words[5], 1);
}

/* A late stroke goes to the word it stands in, one over the gap joins the words. */
static void test_order(void) {
    const float late[] = {0, 30, 200, 230, 15};
    const uint16_t expected[] = {0, 0, 1, 1, 0};
    draw(late, 5);
    CHECK_INT(split(), HWR_OK);
    CHECK(n_words == 2 && memcmp(words, expected, sizeof expected) == 0);
    drawn.xy[4 * 4] = 20;
    drawn.xy[4 * 4 + 2] = 190;
    CHECK_INT(split(), HWR_OK);
    CHECK_INT(n_words, 1);
}

static void test_bounds(void) {
    const float one[] = {7};
    float same[MOST] = {0};
    draw(one, 1);
    CHECK_INT(split(), HWR_OK);
    CHECK_INT(n_words, 1);
    drawn.lengths[0] = 0;
    CHECK_INT(split(), HWR_EMPTY);
    CHECK_INT(n_words, 0);
    draw(one, 1);
    drawn.xy[3] = NAN;
    CHECK_INT(split(), HWR_ERR_NOT_FINITE);
    drawn.xy[3] = 1e6f;
    CHECK_INT(split(), HWR_ERR_ARGUMENT);
    draw(same, HWR_LINE_STROKES);
    CHECK_INT(split(), HWR_OK);
    CHECK_INT(n_words, 1);
    draw(same, MOST);
    CHECK_INT(split(), HWR_ERR_TOO_LARGE);
    for (int i = 0; i < 4; i++) drawn.xy[i] = 5; /* dots on one spot have no height */
    drawn.n = 2;
    memcpy(drawn.xy + 4, drawn.xy, 4 * sizeof(float));
    CHECK_INT(split(), HWR_OK);
    CHECK_INT(n_words, 1);
}

int main(void) {
    test_gaps();
    test_order();
    test_bounds();
    return check_done("split");
}
