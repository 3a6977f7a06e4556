/* outlier.h - is it a letter at all? A detector of drawings that are none; public.
 *
 *     hwr_hand_read(&look, p, &model, pre.image, trace);
 *     if (hwr_outlier_score(&model, &look, trace) > 0) ... // a face, two letters, an umlaut
 *
 * A perceptron with one hidden layer over the features that both networks' last layers are given
 * (hwr_hand_look) and the pen's way in outline, trained by outlier exposure (Hendrycks et al. 2019,
 * arXiv 1812.04606): core/train/quant/outlier_fit.h. The networks do not know of it. Integers only,
 * so the same bits on every machine. */
#ifndef HWR_OUTLIER_H
#define HWR_OUTLIER_H

#include "hand/hand.h"

/* Of a drawing, directly after it was read: above 0 where it is none of the model's characters, the
 * more the surer, else 0 or below. INT64_MIN where the model has no detector, or the drawing no
 * trace (NULL). */
int64_t hwr_outlier_score(const hwr_model *model, const hwr_hand_look *look, const uint8_t *trace);

/* A detector's inputs (n_picture + n_trace + HWR_OUTLIER_WAY): so many features of either network,
 * and the pen's way in outline, the mean of every 4 points' 8 features. */
void hwr_outlier_inputs(int8_t *inputs, int n_picture, int n_trace, const hwr_hand_look *look,
                        const uint8_t trace[HWR_TRACE_BYTES]);

/* The score of such inputs. */
int64_t hwr_outlier_of(const hwr_outlier *outlier, const int8_t *inputs);

#endif
