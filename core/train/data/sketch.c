/* sketch.c - see sketch.h. */
#include "sketch.h"

void hwr_sketch_line_to(hwr_sketch *s, float x, float y) {
    const int n = 8;
    const float from_x = s->xy[2 * s->points - 2], from_y = s->xy[2 * s->points - 1];
    for (int i = 1; i <= n; i++) {
        const float t = (float)i / (float)n;
        hwr_sketch_add(s, from_x + t * (x - from_x), from_y + t * (y - from_y));
    }
}

void hwr_sketch_line(hwr_sketch *s, float x0, float y0, float x1, float y1) {
    hwr_sketch_begin(s);
    hwr_sketch_add(s, x0, y0);
    hwr_sketch_line_to(s, x1, y1);
}

void hwr_sketch_polyline(hwr_sketch *s, const hwr_place *p, int n) {
    hwr_sketch_begin(s);
    hwr_sketch_add(s, p[0].x, p[0].y);
    for (int i = 1; i < n; i++) hwr_sketch_line_to(s, p[i].x, p[i].y);
}

void hwr_sketch_arc_to(hwr_sketch *s, hwr_place middle, float rx, float ry, float from, float to) {
    const float span = to > from ? to - from : from - to;
    const int n = 4 + (int)(7 * span);
    for (int i = 0; i <= n; i++) {
        const float a = from + (to - from) * (float)i / (float)n;
        hwr_sketch_add(s, middle.x + rx * hwr_cosine(a), middle.y + ry * hwr_sine(a));
    }
}

void hwr_sketch_arc(hwr_sketch *s, hwr_place middle, float rx, float ry, float from, float to) {
    hwr_sketch_begin(s);
    hwr_sketch_arc_to(s, middle, rx, ry, from, to);
}

void hwr_sketch_circle(hwr_sketch *s, float x, float y, float r, hwr_rng *rng) {
    const float from = hwr_chance(rng, 0.3f) ? hwr_turn * hwr_rng_unit(rng)
                                             : -hwr_turn / 4 + 0.4f * hwr_rng_normal(rng);
    const float round = hwr_turn + hwr_rng_range(rng, -0.1f, 0.25f);
    hwr_sketch_arc(s, (hwr_place){x + 0.03f * hwr_rng_normal(rng), y + 0.03f * hwr_rng_normal(rng)},
                   r * (1 + 0.08f * hwr_rng_normal(rng)), r * (1 + 0.08f * hwr_rng_normal(rng)),
                   from, hwr_chance(rng, 0.5f) ? from + round : from - round);
}

void hwr_sketch_outline(hwr_sketch *s, const hwr_place *p, int n, float in_one, hwr_rng *rng) {
    const int first = (int)hwr_rng_below(rng, (uint32_t)n),
              step = hwr_chance(rng, 0.5f) ? 1 : n - 1;
    const int whole = hwr_chance(rng, in_one);
    int at = first;
    if (whole) {
        hwr_sketch_begin(s);
        hwr_sketch_add(s, p[first].x, p[first].y);
    }
    for (int i = 0; i < n; i++) {
        const int next = (at + step) % n;
        const float dx = 0.03f * hwr_rng_normal(rng), dy = 0.03f * hwr_rng_normal(rng);
        if (whole)
            hwr_sketch_line_to(s, p[next].x + dx, p[next].y + dy);
        else
            hwr_sketch_line(s, p[at].x + dx, p[at].y + dy, p[next].x, p[next].y);
        at = next;
    }
}
