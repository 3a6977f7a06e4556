/* svg.c - see svg.h. */
#include "svg.h"

#include <string.h>

static void add_escaped(tool_text *svg, const char *text) {
    for (; *text; text++) {
        switch (*text) {
        case '&':
            tool_text_add(svg, "&amp;");
            break;
        case '<':
            tool_text_add(svg, "&lt;");
            break;
        case '>':
            tool_text_add(svg, "&gt;");
            break;
        default:
            tool_text_bytes(svg, text, 1);
            break;
        }
    }
}

void svg_begin(tool_text *svg, double width, double height, const char *title) {
    tool_text_add(svg,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
                  "viewBox=\"0 0 %.0f %.0f\" role=\"img\" font-family=\"sans-serif\" "
                  "fill=\"#1a1a1a\">\n<title>",
                  width, height, width, height);
    add_escaped(svg, title);
    tool_text_add(svg, "</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n");
}

void svg_end(tool_text *svg) {
    tool_text_add(svg, "</svg>\n");
}

void svg_label(tool_text *svg, double x, double y, double size, const char *anchor,
               const char *style, const char *text) {
    tool_text_add(svg, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%g\" text-anchor=\"%s\"%s%s>", x, y,
                  size, anchor, *style ? " " : "", style);
    add_escaped(svg, text);
    tool_text_add(svg, "</text>\n");
}

void svg_line(tool_text *svg, double x1, double y1, double x2, double y2, const char *style) {
    tool_text_add(svg, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2,
                  y2, style);
}

void svg_rect(tool_text *svg, double x, double y, double width, double height, const char *style) {
    tool_text_add(svg, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>\n", x, y,
                  width, height, style);
}
