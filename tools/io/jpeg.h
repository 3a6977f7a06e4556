/* jpeg.h - photographs in, through libjpeg-turbo. */
#ifndef TOOLS_JPEG_IO_H
#define TOOLS_JPEG_IO_H

#include "picture.h"

/* A JPEG from a file's bytes, turned as its EXIF orientation says; path is for the messages.
 * out->rgba is NULL on failure, which it always is where the build found no libjpeg. */
int tool_parse_jpeg(tool_picture *out, const tool_bytes *file, const char *path, tool_error *error);

#endif
