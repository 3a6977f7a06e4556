/* cmd_read.c - letters read: pen strokes of whole words in, readings out. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "io/hand.h"
#include "io/language.h"
#include "io/strokes.h"
#include "options.h"
#include "words/reader.h"
#include "words/score.h"

typedef struct read_options {
    const char *weights, *hand, *strokes, *language, *before;
    long limit;
    int lines, summary, json;
} read_options;

/* What words are read with. */
typedef struct reader {
    tool_hand hand; /* or its model alone */
    tool_language language;
    int has_hand, has_language;
    void *memory;
    hwr_readings *readings;
} reader;

/* The strokes of one drawing, or of one word of its line. */
typedef struct drawn {
    const float *xy;
    const uint32_t *lengths;
    size_t n;
} drawn;

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
    "the first. --lines takes each drawing for a line of words, cuts it at its wide gaps, and "
    "prints\n"
    "{\"word\", \"best\", \"words\"}: best with spaces, and of each word {\"best\", "
    "\"readings\"}.\n"
    "A language is a file of tools/words/make_language.mjs, or en, de or none."};

static int parse(read_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--strokes", "FILE", "Quick, Draw! ndjson, plain or .gz", &o->strokes),
        TOOL_OPT_TEXT("--weights", "FILE", "an integer model (weights/letters.hwr)", &o->weights),
        TOOL_OPT_TEXT("--hand", "FILE.hand", "what \"letters hand\" was taught", &o->hand),
        TOOL_OPT_TEXT("--language", "L", "en, de, none, or a file (en: weights/en.hwl)",
                      &o->language),
        TOOL_OPT_TEXT("--before", "TEXT",
                      "stands before each word, which goes on with its last word", &o->before),
        TOOL_OPT_INT("--limit", "N", "only the first N words", &o->limit, 1, 1 << 30),
        TOOL_OPT_FLAG("--lines", "drawings are lines of several words", &o->lines),
        TOOL_OPT_FLAG("--summary", "compare with \"word\"; one JSON object", &o->summary),
        TOOL_OPT_FLAG("--json", "JSON, which is the default here", &o->json),
    };
    return tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
}

static int open_reader(reader *r, const read_options *o, tool_error *error) {
    const char *file = tool_language_file(o->language);
    r->has_hand = o->hand != NULL;
    r->has_language = strcmp(o->language, "none") != 0;
    if (r->has_language && tool_language_open(&r->language, file, error) != 0) return -1;
    const int failed = r->has_hand
                           ? tool_hand_open(&r->hand, o->weights, o->hand, error)
                           : tool_model_open(&r->hand.model, o->weights, TOOL_MODEL_REMEDY, error);
    if (failed) {
        if (r->has_language) tool_language_close(&r->language);
        return -1;
    }
    r->memory = tool_alloc(HWR_WORD_MEMORY, 1);
    r->readings = tool_alloc(1, sizeof *r->readings);
    return 0;
}

static void close_reader(reader *r) {
    if (r->has_hand)
        tool_hand_close(&r->hand);
    else
        tool_model_close(&r->hand.model);
    if (r->has_language) tool_language_close(&r->language);
    free(r->memory);
    free(r->readings);
}

/* place (or NULL) says where in the drawing each of the word's strokes stands. */
static json_t *reading_json(const hwr_reading *reading, const uint16_t *place) {
    char text[HWR_WORD_STROKES * HWR_LABEL_BYTES + 1] = "";
    json_t *letters = json_array();
    for (int i = 0; i < reading->n; i++) {
        const hwr_word_letter *letter = &reading->letters[i];
        json_t *strokes = json_array();
        for (int k = 0; k < letter->n_strokes; k++)
            json_array_append_new(
                strokes, json_integer(place ? place[letter->strokes[k]] : letter->strokes[k]));
        json_array_append_new(letters,
                              json_pack("{s:s, s:f, s:o}", "text", letter->text, "probability",
                                        (double)letter->probability, "strokes", strokes));
        strcat(text, letter->text);
    }
    return json_pack("{s:s, s:f, s:o}", "text", text, "probability", (double)reading->probability,
                     "letters", letters);
}

/* {"best", "readings"} */
static json_t *readings_json(const hwr_readings *readings, const uint16_t *place) {
    json_t *all = json_array();
    for (int r = 0; r < readings->n; r++)
        json_array_append_new(all, reading_json(&readings->best[r], place));
    json_t *best = readings->n > 0 ? json_incref(json_object_get(json_array_get(all, 0), "text"))
                                   : json_null();
    return json_pack("{s:o, s:o}", "best", best, "readings", all);
}

/* Takes answer. */
static void print_answer(const char *word, json_t *answer) {
    json_t *object = json_pack("{s:o}", "word", word[0] ? json_string(word) : json_null());
    json_object_update(object, answer);
    json_decref(answer);
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

/* The word's beginning that a text ends with. */
static const char *begun(const char *text) {
    const char *space = strrchr(text, ' ');
    return space ? space + 1 : text;
}

static int read_word(reader *r, const read_options *o, size_t i, drawn word, tool_error *error) {
    const hwr_word_reader with = {.memory = r->memory,
                                  .memory_length = HWR_WORD_MEMORY,
                                  .model = &r->hand.model.model,
                                  .language = r->has_language ? &r->language.language : NULL,
                                  .before = begun(o->before),
                                  .hand = r->has_hand ? &r->hand.hand : NULL};
    const hwr_status status =
        hwr_word_reader_read(r->readings, &with, word.xy, word.lengths, word.n);
    if (status == HWR_ERR_TOO_LARGE)
        return tool_fail(error, "%s: word %zu: more than %d strokes or %d points; %s", o->strokes,
                         i + 1, HWR_WORD_STROKES, HWR_WORD_POINTS,
                         o->lines ? "leave wider gaps between words" : "a line is one word");
    if (status != HWR_OK && status != HWR_EMPTY)
        return tool_fail(error, "%s: word %zu: %s", o->strokes, i + 1, hwr_status_string(status));
    return 0;
}

/* Word w of a line, its points one after the other; place gets its strokes' places among those
 * of the line that have points. */
static drawn gather(float *xy, uint32_t *lengths, uint16_t *place, const drawn *line,
                    const uint16_t *word_of, size_t w) {
    drawn word = {xy, lengths, 0};
    const float *from = line->xy;
    uint16_t with_points = 0;
    for (size_t s = 0; s < line->n; from += 2 * (size_t)line->lengths[s++]) {
        if (line->lengths[s] == 0) continue;
        if (word_of[s] == w) {
            memcpy(xy, from, 2 * (size_t)line->lengths[s] * sizeof *xy);
            xy += 2 * (size_t)line->lengths[s];
            place[word.n] = with_points;
            lengths[word.n++] = line->lengths[s];
        }
        with_points++;
    }
    return word;
}

/* {"best", "words"}, or NULL with *error set. */
static json_t *read_line(reader *r, const read_options *o, size_t i, drawn line,
                         tool_error *error) {
    uint16_t word_of[HWR_LINE_STROKES], place[HWR_LINE_STROKES];
    uint32_t lengths[HWR_LINE_STROKES];
    size_t points = 0, n_words = 0;
    const hwr_status status = hwr_words_split(word_of, &n_words, line.xy, line.lengths, line.n);
    if (status != HWR_OK && status != HWR_EMPTY) {
        tool_fail(error, "%s: line %zu: %s (%d strokes at most)", o->strokes, i + 1,
                  hwr_status_string(status), HWR_LINE_STROKES);
        return NULL;
    }
    for (size_t s = 0; s < line.n; s++) points += line.lengths[s];
    float *xy = tool_alloc(2 * points + 1, sizeof *xy);
    json_t *words = json_array();
    char *text = tool_alloc(n_words + 1, HWR_WORD_STROKES * HWR_LABEL_BYTES + 1);
    int failed = 0;
    for (size_t w = 0; !failed && w < n_words; w++) {
        const drawn word = gather(xy, lengths, place, &line, word_of, w);
        failed = read_word(r, o, i, word, error) != 0;
        if (failed) break;
        json_t *answer = readings_json(r->readings, place);
        if (w > 0) strcat(text, " ");
        strcat(text, json_string_value(json_object_get(answer, "best")));
        json_array_append_new(words, answer);
    }
    json_t *best = n_words > 0 ? json_string(text) : json_null();
    free(xy);
    free(text);
    json_t *answer = json_pack("{s:o, s:o}", "best", best, "words", words);
    if (!failed) return answer;
    json_decref(answer);
    return NULL;
}

static int read_all(reader *r, const read_options *o, const tool_strokes *set, tool_error *error) {
    const size_t n = (size_t)o->limit < set->n ? (size_t)o->limit : set->n;
    tool_word_score score = {.n = 0};
    for (size_t i = 0; i < n; i++) {
        const size_t first = set->first_stroke[i];
        const drawn all = {set->xy + 2 * set->first_point[i], set->lengths + first,
                           set->first_stroke[i + 1] - first};
        if (o->lines) {
            json_t *answer = read_line(r, o, i, all, error);
            if (!answer) return -1;
            print_answer(set->words[i], answer);
            continue;
        }
        if (read_word(r, o, i, all, error) != 0) return -1;
        if (o->summary && !set->words[i][0])
            return tool_fail(error, "%s: word %zu has no \"word\" to compare with", o->strokes,
                             i + 1);
        tool_word_score_add(&score, set, i, r->readings);
        if (!o->summary) print_answer(set->words[i], readings_json(r->readings, NULL));
    }
    if (o->summary) print_summary(&score);
    return 0;
}

int cmd_read(int argc, char **argv) {
    read_options o = {
        .weights = "weights/letters.hwr", .language = "en", .before = "", .limit = 1 << 30};
    const int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    if (o.lines && o.summary)
        return tool_usage_error(&usage, "--summary counts words; leave --lines out");
    if (o.lines && o.before[0])
        return tool_usage_error(&usage, "--before is for words; leave --lines out");
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
