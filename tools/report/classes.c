/* classes.c - classes.md and classes.json: one row a class. And mistakes.png and
 * mistakes.json: the wrong answers given with the greatest confidence. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void write_class(tool_text *table, tool_text *json, const hwr_metrics *m, int c) {
    hwr_class_scores s;
    hwr_metrics_class(&s, m, c);
    char worst[32] = "";
    int other = rival(m, c);
    if (other >= 0) {
        snprintf(worst, sizeof worst, "%c (%u)", hwr_class_letter(other), m->confusion[c][other]);
    }
    tool_text_add(table, "| %c | %zu | %.2f | %.2f | %.2f | %s |\n", hwr_class_letter(c), s.support,
                  100 * s.precision, 100 * s.recall, 100 * s.f1, worst);
    tool_text_add(json,
                  "%s{\"class\": \"%c\", \"support\": %zu, \"predicted\": %zu, \"correct\": %zu, "
                  "\"precision\": %.6f, \"recall\": %.6f, \"f1\": %.6f}",
                  c ? ",\n  " : "[\n  ", hwr_class_letter(c), s.support, s.predicted, s.correct,
                  s.precision, s.recall, s.f1);
}

int tool_report_classes(const tool_evaluation *e, const char *directory, tool_error *error) {
    tool_text table = {0}, json = {0};
    const hwr_metrics *m = &e->metrics;
    tool_text_add(&table, "%s, %s: %zu letters, %.2f %% right\n\n", tool_base_name(e->weights),
                  tool_base_name(e->images), m->n, 100 * m->accuracy);
    tool_text_add(&table,
                  "| class | letters | precision %% | recall %% | F1 %% | taken most for |\n");
    tool_text_add(&table, "|---|--:|--:|--:|--:|---|\n");
    for (int c = 0; c < m->classes; c++) write_class(&table, &json, m, c);
    tool_text_add(&json, "\n]\n");
    int status = tool_write_into(directory, "classes.md", &table, error);
    if (status == 0) status = tool_write_into(directory, "classes.json", &json, error);
    free(table.data);
    free(json.data);
    return status;
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

static int write_sheet(const tool_evaluation *e, const mistake *found, size_t n, size_t shown,
                       const char *directory, tool_error *error) {
    char heading[160];
    tool_sheet sheet;
    snprintf(heading, sizeof heading, "%.60s: the %zu most confident of %zu mistakes in %zu",
             tool_base_name(e->images), shown, n, e->set.n);
    tool_sheet_init(&sheet, (int)shown, COLUMNS, heading,
                    "true letter > answer, and how sure the network was");
    for (size_t i = 0; i < shown; i++) {
        char caption[16];
        snprintf(caption, sizeof caption, "%c>%c %.0f%%", hwr_class_letter(found[i].truth),
                 hwr_class_letter(found[i].answer), 100 * (double)found[i].confidence);
        tool_sheet_tile(&sheet, (int)i, e->set.images + found[i].index * HWR_PIXELS, caption,
                        TOOL_FRAME_PLAIN);
    }
    size_t size = strlen(directory) + 16;
    char *path = tool_alloc(size, 1);
    snprintf(path, size, "%s/mistakes.png", directory);
    int status = tool_sheet_write(&sheet, path, error);
    free(path);
    tool_sheet_free(&sheet);
    return status;
}

int tool_report_mistakes(const tool_evaluation *e, const char *directory, tool_error *error) {
    size_t n;
    mistake *found = find_mistakes(e, &n);
    size_t shown = n < WORST ? n : WORST;
    tool_text json = {0};
    tool_text_add(&json, "[");
    for (size_t i = 0; i < n; i++) {
        tool_text_add(&json,
                      "%s\n  {\"index\": %zu, \"true\": \"%c\", \"answer\": \"%c\", "
                      "\"confidence\": %.6f}",
                      i ? "," : "", found[i].index, hwr_class_letter(found[i].truth),
                      hwr_class_letter(found[i].answer), (double)found[i].confidence);
    }
    tool_text_add(&json, "\n]\n");
    int status = write_sheet(e, found, n, shown, directory, error);
    if (status == 0) status = tool_write_into(directory, "mistakes.json", &json, error);
    free(json.data);
    free(found);
    return status;
}
