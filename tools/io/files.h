/* files.h - whole files in and out. Functions return 0, or -1 with *error set.
 *
 * tools/io/ reads and writes every kind of file, and holds the error that all tools fill. */
#ifndef TOOLS_FILES_H
#define TOOLS_FILES_H

#include "bytes.h"
#include "error.h"
#include "reader.h"

/* Reads a whole file of at most limit bytes (reader.h has one for each kind of file), unpacked. */
int tool_read_file(tool_bytes *out, const char *path, size_t limit, tool_error *error);

/* Replaces path by these bytes: path.letters.tmp is written, synced and renamed. After a
 * failure path is as it was and no temporary file is left; one that a killed process left is
 * used again. */
int tool_write_file(const char *path, const void *data, size_t length, tool_error *error);

typedef struct tool_output {
    const char *path;
    const void *data;
    size_t length;
} tool_output;

/* The same for n files of one directory: all are written before the first is renamed, so that a
 * full disk changes none of them. */
int tool_write_files(const tool_output *files, size_t n, tool_error *error);

/* Renames a file within its directory, durably. */
int tool_rename(const char *from, const char *to, tool_error *error);

/* Makes a directory and its parents; one that exists is fine. */
int tool_make_directory(const char *path, tool_error *error);

/* Keeps other processes out of a directory until *lock is closed or this one ends, and removes
 * the temporary files that killed ones left there. -1 where another process has the lock; a
 * file system that knows no locks lets everyone in. */
int tool_lock_directory(int *lock, const char *path, tool_error *error);

#endif
