/* evaluation.c - see evaluation.h: what the reports share. */
#include "evaluation.h"

#include <string.h>

const char *tool_base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int tool_evaluation_answer(const tool_evaluation *e, size_t i, int *answer, int *truth,
                           float *confidence) {
    const hwr_labels *labels = e->metrics.labels;
    const float *p = e->probabilities + i * (size_t)labels->n;
    float folded[HWR_MAX_CLASSES];
    *truth = e->set.targets[i];
    if (e->metrics.folded) {
        hwr_fold_probabilities(labels, folded, p);
        p = folded;
        *truth = hwr_target_fold(labels, e->set.targets[i]);
    }
    *answer = hwr_argmax(p, e->metrics.classes);
    *confidence = p[*answer];
    return *answer == *truth;
}
