/* sheet.h - contact sheets of 28x28 letters: a grid of enlarged images, each with a
 * caption and a frame. */
#ifndef TOOLS_SHEET_H
#define TOOLS_SHEET_H

#include "io/files.h"
#include "hwr.h"

/* Opaque RGB, (height, width, 3). Owned: free(rgb). */
typedef struct tool_bitmap {
    uint8_t *rgb;
    int width, height;
} tool_bitmap;

extern const uint8_t tool_font[95][7]; /* 5x7 glyphs of ' '..'~' */

typedef enum tool_frame {
    TOOL_FRAME_PLAIN, /* thin grey: no verdict */
    TOOL_FRAME_RIGHT, /* thin blue */
    TOOL_FRAME_WRONG  /* thick dashed orange, and a cross in the corner */
} tool_frame;

/* Colours of Okabe and Ito's palette, which colour-blind readers tell apart. */
enum { TOOL_INK = 0x1a1a1a, TOOL_GREY = 0xb0b0b0, TOOL_BLUE = 0x0072b2, TOOL_ORANGE = 0xd55e00 };

/* A white sheet for n tiles, columns across, below a heading of one or two lines. */
typedef struct tool_sheet {
    tool_bitmap bitmap;
    int columns;
} tool_sheet;

void tool_sheet_init(tool_sheet *sheet, int n, int columns, const char *heading,
                     const char *second_line);

/* Tile i: image dark on white, caption below it (up to 8 characters). */
void tool_sheet_tile(tool_sheet *sheet, int i, const uint8_t image[HWR_PIXELS],
                     const char *caption, tool_frame frame);

/* The sheet as a PNG: in memory, owned by the caller, or as a file. */
int tool_sheet_encode(tool_bytes *out, const tool_sheet *sheet, tool_error *error);
int tool_sheet_write(const tool_sheet *sheet, const char *path, tool_error *error);
void tool_sheet_free(tool_sheet *sheet);

#endif
