/* layout.h - letters side by side in lines, to be painted as a sheet by photo.h. */
#ifndef TESTS_LAYOUT_H
#define TESTS_LAYOUT_H

#include "io/strokes.h"
#include "photos/photo.h"

enum { LAYOUT_WIDTH = 1600, LAYOUT_HEIGHT = 1200, LAYOUT_MOST = 30 };

/* One sheet: letters[i] shows sample which[i] of the set. */
typedef struct photo_layout {
    size_t n, which[LAYOUT_MOST];
    photo_letter letters[LAYOUT_MOST];
    int meets[LAYOUT_MOST]; /* its ink touches the next one's */
    float size;             /* of the letters, about */
} photo_layout;

photo_letter photo_letter_of(const tool_strokes *set, size_t i);

/* Lines of 1..8 letters of one size, with spaces between letters and words: 3 to 30 of them, of
 * samples whose group (set->n) is not negative. touching: the share of letters whose ink meets that
 * of the letter before. */
void photo_lay_out(photo_layout *out, const tool_strokes *set, const int *group, float touching,
                   hwr_rng *rng);

#endif
