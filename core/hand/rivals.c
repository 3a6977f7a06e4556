/* rivals.c - which class the examples of another one are hard to tell from. */
#include "examples.h"

/* From here a class is a rival: of what it is given in the mean when an example is left out, and of
 * what the networks alone give it where the examples are a sign's. */
static const float NEAR_BY_EXAMPLES = 0.2f, NEAR_BY_NETWORKS = 0.75f;

/* The networks' answer to an example's own drawing. */
static void answer(float *probabilities, hwr_hand_look *look, const uint8_t *drawing,
                   hwr_model *model, hwr_preprocess *pre) {
    float xy[2 * HWR_TRACE_POINTS];
    uint32_t lengths[HWR_TRACE_POINTS];
    uint8_t trace[HWR_TRACE_BYTES];
    const size_t n = hwr_hand_strokes(xy, lengths, drawing);
    /* Bytes are finite and small, and there is a point: neither can fail. */
    (void)!hwr_preprocess_strokes(pre, xy, lengths, n, &hwr_pen_default);
    (void)!hwr_trace_strokes(trace, xy, lengths, n);
    hwr_hand_read(look, probabilities, model, pre->image, trace);
}

static int largest_but(const float *values, int n, int but) {
    int best = -1;
    for (int i = 0; i < n; i++)
        if (i != but && (best < 0 || values[i] > values[best])) best = i;
    return best;
}

hwr_hand_rivals hwr_hand_find_rivals(const hwr_hand *h, int class_index, hwr_model *model,
                                     hwr_preprocess *memory) {
    float left_out[HWR_MAX_CLASSES] = {0}, alone[HWR_MAX_CLASSES] = {0}, p[HWR_MAX_CLASSES];
    hwr_hand_credit credits[HWR_MAX_CLASSES];
    hwr_hand_look look;
    hwr_hand_rivals out = {0, 0, -1, 0};
    const int classes = h->labels.n;
    for (size_t i = 0; i < h->n; i++) {
        const hwr_hand_example e = hwr_hand_get(h, i);
        if (e.class_index != class_index || !e.drawing) continue;
        answer(p, &look, e.drawing, model, memory);
        for (int c = 0; c < h->n_model; c++) alone[c] += p[c];
        hwr_hand_credits(credits, h, &look, i);
        hwr_hand_tip(h, p, credits);
        for (int c = 0; c < classes; c++) left_out[c] += p[c];
        out.right += p[class_index] > p[largest_but(p, classes, class_index)];
        out.n++;
    }
    if (out.n == 0) return out;
    const int near = largest_but(left_out, classes, class_index);
    const int same = largest_but(alone, h->n_model, class_index);
    const float share = left_out[near] / (float)out.n, sure = alone[same] / (float)out.n;
    if (share >= NEAR_BY_EXAMPLES) {
        out.rival = near;
        out.share = share;
    } else if (class_index >= h->n_model && sure >= NEAR_BY_NETWORKS) {
        out.rival = same;
        out.share = sure;
    }
    return out;
}
