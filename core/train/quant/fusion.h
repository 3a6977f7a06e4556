/* fusion.h - how much to trust each of two networks that read the same drawing. */
#ifndef HWR_FUSION_H
#define HWR_FUSION_H

#include "hwr.h"
#include "train/data/mapping.h"

/* Letters of writers that neither network learned from. All borrowed. */
typedef struct hwr_fusion_data {
    const hwr_labels *labels;
    const float *picture, *trace; /* (n, classes) real logits */
    const uint16_t *targets;      /* (n) classes */
    size_t n;
} hwr_fusion_data;

/* The weights with the least cross-entropy (it has one valley: the sum is a two-parameter
 * logistic regression), and the threshold below which a quarter of a percent of these letters lie.
 * out->trace_scale stays as it is. HWR_ERR_ARGUMENT without letters; HWR_ERR_MEMORY. */
HWR_NODISCARD hwr_status hwr_fusion_fit(hwr_fusion *out, const hwr_fusion_data *data);

/* The share of these letters whose best fused group is right. */
double hwr_fusion_accuracy(const hwr_fusion *fusion, const hwr_fusion_data *data);

#endif
