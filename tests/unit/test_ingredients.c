/* What training is made of, each by what it computes: optimisers, learning-rate schedule, moving
 * average, the phases of the distortions. */
#include <string.h>

#include "check.h"
#include "tiny_task.h"
#include "train/base/mathx.h"
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

int main(void) {
    make_examples();
    check_optimizer();
    check_average();
    check_cooldown();
    return check_done("ingredients");
}
