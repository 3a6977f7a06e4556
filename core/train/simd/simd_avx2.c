/* The loops of simd_body.h for AVX2 with fused multiply-add. */
#if defined(__AVX2__) && defined(__FMA__)
#define TABLE hwr_simd_avx2
#define NAME "avx2"
#define WIDEST 16
#define REGISTER 8
#define TILE_ROWS 6
#include "simd_body.h"
#else
#include "simd.h"
const hwr_simd hwr_simd_avx2 = {0};
#endif
