/* checkpoint.c - a trainer's state as bytes, and back.
 *
 * Little-endian: magic "HWRT", u32 version, u64 length, u32 CRC-32 of all that follows,
 * u32 zero, u64 fingerprint, u64 epoch, step, global step, 4 x u64 sums (loss as double
 * bits, correct, correct folded, n), then float arrays: parameters, exponential moving average,
 * the optimiser's first and second moments.
 */
#include <string.h>

#include "trainer_parts.h"
#include "model/format.h"

enum { VERSION = 1, HEADER = 24, FIXED = 8 * 8 };

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

hwr_status hwr_trainer_restore(hwr_trainer *t, const void *bytes, size_t length) {
    const uint8_t *p = bytes;
    uint64_t loss;
    if (length < HEADER) return HWR_ERR_TRUNCATED;
    if (memcmp(p, "HWRT", 4) != 0) return HWR_ERR_MAGIC;
    if (hwr_read_u32(p + 4) != VERSION) return HWR_ERR_VERSION;
    const uint8_t *field = p + 8;
    if (read_u64(&field) != length) return HWR_ERR_TRUNCATED;
    if (hwr_crc32(p + HEADER, length - HEADER) != hwr_read_u32(p + 16)) return HWR_ERR_CHECKSUM;
    p += HEADER;
    if (length != HEADER + payload(t)) return HWR_ERR_SHAPE;
    if (read_u64(&p) != hwr_trainer_fingerprint(t)) return HWR_ERR_SHAPE;
    t->epoch = (size_t)read_u64(&p);
    t->step = (size_t)read_u64(&p);
    t->global_step = (size_t)read_u64(&p);
    loss = read_u64(&p);
    memcpy(&t->sums.loss, &loss, sizeof loss);
    t->sums.correct = (size_t)read_u64(&p);
    t->sums.correct_folded = (size_t)read_u64(&p);
    t->sums.n = (size_t)read_u64(&p);
    read_floats(&p, t->params.data, t->params.all);
    read_floats(&p, t->ema.data, t->params.all);
    read_floats(&p, t->first_moment, t->params.trainable);
    read_floats(&p, t->second_moment, t->params.trainable);
    t->shown = hwr_trainer_pack(t, &t->packed, &t->params, &t->quantized, 1);
    hwr_trainer_shuffle(t);
    return HWR_OK;
}
