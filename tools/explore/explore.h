/* explore.h - a labelled data set looked at: classes, what is typical of each and what is odd, what
 * a network reads as something else, nearest neighbours, and a map.
 *
 * tools/explore/ is what "letters explore" writes. */
#ifndef TOOLS_EXPLORE_H
#define TOOLS_EXPLORE_H

#include "report/evaluation.h"

/* Images (n, 28, 28) of set, sorted into classes. Owned: tool_exploration_free. */
typedef struct tool_exploration {
    const char *heading; /* the files' names */
    hwr_dataset set;
    size_t total; /* images that were loaded, of which set is an even selection */
    int classes;
    const char **names; /* (classes) texts, borrowed */
    int *truth;         /* (n) class */
    int *answer;        /* (n) the network's class; NULL without a network */
    float *confidence;  /* (n) of the answer */
    float *logits;      /* (n, n_logits); NULL without a network */
    size_t n_logits;

    size_t *count;   /* (classes) */
    float *mean;     /* (classes, 784), 0..255 */
    float *spread;   /* (classes, 784) standard deviation */
    float *distance; /* (n) root mean square difference of an image from its class's mean */
} tool_exploration;

/* Fills count, mean, spread and distance from set, truth and classes. */
void tool_explore_classes(tool_exploration *x);
void tool_exploration_free(tool_exploration *x);

/* The place of image i among all that were loaded, from 0. */
size_t tool_explore_number(const tool_exploration *x, size_t i);

/* At most k images of a class: nearest to its mean first, or farthest, or those whose answer is
 * another, surest first. Returns how many. */
typedef enum tool_order { TOOL_TYPICAL, TOOL_ODD, TOOL_MISREAD } tool_order;
size_t tool_explore_pick(size_t *out, size_t k, const tool_exploration *x, int class_index,
                         tool_order order);

/* The k images nearest to image of all others, by Euclidean distance of logits, of pixels without.
 * Returns how many there are, nearest first. */
size_t tool_explore_neighbours(size_t *out, size_t k, const tool_exploration *x, size_t image);

/* Each adds its files to the report. image: whose neighbours are shown beside those of the
 * most typical image of each class, or -1. */
int tool_explore_galleries(tool_bundle *report, const tool_exploration *x, long image,
                           tool_error *error);
void tool_explore_maps(tool_bundle *report, const tool_exploration *x);
void tool_explore_summary(tool_bundle *report, const tool_exploration *x);

#endif
