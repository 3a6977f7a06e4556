#include "words/fit_scales.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = sizeof(hwr_word_scales) / sizeof(double), ROUNDS = 4 };
static const double missing = 1e-4; /* the probability of a reading that is not told */

typedef struct fit {
    hwr_lattice **lattices; /* (n) asked and rated */
    const char **texts;     /* (n) */
    size_t n;
    const hwr_labels *labels;
    const hwr_language *language;
    hwr_beam *beams;
    hwr_readings *readings;
} fit;

static int differ(const hwr_reading *reading, const char *text, int folded) {
    if ((size_t)reading->n != strlen(text)) return 1;
    for (int i = 0; i < reading->n; i++) {
        const int bits = reading->letters[i].text[0] ^ text[i];
        if (bits != 0 && !(folded && bits == 32)) return 1;
    }
    return 0;
}

static double loss(const fit *f, const hwr_word_scales *scales, size_t *folded, size_t *exact) {
    double sum = 0;
    *folded = *exact = 0;
    for (size_t i = 0; i < f->n; i++) {
        double p = missing;
        hwr_word_search(f->readings, f->beams, f->lattices[i], f->labels, f->language, NULL,
                        scales);
        for (int r = 0; r < f->readings->n; r++) {
            const hwr_reading *reading = &f->readings->best[r];
            if (differ(reading, f->texts[i], 1)) continue;
            const int wrong_case = differ(reading, f->texts[i], 0);
            p += (double)reading->probability;
            sum += wrong_case;
            *folded += r == 0;
            *exact += r == 0 && !wrong_case;
        }
        sum -= log(p);
    }
    return sum / (double)f->n;
}

static void prepare(fit *f, const tool_corpus *corpus, const tool_strokes *set, hwr_model *model) {
    hwr_preprocess *pre = tool_alloc(1, sizeof *pre);
    float *xy = tool_alloc(2 * HWR_WORD_POINTS, sizeof *xy);
    const hwr_word_reader reader = {.model = model};
    f->lattices = tool_alloc(corpus->n, sizeof *f->lattices);
    f->texts = tool_alloc(corpus->n, sizeof *f->texts);
    for (size_t i = 0; i < corpus->n; i++) {
        const tool_word *w = &corpus->words[i];
        if (!w->held_out || w->late) continue;
        const size_t first = set->first_stroke[w->index];
        hwr_lattice *l = tool_alloc(1, sizeof *l);
        f->texts[f->n] = w->text;
        f->lattices[f->n++] = l;
        if (hwr_lattice_build(l, set->xy + 2 * set->first_point[w->index], set->lengths + first,
                              set->first_stroke[w->index + 1] - first) == HWR_OK)
            (void)hwr_lattice_ask_all(l, &reader, pre, xy);
    }
    free(xy);
    free(pre);
}

void tool_fit_scales(hwr_word_scales *scales, const tool_corpus *corpus, const tool_strokes *set,
                     hwr_model *model, const hwr_language *language) {
    fit f = {.labels = &model->labels, .language = language};
    size_t folded, exact;
    double step = 1.35;
    f.beams = tool_alloc(HWR_WORD_STROKES + 1, sizeof *f.beams);
    f.readings = tool_alloc(1, sizeof *f.readings);
    prepare(&f, corpus, set, model);
    double least = loss(&f, scales, &folded, &exact);
    for (int round = 0; round < ROUNDS; round++, step = sqrt(step)) {
        for (int k = 0; k < N; k++) {
            for (int way = 0; way < 2; way++) {
                hwr_word_scales tried = *scales;
                double *values = (double *)(void *)&tried;
                values[k] *= way ? 1 / step : step;
                const double found = values[k] > 0 ? loss(&f, &tried, &folded, &exact) : least;
                if (found >= least) continue;
                least = found;
                *scales = tried;
                fprintf(stderr, "loss %.5f, %zu words: right %zu, and in case %zu; [%d] = %.3f\n",
                        least, f.n, folded, exact, k, values[k]);
                break;
            }
        }
    }
    for (size_t i = 0; i < f.n; i++) free(f.lattices[i]);
    free(f.lattices);
    free(f.texts);
    free(f.beams);
    free(f.readings);
}
