/* The integer network: every kernel against the reference, alone and in whole
 * networks, with garbage around its input and guards around its output. */
#include "qnn/qnet.h"

#include "unit/check.h"
#include "unit/deep_net.h"
#include "unit/letters37.h"
#include "qnn/kernels.h"
#include "unit/random_model.h"

enum { GUARD = 64, MEMORY = 6 << 20, ARENA = 1 << 20 };

static random_model random_file;
static uint8_t file[1 << 20], memory[MEMORY];
static int16_t before[ARENA], expected[ARENA];
static size_t used; /* bytes of memory, guards included */

static uint64_t fnv1a(uint64_t hash, const void *bytes, size_t length) {
    const uint8_t *p = bytes;
    for (size_t i = 0; i < length; i++) hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static const uint64_t fnv_start = UINT64_C(0xcbf29ce484222325);

/* Loads random_file at an odd address, with guards on both sides. */
static int load(hwr_model *model) {
    size_t length = hwr_file_write(file, sizeof file, &random_file.file);
    CHECK(length <= sizeof file);
    hwr_status status;
    size_t need = hwr_model_memory(file, length, &status);
    CHECK_INT(status, HWR_OK);
    if (status != HWR_OK || need > sizeof memory - 2 * GUARD - 1) return 0;
    used = need + 2 * GUARD + 1;
    memset(memory, 0xa5, used);
    CHECK_INT(hwr_model_init(model, memory + GUARD + 1, need, file, length), HWR_OK);
    return model->arena_bytes <= sizeof before;
}

/* Hash of all memory in use but the arena. */
static uint64_t hash_outside(const hwr_model *model) {
    size_t begin = (size_t)((uint8_t *)model->arena - memory), end = begin + model->arena_bytes;
    return fnv1a(fnv1a(fnv_start, memory, begin), memory + end, used - end);
}

/* Zero border, values within the limits of the layer that writes the buffer (-1: image):
 * a mixture, or all of the largest magnitude. */
static void fill(hwr_model *model, const hwr_qbuffer *b, int writer) {
    int32_t low = writer < 0 ? 0 : model->layers[writer].low;
    int32_t high = writer < 0 ? 255 : model->layers[writer].high;
    if (random_between(&random_file, 0, 3) == 0) {
        if (-low > high) high = low;
        low = high;
    }
    size_t rows = (size_t)b->side + b->pad_low + b->pad_high;
    memset(model->arena + b->offset, 0, rows * hwr_qbuffer_pitch(b) * sizeof(int16_t));
    for (size_t y = 0; y < b->side; y++)
        for (size_t x = 0; x < b->side; x++)
            for (size_t c = 0; c < b->channels; c++)
                model->arena[hwr_qbuffer_index(b, y, x) + c] =
                    (int16_t)random_extreme(&random_file, low, high);
}

/* Whether arena may, after the layer, differ from before at i: 2 in the output's
 * channels, 1 where a kernel may write anything, 0 elsewhere. */
static int writable(const hwr_qlayer *l, size_t i) {
    if (l->winograd && i >= l->scratch) return 1;
    if ((l->flags & HWR_FLAG_LAST) || i < l->out.offset) return 0;
    size_t pitch = hwr_qbuffer_pitch(&l->out), at = i - l->out.offset;
    size_t y = at / pitch, x = at % pitch / l->out.channels, c = at % l->out.channels;
    if (y < l->out.row_pad_low || x < l->out.pad_low) return 0;
    if (y - l->out.row_pad_low >= l->out.rows || x - l->out.pad_low >= l->out.side) return 0;
    return c < l->out_channels ? 2 : 1;
}

/* One kernel on one layer, from the arena in before to the reference's in expected. */
static void check_kernel(hwr_model *model, const hwr_qlayer *l, hwr_qkernel *kernel,
                         const int32_t *logits) {
    int32_t guarded[CLASSES + 2] = {0};
    int wrong = 0;
    guarded[0] = guarded[CLASSES + 1] = 12345;
    memcpy(model->arena, before, model->arena_bytes);
    kernel(l, model->arena, guarded + 1);
    for (size_t i = 0; i < model->arena_bytes / sizeof(int16_t); i++) {
        int may = writable(l, i);
        wrong += may == 2 ? model->arena[i] != expected[i] : !may && model->arena[i] != before[i];
    }
    CHECK_INT(wrong, 0);
    CHECK(memcmp(guarded + 1, logits, CLASSES * sizeof *logits) == 0);
    CHECK(guarded[0] == 12345 && guarded[CLASSES + 1] == 12345);
}

/* Every layer by itself on every instruction set, its buffers full of extremes. */
static void check_layers(hwr_model *model) {
    for (int i = 0; i < model->n_layers + model->n_trace_layers; i++) {
        const hwr_qlayer *l = &model->layers[i];
        int32_t logits[CLASSES] = {0};
        for (size_t j = 0; j < model->arena_bytes / sizeof(int16_t); j++)
            model->arena[j] = (int16_t)random_u32(&random_file);
        if (l->residual >= 0) fill(model, &l->residual_in, l->residual);
        fill(model, &l->in, i == model->n_layers ? -1 : i - 1);
        memcpy(before, model->arena, model->arena_bytes);
        hwr_qkernel_ref()(l, model->arena, logits);
        memcpy(expected, model->arena, model->arena_bytes);
        for (int isa = 0; isa < HWR_ISA_COUNT; isa++)
            if (hwr_isa_available((hwr_isa)isa))
                check_kernel(model, l, hwr_qkernel_find((hwr_isa)isa), logits);
    }
}

/* Whole passes: same logits everywhere, nothing written but the arena. */
static uint64_t check_passes(hwr_model *model, int n_images) {
    uint64_t hash = fnv_start, outside = hash_outside(model);
    for (int n = 0; n < n_images; n++) {
        uint8_t image[HWR_PIXELS];
        int32_t logits[CLASSES], other[CLASSES];
        for (int i = 0; i < HWR_PIXELS; i++)
            image[i] = (uint8_t)(random_between(&random_file, 0, 2) ? 0 : random_u32(&random_file));
        CHECK_INT(hwr_model_set_isa(model, HWR_ISA_REF), HWR_OK);
        hwr_model_run(model, logits, image);
        for (int isa = 1; isa < HWR_ISA_COUNT; isa++) {
            if (hwr_model_set_isa(model, (hwr_isa)isa) != HWR_OK) continue;
            memset(other, 0x77, sizeof other);
            hwr_model_run(model, other, image);
            CHECK(memcmp(logits, other, sizeof logits) == 0);
        }
        for (int c = 0; c < CLASSES; c++) {
            uint8_t bytes[4];
            hwr_write_i32(bytes, logits[c]);
            hash = fnv1a(hash, bytes, sizeof bytes);
        }
    }
    CHECK(hash_outside(model) == outside);
    return hash;
}

/* A chain (28,28,1) -> (side, side, c_in) -> the layer -> (1, 1, 37), all at the limits
 * of the format; limit picks the activations' range. 0 where the layer cannot be. */
static int make_chain(random_layer layer, int side, int c_in, int limit) {
    static const int32_t ranges[][2] = {{0, 255},      {-128, 127},     {0, 8191}, {-8191, 8191},
                                        {-8192, 8192}, {-32768, 32767}, {3, 90},   {-327, 327},
                                        {0, 328},      {0, 262},        {0, 263}};
    const random_layer first = {HWR_CONV, HWR_SIDE + 1 - side, 1, 0, 0, c_in, -1, 0};
    random_start(&random_file, "chain", random_file.state);
    if (side + layer.pad_low + layer.pad_high < layer.kernel) return 0;
    if (layer.kind == HWR_DEPTHWISE) layer.channels = c_in;
    for (int i = 0; i < 4; i++) {
        random_layer want = i ? layer : first;
        if (i >= 2) {
            int out = random_file.file.layers[1].out_side;
            int k = out > 3 ? out - 3 : 1;
            want = (random_layer){HWR_DEPTHWISE, k, 4, 0, 0, layer.channels, -1, 0};
            if (i == 3) want = (random_layer){HWR_CONV, 1, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST};
        }
        hwr_draft_layer *l = random_append(&random_file, &want);
        if (i == 1 && (l->out_side != side || l->out_channels != c_in)) l->residual = -1;
        l->low = ranges[limit][0];
        l->high = ranges[limit][1];
        random_limits(&random_file, l);
    }
    const hwr_draft_layer *l = &random_file.file.layers[1];
    return (size_t)l->out_side * (size_t)l->out_side * random_taps(l) * (size_t)l->out_channels <
           6000000;
}

static int n_layers, n_winograd, n_residuals; /* of test_layer */

static void test_layer(random_layer layer, int side, int c_in, int limit) {
    hwr_model model;
    if (!make_chain(layer, side, c_in, limit) || !load(&model)) return;
    n_layers++;
    n_winograd += model.layers[1].winograd != NULL;
    n_residuals += model.layers[1].residual == 0;
    check_layers(&model);
    check_passes(&model, 1);
}

/* n of the random layers of a test: a share of them where the machine is an emulated one. */
static int some(int n) {
    const char *share = getenv("HWR_TEST_SHARE");
    return share && atoi(share) > 1 ? n / atoi(share) : n;
}

static void test_layers(void) {
    static const int sides[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 28};
    static const int channels[] = {1, 3, 7, 8, 9, 16, 31, 37, 40, 64};
    static const int kernels[] = {1, 3, 3, 3, 5, 7};
    random_file.state = 1;
    for (int n = 0; n < some(1000); n++) {
        int side = sides[random_between(&random_file, 0, 10)];
        int c_in = channels[random_between(&random_file, 0, 9)];
        int c_out = channels[random_between(&random_file, 0, 9)];
        int k = kernels[random_between(&random_file, 0, 5)];
        int stride = 1 + (random_between(&random_file, 0, 2) == 0);
        int same = random_between(&random_file, 0, 2);
        int pad = same ? ((side + stride - 1) / stride - 1) * stride + k - side : 0;
        int relu = random_between(&random_file, 0, 1) ? HWR_FLAG_RELU_FIRST : 0;
        int depthwise = random_between(&random_file, 0, 3) == 0;
        int residual = random_between(&random_file, 0, 1) ? 0 : -1;
        if (residual == 0) c_out = c_in;
        if (pad < 0) pad = 0;
        const random_layer layer = {depthwise ? HWR_DEPTHWISE : HWR_CONV,
                                    k,
                                    stride,
                                    pad / 2,
                                    pad - pad / 2,
                                    c_out,
                                    residual,
                                    relu};
        test_layer(layer, side, c_in, n % 7);
    }
    CHECK(n_residuals > some(100));
}

/* Layers that Winograd computes, and on both sides of what it can hold: the largest inputs,
 * and the largest sums (of 112 channels). */
static void test_winograd(void) {
    static const int kernels[] = {3, 5, 6}, strides[] = {1, 2, 2}, limits[] = {0, 1, 6, 7};
    for (int n = 0; n < some(120); n++) {
        const int k = kernels[n % 3], s = strides[n % 3],
                  side = s * random_between(&random_file, 5, 14);
        const int low = random_between(&random_file, 0, k - s), c_in = 16 + n % 20;
        const random_layer layer = {
            HWR_CONV, k, s, low, k - s - low, n % 4 ? 1 + n % 40 : c_in, n % 4 || s > 1 ? -1 : 0,
            0};
        test_layer(layer, side > 28 ? 28 : side, c_in, limits[n % 4]);
    }
    CHECK(n_winograd > some(100));
    const random_layer layer = {HWR_CONV, 3, 1, 1, 1, 9, -1, 0};
    static const int edges[][3] = {{7, 16, 1}, {8, 16, 0}, {9, 112, 1}, {10, 112, 0}};
    for (int n = 0; n < 20; n++) {
        const int counted = n_winograd, *edge = edges[n % 4];
        test_layer(layer, 5 + n % 3, edge[1], edge[0]);
        CHECK_INT(n_winograd - counted, edge[2]);
    }
    printf("%d layers, %d by Winograd, %d with a residual connection\n", n_layers, n_winograd,
           n_residuals);
}

/* The golden hashes are the same in every build: natively, sanitized and as wasm. */
static void test_network(const hwr_net *net, uint64_t golden) {
    hwr_model model;
    random_from_net(&random_file, net, 20);
    if (!load(&model)) {
        CHECK(!"the model loads");
        return;
    }
    uint64_t hash = check_passes(&model, 4);
    check_layers(&model);
    CHECK(hash == golden);
    if (hash != golden) printf("%s: 0x%016llx\n", net->name, (unsigned long long)hash);
}

/* hwr_qnet_run to a layer leaves that layer's output where its buffer says. */
static void test_look_inside(void) {
    static uint8_t image[HWR_PIXELS];
    hwr_model model;
    random_from_net(&random_file, hwr_net_find("letters"), 21);
    if (!load(&model)) return;
    memset(image, 200, sizeof image);
    for (int n = 1; n < model.n_layers; n++) {
        const hwr_qlayer *l = &model.layers[n - 1];
        hwr_qnet_run(&model, NULL, image, n);
        int outside = 0, border = 0;
        size_t rows = (size_t)l->out.side + l->out.pad_low + l->out.pad_high;
        size_t end = l->out.offset + rows * hwr_qbuffer_pitch(&l->out);
        for (size_t i = l->out.offset; i < end; i++)
            if (writable(l, i) == 2)
                outside += model.arena[i] < l->low || model.arena[i] > l->high;
            else if (writable(l, i) == 0)
                border += model.arena[i] != 0;
        CHECK_INT(outside, 0);
        CHECK_INT(border, 0);
    }
}

/* Stepping gives the logits of a run, and copies each layer's output without its border. */
static void test_steps(void) {
    static uint8_t image[HWR_PIXELS];
    static int16_t out[HWR_PIXELS * 16 + 1];
    int32_t stepped[CLASSES], whole[CLASSES];
    hwr_model model;
    random_from_net(&random_file, hwr_net_find("letters"), 23);
    if (!load(&model)) return;
    for (int i = 0; i < HWR_PIXELS; i++) image[i] = (uint8_t)(i * 7);
    hwr_qnet_begin(&model, image);
    for (int i = 0; i < model.n_layers; i++) {
        const hwr_qlayer *l = &model.layers[i];
        size_t n = (size_t)l->out_side * l->out_side * l->out_channels, different = 0;
        hwr_qnet_step(&model, stepped, i);
        if (l->flags & HWR_FLAG_LAST) {
            CHECK_INT(hwr_qnet_output(&model, out, i), 0);
            continue;
        }
        out[n] = 12345;
        CHECK_INT(hwr_qnet_output(&model, out, i), n);
        CHECK_INT(out[n], 12345);
        for (size_t k = 0; k < n; k++) {
            size_t pixel = k / l->out_channels;
            size_t place = hwr_qbuffer_index(&l->out, pixel / l->out_side, pixel % l->out_side);
            different += out[k] != model.arena[place + k % l->out_channels];
        }
        CHECK_INT(different, 0);
    }
    hwr_model_run(&model, whole, image);
    for (int c = 0; c < CLASSES; c++) CHECK_INT(stepped[c], whole[c]);
}

/* Two networks in one arena: neither's logits depend on what the other left there, all
 * instruction sets agree, and the fused answer is the softmax of the weighted sum. */
static void test_traces(void) {
    static uint8_t image[HWR_PIXELS], trace[HWR_TRACE_BYTES];
    static int16_t out[HWR_TRACE_BYTES * 4];
    hwr_model model;
    uint64_t hash = fnv_start;
    random_from_net(&random_file, hwr_net_find("letters"), 31);
    random_add_traces(&random_file, hwr_net_find("strokes"));
    if (!load(&model)) return;
    CHECK_INT(model.n_layers, 9);
    CHECK_INT(model.n_trace_layers, 11);
    check_layers(&model);
    for (int n = 0; n < 4; n++) {
        int32_t picture[CLASSES], traces[CLASSES], other[CLASSES];
        float p[CLASSES];
        double e[CLASSES], sum = 0, max = -1e300;
        for (int i = 0; i < HWR_PIXELS; i++) image[i] = (uint8_t)random_u32(&random_file);
        for (int i = 0; i < HWR_TRACE_BYTES; i++) trace[i] = (uint8_t)random_u32(&random_file);
        CHECK_INT(hwr_model_set_isa(&model, HWR_ISA_REF), HWR_OK);
        hwr_model_run(&model, picture, image);
        hwr_model_run_trace(&model, traces, trace);
        for (int isa = 0; isa < HWR_ISA_COUNT; isa++) {
            if (hwr_model_set_isa(&model, (hwr_isa)isa) != HWR_OK) continue;
            memset(model.arena, 0x55, model.arena_bytes);
            hwr_model_run_trace(&model, other, trace);
            CHECK(memcmp(other, traces, sizeof other) == 0);
            hwr_model_run(&model, other, image);
            CHECK(memcmp(other, picture, sizeof other) == 0);
        }
        hwr_qnet_begin_trace(&model, trace);
        for (int i = 0; i < model.n_trace_layers; i++) {
            const hwr_qlayer *l = &model.layers[model.n_layers + i];
            hwr_qnet_step(&model, other, model.n_layers + i);
            size_t values = (l->flags & HWR_FLAG_LAST) ? 0 : (size_t)l->out_side * l->out_channels;
            CHECK_INT(hwr_qnet_output(&model, out, model.n_layers + i), values);
        }
        CHECK(memcmp(other, traces, sizeof other) == 0);
        hwr_model_fuse(&model, p, picture, traces);
        for (int c = 0; c < CLASSES; c++) {
            e[c] = picture[c] * 0.75 / 64 + traces[c] * 1.25 / 32;
            max = e[c] > max ? e[c] : max;
        }
        for (int c = 0; c < CLASSES; c++) sum += e[c] = exp(e[c] - max);
        for (int c = 0; c < CLASSES; c++) {
            uint8_t bytes[4];
            CHECK_NEAR(p[c], e[c] / sum, 1e-6);
            hwr_write_f32(bytes, p[c]);
            hash = fnv1a(hash, bytes, sizeof bytes);
            hwr_write_i32(bytes, traces[c]);
            hash = fnv1a(hash, bytes, sizeof bytes);
        }
    }
    CHECK(hash == UINT64_C(0xdb432d7b169e8d16));
    if (hash != UINT64_C(0xdb432d7b169e8d16))
        printf("traces: 0x%016llx\n", (unsigned long long)hash);
}

static void test_memory(void) {
    hwr_model model;
    random_from_net(&random_file, hwr_net_find("letters"), 22);
    size_t length = hwr_file_write(file, sizeof file, &random_file.file);
    size_t need = hwr_model_memory(file, length, NULL);
    uint8_t *aligned = memory + (64 - (uintptr_t)memory % 64) % 64;
    CHECK_INT(hwr_model_init(&model, aligned, need - 63, file, length), HWR_OK);
    CHECK_INT(hwr_model_init(&model, aligned, need - 64, file, length), HWR_ERR_MEMORY);
    CHECK_INT(hwr_model_init(&model, aligned + 1, need, file, length), HWR_OK);
    CHECK_INT(hwr_model_init(&model, aligned + 1, need - 1, file, length), HWR_ERR_MEMORY);
    CHECK_INT(hwr_model_init(&model, aligned + 1, 0, file, length), HWR_ERR_MEMORY);
    CHECK_INT(hwr_model_init(&model, memory, sizeof memory, file, length - 1), HWR_ERR_TRUNCATED);
    hwr_status status = HWR_OK;
    CHECK_INT(hwr_model_memory(file, 3, &status), 0);
    CHECK_INT(status, HWR_ERR_TRUNCATED);
}

/* A model loads with the last instruction set there is, and keeps it where another is refused. */
static void test_instruction_sets(void) {
    hwr_model model;
    random_from_net(&random_file, hwr_net_find("letters"), 24);
    if (!load(&model)) return;
    for (int isa = 0; isa < HWR_ISA_COUNT; isa++) {
        hwr_qkernel *kernel = hwr_qkernel_find((hwr_isa)isa);
        CHECK_INT(hwr_isa_available((hwr_isa)isa), kernel != NULL);
        CHECK(isa <= (int)model.isa || !kernel);
    }
    CHECK(model.kernel && model.kernel == hwr_qkernel_find(model.isa));
    CHECK(hwr_isa_available(HWR_ISA_REF));
    CHECK(!hwr_isa_available(HWR_ISA_COUNT));
    CHECK(!(hwr_isa_available(HWR_ISA_WASM) && hwr_isa_available(HWR_ISA_AVX2)));
    CHECK(strcmp(hwr_isa_name(HWR_ISA_SSE41), "sse4.1") == 0);
    CHECK(strcmp(hwr_isa_name(HWR_ISA_COUNT), "unknown") == 0);
    CHECK_INT(hwr_model_set_isa(&model, HWR_ISA_REF), HWR_OK);
    CHECK(model.isa == HWR_ISA_REF && model.kernel == hwr_qkernel_ref());
    CHECK_INT(hwr_model_set_isa(&model, HWR_ISA_COUNT), HWR_ERR_ARGUMENT);
    CHECK(model.isa == HWR_ISA_REF && model.kernel == hwr_qkernel_ref());
}

int main(void) {
    for (int isa = 0; isa < HWR_ISA_COUNT; isa++)
        if (hwr_isa_available((hwr_isa)isa)) printf("%s ", hwr_isa_name((hwr_isa)isa));
    printf("\n");
    test_layers();
    test_winograd();
    test_network(hwr_net_find("letters"), UINT64_C(0x73e6dcb1b4cff23c));
    test_network(&deep_net, UINT64_C(0xb645b7af43edb53d));
    test_network(hwr_net_find("demo"), UINT64_C(0x7676815411184527));
    test_look_inside();
    test_steps();
    test_traces();
    test_memory();
    test_instruction_sets();
    return check_done("qnet");
}
