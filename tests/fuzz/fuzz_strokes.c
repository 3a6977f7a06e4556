/* fuzz_strokes.c - any bytes as strokes. Bytes 0 and 1 choose the pen, 2 the number of
 * strokes, and one byte a stroke its points; the rest are floats as they lie in memory. */
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
    if (status == HWR_ERR_ARGUMENT || status == HWR_ERR_NOT_FINITE) return;
    require(status == HWR_OK || status == HWR_EMPTY);
    for (int i = 0; i < HWR_PIXELS; i++) maximum = pre.image[i] > maximum ? pre.image[i] : maximum;
    require(maximum == (status == HWR_OK ? 255 : 0));
    require(pre.left >= 0 && pre.top >= 0);
    require(pre.right <= HWR_INK_SIDE && pre.bottom <= HWR_INK_SIDE);
    require((status == HWR_OK) == (pre.left < pre.right && pre.top < pre.bottom));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint32_t lengths[256];
    size_t n_strokes, room;
    if (size < 3 || size < 3 + (size_t)data[2]) return 0;
    hwr_pen pen = {(float)data[0] / 4, (float)data[1] / 2};
    n_strokes = data[2];
    room = (size - 3 - n_strokes) / (2 * sizeof(float));
    for (size_t s = 0; s < n_strokes; s++) {
        lengths[s] = data[3 + s] < room ? data[3 + s] : (uint32_t)room;
        room -= lengths[s];
    }
    size_t bytes = size - 3 - n_strokes;
    float *xy = malloc(bytes + 1); /* exact, for the sanitizer to see one float more */
    if (!xy) return 0;
    memcpy(xy, data + 3 + n_strokes, bytes);
    check_result(hwr_preprocess_strokes(&pre, xy, lengths, n_strokes, &pen));
    check_result(hwr_preprocess_strokes(&pre, xy, lengths, n_strokes, &hwr_pen_default));
    free(xy);
    return 0;
}
