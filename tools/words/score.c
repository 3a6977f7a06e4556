#include "words/score.h"

#include <string.h>

enum { LONGEST = 256 }; /* characters that are compared */

typedef struct text {
    char letters[LONGEST][HWR_LABEL_BYTES];
    int n;
} text;

double tool_share(size_t part, size_t whole) {
    return whole ? (double)part / (double)whole : 0;
}

/* Characters of well-formed UTF-8, small where they have two cases. */
static void fold(text *out, const char *word) {
    out->n = 0;
    while (*word && out->n < LONGEST) {
        char *letter = out->letters[out->n++], other[HWR_LABEL_BYTES];
        size_t length = 1;
        while (((unsigned char)word[length] & 0xc0) == 0x80 && length < HWR_LABEL_BYTES - 1)
            length++;
        memset(letter, 0, HWR_LABEL_BYTES);
        memcpy(letter, word, length);
        if (hwr_label_other_case(other, letter) > 0) memcpy(letter, other, HWR_LABEL_BYTES);
        word += length;
    }
}

/* Levenshtein 1966. */
static int edit_distance(const text *a, const text *b) {
    int row[LONGEST + 1];
    for (int k = 0; k <= b->n; k++) row[k] = k;
    for (int i = 1; i <= a->n; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int k = 1; k <= b->n; k++) {
            const int change = diagonal + (strcmp(a->letters[i - 1], b->letters[k - 1]) != 0);
            const int gap = (row[k] < row[k - 1] ? row[k] : row[k - 1]) + 1;
            diagonal = row[k];
            row[k] = change < gap ? change : gap;
        }
    }
    return row[b->n];
}

/* Whether a letter of a reading has all strokes of one written letter and no other's. */
static int is_cut(const hwr_word_letter *letter, const int16_t *letter_of, size_t n) {
    const int which = letter_of[letter->strokes[0]];
    int strokes = 0;
    for (size_t s = 0; s < n; s++) strokes += letter_of[s] == which;
    for (int k = 0; k < letter->n_strokes; k++)
        if (letter_of[letter->strokes[k]] != which) return 0;
    return strokes == letter->n_strokes;
}

static void add_cuts(tool_word_score *score, const tool_strokes *set, size_t i,
                     const hwr_reading *best) {
    int16_t letter_of[HWR_WORD_STROKES];
    size_t n = 0;
    for (size_t s = set->first_stroke[i]; s < set->first_stroke[i + 1]; s++)
        if (set->lengths[s] > 0 && n < HWR_WORD_STROKES) letter_of[n++] = set->letter_of[s];
    for (int k = 0; k < best->n; k++) score->cut += (size_t)is_cut(&best->letters[k], letter_of, n);
}

void tool_word_score_add(tool_word_score *score, const tool_strokes *set, size_t i,
                         const hwr_readings *readings) {
    static const hwr_reading nothing = {.n = 0};
    const hwr_reading *best = readings->n > 0 ? &readings->best[0] : &nothing;
    const size_t first = set->first_stroke[i];
    text written, read;
    char line[HWR_WORD_STROKES * HWR_LABEL_BYTES + 1] = "";
    for (int k = 0; k < best->n; k++) strcat(line, best->letters[k].text);
    fold(&written, set->words[i]);
    fold(&read, line);
    const int edits = edit_distance(&written, &read);
    score->n++;
    score->characters += (size_t)written.n;
    score->edits += (size_t)edits;
    score->folded += edits == 0;
    score->exact += strcmp(line, set->words[i]) == 0;
    if (set->first_stroke[i + 1] == first || set->letter_of[first] < 0) return;
    score->letters += (size_t)written.n;
    add_cuts(score, set, i, best);
}
