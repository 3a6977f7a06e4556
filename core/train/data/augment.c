#include "augment.h"

#include <string.h>

#include "mathx.h"

enum { SIDE = HWR_SIDE, GRID = 5, MARGIN = 2, FRAME = SIDE + 2 * MARGIN };

hwr_augment hwr_augment_scaled(const hwr_augment *a, float factor) {
    hwr_augment s = *a;
    s.rotate *= factor;
    s.shear *= factor;
    s.scale *= factor;
    s.aspect *= factor;
    s.shift *= factor;
    s.elastic *= factor;
    return s;
}

hwr_augment hwr_augment_strength(float strength) {
    static const hwr_augment usual = {.rotate = 12,
                                      .shear = 0.18f,
                                      .scale = 0.13f,
                                      .aspect = 0.1f,
                                      .shift = 1.6f,
                                      .elastic = 0.9f,
                                      .elastic_chance = 0.5f,
                                      .weight_chance = 0.3f,
                                      .weight = 0.6f};
    hwr_augment a = hwr_augment_scaled(&usual, strength);
    a.weight *= strength < 1 ? strength : 1;
    return a;
}

/* Source position = matrix * (x - centre, y - centre) + move. */
typedef struct warp {
    float xx, xy, yx, yy, move_x, move_y;
    float grid[2][GRID][GRID];
    int elastic;
} warp;

static warp random_warp(const hwr_augment *o, hwr_rng *rng) {
    warp w;
    double angle = (double)hwr_rng_range(rng, -o->rotate, o->rotate) * 0.017453292519943295;
    float shear = hwr_rng_range(rng, -o->shear, o->shear);
    float size = hwr_rng_range(rng, -o->scale, o->scale);
    float aspect = hwr_rng_range(rng, -o->aspect, o->aspect) / 2;
    float sx = (float)hwr_exp((double)(-size - aspect)),
          sy = (float)hwr_exp((double)(aspect - size));
    float c = (float)hwr_cos(angle), s = (float)hwr_sin(angle);
    w.xx = sx * (c + shear * s);
    w.xy = sx * (-s + shear * c);
    w.yx = sy * s;
    w.yy = sy * c;
    w.move_x = (SIDE - 1) / 2.0f + hwr_rng_range(rng, -o->shift, o->shift);
    w.move_y = (SIDE - 1) / 2.0f + hwr_rng_range(rng, -o->shift, o->shift);
    w.elastic = o->elastic > 0 && hwr_rng_unit(rng) < o->elastic_chance;
    if (w.elastic)
        for (int i = 0; i < 2 * GRID * GRID; i++)
            (&w.grid[0][0][0])[i] = o->elastic * hwr_rng_normal(rng);
    return w;
}

/* Displacement of a row's pixels, by linear interpolation between the grid's nodes. */
static void elastic_row(float *dx, const float grid[GRID][GRID], int y) {
    float at = (float)y * (GRID - 1) / (SIDE - 1), node[GRID];
    int j = at >= GRID - 1 ? GRID - 2 : (int)at;
    for (int i = 0; i < GRID; i++)
        node[i] = grid[j][i] + (at - (float)j) * (grid[j + 1][i] - grid[j][i]);
    for (int x = 0; x < SIDE; x++) {
        float u = (float)x * (GRID - 1) / (SIDE - 1);
        int i = u >= GRID - 1 ? GRID - 2 : (int)u;
        dx[x] = node[i] + (u - (float)i) * (node[i + 1] - node[i]);
    }
}

static float clamp(float x, float low, float high) {
    return x < low ? low : x > high ? high : x;
}

/* Bilinear samples of frame (FRAME, FRAME), the image inside MARGIN zeros. */
static void apply_warp(float *out, const uint8_t *frame, const warp *w) {
    float dx[SIDE] = {0}, dy[SIDE] = {0};
    const float middle = (SIDE - 1) / 2.0f, last = FRAME - 1.001f;
    for (int y = 0; y < SIDE; y++) {
        if (w->elastic) {
            elastic_row(dx, w->grid[0], y);
            elastic_row(dy, w->grid[1], y);
        }
        for (int x = 0; x < SIDE; x++) {
            float u = (float)x - middle, v = (float)y - middle;
            float sx = w->xx * u + w->xy * v + w->move_x + dx[x] + MARGIN;
            float sy = w->yx * u + w->yy * v + w->move_y + dy[x] + MARGIN;
            sx = clamp(sx, 0, last);
            sy = clamp(sy, 0, last);
            int ix = (int)sx, iy = (int)sy;
            float fx = sx - (float)ix, fy = sy - (float)iy;
            const uint8_t *p = frame + iy * FRAME + ix;
            float top = (float)p[0] + fx * (float)(p[1] - p[0]);
            float bottom = (float)p[FRAME] + fx * (float)(p[FRAME + 1] - p[FRAME]);
            out[y * SIDE + x] = top + fy * (bottom - top);
        }
    }
}

static float extreme(float a, float b, int bolder) {
    return (a > b) == bolder ? a : b;
}

/* image = (1 - blend) image + blend * (3x3 max or min), separably. */
static void change_weight(float *image, float blend, int bolder) {
    float rows[HWR_PIXELS];
    for (int i = 0; i < HWR_PIXELS; i++) {
        int x = i % SIDE;
        float v = image[i];
        if (x > 0) v = extreme(v, image[i - 1], bolder);
        if (x < SIDE - 1) v = extreme(v, image[i + 1], bolder);
        rows[i] = v;
    }
    for (int i = 0; i < HWR_PIXELS; i++) {
        int y = i / SIDE;
        float v = rows[i];
        if (y > 0) v = extreme(v, rows[i - SIDE], bolder);
        if (y < SIDE - 1) v = extreme(v, rows[i + SIDE], bolder);
        image[i] += blend * (v - image[i]);
    }
}

void hwr_augment_image(uint8_t *out, const uint8_t *in, const hwr_augment *options, hwr_rng *rng) {
    uint8_t frame[FRAME * FRAME] = {0};
    float image[HWR_PIXELS], top = 1;
    warp w = random_warp(options, rng);
    for (int y = 0; y < SIDE; y++)
        memcpy(frame + (y + MARGIN) * FRAME + MARGIN, in + y * SIDE, SIDE);
    apply_warp(image, frame, &w);
    if (hwr_rng_unit(rng) < options->weight_chance) {
        int bolder = hwr_rng_unit(rng) < 0.5f;
        change_weight(image, hwr_rng_range(rng, 0, options->weight), bolder);
    }
    for (int i = 0; i < HWR_PIXELS; i++)
        if (image[i] > top) top = image[i];
    for (int i = 0; i < HWR_PIXELS; i++) out[i] = (uint8_t)(image[i] * (255.0f / top) + 0.5f);
}
