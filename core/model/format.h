/* format.h - the .hwr model file: an integer network, described by itself.
 *
 * core/model/ is that file, read (format.c) and written (format_write.c).
 *
 * Little-endian throughout. Every table and tensor starts at a multiple of 16.
 *
 *   offset  size  header (128 bytes; version 1: the first 64)
 *        0     4  magic "HWRM"
 *        4     4  u32 version, 2, or 3 with an outlier detector (1 is read too)
 *        8     4  u32 length of the whole file in bytes, at most 16 MiB
 *       12     4  u32 CRC-32 (zlib's polynomial) of bytes 16 .. length-1
 *       16     4  u32 layers, 1..32
 *       20     4  u32 tensors, 1..160
 *       24     4  u32 offset of the layer records (64 bytes each)
 *       28     4  u32 offset of the tensor records (64 bytes each)
 *       32     4  u32 classes, 2..128
 *       36     4  u32 offset of their labels, 16 bytes each: see hwr_labels in hwr.h
 *       40     4  f32 temperature, 0.05..20: logits are divided by it before the softmax
 *       44     4  f32 logit scale, > 0: real logit = integer logit * this
 *       48    16  network name, as a layer's name
 *       64     4  u32 groups, 1..classes
 *       68     4  u32 offset of the group of each class, u8 each
 *       72     4  u32 offset of the groups' labels, 16 bytes each
 *       76     4  f32 threshold, 0..1: a drawing whose hwr_letter_score is below it is no letter
 *       80    16  fusion of two networks, all 0 where there is one: f32 logit scale of the second
 *                 one, > 0; f32 weights of both networks' real logits, 0..16, first and second,
 *                 whose sum goes into the softmax; f32 threshold of the fused answer, 0..1
 *       96    16  the input: u8 meaning, 1 = a picture of ink, 0..255, upright; u8 reserved, 0;
 *                 u16 side, 28; u16 channels, 1; u16 first layer that reads it, 0; u16 layers
 *                 from there on; u16 hidden units of the outlier detector, 0..64, of version 3
 *                 alone and with a second input (0: there is none); 4 bytes reserved, 0
 *      112    16  a second input and the network that reads it, behind the first one's layers:
 *                 likewise, meaning 2 = a trace (hwr_trace_strokes), side 64, channels 8. All
 *                 0: none
 *
 * Version 1 has the labels "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt", a byte each, the
 * groups of hwr_labels_letters37, and the threshold at byte 44 of the last layer's record.
 *
 *   layer record (64 bytes)
 *        0    16  name, NUL-terminated and NUL-padded, [a-z0-9_]
 *       16     1  kind: 0 convolution, 1 depthwise
 *       17     1  kernel side K, 1..28
 *       18     1  stride, 1..4
 *       19     1  flags: bit 0 ReLU before rescaling, bit 1 last layer (writes logits)
 *       20     2  u16 input side 1..64      22  2  u16 input channels 1..1024
 *       24     2  u16 output side 1..64     26  2  u16 output channels 1..1024
 *       28     1  zeros before the first row and column, 0..K-1
 *       29     1  zeros after the last, 0..K-1
 *       30     1  i8 layer of the residual connection, -1 = none; earlier, and of
 *                 the output's shape
 *       31     1  reserved, 0
 *       32     4  i32 lowest output   36  4  i32 highest output; -32768..32767, low <= high
 *       40     4  f32 output scale: real value = integer * this (for showing; > 0)
 *       44    20  reserved, 0
 *
 *   tensor record (64 bytes)
 *        0    32  name "<layer>.<what>", NUL-terminated and NUL-padded
 *       32     4  u32 type: 1 = i8, 2 = i32
 *       36     4  u32 dimensions, 1..4; unused ones are 1
 *       40    16  u32 dims[4]
 *       56     4  u32 offset
 *       60     4  u32 bytes
 *
 * Header, tables, labels and tensors do not overlap. A network's first layer reads its input,
 * (28, 28, 1) or (1, 64, 8), every other the output before it, and the last alone has
 * flag bit 1 and writes (1, 1, classes). Residual connections stay in a network. Where the
 * input is a trace, maps and kernels have one row: (1, side, channels), K for 1 x K, and zeros
 * before and after it only. Layer names differ from each other.
 *
 * Tensors of a layer, looked up by name and exact shape:
 *   weight     i8   (C_out, K, K, C_in), or (K, K, C) for depthwise; -127..127; the first
 *                       K is 1 in a network of traces
 *   bias       i32  (C_out)  added to the sum
 *   multiplier i32  (C_out)  fixed-point rescaling, see core/qnn/qnet.h
 *   offset     i32  (C_out)  added after rescaling, -32768..32767
 *   shortcut   i32  (C_out)  only with a residual connection: its values times this join
 *                       the sum
 * The outlier detector (core/outlier/outlier.h), H hidden units over F inputs: the features that
 * the last layers of both networks read, those of pictures first, 128 of each at most, and 128 of
 * the pen's way: outlier.weight      i8   (H, F)  -127..127 outlier.bias        i32  (H)
 * -2^24..2^24, as the next two outlier.out_weight  i32  (H) outlier.out_bias    i32  (1)     times
 * 2^16 A file has these tensors and no others.
 *
 * core/model/format_write.c writes the format; float weights become integers in
 * core/train/quant/quantize.c. */
#ifndef HWR_FORMAT_H
#define HWR_FORMAT_H

#include "hwr.h"

enum {
    HWR_FILE_VERSION = 2,
    HWR_FILE_VERSION_OUTLIER = 3,
    HWR_FILE_HEADER = 128,
    HWR_FILE_HEADER1 = 64, /* of version 1 */
    HWR_FILE_INPUT_PICTURE = 1,
    HWR_FILE_INPUT_TRACE = 2,
    HWR_FILE_RECORD = 64,
    HWR_FILE_ALIGN = 16,
    HWR_FILE_MAX_TENSORS = 160,
    HWR_FILE_MAX_BYTES = 1 << 24,
    HWR_FILE_MAX_SIDE = 64,
    HWR_FILE_MAX_CHANNELS = 1024,
    HWR_FILE_TYPE_I8 = 1,
    HWR_FILE_TYPE_I32 = 2,
    HWR_KIND_CONV = 0, /* the same numbers as hwr_layer_kind in net.h */
    HWR_KIND_DEPTHWISE = 1,
    HWR_FLAG_RELU_FIRST = 1,
    HWR_FLAG_LAST = 2
};

/* A layer as the file has it, checked; the pointers reach into the file's bytes
 * and may be unaligned: read them with hwr_read_i32. */
typedef struct hwr_file_layer {
    char name[HWR_NAME_LENGTH];
    int kind, kernel, stride, flags;
    int in_side, in_channels, out_side, out_channels;
    int pad_low, pad_high;
    int in_rows, out_rows, kernel_rows; /* sides, or 1 in a network of traces */
    int row_pad_low, row_pad_high;      /* pads, or 0 */
    int residual; /* layer whose output is added (residual connection), or -1 */
    int32_t low, high;
    float out_scale;
    const int8_t *weight;           /* (C_out, K, K, C_in) or (K, K, C) */
    const uint8_t *bias;            /* (C_out) i32, little-endian as in the file, also below */
    const uint8_t *multiplier;      /* (C_out) i32 */
    const uint8_t *offset;          /* (C_out) i32 */
    const uint8_t *residual_factor; /* (C_out) i32, tensor "shortcut"; NULL without residual */
} hwr_file_layer;

/* The outlier detector as the file has it; hidden 0: none. */
typedef struct hwr_file_outlier {
    int hidden, n_picture, n_trace;
    const int8_t *weight; /* (hidden, n_picture + n_trace + HWR_OUTLIER_WAY) */
    const uint8_t *bias, *out_weight, *out_bias; /* (hidden), (hidden), (1) i32 */
} hwr_file_outlier;

typedef struct hwr_file {
    char name[HWR_NAME_LENGTH];
    int n_layers;    /* of both networks */
    int first_trace; /* first layer of the network of traces; n_layers: there is none */
    float temperature, logit_scale, threshold;
    hwr_fusion fusion; /* all 0 without one */
    hwr_labels labels;
    hwr_file_outlier outlier;
    hwr_file_layer layers[HWR_MAX_LAYERS];
} hwr_file;

/* Parses and checks a whole file: sizes, checksum, labels, every layer's shape
 * against its neighbours, every tensor. Every sum a layer can form is checked to
 * fit 32 bits: |bias| + sum |w| * max |x| + max |residual| < 2^31. bytes may be
 * unaligned and must outlive out; out is meaningless after an error. Errors:
 *   HWR_ERR_MAGIC, _VERSION, _CHECKSUM   as their text says
 *   HWR_ERR_TRUNCATED   fewer bytes than the header, or than its length field says
 *   HWR_ERR_TOO_LARGE   more than HWR_FILE_MAX_BYTES
 *   HWR_ERR_LABELS      hwr_labels_check refuses the labels; version 1: others than its 37
 *   HWR_ERR_SHAPE       layers do not fit together, a tensor is missing, or it has
 *                       another type or shape than its layer needs
 *   HWR_ERR_FORMAT      everything else: a value, offset, count or name out of its
 *                       range, overlapping contents, a sum past 32 bits */
HWR_NODISCARD hwr_status hwr_file_parse(hwr_file *out, const void *bytes, size_t length);

/* CRC-32 as in zlib and PNG (polynomial 0xEDB88320), of length bytes. */
uint32_t hwr_crc32(const void *bytes, size_t length);

/* Little-endian reads from unaligned bytes. */
uint32_t hwr_read_u32(const uint8_t *bytes);
int32_t hwr_read_i32(const uint8_t *bytes);
float hwr_read_f32(const uint8_t *bytes);

/* Likewise a write. */
void hwr_write_u32(uint8_t *bytes, uint32_t value);

#endif
