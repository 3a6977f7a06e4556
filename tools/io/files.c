/* files.c - see files.h. */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the name of a file that is being written ends with. */
#define TEMPORARY ".letters.tmp"

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

/* Makes a rename durable. What is renamed is renamed: that it cannot be synced is no failure. */
static void sync_directory(const char *path) {
    char *copy = malloc(strlen(path) + 1);
    if (!copy) return;
    int directory = open(dirname(strcpy(copy, path)), O_RDONLY);
    if (directory >= 0) {
        (void)fsync(directory);
        close(directory);
    }
    free(copy);
}

/* Opens a temporary file for this process alone: the one that a killed process left is taken
 * over. -1 with errno, which is EWOULDBLOCK where a living process writes it. */
static int open_temporary(const char *path) {
    for (;;) {
        struct stat mine, there;
        int file = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW, 0666);
        if (file < 0) return -1;
        int busy = flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        int same = fstat(file, &mine) == 0 && stat(path, &there) == 0 &&
                   mine.st_ino == there.st_ino && mine.st_dev == there.st_dev;
        if (same && !busy && ftruncate(file, 0) == 0) return file;
        int reason = busy ? EWOULDBLOCK : errno;
        close(file);
        errno = reason;
        if (busy || same) return -1; /* else it was renamed before it was locked */
    }
}

/* One file of a set: where it is written, and through what; -1 = not open. */
typedef struct staged {
    char *temporary;
    int file;
} staged;

/* Before the first file is opened: running out of memory ends the program. */
static void name_temporary(staged *s, const tool_output *out) {
    size_t size = strlen(out->path) + sizeof TEMPORARY;
    s->temporary = tool_alloc(size, 1);
    s->file = -1;
    snprintf(s->temporary, size, "%s%s", out->path, TEMPORARY);
}

static int stage(staged *s, const tool_output *out) {
    s->file = open_temporary(s->temporary);
    return s->file < 0 ? -1 : write_all(s->file, out->data, out->length);
}

static int refuse(const tool_output *file, size_t n, size_t replaced, int reason,
                  tool_error *error) {
    const char *why = reason == EWOULDBLOCK ? "another process is writing it" : strerror(reason);
    if (replaced)
        return tool_fail(error, "%s: cannot write: %s; %zu of %zu files are new already",
                         file->path, why, replaced, n);
    if (n > 1)
        return tool_fail(error, "%s: cannot write: %s; none of %zu files was changed", file->path,
                         why, n);
    return tool_fail(error, "%s: cannot write: %s; it was not changed", file->path, why);
}

int tool_write_files(const tool_output *files, size_t n, tool_error *error) {
    struct stat about;
    for (size_t i = 0; i < n; i++)
        if (stat(files[i].path, &about) == 0 && !S_ISREG(about.st_mode))
            return tool_fail(error, "%s: is there and is not a file; name another one",
                             files[i].path);
    staged *set = tool_alloc(n, sizeof *set);
    size_t ready = 0, replaced = 0;
    for (size_t i = 0; i < n; i++) name_temporary(&set[i], &files[i]);
    while (ready < n && stage(&set[ready], &files[ready]) == 0) ready++;
    while (ready == n && replaced < n && rename(set[replaced].temporary, files[replaced].path) == 0)
        replaced++;
    int reason = errno;
    for (size_t i = 0; i < n; i++) {
        if (set[i].file >= 0 && i >= replaced) (void)unlink(set[i].temporary);
        if (set[i].file >= 0) close(set[i].file); /* and with it the lock */
        free(set[i].temporary);
    }
    free(set);
    if (replaced) sync_directory(files[0].path);
    if (replaced == n) return 0;
    return refuse(&files[ready < n ? ready : replaced], n, replaced, reason, error);
}

int tool_write_file(const char *path, const void *data, size_t length, tool_error *error) {
    const tool_output file = {path, data, length};
    return tool_write_files(&file, 1, error);
}

int tool_rename(const char *from, const char *to, tool_error *error) {
    if (rename(from, to) != 0)
        return tool_fail(error, "%s: cannot replace: %s", to, strerror(errno));
    sync_directory(to);
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

/* What killed processes left behind; a living one has locked its own. */
static void remove_temporaries(const char *path) {
    const struct dirent *entry;
    DIR *directory = opendir(path);
    while (directory && (entry = readdir(directory)) != NULL) {
        size_t length = strlen(entry->d_name), end = sizeof TEMPORARY - 1;
        if (length < end || strcmp(entry->d_name + length - end, TEMPORARY) != 0) continue;
        size_t size = strlen(path) + length + 2;
        char *name = tool_alloc(size, 1);
        snprintf(name, size, "%s/%s", path, entry->d_name);
        int file = open_temporary(name);
        if (file >= 0) {
            (void)unlink(name);
            close(file);
        }
        free(name);
    }
    if (directory) closedir(directory);
}

int tool_lock_directory(int *lock, const char *path, tool_error *error) {
    *lock = open(path, O_RDONLY | O_DIRECTORY);
    if (*lock < 0) return tool_fail(error, "%s: cannot open: %s", path, strerror(errno));
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(*lock);
        *lock = -1;
        return tool_fail(error,
                         "%s: another process is writing to this directory; wait for it to end, "
                         "or give another one",
                         path);
    }
    remove_temporaries(path);
    return 0;
}
