/* exports.c - what the WebAssembly modules offer: flat functions over static
 * buffers. For the page and for Node web/src/recognizer/module.js calls them, and copies every
 * result out; tests/ calls a few directly. exports.txt is the list the linker is given.
 *
 * Pointers are offsets into the module's memory, which grows once at most (words.c), so they hold
 * for its whole life. Every function that can fail returns an hwr_status. */
#include "exports.h"
#include "hand.h"
#include "outlier/outlier.h"
#include "qnn/qnet.h"

enum {
    MODEL_CAPACITY = 512 * 1024,      /* bytes of a .hwr file */
    MEMORY_CAPACITY = 5 * 512 * 1024, /* bytes of packed weights and activations */
    POINTS_CAPACITY = 65536,
    STROKES_CAPACITY = 4096,
    PIXELS_CAPACITY = 2048 * 2048
};

static _Alignas(16) uint8_t model_file[MODEL_CAPACITY];
static _Alignas(16) uint8_t memory[MEMORY_CAPACITY];
static _Alignas(16) float points[2 * POINTS_CAPACITY];
static uint32_t lengths[STROKES_CAPACITY];
static _Alignas(16) uint8_t pixels[4 * PIXELS_CAPACITY];
static hwr_preprocess pre;
static hwr_model model;
static int model_loaded;
static uint8_t trace[HWR_TRACE_BYTES];
static int32_t logits[HWR_MAX_CLASSES], trace_logits[HWR_MAX_CLASSES];
static int fused;             /* 1: the answer is both networks' */
static int outlier;           /* 1: their outlier detector takes the drawing for no letter, */
static int64_t outlier_score; /* which is above 0 then */
static float probabilities[HWR_MAX_CLASSES];
static float folded[HWR_MAX_CLASSES];
static int32_t crop_box[4]; /* left, top, right, bottom */
static int16_t activations[MEMORY_CAPACITY / sizeof(int16_t)];
static float pen_width; /* 0: that of hwr_pen_default */

hwr_preprocess *hwr_wasm_scratch(void) {
    static hwr_preprocess scratch;
    return &scratch;
}

/* ---- The model ---- */

/* Where the caller puts a .hwr file, and the bytes there are. */
EXPORT(uint8_t *, hwr_wasm_model_buffer, void) {
    return model_file;
}
EXPORT(uint32_t, hwr_wasm_model_capacity, void) {
    return MODEL_CAPACITY;
}

/* Loads the first length bytes of the model buffer. After a refusal no model is loaded. */
EXPORT(hwr_status, hwr_wasm_load, uint32_t length) {
    model_loaded = 0;
    hwr_wasm_hand_stop();
    if (length > MODEL_CAPACITY) return HWR_ERR_TOO_LARGE;
    hwr_status status = hwr_model_init(&model, memory, sizeof memory, model_file, length);
    model_loaded = status == HWR_OK;
    return status;
}

hwr_model *hwr_wasm_model(void) {
    return model_loaded ? &model : NULL;
}

/* ---- Input ---- */

/* x0 y0 x1 y1 ... of all strokes as f32, then how many points each stroke has. */
EXPORT(float *, hwr_wasm_points, void) {
    return points;
}
EXPORT(uint32_t, hwr_wasm_points_capacity, void) {
    return POINTS_CAPACITY;
}
EXPORT(uint32_t *, hwr_wasm_lengths, void) {
    return lengths;
}
EXPORT(uint32_t, hwr_wasm_lengths_capacity, void) {
    return STROKES_CAPACITY;
}

/* width x height x RGBA; the capacity is in pixels. */
EXPORT(uint8_t *, hwr_wasm_pixels, void) {
    return pixels;
}
EXPORT(uint32_t, hwr_wasm_pixels_capacity, void) {
    return PIXELS_CAPACITY;
}

hwr_status hwr_wasm_check_lengths(uint32_t n_strokes) {
    uint32_t total = 0;
    if (n_strokes > STROKES_CAPACITY) return HWR_ERR_TOO_LARGE;
    for (uint32_t i = 0; i < n_strokes; i++) {
        if (lengths[i] > POINTS_CAPACITY - total) return HWR_ERR_TOO_LARGE;
        total += lengths[i];
    }
    return HWR_OK;
}

/* ---- Recognition ---- */

static void clear_answer(void) {
    for (int c = 0; c < HWR_MAX_CLASSES; c++) {
        logits[c] = trace_logits[c] = 0;
        probabilities[c] = 0;
        folded[c] = 0;
    }
}

/* 1: the networks' features are looked at, too. */
static int looks(void) {
    return hwr_wasm_hand_in_use() || model.outlier.hidden > 0;
}

/* The logits of pre.image; all answers zero where there is none. */
static hwr_status read_image(hwr_status status) {
    fused = outlier = 0;
    outlier_score = 0;
    crop_box[0] = pre.left;
    crop_box[1] = pre.top;
    crop_box[2] = pre.right;
    crop_box[3] = pre.bottom;
    if (status != HWR_OK) {
        clear_answer();
        hwr_wasm_hand_forget_look();
        return status;
    }
    hwr_model_run(&model, logits, pre.image);
    if (looks()) hwr_hand_look_picture(hwr_wasm_hand_look(), &model);
    return HWR_OK;
}

/* Of the same strokes as the image, how they were written; where the model reads that. */
static hwr_status read_trace(hwr_status status, uint32_t n_strokes) {
    if (status != HWR_OK || (model.n_trace_layers == 0 && !hwr_wasm_hand_in_use())) return status;
    status = hwr_trace_strokes(trace, points, lengths, n_strokes);
    if (status != HWR_OK) return status;
    fused = model.n_trace_layers > 0;
    if (fused) hwr_model_run_trace(&model, trace_logits, trace);
    if (looks()) hwr_hand_look_trace(hwr_wasm_hand_look(), &model, trace);
    return HWR_OK;
}

static hwr_status answer(hwr_status status) {
    if (status != HWR_OK) return status;
    if (fused)
        hwr_model_fuse(&model, probabilities, logits, trace_logits);
    else
        hwr_model_probabilities(&model, probabilities, logits);
    hwr_wasm_hand_apply(probabilities);
    /* What the writer taught is what it was taught as. */
    outlier_score = fused ? hwr_outlier_score(&model, hwr_wasm_hand_look(), trace) : 0;
    outlier = outlier_score > 0 && hwr_wasm_hand_owed() < 0;
    hwr_fold_probabilities(hwr_wasm_labels(&model), folded, probabilities);
    return HWR_OK;
}

/* HWR_OK with an answer, or HWR_EMPTY and all answers zero; HWR_ERR_ARGUMENT where no
 * model is loaded, HWR_ERR_TOO_LARGE where the lengths exceed the buffers. */
EXPORT(hwr_status, hwr_wasm_recognize_strokes, uint32_t n_strokes) {
    if (!model_loaded) return HWR_ERR_ARGUMENT;
    hwr_status status = hwr_wasm_check_lengths(n_strokes);
    if (status != HWR_OK) return status;
    hwr_pen pen = hwr_pen_default;
    if (pen_width > 0) pen.width = pen_width;
    status = read_image(hwr_preprocess_strokes(&pre, points, lengths, n_strokes, &pen));
    return answer(read_trace(status, n_strokes));
}

/* The pen's width for strokes from now on, as in hwr_pen; 0 is the usual one. */
EXPORT(void, hwr_wasm_set_pen, float width) {
    pen_width = width;
}

EXPORT(hwr_status, hwr_wasm_recognize_pixels, uint32_t width, uint32_t height) {
    if (!model_loaded) return HWR_ERR_ARGUMENT;
    if (width > 0 && height > PIXELS_CAPACITY / width) return HWR_ERR_TOO_LARGE;
    return answer(read_image(hwr_preprocess_pixels(&pre, pixels, width, height)));
}

/* The network alone, on whatever the caller wrote to hwr_wasm_image(). */
EXPORT(hwr_status, hwr_wasm_recognize_image, void) {
    return model_loaded ? answer(read_image(HWR_OK)) : HWR_ERR_ARGUMENT;
}

/* The second network alone, on whatever the caller wrote to hwr_wasm_trace(): its logits only. */
EXPORT(hwr_status, hwr_wasm_recognize_trace, void) {
    if (!model_loaded || model.n_trace_layers == 0) return HWR_ERR_ARGUMENT;
    hwr_model_run_trace(&model, trace_logits, trace);
    return HWR_OK;
}

/* ---- The answer, and each step towards it ---- */

EXPORT(float *, hwr_wasm_probabilities, void) {
    return probabilities;
} /* (classes) */
EXPORT(float *, hwr_wasm_folded, void) {
    return folded;
} /* (groups) */
/* 1 where the score of the answer reaches the model's threshold, see hwr_letter_score, and the
 * model's outlier detector, if there is one, does not object. */
EXPORT(uint32_t, hwr_wasm_is_letter, void) {
    const float threshold = fused ? model.fusion.threshold : model.threshold;
    return model_loaded && !outlier &&
           hwr_letter_score(hwr_wasm_labels(&model), folded) >= threshold;
}
/* Of the answer to strokes, see hwr_outlier_score; 0 for pictures. */
EXPORT(double, hwr_wasm_outlier_score, void) {
    return (double)outlier_score;
}
EXPORT(int32_t *, hwr_wasm_logits, void) {
    return logits;
} /* (classes), of the network that reads pictures */
/* 1 where the answer is that of both networks; then the other one's logits and its input. */
EXPORT(uint32_t, hwr_wasm_fused, void) {
    return (uint32_t)fused;
}
EXPORT(int32_t *, hwr_wasm_trace_logits, void) {
    return trace_logits;
} /* (classes) */
EXPORT(uint8_t *, hwr_wasm_trace, void) {
    return trace;
} /* (64, 8) */
EXPORT(uint8_t *, hwr_wasm_image, void) {
    return pre.image;
} /* (28, 28) */
EXPORT(uint8_t *, hwr_wasm_ink, void) {
    return pre.ink;
} /* (128, 128) */
EXPORT(uint8_t *, hwr_wasm_blurred, void) {
    return pre.blurred;
} /* (128, 128) */
EXPORT(int32_t *, hwr_wasm_crop_box, void) {
    return crop_box;
} /* (4) */

/* ---- Inside the network ---- */

/* Of the network that reads pictures, and, behind them, of the one that reads traces. */
EXPORT(uint32_t, hwr_wasm_layers, void) {
    return model_loaded ? (uint32_t)model.n_layers : 0;
}
EXPORT(uint32_t, hwr_wasm_trace_layers, void) {
    return model_loaded ? (uint32_t)model.n_trace_layers : 0;
}

/* Runs one layer more on hwr_wasm_image(), layer 0 first, or on hwr_wasm_trace(), layer
 * hwr_wasm_layers() first, and leaves its output (rows, side, channels) in
 * hwr_wasm_activations(), or in the network's logits if it is the last. Returns how many
 * activations there are. */
EXPORT(uint32_t, hwr_wasm_look, uint32_t layer) {
    const uint32_t first = hwr_wasm_layers();
    if (layer >= first + hwr_wasm_trace_layers()) return 0;
    if (layer == 0) hwr_qnet_begin(&model, pre.image);
    if (layer == first) hwr_qnet_begin_trace(&model, trace);
    hwr_qnet_step(&model, layer < first ? logits : trace_logits, (int)layer);
    return (uint32_t)hwr_qnet_output(&model, activations, (int)layer);
}

EXPORT(int16_t *, hwr_wasm_activations, void) {
    return activations;
}

/* ---- Names: NUL-terminated UTF-8, "" past the last or where no model is loaded. A hand in use
 * has its signs behind the model's classes. ---- */

EXPORT(uint32_t, hwr_wasm_model_classes, void) {
    return model_loaded ? (uint32_t)model.labels.n : 0;
}

EXPORT(uint32_t, hwr_wasm_classes, void) {
    return model_loaded ? (uint32_t)hwr_wasm_labels(&model)->n : 0;
}
EXPORT(uint32_t, hwr_wasm_groups, void) {
    return model_loaded ? (uint32_t)hwr_wasm_labels(&model)->n_groups : 0;
}

EXPORT(const char *, hwr_wasm_class_label, uint32_t class_index) {
    return class_index < hwr_wasm_classes() ? hwr_wasm_labels(&model)->text[class_index] : "";
}

EXPORT(const char *, hwr_wasm_group_label, uint32_t group) {
    return group < hwr_wasm_groups() ? hwr_wasm_labels(&model)->group_text[group] : "";
}

/* The group of a class, -1 past the last. */
EXPORT(int32_t, hwr_wasm_class_group, uint32_t class_index) {
    return class_index < hwr_wasm_classes() ? hwr_wasm_labels(&model)->group[class_index] : -1;
}

EXPORT(const char *, hwr_wasm_status_string, uint32_t status) {
    return hwr_status_string((hwr_status)status);
}

/* "HWR_OK" and so on, "" past the last. */
EXPORT(const char *, hwr_wasm_status_name, uint32_t status) {
    static const char *const names[] = {
#define STATUS_NAME(name, text) #name,
        HWR_STATUS_LIST(STATUS_NAME)
#undef STATUS_NAME
    };
    return status < HWR_STATUS_COUNT ? names[status] : "";
}

/* The kernels that run: "wasm-simd" or "scalar". */
EXPORT(const char *, hwr_wasm_isa_name, void) {
    return hwr_isa_name(model.isa);
}
