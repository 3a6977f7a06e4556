/* cmd_hand.c - letters hand: a writer's examples and signs, taught from drawings. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "commands.h"
#include "io/hand.h"
#include "io/strokes.h"
#include "options.h"
#include "train/metrics.h"

typedef struct hand_options {
    const char *weights, *hand, *teach, *out;
    tool_list forget, remove;
    int misread, list, json;
} hand_options;

static const tool_usage usage = {
    "hand", "Teaches a model one writer's hand, and signs of their own.",
    "A drawing whose \"word\" is no class of the model teaches a sign of that name: 5 to 20 "
    "drawings\n"
    "make one. Without --list one JSON object is printed: {\"examples\", \"taught\", \"signs\", "
    "\"bytes\",\n"
    "\"hard_to_tell\"}; the last has, of classes whose examples another class is near to, "
    "{\"class\",\n"
    "\"from\", \"share\"}, found by leaving out one example at a time. --list prints a line an "
    "example\n"
    "instead, {\"number\", \"word\", \"date\", \"drawing\"}, which --teach reads again."};

static int parse(hand_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_OPT_TEXT("--weights", "FILE", "an integer model (weights/letters.hwr)", &o->weights),
        TOOL_OPT_TEXT("--hand", "FILE", "begin with this hand", &o->hand),
        TOOL_OPT_LIST("--forget", "N", "forget example number N of --hand (repeatable)",
                      &o->forget),
        TOOL_OPT_LIST("--remove", "SIGN", "remove a sign and its examples (repeatable)",
                      &o->remove),
        TOOL_OPT_TEXT("--teach", "FILE", "drawings, Quick, Draw! ndjson, plain or .gz", &o->teach),
        TOOL_OPT_FLAG("--misread", "teach only what is misread", &o->misread),
        TOOL_OPT_TEXT("--out", "FILE.hand", "where the hand goes", &o->out),
        TOOL_OPT_FLAG("--list", "print the examples", &o->list),
        TOOL_OPT_FLAG("--json", "JSON, which is the default here", &o->json),
    };
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code != TOOL_GO_ON) return code;
    if (!o->hand && !o->teach) return tool_usage_error(&usage, "give --teach, or --hand, or both");
    if (o->misread && !o->teach) return tool_usage_error(&usage, "--misread needs --teach");
    return TOOL_GO_ON;
}

/* ---- Changing it ------------------------------------------------------------ */

static int compare_down(const void *a, const void *b) {
    const long x = *(const long *)a, y = *(const long *)b;
    return (x < y) - (x > y);
}

/* The numbers are those before any was forgotten. */
static int forget(tool_hand *h, const hand_options *o, tool_error *error) {
    long numbers[TOOL_LIST_MAX];
    for (int i = 0; i < o->forget.n; i++) {
        char *end;
        numbers[i] = strtol(o->forget.items[i], &end, 10);
        if (*end || numbers[i] < 1 || numbers[i] > (long)h->hand.n)
            return tool_fail(error,
                             "--forget %s: no such example; \"letters hand --list\" numbers "
                             "them from 1 to %zu",
                             o->forget.items[i], h->hand.n);
    }
    qsort(numbers, (size_t)o->forget.n, sizeof *numbers, compare_down);
    for (int i = 0; i < o->forget.n; i++)
        if (i == 0 || numbers[i] != numbers[i - 1])
            hwr_hand_forget(&h->hand, (size_t)numbers[i] - 1);
    for (int i = 0; i < o->remove.n; i++) {
        const int c = hwr_labels_find(&h->hand.labels, o->remove.items[i]);
        if (c < h->hand.n_model)
            return tool_fail(error,
                             "--remove %s: no such sign; \"letters hand --hand FILE\" names "
                             "them",
                             o->remove.items[i]);
        hwr_hand_remove_sign(&h->hand, c);
    }
    return 0;
}

/* The class of a word, a new sign where there is none; -1 with *error set. */
static int class_of(tool_hand *h, const char *word, const char *path, size_t number,
                    tool_error *error) {
    int c = hwr_labels_find(&h->hand.labels, word);
    if (c < 0) c = hwr_labels_class_of(&h->model.model.labels, word);
    if (c >= 0) return c;
    if (!word[0]) return tool_fail(error, "%s: letter %zu has no \"word\" to teach", path, number);
    const hwr_status status = hwr_hand_add_sign(&h->hand, word);
    if (status == HWR_OK) return h->hand.labels.n - 1;
    return status == HWR_ERR_TOO_LARGE
               ? tool_fail(error, "%s: letter %zu: there is no room for a sign more; --remove one",
                           path, number)
               : tool_fail(error, "%s: letter %zu: a sign's name is 1 to 15 bytes of text", path,
                           number);
}

/* 1 where the drawing was taught, 0 where it needs no teaching, -1 with *error set. */
static int teach_one(tool_hand *h, const hand_options *o, const tool_strokes *set, size_t i,
                     tool_error *error) {
    static hwr_preprocess pre;
    uint8_t trace[HWR_TRACE_BYTES];
    float p[HWR_MAX_CLASSES];
    hwr_hand_look look;
    const size_t first = set->first_stroke[i], n = set->first_stroke[i + 1] - first;
    const float *xy = set->xy + 2 * set->first_point[i];
    hwr_status status = hwr_preprocess_strokes(&pre, xy, set->lengths + first, n, &hwr_pen_default);
    if (status == HWR_OK) status = hwr_trace_strokes(trace, xy, set->lengths + first, n);
    if (status != HWR_OK)
        return tool_fail(error, "%s: letter %zu: %s", o->teach, i + 1, hwr_status_string(status));
    const int class_index = class_of(h, set->words[i], o->teach, i + 1, error);
    if (class_index < 0) return -1;
    hwr_hand_read(&look, p, &h->model.model, pre.image, trace);
    (void)hwr_hand_apply(&h->hand, p, &look);
    if (o->misread && hwr_argmax(p, h->hand.labels.n) == class_index) return 0;
    if (hwr_hand_teach(&h->hand, &look, class_index, (uint32_t)time(NULL), NULL) == HWR_OK)
        return 1;
    return tool_fail(error,
                     "%s: letter %zu: a hand has at most %d examples; teach fewer, or "
                     "--misread ones alone",
                     o->teach, i + 1, HWR_HAND_EXAMPLES);
}

static int teach(size_t *taught, tool_hand *h, const hand_options *o, tool_error *error) {
    tool_strokes set = {0};
    int status = tool_load_strokes(&set, o->teach, error);
    for (size_t i = 0; status == 0 && i < set.n; i++) {
        const int one = teach_one(h, o, &set, i, error);
        if (one < 0) status = -1;
        *taught += one > 0;
    }
    tool_strokes_free(&set);
    return status;
}

/* ---- Telling ----------------------------------------------------------------- */

static void print_json(json_t *object) {
    json_dumpf(object, stdout, JSON_REAL_PRECISION(6));
    putchar('\n');
    json_decref(object);
}

static json_t *drawing_of(const uint8_t *drawing) {
    float xy[2 * HWR_TRACE_POINTS];
    uint32_t lengths[HWR_TRACE_POINTS];
    json_t *strokes = json_array();
    const float *at = xy;
    const size_t n = hwr_hand_strokes(xy, lengths, drawing);
    for (size_t s = 0; s < n; s++) {
        json_t *xs = json_array(), *ys = json_array();
        for (uint32_t k = 0; k < lengths[s]; k++, at += 2) {
            json_array_append_new(xs, json_integer((json_int_t)at[0]));
            json_array_append_new(ys, json_integer((json_int_t)at[1]));
        }
        json_array_append_new(strokes, json_pack("[o, o]", xs, ys));
    }
    return strokes;
}

static void print_list(const hwr_hand *hand) {
    for (size_t i = 0; i < hand->n; i++) {
        const hwr_hand_example e = hwr_hand_get(hand, i);
        print_json(json_pack("{s:I, s:s, s:I, s:o}", "number", (json_int_t)i + 1, "word",
                             hand->labels.text[e.class_index], "date", (json_int_t)e.date,
                             "drawing", e.drawing ? drawing_of(e.drawing) : json_array()));
    }
}

static void print_summary(tool_hand *h, size_t taught) {
    static hwr_preprocess pre;
    const hwr_hand *hand = &h->hand;
    json_t *signs = json_array(), *rivals = json_array();
    for (int c = 0; c < hand->labels.n; c++) {
        const hwr_hand_rivals r = hwr_hand_find_rivals(hand, c, &h->model.model, &pre);
        if (c >= hand->n_model) json_array_append_new(signs, json_string(hand->labels.text[c]));
        if (r.rival >= 0)
            json_array_append_new(
                rivals, json_pack("{s:s, s:s, s:f}", "class", hand->labels.text[c], "from",
                                  hand->labels.text[r.rival], "share", (double)r.share));
    }
    print_json(json_pack("{s:I, s:I, s:o, s:I, s:o}", "examples", (json_int_t)hand->n, "taught",
                         (json_int_t)taught, "signs", signs, "bytes",
                         (json_int_t)hwr_hand_file_length(hand, -1), "hard_to_tell", rivals));
}

int cmd_hand(int argc, char **argv) {
    hand_options o = {.weights = "weights/letters.hwr"};
    tool_error error;
    tool_hand h;
    size_t taught = 0;
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    if (tool_hand_open(&h, o.weights, o.hand, &error) != 0) return tool_report(error.text);
    int status = forget(&h, &o, &error);
    if (status == 0 && o.teach) status = teach(&taught, &h, &o, &error);
    if (status == 0 && o.out) status = tool_hand_write(&h, o.out, &error);
    if (status == 0 && o.list)
        print_list(&h.hand);
    else if (status == 0)
        print_summary(&h, taught);
    tool_hand_close(&h);
    return status == 0 ? TOOL_OK : tool_report(error.text);
}
