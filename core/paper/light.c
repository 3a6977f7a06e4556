/* light.c - uneven light taken out, by a morphological closing of the grey picture.
 *
 * The closing with a square keeps whatever a square fits into: the paper's light however it falls
 * off, a shadow with any edge, the table, a finger. It fills what is thinner: strokes. Beyond its
 * borders the picture goes on as it ends, so that a narrow strip of table is no stroke. Running
 * extremes cost the same for any square (van Herk 1992; Gil and Werman 1993).
 *
 * depth = (closed - grey) / closed is the share of light that ink takes away. Noise lifts the
 * closing above the paper; how far is measured in blocks as large as the square. */
#include "parts.h"

#include <string.h>

enum { LINES = HWR_PAPER_LINES, DARKEST = 24, MAX_BLOCKS = 10 };

/* ---- Polarity ---- */

/* Σ of the cubes of what stands out from the mean around: negative for dark ink on light paper. */
static int64_t skewness(const hwr_paper *paper) {
    const size_t w = paper->width, h = paper->height;
    uint32_t *sum = (uint32_t *)(void *)paper->label; /* integral image, (h, w) */
    const size_t reach = (size_t)hwr_paper_reach(w, h) + 1;
    for (size_t y = 0; y < h; y++) {
        uint32_t row = 0;
        for (size_t x = 0; x < w; x++) {
            row += paper->grey[y * w + x];
            sum[y * w + x] = row + (y ? sum[(y - 1) * w + x] : 0);
        }
    }
    int64_t total = 0;
    for (size_t y = 0; y < h; y += 2) {
        const size_t top = y > reach ? y - reach : 0, end_y = y + reach < h ? y + reach : h - 1;
        for (size_t x = 0; x < w; x += 2) {
            const size_t left = x > reach ? x - reach : 0,
                         end_x = x + reach < w ? x + reach : w - 1;
            const uint32_t area =
                (uint32_t)((end_y - top + (top == 0)) * (end_x - left + (left == 0)));
            uint32_t s = sum[end_y * w + end_x];
            if (top) s -= sum[top * w + end_x];
            if (left) s -= sum[end_y * w + left];
            if (top && left) s += sum[top * w + left];
            const int64_t d = (int64_t)paper->grey[y * w + x] - (area ? s / area : 0);
            total += d * d * d;
        }
    }
    return total;
}

/* ---- Smoothing ---- */

/* 1 2 1 in both directions, in place: most of the sensor's noise, little of a stroke. */
static void smooth(uint8_t *grey, size_t w, size_t h, uint8_t *rows) {
    uint8_t *above = rows, *here = rows + w;
    for (size_t y = 0; y < h; y++) {
        uint8_t *row = grey + y * w;
        for (size_t x = 0; x < w; x++) {
            const unsigned l = row[x ? x - 1 : 0], r = row[x + 1 < w ? x + 1 : x];
            here[x] = (uint8_t)((l + 2u * row[x] + r + 2) / 4);
        }
        memcpy(row, here, w);
    }
    memcpy(above, grey, w);
    for (size_t y = 0; y < h; y++) {
        uint8_t *row = grey + y * w, *below = grey + (y + 1 < h ? y + 1 : y) * w;
        memcpy(here, row, w);
        for (size_t x = 0; x < w; x++)
            row[x] = (uint8_t)((above[x] + 2u * here[x] + below[x] + 2) / 4);
        memcpy(above, here, w);
    }
}

/* ---- The closing ---- */

static inline uint8_t extreme(uint8_t a, uint8_t b, int largest) {
    return largest ? (a > b ? a : b) : (a < b ? a : b);
}

/* LINES lines of `length` values side by side in line; from[i] runs forward from the last multiple
 * of `window`, back[i] backward from the next. */
static void run_extremes(uint8_t *from, uint8_t *back, const uint8_t *line, int length, int window,
                         int largest) {
    for (int i = 0; i < length; i++) {
        const uint8_t *in = line + i * LINES;
        uint8_t *out = from + i * LINES;
        if (i % window == 0)
            memcpy(out, in, LINES);
        else
            for (int k = 0; k < LINES; k++) out[k] = extreme(out[k - LINES], in[k], largest);
    }
    for (int i = length - 1; i >= 0; i--) {
        const uint8_t *in = line + i * LINES;
        uint8_t *out = back + i * LINES;
        if (i == length - 1 || i % window == window - 1)
            memcpy(out, in, LINES);
        else
            for (int k = 0; k < LINES; k++) out[k] = extreme(out[k + LINES], in[k], largest);
    }
}

/* A bundle of n lines through memory: value j of line i is at i * across + j * along. */
typedef struct bundle {
    const uint8_t *in;
    uint8_t *out;
    size_t in_across, in_along, out_across, out_along;
    int n, length, pad; /* lines; values in each; how often the first and last are repeated */
} bundle;

/* Each output is the extreme of 2 reach + 1 values: length + 2 pad - 2 reach of them a line. */
static void filter(const bundle *b, int reach, int largest, uint8_t *work) {
    const int padded = b->length + 2 * b->pad, window = 2 * reach + 1, outputs = padded - 2 * reach;
    uint8_t *line = work, *from = line + (size_t)padded * LINES,
            *back = from + (size_t)padded * LINES;
    for (int first = 0; first < b->n; first += LINES) {
        const int n = b->n - first < LINES ? b->n - first : LINES;
        for (int k = 0; k < n; k++) {
            const uint8_t *in = b->in + (size_t)(first + k) * b->in_across;
            for (int j = 0; j < padded; j++) {
                const int at = j < b->pad ? 0 : j - b->pad < b->length ? j - b->pad : b->length - 1;
                line[j * LINES + k] = in[(size_t)at * b->in_along];
            }
        }
        run_extremes(from, back, line, padded, window, largest);
        for (int k = 0; k < n; k++) {
            uint8_t *out = b->out + (size_t)(first + k) * b->out_across;
            for (int j = 0; j < outputs; j++)
                out[(size_t)j * b->out_along] =
                    extreme(back[j * LINES + k], from[(j + window - 1) * LINES + k], largest);
        }
    }
}

/* grey closed with a square of 2 reach + 1 pixels, into depth. */
static void close_grey(hwr_paper *paper) {
    const int reach = hwr_paper_reach(paper->width, paper->height);
    const int w = (int)paper->width, h = (int)paper->height, pw = w + 2 * reach, ph = h + 2 * reach;
    uint8_t *padded = paper->scratch, *work = padded + (size_t)pw * (size_t)ph;
    uint8_t *middle = padded + (size_t)reach * (size_t)pw;
    const size_t row = (size_t)pw;
    filter(&(bundle){paper->grey, middle, (size_t)w, 1, row, 1, h, w, 2 * reach}, reach, 1, work);
    filter(&(bundle){middle, padded, 1, row, 1, row, pw, h, 2 * reach}, reach, 1, work);
    filter(&(bundle){padded, middle, 1, row, 1, row, pw, ph, 0}, reach, 0, work);
    filter(&(bundle){middle, paper->depth, row, 1, (size_t)w, 1, h, pw, 0}, reach, 0, work);
}

/* ---- From light to depth ---- */

/* What noise makes of bare paper: the middle of a block's depths, and how far they spread. */
typedef struct blocks {
    int side, across, down;
    float middle[MAX_BLOCKS * MAX_BLOCKS], spread[MAX_BLOCKS * MAX_BLOCKS];
} blocks;

static int rank(const uint32_t count[256], uint32_t wanted) {
    uint32_t sum = 0;
    for (int v = 0; v < 255; v++) {
        sum += count[v];
        if (sum > wanted) return v;
    }
    return 255;
}

static void measure_block(blocks *b, const hwr_paper *paper, int i, int j) {
    const size_t side = (size_t)b->side, left = (size_t)j * side, top = (size_t)i * side;
    const size_t right = left + side < paper->width ? left + side : paper->width;
    const size_t bottom = top + side < paper->height ? top + side : paper->height;
    uint32_t count[256] = {0}, n = 0;
    for (size_t y = top; y < bottom; y++)
        for (size_t x = left; x < right; x++, n++) count[paper->depth[y * paper->width + x]]++;
    const int low = rank(count, n / 20), middle = rank(count, n / 3);
    b->middle[i * b->across + j] = (float)middle;
    b->spread[i * b->across + j] = (float)(middle - low);
}

/* The least of a block and those around it: a block may be full of ink. */
static void spread_least(const blocks *b, float *value) {
    float least[MAX_BLOCKS * MAX_BLOCKS];
    for (int i = 0; i < b->down; i++) {
        for (int j = 0; j < b->across; j++) {
            float *to = &least[i * b->across + j];
            *to = value[i * b->across + j];
            for (int k = 0; k < 9; k++) {
                const int y = i + k / 3 - 1, x = j + k % 3 - 1;
                if (y < 0 || x < 0 || y >= b->down || x >= b->across) continue;
                if (value[y * b->across + x] < *to) *to = value[y * b->across + x];
            }
        }
    }
    memcpy(value, least, (size_t)(b->down * b->across) * sizeof *value);
}

/* Between the middles of the blocks. */
static float between(const blocks *b, const float *value, float x, float y) {
    const float u = x / (float)b->side - .5f, v = y / (float)b->side - .5f;
    int j = u < 0 ? 0 : (int)u, i = v < 0 ? 0 : (int)v;
    const int j1 = j + 1 < b->across ? j + 1 : b->across - 1,
              i1 = i + 1 < b->down ? i + 1 : b->down - 1;
    j = j < b->across ? j : b->across - 1;
    i = i < b->down ? i : b->down - 1;
    const float s = u < 0 ? 0 : u - (float)j, t = v < 0 ? 0 : v - (float)i;
    const float top = value[i * b->across + j] * (1 - s) + value[i * b->across + j1] * s;
    const float bottom = value[i1 * b->across + j] * (1 - s) + value[i1 * b->across + j1] * s;
    return top * (1 - t) + bottom * t;
}

static void subtract_noise(hwr_paper *paper, const blocks *b, float usual) {
    for (size_t y = 0; y < paper->height; y++) {
        for (size_t x = 0; x < paper->width; x++) {
            uint8_t *d = paper->depth + y * paper->width + x;
            const float spread = between(b, b->spread, (float)x, (float)y);
            /* Where noise is stronger than usual, more of it goes. */
            const float value = (float)*d - between(b, b->middle, (float)x, (float)y) -
                                3 * (spread > usual ? spread - usual : 0);
            *d = (uint8_t)(value < 0 ? 0 : value);
        }
    }
}

int hwr_paper_flatten(hwr_paper *paper) {
    const size_t pixels = paper->width * paper->height;
    paper->light_on_dark = skewness(paper) > 0;
    if (paper->light_on_dark)
        for (size_t i = 0; i < pixels; i++) paper->grey[i] = (uint8_t)(255 - paper->grey[i]);
    if (paper->width > 200 || paper->height > 200)
        smooth(paper->grey, paper->width, paper->height, paper->scratch);
    close_grey(paper);
    hwr_paper_find_sheet(paper);
    for (size_t i = 0; i < pixels; i++) {
        const int closed = paper->depth[i], taken = closed - paper->grey[i];
        paper->depth[i] = (uint8_t)(255 * taken / (closed > DARKEST ? closed : DARKEST));
    }
    blocks b = {.side = 2 * hwr_paper_reach(paper->width, paper->height) + 1};
    b.across = ((int)paper->width + b.side - 1) / b.side;
    b.down = ((int)paper->height + b.side - 1) / b.side;
    uint32_t count[256] = {0};
    for (int i = 0; i < b.down; i++) {
        for (int j = 0; j < b.across; j++) {
            measure_block(&b, paper, i, j);
            count[(int)b.spread[i * b.across + j]]++;
        }
    }
    spread_least(&b, b.middle);
    spread_least(&b, b.spread);
    const int usual = rank(count, (uint32_t)(b.across * b.down) / 2);
    subtract_noise(paper, &b, (float)usual);
    return 16 + 2 * usual;
}
