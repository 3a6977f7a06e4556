/* pixels.c - a picture to the same binary ink that strokes give.
 *
 * 1. The paper's colour is the median of the border. A pixel's deviation is the
 *    largest difference of a channel to it, times alpha; so polarity and the
 *    colour of the ink do not matter.
 * 2. Deviation becomes coverage by a soft threshold half-way between the paper's
 *    own unevenness and the ink.
 * 3. The ink's box is averaged into a 128x128 raster. There the stroke width is
 *    measured, and grown or shrunk to hwr_pen_default's in proportion: a letter drawn
 *    with a hairline or a marker then looks like one drawn here.
 * 4. A second average brings it to hwr_pen_default's extent.
 *
 * The two rasters are pre->ink and pre->blurred; nothing else is stored. */
#include "ink.h"

#include <string.h>

enum {
    SIDE = HWR_INK_SIDE,
    WORK = 104,         /* longer side of the ink in the raster of step 3 */
    LEAST_CONTRAST = 32 /* of 255, between ink and paper */
};

/* A picture, or (rgba null) one of the rasters. */
typedef struct source {
    const uint8_t *rgba; /* (height, width, 4) */
    const uint8_t *grey; /* (SIDE, SIDE) */
    size_t width, height;
    int paper[3];
    uint8_t coverage[256]; /* deviation -> 0..255 */
} source;

typedef struct region {
    size_t left, top, right, bottom; /* right and bottom exclusive */
} region;

static int source_deviation(const source *s, size_t x, size_t y) {
    const uint8_t *pixel = s->rgba + 4 * (y * s->width + x);
    int largest = 0;
    for (int c = 0; c < 3; c++) {
        int d = pixel[c] > s->paper[c] ? pixel[c] - s->paper[c] : s->paper[c] - pixel[c];
        largest = d > largest ? d : largest;
    }
    return largest * pixel[3] / 255;
}

/* How many of the `most` pixels from the first on equal it, or fewer: an odd number, found
 * by pairs. Pictures of drawings are nearly all paper, and what holds for one pixel need
 * not be found for the next. */
static size_t run_length(const uint8_t *pixel, size_t most) {
    uint8_t two[8];
    uint64_t first, next;
    size_t n = 1;
    memcpy(two, pixel, 4);
    memcpy(two + 4, pixel, 4);
    memcpy(&first, two, sizeof first);
    for (; n + 2 <= most; n += 2) {
        memcpy(&next, pixel + 4 * n, sizeof next);
        if (next != first) break;
    }
    return n;
}

/* The same from column x on, up to column end; 1 in a raster. */
static size_t source_run(const source *s, size_t x, size_t end, size_t y) {
    return s->rgba ? run_length(s->rgba + 4 * (y * s->width + x), end - x) : 1;
}

static int source_coverage(const source *s, size_t x, size_t y) {
    if (!s->rgba) return s->grey[y * SIDE + x];
    return s->coverage[source_deviation(s, x, y)];
}

/* ---- 1. The paper ---- */

/* Pixel i of the border, counted in no particular order; the corners twice. */
static void border_pixel(const source *s, size_t i, size_t *x, size_t *y) {
    if (i < 2 * s->width) {
        *x = i / 2;
        *y = i % 2 ? s->height - 1 : 0;
    } else {
        *x = i % 2 ? s->width - 1 : 0;
        *y = (i - 2 * s->width) / 2;
    }
}

static size_t border_length(const source *s) {
    return 2 * (s->width + s->height);
}

/* The smallest value that at least `rank` of the counted ones do not exceed. */
static int histogram_rank(const uint32_t count[256], size_t rank) {
    size_t sum = 0;
    for (int value = 0; value < 255; value++) {
        sum += count[value];
        if (sum >= rank) return value;
    }
    return 255;
}

/* 255 under dark ink, 0 under light ink: the paper of a transparent picture. */
static int contrasting_paper(const source *s) {
    uint64_t luminance = 0, alpha = 0;
    const size_t pixels = s->width * s->height;
    for (size_t i = 0, n; i < pixels; i += n) {
        const uint8_t *p = s->rgba + 4 * i;
        n = run_length(p, pixels - i);
        luminance += (uint64_t)n * p[3] * (54u * p[0] + 183u * p[1] + 19u * p[2]);
        alpha += (uint64_t)n * p[3];
    }
    return luminance < alpha * 256 * 128 ? 255 : 0;
}

static void find_paper(source *s) {
    uint32_t count[3][256] = {{0}};
    size_t opaque = 0, x, y;
    for (size_t i = 0; i < border_length(s); i++) {
        border_pixel(s, i, &x, &y);
        const uint8_t *pixel = s->rgba + 4 * (y * s->width + x);
        if (pixel[3] < 128) continue;
        for (int c = 0; c < 3; c++) count[c][pixel[c]]++;
        opaque++;
    }
    if (2 * opaque < border_length(s)) {
        s->paper[0] = s->paper[1] = s->paper[2] = contrasting_paper(s);
        return;
    }
    for (int c = 0; c < 3; c++) s->paper[c] = histogram_rank(count[c], (opaque + 1) / 2);
}

/* ---- 2. The threshold ---- */

/* Fills s->coverage: 0 up to a quarter of the way from paper to ink, 255 from three
 * quarters on. 0 where there is no ink to speak of. */
static int find_threshold(source *s) {
    uint32_t border[256] = {0}, all[256] = {0};
    size_t pixels = s->width * s->height, x, y;
    for (size_t i = 0; i < border_length(s); i++) {
        border_pixel(s, i, &x, &y);
        border[source_deviation(s, x, y)]++;
    }
    for (y = 0; y < s->height; y++) {
        for (size_t n, at = 0; at < s->width; at += n) {
            n = source_run(s, at, s->width, y);
            all[source_deviation(s, at, y)] += (uint32_t)n;
        }
    }
    int paper = histogram_rank(border, border_length(s) * 3 / 4);
    int ink = histogram_rank(all, pixels - pixels / 16384);
    if (ink - paper < LEAST_CONTRAST || ink < 4 * paper) return 0;
    int low = paper + (ink - paper) / 4, high = ink - (ink - paper) / 4;
    for (int d = 0; d < 256; d++) {
        int value = d <= low ? 0 : (d - low) * 255 / (high - low);
        s->coverage[d] = (uint8_t)(value > 255 ? 255 : value);
    }
    return 1;
}

/* The box of coverage above a half; empty (right == 0) where there is none. */
static region find_region(const source *s) {
    region r = {s->width, s->height, 0, 0};
    for (size_t y = 0; y < s->height; y++) {
        size_t x = 0;
        while (x < s->width) {
            const size_t n = source_run(s, x, s->width, y);
            const int ink = source_coverage(s, x, y) >= 128;
            x += n;
            if (!ink) continue;
            r.left = x - n < r.left ? x - n : r.left;
            r.right = x > r.right ? x : r.right;
            r.top = y < r.top ? y : r.top;
            r.bottom = y + 1;
            x = r.right; /* only what lies beyond can change the box */
        }
    }
    return r;
}

/* Of a region that is not empty. */
static double region_side(const region *r) {
    size_t width = r->right - r->left, height = r->bottom - r->top;
    return (double)(width > height ? width : height);
}

/* ---- Averaging ---- */

/* Where one raster row or column lies in the source, in 1/256 pixel. */
typedef struct window {
    int64_t low, high; /* before clipping: high - low is the full weight */
    size_t first, end; /* pixels it touches inside the source */
} window;

static window make_window(int i, double middle, double step, size_t length) {
    double centre = middle + (i + 0.5 - SIDE / 2) * step, half = step > 1 ? step / 2 : 0.5;
    const double offset = 1 << 23; /* casts round to zero: stay above it */
    window w;
    w.low = (int64_t)((centre - half + offset) * 256 + 0.5) - (int64_t)offset * 256;
    w.high = (int64_t)((centre + half + offset) * 256 + 0.5) - (int64_t)offset * 256;
    w.first = w.low > 0 ? (size_t)(w.low / 256) : 0;
    w.end = w.high > 0 ? (size_t)((w.high + 255) / 256) : 0;
    w.end = w.end < length ? w.end : length;
    return w;
}

/* Of n pixels from i on. */
static uint32_t window_weight(const window *w, size_t i, size_t n) {
    int64_t low = (int64_t)i * 256, high = low + (int64_t)n * 256;
    low = low > w->low ? low : w->low;
    high = high < w->high ? high : w->high;
    return (uint32_t)(high - low);
}

static int window_misses(const window *w, size_t low, size_t high) {
    return w->end <= low || w->first >= high;
}

/* The part of the source in and around r, moved to the middle of the raster, `step`
 * source pixels to one: box average, or linear interpolation where step < 1. */
static void average(uint8_t *raster, const source *s, const region *r, double step) {
    double middle_x = (double)(r->left + r->right) / 2;
    double middle_y = (double)(r->top + r->bottom) / 2;
    window across[SIDE];
    for (int j = 0; j < SIDE; j++) across[j] = make_window(j, middle_x, step, s->width);
    memset(raster, 0, HWR_INK_PIXELS);
    for (int i = 0; i < SIDE; i++) {
        window down = make_window(i, middle_y, step, s->height);
        if (window_misses(&down, r->top, r->bottom)) continue;
        for (int j = 0; j < SIDE; j++) {
            const window *w = &across[j];
            uint64_t sum = 0;
            if (window_misses(w, r->left, r->right)) continue;
            for (size_t y = down.first; y < down.end; y++) {
                uint32_t line = 0; /* at most 255 * 256 * (16384 / 104 + 1) */
                for (size_t x = w->first, n; x < w->end; x += n) {
                    n = source_run(s, x, w->end, y);
                    line += window_weight(w, x, n) * (uint32_t)source_coverage(s, x, y);
                }
                sum += (uint64_t)line * window_weight(&down, y, 1);
            }
            uint64_t full = (uint64_t)((down.high - down.low) * (w->high - w->low));
            raster[i * SIDE + j] = (uint8_t)(sum / full);
        }
    }
}

static void binarise(uint8_t *raster, int threshold) {
    for (int i = 0; i < HWR_INK_PIXELS; i++) raster[i] = raster[i] >= threshold ? 255 : 0;
}

/* ---- 3. The stroke width ---- */

/* Takes the raster in pre->blurred, whose ink fills a box of this side (> 0), to pre->ink
 * with strokes as wide, for the letter's size, as hwr_pen_default draws them. Returns the
 * source step for the last average. Shrinking by half of what would erase a stroke is the
 * most it does. */
static double adjust_width(hwr_preprocess *pre, double side) {
    const hwr_pen *pen = &hwr_pen_default;
    double width = hwr_ink_width(pre->blurred);
    if (3 * width > 2 * side) { /* a dot, or a blob: nothing that has a stroke */
        memcpy(pre->ink, pre->blurred, HWR_INK_PIXELS);
        return width / (double)pen->width;
    }
    double change = ((side - width) * (double)pen->width / (double)pen->extent - width) / 2;
    if (change < -width / 4) change = -width / 4;
    hwr_ink_grow(pre->ink, pre->blurred, change > 0 ? 255 : 0, change > 0 ? change : -change);
    return (side - width) / (double)pen->extent;
}

hwr_status hwr_preprocess_pixels(hwr_preprocess *pre, const uint8_t *rgba, size_t width,
                                 size_t height) {
    if (width == 0 || height == 0) return HWR_ERR_ARGUMENT;
    if (width > HWR_MAX_IMAGE_SIDE || height > HWR_MAX_IMAGE_SIDE) return HWR_ERR_TOO_LARGE;
    source picture = {.rgba = rgba, .width = width, .height = height};
    find_paper(&picture);
    if (!find_threshold(&picture)) return hwr_preprocess_clear(pre);
    region r = find_region(&picture);
    if (r.right == 0) return hwr_preprocess_clear(pre);

    /* A thin line fills its raster pixels only in part once the picture is reduced. */
    double step = region_side(&r) / WORK;
    average(pre->blurred, &picture, &r, step);
    int threshold = 128;
    if (step > 1) {
        int highest = 0;
        for (int i = 0; i < HWR_INK_PIXELS; i++) {
            highest = pre->blurred[i] > highest ? pre->blurred[i] : highest;
        }
        threshold = highest / 4 > 8 ? highest / 4 : 8;
    }
    binarise(pre->blurred, threshold);

    source raster = {.grey = pre->blurred, .width = SIDE, .height = SIDE};
    r = find_region(&raster);
    if (r.right == 0) return hwr_preprocess_clear(pre); /* specks too small to leave a trace */
    step = adjust_width(pre, region_side(&r));
    memcpy(pre->blurred, pre->ink, HWR_INK_PIXELS);
    r = find_region(&raster);
    if (r.right == 0) return hwr_preprocess_clear(pre);
    average(pre->ink, &raster, &r, step);
    binarise(pre->ink, 128);
    return hwr_preprocess_ink(pre);
}
