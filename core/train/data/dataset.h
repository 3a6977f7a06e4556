/* dataset.h - labelled 28x28 images in memory, from IDX files' bytes.
 *
 * core/train/data/ is what the trainer learns from: images, strokes, scribbles, distortion. */
#ifndef HWR_DATASET_H
#define HWR_DATASET_H

#include "mapping.h"

/* An IDX file's contents (Y. LeCun's format: two zero bytes, type 0x08 = unsigned
 * byte, rank, big-endian sizes, data). data points into the bytes parsed. */
typedef struct hwr_idx {
    int rank;
    uint32_t dims[3];
    const uint8_t *data;
    size_t count; /* product of dims */
} hwr_idx;

/* Parses length bytes (already unzipped). On error *where is the byte offset of the
 * offending field. Errors: HWR_ERR_TRUNCATED, HWR_ERR_MAGIC, HWR_ERR_FORMAT (rank not
 * 1 or 3, bytes after the data), HWR_ERR_TOO_LARGE. */
HWR_NODISCARD hwr_status hwr_idx_parse(hwr_idx *out, size_t *where, const void *bytes,
                                       size_t length);

/* Images and targets of equal number, owned: free with hwr_dataset_free. A zeroed
 * struct is an empty data set. */
typedef struct hwr_dataset {
    uint8_t *images;   /* (n, 28, 28) upright, 255 = ink */
    uint16_t *targets; /* (n) as in mapping.h */
    size_t n, capacity;
} hwr_dataset;

void hwr_dataset_free(hwr_dataset *set);

/* Makes room for more images; HWR_ERR_MEMORY leaves set as it was. */
HWR_NODISCARD hwr_status hwr_dataset_reserve(hwr_dataset *set, size_t more);

/* How to read an IDX pair. All borrowed. */
typedef struct hwr_reading {
    const hwr_mapping *mapping; /* what the labels mean */
    const hwr_labels *labels;   /* the network's classes */
    int upright;                /* 1: stored as they are seen; 0: transposed, as EMNIST's */
    int keep_others;            /* 1: keep images of characters that are none of the classes */
} hwr_reading;

/* Appends an IDX pair. images must be (n, 28, 28), labels (n). Of each label left_out (256)
 * counts, on top of what it held, the images that were left out because they are none
 * of the classes; NULL to not count. All or nothing. On HWR_ERR_LABELS *where is the index
 * of the first label outside the mapping. HWR_ERR_SHAPE: not 28x28, or the two counts differ. */
HWR_NODISCARD hwr_status hwr_dataset_append_idx(hwr_dataset *set, size_t *where, size_t *left_out,
                                                const hwr_idx *images, const hwr_idx *labels,
                                                const hwr_reading *reading);

/* Appends images (n, 28, 28) without labels; their targets are HWR_TARGET_UNKNOWN. */
HWR_NODISCARD hwr_status hwr_dataset_append_images(hwr_dataset *set, const hwr_idx *images,
                                                   int upright);

/* Of all digits in set that are none of the classes, leaves every second one - the first, third
 * ... or, where odd, the second, fourth ... - and of those the ones named in digits ("3478").
 * What is no digit stays. */
void hwr_dataset_keep_digits(hwr_dataset *set, const char *digits, int odd);

/* The mean of height less width, in pixels, of the ink of at most 2,000 of n images:
 * characters stand taller than they are wide, so it is below 0 where they lie transposed. */
double hwr_dataset_tallness(const uint8_t *images, size_t n);

#endif
