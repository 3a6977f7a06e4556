/* language_file.h - what loading and asking a language share; not part of the public interface. */
#ifndef HWR_LANGUAGE_FILE_H
#define HWR_LANGUAGE_FILE_H

#include "language.h"

enum { HWR_LANGUAGE_OTHER = 62, HWR_LANGUAGE_EDGE = 63 };

/* The n-gram of a context (6 bits a letter) and one more letter, 0 = any; where there is none,
 * the free place it would have. */
hwr_language_gram *hwr_language_find(const hwr_language *language, uint32_t context,
                                     uint32_t letter);

/* The context after one more letter. */
uint32_t hwr_language_shift(uint32_t context, uint32_t letter);

#endif
