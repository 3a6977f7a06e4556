/* make_format_corpus.c - writes the seeds of fuzz_format.c into the directory named:
 * small models that use every field of the format, and a few damaged ones.
 *
 *     make_format_corpus tests/fuzz/corpus/format
 */
#include <stdio.h>
#include <stdlib.h>

#include "unit/random_model.h"

static random_model model;
static uint8_t file[65536];

static int save(const char *directory, const char *name, size_t length) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *out = fopen(path, "wb");
    int ok = out && fwrite(file, 1, length, out) == length;
    if (out && fclose(out) != 0) ok = 0;
    if (!ok) perror(path);
    return ok;
}

static size_t make(uint32_t seed, int n, const random_layer *layers, int limits) {
    random_start(&model, "seed", seed);
    for (int i = 0; i < n; i++) {
        hwr_draft_layer *l = random_append(&model, &layers[i]);
        if (limits)
            random_limits(&model, l);
        else
            random_typical(&model, l);
    }
    return hwr_file_write(file, sizeof file, &model.file);
}

/* Five Greek letters, of which two share a group. */
static size_t make_greek(void) {
    static const char *const texts[] = {"\xce\xb1", "\xce\x91", "\xce\xb2", "\xce\xb3", "\xce\xb4"};
    const random_layer layers[] = {{HWR_CONV, 3, 4, 0, 1, 2, -1, HWR_FLAG_RELU_FIRST},
                                   {HWR_CONV, 7, 1, 0, 0, 5, -1, HWR_FLAG_LAST}};
    make(7, 2, layers, 0);
    memset(&model.file.labels, 0, sizeof model.file.labels);
    for (int c = 0; c < 5; c++)
        if (hwr_labels_add(&model.file.labels, texts[c]) != HWR_OK) abort();
    return hwr_file_write(file, sizeof file, &model.file);
}

/* A network of traces behind one of pictures. */
static size_t make_traces(const random_layer *picture) {
    const random_layer trace[] = {{HWR_CONV, 7, 4, 3, 0, 3, -1, 0},
                                  {HWR_DEPTHWISE, 3, 1, 1, 1, 3, 2, 0},
                                  {HWR_CONV, 16, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST}};
    make(8, 2, picture, 0);
    model.traces = 1;
    for (int i = 0; i < 3; i++) random_typical(&model, random_append(&model, &trace[i]));
    model.file.fusion = (hwr_fusion){0.25f, 0.5f, 2.0f, 0.75f};
    return hwr_file_write(file, sizeof file, &model.file);
}

int main(int argc, char **argv) {
    const random_layer plain[] = {
        {HWR_CONV, 3, 4, 0, 1, 2, -1, HWR_FLAG_RELU_FIRST},
        {HWR_CONV, 7, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST},
    };
    const random_layer residual[] = {
        {HWR_CONV, 5, 4, 1, 1, 3, -1, 0},
        {HWR_DEPTHWISE, 3, 1, 1, 1, 3, 0, HWR_FLAG_RELU_FIRST},
        {HWR_CONV, 1, 1, 0, 0, 3, 0, 0},
        {HWR_DEPTHWISE, 7, 1, 0, 0, 3, -1, 0},
        {HWR_CONV, 1, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST},
    };
    const random_layer winograd[] = {
        /* 16 channels and an odd side: by Winograd */
        {HWR_CONV, 8, 4, 0, 0, 16, -1, HWR_FLAG_RELU_FIRST},
        {HWR_CONV, 3, 1, 0, 1, 3, -1, 0},
        {HWR_DEPTHWISE, 5, 1, 0, 0, 3, -1, 0},
        {HWR_CONV, 1, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST},
    };
    if (argc != 2) return 2;
    int ok = save(argv[1], "plain.hwr", make(1, 2, plain, 0));
    ok &= save(argv[1], "residual.hwr", make(2, 5, residual, 0));
    ok &= save(argv[1], "winograd.hwr", make(3, 4, winograd, 0));
    ok &= save(argv[1], "limits.hwr", make(4, 5, residual, 1));
    ok &= save(argv[1], "greek.hwr", make_greek());
    ok &= save(argv[1], "traces.hwr", make_traces(plain));
    size_t length = make(5, 2, plain, 0);
    ok &= save(argv[1], "truncated.hwr", length / 2);
    ok &= save(argv[1], "header.hwr", HWR_FILE_HEADER);
    ok &= save(argv[1], "magic.hwr", 4);
    memset(file + HWR_FILE_HEADER + 17, 28, 1); /* a kernel that does not fit its stride */
    ok &= save(argv[1], "kernel.hwr", length);
    make(6, 2, plain, 0);
    hwr_write_u32(file + 28, 0xfffffff0u); /* tensor records past the end */
    ok &= save(argv[1], "offset.hwr", length);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
