/* language.c - the probability of a word and of its beginnings; see language.h. */
#include "language.h"

#include <string.h>

#include "language_file.h"
#include "mathx.h"

/* Of words that the list does not have; 0.03 to 0.2 read the words of held-out writers alike. */
static const double share_of_grams = 0.05;
static const double other_letter = 1e-4;

hwr_language_gram *hwr_language_find(const hwr_language *l, uint32_t context, uint32_t letter) {
    const uint32_t key = (context << 6 | letter) + 1;
    uint32_t at = key * 0x9e3779b1u;
    at ^= at >> 15;
    while (l->grams[at & l->mask].key != key && l->grams[at & l->mask].key != 0) at++;
    return &l->grams[at & l->mask];
}

uint32_t hwr_language_shift(uint32_t context, uint32_t letter) {
    return (context << 6 | letter) & ((1u << 6 * (HWR_LANGUAGE_GRAM - 1)) - 1);
}

int hwr_language_letter(const hwr_language *l, const char *text) {
    char other[HWR_LABEL_BYTES];
    for (int i = 1; i <= l->n_letters; i++)
        if (strcmp(l->letters[i], text) == 0) return i;
    if (hwr_label_other_case(other, text) == 0) return 0;
    for (int i = 1; i <= l->n_letters; i++)
        if (strcmp(l->letters[i], other) == 0) return i;
    return 0;
}

hwr_language_state hwr_language_start(void) {
    return (hwr_language_state){.context = HWR_LANGUAGE_EDGE};
}

int hwr_language_goes_on(const hwr_language_state *s) {
    return s->context != HWR_LANGUAGE_EDGE;
}

/* Of a letter after a context: each longer context's counts are mixed with the shorter one's
 * answer, which weighs as much as different letters were seen. */
static double gram_probability(const hwr_language *l, uint32_t context, uint32_t letter) {
    double p = 1.0 / (l->n_letters + 1);
    if (letter == HWR_LANGUAGE_OTHER) return other_letter;
    for (int n = 0; n < HWR_LANGUAGE_GRAM; n++) {
        const uint32_t last = n == 0 ? 0 : context & ((1u << 6 * n) - 1);
        if (n > 0 && last >> 6 * (n - 1) == 0) break; /* the context is shorter */
        const hwr_language_gram *any = hwr_language_find(l, last, 0);
        if (any->key == 0) break;
        const double kinds = (double)any->kinds;
        p = ((double)hwr_language_find(l, last, letter)->weight + kinds * p) /
            ((double)any->weight + kinds);
    }
    return p;
}

static uint32_t child(const hwr_language *l, uint32_t node, uint32_t letter) {
    uint32_t at = l->nodes[node].has_child ? node + 1 : 0;
    while (at != 0 && l->nodes[at].letter != letter) at = l->nodes[at].next;
    return at;
}

hwr_language_state hwr_language_step(const hwr_language *l, hwr_language_state s, int letter) {
    const uint32_t which = letter > 0 ? (uint32_t)letter : HWR_LANGUAGE_OTHER;
    s.grams += hwr_log(gram_probability(l, s.context, which));
    s.context = hwr_language_shift(s.context, which);
    if (s.words > HWR_LANGUAGE_NEVER) {
        const uint32_t next = child(l, s.node, which);
        const double below = (double)l->nodes[s.node].below;
        s.words = next == 0 ? HWR_LANGUAGE_NEVER
                            : s.words + hwr_log((double)l->nodes[next].below / below);
        s.node = next;
    }
    return s;
}

hwr_language_state hwr_language_after(const hwr_language *l, const char *text) {
    hwr_language_state s = hwr_language_start();
    while (*text) {
        char letter[HWR_LABEL_BYTES] = {*text++};
        for (int n = 1; n < 4 && ((uint8_t)*text & 0xc0) == 0x80;) letter[n++] = *text++;
        s = hwr_language_step(l, s, hwr_language_letter(l, letter));
    }
    return s;
}

int hwr_language_is_name(const hwr_language *l, const hwr_language_state *s) {
    return s->words > HWR_LANGUAGE_NEVER && l->nodes[s->node].is_name;
}

double hwr_language_log(const hwr_language *l, const hwr_language_state *s, int whole) {
    double grams = s->grams, words = s->words;
    if (whole) grams += hwr_log(gram_probability(l, s->context, HWR_LANGUAGE_EDGE));
    if (whole && words > HWR_LANGUAGE_NEVER) {
        const hwr_language_node *node = &l->nodes[s->node];
        words = node->own > 0 ? words + hwr_log((double)node->own / (double)node->below)
                              : HWR_LANGUAGE_NEVER;
    }
    grams += hwr_log(share_of_grams);
    words += hwr_log(1 - share_of_grams);
    const double high = grams > words ? grams : words, low = grams > words ? words : grams;
    return high + hwr_log(1 + hwr_exp(low - high));
}
