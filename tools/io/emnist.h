/* emnist.h - the official EMNIST archive, as tools/fetch_emnist.sh leaves it: a directory of
 * emnist-<split>-{train,test}-{images-idx3,labels-idx1}-ubyte.gz. */
#ifndef TOOLS_EMNIST_H
#define TOOLS_EMNIST_H

#include "dataio.h"

/* Appends a split's training letters: letters, balanced, bymerge or byclass. */
int tool_load_emnist(hwr_dataset *set, const char *directory, const char *split, tool_error *error);

/* Appends the images of every split's test file that the directory holds, labels aside. */
int tool_load_emnist_tests(hwr_dataset *set, const char *directory, tool_error *error);

#endif
