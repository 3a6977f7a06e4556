/* plan.c - one arena for all activations, planned from first and last use. */
#include "plan.h"

#include <string.h>

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

static size_t tiles(const hwr_file_layer *f) {
    size_t across = ((size_t)f->out_side + HWR_WINOGRAD_TILE_OUT - 1) / HWR_WINOGRAD_TILE_OUT;
    return across * across;
}

static size_t phases(const hwr_file_layer *f) {
    return (size_t)f->stride * (size_t)f->stride;
}

/* Whether kernel_winograd.h is less work: fewer products, enough of them to pay for the
 * transforms, and tiles to fill the registers. */
static int saves_winograd(const hwr_file_layer *f) {
    size_t outputs = (size_t)f->out_side * (size_t)f->out_side;
    size_t direct = outputs * (size_t)f->kernel * (size_t)f->kernel;
    size_t products = tiles(f) * HWR_WINOGRAD_TILE_IN * HWR_WINOGRAD_TILE_IN * phases(f);
    return f->kind == HWR_KIND_CONV && f->kernel <= 3 * f->stride && f->in_channels >= 16 &&
           tiles(f) >= 4 && 5 * products <= 4 * direct;
}

/* Whether it gives layer's exact sums: B' d B, up to 100 inputs, within int16, and 64
 * times a sum over taps within int32. */
static int exact_winograd(const hwr_file *file, int layer) {
    const hwr_file_layer *f = &file->layers[layer];
    int32_t low = file->layers[layer - 1].low, high = file->layers[layer - 1].high;
    int32_t largest = -low > high ? -low : high;
    if (largest > INT16_MAX / 100) return 0;
    size_t taps = (size_t)f->kernel * (size_t)f->kernel * (size_t)f->in_channels;
    for (int c = 0; c < f->out_channels; c++) {
        int64_t sum = 0;
        for (size_t t = 0; t < taps; t++) {
            int32_t w = f->weight[(size_t)c * taps + t];
            sum += w < 0 ? -w : w;
        }
        if (sum * largest > INT32_MAX / 64) return 0;
    }
    return 1;
}

static void plan_winograd(hwr_qplan *plan, const hwr_file *file) {
    size_t channels = 0;
    for (int i = 0; i < file->n_layers; i++) {
        const hwr_file_layer *f = &file->layers[i];
        plan->winograd[i] = i > 0 && saves_winograd(f) && exact_winograd(file, i);
        if (plan->winograd[i] && phases(f) * plan->buffers[i].channels > channels)
            channels = phases(f) * plan->buffers[i].channels;
    }
    plan->scratch = (uint32_t)plan->arena;
    plan->arena +=
        HWR_WINOGRAD_TILE_IN * HWR_WINOGRAD_TILE_IN * HWR_WINOGRAD_CHUNK_TILES * channels +
        HWR_QNET_SLACK;
}

static void plan_arena(hwr_qplan *plan, const hwr_file *file) {
    lifetime lives[HWR_MAX_LAYERS];
    for (int i = 0; i < file->n_layers; i++) {
        const hwr_file_layer *reader = &file->layers[i];
        size_t channels = i ? round_up((size_t)reader->in_channels, HWR_BLOCK) : 1;
        hwr_qbuffer *b = &plan->buffers[i];
        *b = (hwr_qbuffer){0, (uint16_t)reader->in_side, (uint16_t)channels,
                           (uint8_t)reader->pad_low, (uint8_t)reader->pad_high};
        size_t rows = (size_t)(reader->in_side + reader->pad_low + reader->pad_high);
        lives[i].size = round_up(rows * hwr_qbuffer_pitch(b), HWR_QPLAN_ALIGN / sizeof(int16_t));
        lives[i].first = i - 1;
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
    size_t k = (size_t)f->kernel;
    size_t row = f->kind == HWR_KIND_DEPTHWISE ? k : hwr_qplan_run(plan, file, layer);
    return round_up(lanes(f) * k * row * sizeof(int16_t), HWR_QPLAN_ALIGN);
}

size_t hwr_qplan_winograd_bytes(const hwr_qplan *plan, const hwr_file *file, int layer) {
    const hwr_file_layer *f = &file->layers[layer];
    size_t matrix = lanes(f) * phases(f) * plan->buffers[layer].channels;
    size_t elements = HWR_WINOGRAD_TILE_IN * HWR_WINOGRAD_TILE_IN;
    return plan->winograd[layer] ? round_up(elements * matrix * sizeof(int16_t), HWR_QPLAN_ALIGN)
                                 : 0;
}

size_t hwr_qplan_vector_bytes(const hwr_file *file, int layer) {
    return round_up(lanes(&file->layers[layer]) * sizeof(int32_t), HWR_QPLAN_ALIGN);
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
    plan->bytes += plan->arena * sizeof(int16_t);
}
