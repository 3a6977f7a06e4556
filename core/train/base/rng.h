/* rng.h - counter-based random numbers: a stream is named by what it is for (seed,
 * purpose, epoch, image ...), so it does not depend on threads or on where a run was
 * resumed. SplitMix64 (Steele, Lea, Flood 2014).
 *
 * core/train/base/ is what the trainer stands on: random numbers, aligned floats. */
#ifndef HWR_RNG_H
#define HWR_RNG_H

#include <stddef.h>
#include <stdint.h>

typedef struct hwr_rng {
    uint64_t state;
} hwr_rng;

/* The stream for (seed, purpose, a, b); equal arguments give equal streams. */
hwr_rng hwr_rng_stream(uint64_t seed, uint32_t purpose, uint64_t a, uint64_t b);

uint64_t hwr_rng_next(hwr_rng *rng);

/* 0 <= result < bound, bound > 0. */
uint32_t hwr_rng_below(hwr_rng *rng, uint32_t bound);

/* Uniform in [0, 1), and in [low, high). */
float hwr_rng_unit(hwr_rng *rng);
float hwr_rng_range(hwr_rng *rng, float low, float high);

/* Mean 0, variance 1, by a sum of 12 uniforms (range +-6). */
float hwr_rng_normal(hwr_rng *rng);

/* All orders of n < 2^32 items are as likely (Fisher and Yates). */
void hwr_rng_shuffle(hwr_rng *rng, uint32_t *items, size_t n);

/* A well-mixed 32-bit hash, for dropout masks. */
static inline uint32_t hwr_hash32(uint32_t x) {
    x = (x ^ (x >> 16)) * 0x7feb352du; /* C. Wellons' lowbias32 */
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x ^ (x >> 16);
}

#endif
