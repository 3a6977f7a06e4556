/* winograd.h - convolutions by F(4x4, 3x3) of Lavin and Gray, arXiv 1509.09308: which layers
 * they suit, and their weights. kernel_winograd.h computes them and says how.
 *
 * A stride of s is s * s phases of stride 1; depth is all they sum over: s * s phases of the
 * channels stored per pixel. */
#ifndef HWR_WINOGRAD_H
#define HWR_WINOGRAD_H

#include "qnet.h"
#include "model/format.h"

enum {
    HWR_WINOGRAD_TILE_OUT = 4, /* outputs along a tile's side */
    HWR_WINOGRAD_TILE_IN = 6,  /* inputs along it */
    HWR_WINOGRAD_ELEMENTS = HWR_WINOGRAD_TILE_IN * HWR_WINOGRAD_TILE_IN,
    HWR_WINOGRAD_CHUNK_TILES = 16 /* tiles transformed at a time */
};

/* Tiles along a side of the output. */
static inline size_t hwr_winograd_across(size_t out_side) {
    return (out_side + HWR_WINOGRAD_TILE_OUT - 1) / HWR_WINOGRAD_TILE_OUT;
}

/* Depth of a layer; channels are those stored per pixel of its input. */
static inline size_t hwr_winograd_depth(size_t stride, size_t channels) {
    return stride * stride * channels;
}

/* 1 where a layer of a checked file is less work by Winograd, and exact: see winograd.c. */
int hwr_winograd_suits(const hwr_file *file, int layer);

/* The weights H g H' of kernel_winograd.h, in the layout of hwr_qlayer.winograd:
 * (blocks, 36, depth / 2, 8, 2). weight is zero on entry. */
void hwr_winograd_pack(int16_t *weight, const hwr_file_layer *layer, size_t channels);

#endif
