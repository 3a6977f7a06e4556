/* summary.c - explore.json, classes.md and index.html, which shows all of the report (explore.h).
 */
#include <stdlib.h>

#include "explore.h"

enum { LISTED = 10 };

/* The mean of a class's images, 0..255. */
static double mean_of(const float *pixels, int c) {
    double sum = 0;
    for (int p = 0; p < HWR_PIXELS; p++) sum += (double)pixels[c * HWR_PIXELS + p];
    return sum / HWR_PIXELS;
}

static json_t *images_json(const tool_exploration *x, int c, tool_order order) {
    size_t found[LISTED];
    const size_t n = tool_explore_pick(found, LISTED, x, c, order);
    json_t *list = json_array();
    for (size_t k = 0; k < n; k++) {
        const size_t i = found[k];
        json_t *one = json_pack("{s:I, s:f}", "image", (json_int_t)tool_explore_number(x, i),
                                "distance", (double)x->distance[i]);
        if (x->answer) {
            json_object_set_new(one, "answer", json_string(x->names[x->answer[i]]));
            json_object_set_new(one, "confidence", json_real((double)x->confidence[i]));
        }
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *class_json(const tool_exploration *x, int c) {
    json_t *one = json_pack("{s:s, s:I, s:f, s:f, s:o, s:o}", "class", x->names[c], "count",
                            (json_int_t)x->count[c], "ink", mean_of(x->mean, c), "spread",
                            mean_of(x->spread, c), "typical", images_json(x, c, TOOL_TYPICAL),
                            "odd", images_json(x, c, TOOL_ODD));
    if (x->answer) json_object_set_new(one, "misread", images_json(x, c, TOOL_MISREAD));
    return one;
}

static void add_table(tool_bundle *report, const tool_exploration *x) {
    tool_text table = {0};
    tool_text_add(&table, "%s: %zu images, %d classes\n\n", x->heading, x->set.n, x->classes);
    tool_text_add(&table, "| class | images | mean ink | spread |\n|---|--:|--:|--:|\n");
    for (int c = 0; c < x->classes; c++)
        tool_text_add(&table, "| %s | %zu | %.1f | %.1f |\n", x->names[c], x->count[c],
                      mean_of(x->mean, c), mean_of(x->spread, c));
    tool_bundle_add(report, "classes.md", table.data, table.length);
}

static void add_page(tool_bundle *report, const tool_exploration *x) {
    static const struct {
        const char *title, *file;
        int network; /* 1: made with a network alone */
    } parts[] = {{"Mean and spread of every class", "means.png", 0},
                 {"Typical", "typical.png", 0},
                 {"Odd", "odd.png", 0},
                 {"Mislabelled, or misread", "misread.png", 1},
                 {"Nearest neighbours", "neighbours.png", 0},
                 {"Map by pixels", "map-pixels.svg", 0},
                 {"Map by the network's logits", "map-logits.svg", 1}};
    tool_text page = {0};
    tool_text_add(
        &page,
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<title>Letters, explored</title>\n"
        "<style>body{font-family:system-ui,sans-serif;margin:2em auto;max-width:72em;"
        "padding:0 1em}img{max-width:100%%}</style>\n"
        "<h1>%zu images, %d classes</h1>\n"
        "<p>As numbers: <a href=\"classes.md\">classes.md</a>, "
        "<a href=\"explore.json\">explore.json</a>, <a href=\"map.json\">map.json</a></p>\n",
        x->set.n, x->classes);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (x->answer || !parts[i].network)
            tool_text_add(&page, "<h2>%s</h2>\n<img src=\"%s\" alt=\"%s\">\n", parts[i].title,
                          parts[i].file, parts[i].title);
    tool_text_add(&page, "</html>\n");
    tool_bundle_add(report, "index.html", page.data, page.length);
}

void tool_explore_summary(tool_bundle *report, const tool_exploration *x) {
    json_t *classes = json_array();
    for (int c = 0; c < x->classes; c++) json_array_append_new(classes, class_json(x, c));
    add_table(report, x);
    add_page(report, x);
    tool_bundle_add_json(report, "explore.json",
                         json_pack("{s:I, s:I, s:o}", "n", (json_int_t)x->set.n, "loaded",
                                   (json_int_t)x->total, "classes", classes));
}
