/* fuzz_paper.c - any bytes as a photograph, as fuzz_pixels.c has them: the first says how wide it
 * is, the second how often the rest is repeated, the third how many pixels a side each is enlarged
 * to. */
#include <stdlib.h>

#include "paper/paper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static hwr_paper paper;
static uint8_t raster[HWR_PAPER_RASTER];

static void require(int condition) {
    if (!condition) abort();
}

static void check_letter(size_t i, size_t width, size_t height) {
    const hwr_paper_letter *l = &paper.letters[i];
    size_t w, h;
    require(l->left >= 0 && l->top >= 0 && l->left < l->right && l->top < l->bottom);
    require(l->right <= (float)width + 1 && l->bottom <= (float)height + 1);
    require(l->line < paper.n_lines && l->word < paper.n_words);
    require(i == 0 || l->line >= l[-1].line);
    hwr_paper_raster(&paper, i, raster, &w, &h);
    require(w > 0 && h > 0 && w <= HWR_PAPER_RASTER_SIDE && h <= HWR_PAPER_RASTER_SIDE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 8) return 0;
    const size_t across = data[0] + 1u, times = data[1] % 8u + 1, side = data[2] % 5u + 1;
    const size_t bytes = size - 3, down = bytes * times / 4 / across + 1;
    const size_t width = across * side, height = down * side,
                 length = hwr_paper_memory(width, height);
    uint8_t *rgba = calloc(width * height, 4);
    void *memory = malloc(length);
    if (rgba && memory && height <= HWR_MAX_IMAGE_SIDE) {
        for (size_t i = 0; i < 4 * width * height; i++) {
            const size_t x = i / 4 % width / side, y = i / 4 / width / side;
            rgba[i] = data[3 + (4 * (y * across + x) + i % 4) % bytes];
        }
        require(hwr_paper_read(&paper, memory, length, rgba, width, height) == HWR_OK);
        require((paper.finding == HWR_PAPER_FOUND) == (paper.n > 0));
        for (size_t i = 0; i < paper.n; i++) check_letter(i, width, height);
    }
    free(memory);
    free(rgba);
    return 0;
}
