/* search.h - from a lattice that the network has answered to, to readings. */
#ifndef HWR_WORDS_SEARCH_H
#define HWR_WORDS_SEARCH_H

#include "lattice.h"

enum {
    HWR_BEAM = 32,
    HWR_BEAM_LETTERS = 10,
    HWR_BEAM_FIXED = 255 /* for a group of labels: the letter that the strokes are known to be */
};

/* What the parts' logarithms are multiplied by; see tools/words/fit_scales.h. */
typedef struct hwr_word_scales {
    double rater, letters; /* of a group: that it is a letter, and which one */
    double language;
    double lines, form;           /* of hwr_fit, between readings */
    double case_lines, case_form; /* the same between the cases of one reading */
    double class_case;            /* the network's word on a letter's case */
    double sharpness;             /* of the readings' probabilities */
} hwr_word_scales;

extern const hwr_word_scales hwr_word_scales_read, hwr_word_scales_alone; /* alone: no language */

/* A beginning of a word: of the strokes up to an end, and one reading of them. */
typedef struct hwr_hypothesis {
    double strokes; /* logarithms: of the groups and their letters */
    double total;   /* with the language's */
    hwr_language_state language;
    uint64_t text; /* a hash of its letters */
    uint8_t group; /* the last letter, of labels->group_text, or HWR_BEAM_FIXED */
    uint8_t size;  /* its strokes */
    uint8_t from;  /* the hypothesis before it, of the beam where its strokes begin */
} hwr_hypothesis;

typedef struct hwr_beam {
    int n;
    hwr_hypothesis best[HWR_BEAM]; /* descending, of different texts */
} hwr_beam;

/* Asks about the groups worth it and rates these with the answers; the others are no longer
 * possible. reader and xy as hwr_lattice_ask's. Returns how many the cache did not have. */
int hwr_lattice_ask_all(hwr_lattice *lattice, const hwr_word_reader *reader, hwr_preprocess *pre,
                        float *xy);

/* beams: HWR_WORD_STROKES + 1 of them. language may be NULL; before as of hwr_word_reader. Fills
 * readings' n and best. */
void hwr_word_search(hwr_readings *readings, hwr_beam *beams, const hwr_lattice *lattice,
                     const hwr_labels *labels, const hwr_language *language, const char *before,
                     const hwr_word_scales *scales);

/* The hypotheses of the whole word, without the geometry: beams[lattice->n]. */
void hwr_beam_run(hwr_beam *beams, const hwr_lattice *lattice, const hwr_labels *labels,
                  const hwr_language *language, const char *before,
                  const hwr_word_scales *scales);

#endif
