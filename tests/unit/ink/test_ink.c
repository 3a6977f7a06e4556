/* Ink to image: the recipe's steps against what they are defined as, and the pixel
 * values that EMNIST's own files hold. */
#include "hwr.h"

#include <math.h>
#include <string.h>

#include "unit/check.h"

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

/* The Gaussian in double, up to the rim of the frame: what leaves it is lost. */
static void check_blur(void) {
    memset(pre.ink, 0, sizeof pre.ink);
    for (int i = 0; i < HWR_INK_PIXELS; i += 37) pre.ink[i] = (uint8_t)(i % 256);
    CHECK_INT(hwr_preprocess_ink(&pre), HWR_OK);
    double worst = 0;
    for (int i = 0; i < HWR_INK_PIXELS; i++) {
        double sum = 0;
        for (int k = 0; k < 121; k++) {
            int dx = k % 11 - 5, dy = k / 11 - 5;
            int x = i % HWR_INK_SIDE + dx, y = i / HWR_INK_SIDE + dy;
            if (x < 0 || y < 0 || x >= HWR_INK_SIDE || y >= HWR_INK_SIDE) continue;
            sum += pre.ink[y * HWR_INK_SIDE + x] * exp(-(dx * dx + dy * dy) / 2.0) / 6.283185307;
        }
        /* whole levels, rounded down */
        worst = fmax(worst, sum < 0.5 ? pre.blurred[i] - sum : fabs(sum - 0.5 - pre.blurred[i]));
    }
    CHECK_NEAR(worst, 0, 0.7);
}

/* Keys' cubic convolution kernel, a = -1/2. */
static double cubic(double t) {
    t = fabs(t);
    if (t < 1) return 1.5 * t * t * t - 2.5 * t * t + 1;
    return t < 2 ? -0.5 * t * t * t + 2.5 * t * t - 4 * t + 2 : 0;
}

/* The weight of column (or row) p of the frame in column i of the image, where a square of
 * `side` pixels begins at `origin`. */
static double weight_of(int p, int i, int origin, int side) {
    double step = side / 28.0, wide = step > 2 ? step / 2 : 1, sum = 0;
    double centre = origin + (i + 0.5) * step - 0.5;
    for (int k = origin - side; k < origin + 2 * side; k++) sum += cubic((k - centre) / wide);
    return cubic((p - centre) / wide) / sum;
}

/* The box in pre.blurred to 28x28 in double: a square with a border of 2, bicubic, what over-
 * and undershoots clamped, the maximum at 255. Returns the most negative sum. */
static double reduce_in_double(double image[HWR_PIXELS]) {
    static double across[HWR_SIDE][HWR_INK_SIDE], down[HWR_SIDE][HWR_INK_SIDE];
    int width = pre.right - pre.left, height = pre.bottom - pre.top;
    int side = (width > height ? width : height) + 4;
    int left = pre.left - (side - width + 1) / 2, top = pre.top - (side - height + 1) / 2;
    double least = 0, most = 0;
    for (int i = 0; i < HWR_SIDE; i++)
        for (int p = 0; p < HWR_INK_SIDE; p++) {
            across[i][p] = weight_of(p, i, left, side);
            down[i][p] = weight_of(p, i, top, side);
        }
    for (int i = 0; i < HWR_PIXELS; i++) {
        double sum = 0;
        for (int y = 0; y < HWR_INK_SIDE; y++)
            for (int x = 0; x < HWR_INK_SIDE; x++)
                sum += down[i / HWR_SIDE][y] * across[i % HWR_SIDE][x] *
                       pre.blurred[y * HWR_INK_SIDE + x];
        least = fmin(least, sum);
        image[i] = floor(sum < 0 ? 0 : sum > 255 ? 255 : sum);
        most = fmax(most, image[i]);
    }
    for (int i = 0; i < HWR_PIXELS; i++) image[i] *= 255 / most;
    return least;
}

static void check_reduction(void) {
    static const int shapes[][4] = {
        {0, 0, 128, 128}, {0, 0, 9, 128},   {64, 0, 65, 128}, {0, 30, 128, 70}, {60, 60, 68, 70},
        {30, 20, 33, 90}, {1, 1, 127, 127}, {50, 50, 51, 51}, {40, 41, 62, 87}, {120, 90, 128, 128},
    };
    double image[HWR_PIXELS], least = 0;
    for (int k = 0; k < 10; k++) {
        const int *s = shapes[k];
        fill(s[0], s[1], s[2], s[3], 255);
        CHECK_INT(hwr_preprocess_ink(&pre), HWR_OK);
        least = fmin(least, reduce_in_double(image));
        double worst = 0;
        for (int i = 0; i < HWR_PIXELS; i++) worst = fmax(worst, fabs(image[i] - pre.image[i]));
        if (worst > 3) printf("shape %d: off by %.1f levels\n", k, worst);
        CHECK(worst <= 3);
    }
    CHECK(least < -2); /* a whole level at least, so that the clamp is needed */
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
    check_reduction();
    check_empty();
    return check_done("ink");
}
