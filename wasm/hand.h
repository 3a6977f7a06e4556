/* hand.h - what the exports of both files share. */
#ifndef WASM_HAND_H
#define WASM_HAND_H

#include "exports.h"
#include "hand/hand.h"

/* Memory for a drawing on the way. */
hwr_preprocess *hwr_wasm_scratch(void);

/* What was taught goes with its model. */
void hwr_wasm_hand_stop(void);

/* 1 while answers are tipped; then look is to be filled before the answer. */
int hwr_wasm_hand_in_use(void);
hwr_hand_look *hwr_wasm_hand_look(void);

/* What was taught, NULL where none is in use. */
const hwr_hand *hwr_wasm_hand(void);

/* The classes that answer: the model's, with the signs of a hand in use. */
const hwr_labels *hwr_wasm_labels(const hwr_model *model);

/* The example that the last answer is owed to, -1 where the networks say the same. */
int32_t hwr_wasm_hand_owed(void);

/* Tips the answer where a hand is in use; look has an answer from now on, or none. */
void hwr_wasm_hand_apply(float *probabilities);
void hwr_wasm_hand_forget_look(void);

#endif
