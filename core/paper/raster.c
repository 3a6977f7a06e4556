/* raster.c - one letter of the working picture, upright and alone. */
#include "parts.h"

#include <string.h>

enum { MARGIN = 8, INSIDE = HWR_PAPER_RASTER_SIDE - 2 * MARGIN };

/* How dark the letter is at a pixel, 0..255 of its piece's own darkness; 0 on other letters. */
static int ink_at(const hwr_paper *paper, int letter, int x, int y) {
    if (x < 0 || y < 0 || x >= (int)paper->width || y >= (int)paper->height) return 0;
    const size_t i = (size_t)y * paper->width + (size_t)x;
    const int32_t part = paper->label[i];
    if (part < 0 || paper->parts[part].letter != letter) return 0;
    return 255;
}

/* Bilinear between pixel centres. */
static float ink_between(const hwr_paper *paper, int letter, float x, float y) {
    const int j = (int)(x + 1e4f) - 10000, i = (int)(y + 1e4f) - 10000;
    const float s = x - (float)j, t = y - (float)i;
    const float top =
        (float)ink_at(paper, letter, j, i) * (1 - s) + (float)ink_at(paper, letter, j + 1, i) * s;
    const float bottom = (float)ink_at(paper, letter, j, i + 1) * (1 - s) +
                         (float)ink_at(paper, letter, j + 1, i + 1) * s;
    return top * (1 - t) + bottom * t;
}

void hwr_paper_raster(const hwr_paper *paper, size_t i, uint8_t *rgba, size_t *width,
                      size_t *height) {
    const hwr_paper_letter *l = &paper->letters[i];
    const float left = l->left / paper->scale, right = l->right / paper->scale;
    const float top = l->top / paper->scale, bottom = l->bottom / paper->scale;
    const float longer = right - left > bottom - top ? right - left : bottom - top;
    const float step = longer > INSIDE ? longer / INSIDE : 1; /* working pixels to one */
    const int w = (int)((right - left) / step) + 2 * MARGIN,
              h = (int)((bottom - top) / step) + 2 * MARGIN;
    const int sub = step > 1 ? (int)step + 1 : 1; /* samples a side */
    /* Turned back by the skew around the middle; a slope this small needs no square root. */
    const float cx = (left + right - 1) / 2, cy = (top + bottom - 1) / 2;
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            float sum = 0;
            for (int k = 0; k < sub * sub; k++) {
                const float u =
                    ((float)x + ((float)(k % sub) + .5f) / (float)sub - (float)w / 2) * step;
                const float v =
                    ((float)y + ((float)(k / sub) + .5f) / (float)sub - (float)h / 2) * step;
                sum +=
                    ink_between(paper, (int)i, cx + u - paper->skew * v, cy + v + paper->skew * u);
            }
            uint8_t *to = rgba + 4 * (y * w + x);
            memset(to, 255 - (int)(sum / (float)(sub * sub) + .5f), 3);
            to[3] = 255;
        }
    }
    *width = (size_t)w;
    *height = (size_t)h;
}
