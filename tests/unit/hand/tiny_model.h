/* tiny_model.h - a model of both networks with 8 and 6 features, for the tests of core/hand/ and
 * core/outlier/. */
#ifndef TINY_MODEL_H
#define TINY_MODEL_H

#include "unit/random_model.h"

enum { TINY_FILE = 1 << 16 };

static inline void tiny_model_make(random_model *random, uint32_t seed) {
    const random_layer picture[] = {{HWR_CONV, 28, 1, 0, 0, 8, -1, 0},
                                    {HWR_CONV, 1, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST}};
    const random_layer trace[] = {{HWR_CONV, 7, 4, 3, 0, 6, -1, 0},
                                  {HWR_CONV, 16, 1, 0, 0, 6, -1, 0},
                                  {HWR_CONV, 1, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST}};
    random_start(random, "tiny", seed);
    for (int i = 0; i < 2; i++) random_typical(random, random_append(random, &picture[i]));
    random->traces = 1;
    for (int i = 0; i < 3; i++) random_typical(random, random_append(random, &trace[i]));
    random->file.fusion = (hwr_fusion){1.0f / 64, 0.5f, 0.5f, 0.5f};
}

/* The model's file in static memory; *length bytes. */
static inline const uint8_t *tiny_model_file(size_t *length, uint32_t seed) {
    static random_model random;
    static uint8_t file[TINY_FILE];
    tiny_model_make(&random, seed);
    *length = hwr_file_write(file, sizeof file, &random.file);
    if (*length > sizeof file) abort();
    return file;
}

static inline void tiny_model_load(hwr_model *model, void *memory, size_t room, uint32_t seed) {
    size_t length;
    const uint8_t *file = tiny_model_file(&length, seed);
    if (hwr_model_init(model, memory, room, file, length) != HWR_OK) abort();
}

#endif
