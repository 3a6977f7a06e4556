/* pca.h - the directions in which data differ most (K. Pearson, 1901). */
#ifndef TOOLS_PCA_H
#define TOOLS_PCA_H

#include <stddef.h>

enum { TOOL_PCA = 2 };

/* places (n, TOOL_PCA): the first principal components of rows (n, d), each of a sign that makes
 * its direction's largest entry positive; share (TOOL_PCA): of the variance. By subspace iteration
 * with a fixed start: the same rows give the same places. n, d >= 1. */
void tool_pca(float *places, double share[TOOL_PCA], const float *rows, size_t n, size_t d);

#endif
