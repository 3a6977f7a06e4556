/* options.h - a command's options as a table, its --help text, and the messages for
 * wrong usage.
 *
 *     const char *out = NULL;
 *     long epochs = 10;
 *     const tool_option options[] = {
 *         TOOL_OPT_NEEDED("--out", "DIR", "where results go", &out),
 *         TOOL_OPT_INT("--epochs", "N", "passes over the data (10)", &epochs, 1, 999),
 *     };
 *     static const tool_usage usage = {"train", "Trains a network.", NULL};
 *     int code = tool_options_parse(&usage, options, 2, argc, argv);
 *     if (code != TOOL_GO_ON) return code;
 *
 * Both "--out DIR" and "--out=DIR" are understood. An option not given leaves its
 * target alone, so targets start as the defaults.
 */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include <stddef.h>

/* The exit statuses; TOOL_INTERRUPTED is what shells call a command that Ctrl-C ended. */
enum { TOOL_OK = 0, TOOL_FAILED = 1, TOOL_USAGE = 2, TOOL_INTERRUPTED = 130 };
enum { TOOL_GO_ON = -1, TOOL_LIST_MAX = 32 };

/* How this program was called, for the commands that it proposes. Set by main. */
extern const char *tool_program;

typedef enum tool_option_kind {
    TOOL_FLAG,   /* int *: set to 1; takes no value */
    TOOL_TEXT,   /* const char ** */
    TOOL_INT,    /* long *, low..high */
    TOOL_NUMBER, /* double *, low..high */
    TOOL_LIST,   /* tool_list *: repeatable */
    TOOL_ALIAS   /* a former name of the option that value names; --help leaves it out */
} tool_option_kind;

typedef struct tool_list {
    const char *items[TOOL_LIST_MAX];
    int n;
} tool_list;

typedef struct tool_option {
    const char *name;  /* "--out" */
    const char *value; /* what the help calls its value; NULL for a flag */
    const char *help;
    tool_option_kind kind;
    void *target;
    double low, high;
    int required;
} tool_option;

/* Rows of the table. NEEDED is a TEXT that must be given. */
#define TOOL_OPT_FLAG(name, help, target) {name, NULL, help, TOOL_FLAG, target, 0, 0, 0}
#define TOOL_OPT_TEXT(name, value, help, target) {name, value, help, TOOL_TEXT, target, 0, 0, 0}
#define TOOL_OPT_NEEDED(name, value, help, target) {name, value, help, TOOL_TEXT, target, 0, 0, 1}
#define TOOL_OPT_LIST(name, value, help, target) {name, value, help, TOOL_LIST, target, 0, 0, 0}
#define TOOL_OPT_INT(name, value, help, target, low, high)                                       \
    {name, value, help, TOOL_INT, target, low, high, 0}
#define TOOL_OPT_NUMBER(name, value, help, target, low, high)                                    \
    {name, value, help, TOOL_NUMBER, target, low, high, 0}
#define TOOL_OPT_ALIAS(former, name) {former, name, NULL, TOOL_ALIAS, NULL, 0, 0, 0}

typedef struct tool_usage {
    const char *command; /* "train" */
    const char *summary; /* a sentence or two */
    const char *notes;   /* more lines below the options, or NULL */
} tool_usage;

/* argv[0] is the command. TOOL_GO_ON, or the exit status to end with: TOOL_OK after
 * --help (printed to stdout), TOOL_USAGE after a message on stderr. */
int tool_options_parse(const tool_usage *usage, const tool_option *options, size_t n, int argc,
                       char **argv);

/* "letters train: MESSAGE; see letters train --help" on stderr. Returns TOOL_USAGE. */
int tool_usage_error(const tool_usage *usage, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "letters: MESSAGE" on stderr. Returns TOOL_FAILED. */
int tool_report(const char *message);

#endif
