/* gunzip.c - see gunzip.h. */
#include "gunzip.h"

#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, SMALLEST_BUFFER = 4096, MAX_RATIO = 1032 };

int tool_is_gzip(const tool_bytes *bytes) {
    return bytes->length >= 2 && bytes->data[0] == 0x1f && bytes->data[1] == 0x8b;
}

/* The unpacked size as the trailer claims it, as far as it is plausible. */
static size_t first_guess(const tool_bytes *packed, size_t limit) {
    if (packed->length < 18) return SMALLEST_BUFFER;
    const uint8_t *end = packed->data + packed->length;
    size_t size = end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    if (size > limit || size / MAX_RATIO > packed->length) size = 0;
    return size + SMALLEST_BUFFER;
}

static int damaged(const z_stream *z, const tool_bytes *packed, int code, const char *path,
                   tool_error *error) {
    size_t at = packed->length - z->avail_in;
    if (z->avail_in == 0 && (code == Z_BUF_ERROR || code == Z_OK)) {
        return tool_fail(error, "%s: the gzip file is cut short at byte %zu; fetch it again", path,
                         at);
    }
    return tool_fail(error, "%s: the gzip file is damaged near byte %zu (%s); fetch it again", path,
                     at, z->msg ? z->msg : "no valid data");
}

/* Inflates until the input is used up. */
static int unpack(z_stream *z, tool_bytes *out, const tool_bytes *packed, size_t limit,
                  const char *path, tool_error *error) {
    size_t capacity = first_guess(packed, limit);
    out->data = tool_realloc(NULL, capacity, 1);
    for (;;) {
        size_t room = capacity - 1 - out->length;
        z->next_out = out->data + out->length;
        z->avail_out = room < (1u << 30) ? (uInt)room : 1u << 30;
        uInt offered = z->avail_out;
        int code = inflate(z, Z_NO_FLUSH);
        out->length += offered - z->avail_out;
        if (out->length > limit) {
            return tool_fail(error, "%s: unpacks to more than %zu MiB, the most this program reads",
                             path, limit >> 20);
        }
        if (code == Z_STREAM_END) {
            if (z->avail_in == 0) break;
            if (inflateReset(z) != Z_OK) return damaged(z, packed, Z_DATA_ERROR, path, error);
        } else if (code != Z_OK && !(code == Z_BUF_ERROR && z->avail_out == 0)) {
            return damaged(z, packed, code, path, error);
        } else if (z->avail_out > 0 && z->avail_in == 0) {
            return damaged(z, packed, Z_BUF_ERROR, path, error);
        }
        if (out->length == capacity - 1) {
            capacity *= 2;
            out->data = tool_realloc(out->data, capacity, 1);
        }
    }
    out->data[out->length] = '\0';
    return 0;
}

int tool_gunzip(tool_bytes *out, const tool_bytes *packed, size_t limit, const char *path,
                tool_error *error) {
    *out = (tool_bytes){0};
    z_stream z;
    memset(&z, 0, sizeof z);
    z.next_in = packed->data;
    z.avail_in = (uInt)packed->length;
    if (inflateInit2(&z, GZIP_WINDOW) != Z_OK) return tool_fail(error, "%s: zlib failed", path);
    int status = unpack(&z, out, packed, limit, path, error);
    inflateEnd(&z);
    return status;
}
