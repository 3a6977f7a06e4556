/* peak.h - the most multiply-adds a second that one thread's instructions allow, measured. */
#ifndef TOOLS_PEAK_H
#define TOOLS_PEAK_H

#include "hwr.h"

/* 10^9 multiply-adds a second of the instruction set's multiply (pmaddwd; a scalar imul)
 * and add on operands that stay in registers: what no kernel of plain products can pass.
 * 0 where it is not known. Takes some 20 ms. */
double tool_peak_gmacs(hwr_isa isa);

#endif
