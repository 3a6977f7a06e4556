/* kernel_simd.h - the integer layer, written once for all but the reference. An instruction set's
 * file defines the words below, then includes this:
 *
 *   vec              a register of int32 lanes; VECS of them hold HWR_BLOCK
 *   TILE_PIXELS, TILE_BLOCKS   pixels, and blocks of 8 channels, that a tile computes at once
 *   vec_load(p)      a register from memory, any alignment
 *   vec_set(i)       i in all lanes
 *   pairs, pairs_load(w)   a register of int16 pairs
 *   pair, pair_load(x)     the int16 pair x[0], x[1], for all lanes
 *   vec_dot(a, w, x) a + w.even * x.even + w.odd * x.odd; vec, pairs, pair
 *   vec_add, vec_sub, vec_mul, vec_max   lane by lane, modulo 2^32
 *   vec_shift_left(a, bits), vec_shift_right(a, bits)   likewise; the second keeps signs
 *   vec_rescale(v, multiplier, offset)   as in qnet.h
 *   block_mla(a, x, w)         a[VECS] += 8 int16 of x * 8 int16 of w
 *   block_mla_wide(a, x, f)    a[VECS] += 8 int16 of x * 8 int32 of f
 *   block_store(y, v, low, high)   8 lanes to int16, clamped; block_store_wide(y, v) to int32
 *
 * The compiler must unroll the loops over constants, or the sums live in memory: gcc needs -O3
 * for that, clang -O2; -Os is twenty times slower.
 */
#include "kernel_tile.h"

#include "kernel_direct.h"
#include "kernel_winograd.h"

/* A hwr_qkernel. */
static void layer_run(const hwr_qlayer *l, int16_t *arena, int32_t *logits) {
    if (l->kind == HWR_KIND_DEPTHWISE)
        depthwise(l, arena, logits);
    else if (l->winograd)
        winograd(l, arena);
    else
        conv(l, arena, logits);
}
