/* words.h - pen strokes of a whole word of separated letters, to its readings; public.
 *
 *     static uint8_t memory[HWR_WORD_MEMORY];
 *     static hwr_readings readings;
 *     if (hwr_word_read(&readings, memory, sizeof memory, &model, &language, xy, lengths, n) ==
 *         HWR_OK)
 *         ... readings.best[0].letters[i].text, i < readings.best[0].n
 *
 * core/words/, in the order of the data: lattice (strokes to groups that may be letters), rater
 * (how much a group looks like one letter), evidence (the network's answer to each), language
 * (a word list as a trie and as character n-grams), beam (the search), geometry (sizes and the
 * lines written on, hence the case), read (all of them, or letters that lie apart already); split
 * (a line of words to its words). Like the rest of the core, it allocates nothing and gives the
 * same bits everywhere. */
#ifndef HWR_WORDS_H
#define HWR_WORDS_H

#include "hwr.h"
#include "words/language.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    HWR_WORD_STROKES = 64,    /* of a word at most, those without points not counted */
    HWR_WORD_POINTS = 16384,  /* of all of them at most */
    HWR_WORD_GROUP = 4,       /* strokes of a letter at most */
    HWR_WORD_READINGS = 5,    /* that are told */
    HWR_LINE_STROKES = 512,   /* of a line of words at most, those without points counted */
    HWR_WORD_MEMORY = 1 << 20 /* bytes that reading needs for a while */
};

typedef struct hwr_word_letter {
    char text[HWR_LABEL_BYTES];      /* in the case it was read in */
    float probability;               /* the network's, of the letter in either case, 0..1 */
    uint8_t n_strokes;               /* 1..HWR_WORD_GROUP */
    uint8_t strokes[HWR_WORD_GROUP]; /* among those with points, in the order of writing */
} hwr_word_letter;

typedef struct hwr_reading {
    float probability; /* among all readings that the search kept, 0..1 */
    int n;             /* letters, from left to right */
    hwr_word_letter letters[HWR_WORD_STROKES];
} hwr_reading;

/* Different texts, the most probable first. */
typedef struct hwr_readings {
    int n;       /* 0..HWR_WORD_READINGS */
    int n_calls; /* groups that the network was asked about */
    hwr_reading best[HWR_WORD_READINGS];
} hwr_readings;

/* Reads a word, written in any order from left to right; i's dots and t's bars may come late.
 * xy, lengths: as hwr_preprocess_strokes takes them; strokes without points are skipped.
 * memory: HWR_WORD_MEMORY bytes, aligned for double; nothing in it outlives the call.
 * language: NULL reads letter by letter, for names and codes. Uses the network of traces where
 * the model has one. Returns HWR_OK; HWR_EMPTY without points (no readings);
 * HWR_ERR_TOO_LARGE past HWR_WORD_STROKES or HWR_WORD_POINTS; HWR_ERR_MEMORY;
 * HWR_ERR_NOT_FINITE; HWR_ERR_ARGUMENT for a coordinate of 1e6 or more. */
HWR_NODISCARD hwr_status hwr_word_read(hwr_readings *readings, void *memory, size_t memory_length,
                                       hwr_model *model, const hwr_language *language,
                                       const float *xy, const uint32_t *lengths, size_t n_strokes);

/* Reads a word whose letters lie apart already, as on a photograph: of each, in reading order, what
 * the network says, probabilities (n, labels->n), 0..1, and where it is, boxes (n, 4): left, top,
 * right, bottom, y downwards, in any unit. Sizes decide the case, as in hwr_word_read, strokes
 * nothing: a letter counts as one. memory and language as there. Returns HWR_OK; HWR_EMPTY for
 * n = 0; HWR_ERR_TOO_LARGE past HWR_WORD_STROKES; HWR_ERR_MEMORY; HWR_ERR_NOT_FINITE;
 * HWR_ERR_ARGUMENT for an empty box. */
HWR_NODISCARD hwr_status hwr_word_read_letters(hwr_readings *readings, void *memory,
                                               size_t memory_length, const hwr_labels *labels,
                                               const hwr_language *language,
                                               const float *probabilities, const float *boxes,
                                               size_t n);

/* Cuts a line of words at its wide gaps: word_of (n_strokes) gets the number of each stroke's
 * word, from left to right, 0 for those without points. A gap that cuts is wider than the line's
 * ink is high and than twice the usual gap. xy, lengths: as above. Returns HWR_OK; HWR_EMPTY
 * without points (no words); HWR_ERR_TOO_LARGE past HWR_LINE_STROKES; HWR_ERR_NOT_FINITE;
 * HWR_ERR_ARGUMENT for a coordinate of 1e6 or more. */
HWR_NODISCARD hwr_status hwr_words_split(uint16_t *word_of, size_t *n_words, const float *xy,
                                         const uint32_t *lengths, size_t n_strokes);

#ifdef __cplusplus
}
#endif
#endif
