/* make_sheet.c - writes sheet.jpg and sheet.json, a photograph of two words and what is on it:
 *
 *     build/native/tests/make_sheet tests/letters/letters.ndjson tests/photos
 *
 * Ruled paper on a dark table, light that falls off by half, a shadow, turned by two degrees. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/files.h"
#include "io/strokes.h"
#include "photos/photo.h"

enum { WIDTH = 800, HEIGHT = 600, QUALITY = 60, SIDE = 110 };

static const char *const lines[] = {"FARM", "BEqG"};

static size_t find_letter(const tool_strokes *set, char letter) {
    for (size_t i = 0; i < set->n; i++)
        if (set->words[i][0] == letter && !set->words[i][1]) return i;
    exit(1);
}

static int write_both(const char *folder, const uint8_t *rgba, const photo_box *boxes, size_t n,
                      tool_error *error) {
    char path[512], text[2048];
    unsigned char *jpeg = NULL;
    unsigned long length = 0;
    int used = snprintf(text, sizeof text, "{\"letters\": [");
    for (size_t i = 0; i < n; i++) {
        used += snprintf(text + used, sizeof text - (size_t)used,
                         "%s\n  {\"letter\": \"%c\", \"box\": [%.1f, %.1f, %.1f, %.1f]}",
                         i ? "," : "", lines[i / 4][i % 4], (double)boxes[i].left,
                         (double)boxes[i].top, (double)boxes[i].right, (double)boxes[i].bottom);
    }
    used += snprintf(text + used, sizeof text - (size_t)used, "\n]}\n");
    photo_compress(&jpeg, &length, rgba, WIDTH, HEIGHT, QUALITY);
    snprintf(path, sizeof path, "%s/sheet.json", folder);
    int status = tool_write_file(path, text, (size_t)used, error);
    snprintf(path, sizeof path, "%s/sheet.jpg", folder);
    if (status == 0) status = tool_write_file(path, jpeg, length, error);
    free(jpeg);
    return status;
}

int main(int argc, char **argv) {
    static uint8_t rgba[4 * WIDTH * HEIGHT];
    tool_strokes set = {0};
    tool_error error;
    photo_letter letters[8];
    photo_box boxes[8];
    if (argc != 3) return 2;
    if (tool_load_strokes(&set, argv[1], &error) != 0) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    for (size_t i = 0; i < 8; i++) {
        const size_t which = find_letter(&set, lines[i / 4][i % 4]),
                     stroke = set.first_stroke[which];
        const float x = 110 + 155 * (float)(i % 4), y = 130 + 190 * (float)(i / 4);
        letters[i] = (photo_letter){set.xy + 2 * set.first_point[which],
                                    set.lengths + stroke,
                                    set.first_stroke[which + 1] - stroke,
                                    x,
                                    y,
                                    x + SIDE,
                                    y + SIDE};
    }
    const photo_scene scene = {.width = WIDTH,
                               .height = HEIGHT,
                               .paper = {.88f, .86f, .8f},
                               .ink = {.12f, .14f, .45f},
                               .opacity = .9f,
                               .pen = 6,
                               .texture = .04f,
                               .ruling = PHOTO_RULED,
                               .spacing = 62,
                               .line = 1.5f,
                               .line_depth = .25f,
                               .gradient = .5f,
                               .shadow = .35f,
                               .shadow_edge = 30,
                               .table = .05f,
                               .blur = .8f,
                               .noise = 3,
                               .angle = 2};
    hwr_rng rng = hwr_rng_stream(7, 79, 0, 0);
    photo_paint(rgba, boxes, &scene, letters, 8, &rng);
    const int status = write_both(argv[2], rgba, boxes, 8, &error);
    if (status != 0) fprintf(stderr, "%s\n", error.text);
    tool_strokes_free(&set);
    return status ? 1 : 0;
}
