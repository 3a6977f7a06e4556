/* Pictures to ink: polarity, alpha, colour, pen widths, noise, and odd sizes. */
#include "hwr.h"

#include <string.h>

#include "unit/check.h"
#include "unit/drawn_letters.h"
#include "ink/ink.h"

enum { PIXELS = CANVAS * CANVAS };

static hwr_preprocess pre, plain;
static uint8_t coverage[PIXELS], rgba[4 * PIXELS];

/* hash of ink and of image for 'A', 'o' and 'R', 190 px high, pen 12. */
static const uint64_t golden[3][2] = {
    {0x4c3c9acd85117441, 0x979af208b12fbc3f},
    {0xb3a046a7443b03cf, 0x622b057fd5a5ffb7},
    {0x1c957a16809e3a4c, 0x420247d18f5b6b00},
};

/* Every combination of paper and ink that must read alike. alpha: the paper is
 * transparent black, and the ink's coverage is its alpha. */
typedef struct look {
    uint8_t paper[3], ink[3];
    int alpha;
} look;

static void paint(const look *k) {
    for (int i = 0; i < PIXELS; i++) {
        int c = coverage[i];
        for (int j = 0; j < 3; j++) {
            int mixed = (k->paper[j] * (255 - c) + k->ink[j] * c) / 255;
            rgba[4 * i + j] = (uint8_t)(!k->alpha ? mixed : c ? k->ink[j] : 0);
        }
        rgba[4 * i + 3] = (uint8_t)(k->alpha ? c : 255);
    }
}

static const look dark_on_light = {{255, 255, 255}, {0, 0, 0}, 0};

static void check_golden(void) {
    for (int i = 0; i < 3; i++) {
        drawn_canvas(coverage, &drawn_letters[i], 190, 12);
        paint(&dark_on_light);
        CHECK_INT(hwr_preprocess_pixels(&pre, rgba, CANVAS, CANVAS), HWR_OK);
        uint64_t ink = fnv1a(pre.ink, sizeof pre.ink), image = fnv1a(pre.image, sizeof pre.image);
        CHECK(ink == golden[i][0] && image == golden[i][1]);
        if (ink != golden[i][0] || image != golden[i][1]) {
            printf("'%c' gives {0x%016llx, 0x%016llx},\n", drawn_letters[i].letter,
                   (unsigned long long)ink, (unsigned long long)image);
        }
    }
}

static void check_looks(void) {
    static const look looks[] = {
        {{0, 0, 0}, {255, 255, 255}, 0},     /* light on dark */
        {{0, 0, 0}, {0, 0, 0}, 1},           /* black on nothing */
        {{0, 0, 0}, {255, 255, 255}, 1},     /* white on nothing */
        {{255, 255, 255}, {200, 0, 0}, 0},   /* red */
        {{255, 255, 255}, {255, 255, 0}, 0}, /* yellow on white: no luminance to see */
        {{0, 0, 90}, {255, 240, 200}, 0},
        {{240, 235, 220}, {30, 40, 160}, 0}, /* ball pen on paper */
        {{255, 255, 255}, {190, 190, 190}, 0},
        {{0, 0, 0}, {30, 60, 200}, 1},
    };
    for (int i = 0; i < 3; i++) {
        drawn_canvas(coverage, &drawn_letters[i], 150, 14);
        paint(&dark_on_light);
        CHECK_INT(hwr_preprocess_pixels(&plain, rgba, CANVAS, CANVAS), HWR_OK);
        for (size_t k = 0; k < sizeof looks / sizeof looks[0]; k++) {
            paint(&looks[k]);
            CHECK_INT(hwr_preprocess_pixels(&pre, rgba, CANVAS, CANVAS), HWR_OK);
            if (k < 3) CHECK(memcmp(&pre, &plain, sizeof pre) == 0);
            CHECK_NEAR(image_distance(pre.image, plain.image), 0, 1.5);
        }
    }
}

/* The same letter as strokes and as a picture, whatever the pen. A box one row higher
 * alone makes a difference of 9 levels: half a pixel of the image. */
static void check_pens(void) {
    static const float pens[] = {2, 6, 12, 20, 40};
    for (int i = 0; i < DRAWN_LETTERS; i++) {
        const drawn_letter *l = &drawn_letters[i];
        CHECK_INT(drawn_preprocess(&plain, l), HWR_OK);
        for (int k = 0; k < 5; k++) {
            drawn_canvas(coverage, l, 190, pens[k]);
            paint(&dark_on_light);
            CHECK_INT(hwr_preprocess_pixels(&pre, rgba, CANVAS, CANVAS), HWR_OK);
            double distance = image_distance(pre.image, plain.image);
            CHECK_NEAR(distance, 0, k < 4 ? 12 : 16);
        }
    }
}

/* Uneven light and noise like JPEG's, by a fixed generator. */
static void disturb(int noise, int gradient) {
    uint32_t state = 1;
    for (int i = 0; i < PIXELS; i++) {
        for (int j = 0; j < 3; j++) {
            state = state * 1664525 + 1013904223;
            int v = rgba[4 * i + j] + (int)(state >> 16) % (2 * noise + 1) - noise;
            v -= gradient * (i % CANVAS) / CANVAS;
            rgba[4 * i + j] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
        }
    }
}

static void check_noise(void) {
    static const look grey = {{230, 228, 220}, {60, 60, 70}, 0};
    for (int i = 0; i < 3; i++) {
        drawn_canvas(coverage, &drawn_letters[i], 180, 12);
        paint(&grey);
        CHECK_INT(hwr_preprocess_pixels(&plain, rgba, CANVAS, CANVAS), HWR_OK);
        disturb(12, 40);
        CHECK_INT(hwr_preprocess_pixels(&pre, rgba, CANVAS, CANVAS), HWR_OK);
        CHECK_NEAR(image_distance(pre.image, plain.image), 0, 8);
    }
    /* The paper alone is no ink, however noisy. */
    memset(coverage, 0, sizeof coverage);
    static const int noises[][2] = {{0, 0}, {1, 0}, {12, 0}, {12, 40}, {60, 0}, {0, 100}};
    for (int k = 0; k < 6; k++) {
        paint(&grey);
        disturb(noises[k][0], noises[k][1]);
        CHECK_INT(hwr_preprocess_pixels(&pre, rgba, CANVAS, CANVAS), HWR_EMPTY);
    }
    memset(rgba, 0, sizeof rgba); /* all transparent */
    CHECK_INT(hwr_preprocess_pixels(&pre, rgba, CANVAS, CANVAS), HWR_EMPTY);
    CHECK_INT(pre.right, 0);
}

/* Odd shapes: whatever comes out must be sound. */
static void check_sizes(void) {
    static const size_t sizes[][2] = {{1, 1}, {2, 2},   {1, 300},  {300, 1},
                                      {3, 3}, {28, 28}, {16384, 1}};
    CHECK_INT(hwr_preprocess_pixels(&pre, rgba, 0, 5), HWR_ERR_ARGUMENT);
    CHECK_INT(hwr_preprocess_pixels(&pre, rgba, 5, 0), HWR_ERR_ARGUMENT);
    CHECK_INT(hwr_preprocess_pixels(&pre, rgba, 16385, 5), HWR_ERR_TOO_LARGE);
    CHECK_INT(hwr_preprocess_pixels(&pre, rgba, 5, SIZE_MAX), HWR_ERR_TOO_LARGE);
    for (int k = 0; k < 7; k++) {
        size_t n = sizes[k][0] * sizes[k][1];
        memset(rgba, 255, 4 * n);
        memset(rgba + 4 * (n / 2), 0, 3);
        hwr_status status = hwr_preprocess_pixels(&pre, rgba, sizes[k][0], sizes[k][1]);
        CHECK(status == HWR_OK || status == HWR_EMPTY);
        int maximum = 0;
        for (int i = 0; i < HWR_PIXELS; i++)
            maximum = pre.image[i] > maximum ? pre.image[i] : maximum;
        CHECK_INT(maximum, status == HWR_OK ? 255 : 0);
    }
    /* A filled blob is a dot. */
    const float dot[2] = {0, 0};
    const uint32_t one = 1;
    CHECK_INT(hwr_preprocess_strokes(&plain, dot, &one, 1, &hwr_pen_default), HWR_OK);
    memset(rgba, 255, sizeof rgba);
    for (int i = 0; i < PIXELS; i++) {
        int x = i % CANVAS - 140, y = i / CANVAS - 100;
        if (x * x + y * y < 60 * 60) memset(rgba + 4 * i, 0, 3);
    }
    CHECK_INT(hwr_preprocess_pixels(&pre, rgba, CANVAS, CANVAS), HWR_OK);
    CHECK_NEAR(image_distance(pre.image, plain.image), 0, 12);
}

/* Two specks so far apart that nothing is left of them at the raster's size: no ink. */
static void check_specks(void) {
    static const size_t sizes[][2] = {{1, 1000}, {1000, 1}, {2, 2000}};
    for (int k = 0; k < 3; k++) {
        size_t n = sizes[k][0] * sizes[k][1];
        memset(rgba, 255, 4 * n);
        memset(rgba, 0, 3);
        memset(rgba + 4 * (n - 1), 0, 3);
        CHECK_INT(hwr_preprocess_pixels(&pre, rgba, sizes[k][0], sizes[k][1]), HWR_EMPTY);
        CHECK_INT(pre.right, 0);
    }
}

/* ---- Where the lines are drawn ---- */

enum { FIELD = 60 };

/* A field of grey paper with a block of ink in the middle. */
static void paint_field(int paper, int ink, int alpha) {
    for (int i = 0; i < FIELD * FIELD; i++) {
        int x = i % FIELD, y = i / FIELD, inside = x >= 20 && x < 40 && y >= 20 && y < 40;
        memset(rgba + 4 * i, inside ? ink : paper, 3);
        rgba[4 * i + 3] = (uint8_t)(inside ? 255 : alpha);
    }
}

static hwr_status read_field(void) {
    return hwr_preprocess_pixels(&pre, rgba, FIELD, FIELD);
}

static void check_limits(void) {
    /* The least contrast is 32 levels, and four times the paper's own unevenness. */
    paint_field(200, 168, 255);
    CHECK_INT(read_field(), HWR_OK);
    paint_field(200, 169, 255);
    CHECK_INT(read_field(), HWR_EMPTY);
    for (int uneven = 0; uneven < 2; uneven++) {
        paint_field(200, 200 - 79 - (1 - uneven), 255);
        for (int i = 0; i < FIELD * FIELD; i++) /* a third of the border deviates by 20 */
            if (i % 3 == 0 && (i < FIELD || i >= FIELD * (FIELD - 1) || i % FIELD == 0 ||
                               i % FIELD == FIELD - 1))
                memset(rgba + 4 * i, 180, 3);
        CHECK_INT(read_field(), uneven ? HWR_EMPTY : HWR_OK);
    }
    /* Where at least half of the border is seen through, it does not say what the paper is. */
    paint_field(255, 0, 128);
    CHECK_INT(read_field(), HWR_OK);
    paint_field(255, 0, 127);
    CHECK_INT(read_field(), HWR_EMPTY);
    /* Ink that touches the rim is not the paper. */
    paint_field(255, 0, 255);
    for (int y = 0; y < FIELD; y++) memset(rgba + 4 * (y * FIELD + 26), 0, 3);
    CHECK_INT(read_field(), HWR_OK);
    /* Nor where it is most of what is opaque there: a bar of ink on nothing, and as if some paper
     * beside it were left. */
    for (int some = 0; some < 2; some++) {
        memset(rgba, 0, 4 * FIELD * FIELD);
        for (int i = 0; i < FIELD * FIELD; i++)
            if (i % FIELD >= 16 && i % FIELD < 44) rgba[4 * i + 3] = 255;
        for (int y = 5; y < 30 && some; y++) memset(rgba + 4 * y * FIELD, 255, 4);
        CHECK_INT(hwr_preprocess_pixels(some ? &pre : &plain, rgba, FIELD, FIELD), HWR_OK);
    }
    CHECK(memcmp(&pre, &plain, sizeof pre) == 0);
    /* A speck of one pixel in 16,384 is ink, one in twice as many is not. */
    memset(rgba, 255, 4 * PIXELS);
    memset(rgba + 4 * 4000, 0, 3);
    CHECK_INT(hwr_preprocess_pixels(&pre, rgba, 127, 129), HWR_OK);
    CHECK_INT(hwr_preprocess_pixels(&pre, rgba, 256, 128), HWR_EMPTY);
}

/* Beside black ink, grey is ink from half-way on: the box is then twice as wide as tall. */
static void check_half(void) {
    for (int grey = 127; grey <= 128; grey++) {
        paint_field(255, 0, 255);
        for (int y = 20; y < 40; y++)
            for (int x = 40; x < 60 - 1; x++) memset(rgba + 4 * (y * FIELD + x), grey, 3);
        CHECK_INT(read_field(), HWR_OK);
        int wide = pre.right - pre.left > pre.bottom - pre.top + 10;
        CHECK_INT(wide, grey == 127);
    }
}

/* Strokes one pixel wide: level, and as a diagonal of pixels that touch at their corners. */
static void check_ink_width(void) {
    static uint8_t raster[HWR_INK_PIXELS];
    CHECK_NEAR(hwr_ink_width(raster), 0, 0);
    memset(raster + 64 * HWR_INK_SIDE + 20, 255, 80);
    CHECK_NEAR(hwr_ink_width(raster), 1, 0.05);
    memset(raster, 0, sizeof raster);
    for (int i = 30; i < 90; i++) raster[i * HWR_INK_SIDE + i] = 255;
    CHECK_NEAR(hwr_ink_width(raster), 0.71, 0.03);
}

/* Golden pictures from beyond the usual pens: hashes of ink and of image. */
static void check_extremes(void) {
    static const struct {
        int letter;
        float extent, pen;
        uint64_t ink, image;
    } rows[] = {
        {1, 190, 66, UINT64_C(0x84632745c50ce57e), UINT64_C(0x008ad4d73b765651)},
        {0, 200, 1, UINT64_C(0xc05d0aea7798458d), UINT64_C(0x5bb80773b0fc747f)},
        {2, 30, 3, UINT64_C(0x820b11b5c97c86d9), UINT64_C(0x76d9ac2d57e774f0)},
    };
    for (int i = 0; i < 3; i++) {
        drawn_canvas(coverage, &drawn_letters[rows[i].letter], rows[i].extent, rows[i].pen);
        paint(&dark_on_light);
        CHECK_INT(hwr_preprocess_pixels(&pre, rgba, CANVAS, CANVAS), HWR_OK);
        uint64_t ink = fnv1a(pre.ink, sizeof pre.ink), image = fnv1a(pre.image, sizeof pre.image);
        CHECK(ink == rows[i].ink && image == rows[i].image);
        if (check_failed)
            printf("{%d, 0x%016llx, 0x%016llx},\n", i, (unsigned long long)ink,
                   (unsigned long long)image);
    }
}

/* A 28x28 image of ours, as a picture, is read as itself. */
static void check_round_trip(void) {
    for (int i = 0; i < DRAWN_LETTERS; i++) {
        CHECK_INT(drawn_preprocess(&plain, &drawn_letters[i]), HWR_OK);
        for (int k = 0; k < HWR_PIXELS; k++) {
            memset(rgba + 4 * k, plain.image[k], 3);
            rgba[4 * k + 3] = 255;
        }
        CHECK_INT(hwr_preprocess_pixels(&pre, rgba, HWR_SIDE, HWR_SIDE), HWR_OK);
        CHECK_NEAR(image_distance(pre.image, plain.image), 0, 16);
    }
}

int main(void) {
    check_golden();
    check_looks();
    check_pens();
    check_noise();
    check_sizes();
    check_specks();
    check_limits();
    check_ink_width();
    check_extremes();
    check_half();
    check_round_trip();
    return check_done("pixels");
}
