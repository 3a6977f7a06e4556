/* geometry.h - how tall and how wide letters are, above and below the line they stand on. */
#ifndef HWR_WORDS_GEOMETRY_H
#define HWR_WORDS_GEOMETRY_H

#include "lattice.h"

enum { HWR_GLYPHS = 52, HWR_GLYPH_SIZES = 4 };

/* A letter in one case: its top and bottom above the line that the word stands on, its width, and
 * the longer side of its smallest stroke, all in units of the x-height, as normal distributions;
 * and how often it is written with 1..4 strokes. */
typedef struct hwr_glyph {
    float mean[HWR_GLYPH_SIZES], deviation[HWR_GLYPH_SIZES];
    float strokes[HWR_WORD_GROUP];
} hwr_glyph;

/* A-Z, a-z; and any letter, in units of its word's height above the word's bottom. */
extern const hwr_glyph hwr_glyphs[HWR_GLYPHS], hwr_glyph_any;

/* The glyph of a letter as labels write it, NULL where nothing is known about it. */
const hwr_glyph *hwr_glyph_of(const char *text);

/* The line a word stands on, y = base + slope * x, x from the middle of the word, and the x-height
 * (> 0). */
typedef struct hwr_lines {
    double base, slope, x_height;
} hwr_lines;

/* The lines that n letters' outlines fit best if they are these glyphs (NULL: not known), by
 * weighted least squares. height is that of the word's box. */
hwr_lines hwr_lines_fit(const hwr_glyph *const *glyphs, const hwr_outline *outlines, int n,
                        const hwr_box *word, double height);

/* A letter's sizes, as a glyph has them, against the lines. */
void hwr_lines_measure(const hwr_lines *lines, const hwr_outline *outline, const hwr_box *word,
                       double sizes[HWR_GLYPH_SIZES]);

/* How much better outlines fit glyphs than they fit any letters: logarithms of the ratios of the
 * probabilities, of tops and bottoms, and of widths, smallest strokes and numbers of strokes. */
typedef struct hwr_fit {
    double lines, form;
} hwr_fit;

hwr_fit hwr_lines_rate(const hwr_glyph *const *glyphs, const hwr_outline *outlines, int n,
                       const hwr_box *word, double height);

#endif
