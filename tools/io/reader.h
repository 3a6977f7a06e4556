/* reader.h - a file read piece by piece, unpacked through zlib where it begins with gzip's magic
 * (several members as well). A gzip file that is cut short, damaged or followed by other bytes is
 * refused. */
#ifndef TOOLS_READER_H
#define TOOLS_READER_H

#include <stddef.h>

#include "error.h"

typedef struct tool_reader tool_reader;

/* The most bytes of each kind of file, packed or unpacked: reading stops right above them. */
enum {
    TOOL_MAX_WEIGHTS = 1 << 24, /* .hwr and .safetensors: HWR_FILE_MAX_BYTES */
    TOOL_MAX_CHECKPOINT = 1 << 26,
    TOOL_MAX_LOG = 1 << 26,
    TOOL_MAX_PICTURE = 1 << 28, /* 64 million pixels of RGBA */
    TOOL_MAX_LABELS = 1 << 22,  /* of the most images */
    TOOL_MAX_IMAGES = 1 << 30,  /* ByClass has 548 MB */
    TOOL_MAX_STROKES = 1 << 30
};

/* Opens path for reading at most limit bytes; NULL with *error set. path is kept for messages
 * and outlives the reader. */
tool_reader *tool_reader_open(const char *path, size_t limit, tool_error *error);

/* The next bytes, at most room (> 0), into out; *got is 0 at the end. 0, or -1 with *error set. */
int tool_reader_next(tool_reader *reader, void *out, size_t room, size_t *got, tool_error *error);

void tool_reader_close(tool_reader *reader);

#endif
