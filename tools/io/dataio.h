/* dataio.h - IDX files, packed or not, into a data set. */
#ifndef TOOLS_DATAIO_H
#define TOOLS_DATAIO_H

#include "files.h"
#include "train/data/dataset.h"

/* The label set called name. */
int tool_label_set(hwr_label_set *out, const char *name, tool_error *error);

/* Appends an images file and its labels file to set, which is unchanged on failure. */
int tool_load_dataset(hwr_dataset *set, const char *images, const char *labels,
                      hwr_label_set label_set, int keep_digits, tool_error *error);

/* Appends images without labels; their targets are 0. */
int tool_load_images(hwr_dataset *set, const char *images, tool_error *error);

#endif
