/* A command's options: every kind of value, the limits on both sides, and what is left over. */
#include "options.h"

#include <string.h>

#include "unit/check.h"

static long count;
static double share;
static int flag;
static const char *text, *out;
static tool_list list;

static const tool_option options[] = {
    TOOL_OPT_INT("--count", "N", "a number", &count, -2, 9),
    TOOL_OPT_NUMBER("--share", "P", "a share", &share, 0, 0.5),
    TOOL_OPT_FLAG("--flag", "a flag", &flag),
    TOOL_OPT_TEXT("--text", "T", "a text", &text),
    TOOL_OPT_LIST("--list", "F", "several", &list),
    TOOL_OPT_NEEDED("--out", "DIR", "needed", &out),
    TOOL_OPT_ALIAS("--number", "--count"),
};
static const tool_usage usage = {"try", "Tries.", NULL};

/* The arguments after "try --out o", NULL at the end. */
static int parse(const char *const *arguments) {
    char *argv[80], storage[80][16];
    int argc = 0;
    static const char *const head[] = {"try", "--out", "o"};
    for (; argc < 3; argc++) argv[argc] = strcpy(storage[argc], head[argc]);
    for (; *arguments; argc++) argv[argc] = strcpy(storage[argc], *arguments++);
    count = 7;
    share = 0.25;
    flag = list.n = 0;
    text = NULL;
    return tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
}

static int one(const char *name, const char *value) {
    return parse((const char *const[]){name, value, NULL});
}

static void test_integers(void) {
    static const char *const wrong[] = {"-3", "10", "", "9x", "x", "1.5", "9 ", "0x1", "1e3", "--",
                                        "99999999999999"};
    CHECK_INT(one("--count", "-2"), TOOL_GO_ON);
    CHECK_INT(count, -2);
    CHECK_INT(one("--count", "9"), TOOL_GO_ON);
    CHECK_INT(count, 9);
    CHECK_INT(one("--number", "3"), TOOL_GO_ON);
    CHECK_INT(count, 3);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_INT(one("--count", wrong[i]), TOOL_USAGE);
        CHECK_INT(count, 7);
    }
}

static void test_numbers(void) {
    static const char *const wrong[] = {"-0.001", "0.501", "", "0.5x", "x", "nan", "inf", "0.1 ", "0,1"};
    CHECK_INT(one("--share", "0"), TOOL_GO_ON);
    CHECK_NEAR(share, 0, 0);
    CHECK_INT(one("--share", "0.5"), TOOL_GO_ON);
    CHECK_NEAR(share, 0.5, 0);
    CHECK_INT(one("--share", "1e-3"), TOOL_GO_ON);
    CHECK_NEAR(share, 1e-3, 1e-12);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_INT(one("--share", wrong[i]), TOOL_USAGE);
        CHECK_NEAR(share, 0.25, 0);
    }
}

static void test_the_rest(void) {
    CHECK_INT(parse((const char *const[]){"--flag", "--text=a=b", "--list", "x", "--list=y", NULL}),
              TOOL_GO_ON);
    CHECK(flag == 1 && strcmp(text, "a=b") == 0 && strcmp(out, "o") == 0);
    CHECK(list.n == 2 && strcmp(list.items[0], "x") == 0 && strcmp(list.items[1], "y") == 0);
    CHECK_INT(parse((const char *const[]){NULL}), TOOL_GO_ON);
    CHECK_INT(flag, 0);
    CHECK_INT(parse((const char *const[]){"--flag=1", NULL}), TOOL_USAGE);
    CHECK_INT(parse((const char *const[]){"--text", NULL}), TOOL_USAGE);
    CHECK_INT(parse((const char *const[]){"--tex", "x", NULL}), TOOL_USAGE);
    CHECK_INT(parse((const char *const[]){"--texts", "x", NULL}), TOOL_USAGE);
    CHECK_INT(parse((const char *const[]){"stray", NULL}), TOOL_USAGE);
    CHECK_INT(parse((const char *const[]){"--count", "x", "--help", NULL}), TOOL_OK);
    char name[] = "try";
    char *argv[] = {name};
    CHECK_INT(tool_options_parse(&usage, options, sizeof options / sizeof *options, 1, argv), TOOL_USAGE);
    const char *many[2 * TOOL_LIST_MAX + 3] = {NULL};
    for (int i = 0; i < TOOL_LIST_MAX; i++) many[i] = "--list=x";
    CHECK_INT(parse(many), TOOL_GO_ON);
    CHECK_INT(list.n, TOOL_LIST_MAX);
    many[TOOL_LIST_MAX] = "--list=x";
    CHECK_INT(parse(many), TOOL_USAGE);
}

int main(void) {
    test_integers();
    test_numbers();
    test_the_rest();
    return check_done("options");
}
