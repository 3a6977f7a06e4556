/* png.c - see png.h. */
#include "png.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

static int read_png(tool_picture *out, png_image *image, const tool_bytes *file, const char *path,
                    tool_error *error) {
    if (!png_image_begin_read_from_memory(image, file->data, file->length)) {
        return tool_fail(error, "%s: not a readable PNG (%s)", path, image->message);
    }
    if ((uint64_t)image->width * image->height > TOOL_MAX_PIXELS) {
        return tool_fail(error, "%s: %u x %u is more than 64 million pixels; scale it down", path,
                         image->width, image->height);
    }
    image->format = PNG_FORMAT_RGBA;
    out->width = image->width;
    out->height = image->height;
    out->rgba = tool_alloc(out->width * out->height, 4);
    if (!png_image_finish_read(image, NULL, out->rgba, 0, NULL)) {
        free(out->rgba);
        out->rgba = NULL;
        return tool_fail(error, "%s: the PNG is damaged (%s)", path, image->message);
    }
    return 0;
}

int tool_parse_png(tool_picture *out, const tool_bytes *file, const char *path, tool_error *error) {
    *out = (tool_picture){0};
    png_image image = {.version = PNG_IMAGE_VERSION};
    int status = read_png(out, &image, file, path, error);
    png_image_free(&image);
    return status;
}

int tool_encode_png(tool_bytes *out, const uint8_t *rgb, size_t width, size_t height,
                    tool_error *error) {
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = PNG_FORMAT_RGB};
    png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(image);
    out->data = tool_alloc(length, 1);
    int made = png_image_write_to_memory(&image, out->data, &length, 0, rgb, 0, NULL);
    out->length = length;
    if (made) return 0;
    free(out->data);
    *out = (tool_bytes){0};
    return tool_fail(error, "a picture of %zu x %zu: cannot make a PNG: %s", width, height,
                     image.message);
}
