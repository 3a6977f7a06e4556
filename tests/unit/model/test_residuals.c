/* The integer network with residual connections over several layers, against plain loops in which
 * every layer has a buffer of its own: nothing is overwritten while it is still needed. */
#include "qnn/qnet.h"

#include "unit/check.h"
#include "unit/letters37.h"
#include "unit/random_model.h"

enum { CHANNELS = 16, FIRST_SIDE = 14 };

static random_model random_file;
static uint8_t file[1 << 18], memory[4 << 20];

/* The image, then each layer's output: (side, side, channels). */
static int32_t outputs[HWR_MAX_LAYERS + 1][FIRST_SIDE * FIRST_SIDE * CHANNELS];


/* The sum over taps for output channel c at (oy, ox) of layer l, from in. */
static int64_t plain_sum(const hwr_draft_layer *l, const int32_t *in, int oy, int ox, int c) {
    const int k = l->kernel, ci = l->in_channels, dw = l->kind == HWR_KIND_DEPTHWISE;
    int64_t sum = l->bias[c];
    for (int t = 0; t < k * k; t++) {
        int y = oy * l->stride + t / k - l->pad_low, x = ox * l->stride + t % k - l->pad_low;
        if (y < 0 || x < 0 || y >= l->in_side || x >= l->in_side) continue;
        const int32_t *pixel = in + (y * l->in_side + x) * ci;
        if (dw) sum += l->weight[t * ci + c] * pixel[c];
        for (int i = 0; i < ci && !dw; i++) sum += l->weight[(c * k * k + t) * ci + i] * pixel[i];
    }
    return sum;
}

static void plain_layer(const hwr_draft_layer *l, int index) {
    const int side = l->out_side, n = l->out_channels;
    for (int i = 0; i < side * side * n; i++) {
        const int c = i % n;
        int64_t v = plain_sum(l, outputs[index], i / n / side, i / n % side, c);
        if (l->residual >= 0) v += (int64_t)l->residual_factor[c] * outputs[l->residual + 1][i];
        if ((l->flags & HWR_FLAG_RELU_FIRST) && v < 0) v = 0;
        int64_t y = ((v * l->multiplier[c] + INT64_C(0x80000000)) >> 32) + l->offset[c];
        if (!(l->flags & HWR_FLAG_LAST)) y = y < l->low ? l->low : y > l->high ? l->high : y;
        outputs[index + 1][i] = (int32_t)y;
    }
}

/* A net whose residual connections reach over several layers, and over each other, so that
 * their buffers have to outlive what comes between. */
static void make_long_residuals(uint32_t seed) {
    static const int from[] = {-1, -1, -1, -1, 0, 1, -1, 2, -1, 6};
    const int n = 10;
    random_start(&random_file, "long", seed);
    for (int i = 0; i < n + 2; i++) {
        random_layer want = {HWR_CONV, 3, 1, 1, 1, CHANNELS, -1, i % 2 ? HWR_FLAG_RELU_FIRST : 0};
        if (i == 0) want = (random_layer){HWR_CONV, 4, 2, 1, 1, CHANNELS, -1, 0};
        if (i == 3) want.kind = HWR_DEPTHWISE;
        if (i == 8) want.kernel = 1, want.pad_low = want.pad_high = 0;
        if (i < n && random_between(&random_file, 0, 3)) want.residual = from[i];
        if (i == n) want = (random_layer){HWR_DEPTHWISE, FIRST_SIDE, 1, 0, 0, CHANNELS, -1, 0};
        if (i == n + 1) want = (random_layer){HWR_CONV, 1, 1, 0, 0, CLASSES, -1, HWR_FLAG_LAST};
        random_typical(&random_file, random_append(&random_file, &want));
    }
}

static void test_long_residuals(void) {
    for (uint32_t seed = 1; seed <= 20; seed++) {
        hwr_model model;
        uint8_t image[HWR_PIXELS];
        make_long_residuals(seed);
        size_t length = hwr_file_write(file, sizeof file, &random_file.file);
        CHECK(length <= sizeof file);
        CHECK_INT(hwr_model_init(&model, memory, sizeof memory, file, length), HWR_OK);
        if (check_failed) return;
        for (int i = 0; i < HWR_PIXELS; i++) {
            image[i] = (uint8_t)random_between(&random_file, 0, 255);
            outputs[0][i] = image[i];
        }
        for (int i = 0; i < random_file.file.n_layers; i++)
            plain_layer(&random_file.file.layers[i], i);
        for (int isa = 0; isa < HWR_ISA_COUNT; isa++) {
            int32_t logits[CLASSES];
            if (hwr_model_set_isa(&model, (hwr_isa)isa) != HWR_OK) continue;
            hwr_model_run(&model, logits, image);
            CHECK(memcmp(logits, outputs[random_file.file.n_layers], sizeof logits) == 0);
        }
    }
}

int main(void) {
    test_long_residuals();
    return check_done("residuals");
}
