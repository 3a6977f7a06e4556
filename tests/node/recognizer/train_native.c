/* train_native.c - wasm/train.c as a program, for train_module.test.mjs: trains on what comes in
 * and prints the bytes. Built without AVX, as WebAssembly has no fused multiply-add.
 *
 *     train_native N CLASSES EPOCHS SEED < "texts, a NUL each" + images (N, 28, 28) + classes (N)
 *
 * Out: the weights, then the .hwr file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../wasm/train.c"

static int fill(void *to, size_t n) {
    return fread(to, 1, n, stdin) == n;
}

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    const uint32_t n = (uint32_t)atoi(argv[1]), classes = (uint32_t)atoi(argv[2]);
    char *text = hwr_train_text();
    for (uint32_t c = 0; c < classes; text++) {
        if (!fill(text, 1)) return 1;
        c += *text == 0;
    }
    uint8_t *images = hwr_train_images(n);
    if (!images || !fill(images, (size_t)n * HWR_PIXELS) || !fill(hwr_train_classes(), n)) return 1;
    const uint32_t epochs = (uint32_t)atoi(argv[3]);
    if (hwr_train_start(classes, epochs, (uint32_t)atoi(argv[4])) != HWR_OK) return 1;
    while (hwr_train_step() < epochs * hwr_train_steps_per_epoch()) continue;
    fwrite(hwr_train_weights(), sizeof(float), hwr_train_n_weights(), stdout);
    if (hwr_train_quantize() != HWR_OK) return 1;
    return fwrite(hwr_train_model(), hwr_train_model_length(), 1, stdout) != 1;
}
