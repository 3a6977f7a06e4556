/* photo.h - makes photographs of letters on paper, to measure core/paper/ with.
 *
 * tests/photos/ paints what stands between a letter and a camera: paper, its lines, the pen, light,
 * the table, lens, sensor and JPEG. The same seed gives the same picture. */
#ifndef TESTS_PHOTO_H
#define TESTS_PHOTO_H

#include <stddef.h>
#include <stdint.h>

#include "train/base/rng.h"

typedef enum photo_ruling { PHOTO_PLAIN, PHOTO_RULED, PHOTO_SQUARED, PHOTO_DOTTED } photo_ruling;

/* Lengths are in pixels, shares 0..1 of full white or of the picture's side. */
typedef struct photo_scene {
    size_t width, height;
    float paper[3], ink[3]; /* reflectance of red, green and blue */
    float opacity;          /* of the ink: a pencil lets the paper through */
    float pen;              /* width of the strokes */
    float grain;            /* of the stroke: 0 even, 1 a dry pencil or chalk */
    float texture;          /* of the paper, peak to peak */
    photo_ruling ruling;
    float spacing, line, line_depth; /* of the ruling: pitch, width, darkness */
    float gradient;                  /* light lost across the picture */
    float shadow, shadow_edge;       /* light lost in the shadow; width of its edge */
    float table;                     /* dark border beside the sheet, 0 = none */
    int holes, specks, finger;
    float blur;  /* sigma of the lens */
    float noise; /* sigma of the sensor, of 255 */
    int jpeg;    /* quality 1..100, 0 = none */
    float angle; /* the sheet's, degrees */
} photo_scene;

/* One letter on the sheet: strokes as hwr_preprocess_strokes takes them; its box becomes
 * (left, top, right, bottom) of the sheet before it is turned. */
typedef struct photo_letter {
    const float *xy;
    const uint32_t *lengths;
    size_t n_strokes;
    float left, top, right, bottom;
} photo_letter;

/* (4) left, top, right, bottom of the letter's ink on the photograph. */
typedef struct photo_box {
    float left, top, right, bottom;
} photo_box;

/* rgba (height, width, 4), boxes (n). The random numbers are drawn from rng. Ends the program
 * where there is no memory. */
void photo_paint(uint8_t *rgba, photo_box *boxes, const photo_scene *scene,
                 const photo_letter *letters, size_t n, hwr_rng *rng);

/* What can make a photograph hard, one at a time, then all at once. */
#define PHOTO_CONDITION_LIST(X)                                                                    \
    X(PHOTO_CLEAN, "even light, plain paper")                                                      \
    X(PHOTO_TEXTURE, "rough paper")                                                                \
    X(PHOTO_GRADIENT_30, "light falls off by 10..30 %")                                            \
    X(PHOTO_GRADIENT_50, "by 30..50 %")                                                            \
    X(PHOTO_GRADIENT_70, "by 50..70 %")                                                            \
    X(PHOTO_SHADOW_SOFT, "shadow, soft edge")                                                      \
    X(PHOTO_SHADOW_HARD, "shadow, hard edge")                                                      \
    X(PHOTO_LINES, "ruled paper")                                                                  \
    X(PHOTO_SQUARES, "squared paper")                                                              \
    X(PHOTO_DOTS, "dotted paper")                                                                  \
    X(PHOTO_TABLE, "dark table beside the sheet")                                                  \
    X(PHOTO_BLUR, "out of focus")                                                                  \
    X(PHOTO_NOISE, "noise")                                                                        \
    X(PHOTO_JPEG, "JPEG of quality 20..40")                                                        \
    X(PHOTO_TURNED, "turned by up to 8 degrees")                                                   \
    X(PHOTO_PENCIL, "pencil")                                                                      \
    X(PHOTO_MARKER, "marker")                                                                      \
    X(PHOTO_CHALK, "chalk on a board")                                                             \
    X(PHOTO_CLUTTER, "holes, specks, a finger")                                                    \
    X(PHOTO_ALL, "several of these together")

typedef enum photo_condition {
#define PHOTO_CONDITION_ENUM(name, text) name,
    PHOTO_CONDITION_LIST(PHOTO_CONDITION_ENUM)
#undef PHOTO_CONDITION_ENUM
        PHOTO_CONDITIONS
} photo_condition;

const char *photo_condition_text(photo_condition condition);

/* A scene of this condition whose letters are about `size` pixels tall. */
void photo_scene_make(photo_scene *scene, photo_condition condition, size_t width, size_t height,
                      float size, hwr_rng *rng);

/* rgba (height, width, 4) as a JPEG in *file, NULL before; free it. */
void photo_compress(unsigned char **file, unsigned long *length, const uint8_t *rgba, size_t width,
                    size_t height, int quality);

/* rgba (height, width, 4) through libjpeg and back. */
void photo_jpeg(uint8_t *rgba, size_t width, size_t height, int quality);

#endif
