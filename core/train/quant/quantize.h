/* quantize.h - float weights to the integer network of core/qnn/qnet.h.
 *
 * core/train/quant/ turns float weights into the integer model.
 *
 * Batch norm is folded; weights become int8 with one scale an output channel, chosen for
 * the least squared error; activations get one scale a layer, chosen the same way on the
 * outputs that calibration images give. */
#ifndef HWR_QUANTIZE_H
#define HWR_QUANTIZE_H

#include "model/format_write.h"
#include "train/net/params.h"

typedef struct hwr_quantize_options {
    int activation_bits;      /* 4..12: outputs take 2^bits values */
    float temperature;        /* goes into the file */
    float threshold;          /* likewise */
    const hwr_labels *labels; /* likewise, borrowed */
} hwr_quantize_options;

/* A network ready for hwr_file_write; owned: free with hwr_quantized_free. */
typedef struct hwr_quantized {
    hwr_file_draft file;
    void *memory, *trace_memory;
} hwr_quantized;

/* images: (n, 28, 28) for calibration, n >= 1; some thousand of the training images do.
 * Errors: HWR_ERR_ARGUMENT, HWR_ERR_MEMORY; HWR_ERR_FORMAT where a layer's outputs
 * overflow, or a number does not fit its field (weights that never were trained). A layer that
 * gives the same output for all images is no error. */
HWR_NODISCARD hwr_status hwr_quantize(hwr_quantized *out, const hwr_plan *plan,
                                      const hwr_params *params, const uint8_t *images, size_t n,
                                      const hwr_quantize_options *options);

/* Adds a network of traces behind the one of pictures that hwr_quantize made: traces (n, 64, 8)
 * for calibration. file.fusion gets its scale; the weights and the threshold are the
 * caller's, from fusion.h. Errors as above; HWR_ERR_TOO_LARGE past HWR_MAX_LAYERS in all;
 * out is then as it was. */
HWR_NODISCARD hwr_status hwr_quantize_traces(hwr_quantized *out, const hwr_plan *plan,
                                             const hwr_params *params, const uint8_t *traces,
                                             size_t n, int activation_bits);
void hwr_quantized_free(hwr_quantized *quantized);

/* Range of one layer's outputs, as integers times a scale; see calibrate.c. */
typedef struct hwr_range {
    float scale; /* 0: all its outputs are 0, so that any scale will do */
    int32_t low, high;
} hwr_range;

/* ranges: (n_layers). The last layer's is not used. HWR_ERR_MEMORY; HWR_ERR_FORMAT where an
 * output is past 1e30 or not a number. */
HWR_NODISCARD hwr_status hwr_calibrate(hwr_range *ranges, const hwr_plan *plan,
                                       const hwr_params *params, const uint8_t *images, size_t n,
                                       int bits);

#endif
