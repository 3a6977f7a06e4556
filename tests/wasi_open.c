/* wasi_open.c - fopen() for test programs built with emcc -sSTANDALONE_WASM.
 *
 * Emscripten 3.1.6 answers every open() in a standalone module with EPERM; its
 * stub is weak, and this takes its place. Read only, below the directory that
 * tests/wasi_run.mjs opens as descriptor 3: the repository root. Link it into a
 * test that reads files, with -sERROR_ON_UNDEFINED_SYMBOLS=0
 * -sWARN_ON_UNDEFINED_SYMBOLS=0; it is empty elsewhere. */
#ifdef __EMSCRIPTEN__
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <wasi/api.h>

enum { ROOT_DESCRIPTOR = 3 };

/* Named as an import: the linker's own list of WASI calls lacks this one. */
__attribute__((import_module("wasi_snapshot_preview1"), import_name("path_open")))
__wasi_errno_t wasi_path_open(__wasi_fd_t dir, __wasi_lookupflags_t lookup, const char *path,
                              size_t length, __wasi_oflags_t open_flags, __wasi_rights_t rights,
                              __wasi_rights_t inherited, __wasi_fdflags_t flags, __wasi_fd_t *fd);

long __syscall_open(const char *path, long flags, ...);

long __syscall_open(const char *path, long flags, ...) {
    __wasi_fd_t fd;
    if ((flags & O_ACCMODE) != O_RDONLY) return -EROFS;
    __wasi_oflags_t open_flags = (flags & O_DIRECTORY) ? __WASI_OFLAGS_DIRECTORY : 0;
    __wasi_rights_t rights = __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK |
                             __WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_FILESTAT_GET;
    __wasi_errno_t error = wasi_path_open(ROOT_DESCRIPTOR, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, path,
                                          strlen(path), open_flags, rights, 0, 0, &fd);
    if (error == __WASI_ERRNO_NOENT) return -ENOENT;
    return error == __WASI_ERRNO_SUCCESS ? (long)fd : -EACCES;
}
#else
typedef int wasi_open_is_empty_natively;
#endif
