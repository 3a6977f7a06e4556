/* dataio.h - labelled images from IDX files, packed or not: what their labels mean, which
 * way up they lie, and what a network's classes leave out of them. */
#ifndef TOOLS_DATAIO_H
#define TOOLS_DATAIO_H

#include <jansson.h>

#include "files.h"
#include "train/data/dataset.h"

enum { TOOL_PATH = 4096 };

/* A data set's two files, and how to read them. left_out is filled by tool_load_source. */
typedef struct tool_source {
    char images[TOOL_PATH], labels[TOOL_PATH];
    hwr_mapping mapping;
    int upright;          /* 1: images stored as they are seen (MNIST and kin) */
    size_t left_out[256]; /* images of each label that are none of the classes */
} tool_source;

/* What labels mean: a built-in name (hwr_mapping_name lists them), or else a mapping file. */
int tool_load_mapping(hwr_mapping *out, const char *name_or_file, tool_error *error);

/* A source of these files. upright: 1 says so, 0 leaves it to the mapping. */
int tool_source_of(tool_source *out, const char *images, const char *labels, const char *mapping,
                   int upright, tool_error *error);

/* Appends a source's images as targets of these classes; set is unchanged on failure. What is none
 * of the classes is kept where keep_others, else counted in source->left_out. Says on
 * stderr where the images look as if they lay the other way. */
int tool_load_source(hwr_dataset *set, tool_source *source, const hwr_labels *classes,
                     int keep_others, tool_error *error);

/* How many images were left out, and of which labels: a line on stderr where there were any,
 * and {"n", "labels": {text: count}} of n sources together. */
void tool_say_left_out(const tool_source *source);
json_t *tool_left_out_json(const tool_source *sources, size_t n);

/* Appends images without labels. */
int tool_load_images(hwr_dataset *set, const char *images, int upright, tool_error *error);

/* The labels of a source as they stand in its file, owned: free(data). For those who
 * suspect that they mean something else. */
int tool_load_labels(tool_bytes *out, const char *labels, tool_error *error);

#endif
