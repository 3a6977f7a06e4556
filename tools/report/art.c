/* art.c - see art.h. */
#include "art.h"

#include <stdio.h>

#include "train/metrics.h"

enum { ABREAST = 3, BORDER = 1, SHOWN = HWR_SIDE - 2 * BORDER, THRESHOLD = 96 };

/* Two pixels, one above the other, as one character. */
static const char *block(int upper, int lower) {
    static const char *const blocks[] = {" ", "\xe2\x96\x84", "\xe2\x96\x80", "\xe2\x96\x88"};
    return blocks[2 * (upper > THRESHOLD) + (lower > THRESHOLD)];
}

static void print_row(const uint8_t *image, int y) {
    for (int x = BORDER; x < BORDER + SHOWN; x++) {
        fputs(block(image[y * HWR_SIDE + x], image[(y + 1) * HWR_SIDE + x]), stdout);
    }
}

static void print_answer(const float *p, const hwr_labels *labels, int empty, const char *word) {
    char text[96], drawn[32] = "";
    int best = hwr_argmax(p, labels->n), second = best == 0;
    for (int c = 0; c < labels->n; c++) {
        if (c != best && p[c] > p[second]) second = c;
    }
    if (word[0]) snprintf(drawn, sizeof drawn, "%.15s -> ", word);
    if (empty) {
        snprintf(text, sizeof text, "%snothing drawn", drawn);
    } else {
        snprintf(text, sizeof text, "%s%s %.1f %%, %s %.1f %%", drawn, labels->text[best],
                 100 * (double)p[best], labels->text[second], 100 * (double)p[second]);
    }
    printf("%-*s", SHOWN, text);
}

void tool_print_art(const uint8_t *images, const float *probabilities, const uint8_t *empty,
                    char *const *words, const hwr_labels *labels, size_t n) {
    for (size_t first = 0; first < n; first += ABREAST) {
        size_t end = first + ABREAST < n ? first + ABREAST : n;
        for (int y = BORDER; y < BORDER + SHOWN; y += 2) {
            for (size_t i = first; i < end; i++) {
                print_row(images + i * HWR_PIXELS, y);
                if (i + 1 < end) putchar(' ');
            }
            putchar('\n');
        }
        for (size_t i = first; i < end; i++) {
            print_answer(probabilities + i * (size_t)labels->n, labels, empty[i], words[i]);
            if (i + 1 < end) putchar(' ');
        }
        fputs("\n\n", stdout);
    }
}
