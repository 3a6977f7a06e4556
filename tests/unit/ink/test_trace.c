/* Strokes to a trace: where the points go, what they say, and as bits. */
#include <string.h>

#include "unit/check.h"
#include "unit/drawn_letters.h"
#include "hwr.h"

static uint8_t trace[HWR_TRACE_BYTES];

static int at(int point, int feature) {
    return trace[point * HWR_TRACE_FEATURES + feature];
}

static void make(const float *xy, const uint32_t *lengths, size_t n) {
    CHECK_INT(hwr_trace_strokes(trace, xy, lengths, n), HWR_OK);
}

static void test_line(void) {
    const float xy[] = {10, 20, 12, 20, 30, 20, 50, 20}; /* to the right, points unequally far */
    make(xy, (const uint32_t[]){4}, 1);
    for (int i = 0; i < HWR_TRACE_POINTS; i++) {
        CHECK_NEAR(at(i, 0), 255.0 * i / 63, 1);
        CHECK_INT(at(i, 1), 128);
        CHECK_INT(at(i, 6), i == 0 ? 255 : 0);
        CHECK_INT(at(i, 7), i == 63 ? 255 : 0);
        /* A step is 2/63 long: 0.0317 / 0.0517 = 0.613 of 127.5 above the middle. */
        CHECK_NEAR(at(i, 2), i > 0 ? 206 : 128, 1);
        CHECK_NEAR(at(i, 4), i < 63 ? 206 : 128, 1);
        CHECK_INT(at(i, 3), 128);
        CHECK_INT(at(i, 5), 128);
    }
}

/* A long stroke, a dot and a stroke without points: two points for the dot. */
static void test_shares(void) {
    const float xy[] = {0, 0, 0, 100, 50, 50};
    make(xy, (const uint32_t[]){2, 0, 1}, 3);
    int starts = 0;
    for (int i = 0; i < HWR_TRACE_POINTS; i++) starts += at(i, 6) == 255;
    CHECK_INT(starts, 2);
    CHECK(at(62, 6) == 255 && at(61, 7) == 255 && at(63, 7) == 255);
    CHECK_INT(at(62, 0), 191); /* the middle of 0..50 is 25, the longer side 100 */
    CHECK_INT(at(61, 1), 255);
    CHECK(at(62, 2) > 128 && at(62, 3) < 128); /* the pen's jump: right, and up */
    CHECK_INT(at(63, 2), 128);
}

/* As many strokes as there may be, and more: all points are used, none is lost. */
static void test_many(void) {
    static float xy[200];
    static uint32_t lengths[100];
    for (int i = 0; i < 100; i++) {
        xy[2 * i] = (float)i;
        xy[2 * i + 1] = (float)(i % 7);
        lengths[i] = 1;
    }
    for (size_t n = 1; n <= 100; n++) {
        int starts = 0, ends = 0;
        make(xy, lengths, n);
        for (int i = 0; i < HWR_TRACE_POINTS; i++) {
            starts += at(i, 6) == 255;
            ends += at(i, 7) == 255;
        }
        CHECK_INT(starts, n < 32 ? n : 32);
        CHECK_INT(ends, starts);
        CHECK(n == 1 || (at(0, 0) == 0 && at(63, 0) == 255));
    }
}

/* Neither place nor size nor the number of points on a line matters. */
static void test_invariance(void) {
    const float xy[] = {0, 0, 40, 30, 80, 0};
    const float same[] = {1000, -7, 1010, 0.5f, 1020, 8, 1040, -7};
    const float moved[] = {1000, -7, 1020, 8, 1040, -7};
    uint8_t first[HWR_TRACE_BYTES];
    make(xy, (const uint32_t[]){3}, 1);
    memcpy(first, trace, sizeof first);
    make(moved, (const uint32_t[]){3}, 1);
    CHECK(memcmp(first, trace, sizeof first) == 0);
    make(same, (const uint32_t[]){4}, 1);
    for (int i = 0; i < HWR_TRACE_BYTES; i++) CHECK_NEAR(trace[i], first[i], 1);
}

static void test_refusals(void) {
    const float nan = (float)strtod("nan", NULL);
    const float bad[] = {0, 0, nan, 1}, far[] = {0, 0, 1e6f, 1}, dot[] = {5, 5};
    memset(trace, 7, sizeof trace);
    CHECK_INT(hwr_trace_strokes(trace, bad, (const uint32_t[]){2}, 1), HWR_ERR_NOT_FINITE);
    CHECK_INT(hwr_trace_strokes(trace, far, (const uint32_t[]){2}, 1), HWR_ERR_ARGUMENT);
    CHECK_INT(hwr_trace_strokes(trace, NULL, NULL, 0), HWR_EMPTY);
    CHECK_INT(at(0, 0), 0);
    make(dot, (const uint32_t[]){1}, 1);
    for (int i = 0; i < HWR_TRACE_POINTS; i++)
        for (int f = 0; f < 6; f++) CHECK_INT(at(i, f), 128);
}

/* The same bytes natively, sanitized and as wasm: FNV-1a over the drawn letters. */
static void test_bits(void) {
    uint64_t hash = 0;
    for (size_t i = 0; i < DRAWN_LETTERS; i++) {
        const drawn_letter *l = &drawn_letters[i];
        make(l->xy, l->lengths, (size_t)l->n_strokes);
        hash = hash * 31 + fnv1a(trace, sizeof trace);
    }
    CHECK(hash == UINT64_C(0xd549a4f887da5a5c));
    if (check_failed) printf("0x%016llx\n", (unsigned long long)hash);
}

int main(void) {
    test_line();
    test_shares();
    test_many();
    test_invariance();
    test_refusals();
    test_bits();
    return check_done("trace");
}
