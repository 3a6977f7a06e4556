/* floats.h - large arrays of floats, where the processor reads them fastest. */
#ifndef HWR_FLOATS_H
#define HWR_FLOATS_H

#include <stddef.h>

/* n zeros, on a cache line's boundary so that no vector straddles two; from a few megabytes on
 * in huge pages where the system has them to give (fewer misses of the page table). NULL
 * where there is no memory. Owned: free(). */
float *hwr_floats_create(size_t n);

#endif
