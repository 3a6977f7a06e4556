/* emnist.h - the official EMNIST archive, unpacked: emnist-<split>-{train,test}-{images-idx3,
 * labels-idx1}-ubyte, gzipped or not, in the directory that is named, in its gzip/ (the
 * archive's own folder), or in raw/ or EMNIST/raw/ (torchvision's). */
#ifndef TOOLS_EMNIST_H
#define TOOLS_EMNIST_H

#include "dataio.h"

/* The splits: letters, balanced, bymerge, byclass, digits, mnist. */
#define TOOL_EMNIST_SPLITS "letters, balanced, bymerge, byclass, digits or mnist"

/* The files of a split's part, "train" or "test". */
int tool_emnist_source(tool_source *out, const char *directory, const char *split, const char *part,
                       tool_error *error);

/* Appends the images of every split's test file that the directory holds, labels aside. */
int tool_load_emnist_tests(hwr_dataset *set, const char *directory, tool_error *error);

#endif
