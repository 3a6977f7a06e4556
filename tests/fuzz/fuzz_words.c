/* fuzz_words.c - any bytes as the strokes of a word and what was said of them: refused, or read,
 * each stroke in one letter, the likeliest reading first, and the same with a cache as without.
 *
 * Input: the numbers of corrections and of strokes, a byte each; corrections of 6 bytes (strokes
 * in them, 4 strokes, what they are); strokes: how many points, then x y as a byte each. */
#include <stdlib.h>

#include "unit/hand/tiny_model.h"
#include "unit/words/language_data.h"
#include "words/reader.h"

enum { ROOM = 1 << 18, LANGUAGE_ROOM = 1 << 17, FIXES = 8, FIX = 6, POINTS = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static _Alignas(64) uint8_t model_memory[ROOM], language_memory[LANGUAGE_ROOM];
static _Alignas(16) uint8_t memory[HWR_WORD_MEMORY];
static hwr_model model;
static hwr_language language;
static hwr_word_cache cache;
static float xy[2 * POINTS];

static void require(int condition) {
    if (!condition) abort();
}

static void start(void) {
    static const listed_word words[] = {
        {"and", 2, 0}, {"ant", 9, 0}, {"hand", 6, 0}, {"max", 8, 1}};
    static uint8_t file[1 << 12];
    const size_t length = make_language(file, words, 4, 512);
    tiny_model_load(&model, model_memory, sizeof model_memory, 5);
    require(hwr_language_init(&language, language_memory, sizeof language_memory, file, length) ==
            HWR_OK);
}

static size_t read_fixes(hwr_word_fix *fixes, size_t wanted, const uint8_t **at,
                         const uint8_t *end) {
    size_t n = 0;
    for (; n < wanted && n < FIXES && end - *at >= FIX; n++, *at += FIX) {
        const uint8_t *b = *at;
        fixes[n] = (hwr_word_fix){.n_strokes = b[0], .apart = b[5] >> 7};
        memcpy(fixes[n].strokes, b + 1, HWR_WORD_GROUP);
        if (b[5] & 1) fixes[n].text[0] = (char)(' ' + b[5] % 96);
    }
    return n;
}

static size_t read_strokes(uint32_t *lengths, size_t wanted, const uint8_t *at,
                           const uint8_t *end) {
    size_t n = 0, points = 0;
    for (; n < wanted && n <= HWR_WORD_STROKES && at < end; n++) {
        lengths[n] = *at++ % 32;
        for (uint32_t i = 0; i < lengths[n]; i++, points++) {
            xy[2 * points] = at < end ? (float)*at++ : (float)i;
            xy[2 * points + 1] = at < end ? (float)*at++ : 0;
        }
    }
    return n;
}

static void check(const hwr_readings *readings, const uint32_t *lengths, size_t n_strokes) {
    int drawn = 0;
    float sum = 0;
    for (size_t s = 0; s < n_strokes; s++) drawn += lengths[s] > 0;
    require(readings->n >= 1 && readings->n <= HWR_WORD_READINGS);
    for (int r = 0; r < readings->n; r++) {
        const hwr_reading *reading = &readings->best[r];
        uint8_t used[HWR_WORD_STROKES] = {0};
        int count = 0;
        require(reading->n >= 1 && reading->n <= HWR_WORD_STROKES);
        for (int i = 0; i < reading->n; i++) {
            const hwr_word_letter *letter = &reading->letters[i];
            require(letter->text[0] && letter->probability >= 0 && letter->probability < 1.0001f);
            require(letter->n_strokes >= 1 && letter->n_strokes <= HWR_WORD_GROUP);
            for (int k = 0; k < letter->n_strokes; k++, count++) {
                require(letter->strokes[k] < drawn && !used[letter->strokes[k]]);
                used[letter->strokes[k]] = 1;
            }
        }
        require(count == drawn);
        require(r == 0 || reading->probability <= readings->best[r - 1].probability);
        sum += reading->probability;
    }
    require(sum < 1.0001f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static hwr_readings readings, again;
    hwr_word_fix fixes[FIXES];
    uint32_t lengths[HWR_WORD_STROKES + 1];
    if (size < 2) return 0;
    if (model.n_layers == 0) start();
    const uint8_t *at = data + 2, *end = data + size;
    const size_t n_fixes = read_fixes(fixes, data[0], &at, end);
    const size_t n = read_strokes(lengths, data[1], at, end);
    hwr_word_reader reader = {.memory = memory,
                              .memory_length = sizeof memory,
                              .model = &model,
                              .language = data[0] & 64 ? &language : NULL,
                              .before = data[0] & 32 ? "An\xc3" : NULL,
                              .fixes = fixes,
                              .n_fixes = n_fixes};
    const hwr_status status = hwr_word_reader_read(&readings, &reader, xy, lengths, n);
    if (status != HWR_OK) {
        require(readings.n == 0);
        return 0;
    }
    check(&readings, lengths, n);
    reader.cache = &cache;
    require(hwr_word_reader_read(&again, &reader, xy, lengths, n) == HWR_OK);
    again.n_calls = readings.n_calls;
    require(again.n == readings.n);
    for (int r = 0; r < again.n; r++) {
        require(again.best[r].n == readings.best[r].n &&
                again.best[r].probability == readings.best[r].probability &&
                memcmp(again.best[r].letters, readings.best[r].letters,
                       (size_t)again.best[r].n * sizeof(hwr_word_letter)) == 0);
    }
    return 0;
}
