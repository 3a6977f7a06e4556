/* bench_words.c - what a language does to the words of photographs, as a table.
 *
 *     build/native/tests/bench_words --strokes unipen-test.ndjson.gz --texts words-test.ndjson.gz
 *         [--words N] [--language L] [--seed S]
 *
 * Each text's letters are put together from anyone's (--strokes), in the sizes that they have in
 * handwriting, and photographed in one of the conditions of photo.h. Of the words whose letters
 * were all found, how many letters are right, each by itself and as the language reads them; the
 * same of words of random letters, as codes are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/model.h"
#include "io/strokes.h"
#include "options.h"
#include "photos/photo.h"
#include "predict/photo.h"
#include "train/metrics.h"
#include "words/geometry.h"

enum { WIDTH = 1600, HEIGHT = 400, BASE = 240, X_HEIGHT = 60, MOST = 16 };

typedef struct bench {
    const char *strokes, *texts, *weights, *language;
    long words, seed;
    tool_strokes letters, lines;
    tool_model model;
    hwr_preprocess pre;
    uint8_t *rgba;
    void *memory;
    hwr_paper paper;
} bench;

/* Letters: all, right by itself and in its word, with the case not counted and counted. */
typedef struct tally {
    long words, found, n, alone, read, alone_case, read_case;
} tally;

static int same_letter(const char *a, const char *b) {
    char other[HWR_LABEL_BYTES];
    return strcmp(a, b) == 0 || (hwr_label_other_case(other, a) && strcmp(other, b) == 0);
}

/* Anyone's drawing of a letter, as tall as the letter stands in handwriting; moves *x behind it. */
static photo_letter place(const bench *b, char letter, float *x, hwr_rng *rng) {
    const char text[] = {letter, '\0'};
    const hwr_glyph *glyph = hwr_glyph_of(text);
    size_t which;
    do which = hwr_rng_below(rng, (uint32_t)b->letters.n);
    while (strcmp(b->letters.words[which], text) != 0);
    const size_t stroke = b->letters.first_stroke[which], point = b->letters.first_point[which];
    photo_letter l = {b->letters.xy + 2 * point,
                      b->letters.lengths + stroke,
                      b->letters.first_stroke[which + 1] - stroke,
                      0,
                      0,
                      0,
                      0};
    float low[2] = {1e9f, 1e9f}, high[2] = {-1e9f, -1e9f};
    for (size_t i = 0; i < 2 * (b->letters.first_point[which + 1] - point); i++) {
        low[i % 2] = l.xy[i] < low[i % 2] ? l.xy[i] : low[i % 2];
        high[i % 2] = l.xy[i] > high[i % 2] ? l.xy[i] : high[i % 2];
    }
    const float top = X_HEIGHT * glyph->mean[0], tall = top - X_HEIGHT * glyph->mean[1];
    const float w = high[0] - low[0], h = high[1] - low[1];
    const float shape = h > w / 3 ? w / h : 3, wide = tall * shape, side = shape > 1 ? wide : tall;
    l.left = *x + wide / 2 - side / 2;
    l.top = BASE - top + tall / 2 - side / 2;
    l.right = l.left + side;
    l.bottom = l.top + side;
    *x += wide + X_HEIGHT * hwr_rng_range(rng, .3f, .6f);
    return l;
}

/* The probabilities (n, classes) of the letters found. */
static float *ask(bench *b) {
    static uint8_t raster[HWR_PAPER_RASTER];
    const size_t classes = (size_t)b->model.model.labels.n;
    float *p = tool_alloc(b->paper.n * classes + 1, sizeof *p);
    for (size_t i = 0; i < b->paper.n; i++) {
        size_t w, h;
        int32_t logits[HWR_MAX_CLASSES];
        hwr_paper_raster(&b->paper, i, raster, &w, &h);
        if (hwr_preprocess_pixels(&b->pre, raster, w, h) != HWR_OK) continue;
        hwr_model_run(&b->model.model, logits, b->pre.image);
        hwr_model_probabilities(&b->model.model, p + i * classes, logits);
    }
    return p;
}

static int one_word(bench *b, tally *t, const char *text, hwr_rng *rng, tool_error *error) {
    photo_letter letters[MOST];
    photo_box boxes[MOST];
    photo_scene scene;
    const size_t n = strlen(text);
    const hwr_labels *labels = &b->model.model.labels;
    float x = 200;
    for (size_t i = 0; i < n; i++) letters[i] = place(b, text[i], &x, rng);
    photo_scene_make(&scene, (photo_condition)hwr_rng_below(rng, PHOTO_CONDITIONS), WIDTH, HEIGHT,
                     2 * X_HEIGHT, rng);
    photo_paint(b->rgba, boxes, &scene, letters, n, rng);
    if (hwr_paper_read(&b->paper, b->memory, hwr_paper_memory(WIDTH, HEIGHT), b->rgba, WIDTH,
                       HEIGHT) != HWR_OK)
        return tool_fail(error, "no memory");
    t->words++;
    if (b->paper.n != n) return 0;
    t->found++;
    tool_photo_text read[MOST] = {0};
    const tool_photo photo = {.n = n, .places = b->paper.letters};
    float *p = ask(b);
    const tool_photo_letters found = {labels, p, NULL};
    const int status = tool_photo_read_words(read, &photo, &found, b->language, error);
    for (size_t i = 0; i < n; i++) {
        const char truth[] = {text[i], '\0'};
        const char *alone = labels->text[hwr_argmax(p + i * (size_t)labels->n, labels->n)];
        t->n++;
        t->alone += same_letter(alone, truth);
        t->alone_case += strcmp(alone, truth) == 0;
        t->read += same_letter(read[i].text, truth);
        t->read_case += strcmp(read[i].text, truth) == 0;
    }
    free(p);
    return status;
}

static double percent(long part, long whole) {
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

/* n words of the texts, or as long ones of random letters. */
static int row(bench *b, const char *name, int random, tool_error *error) {
    tally t = {0};
    for (long i = 0; t.words < b->words; i++) {
        hwr_rng rng = hwr_rng_stream((uint64_t)b->seed, 80, (uint64_t)random, (uint64_t)i);
        char text[MOST];
        const char *word = b->lines.words[hwr_rng_below(&rng, (uint32_t)b->lines.n)];
        const size_t n = strlen(word);
        if (n < 2 || n >= MOST) continue;
        strcpy(text, word);
        for (size_t k = 0; random && k < n; k++) text[k] = (char)('a' + hwr_rng_below(&rng, 26));
        if (one_word(b, &t, text, &rng, error) != 0) return -1;
    }
    printf("| %s | %ld | %.1f | %ld | %.1f | %.1f | %.1f | %.1f |\n", name, t.words,
           percent(t.found, t.words), t.n, percent(t.alone, t.n), percent(t.read, t.n),
           percent(t.alone_case, t.n), percent(t.read_case, t.n));
    fflush(stdout);
    return 0;
}

int main(int argc, char **argv) {
    static bench b = {.weights = "weights/letters.hwr", .language = "en", .words = 500, .seed = 1};
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--strokes", "FILE", "letters, Quick, Draw! ndjson", &b.strokes),
        TOOL_OPT_NEEDED("--texts", "FILE", "words, whose \"word\" is written", &b.texts),
        TOOL_OPT_TEXT("--weights", "FILE", ".hwr (weights/letters.hwr)", &b.weights),
        TOOL_OPT_TEXT("--language", "L", "en, de or a language's file (en)", &b.language),
        TOOL_OPT_INT("--words", "N", "words a row (500)", &b.words, 1, 100000),
        TOOL_OPT_INT("--seed", "S", "of all random numbers (1)", &b.seed, 0, 1 << 30),
    };
    static const tool_usage usage = {"bench_words", "How well words on photographs are read.",
                                     NULL};
    const int code =
        tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    b.lines.whole = 1;
    if (tool_load_strokes(&b.letters, b.strokes, &error) != 0 ||
        tool_load_strokes(&b.lines, b.texts, &error) != 0 ||
        tool_model_open(&b.model, b.weights, TOOL_MODEL_REMEDY, &error) != 0)
        return tool_report(error.text);
    b.rgba = tool_alloc((size_t)WIDTH * HEIGHT, 4);
    b.memory = tool_alloc(hwr_paper_memory(WIDTH, HEIGHT), 1);
    printf(
        "| words on photographs | n | letters all found, %% | letters of these | right alone, %% | "
        "in the word, %% | alone, with the case, %% | in the word, with the case, %% |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|\n");
    const int status = row(&b, "words", 0, &error) || row(&b, "random letters", 1, &error);
    free(b.memory);
    free(b.rgba);
    tool_model_close(&b.model);
    tool_strokes_free(&b.lines);
    tool_strokes_free(&b.letters);
    return status ? tool_report(error.text) : TOOL_OK;
}
