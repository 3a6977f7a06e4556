/* score.h - readings of words counted against what was written. */
#ifndef TOOLS_WORDS_SCORE_H
#define TOOLS_WORDS_SCORE_H

#include "io/strokes.h"
#include "words/words.h"

typedef struct tool_word_score {
    size_t n;            /* words */
    size_t letters, cut; /* of words whose strokes say their letters; those with their strokes */
    size_t characters, edits; /* of the words; edit distance, cases folded */
    size_t folded, exact;     /* words right but for the cases, and with them */
} tool_word_score;

/* Counts word i of a set of whole lines. readings->n may be 0. */
void tool_word_score_add(tool_word_score *score, const tool_strokes *set, size_t i,
                         const hwr_readings *readings);

/* part / whole, 0 of nothing. */
double tool_share(size_t part, size_t whole);

#endif
