/* Targets besides the labels: soft targets of teachers, pseudo-labels, drawings that are no
 * letters. And quantisation-aware training. */
#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"
#include "unit/tiny_task.h"
#include "train/data/scribble.h"
#include "train/quant/rounding.h"
#include "train/trainer_parts.h"

enum { STRIDE = 40, SCRIBBLES = 80 };

/* ---- The loss ------------------------------------------------------------ */

static float p[CLASSES], soft_target[CLASSES], gradient[STRIDE];

static void make_probabilities(void) {
    hwr_rng rng = hwr_rng_stream(9, 0, 0, 0);
    float logits[2][CLASSES];
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < CLASSES; k++) logits[i][k] = hwr_rng_normal(&rng);
    hwr_softmax(p, logits[0], NULL, 1, CLASSES, CLASSES);
    hwr_softmax(soft_target, logits[1], NULL, 1, CLASSES, CLASSES);
}

static hwr_loss_sums gradient_of(uint16_t target, const hwr_loss_options *options) {
    hwr_loss_sums sums = {0};
    hwr_loss_gradient(gradient, &sums, p, &target, options, 0.5f, 1, STRIDE);
    CHECK(gradient[CLASSES] == 0 && gradient[STRIDE - 1] == 0);
    return sums;
}

static void check_loss(void) {
    const float *const rows[] = {soft_target};
    hwr_loss_options label = {.labels = letters37(), .smoothing = 0.1f},
                     part = {.labels = letters37(), .soft_targets = rows, .distillation = 0.7f};
    hwr_loss_options filtering = {.labels = letters37(),
                                  .soft_targets = rows,
                                  .distillation = 0.25f,
                                  .min_label_confidence = 1};
    hwr_loss_options uncertain = {.labels = letters37(),
                                  .soft_targets = rows,
                                  .distillation = 0.25f,
                                  .pseudo_label_threshold = 1};
    CHECK_INT(gradient_of(4, &label).n, 1);
    for (int k = 0; k < CLASSES; k++)
        CHECK_NEAR(gradient[k], 0.5 * (p[k] - (k == 4 ? 0.9 : 0) - 0.1 / 37), 1e-6);
    gradient_of(4, &part);
    for (int k = 0; k < CLASSES; k++)
        CHECK_NEAR(gradient[k], 0.5 * (p[k] - (k == 4 ? 0.3 : 0) - 0.7 * soft_target[k]), 1e-6);
    hwr_loss_options plain = {.labels = letters37()};
    hwr_loss_sums unknown_case = gradient_of(HWR_TARGET_GROUP + 1, &plain); /* B or b */
    const double both = (double)p[1] + (double)p[27];
    for (int k = 0; k < CLASSES; k++)
        CHECK_NEAR(gradient[k], 0.5 * (p[k] - (k == 1 || k == 27 ? (double)p[k] / both : 0)), 1e-6);
    CHECK_NEAR(unknown_case.loss, -log(both), 1e-6);
    gradient_of(4, &filtering); /* the label is filtered out */
    for (int k = 0; k < CLASSES; k++) CHECK_NEAR(gradient[k], 0.5 * (p[k] - soft_target[k]), 1e-6);
    CHECK_INT(gradient_of(HWR_TARGET_UNKNOWN, &part).n, 0); /* a pseudo-label */
    for (int k = 0; k < CLASSES; k++) CHECK_NEAR(gradient[k], 0.5 * (p[k] - soft_target[k]), 1e-6);
    gradient_of(HWR_TARGET_UNKNOWN, &uncertain); /* below the threshold */
    for (int k = 0; k < CLASSES; k++) CHECK(gradient[k] == 0);
    gradient_of(HWR_TARGET_UNKNOWN, &label);
    for (int k = 0; k < CLASSES; k++) CHECK(gradient[k] == 0);
    hwr_loss_sums nothing = gradient_of(HWR_TARGET_NOTHING, &part);
    CHECK(nothing.n == 0 && nothing.loss == 0 && nothing.correct == 0);
    for (int k = 0; k < CLASSES; k++) CHECK_NEAR(gradient[k], 0.5 * (p[k] - 1.0 / 37), 1e-6);
}

/* ---- Teachers ------------------------------------------------------------ */

static hwr_train_options distillation_options(void) {
    hwr_train_options o = base_options();
    o.scribbles = SCRIBBLES;
    o.distillation = 0.6f;
    o.min_label_confidence = 0.01f;
    return o;
}

static hwr_status add_teacher(hwr_trainer *t, const hwr_trainer *teacher) {
    return hwr_trainer_add_teacher(t, hwr_trainer_plan(teacher), hwr_trainer_weights(teacher),
                                   HWR_SOURCE_IMAGES);
}

static hwr_trainer *student_of(const hwr_trainer *teacher, const hwr_train_options *o) {
    hwr_trainer *t = start(o);
    CHECK_INT(add_teacher(t, teacher), HWR_OK);
    return t;
}

static void check_bytes(const hwr_trainer *teacher) {
    hwr_train_options o = distillation_options();
    size_t length;
    uint8_t *expected = NULL;
    for (int threads = 1; threads <= 3; threads++) {
        o.threads = threads;
        hwr_trainer *t = student_of(teacher, &o);
        finish(t, o.epochs);
        length = hwr_trainer_save(t, NULL, 0);
        uint8_t *state = malloc(length);
        hwr_trainer_save(t, state, length);
        CHECK_INT(add_teacher(t, teacher), HWR_ERR_ARGUMENT); /* too late */
        hwr_trainer_destroy(t);
        if (expected) CHECK(memcmp(state, expected, length) == 0);
        free(expected);
        expected = state;
    }
    hwr_trainer *alone = start(&o), *again = student_of(teacher, &o);
    CHECK_INT(hwr_trainer_restore(alone, expected, length), HWR_ERR_SHAPE);
    CHECK_INT(hwr_trainer_restore(again, expected, length), HWR_OK);
    hwr_trainer_destroy(alone);
    hwr_trainer_destroy(again);
    free(expected);
}

/* Started from the teacher's weights, it has them; and it is another run. */
static void check_start(const hwr_trainer *teacher) {
    hwr_train_options o = base_options(), demo = o;
    hwr_trainer *t = start(&o);
    const hwr_plan *plan = hwr_trainer_plan(teacher);
    const hwr_params *weights = hwr_trainer_weights(teacher);
    CHECK_INT(hwr_trainer_begin_with(t, plan, weights), HWR_OK);
    CHECK(memcmp(hwr_trainer_weights(t)->data, weights->data, weights->all * sizeof(float)) == 0);
    hwr_trainer_step(t);
    CHECK_INT(hwr_trainer_begin_with(t, plan, weights), HWR_ERR_ARGUMENT);
    size_t length = hwr_trainer_save(t, NULL, 0);
    uint8_t *state = malloc(length);
    hwr_trainer_save(t, state, length);
    hwr_trainer *random = start(&o);
    CHECK_INT(hwr_trainer_restore(random, state, length), HWR_ERR_SHAPE);
    demo.net = hwr_net_find("demo");
    hwr_trainer *other = start(&demo);
    CHECK_INT(hwr_trainer_begin_with(other, plan, weights), HWR_ERR_SHAPE);
    free(state);
    hwr_trainer_destroy(t);
    hwr_trainer_destroy(random);
    hwr_trainer_destroy(other);
}

/* Of several teachers the mean: twice the same one is the same as once. */
static void check_mean(const hwr_trainer *teacher) {
    hwr_train_options o = distillation_options();
    hwr_trainer *t = student_of(teacher, &o);
    float once[CLASSES];
    for (int round = 0; round < 2; round++) {
        hwr_trainer_example(t, &t->worker[0], 0, 7, 0);
        hwr_trainer_soft_targets(t, 0, &(uint32_t){7}, 1);
        const float *row = t->worker[0].soft_targets[0];
        CHECK(row != NULL);
        for (int k = 0; round && k < CLASSES; k++) CHECK_NEAR(row[k], once[k], 1e-6);
        memcpy(once, row, sizeof once);
        CHECK_INT(add_teacher(t, teacher), HWR_OK);
    }
    hwr_trainer_destroy(t);
}

/* Every label wrong, and none counting: the student knows what the teacher knew. */
static void check_distillation(const hwr_trainer *teacher) {
    uint16_t right[EXAMPLES];
    hwr_train_options o = base_options();
    o.epochs = 60;
    o.distillation = 1;
    o.validation = 0;
    memcpy(right, targets, sizeof right);
    for (int i = 0; i < EXAMPLES; i++) targets[i] = (uint16_t)((i + 11) % CLASSES);
    hwr_trainer *student = student_of(teacher, &o);
    finish(student, o.epochs);
    memcpy(targets, right, sizeof right);
    hwr_workspace ws;
    hwr_packed packed;
    float answers[HWR_SHARD * CLASSES];
    const hwr_plan *plan = hwr_trainer_plan(student);
    CHECK_INT(hwr_workspace_init(&ws, plan, 0), HWR_OK);
    CHECK_INT(hwr_packed_init(&packed, plan), HWR_OK);
    hwr_pack(&packed, hwr_trainer_weights(student), plan, 0);
    hwr_pass pass = {plan, hwr_trainer_weights(student), &packed, &ws, 0, 0};
    hwr_forward(&pass, images, HWR_SHARD);
    hwr_softmax(answers, ws.in[plan->n_layers], NULL, HWR_SHARD, CLASSES, STRIDE);
    hwr_loss_sums sums = {0};
    hwr_loss_add(&sums, answers, targets, letters37(), HWR_SHARD);
    printf("student of wrong labels: %zu of %d right\n", sums.correct_folded, HWR_SHARD);
    CHECK(sums.correct_folded >= HWR_SHARD - 2);
    hwr_packed_free(&packed);
    hwr_workspace_free(&ws);
    hwr_trainer_destroy(student);
}

/* ---- Quantisation-aware training ------------------------------------------------------------ */

/* How far the last layer's averaged weights lie from their quantized values. */
static double off_the_grid(const hwr_trainer *t) {
    static float quantized[64 * STRIDE];
    static double taps[64];
    const hwr_plan_layer *layer = &hwr_trainer_plan(t)->layers[4];
    const float *weight = hwr_trainer_weights(t)->layers[4].weight;
    size_t n = layer->taps_in * (size_t)layer->cout;
    double error = 0;
    CHECK(n <= sizeof quantized / sizeof *quantized && layer->taps_in <= 64);
    hwr_fake_quantize(quantized, weight, layer, taps);
    for (size_t i = 0; i < n; i++) error += fabs((double)(weight[i] - quantized[i]));
    return error / (double)n;
}

/* The last epochs see quantized weights, and learn others than a run without; the ones before
 * them are the same. */
static void check_qat(void) {
    hwr_train_options o = base_options(), qat = o;
    double scale = hwr_weight_scale((const double[]){0.5, -1.27, 0.3}, 3);
    CHECK_NEAR(scale, 0.01, 1e-12);
    CHECK(hwr_round_weight(-5, 0.01) == -127 && hwr_round_weight(0.126, 0.01) == 13);
    o.epochs = qat.epochs = 4;
    qat.qat_epochs = 2;
    hwr_trainer *t = start(&o), *r = start(&qat);
    size_t bytes = hwr_trainer_weights(t)->all * sizeof(float);
    finish(t, 2);
    finish(r, 2);
    CHECK(memcmp(hwr_trainer_weights(t)->data, hwr_trainer_weights(r)->data, bytes) == 0);
    hwr_trainer_step(t);
    hwr_trainer_step(r);
    CHECK(memcmp(hwr_trainer_weights(t)->data, hwr_trainer_weights(r)->data, bytes) != 0);
    hwr_validation v = hwr_trainer_validate(r);
    double before = v.images.loss;
    finish(r, 4);
    CHECK(v.images.n > 0 && hwr_trainer_validate(r).images.loss != before);
    CHECK(off_the_grid(r) > 0); /* what is kept is not quantized itself */
    hwr_trainer_destroy(t);
    hwr_trainer_destroy(r);
}

/* ---- Scribbles ----------------------------------------------------------- */

static void check_scribbles(void) {
    static hwr_preprocess pre, again;
    for (uint64_t i = 0; i < 400; i++) {
        hwr_rng rng = hwr_rng_stream(1, 0, i, 0), same = rng;
        CHECK_INT(hwr_scribble_draw(&pre, 0.4f, &rng), HWR_OK);
        CHECK_INT(hwr_scribble_draw(&again, 0.4f, &same), HWR_OK);
        CHECK(memcmp(&pre, &again, sizeof pre) == 0);
    }
}

int main(void) {
    make_examples();
    make_probabilities();
    check_loss();
    check_scribbles();
    hwr_train_options o = base_options();
    o.epochs = 80;
    o.validation = 0;
    hwr_trainer *teacher = start(&o);
    finish(teacher, o.epochs);
    check_bytes(teacher);
    check_start(teacher);
    check_mean(teacher);
    check_distillation(teacher);
    hwr_trainer_destroy(teacher);
    check_qat();
    return check_done("distillation");
}
