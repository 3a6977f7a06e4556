/* fingerprint.c - a hash of everything that a run's bytes depend on: options, network,
 * images, labels, strokes, and the weights of teachers and of the start. Against mistakes, not
 * malice. */
#include <string.h>

#include "trainer_parts.h"

/* Multiply and xor-shift, 8 bytes at a time: 100,000 images and 64,000 pen letters take some
 * 20 ms, once a run. */
uint64_t hwr_trainer_mix(uint64_t hash, const void *bytes, size_t n) {
    const uint8_t *p = bytes;
    uint64_t word;
    hash ^= n;
    for (; n >= sizeof word; n -= sizeof word, p += sizeof word) {
        memcpy(&word, p, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    for (word = 0; n > 0; n--) word = word << 8 | p[n - 1];
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

uint64_t hwr_trainer_data_hash(const hwr_train_data *data) {
    const hwr_dataset *images = data->images;
    const hwr_stroke_set *s = data->strokes;
    uint64_t hash = hwr_trainer_mix(0, images->images, images->n * HWR_PIXELS);
    hash = hwr_trainer_mix(hash, images->targets, images->n * sizeof *images->targets);
    if (!s) return hash;
    hash = hwr_trainer_mix(hash, s->targets, s->n * sizeof *s->targets);
    if (s->writers) hash = hwr_trainer_mix(hash, s->writers, s->n * sizeof *s->writers);
    hash = hwr_trainer_mix(hash, s->first_point, (s->n + 1) * sizeof *s->first_point);
    hash = hwr_trainer_mix(hash, s->first_stroke, (s->n + 1) * sizeof *s->first_stroke);
    hash = hwr_trainer_mix(hash, s->lengths, s->first_stroke[s->n] * sizeof *s->lengths);
    return hwr_trainer_mix(hash, s->xy, 2 * s->first_point[s->n] * sizeof *s->xy);
}

/* A network by every field of its rows. */
static uint64_t mix_net(uint64_t hash, const hwr_net *net) {
    hash = hwr_trainer_mix(hash, net->name, strlen(net->name));
    for (int l = 0; l < net->n_layers; l++) {
        const hwr_layer *row = &net->layers[l];
        const int numbers[] = {row->kind,     row->kernel, row->stride, row->same,
                               row->channels, row->norm,   row->relu,   row->residual};
        hash = hwr_trainer_mix(hash, row->name, strlen(row->name));
        hash = hwr_trainer_mix(hash, numbers, sizeof numbers);
        hash = hwr_trainer_mix(hash, &row->dropout, sizeof row->dropout);
    }
    return hwr_trainer_mix(hash, &net->input, sizeof net->input);
}

uint64_t hwr_trainer_fingerprint(const hwr_trainer *t) {
    const hwr_train_options *o = &t->options;
    uint64_t hash = mix_net(0, o->net);
    hash = hwr_trainer_mix(hash, o->labels, sizeof *o->labels);
    uint64_t counts[] = {o->seed,       o->epochs,     o->batch,
                         t->params.all, t->data_hash,  (uint64_t)o->optimizer.kind,
                         o->scribbles,  o->qat_epochs, (uint64_t)t->teachers,
                         t->begun_with};
    float numbers[] = {o->rate,
                       o->warm_up,
                       o->smoothing,
                       o->ema_decay,
                       o->logit_adjustment,
                       o->validation,
                       o->augment_cooldown,
                       o->distillation,
                       o->min_label_confidence,
                       o->pseudo_label_threshold,
                       o->optimizer.momentum,
                       o->optimizer.beta2,
                       o->optimizer.weight_decay};
    hash = hwr_trainer_mix(hash, counts, sizeof counts);
    hash = hwr_trainer_mix(hash, numbers, sizeof numbers);
    hash = hwr_trainer_mix(hash, &o->augment, sizeof o->augment);
    hash = hwr_trainer_mix(hash, &o->pen, sizeof o->pen);
    for (int i = 0; i < t->teachers; i++) {
        const hwr_teacher *teacher = &t->teacher[i];
        hash = hwr_trainer_mix(hash, &teacher->source, sizeof teacher->source);
        hash = mix_net(hash, teacher->plan.net);
        hash = hwr_trainer_mix(hash, teacher->params.data, teacher->params.all * sizeof(float));
    }
    return hash;
}
