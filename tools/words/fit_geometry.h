/* fit_geometry.h - the sizes of letters from words whose letters are known. */
#ifndef TOOLS_WORDS_FIT_GEOMETRY_H
#define TOOLS_WORDS_FIT_GEOMETRY_H

#include "words/corpus.h"
#include "words/geometry.h"

/* Fits every word's lines to the glyphs and the glyphs to the words, in turn. Held-out words are
 * left out. A letter seen fewer than 5 times keeps the beginning's rough sizes. */
void tool_fit_geometry(hwr_glyph glyphs[HWR_GLYPHS], hwr_glyph *any, const tool_corpus *corpus);

#endif
