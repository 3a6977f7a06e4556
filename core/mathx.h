/* mathx.h - the few functions that training and reading words need, without libm: the same
 * bits on every C library. Each is accurate to about 1e-7 relative over its stated range.
 * Square roots are the C library's: IEEE 754 wants them exact to the last bit. */
#ifndef HWR_MATHX_H
#define HWR_MATHX_H

double hwr_exp(double x); /* any x; 0 below -700 and for NaN, clamped at 700 */
double hwr_log(double x); /* x > 0 and normal */
double hwr_cos(double x); /* |x| <= 1e4 */
double hwr_sin(double x);

#endif
