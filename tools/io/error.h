/* error.h - the one-line error that every tool function fills, and memory that never fails. */
#ifndef TOOLS_ERROR_H
#define TOOLS_ERROR_H

#include <stddef.h>

/* What went wrong, in one line: file, place, remedy. */
typedef struct tool_error {
    char text[1024];
} tool_error;

/* Fills error as printf does; returns -1, so that a function can end with it. */
int tool_fail(tool_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* malloc, calloc and realloc that end the program with one line where memory is out. */
void *tool_alloc(size_t count, size_t size);
void *tool_realloc(void *memory, size_t count, size_t size);

#endif
