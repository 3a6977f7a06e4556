/* kernels.h - the instruction sets' kernels; the rows of HWR_ISA_LIST in hwr.h. */
#ifndef HWR_KERNELS_H
#define HWR_KERNELS_H

#include "hwr.h"

/* hwr_qkernel_NAME of kernel_NAME.c, for each row: the kernel, or NULL where this build or
 * this processor lacks the instruction set. _ref, never NULL, is the specification. */
#define HWR_KERNEL_DECLARE(isa, text, name) hwr_qkernel *hwr_qkernel_##name(void);
HWR_ISA_LIST(HWR_KERNEL_DECLARE)
#undef HWR_KERNEL_DECLARE

/* The kernel of an instruction set, NULL where hwr_isa_available says no. */
hwr_qkernel *hwr_qkernel_find(hwr_isa isa);

/* The last one available, and its kernel in *kernel. */
hwr_isa hwr_isa_fastest(hwr_qkernel **kernel);

#endif
