/* scenes.c - what each condition of PHOTO_CONDITION_LIST draws its numbers from. */
#include <string.h>

#include "photos/photo.h"

static const char *const texts[] = {
#define PHOTO_CONDITION_TEXT(name, text) text,
    PHOTO_CONDITION_LIST(PHOTO_CONDITION_TEXT)
#undef PHOTO_CONDITION_TEXT
};

const char *photo_condition_text(photo_condition condition) {
    return texts[condition];
}

static void set_colour(float colour[3], float red, float green, float blue) {
    colour[0] = red;
    colour[1] = green;
    colour[2] = blue;
}

/* A ballpoint or a felt-tip on white paper, a good camera. */
static void plain(photo_scene *s, float size, hwr_rng *rng) {
    static const float inks[][3] = {
        {.12f, .14f, .45f}, {.1f, .1f, .12f}, {.5f, .1f, .12f}, {.08f, .3f, .15f}};
    const float white = hwr_rng_range(rng, .78f, .95f);
    set_colour(s->paper, white, white * hwr_rng_range(rng, .95f, 1),
               white * hwr_rng_range(rng, .86f, 1));
    memcpy(s->ink, inks[hwr_rng_below(rng, 4)], sizeof s->ink);
    s->opacity = hwr_rng_range(rng, .8f, .97f);
    s->pen = size * hwr_rng_range(rng, .035f, .075f);
    s->texture = .02f;
    s->blur = hwr_rng_range(rng, .5f, .9f);
    s->noise = hwr_rng_range(rng, .5f, 2);
    s->jpeg = 80 + (int)hwr_rng_below(rng, 16);
    s->angle = hwr_rng_range(rng, -1, 1);
}

static void rule(photo_scene *s, photo_ruling ruling, float size, hwr_rng *rng) {
    s->ruling = ruling;
    s->spacing =
        size * (ruling == PHOTO_RULED ? hwr_rng_range(rng, .7f, 1.6f) : hwr_rng_range(rng, .3f, 1));
    s->line = ruling == PHOTO_DOTTED ? hwr_rng_range(rng, 2, 4) : hwr_rng_range(rng, 1, 2.5f);
    s->line_depth = hwr_rng_range(rng, .12f, .4f);
}

static void draw_pencil(photo_scene *s, float size, hwr_rng *rng) {
    set_colour(s->ink, .25f, .25f, .27f);
    s->opacity = hwr_rng_range(rng, .45f, .75f);
    s->pen = size * hwr_rng_range(rng, .025f, .05f);
    s->grain = hwr_rng_range(rng, .3f, .7f);
}

static void draw_chalk(photo_scene *s, float size, hwr_rng *rng) {
    const float dark = hwr_rng_range(rng, .1f, .22f);
    set_colour(s->paper, dark, dark * 1.25f, dark);
    set_colour(s->ink, .9f, .9f, .85f);
    s->opacity = hwr_rng_range(rng, .7f, .95f);
    s->pen = size * hwr_rng_range(rng, .05f, .1f);
    s->grain = hwr_rng_range(rng, .3f, .6f);
}

static void add(photo_scene *s, photo_condition condition, float size, hwr_rng *rng) {
    switch (condition) {
    case PHOTO_TEXTURE:
        s->texture = hwr_rng_range(rng, .06f, .12f);
        break;
    case PHOTO_GRADIENT_30:
        s->gradient = hwr_rng_range(rng, .1f, .3f);
        break;
    case PHOTO_GRADIENT_50:
        s->gradient = hwr_rng_range(rng, .3f, .5f);
        break;
    case PHOTO_GRADIENT_70:
        s->gradient = hwr_rng_range(rng, .5f, .7f);
        break;
    case PHOTO_SHADOW_SOFT:
    case PHOTO_SHADOW_HARD:
        s->shadow = hwr_rng_range(rng, .25f, .6f);
        s->shadow_edge =
            condition == PHOTO_SHADOW_HARD ? hwr_rng_range(rng, 1, 4) : hwr_rng_range(rng, 40, 200);
        break;
    case PHOTO_LINES:
        rule(s, PHOTO_RULED, size, rng);
        break;
    case PHOTO_SQUARES:
        rule(s, PHOTO_SQUARED, size, rng);
        break;
    case PHOTO_DOTS:
        rule(s, PHOTO_DOTTED, size, rng);
        break;
    case PHOTO_TABLE:
        s->table = hwr_rng_range(rng, .01f, .1f);
        break;
    case PHOTO_BLUR:
        s->blur = hwr_rng_range(rng, 1.5f, 3.5f);
        break;
    case PHOTO_NOISE:
        s->noise = hwr_rng_range(rng, 5, 12);
        break;
    case PHOTO_JPEG:
        s->jpeg = 20 + (int)hwr_rng_below(rng, 21);
        break;
    case PHOTO_TURNED:
        s->angle = hwr_rng_range(rng, 3, 8) * (hwr_rng_below(rng, 2) ? 1 : -1);
        break;
    case PHOTO_PENCIL:
        draw_pencil(s, size, rng);
        break;
    case PHOTO_MARKER:
        s->pen = size * hwr_rng_range(rng, .09f, .14f);
        s->opacity = hwr_rng_range(rng, .85f, .98f);
        break;
    case PHOTO_CHALK:
        draw_chalk(s, size, rng);
        break;
    case PHOTO_CLUTTER:
        s->holes = 2 + (int)hwr_rng_below(rng, 3);
        s->specks = 3 + (int)hwr_rng_below(rng, 15);
        s->finger = (int)hwr_rng_below(rng, 2);
        break;
    case PHOTO_CLEAN:
    case PHOTO_ALL:
    case PHOTO_CONDITIONS:
        break;
    }
}

/* One of the conditions first..last. */
static void add_one(photo_scene *s, photo_condition first, photo_condition last, float size,
                    hwr_rng *rng) {
    const uint32_t n = (uint32_t)(last - first) + 1;
    add(s, (photo_condition)((uint32_t)first + hwr_rng_below(rng, n)), size, rng);
}

void photo_scene_make(photo_scene *s, photo_condition condition, size_t width, size_t height,
                      float size, hwr_rng *rng) {
    *s = (photo_scene){.width = width, .height = height};
    plain(s, size, rng);
    if (condition != PHOTO_ALL) {
        add(s, condition, size, rng);
        return;
    }
    add_one(s, PHOTO_PENCIL, PHOTO_MARKER, size, rng);
    if (s->opacity > .8f) add_one(s, PHOTO_TEXTURE, PHOTO_TEXTURE, size, rng);
    add_one(s, PHOTO_GRADIENT_30, PHOTO_SHADOW_HARD, size, rng);
    add_one(s, PHOTO_LINES, PHOTO_TABLE, size, rng);
    s->angle = hwr_rng_range(rng, -5, 5);
    s->noise = hwr_rng_range(rng, 2, 6);
    s->jpeg = 50 + (int)hwr_rng_below(rng, 30);
}
