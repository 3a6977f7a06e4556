#include "layers.h"

#include <math.h>

#include "mathx.h"
#include "train/net/engine.h" /* HWR_NORM_EPSILON */

/* Calls BODY for every (output position o, input position at, tap t) inside the image. */
#define EACH_TAP(s, n, BODY)                                                                       \
    for (int m = 0; m < (n); m++)                                                                  \
        for (int y = 0; y < (s)->out_rows; y++)                                                    \
            for (int x = 0; x < (s)->out_side; x++)                                                \
                for (int i = 0; i < (s)->kernel_rows; i++)                                         \
                    for (int j = 0; j < (s)->kernel; j++) {                                        \
                        int iy = y * (s)->stride + i - (s)->row_pad_low;                           \
                        int ix = x * (s)->stride + j - (s)->pad_low;                               \
                        if (iy < 0 || ix < 0 || iy >= (s)->in_rows || ix >= (s)->in_side)          \
                            continue;                                                              \
                        int o = (m * (s)->out_rows + y) * (s)->out_side + x;                       \
                        int at = (m * (s)->in_rows + iy) * (s)->in_side + ix;                      \
                        int t = i * (s)->kernel + j;                                               \
                        BODY                                                                       \
                    }

static void start_with_bias(double *z, const double *bias, const hwr_shape *s, int n) {
    int c = s->out_channels, total = n * s->out_rows * s->out_side * c;
    for (int i = 0; i < total; i++) z[i] = bias ? bias[i % c] : 0.0;
}

static void add_bias_grad(double *dbias, const double *dz, const hwr_shape *s, int n) {
    int c = s->out_channels, total = n * s->out_rows * s->out_side * c;
    if (dbias)
        for (int i = 0; i < total; i++) dbias[i % c] += dz[i];
}

void hwr_conv_forward(double *z, const double *in, const double *w, const double *bias,
                      const hwr_shape *s, int n) {
    int ci = s->in_channels, co = s->out_channels;
    start_with_bias(z, bias, s, n);
    EACH_TAP(s, n,
             for (int c = 0; c < ci; c++) for (int k = 0; k < co; k++) z[o * co + k] +=
             in[at * ci + c] * w[(t * ci + c) * co + k];)
}

void hwr_conv_backward(double *din, double *dw, double *dbias, const double *dz, const double *in,
                       const double *w, const hwr_shape *s, int n) {
    int ci = s->in_channels, co = s->out_channels;
    add_bias_grad(dbias, dz, s, n);
    EACH_TAP(
        s, n, for (int c = 0; c < ci; c++) for (int k = 0; k < co; k++) {
            dw[(t * ci + c) * co + k] += in[at * ci + c] * dz[o * co + k];
            if (din) din[at * ci + c] += w[(t * ci + c) * co + k] * dz[o * co + k];
        })
}

void hwr_depthwise_forward(double *z, const double *in, const double *w, const double *bias,
                           const hwr_shape *s, int n) {
    int co = s->out_channels;
    start_with_bias(z, bias, s, n);
    EACH_TAP(s, n, for (int c = 0; c < co; c++) z[o * co + c] += in[at * co + c] * w[t * co + c];)
}

void hwr_depthwise_backward(double *din, double *dw, double *dbias, const double *dz,
                            const double *in, const double *w, const hwr_shape *s, int n) {
    int co = s->out_channels;
    add_bias_grad(dbias, dz, s, n);
    EACH_TAP(
        s, n, for (int c = 0; c < co; c++) {
            dw[t * co + c] += in[at * co + c] * dz[o * co + c];
            if (din) din[at * co + c] += w[t * co + c] * dz[o * co + c];
        })
}

void hwr_norm_forward(double *y, double *mean, double *variance, const double *x,
                      const double *gamma, const double *beta, size_t rows, size_t channels) {
    for (size_t c = 0; c < channels; c++) {
        double sum = 0, square = 0;
        for (size_t i = 0; i < rows; i++) sum += x[i * channels + c];
        mean[c] = sum / (double)rows;
        for (size_t i = 0; i < rows; i++) {
            double d = x[i * channels + c] - mean[c];
            square += d * d;
        }
        variance[c] = square / (double)rows;
        double inverse = 1 / sqrt(variance[c] + (double)HWR_NORM_EPSILON);
        for (size_t i = 0; i < rows; i++)
            y[i * channels + c] = gamma[c] * (x[i * channels + c] - mean[c]) * inverse + beta[c];
    }
}

void hwr_norm_backward(double *dx, double *dgamma, double *dbeta, const double *dy, const double *x,
                       const double *mean, const double *variance, const double *gamma, size_t rows,
                       size_t channels) {
    for (size_t c = 0; c < channels; c++) {
        double inverse = 1 / sqrt(variance[c] + (double)HWR_NORM_EPSILON);
        double sum = 0, product = 0;
        for (size_t i = c; i < rows * channels; i += channels) {
            sum += dy[i];
            product += dy[i] * (x[i] - mean[c]) * inverse;
        }
        dgamma[c] += product;
        dbeta[c] += sum;
        for (size_t i = c; i < rows * channels; i += channels)
            dx[i] += gamma[c] * inverse *
                     (dy[i] - (sum + (x[i] - mean[c]) * inverse * product) / (double)rows);
    }
}

void hwr_relu_forward(double *y, const double *x, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = x[i] > 0 ? x[i] : 0;
}

void hwr_relu_backward(double *dx, const double *dy, const double *y, size_t n) {
    for (size_t i = 0; i < n; i++) dx[i] += y[i] > 0 ? dy[i] : 0;
}

void hwr_dropout_forward(double *y, const double *x, const double *mask, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = x[i] * mask[i];
}

double hwr_xent_forward(double *dlogits, const double *logits, const double *target, int classes) {
    double top = logits[0], sum = 0, loss = 0, weight = 0;
    for (int k = 1; k < classes; k++)
        if (logits[k] > top) top = logits[k];
    for (int k = 0; k < classes; k++) sum += hwr_exp(logits[k] - top);
    for (int k = 0; k < classes; k++) weight += target[k];
    for (int k = 0; k < classes; k++) {
        dlogits[k] = weight * hwr_exp(logits[k] - top) / sum - target[k];
        loss -= target[k] * (logits[k] - top - hwr_log(sum));
    }
    return loss;
}
