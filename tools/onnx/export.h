/* export.h - the networks as ONNX graphs: input "image" (N, 1, 28, 28) in 0..1, ink = 1,
 * output "logits" (N, 37). */
#ifndef TOOLS_ONNX_EXPORT_H
#define TOOLS_ONNX_EXPORT_H

#include "graph.h"
#include "model/format.h"
#include "io/safetensors.h"

/* Float: Conv, Relu, Add, Gemm; a batch norm before the ReLU is folded into its Conv, one
 * after it is a BatchNormalization. Free with tool_onnx_free. */
tool_onnx *tool_onnx_from_weights(const tool_weights *weights);

/* Integer, in QuantizeLinear/DequantizeLinear form: weights int8 per output channel,
 * activations uint8, so that a runtime can use its own integer kernels. The numbers are
 * those of the model but for the rounding of sums that a residual joins. NULL with *error
 * set where activations are not of 8 bits. */
tool_onnx *tool_onnx_from_model(const hwr_file *file, const char *path, tool_error *error);

/* A layer's Conv, or Gemm where its kernel is as large as its input, from the value called
 * input; weight, bias and output are names of values too. A Gemm's input is (N, C). */
typedef struct tool_onnx_linear {
    const char *input, *weight, *bias, *output;
    int kernel, stride, pad_low, pad_high, groups, dense;
} tool_onnx_linear;

void tool_onnx_add_linear(tool_onnx *graph, const tool_onnx_linear *linear);

/* One or two names joined: "conv1" + ".relu". */
void tool_onnx_name(char out[TOOL_ONNX_NAME], const char *layer, const char *suffix);

#endif
