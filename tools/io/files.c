/* files.c - see files.h. */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_all(tool_bytes *out, tool_reader *reader, tool_error *error) {
    size_t capacity = 1 << 16, got;
    out->data = tool_realloc(NULL, capacity, 1);
    do {
        if (out->length == capacity - 1) {
            capacity *= 2;
            out->data = tool_realloc(out->data, capacity, 1);
        }
        size_t room = capacity - 1 - out->length;
        if (tool_reader_next(reader, out->data + out->length, room, &got, error) != 0) return -1;
        out->length += got;
    } while (got > 0);
    out->data[out->length] = '\0';
    return 0;
}

int tool_read_file(tool_bytes *out, const char *path, size_t limit, tool_error *error) {
    *out = (tool_bytes){0};
    tool_reader *reader = tool_reader_open(path, limit, error);
    if (!reader) return -1;
    int status = read_all(out, reader, error);
    tool_reader_close(reader);
    if (status != 0) {
        free(out->data);
        *out = (tool_bytes){0};
    }
    return status;
}

static int write_all(int file, const uint8_t *data, size_t length) {
    while (length > 0) {
        ssize_t written = write(file, data, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return -1;
        data += written;
        length -= (size_t)written;
    }
    return fsync(file);
}

/* Makes a rename durable. A file system that cannot sync directories is no failure. */
static void sync_directory(const char *path) {
    char *copy = tool_alloc(strlen(path) + 1, 1);
    int directory = open(dirname(strcpy(copy, path)), O_RDONLY);
    if (directory >= 0) {
        (void)fsync(directory);
        close(directory);
    }
    free(copy);
}

int tool_write_file(const char *path, const void *data, size_t length, tool_error *error) {
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        return tool_fail(error, "%s: is there and is not a file; name another one", path);
    }
    size_t size = strlen(path) + 32;
    char *temporary = tool_alloc(size, 1);
    snprintf(temporary, size, "%s.%ld.tmp", path, (long)getpid());
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int failed = file < 0 || write_all(file, data, length) != 0;
    int reason = errno;
    if (file >= 0 && close(file) != 0 && !failed) {
        failed = 1;
        reason = errno;
    }
    if (!failed && rename(temporary, path) != 0) {
        failed = 1;
        reason = errno;
    }
    if (failed && file >= 0) (void)unlink(temporary);
    free(temporary);
    if (failed) {
        return tool_fail(error, "%s: cannot write: %s; nothing was changed", path,
                         strerror(reason));
    }
    sync_directory(path);
    return 0;
}

int tool_make_directory(const char *path, tool_error *error) {
    char *copy = tool_alloc(strlen(path) + 1, 1);
    strcpy(copy, path);
    int failed = 0;
    for (char *end = copy + 1; !failed; end++) {
        if (*end != '/' && *end != '\0') continue;
        char kept = *end;
        *end = '\0';
        failed = mkdir(copy, 0777) != 0 && errno != EEXIST;
        *end = kept;
        if (kept == '\0') break;
    }
    int reason = errno;
    free(copy);
    struct stat about;
    if (!failed && (stat(path, &about) != 0 || !S_ISDIR(about.st_mode))) {
        failed = 1;
        reason = ENOTDIR;
    }
    if (failed) {
        return tool_fail(error, "%s: cannot make this directory: %s", path, strerror(reason));
    }
    return 0;
}
