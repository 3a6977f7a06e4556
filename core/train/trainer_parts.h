/* trainer_parts.h - the trainer's inside, shared by the files of this folder. */
#ifndef HWR_TRAINER_PARTS_H
#define HWR_TRAINER_PARTS_H

#include "pool.h"
#include "trainer.h"

/* One thread's own things. */
typedef struct hwr_train_worker {
    hwr_workspace ws;
    hwr_preprocess pre;
    float *scratch;                         /* (4 * points of the longest letter) */
    double *taps;                           /* (most taps of a layer) */
    uint8_t images[HWR_SHARD * HWR_PIXELS]; /* or traces, which are smaller */
    uint16_t targets[HWR_SHARD];
    const float *offsets[HWR_SHARD];      /* (classes) each, by where the example comes from */
    const float *soft_targets[HWR_SHARD]; /* rows of teacher_probabilities; NULL: no teacher */
    float teacher_probabilities[HWR_SHARD * HWR_MAX_CLASSES];
    float probabilities[HWR_SHARD * HWR_MAX_CLASSES];
} hwr_train_worker;

/* A network to distil from, and each thread's workspace for it. */
typedef struct hwr_teacher {
    hwr_source source;
    hwr_plan plan;
    hwr_params params;
    hwr_packed packed;
    hwr_workspace *ws; /* (threads) */
} hwr_teacher;

enum { HWR_MAX_TEACHERS = 16 };

/* One shard's results, reduced in order. */
typedef struct hwr_train_shard {
    hwr_params grads;
    float *statistics; /* (all - trainable): mean and variance of its norms */
    hwr_loss_sums sums;
} hwr_train_shard;

struct hwr_trainer {
    hwr_train_options options;
    hwr_train_data data;
    hwr_plan plan;
    hwr_pool *pool;
    hwr_params params, ema;              /* the weights and their exponential moving average */
    hwr_params quantized, ema_quantized; /* both, as last packed, in the QAT epochs */
    hwr_packed packed, ema_packed;
    const hwr_params *shown; /* what the next step's passes read: params or quantized */
    float *first_moment, *second_moment, *decay; /* (trainable) */
    size_t shards;
    hwr_train_shard *shard;     /* (shards) */
    hwr_train_worker *worker;   /* (threads) */
    uint32_t *train, *held_out; /* indices of examples */
    size_t n_train, n_held_out;
    float *validated; /* (n_held_out, classes): room for hwr_trainer_validate */
    uint32_t *order;  /* (n_train) of this epoch */
    float class_offset[HWR_SOURCES][HWR_MAX_CLASSES]; /* added to the logits in training */
    hwr_teacher teacher[HWR_MAX_TEACHERS];
    int teachers;
    uint64_t data_hash;  /* of all images, labels and strokes */
    uint64_t begun_with; /* a hash of the weights it started from, 0 for random ones */
    size_t epoch, step, global_step, steps_per_epoch;
    hwr_loss_sums sums;
};

enum { HWR_STREAM_SPLIT = 2, HWR_STREAM_ORDER, HWR_STREAM_EXAMPLE, HWR_STREAM_DROPOUT };

/* Images, strokes and scribbles. */
size_t hwr_trainer_examples(const hwr_trainer *t);
int hwr_trainer_source(const hwr_trainer *t, uint32_t example);
uint16_t hwr_trainer_target(const hwr_trainer *t, uint32_t example);

/* Example number i of worker's shard: distorted, or plain for validation. */
void hwr_trainer_example(hwr_trainer *t, hwr_train_worker *w, size_t i, uint32_t example,
                         int distorted);

/* Fills w->soft_targets: what the teachers say of the n images in w, which are of these examples.
 */
void hwr_trainer_soft_targets(hwr_trainer *t, int worker, const uint32_t *examples, size_t n);

void hwr_teacher_free(hwr_teacher *teacher, int threads);

/* params ready for a pass: packed, and in the QAT epochs fake-quantised. Returns what the pass is
 * to read, which is params or quantized. */
const hwr_params *hwr_trainer_pack(hwr_trainer *t, hwr_packed *packed, const hwr_params *params,
                                   hwr_params *quantized, int with_back);

/* Divides the examples into those trained on and those held out; HWR_ERR_ARGUMENT where there is
 * not one batch of the former. */
hwr_status hwr_trainer_split(hwr_trainer *t);

/* The held-out examples' logits, (n_held_out, classes), through the weights' moving average. */
void hwr_trainer_held_out_logits(hwr_trainer *t, float *logits);

/* The order of the current epoch into t->order. */
void hwr_trainer_shuffle(hwr_trainer *t);

/* A 64-bit hash of n bytes, going on from hash. */
uint64_t hwr_trainer_mix(uint64_t hash, const void *bytes, size_t n);

/* Of every image, label, stroke and point. */
uint64_t hwr_trainer_data_hash(const hwr_train_data *data);

/* A hash of options and data that a checkpoint must agree with. */
uint64_t hwr_trainer_fingerprint(const hwr_trainer *t);

#endif
