/* png.h - pictures in and out, through libpng. */
#ifndef TOOLS_PNG_IO_H
#define TOOLS_PNG_IO_H

#include "picture.h"

/* Any PNG up to 64 million pixels from a file's bytes; path is for the messages. out->rgba is NULL
 * on failure. */
int tool_parse_png(tool_picture *out, const tool_bytes *file, const char *path, tool_error *error);

/* Opaque rgb (height, width, 3) as a PNG in out, owned: free(data). */
int tool_encode_png(tool_bytes *out, const uint8_t *rgb, size_t width, size_t height,
                    tool_error *error);

#endif
