/* test_search.c - readings of lattices whose letters and scores the test makes up. */
#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"
#include "unit/words/language_data.h"
#include "words/fixes.h"
#include "words/geometry.h"
#include "words/search.h"

enum { ROOM = 4096, GRAMS = 200 };

static hwr_lattice lattice;
static hwr_labels labels;
static hwr_beam beams[HWR_WORD_STROKES + 1];
static hwr_readings readings;

static const hwr_word_scales scales = {1, 1, 1, 0.5, 0, 0.5, 0, 1, 1};

/* A group of n strokes from first on, on the line y = 100, with a top and a few letters. */
static void put(int first, int n, double score, double top, const char *letters,
                const float *probabilities) {
    hwr_group *g = &lattice.groups[first][n - 1];
    memset(g, 0, sizeof *g);
    g->possible = 1;
    g->score = score;
    g->outline = (hwr_outline){{first * 50.0, first * 50.0 + 40, top, 100}, 40, n};
    for (int i = 0; letters[i]; i++) {
        const char text[2] = {letters[i], 0};
        g->letters[hwr_labels_class_of(&labels, text)] = probabilities[i];
    }
}

static void start(int n) {
    hwr_labels_letters37(&labels);
    memset(&lattice, 0, sizeof lattice);
    lattice.n = n;
    lattice.box = (hwr_box){0, n * 50.0 - 10, 0, 100};
    lattice.height = 100;
    for (int i = 0; i < n; i++) lattice.strokes[i].order = n - 1 - i; /* right to left */
}

static const char *best(int r) {
    static char text[64];
    text[0] = '\0';
    for (int i = 0; i < readings.best[r].n; i++) strcat(text, readings.best[r].letters[i].text);
    return text;
}

static void search(const hwr_language *language) {
    hwr_word_search(&readings, beams, &lattice, &labels, language, NULL, &scales);
}

/* Two cuts: D, or I and O; the scores decide, and every reading's probability counts. */
static void test_cuts(void) {
    const float sure[] = {0.9f, 0.1f};
    for (int apart = 0; apart < 2; apart++) {
        start(2);
        put(0, 1, apart, 0, "I", sure);
        put(1, 1, apart, 0, "O", sure);
        put(0, 2, 1, 0, "DO", sure);
        search(NULL);
        CHECK(strcmp(best(0), apart ? "IO" : "D") == 0);
        CHECK_INT(readings.n, 3);
        double sum = 0;
        for (int r = 0; r < readings.n; r++) sum += (double)readings.best[r].probability;
        CHECK_NEAR(sum, 1, 1e-5);
        const hwr_word_letter *first = &readings.best[0].letters[0];
        CHECK_INT(first->n_strokes, apart ? 1 : 2);
        CHECK_INT(first->strokes[0], apart ? 1 : 0); /* as written */
        CHECK_NEAR(first->probability, 0.9, 1e-6);
    }
}

/* A language of these words, in memory of its own until the next is loaded. */
static void load(hwr_language *language, const listed_word *words, int n) {
    static uint8_t file[ROOM];
    static uint32_t memory[1 << 14];
    const size_t length = make_language(file, words, n, GRAMS);
    CHECK_INT(hwr_language_init(language, memory, sizeof memory, file, length), HWR_OK);
}

/* Letters that lie apart, all of one height: C, U or A, T. */
static void test_letters(void) {
    static const listed_word words[] = {{"cat", 0, 0}};
    static uint8_t work[HWR_WORD_MEMORY];
    static float p[3 * HWR_MAX_CLASSES];
    float boxes[12] = {0, 20, 40, 100, 50, 20, 90, 100, 100, 20, 140, 100};
    hwr_language language;
    load(&language, words, 1);
    start(0);
    const size_t n = (size_t)labels.n;
    memset(p, 0, sizeof p);
    p[hwr_labels_class_of(&labels, "C")] = p[2 * n + (size_t)hwr_labels_class_of(&labels, "T")] = 1;
    p[n + (size_t)hwr_labels_class_of(&labels, "U")] = 0.6f;
    p[n + (size_t)hwr_labels_class_of(&labels, "A")] = 0.4f;
    for (int known = 0; known < 2; known++) {
        CHECK_INT(hwr_word_read_letters(&readings, work, sizeof work, &labels,
                                        known ? &language : NULL, p, boxes, 3),
                  HWR_OK);
        CHECK(strcmp(best(0), known ? "CAT" : "CUT") == 0);
        CHECK_INT(readings.best[0].letters[2].strokes[0], 2);
    }
    const size_t all = sizeof work, many = HWR_WORD_STROKES + 1;
    CHECK_INT(hwr_word_read_letters(&readings, work, all, &labels, NULL, p, boxes, 0), HWR_EMPTY);
    CHECK_INT(hwr_word_read_letters(&readings, work, all, &labels, NULL, p, boxes, many),
              HWR_ERR_TOO_LARGE);
    CHECK_INT(hwr_word_read_letters(&readings, work, 9, &labels, NULL, p, boxes, 3),
              HWR_ERR_MEMORY);
    boxes[10] = boxes[8];
    CHECK_INT(hwr_word_read_letters(&readings, work, all, &labels, NULL, p, boxes, 3),
              HWR_ERR_ARGUMENT);
    p[1] = -1;
    CHECK_INT(hwr_word_read_letters(&readings, work, all, &labels, NULL, p, boxes, 3),
              HWR_ERR_NOT_FINITE);
}

/* Two cuts with one text are one reading, the better of them. */
static void test_same_text(void) {
    const float sure[] = {1};
    for (int better = 1; better <= 2; better++) {
        start(3);
        put(0, 1, 0, 0, "I", sure);
        put(1, 2, better == 1 ? 2 : 1, 0, "O", sure);
        put(0, 2, better == 2 ? 2 : 1, 0, "I", sure);
        put(2, 1, 0, 0, "O", sure);
        search(NULL);
        CHECK_INT(readings.n, 1);
        CHECK(strcmp(best(0), "IO") == 0);
        CHECK_INT(readings.best[0].letters[0].n_strokes, better);
    }
}

/* The network takes u for v; the language does not. */
static void test_language(void) {
    static const listed_word words[] = {{"cat", 0, 0}, {"cut", 0, 0}, {"kate", 1, 1}};
    const float doubt[] = {0.55f, 0.45f}, sure[] = {1};
    hwr_language language;
    load(&language, words, 3);
    start(3);
    put(0, 1, 0, 60, "C", sure);
    put(1, 1, 0, 60, "VU", doubt);
    put(2, 1, 0, 10, "t", sure);
    search(NULL);
    CHECK(strcmp(best(0), "cvt") == 0);
    CHECK(strcmp(best(1), "cut") == 0);
    search(&language);
    CHECK(strcmp(best(0), "cut") == 0);
    CHECK(readings.best[0].probability > 0.8f);
    put(1, 1, 0, 60, "V", sure); /* nothing else to read: no word is forced */
    search(&language);
    CHECK(strcmp(best(0), "cvt") == 0);
}

/* A letter that goes on with a word: of v and t only one makes it whole. */
static void test_before(void) {
    static const listed_word words[] = {{"cat", 0, 0}, {"cave", 9, 0}, {"viv", 1, 0}};
    const float doubt[] = {0.55f, 0.45f}, sure[] = {1};
    hwr_language language;
    load(&language, words, 3);
    start(1);
    put(0, 1, 0, 10, "Vt", doubt);
    const struct {
        const char *before, *text;
    } cases[] = {{NULL, "v"}, {"", "v"}, {"ca", "t"}, {"CA", "t"}, {"vi", "v"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hwr_word_search(&readings, beams, &lattice, &labels, &language, cases[i].before, &scales);
        CHECK(strcmp(best(0), cases[i].text) == 0);
        if (check_failed) printf("%s\n", best(0));
    }
    put(0, 1, 0, 60, "V", sure); /* nothing else to read: no word is forced */
    hwr_word_search(&readings, beams, &lattice, &labels, &language, "ca", &scales);
    CHECK(strcmp(best(0), "v") == 0);
}

/* The same letters, tall or not: C has one class for both of its cases. */
static void test_case(void) {
    const float sure[] = {1};
    static const struct {
        double first, second;
        const char *text;
    } cases[] = {{50, 50, "co"}, {0, 50, "Co"}, {0, 0, "CO"}};
    for (int i = 0; i < 3; i++) {
        start(4);
        put(0, 1, 0, cases[i].first, "C", sure);
        put(1, 1, 0, cases[i].second, "O", sure);
        put(2, 1, 0, 0, i == 2 ? "H" : "h", sure);
        put(3, 1, 0, cases[i].second, "O", sure);
        search(NULL);
        CHECK(strncmp(best(0), cases[i].text, 2) == 0);
        if (check_failed) printf("%s\n", best(0));
    }
}

/* Strokes 0 and 1 may be "D" or "IO"; 2 and 3 are "M", whatever their order of writing. */
static void put_three(void) {
    const float sure[] = {0.9f, 0.1f};
    start(4);
    put(0, 1, 0, 0, "I", sure);
    put(1, 1, 0, 0, "OQ", sure);
    put(0, 2, 1, 0, "DO", sure);
    put(2, 1, -9, 0, "I", sure);
    put(3, 1, -9, 0, "I", sure);
    put(2, 2, 0, 0, "M", sure);
}

/* Strokes are given as written, which is from right to left here. */
static const char *read_fixed(const hwr_word_fix *fixes, size_t n) {
    put_three();
    hwr_lattice_fix(&lattice, fixes, n);
    search(NULL);
    return best(0);
}

static void test_fixes(void) {
    static const struct {
        hwr_word_fix fixes[2];
        const char *text;
    } cases[] = {{{{.n_strokes = 0}}, "DM"},
                 {{{2, {2, 3}, 1, ""}}, "IOM"},   /* apart */
                 {{{1, {3}, 0, ""}}, "IOM"},      /* a letter by itself */
                 {{{1, {2}, 0, "Q"}}, "IQM"},     /* another letter */
                 {{{2, {3, 2}, 0, "ch"}}, "chm"}, /* one that the model does not have */
                 {{{2, {3, 2}, 0, ""}, {1, {2}, 0, "Q"}}, "DM"},    /* the earlier one holds */
                 {{{2, {3, 2}, 0, "O"}, {2, {2, 3}, 1, ""}}, "OM"}, /* the same */
                 {{{2, {3, 2}, 1, ""}, {2, {2, 3}, 0, ""}}, "IOM"}, /* the same */
                 {{{2, {1, 3}, 0, "W"}, {1, {7}, 0, "W"}}, "DM"},   /* no neighbours; not there */
                 {{{1, {3}, 1, ""}, {9, {0}, 0, ""}}, "DM"}};       /* one stroke; too many */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = read_fixed(cases[i].fixes, 2);
        CHECK(strcmp(text, cases[i].text) == 0);
        if (check_failed) printf("%zu: %s\n", i, text);
        double sum = 0;
        for (int r = 0; r < readings.n; r++) sum += (double)readings.best[r].probability;
        CHECK_NEAR(sum, 1, 1e-5);
    }
}

/* A corrected letter is in the case it was given, and speaks for a word in capitals. */
static void test_fixed_case(void) {
    const float sure[] = {1};
    for (int capital = 0; capital < 2; capital++) {
        const hwr_word_fix fix = {1, {0}, 0, {capital ? 'S' : 's'}}; /* the last one, as written */
        start(3);
        put(0, 1, 0, 45, "C", sure);
        put(1, 1, 0, 45, "O", sure);
        put(2, 1, 0, 45, "X", sure);
        hwr_lattice_fix(&lattice, &fix, 1);
        search(NULL);
        CHECK(strcmp(best(0), capital ? "COS" : "cos") == 0);
        if (check_failed) printf("%s\n", best(0));
        CHECK(readings.best[0].letters[2].probability < 0.1f); /* the network's, not the writer's */
    }
}

static void test_lines(void) {
    const hwr_glyph *glyphs[4] = {hwr_glyph_of("d"), hwr_glyph_of("o"), hwr_glyph_of("g"),
                                  hwr_glyph_of("7")};
    hwr_outline outlines[4];
    const hwr_box word = {0, 200, -20, 80};
    CHECK(glyphs[3] == NULL && hwr_glyph_of("ch") == NULL);
    for (int i = 0; i < 3; i++) { /* a line that rises by 0.05, x-height 30 */
        const double x = i * 60 + 20, base = 60 - 0.05 * (x - 100);
        outlines[i] = (hwr_outline){{x - 20, x + 20, base - 30 * (double)glyphs[i]->mean[0],
                                     base - 30 * (double)glyphs[i]->mean[1]},
                                    30,
                                    1};
    }
    outlines[3] = (hwr_outline){{180, 200, -500, 500}, 1000, 1}; /* not known: does not matter */
    const hwr_lines lines = hwr_lines_fit(glyphs, outlines, 4, &word, 100);
    CHECK_NEAR(lines.base, 60, 1);
    CHECK_NEAR(lines.slope, -0.05, 0.025);
    CHECK_NEAR(lines.x_height, 30, 1);
    const double right = hwr_lines_rate(glyphs, outlines, 4, &word, 100).lines;
    glyphs[2] = hwr_glyph_of("q");
    glyphs[0] = hwr_glyph_of("a");
    CHECK(right > hwr_lines_rate(glyphs, outlines, 4, &word, 100).lines + 2);
}

int main(void) {
    test_cuts();
    test_letters();
    test_same_text();
    test_language();
    test_before();
    test_case();
    test_fixes();
    test_fixed_case();
    test_lines();
    return check_done("search");
}
