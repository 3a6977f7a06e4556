/* describe.h - what "letters show" prints, gathered from any kind of weights. */
#ifndef TOOLS_DESCRIBE_H
#define TOOLS_DESCRIBE_H

#include "io/files.h"
#include "train/net/net.h"

typedef struct tool_layer_row {
    char name[HWR_NAME_LENGTH], kind[16];
    int kernel, stride;
    int in_side, in_channels, out_side, out_channels;
    int residual; /* layer whose output is added, -1 = none */
    size_t parameters, macs, bytes;
} tool_layer_row;

typedef struct tool_description {
    char name[HWR_NAME_LENGTH];
    const char *kind; /* "integer", "float", "architecture" */
    int n_layers;
    tool_layer_row layers[HWR_MAX_LAYERS];
    size_t parameters, macs, weight_bytes;
    size_t file_bytes;                         /* 0 for an architecture */
    float temperature, logit_scale, threshold; /* integer only, else 0 */
    int outlier_units;                         /* of the outlier detector, 0: there is none */
    hwr_labels labels;                         /* of a file; n = 0 for an architecture */
} tool_description;

/* From an integer model's file. */
int tool_describe_model(tool_description *out, const tool_bytes *file, const char *path,
                        tool_error *error);

/* From a table of net.h; float32 sizes. */
void tool_describe_net(tool_description *out, const hwr_net *net, int classes);

#endif
