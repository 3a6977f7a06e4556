/* parts.h - what the files of core/paper/ share; not part of the public interface. */
#ifndef HWR_PAPER_PARTS_H
#define HWR_PAPER_PARTS_H

#include "paper.h"

enum {
    HWR_PAPER_PARTS = 4096, /* connected pieces at most */
    HWR_PAPER_LINES = 16,   /* rows or columns that are filtered side by side */
    HWR_PAPER_NO_LETTER = -1
};

/* A connected piece of ink in the working picture; right and bottom exclusive. */
struct hwr_paper_part {
    int left, top, right, bottom;
    uint32_t area;
    uint32_t edge;              /* pixel edges towards paper */
    int level;                  /* darkness, 0..255, that a tenth of it exceeds */
    int letter;                 /* which it belongs to, HWR_PAPER_NO_LETTER: left aside */
    uint64_t left_of, right_of; /* cuts, a bit each, that it lies beside: see cut.c */
};

/* Pixels of padding around the working picture: half of the square that strokes are thinner
 * than. */
int hwr_paper_reach(size_t width, size_t height);

/* A mean width of the strokes of a piece, in pixels. */
static inline float hwr_paper_part_stroke(const hwr_paper_part *p) {
    return p->edge ? 2.5f * (float)p->area / (float)p->edge : 0; /* edges count 1.27 a pixel */
}

static inline int hwr_paper_part_side(const hwr_paper_part *p) {
    const int w = p->right - p->left, h = p->bottom - p->top;
    return w > h ? w : h;
}

/* shrink.c: rgba to paper->grey of paper->width x paper->height. */
void hwr_paper_shrink(hwr_paper *paper, const uint8_t *rgba, size_t width, size_t height);

/* A round solid piece: a dot, a hole. */
static inline int hwr_paper_part_round(const hwr_paper_part *p) {
    const int w = p->right - p->left, h = p->bottom - p->top;
    return 100 * p->area > 62 * (uint32_t)(w * h) && 2 * w < 3 * h && 2 * h < 3 * w;
}

/* sheet.c: what is not the sheet, told by the closed picture in depth: there grey becomes the same,
 * so that nothing stands out. */
void hwr_paper_find_sheet(hwr_paper *paper);

/* polarity.c: 1 for light ink on dark paper, by grey. */
int hwr_paper_is_light_on_dark(const hwr_paper *paper);

/* light.c: grey to depth; sets light_on_dark. Returns the depth that noise does not reach. */
int hwr_paper_flatten(hwr_paper *paper);

/* ruling.c: printed lines out of depth; sets skew where there are some. */
void hwr_paper_remove_lines(hwr_paper *paper, int noise);

/* parts.c: fills label, parts and n_parts from depth. 0 where there are too many. */
int hwr_paper_find_parts(hwr_paper *paper, int noise);

/* clean.c: marks what is no part of a letter. */
void hwr_paper_clean(hwr_paper *paper);

/* cut.c: takes letters apart that touch. */
void hwr_paper_cut(hwr_paper *paper);

/* letters.c: parts to letters, lines and words; sets finding. */
void hwr_paper_group(hwr_paper *paper);

#endif
