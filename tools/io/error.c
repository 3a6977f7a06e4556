#include "error.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int tool_fail(tool_error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return -1;
}

void *tool_realloc(void *memory, size_t count, size_t size) {
    void *grown = size && count > SIZE_MAX / size ? NULL : realloc(memory, count * size + !count);
    if (!grown) {
        fputs("letters: out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return grown;
}

void *tool_alloc(size_t count, size_t size) {
    void *memory = tool_realloc(NULL, count, size);
    return memset(memory, 0, count * size);
}
