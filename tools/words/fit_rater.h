/* fit_rater.h - trains a rater so that of all cuts of a word the right one is the most probable. */
#ifndef TOOLS_WORDS_FIT_RATER_H
#define TOOLS_WORDS_FIT_RATER_H

#include "words/corpus.h"
#include "words/rater.h"

/* From the first n_features of a group; progress on stderr. The words held out are only counted. */
void tool_fit_rater(hwr_rater *rater, const tool_corpus *corpus, int n_features, long epochs);

#endif
