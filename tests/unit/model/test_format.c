/* The .hwr file: what the writer makes is read back, damage is refused, and a file
 * with a valid checksum but hostile fields gives the documented error. */
#include "model/format.h"

#include "qnn/qnet.h"
#include "unit/check.h"
#include "unit/letters37.h"
#include "unit/random_model.h"

static random_model model;
static uint8_t good[16384], bytes[1 << 16], memory[1 << 20];
static size_t length;

enum { LAYER = HWR_FILE_HEADER, TENSOR = LAYER + 3 * HWR_FILE_RECORD, N_TENSORS = 13 };

/* (28,28,1) -> 7x7x3, depthwise with a residual connection to it, -> 37. */
static void make_small(void) {
    const random_layer layers[] = {
        {HWR_CONV, 5, 4, 1, 1, 3, -1, HWR_FLAG_RELU_FIRST},
        {HWR_DEPTHWISE, 3, 1, 1, 1, 3, 0, 0},
        {HWR_CONV, 7, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST},
    };
    random_start(&model, "small", 5);
    for (int i = 0; i < 3; i++) random_typical(&model, random_append(&model, &layers[i]));
    length = hwr_file_write(good, sizeof good, &model.file);
    CHECK(length <= sizeof good);
}

static hwr_status parse(const uint8_t *file, size_t n) {
    static hwr_file parsed;
    return hwr_file_parse(&parsed, file, n);
}

static void test_crc(void) {
    CHECK_INT(hwr_crc32("123456789", 9), 0xcbf43926u);
    CHECK_INT(hwr_crc32("", 0), 0);
}

static void same_vector(const uint8_t *read, const int32_t *written, int n) {
    CHECK_INT(read != NULL, written != NULL);
    for (int c = 0; read && c < n; c++) CHECK_INT(hwr_read_i32(read + 4 * c), written[c]);
}

static void same_layer(const hwr_file_layer *a, const hwr_draft_layer *b) {
    const int n = b->out_channels;
    const int read[] = {a->kind,         a->kernel,
                        a->stride,       a->flags,
                        a->in_side,      a->pad_low,
                        a->in_channels,  a->out_side,
                        a->out_channels, a->pad_high,
                        a->residual,     a->low,
                        a->high,         strcmp(a->name, b->name)};
    const int written[] = {b->kind,         b->kernel,
                           b->stride,       b->flags,
                           b->in_side,      b->pad_low,
                           b->in_channels,  b->out_side,
                           b->out_channels, b->pad_high,
                           b->residual,     b->low,
                           b->high,         0};
    CHECK(memcmp(read, written, sizeof read) == 0);
    CHECK(a->out_scale == b->out_scale);
    CHECK_INT(a->kernel_rows, b->kernel_rows);
    CHECK(memcmp(a->weight, b->weight, random_taps(b) * (size_t)n) == 0);
    same_vector(a->bias, b->bias, n);
    same_vector(a->multiplier, b->multiplier, n);
    same_vector(a->offset, b->offset, n);
    same_vector(a->residual_factor, b->residual_factor, n);
}

static void test_round_trip(void) {
    static uint8_t again[16384], unaligned[16384 + 1];
    static hwr_file parsed;
    CHECK_INT(hwr_file_write(NULL, 0, &model.file), length);
    CHECK_INT(hwr_file_write(again, length - 1, &model.file), length);
    CHECK_INT(again[0], 0);
    memcpy(unaligned + 1, good, length);
    CHECK_INT(hwr_file_parse(&parsed, unaligned + 1, length), HWR_OK);
    CHECK_INT(parsed.n_layers, 3);
    CHECK(strcmp(parsed.name, "small") == 0);
    CHECK_NEAR(parsed.temperature, 1.25, 0);
    CHECK_NEAR(parsed.logit_scale, model.file.logit_scale, 0);
    CHECK_NEAR(parsed.threshold, 0.5, 0);
    CHECK(memcmp(&parsed.labels, letters37(), sizeof parsed.labels) == 0);
    for (int i = 0; i < 3; i++) same_layer(&parsed.layers[i], &model.file.layers[i]);
    CHECK(parsed.layers[0].residual_factor == NULL && parsed.layers[1].residual_factor != NULL);
}

static void test_damage(void) {
    int accepted = 0;
    memcpy(bytes, good, length);
    for (size_t i = 0; i < length; i++) {
        bytes[i] ^= (uint8_t)(1 << i % 8);
        accepted += parse(bytes, length) == HWR_OK;
        bytes[i] = (uint8_t)~good[i];
        accepted += parse(bytes, length) == HWR_OK;
        bytes[i] = good[i];
    }
    for (size_t n = 0; n < length; n++) accepted += parse(good, n) == HWR_OK;
    CHECK_INT(accepted, 0);
    CHECK_INT(parse(NULL, 0), HWR_ERR_TRUNCATED);
    CHECK_INT(parse(good, 127), HWR_ERR_TRUNCATED);
    CHECK_INT(parse(good, length - 1), HWR_ERR_TRUNCATED);
    CHECK_INT(parse(good, length + 1), HWR_ERR_FORMAT);
    CHECK_INT(parse((const uint8_t *)"PK\3\4", 4), HWR_ERR_MAGIC);
    bytes[length - 20] ^= 1;
    CHECK_INT(parse(bytes, length), HWR_ERR_CHECKSUM);
    memcpy(bytes, good, length);
    bytes[4] = 4;
    CHECK_INT(parse(bytes, length), HWR_ERR_VERSION);
    bytes[4] = 3; /* which has an outlier detector */
    CHECK_INT(parse(bytes, length), HWR_ERR_FORMAT);
}

/* Parses the good file with n bytes of value at offset, checksum made right again. */
static hwr_status with(size_t offset, uint32_t value, int n) {
    memcpy(bytes, good, length);
    for (int i = 0; i < n; i++) bytes[offset + (size_t)i] = (uint8_t)(value >> 8 * i);
    hwr_write_u32(bytes + 12, hwr_crc32(bytes + 16, length - 16));
    return parse(bytes, length);
}

/* A field of the good file, and what the parser says of it with another value. */
typedef struct field_case {
    size_t offset;
    uint32_t value;
    int size;
    hwr_status expected;
} field_case;

static void check_fields(const field_case *cases, size_t n) {
    for (size_t i = 0; i < n; i++) {
        hwr_status status = with(cases[i].offset, cases[i].value, cases[i].size);
        if (status != cases[i].expected)
            printf("case %zu, offset %zu: %s\n", i, cases[i].offset, hwr_status_string(status));
        CHECK_INT(status, cases[i].expected);
    }
}

static uint32_t tensor_field(int tensor, int field) {
    return hwr_read_u32(good + TENSOR + tensor * HWR_FILE_RECORD + field);
}

/* Fields one by one. Tensors 0..3 are layer 0's, 4..8 layer 1's (with the residual connection),
 * 9..12 layer 2's. */
static void test_fields(void) {
    const uint32_t first = tensor_field(0, 56), labels = hwr_read_u32(good + 36);
    const uint32_t groups = hwr_read_u32(good + 68), group_labels = hwr_read_u32(good + 72);
    const field_case cases[] = {
        {8, 0xffffffff, 4, HWR_ERR_TRUNCATED},
        {8, 64, 4, HWR_ERR_FORMAT},
        {16, 0, 4, HWR_ERR_FORMAT},
        {16, 2, 4, HWR_ERR_FORMAT}, /* the second is not marked as the last */
        {16, HWR_MAX_LAYERS + 1, 4, HWR_ERR_FORMAT},
        {16, 0xffffffff, 4, HWR_ERR_FORMAT},
        {20, 0, 4, HWR_ERR_FORMAT},
        {20, N_TENSORS - 1, 4, HWR_ERR_SHAPE}, /* the last tensor is missing */
        {20, HWR_FILE_MAX_TENSORS + 1, 4, HWR_ERR_FORMAT},
        {24, 0xfffffff0, 4, HWR_ERR_FORMAT},
        {24, 8, 4, HWR_ERR_FORMAT},
        {24, TENSOR, 4, HWR_ERR_FORMAT}, /* overlaps the tensor records */
        {28, (uint32_t)length & ~15u, 4, HWR_ERR_FORMAT},
        {32, 0, 4, HWR_ERR_LABELS},
        {32, 1, 4, HWR_ERR_LABELS},
        {32, 129, 4, HWR_ERR_LABELS},
        {32, 0xffffffff, 4, HWR_ERR_LABELS},
        {32, 36, 4, HWR_ERR_SHAPE}, /* the last layer has 37 */
        {36, labels + 1, 4, HWR_ERR_FORMAT},
        {36, LAYER, 4, HWR_ERR_FORMAT},       /* the layer records */
        {labels, 'B', 1, HWR_ERR_LABELS},     /* twice */
        {labels, 0, 1, HWR_ERR_LABELS},       /* empty */
        {labels, '\n', 1, HWR_ERR_LABELS},    /* a control character */
        {labels, 0xff, 1, HWR_ERR_LABELS},    /* not UTF-8 */
        {labels, 0xceb1, 2, HWR_ERR_LABELS},  /* alpha's two bytes the wrong way round */
        {labels, 0xb1ce, 2, HWR_OK},          /* alpha */
        {labels + 2, 'x', 1, HWR_ERR_LABELS}, /* behind the NUL */
        {labels + 15, 'x', 1, HWR_ERR_LABELS},
        {64, 0, 4, HWR_ERR_LABELS},
        {64, 38, 4, HWR_ERR_LABELS},
        {64, 25, 4, HWR_ERR_LABELS}, /* a class of group 25 */
        {64, 27, 4, HWR_ERR_LABELS}, /* a group without classes */
        {68, groups + 1, 4, HWR_ERR_FORMAT},
        {68, labels, 4, HWR_ERR_FORMAT},
        {groups, 26, 1, HWR_ERR_LABELS},
        {groups + 36, 255, 1, HWR_ERR_LABELS},
        {groups + 36, 3, 1, HWR_OK},        /* t, put to D */
        {groups + 1, 2, 1, HWR_ERR_LABELS}, /* numbered out of order */
        {72, 0xfffffff0, 4, HWR_ERR_FORMAT},
        {72, labels, 4, HWR_ERR_FORMAT},
        {group_labels, 'B', 1, HWR_ERR_LABELS},
        {group_labels, 0x80, 1, HWR_ERR_LABELS},
        {76, 0x3f800000, 4, HWR_OK},         /* 1 */
        {76, 0x3f800001, 4, HWR_ERR_FORMAT}, /* just above */
        {76, 0xbf800000, 4, HWR_ERR_FORMAT},
        {76, 0x7fc00000, 4, HWR_ERR_FORMAT},
        {80, 1, 1, HWR_ERR_FORMAT},
        {95, 1, 1, HWR_ERR_FORMAT},
        {96, 2, 1, HWR_ERR_FORMAT}, /* an input of a kind not known */
        {97, 1, 1, HWR_ERR_FORMAT},
        {98, 32, 2, HWR_ERR_SHAPE},
        {100, 3, 2, HWR_ERR_SHAPE},
        {102, 1, 2, HWR_ERR_FORMAT},
        {104, 2, 2, HWR_ERR_FORMAT},
        {106, 1, 1, HWR_ERR_FORMAT},
        {112, 1, 1, HWR_ERR_FORMAT}, /* a second input */
        {127, 1, 1, HWR_ERR_FORMAT},
        {40, 0x7fc00000, 4, HWR_ERR_FORMAT}, /* NaN */
        {40, 0, 4, HWR_ERR_FORMAT},
        {40, 0x41a00001, 4, HWR_ERR_FORMAT}, /* just above 20 */
        {44, 0x7f800000, 4, HWR_ERR_FORMAT}, /* infinity */
        {44, 0xffc00000, 4, HWR_ERR_FORMAT},
        {44, 0x80000001, 4, HWR_ERR_FORMAT},
        {48, 'S', 1, HWR_ERR_FORMAT},
        {63, 'x', 1, HWR_ERR_FORMAT},
        {LAYER, 0, 1, HWR_ERR_FORMAT},
        {LAYER + 15, 'x', 1, HWR_ERR_FORMAT},
        {LAYER + 64 + 2, '0', 1, HWR_ERR_FORMAT}, /* two layers of one name */
        {LAYER + 2, '9', 1, HWR_ERR_SHAPE},       /* no tensors of that name */
        {LAYER + 16, 2, 1, HWR_ERR_FORMAT},
        {LAYER + 16, 1, 1, HWR_ERR_SHAPE}, /* depthwise cannot make 3 channels of 1 */
        {LAYER + 17, 0, 1, HWR_ERR_FORMAT},
        {LAYER + 17, 29, 1, HWR_ERR_FORMAT},
        {LAYER + 17, 4, 1, HWR_ERR_SHAPE},
        {LAYER + 18, 0, 1, HWR_ERR_FORMAT},
        {LAYER + 18, 5, 1, HWR_ERR_FORMAT},
        {LAYER + 19, 4, 1, HWR_ERR_FORMAT},
        {LAYER + 19, HWR_FLAG_LAST, 1, HWR_ERR_FORMAT},
        {LAYER + 20, 27, 2, HWR_ERR_SHAPE},
        {LAYER + 22, 2, 2, HWR_ERR_SHAPE},
        {LAYER + 24, 0, 2, HWR_ERR_FORMAT},
        {LAYER + 24, 65, 2, HWR_ERR_FORMAT},
        {LAYER + 24, 8, 2, HWR_ERR_SHAPE},
        {LAYER + 26, 0, 2, HWR_ERR_FORMAT},
        {LAYER + 26, 1025, 2, HWR_ERR_FORMAT},
        {LAYER + 26, 4, 2, HWR_ERR_SHAPE},
        {LAYER + 28, 5, 1, HWR_ERR_FORMAT},
        {LAYER + 29, 5, 1, HWR_ERR_FORMAT},
        {LAYER + 30, 0, 1, HWR_ERR_FORMAT}, /* a residual connection to itself */
        {LAYER + 30, 2, 1, HWR_ERR_FORMAT}, /* to a later layer */
        {LAYER + 30, 0xfe, 1, HWR_ERR_FORMAT},
        {LAYER + 64 + 30, 0xff, 1, HWR_ERR_FORMAT}, /* one tensor too many */
        {LAYER + 128 + 30, 0, 1, HWR_ERR_SHAPE},    /* from an output of another shape */
        {LAYER + 31, 1, 1, HWR_ERR_FORMAT},
        {LAYER + 32, 0xffff7fff, 4, HWR_ERR_FORMAT}, /* -32769 */
        {LAYER + 32, 128, 4, HWR_ERR_FORMAT},        /* above the highest */
        {LAYER + 36, 32768, 4, HWR_ERR_FORMAT},
        {LAYER + 40, 0x7fc00000, 4, HWR_ERR_FORMAT},
        {LAYER + 44, 0x3f000000, 4, HWR_ERR_FORMAT}, /* reserved */
        {LAYER + 128 + 44, 0x3f000000, 4, HWR_ERR_FORMAT},
        {LAYER + 63, 1, 1, HWR_ERR_FORMAT},
        {LAYER + 128 + 19, 0, 1, HWR_ERR_FORMAT}, /* no layer is the last */
        {LAYER + 128 + 26, 36, 2, HWR_ERR_SHAPE},
        {TENSOR, 'x', 1, HWR_ERR_SHAPE},
        {TENSOR + 31, 'x', 1, HWR_ERR_SHAPE},
        {TENSOR + 32, HWR_FILE_TYPE_I32, 4, HWR_ERR_SHAPE},
        {TENSOR + 32, 0xffffffff, 4, HWR_ERR_SHAPE},
        {TENSOR + 36, 3, 4, HWR_ERR_SHAPE},
        {TENSOR + 40, 0x40000003, 4, HWR_ERR_SHAPE},
        {TENSOR + 52, 0, 4, HWR_ERR_SHAPE},
        {TENSOR + 56, 0, 4, HWR_ERR_FORMAT}, /* the header */
        {TENSOR + 56, TENSOR, 4, HWR_ERR_FORMAT},
        {TENSOR + 56, first + 8, 4, HWR_ERR_FORMAT},
        {TENSOR + 56, first + 16, 4, HWR_ERR_FORMAT}, /* the next tensor */
        {TENSOR + 56, 0xfffffff0, 4, HWR_ERR_FORMAT},
        {TENSOR + 56, (uint32_t)length & ~15u, 4, HWR_ERR_FORMAT},
        {TENSOR + 60, 74, 4, HWR_ERR_FORMAT},
        {TENSOR + 60, 0xffffffff, 4, HWR_ERR_FORMAT},
        {first, 0x80, 1, HWR_ERR_FORMAT}, /* a weight of -128 */
    };
    check_fields(cases, sizeof cases / sizeof *cases);
}

/* The same file as a program of version 1 wrote it: labels a byte each, the threshold in the last
 * layer's record, and what is behind the shorter header not used. */
static void make_version1(void) {
    memcpy(bytes, good, length);
    const uint32_t labels = hwr_read_u32(good + 36);
    hwr_write_u32(bytes + 4, 1);
    for (int c = 0; c < CLASSES; c++)
        bytes[labels + (uint32_t)c] = (uint8_t)letters37()->text[c][0];
    hwr_write_f32(bytes + LAYER + 128 + 44, 0.75f);
    memset(bytes + HWR_FILE_HEADER1, 0xaa, HWR_FILE_HEADER - HWR_FILE_HEADER1);
    hwr_file_seal(bytes, length);
}

static void test_version1(void) {
    static hwr_file parsed;
    make_version1();
    CHECK_INT(hwr_file_parse(&parsed, bytes, length), HWR_OK);
    CHECK(memcmp(&parsed.labels, letters37(), sizeof parsed.labels) == 0);
    CHECK_NEAR(parsed.threshold, 0.75, 0);
    for (int i = 0; i < 3; i++) same_layer(&parsed.layers[i], &model.file.layers[i]);
    const uint32_t labels = hwr_read_u32(good + 36);
    const field_case cases[] = {
        {32, 36, 4, HWR_ERR_LABELS},
        {labels, 'B', 1, HWR_ERR_LABELS},
        {36, labels + 1, 4, HWR_ERR_FORMAT},
        {LAYER + 44, 0x3f000000, 4, HWR_ERR_FORMAT},       /* a threshold, but not the last layer */
        {LAYER + 128 + 44, 0x3f800001, 4, HWR_ERR_FORMAT}, /* just above 1 */
        {LAYER + 128 + 44, 0x7fc00000, 4, HWR_ERR_FORMAT},
        {LAYER + 128 + 44, 0x3f800000, 4, HWR_OK},
    };
    memcpy(good, bytes, length);
    check_fields(cases, sizeof cases / sizeof *cases);
    make_small(); /* the newest version again */
}

/* A second network, of traces, behind the first; field by field. */
static void test_traces(void) {
    static hwr_file parsed;
    static const random_layer picture[] = {{HWR_CONV, 14, 4, 1, 1, 4, -1, 0},
                                           {HWR_CONV, 5, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST}};
    static const random_layer trace[] = {{HWR_CONV, 7, 4, 3, 0, 3, -1, 0},
                                         {HWR_DEPTHWISE, 3, 1, 1, 1, 3, 2, 0},
                                         {HWR_CONV, 16, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST}};
    random_start(&model, "two", 11);
    for (int i = 0; i < 2; i++) random_typical(&model, random_append(&model, &picture[i]));
    model.traces = 1;
    for (int i = 0; i < 3; i++) random_typical(&model, random_append(&model, &trace[i]));
    model.file.fusion = (hwr_fusion){0.25f, 0.5f, 2.0f, 0.75f};
    length = hwr_file_write(good, sizeof good, &model.file);
    CHECK(length <= sizeof good);
    CHECK_INT(hwr_file_parse(&parsed, good, length), HWR_OK);
    CHECK_INT(parsed.n_layers, 5);
    CHECK_INT(parsed.first_trace, 2);
    CHECK(memcmp(&parsed.fusion, &model.file.fusion, sizeof parsed.fusion) == 0);
    for (int i = 0; i < 5; i++) same_layer(&parsed.layers[i], &model.file.layers[i]);
    CHECK_INT(parsed.layers[2].kernel_rows, 1);
    CHECK_INT(parsed.layers[2].in_rows + parsed.layers[2].out_rows, 2);
    CHECK_INT(parsed.layers[3].row_pad_low + parsed.layers[3].row_pad_high, 0);
    const field_case cases[] = {
        {80, 0, 4, HWR_ERR_FORMAT},          /* a scale of 0 */
        {80, 0x7f800000, 4, HWR_ERR_FORMAT}, /* infinity */
        {80, 0xbf800000, 4, HWR_ERR_FORMAT},
        {84, 0x41800000, 4, HWR_OK},         /* 16 */
        {84, 0x41800001, 4, HWR_ERR_FORMAT}, /* just above */
        {84, 0xbf800000, 4, HWR_ERR_FORMAT},
        {88, 0, 4, HWR_OK},
        {88, 0x7fc00000, 4, HWR_ERR_FORMAT},
        {92, 0x3f800001, 4, HWR_ERR_FORMAT},
        {92, 0x7fc00000, 4, HWR_ERR_FORMAT},
        {104, 5, 2, HWR_ERR_FORMAT}, /* all layers are the first network's */
        {104, 0, 2, HWR_ERR_FORMAT},
        {104, 3, 2, HWR_ERR_FORMAT}, /* and the second begins before it ends */
        {104, 0xffff, 2, HWR_ERR_FORMAT},
        {112, 0, 1, HWR_ERR_FORMAT},
        {112, 1, 1, HWR_ERR_FORMAT}, /* two of pictures */
        {113, 1, 1, HWR_ERR_FORMAT},
        {114, 32, 2, HWR_ERR_SHAPE},
        {116, 1, 2, HWR_ERR_SHAPE},
        {118, 1, 2, HWR_ERR_FORMAT},
        {118, 3, 2, HWR_ERR_FORMAT},
        {120, 2, 2, HWR_ERR_FORMAT},
        {122, 1, 1, HWR_ERR_FORMAT},
        {127, 1, 1, HWR_ERR_FORMAT},
        {LAYER + 64 + 19, 0, 1, HWR_ERR_FORMAT}, /* the first network has no last layer */
        {LAYER + 192 + 19, HWR_FLAG_LAST, 1, HWR_ERR_FORMAT},
        {LAYER + 192 + 30, 0, 1, HWR_ERR_FORMAT}, /* a residual from the other network */
        {LAYER + 128 + 20, 28, 2, HWR_ERR_SHAPE}, /* a picture as input */
        {LAYER + 128 + 22, 3, 2, HWR_ERR_SHAPE},
    };
    check_fields(cases, sizeof cases / sizeof *cases);
    CHECK_INT(with(112, 0, 4), HWR_ERR_FORMAT);
    /* One network must not have a fusion. */
    random_start(&model, "one", 11);
    for (int i = 0; i < 2; i++) random_typical(&model, random_append(&model, &picture[i]));
    length = hwr_file_write(good, sizeof good, &model.file);
    CHECK_INT(with(80, 0, 4), HWR_OK);
    CHECK_INT(with(84, 0x3f800000, 4), HWR_ERR_FORMAT);
}

/* Any number of classes: as many logits, and a probability for each. */
static void test_class_counts(void) {
    static const int counts[] = {2, 5, 10, 47, 128};
    static uint8_t image[HWR_PIXELS];
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const int n = counts[i];
        const random_layer layers[] = {{HWR_CONV, 7, 4, 0, 0, 8, -1, 0},
                                       {HWR_CONV, 6, 1, 0, 0, 0, -1, HWR_FLAG_LAST}};
        random_layer last = layers[1];
        last.channels = n;
        random_start(&model, "any", (uint32_t)n);
        random_typical(&model, random_append(&model, &layers[0]));
        random_typical(&model, random_append(&model, &last));
        memset(&model.file.labels, 0, sizeof model.file.labels);
        for (int c = 0; c < n; c++) {
            char text[HWR_LABEL_BYTES] = {0};
            CHECK(hwr_label_from_code(text, (uint32_t)(0x3b1 + c)));
            if (c == 1) strcpy(text, "fifteen_bytes15");
            CHECK_INT(hwr_labels_add(&model.file.labels, text), HWR_OK);
        }
        size_t size = hwr_file_write(bytes, sizeof bytes, &model.file);
        hwr_model loaded;
        int32_t logits[HWR_MAX_CLASSES + 1], other[HWR_MAX_CLASSES + 1];
        float p[HWR_MAX_CLASSES], sum = 0;
        size_t need = hwr_model_memory(bytes, size, NULL);
        CHECK(need > 0 && need <= sizeof memory && size <= sizeof bytes);
        CHECK_INT(hwr_model_init(&loaded, memory, need, bytes, size), HWR_OK);
        CHECK_INT(loaded.labels.n, n);
        CHECK(memcmp(&loaded.labels, &model.file.labels, sizeof loaded.labels) == 0);
        logits[n] = other[n] = 4711;
        for (int k = 0; k < HWR_PIXELS; k++) image[k] = (uint8_t)random_u32(&model);
        hwr_model_run(&loaded, logits, image);
        CHECK_INT(hwr_model_set_isa(&loaded, HWR_ISA_REF), HWR_OK);
        hwr_model_run(&loaded, other, image);
        CHECK(memcmp(logits, other, ((size_t)n + 1) * sizeof *logits) == 0);
        CHECK_INT(logits[n], 4711);
        hwr_model_probabilities(&loaded, p, logits);
        for (int c = 0; c < n; c++) sum += p[c];
        CHECK_NEAR(sum, 1, 1e-5);
    }
}

/* Values that leave their range, and sums at the edge of 32 bits. */
static void test_sums(void) {
    const uint32_t weight = tensor_field(0, 56), bias = tensor_field(1, 56);
    const uint32_t offset = tensor_field(3, 56), residual = tensor_field(8, 56);
    CHECK_INT(with(offset, 32768, 4), HWR_ERR_FORMAT);
    CHECK_INT(with(offset, (uint32_t)-32769, 4), HWR_ERR_FORMAT);
    CHECK_INT(with(offset, (uint32_t)-32768, 4), HWR_OK);
    CHECK_INT(with(bias, 0x80000000, 4), HWR_ERR_FORMAT);
    CHECK_INT(with(residual, 0x80000000, 4), HWR_ERR_FORMAT);
    CHECK_INT(with(residual, 0x02000000, 4), HWR_ERR_FORMAT);
    CHECK_INT(with(tensor_field(2, 56), 0x80000000, 4), HWR_OK); /* any multiplier will do */
    int32_t sum = 0; /* 25 weights, and 255 the most that the image brings */
    for (uint32_t t = 0; t < 25; t++) {
        int8_t w = (int8_t)good[weight + t];
        sum += 255 * (w < 0 ? -w : w);
    }
    CHECK_INT(with(bias, (uint32_t)(INT32_MAX - sum), 4), HWR_OK);
    CHECK_INT(with(bias, (uint32_t)(INT32_MAX - sum) + 1, 4), HWR_ERR_FORMAT);
    CHECK_INT(with(bias, (uint32_t)(sum - INT32_MAX), 4), HWR_OK);
    CHECK_INT(with(bias, (uint32_t)(sum - INT32_MAX) - 1, 4), HWR_ERR_FORMAT);
}

/* Every byte before the tensors' data takes several values: what is accepted must run,
 * to the same logits everywhere. */
static void test_every_field(void) {
    static const uint8_t values[] = {0, 1, 2, 7, 16, 64, 127, 128, 255};
    static uint8_t image[HWR_PIXELS];
    int accepted = 0, different = 0;
    for (int i = 0; i < HWR_PIXELS; i++) image[i] = (uint8_t)random_u32(&model);
    for (size_t at = 16; at < tensor_field(0, 56); at++)
        for (size_t v = 0; v < sizeof values; v++) {
            hwr_model loaded;
            int32_t logits[2][CLASSES];
            if (with(at, values[v], 1) != HWR_OK) continue;
            accepted++;
            size_t need = hwr_model_memory(bytes, length, NULL);
            CHECK(need > 0 && need <= sizeof memory);
            CHECK_INT(hwr_model_init(&loaded, memory, need, bytes, length), HWR_OK);
            hwr_model_run(&loaded, logits[0], image);
            CHECK_INT(hwr_model_set_isa(&loaded, HWR_ISA_REF), HWR_OK);
            hwr_model_run(&loaded, logits[1], image);
            different += memcmp(logits[0], logits[1], sizeof logits[0]) != 0;
        }
    CHECK(accepted > 50);
    CHECK_INT(different, 0);
}

int main(void) {
    make_small();
    test_crc();
    test_round_trip();
    test_damage();
    test_fields();
    test_sums();
    test_version1();
    test_every_field();
    test_traces(); /* these make other models */
    test_class_counts();
    return check_done("format");
}
