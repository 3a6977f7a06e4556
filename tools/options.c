/* options.c - see options.h. */
#include "options.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *tool_program = "letters";

int tool_report(const char *message) {
    fprintf(stderr, "letters: %s\n", message);
    return TOOL_FAILED;
}

int tool_usage_error(const tool_usage *usage, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "letters %s: ", usage->command);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "; see letters %s --help\n", usage->command);
    va_end(arguments);
    return TOOL_USAGE;
}

static void print_help(const tool_usage *usage, const tool_option *options, size_t n) {
    printf("usage: letters %s", usage->command);
    for (size_t i = 0; i < n; i++) {
        if (options[i].required) printf(" %s %s", options[i].name, options[i].value);
    }
    printf(" [options]\n\n%s\n\n", usage->summary);
    for (size_t i = 0; i < n; i++) {
        if (options[i].kind == TOOL_ALIAS) continue;
        char head[64];
        const char *value = options[i].value ? options[i].value : "";
        snprintf(head, sizeof head, "%s %s", options[i].name, value);
        printf("  %-26s %s%s%s\n", head, options[i].help, options[i].required ? " (needed)" : "",
               options[i].kind == TOOL_LIST ? " (repeatable)" : "");
    }
    printf("  %-26s %s\n", "--help", "this text");
    if (usage->notes) printf("\n%s\n", usage->notes);
}

static int set_integer(const tool_usage *usage, const tool_option *option, const char *value) {
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (end == value || *end || errno || (double)number < option->low ||
        (double)number > option->high) {
        return tool_usage_error(usage, "%s wants a whole number %.0f..%.0f, not \"%s\"",
                                option->name, option->low, option->high, value);
    }
    *(long *)option->target = number;
    return TOOL_GO_ON;
}

static int set_number(const tool_usage *usage, const tool_option *option, const char *value) {
    char *end;
    double number = strtod(value, &end);
    if (end == value || *end || !isfinite(number) || number < option->low ||
        number > option->high) {
        return tool_usage_error(usage, "%s wants a number %g..%g, not \"%s\"", option->name,
                                option->low, option->high, value);
    }
    *(double *)option->target = number;
    return TOOL_GO_ON;
}

static int set_value(const tool_usage *usage, const tool_option *option, const char *value) {
    switch (option->kind) {
    case TOOL_INT:
        return set_integer(usage, option, value);
    case TOOL_NUMBER:
        return set_number(usage, option, value);
    case TOOL_TEXT:
        *(const char **)option->target = value;
        return TOOL_GO_ON;
    case TOOL_LIST: {
        tool_list *list = option->target;
        if (list->n == TOOL_LIST_MAX) {
            return tool_usage_error(usage, "%s given more than %d times", option->name,
                                    TOOL_LIST_MAX);
        }
        list->items[list->n++] = value;
        return TOOL_GO_ON;
    }
    case TOOL_FLAG:
    case TOOL_ALIAS: /* find() gave the option it stands for */
        break;
    }
    *(int *)option->target = 1;
    return TOOL_GO_ON;
}

static const tool_option *find_name(const tool_option *options, size_t n, const char *name,
                                    size_t length) {
    for (size_t i = 0; i < n; i++) {
        if (strlen(options[i].name) == length && strncmp(options[i].name, name, length) == 0) {
            return &options[i];
        }
    }
    return NULL;
}

/* The option that argument names, and the value behind its "=", NULL without one. */
static const tool_option *find(const tool_option *options, size_t n, const char *argument,
                               const char **value) {
    size_t length = strcspn(argument, "=");
    *value = argument[length] ? argument + length + 1 : NULL;
    const tool_option *option = find_name(options, n, argument, length);
    if (!option || option->kind != TOOL_ALIAS) return option;
    return find_name(options, n, option->value, strlen(option->value));
}

static int check_required(const tool_usage *usage, const tool_option *options, size_t n,
                          const char *given) {
    for (size_t i = 0; i < n; i++) {
        if (options[i].required && !given[i]) {
            return tool_usage_error(usage, "%s %s is missing", options[i].name, options[i].value);
        }
    }
    return TOOL_GO_ON;
}

int tool_options_parse(const tool_usage *usage, const tool_option *options, size_t n, int argc,
                       char **argv) {
    char given[64] = {0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(usage, options, n);
            return TOOL_OK;
        }
    }
    for (int i = 1; i < argc; i++) {
        const char *value;
        const tool_option *option = find(options, n, argv[i], &value);
        if (!option && argv[i][0] == '-') {
            return tool_usage_error(usage, "unknown option %s", argv[i]);
        }
        if (!option) return tool_usage_error(usage, "unexpected argument \"%s\"", argv[i]);
        if (option->kind == TOOL_FLAG && value) {
            return tool_usage_error(usage, "%s takes no value", option->name);
        }
        if (option->kind != TOOL_FLAG && !value) {
            if (i + 1 == argc) {
                return tool_usage_error(usage, "%s needs %s", option->name, option->value);
            }
            value = argv[++i];
        }
        int code = set_value(usage, option, value);
        if (code != TOOL_GO_ON) return code;
        given[option - options] = 1;
    }
    return check_required(usage, options, n, given);
}
