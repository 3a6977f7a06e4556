/* dataio.c - see dataio.h. */
#include "dataio.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Characters whose boxes are wider than tall by more than this lie on their side. */
#define LYING (-0.5)

/* ---- Mappings ------------------------------------------------------------- */

static int parse_mapping(hwr_mapping *out, const char *path, tool_error *error) {
    tool_bytes file;
    size_t line;
    const char *why;
    if (tool_read_file(&file, path, TOOL_MAX_LABELS, error) != 0) return -1;
    hwr_status status = hwr_mapping_parse(out, &line, &why, (const char *)file.data, file.length);
    free(file.data);
    return status == HWR_OK ? 0 : tool_fail(error, "%s: line %zu: %s", path, line, why);
}

int tool_load_mapping(hwr_mapping *out, const char *name_or_file, tool_error *error) {
    if (hwr_mapping_builtin(out, name_or_file) == HWR_OK) return 0;
    if (parse_mapping(out, name_or_file, error) == 0) return 0;
    if (strpbrk(name_or_file, "./\\")) return -1; /* a file, and what is wrong with it */
    tool_text names = {0};
    for (int i = 0; hwr_mapping_name(i); i++)
        tool_text_add(&names, "%s%s", i ? ", " : "", hwr_mapping_name(i));
    tool_fail(error, "no label set, and no mapping file, is called \"%s\"; built in are %s",
              name_or_file, names.data);
    free(names.data);
    return -1;
}

int tool_source_of(tool_source *out, const char *images, const char *labels, const char *mapping,
                   int upright, tool_error *error) {
    memset(out, 0, sizeof *out);
    if (strlen(images) >= TOOL_PATH || strlen(labels) >= TOOL_PATH)
        return tool_fail(error, "a path of more than %d characters", TOOL_PATH - 1);
    strcpy(out->images, images);
    strcpy(out->labels, labels);
    if (tool_load_mapping(&out->mapping, mapping, error) != 0) return -1;
    out->upright = upright || out->mapping.upright;
    return 0;
}

/* ---- IDX files ------------------------------------------------------------ */

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

static int append(hwr_dataset *set, tool_source *source, const hwr_idx *images,
                  const hwr_idx *labels, const hwr_reading *reading, tool_error *error) {
    const hwr_mapping *m = &source->mapping;
    if (images->dims[0] != labels->dims[0])
        return tool_fail(error,
                         "%s: %u labels, but %s holds %u images; give both files of one split",
                         source->labels, labels->dims[0], source->images, images->dims[0]);
    size_t where;
    hwr_status status =
        hwr_dataset_append_idx(set, &where, source->left_out, images, labels, reading);
    if (status == HWR_ERR_LABELS)
        return tool_fail(error,
                         "%s: byte %zu: label %zu is %u, outside %s (%d to %d); is --label-set "
                         "right?",
                         source->labels, where + 8, where, labels->data[where],
                         m->name[0] ? m->name : "the mapping file", m->first, m->first + m->n - 1);
    if (status != HWR_OK)
        return tool_fail(error, "%s: %s", source->images, hwr_status_string(status));
    return 0;
}

/* Fashion and drawings of other things may be wide, so this is a hint, not an error. */
static void check_orientation(const char *path, const uint8_t *images, size_t n, int upright) {
    if (n == 0 || hwr_dataset_tallness(images, n) >= LYING) return;
    fprintf(stderr, "letters: %s: these look as if they lay on their side; %s\n", path,
            upright ? "EMNIST's own files are stored transposed, and read without --upright"
                    : "files of MNIST's kind are stored upright, and read with --upright");
}

int tool_load_source(hwr_dataset *set, tool_source *source, const hwr_labels *classes,
                     int keep_others, tool_error *error) {
    tool_bytes image_bytes, label_bytes;
    hwr_idx images, labels;
    const hwr_reading reading = {&source->mapping, classes, source->upright, keep_others};
    const size_t before = set->n;
    if (load_idx(&images, &image_bytes, source->images, 3, error) != 0) return -1;
    int status = load_idx(&labels, &label_bytes, source->labels, 1, error);
    if (status == 0) {
        status = append(set, source, &images, &labels, &reading, error);
        free(label_bytes.data);
    }
    free(image_bytes.data);
    if (status == 0)
        check_orientation(source->images, set->images + before * HWR_PIXELS, set->n - before,
                          source->upright);
    return status;
}

int tool_load_images(hwr_dataset *set, const char *images, int upright, tool_error *error) {
    tool_bytes bytes;
    hwr_idx idx;
    if (load_idx(&idx, &bytes, images, 3, error) != 0) return -1;
    hwr_status status = hwr_dataset_append_images(set, &idx, upright);
    free(bytes.data);
    return status == HWR_OK ? 0 : tool_fail(error, "%s: %s", images, hwr_status_string(status));
}

int tool_load_labels(tool_bytes *out, const char *labels, tool_error *error) {
    hwr_idx idx;
    if (load_idx(&idx, out, labels, 1, error) != 0) return -1;
    out->length = idx.count;
    memmove(out->data, idx.data, idx.count);
    return 0;
}

/* ---- What was left out ----------------------------------------------------- */

static size_t count_left_out(const tool_source *source) {
    size_t n = 0;
    for (int i = 0; i < 256; i++) n += source->left_out[i];
    return n;
}

void tool_say_left_out(const tool_source *source) {
    const size_t n = count_left_out(source);
    tool_text texts = {0};
    if (n == 0) return;
    for (int i = 0; i < source->mapping.n; i++)
        if (source->left_out[source->mapping.first + i])
            tool_text_add(&texts, " %s", source->mapping.text[i][0]);
    fprintf(stderr, "letters: %s: left out %zu images that are none of the classes:%s\n",
            source->images, n, texts.data);
    free(texts.data);
}

json_t *tool_left_out_json(const tool_source *sources, size_t n) {
    json_t *labels = json_object();
    json_int_t all = 0;
    for (size_t s = 0; s < n; s++) {
        const hwr_mapping *m = &sources[s].mapping;
        for (int i = 0; i < m->n; i++) {
            const json_int_t count = (json_int_t)sources[s].left_out[m->first + i];
            const json_int_t before = json_integer_value(json_object_get(labels, m->text[i][0]));
            if (count) json_object_set_new(labels, m->text[i][0], json_integer(before + count));
        }
        all += (json_int_t)count_left_out(&sources[s]);
    }
    return json_pack("{s:I, s:o}", "n", all, "labels", labels);
}
