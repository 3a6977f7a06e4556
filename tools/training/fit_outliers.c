/* fit_outliers.c - see fit_outliers.h. */
#include "training/fit_outliers.h"

#include <stdio.h>
#include <stdlib.h>

#include "io/model.h"
#include "outlier/outlier.h"
#include "train/base/rng.h"
#include "train/data/outliers.h"
#include "train/data/pen.h"
#include "train/trainer.h"

/* As core/train/confidence.c has it, of the letters that the score of the answer keeps. */
#define FALSE_REJECTS 0.005

enum { PURPOSE_VARY = 0x6f71, PURPOSE_MAKE, PURPOSE_MADE_VARY };

/* One drawing, by both networks. */
typedef struct reader {
    hwr_model model;
    void *memory;
    hwr_preprocess pre;
    uint8_t trace[HWR_TRACE_BYTES];
    float *scratch; /* as hwr_pen_trace wants it */
    int n_picture, n_trace;
} reader;

static int open_reader(reader *r, const hwr_quantized *q, size_t longest, tool_error *error) {
    const size_t length = hwr_file_write(NULL, 0, &q->file);
    uint8_t *bytes = tool_alloc(length, 1);
    hwr_status status;
    hwr_file_write(bytes, length, &q->file);
    const size_t need = hwr_model_memory(bytes, length, &status);
    r->memory = tool_alloc(need + 1, 1);
    if (status == HWR_OK) status = hwr_model_init(&r->model, r->memory, need, bytes, length);
    free(bytes);
    if (longest < HWR_SKETCH_POINTS) longest = HWR_SKETCH_POINTS;
    r->scratch = tool_alloc(longest + HWR_RESTYLE_POINTS, 4 * sizeof(float));
    const hwr_draft_layer *l = q->file.layers;
    r->n_picture = l[q->file.first_trace - 1].in_channels * l[q->file.first_trace - 1].in_side;
    r->n_trace = l[q->file.n_layers - 1].in_channels * l[q->file.n_layers - 1].in_side;
    return status == HWR_OK ? 0 : tool_fail(error, "%s", hwr_status_string(status));
}

static void close_reader(reader *r) {
    free(r->memory);
    free(r->scratch);
}

/* Letter i, varied where options are given, to the detector's inputs; 0 where it has no ink, or, as
 * it is, is no letter by its score. */
static int read_letter(reader *r, int8_t *inputs, const hwr_stroke_set *set, size_t i,
                       const hwr_pen_options *options, hwr_rng rng) {
    static const hwr_pen_options as_it_is;
    hwr_hand_look look;
    float p[HWR_MAX_CLASSES], folded[HWR_MAX_CLASSES];
    hwr_rng same = rng; /* so that both are of one drawing */
    const hwr_pen_options *o = options ? options : &as_it_is;
    const size_t other = options ? i : HWR_AS_WRITTEN;
    if (hwr_pen_draw(&r->pre, set, i, o, other, &rng, r->scratch) != HWR_OK ||
        hwr_pen_trace(r->trace, set, i, o, other, &same, r->scratch) != HWR_OK)
        return 0;
    hwr_hand_read(&look, p, &r->model, r->pre.image, r->trace);
    hwr_fold_probabilities(&r->model.labels, folded, p);
    if (!options && hwr_letter_score(&r->model.labels, folded) < r->model.fusion.threshold)
        return 0;
    hwr_outlier_inputs(inputs, r->n_picture, r->n_trace, &look, r->trace);
    return 1;
}

/* A made up drawing, varied as letters are. */
static int read_outlier(reader *r, int8_t *inputs, const hwr_stroke_set *letters,
                        const char *const *words, size_t i, const hwr_pen_options *options) {
    hwr_sketch s;
    hwr_rng rng = hwr_rng_stream(1, PURPOSE_MAKE, i, 0);
    hwr_outlier_make(&s, letters, words, &rng);
    const size_t points[] = {0, s.points}, strokes[] = {0, s.strokes};
    const hwr_stroke_set one = {s.xy, s.lengths, points, strokes, NULL, NULL, 1};
    return read_letter(r, inputs, &one, 0, options, hwr_rng_stream(1, PURPOSE_MADE_VARY, i, 0));
}

int tool_fit_outliers(hwr_quantized *q, hwr_outlier_weights *out, const tool_strokes *strokes,
                      double held_out, size_t n, tool_error *error) {
    const hwr_stroke_set set = {
        strokes->xy,      strokes->lengths, strokes->first_point, strokes->first_stroke, NULL,
        strokes->writers, strokes->n};
    const char *const *words = (const char *const *)(const void *)strokes->words;
    const hwr_pen_options options = hwr_pen_strength(1);
    reader r = {.memory = NULL};
    int result = open_reader(&r, q, hwr_stroke_set_longest(&set), error);
    const size_t each = (size_t)(r.n_picture + r.n_trace) + HWR_OUTLIER_WAY, most = 2 * set.n + n;
    int8_t *learnt = tool_alloc(most + 1, each), *others = tool_alloc(set.n + 1, each);
    uint8_t *is_outlier = tool_alloc(most + 1, 1);
    hwr_outlier_data data = {learnt, is_outlier, 0, r.n_picture, r.n_trace, others, 0};
    for (size_t i = 0; result == 0 && i < set.n; i++) {
        const hwr_rng rng = hwr_rng_stream(1, PURPOSE_VARY, i, 0);
        if (hwr_writer_held_out(strokes->writers[i], (float)held_out)) {
            data.n_held_out +=
                (size_t)read_letter(&r, others + data.n_held_out * each, &set, i, NULL, rng);
            continue;
        }
        for (int varied = 0; varied < 2; varied++)
            data.n += (size_t)read_letter(&r, learnt + data.n * each, &set, i,
                                          varied ? &options : NULL, rng);
    }
    for (size_t i = 0; result == 0 && i < n; i++) {
        is_outlier[data.n] = 1;
        data.n += (size_t)read_outlier(&r, learnt + data.n * each, &set, words, i, &options);
    }
    is_outlier[data.n] = 0;
    if (result == 0 && data.n_held_out == 0)
        result = tool_fail(error, "no letters of held-out writers to set the outlier detector's "
                                  "threshold on; give strokes with \"writer\"");
    if (result == 0 && hwr_outlier_fit(out, &data, FALSE_REJECTS) != HWR_OK)
        result = tool_fail(error, "out of memory");
    if (result == 0) {
        q->file.outlier = (hwr_draft_outlier){HWR_OUTLIER_UNITS, (int)each,       out->weight,
                                              out->bias,         out->out_weight, out->out_bias};
        fprintf(stderr, "outlier detector: learnt from %zu letters and made-up drawings\n", data.n);
    }
    close_reader(&r);
    free(learnt);
    free(others);
    free(is_outlier);
    return result;
}
