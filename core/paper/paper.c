/* paper.c - see paper.h. The working picture, and what is done to it in turn. */
#include "parts.h"

#include <string.h>

static const char *const names[] = {
#define FINDING_NAME(finding, name, text) name,
    HWR_PAPER_FINDING_LIST(FINDING_NAME)
#undef FINDING_NAME
};
static const char *const texts[] = {
#define FINDING_TEXT(finding, name, text) text,
    HWR_PAPER_FINDING_LIST(FINDING_TEXT)
#undef FINDING_TEXT
};

const char *hwr_paper_finding_name(hwr_paper_finding finding) {
    return (unsigned)finding < HWR_PAPER_FINDINGS ? names[finding] : "unknown";
}
const char *hwr_paper_finding_text(hwr_paper_finding finding) {
    return (unsigned)finding < HWR_PAPER_FINDINGS ? texts[finding] : "unknown finding";
}

enum { ALIGN = 16 };

static size_t aligned(size_t bytes) {
    return (bytes + ALIGN - 1) / ALIGN * ALIGN;
}

/* Of the working picture; at least one pixel a side. */
static void working_size(size_t *w, size_t *h, size_t width, size_t height) {
    const size_t longer = width > height ? width : height;
    *w = longer > HWR_PAPER_SIDE ? (width * HWR_PAPER_SIDE + longer / 2) / longer : width;
    *h = longer > HWR_PAPER_SIDE ? (height * HWR_PAPER_SIDE + longer / 2) / longer : height;
    *w = *w ? *w : 1;
    *h = *h ? *h : 1;
}

/* The padded picture, and both running extremes of the lines that are filtered together; or what
 * is counted of every piece. */
static size_t scratch_bytes(size_t w, size_t h) {
    const size_t pad = 2 * (size_t)hwr_paper_reach(w, h), longer = w > h ? w : h;
    const size_t closing = (w + pad) * (h + pad) + 3 * HWR_PAPER_LINES * (longer + 2 * pad + 2);
    const size_t counts = HWR_PAPER_PARTS * (size_t)64;
    return closing > counts ? closing : counts;
}

int hwr_paper_reach(size_t width, size_t height) {
    const size_t longer = width > height ? width : height;
    return longer < 120 ? 7 : (int)(longer / 16);
}

size_t hwr_paper_memory(size_t width, size_t height) {
    if (width == 0 || height == 0 || width > HWR_MAX_IMAGE_SIDE || height > HWR_MAX_IMAGE_SIDE)
        return 0;
    size_t w, h;
    working_size(&w, &h, width, height);
    return 2 * aligned(w * h) + aligned(scratch_bytes(w, h)) + aligned(4 * w * h) +
           aligned(HWR_PAPER_PARTS * sizeof(hwr_paper_part)) + ALIGN;
}

static void *take(uint8_t **memory, size_t bytes) {
    void *taken = *memory;
    *memory += aligned(bytes);
    return taken;
}

/* 1 where three quarters of the border are within two levels of its median. */
static int is_even(const hwr_paper *paper) {
    const size_t w = paper->width, h = paper->height;
    uint32_t count[256] = {0}, total = (uint32_t)(2 * (w + h)), sum = 0, near = 0;
    int median = 0;
    for (size_t x = 0; x < w; x++) {
        count[paper->grey[x]]++;
        count[paper->grey[(h - 1) * w + x]]++;
    }
    for (size_t y = 0; y < h; y++) {
        count[paper->grey[y * w]]++;
        count[paper->grey[y * w + w - 1]]++;
    }
    for (sum = count[0]; 2 * sum < total; sum += count[median]) median++;
    for (int v = median - 2; v <= median + 2; v++) near += v >= 0 && v < 256 ? count[v] : 0;
    return 4 * near >= 3 * total;
}

hwr_status hwr_paper_read(hwr_paper *paper, void *memory, size_t memory_length, const uint8_t *rgba,
                          size_t width, size_t height) {
    const size_t needed = hwr_paper_memory(width, height);
    if (width == 0 || height == 0) return HWR_ERR_ARGUMENT;
    if (needed == 0) return HWR_ERR_TOO_LARGE;
    if (memory_length < needed) return HWR_ERR_MEMORY;
    memset(paper, 0, sizeof *paper);
    working_size(&paper->width, &paper->height, width, height);
    paper->scale = (float)(width > height ? width : height) /
                   (float)(width > height ? paper->width : paper->height);
    const size_t pixels = paper->width * paper->height;
    uint8_t *free_bytes = memory;
    free_bytes += (ALIGN - (uintptr_t)free_bytes % ALIGN) % ALIGN;
    paper->grey = take(&free_bytes, pixels);
    paper->depth = take(&free_bytes, pixels);
    paper->scratch = take(&free_bytes, scratch_bytes(paper->width, paper->height));
    paper->label = take(&free_bytes, 4 * pixels);
    paper->parts = take(&free_bytes, HWR_PAPER_PARTS * sizeof(hwr_paper_part));

    hwr_paper_shrink(paper, rgba, width, height);
    paper->even = is_even(paper);
    const int noise = hwr_paper_flatten(paper);
    hwr_paper_remove_lines(paper, noise);
    if (!hwr_paper_find_parts(paper, noise)) {
        paper->finding = HWR_PAPER_CROWDED;
        return HWR_OK;
    }
    hwr_paper_clean(paper);
    hwr_paper_cut(paper);
    hwr_paper_group(paper);
    for (size_t i = 0; i < paper->n_parts; i++)
        paper->n_aside += paper->parts[i].letter == HWR_PAPER_NO_LETTER;
    return HWR_OK;
}

int hwr_paper_is_drawn(const hwr_paper *paper) {
    return paper->even && paper->n <= 1 && paper->n_aside == 0;
}
