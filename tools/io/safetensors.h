/* safetensors.h - float weights as safetensors (github.com/huggingface/safetensors): u64 length of
 * a JSON header, the header, then the tensors' bytes, little-endian float32.
 *
 * Tensors are "<layer>.weight" (K, K, C_in, C_out) - (K, K, C) for depthwise - and, where
 * the layer has them, "<layer>.bias", ".gamma", ".beta", ".mean", ".variance" (C_out).
 * "__metadata__" holds "arch", "temperature", "threshold" and "labels": a JSON array of the
 * classes' texts, or, in older files, the shipped alphabet.
 */
#ifndef TOOLS_WEIGHTS_IO_H
#define TOOLS_WEIGHTS_IO_H

#include "files.h"
#include "train/trainer.h"

/* Float weights and the network they belong to. Free with tool_weights_free. */
typedef struct tool_weights {
    hwr_plan plan;
    hwr_params params;
    hwr_labels labels;            /* the classes */
    float temperature, threshold; /* see trainer.h; 1 and 0 where the file has none */
} tool_weights;

/* The file is replaced whole. */
int tool_save_weights(const char *path, const hwr_plan *plan, const hwr_params *params,
                      const hwr_labels *labels, const hwr_confidence *confidence,
                      tool_error *error);

/* Checks every tensor's type, shape and place, and that its numbers are of a size that trained
 * weights have. */
int tool_load_weights(tool_weights *out, const char *path, tool_error *error);
int tool_parse_weights(tool_weights *out, const tool_bytes *file, const char *path,
                       tool_error *error);
void tool_weights_free(tool_weights *weights);

#endif
