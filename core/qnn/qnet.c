/* qnet.c - a model in the caller's memory: loading and running. */
#include "qnet.h"

#include <string.h>

#include "kernels.h"
#include "model/format.h"
#include "pack.h"
#include "plan.h"

enum { MAX_BYTES = 1 << 30 };

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
    for (int i = 0; i < parsed.n_layers; i++) hwr_qlayer_pack(&layers[i], &next, &parsed, &plan, i);
    hwr_outlier_pack(&model->outlier, &next, &parsed);
    model->layers = layers;
    model->n_layers = parsed.first_trace;
    model->n_trace_layers = parsed.n_layers - parsed.first_trace;
    model->fusion = parsed.fusion;
    model->isa = hwr_isa_fastest(&model->kernel);
    model->temperature = parsed.temperature;
    model->threshold = parsed.threshold;
    model->labels = parsed.labels;
    model->identity = hwr_read_u32((const uint8_t *)file + 12);
    model->logit_scale = parsed.logit_scale;
    model->arena = (int16_t *)(void *)next;
    model->arena_bytes = (size_t)plan.arena * sizeof(int16_t);
    memset(model->arena, 0, model->arena_bytes);
    return HWR_OK;
}

hwr_status hwr_model_set_isa(hwr_model *model, hwr_isa isa) {
    hwr_qkernel *kernel = hwr_qkernel_find(isa);
    if (!kernel) return HWR_ERR_ARGUMENT;
    model->isa = isa;
    model->kernel = kernel;
    return HWR_OK;
}

/* ---- Running ------------------------------------------------------------ */

/* The zeros around a buffer: rows above, what lies between two rows, rows below. */
static void zero_border(int16_t *arena, const hwr_qbuffer *b) {
    if (b->pad_low == 0 && b->pad_high == 0) return; /* and so above and below */
    size_t pitch = hwr_qbuffer_pitch(b), between = (size_t)(b->pad_low + b->pad_high) * b->channels;
    size_t inside = (size_t)b->side * b->channels;
    int16_t *p = arena + b->offset;
    size_t first = b->row_pad_low * pitch + (size_t)b->pad_low * b->channels;
    memset(p, 0, first * sizeof *p);
    p += first + inside;
    for (int y = 1; y < b->rows; y++, p += pitch) memset(p, 0, between * sizeof *p);
    memset(p, 0, (b->row_pad_high * pitch + (size_t)b->pad_high * b->channels) * sizeof *p);
}

static void put_input(hwr_model *model, int layer, const uint8_t *bytes) {
    const hwr_qbuffer *in = &model->layers[layer].in;
    const size_t n = (size_t)in->side * in->channels;
    zero_border(model->arena, in);
    for (size_t y = 0; y < in->rows; y++, bytes += n) {
        int16_t *row = model->arena + hwr_qbuffer_index(in, y, 0);
        for (size_t x = 0; x < n; x++) row[x] = bytes[x];
    }
}

void hwr_qnet_begin(hwr_model *model, const uint8_t *image) {
    put_input(model, 0, image);
}

void hwr_qnet_begin_trace(hwr_model *model, const uint8_t *trace) {
    put_input(model, model->n_layers, trace);
}

void hwr_qnet_step(hwr_model *model, int32_t *logits, int layer) {
    const hwr_qlayer *l = &model->layers[layer];
    if (!(l->flags & HWR_FLAG_LAST)) zero_border(model->arena, &l->out);
    model->kernel(l, model->arena, logits);
}

size_t hwr_qnet_output(const hwr_model *model, int16_t *out, int layer) {
    const hwr_qlayer *l = &model->layers[layer];
    const int16_t *start = out;
    if (l->flags & HWR_FLAG_LAST) return 0;
    for (size_t i = 0; i < (size_t)l->out_rows * l->out_side; i++, out += l->out_channels) {
        size_t place = hwr_qbuffer_index(&l->out, i / l->out_side, i % l->out_side);
        memcpy(out, model->arena + place, l->out_channels * sizeof *out);
    }
    return (size_t)(out - start);
}

void hwr_qnet_run(hwr_model *model, int32_t *logits, const uint8_t *image, int n_layers) {
    hwr_qnet_begin(model, image);
    for (int i = 0; i < n_layers; i++) hwr_qnet_step(model, logits, i);
}

void hwr_model_run_trace(hwr_model *model, int32_t *logits, const uint8_t trace[HWR_TRACE_BYTES]) {
    hwr_qnet_begin_trace(model, trace);
    for (int i = 0; i < model->n_trace_layers; i++)
        hwr_qnet_step(model, logits, model->n_layers + i);
}

void hwr_model_run(hwr_model *model, int32_t *logits, const uint8_t image[HWR_PIXELS]) {
    hwr_qnet_run(model, logits, image, model->n_layers);
}
