/* temp_folder.h - a folder of its own for a test's files, and the error that the tools fill. */
#ifndef TEMP_FOLDER_H
#define TEMP_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "io/files.h"

static char folder[64];
static tool_error error;

static inline const char *in_folder(const char *name) {
    static char path[4][128];
    static int next;
    char *out = path[next++ & 3];
    snprintf(out, sizeof path[0], "%s/%s", folder, name);
    return out;
}

static inline void put(const char *name, const void *bytes, size_t length) {
    CHECK_INT(tool_write_file(in_folder(name), bytes, length, &error), 0);
}

static inline void put_text(const char *name, const char *text) {
    put(name, text, strlen(text));
}

/* 1 where the last error names every one of these words. */
static inline int says(const char *first, const char *second) {
    int both = strstr(error.text, first) != NULL && strstr(error.text, second) != NULL;
    if (!both) printf("the message is: %s\n", error.text);
    return both && !strchr(error.text, '\n');
}

static inline int folder_make(void) {
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.40s/letters-XXXXXX", base && *base ? base : "/tmp");
    return mkdtemp(folder) != NULL;
}

/* With these files in it and no other: one more, a temporary one say, is a failure. */
static inline void folder_remove(const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++) unlink(in_folder(names[i]));
    CHECK_INT(rmdir(folder), 0);
}

#endif
