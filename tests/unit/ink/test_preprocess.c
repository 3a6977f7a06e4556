/* Do letters made from strokes look like EMNIST's? Real images (merge37-train) beside
 * real strokes (unipen-train) drawn with hwr_pen_default, as a table of what can be
 * measured; the tolerances would catch a wrong border, blur, pen or resampling.
 * Skipped where HWR_DATA does not name the data. */
#include "io/dataio.h"
#include "io/files.h"
#include "io/strokes.h"
#include "train/data/dataset.h"

#include <string.h>

#include "unit/check.h"

enum { MAX_IMAGES = 6000, IMAGE_STEP = 17, LETTER_STEP = 11 };

typedef struct figures {
    int n;
    double mean;                          /* grey level */
    double above_0, above_127, above_249; /* share of the frame */
    double top, bottom, left, right;      /* margins, pixels */
    double side_24_to_26;                 /* share of letters whose longer side is that */
    double shorter;                       /* side, mean */
    double thin, width, thick;            /* stroke width, 5, 50 and 95 percent */
    double slope;                         /* 90th percentile of neighbours' differences */
    double levels[8];                     /* share of the ink in 1..31, 32..63, ... */
} figures;

static double widths[MAX_IMAGES];
static uint32_t slopes[256];
static tool_error error;

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* 2 area / perimeter above 127; pi / 4 of the pixel edges is the perimeter. */
static double stroke_width(const uint8_t *image) {
    int area = 0, edges = 0;
    for (int y = 0; y < HWR_SIDE; y++) {
        for (int x = 0; x < HWR_SIDE; x++) {
            const uint8_t *p = image + y * HWR_SIDE + x;
            if (*p <= 127) continue;
            area++;
            edges += x == 0 || p[-1] <= 127;
            edges += x == HWR_SIDE - 1 || p[1] <= 127;
            edges += y == 0 || p[-HWR_SIDE] <= 127;
            edges += y == HWR_SIDE - 1 || p[HWR_SIDE] <= 127;
        }
    }
    return edges ? 2.0 * area / (edges * 0.785398) : 0;
}

static void add(figures *f, const uint8_t *image) {
    int left = HWR_SIDE, top = HWR_SIDE, right = 0, bottom = 0, maximum = 0;
    for (int i = 0; i < HWR_PIXELS; i++) {
        int x = i % HWR_SIDE, y = i / HWR_SIDE, v = image[i];
        maximum = v > maximum ? v : maximum;
        f->mean += v;
        f->above_0 += v > 0;
        f->above_127 += v > 127;
        f->above_249 += v > 249;
        if (v) f->levels[v / 32]++;
        if (x && v != image[i - 1])
            slopes[v > image[i - 1] ? v - image[i - 1] : image[i - 1] - v]++;
        if (!v) continue;
        left = x < left ? x : left;
        right = x + 1 > right ? x + 1 : right;
        top = y < top ? y : top;
        bottom = y + 1;
    }
    int width = right - left, height = bottom - top;
    int longer = width > height ? width : height;
    CHECK_INT(maximum, 255);
    f->left += left;
    f->top += top;
    f->right += HWR_SIDE - right;
    f->bottom += HWR_SIDE - bottom;
    f->side_24_to_26 += longer >= 24 && longer <= 26;
    f->shorter += width < height ? width : height;
    widths[f->n++] = stroke_width(image);
}

static void finish(figures *f) {
    double *per_image[] = {&f->left,   &f->top,           &f->right,
                           &f->bottom, &f->side_24_to_26, &f->shorter};
    double *per_pixel[] = {&f->mean, &f->above_127, &f->above_249};
    for (int i = 0; i < 6; i++) *per_image[i] /= f->n;
    for (int i = 0; i < 8; i++) f->levels[i] /= f->above_0;
    for (int i = 0; i < 3; i++) *per_pixel[i] /= (double)f->n * HWR_PIXELS;
    f->above_0 /= (double)f->n * HWR_PIXELS;
    qsort(widths, (size_t)f->n, sizeof widths[0], ascending);
    f->thin = widths[f->n / 20];
    f->width = widths[f->n / 2];
    f->thick = widths[f->n - 1 - f->n / 20];
    uint64_t total = 0, sum = 0;
    for (int i = 0; i < 256; i++) total += slopes[i];
    for (int i = 0; i < 256 && sum < total * 9 / 10; i++) {
        sum += slopes[i];
        f->slope = i;
    }
    memset(slopes, 0, sizeof slopes);
}

static int measure_images(figures *f, const char *data) {
    char path[1024];
    tool_bytes bytes;
    hwr_idx images;
    size_t where;
    snprintf(path, sizeof path, "%s/emnist/merge37-train-images-idx3-ubyte.gz", data);
    if (tool_read_file(&bytes, path, TOOL_MAX_IMAGES, &error)) return -1;
    CHECK_INT(hwr_idx_parse(&images, &where, bytes.data, bytes.length), HWR_OK);
    for (size_t i = 0; i < images.dims[0] && f->n < MAX_IMAGES; i += IMAGE_STEP) {
        uint8_t upright[HWR_PIXELS];
        for (int k = 0; k < HWR_PIXELS; k++) {
            upright[k] =
                images.data[i * HWR_PIXELS + (size_t)(k % HWR_SIDE * HWR_SIDE + k / HWR_SIDE)];
        }
        add(f, upright);
    }
    free(bytes.data);
    finish(f);
    return 0;
}

static int measure_strokes(figures *f, const char *data) {
    static hwr_preprocess pre;
    char path[1024];
    tool_strokes set = {0};
    snprintf(path, sizeof path, "%s/pen/unipen-train.ndjson.gz", data);
    if (tool_load_strokes(&set, path, &error)) return -1;
    for (size_t i = 0; i < set.n && f->n < MAX_IMAGES; i += LETTER_STEP) {
        size_t first = set.first_stroke[i];
        hwr_status status =
            hwr_preprocess_strokes(&pre, set.xy + 2 * set.first_point[i], set.lengths + first,
                                   set.first_stroke[i + 1] - first, &hwr_pen_default);
        CHECK_INT(status, HWR_OK);
        if (status == HWR_OK) add(f, pre.image);
    }
    tool_strokes_free(&set);
    finish(f);
    return 0;
}

static void compare(const char *name, double real, double made, double tolerance) {
    printf("%-34s %8.3f %8.3f  within %g\n", name, real, made, tolerance);
    CHECK_NEAR(made, real, tolerance);
}

int main(void) {
    static figures real, made;
    const char *data = getenv("HWR_DATA");
    if (!data || !*data) {
        printf("HWR_DATA is not set: skipped\n");
        return CHECK_SKIPPED;
    }
    if (measure_images(&real, data) || measure_strokes(&made, data)) {
        printf("%s\n", error.text);
        return EXIT_FAILURE;
    }
    printf("%-34s %8s %8s\n", "", "EMNIST", "strokes");
    printf("%-34s %8d %8d\n", "letters", real.n, made.n);
    compare("mean grey level", real.mean, made.mean, 1.5);
    compare("share above 0", real.above_0, made.above_0, 0.015);
    compare("share above 127", real.above_127, made.above_127, 0.006);
    compare("share above 249", real.above_249, made.above_249, 0.006);
    compare("stroke width, median", real.width, made.width, 0.1);
    compare("stroke width, 5 %", real.thin, made.thin, 1.0); /* one pen here, many there */
    compare("stroke width, 95 %", real.thick, made.thick, 1.3);
    compare("longer side 24 to 26", real.side_24_to_26, made.side_24_to_26, 0.03);
    compare("shorter side, mean", real.shorter, made.shorter, 1.5);
    compare("top margin less bottom", real.top - real.bottom, made.top - made.bottom, 0.25);
    compare("left margin less right", real.left - real.right, made.left - made.right, 0.25);
    compare("top margin", real.top, made.top, 1);
    compare("steepest tenth of slopes", real.slope, made.slope, 15);
    for (int i = 0; i < 8; i++) {
        char name[40];
        snprintf(name, sizeof name, "share of ink at %d to %d", i * 32 + !i, i * 32 + 31);
        compare(name, real.levels[i], made.levels[i], 0.03);
    }
    return check_done("preprocess");
}
