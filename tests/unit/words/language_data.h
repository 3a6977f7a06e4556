/* language_data.h - small language files, as tools/words/make_language.mjs writes them. */
#ifndef LANGUAGE_DATA_H
#define LANGUAGE_DATA_H

#include <stdint.h>
#include <string.h>

#include "model/format.h"
#include "words/language.h"

typedef struct listed_word {
    const char *text; /* a-z, ascending */
    int rarity, is_name;
} listed_word;

static inline void put_u32(uint8_t *at, uint32_t v) {
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(v >> 8 * i);
}

/* The file's last four bytes become right again. */
static inline void put_checksum(uint8_t *file, size_t length) {
    put_u32(file + length - 4, hwr_crc32(file, length - 4));
}

/* Writes a file of n words, letters a-z; returns its length. grams: room for as many. */
static inline size_t make_language(uint8_t *file, const listed_word *words, int n, uint32_t grams) {
    uint32_t nodes = 1;
    uint8_t *at = file + 24;
    const char *last = "";
    memset(file, 0, 24 + 26 * HWR_LABEL_BYTES);
    for (int c = 0; c < 26; c++, at += HWR_LABEL_BYTES) *at = (uint8_t)('a' + c);
    for (int i = 0; i < n; i++) {
        const char *text = words[i].text;
        size_t same = 0;
        while (last[same] && last[same] == text[same]) same++;
        *at++ = (uint8_t)(words[i].rarity << 4 | (int)same);
        for (size_t k = same; text[k]; k++, nodes++) *at++ = (uint8_t)(text[k] - 'a' + 1);
        at[-1] |= (uint8_t)(words[i].is_name ? 192 : 128);
        last = text;
    }
    memcpy(file, "HWRL", 4);
    put_u32(file + 4, 1);
    put_u32(file + 8, (uint32_t)n);
    put_u32(file + 12, nodes);
    put_u32(file + 16, grams);
    put_u32(file + 20, 26);
    const size_t length = (size_t)(at - file) + 4;
    put_checksum(file, length);
    return length;
}

#endif
