/* hwr.h - handwritten letter recognition: the public header, and the manual.
 *
 * Strokes or pixels go in, a probability for each class of the model comes out:
 *
 *     static hwr_preprocess pre;                   // 33 KB of caller memory
 *     hwr_model model;
 *     hwr_model_init(&model, arena, sizeof arena, file, file_length);
 *     if (hwr_preprocess_strokes(&pre, xy, lengths, n_strokes, &hwr_pen_default) == HWR_OK) {
 *         int32_t logits[HWR_MAX_CLASSES];
 *         float p[HWR_MAX_CLASSES]; // (model.labels.n)
 *         hwr_model_run(&model, logits, pre.image);
 *         hwr_model_probabilities(&model, p, logits);
 *     }
 *
 * The library does no I/O, prints nothing, never exits and allocates nothing:
 * every buffer belongs to the caller. It is thread-safe as long as no two
 * threads share one hwr_model or hwr_preprocess. From strokes to image it uses
 * plain IEEE arithmetic without contraction, and from image to logits only
 * integers, so the same input gives the same bytes on every machine.
 */
#ifndef HWR_H
#define HWR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    HWR_SIDE = 28,                    /* pixels a side of the network's input */
    HWR_PIXELS = HWR_SIDE * HWR_SIDE, /* 784 */
    HWR_MAX_CLASSES = 128,            /* classes of a model at most */
    HWR_LABEL_BYTES = 16,             /* of a class's text, its NUL included */
    HWR_INK_SIDE = 128,               /* pixels a side of the ink raster, as in NIST SD 19 */
    HWR_INK_PIXELS = HWR_INK_SIDE * HWR_INK_SIDE,
    HWR_MAX_IMAGE_SIDE = 16384 /* largest picture hwr_preprocess_pixels accepts */
};

#if defined(__GNUC__)
#define HWR_NODISCARD __attribute__((warn_unused_result))
#else
#define HWR_NODISCARD
#endif

/* Of this library, the page, its npm package and the command line, which all take it from here:
 * semver.org's three numbers. */
#define HWR_VERSION "0.1.0"

/* HWR_VERSION of the library that is linked, a static string. */
const char *hwr_version(void);

/* ---- Status ------------------------------------------------------------- */

/* One list gives the enum and hwr_status_string(). HWR_EMPTY is an answer, not
 * an error: the input was well formed and holds no ink. */
#define HWR_STATUS_LIST(X)                                                                         \
    X(HWR_OK, "ok")                                                                                \
    X(HWR_EMPTY, "nothing drawn")                                                                  \
    X(HWR_ERR_ARGUMENT, "an argument is out of its documented range")                              \
    X(HWR_ERR_NOT_FINITE, "a coordinate is not a finite number")                                   \
    X(HWR_ERR_TOO_LARGE, "the input is larger than the documented maximum")                        \
    X(HWR_ERR_MEMORY, "the memory handed over is too small")                                       \
    X(HWR_ERR_TRUNCATED, "the file ends before its contents do")                                   \
    X(HWR_ERR_MAGIC, "this is not a file of the expected kind")                                    \
    X(HWR_ERR_VERSION, "the file is of a version this program does not know")                      \
    X(HWR_ERR_CHECKSUM, "the checksum does not match: the file is damaged")                        \
    X(HWR_ERR_FORMAT, "a field of the file is out of its documented range")                        \
    X(HWR_ERR_SHAPE, "a tensor is missing or does not have the shape its layer needs")             \
    X(HWR_ERR_LABELS,                                                                              \
      "the labels are not 2 to 128 different UTF-8 texts of 1 to 15 bytes, in groups")             \
    X(HWR_ERR_MODEL, "the file belongs to another model")

typedef enum hwr_status {
#define HWR_STATUS_ENUM(name, text) name,
    HWR_STATUS_LIST(HWR_STATUS_ENUM)
#undef HWR_STATUS_ENUM
        HWR_STATUS_COUNT
} hwr_status;

/* A static, lower-case English sentence without full stop; "unknown status"
 * for a value outside the enum. */
const char *hwr_status_string(hwr_status status);

/* ---- Labels ------------------------------------------------------------- */

/* The classes a model answers with, 2..HWR_MAX_CLASSES of them, and the groups they fold into:
 * a and A are two classes of one group, as is every class without a sibling. Belongs to
 * the model file, which holds it; all texts are NUL-terminated and NUL-padded UTF-8 of 1..15
 * bytes without control characters. Class texts differ from each other, and so do the groups'.
 * Groups are numbered in the order of their first class. */
typedef struct hwr_labels {
    int n;                                             /* classes */
    int n_groups;                                      /* 1..n */
    char text[HWR_MAX_CLASSES][HWR_LABEL_BYTES];       /* (n) */
    uint8_t group[HWR_MAX_CLASSES];                    /* (n) each 0..n_groups-1 */
    char group_text[HWR_MAX_CLASSES][HWR_LABEL_BYTES]; /* (n_groups) */
} hwr_labels;

/* The shipped alphabet, which version 1 files mean: A-Z and a b d e f g h n q r t, the
 * letters of EMNIST ByMerge, in 26 groups. */
void hwr_labels_letters37(hwr_labels *out);

/* Adds a class to labels (zeroed before the first), in the group of the same letter's other
 * case where that is there, else in a group of its own. HWR_ERR_LABELS: text is no label,
 * or is there already; HWR_ERR_TOO_LARGE past HWR_MAX_CLASSES. */
HWR_NODISCARD hwr_status hwr_labels_add(hwr_labels *labels, const char *text);

/* HWR_OK where all that hwr_labels promises is so, else HWR_ERR_LABELS. */
HWR_NODISCARD hwr_status hwr_labels_check(const hwr_labels *labels);

/* The class of exactly this text, -1 for none. */
int hwr_labels_find(const hwr_labels *labels, const char *text);

/* The class that a drawing of text belongs to: its own, or where there is none that of
 * the letter's other case, as ByMerge's C stands for c. -1 for neither. */
int hwr_labels_class_of(const hwr_labels *labels, const char *text);

/* 1 where length bytes are well-formed UTF-8 (RFC 3629) without control characters and
 * 1..15 bytes long. */
int hwr_label_valid(const char *text, size_t length);

/* The one character of a Unicode code point as a label. 0 where it is none that
 * hwr_label_valid takes; out is then undefined. */
int hwr_label_from_code(char out[HWR_LABEL_BYTES], uint32_t code);

/* The same letter in its other case, where text is one character of the Latin, Greek,
 * Cyrillic or Armenian alphabet that has one: 1 and the small one for a capital, -1 and
 * the capital for a small one, else 0 and out is unchanged. */
int hwr_label_other_case(char out[HWR_LABEL_BYTES], const char *text);

/* Sums probabilities (n) into folded (n_groups). They may not overlap. */
void hwr_fold_probabilities(const hwr_labels *labels, float *folded, const float *probabilities);

/* The two largest of folded (n_groups) together, 0..1: high for a letter, also where
 * it may be either of two (I or L), low for a scribble, on which a network that was trained
 * to is undecided. Compare it with the model's threshold. */
float hwr_letter_score(const hwr_labels *labels, const float *folded);

/* ---- From ink to 28x28 -------------------------------------------------- */

/* The pen that strokes are drawn with, in pixels of the 128x128 raster. */
typedef struct hwr_pen {
    float width;  /* diameter of the round nib, 1..64 */
    float extent; /* longer side of the strokes' bounding box, 8..112, nib not counted */
} hwr_pen;        /* width + extent: at most 128 */

/* The pen whose letters match EMNIST's stroke width, size and sharpness best: width
 * 5.5, extent 40 (tests/unit/ink/test_preprocess.c holds the figures). The ink fills the middle
 * third of the frame, as in NIST SD 19, and is reduced two pixels to one. */
extern const hwr_pen hwr_pen_default;

/* Everything between the drawing and the network, one field a step, so that a
 * page can show each. Valid after a function below returned HWR_OK; after
 * HWR_EMPTY ink, blurred and image are all zero and the box is empty. */
typedef struct hwr_preprocess {
    uint8_t ink[HWR_INK_PIXELS];     /* (128, 128) row-major, 0 or 255 = ink */
    uint8_t blurred[HWR_INK_PIXELS]; /* (128, 128) after the Gaussian, 0..255 */
    uint8_t image[HWR_PIXELS];       /* (28, 28) row-major, upright, 0..255, maximum 255 */
    int left, top, right, bottom;    /* the cropped region of blurred, right and bottom exclusive */
} hwr_preprocess;

/* Draws strokes with a round pen into 128x128 and runs EMNIST's recipe (Cohen et
 * al. 2017, figure 1): Gaussian blur sigma 1, crop to ink, centre in a square
 * keeping the aspect, 2-pixel border, bicubic to 28x28, stretch to 0..255.
 *
 * xy: x0 y0 x1 y1 ..., all strokes one after another, any unit and origin, x to
 * the right, y down, magnitude below 1e6. lengths: points in each stroke; a
 * stroke of 0 points is skipped, of 1 point is a dot. The drawing is moved and
 * scaled, so position and size do not matter; a lone dot stays as small as the pen.
 * Returns HWR_OK, HWR_EMPTY (no points), HWR_ERR_NOT_FINITE or
 * HWR_ERR_ARGUMENT (pen out of range, coordinate too large). */
HWR_NODISCARD hwr_status hwr_preprocess_strokes(hwr_preprocess *pre, const float *xy,
                                                const uint32_t *lengths, size_t n_strokes,
                                                const hwr_pen *pen);

/* The same from a picture: rgba is width x height x 4 bytes, row-major, as
 * getImageData gives it (sRGB, alpha not premultiplied), one letter on it. Alpha is
 * honoured; dark ink on light and light ink on dark are told apart by the border, of
 * which the ink may cover less than half. Strokes of any width are brought to that of
 * hwr_pen_default. A picture without contrast returns HWR_EMPTY. Sides
 * 1..HWR_MAX_IMAGE_SIDE, else HWR_ERR_TOO_LARGE or HWR_ERR_ARGUMENT. */
HWR_NODISCARD hwr_status hwr_preprocess_pixels(hwr_preprocess *pre, const uint8_t *rgba,
                                               size_t width, size_t height);

/* How the letter was written, for the stroke network: points along the pen's way, in its order. */
enum {
    HWR_TRACE_POINTS = 64,
    HWR_TRACE_FEATURES = 8,
    HWR_TRACE_BYTES = HWR_TRACE_POINTS * HWR_TRACE_FEATURES
};

/* Strokes as hwr_preprocess_strokes takes them, to trace (points, features) row-major. The ink is
 * resampled to 64 points, two at least for each stroke, the rest by length; its middle is 0 and
 * its longer side -1..1. Features: x, y; the step into and out of the point, each
 * d / (|d| + 0.02), pen-up jumps included; start and end of a stroke. Bytes: -1..1 as
 * 0..255, flags 0 or 255. Strokes past the 32nd count as part of it. Returns HWR_OK, HWR_EMPTY
 * (trace all 0), HWR_ERR_NOT_FINITE or HWR_ERR_ARGUMENT (coordinate too large). */
HWR_NODISCARD hwr_status hwr_trace_strokes(uint8_t trace[HWR_TRACE_BYTES], const float *xy,
                                           const uint32_t *lengths, size_t n_strokes);

/* The last part alone: pre->ink, already filled by the caller with any grey
 * levels, to blurred, box and image. */
HWR_NODISCARD hwr_status hwr_preprocess_ink(hwr_preprocess *pre);

/* ---- The integer network ------------------------------------------------ */

/* Instruction sets of the integer kernels, slower ones first; REF is the plainest program, for
 * any machine. All give the same bits. One list gives the enum, hwr_isa_name() and the kernels:
 * the third column is the NAME of core/qnn/kernel_NAME.c. */
#define HWR_ISA_LIST(X)                                                                            \
    X(HWR_ISA_REF, "reference", ref)                                                               \
    X(HWR_ISA_SCALAR, "scalar", scalar)                                                            \
    X(HWR_ISA_SSE41, "sse4.1", sse41)                                                              \
    X(HWR_ISA_AVX2, "avx2", avx2)                                                                  \
    X(HWR_ISA_NEON, "neon", neon)                                                                  \
    X(HWR_ISA_WASM, "wasm-simd", wasm)

typedef enum hwr_isa {
#define HWR_ISA_ENUM(isa, text, name) isa,
    HWR_ISA_LIST(HWR_ISA_ENUM)
#undef HWR_ISA_ENUM
        HWR_ISA_COUNT
} hwr_isa;

/* The second column of the list; "unknown" for a value outside the enum. */
const char *hwr_isa_name(hwr_isa isa);

/* 1 where this build holds the kernels and this processor can run them. */
int hwr_isa_available(hwr_isa isa);

enum { HWR_MAX_LAYERS = 32, HWR_NAME_LENGTH = 16 };

/* One layer of a loaded model; shapes are (height, width, channels). See core/qnn/qnet.h. */
typedef struct hwr_qlayer hwr_qlayer;

/* One layer for one image. arena: all activations. logits: written by the last layer only. */
typedef void hwr_qkernel(const hwr_qlayer *layer, int16_t *arena, int32_t *logits);

/* How the answers of two networks join: softmax of the weighted sum of their real logits,
 * a weighted product of their probabilities. Temperatures are part of the weights. */
typedef struct hwr_fusion {
    float trace_scale;    /* of the network of traces: real logit = integer logit * this */
    float picture, trace; /* weights, 0..16 */
    float threshold;      /* of hwr_letter_score of the fused answer */
} hwr_fusion;

/* The detector of drawings that are no letter, see core/outlier/outlier.h. */
enum {
    HWR_OUTLIER_HIDDEN = 64,                /* hidden units at most */
    HWR_OUTLIER_FEATURES = 128,             /* of a network at most */
    HWR_OUTLIER_WAY = 2 * HWR_TRACE_POINTS, /* values of the pen's way: 16 places of 8 */
    HWR_OUTLIER_LARGEST = 1 << 24,          /* |bias|, |weight| of the output at most */
    HWR_OUTLIER_UNIT = 1 << 16              /* of the output's bias */
};

typedef struct hwr_outlier {
    int hidden;                /* units, 0: there is no detector */
    int n_picture, n_trace;    /* features of either network */
    const int8_t *weight;      /* (hidden, n_picture + n_trace + HWR_OUTLIER_WAY) */
    const int32_t *bias;       /* (hidden) */
    const int32_t *out_weight; /* (hidden) */
    int32_t out_bias;          /* times HWR_OUTLIER_UNIT */
} hwr_outlier;

/* A loaded model: plain data inside the caller's memory, no destructor. Copying
 * the struct is not allowed; load again instead. Treat the fields as private. */
typedef struct hwr_model {
    const hwr_qlayer *layers; /* of both networks, in the caller's memory */
    int n_layers;             /* of the network that reads pictures */
    int n_trace_layers;       /* behind them, of the one that reads traces; 0: there is none */
    hwr_isa isa;
    hwr_qkernel *kernel; /* of isa */
    float temperature;   /* logits are divided by this before the softmax */
    float logit_scale;   /* real logit = integer logit * logit_scale */
    float threshold;     /* of hwr_letter_score: below it, the drawing is no letter */
    int16_t *arena;      /* activations */
    hwr_fusion fusion;   /* of both networks' answers */
    hwr_outlier outlier; /* over both networks' features, in the caller's memory */
    hwr_labels labels;   /* the classes */
    size_t arena_bytes;
    uint32_t identity; /* CRC-32 of the file, as its header has it */
} hwr_model;

/* Bytes of memory hwr_model_init needs for this file, or 0 with *status set where
 * the file is refused. status may be NULL. */
size_t hwr_model_memory(const void *file, size_t length, hwr_status *status);

/* Checks a .hwr file (core/model/format.h describes it) and packs its weights into
 * memory (any alignment), for the fastest instruction set available. file may be
 * freed afterwards; memory must outlive model. On any error model is unusable
 * and nothing else is touched. Errors: HWR_ERR_MEMORY and all file errors. */
HWR_NODISCARD hwr_status hwr_model_init(hwr_model *model, void *memory, size_t memory_length,
                                        const void *file, size_t length);

/* Chooses the kernels by hand, for tests and benchmarks. HWR_ERR_ARGUMENT where
 * hwr_isa_available says no. */
HWR_NODISCARD hwr_status hwr_model_set_isa(hwr_model *model, hwr_isa isa);

/* One forward pass. image: (28, 28) row-major, upright, 0..255 = ink.
 * logits: (labels.n) integers in units of model->logit_scale. Cannot fail. Writes the
 * activations in the model's memory. */
void hwr_model_run(hwr_model *model, int32_t *logits, const uint8_t image[HWR_PIXELS]);

/* The same for the network that reads traces, of a model that has one (n_trace_layers > 0).
 * trace: as hwr_trace_strokes made it. logits in units of model->fusion.trace_scale. */
void hwr_model_run_trace(hwr_model *model, int32_t *logits, const uint8_t trace[HWR_TRACE_BYTES]);

/* The fused answer of both networks to one drawing: probabilities (labels.n) as below. */
void hwr_model_fuse(const hwr_model *model, float *probabilities, const int32_t *picture_logits,
                    const int32_t *trace_logits);

/* Calibrated softmax of logits (labels.n) into probabilities (labels.n): each 0..1, sum 1
 * within 1e-6; no libm. */
void hwr_model_probabilities(const hwr_model *model, float *probabilities, const int32_t *logits);

#ifdef __cplusplus
}
#endif
#endif
