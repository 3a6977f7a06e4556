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

/* The larger of LINES values each. WebAssembly has eight in a register at most, where native code
 * has them all: the highest bit of each byte of `less` says that b's is the larger. */
static void take_larger(uint8_t *out, const uint8_t *a, const uint8_t *b) {
#ifdef __wasm__
    const uint64_t high = 0x8080808080808080u;
    for (int k = 0; k < LINES; k += 8) {
        uint64_t x, y;
        memcpy(&x, a + k, 8);
        memcpy(&y, b + k, 8);
        const uint64_t low_less = ~((x | high) - (y & ~high)), differ = x ^ y;
        const uint64_t less = ((differ & y) | (~differ & low_less)) & high;
        x ^= differ & ((less << 1) - (less >> 7));
        memcpy(out + k, &x, 8);
    }
#else
    for (int k = 0; k < LINES; k++) out[k] = a[k] > b[k] ? a[k] : b[k];
#endif
}

/* LINES lines of `length` values side by side in line; from[i] is the largest forward from the last
 * multiple of `window`, back[i] backward from the next. */
static void run_largest(uint8_t *from, uint8_t *back, const uint8_t *line, int length, int window) {
    for (int i = 0; i < length; i++) {
        const uint8_t *in = line + i * LINES, *last = i % window ? from + (i - 1) * LINES : in;
        take_larger(from + i * LINES, last, in);
    }
    for (int i = length - 1; i >= 0; i--) {
        const int start = i == length - 1 || i % window == window - 1;
        const uint8_t *in = line + i * LINES, *last = start ? in : back + (i + 1) * LINES;
        take_larger(back + i * LINES, last, in);
    }
}

/* A bundle of n lines through memory: value j of line i is at i * across + j * along. */
typedef struct bundle {
    const uint8_t *in;
    uint8_t *out;
    size_t in_across, in_along, out_across, out_along;
    int n, length, pad; /* lines; values in each; how often the first and last are repeated */
} bundle;

/* One value of each of n lines; of LINES without a call. */
static void copy_values(uint8_t *to, const uint8_t *from, int n) {
    if (n == LINES)
        memcpy(to, from, LINES);
    else
        memcpy(to, from, (size_t)n);
}

/* LINES lines into line, value by value; whichever way lies together in memory is gone first. */
static void gather(uint8_t *line, const bundle *b, int first, int n, int padded) {
    const uint8_t *in = b->in + (size_t)first * b->in_across;
    for (int j = 0; j < padded && b->in_across == 1; j++) {
        const int at = j < b->pad ? 0 : j - b->pad < b->length ? j - b->pad : b->length - 1;
        copy_values(line + j * LINES, in + (size_t)at * b->in_along, n);
    }
    for (int k = 0; k < n && b->in_across != 1; k++) {
        const uint8_t *from = in + (size_t)k * b->in_across;
        for (int j = 0; j < b->pad; j++) line[j * LINES + k] = from[0];
        for (int j = 0; j < b->length; j++)
            line[(b->pad + j) * LINES + k] = from[(size_t)j * b->in_along];
        for (int j = b->pad + b->length; j < padded; j++)
            line[j * LINES + k] = from[(size_t)(b->length - 1) * b->in_along];
    }
}

static void scatter(const bundle *b, int first, int n, const uint8_t *line, int outputs) {
    uint8_t *out = b->out + (size_t)first * b->out_across;
    for (int j = 0; j < outputs && b->out_across == 1; j++)
        copy_values(out + (size_t)j * b->out_along, line + j * LINES, n);
    for (int k = 0; k < n && b->out_across != 1; k++)
        for (int j = 0; j < outputs; j++)
            out[(size_t)k * b->out_across + (size_t)j * b->out_along] = line[j * LINES + k];
}

/* Each output is the largest of 2 reach + 1 values, or its complement: length + 2 pad - 2 reach of
 * them a line. */
static void filter(const bundle *b, int reach, int complement, uint8_t *work) {
    const int padded = b->length + 2 * b->pad, window = 2 * reach + 1, outputs = padded - 2 * reach;
    uint8_t *line = work, *from = line + (size_t)padded * LINES;
    uint8_t *back = from + (size_t)padded * LINES;
    const uint8_t *ahead = from + (window - 1) * LINES;
    for (int first = 0; first < b->n; first += LINES) {
        const int n = b->n - first < LINES ? b->n - first : LINES;
        gather(line, b, first, n, padded);
        run_largest(from, back, line, padded, window);
        for (int i = 0; i < outputs * LINES; i += LINES) take_larger(line + i, back + i, ahead + i);
        for (int i = 0; complement && i < outputs * LINES; i++) line[i] = (uint8_t)~line[i];
        scatter(b, first, n, line, outputs);
    }
}

/* grey closed with a square of 2 reach + 1 pixels, into depth: the largest in both directions, then
 * the smallest, which are the largest of the complements. */
static void close_grey(hwr_paper *paper) {
    const int reach = hwr_paper_reach(paper->width, paper->height);
    const int w = (int)paper->width, h = (int)paper->height, pw = w + 2 * reach, ph = h + 2 * reach;
    uint8_t *padded = paper->scratch, *work = padded + (size_t)pw * (size_t)ph;
    uint8_t *middle = padded + (size_t)reach * (size_t)pw;
    const size_t row = (size_t)pw;
    filter(&(bundle){paper->grey, middle, (size_t)w, 1, row, 1, h, w, 2 * reach}, reach, 0, work);
    filter(&(bundle){middle, padded, 1, row, 1, row, pw, h, 2 * reach}, reach, 1, work);
    filter(&(bundle){padded, middle, 1, row, 1, row, pw, ph, 0}, reach, 0, work);
    filter(&(bundle){middle, paper->depth, row, 1, (size_t)w, 1, h, pw, 0}, reach, 1, work);
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

/* Takes off depth what noise makes of paper, between the middles of the blocks. */
static void subtract_noise(hwr_paper *paper, const blocks *b) {
    const float side = (float)b->side;
    for (size_t y = 0; y < paper->height; y++) {
        const float v = (float)y / side - .5f, t = v < 0 ? 0 : v - (float)(int)v;
        const int i = v < 0 ? 0 : (int)v, below = i + 1 < b->down ? i + 1 : i;
        uint8_t *row = paper->depth + y * paper->width;
        float of_row[MAX_BLOCKS + 1];
        for (int j = 0; j < b->across; j++)
            of_row[j] =
                b->middle[i * b->across + j] * (1 - t) + b->middle[below * b->across + j] * t;
        of_row[b->across] = of_row[b->across - 1];
        for (size_t x = 0; x < paper->width;) {
            const float u = (float)x / side - .5f;
            const int j = u < 0 ? 0 : (int)u;
            const float slope = u < 0 ? 0 : (of_row[j + 1] - of_row[j]) / side;
            float value = of_row[j] + (u < 0 ? 0 : (u - (float)j) * side * slope);
            size_t end = (size_t)(((float)(u < 0 ? 0 : j + 1) + .5f) * side) + 1;
            end = end < paper->width ? end : paper->width;
            for (; x < end; x++, value += slope) {
                const int d = row[x] - (int)value;
                row[x] = (uint8_t)(d < 0 ? 0 : d);
            }
        }
    }
}

static void make_depth(hwr_paper *paper) {
    const size_t pixels = paper->width * paper->height;
    uint32_t share[256]; /* 255 / closed, in 1/65536 */
    for (uint32_t i = 0; i < 256; i++) share[i] = (255u << 16) / (i > DARKEST ? i : DARKEST);
    for (size_t i = 0; i < pixels; i++) {
        const uint32_t closed = paper->depth[i];
        paper->depth[i] = (uint8_t)((closed - paper->grey[i]) * share[closed] >> 16);
    }
}

int hwr_paper_flatten(hwr_paper *paper) {
    const size_t pixels = paper->width * paper->height;
    paper->light_on_dark = hwr_paper_is_light_on_dark(paper);
    if (paper->light_on_dark)
        for (size_t i = 0; i < pixels; i++) paper->grey[i] = (uint8_t)(255 - paper->grey[i]);
    if (paper->width > 200 || paper->height > 200)
        smooth(paper->grey, paper->width, paper->height, paper->scratch);
    close_grey(paper);
    hwr_paper_find_sheet(paper);
    make_depth(paper);
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
    /* Where noise is stronger than usual, more of it goes. */
    for (int i = 0; i < b.across * b.down; i++)
        if (b.spread[i] > (float)usual) b.middle[i] += 3 * (b.spread[i] - (float)usual);
    subtract_noise(paper, &b);
    return 16 + 2 * usual;
}
