/* preprocess.c - 128x128 ink to the 28x28 image, as EMNIST was made.
 *
 * Cohen et al. 2017 (arXiv 1702.05373), figure 1. What the paper leaves open was
 * settled on the published files: where a letter's ink is 46 pixels long, its
 * image is reproduced to the grey level by a Gaussian truncated to whole levels,
 * the box of every level above 0, a border of 2 pixels counted before the
 * reduction, and an interpolation without anti-aliasing: 46 + 2 * (3 + 2) = 56,
 * two pixels to one. Integer arithmetic from the first step to the last. */
#include "ink.h"

#include <string.h>

enum {
    SIDE = HWR_INK_SIDE,
    REACH = 4,      /* of the Gaussian */
    BORDER = 2,     /* pixels around the box, before the reduction */
    UNIT = 1 << 14, /* fixed-point 1 of the bicubic weights */
    MAX_TAPS = 12   /* 4 * (128 + 2 * BORDER) / 28 / 2, and two for the ends */
};

/* exp(-k * k / 2) / sqrt(2 pi) in 1/4096; the nine of them sum to 4096. */
static const uint32_t gaussian[REACH + 1] = {1634, 991, 221, 18, 1};

typedef struct box {
    int left, top, right, bottom; /* right and bottom exclusive */
} box;

/* How one of the 28 output rows (or columns) is summed from the square. */
typedef struct taps {
    int first, count;
    int32_t weight[MAX_TAPS]; /* sum UNIT */
} taps;

hwr_status hwr_preprocess_clear(hwr_preprocess *pre) {
    memset(pre, 0, sizeof *pre);
    return HWR_EMPTY;
}

/* The box of everything above 0 inside `within`; empty where there is nothing. */
static box find_box(const uint8_t *pixels, box within) {
    box b = {within.right, within.bottom, within.left, within.top};
    for (int y = within.top; y < within.bottom; y++) {
        const uint8_t *row = pixels + y * SIDE;
        int left = within.left, right = within.right;
        while (left < right && !row[left]) left++;
        if (left == right) continue;
        while (!row[right - 1]) right--;
        b.left = left < b.left ? left : b.left;
        b.right = right > b.right ? right : b.right;
        b.top = y < b.top ? y : b.top;
        b.bottom = y + 1;
    }
    return b;
}

static box grow_box(box b, int by) {
    b.left = b.left > by ? b.left - by : 0;
    b.top = b.top > by ? b.top - by : 0;
    b.right = b.right + by < SIDE ? b.right + by : SIDE;
    b.bottom = b.bottom + by < SIDE ? b.bottom + by : SIDE;
    return b;
}

/* Gaussian, sigma 1, truncated to whole levels, over b: columns, then rows. What
 * leaves the frame is lost. The sums stay below 255 * 4096 * 4096 < 2^32. */
static void blur(uint8_t *blurred, const uint8_t *ink, box b) {
    uint32_t padded[SIDE + 2 * REACH] = {0};
    uint32_t *column = padded + REACH;
    memset(blurred, 0, HWR_INK_PIXELS);
    for (int y = b.top; y < b.bottom; y++) {
        const uint8_t *row = ink + y * SIDE;
        for (int x = b.left; x < b.right; x++) column[x] = gaussian[0] * row[x];
        for (int k = 1; k <= REACH; k++) {
            const uint8_t *above = row - k * SIDE, *below = row + k * SIDE;
            if (y - k >= 0) {
                for (int x = b.left; x < b.right; x++) column[x] += gaussian[k] * above[x];
            }
            if (y + k < SIDE) {
                for (int x = b.left; x < b.right; x++) column[x] += gaussian[k] * below[x];
            }
        }
        for (int x = b.left; x < b.right; x++) {
            const uint32_t *c = column + x;
            uint32_t sum = gaussian[0] * c[0] + gaussian[1] * (c[-1] + c[1]) +
                           gaussian[2] * (c[-2] + c[2]) + gaussian[3] * (c[-3] + c[3]) +
                           gaussian[4] * (c[-4] + c[4]);
            blurred[y * SIDE + x] = (uint8_t)(sum >> 24);
        }
    }
}

/* Keys' cubic, a = -1/2; t >= 0. */
static double cubic(double t) {
    if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
    if (t < 2) return ((-0.5 * t + 2.5) * t - 4) * t + 2;
    return 0;
}

/* Taps from `side` pixels to 28. Up to two pixels to one the blur suffices against
 * aliasing; beyond, the kernel is widened. */
static void make_taps(taps out[HWR_SIDE], int side) {
    double step = (double)side / HWR_SIDE, wide = step > 2 ? step / 2 : 1;
    for (int i = 0; i < HWR_SIDE; i++) {
        taps *t = &out[i];
        double centre = (i + 0.5) * step - 0.5;
        int first = (int)(centre - 2 * wide + SIDE) + 1 - SIDE; /* SIDE: casts round to zero */
        int count = (int)(centre + 2 * wide + SIDE) - SIDE - first + 1;
        double weight[MAX_TAPS], sum = 0;
        for (int k = 0; k < count; k++) {
            double distance = (first + k - centre) / wide;
            weight[k] = cubic(distance < 0 ? -distance : distance);
            sum += weight[k];
        }
        int32_t rest = UNIT;
        for (int k = 0; k < count; k++) {
            t->weight[k] = (int32_t)(weight[k] / sum * UNIT + UNIT + 0.5) - UNIT;
            rest -= t->weight[k];
        }
        t->weight[count / 2] += rest;
        t->first = first;
        t->count = count;
    }
}

/* The part of t that falls inside [low, high) when the square starts at `origin`. */
static void clip_taps(const taps *t, int origin, int low, int high, int *from, int *to) {
    int first = origin + t->first;
    *from = first < low ? low - first : 0;
    *to = first + t->count > high ? high - first : t->count;
}

/* The square of `side` pixels that starts at (x, y), to 28x28; outside b there is
 * nothing. Overshoot is clamped. Returns the maximum. */
static int reduce(uint8_t *image, const uint8_t *blurred, box b, int x, int y, int side) {
    taps table[HWR_SIDE];
    int32_t line[SIDE];
    int maximum = 0;
    make_taps(table, side);
    for (int i = 0; i < HWR_SIDE; i++) {
        int from, to;
        memset(line, 0, sizeof line);
        clip_taps(&table[i], y, b.top, b.bottom, &from, &to);
        for (int k = from; k < to; k++) {
            const uint8_t *row = blurred + (y + table[i].first + k) * SIDE;
            int32_t weight = table[i].weight[k];
            for (int c = b.left; c < b.right; c++) line[c] += weight * row[c];
        }
        for (int c = b.left; c < b.right; c++) line[c] /= 64; /* room for the second product */
        for (int j = 0; j < HWR_SIDE; j++) {
            int32_t sum = 0;
            clip_taps(&table[j], x, b.left, b.right, &from, &to);
            for (int k = from; k < to; k++)
                sum += table[j].weight[k] * line[x + table[j].first + k];
            int value = sum < 0 ? 0 : sum / (UNIT / 64 * UNIT);
            value = value > 255 ? 255 : value;
            image[i * HWR_SIDE + j] = (uint8_t)value;
            maximum = value > maximum ? value : maximum;
        }
    }
    return maximum;
}

hwr_status hwr_preprocess_ink(hwr_preprocess *pre) {
    box b = find_box(pre->ink, (box){0, 0, SIDE, SIDE});
    if (b.right <= b.left) return hwr_preprocess_clear(pre);
    b = grow_box(b, REACH);
    blur(pre->blurred, pre->ink, b);
    b = find_box(pre->blurred, b);
    if (b.right <= b.left) return hwr_preprocess_clear(pre);

    int width = b.right - b.left, height = b.bottom - b.top;
    int side = (width > height ? width : height) + 2 * BORDER;
    /* The odd pixel goes left and on top, where the published images have it. */
    int x = b.left - (side - width + 1) / 2, y = b.top - (side - height + 1) / 2;
    int maximum = reduce(pre->image, pre->blurred, b, x, y, side);
    if (maximum == 0) return hwr_preprocess_clear(pre);
    for (int i = 0; i < HWR_PIXELS; i++) {
        pre->image[i] = (uint8_t)(pre->image[i] * 255 / maximum);
    }
    pre->left = b.left;
    pre->top = b.top;
    pre->right = b.right;
    pre->bottom = b.bottom;
    return HWR_OK;
}
