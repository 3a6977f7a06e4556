/* The fast engine against layers.h in double: logits and every gradient, for networks
 * that between them hold every kind of row, and for batches around the group size. */
#include "train/net/engine.h"

#include "unit/check.h"
#include "unit/letters37.h"
#include "model/format.h"
#include "reference/refnet.h"
#include "train/base/rng.h"
#include "train/net/engine_parts.h"

static hwr_rng rng;

static const hwr_layer mixed_layers[] = {
    {"stem", HWR_CONV, 3, 1, 1, 16, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"down", HWR_CONV, 3, 2, 1, 24, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"dw", HWR_DEPTHWISE, 5, 1, 1, 24, HWR_NORM_BEFORE, 0, -1, 0.0f},
    {"pw", HWR_CONV, 1, 1, 1, 24, HWR_NORM_BEFORE, 1, 1, 0.0f},
    {"odd", HWR_CONV, 5, 3, 1, 40, HWR_NORM_AFTER, 1, -1, 0.0f},
    {"dws", HWR_DEPTHWISE, 3, 2, 1, 40, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"wide", HWR_CONV, 0, 1, 0, 72, HWR_NORM_NONE, 1, -1, 0.0f},
    {"classes", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};
static const hwr_net mixed = {"mixed", mixed_layers, 8, HWR_INPUT_PICTURE};

/* Strides beyond the kernel: some inputs reach no output. */
static const hwr_layer gap_layers[] = {
    {"a", HWR_CONV, 3, 1, 1, 8, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"b", HWR_CONV, 3, 4, 0, 16, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"c", HWR_CONV, 1, 2, 0, 24, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"classes", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};
static const hwr_net gaps = {"gaps", gap_layers, 4, HWR_INPUT_PICTURE};

static void to_double(float *padded, double *own, size_t rows, size_t c, size_t stride, void *x) {
    (void)x;
    for (size_t i = 0; i < rows; i++)
        for (size_t k = 0; k < c; k++) own[i * c + k] = (double)padded[i * stride + k];
}

/* Difference in units of the tensor's largest value; padding lanes must be zero. */
static void compare(float *padded, double *own, size_t rows, size_t c, size_t stride, void *x) {
    double scale = 1, worst = 0, padding = 0;
    for (size_t i = 0; i < rows * c; i++) scale = fmax(scale, fabs(own[i]));
    for (size_t i = 0; i < rows; i++)
        for (size_t k = 0; k < stride; k++) {
            double value = (double)padded[i * stride + k];
            if (k >= c)
                padding = fmax(padding, fabs(value));
            else
                worst = fmax(worst, fabs(value - own[i * c + k]) / scale);
        }
    if (!(worst < 3e-4)) printf("%s: off by %g of its largest value\n", (const char *)x, worst);
    CHECK(worst < 3e-4);
    CHECK(padding == 0);
}

/* The engine's dropout masks as the reference takes them. */
static double *dropout_mask(const hwr_pass *pass, int l, int n) {
    const hwr_plan_layer *p = &pass->plan->layers[l];
    size_t side = (size_t)p->shape.out_side, c = (size_t)p->cout;
    size_t rows = (size_t)p->shape.out_rows;
    double *mask = ref_new((size_t)n * p->z_image);
    static float row[HWR_TRACE_POINTS * HWR_MAX_CHANNELS];
    for (size_t i = 0; i < (size_t)n * rows; i++) {
        for (size_t k = 0; k < side * c; k++) row[k] = 1;
        hwr_dropout_row(pass, l, row, i / rows, i % rows, side * c);
        for (size_t k = 0; k < side * c; k++) mask[i * side * c + k] = (double)row[k];
    }
    return mask;
}

static void randomize(hwr_params *params, const hwr_plan *plan) {
    hwr_params_randomize(params, plan, 3);
    for (int l = 0; l < plan->n_layers; l++) {
        const hwr_layer_params *q = &params->layers[l];
        for (int c = 0; c < plan->layers[l].shape.out_channels; c++) {
            if (q->gamma) q->gamma[c] = 1 + 0.3f * hwr_rng_normal(&rng);
            if (q->beta) q->beta[c] = 0.3f * hwr_rng_normal(&rng);
            if (q->bias) q->bias[c] = 0.3f * hwr_rng_normal(&rng);
        }
    }
}

static void check_net(const hwr_net *net, int n) {
    hwr_plan plan;
    hwr_params params, grads;
    hwr_packed packed;
    hwr_workspace ws;
    ref_net ref;
    static uint8_t images[HWR_SHARD * HWR_PIXELS];
    CHECK_INT(hwr_plan_init(&plan, net, CLASSES), HWR_OK);
    CHECK_INT(hwr_params_init(&params, &plan), HWR_OK);
    CHECK_INT(hwr_params_init(&grads, &plan), HWR_OK);
    CHECK_INT(hwr_packed_init(&packed, &plan), HWR_OK);
    CHECK_INT(hwr_workspace_init(&ws, &plan, 1), HWR_OK);
    ref_init(&ref, &plan, n);
    randomize(&params, &plan);
    for (size_t i = 0; i < (size_t)n * hwr_net_input_bytes(net); i++) {
        images[i] = (uint8_t)hwr_rng_below(&rng, 256);
        ref.image[i] = images[i] / 255.0;
    }
    hwr_pack(&packed, &params, &plan, 1);
    for (int l = 0; l < plan.n_layers; l++) ref_each(&ref, &params, 0, l, to_double, NULL);
    hwr_pass pass = {&plan, &params, &packed, &ws, 1, 0x123456789u};
    for (int l = 0; l < plan.n_layers; l++)
        if (net->layers[l].dropout > 0) ref.layers[l].mask = dropout_mask(&pass, l, n);
    hwr_forward(&pass, images, (size_t)n);
    ref_forward(&ref);
    int last = plan.n_layers - 1;
    compare(ws.in[last + 1], ref.layers[last].out, (size_t)n, CLASSES, 40, "logits");
    for (int m = 0; m < n; m++)
        for (int k = 0; k < CLASSES; k++) {
            float d = hwr_rng_normal(&rng);
            ws.dout[last][m * 40 + k] = d;
            ref.layers[last].dout[m * CLASSES + k] = (double)d;
        }
    hwr_backward(&pass, &grads, (size_t)n);
    ref_backward(&ref);
    for (int l = 0; l <= last; l++)
        ref_each(&ref, &grads, 1, l, compare, (void *)(uintptr_t)net->layers[l].name);
    for (int l = 0; l <= last; l++) free(ref.layers[l].mask);
    ref_free(&ref);
    hwr_workspace_free(&ws);
    hwr_packed_free(&packed);
    hwr_params_free(&grads);
    hwr_params_free(&params);
    hwr_plan_free(&plan);
}

enum { SIDE = 9, IN = 24, OUT = 7, ROWS = OUT * OUT, MOST = 72, DEPTH = 9 * IN };

typedef struct table_result {
    float c[ROWS * MOST], dw[DEPTH * MOST], passes[6][ROWS * MOST];
} table_result;

/* One layer's sums by one table: a 3 x 3 convolution of a with w (DEPTH, channels), without its
 * first column and to stored values where accumulate, and the gradient of its weights. */
static void run_table(table_result *r, const hwr_simd *table, const float *a, const float *w,
                      size_t channels, int accumulate) {
    static float packed[DEPTH * MOST];
    static uint32_t ao[ROWS], co[ROWS];
    static const uint8_t first[] = {1, 0, 0}, end[] = {OUT, OUT, OUT - 2};
    float *to = packed;
    for (size_t lane = 0, n; lane < channels; lane += n) {
        n = hwr_simd_panel(table->widest, channels - lane);
        for (size_t k = 0; k < DEPTH; k++)
            for (size_t i = 0; i < n; i++) *to++ = w[k * channels + lane + i];
    }
    for (uint32_t i = 0; i < ROWS; i++) {
        ao[i] = (i / OUT * SIDE + i % OUT + (accumulate ? 1 : 0)) * IN;
        co[i] = i * (uint32_t)channels;
    }
    for (size_t i = 0; i < ROWS * channels; i++) r->c[i] = w[i];
    for (size_t i = 0; i < DEPTH * channels; i++) r->dw[i] = w[i];
    hwr_conv_job conv = {.c = r->c,
                         .a = a,
                         .w = packed,
                         .a_offset = ao,
                         .c_offset = co,
                         .images = 1,
                         .rows = ROWS,
                         .run = (accumulate ? 2 : 3) * IN,
                         .runs = 3,
                         .run_stride = SIDE * IN,
                         .channels = channels,
                         .w_first = accumulate ? IN : 0,
                         .w_run = 3 * IN,
                         .w_depth = DEPTH,
                         .accumulate = accumulate};
    table->conv(&conv);
    hwr_weight_job weight = {.dw = r->dw,
                             .a = a,
                             .dz = w,
                             .a_row = SIDE * IN,
                             .a_pixel = IN,
                             .dz_row = OUT * channels,
                             .images = 1,
                             .height = OUT,
                             .width = OUT,
                             .run = 3 * IN,
                             .runs = 3,
                             .taps = 3,
                             .run_stride = SIDE * IN,
                             .channels = channels,
                             .first = first,
                             .end = end,
                             .row_first = first,
                             .row_end = end};
    table->weight_grad(&weight);
}

/* The passes over (ROWS, channels) by one table, the vectors of channels taken from w. */
static void run_passes(table_result *r, const hwr_simd *table, const float *a, const float *w,
                       size_t channels) {
    const size_t n = ROWS * channels;
    for (int p = 0; p < 6; p++)
        for (size_t i = 0; i < n; i++) r->passes[p][i] = w[n - 1 - i];
    table->bias_relu(r->passes[0], a, 1, ROWS, channels);
    table->moments(r->passes[1], r->passes[1] + channels, w, ROWS, channels);
    table->affine(r->passes[2], w, a, a + channels, r->passes[0], 1, ROWS, channels);
    table->norm_sums(r->passes[3], r->passes[3] + channels, w, r->passes[0], a, a + channels, ROWS,
                     channels);
    table->norm_grad(r->passes[4], w, r->passes[0], a, a + channels, a + 2 * channels, 1, ROWS,
                     channels);
    table->axpy(r->passes[5], w, 0.3f, n);
    table->multiply_add(r->passes[5], w, r->passes[0], n);
    table->relu_grad(r->passes[5], r->passes[4], ROWS, channels);
}

static uint32_t tables_hash; /* of all results with fused multiply-add */

static int is_fused(const hwr_simd *table) {
#ifdef __aarch64__
    (void)table;
    return 1;
#else
    return strcmp(table->name, "portable") != 0;
#endif
}

/* The instruction sets agree: those with fused multiply-add to the bit, the portable one but for
 * rounding. */
static void check_tables(size_t channels, int accumulate) {
    static float a[SIDE * SIDE * IN], w[DEPTH * MOST];
    static table_result result[3];
    int n = 0;
    for (size_t i = 0; i < sizeof a / sizeof *a; i++) a[i] = hwr_rng_normal(&rng);
    for (size_t i = 0; i < sizeof w / sizeof *w; i++) w[i] = hwr_rng_normal(&rng);
    memset(result, 0, sizeof result);
    for (; hwr_simd_at(n); n++) {
        run_table(&result[n], hwr_simd_at(n), a, w, channels, accumulate);
        run_passes(&result[n], hwr_simd_at(n), a, w, channels);
    }
    if (is_fused(hwr_simd_at(0)))
        tables_hash = hwr_hash32(tables_hash) ^ hwr_crc32(result, sizeof *result);
    for (int t = 1; t < n; t++) {
        int portable = t == n - 1;
        for (size_t i = 0; i < ROWS * channels; i++)
            CHECK_NEAR(result[0].c[i], result[t].c[i], portable ? 1e-4 : 0);
        for (size_t i = 0; i < DEPTH * channels; i++)
            CHECK_NEAR(result[0].dw[i], result[t].dw[i], portable ? 1e-4 : 0);
        for (size_t i = 0; i < 6 * ROWS * channels; i++)
            CHECK_NEAR(result[0].passes[i % 6][i / 6], result[t].passes[i % 6][i / 6],
                       portable ? 1e-4 : 0);
    }
}

/* Dropout leaves out its share of a row, scales the rest up, and has a mask for each row. */
static void check_dropout(void) {
    enum { VALUES = 20 * 32, LAYER = 2 }; /* conv3 of the demo: 0.4 */
    hwr_plan plan;
    CHECK_INT(hwr_plan_init(&plan, hwr_net_find("demo"), CLASSES), HWR_OK);
    const hwr_pass pass = {&plan, NULL, NULL, NULL, 1, 99};
    float row[2][VALUES];
    size_t dropped = 0, same = 0;
    for (size_t y = 0; y < 40; y++) {
        float *now = row[y % 2], *last = row[(y + 1) % 2];
        for (int i = 0; i < VALUES; i++) now[i] = 2;
        hwr_dropout_row(&pass, LAYER, now, y / 8, y % 8, VALUES);
        for (int i = 0; i < VALUES; i++) {
            CHECK(now[i] == 0 || fabs((double)now[i] - 2 / 0.6) < 1e-5);
            dropped += now[i] == 0;
            same += y && (now[i] == 0) == (last[i] == 0);
        }
    }
    CHECK_NEAR((double)dropped / (40 * VALUES), 0.4, 0.02);
    CHECK_NEAR((double)same / (39 * VALUES), 0.4 * 0.4 + 0.6 * 0.6, 0.03);
    hwr_plan_free(&plan);
}

/* Weights as He and others (2015) draw them, norms that begin as none, branches that begin
 * closed, and decay for weights alone. */
static void check_beginning(void) {
    hwr_plan plan;
    hwr_params params;
    CHECK_INT(hwr_plan_init(&plan, hwr_net_find("letters"), CLASSES), HWR_OK);
    CHECK_INT(hwr_params_init(&params, &plan), HWR_OK);
    hwr_params_randomize(&params, &plan, 1);
    float *decay = calloc(params.trainable, sizeof *decay);
    hwr_params_decay_mask(decay, &params, &plan);
    size_t decaying = 0;
    for (int l = 0; l < plan.n_layers; l++) {
        const hwr_layer_params *q = &params.layers[l];
        const hwr_plan_layer *p = &plan.layers[l];
        const size_t n = p->taps_in * (size_t)p->cout;
        double square = 0;
        for (size_t i = 0; i < n; i++) {
            square += (double)q->weight[i] * (double)q->weight[i];
            decaying += decay[q->weight - params.data + (ptrdiff_t)i] == 1;
        }
        double deviation = sqrt(square / (double)(p->taps_in * (size_t)p->shape.out_channels));
        CHECK_NEAR(deviation * sqrt((double)p->taps_in / 2), 1, 0.15);
        if (!q->gamma) continue;
        CHECK(q->gamma[3] == (p->layer->residual >= 0 ? 0.0f : 1.0f));
        CHECK(q->variance[3] == 1 && q->mean[3] == 0 && q->beta[3] == 0);
    }
    for (size_t i = 0; i < params.trainable; i++) decaying -= decay[i] == 1;
    CHECK_INT(decaying, 0);
    free(decay);
    hwr_params_free(&params);
    hwr_plan_free(&plan);
}

int main(void) {
    check_beginning();
    check_dropout();
    rng = hwr_rng_stream(11, 0, 0, 0);
    static const size_t widths[] = {8, 16, 24, 32, 40, 48, 72};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        for (int accumulate = 0; accumulate < 2; accumulate++) check_tables(widths[i], accumulate);
    /* The same on every such machine, AVX2, AVX-512 and NEON. */
    if (is_fused(hwr_simd_best())) CHECK(tables_hash == 0xf75edcd3u);
    printf("tables: 0x%08x\n", (unsigned)tables_hash);
    /* Numbers of their own: with some others a ReLU's input is so near 0 that float and double
     * fall on different sides of it, which is no mistake but fails compare(). */
    rng = hwr_rng_stream(11, 1, 0, 0);
    check_net(&mixed, 5);
    check_net(&mixed, 13);
    check_net(&gaps, 7);
    check_net(hwr_net_find("demo"), 3);
    check_net(hwr_net_find("letters"), 6);
    check_net(hwr_net_find("strokes"), 7);
    check_net(hwr_net_find("strokes"), HWR_SHARD);
    return check_done("engine");
}
