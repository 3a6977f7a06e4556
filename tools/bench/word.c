#include "bench/word.h"

#include <stdlib.h>

#include "io/error.h"
#include "words/words.h"

enum { LETTERS = 5 };

struct tool_bench_word {
    float *xy;         /* (points, 2) */
    uint32_t *lengths; /* (n_strokes) */
    size_t n_strokes;
    void *memory;
    hwr_readings readings;
};

/* How far apart letters have to begin. */
static float pitch_of(const float *xy, size_t points) {
    float low = xy[0], high = xy[0];
    for (size_t i = 0; i < points; i++) {
        low = xy[2 * i] < low ? xy[2 * i] : low;
        high = xy[2 * i] > high ? xy[2 * i] : high;
    }
    return (high - low) * 1.25f;
}

tool_bench_word *tool_bench_word_write(const float *xy, const uint32_t *lengths, size_t n_strokes) {
    tool_bench_word *word = tool_alloc(1, sizeof *word);
    size_t points = 0;
    for (size_t s = 0; s < n_strokes; s++) points += lengths[s];
    const float pitch = pitch_of(xy, points);
    word->n_strokes = LETTERS * n_strokes;
    word->xy = tool_alloc(LETTERS * 2 * points, sizeof *word->xy);
    word->lengths = tool_alloc(word->n_strokes, sizeof *word->lengths);
    word->memory = tool_alloc(HWR_WORD_MEMORY, 1);
    for (size_t letter = 0; letter < LETTERS; letter++) {
        for (size_t i = 0; i < 2 * points; i++)
            word->xy[letter * 2 * points + i] = xy[i] + (i % 2 == 0 ? pitch * (float)letter : 0);
        for (size_t s = 0; s < n_strokes; s++) word->lengths[letter * n_strokes + s] = lengths[s];
    }
    return word;
}

hwr_status tool_bench_word_read(tool_bench_word *word, hwr_model *model) {
    return hwr_word_read(&word->readings, word->memory, HWR_WORD_MEMORY, model, NULL, word->xy,
                         word->lengths, word->n_strokes);
}

void tool_bench_word_free(tool_bench_word *word) {
    if (!word) return;
    free(word->xy);
    free(word->lengths);
    free(word->memory);
    free(word);
}
