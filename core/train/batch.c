/* batch.c - which examples a batch holds, and how each is made. */
#include <string.h>

#include "train/data/scribble.h"
#include "trainer_parts.h"

static size_t n_strokes(const hwr_trainer *t) {
    return t->data.strokes ? t->data.strokes->n : 0;
}

size_t hwr_trainer_examples(const hwr_trainer *t) {
    return t->data.images->n + n_strokes(t) + t->options.scribbles;
}

int hwr_trainer_source(const hwr_trainer *t, uint32_t example) {
    if (hwr_trainer_target(t, example) == HWR_TARGET_NOTHING) return HWR_SOURCE_NOTHING;
    return example < t->data.images->n ? HWR_SOURCE_IMAGES : HWR_SOURCE_STROKES;
}

uint16_t hwr_trainer_target(const hwr_trainer *t, uint32_t example) {
    size_t n = t->data.images->n;
    if (example < n) return t->data.images->targets[example];
    return example < n + n_strokes(t) ? t->data.strokes->targets[example - n] : HWR_TARGET_NOTHING;
}

/* Distortion shrinks to half for the last epochs, so that the end sees plainer letters. */
static float augment_factor(const hwr_trainer *t) {
    float done = (float)t->epoch / (float)t->options.epochs;
    return done >= 1 - t->options.augment_cooldown ? 0.5f : 1.0f;
}

/* The same letter by somebody else: one of the training examples, or itself where none is met. */
static size_t another(const hwr_trainer *t, size_t drawing, hwr_rng *rng) {
    const uint16_t target = t->data.strokes->targets[drawing];
    for (int tries = 0; tries < 200; tries++) {
        const size_t i = t->train[hwr_rng_below(rng, (uint32_t)t->n_train)];
        const size_t letter = i - t->data.images->n; /* an image's is beyond all strokes */
        if (letter < n_strokes(t) && t->data.strokes->targets[letter] == target) return letter;
    }
    return drawing;
}

/* A drawing that is a letter, or none, for a network of pictures. */
static const uint8_t *draw(const hwr_trainer *t, hwr_train_worker *w, size_t drawing,
                           const hwr_pen_options *pen, size_t other, hwr_rng *rng) {
    hwr_status status = drawing < n_strokes(t) ? hwr_pen_draw(&w->pre, t->data.strokes, drawing,
                                                              pen, other, rng, w->scratch)
                                               : hwr_scribble_draw(&w->pre, pen->width, rng);
    if (status != HWR_OK) memset(w->pre.image, 0, sizeof w->pre.image);
    return w->pre.image;
}

/* The same for a network of traces, whose examples are drawings alone. */
static void trace(const hwr_trainer *t, hwr_train_worker *w, uint8_t *out, size_t drawing,
                  const hwr_pen_options *pen, size_t other, hwr_rng *rng) {
    hwr_status status = drawing < n_strokes(t) ? hwr_pen_trace(out, t->data.strokes, drawing, pen,
                                                               other, rng, w->scratch)
                                               : hwr_scribble_trace(out, rng);
    if (status != HWR_OK) memset(out, 0, HWR_TRACE_BYTES);
}

void hwr_trainer_example(hwr_trainer *t, hwr_train_worker *w, size_t i, uint32_t example,
                         int distorted) {
    static const hwr_pen_options plain;
    uint8_t *out = w->images + i * hwr_net_input_bytes(t->options.net);
    const hwr_pen_options *pen = distorted ? &t->options.pen : &plain;
    size_t n = t->data.images->n;
    hwr_rng rng =
        hwr_rng_stream(t->options.seed, HWR_STREAM_EXAMPLE, distorted ? t->epoch + 1 : 0, example);
    hwr_augment augment = hwr_augment_scaled(&t->options.augment, augment_factor(t));
    w->targets[i] = hwr_trainer_target(t, example);
    w->offsets[i] = t->class_offset[hwr_trainer_source(t, example)];
    const size_t drawing = example - n; /* meant for drawings alone */
    const int written = example >= n && drawing < n_strokes(t);
    const size_t other = distorted && written ? another(t, drawing, &rng) : HWR_AS_WRITTEN;
    if (t->options.net->input == HWR_INPUT_TRACE) {
        trace(t, w, out, drawing, pen, other, &rng);
        return;
    }
    const uint8_t *in = example < n ? t->data.images->images + (size_t)example * HWR_PIXELS
                                    : draw(t, w, drawing, pen, other, &rng);
    if (example >= n)
        augment = hwr_augment_scaled(&augment, 0.5f); /* the pen has bent it already */
    if (distorted)
        hwr_augment_image(out, in, &augment, &rng);
    else
        memcpy(out, in, HWR_PIXELS);
}

void hwr_trainer_shuffle(hwr_trainer *t) {
    hwr_rng rng = hwr_rng_stream(t->options.seed, HWR_STREAM_ORDER, t->epoch, 0);
    memcpy(t->order, t->train, t->n_train * sizeof *t->order);
    hwr_rng_shuffle(&rng, t->order, t->n_train);
}
