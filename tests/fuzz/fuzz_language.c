/* fuzz_language.c - any bytes as the file of a language: refused, or loaded and asked, and no
 * probability is more than its beginning's. Each input is tried as it is, and again with its
 * checksum made right, so that the fuzzer reaches what lies behind it. */
#include <stdlib.h>

#include "unit/words/language_data.h"

enum { ROOM = 8 << 20, STEPS = 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static _Alignas(16) uint8_t memory[ROOM];

static void require(int condition) {
    if (!condition) abort();
}

/* Spells what the input says. */
static void spell(const hwr_language *language, const uint8_t *data, size_t size) {
    hwr_language_state state = hwr_language_start();
    double before = 1e-9;
    for (size_t i = 0; i < STEPS && i < size; i++) {
        const int letter = data[size - 1 - i] % (language->n_letters + 1);
        state = hwr_language_step(language, state, letter);
        const double begun = hwr_language_log(language, &state, 0);
        const double whole = hwr_language_log(language, &state, 1);
        require(begun <= before + 1e-6 && whole <= begun + 1e-6);
        (void)hwr_language_is_name(language, &state);
        before = begun;
    }
}

static void try_file(const uint8_t *data, size_t size) {
    hwr_language language;
    hwr_status status = HWR_OK;
    const size_t needed = hwr_language_memory(data, size, &status);
    require((needed == 0) == (status != HWR_OK));
    if (needed == 0 || needed > sizeof memory) return;
    require(hwr_language_init(&language, memory, needed - 1, data, size) == HWR_ERR_MEMORY);
    if (hwr_language_init(&language, memory, needed, data, size) != HWR_OK) return;
    require(language.n_letters >= 1 && language.n_letters <= HWR_LANGUAGE_LETTERS);
    for (int letter = 1; letter <= language.n_letters; letter++)
        require(hwr_language_letter(&language, language.letters[letter]) >= 1);
    spell(&language, data, size);
    for (int turn = 0; turn < 4 && size > 24; turn++)
        spell(&language, data, size - (size_t)turn * 6);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    try_file(data, size);
    if (size < 28) return 0;
    uint8_t *sealed = malloc(size);
    if (!sealed) return 0;
    memcpy(sealed, data, size);
    put_checksum(sealed, size);
    try_file(sealed, size);
    free(sealed);
    return 0;
}
