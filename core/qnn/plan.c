/* plan.c - one arena for all activations, planned from first and last use. */
#include "plan.h"

#include "winograd.h"

static size_t round_up(size_t n, size_t multiple) {
    return (n + multiple - 1) / multiple * multiple;
}

/* A buffer's size in int16, and the layers that first and last need it. */
typedef struct lifetime {
    uint64_t size;
    int first, last, placed;
} lifetime;

/* Largest first, each buffer goes to the lowest place where nothing lies that is
 * needed at the same time (greedy by size, as XNNPACK's memory planner). */
static void place(hwr_qplan *plan, lifetime *lives, int n) {
    uint64_t begin[HWR_MAX_LAYERS];
    plan->arena = 0;
    for (int round = 0; round < n; round++) {
        int b = -1;
        for (int i = 0; i < n; i++)
            if (!lives[i].placed && (b < 0 || lives[i].size > lives[b].size)) b = i;
        begin[b] = 0;
        for (int i = 0; i < n; i++) {
            if (!lives[i].placed || lives[b].first > lives[i].last ||
                lives[i].first > lives[b].last)
                continue;
            if (begin[b] < begin[i] + lives[i].size && begin[i] < begin[b] + lives[b].size) {
                begin[b] = begin[i] + lives[i].size;
                i = -1; /* perhaps onto one that was clear before: look at all again */
            }
        }
        lives[b].placed = 1;
        plan->buffers[b].offset = (uint32_t)begin[b];
        if (begin[b] + lives[b].size > plan->arena) plan->arena = begin[b] + lives[b].size;
    }
}

static void plan_winograd(hwr_qplan *plan, const hwr_file *file) {
    size_t deepest = 0;
    for (int i = 0; i < file->n_layers; i++) {
        const hwr_file_layer *f = &file->layers[i];
        size_t depth = hwr_winograd_depth((size_t)f->stride, plan->buffers[i].channels);
        plan->winograd[i] = (uint8_t)hwr_winograd_suits(file, i);
        if (plan->winograd[i] && depth > deepest) deepest = depth;
    }
    plan->scratch = (uint32_t)plan->arena;
    plan->arena += HWR_WINOGRAD_ELEMENTS * HWR_WINOGRAD_CHUNK_TILES * deepest + HWR_QNET_SLACK;
}

static void plan_arena(hwr_qplan *plan, const hwr_file *file) {
    lifetime lives[HWR_MAX_LAYERS];
    for (int i = 0; i < file->n_layers; i++) {
        const hwr_file_layer *reader = &file->layers[i];
        size_t channels = i ? round_up((size_t)reader->in_channels, HWR_BLOCK) : 1;
        hwr_qbuffer *b = &plan->buffers[i];
        *b = (hwr_qbuffer){.rows = (uint16_t)reader->in_rows,
                           .side = (uint16_t)reader->in_side,
                           .channels = (uint16_t)channels,
                           .pad_low = (uint8_t)reader->pad_low,
                           .pad_high = (uint8_t)reader->pad_high,
                           .row_pad_low = (uint8_t)reader->row_pad_low,
                           .row_pad_high = (uint8_t)reader->row_pad_high};
        size_t rows = (size_t)(reader->in_rows + reader->row_pad_low + reader->row_pad_high);
        lives[i].size = round_up(rows * hwr_qbuffer_pitch(b), HWR_QPLAN_ALIGN / sizeof(int16_t));
        lives[i].first = i == file->first_trace ? i : i - 1; /* a trace comes after the picture */
        lives[i].last = i;
        lives[i].placed = 0;
        for (int j = i; i > 0 && j < file->n_layers; j++)
            if (file->layers[j].residual == i - 1) lives[i].last = j;
    }
    place(plan, lives, file->n_layers);
    plan_winograd(plan, file);
}

static size_t lanes(const hwr_file_layer *f) {
    return round_up((size_t)f->out_channels, HWR_BLOCK);
}

size_t hwr_qplan_layers_bytes(const hwr_file *file) {
    return round_up((size_t)file->n_layers * sizeof(hwr_qlayer), HWR_QPLAN_ALIGN);
}

size_t hwr_qplan_run(const hwr_qplan *plan, const hwr_file *file, int layer) {
    return round_up((size_t)file->layers[layer].kernel * plan->buffers[layer].channels, 2);
}

size_t hwr_qplan_weight_bytes(const hwr_qplan *plan, const hwr_file *file, int layer) {
    const hwr_file_layer *f = &file->layers[layer];
    size_t row =
        f->kind == HWR_KIND_DEPTHWISE ? (size_t)f->kernel : hwr_qplan_run(plan, file, layer);
    return round_up(lanes(f) * (size_t)f->kernel_rows * row * sizeof(int16_t), HWR_QPLAN_ALIGN);
}

size_t hwr_qplan_winograd_bytes(const hwr_qplan *plan, const hwr_file *file, int layer) {
    const hwr_file_layer *f = &file->layers[layer];
    size_t depth = hwr_winograd_depth((size_t)f->stride, plan->buffers[layer].channels);
    size_t weights = HWR_WINOGRAD_ELEMENTS * lanes(f) * depth;
    return plan->winograd[layer] ? round_up(weights * sizeof(int16_t), HWR_QPLAN_ALIGN) : 0;
}

size_t hwr_qplan_vector_bytes(const hwr_file *file, int layer) {
    return round_up(lanes(&file->layers[layer]) * sizeof(int32_t), HWR_QPLAN_ALIGN);
}

size_t hwr_qplan_outlier_vector_bytes(const hwr_file *file) {
    return round_up((size_t)file->outlier.hidden * sizeof(int32_t), HWR_QPLAN_ALIGN);
}

size_t hwr_qplan_outlier_bytes(const hwr_file *file) {
    const hwr_file_outlier *o = &file->outlier;
    const size_t weights =
        (size_t)o->hidden * (size_t)(o->n_picture + o->n_trace + HWR_OUTLIER_WAY);
    return 2 * hwr_qplan_outlier_vector_bytes(file) + round_up(weights, HWR_QPLAN_ALIGN);
}

void hwr_qplan_make(hwr_qplan *plan, const hwr_file *file) {
    plan_arena(plan, file);
    plan->bytes = hwr_qplan_layers_bytes(file);
    for (int i = 0; i < file->n_layers; i++) {
        size_t vectors = file->layers[i].residual_factor ? 4 : 3;
        plan->bytes += hwr_qplan_weight_bytes(plan, file, i);
        plan->bytes += hwr_qplan_winograd_bytes(plan, file, i);
        plan->bytes += vectors * hwr_qplan_vector_bytes(file, i);
    }
    plan->bytes += hwr_qplan_outlier_bytes(file);
    plan->bytes += plan->arena * sizeof(int16_t);
}
