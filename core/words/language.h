/* language.h - what words a language has and how its letters follow each other; public.
 *
 * A language is data: a list of words, each with how common it is, in a file that
 * tools/words/make_language.mjs writes. Loading makes two models of it: the words as a trie, and
 * character n-grams for all other words, interpolated after Witten and Bell (1991). A word's
 * probability is the weighted sum of both, so no word is impossible. */
#ifndef HWR_LANGUAGE_H
#define HWR_LANGUAGE_H

#include "hwr.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    HWR_LANGUAGE_LETTERS = 61, /* at most */
    HWR_LANGUAGE_GRAM = 5,     /* letters of an n-gram */
    HWR_LANGUAGE_WORD = 16     /* letters of a word at most */
};

/* Letters are numbered from 1; 62 is any other, 63 the edge of a word. File, little-endian:
 *
 *     0  "HWRL", uint32 version = 1
 *     8  uint32 words, nodes of the trie with its root, n-grams (1..5 letters of what is 1..5 long,
 *        the edges included), letters
 *    24  16 bytes each: the letters, NUL-padded UTF-8, small where there are two cases
 *        words in ascending order of their letters' numbers, each:
 *        rarity (r, 4 bits high) and letters shared with the last word (s, 4 bits low, 0..15); then
 *        its other letters, one byte each, 128 added to the last, and 64 where the word is a name,
 *        written with a capital. Its weight is 2^-r.
 *  -4   uint32 CRC-32 of everything before */
typedef struct hwr_language_node {
    uint32_t next; /* the sibling's index; a node's first child follows it; 0 = none */
    float below;   /* weight of all words that go through the node */
    float own;     /* of the word that ends here */
    uint8_t letter, has_child, is_name;
} hwr_language_node;

typedef struct hwr_language_gram {
    uint32_t key; /* 6 bits a letter, the last one's lowest, plus 1; 0 = free */
    float weight; /* of its occurrences */
    float kinds;  /* different letters that follow, where the last letter is left open (0) */
} hwr_language_gram;

/* A loaded language: plain data inside the caller's memory. Treat the fields as private. */
typedef struct hwr_language {
    int n_letters;
    char letters[HWR_LANGUAGE_LETTERS + 1][HWR_LABEL_BYTES]; /* [1..n_letters] */
    hwr_language_node *nodes;                                /* [0] is the root */
    hwr_language_gram *grams;                                /* open addressing */
    uint32_t n_nodes, n_words, mask;                         /* grams: mask + 1 */
} hwr_language;

/* Bytes of memory hwr_language_init needs for this file, or 0 with *status set where it is
 * refused. status may be NULL. */
size_t hwr_language_memory(const void *file, size_t length, hwr_status *status);

/* Loads a file into memory (aligned for uint32_t), which must outlive language; file may be freed.
 * Errors: HWR_ERR_MEMORY and all file errors. */
HWR_NODISCARD hwr_status hwr_language_init(hwr_language *language, void *memory,
                                           size_t memory_length, const void *file, size_t length);

/* How far a word is read. */
typedef struct hwr_language_state {
    double words, grams; /* logarithms of the probabilities of its beginning */
    uint32_t node;       /* of the trie; meaningless where words is HWR_LANGUAGE_NEVER */
    uint32_t context;    /* the last letters */
} hwr_language_state;

#define HWR_LANGUAGE_NEVER (-1e3)

/* The beginning of every word. */
hwr_language_state hwr_language_start(void);

/* The state within a word that begins with text, UTF-8 in any case; "" is the beginning. */
hwr_language_state hwr_language_after(const hwr_language *language, const char *text);

/* Whether a state is within a word. */
int hwr_language_goes_on(const hwr_language_state *state);

/* The state after one more letter, 1..n_letters; 0 = one that the language does not have. */
hwr_language_state hwr_language_step(const hwr_language *language, hwr_language_state state,
                                     int letter);

/* The logarithm of the probability that a word begins so, or with `whole` that it is so. */
double hwr_language_log(const hwr_language *language, const hwr_language_state *state, int whole);

/* Whether the word that ends here is a name: written with a capital. */
int hwr_language_is_name(const hwr_language *language, const hwr_language_state *state);

/* The number of a letter in any case, 0 where the language has none. */
int hwr_language_letter(const hwr_language *language, const char *text);

#ifdef __cplusplus
}
#endif
#endif
