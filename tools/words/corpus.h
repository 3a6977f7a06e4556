/* corpus.h - words with known letters, as lattices: what the fitting of the reader works on.
 *
 * tools/words/ makes what core/words/ reads with: the language files, the raters' weights and the
 * letters' geometry, from words whose strokes say which letter they belong to. */
#ifndef TOOLS_WORDS_CORPUS_H
#define TOOLS_WORDS_CORPUS_H

#include "io/strokes.h"
#include "words/lattice.h"

/* One word. A group is named by its place, first * HWR_WORD_GROUP + n - 1. */
typedef struct tool_word {
    const char *text;
    size_t index;                           /* in the set */
    int late;                               /* its dots and bars at the end */
    int held_out;                           /* its writer is one of those not learned from */
    int n;                                  /* strokes */
    int n_letters;                          /* groups of the right cut */
    int right[HWR_WORD_STROKES];            /* the groups of the right cut, left to right */
    hwr_outline outlines[HWR_WORD_STROKES]; /* (n_letters) of the right groups */
    hwr_box box;                            /* of the word */
    float (*features)[HWR_GROUP_FEATURES];  /* (n * HWR_WORD_GROUP) */
    uint8_t possible[HWR_WORD_STROKES * HWR_WORD_GROUP];
} tool_word;

typedef struct tool_corpus {
    tool_word *words;
    size_t n;
} tool_corpus;

/* Words of a file of whole lines. A word with dots or bars is there
 * twice, with them at the end too. Those are left out whose right cut no lattice has. One writer of
 * `parts` is held out; 0 holds out nobody. */
void tool_corpus_build(tool_corpus *corpus, const tool_strokes *set, unsigned parts);

/* Asks the network about every group that the rater of shapes thinks likely, and that the reader
 * therefore would ask about; the others are no longer possible unless they are right. */
void tool_corpus_ask(tool_corpus *corpus, const tool_strokes *set, hwr_model *model);

void tool_corpus_free(tool_corpus *corpus);

#endif
