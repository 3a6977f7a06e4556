/* art.h - letters and answers drawn in the terminal. */
#ifndef TOOLS_ART_H
#define TOOLS_ART_H

#include <stddef.h>

#include "hwr.h"

/* Prints n letters, three abreast in 80 columns, with the two best answers below each.
 * images (n, 28, 28), probabilities (n, 37), empty (n), words (n) or "". */
void tool_print_art(const uint8_t *images, const float *probabilities, const uint8_t *empty,
                    char *const *words, const hwr_labels *labels, size_t n);

#endif
