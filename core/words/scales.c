/* The first five and the last by build/native/fit_words --part scales; those of the cases tried by
 * hand. All on the words of writers held out of words-train (--hold-out 5). */
#include "search.h"

const hwr_word_scales hwr_word_scales_read = {1.57, 1.16, 0.52, 0.5, 0.3, 0.8, 0.4, 1.2, 0.86};

const hwr_word_scales hwr_word_scales_alone = {1.57, 1.16, 0, 0.8, 0.3, 0.8, 0.4, 1.2, 0.86};
