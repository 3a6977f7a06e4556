#include "bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "error.h"

void tool_text_bytes(tool_text *text, const void *bytes, size_t length) {
    size_t needed = text->length + length + 1;
    if (needed > text->capacity) {
        text->capacity = needed > 2 * text->capacity ? needed : 2 * text->capacity;
        text->data = tool_realloc(text->data, text->capacity, 1);
    }
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void tool_text_add(tool_text *text, const char *format, ...) {
    char line[2048];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length > 0) {
        size_t kept = (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
        tool_text_bytes(text, line, kept);
    }
}
