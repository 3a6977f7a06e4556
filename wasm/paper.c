/* paper.c - core/paper/ as a module of its own, paper.wasm: a page that is shown no photograph does
 * without it. Flat functions like those of exports.c. */
#include "paper/paper.h"

#include "exports.h"

/* What hwr_paper_memory asks for a square of this side. */
enum { SIDE = HWR_PAPER_SIDE, MEMORY = 12 << 20 };

static uint8_t photo[4 * SIDE * SIDE], memory[MEMORY], raster[HWR_PAPER_RASTER];
static hwr_paper paper;
static size_t raster_width, raster_height;

/* Where the photograph goes: RGBA, as getImageData gives it, no side longer than
 * hwr_wasm_paper_side(). */
EXPORT(uint8_t *, hwr_wasm_paper_photo, void) {
    return photo;
}
EXPORT(uint32_t, hwr_wasm_paper_side, void) {
    return SIDE;
}

EXPORT(hwr_status, hwr_wasm_paper_read, uint32_t width, uint32_t height) {
    if (width > SIDE || height > SIDE) return HWR_ERR_TOO_LARGE;
    return hwr_paper_read(&paper, memory, sizeof memory, photo, width, height);
}

/* After HWR_OK. */
EXPORT(const char *, hwr_wasm_paper_finding, void) {
    return hwr_paper_finding_name(paper.finding);
}
EXPORT(int32_t, hwr_wasm_paper_even, void) {
    return paper.even;
}
EXPORT(int32_t, hwr_wasm_paper_drawn, void) {
    return hwr_paper_is_drawn(&paper);
}
EXPORT(uint32_t, hwr_wasm_paper_letters, void) {
    return (uint32_t)paper.n;
}

/* Of a letter, index < hwr_wasm_paper_letters(): (4) left, top, right, bottom. */
EXPORT(const float *, hwr_wasm_paper_box, uint32_t index) {
    return &paper.letters[index < paper.n ? index : 0].left;
}
EXPORT(uint32_t, hwr_wasm_paper_word, uint32_t index) {
    return index < paper.n ? paper.letters[index].word : 0;
}
EXPORT(uint32_t, hwr_wasm_paper_line, uint32_t index) {
    return index < paper.n ? paper.letters[index].line : 0;
}

/* RGBA of letter index, valid until the next call, and its sides; NULL where there is none. */
EXPORT(const uint8_t *, hwr_wasm_paper_raster, uint32_t index) {
    if (index >= paper.n) return NULL;
    hwr_paper_raster(&paper, index, raster, &raster_width, &raster_height);
    return raster;
}
EXPORT(uint32_t, hwr_wasm_paper_raster_width, void) {
    return (uint32_t)raster_width;
}
EXPORT(uint32_t, hwr_wasm_paper_raster_height, void) {
    return (uint32_t)raster_height;
}
