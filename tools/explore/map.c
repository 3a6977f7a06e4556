/* map.c - map-pixels.svg, map-logits.svg and map.json: every image as a point, by its first two
 * principal components (explore.h). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "explore.h"
#include "pca.h"
#include "report/svg.h"

enum { WIDTH = 960, HEIGHT = 760, MARGIN = 40, TOP = 70, DRAWN = 3000 /* points at most */ };

typedef struct map {
    const char *name; /* of what: "pixels" */
    float *places;    /* (n, 2) */
    double share[TOOL_PCA];
} map;

static void range_of(float low[2], float high[2], const float *places, size_t n) {
    for (int k = 0; k < 2; k++) {
        low[k] = high[k] = places[k];
        for (size_t i = 1; i < n; i++) {
            low[k] = fminf(low[k], places[2 * i + (size_t)k]);
            high[k] = fmaxf(high[k], places[2 * i + (size_t)k]);
        }
        if (!(high[k] > low[k])) high[k] = low[k] + 1;
    }
}

/* Each image as its label, in a colour of its class, in a ring where it is read as another. */
static void draw(tool_text *svg, const tool_exploration *x, const map *m) {
    float low[2], high[2];
    char line[256];
    const size_t n = x->set.n, drawn = n < DRAWN ? n : DRAWN;
    range_of(low, high, m->places, n);
    svg_begin(svg, WIDTH, HEIGHT, "Map of the images");
    snprintf(line, sizeof line, "%.80s: principal components of the %s", x->heading, m->name);
    svg_label(svg, MARGIN, 30, 17, "start", "font-weight=\"bold\"", line);
    snprintf(line, sizeof line, "%zu of %zu images; %.0f and %.0f %% of the variance%s", drawn, n,
             100 * m->share[0], 100 * m->share[1],
             x->answer ? "; in a ring: read as another letter" : "");
    svg_label(svg, MARGIN, 52, 13, "start", "", line);
    for (size_t k = 0; k < drawn; k++) {
        const size_t i = k * n / drawn;
        const double u = (double)((m->places[2 * i] - low[0]) / (high[0] - low[0]));
        const double v = (double)((m->places[2 * i + 1] - low[1]) / (high[1] - low[1]));
        const double px = MARGIN + u * (WIDTH - 2 * MARGIN);
        const double py = TOP + MARGIN + (1 - v) * (HEIGHT - TOP - 2 * MARGIN);
        char style[64];
        snprintf(style, sizeof style, "fill=\"hsl(%d 70%% 38%%)\"", x->truth[i] * 360 / x->classes);
        svg_label(svg, px, py + 4, 11, "middle", style, x->names[x->truth[i]]);
        if (x->answer && x->answer[i] != x->truth[i])
            tool_text_add(svg,
                          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"8\" fill=\"none\" "
                          "stroke=\"#1a1a1a\"/>\n",
                          px, py);
    }
    svg_end(svg);
}

static json_t *map_json(const map *m, size_t n) {
    json_t *places = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(
            places, json_pack("[f,f]", (double)m->places[2 * i], (double)m->places[2 * i + 1]));
    return json_pack("{s:[f,f], s:o}", "variance", m->share[0], m->share[1], "places", places);
}

static void add_map(tool_bundle *report, json_t *all, const tool_exploration *x, const char *name,
                    const float *rows, size_t d) {
    map m = {.name = name, .places = tool_alloc(2 * x->set.n, sizeof(float))};
    char file[32];
    tool_text svg = {0};
    tool_pca(m.places, m.share, rows, x->set.n, d);
    draw(&svg, x, &m);
    snprintf(file, sizeof file, "map-%s.svg", name);
    tool_bundle_add(report, file, svg.data, svg.length);
    json_object_set_new(all, name, map_json(&m, x->set.n));
    free(m.places);
}

void tool_explore_maps(tool_bundle *report, const tool_exploration *x) {
    const size_t n = x->set.n, all = n * HWR_PIXELS;
    json_t *json = json_object(), *images = json_array();
    float *pixels = tool_alloc(all, sizeof *pixels);
    for (size_t i = 0; i < all; i++) pixels[i] = x->set.images[i];
    add_map(report, json, x, "pixels", pixels, HWR_PIXELS);
    if (x->logits) add_map(report, json, x, "logits", x->logits, x->n_logits);
    for (size_t i = 0; i < n; i++) {
        json_t *one = json_pack("{s:I, s:s}", "image", (json_int_t)tool_explore_number(x, i),
                                "label", x->names[x->truth[i]]);
        if (x->answer) json_object_set_new(one, "answer", json_string(x->names[x->answer[i]]));
        json_array_append_new(images, one);
    }
    json_object_set_new(json, "images", images);
    tool_bundle_add_json(report, "map.json", json);
    free(pixels);
}
