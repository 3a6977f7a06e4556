/* replay.c - main() for a fuzz target without libFuzzer: runs every file named, and
 * every file of a directory named, through LLVMFuzzerTestOneInput once. Exits with 1
 * where something cannot be read or there was nothing to run. */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replayed;

static int replay_file(const char *path) {
    FILE *file = fopen(path, "rb");
    long size = -1;
    if (file && fseek(file, 0, SEEK_END) == 0) size = ftell(file);
    if (size < 0 || fseek(file, 0, SEEK_SET) != 0) {
        perror(path);
        if (file) fclose(file);
        return 0;
    }
    uint8_t *data = malloc(size > 0 ? (size_t)size : 1);
    int ok = data && fread(data, 1, (size_t)size, file) == (size_t)size;
    fclose(file);
    if (ok) {
        LLVMFuzzerTestOneInput(data, (size_t)size);
        replayed++;
    } else {
        perror(path);
    }
    free(data);
    return ok;
}

static int replay_directory(const char *path) {
    DIR *directory = opendir(path);
    int ok = 1;
    if (!directory) {
        perror(path);
        return 0;
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        char name[4096];
        if (entry->d_name[0] == '.') continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        ok &= replay_file(name);
    }
    closedir(directory);
    return ok;
}

int main(int argc, char **argv) {
    int ok = 1;
    for (int i = 1; i < argc; i++) {
        struct stat info;
        if (stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode))
            ok &= replay_directory(argv[i]);
        else
            ok &= replay_file(argv[i]);
    }
    printf("%d inputs replayed\n", replayed);
    return ok && replayed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
