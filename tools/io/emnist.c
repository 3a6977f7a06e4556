#include "emnist.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_LENGTH = 4096 };

static const struct {
    const char *name;
    hwr_label_set labels;
} splits[] = {{"letters", HWR_LABELS_LETTERS26},
              {"balanced", HWR_LABELS_MERGE47},
              {"bymerge", HWR_LABELS_MERGE47},
              {"byclass", HWR_LABELS_BYCLASS62}};

enum { SPLITS = sizeof splits / sizeof *splits };

static void path_of(char *path, const char *directory, const char *split, const char *part,
                    const char *what) {
    snprintf(path, PATH_LENGTH, "%s/emnist-%s-%s-%s-ubyte.gz", directory, split, part, what);
}

int tool_load_emnist(hwr_dataset *set, const char *directory, const char *split,
                     tool_error *error) {
    char images[PATH_LENGTH], labels[PATH_LENGTH];
    for (int i = 0; i < SPLITS; i++) {
        if (strcmp(split, splits[i].name) != 0) continue;
        path_of(images, directory, split, "train", "images-idx3");
        path_of(labels, directory, split, "train", "labels-idx1");
        return tool_load_dataset(set, images, labels, splits[i].labels, 0, error);
    }
    return tool_fail(error, "--split %s: not one of letters, balanced, bymerge, byclass", split);
}

int tool_load_emnist_tests(hwr_dataset *set, const char *directory, tool_error *error) {
    char images[PATH_LENGTH];
    for (int i = 0; i < SPLITS; i++) {
        path_of(images, directory, splits[i].name, "test", "images-idx3");
        if (access(images, F_OK) == 0 && tool_load_images(set, images, error) != 0) return -1;
    }
    return 0;
}
