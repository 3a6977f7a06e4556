/* kernels.c - the table of instruction sets. A new one is a kernel_NAME.c and a row of
 * HWR_ISA_LIST in hwr.h. */
#include "kernels.h"

static const struct {
    const char *name;
    hwr_qkernel *(*find)(void);
} kernels[HWR_ISA_COUNT] = {
#define HWR_KERNEL_ROW(isa, text, name) [isa] = {text, hwr_qkernel_##name},
    HWR_ISA_LIST(HWR_KERNEL_ROW)
#undef HWR_KERNEL_ROW
};

const char *hwr_isa_name(hwr_isa isa) {
    return (unsigned)isa < HWR_ISA_COUNT ? kernels[isa].name : "unknown";
}

hwr_qkernel *hwr_qkernel_find(hwr_isa isa) {
    return (unsigned)isa < HWR_ISA_COUNT ? kernels[isa].find() : NULL;
}

int hwr_isa_available(hwr_isa isa) {
    return hwr_qkernel_find(isa) != NULL;
}

hwr_isa hwr_isa_fastest(hwr_qkernel **kernel) {
    int isa = HWR_ISA_COUNT;
    do *kernel = kernels[--isa].find();
    while (!*kernel); /* the reference is always there */
    return (hwr_isa)isa;
}
