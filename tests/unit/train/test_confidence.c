/* The confidence: temperature and threshold, from held-out images, strokes and scribbles. */
#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"
#include "unit/tiny_task.h"
#include "train/trainer_parts.h"

enum { LETTERS = 100 }; /* of strokes */

static void check_confidence(void) {
    hwr_train_options o = base_options();
    hwr_confidence once, twice;
    o.epochs = 40;
    o.scribbles = 240;
    o.validation = 0.3f;
    o.augment = hwr_augment_strength(0.2f);
    hwr_trainer *t = start(&o);
    finish(t, o.epochs);
    /* Measured with every seventh label wrong, so that nothing can be as sure as it is. */
    for (int i = 0; i < EXAMPLES; i += 7) targets[i] = (uint16_t)((i + 11) % CLASSES);
    CHECK_INT(hwr_trainer_confidence(t, &once), HWR_OK);
    printf("temperature %.3f, threshold %.3f, false rejects %.3f, true rejects %.3f\n",
           (double)once.temperature, (double)once.threshold, (double)once.false_reject_rate,
           (double)once.true_reject_rate);
    CHECK(once.temperature > 0.3f && once.temperature < 1.9f);
    CHECK(once.false_reject_rate <= 0.02f && once.true_reject_rate >= 0.8f);
    /* Logits twice as large need twice the temperature, and then nothing has changed. */
    const hwr_layer_params *last = &hwr_trainer_weights(t)->layers[4];
    const hwr_plan_layer *layer = &hwr_trainer_plan(t)->layers[4];
    for (size_t i = 0; i < layer->taps_in * (size_t)layer->cout; i++) last->weight[i] *= 2;
    for (int i = 0; i < layer->cout; i++) last->bias[i] *= 2;
    CHECK_INT(hwr_trainer_confidence(t, &twice), HWR_OK);
    CHECK_NEAR(twice.temperature / once.temperature, 2, 0.01);
    CHECK_NEAR(twice.threshold, once.threshold, 0.01);
    hwr_trainer_destroy(t);
}

/* Strokes whose shape follows from the class. */
static hwr_stroke_set class_strokes(uint16_t *stroke_targets) {
    static float xy[8 * LETTERS];
    static uint32_t lengths[LETTERS];
    static size_t first_point[LETTERS + 1], first_stroke[LETTERS + 1];
    for (size_t i = 0; i < LETTERS; i++) {
        const int c = (int)i % 8;
        const float points[8] = {(float)(c % 2), (float)(c / 2 % 2), 0.5f, (float)(c / 4), 1, 0.3f,
                                 (float)(c % 3), 1};
        memcpy(xy + 8 * i, points, sizeof points);
        lengths[i] = 4;
        first_point[i + 1] = 4 * (i + 1);
        first_stroke[i + 1] = i + 1;
        stroke_targets[i] = (uint16_t)c;
    }
    return (hwr_stroke_set){xy, lengths, first_point, first_stroke, stroke_targets, NULL, LETTERS};
}

static int ascending(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The scores of a source's held-out examples, sorted; returns how many. */
static size_t sorted_scores(float *scores, const hwr_trainer *t, const float *logits, int source,
                            float temperature) {
    size_t n = 0;
    for (size_t i = 0; i < t->n_held_out; i++) {
        float scaled[CLASSES], probabilities[CLASSES], folded[FOLDED];
        if (hwr_trainer_source(t, t->held_out[i]) != source) continue;
        for (int k = 0; k < CLASSES; k++) scaled[k] = logits[i * CLASSES + (size_t)k] / temperature;
        hwr_softmax(probabilities, scaled, NULL, 1, CLASSES, CLASSES);
        hwr_fold_probabilities(letters37(), folded, probabilities);
        scores[n++] = hwr_letter_score(letters37(), folded);
    }
    qsort(scores, n, sizeof *scores, ascending);
    return n;
}

/* The mean over the classes of -log p(class), of held-out images, and of the classes' shares right. */
static double loss_at(const hwr_trainer *t, const float *logits, double temperature, double *balanced) {
    double sum[CLASSES] = {0}, n[CLASSES] = {0}, right[CLASSES] = {0}, loss = 0, classes = 0;
    *balanced = 0;
    for (size_t i = 0; i < t->n_held_out; i++) {
        const float *row = logits + i * CLASSES;
        const uint16_t target = hwr_trainer_target(t, t->held_out[i]);
        double total = 0;
        int best = 0;
        if (hwr_trainer_source(t, t->held_out[i]) != HWR_SOURCE_IMAGES || target >= CLASSES) continue;
        for (int k = 0; k < CLASSES; k++) {
            total += exp((double)(row[k] - row[target]) / temperature);
            if (row[k] > row[best]) best = k;
        }
        sum[target] += log(total);
        right[target] += best == target;
        n[target]++;
    }
    for (int k = 0; k < CLASSES; k++) {
        if (n[k] < 1) continue;
        loss += sum[k] / n[k];
        *balanced += right[k] / n[k];
        classes++;
    }
    *balanced /= classes;
    return loss / classes;
}

/* The temperature of the least loss, and the accuracy with every class as common as another. */
static void check_temperature(hwr_trainer *t, const float *logits, double temperature) {
    double balanced, loss = loss_at(t, logits, temperature, &balanced);
    CHECK(loss <= loss_at(t, logits, temperature * 1.03, &balanced));
    CHECK(loss <= loss_at(t, logits, temperature / 1.03, &balanced));
    CHECK_NEAR(hwr_trainer_validate(t).balanced, balanced, 1e-9);
}

/* The threshold spares the letters of both sources: it follows the one that is less sure. */
static void check_threshold(int unsure) {
    uint16_t stroke_targets[LETTERS], right[EXAMPLES];
    hwr_stroke_set strokes = class_strokes(stroke_targets);
    hwr_train_data data = {&set, &strokes};
    hwr_train_options o = base_options();
    hwr_trainer *t = NULL;
    hwr_confidence c;
    memcpy(right, targets, sizeof right);
    for (size_t i = 0; i < EXAMPLES && unsure == HWR_SOURCE_IMAGES; i++)
        targets[i] = (uint16_t)(i * i * 7 % 1009 % CLASSES);
    for (size_t i = 0; i < LETTERS && unsure == HWR_SOURCE_STROKES; i++)
        stroke_targets[i] = (uint16_t)(i * i * 7 % 1009 % CLASSES);
    o.epochs = 40;
    o.pen = hwr_pen_strength(0);
    o.logit_adjustment = 0;
    o.scribbles = 80;
    o.validation = 0.4f;
    o.augment = hwr_augment_strength(0);
    CHECK_INT(hwr_trainer_create(&t, &o, &data), HWR_OK);
    finish(t, o.epochs);
    CHECK_INT(hwr_trainer_confidence(t, &c), HWR_OK);
    float *logits = malloc(t->n_held_out * CLASSES * sizeof *logits), scores[EXAMPLES];
    float first[HWR_SOURCE_NOTHING], rejected = 0;
    hwr_trainer_held_out_logits(t, logits);
    if (unsure == HWR_SOURCE_STROKES) check_temperature(t, logits, (double)c.temperature);
    for (int s = 0; s < HWR_SOURCE_NOTHING; s++) {
        CHECK(sorted_scores(scores, t, logits, s, c.temperature) > 20);
        first[s] = scores[0]; /* of fewer than 200, half a percent is none */
    }
    CHECK(first[unsure] < first[HWR_SOURCE_STROKES - unsure]);
    CHECK_NEAR(c.threshold, first[unsure], 1e-6);
    CHECK_NEAR(c.false_reject_rate, 0, 0);
    size_t n = sorted_scores(scores, t, logits, HWR_SOURCE_NOTHING, c.temperature);
    for (size_t i = 0; i < n; i++) rejected += scores[i] < c.threshold;
    CHECK(n > 10);
    CHECK_NEAR(c.true_reject_rate, rejected / (float)n, 1e-6);
    free(logits);
    hwr_trainer_destroy(t);
    memcpy(targets, right, sizeof right);
}

/* Letters of n_writers hands, a fifth of them held out: returns the writers on both sides. */
static size_t check_writers(uint32_t n_writers, size_t *held_out) {
    static uint32_t writers[LETTERS];
    uint16_t stroke_targets[LETTERS];
    hwr_stroke_set strokes = class_strokes(stroke_targets);
    hwr_train_data data = {&set, &strokes};
    hwr_train_options o = base_options();
    hwr_trainer *t = NULL;
    int sides[LETTERS + 1] = {0};
    size_t both = 0;
    for (uint32_t i = 0; i < LETTERS; i++) writers[i] = 1 + i % n_writers;
    strokes.writers = writers;
    o.validation = 0.2f;
    CHECK_INT(hwr_trainer_create(&t, &o, &data), HWR_OK);
    *held_out = 0;
    for (size_t i = 0; i < t->n_train; i++)
        if (t->train[i] >= set.n) sides[writers[t->train[i] - set.n]] |= 1;
    for (size_t i = 0; i < t->n_held_out; i++) {
        if (t->held_out[i] < set.n) continue;
        ++*held_out;
        sides[writers[t->held_out[i] - set.n]] |= 2;
        if (n_writers >= 40) CHECK(hwr_writer_held_out(writers[t->held_out[i] - set.n], 0.2f));
    }
    for (uint32_t w = 1; w <= n_writers; w++) both += sides[w] == 3;
    hwr_trainer_destroy(t);
    return both;
}

int main(void) {
    size_t held_out;
    make_examples();
    CHECK_INT(check_writers(40, &held_out), 0); /* whole writers */
    CHECK(held_out > 0);
    CHECK_INT(check_writers(2, &held_out), 2); /* too few: letter by letter */
    CHECK(held_out > 0);
    check_confidence();
    check_threshold(HWR_SOURCE_IMAGES);
    check_threshold(HWR_SOURCE_STROKES);
    return check_done("confidence");
}
