/* dataio.c - see dataio.h. */
#include "dataio.h"

#include <stdlib.h>
#include <string.h>

int tool_label_set(hwr_label_set *out, const char *name, tool_error *error) {
    for (int i = 0; i < HWR_LABEL_SET_COUNT; i++) {
        if (strcmp(hwr_label_set_name((hwr_label_set)i), name) == 0) {
            *out = (hwr_label_set)i;
            return 0;
        }
    }
    return tool_fail(error, "no label set is called \"%s\"; use merge47, letters26 or byclass62",
                     name);
}

/* Reads and parses one file; *bytes is owned by the caller on success. */
static int load_idx(hwr_idx *out, tool_bytes *bytes, const char *path, int rank,
                    tool_error *error) {
    static const char *const kind[] = {"", "labels (idx1-ubyte)", "", "images (idx3-ubyte)"};
    size_t limit = rank == 3 ? TOOL_MAX_IMAGES : TOOL_MAX_LABELS;
    if (tool_read_file(bytes, path, limit, error) != 0) return -1;
    size_t where;
    hwr_status status = hwr_idx_parse(out, &where, bytes->data, bytes->length);
    if (status != HWR_OK) {
        tool_fail(error, "%s: byte %zu: %s; an IDX file of %s is needed here", path, where,
                  hwr_status_string(status), kind[rank]);
    } else if (out->rank != rank) {
        tool_fail(error,
                  "%s: byte 3: this file holds %s, not %s; are --images and --labels swapped?",
                  path, kind[out->rank], kind[rank]);
    } else if (rank == 3 && (out->dims[1] != HWR_SIDE || out->dims[2] != HWR_SIDE)) {
        tool_fail(error, "%s: byte 8: the images are %u x %u, not 28 x 28", path, out->dims[1],
                  out->dims[2]);
    } else if (out->dims[0] == 0) {
        tool_fail(error, "%s: byte 4: this file holds no %s", path, kind[rank]);
    } else {
        return 0;
    }
    free(bytes->data);
    return -1;
}

static int append(hwr_dataset *set, const hwr_idx *images, const hwr_idx *labels,
                  const char *images_path, const char *labels_path, hwr_label_set label_set,
                  int keep_digits, tool_error *error) {
    if (images->dims[0] != labels->dims[0]) {
        return tool_fail(error,
                         "%s: %u labels, but %s holds %u images; give both files of one split",
                         labels_path, labels->dims[0], images_path, images->dims[0]);
    }
    size_t where;
    hwr_status status = hwr_dataset_append_idx(set, &where, images, labels, label_set, keep_digits);
    if (status == HWR_ERR_LABELS) {
        return tool_fail(error, "%s: byte %zu: label %zu is %u, outside %s; is --label-set right?",
                         labels_path, where + 8, where, labels->data[where],
                         hwr_label_set_name(label_set));
    }
    if (status != HWR_OK) {
        return tool_fail(error, "%s: %s", images_path, hwr_status_string(status));
    }
    return 0;
}

int tool_load_dataset(hwr_dataset *set, const char *images, const char *labels,
                      hwr_label_set label_set, int keep_digits, tool_error *error) {
    tool_bytes image_bytes, label_bytes;
    hwr_idx image_idx, label_idx;
    if (load_idx(&image_idx, &image_bytes, images, 3, error) != 0) return -1;
    int status = load_idx(&label_idx, &label_bytes, labels, 1, error);
    if (status == 0) {
        status = append(set, &image_idx, &label_idx, images, labels, label_set, keep_digits, error);
        free(label_bytes.data);
    }
    free(image_bytes.data);
    return status;
}

int tool_load_images(hwr_dataset *set, const char *images, tool_error *error) {
    tool_bytes bytes;
    hwr_idx idx;
    if (load_idx(&idx, &bytes, images, 3, error) != 0) return -1;
    uint8_t *zeros = tool_alloc(idx.dims[0], 1);
    memset(zeros, 10, idx.dims[0]);
    hwr_idx labels = {1, {idx.dims[0], 1, 1}, zeros, idx.dims[0]};
    int status = append(set, &idx, &labels, images, images, HWR_LABELS_MERGE47, 0, error);
    free(zeros);
    free(bytes.data);
    return status;
}
