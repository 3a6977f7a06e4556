/* Label mappings: built-in ones, files of both kinds, bad files, and targets. */
#include "train/data/mapping.h"

#include <string.h>

#include "unit/check.h"

static hwr_mapping builtin(const char *name) {
    hwr_mapping mapping;
    CHECK_INT(hwr_mapping_builtin(&mapping, name), HWR_OK);
    return mapping;
}

static hwr_labels classes_of(const char *name) {
    hwr_mapping mapping = builtin(name);
    hwr_labels labels = {0};
    CHECK_INT(hwr_mapping_add_classes(&labels, &mapping), HWR_OK);
    return labels;
}

static void test_builtin(void) {
    const struct {
        const char *name;
        int first, n, classes, groups;
    } all[] = {{"letters37", 0, 47, 37, 26},  {"merge47", 0, 47, 37, 26},
               {"balanced47", 0, 47, 47, 36}, {"bymerge47", 0, 47, 47, 36},
               {"byclass62", 0, 62, 62, 36},  {"letters26", 1, 26, 26, 26},
               {"digits10", 0, 10, 10, 10},   {"mnist10", 0, 10, 10, 10}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        hwr_mapping m = builtin(all[i].name);
        hwr_labels labels = classes_of(all[i].name);
        CHECK_INT(m.first, all[i].first);
        CHECK_INT(m.n, all[i].n);
        CHECK_INT(labels.n, all[i].classes);
        CHECK_INT(labels.n_groups, all[i].groups);
        CHECK_INT(hwr_labels_check(&labels), HWR_OK);
        CHECK_INT(m.upright, strcmp(all[i].name, "mnist10") == 0);
    }
    hwr_labels letters, from;
    hwr_labels_letters37(&letters);
    from = classes_of("letters37");
    CHECK(memcmp(&letters, &from, sizeof letters) == 0);
    hwr_mapping none;
    CHECK_INT(hwr_mapping_builtin(&none, "letters"), HWR_ERR_ARGUMENT);
    for (int i = 0; hwr_mapping_name(i); i++) builtin(hwr_mapping_name(i));
    CHECK(hwr_mapping_name(-1) == NULL);
}

static void test_targets(void) {
    uint16_t targets[HWR_MAX_MAPPING];
    hwr_labels letters, own = classes_of("letters26");
    hwr_labels_letters37(&letters);

    hwr_mapping m = builtin("balanced47");
    hwr_mapping_targets(targets, &m, &letters);
    CHECK_INT(targets[7], HWR_TARGET_OTHER + '7');
    CHECK_INT(targets[10], 0);
    CHECK_INT(targets[46], 36);

    m = builtin("byclass62");
    hwr_mapping_targets(targets, &m, &letters);
    CHECK_INT(targets[36], 26); /* a */
    CHECK_INT(targets[38], 2);  /* c is C's */

    m = builtin("letters26");
    hwr_mapping_targets(targets, &m, &letters);
    CHECK_INT(targets[0], HWR_TARGET_GROUP + 0);
    CHECK_INT(targets[2], HWR_TARGET_GROUP + 2);
    hwr_mapping_targets(targets, &m, &own);
    CHECK_INT(targets[2], 2); /* no case to be unsure of */

    CHECK_INT(hwr_target_fold(&letters, 26), 0);
    CHECK_INT(hwr_target_fold(&letters, HWR_TARGET_GROUP + 25), 25);
    CHECK_INT(hwr_target_fold(&letters, HWR_TARGET_GROUP + 26), -1);
    CHECK_INT(hwr_target_fold(&letters, HWR_TARGET_OTHER + '7'), -1);
    CHECK_INT(hwr_target_fold(&letters, 37), -1);
    CHECK_INT(hwr_target_fold(&letters, HWR_TARGET_UNKNOWN), -1);
    CHECK_INT(hwr_target_fold(&letters, HWR_TARGET_NOTHING), -1);

    m = builtin("byclass62"); /* on top of ByMerge's letters: digits, and no small c */
    CHECK_INT(hwr_mapping_add_classes(&letters, &m), HWR_OK);
    CHECK_INT(letters.n, 47);
    CHECK_INT(hwr_labels_find(&letters, "c"), -1);
}

static hwr_status parse(hwr_mapping *m, size_t *line, const char *text) {
    const char *why = NULL;
    hwr_status status = hwr_mapping_parse(m, line, &why, text, strlen(text));
    CHECK_INT(status != HWR_OK, status != HWR_OK && why && strlen(why) > 10);
    return status;
}

static void test_files(void) {
    hwr_mapping m;
    size_t line;
    CHECK_INT(parse(&m, &line, "1 65 97\n2 66 98\r\n\n3 67 99"), HWR_OK);
    CHECK_INT(m.first, 1);
    CHECK_INT(m.n, 3);
    CHECK(strcmp(m.text[2][0], "C") == 0 && strcmp(m.text[2][1], "c") == 0);
    CHECK_INT(parse(&m, &line,
                    "\xef\xbb\xbf"
                    "0\tT-shirt/top\n1\tAnkle boot \n"),
              HWR_OK);
    CHECK(strcmp(m.text[0][0], "T-shirt/top") == 0 && m.text[0][1][0] == '\0');
    CHECK(strcmp(m.text[1][0], "Ankle boot") == 0);
    CHECK_INT(parse(&m, &line, "0\tα\n1\tβ\n2\t3\n"), HWR_OK);
    CHECK(strcmp(m.text[2][0], "3") == 0);
    CHECK_INT(parse(&m, &line, "5 945\n6 946\n"), HWR_OK);
    CHECK(strcmp(m.text[0][0], "α") == 0);
}

static void test_bad_files(void) {
    const struct {
        const char *text;
        hwr_status status;
        size_t line;
    } bad[] = {
        {"", HWR_ERR_FORMAT, 0},
        {"\n \n", HWR_ERR_FORMAT, 2},
        {"A\n", HWR_ERR_FORMAT, 1},
        {"0 65\n2 66\n", HWR_ERR_FORMAT, 2},    /* a gap */
        {"0 65\n0 66\n", HWR_ERR_FORMAT, 2},    /* a label twice */
        {"1 65\n0 66\n", HWR_ERR_FORMAT, 2},    /* falling */
        {"0 65\n1 65\n", HWR_ERR_FORMAT, 2},    /* a text twice */
        {"0 65 97\n1 97\n", HWR_ERR_FORMAT, 2}, /* the same */
        {"0 65 65\n", HWR_ERR_FORMAT, 1},       /* the same, on one line */
        {"0\n", HWR_ERR_FORMAT, 1},
        {"0 65 97 1\n", HWR_ERR_FORMAT, 1},
        {"0 65x\n", HWR_ERR_FORMAT, 1},
        {"0 10\n", HWR_ERR_LABELS, 1},
        {"0 55296\n", HWR_ERR_LABELS, 1},
        {"0 99999999999999999999\n", HWR_ERR_FORMAT, 1},
        {"0\t\n", HWR_ERR_LABELS, 1},
        {"0\t\xff\n", HWR_ERR_LABELS, 1}, /* not UTF-8 */
        {"0\tsixteen letters!\n", HWR_ERR_LABELS, 1},
        {"256 65\n", HWR_ERR_TOO_LARGE, 1},
        {"99999999999 65\n", HWR_ERR_FORMAT, 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        hwr_mapping m;
        size_t line;
        CHECK_INT(parse(&m, &line, bad[i].text), bad[i].status);
        CHECK_INT(line, bad[i].line);
    }
    hwr_mapping m = builtin("byclass62");
    hwr_labels labels = {0};
    for (int i = 0; i < 129; i++)
        CHECK_INT(hwr_label_from_code(m.text[i][0], 0x4e00u + (uint32_t)i), 1);
    m.n = 128;
    CHECK_INT(hwr_mapping_add_classes(&labels, &m), HWR_OK);
    m.n = 129;
    CHECK_INT(hwr_mapping_add_classes(&labels, &m), HWR_ERR_TOO_LARGE);
}

int main(void) {
    test_builtin();
    test_targets();
    test_files();
    test_bad_files();
    return check_done("mapping");
}
