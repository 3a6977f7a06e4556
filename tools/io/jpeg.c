/* jpeg.c - see jpeg.h. */
#include "jpeg.h"

#ifndef HWR_JPEG

int tool_parse_jpeg(tool_picture *out, const tool_bytes *file, const char *path,
                    tool_error *error) {
    (void)file;
    *out = (tool_picture){0};
    return tool_fail(error, "%s: a JPEG, and this build has no libjpeg; convert it to PNG", path);
}

#else

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h> /* after stdio.h */

typedef struct reader {
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr errors;
    jmp_buf failed;
    char text[JMSG_LENGTH_MAX];
    uint8_t *rgba;
} reader;

static void fail(j_common_ptr common) {
    reader *r = common->client_data;
    r->errors.format_message(common, r->text);
    longjmp(r->failed, 1);
}

static void stay_silent(j_common_ptr common, int level) {
    (void)common;
    (void)level;
}

/* ---- EXIF ---- */

static unsigned number(const uint8_t *p, int bytes, int big) {
    unsigned value = 0;
    for (int i = 0; i < bytes; i++) value = value << 8 | p[big ? i : bytes - 1 - i];
    return value;
}

/* Tag 0x112 of the first directory: 1..8, how the picture is to be turned; 1 where it is missing.
 */
static int orientation(jpeg_saved_marker_ptr marker) {
    for (; marker; marker = marker->next) {
        const uint8_t *tiff = marker->data + 6;
        const size_t length = marker->data_length < 6 ? 0 : marker->data_length - 6;
        if (length < 14 || memcmp(marker->data, "Exif\0", 6) != 0) continue;
        const int big = tiff[0] == 'M';
        const size_t first = number(tiff + 4, 4, big);
        if (first > length - 2) continue;
        const size_t entries = number(tiff + first, 2, big);
        for (size_t i = 0; i < entries && first + 14 + 12 * i <= length; i++) {
            const uint8_t *entry = tiff + first + 2 + 12 * i;
            const unsigned value = number(entry + 8, 2, big);
            if (number(entry, 2, big) == 0x112) return value >= 1 && value <= 8 ? (int)value : 1;
        }
    }
    return 1;
}

/* rgba turned as `how` says; the sides change places from 5 on. */
static void turn(tool_picture *picture, int how) {
    const size_t w = picture->width, h = picture->height;
    const size_t out_w = how >= 5 ? h : w, out_h = how >= 5 ? w : h;
    const int mirrored_x = how == 2 || how == 3 || how == 7 || how == 8;
    const int mirrored_y = how == 3 || how == 4 || how == 6 || how == 7;
    uint8_t *turned = tool_alloc(w * h, 4);
    for (size_t y = 0; y < out_h; y++) {
        for (size_t x = 0; x < out_w; x++) {
            size_t u = how >= 5 ? y : x, v = how >= 5 ? x : y;
            if (mirrored_x) u = w - 1 - u;
            if (mirrored_y) v = h - 1 - v;
            memcpy(turned + 4 * (y * out_w + x), picture->rgba + 4 * (v * w + u), 4);
        }
    }
    free(picture->rgba);
    *picture = (tool_picture){turned, out_w, out_h};
}

/* ---- The picture ---- */

static int read_jpeg(reader *r, tool_picture *out, const tool_bytes *file, const char *path,
                     tool_error *error) {
    jpeg_mem_src(&r->d, file->data, (unsigned long)file->length);
    jpeg_save_markers(&r->d, JPEG_APP0 + 1, 0xffff);
    jpeg_read_header(&r->d, TRUE);
    if ((uint64_t)r->d.image_width * r->d.image_height > TOOL_MAX_PIXELS) {
        return tool_fail(error, "%s: %u x %u is more than 64 million pixels; scale it down", path,
                         r->d.image_width, r->d.image_height);
    }
    const size_t width = r->d.image_width, height = r->d.image_height;
    r->d.out_color_space = JCS_EXT_RGBA;
    jpeg_start_decompress(&r->d);
    r->rgba = tool_alloc(width * height, 4);
    while (r->d.output_scanline < r->d.output_height) {
        uint8_t *row = r->rgba + 4 * width * r->d.output_scanline;
        jpeg_read_scanlines(&r->d, &row, 1);
    }
    *out = (tool_picture){r->rgba, width, height};
    r->rgba = NULL;
    const int how = orientation(r->d.marker_list);
    if (how > 1) turn(out, how);
    return 0;
}

int tool_parse_jpeg(tool_picture *out, const tool_bytes *file, const char *path,
                    tool_error *error) {
    reader *r = tool_alloc(1, sizeof *r);
    int status;
    *out = (tool_picture){0};
    r->d.err = jpeg_std_error(&r->errors);
    r->errors.error_exit = fail;
    r->errors.emit_message = stay_silent;
    r->d.client_data = r;
    if (setjmp(r->failed)) {
        status = tool_fail(error, "%s: not a readable JPEG (%s)", path, r->text);
    } else {
        jpeg_create_decompress(&r->d);
        status = read_jpeg(r, out, file, path, error);
    }
    jpeg_destroy_decompress(&r->d);
    free(r->rgba);
    free(r);
    return status;
}

#endif
