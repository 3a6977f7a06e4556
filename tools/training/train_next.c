/* train_next.c - see train_next.h. */
#include "train_next.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/emnist.h"

/* A word of a command line, in quotes where the shell would change it. */
static void add_word(tool_text *line, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./=,:@%+-";
    if (line->length > 0) tool_text_add(line, " ");
    if (*word && strspn(word, plain) == strlen(word)) {
        tool_text_add(line, "%s", word);
        return;
    }
    tool_text_add(line, "'");
    for (; *word; word++)
        if (*word == '\'')
            tool_text_add(line, "'\\''");
        else
            tool_text_bytes(line, word, 1);
    tool_text_add(line, "'");
}

static void add_words(tool_text *line, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) add_word(line, words[i]);
}

/* An option and a file in out. */
static void add_file(tool_text *line, const char *option, const char *out, const char *name) {
    tool_text path = {0};
    tool_text_add(&path, "%s/%s", out, name);
    add_word(line, option);
    add_word(line, path.data);
    free(path.data);
}

static void begin(tool_text *line, const char *command) {
    *line = (tool_text){0};
    add_words(line, (const char *const[]){tool_program, command}, 2);
}

static void say(const char *head, tool_text *line) {
    fprintf(stderr, "%s\n    %s\n", head, line->data);
    free(line->data);
}

static void say_eval(const tool_data_options *d, const char *out) {
    tool_text line;
    begin(&line, "eval");
    add_file(&line, "--weights", out, "model.safetensors");
    add_words(&line, (const char *const[]){"--emnist", d->emnist}, 2);
    for (int i = 0; i < d->splits.n; i++)
        add_words(&line, (const char *const[]){"--split", d->splits.items[i]}, 2);
    add_file(&line, "--report", out, "report");
    add_file(&line, "--log", out, "log.jsonl");
    say("to measure it on the test letters:", &line);
}

/* The first file of images that it was trained on, which quantising needs; NULL: strokes alone. */
static const char *training_images(tool_source *emnist, const tool_data_options *d) {
    tool_error ignored;
    if (d->images.n > 0) return d->images.items[0];
    if (d->splits.n == 0 ||
        tool_emnist_source(emnist, d->emnist, d->splits.items[0], "train", &ignored) != 0)
        return NULL;
    return emnist->images;
}

void tool_say_next(const tool_train_choices *c, const char *out, int keep_last) {
    tool_text line;
    tool_source emnist;
    const char *images = training_images(&emnist, &c->data);
    fprintf(stderr, "done: %s/model.safetensors holds the %s epoch's weights\n", out,
            keep_last ? "last" : "best");
    if (c->data.splits.n > 0) say_eval(&c->data, out);
    begin(&line, "quantize");
    add_file(&line, "--weights", out, "model.safetensors");
    add_word(&line, images ? "--calibrate" : "--strokes");
    add_word(&line, images ? images : c->strokes.items[0]);
    if (images && c->data.upright) add_word(&line, "--upright");
    add_file(&line, "--out", out, "model.hwr");
    say("to draw on the page with it, under Another model:", &line);
}

void tool_say_resume(int argc, char **argv, const char *out) {
    tool_text line = {0};
    int resumed = 0;
    add_word(&line, tool_program);
    for (int i = 0; i < argc; i++) {
        add_word(&line, argv[i]);
        resumed |= strcmp(argv[i], "--resume") == 0;
    }
    if (!resumed) add_word(&line, "--resume");
    fprintf(stderr, "stopped: %s/checkpoint.bin holds all that was learned\n", out);
    say("to go on:", &line);
}
