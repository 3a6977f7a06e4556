/* hand.h - a writer's own examples, which tip the answers that follow, and own signs; public.
 *
 *     static uint8_t memory[HWR_HAND_MEMORY];
 *     hwr_hand hand;
 *     hwr_hand_init(&hand, memory, sizeof memory, &model);
 *
 *     hwr_hand_read(&look, p, &model, pre.image, trace);
 *     hwr_hand_apply(&hand, p, &look); // p: (hand.labels.n) from here on
 *     hwr_hand_teach(&hand, &look, class_index, date); // where the reader says what it is
 *
 * core/hand/: look (a drawing's features), hand (teaching and forgetting), apply (the answer), file
 * (saved and loaded), rivals (what is hard to tell apart).
 *
 * An example is a drawing's features, which are what each network's last layer is given, scaled to
 * length 1, and its class. To answer, the class of a near example gains as a kernel of the
 * distance says, as in a cache model (Grave et al. 2017, arXiv 1611.01239). Nothing is
 * trained: each example can be seen, and forgotten. The same bits on every machine. */
#ifndef HWR_HAND_H
#define HWR_HAND_H

#include "hwr.h"

enum {
    HWR_HAND_EXAMPLES = 340, /* at most: 95 KB with the shipped model */
    HWR_HAND_SIGNS = 32,     /* at most; of all classes HWR_MAX_CLASSES */
    HWR_HAND_FEATURES = 128, /* of a network at most */
    HWR_HAND_STARTS = HWR_TRACE_POINTS / 8,
    HWR_HAND_DRAWING = 2 * HWR_TRACE_POINTS + HWR_HAND_STARTS,
    HWR_HAND_HEAD = 8, /* bytes of an example before its features */
    HWR_HAND_MEMORY =  /* enough for any model */
    HWR_HAND_EXAMPLES * (HWR_HAND_HEAD + 2 * HWR_HAND_FEATURES + HWR_HAND_DRAWING)
};

/* One drawing as the networks saw it. Filled by the functions below; plain data. */
typedef struct hwr_hand_look {
    int8_t picture[HWR_HAND_FEATURES];
    int8_t trace[HWR_HAND_FEATURES];      /* where has_trace */
    uint8_t drawing[HWR_HAND_DRAWING];    /* likewise, see hwr_hand_example */
    float probabilities[HWR_MAX_CLASSES]; /* the networks' own, of the model's classes */
    int has_trace;                        /* 1: drawn with strokes */
} hwr_hand_look;

/* What is remembered of one writer, for one model. Treat the fields as private, but for labels. */
typedef struct hwr_hand {
    hwr_labels labels;       /* the model's classes, then the own signs: of the answers */
    hwr_labels model_labels; /* the former alone */
    int n_model;             /* classes of the model */
    int n_picture, n_trace;  /* features */
    uint32_t model;          /* hwr_model.identity */
    size_t n;                /* examples */
    uint8_t *examples; /* (HWR_HAND_EXAMPLES, stride) in the caller's memory, as in the file */
} hwr_hand;

/* Puts an empty hand into memory, HWR_HAND_MEMORY bytes of any alignment, which outlives it.
 * HWR_ERR_MEMORY; HWR_ERR_SHAPE where a network's last layer reads more than HWR_HAND_FEATURES
 * values: such a model learns no hand. */
HWR_NODISCARD hwr_status hwr_hand_init(hwr_hand *hand, void *memory, size_t length,
                                       const hwr_model *model);

/* Directly after hwr_model_run: the picture's features. The drawing counts as one without
 * strokes. */
void hwr_hand_look_picture(hwr_hand_look *look, const hwr_model *model);

/* Directly after hwr_model_run_trace, for the same drawing: those of how it was written. With a
 * model that reads no traces, after hwr_hand_look_picture: the drawing alone. */
void hwr_hand_look_trace(hwr_hand_look *look, const hwr_model *model,
                         const uint8_t trace[HWR_TRACE_BYTES]);

/* All of that at once: the networks' own answer, fused where the model reads traces and trace is
 * not NULL, to probabilities (model->labels.n), and what they looked at. */
void hwr_hand_read(hwr_hand_look *look, float *probabilities, hwr_model *model,
                   const uint8_t image[HWR_PIXELS], const uint8_t *trace);

/* Tips probabilities (hand->labels.n), whose first n_model are the networks' to this look, and
 * which are notes in look for hwr_hand_teach. Sum 1 within 1e-6. Returns the example that the
 * likeliest class is owed to where that is another one than the networks', else -1. */
int hwr_hand_apply(const hwr_hand *hand, float *probabilities, hwr_hand_look *look);

/* Remembers what hwr_hand_apply was given last as an example of a class of hand->labels. The same
 * drawing taught before is of that class no longer. date: seconds since 1970, or what the caller
 * likes. The example is number *index, the last one or the replaced one (index may be NULL).
 * HWR_ERR_TOO_LARGE: HWR_HAND_EXAMPLES are there; HWR_ERR_ARGUMENT: no such class. */
HWR_NODISCARD hwr_status hwr_hand_teach(hwr_hand *hand, const hwr_hand_look *look, int class_index,
                                        uint32_t date, size_t *index);

/* Forgets an example; those behind it move up. Nothing where there is none of this number. */
void hwr_hand_forget(hwr_hand *hand, size_t index);

/* Forgets all examples and signs. */
void hwr_hand_forget_all(hwr_hand *hand);

/* Adds a class of the writer's own; it answers once it has an example. HWR_ERR_LABELS: text is no
 * label, or is there already; HWR_ERR_TOO_LARGE past HWR_HAND_SIGNS or HWR_MAX_CLASSES. */
HWR_NODISCARD hwr_status hwr_hand_add_sign(hwr_hand *hand, const char *text);

/* Removes a sign and its examples; the classes behind it move up. Nothing where class_index is
 * not that of a sign. */
void hwr_hand_remove_sign(hwr_hand *hand, int class_index);

/* An example, to show. drawing: NULL where it was taught by a picture, else (64, 2) bytes x y on
 * a square of 0..255, y down, then a bit for each point, the first one's lowest: 1 starts a
 * stroke. Belongs to the hand. */
typedef struct hwr_hand_example {
    int class_index;
    uint32_t date;
    const uint8_t *drawing; /* (HWR_HAND_DRAWING) */
} hwr_hand_example;

hwr_hand_example hwr_hand_get(const hwr_hand *hand, size_t index);

/* An example's drawing as strokes for hwr_preprocess_strokes: xy (64, 2), lengths (64). Returns how
 * many strokes. */
size_t hwr_hand_strokes(float *xy, uint32_t *lengths, const uint8_t *drawing);

/* ---- The file ----------------------------------------------------------- */

/* Little-endian:
 *
 *    0  "HWRH", u32 version = 1, u32 length of the file
 *   12  u32 CRC-32 of everything from byte 16 on
 *   16  u32 the model: its file's own CRC-32
 *   20  u16 classes of the model
 *   22  u16 features of the picture
 *   24  u16 features of the trace (0: not read)
 *   26  u16 signs
 *   28  u32 examples, 0..340
 *   32  16 bytes each: the signs, NUL-padded UTF-8, none of them a class of the model
 *       each example:
 *         0  u32 date
 *         4  u8 class: the model's, or behind those the signs'
 *         5  u8 1 = with trace and drawing, 0 = without, and those bytes are 0
 *         6  u8 weight: how sure the networks were of something else, see core/hand/apply.c
 *         7  u8 0
 *         8  i8 features of the picture, then of the trace
 *            u8 x y of 64 points; 8 bytes with a bit for each: 1 starts a stroke, as the first does
 */
enum { HWR_HAND_FILE_VERSION = 1, HWR_HAND_FILE_HEADER = 32 };

/* Bytes that hwr_hand_save writes; class_index: of this class alone, -1: of all. */
size_t hwr_hand_file_length(const hwr_hand *hand, int class_index);

/* Writes the file to out (hwr_hand_file_length). */
void hwr_hand_save(const hwr_hand *hand, uint8_t *out, int class_index);

/* Adds the examples and signs of a file, or with replace puts them in the place of all there are.
 * file may be freed afterwards. A file that is refused changes nothing: HWR_ERR_MODEL where it
 * belongs to another model, HWR_ERR_TOO_LARGE where there is no room for all of it, and all file
 * errors. */
HWR_NODISCARD hwr_status hwr_hand_load(hwr_hand *hand, const void *file, size_t length,
                                       int replace);

/* ---- What is hard to tell apart ------------------------------------------ */

/* Of the examples of one class. All means are over those that have a drawing. */
typedef struct hwr_hand_rivals {
    int n;       /* examples that could be asked */
    int right;   /* of them, read as their class by all the other examples */
    int rival;   /* the class that they are hardest to tell from, -1: none is near */
    float share; /* what the rival is given in the mean, 0..1 */
} hwr_hand_rivals;

/* Leave-one-out: each example of a class is read from its drawing as if it had not been taught.
 * Of a sign, a class that the networks alone are sure of counts as its rival too. memory: for a
 * while, one hwr_preprocess. */
hwr_hand_rivals hwr_hand_find_rivals(const hwr_hand *hand, int class_index, hwr_model *model,
                                     hwr_preprocess *memory);

#endif
