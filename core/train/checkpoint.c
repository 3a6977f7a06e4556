/* checkpoint.c - a trainer's state as bytes, and back.
 *
 * Little-endian: magic "HWRT", u32 version, u64 length, u32 CRC-32 of all that follows,
 * u32 zero, u64 fingerprint, u64 epoch, step, global step, 4 x u64 sums (loss as double
 * bits, correct, correct folded, n), then float arrays: parameters, exponential moving average,
 * the optimiser's first and second moments. Version 1 had a fingerprint of less.
 */
#include <string.h>

#include "model/format.h"
#include "trainer_parts.h"

enum { VERSION = 2, HEADER = 24, FIXED = 8 * 8 };

static size_t payload(const hwr_trainer *t) {
    return FIXED + sizeof(float) * (2 * t->params.all + 2 * t->params.trainable);
}

static void write_u64(uint8_t **p, uint64_t x) {
    for (int i = 0; i < 8; i++) *(*p)++ = (uint8_t)(x >> (8 * i));
}

static uint64_t read_u64(const uint8_t **p) {
    uint64_t low = hwr_read_u32(*p), high = hwr_read_u32(*p + 4);
    *p += 8;
    return low | high << 32;
}

static void write_floats(uint8_t **p, const float *x, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &x[i], sizeof bits);
        for (int k = 0; k < 4; k++) *(*p)++ = (uint8_t)(bits >> (8 * k));
    }
}

static void read_floats(const uint8_t **p, float *x, size_t n) {
    for (size_t i = 0; i < n; i++, *p += 4) x[i] = hwr_read_f32(*p);
}

size_t hwr_trainer_save(const hwr_trainer *t, uint8_t *out, size_t capacity) {
    size_t length = HEADER + payload(t);
    uint64_t loss;
    if (!out || capacity < length) return length;
    uint8_t *p = out + HEADER;
    write_u64(&p, hwr_trainer_fingerprint(t));
    write_u64(&p, t->epoch);
    write_u64(&p, t->step);
    write_u64(&p, t->global_step);
    memcpy(&loss, &t->sums.loss, sizeof loss);
    write_u64(&p, loss);
    write_u64(&p, t->sums.correct);
    write_u64(&p, t->sums.correct_folded);
    write_u64(&p, t->sums.n);
    write_floats(&p, t->params.data, t->params.all);
    write_floats(&p, t->ema.data, t->params.all);
    write_floats(&p, t->first_moment, t->params.trainable);
    write_floats(&p, t->second_moment, t->params.trainable);
    p = out;
    memcpy(p, "HWRT", 4);
    p += 4;
    write_u64(&p, VERSION | (uint64_t)(uint32_t)length << 32);
    write_u64(&p, (uint64_t)length >> 32 | (uint64_t)hwr_crc32(out + HEADER, payload(t)) << 32);
    memset(p, 0, 4);
    return length;
}

/* The counters, each checked against the run it is for: they are indices later. */
static hwr_status read_counters(const uint8_t **p, hwr_train_position *out, const hwr_trainer *t) {
    const uint64_t epoch = read_u64(p), step = read_u64(p), global_step = read_u64(p);
    const uint64_t loss = read_u64(p), correct = read_u64(p), folded = read_u64(p), n = read_u64(p);
    const uint64_t epochs = t->options.epochs, steps = t->steps_per_epoch;
    if (epoch > epochs || step >= steps || (epoch == epochs && step > 0)) return HWR_ERR_FORMAT;
    if (global_step != epoch * steps + step) return HWR_ERR_FORMAT;
    if (n > steps * t->options.batch || correct > n || folded > n) return HWR_ERR_FORMAT;
    out->epoch = (size_t)epoch;
    out->step = (size_t)step;
    memcpy(&out->sums.loss, &loss, sizeof loss);
    if (!(out->sums.loss >= 0 && out->sums.loss < 1e30)) return HWR_ERR_FORMAT;
    out->sums.correct = (size_t)correct;
    out->sums.correct_folded = (size_t)folded;
    out->sums.n = (size_t)n;
    return HWR_OK;
}

static int all_finite(const uint8_t *floats, size_t n) {
    for (size_t i = 0; i < n; i++) {
        float x = hwr_read_f32(floats + 4 * i);
        if (!(x - x == 0)) return 0;
    }
    return 1;
}

hwr_status hwr_trainer_restore(hwr_trainer *t, const void *bytes, size_t length) {
    const uint8_t *p = bytes;
    hwr_train_position at;
    if (length < HEADER) return HWR_ERR_TRUNCATED;
    if (memcmp(p, "HWRT", 4) != 0) return HWR_ERR_MAGIC;
    if (hwr_read_u32(p + 4) != VERSION) return HWR_ERR_VERSION;
    const uint8_t *field = p + 8;
    if (read_u64(&field) != length) return HWR_ERR_TRUNCATED;
    if (hwr_crc32(p + HEADER, length - HEADER) != hwr_read_u32(p + 16)) return HWR_ERR_CHECKSUM;
    if (hwr_read_u32(p + 20) != 0) return HWR_ERR_FORMAT;
    p += HEADER;
    if (length != HEADER + payload(t)) return HWR_ERR_SHAPE;
    if (read_u64(&p) != hwr_trainer_fingerprint(t)) return HWR_ERR_SHAPE;
    hwr_status status = read_counters(&p, &at, t);
    if (status != HWR_OK) return status;
    if (!all_finite(p, (payload(t) - FIXED) / sizeof(float))) return HWR_ERR_FORMAT;
    t->epoch = at.epoch;
    t->step = at.step;
    t->global_step = at.epoch * t->steps_per_epoch + at.step;
    t->sums = at.sums;
    read_floats(&p, t->params.data, t->params.all);
    read_floats(&p, t->ema.data, t->params.all);
    read_floats(&p, t->first_moment, t->params.trainable);
    read_floats(&p, t->second_moment, t->params.trainable);
    t->shown = hwr_trainer_pack(t, &t->packed, &t->params, &t->quantized, 1);
    hwr_trainer_shuffle(t);
    return HWR_OK;
}
