/* curves.c - curves.svg: loss and accuracy over the epochs of a training log. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation.h"
#include "svg.h"

enum { SERIES = 5, WIDTH = 980, PANEL_W = 370, PANEL_H = 280, TOP = 84, HEIGHT = 440 };

/* One line of the chart. Colour, dash and label all tell it apart. */
typedef struct series {
    const char *key, *label, *style;
    int panel; /* 0 loss, 1 accuracy */
    double scale;
} series;

static const series all_series[SERIES] = {
    {"loss", "training", "stroke=\"#0072b2\" stroke-dasharray=\"6 4\"", 0, 1},
    {"val_loss", "validation", "stroke=\"#d55e00\"", 0, 1},
    {"accuracy", "training", "stroke=\"#0072b2\" stroke-dasharray=\"6 4\"", 1, 100},
    {"val_accuracy", "validation", "stroke=\"#d55e00\"", 1, 100},
    {"val_folded", "validation, 26", "stroke=\"#007a5a\" stroke-dasharray=\"2 3\"", 1, 100},
};

typedef struct curves {
    double *epoch, *value[SERIES]; /* (n), NaN where a line lacks the key */
    size_t n, capacity;
} curves;

static void free_curves(curves *c) {
    free(c->epoch);
    for (int s = 0; s < SERIES; s++) free(c->value[s]);
}

static void add_epoch(curves *c, const json_t *object) {
    if (c->n == c->capacity) {
        c->capacity = 2 * c->capacity + 16;
        c->epoch = tool_realloc(c->epoch, c->capacity, sizeof(double));
        for (int s = 0; s < SERIES; s++) {
            c->value[s] = tool_realloc(c->value[s], c->capacity, sizeof(double));
        }
    }
    c->epoch[c->n] = json_number_value(json_object_get(object, "epoch"));
    for (int s = 0; s < SERIES; s++) {
        const json_t *value = json_object_get(object, all_series[s].key);
        c->value[s][c->n] =
            json_is_number(value) ? json_number_value(value) * all_series[s].scale : NAN;
    }
    c->n++;
}

/* Lines without an "epoch" (a header, a note) are passed over. */
static int read_log(curves *c, const char *path, tool_error *error) {
    tool_bytes file;
    if (tool_read_file(&file, path, TOOL_MAX_LOG, error) != 0) return -1;
    int status = 0;
    size_t line = 1;
    char *text = (char *)file.data;
    for (; *text && status == 0; line++) {
        size_t length = strcspn(text, "\n");
        json_error_t why;
        json_t *object = length ? json_loadb(text, length, 0, &why) : NULL;
        if (object && json_is_number(json_object_get(object, "epoch"))) add_epoch(c, object);
        if (length && !object) {
            status = tool_fail(error, "%s: line %zu: not JSON: %s; a training log is needed here",
                               path, line, why.text);
        }
        json_decref(object);
        text += length + (text[length] == '\n');
    }
    free(file.data);
    if (status == 0 && c->n == 0) {
        status =
            tool_fail(error, "%s: no line has an \"epoch\"; a training log is needed here", path);
    }
    return status;
}

typedef struct panel {
    double x, low, high, step, first, last; /* value range and epoch range */
} panel;

static double nice_step(double span) {
    double unit = pow(10, floor(log10(span / 5)));
    double parts = span / 5 / unit;
    return unit * (parts <= 1 ? 1 : parts <= 2 ? 2 : parts <= 5 ? 5 : 10);
}

/* The range of a panel's values, widened to whole steps. */
static void set_range(panel *p, const curves *c, int which) {
    p->low = INFINITY;
    p->high = -INFINITY;
    for (int s = 0; s < SERIES; s++) {
        if (all_series[s].panel != which) continue;
        for (size_t i = 0; i < c->n; i++) {
            if (!isfinite(c->value[s][i])) continue;
            p->low = fmin(p->low, c->value[s][i]);
            p->high = fmax(p->high, c->value[s][i]);
        }
    }
    if (!(p->high > p->low)) {
        p->low = isfinite(p->low) ? p->low - 0.5 : 0;
        p->high = p->low + 1;
    }
    p->step = nice_step(p->high - p->low);
    p->low = floor(p->low / p->step) * p->step;
    p->high = ceil(p->high / p->step) * p->step;
    p->first = c->epoch[0];
    p->last = c->epoch[c->n - 1];
    if (!(p->last > p->first)) { /* one epoch stands in the middle */
        p->first -= 0.5;
        p->last = p->first + 1;
    }
}

static double x_of(const panel *p, double epoch) {
    return p->x + (epoch - p->first) / (p->last - p->first) * PANEL_W;
}

static double y_of(const panel *p, double value) {
    return TOP + (p->high - value) / (p->high - p->low) * PANEL_H;
}

static void draw_axes(tool_text *svg, const panel *p, const char *title) {
    char text[64];
    int decimals = p->step < 0.1 ? 2 : p->step < 1 ? 1 : 0;
    svg_label(svg, p->x, TOP - 18, 15, "start", "font-weight=\"bold\"", title);
    for (double v = p->low; v < p->high + p->step / 2; v += p->step) {
        svg_line(svg, p->x, y_of(p, v), p->x + PANEL_W, y_of(p, v), "stroke=\"#ddd\"");
        snprintf(text, sizeof text, "%.*f", decimals, v);
        svg_label(svg, p->x - 8, y_of(p, v) + 4, 12, "end", "", text);
    }
    double step = fmax(1, nice_step(p->last - p->first));
    for (double e = ceil(p->first / step) * step; e <= p->last; e += step) {
        svg_line(svg, x_of(p, e), TOP + PANEL_H, x_of(p, e), TOP + PANEL_H + 5, "stroke=\"#555\"");
        snprintf(text, sizeof text, "%.0f", e);
        svg_label(svg, x_of(p, e), TOP + PANEL_H + 19, 12, "middle", "", text);
    }
    svg_line(svg, p->x, TOP + PANEL_H, p->x + PANEL_W, TOP + PANEL_H, "stroke=\"#555\"");
    svg_label(svg, p->x + PANEL_W / 2.0, TOP + PANEL_H + 38, 13, "middle", "", "epoch");
}

static void draw_series(tool_text *svg, const panel *p, const curves *c, int s, int entry) {
    double x = p->x + 4 + entry * 122, y = HEIGHT - 16, last = NAN;
    char text[96];
    tool_text_add(svg, "<polyline fill=\"none\" stroke-width=\"2.5\" %s points=\"",
                  all_series[s].style);
    for (size_t i = 0; i < c->n; i++) {
        if (!isfinite(c->value[s][i])) continue;
        last = c->value[s][i];
        tool_text_add(svg, "%.1f,%.1f ", x_of(p, c->epoch[i]), y_of(p, last));
    }
    tool_text_add(svg, "\"/>\n");
    if (!isfinite(last)) return;
    if (c->n == 1) /* a line of one point shows nothing */
        tool_text_add(svg,
                      "<circle r=\"4\" fill=\"#fff\" stroke-width=\"2.5\" %s cx=\"%.1f\" "
                      "cy=\"%.1f\"/>\n",
                      all_series[s].style, x_of(p, c->epoch[0]), y_of(p, last));
    snprintf(text, sizeof text, "stroke-width=\"2.5\" %s", all_series[s].style);
    svg_line(svg, x, y - 4, x + 26, y - 4, text);
    svg_label(svg, x + 31, y, 12, "start", "", all_series[s].label);
}

static void draw_curves(tool_text *svg, const curves *c, const char *log) {
    static const char *const titles[] = {"Loss", "Accuracy, %"};
    char text[160];
    svg_begin(svg, WIDTH, HEIGHT, "Training curves");
    snprintf(text, sizeof text, "%.80s: %zu epochs", log, c->n);
    svg_label(svg, 60, 32, 17, "start", "font-weight=\"bold\"", text);
    for (int which = 0; which < 2; which++) {
        panel p = {.x = 60 + which * 480};
        set_range(&p, c, which);
        draw_axes(svg, &p, titles[which]);
        int entry = 0;
        for (int s = 0; s < SERIES; s++) {
            if (all_series[s].panel == which) draw_series(svg, &p, c, s, entry++);
        }
    }
    svg_end(svg);
}

int tool_report_curves(tool_bundle *report, const char *log, tool_error *error) {
    curves c = {0};
    int status = read_log(&c, log, error);
    if (status == 0) {
        tool_text svg = {0};
        draw_curves(&svg, &c, log);
        tool_bundle_add(report, "curves.svg", svg.data, svg.length);
    }
    free_curves(&c);
    return status;
}
