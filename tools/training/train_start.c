/* train_start.c - see train_start.h. */
#include "train_start.h"

#include <stdio.h>
#include <string.h>

#include "io/safetensors.h"

static int same_classes(const hwr_labels *a, const hwr_labels *b) {
    return memcmp(a, b, sizeof *a) == 0;
}

/* Copies the weights of those classes that both alphabets have; returns how many. */
static int copy_classes(hwr_params *to, const hwr_plan *plan, const hwr_labels *labels,
                        const tool_weights *from) {
    const int last = plan->n_layers - 1;
    const hwr_layer_params *new = &to->layers[last], *old = &from->params.layers[last];
    const size_t stride = (size_t)plan->layers[last].cout;
    const size_t old_stride = (size_t)from->plan.layers[last].cout;
    int known = 0;
    for (int c = 0; c < labels->n; c++) {
        const int k = hwr_labels_find(&from->labels, labels->text[c]);
        if (k < 0) continue;
        for (size_t t = 0; t < plan->layers[last].taps_in; t++)
            new->weight[t * stride + (size_t)c] = old->weight[t * old_stride + (size_t)k];
        new->bias[c] = old->bias[k];
        known++;
    }
    return known;
}

static void copy_floats(float *to, const float *from, size_t n) {
    if (to) memcpy(to, from, n * sizeof *to);
}

/* Fits weights for other classes to this run: in place, plan and all. */
static int transfer(tool_weights *weights, hwr_trainer *trainer, const hwr_labels *labels,
                    const char *path, tool_error *error) {
    const hwr_plan *plan = hwr_trainer_plan(trainer);
    const hwr_params *random = hwr_trainer_weights(trainer);
    hwr_params fitted;
    if (hwr_params_init(&fitted, plan) != HWR_OK) return tool_fail(error, "train: out of memory");
    memcpy(fitted.data, random->data, fitted.all * sizeof *fitted.data);
    for (int l = 0; l < plan->n_layers - 1; l++) {
        const hwr_layer_params *to = &fitted.layers[l], *from = &weights->params.layers[l];
        const size_t c = (size_t)plan->layers[l].cout;
        copy_floats(to->weight, from->weight, plan->layers[l].taps_in * c);
        copy_floats(to->bias, from->bias, c);
        copy_floats(to->gamma, from->gamma, c);
        copy_floats(to->beta, from->beta, c);
        copy_floats(to->mean, from->mean, c);
        copy_floats(to->variance, from->variance, c);
    }
    const int known = copy_classes(&fitted, plan, labels, weights);
    fprintf(stderr,
            "letters: %s: has other classes; its layers but the last, and %d of %d classes\n", path,
            known, labels->n);
    hwr_params_free(&weights->params);
    weights->params = fitted;
    return 0;
}

/* Adds the weights of one more network to the sum, which the first one begins. */
static int add_start(hwr_params *sum, hwr_trainer *trainer, const tool_train_run *run, int i,
                     tool_error *error) {
    tool_weights one;
    const char *path = run->starts[i];
    int result = 0;
    if (tool_load_weights(&one, path, error) != 0) return -1;
    if (one.plan.net != run->options->net)
        result = tool_fail(error, "%s: weights of another network than --arch %s", path,
                           run->options->net->name);
    else if (!same_classes(&one.labels, run->options->labels))
        result = transfer(&one, trainer, run->options->labels, path, error);
    for (size_t k = 0; k < sum->all && result == 0; k++) sum->data[k] += one.params.data[k];
    tool_weights_free(&one);
    return result;
}

static int begin(hwr_trainer *trainer, const tool_train_run *run, tool_error *error) {
    const int n = run->n_starts;
    hwr_params sum;
    int result = 0;
    if (n == 0) return 0;
    if (hwr_params_init(&sum, hwr_trainer_plan(trainer)) != HWR_OK)
        return tool_fail(error, "train: out of memory");
    for (int i = 0; i < n && result == 0; i++) result = add_start(&sum, trainer, run, i, error);
    for (size_t k = 0; k < sum.all; k++) sum.data[k] /= (float)n;
    if (result == 0) {
        hwr_status status = hwr_trainer_begin_with(trainer, hwr_trainer_plan(trainer), &sum);
        if (status != HWR_OK)
            result = tool_fail(error, "%s: %s", run->starts[0], hwr_status_string(status));
    }
    hwr_params_free(&sum);
    return result;
}

/* A teacher's probabilities are targets, so its classes have to be this run's. */
static int add_teacher(hwr_trainer *trainer, const tool_train_run *run, const char *path,
                       hwr_source source, tool_error *error) {
    tool_weights teacher;
    const hwr_labels *labels = run->options->labels;
    if (tool_load_weights(&teacher, path, error) != 0) return -1;
    int result = 0;
    if (!same_classes(&teacher.labels, labels)) {
        result =
            tool_fail(error,
                      "%s: a teacher of %d classes (%s ...) for a network of %d (%s ...); it "
                      "has to have the same",
                      path, teacher.labels.n, teacher.labels.text[0], labels->n, labels->text[0]);
    } else {
        hwr_status status =
            hwr_trainer_add_teacher(trainer, &teacher.plan, &teacher.params, source);
        if (status != HWR_OK) result = tool_fail(error, "%s: %s", path, hwr_status_string(status));
    }
    tool_weights_free(&teacher);
    return result;
}

int tool_train_start(hwr_trainer *trainer, const tool_train_run *run, tool_error *error) {
    if (begin(trainer, run, error) != 0) return -1;
    for (int source = 0; source < HWR_SOURCE_NOTHING; source++)
        for (int i = 0; i < run->n_teachers[source]; i++)
            if (add_teacher(trainer, run, run->teachers[source][i], (hwr_source)source, error) != 0)
                return -1;
    return 0;
}
