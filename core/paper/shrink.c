/* shrink.c - the photograph as a grey working picture, by exact averages over its pixels. */
#include "parts.h"

#include <string.h>

/* What a transparent picture lies on: white under dark ink, black under light ink. */
static unsigned find_backdrop(const uint8_t *rgba, size_t pixels) {
    uint64_t luminance = 0, alpha = 0;
    for (size_t i = 0; i < pixels; i++) alpha += rgba[4 * i + 3];
    if (alpha >= (uint64_t)255 * pixels / 2) return 255;
    for (size_t i = 0; i < pixels; i++) {
        const uint8_t *p = rgba + 4 * i;
        luminance += (uint64_t)p[3] * (54u * p[0] + 183u * p[1] + 19u * p[2]);
    }
    return luminance >= alpha * 256 * 128 ? 0 : 255;
}

static unsigned grey_of(const uint8_t *p, unsigned backdrop) {
    const unsigned luminance = (54u * p[0] + 183u * p[1] + 19u * p[2]) >> 8;
    return p[3] == 255 ? luminance : (luminance * p[3] + backdrop * (255u - p[3])) / 255;
}

void hwr_paper_shrink(hwr_paper *paper, const uint8_t *rgba, size_t width, size_t height) {
    const unsigned backdrop = find_backdrop(rgba, width * height);
    if (width == paper->width && height == paper->height) {
        for (size_t i = 0; i < width * height; i++)
            paper->grey[i] = (uint8_t)grey_of(rgba + 4 * i, backdrop);
        return;
    }
    for (size_t y = 0; y < paper->height; y++) {
        const size_t top = y * height / paper->height, bottom = (y + 1) * height / paper->height;
        for (size_t x = 0; x < paper->width; x++) {
            const size_t left = x * width / paper->width, right = (x + 1) * width / paper->width;
            uint32_t sum = 0; /* at most 13 x 13 pixels, or a line of 16384 x 13 */
            for (size_t v = top; v < bottom; v++)
                for (size_t u = left; u < right; u++)
                    sum += grey_of(rgba + 4 * (v * width + u), backdrop);
            paper->grey[y * paper->width + x] = (uint8_t)(sum / ((bottom - top) * (right - left)));
        }
    }
}
