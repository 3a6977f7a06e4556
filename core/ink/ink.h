/* ink.h - what the files that make ink share; not part of the public interface.
 *
 * core/ink/ turns strokes or pixels into the network's 28 x 28: drawing, blur, crop, resampling. */
#ifndef HWR_INK_H
#define HWR_INK_H

#include "hwr.h"

/* Zeroes every field, which is what HWR_EMPTY promises. Returns HWR_EMPTY. */
hwr_status hwr_preprocess_clear(hwr_preprocess *pre);

/* HWR_OK; HWR_EMPTY without points; HWR_ERR_NOT_FINITE; HWR_ERR_ARGUMENT for a coordinate of
 * 1e6 or more. */
hwr_status hwr_strokes_check(const float *xy, const uint32_t *lengths, size_t n_strokes);

/* The width, in pixels, of the strokes in raster: (128, 128), 0 or 255 = ink. A disc
 * gives its diameter, no ink gives 0. */
double hwr_ink_width(const uint8_t *raster);

/* to = from, (128, 128), with every pixel within `reach` pixels of one that has
 * `value` set to value: grows the ink (255) or the paper (0). reach: 0..64. */
void hwr_ink_grow(uint8_t *to, const uint8_t *from, uint8_t value, double reach);

#endif
