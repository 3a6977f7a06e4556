/* scribble.c - seven families: wandering lines, zigzags, coils, tangles, scattered bits,
 * corners, lone dots. All are long or many enough that no letter is meant. */
#include "scribble.h"

/* A line whose curvature drifts, kept near the middle. */
static void wander(hwr_sketch *s, hwr_rng *rng) {
    int strokes = hwr_between(rng, 1, 3), n = hwr_between(rng, 60, 150);
    float bend = hwr_rng_range(rng, 0.1f, 0.35f);
    for (int k = 0; k < strokes; k++) {
        float x = hwr_rng_unit(rng), y = hwr_rng_unit(rng), angle = hwr_turn * hwr_rng_unit(rng),
              c = 0;
        hwr_sketch_begin(s);
        for (int i = 0; i < n; i++) {
            c = 0.85f * c + bend * hwr_rng_normal(rng);
            angle += c;
            x += 0.06f * hwr_cosine(angle) - 0.02f * (x - 0.5f);
            y += 0.06f * hwr_sine(angle) - 0.02f * (y - 0.5f);
            hwr_sketch_add(s, x, y);
        }
    }
}

static void zigzag(hwr_sketch *s, hwr_rng *rng) {
    int n = hwr_between(rng, 7, 30);
    float angle = hwr_turn * hwr_rng_unit(rng), c = hwr_cosine(angle), d = hwr_sine(angle);
    float length = hwr_rng_range(rng, 0.6f, 1.8f), jitter = hwr_rng_range(rng, 0.02f, 0.15f);
    hwr_sketch_begin(s);
    for (int i = 0; i < n; i++) {
        float u = length * (float)i / (float)n + jitter * hwr_rng_normal(rng);
        float v = (float)(i & 1) + jitter * hwr_rng_normal(rng);
        hwr_sketch_add(s, c * u - d * v, d * u + c * v);
    }
}

/* Round and round, on the way to somewhere or inwards; on the spot it would be an O. */
static void coil(hwr_sketch *s, hwr_rng *rng) {
    int spiral = hwr_rng_below(rng, 2) == 0;
    float turns = hwr_rng_range(rng, 2.5f, 9.0f), flat = hwr_rng_range(rng, 0.6f, 1.0f);
    float advance = spiral ? 0 : hwr_rng_range(rng, 1.5f, 4.0f);
    float shrink = spiral ? hwr_rng_range(rng, 0.7f, 1.0f) : hwr_rng_range(rng, 0.0f, 0.5f);
    float angle = hwr_turn * hwr_rng_unit(rng), c = hwr_cosine(angle), d = hwr_sine(angle),
          wobble = 0;
    int n = (int)(24 * turns);
    hwr_sketch_begin(s);
    for (int i = 0; i < n; i++) {
        float t = (float)i / (float)n;
        wobble = 0.95f * wobble + 0.03f * hwr_rng_normal(rng);
        float r = 1 - shrink * t + wobble;
        float u = r * hwr_cosine(hwr_turn * turns * t) + advance * t,
              v = flat * r * hwr_sine(hwr_turn * turns * t);
        hwr_sketch_add(s, c * u - d * v, d * u + c * v);
    }
}

/* Bows across the whole pad, over each other. */
static void tangle(hwr_sketch *s, hwr_rng *rng) {
    int strokes = hwr_between(rng, 4, 10);
    for (int k = 0; k < strokes; k++) {
        float p[6];
        for (int i = 0; i < 6; i++) p[i] = hwr_rng_unit(rng);
        hwr_sketch_begin(s);
        for (int i = 0; i <= 12; i++) {
            float t = (float)i / 12, a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
            hwr_sketch_add(s, a * p[0] + b * p[2] + c * p[4], a * p[1] + b * p[3] + c * p[5]);
        }
    }
}

static void scatter(hwr_sketch *s, hwr_rng *rng) {
    int strokes = hwr_between(rng, 4, 14);
    float size = hwr_rng_range(rng, 0.0f, 0.3f);
    for (int k = 0; k < strokes; k++) {
        float x = hwr_rng_unit(rng), y = hwr_rng_unit(rng), angle = hwr_turn * hwr_rng_unit(rng);
        hwr_sketch_begin(s);
        hwr_sketch_add(s, x, y);
        hwr_sketch_add(s, x + size * hwr_cosine(angle), y + size * hwr_sine(angle));
    }
}

static void corners(hwr_sketch *s, hwr_rng *rng) {
    int strokes = hwr_between(rng, 1, 2), n = hwr_between(rng, 7, 14);
    for (int k = 0; k < strokes; k++) {
        hwr_sketch_begin(s);
        for (int i = 0; i < n; i++) {
            float x = hwr_rng_unit(rng);
            hwr_sketch_add(s, x, hwr_rng_unit(rng));
        }
    }
}

static void dot(hwr_sketch *s, hwr_rng *rng) {
    (void)rng;
    hwr_sketch_begin(s);
    hwr_sketch_add(s, 0, 0);
}

void hwr_scribble_make(hwr_sketch *s, hwr_rng *rng) {
    static void (*const families[])(hwr_sketch *, hwr_rng *) = {
        wander, wander, zigzag,  zigzag,  coil,    coil,    tangle,  tangle,
        tangle, tangle, scatter, scatter, corners, corners, corners, dot};
    s->points = s->strokes = 0;
    families[hwr_rng_below(rng, sizeof families / sizeof *families)](s, rng);
}

hwr_status hwr_scribble_draw(hwr_preprocess *pre, float pen_width, hwr_rng *rng) {
    hwr_sketch s;
    hwr_pen pen = hwr_pen_default;
    hwr_scribble_make(&s, rng);
    pen.width *= (float)hwr_exp((double)hwr_rng_range(rng, -pen_width, pen_width));
    return hwr_preprocess_strokes(pre, s.xy, s.lengths, s.strokes, &pen);
}

hwr_status hwr_scribble_trace(uint8_t *trace, hwr_rng *rng) {
    hwr_sketch s;
    hwr_scribble_make(&s, rng);
    return hwr_trace_strokes(trace, s.xy, s.lengths, s.strokes);
}
