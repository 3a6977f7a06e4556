/* reader.c - see reader.h. */
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, INPUT = 1 << 16, MOST_AT_ONCE = 1 << 30 };

struct tool_reader {
    const char *path;
    int file;
    int packed;          /* begins with gzip's magic */
    int between;         /* packed: a member has ended, or none has begun */
    size_t read;         /* bytes of the file so far */
    size_t given, limit; /* bytes handed out, and the most of them */
    z_stream z;          /* next_in, avail_in: what of input is not used yet */
    uint8_t input[INPUT];
};

/* More input behind what is left of it, which is at most a byte; none came at the end. */
static int refill(tool_reader *r, tool_error *error) {
    ssize_t got;
    if (r->z.avail_in) r->input[0] = *r->z.next_in;
    r->z.next_in = r->input;
    do {
        got = read(r->file, r->input + r->z.avail_in, INPUT - r->z.avail_in);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return tool_fail(error, "%s: cannot read: %s", r->path, strerror(errno));
    r->z.avail_in += (uInt)got;
    r->read += (size_t)got;
    return 0;
}

/* Reads the first two bytes at least. */
static int begin(tool_reader *r, tool_error *error) {
    if (refill(r, error) != 0) return -1;
    if (r->z.avail_in == 1 && refill(r, error) != 0) return -1;
    r->packed = r->z.avail_in >= 2 && r->input[0] == 0x1f && r->input[1] == 0x8b;
    r->between = 1;
    if (r->packed && inflateInit2(&r->z, GZIP_WINDOW) != Z_OK) {
        r->packed = 0;
        return tool_fail(error, "%s: zlib failed", r->path);
    }
    return 0;
}

tool_reader *tool_reader_open(const char *path, size_t limit, tool_error *error) {
    int file = open(path, O_RDONLY);
    if (file < 0) {
        tool_fail(error, "%s: cannot open: %s", path, strerror(errno));
        return NULL;
    }
    tool_reader *r = tool_alloc(1, sizeof *r);
    r->path = path;
    r->file = file;
    r->limit = limit;
    if (begin(r, error) == 0) return r;
    tool_reader_close(r);
    return NULL;
}

void tool_reader_close(tool_reader *r) {
    if (!r) return;
    if (r->packed) inflateEnd(&r->z);
    close(r->file);
    free(r);
}

static int copy(tool_reader *r, uint8_t *out, size_t room, size_t *got, tool_error *error) {
    if (r->z.avail_in == 0 && refill(r, error) != 0) return -1;
    *got = room < r->z.avail_in ? room : r->z.avail_in;
    memcpy(out, r->z.next_in, *got);
    r->z.next_in += *got;
    r->z.avail_in -= (uInt)*got;
    return 0;
}

static int damaged(const tool_reader *r, tool_error *error) {
    return tool_fail(error, "%s: the gzip file is damaged near byte %zu (%s); fetch it again",
                     r->path, r->read - r->z.avail_in, r->z.msg ? r->z.msg : "no valid data");
}

/* Inflates until something came out or the input is used up. */
static int unpack(tool_reader *r, uint8_t *out, size_t room, size_t *got, tool_error *error) {
    r->z.next_out = out;
    r->z.avail_out = room < MOST_AT_ONCE ? (uInt)room : MOST_AT_ONCE;
    uInt offered = r->z.avail_out;
    while (r->z.avail_out == offered) {
        if (r->z.avail_in == 0 && refill(r, error) != 0) return -1;
        if (r->z.avail_in == 0 && r->between) break;
        if (r->z.avail_in == 0)
            return tool_fail(error, "%s: the gzip file is cut short at byte %zu; fetch it again",
                             r->path, r->read);
        if (r->between && inflateReset(&r->z) != Z_OK) return damaged(r, error);
        int code = inflate(&r->z, Z_NO_FLUSH);
        r->between = code == Z_STREAM_END;
        if (code != Z_OK && code != Z_STREAM_END) return damaged(r, error);
    }
    *got = offered - r->z.avail_out;
    return 0;
}

int tool_reader_next(tool_reader *r, void *out, size_t room, size_t *got, tool_error *error) {
    size_t left = r->limit - r->given + 1; /* one byte shows that there are too many */
    *got = 0;
    if (room > left) room = left;
    if ((r->packed ? unpack : copy)(r, out, room, got, error) != 0) return -1;
    r->given += *got;
    if (r->given <= r->limit) return 0;
    return tool_fail(error,
                     "%s: %s more than %zu MiB, the most of such a file; is it the right one?",
                     r->path, r->packed ? "unpacks to" : "holds", r->limit >> 20);
}
