/* fuzz_idx.c - any bytes as a pair of IDX files: refused, or a data set whose every target
 * is one and whose images are those of the file, turned upright. The first byte chooses the
 * label set, whether the images lie transposed (bit 6) and whether what is none of the classes
 * stays (bit 7), the next two (little-endian) the labels' length. */
#include <stdlib.h>
#include <string.h>

#include "train/data/dataset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

/* A copy of exactly this size, for the sanitizer to see one byte more. */
static uint8_t *copy_of(const uint8_t *data, size_t size) {
    uint8_t *copy = malloc(size ? size : 1);
    if (copy && size) memcpy(copy, data, size);
    return copy;
}

static int parse(hwr_idx *idx, const uint8_t *bytes, size_t size) {
    size_t where = 0;
    hwr_status status = hwr_idx_parse(idx, &where, bytes, size);
    require(where <= size);
    if (status != HWR_OK) return 0;
    require(idx->rank == 1 || idx->rank == 3);
    require(idx->data + idx->count == bytes + size);
    return 1;
}

static void check(const hwr_dataset *set, const hwr_idx *images, const hwr_reading *reading) {
    if (reading->keep_others) require(set->n == images->dims[0]);
    for (size_t i = 0; i < set->n; i++) {
        require(hwr_target_is_other(set->targets[i])
                    ? reading->keep_others
                    : hwr_target_fold(reading->labels, set->targets[i]) >= 0);
    }
    if (set->n == images->dims[0] && set->n > 0) {
        const int first = reading->upright ? 1 : HWR_SIDE;
        require(set->images[1] == images->data[first]);
        require(set->images[HWR_SIDE] == images->data[HWR_SIDE + 1 - first]);
    }
}

static void append(const hwr_idx *images, const hwr_idx *labels, int flags) {
    hwr_dataset set = {0};
    hwr_mapping mapping;
    hwr_labels classes;
    size_t where, left_out[256] = {0}, left = 0;
    const hwr_reading reading = {&mapping, &classes, flags >> 6 & 1, flags >> 7};
    const char *name = hwr_mapping_name((flags & 63) % 7);
    hwr_labels_letters37(&classes);
    require(name && hwr_mapping_builtin(&mapping, name) == HWR_OK);
    if (hwr_dataset_append_idx(&set, &where, left_out, images, labels, &reading) == HWR_OK) {
        check(&set, images, &reading);
        for (int l = 0; l < 256; l++) left += left_out[l];
        require(left + set.n == images->dims[0]);
    } else {
        require(set.n == 0);
    }
    hwr_dataset_free(&set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 3) return 0;
    size_t labels_size = data[1] | (size_t)data[2] << 8;
    if (labels_size > size - 3) labels_size = size - 3;
    size_t images_size = size - 3 - labels_size;
    uint8_t *labels_bytes = copy_of(data + 3, labels_size);
    uint8_t *images_bytes = copy_of(data + 3 + labels_size, images_size);
    hwr_idx labels, images;
    if (labels_bytes && images_bytes && parse(&labels, labels_bytes, labels_size) &&
        parse(&images, images_bytes, images_size)) {
        append(&images, &labels, data[0]);
    }
    free(labels_bytes);
    free(images_bytes);
    return 0;
}
