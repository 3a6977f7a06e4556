/* data_options.h - the options that name labelled images, the same for train, eval and samples. */
#ifndef TOOLS_DATA_OPTIONS_H
#define TOOLS_DATA_OPTIONS_H

#include "io/dataio.h"
#include "options.h"

typedef struct tool_data_options {
    tool_list images, labels, mappings, splits;
    const char *emnist;
    int upright;
} tool_data_options;

/* Rows of an option table. */
#define TOOL_DATA_OPTIONS(d)                                                                       \
    TOOL_OPT_LIST("--images", "F", "IDX file of images, .gz or not", &(d)->images),                \
        TOOL_OPT_LIST("--labels", "F", "IDX file of their labels", &(d)->labels),                  \
        TOOL_OPT_LIST("--label-set", "L", "what the labels mean, by name (below)",                 \
                      &(d)->mappings),                                                             \
        TOOL_OPT_LIST("--mapping", "F", "the same from a file (below)", &(d)->mappings),           \
        TOOL_OPT_FLAG("--upright", "the images are stored upright (MNIST and kin), not as EMNIST", \
                      &(d)->upright),                                                              \
        TOOL_OPT_TEXT("--emnist", "DIR", "directory of the official files", &(d)->emnist),         \
        TOOL_OPT_LIST("--split", "S",                                                              \
                      "letters, balanced, bymerge, byclass, digits or mnist of them",              \
                      &(d)->splits)

/* What --help says of them below the options. */
#define TOOL_DATA_NOTES                                                                            \
    "--images, --labels and --label-set repeat together, one of each a data set, as --split "      \
    "does.\n"                                                                                      \
    "Label sets: letters37, letters26, balanced47, bymerge47, byclass62, digits10, mnist10\n"      \
    "(upright); merge47 is letters37. A mapping file has a line a label: \"label code [code]\",\n" \
    "as EMNIST's own, or \"label<TAB>text\".\n"

/* TOOL_GO_ON, or TOOL_USAGE after a message where they do not fit together. */
int tool_data_options_check(const tool_usage *usage, const tool_data_options *d);

/* 1 where they name no data at all. */
int tool_data_options_none(const tool_data_options *d);

/* The data sets they name, in the order given, --emnist's last; part is "train" or "test" of
 * those. *out is owned: free. */
int tool_data_options_open(tool_source **out, size_t *n, const tool_data_options *d,
                           const char *part, tool_error *error);

#endif
