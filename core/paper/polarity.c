/* polarity.c - dark ink on light paper, or chalk on a board: by which of the two stands out. */
#include "parts.h"

#include <string.h>

enum { EVERY = 4 }; /* pixel is looked at, in both directions */

/* The grey picture, every EVERY-th pixel, summed over all above and left: (h + 1, w + 1). */
typedef struct sums {
    uint32_t *sum;
    size_t w, h;
} sums;

static void sum_grey(const sums *s, const hwr_paper *paper) {
    const size_t row = s->w + 1;
    memset(s->sum, 0, row * sizeof *s->sum);
    for (size_t y = 0; y < s->h; y++) {
        const uint8_t *grey = paper->grey + y * EVERY * paper->width;
        const uint32_t *above = s->sum + y * row;
        uint32_t *to = s->sum + (y + 1) * row, of_row = 0;
        to[0] = 0;
        for (size_t x = 0; x < s->w; x++) {
            of_row += grey[x * EVERY];
            to[x + 1] = above[x + 1] + of_row;
        }
    }
}

/* The sum of the cubes of what stands out from the mean of a square around, in percent of the sum
 * of their sizes: negative for dark ink on light paper. */
static int skewness(const sums *s, const hwr_paper *paper, size_t reach) {
    const size_t w = s->w, h = s->h, row = w + 1;
    int64_t total = 0, size = 1;
    for (size_t y = 0; y < h; y++) {
        const uint32_t *top = s->sum + (y > reach ? y - reach : 0) * row;
        const uint32_t *bottom = s->sum + (y + reach < h ? y + reach + 1 : h) * row;
        const uint32_t high = (uint32_t)((size_t)(bottom - top) / row);
        for (size_t x = 0; x < w; x++) {
            const size_t left = x > reach ? x - reach : 0,
                         right = x + reach < w ? x + reach + 1 : w;
            const uint32_t all = bottom[right] - bottom[left] - top[right] + top[left];
            const int64_t mean = all / (high * (uint32_t)(right - left));
            const int64_t d = paper->grey[y * EVERY * paper->width + x * EVERY] - mean;
            total += d * d * d;
            size += d < 0 ? -d * d * d : d * d * d;
        }
    }
    return (int)(100 * total / size);
}

/* A marker's letter may fill the square by half: where that tells nothing, a larger one may. */
int hwr_paper_is_light_on_dark(const hwr_paper *paper) {
    enum { UNSURE = 25, SURE = 30 };
    const size_t reach = (size_t)hwr_paper_reach(paper->width, paper->height) / EVERY + 1;
    const sums s = {(uint32_t *)(void *)paper->label, (paper->width + EVERY - 1) / EVERY,
                    (paper->height + EVERY - 1) / EVERY};
    sum_grey(&s, paper);
    const int near = skewness(&s, paper, reach);
    if (near < -UNSURE || near > UNSURE) return near > 0;
    const int far = skewness(&s, paper, 2 * reach);
    return (far < -SURE || far > SURE ? far : near) > 0;
}
