/* dataset.h - labelled 28x28 images in memory, from IDX files' bytes.
 *
 * core/train/data/ is what the trainer learns from: images, strokes, scribbles, distortion. */
#ifndef HWR_DATASET_H
#define HWR_DATASET_H

#include "hwr.h"

/* What a label file's numbers mean. All fold to the 37 classes. */
typedef enum hwr_label_set {
    HWR_LABELS_MERGE47,   /* EMNIST ByMerge/Balanced: 0..9 digits, 10..46 = class + 10 */
    HWR_LABELS_LETTERS26, /* EMNIST Letters: 1..26, case not known */
    HWR_LABELS_BYCLASS62, /* EMNIST ByClass: 0..9 digits, 10..35 A-Z, 36..61 a-z */
    HWR_LABEL_SET_COUNT
} hwr_label_set;

/* "merge47", "letters26", "byclass62"; NULL outside. */
const char *hwr_label_set_name(hwr_label_set set);

/* A target in one byte: 0..36 a class; HWR_TARGET_FOLDED + 0..25 a letter of unknown case;
 * HWR_TARGET_DIGIT + 0..9 a digit; HWR_TARGET_UNKNOWN nobody has said; HWR_TARGET_NOTHING no
 * letter at all. */
enum {
    HWR_TARGET_FOLDED = 64,
    HWR_TARGET_DIGIT = 128,
    HWR_TARGET_UNKNOWN = 253,
    HWR_TARGET_NOTHING = 254
};

/* The 26-letter fold of a target, -1 for a digit, the unknown and what is no letter. */
int hwr_target_fold(uint8_t target);

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
    uint8_t *images;  /* (n, 28, 28) upright, 255 = ink */
    uint8_t *targets; /* (n) */
    size_t n, capacity;
} hwr_dataset;

void hwr_dataset_free(hwr_dataset *set);

/* Makes room for more images; HWR_ERR_MEMORY leaves set as it was. */
HWR_NODISCARD hwr_status hwr_dataset_reserve(hwr_dataset *set, size_t more);

/* Appends an IDX pair, undoing EMNIST's transposition. images must be (n, 28, 28),
 * labels (n). Digits are appended as HWR_TARGET_DIGIT + 0..9 where keep_digits, else
 * left out. All or nothing. On HWR_ERR_LABELS *where is the index of the first label outside
 * the set. HWR_ERR_SHAPE: not 28x28, or the two counts differ. */
HWR_NODISCARD hwr_status hwr_dataset_append_idx(hwr_dataset *set, size_t *where,
                                                const hwr_idx *images, const hwr_idx *labels,
                                                hwr_label_set label_set, int keep_digits);

/* Of all digits in set, leaves every second one - the first, third ... or, where odd, the
 * second, fourth ... - and of those the ones named in digits ("3478"). Letters stay. */
void hwr_dataset_keep_digits(hwr_dataset *set, const char *digits, int odd);

#endif
