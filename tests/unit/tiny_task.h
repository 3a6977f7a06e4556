/* tiny_task.h - a tiny network and made-up examples to train it on. */
#ifndef TESTS_TINY_TASK_H
#define TESTS_TINY_TASK_H

#include "check.h"
#include "letters37.h"
#include "train/trainer.h"

enum { EXAMPLES = 200 };

static const hwr_layer tiny_layers[] = {
    {"conv1", HWR_CONV, 5, 2, 1, 8, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"conv2", HWR_CONV, 3, 2, 1, 16, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"conv3", HWR_CONV, 3, 1, 1, 16, HWR_NORM_BEFORE, 1, 1, 0.0f},
    {"pool", HWR_DEPTHWISE, 0, 1, 0, 16, HWR_NORM_AFTER, 1, -1, 0.1f},
    {"classes", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};
static const hwr_net tiny = {"tiny", tiny_layers, 5, HWR_INPUT_PICTURE};

static uint8_t images[EXAMPLES * HWR_PIXELS];
static uint16_t targets[EXAMPLES];
static hwr_dataset set = {images, targets, EXAMPLES, EXAMPLES};

/* Bars and blobs whose places follow from the class; a few targets have no case. */
static inline void make_examples(void) {
    hwr_rng rng = hwr_rng_stream(5, 0, 0, 0);
    for (int i = 0; i < EXAMPLES; i++) {
        int c = i % CLASSES;
        targets[i] =
            i % 10 == 9 ? (uint16_t)(HWR_TARGET_GROUP + letters37()->group[c]) : (uint16_t)c;
        for (int k = 0; k < HWR_PIXELS; k++) {
            int x = k % HWR_SIDE, y = k / HWR_SIDE;
            int on = (x / 4 == c % 7) | (y / 4 == c / 7) | (x + y == c + 10);
            images[i * HWR_PIXELS + k] = (uint8_t)(on ? 200 + hwr_rng_below(&rng, 56) : 0);
        }
    }
}

static inline hwr_train_options base_options(void) {
    return (hwr_train_options){.net = &tiny,
                               .labels = letters37(),
                               .seed = 3,
                               .threads = 1,
                               .epochs = 2,
                               .batch = 64,
                               .rate = 0.05f,
                               .warm_up = 1,
                               .optimizer = {HWR_SGD, 0.9f, 0.99f, 1e-4f},
                               .smoothing = 0.05f,
                               .ema_decay = 0.9f,
                               .logit_adjustment = 0.5f,
                               .validation = 0.1f,
                               .augment = hwr_augment_strength(1),
                               .pen = hwr_pen_strength(1),
                               .augment_cooldown = 0.5f};
}

static inline hwr_trainer *start(const hwr_train_options *options) {
    hwr_trainer *t = NULL;
    hwr_train_data data = {&set, NULL};
    CHECK_INT(hwr_trainer_create(&t, options, &data), HWR_OK);
    return t;
}

static inline void finish(hwr_trainer *t, size_t epochs) {
    while (hwr_trainer_position(t).epoch < epochs) hwr_trainer_step(t);
}

#endif
