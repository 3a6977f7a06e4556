/* Logits to probabilities: against libm, at the extremes, and as bits. */
#include "hwr.h"

#include <string.h>

#include "unit/check.h"
#include "unit/letters37.h"

static uint32_t state = 2463534242u;

static uint32_t random_u32(void) {
    state ^= state << 13;
    state ^= state >> 17;
    return state ^= state << 5;
}

static hwr_model make(float temperature, float logit_scale) {
    hwr_model model;
    memset(&model, 0, sizeof model);
    model.labels = *letters37();
    model.temperature = temperature;
    model.logit_scale = logit_scale;
    return model;
}

/* Against exp() of the C library, the sum, the range, and the order of the classes. */
static void check_against_libm(const hwr_model *model, const int32_t *logits) {
    float p[CLASSES];
    double e[CLASSES], total = 0, sum = 0;
    int32_t max = logits[0];
    for (int c = 1; c < CLASSES; c++)
        if (logits[c] > max) max = logits[c];
    hwr_model_probabilities(model, p, logits);
    for (int c = 0; c < CLASSES; c++) {
        e[c] = exp(((double)logits[c] - max) * model->logit_scale / model->temperature);
        total += e[c];
        sum += (double)p[c];
    }
    int wrong = 0, disorder = 0;
    for (int c = 0; c < CLASSES; c++) {
        double want = e[c] / total;
        /* e^-80 and less may end at zero. */
        wrong += !(fabs((double)p[c] - want) <= 1e-6 * want || want < 1e-34);
        wrong += !(p[c] >= 0.0f && p[c] <= 1.0f);
        for (int d = 0; d < CLASSES; d++) disorder += logits[c] > logits[d] && p[c] < p[d];
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(disorder, 0);
    CHECK_NEAR(sum, 1, 1e-6);
}

static void test_random(void) {
    static const float temperatures[] = {0.05f, 0.5f, 1.0f, 1.37f, 20.0f};
    static const float scales[] = {1e-6f, 0.001f, 0.017f, 1.0f, 1000.0f};
    static const uint32_t spreads[] = {1, 2, 100, 5000, 1000000, 4000000000u};
    for (int n = 0; n < 5 * 5 * 6; n++) {
        hwr_model model = make(temperatures[n % 5], scales[n / 5 % 5]);
        int32_t logits[CLASSES];
        for (int c = 0; c < CLASSES; c++)
            logits[c] = (int32_t)((int64_t)(random_u32() % spreads[n / 25]) - spreads[n / 25] / 2);
        check_against_libm(&model, logits);
    }
}

static void test_extremes(void) {
    hwr_model model = make(1.0f, 1.0f);
    int32_t logits[CLASSES];
    float p[CLASSES];
    for (int c = 0; c < CLASSES; c++) logits[c] = INT32_MIN;
    hwr_model_probabilities(&model, p, logits);
    for (int c = 0; c < CLASSES; c++) CHECK_NEAR(p[c], 1.0 / CLASSES, 1e-8);
    logits[7] = INT32_MAX;
    hwr_model_probabilities(&model, p, logits);
    for (int c = 0; c < CLASSES; c++) CHECK_NEAR(p[c], c == 7, 0);
    check_against_libm(&model, logits);
    model = make(0.05f, 3.4e38f); /* the largest factor a file can hold */
    logits[8] = INT32_MAX;
    hwr_model_probabilities(&model, p, logits);
    CHECK_NEAR(p[7], 0.5, 0);
    CHECK_NEAR(p[8], 0.5, 0);
    model = make(20.0f, 1e-45f); /* and the smallest */
    hwr_model_probabilities(&model, p, logits);
    CHECK_NEAR(p[0], 1.0 / CLASSES, 1e-8);
}

/* One logit moved through the whole range of the exponential. */
static void test_sweep(void) {
    hwr_model model = make(1.0f, 1.0f / 1024);
    int32_t logits[CLASSES] = {0};
    float p[CLASSES], last = 0;
    for (int32_t i = -110 * 1024; i <= 0; i += 7) {
        for (int c = 1; c < CLASSES; c++) logits[c] = -200 * 1024;
        logits[1] = i;
        hwr_model_probabilities(&model, p, logits);
        double e = exp(i / 1024.0);
        CHECK(i < -80 * 1024 || fabs((double)p[1] - e / (1 + e)) <= 1e-6 * e / (1 + e));
        CHECK(p[1] >= last);
        last = p[1];
    }
    CHECK_NEAR(last, 0.5, 1e-3);
}

/* The same bits natively, sanitized and as wasm: FNV-1a of them all. */
static void test_bits(void) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    hwr_model model = make(1.37f, 0.0173f);
    state = 1;
    for (int n = 0; n < 200; n++) {
        int32_t logits[CLASSES];
        float p[CLASSES];
        for (int c = 0; c < CLASSES; c++) logits[c] = (int32_t)(random_u32() % 2000);
        hwr_model_probabilities(&model, p, logits);
        for (int c = 0; c < CLASSES; c++) {
            uint32_t bits;
            memcpy(&bits, &p[c], sizeof bits);
            hash = (hash ^ bits) * UINT64_C(0x100000001b3);
        }
    }
    CHECK(hash == UINT64_C(0x93d24754a17e7c7a));
    if (check_failed) printf("0x%016llx\n", (unsigned long long)hash);
}

int main(void) {
    test_random();
    test_extremes();
    test_sweep();
    test_bits();
    return check_done("softmax");
}
