/* pca.c - see pca.h. */
#include "pca.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/error.h"
#include "train/base/rng.h"

/* Directions iterated on: more than are wanted, which makes the wanted ones converge sooner. */
enum { DIRECTIONS = 8, ITERATIONS = 16, SWEEPS = 12 };

static double dot_of(const float *v, int a, int b, size_t d) {
    double dot = 0;
    for (size_t i = 0; i < d; i++)
        dot += (double)v[i * DIRECTIONS + a] * (double)v[i * DIRECTIONS + b];
    return dot;
}

/* Gram-Schmidt, twice for its rounding, on the columns of v (d, DIRECTIONS); one of which nothing
 * but rounding is left becomes 0. */
static void orthonormalize(float *v, size_t d) {
    for (int a = 0; a < DIRECTIONS; a++) {
        const double before = dot_of(v, a, a, d);
        for (int b = 0; b < 2 * a; b++) {
            const float dot = (float)dot_of(v, a, b % a, d);
            for (size_t i = 0; i < d; i++) v[i * DIRECTIONS + a] -= dot * v[i * DIRECTIONS + b % a];
        }
        const double after = dot_of(v, a, a, d);
        const float scale = after > 1e-10 * before ? (float)(1 / sqrt(after)) : 0;
        for (size_t i = 0; i < d; i++) v[i * DIRECTIONS + a] *= scale;
    }
}

/* along: x - mean in the directions of v. The inner loops go along the directions, so that they
 * become vector instructions without reordering sums. */
static void project(float along[DIRECTIONS], const float *v, const float *x, const float *mean,
                    size_t d) {
    memset(along, 0, DIRECTIONS * sizeof *along);
    for (size_t i = 0; i < d; i++) {
        const float centred = x[i] - mean[i];
        for (int a = 0; a < DIRECTIONS; a++) along[a] += v[i * DIRECTIONS + a] * centred;
    }
}

/* v becomes the covariance of rows times v, orthonormal. */
static void iterate(float *v, float *next, const float *rows, const float *mean, size_t n,
                    size_t d) {
    memset(next, 0, DIRECTIONS * d * sizeof *next);
    for (size_t r = 0; r < n; r++) {
        const float *x = rows + r * d;
        float along[DIRECTIONS];
        project(along, v, x, mean, d);
        for (size_t i = 0; i < d; i++) {
            const float centred = x[i] - mean[i];
            for (int a = 0; a < DIRECTIONS; a++) next[i * DIRECTIONS + a] += along[a] * centred;
        }
    }
    memcpy(v, next, DIRECTIONS * d * sizeof *v);
    orthonormalize(v, d);
}

/* Jacobi's method: b (DIRECTIONS, DIRECTIONS), symmetric, becomes diagonal, and the columns of turn
 * its eigenvectors. */
static void diagonalize(double b[DIRECTIONS][DIRECTIONS], double turn[DIRECTIONS][DIRECTIONS]) {
    for (int i = 0; i < DIRECTIONS; i++)
        for (int k = 0; k < DIRECTIONS; k++) turn[i][k] = i == k;
    for (int pair = 0; pair < SWEEPS * DIRECTIONS * DIRECTIONS; pair++) {
        const int p = pair / DIRECTIONS % DIRECTIONS, q = pair % DIRECTIONS;
        if (q <= p || fabs(b[p][q]) < 1e-300) continue;
        const double angle = 0.5 * atan2(2 * b[p][q], b[q][q] - b[p][p]);
        const double c = cos(angle), s = sin(angle);
        for (int i = 0; i < DIRECTIONS; i++) {
            const double bip = b[i][p], biq = b[i][q], tip = turn[i][p], tiq = turn[i][q];
            b[i][p] = c * bip - s * biq;
            b[i][q] = s * bip + c * biq;
            turn[i][p] = c * tip - s * tiq;
            turn[i][q] = s * tip + c * tiq;
        }
        for (int i = 0; i < DIRECTIONS; i++) {
            const double bpi = b[p][i], bqi = b[q][i];
            b[p][i] = c * bpi - s * bqi;
            b[q][i] = s * bpi + c * bqi;
        }
    }
}

/* Rayleigh and Ritz: v's columns, turned within what they span into the directions of greatest
 * variance, greatest first. */
static void turn_to_variance(float *v, const float *rows, const float *mean, size_t n, size_t d) {
    double b[DIRECTIONS][DIRECTIONS] = {{0}}, turn[DIRECTIONS][DIRECTIONS];
    int order[DIRECTIONS] = {0};
    for (size_t r = 0; r < n; r++) {
        float along[DIRECTIONS];
        project(along, v, rows + r * d, mean, d);
        for (int i = 0; i < DIRECTIONS; i++)
            for (int k = 0; k < DIRECTIONS; k++) b[i][k] += (double)along[i] * (double)along[k];
    }
    diagonalize(b, turn);
    for (int i = 0; i < DIRECTIONS; i++) {
        int at = i;
        for (; at > 0 && b[order[at - 1]][order[at - 1]] < b[i][i]; at--) order[at] = order[at - 1];
        order[at] = i;
    }
    for (size_t i = 0; i < d; i++) {
        float old[DIRECTIONS];
        memcpy(old, v + i * DIRECTIONS, sizeof old);
        for (int a = 0; a < DIRECTIONS; a++) {
            double sum = 0;
            for (int k = 0; k < DIRECTIONS; k++) sum += turn[k][order[a]] * (double)old[k];
            v[i * DIRECTIONS + (size_t)a] = (float)sum;
        }
    }
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
static void fix_sign(float *v, int a, size_t d) {
    size_t largest = 0;
    for (size_t i = 1; i < d; i++)
        if (fabsf(v[i * DIRECTIONS + a]) > fabsf(v[largest * DIRECTIONS + a])) largest = i;
    if (v[largest * DIRECTIONS + a] < 0)
        for (size_t i = 0; i < d; i++) v[i * DIRECTIONS + a] = -v[i * DIRECTIONS + a];
}

void tool_pca(float *places, double share[TOOL_PCA], const float *rows, size_t n, size_t d) {
    float *v = tool_alloc(DIRECTIONS * d, sizeof *v), *next = tool_alloc(DIRECTIONS * d, sizeof *v);
    float *mean = tool_alloc(d, sizeof *mean), along[DIRECTIONS];
    const double total = mean_and_variance(mean, rows, n, d);
    hwr_rng rng = hwr_rng_stream(1, 0, 0, 0);
    double variance[TOOL_PCA] = {0};
    for (size_t i = 0; i < DIRECTIONS * d; i++) v[i] = (float)hwr_rng_below(&rng, 2001) - 1000;
    orthonormalize(v, d);
    for (int i = 0; i < ITERATIONS; i++) iterate(v, next, rows, mean, n, d);
    turn_to_variance(v, rows, mean, n, d);
    for (int a = 0; a < TOOL_PCA; a++) fix_sign(v, a, d);
    for (size_t r = 0; r < n; r++) {
        project(along, v, rows + r * d, mean, d);
        for (int a = 0; a < TOOL_PCA; a++) {
            places[r * TOOL_PCA + (size_t)a] = along[a];
            variance[a] += (double)along[a] * (double)along[a];
        }
    }
    for (int a = 0; a < TOOL_PCA; a++) share[a] = total > 0 ? variance[a] / total : 0;
    free(v);
    free(next);
    free(mean);
}
