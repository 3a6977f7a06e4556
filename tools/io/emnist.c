/* emnist.c - see emnist.h. */
#include "emnist.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name, *mapping;
} splits[] = {{"letters", "letters26"}, {"balanced", "balanced47"}, {"bymerge", "bymerge47"},
              {"byclass", "byclass62"}, {"digits", "digits10"},     {"mnist", "digits10"}};

enum { SPLITS = sizeof splits / sizeof *splits };

/* Looks for one file in every place it may be in: 0 and its path, -1 where it is in none. */
static int find_file(char path[TOOL_PATH], const char *directory, const char *split,
                     const char *part, const char *what) {
    static const char *const folders[] = {"", "gzip/", "raw/", "EMNIST/raw/"};
    static const char *const endings[] = {".gz", ""};
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 2; k++) {
            int n = snprintf(path, TOOL_PATH, "%s/%semnist-%s-%s-%s-ubyte%s", directory, folders[i],
                             split, part, what, endings[k]);
            if (n < TOOL_PATH && access(path, F_OK) == 0) return 0;
        }
    return -1;
}

int tool_emnist_source(tool_source *out, const char *directory, const char *split, const char *part,
                       tool_error *error) {
    char images[TOOL_PATH], labels[TOOL_PATH];
    for (int i = 0; i < SPLITS; i++) {
        if (strcmp(split, splits[i].name) != 0) continue;
        if (find_file(images, directory, split, part, "images-idx3") != 0 ||
            find_file(labels, directory, split, part, "labels-idx1") != 0)
            return tool_fail(error,
                             "%s: no emnist-%s-%s-{images-idx3,labels-idx1}-ubyte.gz there, nor in "
                             "gzip/ or EMNIST/raw/; \"sh tools/fetch_data.sh\" brings them",
                             directory, split, part);
        return tool_source_of(out, images, labels, splits[i].mapping, 0, error);
    }
    return tool_fail(error, "--split %s: not one of " TOOL_EMNIST_SPLITS, split);
}

int tool_load_emnist_tests(hwr_dataset *set, const char *directory, tool_error *error) {
    char images[TOOL_PATH];
    for (int i = 0; i < SPLITS; i++)
        if (find_file(images, directory, splits[i].name, "test", "images-idx3") == 0 &&
            tool_load_images(set, images, 0, error) != 0)
            return -1;
    return 0;
}
