/* sheet.c - the sheet of paper, or the board, told from the table that it lies on.
 *
 * Where the closed picture drops to less than a third within a few pixels, it is no shadow, which
 * takes less light, and not the light falling off: the sheet ends there. From such edges the dark
 * side is filled, and nothing on it is writing. A sheet ends only towards the picture's border: a
 * dark place amid the sheet is ink wider than the closing's square, as where a marker's strokes
 * join. */
#include "parts.h"

#include <string.h>

enum { CELL = 8, NEAR = 2, DROP = 33, STILL_DARK = 45 /* percent of the light beside the edge */ };

typedef struct cells {
    uint8_t *light; /* (down, across) the darkest of the cell, so that edges are on the dark side */
    uint8_t *dark;  /* (down, across) 0, or no sheet: the light beside its edge */
    uint8_t *ink;   /* (down, across) the same of wide ink */
    uint16_t *queue;
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

/* From a cell beside an edge, whose bright side has this light: into c->dark where the picture's
 * border is reached, else into c->ink. */
static void fill(const cells *c, int first, int light) {
    size_t filled = 0;
    int border = 0;
    c->queue[filled++] = (uint16_t)first;
    c->ink[first] = (uint8_t)light;
    for (size_t done = 0; done < filled; done++) {
        const int x = c->queue[done] % c->across, y = c->queue[done] / c->across;
        for (int k = 0; k < 4; k++) {
            const int u = x + (k == 0) - (k == 1), v = y + (k == 2) - (k == 3),
                      next = v * c->across + u;
            const int outside = u < 0 || v < 0 || u >= c->across || v >= c->down;
            border |= outside;
            if (outside || c->dark[next] || c->ink[next]) continue;
            if (100 * c->light[next] >= STILL_DARK * light) continue;
            c->ink[next] = (uint8_t)light;
            c->queue[filled++] = (uint16_t)next;
        }
    }
    for (size_t i = 0; i < filled && border; i++) {
        c->dark[c->queue[i]] = (uint8_t)light;
        c->ink[c->queue[i]] = 0;
    }
}

/* What lies as near as NEAR to where no sheet is belongs to that. */
static void spread(const cells *c) {
    const int n = c->across * c->down, side = 2 * NEAR + 1;
    size_t filled = 0;
    for (int i = 0; i < n; i++)
        if (c->dark[i]) c->queue[filled++] = (uint16_t)i;
    for (size_t done = 0; done < filled; done++) {
        const int x = c->queue[done] % c->across, y = c->queue[done] / c->across;
        for (int k = 0; k < side * side; k++) {
            const int u = x + k % side - NEAR, v = y + k / side - NEAR, next = v * c->across + u;
            if (u < 0 || v < 0 || u >= c->across || v >= c->down || !c->ink[next]) continue;
            c->dark[next] = c->ink[next];
            c->ink[next] = 0;
            c->queue[filled++] = (uint16_t)next;
        }
    }
}

/* The light beside the edge where such a cell is among those around, else 0. */
static int light_near(const cells *c, const uint8_t *of, int i) {
    const int x = i % c->across, y = i / c->across;
    for (int k = 0; k < 9; k++) {
        const int u = x + k % 3 - 1, v = y + k / 3 - 1;
        if (u < 0 || v < 0 || u >= c->across || v >= c->down) continue;
        if (of[v * c->across + u]) return of[v * c->across + u];
    }
    return 0;
}

/* Beside the sheet grey becomes the closed picture, so that nothing stands out; where wide ink is,
 * the closed picture becomes the light around, so that it does. */
static void settle_pixel(const hwr_paper *paper, size_t at, int dark, int light, int ink) {
    if (light && (dark || 4 * paper->depth[at] < 3 * light))
        paper->grey[at] = paper->depth[at];
    else if (100 * paper->grey[at] < DROP * ink && paper->depth[at] < ink)
        paper->depth[at] = (uint8_t)ink;
}

void hwr_paper_find_sheet(hwr_paper *paper) {
    const int w = (int)paper->width, h = (int)paper->height;
    cells c = {.across = (w + CELL - 1) / CELL, .down = (h + CELL - 1) / CELL};
    const int n = c.across * c.down;
    c.light = paper->scratch;
    c.dark = paper->scratch + n;
    c.ink = c.dark + n;
    c.queue = (uint16_t *)(void *)paper->label;
    memset(c.dark, 0, 2 * (size_t)n);
    find_darkest(&c, paper);
    for (int i = 0; i < n; i++) {
        const int most = brightest_near(&c, i % c.across, i / c.across);
        if (!c.dark[i] && !c.ink[i] && 100 * c.light[i] < DROP * most) fill(&c, i, most);
    }
    spread(&c);
    for (int i = 0; i < n; i++) {
        const int x = i % c.across * CELL, y = i / c.across * CELL;
        const int light = light_near(&c, c.dark, i), ink = light_near(&c, c.ink, i);
        if (!light && !ink) continue;
        for (int v = y; v < y + CELL && v < h; v++)
            for (int u = x; u < x + CELL && u < w; u++)
                settle_pixel(paper, (size_t)v * paper->width + (size_t)u, c.dark[i], light, ink);
    }
}
