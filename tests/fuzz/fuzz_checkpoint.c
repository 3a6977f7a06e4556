/* fuzz_checkpoint.c - any bytes as a trainer's checkpoint: refused, or restored and trained on.
 * Each input is tried as it is, and laid over a whole checkpoint from its counters on, with
 * the checksum made right, so that the fuzzer reaches what lies behind it. */
#include <stdlib.h>
#include <string.h>

#include "model/format_write.h"
#include "unit/tiny_task.h"

enum { CHECKSUM = 16, HEADER = 24, COUNTERS = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static hwr_trainer *trainer;
static uint8_t *whole; /* a checkpoint of the trainer, after its first step */
static size_t whole_length;

static void prepare(void) {
    hwr_train_options o = base_options();
    o.batch = 32;
    o.qat_epochs = 1;
    make_examples();
    set.n = 48;
    trainer = start(&o);
    hwr_trainer_step(trainer);
    whole_length = hwr_trainer_save(trainer, NULL, 0);
    whole = malloc(whole_length);
    if (!trainer || !whole) abort();
    hwr_trainer_save(trainer, whole, whole_length);
}

static void try_checkpoint(const uint8_t *bytes, size_t length) {
    if (hwr_trainer_restore(trainer, bytes, length) != HWR_OK) return;
    hwr_train_position at = hwr_trainer_position(trainer);
    if (at.step >= at.steps_per_epoch) abort();
    hwr_trainer_step(trainer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!trainer) prepare();
    try_checkpoint(data, size);
    uint8_t *laid = malloc(whole_length);
    if (!laid) return 0;
    memcpy(laid, whole, whole_length);
    if (size > whole_length - COUNTERS) size = whole_length - COUNTERS;
    memcpy(laid + COUNTERS, data, size);
    hwr_write_u32(laid + CHECKSUM, hwr_crc32(laid + HEADER, whole_length - HEADER));
    try_checkpoint(laid, whole_length);
    free(laid);
    return 0;
}
