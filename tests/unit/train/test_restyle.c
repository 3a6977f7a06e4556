/* What another hand may do to a letter, and how often: each change of hwr_restyle recognised by
 * what it leaves of the points; and a picture of it. */
#include "train/data/restyle.h"

#include <math.h>
#include <string.h>

#include "unit/check.h"

enum { LINE = 20, DOT = 3, POINTS = LINE + DOT, TRIALS = 4000 };

/* An upright line of size 1 with a dot above it, as set->xy has it in other units; the same,
 * leaning, by another writer. */
static float given[2][2 * POINTS];
static uint32_t lengths[] = {LINE, DOT, LINE, DOT};
static const size_t first_point[] = {0, POINTS, 2 * POINTS}, first_stroke[] = {0, 2, 4};
static const hwr_stroke_set set = {given[0], lengths, first_point, first_stroke, NULL, NULL, 2};

static void make_letters(void) {
    for (int i = 0; i < POINTS; i++) {
        const int dot = i >= LINE;
        const float y = dot ? 0.02f * (float)(i - LINE) : 0.2f + 0.8f * (float)i / (LINE - 1);
        given[0][2 * i] = 0;
        given[0][2 * i + 1] = 500 * y;
        given[1][2 * i] = 100 * (1 - y);
        given[1][2 * i + 1] = 500 * y;
    }
}

typedef struct writing {
    float xy[2 * (POINTS + HWR_RESTYLE_POINTS) + 2];
    hwr_writing w;
} writing;

static const float guard = 12345;

/* The first letter at size 1, restyled. */
static void restyle(writing *out, size_t other, uint64_t n) {
    float scratch[2 * (POINTS + HWR_RESTYLE_POINTS) + 2];
    const int last = 2 * (POINTS + HWR_RESTYLE_POINTS);
    hwr_rng rng = hwr_rng_stream(3, 0, n, 0);
    for (int i = 0; i < 2 * POINTS; i++) out->xy[i] = given[0][i] / 500;
    out->xy[last] = scratch[last] = guard;
    out->w = (hwr_writing){out->xy, {LINE, DOT}, 2};
    hwr_restyle(&out->w, &set, other, scratch, &rng);
    CHECK(out->xy[last] == guard && scratch[last] == guard);
}

static uint32_t points_of(const writing *a) {
    uint32_t sum = 0;
    for (int s = 0; s < a->w.n; s++) sum += a->w.lengths[s];
    return sum;
}

/* Largest step between neighbours of a stroke. */
static double longest_step(const writing *a) {
    const float *xy = a->xy;
    double most = 0;
    for (int s = 0; s < a->w.n; s++) {
        for (uint32_t i = 1; i < a->w.lengths[s]; i++)
            most = fmax(most, hypot((double)(xy[2 * i] - xy[2 * i - 2]),
                                    (double)(xy[2 * i + 1] - xy[2 * i - 1])));
        xy += 2 * (size_t)a->w.lengths[s];
    }
    return most;
}

static void check_rates(void) {
    int dotless = 0, longer = 0, at_start = 0, same = 0, apart = 0;
    for (uint64_t n = 0; n < TRIALS; n++) {
        writing a, again;
        restyle(&a, HWR_AS_WRITTEN, n);
        restyle(&again, HWR_AS_WRITTEN, n);
        CHECK(points_of(&a) == points_of(&again) &&
              memcmp(a.xy, again.xy, 2 * points_of(&a) * sizeof *a.xy) == 0);
        CHECK(a.w.n == 2 || a.w.n == 1);
        dotless += a.w.n == 1;
        /* The dot goes, and never the line. */
        const uint32_t before = a.w.n == 1 ? LINE : POINTS, now = points_of(&a);
        CHECK(a.w.lengths[0] == LINE || a.w.lengths[0] == LINE + HWR_RESTYLE_POINTS);
        CHECK(now == before || now == before + HWR_RESTYLE_POINTS);
        longer += now > before;
        at_start += a.w.n == 2 && a.w.lengths[0] > LINE;
        CHECK(longest_step(&a) < 0.2);
        float most = 0;
        for (uint32_t i = 0; i < LINE; i++) most = fmaxf(most, fabsf(a.xy[2 * i]));
        if (now == before) {
            same += most == 0;
            apart += most > 0.02f;
        }
    }
    CHECK_NEAR(dotless, 0.15 * TRIALS, 0.02 * TRIALS);
    CHECK_NEAR(longer, 0.2 * TRIALS, 0.02 * TRIALS);
    CHECK_NEAR(at_start, 0.2 * 0.85 / 2 * TRIALS, 0.02 * TRIALS);
    CHECK_NEAR(same, 0.3 * 0.8 * TRIALS, 0.03 * TRIALS); /* led astray in 0.7, extended in 0.2 */
    CHECK(apart > 0.3 * TRIALS);
}

/* Half of the letters lean a little as the other writer's does, none beyond half of its way. */
static void check_mixing(void) {
    int leaning = 0, straight = 0;
    double mean = 0;
    for (uint64_t n = 0; n < TRIALS; n++) {
        writing a, alone;
        restyle(&a, 1, n);
        restyle(&alone, HWR_AS_WRITTEN, n);
        (void)alone;
        if (points_of(&a) != POINTS || a.w.n != 2) continue;
        const double top = (double)a.xy[0] - (double)a.xy[2 * (LINE - 1)]; /* over its foot */
        mean += top;
        leaning += top > 0.02;
        straight += fabs(top) < 1e-6;
    }
    CHECK(leaning > 0.2 * TRIALS && straight > 0.05 * TRIALS);
    /* 0.16 of lean, a quarter of it on the average, in half of the letters that are counted. */
    CHECK_NEAR(mean / (0.68 * TRIALS), 0.16 * 0.25 * 0.5, 0.004);
}

/* Letters of other strokes, or of another shape altogether, are not mixed in. */
static void check_unlike(void) {
    float kept[2 * POINTS];
    memcpy(kept, given[1], sizeof kept);
    for (int i = 0; i < POINTS; i++) given[1][2 * i] = i < LINE ? 500.0f : 0; /* far to the right */
    for (uint64_t n = 0; n < TRIALS / 10; n++) {
        writing a;
        restyle(&a, 1, n);
        CHECK(fabsf(a.xy[0] - a.xy[2 * (LINE - 1)]) < 0.5f);
        if (a.w.n == 2 && points_of(&a) == POINTS) CHECK(fabsf(a.xy[0]) < 0.3f);
    }
    memcpy(given[1], kept, sizeof kept);
    lengths[2] = POINTS; /* one stroke, and one without points */
    lengths[3] = 0;
    double lean = 0;
    for (uint64_t n = 0; n < TRIALS; n++) {
        writing a;
        restyle(&a, 1, n);
        if (a.w.n == 2 && points_of(&a) == POINTS)
            lean += (double)a.xy[0] - (double)a.xy[2 * (LINE - 1)];
    }
    CHECK_NEAR(lean / (0.68 * TRIALS), 0, 0.004);
    lengths[2] = LINE;
    lengths[3] = DOT;
}

/* A corner gets round, its ends stay. */
static void check_corners(void) {
    enum { ARM = 40, ALL = 2 * ARM };
    int rounded = 0, straight = 0;
    for (uint64_t n = 0; n < TRIALS; n++) {
        float xy[2 * (ALL + HWR_RESTYLE_POINTS)], scratch[2 * (ALL + HWR_RESTYLE_POINTS)];
        hwr_rng rng = hwr_rng_stream(4, 0, n, 0);
        for (int i = 0; i < ALL; i++) { /* down, then to the right */
            xy[2 * i] = i < ARM ? 0 : (float)(i - ARM) / ARM;
            xy[2 * i + 1] = i < ARM ? (float)i / ARM : 1;
        }
        hwr_writing w = {xy, {ALL}, 1};
        hwr_restyle(&w, &set, HWR_AS_WRITTEN, scratch, &rng);
        if (w.lengths[0] != ALL || xy[0] != 0 || xy[1] != 0) continue; /* longer, or led astray */
        CHECK(xy[2 * ALL - 2] == (float)(ARM - 1) / ARM && xy[2 * ALL - 1] == 1);
        const float corner = fabsf(xy[2 * ARM]) + fabsf(1 - xy[2 * ARM + 1]);
        CHECK(corner < 0.12f);
        rounded += corner > 0.005f;
        straight += corner == 0;
    }
    CHECK(straight > 0.1 * TRIALS);
    CHECK_NEAR(rounded, 0.3 * (rounded + straight), 0.05 * (rounded + straight));
}

/* A letter drawn as a picture is varied, then restyled, both from one stream of numbers. */
static void check_drawn(void) {
    static hwr_preprocess pre, expected;
    const hwr_pen_options options = hwr_pen_strength(1);
    float xy[4 * (POINTS + HWR_RESTYLE_POINTS)], scratch[4 * (POINTS + HWR_RESTYLE_POINTS)];
    int changed = 0;
    for (uint64_t n = 0; n < 100; n++) {
        hwr_pen pen = hwr_pen_default;
        hwr_rng rng = hwr_rng_stream(5, 0, n, 0), same = rng, plain = rng;
        hwr_writing w = {xy, {LINE, DOT}, 2};
        pen.width *= hwr_pen_vary(xy, &set, 0, &options, &same);
        hwr_restyle(&w, &set, 1, scratch, &same);
        CHECK_INT(hwr_preprocess_strokes(&expected, xy, w.lengths, (size_t)w.n, &pen), HWR_OK);
        CHECK_INT(hwr_pen_draw(&pre, &set, 0, &options, 1, &rng, scratch), HWR_OK);
        CHECK(memcmp(pre.image, expected.image, HWR_PIXELS) == 0);
        CHECK(rng.state == same.state);
        CHECK_INT(hwr_pen_draw(&pre, &set, 0, &options, HWR_AS_WRITTEN, &plain, scratch), HWR_OK);
        changed += memcmp(pre.image, expected.image, HWR_PIXELS) != 0;
    }
    CHECK(changed > 70);
}

int main(void) {
    make_letters();
    check_drawn();
    check_rates();
    check_mixing();
    check_unlike();
    check_corners();
    return check_done("restyle");
}
