/* evaluation.c - see evaluation.h: what the reports share. */
#include "evaluation.h"

#include <stdio.h>
#include <stdlib.h>
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

int tool_write_into(const char *directory, const char *name, const tool_text *text,
                    tool_error *error) {
    size_t size = strlen(directory) + strlen(name) + 2;
    char *path = tool_alloc(size, 1);
    snprintf(path, size, "%s/%s", directory, name);
    int status = tool_write_file(path, text->data, text->length, error);
    free(path);
    return status;
}
