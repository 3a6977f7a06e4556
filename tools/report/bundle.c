/* bundle.c - see bundle.h. */
#include "bundle.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tool_bundle_add(tool_bundle *bundle, const char *name, void *data, size_t length) {
    assert(bundle->n < TOOL_BUNDLE_MAX);
    size_t size = strlen(bundle->directory) + strlen(name) + 2;
    char *path = tool_alloc(size, 1);
    snprintf(path, size, "%s/%s", bundle->directory, name);
    bundle->paths[bundle->n] = path;
    bundle->data[bundle->n] = data;
    bundle->files[bundle->n++] = (tool_output){path, data, length};
}

void tool_bundle_add_json(tool_bundle *bundle, const char *name, json_t *json) {
    tool_text text = {0};
    char *line = json_dumps(json, JSON_REAL_PRECISION(7));
    tool_text_bytes(&text, line, strlen(line));
    tool_text_bytes(&text, "\n", 1);
    free(line);
    json_decref(json);
    tool_bundle_add(bundle, name, text.data, text.length);
}

int tool_bundle_write(const tool_bundle *bundle, tool_error *error) {
    if (tool_make_directory(bundle->directory, error) != 0) return -1;
    return tool_write_files(bundle->files, bundle->n, error);
}

void tool_bundle_free(tool_bundle *bundle) {
    for (size_t i = 0; i < bundle->n; i++) {
        free(bundle->paths[i]);
        free(bundle->data[i]);
    }
    bundle->n = 0;
}
