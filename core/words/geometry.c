/* geometry.c - see geometry.h. Doubles in a fixed order. */
#include "geometry.h"

#include "mathx.h"

static const double slope_deviation = 0.1; /* of the lines: a word may tilt */
static const double largest_error2 = 16;   /* in deviations, squared: outliers count as this */

const hwr_glyph *hwr_glyph_of(const char *text) {
    if (text[1] != '\0') return NULL;
    if (text[0] >= 'A' && text[0] <= 'Z') return &hwr_glyphs[text[0] - 'A'];
    if (text[0] >= 'a' && text[0] <= 'z') return &hwr_glyphs[26 + text[0] - 'a'];
    return NULL;
}

/* Solves a x = b for symmetric positive a (Gaussian elimination). */
static void solve3(double a[3][3], double b[3], double x[3]) {
    for (int i = 0; i < 3; i++) {
        for (int k = i + 1; k < 3; k++) {
            const double f = a[k][i] / a[i][i];
            for (int c = i; c < 3; c++) a[k][c] -= f * a[i][c];
            b[k] -= f * b[i];
        }
    }
    for (int i = 2; i >= 0; i--) {
        x[i] = b[i];
        for (int c = i + 1; c < 3; c++) x[i] -= a[i][c] * x[c];
        x[i] /= a[i][i];
    }
}

static double from_middle(const hwr_box *box, const hwr_box *word) {
    return (box->left + box->right - word->left - word->right) / 2;
}

hwr_lines hwr_lines_fit(const hwr_glyph *const *glyphs, const hwr_outline *outlines, int n,
                        const hwr_box *word, double height) {
    /* Unknowns base, slope, x-height; weak priors keep one letter from fitting anything. */
    double a[3][3] = {{1e-6, 0, 0}, {0, 0, 0}, {0, 0, 0.5}}, b[3] = {1e-6 * word->bottom / height},
           x[3];
    a[1][1] = 1 / (slope_deviation * slope_deviation);
    b[2] = a[2][2] * 0.5;
    for (int i = 0; i < n; i++) {
        if (!glyphs[i]) continue;
        const hwr_box *box = &outlines[i].box;
        for (int k = 0; k < 2; k++) {
            const double y = (k == 0 ? box->top : box->bottom) / height;
            const double deviation = (double)glyphs[i]->deviation[k] / 2;
            const double w = 1 / (deviation * deviation);
            const double v[3] = {1, from_middle(box, word) / height, -(double)glyphs[i]->mean[k]};
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) a[r][c] += w * v[r] * v[c];
                b[r] += w * v[r] * y;
            }
        }
    }
    solve3(a, b, x);
    if (!(x[2] > 0.1)) x[2] = 0.1;
    return (hwr_lines){x[0] * height, x[1], x[2] * height};
}

void hwr_lines_measure(const hwr_lines *lines, const hwr_outline *outline, const hwr_box *word,
                       double sizes[HWR_GLYPH_SIZES]) {
    const hwr_box *box = &outline->box;
    const double line = lines->base + lines->slope * from_middle(box, word);
    sizes[0] = (line - box->top) / lines->x_height;
    sizes[1] = (line - box->bottom) / lines->x_height;
    sizes[2] = (box->right - box->left) / lines->x_height;
    sizes[3] = outline->smallest / lines->x_height;
}

static double log_normal(double v, const hwr_glyph *glyph, int k) {
    const double deviation = (double)glyph->deviation[k];
    double error2 = (v - (double)glyph->mean[k]) / deviation;
    error2 *= error2;
    return -(error2 < largest_error2 ? error2 : largest_error2) / 2 - hwr_log(deviation);
}

hwr_fit hwr_lines_rate(const hwr_glyph *const *glyphs, const hwr_outline *outlines, int n,
                       const hwr_box *word, double height) {
    const hwr_lines lines = hwr_lines_fit(glyphs, outlines, n, word, height);
    const hwr_lines none = {word->bottom, 0, height};
    const double unit = hwr_log(lines.x_height / height);
    hwr_fit fit = {0, 0};
    for (int i = 0; i < n; i++) {
        double as_glyph[HWR_GLYPH_SIZES], as_any[HWR_GLYPH_SIZES];
        const int strokes = outlines[i].n - 1;
        if (!glyphs[i]) continue;
        hwr_lines_measure(&lines, &outlines[i], word, as_glyph);
        hwr_lines_measure(&none, &outlines[i], word, as_any);
        for (int k = 0; k < HWR_GLYPH_SIZES; k++)
            *(k < 2 ? &fit.lines : &fit.form) += log_normal(as_glyph[k], glyphs[i], k) - unit -
                                                 log_normal(as_any[k], &hwr_glyph_any, k);
        fit.form +=
            hwr_log((double)glyphs[i]->strokes[strokes] / (double)hwr_glyph_any.strokes[strokes]);
    }
    return fit;
}
