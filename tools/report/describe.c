/* describe.c - see describe.h. */
#include "describe.h"

#include <stdio.h>
#include <string.h>

#include "model/format.h"

static const char *kind_name(int kind, int kernel, int in_side) {
    if (kind == HWR_DEPTHWISE) return "depthwise";
    return kernel == in_side ? "dense" : "conv";
}

static void add_sums(tool_description *d, const tool_layer_row *row) {
    d->parameters += row->parameters;
    d->macs += row->macs;
    d->weight_bytes += row->bytes;
    d->n_layers++;
}

static void describe_layer(tool_layer_row *row, const hwr_file_layer *f) {
    size_t taps = (size_t)f->kernel_rows * (size_t)f->kernel, out = (size_t)f->out_channels;
    size_t weights = taps * out * (f->kind == HWR_DEPTHWISE ? 1 : (size_t)f->in_channels);
    *row = (tool_layer_row){.kernel = f->kernel,
                            .stride = f->stride,
                            .in_side = f->in_side,
                            .in_channels = f->in_channels,
                            .out_side = f->out_side,
                            .out_channels = f->out_channels,
                            .residual = f->residual,
                            .parameters = weights + out,
                            .macs = weights * (size_t)f->out_rows * (size_t)f->out_side,
                            .bytes = weights + 4 * out * (f->residual_factor ? 4 : 3)};
    snprintf(row->name, sizeof row->name, "%s", f->name);
    snprintf(row->kind, sizeof row->kind, "%s", kind_name(f->kind, f->kernel, f->in_side));
}

int tool_describe_model(tool_description *out, const tool_bytes *file, const char *path,
                        tool_error *error) {
    hwr_file parsed;
    hwr_status status = hwr_file_parse(&parsed, file->data, file->length);
    if (status != HWR_OK) return tool_fail(error, "%s: %s", path, hwr_status_string(status));
    *out = (tool_description){.kind = "integer",
                              .file_bytes = file->length,
                              .temperature = parsed.temperature,
                              .logit_scale = parsed.logit_scale,
                              .threshold = parsed.threshold,
                              .outlier_units = parsed.outlier.hidden,
                              .labels = parsed.labels};
    snprintf(out->name, sizeof out->name, "%s", parsed.name);
    for (int i = 0; i < parsed.n_layers; i++) {
        describe_layer(&out->layers[i], &parsed.layers[i]);
        add_sums(out, &out->layers[i]);
    }
    return 0;
}

void tool_describe_net(tool_description *out, const hwr_net *net, int classes) {
    hwr_shape shapes[HWR_MAX_LAYERS];
    *out = (tool_description){.kind = "architecture"};
    snprintf(out->name, sizeof out->name, "%s", net->name);
    if (hwr_net_shapes(shapes, net, classes) != HWR_OK) return;
    for (int i = 0; i < net->n_layers; i++) {
        const hwr_layer *layer = &net->layers[i];
        const hwr_shape *s = &shapes[i];
        size_t c = (size_t)s->out_channels;
        size_t parameters = s->weights + (layer->norm != HWR_NORM_BEFORE ? c : 0) +
                            (layer->norm != HWR_NORM_NONE ? 4 * c : 0);
        tool_layer_row *row = &out->layers[i];
        *row = (tool_layer_row){.kernel = s->kernel,
                                .stride = s->stride,
                                .in_side = s->in_side,
                                .in_channels = s->in_channels,
                                .out_side = s->out_side,
                                .out_channels = s->out_channels,
                                .residual = layer->residual,
                                .parameters = parameters,
                                .macs = s->macs,
                                .bytes = 4 * parameters};
        snprintf(row->name, sizeof row->name, "%s", layer->name);
        snprintf(row->kind, sizeof row->kind, "%s", kind_name(layer->kind, s->kernel, s->in_side));
        add_sums(out, row);
    }
}
