/* model.h - an integer model from a .hwr file. */
#ifndef TOOLS_MODEL_H
#define TOOLS_MODEL_H

#include "error.h"
#include "hwr.h"

#define TOOL_MODEL_REMEDY "use a .hwr file that \"letters quantize\" wrote"

typedef struct tool_model {
    hwr_model model;
    void *memory;
} tool_model;

/* 0, or -1 with *error set, whose remedy, where it is no model file, is this one. */
int tool_model_open(tool_model *model, const char *path, const char *remedy, tool_error *error);

void tool_model_close(tool_model *model);

#endif
