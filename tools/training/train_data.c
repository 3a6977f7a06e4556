/* train_data.c - see train_data.h. */
#include "train_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/emnist.h"
#include "train/data/duplicates.h"

/* ---- The classes ---------------------------------------------------------- */

static int too_many(tool_error *error) {
    return tool_fail(error, "train: more than %d classes; name those to learn with --classes",
                     HWR_MAX_CLASSES);
}

static int add_mapping(hwr_labels *labels, const hwr_mapping *mapping, tool_error *error) {
    return hwr_mapping_add_classes(labels, mapping) == HWR_OK ? 0 : too_many(error);
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the words that no class stands for yet, in the order of their bytes. */
static int add_words(hwr_labels *labels, const tool_strokes *strokes, tool_error *error) {
    const hwr_labels before = *labels;
    char **words = tool_alloc(strokes->n + 1, sizeof *words);
    int result = 0;
    for (size_t i = 0; i < strokes->n; i++) words[i] = strokes->words[i];
    qsort(words, strokes->n, sizeof *words, by_bytes);
    for (size_t i = 0; i < strokes->n && result == 0; i++) {
        if (words[i][0] == '\0' || (i > 0 && strcmp(words[i], words[i - 1]) == 0)) continue;
        if (hwr_labels_class_of(&before, words[i]) >= 0) continue;
        hwr_status status = hwr_labels_add(labels, words[i]);
        if (status == HWR_ERR_TOO_LARGE)
            result = too_many(error);
        else if (status != HWR_OK)
            result = tool_fail(error,
                               "strokes: the word \"%.40s\" is no label: 1 to 15 bytes of UTF-8; "
                               "shorten it, or name the classes to learn with --classes",
                               words[i]);
    }
    free(words);
    return result;
}

static int choose_classes(tool_train_data *out, const tool_train_choices *c,
                          const tool_source *sources, size_t n, tool_error *error) {
    hwr_labels *labels = &out->labels;
    int result = 0;
    if (c->classes) {
        hwr_mapping mapping;
        result = tool_load_mapping(&mapping, c->classes, error);
        if (result == 0) result = add_mapping(labels, &mapping, error);
    } else {
        for (size_t i = 0; i < n && result == 0; i++)
            result = add_mapping(labels, &sources[i].mapping, error);
        if (result == 0) result = add_words(labels, &out->strokes, error);
    }
    if (result == 0 && labels->n < 2)
        result = tool_fail(error, "train: fewer than two classes in these data; a network tells "
                                  "at least two apart");
    return result;
}

/* ---- Images --------------------------------------------------------------- */

/* Half of the named digits: the other half is for "letters eval --digits". */
static void digits_are_no_letters(hwr_dataset *images, const char *digits) {
    hwr_dataset_keep_digits(images, digits, 0);
    for (size_t i = 0; i < images->n; i++)
        if (hwr_target_is_other(images->targets[i])) images->targets[i] = HWR_TARGET_NOTHING;
}

/* Leaves out copies, and whatever the excluded files and the official test files hold. */
static int drop_duplicates(hwr_dataset *images, const tool_train_choices *c, tool_error *error) {
    const tool_data_options *d = &c->data;
    hwr_dataset banned = {0};
    hwr_dropped dropped;
    int result = d->emnist ? tool_load_emnist_tests(&banned, d->emnist, error) : 0;
    for (int i = 0; result == 0 && i < c->excluded.n; i++)
        result = tool_load_images(&banned, c->excluded.items[i], d->upright, error);
    if (result == 0 && hwr_dataset_drop_duplicates(images, &dropped, &banned) != HWR_OK)
        result = tool_fail(error, "train: out of memory");
    hwr_dataset_free(&banned);
    if (result == 0 && dropped.repeats + dropped.banned > 0)
        fprintf(stderr, "left out: %zu repeated images, %zu that are test images\n",
                dropped.repeats, dropped.banned);
    return result;
}

static int load_images(tool_train_data *out, const tool_train_choices *c, tool_source *sources,
                       size_t n, tool_error *error) {
    hwr_dataset *images = &out->images;
    for (size_t i = 0; i < n; i++) {
        if (tool_load_source(images, &sources[i], &out->labels, c->digits != NULL, error) != 0)
            return -1;
        tool_say_left_out(&sources[i]);
    }
    if (c->digits) digits_are_no_letters(images, c->digits);
    for (int i = 0; i < c->unlabelled.n; i++)
        if (tool_load_images(images, c->unlabelled.items[i], c->data.upright, error) != 0)
            return -1;
    return drop_duplicates(images, c, error);
}

/* ---- Strokes -------------------------------------------------------------- */

static int load_strokes(tool_strokes *strokes, const tool_train_choices *c, tool_error *error) {
    for (int i = 0; i < c->strokes.n; i++)
        if (tool_load_strokes(strokes, c->strokes.items[i], error) != 0) return -1;
    for (size_t i = 0; i < strokes->n; i++)
        if (strokes->words[i][0] == '\0')
            return tool_fail(error, "strokes: letter %zu has no \"word\"; training needs one",
                             i + 1);
    return 0;
}

/* The strokes' words as targets; those that are none of the classes are left out. */
static void aim_strokes(tool_train_data *out) {
    tool_strokes *strokes = &out->strokes;
    const size_t n = strokes->n;
    uint8_t *kept = tool_alloc(n + 1, 1);
    size_t k = 0;
    out->stroke_targets = tool_alloc(n + 1, sizeof *out->stroke_targets);
    for (size_t i = 0; i < n; i++) {
        int target = hwr_labels_class_of(&out->labels, strokes->words[i]);
        kept[i] = target >= 0;
        if (kept[i]) out->stroke_targets[k++] = (uint16_t)target;
    }
    tool_strokes_keep(strokes, kept);
    free(kept);
    if (k < n)
        fprintf(stderr, "letters: strokes: left out %zu letters that are none of the classes\n",
                n - k);
}

/* ---- All of it ------------------------------------------------------------ */

/* Every class needs an example, of its own or of its letter in unknown case. */
static int check_classes(const tool_train_data *d, tool_error *error) {
    const hwr_labels *labels = &d->labels;
    size_t count[HWR_TARGET_COUNT] = {0};
    for (size_t i = 0; i < d->images.n; i++) count[d->images.targets[i]]++;
    for (size_t i = 0; i < d->strokes.n; i++) count[d->stroke_targets[i]]++;
    for (int k = 0; k < labels->n; k++)
        if (count[k] + count[HWR_TARGET_GROUP + labels->group[k]] == 0)
            return tool_fail(error,
                             "train: no example of class \"%s\" in these files; add some that "
                             "hold it, or name the classes to learn with --classes",
                             labels->text[k]);
    return 0;
}

int tool_train_data_load(tool_train_data *out, const tool_train_choices *c, tool_error *error) {
    tool_source *sources = NULL;
    size_t n = 0;
    memset(out, 0, sizeof *out);
    if (tool_data_options_open(&sources, &n, &c->data, "train", error) != 0) return -1;
    int result = load_strokes(&out->strokes, c, error);
    if (result == 0) result = choose_classes(out, c, sources, n, error);
    if (result == 0) result = load_images(out, c, sources, n, error);
    free(sources);
    if (result != 0) return result;
    aim_strokes(out);
    return check_classes(out, error);
}

void tool_train_data_free(tool_train_data *data) {
    hwr_dataset_free(&data->images);
    tool_strokes_free(&data->strokes);
    free(data->stroke_targets);
}
