/* mismatch.c - see mismatch.h. */
#include "mismatch.h"

#include <stdlib.h>
#include <string.h>

#include "train/metrics.h"

enum { MOST = 2000, LEAST = 20 };

/* Fewer right than this under another reading say nothing; it has to be twice as good, too. */
static const double CONVINCING = 0.5;

/* The answers of a network to some of a file's images, and the labels they have there. */
typedef struct sample {
    const hwr_labels *classes;
    size_t n;
    uint8_t labels[MOST];
    int answers[MOST]; /* groups */
} sample;

/* The share of right answers where label l of the file means label l + shift of the mapping. */
static double share_right(const sample *s, const hwr_mapping *mapping, int shift) {
    uint16_t targets[HWR_MAX_MAPPING];
    size_t right = 0;
    hwr_mapping_targets(targets, mapping, s->classes);
    for (size_t i = 0; i < s->n; i++) {
        int k = s->labels[i] + shift - mapping->first;
        right +=
            k >= 0 && k < mapping->n && hwr_target_fold(s->classes, targets[k]) == s->answers[i];
    }
    return (double)right / (double)s->n;
}

static int take_sample(sample *out, const tool_source *source, tool_predictor *predictor,
                       tool_error *error) {
    hwr_dataset images = {0};
    tool_bytes labels;
    if (tool_load_images(&images, source->images, source->upright, error) != 0) return -1;
    if (tool_load_labels(&labels, source->labels, error) != 0) {
        hwr_dataset_free(&images);
        return -1;
    }
    out->classes = tool_predictor_labels(predictor);
    out->n = images.n < MOST ? images.n : MOST;
    const size_t classes = (size_t)out->classes->n;
    float *probabilities = tool_alloc(out->n * classes + 1, sizeof *probabilities);
    for (size_t i = 0; i < out->n; i++) { /* files are often sorted by label */
        const size_t from = i * images.n / out->n;
        out->labels[i] = labels.data[from];
        memmove(images.images + i * HWR_PIXELS, images.images + from * HWR_PIXELS, HWR_PIXELS);
    }
    tool_predictor_run(predictor, &(tool_outputs){probabilities, NULL, NULL},
                       &(tool_inputs){images.images, NULL, out->n});
    for (size_t i = 0; i < out->n; i++) {
        float folded[HWR_MAX_CLASSES];
        hwr_fold_probabilities(out->classes, folded, probabilities + i * classes);
        out->answers[i] = hwr_argmax(folded, out->classes->n_groups);
    }
    free(probabilities);
    free(labels.data);
    hwr_dataset_free(&images);
    return 0;
}

/* The best of the built-in readings and of the shifts of this one. */
static int judge(const sample *s, const tool_source *source, tool_error *error) {
    const hwr_mapping *given = &source->mapping;
    const double as_given = share_right(s, given, 0);
    const char *name = NULL;
    double named = 0, shifted = 0;
    int by = 0;
    for (int i = 0; hwr_mapping_name(i); i++) {
        hwr_mapping other;
        double right = hwr_mapping_builtin(&other, hwr_mapping_name(i)) == HWR_OK
                           ? share_right(s, &other, 0)
                           : 0;
        if (right > named) {
            named = right;
            name = hwr_mapping_name(i);
        }
    }
    for (int shift = 1 - given->n; shift < given->n; shift++) {
        double right = share_right(s, given, shift);
        if (right > shifted) {
            shifted = right;
            by = shift;
        }
    }
    const char *reading = given->name[0] ? given->name : "the mapping file says";
    if (named >= CONVINCING && named >= 2 * as_given && named >= shifted - 0.02)
        return tool_fail(error,
                         "%s: read as %s, %.1f %% of the answers are right; read as %s, %.1f %%: "
                         "is --label-set right?",
                         source->labels, reading, 100 * as_given, name, 100 * named);
    if (shifted >= CONVINCING && shifted >= 2 * as_given)
        return tool_fail(error,
                         "%s: read as %s, %.1f %% of the answers are right; with every label "
                         "%+d, %.1f %%: the labels are off by the same number; mend --mapping",
                         source->labels, reading, 100 * as_given, by, 100 * shifted);
    return 0;
}

int tool_check_labels(const tool_source *source, tool_predictor *predictor, tool_error *error) {
    sample *s = tool_alloc(1, sizeof *s);
    int status = take_sample(s, source, predictor, error);
    if (status == 0 && s->n >= LEAST) status = judge(s, source, error);
    free(s);
    return status;
}
