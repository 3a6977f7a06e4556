/* activations.h - what every layer of the integer network makes of an image. */
#ifndef TOOLS_ACTIVATIONS_H
#define TOOLS_ACTIVATIONS_H

#include "io/files.h"

/* Writes to path, for each of images (n, 28, 28), the output of every layer in order:
 * (rows, side, channels) as little-endian int16, of a network's last (classes) as int32. With
 * traces (n, 64, 8), not NULL, those of the network that reads them follow, where there is one.
 * weights must name a .hwr file. */
int tool_write_activations(const char *path, const char *weights, const uint8_t *images,
                           const uint8_t *traces, size_t n, tool_error *error);

#endif
