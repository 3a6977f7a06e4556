/* train_epoch.c - see train_epoch.h. */
#include "train_epoch.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static double share(size_t part, size_t of) {
    return of ? (double)part / (double)of : 0;
}

/* The mean over the classes; of images whose case is not known the folded accuracy. */
static double images_right(const hwr_validation *v) {
    return v->balanced > 0 ? v->balanced : share(v->images.correct_folded, v->images.n);
}

static double strokes_right(const hwr_validation *v) {
    return share(v->strokes.correct_folded, v->strokes.n);
}

double tool_epoch_score(const tool_epoch *e) {
    const hwr_validation *v = &e->validation;
    if (e->held_out == 0) return (double)e->number;
    const int n = (v->images.n > 0) + (v->strokes.n > 0);
    double images = v->images.n ? images_right(v) : 0;
    return n > 0 ? (images + strokes_right(v)) / n : 0;
}

static void add_sums(json_t *entry, const char *prefix, const hwr_loss_sums *sums) {
    char key[64];
    if (sums->n == 0) return;
    snprintf(key, sizeof key, "%sloss", prefix);
    json_object_set_new(entry, key, json_real(sums->loss / (double)sums->n));
    snprintf(key, sizeof key, "%saccuracy", prefix);
    json_object_set_new(entry, key, json_real(share(sums->correct, sums->n)));
    snprintf(key, sizeof key, "%sfolded", prefix);
    json_object_set_new(entry, key, json_real(share(sums->correct_folded, sums->n)));
}

void tool_epoch_log(tool_text *log, const tool_epoch *e) {
    const hwr_validation *v = &e->validation;
    json_t *entry = json_pack("{s:I, s:f, s:f, s:f}", "epoch", (json_int_t)e->number, "rate",
                              e->rate, "seconds", e->seconds, "img_per_s", e->img_per_s);
    add_sums(entry, "", &e->training);
    add_sums(entry, "val_", &v->images);
    add_sums(entry, "val_strokes_", &v->strokes);
    if (v->images.n) json_object_set_new(entry, "val_balanced", json_real(v->balanced));
    json_object_set_new(entry, "score", json_real(tool_epoch_score(e)));
    char *line = json_dumps(entry, JSON_COMPACT | JSON_REAL_PRECISION(6));
    json_decref(entry);
    tool_text_add(log, "%s\n", line);
    free(line);
}

void tool_epoch_show(const tool_epoch *e) {
    const hwr_validation *v = &e->validation;
    const int digits = snprintf(NULL, 0, "%zu", e->of), seconds = (int)(e->seconds + 0.5);
    fprintf(stderr, "epoch %*zu/%zu  %d:%02d", digits, e->number, e->of, seconds / 60,
            seconds % 60);
    if (e->training.n)
        fprintf(stderr, "  loss %.3f  right %.1f %%", e->training.loss / (double)e->training.n,
                100 * share(e->training.correct, e->training.n));
    if (v->images.n + v->strokes.n) fputs("  validation", stderr);
    if (v->images.n) fprintf(stderr, " %.1f %%", 100 * images_right(v));
    if (v->images.n && v->strokes.n) fputs(",", stderr);
    if (v->strokes.n) fprintf(stderr, " strokes %.1f %%", 100 * strokes_right(v));
    fputs(e->held_out && e->best ? " *\n" : "\n", stderr);
}

void tool_epoch_explain(const tool_epoch *e) {
    if (e->held_out == 0 || tool_epoch_score(e) <= share(e->training.correct, e->training.n))
        return;
    fputs("  (\"right\" lies below: it counts distorted letters, while the weights still move)\n",
          stderr);
}
