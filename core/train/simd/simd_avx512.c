/* The loops of simd_body.h for AVX-512. */
#if defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512DQ__)
#define TABLE hwr_simd_avx512
#define NAME "avx512"
#define WIDEST 32
#define REGISTER 16
#define TILE_ROWS 12
#include "simd_body.h"
#else
#include "simd.h"
const hwr_simd hwr_simd_avx512 = {0};
#endif
