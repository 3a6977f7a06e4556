/* engine_parts.h - shared by engine.c, engine_backward.c and their test. */
#ifndef HWR_ENGINE_PARTS_H
#define HWR_ENGINE_PARTS_H

#include "engine.h"
#include "train/base/rng.h"
#include "train/simd/simd.h"

/* Layer l's padded input for image m. */
static inline float *hwr_in_image(const hwr_pass *pass, int l, size_t m) {
    size_t slots = l > 0 ? pass->plan->layers[l - 1].out_slots : HWR_SHARD;
    return pass->ws->in[l] + m % slots * pass->plan->layers[l].in_image;
}

/* Row y of image m in layer l's padded output; of the images that share its slot, the last one
 * that hwr_finish was called for. */
static inline float *hwr_out_row(const hwr_pass *pass, int l, size_t m, size_t y) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    return pass->ws->in[l + 1] + m % p->out_slots * p->out_image + p->out_first + y * p->out_row;
}

/* z of some images -> the next layer's padded input. */
void hwr_finish(const hwr_pass *pass, int l, size_t first, size_t images);

/* Runs job, which lacks what hwr_region holds, for every region. */
void hwr_conv_regions(hwr_conv_job *job, const hwr_regions *regions, const float *packed);

/* Multiplies n values of row y, image m, by layer l's dropout mask: 0 or 1 / (1 - rate).
 * The mask depends on pass->dropout_seed and the position alone. */
void hwr_dropout_row(const hwr_pass *pass, int l, float *row, size_t m, size_t y, size_t n);

#endif
