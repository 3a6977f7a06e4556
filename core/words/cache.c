/* cache.c - the network's answers to groups of strokes, the least lately used one giving way. */
#include "cache.h"

#include <string.h>

/* After FNV-1a, with words for bytes, folded so that their high bits matter everywhere. */
static uint64_t add(uint64_t hash, uint32_t word) {
    hash = (hash ^ word) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

uint64_t hwr_word_cache_key(const float *xy, const uint32_t *lengths, size_t n_strokes) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t s = 0; s < n_strokes; s++) {
        hash = add(hash, lengths[s]);
        for (uint32_t i = 0; i < 2 * lengths[s]; i++) {
            uint32_t word;
            memcpy(&word, xy++, sizeof word);
            hash = add(hash, word);
        }
    }
    return hash;
}

float *hwr_word_cache_find(hwr_word_cache *cache, uint64_t key, int *found) {
    int oldest = 0;
    cache->clock++;
    *found = 0;
    for (int i = 0; i < HWR_WORD_CACHE; i++) {
        if (cache->used[i] != 0 && cache->keys[i] == key) {
            oldest = i;
            *found = 1;
            break;
        }
        if (cache->used[i] < cache->used[oldest]) oldest = i;
    }
    cache->keys[oldest] = key;
    cache->used[oldest] = cache->clock;
    return cache->letters[oldest];
}
