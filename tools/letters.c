/* letters.c - the command line: chooses a command. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "hwr.h"
#include "io/error.h"
#include "options.h"

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} command;

static const command commands[] = {
    {"train", cmd_train, "train a network on EMNIST files and pen strokes"},
    {"eval", cmd_eval, "measure a network on labelled images"},
    {"recognize", cmd_recognize, "recognise pen strokes or a picture"},
    {"read", cmd_read, "read words of separated letters from pen strokes"},
    {"hand", cmd_hand, "teach a model one writer's hand and own signs"},
    {"quantize", cmd_quantize, "turn float weights into the integer model"},
    {"show", cmd_show, "layers, shapes, parameters, multiply-adds, bytes"},
    {"samples", cmd_samples, "a labelled contact sheet of images"},
    {"explore", cmd_explore, "look at a data set: classes, odd ones, neighbours, a map"},
#ifdef HWR_ONNX /* where the build found protobuf-c and onnx.proto */
    {"export", cmd_export, "write a network as an ONNX file"},
#endif
    {"bench", cmd_bench, "time every stage and every kernel"},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void print_help(FILE *stream) {
    fputs("usage: letters COMMAND [options]\n\nHandwritten letters: training and recognition.\n\n",
          stream);
    for (int i = 0; i < N_COMMANDS; i++) {
        fprintf(stream, "  %-11s %s\n", commands[i].name, commands[i].summary);
    }
    fputs("\nletters COMMAND --help lists a command's options, letters --version tells the version.\n",
          stream);
}

/* Output that never arrived, on a full disk or a closed pipe, is a failure too. */
static int finish(int status) {
    if (fflush(stdout) != 0 || ferror(stdout)) {
        int failed = tool_report("cannot write to standard output");
        return status == TOOL_OK ? failed : status;
    }
    return status;
}

/* For jansson, whose callers could not tell a missing value from a lost one. */
static void *json_memory(size_t size) {
    return tool_realloc(NULL, size, 1);
}

int main(int argc, char **argv) {
    json_set_alloc_funcs(json_memory, free);
    if (argc > 0) tool_program = argv[0];
    if (argc < 2) {
        print_help(stderr);
        return TOOL_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help(stdout);
        return finish(TOOL_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("letters %s\n", hwr_version());
        return finish(TOOL_OK);
    }
    for (int i = 0; i < N_COMMANDS; i++) {
        if (strcmp(commands[i].name, argv[1]) == 0) {
            return finish(commands[i].run(argc - 1, argv + 1));
        }
    }
    fprintf(stderr, "letters: unknown command %s; see letters --help\n", argv[1]);
    return TOOL_USAGE;
}
