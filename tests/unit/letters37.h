/* letters37.h - the shipped alphabet, for tests. */
#ifndef TESTS_LETTERS37_H
#define TESTS_LETTERS37_H

#include "hwr.h"

enum { CLASSES = 37, FOLDED = 26 };

static inline const hwr_labels *letters37(void) {
    static hwr_labels labels;
    if (labels.n == 0) hwr_labels_letters37(&labels);
    return &labels;
}

#endif
