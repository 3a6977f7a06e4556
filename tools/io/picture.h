/* picture.h - pictures from files, PNG or JPEG, told apart by their contents. */
#ifndef TOOLS_PICTURE_IO_H
#define TOOLS_PICTURE_IO_H

#include "files.h"

enum { TOOL_MAX_PIXELS = 64000000 };

/* rgba (height, width, 4): sRGB, alpha not premultiplied. Owned: free(rgba). */
typedef struct tool_picture {
    uint8_t *rgba;
    size_t width, height;
} tool_picture;

/* Any PNG, or JPEG in colour or grey, up to 64 million pixels. */
int tool_read_picture(tool_picture *out, const char *path, tool_error *error);

#endif
