/* lattice.h - strokes from left to right, and the groups of them that may be letters. */
#ifndef HWR_WORDS_LATTICE_H
#define HWR_WORDS_LATTICE_H

#include "words/reader.h"

enum {
    HWR_WORD_SAMPLES = 16, /* points that stand for a stroke where distances are taken */
    HWR_WORD_NEAR = 6,     /* neighbours to the right whose distance is known */
    HWR_GROUP_SHAPE = 28,  /* features of a group's shape and place */
    HWR_GROUP_LETTER = 4,  /* features of what the network says to it */
    HWR_GROUP_FEATURES = HWR_GROUP_SHAPE + HWR_GROUP_LETTER
};

typedef struct hwr_box {
    double left, right, top, bottom;
} hwr_box;

typedef struct hwr_word_stroke {
    hwr_box box;
    const float *xy; /* (n, 2), the caller's */
    uint32_t n;
    int order; /* of writing, 0 = first */
    float samples[HWR_WORD_SAMPLES][2];
    float near[HWR_WORD_NEAR + 1]; /* [d]: distance to the stroke d places to the right */
} hwr_word_stroke;

/* What is measured of a letter. */
typedef struct hwr_outline {
    hwr_box box;
    double smallest; /* the longer side of its smallest stroke, as a dot's */
    int n;           /* strokes, 1..HWR_WORD_GROUP */
} hwr_outline;

/* Strokes first .. first + n - 1 of the lattice. */
typedef struct hwr_group {
    int possible;                /* whether the search may use it */
    char fixed[HWR_LABEL_BYTES]; /* the letter that it is known to be, else "" */
    hwr_outline outline;
    float features[HWR_GROUP_FEATURES];
    double score;                   /* of the rater: natural logarithm, up to a constant */
    float letters[HWR_MAX_CLASSES]; /* (labels.n) probabilities */
} hwr_group;

typedef struct hwr_lattice {
    int n; /* strokes, ordered by the middles of their widths */
    hwr_box box;
    double height; /* the unit of features, > 0 */
    hwr_word_stroke strokes[HWR_WORD_STROKES];
    hwr_group groups[HWR_WORD_STROKES][HWR_WORD_GROUP]; /* [first][n - 1] */
} hwr_lattice;

/* Fills everything but scores and letters; a group is possible where it lies inside. Errors as
 * hwr_word_read's. */
hwr_status hwr_lattice_build(hwr_lattice *lattice, const float *xy, const uint32_t *lengths,
                             size_t n_strokes);

/* The strokes of group [first][n - 1] in the order of writing; returns n. */
uint8_t hwr_lattice_strokes(const hwr_lattice *lattice, uint8_t strokes[HWR_WORD_GROUP], int first,
                            int n);

/* The classes that answer: the model's, with the signs of a hand. */
const hwr_labels *hwr_word_labels(const hwr_word_reader *reader);

/* Asks the reader's model, and its hand, about group [first][n - 1]: its letters and the features
 * of them. The model file's traces are used where it has a network of them. xy: room for
 * HWR_WORD_POINTS points. Returns 0 where the answer was in the reader's cache, else 1. */
int hwr_lattice_ask(hwr_lattice *lattice, int first, int n, const hwr_word_reader *reader,
                    hwr_preprocess *pre, float *xy);

#endif
