/* pack.c - a layer of the file to a hwr_qlayer, its weights in the kernels' order. */
#include "pack.h"

#include <string.h>

#include "winograd.h"

/* Both layouts of qnet.h; weight is zero on entry, channels the stored ones. */
static void pack_weight(int16_t *weight, const hwr_file_layer *f, size_t run, size_t channels) {
    size_t k = (size_t)f->kernel, rows = (size_t)f->kernel_rows, taps = rows * k;
    size_t c_in = (size_t)f->in_channels, c_out = (size_t)f->out_channels;
    const int8_t *from = f->weight;
    if (f->kind == HWR_KIND_DEPTHWISE) {
        for (size_t tap = 0; tap < taps; tap++)
            for (size_t c = 0; c < c_out; c++)
                weight[(c / HWR_BLOCK * taps + tap) * HWR_BLOCK + c % HWR_BLOCK] = *from++;
        return;
    }
    for (size_t c = 0; c < c_out; c++)
        for (size_t ky = 0; ky < rows; ky++) {
            int16_t *row = weight + (c / HWR_BLOCK * rows + ky) * run * HWR_BLOCK;
            for (size_t kx = 0; kx < k; kx++)
                for (size_t ci = 0; ci < c_in; ci++) {
                    size_t i = kx * channels + ci;
                    row[(i / 2 * HWR_BLOCK + c % HWR_BLOCK) * 2 + i % 2] = *from++;
                }
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

void hwr_qlayer_pack(hwr_qlayer *q, uint8_t **next, const hwr_file *file, const hwr_qplan *plan,
                     int layer) {
    const hwr_file_layer *f = &file->layers[layer];
    memset(q, 0, sizeof *q);
    memcpy(q->name, f->name, sizeof q->name);
    q->kind = (uint8_t)f->kind;
    q->kernel = (uint8_t)f->kernel;
    q->kernel_rows = (uint8_t)f->kernel_rows;
    q->stride = (uint8_t)f->stride;
    q->flags = (uint8_t)f->flags;
    q->residual = (int8_t)f->residual;
    q->in_channels = (uint16_t)f->in_channels;
    q->out_rows = (uint16_t)f->out_rows;
    q->out_side = (uint16_t)f->out_side;
    q->out_channels = (uint16_t)f->out_channels;
    q->low = f->low;
    q->high = f->high;
    q->out_scale = f->out_scale;
    q->in = plan->buffers[layer];
    if (!(f->flags & HWR_FLAG_LAST)) q->out = plan->buffers[layer + 1];
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
        hwr_winograd_pack(weight, f, q->in.channels);
        *next += bytes;
        q->winograd = weight;
        q->scratch = plan->scratch;
    }
    q->bias = pack_vector(next, f->bias, file, layer);
    q->multiplier = pack_vector(next, f->multiplier, file, layer);
    q->offset = pack_vector(next, f->offset, file, layer);
    if (f->residual_factor) q->residual_factor = pack_vector(next, f->residual_factor, file, layer);
}

static const int32_t *pack_integers(uint8_t **next, const uint8_t *from, const hwr_file *file) {
    int32_t *to = (int32_t *)(void *)*next;
    for (int i = 0; i < file->outlier.hidden; i++) to[i] = hwr_read_i32(from + 4 * i);
    *next += hwr_qplan_outlier_vector_bytes(file);
    return to;
}

void hwr_outlier_pack(hwr_outlier *o, uint8_t **next, const hwr_file *file) {
    const hwr_file_outlier *from = &file->outlier;
    *o = (hwr_outlier){0};
    if (from->hidden == 0) return;
    uint8_t *const end = *next + hwr_qplan_outlier_bytes(file);
    o->hidden = from->hidden;
    o->n_picture = from->n_picture;
    o->n_trace = from->n_trace;
    o->bias = pack_integers(next, from->bias, file);
    o->out_weight = pack_integers(next, from->out_weight, file);
    o->out_bias = hwr_read_i32(from->out_bias);
    o->weight = (const int8_t *)*next;
    memcpy(*next, from->weight,
           (size_t)o->hidden * (size_t)(o->n_picture + o->n_trace + HWR_OUTLIER_WAY));
    *next = end;
}
