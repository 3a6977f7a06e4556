/* fuzz_png.c - any bytes as a PNG: refused with a message, or a picture that the core takes. */
#include <stdlib.h>
#include <string.h>

#include "hwr.h"
#include "io/png.h"

enum { MOST = 1 << 20 }; /* pixels: larger pictures are slow, and no finding */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

/* Width times height as the file claims them. */
static uint64_t claimed(const uint8_t *data, size_t size) {
    uint64_t width = 0, height = 0;
    for (size_t i = 16; i < 20 && size >= 24; i++) {
        width = width << 8 | data[i];
        height = height << 8 | data[i + 4];
    }
    return width * height;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static hwr_preprocess pre;
    tool_picture picture;
    tool_error error = {{0}};
    if (claimed(data, size) > MOST && claimed(data, size) <= 64000000) return 0;
    tool_bytes file = {malloc(size ? size : 1), size};
    if (!file.data) return 0;
    if (size) memcpy(file.data, data, size);
    if (tool_parse_png(&picture, &file, "fuzz", &error) != 0) {
        require(error.text[0] != '\0' && !picture.rgba);
    } else {
        hwr_status status =
            hwr_preprocess_pixels(&pre, picture.rgba, picture.width, picture.height);
        require(status == HWR_OK || status == HWR_EMPTY || status == HWR_ERR_TOO_LARGE);
    }
    free(picture.rgba);
    free(file.data);
    return 0;
}
