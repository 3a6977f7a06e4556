/* plan.h - where a model's parts lie in the caller's memory. */
#ifndef HWR_QPLAN_H
#define HWR_QPLAN_H

#include "model/format.h"
#include "qnet.h"

enum { HWR_QPLAN_ALIGN = 64 }; /* bytes; every part starts at a multiple */

/* From the start of the aligned memory: hwr_qlayer (n_layers), then for each layer
 * weight, perhaps winograd, bias, multiplier, offset and, with a residual
 * connection, residual_factor, then the outlier detector's three arrays, then the arena. */
typedef struct hwr_qplan {
    hwr_qbuffer buffers[HWR_MAX_LAYERS]; /* what layer i reads: 0 is the image */
    uint8_t winograd[HWR_MAX_LAYERS];    /* 1: layer i runs on kernel_winograd.h */
    uint32_t scratch;                    /* place of its scratch, int16 from the arena's start */
    uint64_t arena;                      /* int16 in it, slack included */
    uint64_t bytes;                      /* all parts together */
} hwr_qplan;

/* Plans a checked file. Cannot fail; bytes may be more than the machine has. */
void hwr_qplan_make(hwr_qplan *plan, const hwr_file *file);

/* Bytes of the hwr_qlayer table, of a layer's packed weight, of its Winograd
 * weight (0: none), and of one of its vectors. */
size_t hwr_qplan_layers_bytes(const hwr_file *file);
size_t hwr_qplan_weight_bytes(const hwr_qplan *plan, const hwr_file *file, int layer);
size_t hwr_qplan_winograd_bytes(const hwr_qplan *plan, const hwr_file *file, int layer);
size_t hwr_qplan_vector_bytes(const hwr_file *file, int layer);

/* Bytes of the outlier detector: its vectors, two of these, then its weight; 0 without one. */
size_t hwr_qplan_outlier_vector_bytes(const hwr_file *file);
size_t hwr_qplan_outlier_bytes(const hwr_file *file);

/* R of qnet.h. */
size_t hwr_qplan_run(const hwr_qplan *plan, const hwr_file *file, int layer);

#endif
