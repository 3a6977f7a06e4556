/* batch.h - letters that were read and what a network says of them, as lines of JSON. */
#ifndef TOOLS_BATCH_H
#define TOOLS_BATCH_H

#include "photo.h"

/* What was read, and the answers. A letter without ink has no answer. */
typedef struct tool_batch {
    size_t n;
    char **words;             /* (n) UTF-8, owned; "" = not known */
    uint8_t *images;          /* (n, 28, 28) */
    uint8_t *traces;          /* (n, 64, 8), NULL where pictures are read */
    uint8_t *empty;           /* (n) */
    float *probabilities;     /* (n, classes) */
    float threshold;          /* of hwr_letter_score */
    uint8_t *outliers;        /* (n) 1: taken for no letter all the same */
    uint8_t *owed;            /* (n) 1: decided by an example of a hand */
    const hwr_labels *labels; /* the network's */
    tool_photo photo;         /* with --many: where each lies; else all zero */
    tool_photo_text *read;    /* (n) in its word; NULL without --language */
} tool_batch;

/* n letters, for the labels that are set; free with tool_batch_free(). */
void tool_batch_init(tool_batch *b, size_t n);
void tool_batch_free(tool_batch *b);

/* To stdout: a JSON line a letter. */
void tool_batch_print(const tool_batch *b);

/* One JSON object: how many answers are what the letters' words say. */
void tool_batch_print_summary(const tool_batch *b);

#endif
