/* hand.h - an integer model and what a writer taught it. */
#ifndef TOOLS_HAND_H
#define TOOLS_HAND_H

#include "error.h"
#include "hand/hand.h"
#include "model.h"

typedef struct tool_hand {
    tool_model model;
    hwr_hand hand;
    void *memory;
} tool_hand;

/* Opens weights, a .hwr file, and the hand at path, a new one where path is NULL. 0, or -1 with
 * *error set. */
int tool_hand_open(tool_hand *hand, const char *weights, const char *path, tool_error *error);

/* Adds the examples of another file. */
int tool_hand_add(tool_hand *hand, const char *path, tool_error *error);

int tool_hand_write(const tool_hand *hand, const char *path, tool_error *error);

void tool_hand_close(tool_hand *hand);

#endif
