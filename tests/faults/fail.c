/* fail.c - for LD_PRELOAD on glibc: lets one call fail. LETTERS_FAIL="malloc 17" makes the 17th
 * allocation return NULL, "write 3" the third write report a full disk, "fsync 2" an input/output
 * error, "rename 1" a refusal. LETTERS_CALLS names a file that gets, at the end, how many calls of
 * that kind there were. What stdio writes by itself is not counted. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static char kind[16];
static long which;
static atomic_long calls;

/* After the libraries have started, so that only the program's own calls count. */
__attribute__((constructor)) static void begin(void) {
    const char *wanted = getenv("LETTERS_FAIL");
    if (wanted && sscanf(wanted, "%15s %ld", kind, &which) != 2) abort();
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("LETTERS_CALLS");
    char text[32];
    int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    int length = snprintf(text, sizeof text, "%ld", atomic_load(&calls));
    kind[0] = '\0'; /* what follows is no call of the program's */
    if (file >= 0 && write(file, text, (size_t)length) != length) abort();
    if (file >= 0) close(file);
}

static int fails(const char *name) {
    return kind[0] && strcmp(kind, name) == 0 && atomic_fetch_add(&calls, 1) + 1 == which;
}

static void *out_of_memory(void) {
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size) {
    return fails("malloc") ? out_of_memory() : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return fails("malloc") ? out_of_memory() : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    return fails("malloc") ? out_of_memory() : __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return fails("malloc") ? out_of_memory() : __libc_memalign(alignment, size);
}

static int refuse(int reason) {
    errno = reason;
    return -1;
}

ssize_t write(int file, const void *data, size_t length) {
    ssize_t (*real)(int, const void *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "write");
    return fails("write") ? refuse(ENOSPC) : real(file, data, length);
}

int fsync(int file) {
    int (*real)(int);
    *(void **)&real = dlsym(RTLD_NEXT, "fsync");
    return fails("fsync") ? refuse(EIO) : real(file);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *);
    *(void **)&real = dlsym(RTLD_NEXT, "rename");
    return fails("rename") ? refuse(EACCES) : real(from, to);
}
