/* exports.h - what the files of exported functions share. */
#ifndef HWR_WASM_EXPORTS_H
#define HWR_WASM_EXPORTS_H

#include "hwr.h"

#define EXPORT(type, name, ...)                                                                    \
    type name(__VA_ARGS__);                                                                        \
    type name(__VA_ARGS__)

/* The model in use, NULL where none is loaded. */
hwr_model *hwr_wasm_model(void);

/* Another model is in use, or another hand: what it says to the strokes of words is not known. */
void hwr_wasm_forget_words(void);

/* HWR_OK where the lengths of so many strokes stay inside the buffers, else HWR_ERR_TOO_LARGE. */
hwr_status hwr_wasm_check_lengths(uint32_t n_strokes);

/* The buffers of strokes; see exports.c. */
float *hwr_wasm_points(void);
uint32_t *hwr_wasm_lengths(void);

#endif
