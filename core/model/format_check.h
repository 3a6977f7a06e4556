/* format_check.h - whether the parts of a model file fit together; private to core/model/. */
#ifndef HWR_FORMAT_CHECK_H
#define HWR_FORMAT_CHECK_H

#include "format.h"

/* The record of layer i against the layers before it. HWR_ERR_SHAPE, HWR_ERR_FORMAT. */
HWR_NODISCARD hwr_status hwr_file_check_fit(const hwr_file *file, int i);

/* Its weights and offsets in range, and no sum that leaves 32 bits, else HWR_ERR_FORMAT. */
HWR_NODISCARD hwr_status hwr_file_check_values(const hwr_file *file, int i);

/* All numbers in their ranges, so that no sum leaves 32 bits and no score 64; else HWR_ERR_FORMAT.
 */
HWR_NODISCARD hwr_status hwr_file_check_outlier(const hwr_file_outlier *outlier);

#endif
