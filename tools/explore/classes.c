/* classes.c - mean and spread of every class, and the images that are near to it or far
 * (explore.h). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explore.h"

void tool_explore_classes(tool_exploration *x) {
    const size_t n = x->set.n, classes = (size_t)x->classes, all = classes * HWR_PIXELS;
    double *sum = tool_alloc(all, sizeof *sum), *squares = tool_alloc(all, sizeof *squares);
    memset(sum, 0, all * sizeof *sum);
    memset(squares, 0, all * sizeof *squares);
    x->count = tool_alloc(classes, sizeof *x->count);
    memset(x->count, 0, classes * sizeof *x->count);
    x->mean = tool_alloc(all, sizeof *x->mean);
    x->spread = tool_alloc(all, sizeof *x->spread);
    x->distance = tool_alloc(n + 1, sizeof *x->distance);
    for (size_t i = 0; i < n; i++) {
        const uint8_t *image = x->set.images + i * HWR_PIXELS;
        const size_t at = (size_t)x->truth[i] * HWR_PIXELS;
        x->count[x->truth[i]]++;
        for (size_t p = 0; p < HWR_PIXELS; p++) {
            sum[at + p] += image[p];
            squares[at + p] += (double)image[p] * image[p];
        }
    }
    for (size_t k = 0; k < all; k++) {
        const double of = x->count[k / HWR_PIXELS] ? (double)x->count[k / HWR_PIXELS] : 1;
        const double mean = sum[k] / of, variance = squares[k] / of - mean * mean;
        x->mean[k] = (float)mean;
        x->spread[k] = (float)sqrt(variance > 0 ? variance : 0);
    }
    for (size_t i = 0; i < n; i++) {
        const uint8_t *image = x->set.images + i * HWR_PIXELS;
        const float *mean = x->mean + (size_t)x->truth[i] * HWR_PIXELS;
        double distance = 0;
        for (size_t p = 0; p < HWR_PIXELS; p++) {
            const double difference = (double)mean[p] - image[p];
            distance += difference * difference;
        }
        x->distance[i] = (float)sqrt(distance / HWR_PIXELS);
    }
    free(sum);
    free(squares);
}

void tool_exploration_free(tool_exploration *x) {
    hwr_dataset_free(&x->set);
    free(x->names);
    free(x->truth);
    free(x->answer);
    free(x->confidence);
    free(x->logits);
    free(x->count);
    free(x->mean);
    free(x->spread);
    free(x->distance);
}

size_t tool_explore_number(const tool_exploration *x, size_t i) {
    return i * x->total / x->set.n;
}

/* An image and what it is sorted by, least first. */
typedef struct ranked {
    float key;
    size_t image;
} ranked;

/* Puts one into the k least of those so far; equal ones stay in their order. */
static size_t insert(ranked *best, size_t n, size_t k, ranked one) {
    if (n == k && (k == 0 || !(one.key < best[n - 1].key))) return n;
    size_t at = n < k ? n : n - 1;
    for (; at > 0 && one.key < best[at - 1].key; at--) best[at] = best[at - 1];
    best[at] = one;
    return n < k ? n + 1 : n;
}

static size_t give(size_t *out, ranked *best, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = best[i].image;
    free(best);
    return n;
}

size_t tool_explore_pick(size_t *out, size_t k, const tool_exploration *x, int class_index,
                         tool_order order) {
    ranked *best = tool_alloc(k + 1, sizeof *best);
    size_t n = 0;
    for (size_t i = 0; i < x->set.n; i++) {
        if (x->truth[i] != class_index) continue;
        if (order == TOOL_MISREAD && (!x->answer || x->answer[i] == class_index)) continue;
        const float key = order == TOOL_TYPICAL ? x->distance[i]
                          : order == TOOL_ODD   ? -x->distance[i]
                                                : -x->confidence[i];
        n = insert(best, n, k, (ranked){key, i});
    }
    return give(out, best, n);
}

static double squared(double x) {
    return x * x;
}

static float distance_of(const tool_exploration *x, size_t a, size_t b) {
    double sum = 0;
    if (x->logits) {
        const float *la = x->logits + a * x->n_logits, *lb = x->logits + b * x->n_logits;
        for (size_t i = 0; i < x->n_logits; i++) sum += squared((double)la[i] - (double)lb[i]);
    } else {
        const uint8_t *pa = x->set.images + a * HWR_PIXELS, *pb = x->set.images + b * HWR_PIXELS;
        for (size_t p = 0; p < HWR_PIXELS; p++) sum += squared((double)pa[p] - (double)pb[p]);
    }
    return (float)sum;
}

size_t tool_explore_neighbours(size_t *out, size_t k, const tool_exploration *x, size_t image) {
    ranked *best = tool_alloc(k + 1, sizeof *best);
    size_t n = 0;
    for (size_t i = 0; i < x->set.n; i++)
        if (i != image) n = insert(best, n, k, (ranked){distance_of(x, image, i), i});
    return give(out, best, n);
}
