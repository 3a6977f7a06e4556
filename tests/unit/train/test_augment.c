/* What the distortions of training compute: images and pen strokes against the geometry in
 * double, point by point, from the same random numbers. */
#include "train/data/augment.h"

#include <string.h>

#include "unit/check.h"
#include "train/data/pen.h"

enum { SIDE = HWR_SIDE, TRIALS = 40, STROKE = 12 };

static const double degree = 3.14159265358979 / 180;
static const double middle = (SIDE - 1) / 2.0;

static uint8_t image[HWR_PIXELS];

/* Blobs off the centre, nothing of them symmetric. */
static void make_image(void) {
    for (int i = 0; i < HWR_PIXELS; i++) {
        double x = i % SIDE, y = i / SIDE;
        double a = (x - 9) * (x - 9) / 20 + (y - 8) * (y - 8) / 60;
        double b = (x - 17) * (x - 17) / 30 + (y - 20) * (y - 20) / 8;
        image[i] = (uint8_t)(255 * exp(-a) > 90 ? 255 * exp(-a) : 255 * exp(-b));
    }
}

/* ---- Images ---------------------------------------------------------------- */

/* Bilinear, zero outside. */
static double sample(double x, double y) {
    int left = (int)floor(x), top = (int)floor(y);
    double sum = 0;
    for (int k = 0; k < 4; k++) {
        int px = left + k % 2, py = top + k / 2;
        if (px < 0 || py < 0 || px >= SIDE || py >= SIDE) continue;
        sum += (1 - fabs(x - px)) * (1 - fabs(y - py)) * image[py * SIDE + px];
    }
    return sum;
}

/* Of a 5x5 grid whose corners are the image's. */
static double grid_at(float grid[5][5], int x, int y) {
    double u = x * 4.0 / (SIDE - 1), v = y * 4.0 / (SIDE - 1), sum = 0;
    for (int j = 0; j < 5; j++)
        for (int i = 0; i < 5; i++)
            sum += fmax(0, 1 - fabs(u - i)) * fmax(0, 1 - fabs(v - j)) * (double)grid[j][i];
    return sum;
}

static double random_in(hwr_rng *rng, float limit) {
    return (double)hwr_rng_range(rng, -limit, limit);
}

/* Each output pixel's place: rotated, sheared along x, scaled, moved, displaced. */
static void warp_in_double(double *out, const hwr_augment *o, hwr_rng *rng) {
    float grid[2][5][5] = {{{0}}};
    double angle = random_in(rng, o->rotate) * degree, shear = random_in(rng, o->shear);
    double size = random_in(rng, o->scale), aspect = random_in(rng, o->aspect) / 2;
    double move_x = random_in(rng, o->shift), move_y = random_in(rng, o->shift);
    if (o->elastic > 0 && hwr_rng_unit(rng) < o->elastic_chance)
        for (int i = 0; i < 50; i++) (&grid[0][0][0])[i] = o->elastic * hwr_rng_normal(rng);
    for (int i = 0; i < HWR_PIXELS; i++) {
        double x = i % SIDE - middle, y = i / SIDE - middle;
        double turned_x = cos(angle) * x - sin(angle) * y, turned_y = sin(angle) * x + cos(angle) * y;
        x = (turned_x + shear * turned_y) / exp(size + aspect);
        y = turned_y / exp(size - aspect);
        out[i] = sample(x + middle + move_x + grid_at(grid[0], i % SIDE, i / SIDE),
                        y + middle + move_y + grid_at(grid[1], i % SIDE, i / SIDE));
    }
}

/* Towards the largest, or the smallest, of the 3x3 pixels around each. */
static void weigh_in_double(double *out, const hwr_augment *o, hwr_rng *rng) {
    double from[HWR_PIXELS];
    if (hwr_rng_unit(rng) >= o->weight_chance) return;
    int bolder = hwr_rng_unit(rng) < 0.5f;
    double blend = (double)hwr_rng_range(rng, 0, o->weight);
    memcpy(from, out, sizeof from);
    for (int i = 0; i < HWR_PIXELS; i++) {
        double extreme = from[i];
        for (int k = 0; k < 9; k++) {
            int x = i % SIDE + k % 3 - 1, y = i / SIDE + k / 3 - 1;
            if (x < 0 || y < 0 || x >= SIDE || y >= SIDE) continue;
            double v = from[y * SIDE + x];
            extreme = bolder ? fmax(extreme, v) : fmin(extreme, v);
        }
        out[i] += blend * (extreme - out[i]);
    }
}

static void check_images(const char *what, const hwr_augment *options) {
    double worst = 0, moved = 0;
    for (uint64_t n = 0; n < TRIALS; n++) {
        uint8_t out[HWR_PIXELS];
        double expected[HWR_PIXELS], top = 1;
        hwr_rng rng = hwr_rng_stream(3, 0, n, 0), same = rng;
        hwr_augment_image(out, image, options, &rng);
        warp_in_double(expected, options, &same);
        weigh_in_double(expected, options, &same);
        CHECK(rng.state == same.state);
        for (int i = 0; i < HWR_PIXELS; i++) top = fmax(top, expected[i]);
        for (int i = 0; i < HWR_PIXELS; i++) {
            worst = fmax(worst, fabs(expected[i] * 255 / top - out[i]));
            moved += abs(out[i] - image[i]);
        }
    }
    if (worst > 1) printf("%s: off by %.2f levels\n", what, worst);
    CHECK(worst <= 1);
    CHECK(moved > TRIALS * HWR_PIXELS / 4);
}

static void check_distortions(void) {
    check_images("rotation", &(hwr_augment){.rotate = 25});
    check_images("shear", &(hwr_augment){.shear = 0.3f});
    check_images("scale", &(hwr_augment){.scale = 0.3f});
    check_images("aspect", &(hwr_augment){.aspect = 0.4f});
    check_images("shift", &(hwr_augment){.shift = 3});
    check_images("elastic", &(hwr_augment){.elastic = 1.2f, .elastic_chance = 0.8f});
    check_images("weight", &(hwr_augment){.weight = 0.8f, .weight_chance = 0.9f});
    hwr_augment all = hwr_augment_strength(1.5f);
    check_images("all", &all);
}

/* Twice as strong is twice as far; the weight, which is a share, stays one. */
static void check_strength(void) {
    hwr_augment one = hwr_augment_strength(1), two = hwr_augment_strength(2);
    hwr_augment half = hwr_augment_scaled(&one, 0.5f);
    const float *const a[] = {&one.rotate, &one.shear, &one.scale, &one.aspect, &one.shift, &one.elastic};
    const float *const b[] = {&two.rotate, &two.shear, &two.scale, &two.aspect, &two.shift, &two.elastic};
    const float *const c[] = {&half.rotate, &half.shear, &half.scale, &half.aspect, &half.shift, &half.elastic};
    for (int i = 0; i < 6; i++) {
        CHECK(*a[i] > 0);
        CHECK_NEAR(*b[i], 2 * *a[i], 1e-6);
        CHECK_NEAR(*c[i], 0.5 * (double)*a[i], 1e-6);
    }
    CHECK_NEAR(two.weight, one.weight, 0);
    CHECK_NEAR(hwr_augment_strength(0.5f).weight, 0.5 * (double)one.weight, 1e-6);
    CHECK_NEAR(half.weight_chance, one.weight_chance, 0);
    CHECK_NEAR(half.elastic_chance, one.elastic_chance, 0);
    hwr_pen_options pen = hwr_pen_strength(1), twice = hwr_pen_strength(2);
    const float *const d[] = {&pen.width, &pen.rotate, &pen.shear, &pen.aspect, &pen.wobble, &pen.tremor};
    const float *const e[] = {&twice.width, &twice.rotate, &twice.shear, &twice.aspect, &twice.wobble, &twice.tremor};
    for (int i = 0; i < 6; i++) {
        CHECK(*d[i] > 0);
        CHECK_NEAR(*e[i], 2 * *d[i], 1e-6);
    }
}

/* ---- Pen strokes ------------------------------------------------------------ */

/* Of a 4x4 grid over the letter's box. */
static double wobble_at(float grid[4][4], double u, double v) {
    double sum = 0;
    for (int j = 0; j < 4; j++)
        for (int i = 0; i < 4; i++)
            sum += fmax(0, 1 - fabs(3 * u - i)) * fmax(0, 1 - fabs(3 * v - j)) * (double)grid[j][i];
    return sum;
}

/* Box units, wobble and tremor, then shear, aspect and rotation. */
static void bend_in_double(double *out, const float *xy, const hwr_pen_options *o, hwr_rng *rng) {
    float grid[2][4][4];
    double angle = random_in(rng, o->rotate) * degree, shear = random_in(rng, o->shear);
    double wide = exp(random_in(rng, o->aspect));
    (void)random_in(rng, o->width);
    for (int i = 0; i < 32; i++) (&grid[0][0][0])[i] = o->wobble * hwr_rng_normal(rng);
    for (int k = 0; k < STROKE; k++) { /* the box is 100..340 by 50..250 */
        double u = ((double)xy[2 * k] - 100) / 240, v = ((double)xy[2 * k + 1] - 50) / 240;
        double x = u + wobble_at(grid[0], u, v), y = v + wobble_at(grid[1], u, v);
        x += (double)(o->tremor * hwr_rng_normal(rng));
        y += (double)(o->tremor * hwr_rng_normal(rng));
        x = wide * (x - shear * y);
        out[2 * k] = cos(angle) * x - sin(angle) * y;
        out[2 * k + 1] = sin(angle) * x + cos(angle) * y;
    }
}

/* The pen's own width, up to exp(0.5) times the usual one. */
static void check_pen_width(const hwr_stroke_set *set, float *points) {
    static hwr_preprocess pre, expected;
    const hwr_pen_options options = {.width = 0.5f};
    for (uint64_t n = 0; n < TRIALS; n++) {
        hwr_pen pen = hwr_pen_default;
        hwr_rng rng = hwr_rng_stream(6, 0, n, 0), same = rng;
        CHECK_INT(hwr_pen_draw(&pre, set, 0, &options, HWR_AS_WRITTEN, &rng, points), HWR_OK);
        for (int i = 0; i < 3; i++) (void)hwr_rng_unit(&same);
        pen.width *= (float)exp(random_in(&same, 0.5f));
        CHECK_INT(hwr_preprocess_strokes(&expected, points, set->lengths, 2, &pen), HWR_OK);
        int different = 0;
        for (int i = 0; i < HWR_INK_PIXELS; i++) different += pre.ink[i] != expected.ink[i];
        CHECK(different <= 4); /* the exponential of another library */
    }
}

static void check_pen(void) {
    static hwr_preprocess pre, plain;
    static float xy[2 * STROKE], points[2 * STROKE];
    static uint32_t lengths[] = {5, STROKE - 5};
    static uint16_t target[] = {0};
    static const size_t first_point[] = {0, STROKE}, first_stroke[] = {0, 2};
    const hwr_stroke_set set = {xy, lengths, first_point, first_stroke, target, NULL, 1};
    const hwr_pen_options options = hwr_pen_strength(1), none = {0};
    double worst = 0, wider = 0, thinner = 0;
    for (int k = 0; k < STROKE; k++) {
        xy[2 * k] = (float)(k == 0 ? 100 : k == 7 ? 340 : 130 + 15 * k);
        xy[2 * k + 1] = (float)(k == 3 ? 50 : k == 9 ? 250 : 60 + k * k);
    }
    hwr_rng unused = hwr_rng_stream(1, 0, 0, 0);
    CHECK_INT(hwr_pen_draw(&plain, &set, 0, &none, HWR_AS_WRITTEN, &unused, points), HWR_OK);
    CHECK_INT(hwr_preprocess_strokes(&pre, xy, lengths, 2, &hwr_pen_default), HWR_OK);
    CHECK(memcmp(pre.image, plain.image, HWR_PIXELS) == 0);
    for (uint64_t n = 0; n < TRIALS; n++) {
        double expected[2 * STROKE];
        hwr_rng rng = hwr_rng_stream(4, 0, n, 0), same = rng;
        CHECK_INT(hwr_pen_draw(&pre, &set, 0, &options, HWR_AS_WRITTEN, &rng, points), HWR_OK);
        bend_in_double(expected, xy, &options, &same);
        CHECK(rng.state == same.state);
        for (int k = 0; k < 2 * STROKE; k++)
            worst = fmax(worst, fabs(expected[k] - (double)points[k]));
        int ink = 0, before = 0;
        for (int i = 0; i < HWR_PIXELS; i++) ink += pre.image[i] > 127, before += plain.image[i] > 127;
        wider += ink > before;
        thinner += ink < before;
    }
    CHECK_NEAR(worst, 0, 1e-5);
    check_pen_width(&set, points);
    CHECK(wider > TRIALS / 5 && thinner > TRIALS / 5);
    CHECK_INT(hwr_stroke_set_longest(&set), STROKE);
}

/* Known answers of splitmix64 (Steele, Lea and Flood 2014), and the shape of what is made of it. */
static void check_random(void) {
    hwr_rng rng = {0};
    double mean = 0, square = 0, low = 1, high = 0;
    CHECK(hwr_rng_next(&rng) == UINT64_C(0xe220a8397b1dcdaf));
    CHECK(hwr_rng_next(&rng) == UINT64_C(0x6e789e6aa1b965f4));
    CHECK(hwr_rng_next(&rng) == UINT64_C(0x06c45d188009454f));
    for (int i = 0; i < 20000; i++) {
        double x = (double)hwr_rng_normal(&rng), u = (double)hwr_rng_unit(&rng);
        mean += x / 20000;
        square += x * x / 20000;
        low = fmin(low, u);
        high = fmax(high, u);
    }
    CHECK_NEAR(mean, 0, 0.03);
    CHECK_NEAR(square, 1, 0.03);
    CHECK(low >= 0 && low < 0.001 && high < 1 && high > 0.999);
    for (uint64_t i = 0; i < 3; i++) { /* a stream of its own for each purpose, a and b */
        hwr_rng one = hwr_rng_stream(1, 2, 3, 4),
                other = hwr_rng_stream(1, 2 + (i == 0), 3 + (i == 1), 4 + (i == 2));
        CHECK(hwr_rng_next(&one) != hwr_rng_next(&other));
    }
}

int main(void) {
    make_image();
    check_random();
    check_distortions();
    check_strength();
    check_pen();
    return check_done("augment");
}
