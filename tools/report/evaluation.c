/* evaluation.c - see evaluation.h: what the reports share. */
#include "evaluation.h"

#include <string.h>

const char *tool_base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int tool_evaluation_answer(const tool_evaluation *e, size_t i, int *answer, int *truth,
                           float *confidence) {
    const float *p = e->probabilities + i * HWR_CLASSES;
    float folded[HWR_FOLDED];
    *truth = e->set.targets[i];
    if (e->metrics.classes == HWR_FOLDED) {
        hwr_fold_probabilities(folded, p);
        p = folded;
        *truth = hwr_target_fold(e->set.targets[i]);
    }
    *answer = hwr_argmax(p, e->metrics.classes);
    *confidence = p[*answer];
    return *answer == *truth;
}
