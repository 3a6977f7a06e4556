/* fuzz_ndjson.c - any bytes as ndjson strokes: refused with a message and the set as it was, or
 * letters whose strokes and points add up and that the core takes. */
#include <stdlib.h>
#include <string.h>

#include "hwr.h"
#include "io/strokes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

static void check_letter(const tool_strokes *set, size_t i) {
    static hwr_preprocess pre;
    size_t stroke = set->first_stroke[i], point = set->first_point[i], total = 0;
    size_t strokes = set->first_stroke[i + 1] - stroke;
    for (size_t s = 0; s < strokes; s++) total += set->lengths[stroke + s];
    require(total == set->first_point[i + 1] - point);
    require(strlen(set->words[i]) <= TOOL_MAX_LINE);
    if (total == 0) return;
    hwr_status status = hwr_preprocess_strokes(&pre, set->xy + 2 * point, set->lengths + stroke,
                                               strokes, &hwr_pen_default);
    require(status == HWR_OK || status == HWR_EMPTY || status == HWR_ERR_TOO_LARGE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    tool_strokes set = {0};
    tool_error error = {{0}};
    char *text = malloc(size ? size : 1); /* exact, for the sanitizer to see one byte more */
    if (!text) return 0;
    if (size) memcpy(text, data, size);
    /* Twice: the second time behind letters that are there already. */
    for (int round = 0; round < 2; round++) {
        size_t before = set.n;
        if (tool_parse_strokes(&set, text, size, "fuzz", &error) != 0) {
            require(set.n == before && error.text[0] != '\0');
        }
        for (size_t i = before; i < set.n; i++) check_letter(&set, i);
    }
    tool_strokes_free(&set);
    free(text);
    return 0;
}
