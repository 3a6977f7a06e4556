/* IDX pairs and strokes from disk, and refusals that name the place. With HWR_DATA set, the
 * counts of the real files as well. */
#define _POSIX_C_SOURCE 200809L
#include "io/dataio.h"
#include "io/strokes.h"

#include <string.h>

#include "check.h"
#include "temp_folder.h"

static void test_strokes(void) {
    tool_strokes set = {0};
    put_text("good", "{\"word\":\"a\",\"drawing\":[[[1,2.5,3],[4,5,6]],[[7],[8],[0]]]}\n\n"
                     "{\"drawing\":[],\"key\":1}\r\n{\"word\":\"Z\",\"drawing\":[[[],[]]]}");
    CHECK_INT(tool_load_strokes(&set, in_folder("good"), &error), 0);
    CHECK_INT(set.n, 3);
    CHECK(memcmp(set.words, "a\0Z", 3) == 0);
    CHECK_INT(set.first_stroke[1], 2);
    CHECK_INT(set.first_point[1], 4);
    CHECK_INT(set.lengths[1], 1);
    CHECK_NEAR(set.xy[2], 2.5, 0);
    CHECK_NEAR(set.xy[7], 8, 0);
    CHECK_INT(set.first_point[3], 4);
    CHECK_INT(set.first_stroke[3], 3);

    static const char *const bad[][2] = {
        {"{\"word\":\"a\",", "not JSON"},
        {"[1]", "no array \"drawing\""},
        {"{\"word\":\"a\"}", "no array \"drawing\""},
        {"{\"word\":\"ab\",\"drawing\":[]}", "not one letter"},
        {"{\"word\":\"5\",\"drawing\":[]}", "not one letter"},
        {"{\"word\":7,\"drawing\":[]}", "not one letter"},
        {"{\"word\":\"a\",\"drawing\":[[[1,2],[3]]]}", "stroke 0"},
        {"{\"word\":\"a\",\"drawing\":[[[1],[3]],[[1]]]}", "stroke 1"},
        {"{\"word\":\"a\",\"drawing\":[[[1,\"2\"],[3,4]]]}", "point 1"},
        {"{\"word\":\"a\",\"drawing\":[[[1e6],[4]]]}", "point 0"},
        {"{\"word\":\"a\",\"drawing\":[[[1e999],[4]]]}", "not JSON"},
        {"{\"word\":\"a\",\"drawing\":[[[NaN],[4]]]}", "not JSON"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[256];
        snprintf(text, sizeof text, "{\"drawing\":[]}\n%s\n", bad[i][0]);
        put_text("bad", text);
        CHECK_INT(tool_load_strokes(&set, in_folder("bad"), &error), -1);
        CHECK(says("bad: line 2", bad[i][1]));
        CHECK_INT(set.n, 3);
    }
    set.first_point[3] = TOOL_MAX_POINTS; /* as if so many were there */
    put_text("bad", "{\"drawing\":[]}\n{\"drawing\":[[[1],[1]]]}\n");
    CHECK_INT(tool_load_strokes(&set, in_folder("bad"), &error), -1);
    CHECK(says("bad: line 2", "more than 32 million points"));
    tool_strokes_free(&set);
}

static void test_pairs(void) {
    uint8_t images[16 + 2 * HWR_PIXELS] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28};
    uint8_t labels[11] = {0, 0, 8, 1, 0, 0, 0, 2, 10, 46, 0};
    hwr_dataset set = {0};
    hwr_label_set merge;
    CHECK_INT(tool_label_set(&merge, "merge47", &error), 0);
    CHECK_INT(merge, HWR_LABELS_MERGE47);
    CHECK_INT(tool_label_set(&merge, "merge", &error), -1);
    CHECK(says("\"merge\"", "letters26"));
    merge = HWR_LABELS_MERGE47;
    put("images", images, sizeof images);
    put("labels", labels, 10);
    const char *i = in_folder("images"), *l = in_folder("labels");
    CHECK_INT(tool_load_dataset(&set, i, l, merge, 0, &error), 0);
    CHECK_INT(set.n, 2);
    CHECK_INT(tool_load_images(&set, i, &error), 0);
    CHECK_INT(set.n, 4);
    CHECK_INT(tool_load_dataset(&set, l, i, merge, 0, &error), -1);
    CHECK(says("images", "swapped"));
    CHECK_INT(tool_load_dataset(&set, i, l, HWR_LABELS_LETTERS26, 0, &error), -1);
    CHECK(says("labels: byte 9: label 1 is 46, outside letters26", "--label-set"));
    put("labels", labels, 9);
    CHECK_INT(tool_load_dataset(&set, i, l, merge, 0, &error), -1);
    CHECK(says("labels: byte 9", "ends before"));
    labels[7] = 3;
    put("labels", labels, 11);
    CHECK_INT(tool_load_dataset(&set, i, l, merge, 0, &error), -1);
    CHECK(says("3 labels", "2 images"));
    put_text("labels", "PNG and so on");
    CHECK_INT(tool_load_dataset(&set, i, l, merge, 0, &error), -1);
    CHECK(says("labels: byte 0", "not a file of the expected kind"));
    images[11] = 27;
    put("images", images, sizeof images);
    CHECK_INT(tool_load_images(&set, i, &error), -1);
    CHECK_INT(set.n, 4);
    hwr_dataset_free(&set);
}

/* The counts that the data's own description gives. */
static void test_real_files(const char *data) {
    static const struct {
        const char *name;
        hwr_label_set set;
        size_t n;
    } files[] = {{"merge37-train", HWR_LABELS_MERGE47, 97051},
                 {"letters-extra", HWR_LABELS_LETTERS26, 2550},
                 {"letters-test", HWR_LABELS_LETTERS26, 20800},
                 {"merge37-test", HWR_LABELS_MERGE47, 7400}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char images[512], labels[512];
        snprintf(images, sizeof images, "%s/emnist/%s-images-idx3-ubyte.gz", data, files[i].name);
        snprintf(labels, sizeof labels, "%s/emnist/%s-labels-idx1-ubyte.gz", data, files[i].name);
        hwr_dataset set = {0};
        int status = tool_load_dataset(&set, images, labels, files[i].set, 0, &error);
        CHECK_INT(status, 0);
        if (status != 0) puts(error.text);
        CHECK_INT(set.n, files[i].n);
        size_t counts[128] = {0};
        for (size_t k = 0; k < set.n; k++) counts[set.targets[k]]++;
        if (i == 0) CHECK_INT(counts['O' - 'A'], 8417);
        if (i == 0) CHECK_INT(counts['Q' - 'A'], 567);
        for (int c = 0; c < HWR_FOLDED && i == 2; c++) CHECK_INT(counts[64 + c], 800);
        for (int c = 0; c < HWR_CLASSES && i == 3; c++) CHECK_INT(counts[c], 200);
        hwr_dataset_free(&set);
    }
    tool_strokes strokes = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/pen/unipen-test.ndjson.gz", data);
    CHECK_INT(tool_load_strokes(&strokes, path, &error), 0);
    CHECK_INT(strokes.n, 12324);
    for (size_t i = 0; i < strokes.n; i++) CHECK(hwr_class_of_letter(strokes.words[i]) >= 0);
    tool_strokes_free(&strokes);
}

int main(void) {
    static const char *const left[] = {"good", "bad", "images", "labels"};
    if (!folder_make()) return EXIT_FAILURE;
    test_strokes();
    test_pairs();
    folder_remove(left, 4);
    const char *data = getenv("HWR_DATA");
    if (data && *data) test_real_files(data);
    return check_done("data_files");
}
