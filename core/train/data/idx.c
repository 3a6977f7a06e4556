/* idx.c - the IDX format: a size-prefixed array of unsigned bytes. */
#include "dataset.h"

enum { IDX_UNSIGNED_BYTE = 0x08, IDX_MAGIC_LENGTH = 4, IDX_MAX_BYTES = 0x7fffffff };

static uint32_t read_be32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static hwr_status fail(size_t *where, size_t offset, hwr_status status) {
    *where = offset;
    return status;
}

hwr_status hwr_idx_parse(hwr_idx *out, size_t *where, const void *bytes, size_t length) {
    const uint8_t *b = bytes;
    *where = 0;
    if (length < IDX_MAGIC_LENGTH) return fail(where, length, HWR_ERR_TRUNCATED);
    if (b[0] != 0 || b[1] != 0) return fail(where, 0, HWR_ERR_MAGIC);
    if (b[2] != IDX_UNSIGNED_BYTE) return fail(where, 2, HWR_ERR_MAGIC);
    if (b[3] != 1 && b[3] != 3) return fail(where, 3, HWR_ERR_FORMAT);

    hwr_idx idx = {.rank = b[3], .dims = {1, 1, 1}};
    size_t header = IDX_MAGIC_LENGTH + 4 * (size_t)idx.rank;
    if (length < header) return fail(where, length, HWR_ERR_TRUNCATED);
    uint64_t count = 1;
    for (int i = 0; i < idx.rank; i++) {
        size_t at = IDX_MAGIC_LENGTH + 4 * (size_t)i;
        idx.dims[i] = read_be32(b + at);
        count *= idx.dims[i]; /* both below 2^32: cannot wrap */
        if (count > IDX_MAX_BYTES) return fail(where, at, HWR_ERR_TOO_LARGE);
    }
    if (length - header < count) return fail(where, length, HWR_ERR_TRUNCATED);
    if (length - header > count) return fail(where, header + (size_t)count, HWR_ERR_FORMAT);
    idx.data = b + header;
    idx.count = (size_t)count;
    *out = idx;
    return HWR_OK;
}
