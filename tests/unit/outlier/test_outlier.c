/* The outlier detector: in the model file and out of it, and its score against the plainest sum. */
#include "outlier/outlier.h"

#include "unit/check.h"
#include "unit/hand/tiny_model.h"

enum { HIDDEN = 5, PICTURE = 8, TRACE = 6, FEATURES = PICTURE + TRACE + HWR_OUTLIER_WAY };

static random_model random_;
static uint8_t file[TINY_FILE], memory[1 << 20];
static int8_t weight[HIDDEN * FEATURES];
static int32_t bias[HIDDEN], out_weight[HIDDEN];
static size_t length;

static void make(int hidden) {
    tiny_model_make(&random_, 3);
    for (int i = 0; i < HIDDEN * FEATURES; i++)
        weight[i] = (int8_t)random_extreme(&random_, -127, 127);
    for (int h = 0; h < HIDDEN; h++) {
        bias[h] = random_between(&random_, -20000, 20000);
        out_weight[h] = random_between(&random_, -32767, 32767);
    }
    random_.file.outlier = (hwr_draft_outlier){hidden, FEATURES, weight, bias, out_weight, -1234};
    length = hwr_file_write(file, sizeof file, &random_.file);
    CHECK(length <= sizeof file);
}

/* Of 8 values at 64 points the mean of every 4, around 0, in units of 2. */
static int plain_way(const uint8_t *trace, int place, int value) {
    int sum = 0;
    for (int k = 0; k < 4; k++) sum += trace[(4 * place + k) * 8 + value] - 128;
    return sum / 8;
}

static int64_t plain_score(const hwr_hand_look *look, const uint8_t *trace) {
    int64_t score = -1234 * INT64_C(65536);
    for (int h = 0; h < HIDDEN; h++) {
        const int8_t *w = weight + h * FEATURES;
        int64_t sum = bias[h];
        for (int i = 0; i < PICTURE; i++) sum += w[i] * look->picture[i];
        for (int i = 0; i < TRACE; i++) sum += w[PICTURE + i] * look->trace[i];
        for (int i = 0; i < HWR_OUTLIER_WAY; i++)
            sum += w[PICTURE + TRACE + i] * plain_way(trace, i / 8, i % 8);
        if (sum > 0) score += sum * out_weight[h];
    }
    return score;
}

static void test_file(void) {
    static hwr_file parsed;
    make(HIDDEN);
    CHECK_INT(hwr_read_u32(file + 4), 3);
    CHECK_INT(hwr_file_parse(&parsed, file, length), HWR_OK);
    CHECK_INT(parsed.outlier.hidden, HIDDEN);
    CHECK_INT(parsed.outlier.n_picture, PICTURE);
    CHECK_INT(parsed.outlier.n_trace, TRACE);
    CHECK(memcmp(parsed.outlier.weight, weight, sizeof weight) == 0);
    for (int h = 0; h < HIDDEN; h++) {
        CHECK_INT(hwr_read_i32(parsed.outlier.bias + 4 * h), bias[h]);
        CHECK_INT(hwr_read_i32(parsed.outlier.out_weight + 4 * h), out_weight[h]);
    }
    CHECK_INT(hwr_read_i32(parsed.outlier.out_bias), -1234);
    make(0);
    CHECK_INT(hwr_read_u32(file + 4), 2);
    CHECK_INT(hwr_file_parse(&parsed, file, length), HWR_OK);
    CHECK_INT(parsed.outlier.hidden, 0);
}

static void test_score(void) {
    hwr_model model;
    hwr_hand_look look;
    float p[HWR_MAX_CLASSES];
    uint8_t image[HWR_PIXELS], trace[HWR_TRACE_BYTES];
    int above = 0;
    make(HIDDEN);
    CHECK_INT(hwr_model_init(&model, memory, sizeof memory, file, length), HWR_OK);
    memset(file, 0xaa, sizeof file); /* the model does not look there any more */
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < HWR_PIXELS; i++) image[i] = (uint8_t)random_between(&random_, 0, 255);
        for (int i = 0; i < HWR_TRACE_BYTES; i++)
            trace[i] = (uint8_t)random_between(&random_, 0, 255);
        hwr_hand_read(&look, p, &model, image, trace);
        CHECK(hwr_outlier_score(&model, &look, trace) == plain_score(&look, trace));
        above += hwr_outlier_score(&model, &look, trace) > 0;
    }
    CHECK(above > 0 && above < 200);
    hwr_hand_read(&look, p, &model, image, NULL);
    CHECK(hwr_outlier_score(&model, &look, NULL) == INT64_MIN);
    make(0);
    CHECK_INT(hwr_model_init(&model, memory, sizeof memory, file, length), HWR_OK);
    hwr_hand_read(&look, p, &model, image, trace);
    CHECK(hwr_outlier_score(&model, &look, trace) == INT64_MIN);
}

/* At the limits of all fields no sum overflows: the sanitizers watch. */
static void test_limits(void) {
    enum { MOST = 2 * HWR_OUTLIER_FEATURES + HWR_OUTLIER_WAY };
    static int8_t most[HWR_OUTLIER_HIDDEN * MOST], inputs[MOST];
    static int32_t largest[HWR_OUTLIER_HIDDEN];
    const hwr_outlier detector = {
        HWR_OUTLIER_HIDDEN, HWR_OUTLIER_FEATURES, HWR_OUTLIER_FEATURES, most, largest, largest,
        HWR_OUTLIER_LARGEST};
    memset(most, 127, sizeof most);
    memset(inputs, 127, sizeof inputs);
    for (int h = 0; h < HWR_OUTLIER_HIDDEN; h++) largest[h] = HWR_OUTLIER_LARGEST;
    const int64_t unit = HWR_OUTLIER_LARGEST, sum = unit + 127 * 127 * MOST;
    CHECK(hwr_outlier_of(&detector, inputs) == unit * 65536 + HWR_OUTLIER_HIDDEN * unit * sum);
}

static hwr_status with(size_t at, uint32_t value, int size) {
    static hwr_file parsed;
    make(HIDDEN);
    for (int i = 0; i < size; i++) file[at + (size_t)i] = (uint8_t)(value >> 8 * i);
    hwr_file_seal(file, length);
    return hwr_file_parse(&parsed, file, length);
}

static void test_refused(void) {
    make(HIDDEN);
    const size_t tensors = hwr_read_u32(file + 28), n = hwr_read_u32(file + 20);
    const size_t first = tensors + (n - 4) * HWR_FILE_RECORD; /* outlier.weight and what follows */
    const size_t values = hwr_read_u32(file + first + 56);
    const size_t biases = hwr_read_u32(file + first + 64 + 56);
    CHECK_INT(with(values, (uint8_t)-127, 1), HWR_OK);
    CHECK_INT(with(values, (uint8_t)-128, 1), HWR_ERR_FORMAT);
    CHECK_INT(with(biases, HWR_OUTLIER_LARGEST, 4), HWR_OK);
    CHECK_INT(with(biases, HWR_OUTLIER_LARGEST + 1, 4), HWR_ERR_FORMAT);
    CHECK_INT(with(biases, (uint32_t)-HWR_OUTLIER_LARGEST - 1, 4), HWR_ERR_FORMAT);
    for (size_t k = 2; k < 4; k++) {
        make(HIDDEN);
        const size_t at = hwr_read_u32(file + first + 64 * k + 56);
        CHECK_INT(with(at, HWR_OUTLIER_LARGEST + 1, 4), HWR_ERR_FORMAT);
    }
    CHECK_INT(with(106, HIDDEN - 1, 2), HWR_ERR_SHAPE); /* not the tensors' */
    CHECK_INT(with(106, 65, 2), HWR_ERR_FORMAT);
    CHECK_INT(with(106, 0, 2), HWR_ERR_FORMAT); /* version 3 without a detector */
    CHECK_INT(with(108, 1, 1), HWR_ERR_FORMAT);
    CHECK_INT(with(111, 1, 1), HWR_ERR_FORMAT);
    CHECK_INT(with(4, 2, 4), HWR_ERR_FORMAT); /* version 2 with one */
    CHECK_INT(with(4, 4, 4), HWR_ERR_VERSION);
    CHECK_INT(with(20, (uint32_t)n - 1, 4), HWR_ERR_SHAPE);
    CHECK_INT(with(first + 44, FEATURES - 1, 4), HWR_ERR_SHAPE);
}

int main(void) {
    test_file();
    test_score();
    test_limits();
    test_refused();
    return check_done("outlier");
}
