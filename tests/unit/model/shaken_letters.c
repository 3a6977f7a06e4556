/* Prints a hash of the logits that a model gives 1,000 drawn letters, each drawn with another
 * shaky hand. Builds for different machines must print the same; tools/test.sh compares them.
 *
 *     shaken_letters MODEL.hwr
 */
#include <stdlib.h>

#include "model/format.h"
#include "qnn/kernels.h"
#include "unit/drawn_letters.h"
#include "unit/random_model.h"

enum { LETTERS = 1000, MOST_BYTES = 1 << 20 };

static random_model hand; /* its generator alone */

/* Letter n sheared, stretched, and each point moved by a few hundredths of its height. Powers of
 * two, so that the coordinates are exact on every machine. */
static drawn_letter shaken(int n) {
    drawn_letter l = drawn_letters[n % DRAWN_LETTERS];
    const float shear = (float)random_between(&hand, -32, 32) / 128;
    const float stretch = (float)random_between(&hand, 96, 192) / 128;
    for (size_t i = 0; i < drawn_points(&l); i++) {
        const float y = l.xy[2 * i + 1] + (float)random_between(&hand, -64, 64) / 16;
        const float x = l.xy[2 * i] + (float)random_between(&hand, -64, 64) / 16;
        l.xy[2 * i] = x * stretch + y * shear;
        l.xy[2 * i + 1] = y;
    }
    return l;
}

/* Hash of all logits; 0 where a letter is refused. */
static uint64_t hash_letters(hwr_model *model) {
    static hwr_preprocess pre;
    static int32_t logits[2][HWR_MAX_CLASSES];
    static uint8_t bytes[8 + 2 * 4 * HWR_MAX_CLASSES], trace[HWR_TRACE_BYTES];
    const size_t n = (size_t)model->labels.n, networks = model->n_trace_layers ? 2 : 1;
    uint64_t hash = 0;
    hand.state = 1;
    for (int i = 0; i < LETTERS; i++) {
        const drawn_letter l = shaken(i);
        if (drawn_preprocess(&pre, &l) != HWR_OK) return 0;
        hwr_model_run(model, logits[0], pre.image);
        if (networks == 2) {
            if (hwr_trace_strokes(trace, l.xy, l.lengths, (size_t)l.n_strokes) != HWR_OK) return 0;
            hwr_model_run_trace(model, logits[1], trace);
        }
        hwr_write_u32(bytes, (uint32_t)hash);
        hwr_write_u32(bytes + 4, (uint32_t)(hash >> 32));
        for (size_t c = 0; c < networks * n; c++)
            hwr_write_i32(bytes + 8 + 4 * c, logits[c / n][c % n]);
        hash = fnv1a(bytes, 8 + 4 * networks * n);
    }
    return hash;
}

int main(int argc, char **argv) {
    static uint8_t file[MOST_BYTES];
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    const size_t length = f ? fread(file, 1, sizeof file, f) : 0;
    if (f) fclose(f);
    hwr_status status;
    const size_t need = hwr_model_memory(file, length, &status);
    void *memory = malloc(need ? need : 1);
    hwr_model model;
    if (!memory || hwr_model_init(&model, memory, need, file, length) != HWR_OK) {
        fprintf(stderr, "shaken_letters: no model; usage: shaken_letters MODEL.hwr\n");
        free(memory);
        return 2;
    }
    const uint64_t hash = hash_letters(&model);
    fprintf(stderr, "%s\n", hwr_isa_name(model.isa));
    printf("%d letters %016llx\n", LETTERS, (unsigned long long)hash);
    free(memory);
    return hash == 0;
}
