/* files.h - whole files in and out, growing text, and the one-line error that every
 * tool function fills. Functions return 0, or -1 with *error set. */
#ifndef TOOLS_FILES_H
#define TOOLS_FILES_H

#include <stddef.h>
#include <stdint.h>

/* What went wrong, in one line: file, place, remedy. */
typedef struct tool_error {
    char text[1024];
} tool_error;

/* Fills error as printf does; returns -1, so that a function can end with it. */
int tool_fail(tool_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Owned bytes: free(data). data[length] is a NUL that length does not count. */
typedef struct tool_bytes {
    uint8_t *data;
    size_t length;
} tool_bytes;

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

/* Text that grows. A zeroed struct is empty; free(data). Running out of memory ends
 * the program: nothing has been written by then. */
typedef struct tool_text {
    char *data; /* NUL-terminated once anything was added */
    size_t length, capacity;
} tool_text;

void tool_text_add(tool_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tool_text_bytes(tool_text *text, const void *bytes, size_t length);

/* malloc, calloc and realloc that end the program with one line where memory is out. */
void *tool_alloc(size_t count, size_t size);
void *tool_realloc(void *memory, size_t count, size_t size);

#endif
