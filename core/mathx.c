#include "mathx.h"

#include <stdint.h>
#include <string.h>

static double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

double hwr_exp(double x) {
    if (!(x >= -700.0)) return 0.0; /* also where x is no number */
    if (x > 700.0) x = 700.0;
    double k = x * 1.4426950408889634;
    int n = (int)(k < 0 ? k - 0.5 : k + 0.5);
    double r = x - n * 0.6931471805599453; /* |r| <= ln 2 / 2: the series below ends at 1e-14 */
    double sum = 1.0, term = 1.0;
    for (int i = 1; i <= 12; i++) {
        term *= r / i;
        sum += term;
    }
    return sum * from_bits((uint64_t)(n + 1023) << 52);
}

double hwr_log(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int n = (int)(bits >> 52) - 1023;
    double m = from_bits((bits & 0xfffffffffffffu) | 0x3ff0000000000000u); /* 1 <= m < 2 */
    if (m > 1.4142135623730951) {
        m *= 0.5;
        n++;
    }
    double t = (m - 1) / (m + 1), square = t * t, sum = 0; /* ln m = 2 atanh t, |t| < 0.172 */
    for (int i = 19; i >= 1; i -= 2) sum = sum * square + 1.0 / i;
    return 2 * t * sum + n * 0.6931471805599453;
}

double hwr_cos(double x) {
    const double pi = 3.141592653589793;
    double turns = x / (2 * pi);
    x -= 2 * pi * (double)(long)(turns < 0 ? turns - 0.5 : turns + 0.5); /* |x| <= pi */
    double square = x * x, sum = 1, term = 1;
    for (int i = 2; i <= 26; i += 2) {
        term *= -square / ((i - 1) * i);
        sum += term;
    }
    return sum;
}

double hwr_sin(double x) {
    return hwr_cos(x - 1.5707963267948966);
}
