#include "peak.h"

#include "clock.h"

#if defined(__GNUC__) && defined(__x86_64__)
#include <immintrin.h>

enum { TURNS = 4000, CHAINS = 8, TRIES = 2000 };

/* Makes the compiler take x for a new value, so that no product is computed only once. */
#define RENEW(x, kind) __asm__ volatile("" : "+" kind(x))

static uint32_t turn_scalar(void) {
    uint32_t sum[CHAINS] = {0}, a = 3, b = 5, all = 0;
    for (int i = 0; i < TURNS; i++)
#pragma GCC unroll 8
        for (int k = 0; k < CHAINS; k++) {
            RENEW(a, "r");
            sum[k] += a * b;
            RENEW(sum[k], "r");
        }
    for (int k = 0; k < CHAINS; k++) all += sum[k];
    return all;
}

__attribute__((target("sse4.1"))) static uint32_t turn_sse41(void) {
    __m128i sum[CHAINS], a = _mm_set1_epi16(3), b = _mm_set1_epi16(5);
    for (int k = 0; k < CHAINS; k++) sum[k] = _mm_setzero_si128();
    for (int i = 0; i < TURNS; i++)
#pragma GCC unroll 8
        for (int k = 0; k < CHAINS; k++) {
            RENEW(a, "x");
            sum[k] = _mm_add_epi32(sum[k], _mm_madd_epi16(a, b));
        }
    for (int k = 1; k < CHAINS; k++) sum[0] = _mm_add_epi32(sum[0], sum[k]);
    return (uint32_t)_mm_cvtsi128_si32(sum[0]);
}

__attribute__((target("avx2"))) static uint32_t turn_avx2(void) {
    __m256i sum[CHAINS], a = _mm256_set1_epi16(3), b = _mm256_set1_epi16(5);
    for (int k = 0; k < CHAINS; k++) sum[k] = _mm256_setzero_si256();
    for (int i = 0; i < TURNS; i++)
#pragma GCC unroll 8
        for (int k = 0; k < CHAINS; k++) {
            RENEW(a, "x");
            sum[k] = _mm256_add_epi32(sum[k], _mm256_madd_epi16(a, b));
        }
    for (int k = 1; k < CHAINS; k++) sum[0] = _mm256_add_epi32(sum[0], sum[k]);
    return (uint32_t)_mm256_cvtsi256_si32(sum[0]);
}

double tool_peak_gmacs(hwr_isa isa) {
    static const struct {
        hwr_isa isa;
        uint32_t (*turn)(void);
        double macs; /* of one instruction */
    } loops[] = {
        {HWR_ISA_SCALAR, turn_scalar, 1},
        {HWR_ISA_SSE41, turn_sse41, 8},
        {HWR_ISA_AVX2, turn_avx2, 16},
    };
    static volatile uint32_t keep;
    double best = 0;
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
        if (loops[i].isa != isa || !hwr_isa_available(isa)) continue;
        for (int t = 0; t < TRIES; t++) {
            double start = tool_seconds();
            keep += loops[i].turn();
            double time = tool_seconds() - start;
            double rate = time > 0 ? TURNS * CHAINS * loops[i].macs / time * 1e-9 : 0;
            if (rate > best) best = rate;
        }
    }
    return best;
}

#else

double tool_peak_gmacs(hwr_isa isa) {
    (void)isa;
    return 0;
}

#endif
