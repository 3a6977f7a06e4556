/* classes.c - classes.md and classes.json: one row a class. And mistakes.png and
 * mistakes.json: the wrong answers given with the greatest confidence. */
#include <stdio.h>
#include <stdlib.h>

#include "evaluation.h"
#include "sheet.h"

enum { WORST = 72, COLUMNS = 12 };

/* The answer most often given wrongly for letters of class c; -1 where there is none. */
static int rival(const hwr_metrics *m, int c) {
    int best = -1;
    uint32_t most = 0;
    for (int i = 0; i < m->classes; i++) {
        if (i != c && m->confusion[c][i] > most) {
            most = m->confusion[c][i];
            best = i;
        }
    }
    return best;
}

static void add_class(tool_text *table, json_t *rows, const hwr_metrics *m, int c) {
    hwr_class_scores s;
    hwr_metrics_class(&s, m, c);
    char worst[48] = "";
    const char *name = hwr_metrics_label(m, c);
    int other = rival(m, c);
    if (other >= 0) {
        snprintf(worst, sizeof worst, "%s (%u)", hwr_metrics_label(m, other),
                 m->confusion[c][other]);
    }
    tool_text_add(table, "| %s | %zu | %.2f | %.2f | %.2f | %s |\n", name, s.support,
                  100 * s.precision, 100 * s.recall, 100 * s.f1, worst);
    json_array_append_new(rows,
                          json_pack("{s:s, s:I, s:I, s:I, s:f, s:f, s:f}", "class", name, "support",
                                    (json_int_t)s.support, "predicted", (json_int_t)s.predicted,
                                    "correct", (json_int_t)s.correct, "precision", s.precision,
                                    "recall", s.recall, "f1", s.f1));
}

void tool_report_classes(tool_bundle *report, const tool_evaluation *e) {
    tool_text table = {0};
    json_t *rows = json_array();
    const hwr_metrics *m = &e->metrics;
    tool_text_add(&table, "%s, %s: %zu letters, %.2f %% right\n\n", tool_base_name(e->weights),
                  tool_base_name(e->images), m->n, 100 * m->accuracy);
    tool_text_add(&table,
                  "| class | letters | precision %% | recall %% | F1 %% | taken most for |\n");
    tool_text_add(&table, "|---|--:|--:|--:|--:|---|\n");
    for (int c = 0; c < m->classes; c++) add_class(&table, rows, m, c);
    tool_bundle_add(report, "classes.md", table.data, table.length);
    tool_bundle_add_json(report, "classes.json", rows);
}

typedef struct mistake {
    size_t index;
    int answer, truth;
    float confidence;
} mistake;

static int by_confidence(const void *a, const void *b) {
    const mistake *x = a, *y = b;
    if (x->confidence != y->confidence) return x->confidence < y->confidence ? 1 : -1;
    return x->index < y->index ? -1 : 1;
}

static mistake *find_mistakes(const tool_evaluation *e, size_t *n) {
    mistake *found = tool_alloc(e->set.n, sizeof *found);
    *n = 0;
    for (size_t i = 0; i < e->set.n; i++) {
        mistake m = {.index = i};
        if (!tool_evaluation_answer(e, i, &m.answer, &m.truth, &m.confidence)) found[(*n)++] = m;
    }
    qsort(found, *n, sizeof *found, by_confidence);
    return found;
}

static int add_sheet(tool_bundle *report, const tool_evaluation *e, const mistake *found, size_t n,
                     size_t shown, tool_error *error) {
    char heading[160];
    tool_sheet sheet;
    snprintf(heading, sizeof heading, "%.60s: the %zu most confident of %zu mistakes in %zu",
             tool_base_name(e->images), shown, n, e->set.n);
    tool_sheet_init(&sheet, (int)shown, COLUMNS, heading,
                    "true letter > answer, and how sure the network was");
    for (size_t i = 0; i < shown; i++) {
        char caption[48];
        snprintf(
            caption, sizeof caption, "%s>%s %.0f%%", hwr_metrics_label(&e->metrics, found[i].truth),
            hwr_metrics_label(&e->metrics, found[i].answer), 100 * (double)found[i].confidence);
        tool_sheet_tile(&sheet, (int)i, e->set.images + found[i].index * HWR_PIXELS, caption,
                        TOOL_FRAME_PLAIN);
    }
    tool_bytes png;
    int status = tool_sheet_encode(&png, &sheet, error);
    if (status == 0) tool_bundle_add(report, "mistakes.png", png.data, png.length);
    tool_sheet_free(&sheet);
    return status;
}

int tool_report_mistakes(tool_bundle *report, const tool_evaluation *e, tool_error *error) {
    size_t n;
    mistake *found = find_mistakes(e, &n);
    size_t shown = n < WORST ? n : WORST;
    json_t *rows = json_array();
    for (size_t i = 0; i < n; i++) {
        const char *truth = hwr_metrics_label(&e->metrics, found[i].truth);
        const char *answer = hwr_metrics_label(&e->metrics, found[i].answer);
        json_array_append_new(rows, json_pack("{s:I, s:s, s:s, s:f}", "index",
                                              (json_int_t)found[i].index, "true", truth, "answer",
                                              answer, "confidence", (double)found[i].confidence));
    }
    int status = add_sheet(report, e, found, n, shown, error);
    tool_bundle_add_json(report, "mistakes.json", rows);
    free(found);
    return status;
}
