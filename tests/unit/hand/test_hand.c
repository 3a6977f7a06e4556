/* test_hand.c - examples tip the answer and are forgotten, signs answer beside the letters, and a
 * file of them comes back or is refused. */
#include "hand/examples.h"

#include "model/format.h"
#include "unit/check.h"
#include "unit/drawn_letters.h"
#include "unit/hand/tiny_model.h"

enum { ROOM = 1 << 18, FILE_ROOM = 1 << 17 };

static _Alignas(64) uint8_t model_memory[ROOM], other_memory[ROOM];
static uint8_t memory[HWR_HAND_MEMORY], second_memory[HWR_HAND_MEMORY], file[FILE_ROOM];
static hwr_model model, other;
static hwr_hand hand, second;

/* Class c with probability p, and the others as they were to each other. */
static void read_as(hwr_hand_look *look, int c, float p) {
    const float others = (1 - p) / (1 - look->probabilities[c]);
    for (int k = 0; k < CLASSES; k++) look->probabilities[k] *= others;
    look->probabilities[c] = p;
}

/* A drawing whose features are where seed says, read as class a with probability 0.9, else b. */
static hwr_hand_look look_of(uint32_t seed, int a, int b) {
    hwr_hand_look look;
    memset(&look, 0, sizeof look);
    for (int i = 0; i < 8; i++) look.picture[i] = (int8_t)((seed >> i & 1) ? 100 : 0);
    for (int i = 0; i < 6; i++) look.trace[i] = (int8_t)((seed >> i & 1) ? 0 : 100);
    look.has_trace = 1;
    look.drawing[2 * HWR_TRACE_POINTS] = 1;
    for (int c = 0; c < CLASSES; c++) look.probabilities[c] = 1.0f / CLASSES;
    read_as(&look, b, 0.8f);
    read_as(&look, a, 0.9f);
    return look;
}

static int best(const float *p, int n) {
    int b = 0;
    for (int c = 1; c < n; c++)
        if (p[c] > p[b]) b = c;
    return b;
}

/* The answer to a look, *owed the example it is owed to. */
static int answer(hwr_hand_look *look, int *owed, float p[HWR_MAX_CLASSES]) {
    memcpy(p, look->probabilities, CLASSES * sizeof *p);
    *owed = hwr_hand_apply(&hand, p, look);
    double sum = 0;
    for (int c = 0; c < hand.labels.n; c++) sum += (double)p[c];
    CHECK_NEAR(sum, 1, 1e-5);
    return best(p, hand.labels.n);
}

static void test_teaching(void) {
    float p[HWR_MAX_CLASSES];
    int owed;
    size_t index;
    hwr_hand_look wrong = look_of(0x15, 3, 5), far = look_of(0xea, 3, 5);
    CHECK_INT(answer(&wrong, &owed, p), 3);
    CHECK_INT(owed, -1);
    CHECK(memcmp(p, wrong.probabilities, CLASSES * sizeof *p) == 0);
    CHECK_INT(hwr_hand_teach(&hand, &wrong, 5, 1000, &index), HWR_OK);
    CHECK_INT(index, 0);
    CHECK_INT(answer(&wrong, &owed, p), 5);
    CHECK_INT(owed, 0);
    CHECK_INT(answer(&far, &owed, p), 3);
    CHECK_INT(owed, -1);

    /* Against all evidence: the drawing itself, and no other one. */
    hwr_hand_look sure = look_of(0x33, 7, 8), beside = look_of(0x32, 7, 8);
    read_as(&sure, 9, 1e-6f);
    read_as(&beside, 9, 1e-6f);
    CHECK_INT(hwr_hand_teach(&hand, &sure, 9, 2000, &index), HWR_OK);
    CHECK_INT(answer(&sure, &owed, p), 9);
    CHECK_INT(owed, 1);
    CHECK_INT(answer(&beside, &owed, p), 7);

    /* The same drawing is of one class only. */
    CHECK_INT(hwr_hand_teach(&hand, &wrong, 6, 3000, &index), HWR_OK);
    CHECK_INT(index, 0);
    CHECK_INT(hand.n, 2);
    CHECK_INT(answer(&wrong, &owed, p), 6);
    CHECK_INT(hwr_hand_get(&hand, 0).date, 3000);
    CHECK_INT(hwr_hand_teach(&hand, &wrong, CLASSES, 0, NULL), HWR_ERR_ARGUMENT);
    CHECK_INT(hwr_hand_teach(&hand, &wrong, -1, 0, NULL), HWR_ERR_ARGUMENT);

    hwr_hand_forget(&hand, 0);
    hwr_hand_forget(&hand, 1); /* none */
    CHECK_INT(hand.n, 1);
    CHECK_INT(hwr_hand_get(&hand, 0).class_index, 9);
    CHECK_INT(answer(&wrong, &owed, p), 3);
    hwr_hand_forget_all(&hand);
    CHECK_INT(answer(&sure, &owed, p), 7);
}

/* A picture knows no strokes: it is compared with pictures alone, also of drawings. */
static void test_pictures(void) {
    float p[HWR_MAX_CLASSES];
    int owed;
    hwr_hand_look drawn = look_of(0x0f, 1, 2), picture = drawn;
    memset(picture.trace, 0, sizeof picture.trace);
    memset(picture.drawing, 0, sizeof picture.drawing);
    picture.has_trace = 0;
    CHECK_INT(hwr_hand_teach(&hand, &picture, 2, 1, NULL), HWR_OK);
    CHECK_INT(answer(&picture, &owed, p), 2);
    CHECK_INT(answer(&drawn, &owed, p), 2);
    CHECK(hwr_hand_get(&hand, 0).drawing == NULL);
    hwr_hand_forget_all(&hand);
    CHECK_INT(hwr_hand_teach(&hand, &drawn, 2, 1, NULL), HWR_OK);
    CHECK_INT(answer(&picture, &owed, p), 2);
    CHECK(hwr_hand_get(&hand, 0).drawing != NULL);
    hwr_hand_forget_all(&hand);
}

/* The nearest example of a class counts, whenever it was taught; one can be left out; and one
 * that the networks were surer against reaches less far. */
static void test_credits(void) {
    hwr_hand_credit credits[HWR_MAX_CLASSES];
    const hwr_hand_look near = look_of(0x1f, 3, 5), far = look_of(0x1c, 3, 5);
    const hwr_hand_look beside = look_of(0x1e, 3, 5);
    for (int order = 0; order < 2; order++) {
        CHECK_INT(hwr_hand_teach(&hand, order ? &far : &near, 5, 1, NULL), HWR_OK);
        CHECK_INT(hwr_hand_teach(&hand, order ? &near : &far, 5, 1, NULL), HWR_OK);
        hwr_hand_credits(credits, &hand, &near, hand.n);
        CHECK_INT(credits[5].example, order);
        CHECK_INT(credits[4].example, -1);
        hwr_hand_credits(credits, &hand, &near, (size_t)order);
        CHECK_INT(credits[5].example, 1 - order);
        hwr_hand_forget_all(&hand);
    }
    hwr_hand_look surer = near;
    read_as(&surer, 5, 1e-4f);
    CHECK_INT(hwr_hand_teach(&hand, &near, 5, 1, NULL), HWR_OK);
    hwr_hand_credits(credits, &hand, &beside, hand.n);
    const double usual = credits[5].gain;
    hwr_hand_forget_all(&hand);
    CHECK_INT(hwr_hand_teach(&hand, &surer, 5, 1, NULL), HWR_OK);
    hwr_hand_credits(credits, &hand, &near, hand.n);
    CHECK(credits[5].gain > 9); /* more than the networks' 9.1 logits against it */
    hwr_hand_credits(credits, &hand, &beside, hand.n);
    CHECK(credits[5].gain < 0.5 * usual);
    hwr_hand_forget_all(&hand);

    /* Pictures lie nearer together: the radius of a sign taught by one is 0.6 of the usual. */
    hwr_hand_look sign = look_of(0x3c, 0, 1);
    sign.has_trace = 0;
    read_as(&sign, 1, 0.2f);
    read_as(&sign, 0, 0.2f);
    CHECK_INT(hwr_hand_add_sign(&hand, "sign"), HWR_OK);
    CHECK_INT(hwr_hand_teach(&hand, &sign, CLASSES, 1, NULL), HWR_OK);
    const double radius = 0.5 - 0.3 * hwr_hand_weigh(&hand, &sign, CLASSES) / 255;
    sign.picture[0] = 120; /* squared distance 0.36 */
    hwr_hand_credits(credits, &hand, &sign, hand.n);
    CHECK_NEAR(credits[CLASSES].gain, 20 * (0.6 * radius - 0.36), 1e-6);
    hwr_hand_forget_all(&hand);
}

static void test_signs(void) {
    float p[HWR_MAX_CLASSES];
    int owed;
    hwr_hand_look star = look_of(0x5a, 0, 1), letter = look_of(0xa5, 0, 1);
    read_as(&star, 1, 0.2f);
    read_as(&star, 0, 0.2f); /* nothing in particular */
    CHECK_INT(hwr_hand_add_sign(&hand, "star"), HWR_OK);
    CHECK_INT(hwr_hand_add_sign(&hand, "star"), HWR_ERR_LABELS);
    CHECK_INT(hwr_hand_add_sign(&hand, "A"), HWR_ERR_LABELS);
    CHECK_INT(hwr_hand_add_sign(&hand, "\xff"), HWR_ERR_LABELS);
    CHECK_INT(hwr_hand_add_sign(&hand, "c"), HWR_OK);
    CHECK_INT(hand.labels.n, CLASSES + 2);
    CHECK_INT(hand.labels.group[CLASSES + 1], 2); /* C's */
    CHECK(answer(&star, &owed, p) < CLASSES);     /* no example yet */
    CHECK(p[CLASSES] == 0);
    CHECK_INT(hwr_hand_teach(&hand, &star, CLASSES, 1, NULL), HWR_OK);
    CHECK_INT(hwr_hand_teach(&hand, &letter, CLASSES + 1, 1, NULL), HWR_OK);
    CHECK_INT(answer(&star, &owed, p), CLASSES);
    CHECK_INT(owed, 0);
    CHECK_INT(answer(&letter, &owed, p), CLASSES + 1);
    hwr_hand_look near = look_of(0x59, 0, 1);
    CHECK_INT(answer(&near, &owed, p), 0);

    hwr_hand_remove_sign(&hand, 0); /* no sign */
    hwr_hand_remove_sign(&hand, CLASSES);
    CHECK_INT(hand.labels.n, CLASSES + 1);
    CHECK_INT(hand.n, 1);
    CHECK(answer(&star, &owed, p) < CLASSES);
    CHECK_INT(answer(&letter, &owed, p), CLASSES);
    CHECK(strcmp(hand.labels.text[CLASSES], "c") == 0);
    hwr_hand_forget_all(&hand);
    CHECK_INT(hand.labels.n, CLASSES);
    char name[] = "s0";
    for (int i = 0; i < HWR_HAND_SIGNS; i++, name[1]++)
        CHECK_INT(hwr_hand_add_sign(&hand, name), HWR_OK);
    CHECK_INT(hwr_hand_add_sign(&hand, name), HWR_ERR_TOO_LARGE);
    hwr_hand_forget_all(&hand);
}

/* Two letters taught and a sign of two drawings, in file. */
static size_t save_some(void) {
    hwr_hand_forget_all(&hand);
    CHECK_INT(hwr_hand_add_sign(&hand, "star"), HWR_OK);
    CHECK_INT(hwr_hand_add_sign(&hand, "ring"), HWR_OK);
    for (uint32_t i = 0; i < 4; i++) {
        const hwr_hand_look look = look_of(0x11 * (i + 1), 0, 1);
        CHECK_INT(hwr_hand_teach(&hand, &look, i < 2 ? 1 : CLASSES + 1, i, NULL), HWR_OK);
    }
    const size_t length = hwr_hand_file_length(&hand, -1);
    CHECK(length <= sizeof file);
    hwr_hand_save(&hand, file, -1);
    return length;
}

static int same(const hwr_hand *a, const hwr_hand *b) {
    return a->n == b->n && memcmp(&a->labels, &b->labels, sizeof a->labels) == 0 &&
           memcmp(a->examples, b->examples, a->n * (HWR_HAND_HEAD + 8 + 6 + HWR_HAND_DRAWING)) == 0;
}

static void test_file(void) {
    const size_t length = save_some();
    const hwr_hand_look more = look_of(0x77, 0, 1);
    CHECK_INT(hwr_hand_load(&second, file, length, 1), HWR_OK);
    CHECK(same(&hand, &second));
    CHECK_INT(hwr_hand_load(&second, file, length, 0), HWR_OK); /* all of it is there */
    CHECK(same(&hand, &second));

    /* One sign alone, to a hand that has others. */
    const size_t ring = hwr_hand_file_length(&hand, CLASSES + 1);
    hwr_hand_save(&hand, file, CLASSES + 1);
    hwr_hand_forget_all(&second);
    CHECK_INT(hwr_hand_add_sign(&second, "own"), HWR_OK);
    CHECK_INT(hwr_hand_teach(&second, &more, CLASSES, 9, NULL), HWR_OK);
    CHECK_INT(hwr_hand_load(&second, file, ring, 0), HWR_OK);
    CHECK_INT(second.labels.n, CLASSES + 2);
    CHECK_INT(second.n, 3);
    CHECK_INT(hwr_hand_get(&second, 2).class_index, CLASSES + 1);
    CHECK_INT(hwr_hand_load(&second, file, ring, 1), HWR_OK);
    CHECK_INT(second.n, 2);
    CHECK(strcmp(second.labels.text[CLASSES], "ring") == 0);

    hwr_hand foreign;
    CHECK_INT(hwr_hand_init(&foreign, second_memory, HWR_HAND_MEMORY - 1, &other), HWR_ERR_MEMORY);
    CHECK_INT(hwr_hand_init(&foreign, second_memory, HWR_HAND_MEMORY, &other), HWR_OK);
    CHECK_INT(hwr_hand_load(&foreign, file, ring, 1), HWR_ERR_MODEL);
    CHECK_INT(hwr_hand_init(&second, second_memory, HWR_HAND_MEMORY, &model), HWR_OK);
}

static void seal(size_t length) {
    hwr_write_u32(file + 8, (uint32_t)length);
    hwr_write_u32(file + 12, hwr_crc32(file + 16, length - 16));
}

/* Every byte changed, with the checksum as it was and made right: what is refused changes nothing,
 * what is taken can be written again. */
static void test_damage(void) {
    const size_t length = save_some();
    const hwr_hand_look look = look_of(0x7f, 0, 1);
    hwr_hand_forget_all(&second);
    CHECK_INT(hwr_hand_teach(&second, &look, 4, 44, NULL), HWR_OK);
    for (size_t n = 0; n < length; n++) CHECK(hwr_hand_load(&second, file, n, 1) != HWR_OK);
    for (size_t i = 0; i < length; i++) {
        file[i] ^= 0x81;
        CHECK(hwr_hand_load(&second, file, length, 1) != HWR_OK);
        file[i] ^= 0x81;
    }
    CHECK_INT(second.n, 1);
    CHECK_INT(hwr_hand_get(&second, 0).date, 44);
    int taken = 0;
    for (size_t i = 16; i < length; i++) {
        file[i] ^= 0x81;
        seal(length);
        if (hwr_hand_load(&second, file, length, 1) == HWR_OK) {
            static uint8_t again[FILE_ROOM];
            CHECK_INT(hwr_hand_file_length(&second, -1), length);
            hwr_hand_save(&second, again, -1);
            CHECK(memcmp(again, file, length) == 0);
            taken++;
        }
        file[i] ^= 0x81;
        if (i < 32) CHECK_INT(taken, 0);
    }
    CHECK(taken > 0 && (size_t)taken < length - 32);
    static const struct {
        size_t at;
        uint8_t value;
        hwr_status status;
    } wrong[] = {{32 + 15, 'x', HWR_ERR_LABELS},
                 {32, 'A', HWR_ERR_FORMAT},
                 {64 + 4, CLASSES + 2, HWR_ERR_FORMAT},
                 {64 + 5, 2, HWR_ERR_FORMAT},
                 {64 + 5, 0, HWR_ERR_FORMAT},
                 {64 + 7, 1, HWR_ERR_FORMAT},
                 {64 + 8 + 14 + 128, 0xfe, HWR_ERR_FORMAT}};
    for (size_t i = 1; i < sizeof wrong / sizeof *wrong; i++) {
        const uint8_t before = file[wrong[i].at];
        file[wrong[i].at] = wrong[i].value;
        seal(length);
        if (wrong[i].at != 32) CHECK_INT(hwr_hand_load(&second, file, length, 1), wrong[i].status);
        file[wrong[i].at] = before;
    }
    memcpy(file + 32, "A\0\0\0", 4); /* the model's own */
    seal(length);
    CHECK_INT(hwr_hand_load(&second, file, length, 1), HWR_ERR_LABELS);
    memcpy(file + 32, "ring", 4); /* both signs */
    seal(length);
    CHECK_INT(hwr_hand_load(&second, file, length, 1), HWR_ERR_LABELS);
}

static void test_full(void) {
    hwr_hand_forget_all(&hand);
    hwr_hand_look look = look_of(1, 0, 1);
    for (int i = 0; i < HWR_HAND_EXAMPLES; i++) {
        look.picture[0] = (int8_t)(i & 127);
        look.picture[1] = (int8_t)(i >> 7);
        CHECK_INT(hwr_hand_teach(&hand, &look, 1, 0, NULL), HWR_OK);
    }
    CHECK_INT(hwr_hand_teach(&hand, &look, 2, 0, NULL), HWR_OK); /* in its own place */
    look.picture[2] = 99;
    CHECK_INT(hwr_hand_teach(&hand, &look, 1, 0, NULL), HWR_ERR_TOO_LARGE);
    const size_t length = hwr_hand_file_length(&hand, -1);
    CHECK(length <= sizeof file);
    hwr_hand_save(&hand, file, -1);
    hwr_hand_forget_all(&second);
    CHECK_INT(hwr_hand_teach(&second, &look, 1, 0, NULL), HWR_OK);
    CHECK_INT(hwr_hand_load(&second, file, length, 0), HWR_ERR_TOO_LARGE);
    CHECK_INT(second.n, 1);
    CHECK_INT(hwr_hand_load(&second, file, length, 1), HWR_OK);
    CHECK_INT(second.n, HWR_HAND_EXAMPLES);
    hwr_hand_forget_all(&hand);
}

/* A drawn letter as the networks see it. */
static void read_letter(hwr_hand_look *look, float *p, const drawn_letter *letter) {
    static hwr_preprocess pre;
    uint8_t trace[HWR_TRACE_BYTES];
    CHECK_INT(drawn_preprocess(&pre, letter), HWR_OK);
    CHECK_INT(hwr_trace_strokes(trace, letter->xy, letter->lengths, (size_t)letter->n_strokes),
              HWR_OK);
    hwr_hand_read(look, p, &model, pre.image, trace);
}

/* What is read, taught and tipped is the same to the last bit in every build. */
static void test_bits(void) {
    float p[HWR_MAX_CLASSES];
    hwr_hand_look look;
    uint8_t bytes[4 * HWR_MAX_CLASSES];
    uint64_t hash = 0;
    hwr_hand_forget_all(&hand);
    CHECK_INT(hwr_hand_add_sign(&hand, "sign"), HWR_OK);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < DRAWN_LETTERS; i++) {
            read_letter(&look, p, &drawn_letters[i]);
            (void)hwr_hand_apply(&hand, p, &look);
            for (int c = 0; c < hand.labels.n; c++) {
                uint32_t bits;
                memcpy(&bits, &p[c], sizeof bits);
                hwr_write_u32(bytes + 4 * c, bits);
            }
            hash = hash * 31 + fnv1a(bytes, 4 * (size_t)hand.labels.n);
            if (round == 0)
                CHECK_INT(hwr_hand_teach(&hand, &look, i == 2 ? CLASSES : i, 5, NULL), HWR_OK);
        }
    CHECK(hash == UINT64_C(7659623987629214294));
    hwr_hand_save(&hand, file, -1);
    CHECK_INT(hwr_crc32(file, hwr_hand_file_length(&hand, -1)), 3663451480);
}

static void test_rivals(void) {
    static hwr_preprocess pre;
    float p[HWR_MAX_CLASSES], xy[2 * HWR_TRACE_POINTS];
    uint32_t lengths[HWR_TRACE_POINTS];
    hwr_hand_look look;
    hwr_hand_forget_all(&hand);
    CHECK_INT(hwr_hand_add_sign(&hand, "one"), HWR_OK);
    CHECK_INT(hwr_hand_add_sign(&hand, "two"), HWR_OK);
    CHECK_INT(hwr_hand_find_rivals(&hand, CLASSES, &model, &pre).n, 0);
    for (int i = 0; i < 4; i++) { /* the same letter, a little wider each time, as either sign */
        drawn_letter letter = drawn_letters[0];
        for (size_t k = 0; k < drawn_points(&letter); k++) letter.xy[2 * k] *= 1 + 0.02f * (float)i;
        read_letter(&look, p, &letter);
        (void)hwr_hand_apply(&hand, p, &look);
        CHECK_INT(hwr_hand_teach(&hand, &look, CLASSES + i % 2, 5, NULL), HWR_OK);
    }
    CHECK_INT(hwr_hand_strokes(xy, lengths, hwr_hand_get(&hand, 0).drawing),
              drawn_letters[0].n_strokes);
    CHECK_INT(lengths[0] + lengths[1], HWR_TRACE_POINTS);
    const hwr_hand_rivals r = hwr_hand_find_rivals(&hand, CLASSES, &model, &pre);
    CHECK_INT(r.n, 2);
    CHECK_INT(r.rival, CLASSES + 1);
    CHECK(r.share > 0.2f && r.share <= 1);
    hwr_hand_remove_sign(&hand, CLASSES + 1);
    CHECK(hwr_hand_find_rivals(&hand, CLASSES, &model, &pre).rival != CLASSES + 1);
}

int main(void) {
    tiny_model_load(&other, other_memory, ROOM, 6);
    tiny_model_load(&model, model_memory, ROOM, 5);
    CHECK_INT(hwr_hand_init(&hand, memory, sizeof memory, &model), HWR_OK);
    CHECK_INT(hwr_hand_init(&second, second_memory, sizeof second_memory, &model), HWR_OK);
    CHECK_INT(hand.n_picture, 8);
    CHECK_INT(hand.n_trace, 6);
    test_teaching();
    test_pictures();
    test_credits();
    test_signs();
    test_file();
    test_damage();
    test_full();
    test_bits();
    test_rivals();
    return check_done("hand");
}
