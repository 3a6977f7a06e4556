/* photo.c - see photo.h. */
#include "photo.h"

#include <stdlib.h>
#include <string.h>

#include "io/picture.h"

static void allocate(tool_photo *out, size_t n) {
    out->n = n;
    out->images = tool_alloc(n, HWR_PIXELS);
    out->empty = tool_alloc(n, 1);
    out->places = tool_alloc(n, sizeof *out->places);
}

/* Letter i of out from a picture of it alone. */
static hwr_status keep(tool_photo *out, size_t i, const uint8_t *rgba, size_t width,
                       size_t height) {
    static hwr_preprocess pre;
    const hwr_status status = hwr_preprocess_pixels(&pre, rgba, width, height);
    out->empty[i] = status == HWR_EMPTY;
    memcpy(out->images + i * HWR_PIXELS, pre.image, HWR_PIXELS);
    return status == HWR_EMPTY ? HWR_OK : status;
}

static int read_letters(tool_photo *out, const hwr_paper *paper) {
    static uint8_t raster[HWR_PAPER_RASTER];
    hwr_status status = HWR_OK;
    allocate(out, paper->n ? paper->n : 1);
    out->empty[0] = 1;
    for (size_t i = 0; i < paper->n && status == HWR_OK; i++) {
        size_t width, height;
        hwr_paper_raster(paper, i, raster, &width, &height);
        status = keep(out, i, raster, width, height);
        out->places[i] = paper->letters[i];
    }
    return status;
}

int tool_photo_read(tool_photo *out, const char *path, int many, tool_error *error) {
    tool_picture picture;
    *out = (tool_photo){0};
    if (tool_read_picture(&picture, path, error) != 0) return -1;
    hwr_paper *paper = tool_alloc(1, sizeof *paper);
    const size_t length = hwr_paper_memory(picture.width, picture.height);
    void *memory = tool_alloc(length + 1, 1);
    hwr_status s =
        hwr_paper_read(paper, memory, length, picture.rgba, picture.width, picture.height);
    int status = 0;
    if (s == HWR_OK) {
        out->finding = paper->finding;
        if (!many && (paper->n > 1 ? paper->even : hwr_paper_is_drawn(paper))) {
            allocate(out, 1);
            s = keep(out, 0, picture.rgba, picture.width, picture.height);
        } else if (!many && paper->n > 1) {
            status = tool_fail(error, "%s: %zu letters are found; --many reads them all", path,
                               paper->n);
        } else {
            s = read_letters(out, paper);
        }
    }
    if (s != HWR_OK) status = tool_fail(error, "%s: %s", path, hwr_status_string(s));
    free(memory);
    free(paper);
    free(picture.rgba);
    return status;
}

void tool_photo_free(tool_photo *photo) {
    free(photo->images);
    free(photo->empty);
    free(photo->places);
}
