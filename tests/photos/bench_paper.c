/* bench_paper.c - how well letters are found and read on photographs, as a table.
 *
 *     build/native/tests/bench_paper --strokes unipen-test.ndjson.gz [--each N] [--sheets N]
 *         [--seed S] [--out DIR] [--unmarked]
 *
 * One letter: of --each photographs for each condition (photo.h), the share of what the same
 * strokes get as strokes. Sheets: how many of 3 to 30 letters are found (boxes overlapping by
 * half), how many boxes hold none, and how many letters were taken apart; once with letters apart,
 * once with some that touch. --out writes photographs to look at, every twentieth, as
 * PNG. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/clock.h"
#include "io/model.h"
#include "io/png.h"
#include "io/strokes.h"
#include "options.h"
#include "paper/paper.h"
#include "photos/layout.h"
#include "photos/photo.h"

enum { WIDTH = 1000, HEIGHT = 750 };

typedef struct bench {
    const char *strokes, *weights, *out;
    long each, sheets, seed, only;
    int unmarked;
    tool_strokes set;
    int *group; /* (set.n) of its letter, -1: the model does not know it */
    tool_model model;
    hwr_preprocess pre;
    uint8_t *rgba;
    void *memory;
    hwr_paper paper;
    double find_ms;
    long found;
} bench;

/* The group that the model answers with. */
static int answer(bench *b, const uint8_t *trace) {
    int32_t logits[HWR_MAX_CLASSES], trace_logits[HWR_MAX_CLASSES];
    float p[HWR_MAX_CLASSES], folded[HWR_MAX_CLASSES];
    hwr_model *m = &b->model.model;
    hwr_model_run(m, logits, b->pre.image);
    if (trace && m->n_trace_layers) {
        hwr_model_run_trace(m, trace_logits, trace);
        hwr_model_fuse(m, p, logits, trace_logits);
    } else {
        hwr_model_probabilities(m, p, logits);
    }
    hwr_fold_probabilities(&m->labels, folded, p);
    int best = 0;
    for (int i = 1; i < m->labels.n_groups; i++)
        if (folded[i] > folded[best]) best = i;
    return best;
}

static int group_of(const bench *b, size_t letter) {
    const int c = hwr_labels_class_of(&b->model.model.labels, b->set.words[letter]);
    return c < 0 ? -1 : b->model.model.labels.group[c];
}

static void find(bench *b, size_t width, size_t height) {
    const double start = tool_seconds();
    if (hwr_paper_read(&b->paper, b->memory, hwr_paper_memory(LAYOUT_WIDTH, LAYOUT_WIDTH), b->rgba,
                       width, height) != HWR_OK)
        exit(1);
    b->find_ms += 1000 * (tool_seconds() - start);
    b->found++;
}

static void save(const bench *b, size_t width, size_t height, const char *kind, int a, long i) {
    char path[512];
    tool_bytes png;
    tool_error error;
    uint8_t *rgb = tool_alloc(width * height, 3);
    for (size_t p = 0; p < width * height; p++) memcpy(rgb + 3 * p, b->rgba + 4 * p, 3);
    for (size_t k = 0; k < b->paper.n && !b->unmarked; k++) { /* the boxes found */
        const hwr_paper_letter *l = &b->paper.letters[k];
        for (size_t y = (size_t)l->top; y < (size_t)l->bottom && y < height; y++)
            for (size_t x = (size_t)l->left; x < (size_t)l->right && x < width; x++)
                if (y == (size_t)l->top || y + 1 >= (size_t)l->bottom || x == (size_t)l->left ||
                    x + 1 >= (size_t)l->right)
                    memcpy(rgb + 3 * (y * width + x), "\xff\x00\x80", 3);
    }
    snprintf(path, sizeof path, "%s/%s-%02d-%03ld.png", b->out, kind, a, i);
    if (tool_encode_png(&png, rgb, width, height, &error) == 0) {
        if (tool_write_file(path, png.data, png.length, &error) != 0) tool_report(error.text);
        free(png.data);
    }
    free(rgb);
}

/* ---- One letter ---- */

typedef struct tally {
    long n, direct, picture, today, now, one;
} tally;

/* The answer to what hwr_paper_read found, where that is one letter; else to the largest. */
static int read_photo(bench *b) {
    static uint8_t raster[HWR_PAPER_RASTER];
    size_t best = 0, w, h;
    float largest = 0;
    for (size_t i = 0; i < b->paper.n; i++) {
        const hwr_paper_letter *l = &b->paper.letters[i];
        const float area = (l->right - l->left) * (l->bottom - l->top);
        if (area > largest) {
            largest = area;
            best = i;
        }
    }
    if (!b->paper.n) return -1;
    hwr_paper_raster(&b->paper, best, raster, &w, &h);
    return hwr_preprocess_pixels(&b->pre, raster, w, h) == HWR_OK ? answer(b, NULL) : -1;
}

static void one_letter(bench *b, tally *t, photo_condition condition, long i) {
    hwr_rng rng = hwr_rng_stream((uint64_t)b->seed, 77, (uint64_t)condition, (uint64_t)i);
    size_t which;
    do which = hwr_rng_below(&rng, (uint32_t)b->set.n);
    while (b->group[which] < 0);
    const int truth = b->group[which];
    photo_letter letter = photo_letter_of(&b->set, which);
    photo_scene scene;
    photo_box box;
    uint8_t trace[HWR_TRACE_BYTES];
    if (hwr_preprocess_strokes(&b->pre, letter.xy, letter.lengths, letter.n_strokes,
                               &hwr_pen_default) != HWR_OK ||
        hwr_trace_strokes(trace, letter.xy, letter.lengths, letter.n_strokes) != HWR_OK)
        return;
    t->n++;
    t->direct += answer(b, trace) == truth;
    t->picture += answer(b, NULL) == truth;
    const float size = HEIGHT * hwr_rng_range(&rng, .2f, .7f);
    const float x = WIDTH * hwr_rng_range(&rng, .4f, .6f),
                y = HEIGHT * hwr_rng_range(&rng, .46f, .54f);
    letter.left = x - size / 2;
    letter.right = x + size / 2;
    letter.top = y - size / 2;
    letter.bottom = y + size / 2;
    photo_scene_make(&scene, condition, WIDTH, HEIGHT, size, &rng);
    photo_paint(b->rgba, &box, &scene, &letter, 1, &rng);
    if (hwr_preprocess_pixels(&b->pre, b->rgba, WIDTH, HEIGHT) == HWR_OK)
        t->today += answer(b, NULL) == truth;
    find(b, WIDTH, HEIGHT);
    const int right = read_photo(b) == truth;
    t->now += right;
    t->one += b->paper.n == 1;
    if (b->out && (i % 20 == 0 || !right || b->paper.n != 1))
        save(b, WIDTH, HEIGHT, right ? "right" : "wrong", (int)condition, i);
}

static double percent(long part, long whole) {
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void print_row(const char *name, const tally *t) {
    printf("| %s | %ld | %.1f | %.1f | %.1f | %.1f | %.1f |\n", name, t->n,
           percent(t->direct, t->n), percent(t->picture, t->n), percent(t->today, t->direct),
           percent(t->now, t->direct), percent(t->one, t->n));
    fflush(stdout);
}

static void print_letters(bench *b) {
    tally all = {0};
    printf("| one letter on a photograph | n | the strokes, %% | drawn clean, %% | before, %% of "
           "the strokes' | "
           "now, %% of the strokes' | one letter found, %% |\n|---|--:|--:|--:|--:|--:|--:|\n");
    for (int c = 0; c < PHOTO_CONDITIONS; c++) {
        tally t = {0};
        if (b->only >= 0 && c != b->only) continue;
        for (long i = 0; i < b->each; i++) one_letter(b, &t, (photo_condition)c, i);
        print_row(photo_condition_text((photo_condition)c), &t);
        all.n += t.n;
        all.direct += t.direct;
        all.picture += t.picture;
        all.today += t.today;
        all.now += t.now;
        all.one += t.one;
    }
    print_row("all", &all);
}

/* ---- Sheets ---- */

typedef struct sheet_tally {
    long sheets, letters, met, found, wrong, split, read, direct;
} sheet_tally;

static float overlap(const photo_box *a, const hwr_paper_letter *l) {
    const float left = a->left > l->left ? a->left : l->left,
                right = a->right < l->right ? a->right : l->right;
    const float top = a->top > l->top ? a->top : l->top,
                bottom = a->bottom < l->bottom ? a->bottom : l->bottom;
    if (right <= left || bottom <= top) return 0;
    const float both = (right - left) * (bottom - top);
    return both / ((a->right - a->left) * (a->bottom - a->top) +
                   (l->right - l->left) * (l->bottom - l->top) - both);
}

static int holds_middle(const photo_box *box, const hwr_paper_letter *l) {
    const float x = (l->left + l->right) / 2, y = (l->top + l->bottom) / 2;
    return x > box->left && x < box->right && y > box->top && y < box->bottom;
}

/* What the same letters get as strokes. */
static long read_strokes(bench *b, const photo_layout *sheet) {
    long right = 0;
    for (size_t k = 0; k < sheet->n; k++) {
        const photo_letter *l = &sheet->letters[k];
        uint8_t trace[HWR_TRACE_BYTES];
        if (hwr_preprocess_strokes(&b->pre, l->xy, l->lengths, l->n_strokes, &hwr_pen_default) ==
                HWR_OK &&
            hwr_trace_strokes(trace, l->xy, l->lengths, l->n_strokes) == HWR_OK)
            right += answer(b, trace) == b->group[sheet->which[k]];
    }
    return right;
}

static void one_sheet(bench *b, sheet_tally *t, float touching, long i) {
    static uint8_t raster[HWR_PAPER_RASTER];
    hwr_rng rng = hwr_rng_stream((uint64_t)b->seed, 78, touching > 0, (uint64_t)i);
    photo_layout sheet;
    photo_box boxes[LAYOUT_MOST];
    photo_scene scene;
    int taken[LAYOUT_MOST] = {0};
    photo_lay_out(&sheet, &b->set, b->group, touching, &rng);
    const photo_condition condition = (photo_condition)hwr_rng_below(&rng, PHOTO_CONDITIONS);
    photo_scene_make(&scene, condition, LAYOUT_WIDTH, LAYOUT_HEIGHT, sheet.size, &rng);
    photo_paint(b->rgba, boxes, &scene, sheet.letters, sheet.n, &rng);
    find(b, LAYOUT_WIDTH, LAYOUT_HEIGHT);
    t->sheets++;
    t->letters += (long)sheet.n;
    t->direct += read_strokes(b, &sheet);
    long missed = (long)sheet.n, wrong = 0;
    for (size_t j = 0; j < b->paper.n; j++) {
        int match = -1;
        for (size_t k = 0; k < sheet.n; k++)
            if (!taken[k] && overlap(&boxes[k], &b->paper.letters[j]) >= .5f) match = (int)k;
        wrong += match < 0;
        if (match < 0) continue;
        taken[match] = 1;
        missed--;
        size_t w, h;
        hwr_paper_raster(&b->paper, j, raster, &w, &h);
        if (hwr_preprocess_pixels(&b->pre, raster, w, h) == HWR_OK)
            t->read += answer(b, NULL) == b->group[sheet.which[match]];
    }
    for (size_t k = 0; k < sheet.n; k++) {
        size_t inside = 0;
        for (size_t j = 0; j < b->paper.n; j++)
            inside += holds_middle(&boxes[k], &b->paper.letters[j]);
        t->split += inside > 1;
        t->met += sheet.meets[k];
    }
    t->found += (long)sheet.n - missed;
    t->wrong += wrong;
    const char *kind = touching > 0 ? "touching" : missed || wrong ? "bad" : "sheet";
    if (b->out && (i % 20 == 0 || missed || wrong))
        save(b, LAYOUT_WIDTH, LAYOUT_HEIGHT, kind, (int)condition, i);
}

static void print_sheets(bench *b) {
    static const float touching[] = {0, .35f};
    printf("\n| sheets of letters | sheets | letters | touch the next | found, %% | false, %% | in "
           "pieces, %% | read, %% of the strokes' |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for (int k = 0; k < 2; k++) {
        sheet_tally t = {0};
        for (long i = 0; i < b->sheets; i++) one_sheet(b, &t, touching[k], i);
        printf("| %s | %ld | %ld | %ld | %.1f | %.1f | %.1f | %.1f |\n", k ? "some touch" : "apart",
               t.sheets, t.letters, t.met, percent(t.found, t.letters),
               percent(t.wrong, t.found + t.wrong), percent(t.split, t.letters),
               percent(t.read, t.direct));
        fflush(stdout);
    }
}

int main(int argc, char **argv) {
    static bench b = {
        .weights = "weights/letters.hwr", .each = 100, .sheets = 300, .seed = 1, .only = -1};
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--strokes", "FILE", "Quick, Draw! ndjson, plain or .gz", &b.strokes),
        TOOL_OPT_TEXT("--weights", "FILE", ".hwr (weights/letters.hwr)", &b.weights),
        TOOL_OPT_INT("--each", "N", "photographs a condition (100)", &b.each, 0, 100000),
        TOOL_OPT_INT("--sheets", "N", "sheets (300)", &b.sheets, 0, 100000),
        TOOL_OPT_INT("--seed", "S", "of all random numbers (1)", &b.seed, 0, 1 << 30),
        TOOL_OPT_INT("--only", "C", "one condition, by its number", &b.only, 0,
                     PHOTO_CONDITIONS - 1),
        TOOL_OPT_TEXT("--out", "DIR", "write photographs there, those read wrong among them",
                      &b.out),
        TOOL_OPT_FLAG("--unmarked", "with --out: without the boxes that were found", &b.unmarked),
    };
    static const tool_usage usage = {"bench_paper", "How well letters on photographs are read.",
                                     NULL};
    const int code =
        tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    if (tool_load_strokes(&b.set, b.strokes, &error) != 0 ||
        tool_model_open(&b.model, b.weights, TOOL_MODEL_REMEDY, &error) != 0)
        return tool_report(error.text);
    b.group = tool_alloc(b.set.n, sizeof *b.group);
    for (size_t i = 0; i < b.set.n; i++) b.group[i] = group_of(&b, i);
    b.rgba = tool_alloc((size_t)LAYOUT_WIDTH * LAYOUT_HEIGHT, 4);
    b.memory = tool_alloc(hwr_paper_memory(LAYOUT_WIDTH, LAYOUT_WIDTH), 1);
    if (b.each) print_letters(&b);
    if (b.sheets) print_sheets(&b);
    printf("\n%.1f ms a photograph\n", b.found ? b.find_ms / (double)b.found : 0);
    free(b.memory);
    free(b.group);
    free(b.rgba);
    tool_model_close(&b.model);
    tool_strokes_free(&b.set);
    return TOOL_OK;
}
