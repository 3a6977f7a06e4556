/* pack.h - a layer of the model file, in the layout that the kernels read (qnet.h). */
#ifndef HWR_PACK_H
#define HWR_PACK_H

#include "plan.h"

/* Fills q with layer `layer` of a checked and planned file, and packs its tensors at *next,
 * which moves on past them: as many bytes as plan.h counts, in its order. */
void hwr_qlayer_pack(hwr_qlayer *q, uint8_t **next, const hwr_file *file, const hwr_qplan *plan,
                     int layer);

/* The same for the outlier detector. */
void hwr_outlier_pack(hwr_outlier *o, uint8_t **next, const hwr_file *file);

#endif
