/* language.h - a language from the file that tools/words/make_language.mjs wrote. */
#ifndef TOOLS_LANGUAGE_H
#define TOOLS_LANGUAGE_H

#include "error.h"
#include "words/language.h"

typedef struct tool_language {
    hwr_language language;
    void *memory;
} tool_language;

/* The file of a language as --language names it: en, de, or a file. */
const char *tool_language_file(const char *name);

/* 0, or -1 with *error set. */
int tool_language_open(tool_language *language, const char *path, tool_error *error);

void tool_language_close(tool_language *language);

#endif
