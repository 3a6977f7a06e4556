/* qnet.c - a model in the caller's memory: loading, packing, running. */
#include "qnet.h"

#include <string.h>

#include "plan.h"
#include "model/format.h"

enum { MAX_BYTES = 1 << 30 };

#if defined(__x86_64__) || defined(__i386__)
#define HWR_X86 1
#else
#define HWR_X86 0
#endif

/* ---- Instruction sets --------------------------------------------------- */

const char *hwr_isa_name(hwr_isa isa) {
    static const char *const names[] = {"reference", "scalar", "sse4.1", "avx2", "wasm-simd"};
    return (unsigned)isa < HWR_ISA_COUNT ? names[isa] : "unknown";
}

hwr_qkernel *hwr_qkernel_find(hwr_isa isa) {
    if (isa == HWR_ISA_REF) return hwr_qlayer_ref;
#if HWR_X86
    if (isa == HWR_ISA_SSE41 && __builtin_cpu_supports("sse4.1")) return hwr_qlayer_sse41;
    if (isa == HWR_ISA_AVX2 && __builtin_cpu_supports("avx2")) return hwr_qlayer_avx2;
#endif
#ifdef __wasm_simd128__
    if (isa == HWR_ISA_WASM) return hwr_qlayer_wasm;
#else
    if (isa == HWR_ISA_SCALAR) return hwr_qlayer_scalar;
#endif
    return NULL;
}

int hwr_isa_available(hwr_isa isa) {
    return hwr_qkernel_find(isa) != NULL;
}

static hwr_isa fastest_isa(void) {
    int isa = HWR_ISA_COUNT - 1;
    while (!hwr_isa_available((hwr_isa)isa)) isa--; /* the reference is always there */
    return (hwr_isa)isa;
}

/* ---- Loading ------------------------------------------------------------ */

static hwr_status parse_and_plan(hwr_file *parsed, hwr_qplan *plan, const void *file,
                                 size_t length) {
    hwr_status status = hwr_file_parse(parsed, file, length);
    if (status != HWR_OK) return status;
    hwr_qplan_make(plan, parsed);
    return plan->bytes <= MAX_BYTES ? HWR_OK : HWR_ERR_TOO_LARGE;
}

size_t hwr_model_memory(const void *file, size_t length, hwr_status *status) {
    hwr_file parsed;
    hwr_qplan plan;
    hwr_status s = parse_and_plan(&parsed, &plan, file, length);
    if (status) *status = s;
    return s == HWR_OK ? (size_t)plan.bytes + HWR_QPLAN_ALIGN - 1 : 0;
}

/* Both layouts of qnet.h; weight is zero on entry, channels the stored ones. */
static void pack_weight(int16_t *weight, const hwr_file_layer *f, size_t run, size_t channels) {
    size_t k = (size_t)f->kernel, c_in = (size_t)f->in_channels, c_out = (size_t)f->out_channels;
    const int8_t *from = f->weight;
    if (f->kind == HWR_KIND_DEPTHWISE) {
        for (size_t tap = 0; tap < k * k; tap++)
            for (size_t c = 0; c < c_out; c++)
                weight[(c / HWR_BLOCK * k * k + tap) * HWR_BLOCK + c % HWR_BLOCK] = *from++;
        return;
    }
    for (size_t c = 0; c < c_out; c++)
        for (size_t ky = 0; ky < k; ky++) {
            int16_t *row = weight + (c / HWR_BLOCK * k + ky) * run * HWR_BLOCK;
            for (size_t kx = 0; kx < k; kx++)
                for (size_t ci = 0; ci < c_in; ci++) {
                    size_t i = kx * channels + ci;
                    row[(i / 2 * HWR_BLOCK + c % HWR_BLOCK) * 2 + i % 2] = *from++;
                }
        }
}

/* H g of kernel_winograd.h, where H has the rows 600, -4-4-4, -44-4, 124, 1-24 and
 * 00(12): three numbers in, step apart, six out. */
static void transform_weights(int to[HWR_WINOGRAD_TILE_IN], const int *g, int step) {
    const int ends = g[0] + g[2 * step], far = g[0] + 4 * g[2 * step], middle = g[step];
    to[0] = 6 * g[0];
    to[1] = -4 * (ends + middle);
    to[2] = -4 * (ends - middle);
    to[3] = far + 2 * middle;
    to[4] = far - 2 * middle;
    to[5] = 12 * g[2 * step];
}

/* H g H' of the weights from input channel ci to output channel c in one phase, each
 * element step after the one before. */
static void pack_tile(int16_t *to, size_t step, const hwr_file_layer *f, size_t c, size_t phase,
                      size_t ci) {
    enum { TILE_IN = HWR_WINOGRAD_TILE_IN };
    const size_t k = (size_t)f->kernel, s = (size_t)f->stride, c_in = (size_t)f->in_channels;
    int g[3][3] = {{0}}, t[3][TILE_IN];
    for (size_t y = phase / s, a = 0; y < k; y += s, a++)
        for (size_t x = phase % s, b = 0; x < k; x += s, b++)
            g[a][b] = f->weight[((c * k + y) * k + x) * c_in + ci];
    for (int b = 0; b < 3; b++) transform_weights(t[b], &g[0][b], 3);
    for (int i = 0; i < TILE_IN; i++) {
        int row[TILE_IN];
        transform_weights(row, &t[0][i], TILE_IN);
        for (int j = 0; j < TILE_IN; j++, to += step) *to = (int16_t)row[j];
    }
}

/* The layout of qnet.h, in the order of its memory; weight is zero on entry. */
static void pack_winograd(int16_t *weight, const hwr_file_layer *f, size_t channels) {
    const size_t phases = (size_t)f->stride * (size_t)f->stride, all = phases * channels;
    const size_t step = all * HWR_BLOCK, c_out = (size_t)f->out_channels;
    for (size_t first = 0; first < c_out; first += HWR_BLOCK)
        for (size_t phase = 0; phase < phases; phase++)
            for (size_t ci = 0; ci < (size_t)f->in_channels; ci++)
                for (size_t c = first; c < first + HWR_BLOCK && c < c_out; c++) {
                    size_t i = phase * channels + ci;
                    size_t at = (i / 2 * HWR_BLOCK + c % HWR_BLOCK) * 2 + i % 2;
                    int16_t *block =
                        weight + first * HWR_WINOGRAD_TILE_IN * HWR_WINOGRAD_TILE_IN * all;
                    pack_tile(block + at, step, f, c, phase, ci);
                }
}

static const int32_t *pack_vector(uint8_t **next, const uint8_t *from, const hwr_file *file,
                                  int layer) {
    size_t bytes = hwr_qplan_vector_bytes(file, layer);
    int32_t *to = (int32_t *)(void *)*next;
    memset(to, 0, bytes);
    for (int c = 0; c < file->layers[layer].out_channels; c++)
        to[c] = hwr_read_i32(from + 4 * (size_t)c);
    *next += bytes;
    return to;
}

/* Fills q and packs its tensors at *next, which moves on. */
static void pack_layer(hwr_qlayer *q, uint8_t **next, const hwr_file *file, const hwr_qplan *plan,
                       int layer) {
    const hwr_file_layer *f = &file->layers[layer];
    memset(q, 0, sizeof *q);
    memcpy(q->name, f->name, sizeof q->name);
    q->kind = (uint8_t)f->kind;
    q->kernel = (uint8_t)f->kernel;
    q->stride = (uint8_t)f->stride;
    q->flags = (uint8_t)f->flags;
    q->residual = (int8_t)f->residual;
    q->in_channels = (uint16_t)f->in_channels;
    q->out_side = (uint16_t)f->out_side;
    q->out_channels = (uint16_t)f->out_channels;
    q->low = f->low;
    q->high = f->high;
    q->out_scale = f->out_scale;
    q->in = plan->buffers[layer];
    if (layer + 1 < file->n_layers) q->out = plan->buffers[layer + 1];
    if (f->residual >= 0) q->residual_in = plan->buffers[f->residual + 1];

    size_t run = hwr_qplan_run(plan, file, layer);
    size_t bytes = hwr_qplan_weight_bytes(plan, file, layer);
    int16_t *weight = (int16_t *)(void *)*next;
    memset(weight, 0, bytes);
    pack_weight(weight, f, run, q->in.channels);
    *next += bytes;
    q->run = (uint32_t)run;
    q->weight = weight;
    bytes = hwr_qplan_winograd_bytes(plan, file, layer);
    if (bytes > 0) {
        weight = (int16_t *)(void *)*next;
        memset(weight, 0, bytes);
        pack_winograd(weight, f, q->in.channels);
        *next += bytes;
        q->winograd = weight;
        q->scratch = plan->scratch;
    }
    q->bias = pack_vector(next, f->bias, file, layer);
    q->multiplier = pack_vector(next, f->multiplier, file, layer);
    q->offset = pack_vector(next, f->offset, file, layer);
    if (f->residual_factor) q->residual_factor = pack_vector(next, f->residual_factor, file, layer);
}

hwr_status hwr_model_init(hwr_model *model, void *memory, size_t memory_length, const void *file,
                          size_t length) {
    hwr_file parsed;
    hwr_qplan plan;
    hwr_status status = parse_and_plan(&parsed, &plan, file, length);
    if (status != HWR_OK) return status;
    size_t lead = (size_t)(-(uintptr_t)memory % HWR_QPLAN_ALIGN);
    if (memory_length < lead || memory_length - lead < plan.bytes) return HWR_ERR_MEMORY;

    uint8_t *next = (uint8_t *)memory + lead;
    hwr_qlayer *layers = (hwr_qlayer *)(void *)next;
    next += hwr_qplan_layers_bytes(&parsed);
    for (int i = 0; i < parsed.n_layers; i++) pack_layer(&layers[i], &next, &parsed, &plan, i);
    model->layers = layers;
    model->n_layers = parsed.n_layers;
    model->isa = fastest_isa();
    model->temperature = parsed.temperature;
    model->threshold = parsed.layers[parsed.n_layers - 1].threshold;
    model->logit_scale = parsed.logit_scale;
    model->arena = (int16_t *)(void *)next;
    model->arena_bytes = (size_t)plan.arena * sizeof(int16_t);
    memset(model->arena, 0, model->arena_bytes);
    return HWR_OK;
}

hwr_status hwr_model_set_isa(hwr_model *model, hwr_isa isa) {
    if (!hwr_isa_available(isa)) return HWR_ERR_ARGUMENT;
    model->isa = isa;
    return HWR_OK;
}

/* ---- Running ------------------------------------------------------------ */

/* The zeros around a buffer: rows above, what lies between two rows, rows below. */
static void zero_border(int16_t *arena, const hwr_qbuffer *b) {
    if (b->pad_low == 0 && b->pad_high == 0) return;
    size_t pitch = hwr_qbuffer_pitch(b), between = (size_t)(b->pad_low + b->pad_high) * b->channels;
    size_t inside = (size_t)b->side * b->channels;
    int16_t *p = arena + b->offset;
    size_t first = b->pad_low * pitch + (size_t)b->pad_low * b->channels;
    memset(p, 0, first * sizeof *p);
    p += first + inside;
    for (int y = 1; y < b->side; y++, p += pitch) memset(p, 0, between * sizeof *p);
    memset(p, 0, (b->pad_high * pitch + (size_t)b->pad_high * b->channels) * sizeof *p);
}

void hwr_qnet_begin(hwr_model *model, const uint8_t *image) {
    const hwr_qbuffer *in = &model->layers[0].in;
    zero_border(model->arena, in);
    for (size_t y = 0; y < HWR_SIDE; y++) {
        int16_t *row = model->arena + hwr_qbuffer_index(in, y, 0);
        for (size_t x = 0; x < HWR_SIDE; x++) row[x] = image[y * HWR_SIDE + x];
    }
}

void hwr_qnet_step(hwr_model *model, int32_t *logits, int layer) {
    const hwr_qlayer *l = &model->layers[layer];
    if (!(l->flags & HWR_FLAG_LAST)) zero_border(model->arena, &l->out);
    hwr_qkernel_find(model->isa)(l, model->arena, logits);
}

size_t hwr_qnet_output(const hwr_model *model, int16_t *out, int layer) {
    const hwr_qlayer *l = &model->layers[layer];
    const int16_t *start = out;
    if (l->flags & HWR_FLAG_LAST) return 0;
    for (size_t i = 0; i < (size_t)l->out_side * l->out_side; i++, out += l->out_channels) {
        size_t place = hwr_qbuffer_index(&l->out, i / l->out_side, i % l->out_side);
        memcpy(out, model->arena + place, l->out_channels * sizeof *out);
    }
    return (size_t)(out - start);
}

void hwr_qnet_run(hwr_model *model, int32_t *logits, const uint8_t *image, int n_layers) {
    hwr_qnet_begin(model, image);
    for (int i = 0; i < n_layers; i++) hwr_qnet_step(model, logits, i);
}

void hwr_model_run(hwr_model *model, int32_t logits[HWR_CLASSES], const uint8_t image[HWR_PIXELS]) {
    hwr_qnet_run(model, logits, image, model->n_layers);
}
