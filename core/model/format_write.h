/* format_write.h - an integer network to the bytes of a .hwr file. */
#ifndef HWR_MODEL_WRITER_H
#define HWR_MODEL_WRITER_H

#include "format.h"

/* Serialises model, of n_layers 1..HWR_MAX_LAYERS, as core/model/format.h describes; the
 * labels are this program's 37. hwr_file_parse of the result gives model back, and
 * writing that again the same bytes. Nothing is checked: parse the result.
 * out: (capacity) bytes, or NULL to ask only. Returns the bytes needed; writes
 * nothing where capacity is less. */
size_t hwr_file_write(uint8_t *out, size_t capacity, const hwr_file *model);

/* Little-endian writes to unaligned bytes, for hwr_file_layer's vectors. */
void hwr_write_u32(uint8_t *bytes, uint32_t value);
void hwr_write_i32(uint8_t *bytes, int32_t value);
void hwr_write_f32(uint8_t *bytes, float value);

/* Sets length and checksum in the header of length bytes that are complete otherwise. */
void hwr_file_seal(uint8_t *bytes, size_t length);

#endif
