/* files.h - whole files in and out. Functions return 0, or -1 with *error set. */
#ifndef TOOLS_FILES_H
#define TOOLS_FILES_H

#include "bytes.h"
#include "error.h"
#include "reader.h"

/* Reads a whole file of at most limit bytes (reader.h has one for each kind of file), unpacked. */
int tool_read_file(tool_bytes *out, const char *path, size_t limit, tool_error *error);

/* Replaces path by these bytes: a temporary file beside it is written, synced and
 * renamed. After a failure path is as it was and no temporary file is left. */
int tool_write_file(const char *path, const void *data, size_t length, tool_error *error);

/* Makes a directory and its parents; one that exists is fine. */
int tool_make_directory(const char *path, tool_error *error);

#endif
