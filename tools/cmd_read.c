/* cmd_read.c - letters read: pen strokes of whole words in, readings out. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "io/language.h"
#include "io/model.h"
#include "io/strokes.h"
#include "options.h"
#include "words/score.h"

typedef struct read_options {
    const char *weights, *strokes, *language;
    long limit;
    int summary, json;
} read_options;

/* What words are read with. */
typedef struct reader {
    tool_model model;
    tool_language language;
    int has_language;
    void *memory;
    hwr_readings *readings;
} reader;

static const tool_usage usage = {
    "read", "Reads words of separated letters from pen strokes; a line of the file is a word.",
    "Prints one JSON line a word: {\"word\", \"best\", \"readings\"}, the most probable reading\n"
    "first, each {\"text\", \"probability\", \"letters\"} with every letter's strokes, counted "
    "from\n"
    "0 among those with points; best is null if nothing is drawn. --summary prints {\"n\",\n"
    "\"segmentation\", \"characters\", \"words_folded\", \"words\", \"case\"} instead, against "
    "each\n"
    "line's \"word\": letters cut right (where the line has \"letters\", else null), 1 - edit\n"
    "distance / length, words right but for the case and with it, and the second of those over\n"
    "the first. A language is a file of tools/words/make_language.mjs, or en, de or none."};

static int parse(read_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--strokes", "FILE", "Quick, Draw! ndjson, plain or .gz", &o->strokes),
        TOOL_OPT_TEXT("--weights", "FILE", "an integer model (weights/letters.hwr)", &o->weights),
        TOOL_OPT_TEXT("--language", "L", "en, de, none, or a file (en: weights/en.hwl)", &o->language),
        TOOL_OPT_INT("--limit", "N", "only the first N words", &o->limit, 1, 1 << 30),
        TOOL_OPT_FLAG("--summary", "compare with \"word\"; one JSON object", &o->summary),
        TOOL_OPT_FLAG("--json", "JSON, which is the default here", &o->json),
    };
    return tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
}

static int open_reader(reader *r, const read_options *o, tool_error *error) {
    const char *file = strcmp(o->language, "en") == 0   ? "weights/en.hwl"
                       : strcmp(o->language, "de") == 0 ? "weights/de.hwl"
                                                        : o->language;
    if (tool_model_open(&r->model, o->weights, TOOL_MODEL_REMEDY, error) != 0) return -1;
    r->has_language = strcmp(o->language, "none") != 0;
    if (r->has_language && tool_language_open(&r->language, file, error) != 0) {
        tool_model_close(&r->model);
        return -1;
    }
    r->memory = tool_alloc(HWR_WORD_MEMORY, 1);
    r->readings = tool_alloc(1, sizeof *r->readings);
    return 0;
}

static void close_reader(reader *r) {
    tool_model_close(&r->model);
    if (r->has_language) tool_language_close(&r->language);
    free(r->memory);
    free(r->readings);
}

static json_t *reading_json(const hwr_reading *reading) {
    char text[HWR_WORD_STROKES * HWR_LABEL_BYTES + 1] = "";
    json_t *letters = json_array();
    for (int i = 0; i < reading->n; i++) {
        const hwr_word_letter *letter = &reading->letters[i];
        json_t *strokes = json_array();
        for (int k = 0; k < letter->n_strokes; k++)
            json_array_append_new(strokes, json_integer(letter->strokes[k]));
        json_array_append_new(letters,
                              json_pack("{s:s, s:f, s:o}", "text", letter->text, "probability",
                                        (double)letter->probability, "strokes", strokes));
        strcat(text, letter->text);
    }
    return json_pack("{s:s, s:f, s:o}", "text", text, "probability", (double)reading->probability,
                     "letters", letters);
}

static void print_word(const char *word, const hwr_readings *readings) {
    json_t *all = json_array();
    for (int r = 0; r < readings->n; r++)
        json_array_append_new(all, reading_json(&readings->best[r]));
    json_t *best = readings->n > 0 ? json_incref(json_object_get(json_array_get(all, 0), "text"))
                                   : json_null();
    json_t *object = json_pack("{s:o, s:o, s:o}", "word", word[0] ? json_string(word) : json_null(),
                               "best", best, "readings", all);
    json_dumpf(object, stdout, JSON_REAL_PRECISION(9)); /* all bits of a float */
    putchar('\n');
    json_decref(object);
}

static void print_summary(const tool_word_score *s) {
    json_t *cut = s->letters ? json_real(tool_share(s->cut, s->letters)) : json_null();
    const size_t right = s->characters > s->edits ? s->characters - s->edits : 0;
    json_t *object = json_pack("{s:I, s:o, s:f, s:f, s:f, s:f}", "n", (json_int_t)s->n,
                               "segmentation", cut, "characters", tool_share(right, s->characters),
                               "words_folded", tool_share(s->folded, s->n), "words",
                               tool_share(s->exact, s->n), "case", tool_share(s->exact, s->folded));
    json_dumpf(object, stdout, JSON_REAL_PRECISION(7));
    putchar('\n');
    json_decref(object);
}

static int read_all(reader *r, const read_options *o, const tool_strokes *set, tool_error *error) {
    const size_t n = (size_t)o->limit < set->n ? (size_t)o->limit : set->n;
    tool_word_score score = {.n = 0};
    for (size_t i = 0; i < n; i++) {
        const size_t first = set->first_stroke[i];
        const hwr_status status = hwr_word_read(
            r->readings, r->memory, HWR_WORD_MEMORY, &r->model.model,
            r->has_language ? &r->language.language : NULL, set->xy + 2 * set->first_point[i],
            set->lengths + first, set->first_stroke[i + 1] - first);
        if (status == HWR_ERR_TOO_LARGE)
            return tool_fail(error,
                             "%s: word %zu: more than %d strokes or %d points; a line is one word",
                             o->strokes, i + 1, HWR_WORD_STROKES, HWR_WORD_POINTS);
        if (status != HWR_OK && status != HWR_EMPTY)
            return tool_fail(error, "%s: word %zu: %s", o->strokes, i + 1,
                             hwr_status_string(status));
        if (o->summary && !set->words[i][0])
            return tool_fail(error, "%s: word %zu has no \"word\" to compare with", o->strokes,
                             i + 1);
        tool_word_score_add(&score, set, i, r->readings);
        if (!o->summary) print_word(set->words[i], r->readings);
    }
    if (o->summary) print_summary(&score);
    return 0;
}

int cmd_read(int argc, char **argv) {
    read_options o = {.weights = "weights/letters.hwr", .language = "en", .limit = 1 << 30};
    const int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    tool_strokes set = {.whole = 1};
    reader r;
    int status = tool_load_strokes(&set, o.strokes, &error);
    if (status == 0 && set.n == 0)
        status =
            tool_fail(&error, "%s: holds no words; one JSON object a line is needed", o.strokes);
    if (status == 0) status = open_reader(&r, &o, &error);
    if (status == 0) {
        status = read_all(&r, &o, &set, &error);
        close_reader(&r);
    }
    tool_strokes_free(&set);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
