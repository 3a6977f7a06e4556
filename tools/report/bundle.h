/* bundle.h - the files of a report, gathered in memory and written together or not at all. */
#ifndef TOOLS_BUNDLE_H
#define TOOLS_BUNDLE_H

#include <jansson.h>

#include "io/files.h"

enum { TOOL_BUNDLE_MAX = 16 };

/* A zeroed struct with a directory is empty. Free with tool_bundle_free. */
typedef struct tool_bundle {
    const char *directory;
    tool_output files[TOOL_BUNDLE_MAX]; /* of paths and data */
    char *paths[TOOL_BUNDLE_MAX];
    void *data[TOOL_BUNDLE_MAX];
    size_t n;
} tool_bundle;

/* Adds directory/name; takes data, which malloc gave, or json. */
void tool_bundle_add(tool_bundle *bundle, const char *name, void *data, size_t length);
void tool_bundle_add_json(tool_bundle *bundle, const char *name, json_t *json);

/* Makes the directory and writes the files; after a failure none of them has changed. */
int tool_bundle_write(const tool_bundle *bundle, tool_error *error);

void tool_bundle_free(tool_bundle *bundle);

#endif
