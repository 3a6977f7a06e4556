/* sheet.c - the sheet of paper, or the board, told from the table that it lies on.
 *
 * Where the closed picture drops to less than a third within a few pixels, it is no shadow, which
 * takes less light, and not the light falling off: the sheet ends there. From such edges the dark
 * side is filled, and nothing on it is writing. */
#include "parts.h"

#include <string.h>

enum { CELL = 8, NEAR = 2, DROP = 33, STILL_DARK = 45 /* percent of the light beside the edge */ };

typedef struct cells {
    uint8_t *light; /* (down, across) the darkest of the cell, so that edges are on the dark side */
    uint8_t *dark;  /* (down, across) 1: no sheet; its light is then that beside the edge */
    uint16_t *stack;
    int across, down;
} cells;

static void find_darkest(cells *c, const hwr_paper *paper) {
    memset(c->light, 255, (size_t)(c->across * c->down));
    for (size_t y = 0; y < paper->height; y++) {
        const uint8_t *row = paper->depth + y * paper->width;
        uint8_t *light = c->light + y / CELL * (size_t)c->across;
        for (size_t x = 0; x < paper->width; x++)
            if (row[x] < light[x / CELL]) light[x / CELL] = row[x];
    }
}

static int brightest_near(const cells *c, int x, int y) {
    int most = 0;
    for (int v = y - NEAR; v <= y + NEAR; v++) {
        for (int u = x - NEAR; u <= x + NEAR; u++) {
            if (u < 0 || v < 0 || u >= c->across || v >= c->down) continue;
            const int light = c->light[v * c->across + u];
            most = light > most ? light : most;
        }
    }
    return most;
}

/* From a cell beside an edge, whose bright side has this light. */
static void fill(const cells *c, int first, int light) {
    size_t depth = 0;
    c->stack[depth++] = (uint16_t)first;
    c->dark[first] = (uint8_t)light;
    while (depth) {
        const int at = c->stack[--depth], x = at % c->across, y = at / c->across;
        for (int k = 0; k < 4; k++) {
            const int u = x + (k == 0) - (k == 1), v = y + (k == 2) - (k == 3),
                      next = v * c->across + u;
            if (u < 0 || v < 0 || u >= c->across || v >= c->down || c->dark[next]) continue;
            if (100 * c->light[next] >= STILL_DARK * light) continue;
            c->dark[next] = (uint8_t)light;
            c->stack[depth++] = (uint16_t)next;
        }
    }
}

/* The light beside the edge where a dark cell is among those around, else 0. */
static int dark_near(const cells *c, int x, int y) {
    for (int k = 0; k < 9; k++) {
        const int u = x + k % 3 - 1, v = y + k / 3 - 1;
        if (u < 0 || v < 0 || u >= c->across || v >= c->down) continue;
        if (c->dark[v * c->across + u]) return c->dark[v * c->across + u];
    }
    return 0;
}

void hwr_paper_find_sheet(hwr_paper *paper) {
    const int w = (int)paper->width, h = (int)paper->height;
    cells c = {.across = (w + CELL - 1) / CELL, .down = (h + CELL - 1) / CELL};
    const int n = c.across * c.down;
    c.light = paper->scratch;
    c.dark = paper->scratch + n;
    c.stack = (uint16_t *)(void *)paper->label;
    memset(c.dark, 0, (size_t)n);
    find_darkest(&c, paper);
    for (int i = 0; i < n; i++) {
        const int most = brightest_near(&c, i % c.across, i / c.across);
        if (!c.dark[i] && 100 * c.light[i] < DROP * most) fill(&c, i, most);
    }
    for (int i = 0; i < n; i++) {
        const int x = i % c.across * CELL, y = i / c.across * CELL,
                  light = dark_near(&c, i % c.across, i / c.across);
        if (!light) continue;
        for (int v = y; v < y + CELL && v < h; v++) {
            for (int u = x; u < x + CELL && u < w; u++) {
                const size_t at = (size_t)v * paper->width + (size_t)u;
                if (c.dark[i] || 4 * paper->depth[at] < 3 * light)
                    paper->grey[at] = paper->depth[at];
            }
        }
    }
}
