/* recognize.c - names a drawn letter: recognize letters.hwr */
#include <hwr.h>
#include <stdio.h>

static unsigned char file[1 << 20], memory[4 << 20];
static hwr_preprocess pre;
static hwr_model model;

int main(int argc, char **argv) {
    const float xy[] = {0, 100, 40, 0, 80, 100, 20, 60, 60, 60}; /* an A, y down */
    const uint32_t lengths[] = {3, 2};                           /* points of its two strokes */
    FILE *in = fopen(argc > 1 ? argv[1] : "letters.hwr", "rb");
    const size_t n = in ? fread(file, 1, sizeof file, in) : 0;
    hwr_status status = hwr_model_init(&model, memory, sizeof memory, file, n);
    if (status == HWR_OK) status = hwr_preprocess_strokes(&pre, xy, lengths, 2, &hwr_pen_default);
    if (status != HWR_OK) return fprintf(stderr, "%s\n", hwr_status_string(status)), 1;
    int32_t logits[HWR_MAX_CLASSES];
    float p[HWR_MAX_CLASSES];
    hwr_model_run(&model, logits, pre.image);
    hwr_model_probabilities(&model, p, logits);
    int best = 0;
    for (int c = 1; c < model.labels.n; c++) best = p[c] > p[best] ? c : best;
    printf("%s %.1f %%\n", model.labels.text[best], 100 * (double)p[best]);
    return 0;
}
