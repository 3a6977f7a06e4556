/* test_cache.c - answers of the network are found again by their strokes, as long as there is room. */
#include "words/cache.h"

#include "unit/check.h"

static hwr_word_cache cache;

static uint64_t key_of(const float *xy, uint32_t first, uint32_t second) {
    const uint32_t lengths[2] = {first, second};
    return hwr_word_cache_key(xy, lengths, second > 0 ? 2 : 1);
}

/* Every point counts, and where strokes begin. */
static void test_keys(void) {
    float xy[] = {1, 2, 3, 4, 5, 6, 7, 8};
    const uint64_t key = key_of(xy, 2, 2);
    CHECK(key == key_of(xy, 2, 2));
    CHECK(key != key_of(xy, 1, 3) && key != key_of(xy, 4, 0) && key != key_of(xy, 2, 1));
    for (int i = 0; i < 8; i++) {
        xy[i] += 1e-6f * xy[i];
        CHECK(key != key_of(xy, 2, 2));
        xy[i] = (float)(i + 1);
    }
}

/* The one that was not used for longest makes place. */
static void test_room(void) {
    int found;
    for (uint64_t key = 0; key < HWR_WORD_CACHE; key++) {
        *hwr_word_cache_find(&cache, key, &found) = (float)key;
        CHECK(!found);
    }
    CHECK(*hwr_word_cache_find(&cache, 0, &found) == 0 && found);
    for (uint64_t key = 1; key < 10; key++) {
        *hwr_word_cache_find(&cache, 1000 + key, &found) = 1;
        CHECK(!found);
    }
    for (uint64_t key = 10; key < HWR_WORD_CACHE; key++)
        CHECK(*hwr_word_cache_find(&cache, key, &found) == (float)key && found);
    CHECK(*hwr_word_cache_find(&cache, 0, &found) == 0 && found);
    (void)hwr_word_cache_find(&cache, 5, &found);
    CHECK(!found);
}

int main(void) {
    test_keys();
    test_room();
    return check_done("cache");
}
