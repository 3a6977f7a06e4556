/* strokes.c - see strokes.h. */
#include "strokes.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is being read, for messages. */
typedef struct place {
    const char *path;
    size_t line;
    tool_error *error;
} place;

void tool_strokes_free(tool_strokes *set) {
    free(set->xy);
    free(set->lengths);
    free(set->letter_of);
    free(set->first_point);
    free(set->first_stroke);
    for (size_t i = 0; i < set->n; i++) free(set->words[i]);
    free(set->words);
    free(set->writers);
    memset(set, 0, sizeof *set);
}

/* Back to the first n letters. */
static void forget(tool_strokes *set, size_t n) {
    while (set->n > n) free(set->words[--set->n]);
}

void tool_strokes_keep(tool_strokes *set, const uint8_t *kept) {
    size_t n = 0, points = 0, strokes = 0;
    for (size_t i = 0; i < set->n; i++) {
        const size_t point = set->first_point[i], stroke = set->first_stroke[i];
        const size_t n_points = set->first_point[i + 1] - point;
        const size_t n_strokes = set->first_stroke[i + 1] - stroke;
        if (!kept[i]) {
            free(set->words[i]);
            continue;
        }
        if (n_points) memmove(set->xy + 2 * points, set->xy + 2 * point, 8 * n_points);
        if (n_strokes)
            memmove(set->lengths + strokes, set->lengths + stroke, n_strokes * sizeof(uint32_t));
        set->words[n] = set->words[i];
        set->writers[n] = set->writers[i];
        set->first_point[n] = points;
        set->first_stroke[n++] = strokes;
        points += n_points;
        strokes += n_strokes;
    }
    if (set->n > 0) {
        set->first_point[n] = points;
        set->first_stroke[n] = strokes;
    }
    set->n = n;
}

static void *grow(void *array, size_t *capacity, size_t needed, size_t size) {
    if (needed <= *capacity) return array;
    *capacity = needed > *capacity * 2 ? needed + 64 : *capacity * 2;
    return tool_realloc(array, *capacity, size);
}

static void grow_letters(tool_strokes *set, size_t needed) {
    size_t capacity = set->n_capacity;
    if (needed < capacity) return;
    int fresh = capacity == 0;
    set->words = grow(set->words, &set->n_capacity, needed + 1, sizeof *set->words);
    set->writers = tool_realloc(set->writers, set->n_capacity, sizeof *set->writers);
    set->first_point = tool_realloc(set->first_point, set->n_capacity, sizeof(size_t));
    set->first_stroke = tool_realloc(set->first_stroke, set->n_capacity, sizeof(size_t));
    if (fresh) set->first_point[0] = set->first_stroke[0] = 0;
}

static int add_stroke(tool_strokes *set, const json_t *stroke, size_t index, size_t *points,
                      size_t *strokes, const place *at) {
    const json_t *x = json_array_get(stroke, 0), *y = json_array_get(stroke, 1);
    size_t n = json_array_size(x);
    if (!json_is_array(x) || !json_is_array(y) || json_array_size(stroke) > 3 ||
        json_array_size(y) != n) {
        return tool_fail(
            at->error,
            "%s: line %zu: stroke %zu is not a pair of equally long arrays [x...], [y...]",
            at->path, at->line, index);
    }
    if (*points + n > TOOL_MAX_POINTS) {
        return tool_fail(at->error, "%s: line %zu: more than %d million points; split the file",
                         at->path, at->line, TOOL_MAX_POINTS / 1000000);
    }
    set->xy = grow(set->xy, &set->xy_capacity, 2 * (*points + n), sizeof(float));
    for (size_t i = 0; i < n; i++) {
        const json_t *px = json_array_get(x, i), *py = json_array_get(y, i);
        double vx = json_number_value(px), vy = json_number_value(py);
        if (!json_is_number(px) || !json_is_number(py) || !(fabs(vx) < 1e6 && fabs(vy) < 1e6)) {
            return tool_fail(
                at->error, "%s: line %zu: stroke %zu, point %zu is not a pair of numbers below 1e6",
                at->path, at->line, index, i);
        }
        set->xy[2 * (*points + i)] = (float)vx;
        set->xy[2 * (*points + i) + 1] = (float)vy;
    }
    set->lengths = grow(set->lengths, &set->lengths_capacity, *strokes + 1, sizeof(uint32_t));
    set->lengths[(*strokes)++] = (uint32_t)n;
    *points += n;
    return 0;
}

/* The text of "word", "" where there is none, NULL where it is something else. */
static const char *word_of(const json_t *object) {
    const json_t *word = json_object_get(object, "word");
    return !word || json_is_null(word) ? "" : json_string_value(word);
}

static uint32_t writer_of(const json_t *object) {
    const char *writer = json_string_value(json_object_get(object, "writer"));
    uint32_t hash = 0x811c9dc5u;
    if (!writer) return 0;
    for (; *writer; writer++) hash = (hash ^ (uint8_t)*writer) * 0x01000193u;
    return hash;
}

/* Which letter of the word each stroke belongs to; NULL where the line is one letter. */
static const json_t *letters_of(const json_t *object) {
    return json_object_get(object, "letters");
}

/* One letter: all strokes of the drawing, or, of a word, those of its letter-th one. */
static int add_strokes(tool_strokes *set, const json_t *object, size_t letter, const place *at) {
    const json_t *drawing = json_object_get(object, "drawing");
    const json_t *letters = set->whole ? NULL : letters_of(object);
    grow_letters(set, set->n + 1);
    size_t points = set->first_point[set->n], strokes = set->first_stroke[set->n];
    for (size_t i = 0; i < json_array_size(drawing); i++) {
        const json_t *stroke = json_array_get(drawing, i);
        if (letters && (size_t)json_integer_value(json_array_get(letters, i)) != letter) continue;
        if (add_stroke(set, stroke, i, &points, &strokes, at) != 0) return -1;
    }
    set->writers[set->n] = writer_of(object);
    set->first_point[set->n + 1] = points;
    set->first_stroke[set->n + 1] = strokes;
    return 0;
}

static void add_word(tool_strokes *set, const char *text, size_t length) {
    char *copy = tool_alloc(length + 1, 1);
    memcpy(copy, text, length);
    set->words[set->n++] = copy;
}

/* Bytes of the character at text (checked UTF-8). */
static size_t character(const char *text) {
    size_t n = 1;
    while (((unsigned char)text[n] & 0xc0) == 0x80) n++;
    return n;
}

/* Letters of a word whose strokes say which of them they belong to. */
static int check_letters(const json_t *object, const char *word, const place *at) {
    const json_t *letters = letters_of(object);
    const size_t n = json_array_size(letters);
    size_t count = 0, i = 0;
    for (const char *c = word; *c && count < INT16_MAX; c += character(c)) count++;
    for (; i < n; i++) {
        const json_t *which = json_array_get(letters, i);
        if (!json_is_integer(which) || json_integer_value(which) < 0 ||
            (size_t)json_integer_value(which) >= count)
            break;
    }
    if (!json_is_array(letters) || i < n ||
        n != json_array_size(json_object_get(object, "drawing")))
        return tool_fail(at->error,
                         "%s: line %zu: \"letters\" is not the place in \"word\" of each stroke's "
                         "letter, from 0",
                         at->path, at->line);
    return 0;
}

/* Each letter of a word by itself. */
static int add_letters(tool_strokes *set, const json_t *object, const char *word, const place *at) {
    if (check_letters(object, word, at) != 0) return -1;
    for (size_t letter = 0; *word; letter++, word += character(word)) {
        if (add_strokes(set, object, letter, at) != 0) return -1;
        if (set->first_stroke[set->n + 1] == set->first_stroke[set->n]) continue; /* none of it */
        add_word(set, word, character(word));
    }
    return 0;
}

/* A whole line, with the letter that each stroke belongs to. */
static int add_whole(tool_strokes *set, const json_t *object, const char *word, const place *at) {
    const json_t *letters = letters_of(object);
    if (letters && check_letters(object, word, at) != 0) return -1;
    if (add_strokes(set, object, 0, at) != 0) return -1;
    const size_t first = set->first_stroke[set->n], end = set->first_stroke[set->n + 1];
    set->letter_of = grow(set->letter_of, &set->letter_of_capacity, end, sizeof *set->letter_of);
    for (size_t s = first; s < end; s++)
        set->letter_of[s] =
            letters ? (int16_t)json_integer_value(json_array_get(letters, s - first)) : -1;
    add_word(set, word, strlen(word));
    return 0;
}

static int add_line_of(tool_strokes *set, const json_t *object, const place *at) {
    const char *word = word_of(object);
    if (!word) {
        return tool_fail(at->error, "%s: line %zu: \"word\" is not text", at->path, at->line);
    }
    if (!json_is_array(json_object_get(object, "drawing"))) {
        return tool_fail(at->error,
                         "%s: line %zu: no array \"drawing\"; Quick, Draw! ndjson is needed here",
                         at->path, at->line);
    }
    if (set->whole) return add_whole(set, object, word, at);
    if (letters_of(object)) return add_letters(set, object, word, at);
    if (add_strokes(set, object, 0, at) != 0) return -1;
    add_word(set, word, strlen(word));
    return 0;
}

static int is_blank(const char *line, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') return 0;
    }
    return 1;
}

static int add_line(tool_strokes *set, const char *line, size_t length, const place *at) {
    json_error_t why;
    if (is_blank(line, length)) return 0;
    if (length > TOOL_MAX_LINE) {
        return tool_fail(at->error, "%s: line %zu: longer than %d KiB, the most of one letter",
                         at->path, at->line, TOOL_MAX_LINE >> 10);
    }
    json_t *object = json_loadb(line, length, 0, &why);
    if (!object) {
        return tool_fail(at->error, "%s: line %zu, column %d: not JSON: %s", at->path, at->line,
                         why.column, why.text);
    }
    int status = add_line_of(set, object, at);
    json_decref(object);
    return status;
}

/* Adds the whole lines of text, and the rest where it is the file's last; *used is how much of
 * text that was. */
static int add_lines(tool_strokes *set, const char *text, size_t length, int last, size_t *used,
                     place *at) {
    int status = 0;
    *used = 0;
    while (*used < length && status == 0) {
        const char *line = text + *used, *newline = memchr(line, '\n', length - *used);
        size_t end = newline ? (size_t)(newline - line) : length - *used;
        if (!newline && !last && end <= TOOL_MAX_LINE) break;
        at->line++;
        status = add_line(set, line, end, at);
        *used += end + (newline != NULL);
    }
    return status;
}

int tool_parse_strokes(tool_strokes *set, const char *text, size_t length, const char *path,
                       tool_error *error) {
    place at = {path, 0, error};
    size_t before = set->n, used;
    int status = add_lines(set, text, length, 1, &used, &at);
    if (status != 0) forget(set, before);
    return status;
}

int tool_load_strokes(tool_strokes *set, const char *path, tool_error *error) {
    tool_reader *reader = tool_reader_open(path, TOOL_MAX_STROKES, error);
    if (!reader) return -1;
    place at = {path, 0, error};
    const size_t room = TOOL_MAX_LINE + 1; /* one byte shows that a line is too long */
    char *text = tool_alloc(room, 1);
    size_t before = set->n, held = 0, got, used;
    int status;
    do {
        status = tool_reader_next(reader, text + held, room - held, &got, error);
        held += got;
        if (status == 0) status = add_lines(set, text, held, got == 0, &used, &at);
        if (status == 0) memmove(text, text + used, held -= used);
    } while (status == 0 && got > 0);
    if (status != 0) forget(set, before);
    free(text);
    tool_reader_close(reader);
    return status;
}
