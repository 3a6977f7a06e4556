/* graph.h - builds an ONNX file (onnx.ai, IR version 8, operator set 13).
 *
 * Values are named; every node has one output. All text and data is copied. Running out
 * of memory ends the program, as in files.h.
 */
#ifndef TOOLS_ONNX_GRAPH_H
#define TOOLS_ONNX_GRAPH_H

#include "io/files.h"

enum { TOOL_ONNX_NAME = 48, TOOL_ONNX_RANK = 4 };

typedef struct tool_onnx tool_onnx;
typedef struct tool_onnx_node tool_onnx_node;

typedef enum tool_onnx_type {
    TOOL_ONNX_FLOAT,
    TOOL_ONNX_UINT8,
    TOOL_ONNX_INT8,
    TOOL_ONNX_INT32
} tool_onnx_type;

/* Free with tool_onnx_free. */
tool_onnx *tool_onnx_new(const char *name);
void tool_onnx_free(tool_onnx *graph);

/* A float input or output of the graph: (N, dims...) with N left open. */
void tool_onnx_input(tool_onnx *graph, const char *name, const int64_t *dims, size_t rank);
void tool_onnx_output(tool_onnx *graph, const char *name, const int64_t *dims, size_t rank);

/* A constant. data: product of dims values of that type; rank 0 is a scalar. */
void tool_onnx_constant(tool_onnx *graph, const char *name, tool_onnx_type type, const void *data,
                        const int64_t *dims, size_t rank);

/* inputs end with NULL. The node belongs to the graph; attributes are added to it. */
tool_onnx_node *tool_onnx_add(tool_onnx *graph, const char *op, const char *output,
                              const char *const *inputs);
void tool_onnx_set_int(tool_onnx_node *node, const char *name, int64_t value);
void tool_onnx_set_ints(tool_onnx_node *node, const char *name, const int64_t *values, size_t n);
void tool_onnx_set_float(tool_onnx_node *node, const char *name, float value);

/* Replaces path by the graph's file. */
int tool_onnx_write(const tool_onnx *graph, const char *path, tool_error *error);

#endif
