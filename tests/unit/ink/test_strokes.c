/* Strokes to ink: golden bytes, invariance, and every input that could go wrong. */
#include "hwr.h"

#include <math.h>
#include <string.h>

#include "unit/check.h"
#include "unit/drawn_letters.h"

static hwr_preprocess pre, other;

/* hash of ink, hash of image. The same natively, under the sanitizers and as wasm:
 * that is the point. To renew them after a deliberate change, copy the output. */
static const uint64_t golden[DRAWN_LETTERS][2] = {
    {0xd3861b7491d0d52f, 0xd36e77fe25d98b51}, {0x9d61d2d59d7a0d1a, 0x0936d36f957531a1},
    {0x3fa510b3b3a84c5c, 0xe6e09a25d2bfaf57}, {0xcfd262e54329cc43, 0x9f07e72b4b46a266},
    {0xc1a5aa10b4a7536b, 0xb5efa0fadf21eedd}, {0xbc35e5e29643151d, 0x2900a99b8d19aa19},
    {0xa2c2c092119470fd, 0x7a50606619d8b9b1}, {0x745c75d6acb47c2b, 0x5624e48995aa393c},
};

static void check_golden(void) {
    for (int i = 0; i < DRAWN_LETTERS; i++) {
        CHECK_INT(drawn_preprocess(&pre, &drawn_letters[i]), HWR_OK);
        uint64_t ink = fnv1a(pre.ink, sizeof pre.ink), image = fnv1a(pre.image, sizeof pre.image);
        CHECK(ink == golden[i][0] && image == golden[i][1]);
        if (ink != golden[i][0] || image != golden[i][1]) {
            printf("'%c' gives {0x%016llx, 0x%016llx},\n", drawn_letters[i].letter,
                   (unsigned long long)ink, (unsigned long long)image);
        }
    }
}

/* What capsules are, said slowly: distance from each pixel centre to each segment. */
static int covered(const drawn_letter *l, double scale, const double middle[2], int x, int y) {
    const float *p = l->xy;
    double radius = (double)hwr_pen_default.width / 2;
    for (int s = 0; s < l->n_strokes; s++) {
        for (uint32_t k = 0; k < l->lengths[s]; k++, p += 2) {
            const float *q = k + 1 < l->lengths[s] ? p + 2 : p;
            double ax = (p[0] - middle[0]) * scale + 64, ay = (p[1] - middle[1]) * scale + 64;
            double bx = (q[0] - middle[0]) * scale + 64, by = (q[1] - middle[1]) * scale + 64;
            double dx = bx - ax, dy = by - ay, ex = x + 0.5 - ax, ey = y + 0.5 - ay;
            double t = dx * dx + dy * dy > 0 ? (ex * dx + ey * dy) / (dx * dx + dy * dy) : 0;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            double distance = sqrt((ex - t * dx) * (ex - t * dx) + (ey - t * dy) * (ey - t * dy));
            if (fabs(distance - radius) < 0.01) return -1; /* rounding may decide */
            if (distance < radius) return 1;
        }
    }
    return 0;
}

static void check_against_reference(void) {
    for (int i = 0; i < DRAWN_LETTERS; i++) {
        const drawn_letter *l = &drawn_letters[i];
        double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9}, middle[2];
        for (size_t k = 0; k < 2 * drawn_points(l); k++) {
            low[k % 2] = fmin(low[k % 2], l->xy[k]);
            high[k % 2] = fmax(high[k % 2], l->xy[k]);
        }
        for (int k = 0; k < 2; k++) middle[k] = (low[k] + high[k]) / 2;
        double scale = (double)hwr_pen_default.extent / fmax(high[0] - low[0], high[1] - low[1]);
        int wrong = 0;
        CHECK_INT(drawn_preprocess(&pre, l), HWR_OK);
        for (int k = 0; k < HWR_INK_PIXELS; k++) {
            int expected = covered(l, scale, middle, k % HWR_INK_SIDE, k / HWR_INK_SIDE);
            wrong += expected >= 0 && pre.ink[k] != (expected ? 255 : 0);
        }
        CHECK_INT(wrong, 0);
    }
}

static void check_invariance(void) {
    float xy[64];
    for (int i = 0; i < DRAWN_LETTERS; i++) {
        const drawn_letter *l = &drawn_letters[i];
        CHECK_INT(drawn_preprocess(&pre, l), HWR_OK);
        static const float moves[][2] = {
            {1, 1000}, {4, -700}, {0.125f, 16}, {1024, 0}, {0x1p-100f, 0}};
        for (int m = 0; m < 5; m++) {
            for (int k = 0; k < 64; k++) xy[k] = l->xy[k] * moves[m][0] + moves[m][1];
            CHECK_INT(hwr_preprocess_strokes(&other, xy, l->lengths, (size_t)l->n_strokes,
                                             &hwr_pen_default),
                      HWR_OK);
            CHECK(memcmp(&other, &pre, sizeof pre) == 0);
        }
    }
}

static int ink_count(void) {
    int n = 0;
    for (int i = 0; i < HWR_INK_PIXELS; i++) n += pre.ink[i] != 0;
    return n;
}

static void check_small_inputs(void) {
    static const hwr_preprocess zero;
    uint32_t lengths[3] = {0, 0, 0};
    memset(&pre, 7, sizeof pre);
    CHECK_INT(hwr_preprocess_strokes(&pre, NULL, NULL, 0, &hwr_pen_default), HWR_EMPTY);
    CHECK(memcmp(&pre, &zero, sizeof pre) == 0);
    CHECK_INT(hwr_preprocess_strokes(&pre, NULL, lengths, 3, &hwr_pen_default), HWR_EMPTY);

    /* A dot is a disc of the pen, and so is the same point many times over. */
    const float dot[8] = {17, 4, 17, 4, 17, 4, 17, 4};
    const uint32_t four[4] = {0, 1, 0, 3};
    CHECK_INT(hwr_preprocess_strokes(&pre, dot, four, 4, &hwr_pen_default), HWR_OK);
    CHECK_NEAR(ink_count(), 3.14159 * 5.5 * 5.5 / 4, 2.5);
    CHECK_INT(pre.ink[64 * HWR_INK_SIDE + 64], 255);
    const float tiny[4] = {0, 0, 1e-30f, 3e-31f};
    const uint32_t two[1] = {2};
    CHECK_INT(hwr_preprocess_strokes(&pre, tiny, two, 1, &hwr_pen_default), HWR_OK);
    CHECK_NEAR(ink_count(), 41.76 * 5.5 + 3.14159 * 5.5 * 5.5 / 4, 8);
    const float least[4] = {0, 0, 1e-45f, 0}; /* denormal */
    CHECK_INT(hwr_preprocess_strokes(&pre, least, two, 1, &hwr_pen_default), HWR_OK);
    const float far_apart[4] = {-999999, -999999, 999999, 999999};
    CHECK_INT(hwr_preprocess_strokes(&pre, far_apart, two, 1, &hwr_pen_default), HWR_OK);
    CHECK_INT(pre.image[HWR_SIDE * 14 + 14], 255);
}

static int ink_at(int x, int y) {
    return pre.ink[y * HWR_INK_SIDE + x] == 255;
}

/* Pixels whose centre is exactly half a pen width away are ink; a last point counts however near
 * it is to the one before, and a stroke without points not at all. */
static void check_rims(void) {
    static const float line[] = {0, 0, 39.95f, 0, 40, 0, 20, 15}; /* 40 pixels at a pen's extent of 40 */
    static const uint32_t two[] = {2}, three[] = {3}, and_none[] = {3, 0};
    static const float level[] = {0, 0, 40, 0};
    CHECK_INT(hwr_preprocess_strokes(&pre, level, two, 1, &(hwr_pen){5, 40}), HWR_OK);
    for (int y = 58; y < 70; y++) CHECK_INT(ink_at(64, y), y >= 61 && y <= 66);
    const hwr_pen thin = {3.163f, 40}; /* reaches 1.5 pixels past the end in the rows at half a pixel */
    CHECK_INT(hwr_preprocess_strokes(&pre, line, three, 1, &thin), HWR_OK);
    CHECK(ink_at(85, 64) && ink_at(85, 63) && !ink_at(86, 64));
    CHECK_INT(hwr_preprocess_strokes(&other, line, and_none, 2, &thin), HWR_OK);
    CHECK(memcmp(pre.ink, other.ink, sizeof pre.ink) == 0);
}

static void check_refusals(void) {
    const float bad[] = {NAN, INFINITY, -INFINITY, 1e6f, -1e6f, 3e38f};
    const uint32_t two[1] = {2};
    for (int i = 0; i < 6; i++) {
        for (int at = 0; at < 4; at++) {
            float xy[4] = {0, 1, 2, 3};
            xy[at] = bad[i];
            hwr_status expected = i < 3 ? HWR_ERR_NOT_FINITE : HWR_ERR_ARGUMENT;
            CHECK_INT(hwr_preprocess_strokes(&pre, xy, two, 1, &hwr_pen_default), expected);
        }
    }
    const float xy[4] = {0, 1, 2, 3};
    const hwr_pen pens[] = {{0.5f, 40}, {65, 40}, {5, 7}, {5, 113}, {NAN, 40}, {5, NAN}, {60, 100}};
    for (int i = 0; i < 7; i++) {
        CHECK_INT(hwr_preprocess_strokes(&pre, xy, two, 1, &pens[i]), HWR_ERR_ARGUMENT);
    }
    const hwr_pen edges[] = {{1, 8}, {64, 64}, {16, 112}, {1, 112}, {64, 8}};
    for (int i = 0; i < 5; i++) {
        CHECK_INT(hwr_preprocess_strokes(&pre, xy, two, 1, &edges[i]), HWR_OK);
        CHECK(pre.left >= 0 && pre.top >= 0);
        CHECK(pre.right <= HWR_INK_SIDE && pre.bottom <= HWR_INK_SIDE);
    }
}

/* Points closer together than the raster can show change nothing one can see. */
static void check_many_points(void) {
    static float xy[200000];
    const uint32_t n = 100000, two = 2;
    for (int i = 0; i < 100000; i++) xy[2 * i] = xy[2 * i + 1] = (float)i;
    CHECK_INT(hwr_preprocess_strokes(&pre, xy, &n, 1, &hwr_pen_default), HWR_OK);
    const float line[4] = {0, 0, 99999, 99999};
    CHECK_INT(hwr_preprocess_strokes(&other, line, &two, 1, &hwr_pen_default), HWR_OK);
    CHECK_NEAR(image_distance(pre.image, other.image), 0, 0.3);
    for (int i = 0; i < 100000; i++) xy[2 * i + 1] = (float)(i % 2 * 99999);
    CHECK_INT(hwr_preprocess_strokes(&pre, xy, &n, 1, &hwr_pen_default), HWR_OK);
    CHECK_NEAR(ink_count(), 40 * 40 + 4 * 40 * 2.75 + 3.14159 * 2.75 * 2.75, 60); /* a square */
}

int main(void) {
    check_golden();
    check_against_reference();
    check_invariance();
    check_small_inputs();
    check_rims();
    check_refusals();
    check_many_points();
    return check_done("strokes");
}
