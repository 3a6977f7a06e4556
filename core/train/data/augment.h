/* augment.h - random distortions of a 28x28 letter: one inverse warp and the pen's weight. */
#ifndef HWR_AUGMENT_H
#define HWR_AUGMENT_H

#include "hwr.h"
#include "train/base/rng.h"

/* Largest values; each letter draws its own, uniformly in +- unless said otherwise. */
typedef struct hwr_augment {
    float rotate;         /* degrees */
    float shear;          /* x per y: slant */
    float scale;          /* log of the size factor */
    float aspect;         /* log of width over height */
    float shift;          /* pixels */
    float elastic;        /* pixels, standard deviation at the nodes of a 5 x 5 grid
                             (a coarse form of Simard et al. 2003's field) */
    float elastic_chance; /* 0..1: how many letters get it */
    float weight_chance;  /* 0..1: how many get a bolder or finer pen (3x3 max or min) */
    float weight;         /* 0..1: largest blend of that */
} hwr_augment;

/* Strengths found on validation images; strength 0 is none, 1 the usual. */
hwr_augment hwr_augment_strength(float strength);

/* a with its warp, not its pen's weight, made stronger or weaker. */
hwr_augment hwr_augment_scaled(const hwr_augment *a, float factor);

/* out and in: (28, 28), different arrays. Anything moved in from outside is 0; the
 * result is stretched so that its maximum is 255, as in every EMNIST image. */
void hwr_augment_image(uint8_t *out, const uint8_t *in, const hwr_augment *options, hwr_rng *rng);

#endif
