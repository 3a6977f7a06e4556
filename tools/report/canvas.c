#include "canvas.h"

#include <math.h>
#include <string.h>

typedef struct frame {
    float scale, x, y; /* canvas = scale * stroke + (x, y) */
} frame;

static frame fit(const float *xy, size_t points, size_t side) {
    float low[2] = {xy[0], xy[1]}, high[2] = {xy[0], xy[1]};
    for (size_t i = 0; i < 2 * points; i++) {
        low[i % 2] = fminf(low[i % 2], xy[i]);
        high[i % 2] = fmaxf(high[i % 2], xy[i]);
    }
    float longer = fmaxf(high[0] - low[0], high[1] - low[1]);
    float scale = longer > 0 ? 0.7f * (float)side / longer : 1, middle = (float)side / 2;
    return (frame){scale, middle - scale * (low[0] + high[0]) / 2,
                   middle - scale * (low[1] + high[1]) / 2};
}

static int clamp(float x, size_t side) {
    return x < 0 ? 0 : x > (float)side ? (int)side : (int)x;
}

/* One round-ended line from p to q, over what is there; the ink is kept in alpha. */
static void draw_line(uint8_t *rgba, const tool_canvas_style *style, const float p[2],
                      const float q[2]) {
    float r = style->pen / 2, dx = q[0] - p[0], dy = q[1] - p[1], length2 = dx * dx + dy * dy;
    int left = clamp(fminf(p[0], q[0]) - r - 1, style->side),
        top = clamp(fminf(p[1], q[1]) - r - 1, style->side);
    int right = clamp(fmaxf(p[0], q[0]) + r + 2, style->side);
    int bottom = clamp(fmaxf(p[1], q[1]) + r + 2, style->side);
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            float ex = (float)x + 0.5f - p[0], ey = (float)y + 0.5f - p[1];
            float t = length2 > 0 ? fminf(fmaxf((ex * dx + ey * dy) / length2, 0), 1) : 0;
            float cover = r + 0.5f - hypotf(ex - t * dx, ey - t * dy);
            uint8_t ink = (uint8_t)(255 * fminf(fmaxf(cover, 0), 1));
            uint8_t *alpha = rgba + 4 * ((size_t)y * style->side + (size_t)x) + 3;
            if (ink > *alpha) *alpha = ink;
        }
}

void tool_canvas_draw(uint8_t *rgba, const tool_canvas_style *style, const float *xy,
                      const uint32_t *lengths, size_t n_strokes) {
    size_t points = 0;
    memset(rgba, 0, 4 * style->side * style->side);
    for (size_t s = 0; s < n_strokes; s++) points += lengths[s];
    frame f = points ? fit(xy, points, style->side) : (frame){1, 0, 0};
    for (size_t s = 0; s < n_strokes; s++)
        for (uint32_t k = 0; k < lengths[s]; k++, xy += 2) {
            const float *next = k + 1 < lengths[s] ? xy + 2 : xy;
            float p[2] = {f.scale * xy[0] + f.x, f.scale * xy[1] + f.y};
            float q[2] = {f.scale * next[0] + f.x, f.scale * next[1] + f.y};
            draw_line(rgba, style, p, q);
        }
    for (size_t i = 0; i < style->side * style->side; i++) {
        uint8_t ink = rgba[4 * i + 3], level = style->light_on_dark ? ink : (uint8_t)(255 - ink);
        memset(rgba + 4 * i, level, 3);
        rgba[4 * i + 3] = 255;
    }
}
