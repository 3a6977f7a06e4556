/* sheet.c - see sheet.h. */
#include "sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/png.h"

enum {
    ZOOM = 3,               /* screen pixels a pixel of the image */
    SIDE = HWR_SIDE * ZOOM, /* 84 */
    FRAME = 4,              /* room for the thickest frame */
    CAPTION = 22,           /* height below the image */
    TILE_W = SIDE + 2 * FRAME + 16,
    TILE_H = SIDE + 2 * FRAME + CAPTION + 8,
    MARGIN = 12,
    HEADING = 60,
    FONT = 2, /* zoom of the font */
    ADVANCE = 6 * FONT
};

static void fill(tool_bitmap *bitmap, int x, int y, int w, int h, uint32_t colour) {
    for (int row = y < 0 ? 0 : y; row < y + h && row < bitmap->height; row++) {
        for (int column = x < 0 ? 0 : x; column < x + w && column < bitmap->width; column++) {
            uint8_t *p = bitmap->rgb + 3 * ((size_t)row * (size_t)bitmap->width + (size_t)column);
            p[0] = (uint8_t)(colour >> 16);
            p[1] = (uint8_t)(colour >> 8);
            p[2] = (uint8_t)colour;
        }
    }
}

static void draw_glyph(tool_bitmap *bitmap, int x, int y, char c, uint32_t colour) {
    const uint8_t *rows = tool_font[c >= ' ' && c <= '~' ? c - ' ' : '?' - ' '];
    for (int row = 0; row < 7; row++) {
        for (int column = 0; column < 5; column++) {
            if (rows[row] >> (4 - column) & 1) {
                fill(bitmap, x + column * FONT, y + row * FONT, FONT, FONT, colour);
            }
        }
    }
}

/* The character at *text, which moves past it. */
static unsigned next_code(const char **text) {
    unsigned code = (unsigned char)*(*text)++;
    if (code < 0x80) return code;
    code &= code >= 0xf0 ? 0x07 : code >= 0xe0 ? 0x0f : 0x1f;
    while (((unsigned char)**text & 0xc0) == 0x80)
        code = code << 6 | ((unsigned char)*(*text)++ & 0x3f);
    return code;
}

/* Characters that the font lacks stand as their hexadecimal Unicode numbers. */
static void draw_text(tool_bitmap *bitmap, int x, int y, const char *text, uint32_t colour) {
    while (*text) {
        char shown[16];
        unsigned code = next_code(&text);
        snprintf(shown, sizeof shown, code < 0x80 ? "%c" : "%04X", code);
        for (const char *c = shown; *c; c++, x += ADVANCE) draw_glyph(bitmap, x, y, *c, colour);
    }
}

void tool_sheet_init(tool_sheet *sheet, int n, int columns, const char *heading,
                     const char *second_line) {
    int rows = (n + columns - 1) / columns;
    int text = (int)strlen(strlen(heading) > strlen(second_line) ? heading : second_line);
    sheet->columns = columns;
    sheet->bitmap.width = 2 * MARGIN + columns * TILE_W;
    if (sheet->bitmap.width < 2 * MARGIN + text * ADVANCE) {
        sheet->bitmap.width = 2 * MARGIN + text * ADVANCE;
    }
    sheet->bitmap.height = HEADING + MARGIN + rows * TILE_H;
    size_t bytes = 3 * (size_t)sheet->bitmap.width * (size_t)sheet->bitmap.height;
    sheet->bitmap.rgb = tool_alloc(bytes, 1);
    memset(sheet->bitmap.rgb, 255, bytes);
    draw_text(&sheet->bitmap, MARGIN, MARGIN, heading, TOOL_INK);
    draw_text(&sheet->bitmap, MARGIN, MARGIN + 20, second_line, TOOL_INK);
}

/* A dashed square with its top left inner corner at x, y. */
static void draw_dashes(tool_bitmap *bitmap, int x, int y, uint32_t colour) {
    enum { DASH = 10, STEP = 15 };
    for (int i = -FRAME; i < SIDE + FRAME; i += STEP) {
        int length = i + DASH > SIDE + FRAME ? SIDE + FRAME - i : DASH;
        fill(bitmap, x + i, y - FRAME, length, FRAME, colour);
        fill(bitmap, x + i, y + SIDE, length, FRAME, colour);
        fill(bitmap, x - FRAME, y + i, FRAME, length, colour);
        fill(bitmap, x + SIDE, y + i, FRAME, length, colour);
    }
}

static void draw_thin(tool_bitmap *bitmap, int x, int y, uint32_t colour) {
    fill(bitmap, x - 1, y - 1, SIDE + 2, 1, colour);
    fill(bitmap, x - 1, y + SIDE, SIDE + 2, 1, colour);
    fill(bitmap, x - 1, y - 1, 1, SIDE + 2, colour);
    fill(bitmap, x + SIDE, y - 1, 1, SIDE + 2, colour);
}

static void draw_cross(tool_bitmap *bitmap, int x, int y, uint32_t colour) {
    for (int i = 0; i < 12; i++) {
        fill(bitmap, x + i, y + i, 3, 2, colour);
        fill(bitmap, x + i, y + 11 - i, 3, 2, colour);
    }
}

void tool_sheet_tile(tool_sheet *sheet, int i, const uint8_t image[HWR_PIXELS], const char *caption,
                     tool_frame frame) {
    tool_bitmap *bitmap = &sheet->bitmap;
    int x = MARGIN + i % sheet->columns * TILE_W + FRAME + 4;
    int y = HEADING + i / sheet->columns * TILE_H + FRAME;
    for (int p = 0; p < HWR_PIXELS; p++) {
        uint32_t grey = 255u - image[p];
        fill(bitmap, x + p % HWR_SIDE * ZOOM, y + p / HWR_SIDE * ZOOM, ZOOM, ZOOM,
             grey << 16 | grey << 8 | grey);
    }
    if (frame == TOOL_FRAME_WRONG) {
        draw_dashes(bitmap, x, y, TOOL_ORANGE);
        draw_cross(bitmap, x + SIDE - 16, y + 3, TOOL_ORANGE);
    } else {
        draw_thin(bitmap, x, y, frame == TOOL_FRAME_RIGHT ? TOOL_BLUE : TOOL_GREY);
    }
    int width = (int)strlen(caption) * ADVANCE - FONT;
    draw_text(bitmap, x + (SIDE - width) / 2, y + SIDE + FRAME + 4, caption, TOOL_INK);
}

int tool_sheet_encode(tool_bytes *out, const tool_sheet *sheet, tool_error *error) {
    const tool_bitmap *b = &sheet->bitmap;
    return tool_encode_png(out, b->rgb, (size_t)b->width, (size_t)b->height, error);
}

int tool_sheet_write(const tool_sheet *sheet, const char *path, tool_error *error) {
    tool_bytes png;
    if (tool_sheet_encode(&png, sheet, error) != 0) return -1;
    int status = tool_write_file(path, png.data, png.length, error);
    free(png.data);
    return status;
}

void tool_sheet_free(tool_sheet *sheet) {
    free(sheet->bitmap.rgb);
    sheet->bitmap.rgb = NULL;
}
