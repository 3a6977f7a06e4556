/* shapes.c - see shapes.h. y is down, the middle is about 0, 0. Left out is what a letter looks
 * like: a circle, a tick, a cross. */
#include "shapes.h"

static const float figures = 0.45f; /* the rest are shapes */

static void polygon(hwr_sketch *s, int n, hwr_rng *rng) {
    hwr_place p[8];
    const float from = -hwr_turn / 4 + (hwr_chance(rng, 0.4f) ? hwr_turn / (float)(2 * n) : 0) +
                       hwr_jitter(n == 3 ? 0.4f : 0.2f, rng);
    for (int i = 0; i < n; i++) {
        const float a = from + hwr_turn * (float)i / (float)n;
        p[i] = (hwr_place){hwr_about(0.12f, rng) * hwr_cosine(a),
                           0.9f * hwr_about(0.12f, rng) * hwr_sine(a)};
    }
    hwr_sketch_outline(s, p, n, 0.65f, rng);
}

static void triangle(hwr_sketch *s, hwr_rng *rng) {
    polygon(s, 3, rng);
}

static void any_polygon(hwr_sketch *s, hwr_rng *rng) {
    polygon(s, hwr_between(rng, 4, 8), rng);
}

static void rectangle(hwr_sketch *s, hwr_rng *rng) {
    const float w = hwr_rng_range(rng, 0.5f, 1.2f), h = hwr_rng_range(rng, 0.5f, 1.2f);
    hwr_place p[4] = {{-w, -h}, {w, -h}, {w, h}, {-w, h}};
    for (int i = 0; i < 4; i++) {
        p[i].x += hwr_jitter(0.07f, rng);
        p[i].y += hwr_jitter(0.07f, rng);
    }
    hwr_sketch_outline(s, p, 4, 0.7f, rng);
}

static void rhombus(hwr_sketch *s, hwr_rng *rng) {
    const float w = hwr_rng_range(rng, 0.5f, 1.0f);
    hwr_place p[4] = {{0, -1}, {w, 0}, {0, 1}, {-w, 0}};
    for (int i = 0; i < 4; i++) {
        p[i].x += hwr_jitter(0.07f, rng);
        p[i].y += hwr_jitter(0.07f, rng);
    }
    hwr_sketch_outline(s, p, 4, 0.7f, rng);
}

static void arrow(hwr_sketch *s, hwr_rng *rng) {
    const float a = hwr_turn * hwr_rng_unit(rng), c = hwr_cosine(a), d = hwr_sine(a);
    const float back = 1 - hwr_rng_range(rng, 0.25f, 0.6f), side = hwr_rng_range(rng, 0.25f, 0.5f);
    const hwr_place tip = {c, d}, tail = {-c, -d},
                    left = {c * back + d * side, d * back - c * side},
                    right = {c * back - d * side, d * back + c * side};
    const int kind = (int)hwr_rng_below(rng, 4);
    hwr_sketch_line(s, tail.x, tail.y, tip.x, tip.y);
    if (kind == 0) { /* without lifting the pen */
        hwr_sketch_line_to(s, left.x, left.y);
        hwr_sketch_line_to(s, tip.x, tip.y);
        hwr_sketch_line_to(s, right.x, right.y);
    } else if (kind == 1) {
        hwr_sketch_line(s, tip.x, tip.y, left.x, left.y);
        hwr_sketch_line(s, tip.x, tip.y, right.x, right.y);
    } else {
        hwr_sketch_polyline(s, (const hwr_place[]){left, tip, right}, 3);
    }
}

static void star(hwr_sketch *s, hwr_rng *rng) {
    hwr_place p[10];
    const float from = -hwr_turn / 4 + hwr_jitter(0.2f, rng);
    const int drawn = hwr_chance(rng, 0.6f), n = drawn ? 5 : 10; /* across, or its outline */
    for (int i = 0; i < n; i++) {
        const float a = from + hwr_turn * (drawn ? 0.4f : 0.1f) * (float)i;
        const float r = (drawn || i % 2 == 0 ? 1 : 0.42f) * hwr_about(0.08f, rng);
        p[i] = (hwr_place){r * hwr_cosine(a), r * hwr_sine(a)};
    }
    hwr_sketch_outline(s, p, n, 0.95f, rng);
}

static void lattice(hwr_sketch *s, hwr_rng *rng) {
    const int n = hwr_between(rng, 2, 3);
    const float slant = hwr_rng_range(rng, 0, 0.2f), step = n == 2 ? 0.6f : 0.5f;
    for (int i = 0; i < n; i++) {
        const float x = step * ((float)i - 0.5f * (float)(n - 1)) + hwr_jitter(0.05f, rng);
        hwr_sketch_line(s, x + slant, -1, x - slant, 1);
    }
    for (int i = 0; i < n; i++) {
        const float y = step * ((float)i - 0.5f * (float)(n - 1)) + hwr_jitter(0.05f, rng);
        hwr_sketch_line(s, -1, y, 1, y);
    }
}

/* Crossed out, quartered, ringed, or a sign of peace. */
static void marked_circle(hwr_sketch *s, hwr_rng *rng) {
    const int kind = (int)hwr_rng_below(rng, 4);
    hwr_sketch_circle(s, 0, 0, 1, rng);
    if (kind == 0) {
        hwr_sketch_line(s, -0.7f, -0.7f, 0.7f, 0.7f);
        hwr_sketch_line(s, 0.7f, -0.7f, -0.7f, 0.7f);
    } else if (kind == 1) {
        hwr_sketch_line(s, -1, 0, 1, 0);
        hwr_sketch_line(s, 0, -1, 0, 1);
    } else if (kind == 2) {
        hwr_sketch_circle(s, 0, 0, hwr_rng_range(rng, 0.3f, 0.7f), rng);
    } else {
        hwr_sketch_line(s, 0, -1, 0, 1);
        hwr_sketch_polyline(s, (const hwr_place[]){{-0.7f, 0.7f}, {0, 0}, {0.7f, 0.7f}}, 3);
    }
}

static void marked_box(hwr_sketch *s, hwr_rng *rng) {
    const int kind = (int)hwr_rng_below(rng, 3);
    rectangle(s, rng);
    if (kind < 2) hwr_sketch_line(s, -0.7f, -0.7f, 0.7f, 0.7f);
    if (kind < 1) hwr_sketch_line(s, 0.7f, -0.7f, -0.7f, 0.7f);
    if (kind == 2)
        hwr_sketch_polyline(s, (const hwr_place[]){{-0.8f, -0.8f}, {0, 0.1f}, {0.8f, -0.8f}}, 3);
}

static void lying_eight(hwr_sketch *s, hwr_rng *rng) {
    const float from = hwr_turn * hwr_rng_unit(rng), way = hwr_chance(rng, 0.5f) ? 1.0f : -1.0f;
    hwr_sketch_begin(s);
    for (int i = 0; i <= 42; i++) {
        const float a = from + way * hwr_turn * (float)i / 41;
        hwr_sketch_add(s, hwr_sine(a), 0.5f * hwr_sine(2 * a));
    }
}

/* % ? @ = and a sign of division. */
static void punctuation(hwr_sketch *s, hwr_rng *rng) {
    switch (hwr_rng_below(rng, 5)) {
    case 0:
        hwr_sketch_circle(s, -0.5f, -0.6f, 0.3f, rng);
        hwr_sketch_line(s, 0.7f, -1, -0.7f, 1);
        hwr_sketch_circle(s, 0.5f, 0.6f, 0.3f, rng);
        break;
    case 1:
        hwr_sketch_arc(s, (hwr_place){0, -0.6f}, 0.5f, 0.5f, hwr_turn / 2, 1.2f * hwr_turn);
        hwr_sketch_line_to(s, 0, 0.4f);
        hwr_sketch_eye(s, 0, 0.9f, 0, rng);
        break;
    case 2:
        hwr_sketch_circle(s, 0, 0, 0.3f, rng);
        hwr_sketch_arc_to(s, (hwr_place){0.65f, 0}, 0.35f, 0.4f, hwr_turn / 2, 0);
        hwr_sketch_arc_to(s, (hwr_place){0, 0}, 1, 1, 0, -0.85f * hwr_turn);
        break;
    case 3:
        hwr_sketch_line(s, -0.7f, -0.3f, 0.7f, -0.3f + hwr_jitter(0.05f, rng));
        hwr_sketch_line(s, -0.7f, 0.3f, 0.7f, 0.3f + hwr_jitter(0.05f, rng));
        break;
    default:
        hwr_sketch_line(s, -0.8f, 0, 0.8f, 0);
        hwr_sketch_eye(s, 0, -0.6f, 0, rng);
        hwr_sketch_eye(s, 0, 0.6f, 0, rng);
    }
}

/* Any closed outline that is no circle: bumps or corners all around, in one stroke. */
static void closed(hwr_sketch *s, hwr_rng *rng) {
    enum { POINTS = 48, LARGEST = 6 };
    const int n = 2 * hwr_between(rng, 2, LARGEST), round = hwr_chance(rng, 0.6f);
    const int first = hwr_between(rng, 0, n - 1);
    const float from = hwr_turn * hwr_rng_unit(rng), wide = hwr_rng_range(rng, 0.7f, 1.4f);
    const float way = hwr_chance(rng, 0.5f) ? hwr_turn : -hwr_turn;
    float size[2 * LARGEST];
    for (int i = 0; i < n; i++)
        size[i] = (i % 2 ? 1 : hwr_rng_range(rng, 0.35f, 0.75f)) * hwr_about(0.12f, rng);
    hwr_sketch_begin(s);
    for (int i = 0; i <= POINTS; i++) {
        const float t = (float)(i * n) / POINTS;
        const int at = ((int)t + first) % n;
        float f = t - (float)(int)t;
        if (round) f = f * f * (3 - 2 * f);
        const float r = size[at] + f * (size[(at + 1) % n] - size[at]);
        const float a = from + way * (float)i / POINTS;
        hwr_sketch_add(s, wide * r * hwr_cosine(a), r * hwr_sine(a));
    }
}

void hwr_shape_make(hwr_sketch *s, hwr_rng *rng) {
    static void (*const families[])(hwr_sketch *, hwr_rng *) = {
        triangle, triangle, any_polygon, rectangle,  rectangle,     rhombus,     arrow,
        star,     lattice,  closed,      marked_box, marked_circle, lying_eight, punctuation};
    s->points = s->strokes = 0;
    if (hwr_chance(rng, figures))
        hwr_figure_make(s, rng);
    else
        families[hwr_rng_below(rng, sizeof families / sizeof *families)](s, rng);
}
