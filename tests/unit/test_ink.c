/* Ink to image: the recipe's steps against what they are defined as, and the pixel
 * values that EMNIST's own files hold. */
#include "hwr.h"

#include <math.h>
#include <string.h>

#include "check.h"

static hwr_preprocess pre;

static void fill(int left, int top, int right, int bottom, int level) {
    memset(&pre, 0x55, sizeof pre);
    memset(pre.ink, 0, sizeof pre.ink);
    for (int y = top; y < bottom; y++) {
        memset(pre.ink + y * HWR_INK_SIDE + left, level, (size_t)(right - left));
    }
}

/* An edge as in the published images. Their most frequent values between 0 and
 * 254 are 4, 127 and 250, then 37 and 217: an edge on a pixel's centre, or on its rim. */
static void check_edges(void) {
    fill(40, 41, 62, 87, 255); /* 46 high: 56 with tails and border, two pixels to one */
    CHECK_INT(hwr_preprocess_ink(&pre), HWR_OK);
    CHECK_INT(pre.left, 37);
    CHECK_INT(pre.top, 38);
    CHECK_INT(pre.right, 65);
    CHECK_INT(pre.bottom, 90);
    const uint8_t *middle = pre.image + 14 * HWR_SIDE;
    static const int row[] = {4, 127, 250, 254, 254}; /* columns 7 to 11 */
    for (int i = 0; i < 5; i++) CHECK_NEAR(middle[7 + i], row[i], 1);
    for (int i = 0; i < HWR_SIDE; i++) CHECK_INT(middle[i], middle[HWR_SIDE - 1 - i]);

    fill(40, 41, 60, 87, 255);
    CHECK_INT(hwr_preprocess_ink(&pre), HWR_OK);
    static const int rim[] = {0, 37, 217, 254, 254}; /* columns 7 to 11 */
    for (int i = 0; i < 5; i++) CHECK_NEAR(middle[7 + i], rim[i], 3);
}

/* Twice the Gaussian, in double. */
static void check_blur(void) {
    memset(pre.ink, 0, sizeof pre.ink);
    for (int i = 0; i < HWR_INK_PIXELS; i += 37) pre.ink[i] = (uint8_t)(i % 256);
    CHECK_INT(hwr_preprocess_ink(&pre), HWR_OK);
    double worst = 0;
    for (int y = 10; y < 118; y++) {
        for (int x = 10; x < 118; x++) {
            double sum = 0;
            for (int dy = -5; dy <= 5; dy++) {
                for (int dx = -5; dx <= 5; dx++) {
                    sum += pre.ink[(y + dy) * HWR_INK_SIDE + x + dx] *
                           exp(-(dx * dx + dy * dy) / 2.0) / 6.283185307;
                }
            }
            worst = fmax(worst, fabs(sum - 0.5 - pre.blurred[y * HWR_INK_SIDE + x]));
        }
    }
    CHECK_NEAR(worst, 0, 0.7); /* whole levels, rounded down */
}

/* Wherever the ink lies and however large it is: the box, the maximum, the border. */
static void check_shapes(void) {
    static const int shapes[][4] = {
        {0, 0, 128, 128}, {0, 0, 1, 1},     {127, 127, 128, 128},
        {64, 0, 65, 128}, {0, 64, 128, 65}, {0, 0, 128, 1},
        {30, 20, 33, 90}, {1, 1, 127, 127}, {50, 50, 51, 51},
    };
    for (int k = 0; k < 9; k++) {
        const int *s = shapes[k];
        fill(s[0], s[1], s[2], s[3], 255);
        CHECK_INT(hwr_preprocess_ink(&pre), HWR_OK);
        /* A tail of 3 pixels, 2 where the ink is one pixel thin. */
        CHECK_NEAR(pre.left, s[0] > 3 ? s[0] - 2.5 : 0, 0.5);
        CHECK_NEAR(pre.bottom, s[3] < 125 ? s[3] + 2.5 : 128, 0.5);
        int maximum = 0, rim = 0;
        for (int i = 0; i < HWR_PIXELS; i++) {
            int x = i % HWR_SIDE, y = i / HWR_SIDE;
            maximum = pre.image[i] > maximum ? pre.image[i] : maximum;
            if ((x == 0 || y == 0 || x == 27 || y == 27) && pre.image[i] > rim) rim = pre.image[i];
        }
        CHECK_INT(maximum, 255);
        if (s[0] > 3 && s[1] > 3 && s[2] < 125 && s[3] < 125) CHECK(rim < 40);
    }
}

static void check_empty(void) {
    static const hwr_preprocess zero;
    fill(0, 0, 0, 0, 0);
    CHECK_INT(hwr_preprocess_ink(&pre), HWR_EMPTY);
    CHECK(memcmp(&pre, &zero, sizeof pre) == 0);
    fill(60, 60, 61, 61, 3); /* blurred to less than one level */
    CHECK_INT(hwr_preprocess_ink(&pre), HWR_EMPTY);
    CHECK(memcmp(&pre, &zero, sizeof pre) == 0);
    fill(60, 60, 70, 80, 9); /* faint, but stretched to the full range */
    CHECK_INT(hwr_preprocess_ink(&pre), HWR_OK);
    int maximum = 0;
    for (int i = 0; i < HWR_PIXELS; i++) maximum = pre.image[i] > maximum ? pre.image[i] : maximum;
    CHECK_INT(maximum, 255);
}

int main(void) {
    check_edges();
    check_blur();
    check_shapes();
    check_empty();
    return check_done("ink");
}
