/* bench_hand.c - what learning a writer's hand is worth, for tests/bench/hand.mjs.
 *
 *     bench_hand --strokes unipen-test.ndjson.gz [--weights F.hwr] [--signs T.ndjson --further
 * F.ndjson]
 *
 * A simulation over every writer of at least --least letters, in shuffled orders. A letter is right
 * where its group is. Corrections come from the first fifth of a writer's letters, at most one
 * or two a letter, and the rest is judged; or from all of them, each judged before it may be
 * corrected; or one example of every letter is taught, as in practice, and the rest is judged.
 * With --signs, these drawings are taught as signs, and --further and all letters are judged.
 * Prints one JSON object. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "hand/hand.h"
#include "io/files.h"
#include "io/model.h"
#include "io/strokes.h"
#include "options.h"
#include "train/base/rng.h"
#include "train/metrics.h"

typedef struct bench_options {
    const char *weights, *strokes, *signs, *further;
    long seeds, least;
    int pictures;
} bench_options;

/* Letters as the networks see them. */
typedef struct seen {
    size_t n;
    hwr_hand_look *looks; /* (n) with the networks' own answer */
    uint32_t *writers;    /* (n) */
    int *classes;         /* (n) -1: none of the model's */
    char **words;         /* (n) owned by strokes */
    tool_strokes strokes;
} seen;

static uint8_t memory[HWR_HAND_MEMORY];
static hwr_hand hand;

static int look_at(seen *s, const char *path, tool_model *model, int pictures, tool_error *error) {
    static hwr_preprocess pre;
    uint8_t trace[HWR_TRACE_BYTES];
    float p[HWR_MAX_CLASSES];
    tool_strokes *set = &s->strokes;
    if (tool_load_strokes(set, path, error) != 0) return -1;
    s->looks = tool_alloc(set->n, sizeof *s->looks);
    s->writers = tool_alloc(set->n, sizeof *s->writers);
    s->classes = tool_alloc(set->n, sizeof *s->classes);
    s->words = tool_alloc(set->n, sizeof *s->words);
    for (size_t i = 0; i < set->n; i++) {
        const size_t first = set->first_stroke[i], n = set->first_stroke[i + 1] - first;
        const float *xy = set->xy + 2 * set->first_point[i];
        const uint32_t *lengths = set->lengths + first;
        if (hwr_preprocess_strokes(&pre, xy, lengths, n, &hwr_pen_default) != HWR_OK ||
            hwr_trace_strokes(trace, xy, lengths, n) != HWR_OK)
            continue;
        hwr_hand_look *look = &s->looks[s->n];
        hwr_hand_read(look, p, &model->model, pre.image, pictures ? NULL : trace);
        memcpy(look->probabilities, p, sizeof look->probabilities);
        s->writers[s->n] = set->writers[i];
        s->words[s->n] = set->words[i];
        s->classes[s->n++] = hwr_labels_class_of(&model->model.labels, set->words[i]);
    }
    return 0;
}

static void seen_free(seen *s) {
    free(s->looks);
    free(s->writers);
    free(s->classes);
    free(s->words);
    tool_strokes_free(&s->strokes);
}

/* The group that the hand reads a letter in. */
static int read_group(seen *s, size_t i) {
    float p[HWR_MAX_CLASSES], folded[HWR_MAX_CLASSES];
    memcpy(p, s->looks[i].probabilities, sizeof p);
    (void)hwr_hand_apply(&hand, p, &s->looks[i]);
    hwr_fold_probabilities(&hand.labels, folded, p);
    return hwr_argmax(folded, hand.labels.n_groups);
}

static void teach(seen *s, size_t i, int class_index) {
    (void)read_group(s, i);
    if (hwr_hand_teach(&hand, &s->looks[i], class_index, 0, NULL) == HWR_OK) return;
    hwr_hand_forget(&hand, 0); /* full: the oldest makes room */
    (void)!hwr_hand_teach(&hand, &s->looks[i], class_index, 0, NULL);
}

/* ---- Corrections ---------------------------------------------------------- */

typedef struct counts {
    double n, before, after, repaired, broken;
} counts;

static void count(counts *c, int wrong_before, int wrong_after) {
    c->n++;
    c->before += wrong_before;
    c->after += wrong_after;
    c->repaired += wrong_before && !wrong_after;
    c->broken += !wrong_before && wrong_after;
}

typedef enum protocol { AT_FIRST, GOING_ON, PRACTICE } protocol;

typedef struct way {
    const char *name;
    protocol protocol;
    int most; /* corrections of a class; 0: any number */
} way;

/* One writer's letters in one order. */
static void write_all(counts *c, seen *s, const uint32_t *order, size_t n, const uint8_t *wrong,
                      const way *w) {
    int taught[HWR_MAX_CLASSES] = {0};
    const size_t first = w->protocol == AT_FIRST ? n / 5 : 0;
    uint8_t *used = tool_alloc(n, 1);
    hwr_hand_forget_all(&hand);
    for (size_t k = 0; k < n && w->protocol == PRACTICE; k++) {
        const int class_index = s->classes[order[k]];
        if (taught[class_index]++ >= w->most) continue;
        teach(s, order[k], class_index);
        used[k] = 1;
    }
    for (size_t k = 0; k < n; k++) {
        const int class_index = s->classes[order[k]];
        const int now = read_group(s, order[k]) != hand.labels.group[class_index];
        if (k >= first && !used[k]) count(c, wrong[order[k]], now);
        if (!now || w->protocol == PRACTICE) continue;
        if (w->protocol == AT_FIRST && (k >= first || taught[class_index]++ >= w->most)) continue;
        teach(s, order[k], class_index);
    }
    free(used);
}

/* The letters of the writer that letter first is by; 0 where an earlier one is, too. */
static size_t of_writer(uint32_t *order, const seen *s, size_t first) {
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (s->writers[i] != s->writers[first] || s->classes[i] < 0) continue;
        if (i < first) return 0;
        order[n++] = (uint32_t)i;
    }
    return n;
}

static void simulate(seen *s, const way *w, const bench_options *o, const uint8_t *wrong,
                     int last) {
    uint32_t *order = tool_alloc(s->n, sizeof *order);
    size_t writers = 0;
    counts all = {0, 0, 0, 0, 0};
    double worst = -100;
    for (size_t first = 0; first < s->n; first++) {
        const size_t n = of_writer(order, s, first);
        if (n < (size_t)o->least) continue;
        counts own = {0, 0, 0, 0, 0};
        writers++;
        for (long seed = 1; seed <= o->seeds; seed++) {
            hwr_rng rng = hwr_rng_stream((uint64_t)seed, 7, s->writers[first], 0);
            hwr_rng_shuffle(&rng, order, n);
            write_all(&own, s, order, n, wrong, w);
        }
        const double worse = 100 * (own.after - own.before) / own.n;
        if (n >= 200 && worse > worst) worst = worse;
        all.n += own.n;
        all.before += own.before;
        all.after += own.after;
        all.repaired += own.repaired;
        all.broken += own.broken;
    }
    printf("{\"way\": \"%s\", \"writers\": %zu, \"letters\": %.0f, \"errors_before\": %.4f, "
           "\"errors\": %.4f, \"change\": %.4f, \"repaired\": %.5f, \"broken\": %.5f, "
           "\"worst_writer\": %.3f}%s",
           w->name, writers, all.n, all.before / all.n, all.after / all.n,
           all.after / all.before - 1, all.repaired / all.n, all.broken / all.n, worst,
           last ? "" : ",\n ");
    free(order);
}

/* ---- Signs ---------------------------------------------------------------- */

static int bench_signs(seen *letters, const bench_options *o, tool_model *model,
                       tool_error *error) {
    seen taught = {0}, further = {0};
    size_t right = 0, lost = 0;
    int status = look_at(&taught, o->signs, model, o->pictures, error);
    if (status == 0) status = look_at(&further, o->further, model, o->pictures, error);
    uint8_t *before = tool_alloc(letters->n, 1);
    hwr_hand_forget_all(&hand);
    for (size_t i = 0; i < letters->n; i++)
        before[i] = letters->classes[i] >= 0 &&
                    read_group(letters, i) == hand.labels.group[letters->classes[i]];
    for (size_t i = 0; status == 0 && i < taught.n; i++) {
        if (hwr_labels_find(&hand.labels, taught.words[i]) < 0 &&
            hwr_hand_add_sign(&hand, taught.words[i]) != HWR_OK)
            status = tool_fail(error, "%s: %s is no sign", o->signs, taught.words[i]);
        else
            teach(&taught, i, hwr_labels_find(&hand.labels, taught.words[i]));
    }
    for (size_t i = 0; i < further.n; i++) {
        const int sign = hwr_labels_find(&hand.labels, further.words[i]);
        right += sign >= 0 && read_group(&further, i) == hand.labels.group[sign];
    }
    for (size_t i = 0; i < letters->n; i++)
        lost += before[i] && read_group(letters, i) != hand.labels.group[letters->classes[i]];
    if (status == 0)
        printf(
            ",\n\"signs\": {\"signs\": %d, \"examples\": %zu, \"further\": %zu, \"right\": %.4f, "
            "\"letters_lost\": %.5f}",
            hand.labels.n - hand.n_model, taught.n, further.n, (double)right / (double)further.n,
            (double)lost / (double)letters->n);
    free(before);
    seen_free(&taught);
    seen_free(&further);
    return status;
}

/* ---- Time ------------------------------------------------------------------ */

/* Microseconds of answering with 200 examples beyond the networks', and of teaching. */
static void bench_time(seen *s) {
    enum { EXAMPLES = 200, ROUNDS = 20000 };
    float p[HWR_MAX_CLASSES];
    hwr_hand_forget_all(&hand);
    const double start = tool_seconds();
    size_t n = 0;
    for (; n < EXAMPLES && n < s->n; n++) teach(s, n, s->classes[n] < 0 ? 0 : s->classes[n]);
    const double taught = tool_seconds();
    for (size_t i = 0; i < ROUNDS; i++) {
        memcpy(p, s->looks[i % s->n].probabilities, sizeof p);
        (void)hwr_hand_apply(&hand, p, &s->looks[i % s->n]);
    }
    printf(",\n\"teach_us\": %.1f, \"apply_us\": %.2f, \"bytes\": %zu",
           1e6 * (taught - start) / (double)n, 1e6 * (tool_seconds() - taught) / ROUNDS,
           hwr_hand_file_length(&hand, -1));
}

static int parse(bench_options *o, int argc, char **argv) {
    static const tool_usage usage = {"bench_hand", "Simulates learning a writer's hand.", NULL};
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--strokes", "FILE", "letters that say their writers", &o->strokes),
        TOOL_OPT_TEXT("--weights", "FILE", "the model (weights/letters.hwr)", &o->weights),
        TOOL_OPT_INT("--seeds", "N", "orders of each writer's letters (5)", &o->seeds, 1, 1000),
        TOOL_OPT_INT("--least", "N", "letters of a writer (60)", &o->least, 1, 1 << 20),
        TOOL_OPT_FLAG("--pictures", "by pictures alone", &o->pictures),
        TOOL_OPT_TEXT("--signs", "FILE", "drawings of signs that are taught", &o->signs),
        TOOL_OPT_TEXT("--further", "FILE", "drawings of them that are judged", &o->further),
    };
    return tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
}

int main(int argc, char **argv) {
    static const way ways[] = {{"1 correction a letter", AT_FIRST, 1},
                               {"2 corrections a letter", AT_FIRST, 2},
                               {"corrections going on", GOING_ON, 0},
                               {"every letter practised once", PRACTICE, 1}};
    bench_options o = {.weights = "weights/letters.hwr", .seeds = 5, .least = 60};
    tool_error error;
    tool_model model;
    seen s = {0};
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    if (tool_model_open(&model, o.weights, TOOL_MODEL_REMEDY, &error) != 0)
        return tool_report(error.text);
    hwr_status init = hwr_hand_init(&hand, memory, sizeof memory, &model.model);
    int status = init == HWR_OK ? look_at(&s, o.strokes, &model, o.pictures, &error)
                                : tool_fail(&error, "%s: %s", o.weights, hwr_status_string(init));
    if (status != 0) return tool_report(error.text);
    uint8_t *wrong = tool_alloc(s.n, 1);
    for (size_t i = 0; i < s.n; i++)
        wrong[i] = s.classes[i] >= 0 && read_group(&s, i) != hand.labels.group[s.classes[i]];
    printf("{\"seeds\": %ld, \"ways\": [\n ", o.seeds);
    for (int i = 0; i < 4; i++) simulate(&s, &ways[i], &o, wrong, i == 3);
    printf("]");
    if (o.signs && o.further) status = bench_signs(&s, &o, &model, &error);
    bench_time(&s);
    printf("}\n");
    free(wrong);
    seen_free(&s);
    tool_model_close(&model);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
