/* The trainer: the same bytes on any number of threads and after any interruption, learning a
 * small set by heart, refusing checkpoints that are not its own. */
#include "train/trainer.h"

#include <string.h>

#include "unit/check.h"
#include "model/format_write.h"
#include "unit/tiny_task.h"
#include "train/trainer_parts.h"

static uint8_t *state_of(const hwr_trainer *t, size_t *length) {
    *length = hwr_trainer_save(t, NULL, 0);
    uint8_t *bytes = malloc(*length);
    CHECK_INT(hwr_trainer_save(t, bytes, *length), *length);
    return bytes;
}

static void check_threads(void) {
    size_t length[4];
    uint8_t *state[4];
    const int threads[4] = {1, 2, 3, 8};
    for (int i = 0; i < 4; i++) {
        hwr_train_options o = base_options();
        o.threads = threads[i];
        if (i == 3) o.optimizer.kind = HWR_SGD;
        hwr_trainer *t = start(&o);
        finish(t, o.epochs);
        hwr_validation v = hwr_trainer_validate(t);
        CHECK_INT(v.images.n, hwr_trainer_position(t).held_out);
        state[i] = state_of(t, &length[i]);
        hwr_trainer_destroy(t);
        CHECK(length[i] == length[0] && memcmp(state[i], state[0], length[0]) == 0);
    }
    for (int i = 0; i < 4; i++) free(state[i]);
}

static void check_resume(hwr_optimizer_kind kind) {
    hwr_train_options o = base_options();
    size_t length, other;
    o.optimizer.kind = kind;
    if (kind == HWR_ADAMW) o.rate = 0.002f;
    hwr_trainer *straight = start(&o);
    finish(straight, o.epochs);
    uint8_t *expected = state_of(straight, &length);
    for (int stop = 0; stop < 5; stop++) {
        hwr_trainer *first = start(&o);
        for (int i = 0; i < stop; i++) hwr_trainer_step(first);
        uint8_t *saved = state_of(first, &other);
        hwr_trainer_destroy(first);
        o.threads = 2;
        hwr_trainer *second = start(&o);
        o.threads = 1;
        hwr_trainer_step(second); /* whatever it did before must not matter */
        CHECK_INT(hwr_trainer_restore(second, saved, other), HWR_OK);
        finish(second, o.epochs);
        uint8_t *got = state_of(second, &other);
        CHECK(other == length && memcmp(got, expected, length) == 0);
        free(saved);
        free(got);
        hwr_trainer_destroy(second);
    }
    hwr_trainer_destroy(straight);
    free(expected);
}

/* Makes a changed checkpoint's checksum right: u32 at byte 16, of all from byte 24 on. */
static void seal(uint8_t *state, size_t length) {
    hwr_write_u32(state + 16, hwr_crc32(state + 24, length - 24));
}

/* A counter at a time takes values that no run has: epoch, step, global step, and sums. */
static void check_hostile(void) {
    hwr_train_options o = base_options();
    hwr_trainer *t = start(&o);
    size_t length;
    hwr_trainer_step(t);
    uint8_t *state = state_of(t, &length), *good = malloc(length);
    memcpy(good, state, length);
    const uint8_t bytes[] = {1, 0x7f, 0x80, 0xff};
    for (size_t at = 32; at < 88; at++)
        for (size_t k = 0; k < sizeof bytes; k++) {
            state[at] ^= bytes[k];
            seal(state, length);
            hwr_status status = hwr_trainer_restore(t, state, length);
            CHECK(status == HWR_OK || status == HWR_ERR_FORMAT);
            if (at < 56) CHECK_INT(status, HWR_ERR_FORMAT);
            state[at] ^= bytes[k];
        }
    /* Step, and with it the global step, past the epoch; then more right answers than answers. */
    const size_t places[][2] = {{40, 48}, {64, 64}, {72, 72}};
    for (size_t k = 0; k < 3; k++) {
        const uint32_t value = k ? hwr_read_u32(state + 80) + 1 : (uint32_t)hwr_trainer_position(t).steps_per_epoch;
        const uint32_t old = hwr_read_u32(state + places[k][0]);
        hwr_write_u32(state + places[k][0], value);
        hwr_write_u32(state + places[k][1], value);
        seal(state, length);
        CHECK_INT(hwr_trainer_restore(t, state, length), HWR_ERR_FORMAT);
        hwr_write_u32(state + places[k][0], old);
        hwr_write_u32(state + places[k][1], old);
    }
    hwr_write_f32(state + length - 4, 1e30f * 1e30f);
    seal(state, length);
    CHECK_INT(hwr_trainer_restore(t, state, length), HWR_ERR_FORMAT);
    seal(good, length);
    good[20] = 1; /* reserved */
    CHECK_INT(hwr_trainer_restore(t, good, length), HWR_ERR_FORMAT);
    good[20] = 0;
    CHECK_INT(hwr_trainer_restore(t, good, length), HWR_OK);
    finish(t, o.epochs);
    hwr_trainer_destroy(t);
    free(state);
    free(good);
}

/* A pen letter is written as somebody else of its class might (here it is alone in it), with the
 * pen's variations, then distorted half as much as an image. */
static void check_stroke_example(hwr_trainer *t, const hwr_stroke_set *strokes, uint64_t seed) {
    static hwr_preprocess pre;
    const hwr_augment half = hwr_augment_scaled(&t->options.augment, 0.5f);
    uint8_t expected[HWR_PIXELS];
    float points[64];
    t->options.seed = seed;
    hwr_rng rng = hwr_rng_stream(seed, HWR_STREAM_EXAMPLE, 1, EXAMPLES + 1);
    for (int tries = 0; tries < 200; tries++)
        if (t->train[hwr_rng_below(&rng, (uint32_t)t->n_train)] == EXAMPLES + 1) break;
    CHECK_INT(hwr_pen_draw(&pre, strokes, 1, &t->options.pen, 1, &rng, points), HWR_OK);
    hwr_augment_image(expected, pre.image, &half, &rng);
    hwr_trainer_example(t, &t->worker[0], 0, EXAMPLES + 1, 1);
    CHECK(memcmp(t->worker[0].images, expected, HWR_PIXELS) == 0);
    CHECK_INT(t->worker[0].targets[0], strokes->targets[1]);
}

/* Another image, label, stroke point, length or word is another run. */
static void check_fingerprint(void) {
    static float xy[] = {0, 0, 10, 0, 10, 20, 5, 5, 6, 7};
    static uint32_t lengths[] = {3, 2};
    static const size_t first_point[] = {0, 3, 5}, first_stroke[] = {0, 1, 2};
    static uint16_t stroke_targets[] = {1, 2};
    hwr_stroke_set strokes = {xy, lengths, first_point, first_stroke, stroke_targets, NULL, 2};
    hwr_train_data data = {&set, &strokes};
    hwr_train_options o = base_options();
    hwr_trainer *t = NULL;
    size_t length;
    CHECK_INT(hwr_trainer_create(&t, &o, &data), HWR_OK);
    uint8_t *state = state_of(t, &length);
    hwr_trainer_destroy(t);
    uint8_t *const places[] = {images,
                               images + 5 * HWR_PIXELS + 700,
                               (uint8_t *)(targets + 198),
                               (uint8_t *)stroke_targets,
                               (uint8_t *)xy + 17,
                               (uint8_t *)(lengths + 1)};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        *places[i] ^= 1;
        CHECK_INT(hwr_trainer_create(&t, &o, &data), HWR_OK);
        CHECK_INT(hwr_trainer_restore(t, state, length), HWR_ERR_SHAPE);
        *places[i] ^= 1;
        hwr_trainer_destroy(t);
    }
    CHECK_INT(hwr_trainer_create(&t, &o, &data), HWR_OK);
    CHECK_INT(hwr_trainer_restore(t, state, length), HWR_OK);
    for (uint64_t seed = 1; seed <= 8; seed++) check_stroke_example(t, &strokes, seed);
    hwr_trainer_destroy(t);
    free(state);
}

/* Every option that changes the bytes of a run makes it another one. */
static void check_options(void) {
    static hwr_labels greek;
    hwr_train_options o = base_options(), other = o;
    size_t length;
    hwr_trainer *t = start(&o);
    uint8_t *state = state_of(t, &length);
    hwr_trainer_destroy(t);
    float *const numbers[] = {&other.rate, &other.warm_up, &other.optimizer.momentum,
                              &other.optimizer.beta2, &other.optimizer.weight_decay,
                              &other.smoothing, &other.ema_decay, &other.logit_adjustment,
                              &other.augment.rotate, &other.augment.weight, &other.pen.width,
                              &other.pen.tremor, &other.augment_cooldown, &other.distillation,
                              &other.min_label_confidence, &other.pseudo_label_threshold};
    const size_t n = sizeof numbers / sizeof *numbers;
    for (size_t i = 0; i < n + 6; i++) {
        other = o;
        if (i < n) *numbers[i] = *numbers[i] * 0.75f + 0.01f;
        if (i == n) other.seed++;
        if (i == n + 1) other.epochs++;
        if (i == n + 2) other.batch = 32;
        if (i == n + 3) other.qat_epochs = 1;
        if (i == n + 4) other.optimizer.kind = HWR_ADAMW;
        if (i == n + 5) { /* the same number of classes */
            greek = *letters37();
            memcpy(greek.text[36], "x", 2);
            other.labels = &greek;
        }
        t = start(&other);
        if (hwr_trainer_restore(t, state, length) != HWR_ERR_SHAPE) printf("option %zu\n", i);
        CHECK_INT(hwr_trainer_restore(t, state, length), HWR_ERR_SHAPE);
        hwr_trainer_destroy(t);
    }
    free(state);
}

static void check_refusals(void) {
    hwr_train_options o = base_options();
    hwr_trainer *t = start(&o), *other;
    size_t length;
    uint8_t *state = state_of(t, &length);
    CHECK_INT(hwr_trainer_restore(t, state, 10), HWR_ERR_TRUNCATED);
    CHECK_INT(hwr_trainer_restore(t, state, length - 1), HWR_ERR_TRUNCATED);
    for (size_t at = 0; at < length; at += length / 50 + 1) {
        state[at] ^= 1;
        CHECK(hwr_trainer_restore(t, state, length) != HWR_OK);
        state[at] ^= 1;
    }
    CHECK_INT(hwr_trainer_restore(t, state, length), HWR_OK);
    o.seed++;
    other = start(&o);
    CHECK_INT(hwr_trainer_restore(other, state, length), HWR_ERR_SHAPE);
    hwr_trainer_destroy(other);
    o.seed--;
    hwr_layer layers[sizeof tiny_layers / sizeof *tiny_layers];
    memcpy(layers, tiny_layers, sizeof layers);
    layers[3].dropout = 0.2f; /* of the same name, and as many parameters */
    const hwr_net changed = {tiny.name, layers, tiny.n_layers, tiny.input};
    o.net = &changed;
    other = start(&o);
    CHECK_INT(hwr_trainer_restore(other, state, length), HWR_ERR_SHAPE);
    hwr_trainer_destroy(other);
    o.net = &tiny;
    targets[3] ^= 1;
    other = start(&o);
    CHECK_INT(hwr_trainer_restore(other, state, length), HWR_ERR_SHAPE);
    targets[3] ^= 1;
    hwr_trainer_destroy(other);
    hwr_trainer_destroy(t);
    free(state);

    hwr_train_data data = {&set, NULL};
    o.batch = 512;
    CHECK_INT(hwr_trainer_create(&t, &o, &data), HWR_ERR_ARGUMENT); /* more than there is */
    o.batch = 33;
    CHECK_INT(hwr_trainer_create(&t, &o, &data), HWR_ERR_ARGUMENT);
}

/* 64 examples without distortion, dropout aside: the loss goes below 0.01. */
static void check_overfit(const hwr_net *net) {
    hwr_train_options o = base_options();
    size_t all = set.n;
    o.net = net;
    o.threads = 2;
    o.epochs = 400;
    o.validation = 0;
    o.smoothing = 0;
    o.augment = hwr_augment_strength(0);
    o.augment.weight_chance = 0;
    set.n = 64;
    hwr_trainer *t = start(&o);
    set.n = all;
    hwr_loss_sums sums = {0};
    while (hwr_trainer_position(t).epoch < o.epochs) {
        hwr_trainer_step(t);
        sums = hwr_trainer_position(t).sums;
    }
    printf("%s: loss %.5f after %zu epochs\n", net->name, sums.loss / (double)sums.n, o.epochs);
    CHECK(sums.loss / (double)sums.n < 0.01);
    CHECK_INT(sums.correct, sums.n);
    hwr_trainer_destroy(t);
}

int main(void) {
    static hwr_layer layers[8];
    make_examples();
    check_threads();
    check_resume(HWR_SGD);
    check_resume(HWR_ADAMW);
    check_refusals();
    check_options();
    check_hostile();
    check_fingerprint();
    memcpy(layers, tiny_layers, sizeof tiny_layers);
    layers[3].dropout = 0;
    hwr_net without_dropout = {"tiny", layers, 5, HWR_INPUT_PICTURE};
    check_overfit(&without_dropout);
    return check_done("trainer");
}
