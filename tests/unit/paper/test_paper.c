/* test_paper.c - core/paper/: letters of plain bars on painted sheets, where every pixel is known.
 */
#include <string.h>

#include "paper/paper.h"
#include "unit/check.h"

enum { W = 640, H = 480, PIXELS = W * H };

static uint8_t rgba[4 * PIXELS], raster[HWR_PAPER_RASTER];
static hwr_paper paper;

static void set(int x, int y, int value) {
    memset(rgba + 4 * (y * W + x), value, 3);
}

static void bar(int left, int top, int right, int bottom, int value) {
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) set(x, y, value);
}

/* Light that falls from `left` to `right` of 255 across the sheet. */
static void sheet(int left, int right) {
    for (int i = 0; i < PIXELS; i++) {
        memset(rgba + 4 * i, left + (right - left) * (i % W) / W, 3);
        rgba[4 * i + 3] = 255;
    }
}

static void letter_l(int x, int y, int value) {
    bar(x, y, x + 8, y + 80, value);
    bar(x, y + 72, x + 50, y + 80, value);
}

/* E in four pieces that do not touch. */
static void letter_e(int x, int y, int value) {
    bar(x, y, x + 8, y + 80, value);
    for (int i = 0; i < 3; i++) bar(x + 12, y + 36 * i, x + 50, y + 36 * i + 8, value);
}

static void letter_i(int x, int y, int value) {
    bar(x, y, x + 9, y + 9, value);
    bar(x, y + 30, x + 8, y + 80, value);
}

static void read_sheet(void) {
    static uint8_t memory[6 << 20];
    CHECK(hwr_paper_memory(W, H) > 0 && hwr_paper_memory(W, H) < sizeof memory);
    CHECK_INT(hwr_paper_read(&paper, memory, sizeof memory, rgba, W, H), HWR_OK);
}

static void check_box(size_t i, int left, int top, int right, int bottom) {
    if (i >= paper.n) {
        CHECK_INT(paper.n, i + 1);
        return;
    }
    CHECK_NEAR(paper.letters[i].left, left, 2);
    CHECK_NEAR(paper.letters[i].top, top, 2);
    CHECK_NEAR(paper.letters[i].right, right, 2);
    CHECK_NEAR(paper.letters[i].bottom, bottom, 2);
}

static void check_one(const char *what) {
    if (paper.n != 1 || paper.finding != HWR_PAPER_FOUND) printf("%s:\n", what);
    CHECK_INT(paper.finding, HWR_PAPER_FOUND);
    CHECK_INT(paper.n, 1);
    check_box(0, 300, 200, 350, 280);
}

/* One letter, whatever is around it. */
static void check_surroundings(void) {
    sheet(230, 230);
    letter_l(300, 200, 40);
    read_sheet();
    check_one("even light");
    CHECK_INT(hwr_paper_is_drawn(&paper), 1);

    sheet(240, 80);
    letter_l(300, 200, 30);
    read_sheet();
    check_one("light falling off");
    CHECK_INT(hwr_paper_is_drawn(&paper), 0);

    sheet(230, 230);
    bar(320, 0, W, H, 110); /* a hard shadow through the letter */
    bar(300, 200, 308, 280, 60);
    bar(300, 272, 320, 280, 60);
    bar(320, 272, 350, 280, 28);
    read_sheet();
    check_one("shadow");

    sheet(30, 30); /* chalk */
    letter_l(300, 200, 210);
    read_sheet();
    check_one("chalk");
    CHECK_INT(paper.light_on_dark, 1);

    sheet(225, 225);
    for (int y = 30; y < H; y += 40) bar(0, y, W, y + 2, 170); /* ruled, one line below the foot */
    letter_l(300, 200, 40);
    read_sheet();
    check_one("ruled");
    sheet(225, 225);
    for (int y = 20; y < H; y += 30) bar(0, y, W, y + 1, 180);
    for (int x = 20; x < W; x += 30) bar(x, 0, x + 1, H, 180);
    letter_l(300, 200, 40);
    read_sheet();
    check_one("squared");

    sheet(225, 225);
    bar(0, 0, 30, H, 40); /* table, a stripe of grain on it */
    bar(0, 100, 30, 110, 25);
    bar(0, 450, W, H, 40);
    letter_l(300, 200, 40);
    read_sheet();
    check_one("table");

    sheet(225, 225);
    for (int i = 0; i < 3; i++) bar(20, 100 + 100 * i, 32, 112 + 100 * i, 40); /* holes */
    for (int i = 0; i < 9; i++) bar(50 + 60 * i, 60, 52 + 60 * i, 62, 90);     /* specks */
    letter_l(300, 200, 40);
    read_sheet();
    check_one("holes and specks");
    CHECK(paper.n_aside >= 3);
    CHECK_INT(hwr_paper_is_drawn(&paper), 0);
}

/* Dots of dotted paper that are more ink than the letter. */
static void check_dotted(void) {
    sheet(225, 225);
    for (int y = 12; y < H; y += 24)
        for (int x = 12; x < W; x += 24) bar(x, y, x + 3, y + 3, 90);
    for (int y = 0; y < 80; y++) bar(300 + y / 20, 200 + y, 304 + y / 20, 201 + y, 40);
    bar(303, 277, 350, 280, 40);
    read_sheet();
    check_one("dotted");
}

/* Ink wider than the closing's square, and things that are as dark but no letter. */
static void check_wide(void) {
    sheet(230, 230);
    bar(200, 60, 300, 420, 20); /* L with a pen of 100 pixels, where the square has 81 */
    bar(200, 320, 460, 420, 20);
    read_sheet();
    CHECK_INT(paper.n, 1);
    CHECK_INT(paper.light_on_dark, 0);
    check_box(0, 200, 60, 460, 420);

    sheet(230, 230);
    bar(200, 80, 260, 400, 20); /* U whose pen leaves less paper than ink */
    bar(290, 80, 350, 400, 20);
    bar(200, 340, 350, 400, 20);
    read_sheet();
    CHECK_INT(paper.light_on_dark, 0);
    CHECK_INT(paper.n, 1);
    check_box(0, 200, 80, 350, 400);

    sheet(225, 225);
    bar(60, 60, 160, 210, 20); /* a phone */
    letter_l(300, 200, 40);
    read_sheet();
    check_one("a thing on the sheet");
}

/* Printed lines through the letter, aslant with soft edges, and how they lie is told. */
static void check_printed_lines(void) {
    for (int columns = 0; columns < 2; columns++) {
        const int length = columns ? H : W, across = columns ? W : H;
        sheet(225, 225);
        for (int k = 20; k + 40 < across; k += 37) {
            for (int a = 0; a < length; a++) {
                const int at = 20 * k + a; /* in twentieths: a slope of 0.05, two pixels thick */
                for (int b = at / 20; b <= at / 20 + 2; b++) {
                    const int covered = b == at / 20       ? 20 - at % 20
                                        : b == at / 20 + 1 ? 20
                                                           : at % 20;
                    set(columns ? b : a, columns ? a : b, 225 - 75 * covered / 20);
                }
            }
        }
        letter_l(300, 200, 20);
        read_sheet();
        check_one(columns ? "printed columns" : "printed lines");
        CHECK_NEAR(paper.skew, columns ? -0.05 : 0.05, 0.01);
    }
    /* A pencil as faint as the lines is not cut where they cross. */
    sheet(225, 225);
    for (int y = 20; y < H; y += 37) bar(0, y, W, y + 3, 130);
    letter_l(300, 200, 130);
    read_sheet();
    check_one("faint ink");
    size_t width, height, inked = 0;
    hwr_paper_raster(&paper, 0, raster, &width, &height);
    for (size_t y = 0; y < height; y++) {
        int ink = 0;
        for (size_t x = 0; x < width; x++) ink |= raster[4 * (y * width + x)] < 128;
        inked += (size_t)ink;
    }
    CHECK_NEAR(inked, 80, 2);
}

/* Pieces: bars over each other, corners that touch, what is too small, grain of a table. */
static void check_pieces(void) {
    sheet(230, 230);
    for (int i = 0; i < 3; i++) bar(300, 200 + 16 * i, 350, 208 + 16 * i, 40);
    read_sheet();
    CHECK_INT(paper.n, 1);
    check_box(0, 300, 200, 350, 240);

    sheet(230, 230);
    letter_l(300, 200, 40);
    for (int i = 0; i < 4; i++) bar(60 + 130 * i, 400, 66 + 130 * i, 418, 40); /* dashes */
    read_sheet();
    check_one("dashes");

    sheet(225, 225);
    bar(0, 0, 120, H, 50);
    for (int i = 0; i < 4; i++) bar(40, 40 + 100 * i, 50, 100 + 100 * i, 12); /* large as letters */
    letter_l(300, 200, 40);
    read_sheet();
    check_one("grain");

    /* A short stem and its dot far up, beside letters that are as tall as both; and alone. */
    for (int alone = 0; alone < 2; alone++) {
        sheet(230, 230);
        if (!alone) letter_l(200, 200, 40);
        bar(300, 250, 308, 280, 40);
        bar(310, 198 - 10 * alone, 322, 207 - 10 * alone, 40);
        if (!alone) letter_l(380, 200, 40);
        read_sheet();
        CHECK_INT(paper.n, alone ? 1 : 3);
        check_box(alone ? 0 : 1, 300, 198 - 10 * alone, 322, 280);
    }

    enum { SMALL = 150 };
    static uint8_t memory[1 << 20];
    memset(rgba, 255, 4 * SMALL * SMALL);
    for (int i = 0; i < 60; i++) memset(rgba + 4 * ((40 + i) * SMALL + 40 + i), 20, 3);
    CHECK(hwr_paper_memory(SMALL, SMALL) <= sizeof memory);
    CHECK_INT(hwr_paper_read(&paper, memory, sizeof memory, rgba, SMALL, SMALL), HWR_OK);
    CHECK_INT(paper.n, 1);
    check_box(0, 40, 40, 100, 100);
}

/* A faint letter where little light is left, and one on paper with much noise. */
static void check_light(void) {
    uint32_t state = 7;
    sheet(240, 10);
    for (int k = 0; k < 2; k++) {
        const int left = k ? 568 : 560, right = k ? 610 : 568;
        for (int x = left; x < right; x++) {
            const int light = 240 - 230 * x / W;
            bar(x, k ? 272 : 200, x + 1, 280, light * 11 / 20);
        }
    }
    read_sheet();
    CHECK_INT(paper.n, 1);
    check_box(0, 560, 200, 610, 280);

    sheet(200, 200);
    letter_l(300, 200, 40);
    for (int i = 0; i < PIXELS; i++) {
        state = state * 1664525 + 1013904223;
        const int noise = (int)(state >> 24) * 90 / 255 - 45;
        set(i % W, i / W, rgba[4 * i] + noise < 0 ? 0 : rgba[4 * i] + noise);
    }
    read_sheet();
    check_one("noise");
}

/* A photograph larger than what is worked on: boxes are in its own pixels. */
static void check_large(void) {
    enum { WIDE = 2000, HIGH = 1500 };
    static uint8_t large[4 * WIDE * HIGH], memory[9 << 20];
    memset(large, 230, sizeof large);
    for (int i = 0; i < WIDE * HIGH; i++) large[4 * i + 3] = 255;
    for (int y = 600; y < 900; y++)
        for (int x = 900; x < 1100; x++)
            if (x < 930 || y >= 870) memset(large + 4 * (y * WIDE + x), 40, 3);
    CHECK(hwr_paper_memory(WIDE, HIGH) <= sizeof memory);
    CHECK_INT(hwr_paper_read(&paper, memory, sizeof memory, large, WIDE, HIGH), HWR_OK);
    CHECK_INT(paper.n, 1);
    check_box(0, 900, 600, 1100, 900);
}

static void check_lines(void) {
    sheet(240, 150);
    letter_l(60, 60, 40);
    letter_e(150, 60, 40);
    letter_i(240, 60, 40);
    letter_l(400, 60, 40); /* after a space */
    letter_e(100, 220, 40);
    letter_l(200, 220, 40);
    read_sheet();
    CHECK_INT(paper.n, 6);
    check_box(0, 60, 60, 110, 140);
    check_box(1, 150, 60, 200, 140);
    check_box(2, 240, 60, 249, 140);
    check_box(4, 100, 220, 150, 300);
    CHECK_INT(paper.n_lines, 2);
    CHECK_INT(paper.n_words, 3);
    static const int lines[] = {0, 0, 0, 0, 1, 1}, words[] = {0, 0, 0, 1, 2, 2};
    for (size_t i = 0; i < paper.n && i < 6; i++) {
        CHECK_INT(paper.letters[i].line, lines[i]);
        CHECK_INT(paper.letters[i].word, words[i]);
    }
}

/* Letters that touch, beside letters that do not; an H is not cut. */
static void check_touching(void) {
    sheet(230, 230);
    for (int i = 0; i < 4; i++) letter_l(40 + 90 * i, 60, 40);
    bar(400, 60, 408, 140, 40); /* H, wide */
    bar(502, 60, 510, 140, 40);
    bar(400, 96, 510, 104, 40);
    for (int i = 0; i < 2; i++) { /* L and L */
        bar(100 + 70 * i, 220, 108 + 70 * i, 300, 40);
        bar(100 + 70 * i, 292, 170 + 70 * i, 300, 40);
    }
    read_sheet();
    CHECK_INT(paper.n, 7);
    check_box(4, 400, 60, 510, 140);
    if (paper.n != 7) return;
    CHECK_NEAR(paper.letters[5].right, 170, 6);
    CHECK_NEAR(paper.letters[6].left, 170, 6);
    size_t width, height;
    hwr_paper_raster(&paper, 6, raster, &width, &height);
    CHECK_NEAR(width, 70 + 16, 6); /* of the second alone */
    /* An m among small letters and tall ones. */
    sheet(230, 230);
    for (int i = 0; i < 2; i++) letter_l(40 + 90 * i, 60, 40);
    for (int i = 0; i < 3; i++) {
        bar(40 + 60 * i, 220, 46 + 60 * i, 260, 40);
        bar(40 + 60 * i, 254, 70 + 60 * i, 260, 40);
        bar(300 + 33 * i, 220, 306 + 33 * i, 260, 40);
    }
    bar(300, 220, 372, 226, 40);
    read_sheet();
    CHECK_INT(paper.n, 6);
    /* A pair alone has nothing to be measured against. */
    sheet(230, 230);
    bar(100, 220, 108, 300, 40);
    bar(170, 220, 178, 300, 40);
    bar(100, 292, 240, 300, 40);
    read_sheet();
    CHECK_INT(paper.n, 1);
}

/* What the core is given: black on white, the letter alone, a margin around. */
static void check_raster(void) {
    size_t width, height;
    sheet(240, 80);
    letter_l(300, 200, 30);
    letter_i(370, 200, 30);
    read_sheet();
    CHECK_INT(paper.n, 2);
    if (paper.n != 2) return;
    hwr_paper_raster(&paper, 0, raster, &width, &height);
    CHECK(width <= HWR_PAPER_RASTER_SIDE && height <= HWR_PAPER_RASTER_SIDE);
    CHECK_NEAR(width, 50 + 16, 3);
    CHECK_NEAR(height, 80 + 16, 3);
    size_t ink = 0;
    for (size_t i = 0; i < width * height; i++) {
        const uint8_t *p = raster + 4 * i;
        const int margin =
            i / width < 5 || i / width + 5 >= height || i % width < 5 || i % width + 5 >= width;
        CHECK(p[0] == p[1] && p[1] == p[2] && p[3] == 255 && (!margin || p[0] == 255));
        ink += p[0] < 128;
    }
    CHECK_NEAR(ink, 8 * 80 + 42 * 8, 160);
    /* A large letter is brought down. */
    sheet(230, 230);
    bar(200, 40, 220, 440, 40);
    bar(200, 420, 480, 440, 40);
    read_sheet();
    CHECK_INT(paper.n, 1);
    hwr_paper_raster(&paper, 0, raster, &width, &height);
    CHECK_INT(height, HWR_PAPER_RASTER_SIDE);
    CHECK_NEAR(width, 112 * 280 / 400 + 16, 2);
}

static void check_findings(void) {
    sheet(220, 60);
    read_sheet();
    CHECK_INT(paper.finding, HWR_PAPER_EVEN);
    CHECK_INT(paper.n, 0);
    sheet(230, 230);
    for (int i = 0; i < 8; i++) bar(100 + 20 * i, 200, 103 + 20 * i, 207, 30);
    read_sheet();
    CHECK_INT(paper.finding, HWR_PAPER_SMALL);
    for (int i = 0; i < HWR_PAPER_FINDINGS; i++) {
        CHECK(hwr_paper_finding_name((hwr_paper_finding)i)[0] != '\0');
        CHECK(hwr_paper_finding_text((hwr_paper_finding)i)[0] != '\0');
    }
    CHECK(strcmp(hwr_paper_finding_name(HWR_PAPER_FINDINGS), "unknown") == 0);
    CHECK(strcmp(hwr_paper_finding_text(HWR_PAPER_FINDINGS), "unknown finding") == 0);
    /* A checkerboard of pixels. */
    for (int i = 0; i < PIXELS; i++)
        set(i % W, i / W, (i % W + i / W) % 4 == 0 && i / W % 4 == 0 ? 0 : 255);
    read_sheet();
    CHECK(paper.finding != HWR_PAPER_FOUND || paper.n <= HWR_PAPER_LETTERS);
}

/* Odd sizes: no pixel outside is read, and what comes out is inside. */
static void check_sizes(void) {
    static const size_t sizes[][2] = {{1, 1},   {1, 300}, {300, 1},   {2, 2},
                                      {28, 28}, {7, 5},   {16384, 2}, {3, 16384}};
    static uint8_t memory[8 << 20];
    CHECK_INT(hwr_paper_memory(0, 5), 0);
    CHECK_INT(hwr_paper_memory(5, 16385), 0);
    CHECK_INT(hwr_paper_read(&paper, memory, sizeof memory, rgba, 0, 5), HWR_ERR_ARGUMENT);
    CHECK_INT(hwr_paper_read(&paper, memory, sizeof memory, rgba, 5, 16385), HWR_ERR_TOO_LARGE);
    CHECK_INT(hwr_paper_read(&paper, memory, hwr_paper_memory(9, 9) - 1, rgba, 9, 9),
              HWR_ERR_MEMORY);
    CHECK(hwr_paper_memory(16384, 16384) <= 12 << 20);
    CHECK(hwr_paper_memory(4000, 3000) <= 9 << 20);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        const size_t w = sizes[k][0], h = sizes[k][1];
        memset(rgba, 255, 4 * w * h);
        memset(rgba + 4 * (w * h / 2), 0, 3);
        CHECK_INT(hwr_paper_read(&paper, memory, sizeof memory, rgba, w, h), HWR_OK);
        for (size_t i = 0; i < paper.n; i++) {
            size_t width, height;
            hwr_paper_raster(&paper, i, raster, &width, &height);
            CHECK(width <= HWR_PAPER_RASTER_SIDE && height <= HWR_PAPER_RASTER_SIDE);
            CHECK(paper.letters[i].right <= (float)w + 1 &&
                  paper.letters[i].bottom <= (float)h + 1);
        }
    }
}

/* Transparent pictures, dark ink and light. */
static void check_alpha(void) {
    for (int light = 0; light < 2; light++) {
        memset(rgba, 0, sizeof rgba);
        letter_l(300, 200, light ? 255 : 20);
        for (int y = 200; y < 280; y++)
            for (int x = 300; x < 350; x++)
                if (x < 308 || y >= 272) rgba[4 * (y * W + x) + 3] = 255;
        read_sheet();
        check_one(light ? "light on nothing" : "dark on nothing");
        CHECK_INT(paper.light_on_dark, light);
    }
}

int main(void) {
    check_surroundings();
    check_dotted();
    check_wide();
    check_printed_lines();
    check_pieces();
    check_light();
    check_large();
    check_lines();
    check_touching();
    check_raster();
    check_findings();
    check_sizes();
    check_alpha();
    return check_done("paper");
}
