/* fuzz_pixels.c - any bytes as a picture: the first says how wide it is, the second how
 * often the rest is repeated; what is left over is dropped. */
#include <stdlib.h>
#include <string.h>

#include "hwr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static hwr_preprocess pre;

static void require(int condition) {
    if (!condition) abort();
}

static void check_result(hwr_status status) {
    int maximum = 0;
    require(status == HWR_OK || status == HWR_EMPTY);
    for (int i = 0; i < HWR_PIXELS; i++) maximum = pre.image[i] > maximum ? pre.image[i] : maximum;
    require(maximum == (status == HWR_OK ? 255 : 0));
    require(pre.left >= 0 && pre.top >= 0);
    require(pre.right <= HWR_INK_SIDE && pre.bottom <= HWR_INK_SIDE);
    require((status == HWR_OK) == (pre.left < pre.right && pre.top < pre.bottom));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 6) return 0;
    size_t width = data[0], times = (size_t)data[1] % 8 + 1, bytes = size - 2;
    size_t height = width ? bytes * times / 4 / width : 1;
    uint8_t *rgba = calloc(4 * width * height + 1, 1); /* + 1: an empty picture has one too */
    if (!rgba) return 0;
    for (size_t i = 0; i < 4 * width * height; i++) rgba[i] = data[2 + i % bytes];
    hwr_status status = hwr_preprocess_pixels(&pre, rgba, width, height);
    if (width == 0 || height == 0) {
        require(status == HWR_ERR_ARGUMENT);
    } else {
        check_result(status);
    }
    free(rgba);

    memset(&pre, 0, sizeof pre);
    memcpy(pre.ink, data, size < sizeof pre.ink ? size : sizeof pre.ink);
    check_result(hwr_preprocess_ink(&pre));
    return 0;
}
