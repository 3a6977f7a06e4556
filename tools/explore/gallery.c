/* gallery.c - means.png, typical.png, odd.png, misread.png and neighbours.png (explore.h). */
#include <stdio.h>
#include <stdlib.h>

#include "explore.h"
#include "report/sheet.h"

enum { COLUMNS = 10 };

static const uint8_t *image_of(const tool_exploration *x, size_t i) {
    return x->set.images + i * HWR_PIXELS;
}

static int finish(tool_bundle *report, const char *name, tool_sheet *sheet, tool_error *error) {
    tool_bytes png;
    const int status = tool_sheet_encode(&png, sheet, error);
    tool_sheet_free(sheet);
    if (status == 0) tool_bundle_add(report, name, png.data, png.length);
    return status;
}

/* Mean and spread of each class side by side, with how many images it has. */
static int add_means(tool_bundle *report, const tool_exploration *x, tool_error *error) {
    tool_sheet sheet;
    tool_sheet_init(&sheet, 2 * x->classes, COLUMNS, x->heading,
                    "the mean of each class with its images' number, and the standard deviation");
    for (int c = 0; c < x->classes; c++) {
        uint8_t mean[HWR_PIXELS], spread[HWR_PIXELS];
        char caption[48];
        for (int p = 0; p < HWR_PIXELS; p++) {
            const float s = 2 * x->spread[c * HWR_PIXELS + p]; /* at most 127.5 */
            mean[p] = (uint8_t)x->mean[c * HWR_PIXELS + p];
            spread[p] = (uint8_t)(s > 255 ? 255 : s);
        }
        snprintf(caption, sizeof caption, "%s %zu", x->names[c], x->count[c]);
        tool_sheet_tile(&sheet, 2 * c, mean, caption, TOOL_FRAME_PLAIN);
        tool_sheet_tile(&sheet, 2 * c + 1, spread, "", TOOL_FRAME_PLAIN);
    }
    return finish(report, "means.png", &sheet, error);
}

typedef struct gallery {
    const char *file, *line;
    tool_order order;
} gallery;

/* A row a class. */
static int add_gallery(tool_bundle *report, const tool_exploration *x, const gallery *g,
                       tool_error *error) {
    tool_sheet sheet;
    tool_sheet_init(&sheet, x->classes * COLUMNS, COLUMNS, x->heading, g->line);
    for (int c = 0; c < x->classes; c++) {
        size_t found[COLUMNS];
        const size_t n = tool_explore_pick(found, COLUMNS, x, c, g->order);
        for (size_t k = 0; k < n; k++) {
            const size_t i = found[k];
            const int wrong = x->answer && x->answer[i] != c;
            char caption[64];
            if (wrong)
                snprintf(caption, sizeof caption, "%s>%s %.0f%%", x->names[c],
                         x->names[x->answer[i]], 100 * (double)x->confidence[i]);
            else
                snprintf(caption, sizeof caption, "%s", x->names[c]);
            tool_sheet_tile(&sheet, c * COLUMNS + (int)k, image_of(x, i), caption,
                            wrong ? TOOL_FRAME_WRONG : TOOL_FRAME_PLAIN);
        }
    }
    return finish(report, g->file, &sheet, error);
}

static void draw_neighbours(tool_sheet *sheet, const tool_exploration *x, size_t image, int row) {
    size_t near[COLUMNS - 1];
    const size_t n = tool_explore_neighbours(near, COLUMNS - 1, x, image);
    tool_sheet_tile(sheet, row * COLUMNS, image_of(x, image), x->names[x->truth[image]],
                    TOOL_FRAME_RIGHT);
    for (size_t k = 0; k < n; k++) {
        const size_t i = near[k];
        tool_sheet_tile(sheet, row * COLUMNS + 1 + (int)k, image_of(x, i), x->names[x->truth[i]],
                        x->truth[i] == x->truth[image] ? TOOL_FRAME_PLAIN : TOOL_FRAME_WRONG);
    }
}

static int add_neighbours(tool_bundle *report, const tool_exploration *x, long image,
                          tool_error *error) {
    tool_sheet sheet;
    int row = 0;
    tool_sheet_init(&sheet, (x->classes + (image >= 0)) * COLUMNS, COLUMNS, x->heading,
                    x->logits ? "in blue an image, beside it those whose logits are nearest"
                              : "in blue an image, beside it those whose pixels are nearest");
    if (image >= 0) draw_neighbours(&sheet, x, (size_t)image, row++);
    for (int c = 0; c < x->classes; c++) {
        size_t typical;
        if (tool_explore_pick(&typical, 1, x, c, TOOL_TYPICAL) == 1)
            draw_neighbours(&sheet, x, typical, row++);
    }
    return finish(report, "neighbours.png", &sheet, error);
}

int tool_explore_galleries(tool_bundle *report, const tool_exploration *x, long image,
                           tool_error *error) {
    static const gallery galleries[] = {
        {"typical.png", "typical: nearest to the mean of its class", TOOL_TYPICAL},
        {"odd.png", "odd: farthest from the mean of its class", TOOL_ODD},
        {"misread.png", "the network is surest that the label is another: mislabelled, or misread",
         TOOL_MISREAD},
    };
    if (add_means(report, x, error) != 0) return -1;
    for (int i = 0; i < (x->answer ? 3 : 2); i++)
        if (add_gallery(report, x, &galleries[i], error) != 0) return -1;
    return add_neighbours(report, x, image, error);
}
