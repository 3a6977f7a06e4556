/* fuzz_mapping.c - any bytes as a mapping file: refused with a line and a reason, or labels that
 * rise by one, whose texts are valid, and that a network's classes can be made of. */
#include <stdlib.h>
#include <string.h>

#include "train/data/mapping.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

static void check(const hwr_mapping *m) {
    static hwr_labels classes;
    uint16_t targets[HWR_MAX_MAPPING];
    require(m->n >= 1 && m->n <= HWR_MAX_MAPPING);
    require(m->first >= 0 && m->first + m->n <= 256);
    for (int i = 0; i < m->n; i++) {
        require(hwr_label_valid(m->text[i][0], strlen(m->text[i][0])));
        if (m->text[i][1][0]) require(hwr_label_valid(m->text[i][1], strlen(m->text[i][1])));
    }
    memset(&classes, 0, sizeof classes);
    hwr_status status = hwr_mapping_add_classes(&classes, m);
    require(status == HWR_OK || status == HWR_ERR_TOO_LARGE);
    if (status != HWR_OK || classes.n < 2) return;
    require(hwr_labels_check(&classes) == HWR_OK);
    hwr_mapping_targets(targets, m, &classes);
    for (int i = 0; i < m->n; i++) require(hwr_target_fold(&classes, targets[i]) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static hwr_mapping mapping;
    const char *why = NULL;
    size_t line = 0;
    char *text = malloc(size ? size : 1); /* exact, for the sanitizer to see one byte more */
    if (!text) return 0;
    if (size) memcpy(text, data, size);
    if (hwr_mapping_parse(&mapping, &line, &why, text, size) == HWR_OK)
        check(&mapping);
    else
        require(why && why[0] && line <= size + 1);
    free(text);
    return 0;
}
