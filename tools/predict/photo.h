/* photo.h - the letters of a picture file, ready for a network. */
#ifndef TOOLS_PHOTO_H
#define TOOLS_PHOTO_H

#include "io/error.h"
#include "paper/paper.h"

/* n letters, n at least 1: where none is found, one that is empty. */
typedef struct tool_photo {
    size_t n;
    uint8_t *images;          /* (n, 28, 28) */
    uint8_t *empty;           /* (n) */
    hwr_paper_letter *places; /* (n); zero where the picture was read as a whole */
    hwr_paper_finding finding;
} tool_photo;

/* Reads a PNG or JPEG. many: every letter on it. Else the only one, and a picture of several is
 * refused, unless its border is of one colour: then all of it is one letter, as
 * hwr_preprocess_pixels takes it. */
int tool_photo_read(tool_photo *out, const char *path, int many, tool_error *error);

/* A letter as its word is read; "" where it is not, as in a word of one letter. */
typedef struct tool_photo_text {
    char text[HWR_LABEL_BYTES];
} tool_photo_text;

/* What the letters of a photograph may be, each by itself. */
typedef struct tool_photo_letters {
    const hwr_labels *labels;
    const float *probabilities; /* (n, labels->n) */
    const uint8_t *certain;     /* (n) 1: it is the most probable one; NULL for none */
} tool_photo_letters;

/* Reads the words of a photograph of many letters: out (n). language: see tool_language_file. 0, or
 * -1 with *error set. */
int tool_photo_read_words(tool_photo_text *out, const tool_photo *photo,
                          const tool_photo_letters *letters, const char *language,
                          tool_error *error);

void tool_photo_free(tool_photo *photo);

#endif
