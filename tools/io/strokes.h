/* strokes.h - pen strokes from ndjson in the shape of Quick, Draw!: one object a line,
 *
 *     {"word": "a", "drawing": [[[x0, x1, ...], [y0, y1, ...]], ...]}
 *
 * With "letters", the place in "word" of the letter that each stroke belongs to, a line is a word
 * of several letters, and each is read by itself unless the set is to hold whole lines. "writer"
 * may say whose hand it is. A stroke may carry a third array (times), which is not used. "word"
 * says what is drawn, in any alphabet, and may be left out. Blank lines and other keys are skipped.
 * Files are read line by line, so that what is held is the points, 8 bytes each, and one line.
 */
#ifndef TOOLS_STROKES_IO_H
#define TOOLS_STROKES_IO_H

#include <stdint.h>

#include "reader.h"

/* The longest line, which is one letter; the most points of a set. */
enum { TOOL_MAX_LINE = 1 << 20, TOOL_MAX_POINTS = 32000000 };

/* n letters. Letter i is strokes first_stroke[i] .. first_stroke[i+1]-1 and points
 * first_point[i] .. first_point[i+1]-1, ready for hwr_preprocess_strokes. */
typedef struct tool_strokes {
    float *xy;            /* (points, 2), |value| < 1e6 */
    uint32_t *lengths;    /* (strokes) points in each */
    int whole;            /* set by the caller while empty: a line of several letters stays one */
    int16_t *letter_of;   /* (strokes) of a whole set: "letters", -1 where the line has none */
    size_t *first_point;  /* (n + 1) */
    size_t *first_stroke; /* (n + 1) */
    char **words;         /* (n) UTF-8, "" where the line has no "word" */
    uint32_t *writers;    /* (n) FNV-1a of "writer", 0 where the line has none */
    size_t n;
    size_t xy_capacity, lengths_capacity, letter_of_capacity, n_capacity;
} tool_strokes;

/* Appends the letters of a file of at most TOOL_MAX_STROKES bytes, packed or not. On failure (file,
 * line, what, remedy in error) set is as it was. A zeroed struct is an empty set. */
int tool_load_strokes(tool_strokes *set, const char *path, tool_error *error);

/* The same from length bytes of text; path is for the messages. */
int tool_parse_strokes(tool_strokes *set, const char *text, size_t length, const char *path,
                       tool_error *error);

/* Leaves only those letters whose kept (n) is not 0; the set is not one of whole lines. */
void tool_strokes_keep(tool_strokes *set, const uint8_t *kept);

void tool_strokes_free(tool_strokes *set);

#endif
