/* paper.h - letters on a photograph: from a picture of paper, a board or a screen to one clean
 * picture a letter, which hwr_preprocess_pixels reads.
 *
 *     size_t length = hwr_paper_memory(width, height);
 *     void *memory = malloc(length);
 *     hwr_paper paper;
 *     hwr_paper_read(&paper, memory, length, rgba, width, height);
 *     for (size_t i = 0; i < paper.n; i++) {
 *         size_t w, h;
 *         hwr_paper_raster(&paper, i, raster, &w, &h); // HWR_PAPER_RASTER bytes
 *         hwr_preprocess_pixels(&pre, raster, w, h) ...
 *     }
 *
 * core/paper/ needs nothing of the rest of the library but hwr_status. Like it, it does no I/O and
 * allocates nothing; all arithmetic is on integers or plain IEEE floats, so that the same
 * photograph gives the same letters everywhere. */
#ifndef HWR_PAPER_H
#define HWR_PAPER_H

#include "hwr.h"

enum {
    HWR_PAPER_SIDE = 1280,   /* a photograph's longer side is brought down to this */
    HWR_PAPER_LETTERS = 256, /* found at most */
    HWR_PAPER_RASTER_SIDE = 128,
    HWR_PAPER_RASTER = 4 * HWR_PAPER_RASTER_SIDE * HWR_PAPER_RASTER_SIDE, /* bytes */
    HWR_PAPER_LEAST = 10 /* pixels of a letter's longer side that can be read */
};

/* What was found, with what to tell a person: an enum and its texts from one list. */
#define HWR_PAPER_FINDING_LIST(X)                                                                  \
    X(HWR_PAPER_FOUND, "found", "letters were found")                                              \
    X(HWR_PAPER_EVEN, "even",                                                                      \
      "nothing stands out from the paper: more light or a darker pen helps")                       \
    X(HWR_PAPER_NO_LETTERS, "none", "there is ink, but nothing that looks like a letter")          \
    X(HWR_PAPER_SMALL, "small", "the writing is too small: move closer, or crop the picture")      \
    X(HWR_PAPER_CROWDED, "crowded", "too much on one picture: crop it to the letters")

typedef enum hwr_paper_finding {
#define HWR_PAPER_FINDING_ENUM(finding, name, text) finding,
    HWR_PAPER_FINDING_LIST(HWR_PAPER_FINDING_ENUM)
#undef HWR_PAPER_FINDING_ENUM
        HWR_PAPER_FINDINGS
} hwr_paper_finding;

/* The second and third columns of the list, static strings. */
const char *hwr_paper_finding_name(hwr_paper_finding finding);
const char *hwr_paper_finding_text(hwr_paper_finding finding);

/* One letter, in reading order. The box is in pixels of the photograph, right and bottom
 * exclusive. Lines and words are numbered from 0 over the whole picture. */
typedef struct hwr_paper_letter {
    float left, top, right, bottom;
    uint16_t line, word;
} hwr_paper_letter;

/* A connected piece of ink; see core/paper/parts.h. */
typedef struct hwr_paper_part hwr_paper_part;

/* What was found. Treat the fields below the line as private; they point into the memory. */
typedef struct hwr_paper {
    hwr_paper_finding finding;
    hwr_paper_letter letters[HWR_PAPER_LETTERS];
    size_t n, n_lines, n_words;
    int light_on_dark; /* chalk on a board */
    float skew;        /* of the lines of paper or writing, as a slope: dy / dx */
    int even;          /* the border is of one colour, as it is where a picture was drawn */
    size_t n_aside;    /* pieces of ink that belong to no letter: specks, holes, a table's edge */
    /* ---- */
    size_t width, height; /* of the working picture */
    float scale;          /* photograph pixels to one of it */
    uint8_t *grey;        /* (height, width) */
    uint8_t *depth;       /* (height, width) how much darker than the paper around: 0..255 */
    uint8_t *scratch;     /* padded picture and lines of it, see light.c */
    int32_t *label;       /* (height, width) of a part, -1 for none */
    hwr_paper_part *parts;
    size_t n_parts;
} hwr_paper;

/* Bytes for a photograph of this size; 0 where it is not 1..HWR_MAX_IMAGE_SIDE pixels a side. At
 * most 12 MiB, which a square photograph needs; 9 MiB at 4 to 3. */
size_t hwr_paper_memory(size_t width, size_t height);

/* Finds the letters on rgba (height, width, 4), sRGB with alpha not premultiplied. memory, of
 * hwr_paper_memory bytes and any alignment, must outlive paper; rgba may be freed. Returns HWR_OK
 * also where paper->finding says that there are none; HWR_ERR_ARGUMENT, HWR_ERR_TOO_LARGE or
 * HWR_ERR_MEMORY leave paper undefined.
 *
 * The light is flattened by a morphological closing (a stroke is what a square wider than it cannot
 * fit into), printed lines are found by projection and subtracted, the rest is thresholded piece by
 * piece at half of its own darkness. Letters that touch are taken apart where the piece is wider
 * than one can be, measured against the others (core/paper's files say more). */
HWR_NODISCARD hwr_status hwr_paper_read(hwr_paper *paper, void *memory, size_t memory_length,
                                        const uint8_t *rgba, size_t width, size_t height);

/* 1 for a clean drawing of at most one letter: hwr_preprocess_pixels reads the whole picture as
 * well, at its full size. */
int hwr_paper_is_drawn(const hwr_paper *paper);

/* Letter i upright and alone, black on white, in rgba (*height, *width, 4): at most
 * HWR_PAPER_RASTER bytes. i < paper->n. */
void hwr_paper_raster(const hwr_paper *paper, size_t i, uint8_t *rgba, size_t *width,
                      size_t *height);

#endif
