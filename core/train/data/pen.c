#include "pen.h"

#include "mathx.h"
#include "restyle.h"

enum { GRID = 4 };

hwr_pen_options hwr_pen_strength(float strength) {
    hwr_pen_options o = {.width = 0.4f,
                         .rotate = 10,
                         .shear = 0.2f,
                         .aspect = 0.2f,
                         .wobble = 0.03f,
                         .tremor = 0.006f};
    o.width *= strength;
    o.rotate *= strength;
    o.shear *= strength;
    o.aspect *= strength;
    o.wobble *= strength;
    o.tremor *= strength;
    return o;
}

size_t hwr_stroke_set_longest(const hwr_stroke_set *set) {
    size_t longest = 0;
    for (size_t i = 0; i < set->n; i++) {
        size_t n = set->first_point[i + 1] - set->first_point[i];
        if (n > longest) longest = n;
    }
    return longest;
}

hwr_pen_box hwr_pen_bounds(const float *xy, size_t n) {
    float left = xy[0], top = xy[1], right = xy[0], bottom = xy[1];
    for (size_t i = 1; i < n; i++) {
        float x = xy[2 * i], y = xy[2 * i + 1];
        left = x < left ? x : left;
        right = x > right ? x : right;
        top = y < top ? y : top;
        bottom = y > bottom ? y : bottom;
    }
    return (hwr_pen_box){left, top, right - left > bottom - top ? right - left : bottom - top};
}

/* The field at (u, v) in 0..1, linear between its nodes. */
static float field(float grid[GRID][GRID], float u, float v) {
    u *= GRID - 1;
    v *= GRID - 1;
    int i = u >= GRID - 1 ? GRID - 2 : (int)u, j = v >= GRID - 1 ? GRID - 2 : (int)v;
    float fu = u - (float)i, fv = v - (float)j;
    float top = grid[j][i] + fu * (grid[j][i + 1] - grid[j][i]);
    float bottom = grid[j + 1][i] + fu * (grid[j + 1][i + 1] - grid[j + 1][i]);
    return top + fv * (bottom - top);
}

float hwr_pen_vary(float *out, const hwr_stroke_set *set, size_t i, const hwr_pen_options *o,
                   hwr_rng *rng) {
    const float *xy = set->xy + 2 * set->first_point[i];
    size_t n = set->first_point[i + 1] - set->first_point[i];
    const hwr_pen_box b = hwr_pen_bounds(xy, n);
    const float size = b.size > 0 ? b.size : 1;
    float grid[2][GRID][GRID];
    double angle = (double)hwr_rng_range(rng, -o->rotate, o->rotate) * 0.017453292519943295;
    float c = (float)hwr_cos(angle), s = (float)hwr_sin(angle);
    float shear = hwr_rng_range(rng, -o->shear, o->shear);
    float wide = (float)hwr_exp((double)hwr_rng_range(rng, -o->aspect, o->aspect));
    float width = (float)hwr_exp((double)hwr_rng_range(rng, -o->width, o->width));
    for (int k = 0; k < 2 * GRID * GRID; k++) (&grid[0][0][0])[k] = o->wobble * hwr_rng_normal(rng);
    for (size_t k = 0; k < n; k++) {
        float u = (xy[2 * k] - b.left) / size, v = (xy[2 * k + 1] - b.top) / size;
        float x = u + field(grid[0], u, v) + o->tremor * hwr_rng_normal(rng);
        float y = v + field(grid[1], u, v) + o->tremor * hwr_rng_normal(rng);
        x = wide * (x - shear * y);
        out[2 * k] = c * x - s * y;
        out[2 * k + 1] = s * x + c * y;
    }
    return width;
}

hwr_status hwr_pen_draw(hwr_preprocess *pre, const hwr_stroke_set *set, size_t i,
                        const hwr_pen_options *o, size_t other, hwr_rng *rng, float *scratch) {
    hwr_pen pen = hwr_pen_default;
    hwr_writing w;
    if (set->first_point[i + 1] == set->first_point[i]) return HWR_EMPTY;
    pen.width *= hwr_pen_vary(scratch, set, i, o, rng);
    if (hwr_write_anew(&w, set, i, other, scratch, rng))
        return hwr_preprocess_strokes(pre, w.xy, w.lengths, (size_t)w.n, &pen);
    const uint32_t *lengths = set->lengths + set->first_stroke[i];
    size_t strokes = set->first_stroke[i + 1] - set->first_stroke[i];
    return hwr_preprocess_strokes(pre, scratch, lengths, strokes, &pen);
}
