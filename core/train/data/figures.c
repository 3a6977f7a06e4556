/* figures.c - faces, hearts, houses ...: see shapes.h. */
#include "shapes.h"

void hwr_sketch_eye(hwr_sketch *s, float x, float y, int kind, hwr_rng *rng) {
    hwr_sketch_begin(s);
    hwr_sketch_add(s, x + hwr_jitter(0.03f, rng), y - (kind ? 0.12f : 0));
    if (kind == 1) hwr_sketch_line_to(s, x + hwr_jitter(0.03f, rng), y + 0.12f);
    if (kind == 2)
        hwr_sketch_arc_to(s, (hwr_place){x, y}, 0.1f, 0.1f, -hwr_turn / 4, 0.75f * hwr_turn);
}

static void face(hwr_sketch *s, hwr_rng *rng) {
    const float x = 0.35f * hwr_about(0.15f, rng), y = -0.3f + hwr_jitter(0.08f, rng);
    const int eyes = (int)hwr_rng_below(rng, 3), mouth = (int)hwr_rng_below(rng, 6);
    hwr_sketch_circle(s, 0, 0, 1, rng);
    hwr_sketch_eye(s, -x, y, eyes, rng);
    hwr_sketch_eye(s, x, y + hwr_jitter(0.05f, rng), eyes, rng);
    if (hwr_chance(rng, 0.25f)) hwr_sketch_line(s, 0, -0.1f, hwr_jitter(0.05f, rng), 0.15f);
    if (mouth == 0)
        hwr_sketch_arc(s, (hwr_place){0, 0.75f}, 0.45f, 0.35f, 0.575f * hwr_turn,
                       0.925f * hwr_turn);
    else if (mouth == 1)
        hwr_sketch_line(s, -0.4f, 0.4f, 0.4f, 0.4f + hwr_jitter(0.05f, rng));
    else
        hwr_sketch_arc(s, (hwr_place){hwr_jitter(0.04f, rng), 0.1f + hwr_jitter(0.06f, rng)},
                       0.5f * hwr_about(0.1f, rng), 0.4f * hwr_about(0.15f, rng), 0.45f * hwr_turn,
                       0.05f * hwr_turn);
}

static void cat(hwr_sketch *s, hwr_rng *rng) {
    hwr_sketch_circle(s, 0, 0, 1, rng);
    for (int side = -1; side <= 1; side += 2) {
        const float f = (float)side;
        hwr_sketch_polyline(
            s, (const hwr_place[]){{f * 0.85f, -0.5f}, {f * 0.8f, -1.25f}, {f * 0.3f, -0.95f}}, 3);
        hwr_sketch_eye(s, f * 0.35f, -0.2f, 0, rng);
    }
    hwr_sketch_arc(s, (hwr_place){0, 0.3f}, 0.2f, 0.2f, hwr_turn / 2, 0);
    for (int i = 0; i < 4 && hwr_chance(rng, 0.8f); i++) {
        const float f = i < 2 ? 1.0f : -1.0f, y = 0.15f + 0.2f * (float)(i & 1);
        hwr_sketch_line(s, f * 0.2f, y, f * 1.2f, y + hwr_jitter(0.1f, rng));
    }
}

/* The curve of 16 sin^3, from the notch or from the tip, one way or the other. */
static void heart(hwr_sketch *s, hwr_rng *rng) {
    const float from = hwr_chance(rng, 0.75f) ? 0 : hwr_turn / 2, wide = 16 * hwr_about(0.1f, rng);
    const float way = hwr_chance(rng, 0.5f) ? hwr_turn : -hwr_turn;
    const int halves = from <= 0 && hwr_chance(rng, 0.3f), n = 48;
    hwr_sketch_begin(s);
    for (int i = 0; i <= n; i++) {
        const float a =
            from + way * (halves && i > n / 2 ? (float)(n + n / 2 - i) : (float)i) / (float)n;
        const float sine = hwr_sine(a);
        if (halves && i == n / 2 + 1) hwr_sketch_begin(s);
        hwr_sketch_add(s, wide * sine * sine * sine / 16,
                       (5 * hwr_cosine(2 * a) + 2 * hwr_cosine(3 * a) + hwr_cosine(4 * a) -
                        13 * hwr_cosine(a)) /
                           16);
    }
}

static void house(hwr_sketch *s, hwr_rng *rng) {
    const int closed = hwr_chance(rng, 0.5f);
    const hwr_place walls[] = {{-0.8f, 0}, {-0.8f, 1}, {0.8f, 1}, {0.8f, 0}, {-0.8f, 0}};
    const float top = -0.8f + hwr_jitter(0.1f, rng), eaves = hwr_about(0.1f, rng);
    hwr_sketch_polyline(s, walls, closed ? 5 : 4);
    hwr_sketch_polyline(
        s, (const hwr_place[]){{-eaves, 0}, {hwr_jitter(0.1f, rng), top}, {eaves, 0}, {-eaves, 0}},
        closed || hwr_chance(rng, 0.5f) ? 3 : 4);
    if (hwr_chance(rng, 0.6f))
        hwr_sketch_polyline(
            s, (const hwr_place[]){{-0.2f, 1}, {-0.2f, 0.45f}, {0.2f, 0.45f}, {0.2f, 1}}, 4);
    if (hwr_chance(rng, 0.4f))
        hwr_sketch_polyline(
            s,
            (const hwr_place[]){
                {0.35f, 0.2f}, {0.6f, 0.2f}, {0.6f, 0.5f}, {0.35f, 0.5f}, {0.35f, 0.2f}},
            5);
}

static void sun(hwr_sketch *s, hwr_rng *rng) {
    const float r = hwr_rng_range(rng, 0.4f, 0.6f);
    const int n = hwr_between(rng, 6, 10);
    hwr_sketch_circle(s, 0, 0, r, rng);
    for (int i = 0; i < n; i++) {
        const float a = hwr_turn * (float)i / (float)n + hwr_jitter(0.1f, rng),
                    to = hwr_about(0.08f, rng);
        hwr_sketch_line(s, 1.2f * r * hwr_cosine(a), 1.2f * r * hwr_sine(a), to * hwr_cosine(a),
                        to * hwr_sine(a));
    }
}

static void flower(hwr_sketch *s, hwr_rng *rng) {
    const int n = hwr_between(rng, 4, 7), apart = hwr_chance(rng, 0.4f);
    hwr_sketch_circle(s, 0, 0, 0.25f, rng);
    for (int i = 0; i < n; i++) {
        const float a = hwr_turn * (float)i / (float)n;
        if (apart || i == 0) hwr_sketch_begin(s);
        hwr_sketch_arc_to(s, (hwr_place){0.55f * hwr_cosine(a), 0.55f * hwr_sine(a)}, 0.3f, 0.3f,
                          a - 0.4f * hwr_turn, a + 0.4f * hwr_turn);
    }
    if (hwr_chance(rng, 0.5f)) hwr_sketch_line(s, 0, 0.9f, hwr_jitter(0.1f, rng), 2);
}

static void cloud(hwr_sketch *s, hwr_rng *rng) {
    const int n = hwr_between(rng, 5, 8);
    hwr_sketch_begin(s);
    for (int i = 0; i < n; i++) {
        const float a = hwr_turn * (float)i / (float)n;
        hwr_sketch_arc_to(s, (hwr_place){0.8f * hwr_cosine(a), 0.45f * hwr_sine(a)}, 0.42f, 0.35f,
                          a - 1.4f, a + 1.4f);
    }
}

static void fish(hwr_sketch *s, hwr_rng *rng) {
    const float fat = 0.5f * hwr_about(0.15f, rng);
    hwr_sketch_arc(s, (hwr_place){0, 0}, 1, fat, 0.05f * hwr_turn, 0.95f * hwr_turn);
    if (hwr_chance(rng, 0.4f)) hwr_sketch_begin(s);
    hwr_sketch_add(s, 0.95f, -0.15f);
    hwr_sketch_line_to(s, 1.5f, 0.4f);
    hwr_sketch_line_to(s, 1.5f, -0.4f);
    hwr_sketch_line_to(s, 0.95f, 0.15f);
    if (hwr_chance(rng, 0.6f)) hwr_sketch_eye(s, -0.6f, -0.1f, 0, rng);
}

static void stick_figure(hwr_sketch *s, hwr_rng *rng) {
    hwr_sketch_circle(s, 0, -1, 0.35f, rng);
    hwr_sketch_line(s, 0, -0.65f, hwr_jitter(0.05f, rng), 0.4f);
    hwr_sketch_line(s, -0.6f, -0.2f + hwr_jitter(0.1f, rng), 0.6f, -0.2f + hwr_jitter(0.1f, rng));
    hwr_sketch_line(s, 0, 0.4f, -0.5f, 1.3f);
    hwr_sketch_line(s, 0, 0.4f, 0.5f, 1.3f);
}

static void tree(hwr_sketch *s, hwr_rng *rng) {
    if (hwr_chance(rng, 0.5f)) {
        hwr_sketch_circle(s, 0, -0.5f, 0.6f, rng);
        hwr_sketch_line(s, -0.1f, 0.1f, -0.1f, 1);
        hwr_sketch_line(s, 0.1f, 0.1f, 0.1f, 1);
        return;
    }
    const hwr_place fir[] = {{0, -1.2f},   {-0.5f, -0.3f}, {-0.25f, -0.3f}, {-0.9f, 0.9f},
                             {0.9f, 0.9f}, {0.25f, -0.3f}, {0.5f, -0.3f}};
    hwr_sketch_outline(s, fir, 7, 1, rng);
    if (hwr_chance(rng, 0.6f))
        hwr_sketch_polyline(
            s, (const hwr_place[]){{-0.15f, 0.9f}, {-0.15f, 1.3f}, {0.15f, 1.3f}, {0.15f, 0.9f}},
            4);
}

void hwr_figure_make(hwr_sketch *s, hwr_rng *rng) {
    static void (*const families[])(hwr_sketch *, hwr_rng *) = {
        face, face, cat, heart, heart, house, sun, flower, cloud, fish, stick_figure, tree};
    families[hwr_rng_below(rng, sizeof families / sizeof *families)](s, rng);
}
