/* picture.c - see picture.h. */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "jpeg.h"
#include "png.h"

int tool_read_picture(tool_picture *out, const char *path, tool_error *error) {
    tool_bytes file;
    *out = (tool_picture){0};
    if (tool_read_file(&file, path, TOOL_MAX_PICTURE, error) != 0) return -1;
    const int jpeg = file.length >= 2 && memcmp(file.data, "\xff\xd8", 2) == 0;
    int status =
        jpeg ? tool_parse_jpeg(out, &file, path, error) : tool_parse_png(out, &file, path, error);
    free(file.data);
    return status;
}
