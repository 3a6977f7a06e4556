/* Labels: UTF-8, cases, groups, folding; and version and status strings. */
#include "hwr.h"

#include <string.h>

#include "unit/check.h"

static void test_shipped(void) {
    const char *bymerge = "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt";
    hwr_labels labels;
    hwr_labels_letters37(&labels);
    CHECK_INT(labels.n, 37);
    CHECK_INT(labels.n_groups, 26);
    CHECK_INT(hwr_labels_check(&labels), HWR_OK);
    for (int c = 0; c < labels.n; c++) {
        const char text[2] = {bymerge[c], '\0'};
        CHECK(strcmp(labels.text[c], text) == 0);
        CHECK_INT(hwr_labels_find(&labels, text), c);
        CHECK_INT(labels.group[c], (bymerge[c] | 32) - 'a');
    }
    for (char letter = 'a'; letter <= 'z'; letter++) {
        const char text[2] = {letter, '\0'};
        int c = hwr_labels_class_of(&labels, text);
        CHECK_INT(labels.group[c], letter - 'a');
        CHECK_INT(labels.group_text[letter - 'a'][0], letter - 32);
        CHECK_INT(c >= 26, strchr(bymerge, letter) != NULL);
    }
    CHECK_INT(hwr_labels_class_of(&labels, "5"), -1);
    CHECK_INT(hwr_labels_class_of(&labels, ""), -1);
    CHECK_INT(hwr_labels_class_of(&labels, "AB"), -1);

    float p[HWR_MAX_CLASSES], folded[HWR_MAX_CLASSES];
    for (int c = 0; c < labels.n; c++) p[c] = (float)(c + 1);
    hwr_fold_probabilities(&labels, folded, p);
    CHECK_NEAR(folded[0], 1 + 27, 0);   /* A + a */
    CHECK_NEAR(folded[2], 3, 0);        /* C */
    CHECK_NEAR(folded[19], 20 + 37, 0); /* T + t */

    memset(folded, 0, sizeof folded);
    CHECK_NEAR(hwr_letter_score(&labels, folded), 0, 0);
    folded[25] = 0.5f, folded[3] = 0.25f, folded[9] = 0.125f;
    CHECK_NEAR(hwr_letter_score(&labels, folded), 0.75, 0);
    folded[0] = 0.375f; /* the second largest comes first */
    CHECK_NEAR(hwr_letter_score(&labels, folded), 0.875, 0);
}

static void test_utf8(void) {
    const char *good[] = {"a", "ä", "Ω", "ж", "字", "😀", "Ankle boot", "fifteen bytes.."};
    const char *bad[] = {"",
                         "sixteen bytes...",
                         "\x80",
                         "\xc3",
                         "\xc0\x80",
                         "\xe0\x80\xaf",
                         "\xed\xa0\x80",
                         "\xf4\x90\x80\x80",
                         "a\n",
                         "\x7f",
                         "\xc2\x85",
                         "a\xff",
                         "\xf8\x88\x80\x80\x80"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CHECK_INT(hwr_label_valid(good[i], strlen(good[i])), 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_INT(hwr_label_valid(bad[i], strlen(bad[i])), 0);
    CHECK_INT(hwr_label_valid("a\0b", 3), 0);

    char out[HWR_LABEL_BYTES];
    const struct {
        uint32_t code;
        const char *text;
    } codes[] = {{65, "A"}, {0xe4, "ä"}, {0x3a9, "Ω"}, {0x5b57, "字"}, {0x1f600, "😀"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        CHECK_INT(hwr_label_from_code(out, codes[i].code), 1);
        CHECK(strcmp(out, codes[i].text) == 0);
    }
    CHECK_INT(hwr_label_from_code(out, 0), 0);
    CHECK_INT(hwr_label_from_code(out, 10), 0);
    CHECK_INT(hwr_label_from_code(out, 0xd800), 0);
    CHECK_INT(hwr_label_from_code(out, 0x110000), 0);
}

static void test_cases(void) {
    const char *pairs[][2] = {{"A", "a"}, {"Z", "z"}, {"Ä", "ä"}, {"Þ", "þ"}, {"Α", "α"},
                              {"Ω", "ω"}, {"Ж", "ж"}, {"Ё", "ё"}, {"Ա", "ա"}};
    const char *none[] = {"1", "×", "÷", "ß", "ς", "字", "Ab", "ab", "", "@", "["};
    char out[HWR_LABEL_BYTES];
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        CHECK_INT(hwr_label_other_case(out, pairs[i][0]), 1);
        CHECK(strcmp(out, pairs[i][1]) == 0);
        CHECK_INT(hwr_label_other_case(out, pairs[i][1]), -1);
        CHECK(strcmp(out, pairs[i][0]) == 0);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK_INT(hwr_label_other_case(out, none[i]), 0);
}

/* Labels of these texts, the last one NULL. */
static hwr_labels of(const char *const *texts) {
    hwr_labels labels = {0};
    for (; *texts; texts++) CHECK_INT(hwr_labels_add(&labels, *texts), HWR_OK);
    return labels;
}

static void test_own_alphabet(void) {
    const char *const texts[] = {"α", "5", "Α", "Ankle boot", "б", NULL};
    hwr_labels labels = of(texts);
    CHECK_INT(hwr_labels_check(&labels), HWR_OK);
    CHECK_INT(labels.n_groups, 4);
    CHECK_INT(labels.group[2], 0);
    CHECK(strcmp(labels.group_text[0], "Α") == 0); /* the capital names the group */
    CHECK(strcmp(labels.group_text[2], "Ankle boot") == 0);
    CHECK_INT(hwr_labels_class_of(&labels, "Б"), 4);
    CHECK_INT(hwr_labels_add(&labels, "5"), HWR_ERR_LABELS);
    CHECK_INT(hwr_labels_add(&labels, "\xff"), HWR_ERR_LABELS);
    for (uint32_t code = 0x4e00; labels.n < HWR_MAX_CLASSES; code++) {
        char text[HWR_LABEL_BYTES];
        CHECK_INT(hwr_label_from_code(text, code), 1);
        CHECK_INT(hwr_labels_add(&labels, text), HWR_OK);
    }
    CHECK_INT(hwr_labels_add(&labels, "x"), HWR_ERR_TOO_LARGE);
    CHECK_INT(hwr_labels_check(&labels), HWR_OK);
}

static void test_check(void) {
    const char *const texts[] = {"A", "B", "a", "c", NULL};
    const hwr_labels good = of(texts);
    hwr_labels bad = good;
    CHECK_INT(hwr_labels_check(&good), HWR_OK);
#define REFUSED(change)                                                                            \
    do {                                                                                           \
        bad = good;                                                                                \
        change;                                                                                    \
        CHECK_INT(hwr_labels_check(&bad), HWR_ERR_LABELS);                                         \
    } while (0)
    REFUSED(bad.n = 1);
    REFUSED(bad.n = HWR_MAX_CLASSES + 1);
    REFUSED(bad.n_groups = 0);
    REFUSED(bad.n_groups = 1);
    REFUSED(bad.n_groups = 5);
    REFUSED(bad.n_groups = 4);
    REFUSED((bad.n_groups = 4, strcpy(bad.group_text[3], "Z")));
    REFUSED(bad.group[0] = 1);
    REFUSED(bad.group[3] = 3);
    REFUSED(bad.text[1][0] = 'A');
    REFUSED(bad.text[1][0] = '\0');
    REFUSED(bad.text[1][0] = (char)0xff);
    REFUSED(bad.text[1][15] = 'x');
    REFUSED(bad.group_text[1][0] = 'A');
    REFUSED(bad.group_text[2][0] = '\n');
    REFUSED(memset(bad.text[1], 'x', HWR_LABEL_BYTES));
}

/* The two best letters, whichever they are and in whatever order; a lone one is all there is. */
static void test_score(void) {
    hwr_labels labels;
    hwr_labels_letters37(&labels);
    for (int best = 0; best < labels.n_groups; best++)
        for (int second = 0; second < labels.n_groups; second++) {
            float folded[HWR_MAX_CLASSES] = {0};
            for (int g = 0; g < labels.n_groups; g++) folded[g] = 0.01f;
            folded[second] = 0.25f;
            folded[best] = 0.5f;
            float expected = best == second ? 0.5f + 0.01f : 0.75f;
            CHECK_NEAR(hwr_letter_score(&labels, folded), expected, 0);
        }
    float level[HWR_MAX_CLASSES];
    for (int g = 0; g < labels.n_groups; g++) level[g] = 0.125f;
    CHECK_NEAR(hwr_letter_score(&labels, level), 0.25, 0);
}

int main(void) {
    CHECK_INT(hwr_label_valid("\xc3\xa9", 1), 0); /* half of a character */
    test_score();
    test_shipped();
    test_utf8();
    test_cases();
    test_own_alphabet();
    test_check();
    for (int s = 0; s < HWR_STATUS_COUNT; s++) CHECK(strlen(hwr_status_string((hwr_status)s)) > 1);
    CHECK(strcmp(hwr_status_string((hwr_status)999), "unknown status") == 0);
    CHECK(strcmp(hwr_version(), HWR_VERSION) == 0);
    return check_done("labels");
}
