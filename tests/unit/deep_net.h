/* deep_net.h - a network for tests of the integer kernels: more layers than the shipped one has,
 * four residual blocks, and a pointwise layer between convolutions. */
#ifndef TESTS_DEEP_NET_H
#define TESTS_DEEP_NET_H

#include "train/net/net.h"

static const hwr_layer deep_layers[] = {
    {"stem", HWR_CONV, 3, 1, 1, 16, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"down1", HWR_CONV, 3, 2, 1, 40, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block1a", HWR_CONV, 3, 1, 1, 40, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block1b", HWR_CONV, 3, 1, 1, 40, HWR_NORM_BEFORE, 1, 1, 0.0f},
    {"block1c", HWR_CONV, 3, 1, 1, 40, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block1d", HWR_CONV, 3, 1, 1, 40, HWR_NORM_BEFORE, 1, 3, 0.0f},
    {"down2", HWR_CONV, 3, 2, 1, 48, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block2a", HWR_CONV, 3, 1, 1, 48, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block2b", HWR_CONV, 3, 1, 1, 48, HWR_NORM_BEFORE, 1, 6, 0.0f},
    {"block2c", HWR_CONV, 3, 1, 1, 48, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"block2d", HWR_CONV, 3, 1, 1, 48, HWR_NORM_BEFORE, 1, 8, 0.0f},
    {"spread", HWR_CONV, 1, 1, 1, 96, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"pool", HWR_DEPTHWISE, 0, 1, 0, 96, HWR_NORM_BEFORE, 1, -1, 0.1f},
    {"classes", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};
static const hwr_net deep_net = {"deep", deep_layers, sizeof deep_layers / sizeof *deep_layers,
                                 HWR_INPUT_PICTURE};

#endif
