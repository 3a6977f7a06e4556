/* weights_io.h - float weights as safetensors (github.com/huggingface/safetensors): u64 length of
 * a JSON header, the header, then the tensors' bytes, little-endian float32.
 *
 * Tensors are "<layer>.weight" (K, K, C_in, C_out) - (K, K, C) for depthwise - and, where
 * the layer has them, "<layer>.bias", ".gamma", ".beta", ".mean", ".variance" (C_out).
 * "__metadata__" holds "arch", "labels" and whatever the caller adds.
 */
#ifndef TOOLS_WEIGHTS_IO_H
#define TOOLS_WEIGHTS_IO_H

#include <jansson.h>

#include "files.h"
#include "train/params.h"

/* Float weights and the network they belong to. Free with tool_weights_free. */
typedef struct tool_weights {
    hwr_plan plan;
    hwr_params params;
} tool_weights;

/* metadata: an object of strings to add, or NULL; borrowed. The file is replaced whole. */
int tool_save_weights(const char *path, const hwr_plan *plan, const hwr_params *params,
                      json_t *metadata, tool_error *error);

/* Checks every tensor's type, shape and place. */
int tool_load_weights(tool_weights *out, const char *path, tool_error *error);
int tool_parse_weights(tool_weights *out, const tool_bytes *file, const char *path,
                       tool_error *error);
void tool_weights_free(tool_weights *weights);

#endif
