/* cache.h - looking the network's answers up; not part of the public interface. */
#ifndef HWR_WORDS_CACHE_H
#define HWR_WORDS_CACHE_H

#include "words/reader.h"

/* Of strokes as hwr_preprocess_strokes takes them. */
uint64_t hwr_word_cache_key(const float *xy, const uint32_t *lengths, size_t n_strokes);

/* The place (labels.n) of a key's answer: found = 1 where it is there, 0 where the caller is to
 * fill it in. */
float *hwr_word_cache_find(hwr_word_cache *cache, uint64_t key, int *found);

#endif
