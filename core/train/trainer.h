/* trainer.h - training, step by step, with everything needed to stop and go on.
 *
 * core/train/ is the trainer, of the command line and of the page's own module (wasm/train.c); its
 * folders are the network in float (net/, simd/), what it learns from (data/), the way to integers
 * (quant/) and what they stand on (base/).
 *
 * All randomness is named by (seed, purpose, epoch, example), a batch is cut into shards
 * of HWR_SHARD whatever the number of threads, and shards are reduced in order: one seed
 * gives one set of bytes. */
#ifndef HWR_TRAINER_H
#define HWR_TRAINER_H

#include "loss.h"
#include "optimizer.h"
#include "train/data/augment.h"
#include "train/data/dataset.h"
#include "train/data/pen.h"
#include "train/net/engine.h"

typedef struct hwr_train_options {
    const hwr_net *net;
    const hwr_labels *labels; /* the classes; borrowed, as net */
    uint64_t seed;
    int threads;
    size_t epochs, batch; /* batch: a multiple of HWR_SHARD */
    float rate;           /* peak learning rate */
    float warm_up;        /* epochs */
    hwr_optimizer optimizer;
    float smoothing;        /* label smoothing, 0..0.5 */
    float ema_decay;        /* of the exponential moving average of the weights, 0 = none */
    float logit_adjustment; /* 0..1: how far the answer forgets how common a class was */
    float validation;       /* share of the examples held out, 0..0.5 */
    hwr_augment augment;
    hwr_pen_options pen;
    float augment_cooldown; /* last share of the epochs, with half the distortion */
    float distillation;     /* 0..1: weight of the teachers' soft targets, where there are any */
    float min_label_confidence;   /* 0..1: labels whose probability by the teachers is less are
                                     filtered out (C. Northcutt and others, "Confident
                                     learning", 2021) */
    float pseudo_label_threshold; /* 0..1: least confidence of an unlabelled image's pseudo-label */
    size_t scribbles;             /* drawings that are no letters, an epoch */
    size_t qat_epochs; /* last epochs, with quantisation-aware training: weights as int8 */
} hwr_train_options;

/* Examples: images first, then strokes (drawn anew each time). Borrowed. */
typedef struct hwr_train_data {
    const hwr_dataset *images;     /* others not allowed; _NOTHING and _UNKNOWN are; of a network
                                      that reads traces: empty */
    const hwr_stroke_set *strokes; /* NULL = none */
} hwr_train_data;

/* Where an example comes from. The kinds before HWR_SOURCE_NOTHING are letters. */
typedef enum hwr_source {
    HWR_SOURCE_IMAGES,
    HWR_SOURCE_STROKES,
    HWR_SOURCE_NOTHING,
    HWR_SOURCES
} hwr_source;

typedef struct hwr_trainer hwr_trainer;

typedef struct hwr_train_position {
    size_t epoch, step; /* done: whole epochs, and steps of the current one */
    size_t steps_per_epoch;
    size_t examples, held_out;
    hwr_loss_sums sums; /* of the current epoch so far, on distorted letters */
} hwr_train_position;

/* What validation found, on plain letters. */
typedef struct hwr_validation {
    hwr_loss_sums images, strokes;
    double balanced; /* mean over classes of the share right, images of known case */
} hwr_validation;

/* *out is owned: hwr_trainer_destroy. HWR_ERR_ARGUMENT: an option out of range, or fewer
 * training examples than a batch; HWR_ERR_SHAPE; HWR_ERR_MEMORY. */
HWR_NODISCARD hwr_status hwr_trainer_create(hwr_trainer **out, const hwr_train_options *options,
                                            const hwr_train_data *data);
void hwr_trainer_destroy(hwr_trainer *trainer);

/* Before the first step, and before hwr_trainer_restore: the weights to start from, in place
 * of random ones. HWR_ERR_SHAPE: another network's; HWR_ERR_ARGUMENT after a step. */
HWR_NODISCARD hwr_status hwr_trainer_begin_with(hwr_trainer *trainer, const hwr_plan *plan,
                                                const hwr_params *params);

/* Before the first step, and before hwr_trainer_restore: a teacher, whose
 * probabilities for the distorted letters of source become soft targets in every step; of several
 * teachers the mean counts.
 * params are copied. HWR_ERR_ARGUMENT after a step, for too many, and for a source
 * that is no letters; HWR_ERR_SHAPE for one that reads another kind of input; HWR_ERR_MEMORY. */
HWR_NODISCARD hwr_status hwr_trainer_add_teacher(hwr_trainer *trainer, const hwr_plan *plan,
                                                 const hwr_params *params, hwr_source source);

/* One batch. Nothing happens once all epochs are done. */
void hwr_trainer_step(hwr_trainer *trainer);

hwr_train_position hwr_trainer_position(const hwr_trainer *trainer);
float hwr_trainer_rate(const hwr_trainer *trainer); /* of the next step */

/* The held-out examples through the weights' moving average. */
hwr_validation hwr_trainer_validate(hwr_trainer *trainer);

/* How far to trust the answers of the moving average, measured on held-out examples. */
typedef struct hwr_confidence {
    float temperature; /* what logits are to be divided by: least loss over the held-out images
                          of known case, all classes weighing the same; strokes without images */
    float threshold;   /* hwr_letter_score below this: not a letter */
    float false_reject_rate; /* of held-out letters, the worse of the kinds */
    float true_reject_rate;  /* of held-out drawings that are no letters */
} hwr_confidence;

/* 1 and no threshold where nothing is held out. HWR_ERR_MEMORY. */
HWR_NODISCARD hwr_status hwr_trainer_confidence(hwr_trainer *trainer, hwr_confidence *out);

/* The weights' exponential moving average (the weights themselves without), valid until the next
 * step. */
const hwr_params *hwr_trainer_weights(const hwr_trainer *trainer);
const hwr_plan *hwr_trainer_plan(const hwr_trainer *trainer);

/* 1 where the letters of this writer are held out, at this share of options.validation: a writer
 * that is known (not 0), in strokes of 40 writers or more. */
int hwr_writer_held_out(uint32_t writer, float share);

/* Everything to go on from here, as bytes (little-endian floats; see checkpoint.c). Returns
 * the size; writes nothing where out is NULL or capacity is less. */
size_t hwr_trainer_save(const hwr_trainer *trainer, uint8_t *out, size_t capacity);

/* Back to a saved state. The options and the data must be those it was saved with: a
 * fingerprint of both is compared. HWR_ERR_MAGIC, _VERSION, _TRUNCATED, _CHECKSUM: not a
 * whole checkpoint; HWR_ERR_FORMAT: counters that this run cannot have, or numbers that are not
 * finite; HWR_ERR_SHAPE: one of another network, options or data. The trainer is
 * unchanged on failure. */
HWR_NODISCARD hwr_status hwr_trainer_restore(hwr_trainer *trainer, const void *bytes,
                                             size_t length);

#endif
