/* beam.c - beam search over the lattice: the best beginnings up to each stroke. */
#include <string.h>

#include "mathx.h"
#include "search.h"

/* The likely letters of a group, descending. */
typedef struct choice {
    uint8_t group;
    double log;
} choice;

static int choose(choice *out, const hwr_group *g, const hwr_labels *labels) {
    const float least = 1e-4f;
    float folded[HWR_MAX_CLASSES];
    int n = 0;
    if (g->fixed[0] != '\0') { /* every cut has it */
        *out = (choice){HWR_BEAM_FIXED, 0};
        return 1;
    }
    hwr_fold_probabilities(labels, folded, g->letters);
    for (int i = 0; i < labels->n_groups; i++) {
        if (folded[i] < least || (n == HWR_BEAM_LETTERS && folded[i] <= folded[out[n - 1].group]))
            continue;
        int at = n < HWR_BEAM_LETTERS ? n++ : n - 1;
        for (; at > 0 && folded[out[at - 1].group] < folded[i]; at--) out[at] = out[at - 1];
        out[at].group = (uint8_t)i;
    }
    for (int i = 0; i < n; i++) out[i].log = hwr_log((double)folded[out[i].group]);
    return n;
}

/* Keeps h if it is among the best; of two with the same text, the better one. */
static void insert(hwr_beam *beam, const hwr_hypothesis *h) {
    int at = 0, end = beam->n;
    while (at < end && beam->best[at].total >= h->total) {
        if (beam->best[at].text == h->text) return;
        at++;
    }
    if (at == HWR_BEAM) return;
    int same = at;
    while (same < end && beam->best[same].text != h->text) same++;
    if (same == end) same = end < HWR_BEAM ? beam->n++ : HWR_BEAM - 1;
    for (; same > at; same--) beam->best[same] = beam->best[same - 1];
    beam->best[at] = *h;
}

/* Every beginning before a group, with every likely letter for it. */
static void extend(hwr_beam *to, const hwr_beam *from, const hwr_group *g, int size, int whole,
                   const hwr_labels *labels, const uint8_t *letter_of, const hwr_language *language,
                   const hwr_word_scales *scales) {
    choice choices[HWR_BEAM_LETTERS];
    const int n = choose(choices, g, labels);
    const int fixed = language && g->fixed[0] ? hwr_language_letter(language, g->fixed) : 0;
    for (int k = 0; k < from->n; k++) {
        for (int i = 0; i < n; i++) {
            hwr_hypothesis h = from->best[k];
            h.strokes += scales->rater * g->score + scales->letters * choices[i].log;
            h.text = (h.text ^ (uint64_t)(choices[i].group + 1)) * UINT64_C(0x100000001b3);
            h.group = choices[i].group;
            h.size = (uint8_t)size;
            h.from = (uint8_t)k;
            h.total = h.strokes;
            if (to->n == HWR_BEAM && h.total <= to->best[HWR_BEAM - 1].total) continue;
            if (language) {
                h.language = hwr_language_step(
                    language, h.language, h.group == HWR_BEAM_FIXED ? fixed : letter_of[h.group]);
                h.total += scales->language * hwr_language_log(language, &h.language, whole);
            }
            insert(to, &h);
        }
    }
}

void hwr_beam_run(hwr_beam *beams, const hwr_lattice *l, const hwr_labels *labels,
                  const hwr_language *language, const char *before, const hwr_word_scales *scales) {
    uint8_t letter_of[HWR_MAX_CLASSES] = {0};
    for (int i = 0; language && i < labels->n_groups; i++)
        letter_of[i] = (uint8_t)hwr_language_letter(language, labels->group_text[i]);
    memset(&beams[0], 0, sizeof beams[0]);
    beams[0].n = 1;
    beams[0].best[0].language =
        language && before ? hwr_language_after(language, before) : hwr_language_start();
    beams[0].best[0].text = UINT64_C(0xcbf29ce484222325);
    for (int end = 1; end <= l->n; end++) {
        beams[end].n = 0;
        for (int size = 1; size <= HWR_WORD_GROUP && size <= end; size++) {
            const hwr_group *g = &l->groups[end - size][size - 1];
            if (g->possible)
                extend(&beams[end], &beams[end - size], g, size, end == l->n, labels, letter_of,
                       language, scales);
        }
    }
}
