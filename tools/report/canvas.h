/* canvas.h - pen strokes drawn as a browser's canvas would draw them: smooth-edged round lines
 * on an opaque picture. For measuring how pictures are read. */
#ifndef TOOLS_CANVAS_H
#define TOOLS_CANVAS_H

#include <stddef.h>
#include <stdint.h>

typedef struct tool_canvas_style {
    size_t side;       /* pixels */
    float pen;         /* pixels, diameter */
    int light_on_dark; /* white ink on black; else black on white */
} tool_canvas_style;

/* rgba: (side, side, 4). The strokes, as hwr_preprocess_strokes takes them, are moved to the
 * middle and scaled to a longer side of seven tenths of the picture; lone points become dots.
 * Without points the picture is plain. */
void tool_canvas_draw(uint8_t *rgba, const tool_canvas_style *style, const float *xy,
                      const uint32_t *lengths, size_t n_strokes);

#endif
