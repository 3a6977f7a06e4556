/* reader.h - reading a word while it is being written and corrected; public.
 *
 * As hwr_word_read, but what the network said to strokes is kept for the next reading, and what
 * the writer has said of them holds, everything else being read around it. */
#ifndef HWR_WORDS_READER_H
#define HWR_WORDS_READER_H

#include "hand/hand.h"
#include "words/words.h"

enum { HWR_WORD_CACHE = 512 };

/* The network's answers to groups of strokes, tipped by the hand, found by a hash of their points.
 * Zeroed before the first use, and again before another model is used, another hand, or one that
 * was taught or has forgotten something. */
typedef struct hwr_word_cache {
    uint32_t clock;
    uint32_t used[HWR_WORD_CACHE]; /* when, by the clock; 0 = never */
    uint64_t keys[HWR_WORD_CACHE];
    float letters[HWR_WORD_CACHE][HWR_MAX_CLASSES]; /* (labels.n) probabilities; the hand's labels
                                                       where there is one */
} hwr_word_cache;

/* That strokes are one letter, or are not. */
typedef struct hwr_word_fix {
    uint8_t n_strokes;               /* 1..HWR_WORD_GROUP */
    uint8_t strokes[HWR_WORD_GROUP]; /* among those with points, in any order */
    uint8_t apart;                   /* 1: not one letter; it may be read as two or more */
    char text[HWR_LABEL_BYTES];      /* the letter in its case; "": still to be read */
} hwr_word_fix;

typedef struct hwr_word_reader {
    void *memory; /* as hwr_word_read's */
    size_t memory_length;
    hwr_model *model;
    const hwr_language *language; /* or NULL */
    const char *before;           /* UTF-8: the word's beginning where the strokes go on with it,
                                     or NULL; for the language */
    const hwr_hand *hand;         /* of the same model, or NULL; its signs are letters too */
    hwr_word_cache *cache;        /* or NULL */
    const hwr_word_fix *fixes;    /* (n_fixes) the earlier ones hold where two contradict */
    size_t n_fixes;
} hwr_word_reader;

/* Reads a word; errors as hwr_word_read's. The readings are the same with a cache and without, but
 * for n_calls, which counts only the groups that were not in it. Fixes that cannot hold are left
 * out: whose strokes are not there, are no neighbours from left to right, or are one stroke that is
 * to be read apart. */
HWR_NODISCARD hwr_status hwr_word_reader_read(hwr_readings *readings, const hwr_word_reader *reader,
                                              const float *xy, const uint32_t *lengths,
                                              size_t n_strokes);

/* A group of strokes that may be a letter, as the last reading weighed it. */
typedef struct hwr_word_group {
    float probability;               /* that the right cut has it, by the rater alone */
    uint8_t n_strokes;               /* 1..HWR_WORD_GROUP */
    uint8_t strokes[HWR_WORD_GROUP]; /* as of hwr_word_letter */
    const float *letters;            /* (labels.n) as in the cache, in the reader's memory */
} hwr_word_group;

/* The groups among which the last reading in this memory that returned HWR_OK chose, from left to
 * right; groups: room for HWR_WORD_STROKES * HWR_WORD_GROUP. Returns how many. */
int hwr_word_reader_groups(hwr_word_group *groups, const void *memory);

#endif
