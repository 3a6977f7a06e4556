/* Training the outlier detector: two kinds that no plane parts, the threshold, the same
 * numbers every time, and what is refused. */
#include "train/quant/outlier_fit.h"

#include <string.h>

#include "outlier/outlier.h"
#include "train/base/rng.h"
#include "train/data/outliers.h"
#include "unit/check.h"

enum {
    N = 3000,
    HELD_OUT = 1000,
    PICTURE = 6,
    TRACE = 4,
    FEATURES = PICTURE + TRACE + HWR_OUTLIER_WAY
};

static int8_t learnt[N * FEATURES], others[HELD_OUT * FEATURES];
static uint8_t is_outlier[N];

/* Of the first four features letters have an even number below 0, outliers an odd one. */
static void draw(int8_t *features, int outlier, hwr_rng *rng) {
    int odd = outlier;
    for (int i = 0; i < FEATURES; i++) features[i] = (int8_t)(20 * hwr_rng_unit(rng) - 10);
    for (int i = 0; i < 4; i++) {
        const int below = i < 3 ? (int)hwr_rng_below(rng, 2) : odd;
        const int size = 40 + (int)hwr_rng_below(rng, 60);
        features[i] = (int8_t)(below ? -size : size);
        odd ^= below;
    }
}

static hwr_outlier_data data(void) {
    hwr_rng rng = hwr_rng_stream(4, 0, 0, 0);
    for (int i = 0; i < N; i++) {
        is_outlier[i] = i % 3 == 0;
        draw(learnt + i * FEATURES, is_outlier[i], &rng);
    }
    for (int i = 0; i < HELD_OUT; i++) draw(others + i * FEATURES, 0, &rng);
    return (hwr_outlier_data){learnt, is_outlier, N, PICTURE, TRACE, others, HELD_OUT};
}

static int rejected(const hwr_outlier_weights *w, const int8_t *features, int n) {
    const hwr_outlier o = {HWR_OUTLIER_UNITS, PICTURE,       TRACE,      w->weight,
                           w->bias,           w->out_weight, w->out_bias};
    int sum = 0;
    for (int i = 0; i < n; i++) sum += hwr_outlier_of(&o, features + i * FEATURES) > 0;
    return sum;
}

static void test_clouds(void) {
    static hwr_outlier_weights once, twice;
    const hwr_outlier_data d = data();
    static int8_t strange[HELD_OUT * FEATURES];
    hwr_rng rng = hwr_rng_stream(5, 0, 0, 0);
    for (int i = 0; i < HELD_OUT; i++) draw(strange + i * FEATURES, 1, &rng);
    CHECK_INT(hwr_outlier_fit(&once, &d, 0.02), HWR_OK);
    const int letters = rejected(&once, others, HELD_OUT);
    const int found = rejected(&once, strange, HELD_OUT);
    printf("of 1000: %d letters and %d outliers turned away\n", letters, found);
    CHECK(letters <= 20 && letters >= 15); /* the share that was asked for */
    CHECK(found >= 990);
    CHECK_INT(hwr_outlier_fit(&twice, &d, 0.02), HWR_OK);
    CHECK(memcmp(&once, &twice, sizeof once) == 0);
}

static void test_refused(void) {
    static hwr_outlier_weights w;
    hwr_outlier_data d = data();
    d.n_held_out = 0;
    CHECK_INT(hwr_outlier_fit(&w, &d, 0.01), HWR_ERR_ARGUMENT);
    d = data();
    d.n = 0;
    CHECK_INT(hwr_outlier_fit(&w, &d, 0.01), HWR_ERR_ARGUMENT);
    d = data();
    d.n_trace = HWR_OUTLIER_FEATURES + 1;
    CHECK_INT(hwr_outlier_fit(&w, &d, 0.01), HWR_ERR_ARGUMENT);
}

/* What is made up has ink, stays inside its memory, and is another one each time. */
static void test_made_up(void) {
    static const float xy[] = {0, 0, 0, 10, 5, 10, 0, 0, 8, 0, 4, 9};
    static const uint32_t lengths[] = {3, 2, 1};
    static const size_t points[] = {0, 3, 6}, strokes[] = {0, 1, 3};
    static const char *const words[] = {"L", "T"};
    const hwr_stroke_set set = {xy, lengths, points, strokes, NULL, NULL, 2};
    static hwr_preprocess pre;
    uint8_t trace[HWR_TRACE_BYTES];
    int same = 0;
    uint32_t last = 0;
    for (uint64_t i = 0; i < 3000; i++) {
        hwr_sketch s;
        hwr_rng rng = hwr_rng_stream(6, 0, i, 0);
        hwr_outlier_make(&s, &set, words, &rng);
        CHECK(s.points > 0 && s.points <= HWR_SKETCH_POINTS);
        CHECK(s.strokes > 0 && s.strokes <= HWR_SKETCH_STROKES);
        size_t sum = 0;
        for (size_t k = 0; k < s.strokes; k++) sum += s.lengths[k];
        CHECK_INT(sum, s.points);
        CHECK_INT(hwr_preprocess_strokes(&pre, s.xy, s.lengths, s.strokes, &hwr_pen_default),
                  HWR_OK);
        CHECK_INT(hwr_trace_strokes(trace, s.xy, s.lengths, s.strokes), HWR_OK);
        uint32_t hash = 0;
        for (size_t k = 0; k < HWR_TRACE_BYTES; k++) hash = hash * 31 + trace[k];
        same += hash == last;
        last = hash;
    }
    CHECK(same < 10); /* dots are alike */
}

int main(void) {
    test_clouds();
    test_refused();
    test_made_up();
    return check_done("outlier_fit");
}
