/* model.h - an integer model from a .hwr file. */
#ifndef TOOLS_MODEL_H
#define TOOLS_MODEL_H

#include "error.h"
#include "hwr.h"

typedef struct tool_model {
    hwr_model model;
    void *memory;
} tool_model;

/* 0, or -1 with *error set. */
int tool_model_open(tool_model *model, const char *path, tool_error *error);

void tool_model_close(tool_model *model);

#endif
