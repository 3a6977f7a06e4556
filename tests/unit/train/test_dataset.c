/* IDX parsing and the data set: transposition, labels, and every kind of bad input. */
#include "train/data/dataset.h"

#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"

enum { MAX_IMAGES = 64, IMAGE_HEADER = 16, LABEL_HEADER = 8 };

static uint8_t image_file[IMAGE_HEADER + MAX_IMAGES * HWR_PIXELS];
static uint8_t label_file[LABEL_HEADER + MAX_IMAGES];

static void put_be32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* n images of which pixel (row r, column c) of image i, as stored, is r * 28 + c + i mod 251. */
static size_t make_images(uint32_t n) {
    memset(image_file, 0, sizeof image_file);
    image_file[2] = 8;
    image_file[3] = 3;
    put_be32(image_file + 4, n);
    put_be32(image_file + 8, HWR_SIDE);
    put_be32(image_file + 12, HWR_SIDE);
    for (uint32_t i = 0; i < n * HWR_PIXELS; i++) {
        image_file[IMAGE_HEADER + i] = (uint8_t)((i % HWR_PIXELS + i / HWR_PIXELS) % 251);
    }
    return IMAGE_HEADER + (size_t)n * HWR_PIXELS;
}

static size_t make_labels(uint32_t n, uint8_t first) {
    memset(label_file, 0, sizeof label_file);
    label_file[2] = 8;
    label_file[3] = 1;
    put_be32(label_file + 4, n);
    for (uint32_t i = 0; i < n; i++) label_file[LABEL_HEADER + i] = (uint8_t)(first + i);
    return LABEL_HEADER + (size_t)n;
}

static void expect_idx(const void *bytes, size_t length, hwr_status status, size_t where) {
    hwr_idx idx;
    size_t at = 12345;
    CHECK_INT(hwr_idx_parse(&idx, &at, bytes, length), status);
    CHECK_INT(at, where);
}

static void test_idx(void) {
    size_t length = make_images(2);
    hwr_idx idx;
    size_t where;
    CHECK_INT(hwr_idx_parse(&idx, &where, image_file, length), HWR_OK);
    CHECK_INT(idx.rank, 3);
    CHECK_INT(idx.dims[0], 2);
    CHECK_INT(idx.dims[2], HWR_SIDE);
    CHECK_INT(idx.count, 2 * HWR_PIXELS);
    CHECK(idx.data == image_file + IMAGE_HEADER);

    /* Every truncation is noticed, and none is read past: the copy has no byte to spare. */
    for (size_t cut = 0; cut < length; cut += cut < 20 ? 1 : 97) {
        uint8_t *exact = malloc(cut + !cut);
        memcpy(exact, image_file, cut);
        expect_idx(exact, cut, HWR_ERR_TRUNCATED, cut);
        free(exact);
    }
    expect_idx(image_file, length + 1, HWR_ERR_FORMAT, length);
    const struct {
        size_t at;
        uint8_t value;
        hwr_status status;
        size_t where;
    } bad[] = {{0, 0x1f, HWR_ERR_MAGIC, 0},      {1, 0x8b, HWR_ERR_MAGIC, 0},
               {2, 0x0d, HWR_ERR_MAGIC, 2},      {3, 2, HWR_ERR_FORMAT, 3},
               {3, 0, HWR_ERR_FORMAT, 3},        {4, 0xff, HWR_ERR_TOO_LARGE, 4},
               {8, 0xff, HWR_ERR_TOO_LARGE, 8},  {12, 0xff, HWR_ERR_TOO_LARGE, 12},
               {7, 3, HWR_ERR_TRUNCATED, length}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        make_images(2);
        image_file[bad[i].at] = bad[i].value;
        expect_idx(image_file, length, bad[i].status, bad[i].where);
    }
    length = make_labels(5, 1);
    CHECK_INT(hwr_idx_parse(&idx, &where, label_file, length), HWR_OK);
    CHECK_INT(idx.rank, 1);
    CHECK_INT(idx.dims[1], 1);
    CHECK_INT(idx.count, 5);
    length = make_labels(0, 0);
    CHECK_INT(hwr_idx_parse(&idx, &where, label_file, length), HWR_OK);
    CHECK_INT(idx.count, 0);
}

static size_t left_out[256];

/* Appends n images whose labels count up from first. */
static hwr_status append(hwr_dataset *set, size_t *where, uint32_t n, uint8_t first,
                         const char *label_set, int keep_others) {
    hwr_idx images, labels;
    hwr_mapping mapping;
    const hwr_reading reading = {&mapping, letters37(), 0, keep_others};
    CHECK_INT(hwr_mapping_builtin(&mapping, label_set), HWR_OK);
    CHECK_INT(hwr_idx_parse(&images, where, image_file, make_images(n)), HWR_OK);
    CHECK_INT(hwr_idx_parse(&labels, where, label_file, make_labels(n, first)), HWR_OK);
    return hwr_dataset_append_idx(set, where, left_out, &images, &labels, &reading);
}

static void test_transposition(void) {
    hwr_dataset set = {0};
    size_t where;
    CHECK_INT(append(&set, &where, 2, 10, "merge47", 0), HWR_OK);
    CHECK_INT(set.n, 2);
    for (int i = 0; i < 2; i++) {
        const uint8_t *image = set.images + i * HWR_PIXELS;
        CHECK_INT(image[3 * HWR_SIDE + 5], (5 * HWR_SIDE + 3 + i) % 251);
        CHECK_INT(image[27 * HWR_SIDE + 0], (0 * HWR_SIDE + 27 + i) % 251);
        CHECK_INT(image[0], i);
    }
    hwr_dataset_free(&set);
    CHECK(set.images == NULL && set.n == 0);
}

static void test_labels(void) {
    hwr_dataset set = {0};
    size_t where;
    CHECK_INT(append(&set, &where, 47, 0, "merge47", 0), HWR_OK);
    CHECK_INT(set.n, CLASSES);
    for (int c = 0; c < CLASSES; c++) CHECK_INT(set.targets[c], c);
    for (int l = 0; l < 256; l++) CHECK_INT(left_out[l], l < 10);
    CHECK_INT(set.images[0], 10); /* digits left out: the first image kept is number 10 */

    /* A second pair lands behind the first. */
    CHECK_INT(append(&set, &where, 26, 1, "letters26", 0), HWR_OK);
    CHECK_INT(set.n, CLASSES + 26);
    for (int i = 0; i < 26; i++) {
        CHECK_INT(set.targets[CLASSES + i], HWR_TARGET_GROUP + i);
        CHECK_INT(hwr_target_fold(letters37(), set.targets[CLASSES + i]), i);
    }
    hwr_dataset_free(&set);

    CHECK_INT(append(&set, &where, 62, 0, "byclass62", 1), HWR_OK);
    CHECK_INT(set.n, 62);
    for (int i = 0; i < 10; i++) CHECK_INT(set.targets[i], HWR_TARGET_OTHER + '0' + i);
    for (int i = 0; i < 26; i++) {
        CHECK_INT(set.targets[10 + i], i);
        CHECK_INT(set.targets[36 + i],
                  hwr_labels_class_of(letters37(), (char[]){(char)('a' + i), '\0'}));
    }
    hwr_dataset_keep_digits(&set, "024", 0); /* of the even places, where 0 2 4 6 8 stand */
    CHECK_INT(set.n, 55);
    for (int i = 0; i < 3; i++) CHECK_INT(set.targets[i], HWR_TARGET_OTHER + '0' + 2 * i);
    for (int i = 0; i < 3; i++) CHECK_INT(set.images[i * HWR_PIXELS], 2 * i);
    CHECK_INT(set.targets[3], 0);
    hwr_dataset_keep_digits(&set, "0123456789", 1);
    CHECK_INT(set.n, 53);
    CHECK_INT(set.targets[0], HWR_TARGET_OTHER + '0' + 2);
    CHECK_INT(hwr_target_fold(letters37(), HWR_TARGET_NOTHING), -1);
    CHECK_INT(hwr_target_fold(letters37(), HWR_TARGET_OTHER + '0' + 3), -1);
    CHECK_INT(hwr_target_fold(letters37(), 26), 0); /* 'a' */
    CHECK_INT(hwr_target_fold(letters37(), 37), -1);
    CHECK_INT(hwr_target_fold(letters37(), HWR_TARGET_GROUP + 26), -1);
    hwr_dataset_free(&set);
}

/* Refusals leave the set as it was. */
static void test_refusals(void) {
    hwr_dataset set = {0};
    size_t where;
    CHECK_INT(append(&set, &where, 3, 10, "merge47", 0), HWR_OK);
    CHECK_INT(append(&set, &where, 20, 30, "merge47", 0), HWR_ERR_LABELS);
    CHECK_INT(where, 17);
    CHECK_INT(append(&set, &where, 1, 0, "letters26", 0), HWR_ERR_LABELS);
    CHECK_INT(append(&set, &where, 4, 25, "letters26", 0), HWR_ERR_LABELS);
    CHECK_INT(where, 2);
    CHECK_INT(append(&set, &where, 2, 61, "byclass62", 1), HWR_ERR_LABELS);
    CHECK_INT(where, 1);

    hwr_idx images, labels;
    CHECK_INT(hwr_idx_parse(&images, &where, image_file, make_images(3)), HWR_OK);
    CHECK_INT(hwr_idx_parse(&labels, &where, label_file, make_labels(2, 10)), HWR_OK);
    hwr_mapping merge;
    const hwr_reading reading = {&merge, letters37(), 0, 0};
    CHECK_INT(hwr_mapping_builtin(&merge, "merge47"), HWR_OK);
    CHECK_INT(hwr_dataset_append_idx(&set, &where, NULL, &images, &labels, &reading),
              HWR_ERR_SHAPE);
    CHECK_INT(hwr_dataset_append_idx(&set, &where, NULL, &labels, &labels, &reading),
              HWR_ERR_SHAPE);
    CHECK_INT(hwr_dataset_append_idx(&set, &where, NULL, &images, &images, &reading),
              HWR_ERR_SHAPE);
    labels.dims[0] = 3;
    images.dims[1] = 14;
    CHECK_INT(hwr_dataset_append_idx(&set, &where, NULL, &images, &labels, &reading),
              HWR_ERR_SHAPE);

    CHECK_INT(hwr_dataset_reserve(&set, SIZE_MAX), HWR_ERR_MEMORY);
    CHECK_INT(hwr_dataset_reserve(&set, SIZE_MAX / HWR_PIXELS - 1), HWR_ERR_MEMORY);
    CHECK_INT(set.n, 3);
    CHECK_INT(set.targets[2], 2);
    CHECK_INT(set.images[2 * HWR_PIXELS], 2);
    hwr_dataset_free(&set);
}

/* Upright images are copied as they are. Characters stand taller than wide; lying ones do not. */
static void test_upright(void) {
    hwr_dataset upright = {0}, lying = {0};
    hwr_idx images;
    size_t where;
    CHECK_INT(hwr_idx_parse(&images, &where, image_file, make_images(3)), HWR_OK);
    memset(image_file + IMAGE_HEADER, 0, 3 * HWR_PIXELS);
    for (int i = 0; i < 3; i++) /* a bar of 5 by 20 */
        for (int y = 4; y < 24; y++)
            memset(image_file + IMAGE_HEADER + i * HWR_PIXELS + y * HWR_SIDE + 10, 200, 5);
    CHECK_INT(hwr_dataset_append_images(&upright, &images, 1), HWR_OK);
    CHECK_INT(hwr_dataset_append_images(&lying, &images, 0), HWR_OK);
    CHECK(memcmp(upright.images, image_file + IMAGE_HEADER, 3 * HWR_PIXELS) == 0);
    CHECK(memcmp(lying.images, upright.images, 3 * HWR_PIXELS) != 0);
    CHECK_INT(upright.targets[2], HWR_TARGET_UNKNOWN);
    CHECK_NEAR(hwr_dataset_tallness(upright.images, 3), 15, 0);
    CHECK_NEAR(hwr_dataset_tallness(lying.images, 3), -15, 0);
    CHECK_NEAR(hwr_dataset_tallness(lying.images, 0), 0, 0);
    images.dims[2] = 14;
    CHECK_INT(hwr_dataset_append_images(&lying, &images, 0), HWR_ERR_SHAPE);
    hwr_dataset_free(&upright);
    hwr_dataset_free(&lying);
}

int main(void) {
    test_idx();
    test_upright();
    test_transposition();
    test_labels();
    test_refusals();
    return check_done("dataset");
}
