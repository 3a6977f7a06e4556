/* train.c - the trainer as a module of its own (train.wasm): images with their classes go in, and
 * while it learns, curves, filters and a .hwr file come out. Nothing of it is in the recogniser's
 * modules. It also compiles natively (tests/node/recognizer/train_native.c), and gives the same bytes
 * there on processors' 128-bit vectors without fused multiply-add.
 *
 * One training in the life of an instance: nothing is freed. */
#include <stdlib.h>
#include <string.h>

#include "exports.h"
#include "train/quant/quantize.h"
#include "train/trainer.h"

enum { MAX_IMAGES = 20000, TEXT_CAPACITY = HWR_MAX_CLASSES * HWR_LABEL_BYTES, CALIBRATE = 512 };

static struct {
    hwr_dataset set;
    uint8_t *classes; /* (n) */
    char text[TEXT_CAPACITY];
    hwr_labels labels;
    hwr_trainer *trainer;
    double figures[3]; /* loss, correct, n */
    uint8_t *model;
    size_t model_capacity, model_length;
} self;

/* Room for n images (n, 28, 28) upright, 255 = ink, once; NULL where n is none or too many. */
EXPORT(uint8_t *, hwr_train_images, uint32_t n) {
    if (self.set.images || n == 0 || n > MAX_IMAGES) return NULL;
    if (hwr_dataset_reserve(&self.set, n) != HWR_OK) return NULL;
    self.classes = malloc(n);
    if (!self.classes) return NULL;
    self.set.n = n;
    return self.set.images;
}

/* (n) the class of each image. */
EXPORT(uint8_t *, hwr_train_classes, void) {
    return self.classes;
}

/* Where the classes' texts go, each with its NUL. */
EXPORT(char *, hwr_train_text, void) {
    return self.text;
}

EXPORT(uint32_t, hwr_train_text_capacity, void) {
    return TEXT_CAPACITY;
}

static hwr_status take_labels(uint32_t n_classes) {
    const char *text = self.text, *end = self.text + TEXT_CAPACITY;
    self.labels = (hwr_labels){0};
    for (uint32_t c = 0; c < n_classes; c++) {
        if (!memchr(text, 0, (size_t)(end - text))) return HWR_ERR_LABELS;
        hwr_status status = hwr_labels_add(&self.labels, text);
        if (status != HWR_OK) return status;
        text += strlen(text) + 1;
    }
    for (size_t i = 0; i < self.set.n; i++) {
        if (self.classes[i] >= n_classes) return HWR_ERR_LABELS;
        self.set.targets[i] = self.classes[i];
    }
    return hwr_labels_check(&self.labels);
}

/* Ready for the first of epochs * hwr_train_steps_per_epoch steps. HWR_ERR_LABELS: a text that is
 * none, twice, or an image of a class that there is not; HWR_ERR_ARGUMENT: too few images, or
 * before hwr_train_images; HWR_ERR_MEMORY. */
EXPORT(hwr_status, hwr_train_start, uint32_t n_classes, uint32_t epochs, uint32_t seed) {
    if (self.trainer || !self.set.images) return HWR_ERR_ARGUMENT;
    const hwr_status status = take_labels(n_classes);
    if (status != HWR_OK) return status;
    const hwr_train_options options = {.net = hwr_net_find("small"),
                                       .labels = &self.labels,
                                       .seed = seed,
                                       .threads = 1,
                                       .epochs = epochs,
                                       .batch = 2 * HWR_SHARD,
                                       .rate = 0.004f,
                                       .warm_up = 0.5f,
                                       .optimizer = {HWR_ADAMW, 0.9f, 0.99f, 0.02f},
                                       .smoothing = 0.05f,
                                       .ema_decay = 0.99f,
                                       .validation = 0.15f,
                                       .augment = hwr_augment_strength(0.7f),
                                       .augment_cooldown = 0.15f};
    const hwr_train_data data = {&self.set, NULL};
    return hwr_trainer_create(&self.trainer, &options, &data);
}

/* One batch; nothing happens once all epochs are done. Returns the steps done in all. */
EXPORT(uint32_t, hwr_train_step, void) {
    hwr_trainer_step(self.trainer);
    const hwr_train_position at = hwr_trainer_position(self.trainer);
    return (uint32_t)(at.epoch * at.steps_per_epoch + at.step);
}

EXPORT(uint32_t, hwr_train_steps_per_epoch, void) {
    return (uint32_t)hwr_trainer_position(self.trainer).steps_per_epoch;
}

EXPORT(uint32_t, hwr_train_held_out, void) {
    return (uint32_t)hwr_trainer_position(self.trainer).held_out;
}

static const double *show(const hwr_loss_sums *sums) {
    self.figures[0] = sums->loss;
    self.figures[1] = (double)sums->correct;
    self.figures[2] = (double)sums->n;
    return self.figures;
}

/* Sums of this epoch, on distorted images, or at an epoch's end of the one that is over: the loss,
 * how many were right, of how many. */
EXPORT(const double *, hwr_train_sums, void) {
    const hwr_train_position position = hwr_trainer_position(self.trainer);
    return show(&position.sums);
}

/* The same of the held-out images, plain, by the weights' moving average. */
EXPORT(const double *, hwr_train_validate, void) {
    const hwr_validation v = hwr_trainer_validate(self.trainer);
    return show(&v.images);
}

/* The first layer's filters, (5, 5, 16), of the moving average. */
EXPORT(const float *, hwr_train_filters, void) {
    return hwr_trainer_weights(self.trainer)->layers[0].weight;
}

/* All numbers of the network, (hwr_train_n_weights) of the moving average. */
EXPORT(const float *, hwr_train_weights, void) {
    return hwr_trainer_weights(self.trainer)->data;
}

EXPORT(uint32_t, hwr_train_n_weights, void) {
    return (uint32_t)hwr_trainer_weights(self.trainer)->all;
}

/* The network as it is now, as a .hwr file: hwr_train_model_length bytes, until the next call.
 * hwr_quantize's errors. */
EXPORT(hwr_status, hwr_train_quantize, void) {
    hwr_confidence confidence;
    hwr_quantized quantized;
    hwr_status status = hwr_trainer_confidence(self.trainer, &confidence);
    if (status != HWR_OK) return status;
    const hwr_quantize_options options = {8, confidence.temperature, confidence.threshold,
                                          &self.labels};
    const size_t n = self.set.n < CALIBRATE ? self.set.n : CALIBRATE;
    status = hwr_quantize(&quantized, hwr_trainer_plan(self.trainer),
                          hwr_trainer_weights(self.trainer), self.set.images, n, &options);
    if (status != HWR_OK) return status;
    self.model_length = hwr_file_write(NULL, 0, &quantized.file);
    if (self.model_length > self.model_capacity) {
        free(self.model);
        self.model = malloc(self.model_length);
        self.model_capacity = self.model ? self.model_length : 0;
    }
    hwr_file_write(self.model, self.model_capacity, &quantized.file);
    hwr_quantized_free(&quantized);
    return self.model ? HWR_OK : HWR_ERR_MEMORY;
}

EXPORT(const uint8_t *, hwr_train_model, void) {
    return self.model;
}

EXPORT(uint32_t, hwr_train_model_length, void) {
    return (uint32_t)self.model_length;
}
