/* The quantiser: the integer network answers like the float one, for both topologies, also
 * where channels or whole layers are dead, and refuses what it cannot express. */
#include "train/quant/quantize.h"

#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"
#include "model/format_write.h"
#include "train/base/rng.h"
#include "train/net/engine.h"

enum { N = 32 };

static hwr_rng rng;
static uint8_t images[N * HWR_PIXELS];

/* Bars, so that neighbouring pixels go together as they do in letters. */
static void make_images(void) {
    memset(images, 0, sizeof images);
    for (int m = 0; m < N; m++) {
        for (int bar = 0; bar < 3; bar++) {
            int x0 = (int)hwr_rng_below(&rng, 22), y0 = (int)hwr_rng_below(&rng, 22);
            int upright = (int)hwr_rng_below(&rng, 2);
            for (int i = 0; i < 18; i++)
                for (int w = 0; w < 3; w++) {
                    int x = x0 + (upright ? w : i), y = y0 + (upright ? i : w);
                    if (x < HWR_SIDE && y < HWR_SIDE)
                        images[(m * HWR_SIDE + y) * HWR_SIDE + x] = (uint8_t)(255 - 40 * w);
                }
        }
    }
}

static void randomize(hwr_params *params, const hwr_plan *plan, int dead) {
    hwr_params_randomize(params, plan, 5);
    for (int l = 0; l < plan->n_layers; l++) {
        const hwr_layer_params *q = &params->layers[l];
        for (int c = 0; c < plan->layers[l].shape.out_channels; c++) {
            if (q->gamma) q->gamma[c] = 0.8f + 0.3f * hwr_rng_normal(&rng);
            if (q->gamma && dead && c % 5 == 1) q->gamma[c] = 0;
            if (q->beta) q->beta[c] = 0.2f * hwr_rng_normal(&rng);
            if (q->bias) q->bias[c] = 0.2f * hwr_rng_normal(&rng);
        }
    }
}

static void float_logits(float logits[N][CLASSES], const hwr_plan *plan, const hwr_params *params,
                         const uint8_t *inputs) {
    hwr_packed packed;
    hwr_workspace ws;
    CHECK_INT(hwr_packed_init(&packed, plan), HWR_OK);
    CHECK_INT(hwr_workspace_init(&ws, plan, 0), HWR_OK);
    hwr_pack(&packed, params, plan, 0);
    hwr_pass pass = {plan, params, &packed, &ws, 0, 0};
    hwr_forward(&pass, inputs, N);
    for (int m = 0; m < N; m++) memcpy(logits[m], ws.in[plan->n_layers] + m * 40, sizeof logits[m]);
    hwr_workspace_free(&ws);
    hwr_packed_free(&packed);
}

/* Root mean square of the difference, in units of the float logits' own. */
static double integer_error(const hwr_quantized *q, float logits[N][CLASSES],
                            const uint8_t *traces) {
    size_t length = hwr_file_write(NULL, 0, &q->file);
    uint8_t *bytes = malloc(length);
    CHECK_INT(hwr_file_write(bytes, length, &q->file), length);
    size_t size = hwr_model_memory(bytes, length, NULL);
    CHECK(size > 0);
    void *memory = malloc(size);
    hwr_model model;
    CHECK_INT(hwr_model_init(&model, memory, size, bytes, length), HWR_OK);
    double off = 0, all = 0;
    for (int m = 0; m < N; m++) {
        int32_t got[CLASSES];
        if (traces)
            hwr_model_run_trace(&model, got, traces + m * HWR_TRACE_BYTES);
        else
            hwr_model_run(&model, got, images + m * HWR_PIXELS);
        const float scale = traces ? model.fusion.trace_scale : model.logit_scale;
        for (int c = 0; c < CLASSES; c++) {
            double d = (double)got[c] * (double)scale - (double)logits[m][c];
            off += d * d;
            all += (double)logits[m][c] * (double)logits[m][c];
        }
    }
    free(memory);
    free(bytes);
    return sqrt(off / all);
}

static void check_net(const char *name, int dead, int bits, double limit) {
    hwr_plan plan;
    hwr_params params;
    hwr_quantized q;
    static float logits[N][CLASSES];
    hwr_quantize_options options = {bits, 1, 0, letters37()};
    CHECK_INT(hwr_plan_init(&plan, hwr_net_find(name), CLASSES), HWR_OK);
    CHECK_INT(hwr_params_init(&params, &plan), HWR_OK);
    randomize(&params, &plan, dead);
    float_logits(logits, &plan, &params, images);
    CHECK_INT(hwr_quantize(&q, &plan, &params, images, N, &options), HWR_OK);
    double error = integer_error(&q, logits, NULL);
    printf("%s, %d bits, %s: off by %.4f of the logits' size\n", name, bits,
           dead ? "dead channels" : "all alive", error);
    CHECK(error < limit);
    hwr_quantized_free(&q);
    hwr_params_free(&params);
    hwr_plan_free(&plan);
}

/* A network of traces behind one of pictures: both answer like the float ones, and the first as
 * it did alone. */
static void check_traces(void) {
    hwr_plan plan, trace_plan;
    hwr_params params, trace_params;
    hwr_quantized q;
    static float logits[N][CLASSES], trace_logits[N][CLASSES];
    static uint8_t traces[N * HWR_TRACE_BYTES];
    hwr_quantize_options options = {8, 1, 0, letters37()};
    for (int m = 0; m < N; m++) {
        float xy[16];
        for (int i = 0; i < 16; i++) xy[i] = hwr_rng_unit(&rng);
        CHECK_INT(hwr_trace_strokes(traces + m * HWR_TRACE_BYTES, xy, (const uint32_t[]){5, 3}, 2),
                  HWR_OK);
    }
    CHECK_INT(hwr_plan_init(&plan, hwr_net_find("letters"), CLASSES), HWR_OK);
    CHECK_INT(hwr_plan_init(&trace_plan, hwr_net_find("strokes"), CLASSES), HWR_OK);
    CHECK_INT(hwr_params_init(&params, &plan), HWR_OK);
    CHECK_INT(hwr_params_init(&trace_params, &trace_plan), HWR_OK);
    randomize(&params, &plan, 0);
    randomize(&trace_params, &trace_plan, 0);
    float_logits(logits, &plan, &params, images);
    float_logits(trace_logits, &trace_plan, &trace_params, traces);
    CHECK_INT(hwr_quantize(&q, &plan, &params, images, N, &options), HWR_OK);
    CHECK_INT(hwr_quantize_traces(&q, &plan, &params, images, N, 8), HWR_ERR_ARGUMENT);
    double alone = integer_error(&q, logits, NULL);
    CHECK_INT(hwr_quantize_traces(&q, &trace_plan, &trace_params, traces, N, 8), HWR_OK);
    CHECK_INT(hwr_quantize_traces(&q, &trace_plan, &trace_params, traces, N, 8), HWR_ERR_ARGUMENT);
    q.file.fusion.picture = q.file.fusion.trace = 1;
    CHECK_NEAR(integer_error(&q, logits, NULL), alone, 0);
    double error = integer_error(&q, trace_logits, traces);
    printf("strokes, 8 bits: off by %.4f of the logits' size\n", error);
    CHECK(error < 0.05);
    hwr_quantized_free(&q);
    hwr_params_free(&params);
    hwr_params_free(&trace_params);
    hwr_plan_free(&plan);
    hwr_plan_free(&trace_plan);
}

/* What ends a layer's life, and its channels' with it. */
typedef enum death {
    NO_GAMMA,     /* gamma and beta 0: its outputs are 0, or those of its shortcut */
    NO_INK,       /* far below the ReLU: outputs 0, or the norm's shift where that is behind it */
    CONSTANT,     /* gamma 0: outputs are beta, the same for all images */
    TINY_CONSTANT /* the same, far below what the weights behind it let expect */
} death;

static void kill_layer(const hwr_plan_layer *p, const hwr_layer_params *q, death how) {
    for (int c = 0; c < p->shape.out_channels; c++) {
        if (how != NO_INK) q->gamma[c] = 0;
        if (how == NO_GAMMA) q->beta[c] = 0;
        if (how == NO_INK) *(q->bias ? &q->bias[c] : &q->beta[c]) = -1e6f;
        if (how == CONSTANT) q->beta[c] = 0.5f + 0.01f * (float)c;
        if (how == TINY_CONSTANT) q->beta[c] = 1e-6f * (float)(c + 1);
    }
}

/* Each layer dead in turn: the integer network still answers like the float one. */
static void check_dead_layers(const char *name) {
    hwr_plan plan;
    hwr_params params;
    hwr_quantized q;
    static float logits[N][CLASSES];
    hwr_quantize_options options = {8, 1, 0, letters37()};
    double worst = 0;
    CHECK_INT(hwr_plan_init(&plan, hwr_net_find(name), CLASSES), HWR_OK);
    CHECK_INT(hwr_params_init(&params, &plan), HWR_OK);
    for (int l = 0; l + 1 < plan.n_layers; l++)
        for (int how = NO_GAMMA; how <= TINY_CONSTANT; how++) {
            randomize(&params, &plan, 0);
            kill_layer(&plan.layers[l], &params.layers[l], (death)how);
            float_logits(logits, &plan, &params, images);
            hwr_status status = hwr_quantize(&q, &plan, &params, images, N, &options);
            CHECK_INT(status, HWR_OK);
            if (status != HWR_OK) continue;
            double error = integer_error(&q, logits, NULL);
            if (error > worst) worst = error;
            hwr_quantized_free(&q);
        }
    printf("%s, a layer dead: off by up to %.4f of the logits' size\n", name, worst);
    CHECK(worst < 0.04);
    hwr_params_free(&params);
    hwr_plan_free(&plan);
}

/* Outputs that overflow, and numbers that are none. */
static void check_overflow(void) {
    static const float values[] = {1e30f, -1e30f, NAN, INFINITY};
    hwr_plan plan;
    hwr_params params;
    hwr_quantized q;
    hwr_quantize_options options = {8, 1, 0, letters37()};
    CHECK_INT(hwr_plan_init(&plan, hwr_net_find("letters"), CLASSES), HWR_OK);
    CHECK_INT(hwr_params_init(&params, &plan), HWR_OK);
    for (int i = 0; i < 4; i++)
        for (int l = 0; l < 4; l++) {
            randomize(&params, &plan, 0);
            params.layers[l].gamma[1] = values[i];
            if (i < 2) params.layers[l + 1].gamma[2] = 1e30f;
            hwr_status status = hwr_quantize(&q, &plan, &params, images, N, &options);
            CHECK_INT(status, HWR_ERR_FORMAT);
            CHECK(q.memory == NULL);
        }
    hwr_params_free(&params);
    hwr_plan_free(&plan);
}

static void check_refusals(void) {
    hwr_plan plan;
    hwr_params params;
    hwr_quantized q;
    hwr_quantize_options options = {8, 1, 0, letters37()};
    CHECK_INT(hwr_plan_init(&plan, hwr_net_find("letters"), CLASSES), HWR_OK);
    CHECK_INT(hwr_params_init(&params, &plan), HWR_OK);
    randomize(&params, &plan, 0);
    CHECK_INT(hwr_quantize(&q, &plan, &params, images, 0, &options), HWR_ERR_ARGUMENT);
    options.activation_bits = 3;
    CHECK_INT(hwr_quantize(&q, &plan, &params, images, N, &options), HWR_ERR_ARGUMENT);
    CHECK(q.memory == NULL);
    hwr_params_free(&params);
    hwr_plan_free(&plan);
}

int main(void) {
    rng = hwr_rng_stream(2, 0, 0, 0);
    make_images();
    check_net("letters", 0, 8, 0.03);
    check_net("letters", 1, 8, 0.03);
    check_net("letters", 0, 12, 0.02);
    check_net("demo", 0, 8, 0.04);
    check_net("demo", 1, 8, 0.04);
    check_traces();
    check_dead_layers("letters");
    check_dead_layers("demo");
    check_overflow();
    check_refusals();
    return check_done("quantize");
}
