/* gunzip.h - gzip bytes unpacked in memory, through zlib. */
#ifndef TOOLS_GUNZIP_H
#define TOOLS_GUNZIP_H

#include "bytes.h"
#include "error.h"

/* 1 where bytes begin with gzip's magic. */
int tool_is_gzip(const tool_bytes *bytes);

/* Unpacks packed (one member or several) into out, owned, at most limit bytes. path
 * only names the file in error. On failure out->data may be set: free it. */
int tool_gunzip(tool_bytes *out, const tool_bytes *packed, size_t limit, const char *path,
                tool_error *error);

#endif
