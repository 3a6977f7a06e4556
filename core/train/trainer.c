#include "trainer.h"

#include <stdlib.h>
#include <string.h>

#include "mathx.h"
#include "train/base/floats.h"
#include "trainer_parts.h"

/* ---- Setting up ---------------------------------------------------------- */

/* A trace is made from strokes, and from nothing else. */
static int data_valid(const hwr_train_data *data, const hwr_net *net) {
    return net->input == HWR_INPUT_PICTURE || data->images->n == 0;
}

static int options_valid(const hwr_train_options *o) {
    return o->net && o->labels && hwr_labels_check(o->labels) == HWR_OK && o->threads >= 1 &&
           o->threads <= 256 && o->epochs >= 1 && o->batch >= HWR_SHARD &&
           o->batch % HWR_SHARD == 0 && o->rate > 0 && o->smoothing >= 0 && o->smoothing <= 0.5f &&
           o->ema_decay >= 0 && o->ema_decay < 1 && o->validation >= 0 && o->validation <= 0.5f &&
           o->distillation >= 0 && o->distillation <= 1 && o->min_label_confidence >= 0 &&
           o->min_label_confidence <= 1 && o->pseudo_label_threshold >= 0 &&
           o->pseudo_label_threshold <= 1;
}

/* Logit adjustment (Menon et al. 2021): in training, class c's logit gets
 * logit_adjustment * log(share of c), so that the network itself need not learn the shares, and at
 * inference, without it, answers as if all classes were equally common. Images and strokes
 * have shares of their own: f is a quarter as common as F in EMNIST and more common than F among
 * the pen strokes, and a network can tell the two kinds apart. */
static void adjust_logits(hwr_trainer *t) {
    const int n = t->plan.classes;
    double count[HWR_SOURCES][HWR_TARGET_COUNT] = {{0}};
    for (size_t i = 0; i < t->n_train; i++)
        count[hwr_trainer_source(t, t->train[i])][hwr_trainer_target(t, t->train[i])]++;
    for (int s = 0; s < HWR_SOURCE_NOTHING; s++) {
        double known = 0;
        for (int k = 0; k < n; k++) known += count[s][k];
        for (int k = 0; k < n; k++) {
            double share = (count[s][k] + 1) / (known + n);
            t->class_offset[s][k] = (float)((double)t->options.logit_adjustment * hwr_log(share));
        }
    }
}

static hwr_status create_workers(hwr_trainer *t) {
    size_t longest = t->data.strokes ? hwr_stroke_set_longest(t->data.strokes) : 0, taps = 1;
    for (int l = 0; l < t->plan.n_layers; l++)
        if (t->plan.layers[l].taps_in > taps) taps = t->plan.layers[l].taps_in;
    t->worker = calloc((size_t)t->options.threads, sizeof *t->worker);
    t->shards = t->options.batch / HWR_SHARD;
    t->shard = calloc(t->shards, sizeof *t->shard);
    if (!t->worker || !t->shard) return HWR_ERR_MEMORY;
    for (int i = 0; i < t->options.threads; i++) {
        t->worker[i].scratch = malloc(4 * (longest + HWR_RESTYLE_POINTS) * sizeof(float));
        hwr_status status = hwr_workspace_init(&t->worker[i].ws, &t->plan, 1);
        t->worker[i].taps = malloc(taps * sizeof(double));
        if (status != HWR_OK || !t->worker[i].scratch || !t->worker[i].taps) return HWR_ERR_MEMORY;
    }
    for (size_t i = 0; i < t->shards; i++) {
        hwr_status status = hwr_params_init(&t->shard[i].grads, &t->plan);
        if (status != HWR_OK) return status;
        t->shard[i].statistics = t->shard[i].grads.data + t->params.trainable;
    }
    return HWR_OK;
}

static hwr_status create(hwr_trainer *t) {
    hwr_status status = hwr_plan_init(&t->plan, t->options.net, t->options.labels->n);
    if (status == HWR_OK) status = hwr_params_init(&t->params, &t->plan);
    if (status == HWR_OK) status = hwr_params_init(&t->ema, &t->plan);
    if (status == HWR_OK) status = hwr_params_init(&t->quantized, &t->plan);
    if (status == HWR_OK) status = hwr_params_init(&t->ema_quantized, &t->plan);
    if (status == HWR_OK) status = hwr_packed_init(&t->packed, &t->plan);
    if (status == HWR_OK) status = hwr_packed_init(&t->ema_packed, &t->plan);
    if (status != HWR_OK) return status;
    t->first_moment = hwr_floats_create(t->params.trainable);
    t->second_moment = hwr_floats_create(t->params.trainable);
    t->decay = hwr_floats_create(t->params.trainable);
    t->pool = hwr_pool_create(t->options.threads);
    if (!t->first_moment || !t->second_moment || !t->decay || !t->pool) return HWR_ERR_MEMORY;
    status = hwr_trainer_split(t);
    if (status == HWR_OK) status = create_workers(t);
    if (status != HWR_OK) return status;
    adjust_logits(t);
    hwr_params_randomize(&t->params, &t->plan, t->options.seed);
    hwr_params_decay_mask(t->decay, &t->params, &t->plan);
    memcpy(t->ema.data, t->params.data, t->params.all * sizeof(float));
    t->shown = hwr_trainer_pack(t, &t->packed, &t->params, &t->quantized, 1);
    hwr_trainer_shuffle(t);
    return HWR_OK;
}

hwr_status hwr_trainer_create(hwr_trainer **out, const hwr_train_options *options,
                              const hwr_train_data *data) {
    if (!options_valid(options) || !data_valid(data, options->net)) return HWR_ERR_ARGUMENT;
    hwr_trainer *t = calloc(1, sizeof *t);
    if (!t) return HWR_ERR_MEMORY;
    t->options = *options;
    t->data = *data;
    t->data_hash = hwr_trainer_data_hash(data);
    hwr_status status = create(t);
    if (status == HWR_OK)
        *out = t;
    else
        hwr_trainer_destroy(t);
    return status;
}

void hwr_trainer_destroy(hwr_trainer *t) {
    if (!t) return;
    hwr_pool_destroy(t->pool);
    for (int i = 0; t->worker && i < t->options.threads; i++) {
        hwr_workspace_free(&t->worker[i].ws);
        free(t->worker[i].scratch);
        free(t->worker[i].taps);
    }
    for (size_t i = 0; t->shard && i < t->shards; i++) hwr_params_free(&t->shard[i].grads);
    for (int i = 0; i < t->teachers; i++) hwr_teacher_free(&t->teacher[i], t->options.threads);
    void *all[] = {t->worker, t->shard,        t->train,         t->held_out,
                   t->order,  t->first_moment, t->second_moment, t->decay};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    free(t->validated);
    hwr_packed_free(&t->packed);
    hwr_packed_free(&t->ema_packed);
    hwr_params_free(&t->params);
    hwr_params_free(&t->ema);
    hwr_params_free(&t->quantized);
    hwr_params_free(&t->ema_quantized);
    hwr_plan_free(&t->plan);
    free(t);
}

hwr_status hwr_trainer_begin_with(hwr_trainer *t, const hwr_plan *plan, const hwr_params *params) {
    if (t->global_step) return HWR_ERR_ARGUMENT;
    if (plan->net != t->plan.net || params->all != t->params.all) return HWR_ERR_SHAPE;
    memcpy(t->params.data, params->data, params->all * sizeof(float));
    memcpy(t->ema.data, params->data, params->all * sizeof(float));
    t->begun_with = hwr_trainer_mix(1, params->data, params->all * sizeof(float));
    t->shown = hwr_trainer_pack(t, &t->packed, &t->params, &t->quantized, 1);
    return HWR_OK;
}

/* ---- A step -------------------------------------------------------------- */

static void keep_statistics(const hwr_trainer *t, hwr_train_shard *shard, const hwr_workspace *ws) {
    for (int l = 0; l < t->plan.n_layers; l++) {
        const hwr_layer_params *g = &shard->grads.layers[l];
        size_t bytes = (size_t)t->plan.layers[l].cout * sizeof(float);
        if (!g->mean) continue;
        memcpy(g->mean, ws->norm[l].mean, bytes);
        memcpy(g->variance, ws->norm[l].variance, bytes);
    }
}

static void shard_task(void *context, size_t s, int worker) {
    hwr_trainer *t = context;
    hwr_train_worker *w = &t->worker[worker];
    hwr_train_shard *shard = &t->shard[s];
    int last = t->plan.n_layers - 1;
    size_t stride = (size_t)t->plan.layers[last].cout;
    hwr_rng rng = hwr_rng_stream(t->options.seed, HWR_STREAM_DROPOUT, t->global_step, s);
    hwr_pass pass = {&t->plan, t->shown, &t->packed, &w->ws, 1, hwr_rng_next(&rng)};
    const uint32_t *examples = t->order + t->step * t->options.batch + s * HWR_SHARD;
    for (size_t i = 0; i < HWR_SHARD; i++) hwr_trainer_example(t, w, i, examples[i], 1);
    hwr_trainer_soft_targets(t, worker, examples, HWR_SHARD);
    memset(shard->grads.data, 0, t->params.trainable * sizeof(float));
    memset(&shard->sums, 0, sizeof shard->sums);
    hwr_forward(&pass, w->images, HWR_SHARD);
    hwr_softmax(w->probabilities, w->ws.in[last + 1], w->offsets, HWR_SHARD,
                (size_t)t->plan.classes, stride);
    hwr_loss_options loss = {t->options.labels,
                             w->soft_targets,
                             t->options.distillation,
                             t->options.min_label_confidence,
                             t->options.pseudo_label_threshold,
                             t->options.smoothing};
    hwr_loss_gradient(w->ws.dout[last], &shard->sums, w->probabilities, w->targets, &loss,
                      1.0f / (float)t->options.batch, HWR_SHARD, stride);
    hwr_backward(&pass, &shard->grads, HWR_SHARD);
    keep_statistics(t, shard, &w->ws);
}

enum { UPDATE_SLICES = 16 };

/* Reduces the shards' gradients in order and updates one slice of the numbers. */
static void update_task(void *context, size_t slice, int worker) {
    hwr_trainer *t = context;
    (void)worker;
    size_t n = t->params.trainable, from = n * slice / UPDATE_SLICES;
    size_t count = n * (slice + 1) / UPDATE_SLICES - from;
    float *sum = t->shard[0].grads.data + from;
    for (size_t s = 1; s < t->shards; s++)
        for (size_t i = 0; i < count; i++) sum[i] += t->shard[s].grads.data[from + i];
    hwr_optimizer_update(&t->options.optimizer, t->params.data + from, t->first_moment + from,
                         t->second_moment + from, sum, t->decay + from, hwr_trainer_rate(t),
                         t->global_step + 1, count);
    if (t->options.ema_decay > 0)
        hwr_ema_update(t->ema.data + from, t->params.data + from, t->options.ema_decay,
                       t->global_step, count);
}

static void update_statistics(hwr_trainer *t) {
    const float share = 0.1f / (float)t->shards; /* momentum 0.1, over the mean of the shards */
    float *running = t->params.data + t->params.trainable;
    size_t n = t->params.all - t->params.trainable;
    for (size_t i = 0; i < n; i++) {
        float change = 0;
        for (size_t s = 0; s < t->shards; s++) change += t->shard[s].statistics[i] - running[i];
        running[i] += share * change;
    }
    if (t->options.ema_decay > 0)
        hwr_ema_update(t->ema.data + t->params.trainable, running, t->options.ema_decay,
                       t->global_step, n);
}

static void add_sums(hwr_loss_sums *to, const hwr_loss_sums *from) {
    to->loss += from->loss;
    to->correct += from->correct;
    to->correct_folded += from->correct_folded;
    to->n += from->n;
}

void hwr_trainer_step(hwr_trainer *t) {
    if (t->epoch >= t->options.epochs) return;
    if (t->step == 0) memset(&t->sums, 0, sizeof t->sums);
    hwr_pool_run(t->pool, shard_task, t, t->shards);
    hwr_pool_run(t->pool, update_task, t, UPDATE_SLICES);
    update_statistics(t);
    for (size_t s = 0; s < t->shards; s++) add_sums(&t->sums, &t->shard[s].sums);
    t->global_step++;
    if (++t->step == t->steps_per_epoch) {
        t->step = 0;
        t->epoch++;
        hwr_trainer_shuffle(t);
    }
    t->shown = hwr_trainer_pack(t, &t->packed, &t->params, &t->quantized, 1);
}

float hwr_trainer_rate(const hwr_trainer *t) {
    size_t steps = t->steps_per_epoch * t->options.epochs;
    size_t warm_up = (size_t)(t->options.warm_up * (float)t->steps_per_epoch);
    return hwr_schedule(t->options.rate, t->global_step, steps, warm_up);
}

hwr_train_position hwr_trainer_position(const hwr_trainer *t) {
    return (hwr_train_position){t->epoch,   t->step,       t->steps_per_epoch,
                                t->n_train, t->n_held_out, t->sums};
}

const hwr_params *hwr_trainer_weights(const hwr_trainer *t) {
    return t->options.ema_decay > 0 ? &t->ema : &t->params;
}

const hwr_plan *hwr_trainer_plan(const hwr_trainer *t) {
    return &t->plan;
}
