/* photo.c - see photo.h. The sheet is painted as three planes of light, then seen by the lens, the
 * sensor and JPEG. */
#include "photos/photo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h> /* after stdio.h */

static const float degree = 0.017453293f;

static void *allocate(size_t n, size_t size) {
    void *memory = calloc(n, size);
    if (!memory) exit(1);
    return memory;
}

static float clamp(float v, float low, float high) {
    return v < low ? low : v > high ? high : v;
}

/* ---- The sheet ---- */

/* Smooth noise -1..1 with features of about `pitch` pixels: values at the corners of a lattice. */
static float lattice_noise(float x, float y, float pitch, uint32_t seed) {
    const float u = x / pitch, v = y / pitch;
    const int i = (int)floorf(u), j = (int)floorf(v);
    float value[4];
    for (int k = 0; k < 4; k++) {
        uint32_t at = (uint32_t)(i + k % 2) * 73856093u ^ (uint32_t)(j + k / 2) * 19349663u ^ seed;
        value[k] = (float)(hwr_hash32(at) >> 8) / 8388608.0f - 1;
    }
    const float s = u - (float)i, t = v - (float)j;
    return (value[0] * (1 - s) + value[1] * s) * (1 - t) + (value[2] * (1 - s) + value[3] * s) * t;
}

/* 1 on a line of the ruling at multiples of the spacing, soft over a pixel. */
static float on_line(float at, float spacing, float line) {
    const float off = fabsf(at - spacing * floorf(at / spacing + .5f));
    return clamp((line - 2 * off) / 2 + .5f, 0, 1);
}

static float ruling_at(const photo_scene *s, float x, float y) {
    const float across = s->ruling == PHOTO_PLAIN ? 0 : on_line(y, s->spacing, s->line);
    if (s->ruling == PHOTO_PLAIN || s->ruling == PHOTO_RULED) return across;
    const float down = on_line(x, s->spacing, s->line);
    if (s->ruling == PHOTO_DOTTED) return across * down;
    return across > down ? across : down;
}

/* From the photograph to the sheet, and back with a negative angle. */
static void turn(float *x, float *y, const photo_scene *s, float angle) {
    const float cx = (float)s->width / 2, cy = (float)s->height / 2;
    const float c = cosf(angle * degree), n = sinf(angle * degree), u = *x - cx, v = *y - cy;
    *x = cx + c * u + n * v;
    *y = cy - n * u + c * v;
}

/* ---- Ink ---- */

static float segment_distance(float x, float y, const float *a, const float *b) {
    const float dx = b[0] - a[0], dy = b[1] - a[1], l2 = dx * dx + dy * dy;
    const float t = l2 > 0 ? clamp(((x - a[0]) * dx + (y - a[1]) * dy) / l2, 0, 1) : 0;
    return hypotf(x - a[0] - t * dx, y - a[1] - t * dy);
}

static void draw_segment(float *cover, const photo_scene *s, const float *a, const float *b) {
    const float reach = s->pen / 2 + 1;
    const int left = (int)clamp(fminf(a[0], b[0]) - reach, 0, (float)s->width - 1);
    const int right = (int)clamp(fmaxf(a[0], b[0]) + reach, 0, (float)s->width - 1);
    const int top = (int)clamp(fminf(a[1], b[1]) - reach, 0, (float)s->height - 1);
    const int bottom = (int)clamp(fmaxf(a[1], b[1]) + reach, 0, (float)s->height - 1);
    for (int y = top; y <= bottom; y++) {
        for (int x = left; x <= right; x++) {
            float *at = cover + (size_t)y * s->width + (size_t)x;
            const float d = segment_distance((float)x + .5f, (float)y + .5f, a, b);
            *at = fmaxf(*at, clamp(s->pen / 2 - d + .5f, 0, 1));
        }
    }
}

/* The letter's points on the photograph, and the box of its ink. */
static void draw_letter(float *cover, photo_box *box, const photo_scene *s,
                        const photo_letter *letter) {
    float low[2] = {1e9f, 1e9f}, high[2] = {-1e9f, -1e9f};
    size_t n = 0;
    for (size_t i = 0; i < letter->n_strokes; i++) n += letter->lengths[i];
    float *xy = allocate(2 * n + 2, sizeof *xy);
    for (size_t i = 0; i < 2 * n; i++) {
        low[i % 2] = fminf(low[i % 2], letter->xy[i]);
        high[i % 2] = fmaxf(high[i % 2], letter->xy[i]);
    }
    const float side = fmaxf(fmaxf(high[0] - low[0], high[1] - low[1]), 1e-6f);
    const float room = fminf(letter->right - letter->left, letter->bottom - letter->top) - s->pen;
    *box = (photo_box){1e9f, 1e9f, -1e9f, -1e9f};
    for (size_t i = 0; i < n; i++) {
        float *p = xy + 2 * i;
        p[0] = (letter->left + letter->right) / 2 +
               (letter->xy[2 * i] - (low[0] + high[0]) / 2) * room / side;
        p[1] = (letter->top + letter->bottom) / 2 +
               (letter->xy[2 * i + 1] - (low[1] + high[1]) / 2) * room / side;
        turn(p, p + 1, s, -s->angle);
        box->left = fminf(box->left, p[0] - s->pen / 2);
        box->top = fminf(box->top, p[1] - s->pen / 2);
        box->right = fmaxf(box->right, p[0] + s->pen / 2);
        box->bottom = fmaxf(box->bottom, p[1] + s->pen / 2);
    }
    const float *from = xy;
    for (size_t i = 0; i < letter->n_strokes; from += 2 * letter->lengths[i++]) {
        for (uint32_t j = 0; j < letter->lengths[i]; j++)
            draw_segment(cover, s, from + 2 * (j ? j - 1 : 0), from + 2 * j);
    }
    free(xy);
}

/* ---- Light ---- */

typedef struct light {
    float cos, sin;                    /* of the direction in which it falls off */
    float edge_cos, edge_sin, edge_at; /* of the shadow's edge */
    uint32_t seed;
    float table[4];              /* left, top, right, bottom of the sheet */
    float hole[4][3], finger[3]; /* x, y, radius */
} light;

static void make_light(light *l, const photo_scene *s, hwr_rng *rng) {
    const float w = (float)s->width, h = (float)s->height;
    float angle = hwr_rng_range(rng, 0, 360) * degree;
    l->cos = cosf(angle);
    l->sin = sinf(angle);
    angle = hwr_rng_range(rng, 0, 360) * degree;
    l->edge_cos = cosf(angle);
    l->edge_sin = sinf(angle);
    l->edge_at = hwr_rng_range(rng, -.25f, .25f) * h;
    l->seed = (uint32_t)hwr_rng_next(rng);
    for (int i = 0; i < 4; i++) {
        const int there = s->table > 0 && (i == 0 || hwr_rng_below(rng, 2));
        const float margin = there ? s->table * (i % 2 ? h : w) : -w;
        l->table[i] = i < 2 ? margin : (i == 2 ? w : h) - margin;
        const float radius = .012f * w;
        l->hole[i][0] = .035f * w;
        l->hole[i][1] = h * ((float)i + .6f) / (float)(s->holes + 1);
        l->hole[i][2] = i < s->holes ? radius : -1;
    }
    l->finger[0] = hwr_rng_range(rng, .3f, .7f) * w;
    l->finger[1] = h;
    l->finger[2] = s->finger ? .06f * w : -1;
}

/* The share of light that reaches (x, y) of the photograph. */
static float light_at(const light *l, const photo_scene *s, float x, float y) {
    const float w = (float)s->width, h = (float)s->height, u = x - w / 2, v = y - h / 2;
    const float reach = fabsf(l->cos) * w / 2 + fabsf(l->sin) * h / 2;
    const float along = (u * l->cos + v * l->sin) / reach; /* -1..1 */
    float value = 1 - s->gradient * (along + 1) / 2;
    if (s->shadow > 0) {
        const float wave = 12 * lattice_noise(x, y, 150, l->seed);
        const float d = u * l->edge_cos + v * l->edge_sin - l->edge_at + wave;
        const float t = clamp(d / s->shadow_edge + .5f, 0, 1);
        value *= 1 - s->shadow * t * t * (3 - 2 * t);
    }
    return value;
}

/* 1 where something lies on or beside the sheet; its colour then. */
static int other_at(float colour[3], const light *l, float x, float y, float px, float py) {
    int table = x < l->table[0] || y < l->table[1] || x > l->table[2] || y > l->table[3];
    for (int i = 0; i < 4; i++)
        table |= hypotf(x - l->hole[i][0], y - l->hole[i][1]) < l->hole[i][2];
    if (table) {
        const float wood = .16f + .05f * lattice_noise(x * .1f, y, 6, l->seed);
        colour[0] = wood * 1.3f;
        colour[1] = wood;
        colour[2] = wood * .7f;
        return 1;
    }
    const float dx = px - l->finger[0], dy = fminf(0, py - l->finger[1] + l->finger[2]);
    if (hypotf(dx, dy) < l->finger[2]) {
        colour[0] = .7f;
        colour[1] = .48f;
        colour[2] = .38f;
        return 1;
    }
    return 0;
}

/* ---- Lens and sensor ---- */

/* Gaussian by two passes with a kernel out to three sigma. */
static void blur(float *plane, float *work, const photo_scene *s) {
    float kernel[32];
    const int reach = (int)clamp(ceilf(3 * s->blur), 1, 31);
    float sum = 0;
    for (int i = 0; i <= reach; i++) {
        kernel[i] = expf(-(float)(i * i) / (2 * s->blur * s->blur));
        sum += i ? 2 * kernel[i] : kernel[i];
    }
    for (int i = 0; i <= reach; i++) kernel[i] /= sum;
    for (int pass = 0; pass < 2; pass++) {
        const ptrdiff_t step = pass ? (ptrdiff_t)s->width : 1;
        const int length = (int)(pass ? s->height : s->width);
        for (size_t y = 0; y < s->height; y++) {
            for (size_t x = 0; x < s->width; x++) {
                const float *at = plane + y * s->width + x;
                const int i = (int)(pass ? y : x);
                float value = kernel[0] * *at;
                for (int k = 1; k <= reach; k++) {
                    const int a = i - k < 0 ? -i : -k, b = i + k >= length ? length - 1 - i : k;
                    value += kernel[k] * (at[a * step] + at[b * step]);
                }
                work[y * s->width + x] = value;
            }
        }
        memcpy(plane, work, s->width * s->height * sizeof *plane);
    }
}

static void paint_sheet(float *plane[3], const float *cover, const photo_scene *s, const light *l) {
    for (size_t i = 0; i < s->width * s->height; i++) {
        const float px = (float)(i % s->width), py = (float)(i / s->width);
        const float lit = light_at(l, s, px, py);
        float x = px, y = py, colour[3];
        turn(&x, &y, s, s->angle);
        if (other_at(colour, l, x, y, px, py)) {
            for (int c = 0; c < 3; c++) plane[c][i] = colour[c] * lit;
            continue;
        }
        const float rough = lattice_noise(x, y, 3, l->seed) + lattice_noise(x, y, 9, l->seed + 1);
        const float paper = (1 + s->texture * rough / 4) * (1 - s->line_depth * ruling_at(s, x, y));
        float ink = cover[i] * s->opacity;
        if (s->grain > 0) ink *= 1 - s->grain * (lattice_noise(x, y, 2.5f, l->seed + 2) + 1) / 2;
        for (int c = 0; c < 3; c++)
            plane[c][i] = (s->paper[c] * paper * (1 - ink) + s->ink[c] * ink) * lit;
    }
}

/* Sensor noise is drawn from a table: a picture needs millions. */
enum { NORMALS = 4096 };

static void fill_normals(float normals[NORMALS], hwr_rng *rng) {
    for (int i = 0; i < NORMALS; i++) normals[i] = hwr_rng_normal(rng);
}

static void add_specks(float *cover, const photo_scene *s, hwr_rng *rng) {
    const photo_scene nib = {.width = s->width,
                             .height = s->height,
                             .pen = fminf(s->pen * .4f, hwr_rng_range(rng, 1.5f, 3.5f))};
    for (int i = 0; i < s->specks; i++) {
        const float p[2] = {hwr_rng_unit(rng) * (float)s->width,
                            hwr_rng_unit(rng) * (float)s->height};
        draw_segment(cover, &nib, p, p);
    }
}

void photo_paint(uint8_t *rgba, photo_box *boxes, const photo_scene *s, const photo_letter *letters,
                 size_t n, hwr_rng *rng) {
    const size_t pixels = s->width * s->height;
    float *memory = allocate(5 * pixels, sizeof *memory), *cover = memory + 4 * pixels;
    float *plane[3] = {memory, memory + pixels, memory + 2 * pixels};
    float normals[NORMALS];
    light l;
    fill_normals(normals, rng);
    make_light(&l, s, rng);
    for (size_t i = 0; i < n; i++) draw_letter(cover, &boxes[i], s, &letters[i]);
    add_specks(cover, s, rng);
    paint_sheet(plane, cover, s, &l);
    for (int c = 0; c < 3; c++) {
        if (s->blur > 0) blur(plane[c], memory + 3 * pixels, s);
        for (size_t i = 0; i < pixels; i++) {
            const uint32_t which = hwr_hash32((uint32_t)(3 * i) + (uint32_t)c + l.seed) % NORMALS;
            const float value = plane[c][i] * 255 + s->noise * normals[which];
            rgba[4 * i + (size_t)c] = (uint8_t)clamp(value + .5f, 0, 255);
        }
    }
    for (size_t i = 0; i < pixels; i++) rgba[4 * i + 3] = 255;
    free(memory);
    if (s->jpeg) photo_jpeg(rgba, s->width, s->height, s->jpeg);
}

/* ---- JPEG ---- */

void photo_compress(unsigned char **file, unsigned long *length, const uint8_t *rgba, size_t width,
                    size_t height, int quality) {
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, file, length);
    c.image_width = (JDIMENSION)width;
    c.image_height = (JDIMENSION)height;
    c.input_components = 4;
    c.in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, quality, TRUE);
    jpeg_start_compress(&c, TRUE);
    uint8_t *row = allocate(width, 4);
    while (c.next_scanline < c.image_height) {
        memcpy(row, rgba + 4 * width * c.next_scanline, 4 * width);
        jpeg_write_scanlines(&c, &row, 1);
    }
    free(row);
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
}

void photo_jpeg(uint8_t *rgba, size_t width, size_t height, int quality) {
    unsigned char *file = NULL;
    unsigned long length = 0;
    photo_compress(&file, &length, rgba, width, height, quality);
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr errors;
    d.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&d);
    jpeg_mem_src(&d, file, length);
    jpeg_read_header(&d, TRUE);
    d.out_color_space = JCS_EXT_RGBA;
    jpeg_start_decompress(&d);
    while (d.output_scanline < d.output_height) {
        uint8_t *row = rgba + 4 * width * d.output_scanline;
        jpeg_read_scanlines(&d, &row, 1);
    }
    jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    free(file);
}
