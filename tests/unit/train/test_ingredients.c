/* What training is made of, each by what it computes: optimisers, learning-rate schedule, moving
 * average, the phases of the distortions. */
#include <string.h>

#include "unit/check.h"
#include "unit/tiny_task.h"
#include "mathx.h"
#include "train/optimizer.h"
#include "train/trainer_parts.h"

static void check_optimizer(void) {
    CHECK_NEAR(hwr_exp((double)NAN), 0, 0); /* a diverged run has such logits */
    float value = 1, first_moment = 0, second_moment = 0, gradient = 0.5f, decay = 1;
    hwr_optimizer sgd = {HWR_SGD, 0.9f, 0.99f, 0.1f};
    hwr_optimizer_update(&sgd, &value, &first_moment, &second_moment, &gradient, &decay, 0.1f, 1,
                         1);
    CHECK_NEAR(first_moment, 0.6, 1e-6);                  /* g = 0.5 + 0.1 * 1 */
    CHECK_NEAR(value, 1 - 0.1 * (0.6 + 0.9 * 0.6), 1e-6); /* Nesterov looks ahead */
    value = 1;
    first_moment = 0;
    hwr_optimizer adamw = {HWR_ADAMW, 0.9f, 0.99f, 0.1f};
    hwr_optimizer_update(&adamw, &value, &first_moment, &second_moment, &gradient, &decay, 0.1f, 1,
                         1);
    CHECK_NEAR(value, (1 - 0.1) * (1 - 0.1 * 0.1), 1e-5); /* first step is of size rate */
    CHECK_NEAR(hwr_schedule(2, 0, 110, 10), 0.2, 1e-6);
    CHECK_NEAR(hwr_schedule(2, 10, 110, 10), 2, 1e-6);
    CHECK_NEAR(hwr_schedule(2, 60, 110, 10), 1, 1e-6);
    CHECK_NEAR(hwr_schedule(2, 110, 110, 10), 0, 1e-6);
    CHECK_NEAR(hwr_schedule(2, 9, 110, 10), 2, 1e-6);
    CHECK_NEAR(hwr_schedule(2, 35, 110, 10), 1 + sqrt(0.5), 1e-6);
    CHECK_NEAR(hwr_schedule(2, 0, 100, 0), 2, 1e-6);
    CHECK_NEAR(hwr_schedule(2, 2, 3, 3), 2, 1e-6);
}

/* 60 steps of both optimisers beside their papers' formulas in double: momentum with Nesterov's
 * look ahead, and AdamW's means with the bias of their first steps taken out. */
static void check_many_steps(void) {
    const hwr_optimizer sgd = {HWR_SGD, 0.9f, 0.99f, 0.05f};
    const hwr_optimizer adamw = {HWR_ADAMW, 0.9f, 0.99f, 0.05f};
    float values[] = {1, 1}, first[2] = {0}, second[2] = {0};
    const float decay = 1;
    double x[] = {1, 1}, velocity = 0, mean = 0, square = 0;
    for (int t = 1; t <= 60; t++) {
        const float gradient = (float)(cos(0.3 * t) * (t < 30 ? 1 : 0.01)), rate = 0.02f;
        hwr_optimizer_update(&sgd, values, first, second, &gradient, &decay, rate, (size_t)t, 1);
        hwr_optimizer_update(&adamw, values + 1, first + 1, second + 1, &gradient, &decay, rate,
                             (size_t)t, 1);
        const double g = (double)gradient, joined = g + 0.05 * x[0];
        velocity = 0.9 * velocity + joined;
        x[0] -= 0.02 * (joined + 0.9 * velocity);
        mean = 0.9 * mean + 0.1 * g;
        square = 0.99 * square + 0.01 * g * g;
        x[1] -= 0.02 * mean / (1 - pow(0.9, t)) / (sqrt(square / (1 - pow(0.99, t))) + 1e-8);
        x[1] -= 0.02 * 0.05 * x[1];
        CHECK_NEAR(values[0], x[0], 2e-6);
        CHECK_NEAR(values[1], x[1], 2e-6);
    }
}

/* After n steps the decay is at most (1 + n) / (10 + n): the first values soon count for little. */
static void check_average(void) {
    static const size_t steps[] = {0, 1, 8, 80, 889, 890, 100000};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        float average[] = {1, -4}, values[] = {0, 4};
        double n = (double)steps[i], decay = fmin(0.99, (1 + n) / (10 + n));
        hwr_ema_update(average, values, 0.99f, steps[i], 2);
        CHECK_NEAR(average[0], decay, 1e-6);
        CHECK_NEAR(average[1], 4 - 8 * decay, 1e-5);
    }
}

/* An epoch's examples are distorted by what its phase says: fully, and half in the cooldown. */
static void check_cooldown(void) {
    hwr_train_options o = base_options();
    o.epochs = 8;
    o.augment_cooldown = 0.25f;
    hwr_trainer *t = start(&o);
    for (; t->epoch < o.epochs; hwr_trainer_step(t)) {
        if (t->step) continue;
        uint8_t expected[HWR_PIXELS];
        const hwr_augment half = hwr_augment_scaled(&o.augment, t->epoch < 6 ? 1.0f : 0.5f);
        hwr_rng rng = hwr_rng_stream(o.seed, HWR_STREAM_EXAMPLE, t->epoch + 1, 7);
        hwr_augment_image(expected, images + 7 * HWR_PIXELS, &half, &rng);
        hwr_trainer_example(t, &t->worker[0], 3, 7, 1);
        CHECK(memcmp(t->worker[0].images + 3 * HWR_PIXELS, expected, HWR_PIXELS) == 0);
        CHECK_INT(t->worker[0].targets[3], targets[7]);
        hwr_trainer_example(t, &t->worker[0], 3, 7, 0);
        CHECK(memcmp(t->worker[0].images + 3 * HWR_PIXELS, images + 7 * HWR_PIXELS, HWR_PIXELS) == 0);
    }
    hwr_trainer_destroy(t);
}

/* Against the C library's. */
static void check_functions(void) {
    for (double x = 1e-6; x < 1e6; x *= 1.37) CHECK_NEAR(hwr_log(x), log(x), 1e-12 * (1 + fabs(log(x))));
    for (double x = -30; x < 30; x += 0.173) {
        CHECK_NEAR(hwr_exp(x) / exp(x), 1, 1e-12);
        CHECK_NEAR(hwr_cos(x), cos(x), 1e-12);
        CHECK_NEAR(hwr_sin(x), sin(x), 1e-12);
    }
}

/* Weights decay where the mask says so, and biases do not. */
static void check_decay_mask(void) {
    const hwr_optimizer sgd = {HWR_SGD, 0.9f, 0.99f, 0.1f}, adamw = {HWR_ADAMW, 0.9f, 0.99f, 0.1f};
    for (int i = 0; i < 2; i++) {
        float values[] = {2, 2}, first[2] = {0}, second[2] = {0};
        const float gradients[2] = {0}, decay[] = {1, 0};
        hwr_optimizer_update(i ? &adamw : &sgd, values, first, second, gradients, decay, 0.1f, 1, 2);
        CHECK(values[0] < 2 && values[1] == 2);
    }
}

static int seen[EXAMPLES];

/* Each epoch shows every example once, in an order of its own. */
static void check_order(void) {
    hwr_train_options o = base_options();
    uint32_t before[EXAMPLES];
    o.epochs = 3;
    hwr_trainer *t = start(&o);
    for (size_t epoch = 0; epoch < 3; epoch++) {
        memset(seen, 0, sizeof seen);
        for (size_t i = 0; i < t->n_train; i++) seen[t->order[i]]++;
        for (size_t i = 0; i < t->n_train; i++) CHECK_INT(seen[t->train[i]], 1);
        size_t same = 0;
        for (size_t i = 0; i < t->n_train; i++) same += epoch && t->order[i] == before[i];
        CHECK(same < t->n_train / 4);
        memcpy(before, t->order, t->n_train * sizeof *before);
        finish(t, epoch + 1);
    }
    hwr_trainer_destroy(t);
}

/* Unlabelled examples are for training alone; the logits are moved by the log of each class's share. */
static void check_split(void) {
    hwr_train_options o = base_options();
    uint16_t right[EXAMPLES];
    size_t count[CLASSES] = {0}, known = 0;
    memcpy(right, targets, sizeof right);
    for (int i = 0; i < EXAMPLES; i += 2) targets[i] = HWR_TARGET_UNKNOWN;
    o.validation = 0.4f;
    hwr_trainer *t = start(&o);
    CHECK(t->n_held_out > 20);
    CHECK_INT(t->n_held_out + t->n_train, EXAMPLES);
    for (size_t i = 0; i < t->n_held_out; i++) CHECK(targets[t->held_out[i]] != HWR_TARGET_UNKNOWN);
    for (size_t i = 0; i < t->n_train; i++)
        if (targets[t->train[i]] < CLASSES) count[targets[t->train[i]]]++, known++;
    for (int k = 0; k < CLASSES; k++) {
        double share = ((double)count[k] + 1) / ((double)known + CLASSES);
        CHECK_NEAR(t->class_offset[HWR_SOURCE_IMAGES][k], 0.5 * log(share), 1e-5);
    }
    hwr_trainer_destroy(t);
    memcpy(targets, right, sizeof right);
}

/* The norms' running statistics go a tenth of the way to a batch's, the mean of its shards. */
static void check_statistics(void) {
    hwr_train_options o = base_options();
    hwr_trainer *t = start(&o);
    const size_t from = t->params.trainable, n = t->params.all - from;
    float before[256], *average = t->ema.data + from, *running = t->params.data + from;
    CHECK(n <= 256);
    memcpy(before, running, n * sizeof *before);
    hwr_trainer_step(t);
    for (size_t i = 0; i < n; i++) {
        double batch = ((double)t->shard[0].statistics[i] + (double)t->shard[1].statistics[i]) / 2;
        CHECK_NEAR(running[i], 0.9 * (double)before[i] + 0.1 * batch, 1e-5);
        CHECK_NEAR(average[i], (double)before[i] + 0.9 * (double)(running[i] - before[i]), 1e-5);
    }
    hwr_trainer_destroy(t);
}

/* Each step drops other values: 32 times the same image, and all but no learning. */
static void check_dropout_steps(void) {
    hwr_train_options o = base_options();
    hwr_dataset all = set;
    static uint8_t same[32 * HWR_PIXELS];
    static uint16_t one[32];
    for (int i = 0; i < 32; i++) memcpy(same + i * HWR_PIXELS, images, HWR_PIXELS);
    set = (hwr_dataset){same, one, 32, 32};
    o.batch = 32;
    o.validation = 0;
    o.rate = 1e-30f;
    o.epochs = 2;
    o.optimizer.weight_decay = 0;
    o.augment = hwr_augment_strength(0);
    hwr_trainer *t = start(&o);
    hwr_trainer_step(t);
    double first = t->sums.loss;
    hwr_trainer_step(t);
    CHECK(t->sums.loss != first);
    hwr_trainer_destroy(t);
    set = all;
}

int main(void) {
    check_functions();
    make_examples();
    check_optimizer();
    check_many_steps();
    check_average();
    check_cooldown();
    check_decay_mask();
    check_order();
    check_split();
    check_statistics();
    check_dropout_steps();
    return check_done("ingredients");
}
