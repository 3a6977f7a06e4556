/* format_write.h - an integer network to the bytes of a .hwr file. */
#ifndef HWR_FORMAT_WRITE_H
#define HWR_FORMAT_WRITE_H

#include "format.h"

/* A layer to be written: hwr_file_layer with tensors that can be filled in, which belong to
 * whoever makes the draft. */
typedef struct hwr_draft_layer {
    char name[HWR_NAME_LENGTH];
    int kind, kernel, stride, flags;
    int in_side, in_channels, out_side, out_channels;
    int pad_low, pad_high;
    int kernel_rows; /* K, or 1 in a network of traces */
    int residual;    /* layer whose output is added, -1 = none */
    int32_t low, high;
    float out_scale;
    int8_t *weight;                      /* (C_out, K, K, C_in) or (K, K, C) */
    int32_t *bias, *multiplier, *offset; /* (C_out) */
    int32_t *residual_factor;            /* (C_out), NULL without a residual */
} hwr_draft_layer;

/* An outlier detector to be written; hidden 0: none. */
typedef struct hwr_draft_outlier {
    int hidden, features;       /* of both networks, and of the way */
    int8_t *weight;             /* (hidden, features) */
    int32_t *bias, *out_weight; /* (hidden) */
    int32_t out_bias;
} hwr_draft_outlier;

typedef struct hwr_file_draft {
    char name[HWR_NAME_LENGTH];
    int n_layers;    /* of both networks */
    int first_trace; /* first layer of the network of traces; n_layers: there is none */
    float temperature, logit_scale, threshold;
    hwr_fusion fusion; /* all 0 without one */
    hwr_labels labels;
    hwr_draft_outlier outlier;
    hwr_draft_layer layers[HWR_MAX_LAYERS];
} hwr_file_draft;

/* Serialises draft, of n_layers 1..HWR_MAX_LAYERS, as core/model/format.h describes, in
 * version 2, or 3 with an outlier detector. hwr_file_parse of the result gives the same network
 * back. Nothing is checked: parse the result. out: (capacity) bytes, or NULL to ask only. Returns
 * the bytes needed; writes nothing where capacity is less. */
size_t hwr_file_write(uint8_t *out, size_t capacity, const hwr_file_draft *draft);

/* Little-endian writes to unaligned bytes, as hwr_write_u32. */
void hwr_write_i32(uint8_t *bytes, int32_t value);
void hwr_write_f32(uint8_t *bytes, float value);

/* Sets length and checksum in the header of length bytes that are complete otherwise. */
void hwr_file_seal(uint8_t *bytes, size_t length);

#endif
