/* mapping.h - what the numbers of a label file mean, and what they are to a network.
 *
 * EMNIST comes with mapping files, a line a label: "label code [code]", with the ASCII
 * codes of its character or, where the case is merged, of its capital and its small letter.
 * Other data sets name their labels in two columns, "label<TAB>text".
 */
#ifndef HWR_MAPPING_H
#define HWR_MAPPING_H

#include "hwr.h"

enum { HWR_MAX_MAPPING = 256 }; /* labels are single bytes in an IDX file */

/* Labels first .. first + n - 1. A label with two texts is a letter of unknown case. */
typedef struct hwr_mapping {
    char name[24]; /* of a built-in one, else "" */
    int first, n;
    int others;  /* the first so many are known, but no classes of this set (letters37's digits) */
    int upright; /* 1: its images are stored as they are read (MNIST); 0: transposed (EMNIST) */
    char text[HWR_MAX_MAPPING][2][HWR_LABEL_BYTES]; /* (n) the second "" where there is one text */
} hwr_mapping;

/* A data set's own labels: byclass62, bymerge47, balanced47 (the same), letters26, digits10,
 * mnist10 (upright), letters37 (ByMerge's numbers, its letters). merge47 is an older name of
 * letters37. HWR_ERR_ARGUMENT for another name. hwr_mapping_name lists them, NULL past the last. */
HWR_NODISCARD hwr_status hwr_mapping_builtin(hwr_mapping *out, const char *name);
const char *hwr_mapping_name(int index);

/* Parses a mapping file of length bytes, either kind. On an error *line is the line's number,
 * from 1, and *why a static sentence about it, with its remedy. HWR_ERR_FORMAT: a line is
 * neither; labels with gaps, twice, or falling; a text twice; no labels. HWR_ERR_LABELS:
 * a text that hwr_label_valid refuses. HWR_ERR_TOO_LARGE: more than HWR_MAX_MAPPING labels. */
HWR_NODISCARD hwr_status hwr_mapping_parse(hwr_mapping *out, size_t *line, const char **why,
                                           const char *text, size_t length);

/* A target: a class 0..127; HWR_TARGET_GROUP + g a member of group g, which one is not
 * known; HWR_TARGET_OTHER + c a character that is none of the classes, c its ASCII code or 0;
 * HWR_TARGET_UNKNOWN nobody has said; HWR_TARGET_NOTHING no letter at all. */
enum {
    HWR_TARGET_GROUP = 256,
    HWR_TARGET_OTHER = 512,
    HWR_TARGET_UNKNOWN = 1024,
    HWR_TARGET_NOTHING = 1025,
    HWR_TARGET_COUNT = 1026
};

/* 1 for a character that is none of the classes. */
int hwr_target_is_other(uint16_t target);

/* The group of a target, -1 where it is neither a class nor a group's member. */
int hwr_target_fold(const hwr_labels *labels, uint16_t target);

/* What each label is to a network with these classes, targets (n). Where the case of some
 * letter matters to the network and the mapping does not know it, all its labels with two
 * texts become groups' members, so that a data set is measured one way throughout. */
void hwr_mapping_targets(uint16_t *targets, const hwr_mapping *mapping, const hwr_labels *labels);

/* Adds to a network's labels those first texts of the mapping that no class stands for yet: with
 * ByMerge's 37 there, ByClass's c is C's. HWR_ERR_TOO_LARGE past HWR_MAX_CLASSES. */
HWR_NODISCARD hwr_status hwr_mapping_add_classes(hwr_labels *labels, const hwr_mapping *mapping);

#endif
