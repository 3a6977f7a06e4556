/* duplicates.h - exact copies among images. EMNIST's splits draw on the same characters, so
 * files put together repeat themselves, and one split's training file holds letters of
 * another's test file. */
#ifndef HWR_DUPLICATES_H
#define HWR_DUPLICATES_H

#include "dataset.h"

typedef struct hwr_dropped {
    size_t banned;  /* copies of an image of the test set */
    size_t repeats; /* copies of an image that stays */
} hwr_dropped;

/* Removes from set every image that is in banned (compared over all 784 bytes; NULL = none)
 * and all but one of equal images, keeping the order. Of equal images the first of known
 * case stays, or else the first. HWR_ERR_MEMORY leaves set as it was. */
HWR_NODISCARD hwr_status hwr_dataset_drop_duplicates(hwr_dataset *set, hwr_dropped *dropped,
                                                     const hwr_dataset *banned);

#endif
