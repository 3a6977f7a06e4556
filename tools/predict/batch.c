/* batch.c - see batch.h. */
#include "batch.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "train/metrics.h"

void tool_batch_init(tool_batch *b, size_t n) {
    b->n = n;
    b->words = tool_alloc(n, sizeof *b->words);
    b->images = tool_alloc(n, HWR_PIXELS);
    b->empty = tool_alloc(n, 1);
    b->probabilities = tool_alloc(n * (size_t)b->labels->n, sizeof(float));
    b->outliers = tool_alloc(n, 1);
    b->owed = tool_alloc(n, 1);
}

void tool_batch_free(tool_batch *b) {
    for (size_t i = 0; i < b->n; i++) free(b->words[i]);
    free(b->words);
    free(b->images);
    free(b->traces);
    free(b->empty);
    free(b->probabilities);
    free(b->outliers);
    free(b->owed);
    free(b->read);
    tool_photo_free(&b->photo);
}

/* Where a letter lies on its photograph, of which --many asks for. */
static void add_place(json_t *object, const hwr_paper_letter *l) {
    json_object_set_new(object, "box",
                        json_pack("[f, f, f, f]", (double)l->left, (double)l->top, (double)l->right,
                                  (double)l->bottom));
    json_object_set_new(object, "line", json_integer(l->line));
    json_object_set_new(object, "word_number", json_integer(l->word));
}

static json_t *text_or_null(const char *text) {
    return text && text[0] ? json_string(text) : json_null();
}

static int is_letter(const tool_batch *b, size_t i) {
    float folded[HWR_MAX_CLASSES];
    hwr_fold_probabilities(b->labels, folded, b->probabilities + i * (size_t)b->labels->n);
    return hwr_letter_score(b->labels, folded) >= b->threshold && !b->outliers[i];
}

static void print_letter(const tool_batch *b, size_t i) {
    const hwr_labels *labels = b->labels;
    const float *p = b->probabilities + i * (size_t)labels->n;
    float folded[HWR_MAX_CLASSES];
    json_t *object = json_object(), *all = json_object();
    json_object_set_new(object, "word", text_or_null(b->words[i]));
    const char *best = NULL, *best_folded = NULL;
    if (!b->empty[i]) {
        hwr_fold_probabilities(labels, folded, p);
        best = labels->text[hwr_argmax(p, labels->n)];
        best_folded = labels->group_text[hwr_argmax(folded, labels->n_groups)];
        for (int c = 0; c < labels->n; c++)
            json_object_set_new(all, labels->text[c], json_real((double)p[c]));
    }
    json_object_set_new(object, "best", text_or_null(best));
    json_object_set_new(object, "folded", text_or_null(best_folded));
    json_object_set_new(object, "is_letter", json_boolean(!b->empty[i] && is_letter(b, i)));
    json_object_set_new(object, "probabilities", all);
    if (b->photo.places && b->photo.places[i].right > 0) add_place(object, &b->photo.places[i]);
    if (b->read)
        json_object_set_new(object, "read",
                            text_or_null(b->read[i].text[0] ? b->read[i].text : best));
    json_dumpf(object, stdout, JSON_REAL_PRECISION(6));
    putchar('\n');
    json_decref(object);
}

void tool_batch_print(const tool_batch *b) {
    for (size_t i = 0; i < b->n; i++) print_letter(b, i);
}

void tool_batch_print_summary(const tool_batch *b) {
    uint16_t *targets = tool_alloc(b->n, sizeof *targets);
    size_t left_out = 0;
    for (size_t i = 0; i < b->n; i++) {
        int target = hwr_labels_class_of(b->labels, b->words[i]);
        left_out += target < 0;
        /* Letters without ink are not counted here... */
        targets[i] = target < 0 || b->empty[i] ? HWR_TARGET_OTHER : (uint16_t)target;
    }
    hwr_metrics m;
    hwr_metrics_compute(&m, b->probabilities, targets, b->labels, b->n);
    size_t rejected = 0;
    for (size_t i = 0; i < b->n; i++) rejected += !is_letter(b, i);
    const size_t n = b->n - left_out;
    double share = n ? (double)m.n / (double)n : 0; /* ... and here they become wrong answers. */
    json_t *object = json_pack("{s:I, s:f, s:f, s:f, s:f, s:I}", "n", (json_int_t)n, "accuracy",
                               m.accuracy * share, "accuracy_folded", m.accuracy_folded * share,
                               "top2", m.top2 * share, "reject_rate",
                               (double)rejected / (double)b->n, "left_out", (json_int_t)left_out);
    json_dumpf(object, stdout, JSON_REAL_PRECISION(7));
    putchar('\n');
    json_decref(object);
    free(targets);
}
