/* outliers.h - drawings that are no single letter, for outlier exposure (Hendrycks et al. 2019,
 * arXiv 1812.04606): shapes, two letters at once, letters with diacritics, scribbles. */
#ifndef HWR_OUTLIERS_H
#define HWR_OUTLIERS_H

#include "pen.h"
#include "sketch.h"

/* Makes one up. letters: of whom pairs and letters with diacritics are made, n > 0; words: (n)
 * what each is, UTF-8: those with a dot, and l, get no diacritic, as that would make letters of
 * them. */
void hwr_outlier_make(hwr_sketch *s, const hwr_stroke_set *letters, const char *const *words,
                      hwr_rng *rng);

#endif
