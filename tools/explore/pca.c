/* pca.c - see pca.h. */
#include "pca.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/error.h"
#include "train/base/rng.h"

/* Directions iterated on: more than are wanted, which makes the wanted ones converge sooner. */
enum { DIRECTIONS = 8, ITERATIONS = 24 };

/* Gram-Schmidt, rows of v (DIRECTIONS, d); one that vanishes is left out of what follows as 0. */
static void orthonormalize(float *v, size_t d) {
    for (int a = 0; a < DIRECTIONS; a++) {
        float *va = v + (size_t)a * d;
        double length = 0;
        for (int b = 0; b < a; b++) {
            const float *vb = v + (size_t)b * d;
            double dot = 0;
            for (size_t i = 0; i < d; i++) dot += (double)va[i] * (double)vb[i];
            for (size_t i = 0; i < d; i++) va[i] -= (float)dot * vb[i];
        }
        for (size_t i = 0; i < d; i++) length += (double)va[i] * (double)va[i];
        const float scale = length > 1e-20 ? (float)(1 / sqrt(length)) : 0;
        for (size_t i = 0; i < d; i++) va[i] *= scale;
    }
}

/* out (m): rows of v (m, d) times x - mean. */
static void project(float *out, const float *v, int m, const float *x, const float *mean,
                    float *centred, size_t d) {
    for (size_t i = 0; i < d; i++) centred[i] = x[i] - mean[i];
    for (int a = 0; a < m; a++) {
        const float *va = v + (size_t)a * d;
        float dot = 0;
        for (size_t i = 0; i < d; i++) dot += va[i] * centred[i];
        out[a] = dot;
    }
}

/* v becomes the covariance of rows times v, orthonormal. */
static void iterate(float *v, float *next, float *centred, const float *rows, const float *mean,
                    size_t n, size_t d) {
    memset(next, 0, DIRECTIONS * d * sizeof *next);
    for (size_t r = 0; r < n; r++) {
        float along[DIRECTIONS];
        project(along, v, DIRECTIONS, rows + r * d, mean, centred, d);
        for (int a = 0; a < DIRECTIONS; a++)
            for (size_t i = 0; i < d; i++) next[(size_t)a * d + i] += along[a] * centred[i];
    }
    memcpy(v, next, DIRECTIONS * d * sizeof *v);
    orthonormalize(v, d);
}

/* mean (d); the sum of all squared differences from it. */
static double mean_and_variance(float *mean, const float *rows, size_t n, size_t d) {
    double *sum = tool_alloc(d, sizeof *sum), total = 0;
    memset(sum, 0, d * sizeof *sum);
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < d; i++) sum[i] += (double)rows[r * d + i];
    for (size_t i = 0; i < d; i++) mean[i] = (float)(sum[i] / (double)n);
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; i < d; i++) {
            const double x = (double)(rows[r * d + i] - mean[i]);
            total += x * x;
        }
    free(sum);
    return total;
}

/* So that places do not flip with the start. */
static void fix_sign(float *v, size_t d) {
    size_t largest = 0;
    for (size_t i = 1; i < d; i++)
        if (fabsf(v[i]) > fabsf(v[largest])) largest = i;
    if (v[largest] < 0)
        for (size_t i = 0; i < d; i++) v[i] = -v[i];
}

void tool_pca(float *places, double share[TOOL_PCA], const float *rows, size_t n, size_t d) {
    float *v = tool_alloc(DIRECTIONS * d, sizeof *v), *next = tool_alloc(DIRECTIONS * d, sizeof *v);
    float *mean = tool_alloc(d, sizeof *mean), *centred = tool_alloc(d, sizeof *centred);
    const double total = mean_and_variance(mean, rows, n, d);
    hwr_rng rng = hwr_rng_stream(1, 0, 0, 0);
    double variance[TOOL_PCA] = {0};
    for (size_t i = 0; i < DIRECTIONS * d; i++) v[i] = (float)hwr_rng_below(&rng, 2001) - 1000;
    orthonormalize(v, d);
    for (int i = 0; i < ITERATIONS; i++) iterate(v, next, centred, rows, mean, n, d);
    for (int a = 0; a < TOOL_PCA; a++) fix_sign(v + (size_t)a * d, d);
    for (size_t r = 0; r < n; r++) {
        float *place = places + r * TOOL_PCA;
        project(place, v, TOOL_PCA, rows + r * d, mean, centred, d);
        for (int a = 0; a < TOOL_PCA; a++) variance[a] += (double)place[a] * (double)place[a];
    }
    for (int a = 0; a < TOOL_PCA; a++) share[a] = total > 0 ? variance[a] / total : 0;
    free(v);
    free(next);
    free(mean);
    free(centred);
}
