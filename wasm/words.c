/* words.c - reading whole words, for the modules: functions as those of exports.c.
 *
 * Who reads words first calls hwr_wasm_open_words(), which makes room for them: the one growth
 * of the module's memory. */
#include <string.h>

#include "hand.h"
#include "words/reader.h"

enum {
    LANGUAGE_FILE = 256 * 1024,    /* bytes of a language file at most */
    LANGUAGE_MEMORY = 6 * 1 << 20, /* of a loaded one; English takes 2.2 MB */
    FIXES_CAPACITY = 64,
    BEFORE_CAPACITY = 64,
    GROUPS_CAPACITY = HWR_WORD_STROKES * HWR_WORD_GROUP,
    PAGE_SHIFT = 16 /* bytes of a page of WebAssembly's memory, as a power of 2 */
};

/* Behind the memory that the module starts with. */
typedef struct room {
    _Alignas(16) uint8_t reading[HWR_WORD_MEMORY];
    _Alignas(16) uint8_t language[LANGUAGE_MEMORY];
    uint8_t language_file[LANGUAGE_FILE];
    hwr_word_cache cache;
    hwr_word_fix fixes[FIXES_CAPACITY];
    char before[BEFORE_CAPACITY];
    hwr_readings readings;
    hwr_word_group groups[GROUPS_CAPACITY];
    uint16_t word_of[HWR_LINE_STROKES];
    hwr_language loaded;
    int has_language;
} room;

static room *words; /* NULL until opened */

/* Once it returned HWR_OK, further calls do nothing; HWR_ERR_MEMORY where there is none left. */
EXPORT(hwr_status, hwr_wasm_open_words, void) {
    if (words) return HWR_OK;
    const size_t pages = (sizeof *words + (1u << PAGE_SHIFT) - 1) >> PAGE_SHIFT;
    const size_t before = __builtin_wasm_memory_grow(0, pages);
    if (before == (size_t)-1) return HWR_ERR_MEMORY;
    words = (room *)(before << PAGE_SHIFT); /* zero, as all new memory */
    return HWR_OK;
}

void hwr_wasm_forget_words(void) {
    if (words) memset(&words->cache, 0, sizeof words->cache);
}

/* Where the caller puts a language file, and the bytes there are. */
EXPORT(uint8_t *, hwr_wasm_language_buffer, void) {
    return words ? words->language_file : NULL;
}
EXPORT(uint32_t, hwr_wasm_language_capacity, void) {
    return LANGUAGE_FILE;
}

/* Loads the first length bytes of the language buffer. After a refusal no language is loaded. */
EXPORT(hwr_status, hwr_wasm_load_language, uint32_t length) {
    if (!words) return HWR_ERR_ARGUMENT;
    words->has_language = 0;
    if (length > LANGUAGE_FILE) return HWR_ERR_TOO_LARGE;
    const hwr_status status = hwr_language_init(&words->loaded, words->language, LANGUAGE_MEMORY,
                                                words->language_file, length);
    words->has_language = status == HWR_OK;
    return status;
}

static const hwr_language *language(uint32_t wanted) {
    return wanted && words->has_language ? &words->loaded : NULL;
}

/* Cuts the strokes of the points and lengths buffers into words: hwr_words_split. */
EXPORT(hwr_status, hwr_wasm_split_words, uint32_t n_strokes) {
    size_t n_words;
    if (!words) return HWR_ERR_ARGUMENT;
    const hwr_status status = hwr_wasm_check_lengths(n_strokes);
    if (status != HWR_OK) return status;
    return hwr_words_split(words->word_of, &n_words, hwr_wasm_points(), hwr_wasm_lengths(),
                           n_strokes);
}

EXPORT(uint16_t *, hwr_wasm_word_of, void) {
    return words ? words->word_of : NULL;
} /* (n_strokes) */

/* Where the caller puts corrections: hwr_word_fix, 22 bytes each; and how many there is room for.
 */
EXPORT(hwr_word_fix *, hwr_wasm_fixes, void) {
    return words ? words->fixes : NULL;
}
EXPORT(uint32_t, hwr_wasm_fixes_capacity, void) {
    return FIXES_CAPACITY;
}
_Static_assert(sizeof(hwr_word_fix) == 22, "module.js writes them");

/* Where the caller puts the word's beginning that the strokes go on with, NUL-terminated UTF-8, and
 * the bytes there are. */
EXPORT(char *, hwr_wasm_before, void) {
    return words ? words->before : NULL;
}
EXPORT(uint32_t, hwr_wasm_before_capacity, void) {
    return BEFORE_CAPACITY;
}

/* Reads the strokes of the points and lengths buffers as one word, in the loaded language if
 * there is one and with_language is not 0, and with the first n_fixes corrections. HWR_OK with
 * readings; otherwise there are none: HWR_EMPTY, HWR_ERR_ARGUMENT without a model or before
 * opening, and hwr_word_read's errors. */
EXPORT(hwr_status, hwr_wasm_read_strokes, uint32_t n_strokes, uint32_t with_language,
       uint32_t n_fixes) {
    hwr_model *model = hwr_wasm_model();
    if (!words) return HWR_ERR_ARGUMENT;
    words->readings.n = words->readings.n_calls = 0;
    if (!model) return HWR_ERR_ARGUMENT;
    const hwr_status status = hwr_wasm_check_lengths(n_strokes);
    if (status != HWR_OK) return status;
    if (n_fixes > FIXES_CAPACITY) return HWR_ERR_TOO_LARGE;
    words->before[BEFORE_CAPACITY - 1] = '\0';
    const hwr_word_reader reader = {.memory = words->reading,
                                    .memory_length = HWR_WORD_MEMORY,
                                    .model = model,
                                    .language = language(with_language),
                                    .before = words->before,
                                    .hand = hwr_wasm_hand(),
                                    .cache = &words->cache,
                                    .fixes = words->fixes,
                                    .n_fixes = n_fixes};
    return hwr_word_reader_read(&words->readings, &reader, hwr_wasm_points(), hwr_wasm_lengths(),
                                n_strokes);
}

/* Reads n letters that lie apart as one word, as hwr_wasm_read_strokes reads strokes. The points
 * buffer has their boxes (n, 4), then their probabilities (n, classes); see
 * hwr_word_read_letters. */
EXPORT(hwr_status, hwr_wasm_read_letters, uint32_t n, uint32_t with_language) {
    const hwr_model *model = hwr_wasm_model();
    if (!words) return HWR_ERR_ARGUMENT;
    words->readings.n = words->readings.n_calls = 0;
    if (!model) return HWR_ERR_ARGUMENT;
    const float *boxes = hwr_wasm_points();
    return hwr_word_read_letters(&words->readings, words->reading, HWR_WORD_MEMORY,
                                 hwr_wasm_labels(model), language(with_language), boxes + 4 * n,
                                 boxes, n);
}

/* ---- The readings: r from 0, most probable first; their letters i from 0, left to right. Places
 * that a reading does not have are the caller's fault. ---- */

EXPORT(uint32_t, hwr_wasm_readings, void) {
    return words ? (uint32_t)words->readings.n : 0;
}

/* How many groups of strokes the network was asked about. */
EXPORT(uint32_t, hwr_wasm_read_calls, void) {
    return words ? (uint32_t)words->readings.n_calls : 0;
}

EXPORT(float, hwr_wasm_reading_probability, uint32_t r) {
    return words->readings.best[r].probability;
}

EXPORT(uint32_t, hwr_wasm_reading_letters, uint32_t r) {
    return (uint32_t)words->readings.best[r].n;
}

EXPORT(const char *, hwr_wasm_letter_text, uint32_t r, uint32_t i) {
    return words->readings.best[r].letters[i].text;
}

EXPORT(float, hwr_wasm_letter_probability, uint32_t r, uint32_t i) {
    return words->readings.best[r].letters[i].probability;
}

EXPORT(uint32_t, hwr_wasm_letter_size, uint32_t r, uint32_t i) {
    return words->readings.best[r].letters[i].n_strokes;
}

/* (hwr_wasm_letter_size) indices among the strokes that have points. */
EXPORT(const uint8_t *, hwr_wasm_letter_strokes, uint32_t r, uint32_t i) {
    return words->readings.best[r].letters[i].strokes;
}

/* ---- The groups of strokes that the last reading chose among, g from 0. ---- */

/* How many; none where the last reading failed. */
EXPORT(uint32_t, hwr_wasm_word_groups, void) {
    if (!words || words->readings.n == 0) return 0;
    return (uint32_t)hwr_word_reader_groups(words->groups, words->reading);
}

EXPORT(float, hwr_wasm_group_probability, uint32_t g) {
    return words->groups[g].probability;
}

EXPORT(uint32_t, hwr_wasm_group_size, uint32_t g) {
    return words->groups[g].n_strokes;
}

/* (hwr_wasm_group_size) as of a letter */
EXPORT(const uint8_t *, hwr_wasm_group_strokes, uint32_t g) {
    return words->groups[g].strokes;
}

EXPORT(const float *, hwr_wasm_group_letters, uint32_t g) {
    return words->groups[g].letters;
} /* (classes) probabilities, those of the signs of a hand as well */
