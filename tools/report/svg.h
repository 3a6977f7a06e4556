/* svg.h - the few SVG elements that the reports are drawn with. Units are pixels. */
#ifndef TOOLS_SVG_H
#define TOOLS_SVG_H

#include "io/files.h"

/* White background; title is what screen readers say. */
void svg_begin(tool_text *svg, double width, double height, const char *title);
void svg_end(tool_text *svg);

/* anchor: "start", "middle" or "end"; style: further attributes or "". The text is
 * escaped. */
void svg_label(tool_text *svg, double x, double y, double size, const char *anchor,
               const char *style, const char *text);
void svg_line(tool_text *svg, double x1, double y1, double x2, double y2, const char *style);
void svg_rect(tool_text *svg, double x, double y, double width, double height, const char *style);

#endif
