/* photo_words.c - the letters of a photograph, word by word, with a language. */
#include <stdlib.h>
#include <string.h>

#include "io/language.h"
#include "predict/photo.h"
#include "train/metrics.h"
#include "words/words.h"

/* (n, classes), which the caller frees: of a letter that is certain, only that one. */
static float *what_they_may_be(const tool_photo_letters *letters, size_t n) {
    const size_t classes = (size_t)letters->labels->n;
    float *all = tool_alloc(n * classes, sizeof *all);
    memcpy(all, letters->probabilities, n * classes * sizeof *all);
    for (size_t i = 0; letters->certain && i < n; i++) {
        float *p = all + i * classes;
        const int best = hwr_argmax(p, letters->labels->n);
        for (size_t c = 0; letters->certain[i] && c < classes; c++) p[c] = c == (size_t)best;
    }
    return all;
}

int tool_photo_read_words(tool_photo_text *out, const tool_photo *photo,
                          const tool_photo_letters *letters, const char *language,
                          tool_error *error) {
    const hwr_labels *labels = letters->labels;
    tool_language opened;
    if (tool_language_open(&opened, tool_language_file(language), error) != 0) return -1;
    hwr_readings *readings = tool_alloc(1, sizeof *readings);
    void *memory = tool_alloc(1, HWR_WORD_MEMORY);
    float *boxes = tool_alloc(4 * photo->n, sizeof *boxes);
    float *probabilities = what_they_may_be(letters, photo->n);
    for (size_t i = 0; i < photo->n; i++) memcpy(boxes + 4 * i, &photo->places[i].left, 16);
    for (size_t first = 0, end; first < photo->n; first = end) {
        for (end = first + 1; end < photo->n;) {
            if (photo->places[end].word != photo->places[first].word) break;
            end++;
        }
        if (end - first == 1) continue;
        /* What cannot be read, as a word of more than HWR_WORD_STROKES letters, stays as it is. */
        const hwr_status status = hwr_word_read_letters(
            readings, memory, HWR_WORD_MEMORY, labels, &opened.language,
            probabilities + first * (size_t)labels->n, boxes + 4 * first, end - first);
        if (status != HWR_OK || readings->n == 0) continue;
        for (size_t i = first; i < end; i++)
            memcpy(out[i].text, readings->best[0].letters[i - first].text, HWR_LABEL_BYTES);
    }
    free(probabilities);
    free(boxes);
    free(memory);
    free(readings);
    tool_language_close(&opened);
    return 0;
}
