/* bytes.h - the contents of a file: bytes that were read, and text that grows. */
#ifndef TOOLS_BYTES_H
#define TOOLS_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Owned bytes: free(data). data[length] is a NUL that length does not count. */
typedef struct tool_bytes {
    uint8_t *data;
    size_t length;
} tool_bytes;

/* Text that grows. A zeroed struct is empty; free(data). Running out of memory ends
 * the program: nothing has been written by then. */
typedef struct tool_text {
    char *data; /* NUL-terminated once anything was added */
    size_t length, capacity;
} tool_text;

void tool_text_add(tool_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tool_text_bytes(tool_text *text, const void *bytes, size_t length);

#endif
