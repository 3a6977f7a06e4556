/* fit_scales.h - how much the parts of a reading weigh against each other. */
#ifndef TOOLS_WORDS_FIT_SCALES_H
#define TOOLS_WORDS_FIT_SCALES_H

#include "words/corpus.h"
#include "words/search.h"

/* Coordinate search from *scales, on the words held out. The loss of a word is minus the logarithm
 * of its right reading's probability, and 1 more where only the case is wrong. language may be
 * NULL. Progress on stderr. */
void tool_fit_scales(hwr_word_scales *scales, const tool_corpus *corpus, const tool_strokes *set,
                     hwr_model *model, const hwr_language *language);

#endif
