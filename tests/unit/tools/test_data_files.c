/* IDX pairs and strokes from disk, and refusals that name the place. With HWR_DATA set, the
 * counts of the real files as well. */
#define _POSIX_C_SOURCE 200809L
#include "io/dataio.h"
#include "io/strokes.h"

#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"
#include "unit/temp_folder.h"

static void test_strokes(void) {
    tool_strokes set = {0};
    put_text("good", "{\"word\":\"a\",\"drawing\":[[[1,2.5,3],[4,5,6]],[[7],[8],[0]]]}\n\n"
                     "{\"drawing\":[],\"key\":1}\r\n{\"word\":\"Z\",\"drawing\":[[[],[]]]}");
    CHECK_INT(tool_load_strokes(&set, in_folder("good"), &error), 0);
    CHECK_INT(set.n, 3);
    CHECK(strcmp(set.words[0], "a") == 0 && set.words[1][0] == '\0');
    CHECK(strcmp(set.words[2], "Z") == 0);
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
        {"{\"word\":7,\"drawing\":[]}", "not text"},
        {"{\"word\":\"\xff\",\"drawing\":[]}", "not JSON"},
        {"{\"word\":\"a\",\"drawing\":[[[1,2],[3]]]}", "stroke 0"},
        {"{\"word\":\"a\",\"drawing\":[[[1],[3]],[[1]]]}", "stroke 1"},
        {"{\"word\":\"a\",\"drawing\":[[[1],[3,4]]]}", "stroke 0 is not a pair"},
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
    char *line = malloc(TOOL_MAX_LINE + 2); /* a byte longer than a letter may be */
    memset(line, ' ', TOOL_MAX_LINE + 2);
    memcpy(line, "{\"drawing\":[]", 13);
    line[TOOL_MAX_LINE] = '}';
    CHECK_INT(tool_parse_strokes(&set, line, TOOL_MAX_LINE + 1, "long", &error), -1);
    CHECK(says("long", "longer than"));
    line[TOOL_MAX_LINE - 1] = '}';
    CHECK_INT(tool_parse_strokes(&set, line, TOOL_MAX_LINE, "long", &error), 0);
    CHECK_INT(set.n, 4);
    free(line);
    tool_strokes_keep(&set, (const uint8_t[]){1, 1, 1, 0});
    set.first_point[3] = TOOL_MAX_POINTS; /* as if so many were there */
    put_text("bad", "{\"drawing\":[]}\n{\"drawing\":[[[1],[1]]]}\n");
    CHECK_INT(tool_load_strokes(&set, in_folder("bad"), &error), -1);
    CHECK(says("bad: line 2", "more than 32 million points"));
    tool_strokes_free(&set);
}

static tool_source source;

static int open_pair(const char *images, const char *labels, const char *mapping, int upright) {
    char path[TOOL_PATH];
    snprintf(path, sizeof path, "%s", in_folder(images));
    return tool_source_of(&source, path, in_folder(labels), mapping, upright, &error);
}

static int load_pair(hwr_dataset *set, const char *label_set) {
    if (open_pair("images", "labels", label_set, 0) != 0) return -1;
    return tool_load_source(set, &source, letters37(), 0, &error);
}

/* Mapping files, the way up, and what the classes leave out. */
static void test_mappings(void) {
    uint8_t images[16 + 3 * HWR_PIXELS] = {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28};
    uint8_t labels[11] = {0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9};
    hwr_dataset set = {0};
    put("images", images, sizeof images);
    put("labels", labels, sizeof labels);
    put_text("good", "7\tE\n8\t\xce\xb1\n9\tfish\n");
    char mapping[TOOL_PATH];
    snprintf(mapping, sizeof mapping, "%s", in_folder("good"));
    CHECK_INT(open_pair("images", "labels", mapping, 1), 0);
    CHECK(source.upright == 1 && source.mapping.n == 3);
    CHECK_INT(tool_load_source(&set, &source, letters37(), 0, &error), 0);
    CHECK_INT(set.n, 1);
    CHECK_INT(set.targets[0], 'E' - 'A');
    json_t *out = tool_left_out_json(&source, 1), *each = json_object_get(out, "labels");
    CHECK_INT(json_integer_value(json_object_get(out, "n")), 2);
    CHECK_INT(json_integer_value(json_object_get(each, "fish")), 1);
    CHECK_INT(json_integer_value(json_object_get(each, "\xce\xb1")), 1);
    json_decref(out);
    CHECK_INT(tool_load_source(&set, &source, letters37(), 1, &error), 0);
    CHECK_INT(set.n, 4);
    CHECK_INT(open_pair("images", "labels", "mnist10", 0), 0);
    CHECK_INT(source.upright, 1);
    CHECK_INT(open_pair("images", "labels", "digits10", 0), 0);
    CHECK_INT(source.upright, 0);
    static const char *const bad[][2] = {
        {"7\tE\n9\tF\n", "line 2"},
        {"7\tE\n7\tF\n", "line 2"},
        {"7\tE\n8\tE\n", "another"},
        {"7\t\xff\n", "UTF-8"},
        {"7\tsixteen bytes!!!\n", "1 to 15"},
        {"E 7\n", "begins with"},
        {"7 69 101 102\n", "label code"},
        {"256\tE\n", "0 to 255"},
        {"\n \n", "no labels"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put_text("good", bad[i][0]);
        CHECK_INT(open_pair("images", "labels", mapping, 0), -1);
        CHECK(says("good: line", bad[i][1]));
    }
    hwr_dataset_free(&set);
}

/* Leaving letters out keeps the others' points where they belong. */
static void test_keep(void) {
    tool_strokes set = {0};
    put_text("good", "{\"word\":\"a\",\"drawing\":[[[1,2],[3,4]]]}\n"
                     "{\"word\":\"\xce\xb1\",\"drawing\":[[[5],[6]],[[7,8],[9,10]]]}\n"
                     "{\"word\":\"c\",\"drawing\":[]}\n"
                     "{\"word\":\"d\",\"drawing\":[[[11],[12]]]}\n");
    CHECK_INT(tool_load_strokes(&set, in_folder("good"), &error), 0);
    tool_strokes_keep(&set, (const uint8_t[]){0, 1, 0, 1});
    CHECK_INT(set.n, 2);
    CHECK(strcmp(set.words[0], "\xce\xb1") == 0 && strcmp(set.words[1], "d") == 0);
    CHECK(set.first_stroke[1] == 2 && set.first_stroke[2] == 3 && set.first_point[1] == 3);
    CHECK(set.lengths[0] == 1 && set.lengths[1] == 2 && set.lengths[2] == 1);
    CHECK_NEAR(set.xy[2 * set.first_point[1]], 11, 0);
    CHECK_NEAR(set.xy[0], 5, 0);
    CHECK_INT(tool_load_strokes(&set, in_folder("good"), &error), 0);
    CHECK_INT(set.n, 6);
    tool_strokes_keep(&set, (const uint8_t[]){0, 0, 0, 0, 0, 0});
    CHECK_INT(set.n, 0);
    tool_strokes_free(&set);
}

/* A word whose strokes say which letter they belong to is read letter by letter. */
static void test_words(void) {
    tool_strokes set = {0};
    put_text("good",
             "{\"word\":\"i\xce\xb1t\",\"writer\":\"w\",\"letters\":[0,1,2,0,2],\"drawing\":"
             "[[[1],[1]],[[2],[2]],[[3],[3]],[[4],[4]],[[5,6],[5,6]]]}\n"
             "{\"word\":\"no\",\"letters\":[1],\"drawing\":[[[7],[7]]]}\n");
    CHECK_INT(tool_load_strokes(&set, in_folder("good"), &error), 0);
    CHECK_INT(set.n, 4);
    CHECK(strcmp(set.words[0], "i") == 0 && strcmp(set.words[1], "\xce\xb1") == 0);
    CHECK(strcmp(set.words[2], "t") == 0 && strcmp(set.words[3], "o") == 0);
    CHECK_INT(set.first_stroke[1], 2); /* with its dot, which came later */
    CHECK_NEAR(set.xy[2], 4, 0);
    CHECK_INT(set.first_point[3] - set.first_point[2], 3);
    CHECK(set.writers[0] == set.writers[2] && set.writers[0] != 0 && set.writers[3] == 0);
    static const char *const bad[] = {
        "{\"word\":\"no\",\"letters\":[2],\"drawing\":[[[7],[7]]]}",
        "{\"word\":\"no\",\"letters\":[-1],\"drawing\":[[[7],[7]]]}",
        "{\"word\":\"no\",\"letters\":[0.5],\"drawing\":[[[7],[7]]]}",
        "{\"word\":\"no\",\"letters\":[0,1],\"drawing\":[[[7],[7]]]}",
        "{\"word\":\"no\",\"letters\":7,\"drawing\":[[[7],[7]]]}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put_text("bad", bad[i]);
        CHECK_INT(tool_load_strokes(&set, in_folder("bad"), &error), -1);
        CHECK(says("bad: line 1", "\"letters\" is not the place"));
        CHECK_INT(set.n, 4);
    }
    tool_strokes_free(&set);
}

/* The same lines as whole words. */
static void test_whole_words(void) {
    tool_strokes set = {.whole = 1};
    put_text("good", "{\"word\":\"it\",\"letters\":[0,1,0],\"drawing\":"
                     "[[[1],[1]],[[2],[2]],[[3,4],[3,4]]]}\n"
                     "{\"word\":\"no\",\"drawing\":[[[7],[7]],[[8],[8]]]}\n{\"drawing\":[]}\n");
    put_text("bad", "{\"word\":\"no\",\"letters\":[2],\"drawing\":[[[7],[7]]]}");
    CHECK_INT(tool_load_strokes(&set, in_folder("good"), &error), 0);
    CHECK_INT(tool_load_strokes(&set, in_folder("bad"), &error), -1);
    CHECK(says("bad: line 1", "\"letters\" is not the place"));
    CHECK_INT(set.n, 3);
    CHECK(strcmp(set.words[0], "it") == 0 && strcmp(set.words[1], "no") == 0);
    static const int expected[] = {0, 1, 0, -1, -1};
    for (int s = 0; s < 5; s++) CHECK_INT(set.letter_of[s], expected[s]);
    CHECK_INT(set.first_stroke[1], 3);
    CHECK_INT(set.first_point[1], 4);
    CHECK_INT(set.first_stroke[3], 5);
    tool_strokes_free(&set);
}

static void test_pairs(void) {
    uint8_t images[16 + 2 * HWR_PIXELS] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28};
    uint8_t labels[11] = {0, 0, 8, 1, 0, 0, 0, 2, 10, 46, 0};
    hwr_dataset set = {0};
    CHECK_INT(open_pair("i", "l", "merge", 0), -1);
    CHECK(says("\"merge\"", "letters26"));
    put("images", images, sizeof images);
    put("labels", labels, 10);
    CHECK_INT(load_pair(&set, "merge47"), 0);
    CHECK_INT(set.n, 2);
    CHECK_INT(tool_load_images(&set, in_folder("images"), 0, &error), 0);
    CHECK_INT(set.n, 4);
    CHECK_INT(open_pair("labels", "images", "merge47", 0), 0);
    CHECK_INT(tool_load_source(&set, &source, letters37(), 0, &error), -1);
    CHECK(says("images", "swapped"));
    CHECK_INT(load_pair(&set, "letters26"), -1);
    CHECK(says("labels: byte 9: label 1 is 46, outside letters26", "--label-set"));
    put("labels", labels, 9);
    CHECK_INT(load_pair(&set, "merge47"), -1);
    CHECK(says("labels: byte 9", "ends before"));
    labels[7] = 3;
    put("labels", labels, 11);
    CHECK_INT(load_pair(&set, "merge47"), -1);
    CHECK(says("3 labels", "2 images"));
    put_text("labels", "PNG and so on");
    CHECK_INT(load_pair(&set, "merge47"), -1);
    CHECK(says("labels: byte 0", "not a file of the expected kind"));
    images[11] = 27;
    put("images", images, sizeof images);
    CHECK_INT(tool_load_images(&set, in_folder("images"), 0, &error), -1);
    CHECK_INT(set.n, 4);
    hwr_dataset_free(&set);
}

/* The counts that the data's own description gives. */
static void test_real_files(const char *data) {
    static const struct {
        const char *name;
        const char *set;
        size_t n;
    } files[] = {{"merge37-train", "merge47", 97051},
                 {"letters-extra", "letters26", 2550},
                 {"letters-test", "letters26", 20800},
                 {"merge37-test", "merge47", 7400}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char images[512], labels[512];
        snprintf(images, sizeof images, "%s/emnist/%s-images-idx3-ubyte.gz", data, files[i].name);
        snprintf(labels, sizeof labels, "%s/emnist/%s-labels-idx1-ubyte.gz", data, files[i].name);
        hwr_dataset set = {0};
        int status = tool_source_of(&source, images, labels, files[i].set, 0, &error);
        if (status == 0) status = tool_load_source(&set, &source, letters37(), 0, &error);
        CHECK_INT(status, 0);
        if (status != 0) puts(error.text);
        CHECK_INT(set.n, files[i].n);
        size_t counts[HWR_TARGET_COUNT] = {0};
        for (size_t k = 0; k < set.n; k++) counts[set.targets[k]]++;
        if (i == 0) CHECK_INT(counts['O' - 'A'], 8417);
        if (i == 0) CHECK_INT(counts['Q' - 'A'], 567);
        for (int c = 0; c < FOLDED && i == 2; c++) CHECK_INT(counts[HWR_TARGET_GROUP + c], 800);
        for (int c = 0; c < CLASSES && i == 3; c++) CHECK_INT(counts[c], 200);
        hwr_dataset_free(&set);
    }
    tool_strokes strokes = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/pen/unipen-test.ndjson.gz", data);
    CHECK_INT(tool_load_strokes(&strokes, path, &error), 0);
    CHECK_INT(strokes.n, 12324);
    for (size_t i = 0; i < strokes.n; i++)
        CHECK(hwr_labels_class_of(letters37(), strokes.words[i]) >= 0);
    tool_strokes_free(&strokes);
}

int main(void) {
    static const char *const left[] = {"good", "bad", "images", "labels"};
    if (!folder_make()) return EXIT_FAILURE;
    test_strokes();
    test_pairs();
    test_mappings();
    test_keep();
    test_words();
    test_whole_words();
    folder_remove(left, 4);
    const char *data = getenv("HWR_DATA");
    if (data && *data) test_real_files(data);
    return check_done("data_files");
}
