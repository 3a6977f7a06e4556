/* activations.c - a look inside the integer network, for comparisons (activations.h). */
#include "activations.h"

#include <stdlib.h>

#include "io/model.h"
#include "model/format_write.h"
#include "qnn/qnet.h"

static void add_values(tool_text *out, hwr_model *model, int16_t *values, int32_t *logits,
                       int layer) {
    hwr_qnet_step(model, logits, layer);
    size_t n = hwr_qnet_output(model, values, layer);
    for (size_t i = 0; i < n; i++) {
        uint16_t v = (uint16_t)values[i];
        tool_text_bytes(out, (uint8_t[]){v & 255, v >> 8}, 2);
    }
    for (int c = 0; n == 0 && c < model->labels.n; c++) {
        uint8_t bytes[4];
        hwr_write_i32(bytes, logits[c]);
        tool_text_bytes(out, bytes, sizeof bytes);
    }
}

int tool_write_activations(const char *path, const char *weights, const uint8_t *images,
                           const uint8_t *traces, size_t n, tool_error *error) {
    tool_model opened;
    if (tool_model_open(&opened, weights, "--activations needs a .hwr file", error) != 0) return -1;
    hwr_model *model = &opened.model;
    tool_text out = {0};
    int16_t *values = tool_alloc(model->arena_bytes, 1); /* a layer's output lies in the arena */
    int32_t logits[HWR_MAX_CLASSES];
    for (size_t i = 0; i < n; i++) {
        hwr_qnet_begin(model, images + i * HWR_PIXELS);
        for (int layer = 0; layer < model->n_layers; layer++)
            add_values(&out, model, values, logits, layer);
        if (!traces || model->n_trace_layers == 0) continue;
        hwr_qnet_begin_trace(model, traces + i * HWR_TRACE_BYTES);
        for (int layer = 0; layer < model->n_trace_layers; layer++)
            add_values(&out, model, values, logits, model->n_layers + layer);
    }
    const int status = tool_write_file(path, out.data, out.length, error);
    free(values);
    free(out.data);
    tool_model_close(&opened);
    return status;
}
