/* fixes.h - corrections, put into a lattice; not part of the public interface. */
#ifndef HWR_WORDS_FIXES_H
#define HWR_WORDS_FIXES_H

#include "lattice.h"
#include "words/reader.h"

/* Makes impossible what fixes rule out, in a lattice fresh from hwr_lattice_build; some cut always
 * stays possible. A group that is a known letter gets it as its `fixed`. */
void hwr_lattice_fix(hwr_lattice *lattice, const hwr_word_fix *fixes, size_t n_fixes);

#endif
