/* layers.h - the layers in double precision, forward and backward side by side.
 *
 * The specification of the trainer: slow, obvious, and checked against finite
 * differences in tests/unit/train/test_gradients.c; the fast engine is checked against it.
 * Arrays are (n, rows, side, channels) without padding. Backward functions *add*
 * to the gradients they are given. Argument order: outputs, inputs, parameters, sizes.
 */
#ifndef HWR_LAYERS_H
#define HWR_LAYERS_H

#include "train/net/net.h"

/* z[m,y,x,o] = bias[o] + sum in[m, y s + i - pad, x s + j - pad, c] w[i,j,c,o]; w is
 * (K, K, C_in, C_out). bias may be NULL. */
void hwr_conv_forward(double *z, const double *in, const double *w, const double *bias,
                      const hwr_shape *s, int n);
/* din may be NULL. */
void hwr_conv_backward(double *din, double *dw, double *dbias, const double *dz, const double *in,
                       const double *w, const hwr_shape *s, int n);

/* The same with one filter a channel; w is (K, K, C). */
void hwr_depthwise_forward(double *z, const double *in, const double *w, const double *bias,
                           const hwr_shape *s, int n);
void hwr_depthwise_backward(double *din, double *dw, double *dbias, const double *dz,
                            const double *in, const double *w, const hwr_shape *s, int n);

/* Batch norm over rows x of (rows, C): y = gamma (x - mean) / sqrt(variance + epsilon) + beta
 * with the batch's own mean and biased variance, which are returned (Ioffe, Szegedy 2015). */
void hwr_norm_forward(double *y, double *mean, double *variance, const double *x,
                      const double *gamma, const double *beta, size_t rows, size_t channels);
void hwr_norm_backward(double *dx, double *dgamma, double *dbeta, const double *dy, const double *x,
                       const double *mean, const double *variance, const double *gamma, size_t rows,
                       size_t channels);

/* y = max(x, 0); the gradient at 0 is 0. */
void hwr_relu_forward(double *y, const double *x, size_t n);
void hwr_relu_backward(double *dx, const double *dy, const double *y, size_t n);

/* y = x * mask, mask 0 or 1 / (1 - rate). The gradient is the same map. */
void hwr_dropout_forward(double *y, const double *x, const double *mask, size_t n);

/* Loss of one image, -sum target log softmax(logits), and its gradient by the logits. */
double hwr_xent_forward(double *dlogits, const double *logits, const double *target, int classes);

#endif
