#include "rng.h"

uint64_t hwr_rng_next(hwr_rng *rng) {
    uint64_t z = (rng->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

hwr_rng hwr_rng_stream(uint64_t seed, uint32_t purpose, uint64_t a, uint64_t b) {
    hwr_rng rng = {seed};
    rng.state = hwr_rng_next(&rng) ^ purpose;
    rng.state = hwr_rng_next(&rng) ^ a;
    rng.state = hwr_rng_next(&rng) ^ b;
    return rng;
}

uint32_t hwr_rng_below(hwr_rng *rng, uint32_t bound) {
    return (uint32_t)(((hwr_rng_next(rng) >> 32) * bound) >> 32);
}

float hwr_rng_unit(hwr_rng *rng) {
    return (float)(hwr_rng_next(rng) >> 40) * 0x1p-24f;
}

float hwr_rng_range(hwr_rng *rng, float low, float high) {
    return low + (high - low) * hwr_rng_unit(rng);
}

float hwr_rng_normal(hwr_rng *rng) {
    float sum = -6.0f;
    for (int i = 0; i < 12; i++) sum += hwr_rng_unit(rng);
    return sum;
}

void hwr_rng_shuffle(hwr_rng *rng, uint32_t *items, size_t n) {
    for (size_t i = n; i > 1; i--) {
        const size_t k = hwr_rng_below(rng, (uint32_t)i);
        const uint32_t last = items[i - 1];
        items[i - 1] = items[k];
        items[k] = last;
    }
}
