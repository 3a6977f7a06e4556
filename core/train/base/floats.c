#define _DEFAULT_SOURCE /* madvise */
#include "floats.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum { LINE = 64, HUGE_PAGE = 2 << 20 };

float *hwr_floats_create(size_t n) {
    if (n > (SIZE_MAX - HUGE_PAGE) / sizeof(float)) return NULL;
    size_t bytes = n * sizeof(float), page = bytes >= 2 * HUGE_PAGE ? HUGE_PAGE : LINE;
    bytes = (bytes + page - 1) / page * page;
    float *p = aligned_alloc(page, bytes ? bytes : page);
    if (!p) return NULL;
#ifdef MADV_HUGEPAGE
    if (page == HUGE_PAGE) (void)madvise(p, bytes, MADV_HUGEPAGE); /* only advice */
#endif
    memset(p, 0, bytes);
    return p;
}
