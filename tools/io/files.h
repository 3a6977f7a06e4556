/* files.h - whole files in and out. Functions return 0, or -1 with *error set. */
#ifndef TOOLS_FILES_H
#define TOOLS_FILES_H

#include "bytes.h"
#include "error.h"

/* The largest file accepted, packed or unpacked: ByClass has 548 MB of images. */
enum { TOOL_MAX_FILE = 1 << 30 };

/* Reads a whole file, unpacking it where it begins with gzip's magic (several members
 * as well). A gzip file that is cut short, damaged or followed by other bytes is refused. */
int tool_read_file(tool_bytes *out, const char *path, tool_error *error);

/* The same with another limit, for tests. */
int tool_read_file_limited(tool_bytes *out, const char *path, size_t limit, tool_error *error);

/* Replaces path by these bytes: a temporary file beside it is written, synced and
 * renamed. After a failure path is as it was and no temporary file is left. */
int tool_write_file(const char *path, const void *data, size_t length, tool_error *error);

/* Makes a directory and its parents; one that exists is fine. */
int tool_make_directory(const char *path, tool_error *error);

#endif
