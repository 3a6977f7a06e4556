/* test_language.c - a list of words becomes probabilities; damaged files are refused. */
#include <stdlib.h>

#include "mathx.h"
#include "unit/check.h"
#include "unit/words/language_data.h"

enum { ROOM = 4096, GRAMS = 400 };

static const listed_word words[] = {{"an", 2, 0},  {"and", 0, 0},  {"ant", 4, 0}, {"kate", 3, 1},
                                    {"the", 0, 0}, {"then", 2, 0}, {"tin", 4, 0}};
enum { N = sizeof words / sizeof *words };

static uint8_t file[ROOM];
static void *memory;

static size_t load(hwr_language *language) {
    hwr_status status;
    const size_t length = make_language(file, words, N, GRAMS);
    const size_t bytes = hwr_language_memory(file, length, &status);
    CHECK_INT(status, HWR_OK);
    memory = malloc(bytes);
    CHECK_INT(hwr_language_init(language, memory, bytes - 1, file, length), HWR_ERR_MEMORY);
    CHECK_INT(hwr_language_init(language, memory, bytes, file, length), HWR_OK);
    return length;
}

static hwr_language_state spell(const hwr_language *l, const char *text) {
    hwr_language_state s = hwr_language_start();
    char letter[2] = {0};
    for (; *text; text++) {
        letter[0] = *text;
        s = hwr_language_step(l, s, hwr_language_letter(l, letter));
    }
    return s;
}

static double whole(const hwr_language *l, const char *text) {
    const hwr_language_state s = spell(l, text);
    return hwr_language_log(l, &s, 1);
}

/* After any beginning, the letters' probabilities and that of the end are 1 together: of the
 * n-grams, and of the trie where the beginning is in it. */
static void test_sums(const hwr_language *l) {
    static const char *const beginnings[] = {"", "a", "an", "th", "the", "xq", "kat"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        const hwr_language_state s = spell(l, beginnings[i]);
        double grams = 0, all = hwr_exp(hwr_language_log(l, &s, 1));
        for (int c = 1; c <= 26; c++) {
            const hwr_language_state next = hwr_language_step(l, s, c);
            grams += hwr_exp(next.grams - s.grams);
            all += hwr_exp(hwr_language_log(l, &next, 0));
        }
        CHECK(grams > 0.3 && grams < 1);
        CHECK_NEAR(all, hwr_exp(hwr_language_log(l, &s, 0)), 1e-6);
    }
}

static void test_preferences(const hwr_language *l) {
    CHECK(whole(l, "and") > whole(l, "ant"));   /* the more common word */
    CHECK(whole(l, "ant") > whole(l, "anz"));   /* a word, and none */
    CHECK(whole(l, "thin") > whole(l, "hnit")); /* neither is one: as letters follow others */
    CHECK(whole(l, "hnit") > -60);              /* never impossible */
    CHECK_NEAR(whole(l, "AND"), whole(l, "and"), 0);
    const hwr_language_state kate = spell(l, "kate"), tin = spell(l, "tin"), no = spell(l, "kato");
    CHECK(hwr_language_is_name(l, &kate));
    CHECK(!hwr_language_is_name(l, &tin));
    CHECK(!hwr_language_is_name(l, &no));
    CHECK_INT(hwr_language_letter(l, "Q"), 17);
    CHECK_INT(hwr_language_letter(l, "7"), 0);
}

/* A word's beginning, in any case, leads where its letters do. */
static void test_after(const hwr_language *l) {
    const hwr_language_state spelt = spell(l, "tin"), after = hwr_language_after(l, "TiN");
    CHECK(after.words == spelt.words && after.grams == spelt.grams);
    CHECK(after.node == spelt.node && after.context == spelt.context);
    const hwr_language_state start = hwr_language_after(l, ""),
                             other = hwr_language_after(l, "\xc3\xb6");
    CHECK(!hwr_language_goes_on(&start) && hwr_language_goes_on(&after));
    CHECK(other.words == HWR_LANGUAGE_NEVER && other.context != start.context);
    CHECK(hwr_language_after(l, "\xc3").words == HWR_LANGUAGE_NEVER);
}

/* The same bits natively, sanitized and as wasm. */
static void test_bits(const hwr_language *l) {
    static const char *const some[] = {"the", "thin", "kate", "xylo", "antand"};
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        const double p = whole(l, some[i]);
        uint64_t bits;
        memcpy(&bits, &p, sizeof bits);
        hash = hash * 31 + bits;
    }
    CHECK(hash == UINT64_C(0x394a4cec69d1fb6e));
    if (check_failed) printf("0x%016llx\n", (unsigned long long)hash);
}

static hwr_status reload(const uint8_t *bytes, size_t length) {
    hwr_language language;
    hwr_status status;
    const size_t need = hwr_language_memory(bytes, length, &status);
    if (status != HWR_OK) return status;
    void *room = malloc(need);
    status = hwr_language_init(&language, room, need, bytes, length);
    free(room);
    return status;
}

/* Cut short, changed with and without the checksum mended: refused, or loaded, never worse. */
static void test_damage(size_t length) {
    CHECK_INT(reload(file, length), HWR_OK);
    for (size_t n = 0; n < length; n++) CHECK(reload(file, n) != HWR_OK);
    file[length / 2] ^= 1;
    CHECK_INT(reload(file, length), HWR_ERR_CHECKSUM);
    file[length / 2] ^= 1;
    for (size_t i = 0; i < length - 4; i++) {
        for (int bit = 0; bit < 8; bit++) {
            file[i] ^= (uint8_t)(1 << bit);
            put_checksum(file, length);
            const hwr_status status = reload(file, length);
            if (i < 16 && status == HWR_OK) CHECK(i >= 24);
            file[i] ^= (uint8_t)(1 << bit);
        }
    }
    put_checksum(file, length);
    put_u32(file + 16, 20); /* fewer n-grams than there are */
    put_checksum(file, length);
    CHECK_INT(reload(file, length), HWR_ERR_FORMAT);
}

int main(void) {
    hwr_language language;
    const size_t length = load(&language);
    test_sums(&language);
    test_preferences(&language);
    test_after(&language);
    test_bits(&language);
    free(memory);
    test_damage(length);
    return check_done("language");
}
