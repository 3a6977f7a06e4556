/* activations.h - what every layer of the integer network makes of an image. */
#ifndef TOOLS_ACTIVATIONS_H
#define TOOLS_ACTIVATIONS_H

#include "io/files.h"

/* Writes to path, for each of images (n, 28, 28), the output of every layer in order:
 * (side, side, channels) as little-endian int16, of the last (37) as int32. weights
 * must name a .hwr file. */
int tool_write_activations(const char *path, const char *weights, const uint8_t *images, size_t n,
                           tool_error *error);

#endif
