/* split.c - which examples are held out. */
#include <stdlib.h>

#include "train/base/floats.h"
#include "trainer_parts.h"

/* With fewer than this, a share of the writers may be all of them, or none. */
#define MIN_WRITERS 40

static hwr_rng writer_stream(uint32_t writer) {
    return hwr_rng_stream(1, HWR_STREAM_SPLIT, writer, 2);
}

int hwr_writer_held_out(uint32_t writer, float share) {
    hwr_rng rng = writer_stream(writer);
    return hwr_rng_unit(&rng) < share;
}

/* Whether the strokes come from so many different writers that some of these can be held out. */
static int many_writers(const hwr_stroke_set *strokes) {
    uint32_t seen[MIN_WRITERS];
    size_t n = 0;
    if (!strokes || !strokes->writers) return 0;
    for (size_t i = 0; i < strokes->n && n < MIN_WRITERS; i++) {
        size_t k = 0;
        while (k < n && seen[k] != strokes->writers[i]) k++;
        if (k == n && strokes->writers[i]) seen[n++] = strokes->writers[i];
    }
    return n == MIN_WRITERS;
}

/* By a hash of the writer, where one is known: what is learned of a hand tells nothing of
 * other hands. Else by a hash of the example's number among the letters, or among the
 * others, so that it does not depend on what else is shown: a run that goes on from another
 * one, or learns from it, holds out the same letters. */
static hwr_rng split_stream(const hwr_trainer *t, size_t i, const uint32_t *writers,
                            uint64_t *letters, uint64_t *others) {
    const int source = hwr_trainer_source(t, (uint32_t)i), letter = source != HWR_SOURCE_NOTHING;
    const uint64_t number = letter ? (*letters)++ : (*others)++;
    const uint32_t writer =
        writers && source == HWR_SOURCE_STROKES ? writers[i - t->data.images->n] : 0;
    return writer ? writer_stream(writer)
                  : hwr_rng_stream(1, HWR_STREAM_SPLIT, number, (uint64_t)!letter);
}

/* What is unlabelled is good for training alone. */
hwr_status hwr_trainer_split(hwr_trainer *t) {
    size_t n = hwr_trainer_examples(t);
    const uint32_t *writers = many_writers(t->data.strokes) ? t->data.strokes->writers : NULL;
    t->train = malloc((n + 1) * sizeof *t->train);
    t->held_out = malloc((n + 1) * sizeof *t->held_out);
    t->order = malloc((n + 1) * sizeof *t->order);
    if (!t->train || !t->held_out || !t->order) return HWR_ERR_MEMORY;
    uint64_t letters = 0, others = 0;
    for (size_t i = 0; i < n; i++) {
        if (hwr_trainer_target(t, (uint32_t)i) == HWR_TARGET_UNKNOWN) {
            t->train[t->n_train++] = (uint32_t)i;
            continue;
        }
        hwr_rng rng = split_stream(t, i, writers, &letters, &others);
        if (hwr_rng_unit(&rng) < t->options.validation)
            t->held_out[t->n_held_out++] = (uint32_t)i;
        else
            t->train[t->n_train++] = (uint32_t)i;
    }
    t->validated = hwr_floats_create(t->n_held_out * (size_t)t->plan.classes);
    if (!t->validated) return HWR_ERR_MEMORY;
    t->steps_per_epoch = t->n_train / t->options.batch;
    return t->steps_per_epoch ? HWR_OK : HWR_ERR_ARGUMENT;
}
