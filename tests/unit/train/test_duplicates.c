/* Dropping copies: of test images, and of each other. */
#include "train/data/duplicates.h"

#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"

enum { N = 300 };

int main(void) {
    static uint8_t images[N * HWR_PIXELS], banned_images[2 * HWR_PIXELS];
    static uint16_t targets[N], none[2];
    hwr_dropped dropped;
    for (int i = 0; i < N; i++) { /* image i and i + 100 are equal: three copies of each */
        images[i * HWR_PIXELS + 5 * (i % 100) + 17] = 255;
        targets[i] = (uint16_t)(i % 37);
    }
    targets[7] = HWR_TARGET_GROUP + 7; /* the copy at 107 knows its case */
    targets[107] = 7;
    for (int k = 0; k < 2; k++)
        memcpy(banned_images + k * HWR_PIXELS, images + k * HWR_PIXELS, HWR_PIXELS);
    images[3 * HWR_PIXELS] = 1; /* differs from its copies in one pixel */
    hwr_dataset set = {images, targets, N, N}, banned = {banned_images, none, 2, 2};

    CHECK_INT(hwr_dataset_drop_duplicates(&set, &dropped, &banned), HWR_OK);
    CHECK_INT(dropped.banned, 6);
    CHECK_INT(set.n, 99); /* 100 - 2 banned + 1 that differs */
    CHECK_INT(dropped.repeats, N - 6 - 99);
    for (size_t i = 0; i < set.n; i++) {
        for (size_t j = 0; j < i; j++)
            CHECK(memcmp(set.images + i * HWR_PIXELS, set.images + j * HWR_PIXELS, HWR_PIXELS) !=
                  0);
        for (int b = 0; b < 2; b++)
            CHECK(memcmp(set.images + i * HWR_PIXELS, banned_images + b * HWR_PIXELS, HWR_PIXELS) !=
                  0);
        CHECK(set.targets[i] < CLASSES);
    }
    CHECK_INT(set.targets[0], 2); /* order kept */
    CHECK_INT(hwr_dataset_drop_duplicates(&set, &dropped, NULL), HWR_OK);
    CHECK_INT(dropped.banned + dropped.repeats, 0);
    CHECK_INT(set.n, 99);
    hwr_dataset empty = {0};
    CHECK_INT(hwr_dataset_drop_duplicates(&empty, &dropped, &banned), HWR_OK);
    return check_done("duplicates");
}
