/* cmd_export.c - letters export: a network as an ONNX file, for other programs. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "onnx/export.h"
#include "options.h"

static const tool_usage usage = {
    "export", "Writes a network as an ONNX file (operator set 13).",
    "Of a model of two networks, the one that reads pictures.\n"
    "Input \"image\" (N, 1, 28, 28), 0..1 with ink = 1; output \"logits\" (N, classes), not "
    "divided\n"
    "by the temperature. Float weights become a float graph, an integer model a quantised one\n"
    "(QuantizeLinear and DequantizeLinear around int8 weights and uint8 activations)."};

static tool_onnx *from_float(const tool_bytes *file, const char *path, tool_error *error) {
    tool_weights weights;
    if (tool_parse_weights(&weights, file, path, error) != 0) return NULL;
    tool_onnx *graph = NULL;
    if (weights.plan.net->input == HWR_INPUT_PICTURE)
        graph = tool_onnx_from_weights(&weights);
    else
        tool_fail(error, "%s: a network of pen strokes; export writes those of pictures", path);
    tool_weights_free(&weights);
    return graph;
}

static tool_onnx *from_integer(const tool_bytes *file, const char *path, tool_error *error) {
    hwr_file model;
    hwr_status status = hwr_file_parse(&model, file->data, file->length);
    if (status == HWR_OK) {
        model.n_layers = model.first_trace;
        return tool_onnx_from_model(&model, path, error);
    }
    tool_fail(error, "%s: %s; use a .hwr file that \"letters quantize\" wrote", path,
              hwr_status_string(status));
    return NULL;
}

int cmd_export(int argc, char **argv) {
    const char *weights = NULL, *onnx = NULL;
    const tool_option options[] = {
        TOOL_OPT_NEEDED("--weights", "FILE", ".hwr or .safetensors", &weights),
        TOOL_OPT_NEEDED("--onnx", "FILE", "the ONNX file to write", &onnx),
    };
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    tool_bytes file;
    if (tool_read_file(&file, weights, TOOL_MAX_WEIGHTS, &error) != 0)
        return tool_report(error.text);
    int integer = file.length >= 4 && memcmp(file.data, "HWRM", 4) == 0;
    tool_onnx *graph =
        integer ? from_integer(&file, weights, &error) : from_float(&file, weights, &error);
    int status = graph ? tool_onnx_write(graph, onnx, &error) : -1;
    tool_onnx_free(graph);
    free(file.data);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
