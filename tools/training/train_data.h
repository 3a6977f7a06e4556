/* train_data.h - what a training learns from: the classes its data name, images and strokes. */
#ifndef TOOLS_TRAIN_DATA_H
#define TOOLS_TRAIN_DATA_H

#include "data_options.h"
#include "io/strokes.h"
#include "train/trainer.h"

typedef struct tool_train_choices {
    tool_data_options data;
    tool_list strokes, excluded, unlabelled; /* files */
    const char *classes; /* a label set or mapping file; NULL: all that the data name */
    const char *digits;  /* digits to show as no letters, such as "3478"; NULL: none */
} tool_train_choices;

/* Owned: tool_train_data_free. */
typedef struct tool_train_data {
    hwr_labels labels;
    hwr_dataset images;
    tool_strokes strokes;
    uint16_t *stroke_targets; /* (strokes.n) */
} tool_train_data;

/* Reads everything; says on stderr what was left out. out is to be freed on failure, too. */
int tool_train_data_load(tool_train_data *out, const tool_train_choices *choices,
                         tool_error *error);
void tool_train_data_free(tool_train_data *data);

#endif
