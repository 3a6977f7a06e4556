/* word.h - a word for letters bench: one letter five times, side by side. */
#ifndef TOOLS_BENCH_WORD_H
#define TOOLS_BENCH_WORD_H

#include "hwr.h"

typedef struct tool_bench_word tool_bench_word;

/* From a letter's strokes, as hwr_preprocess_strokes takes them; 12 at most. */
tool_bench_word *tool_bench_word_write(const float *xy, const uint32_t *lengths, size_t n_strokes);

/* Reads it, without a language. */
hwr_status tool_bench_word_read(tool_bench_word *word, hwr_model *model);

/* word may be NULL. */
void tool_bench_word_free(tool_bench_word *word);

#endif
