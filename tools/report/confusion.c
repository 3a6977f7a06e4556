/* confusion.c - confusion.svg and confusion.json. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "evaluation.h"
#include "svg.h"

enum { CELL = 22, LEFT = 64, TOP = 118, RIGHT = 64, BOTTOM = 104 };

/* Percent of a row that colours a cell fully. */
static const double FULL_TINT = 20;

/* Of the letters of row. The 26 folded letters are the first 26 classes. */
static double percent(const hwr_metrics *m, int row, int column) {
    hwr_class_scores scores;
    hwr_metrics_class(&scores, m, row);
    return scores.support ? 100.0 * m->confusion[row][column] / (double)scores.support : 0;
}

/* White to Okabe-Ito orange; the square root keeps rare confusions visible. */
static void tint(char style[64], double share) {
    double t = sqrt(share < FULL_TINT ? share / FULL_TINT : 1);
    int r = (int)lround(255 + t * (0xe6 - 255)), g = (int)lround(255 + t * (0x9f - 255));
    int b = (int)lround(255 + t * (0x00 - 255));
    snprintf(style, 64, "fill=\"#%02x%02x%02x\"", (unsigned)r, (unsigned)g, (unsigned)b);
}

static void draw_cell(tool_text *svg, const hwr_metrics *m, int row, int column) {
    double p = percent(m, row, column);
    double x = LEFT + column * CELL, y = TOP + row * CELL;
    char style[64], number[16] = "";
    if (m->confusion[row][column] == 0 && row != column) return;
    tint(style, p);
    svg_rect(svg, x, y, CELL, CELL, row == column ? "fill=\"#cfe3f1\"" : style);
    if (p >= 0.95) snprintf(number, sizeof number, "%.0f", p);
    svg_label(svg, x + CELL / 2.0, y + 15, 11, "middle",
              row == column ? "font-weight=\"bold\"" : "", *number ? number : "\xc2\xb7");
}

static void draw_axes(tool_text *svg, const hwr_metrics *m) {
    double side = m->classes * CELL;
    for (int c = 0; c < m->classes; c++) {
        const char *name = hwr_metrics_label(m, c);
        char support[24];
        double at = c * CELL + CELL / 2.0;
        hwr_class_scores scores;
        hwr_metrics_class(&scores, m, c);
        snprintf(support, sizeof support, "%zu", scores.support);
        svg_label(svg, LEFT + at, TOP - 7, 14, "middle", "font-weight=\"bold\"", name);
        svg_label(svg, LEFT + at, TOP + side + 17, 14, "middle", "font-weight=\"bold\"", name);
        svg_label(svg, LEFT - 9, TOP + at + 5, 14, "end", "font-weight=\"bold\"", name);
        svg_label(svg, LEFT + side + 50, TOP + at + 4, 11, "end", "", support);
    }
    for (int c = 0; c <= m->classes; c++) {
        int capitals_end =
            !m->folded && c > 0 && c < m->classes && m->labels->group[c] < m->labels->group[c - 1];
        const char *style = capitals_end ? "stroke=\"#555\"" : "stroke=\"#ddd\"";
        svg_line(svg, LEFT, TOP + c * CELL, LEFT + side, TOP + c * CELL, style);
        svg_line(svg, LEFT + c * CELL, TOP, LEFT + c * CELL, TOP + side, style);
    }
    svg_label(svg, LEFT + side / 2, TOP - 28, 14, "middle", "", "answer");
    svg_label(svg, LEFT + side / 2, TOP + side + 38, 14, "middle", "", "answer");
    svg_label(svg, LEFT + side + 50, TOP - 7, 11, "end", "", "letters");
    char turned[64];
    snprintf(turned, sizeof turned, "transform=\"rotate(-90 24 %.0f)\"", TOP + side / 2);
    svg_label(svg, 24, TOP + side / 2, 14, "middle", turned, "true letter");
}

/* Steps of the tint, with their meaning, centred below the matrix. */
static void draw_legend(tool_text *svg, const hwr_metrics *m) {
    static const double steps[] = {0.5, 1, 2, 5, 10, 20};
    double x = LEFT + m->classes * CELL / 2.0 - 20, y = TOP + m->classes * CELL + 62;
    svg_label(svg, x - 8, y + 14, 12, "end", "", "wrong answers, % of the row:");
    for (int i = 0; i < 6; i++) {
        char style[64], text[16];
        tint(style, steps[i]);
        svg_rect(svg, x + i * 40, y, 40, 20, style);
        snprintf(text, sizeof text, "%g%s", steps[i], i == 5 ? "+" : "");
        svg_label(svg, x + i * 40 + 20, y + 14, 11, "middle", "", text);
    }
}

static void draw_matrix(tool_text *svg, const tool_evaluation *e) {
    const hwr_metrics *m = &e->metrics;
    double side = m->classes * CELL;
    char text[256];
    svg_begin(svg, LEFT + side + RIGHT, TOP + side + BOTTOM, "Confusion matrix");
    snprintf(text, sizeof text, "%.80s: %.2f %% right", tool_base_name(e->images),
             100 * m->accuracy);
    svg_label(svg, LEFT, 36, 17, "start", "font-weight=\"bold\"", text);
    svg_label(svg, LEFT, 58, 12, "start", "",
              "Each number is a percentage of its row; bold on blue: right; a dot: below 1 %.");
    draw_legend(svg, m);
    for (int row = 0; row < m->classes; row++) {
        for (int column = 0; column < m->classes; column++) draw_cell(svg, m, row, column);
    }
    draw_axes(svg, m);
    svg_end(svg);
}

static json_t *matrix_json(const hwr_metrics *m) {
    json_t *classes = json_array(), *counts = json_array();
    for (int row = 0; row < m->classes; row++) {
        json_t *line = json_array();
        json_array_append_new(classes, json_string(hwr_metrics_label(m, row)));
        for (int column = 0; column < m->classes; column++)
            json_array_append_new(line, json_integer(m->confusion[row][column]));
        json_array_append_new(counts, line);
    }
    return json_pack("{s:o, s:s, s:s, s:o}", "classes", classes, "rows", "true", "columns",
                     "answer", "counts", counts);
}

void tool_report_confusion(tool_bundle *report, const tool_evaluation *e) {
    tool_text svg = {0};
    draw_matrix(&svg, e);
    tool_bundle_add(report, "confusion.svg", svg.data, svg.length);
    tool_bundle_add_json(report, "confusion.json", matrix_json(&e->metrics));
}
