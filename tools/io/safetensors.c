#include "safetensors.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/format.h"
#include "model/format_write.h"

enum { MAX_HEADER = 1 << 20, TENSORS = 6, VARIANCE = 5 };

static const float largest = 1e9f; /* number in a tensor; a trained network's are below 100 */

/* One tensor: where it is in memory (padded channels) and its shape in the file. */
typedef struct tensor {
    char name[64];
    float *data;
    size_t rows, columns, stride; /* (rows, columns) real, stride floats a row in memory */
    size_t dims[4];
    int n_dims;
    float least; /* value it may hold */
} tensor;

/* Layer l's tensors into out (TENSORS); returns how many. */
static int list_tensors(tensor *out, const hwr_plan *plan, const hwr_params *params, int l) {
    static const char *const names[] = {"weight", "bias", "gamma", "beta", "mean", "variance"};
    const hwr_plan_layer *p = &plan->layers[l];
    const hwr_layer_params *q = &params->layers[l];
    float *const data[] = {q->weight, q->bias, q->gamma, q->beta, q->mean, q->variance};
    size_t c = (size_t)p->shape.out_channels;
    int n = 0;
    for (int i = 0; i < TENSORS; i++) {
        if (!data[i]) continue;
        tensor *t = &out[n++];
        *t = (tensor){.data = data[i],
                      .rows = 1,
                      .columns = c,
                      .stride = (size_t)p->cout,
                      .dims = {c},
                      .n_dims = 1,
                      .least = i == VARIANCE ? 0 : -largest};
        snprintf(t->name, sizeof t->name, "%s.%s", p->layer->name, names[i]);
        if (i > 0) continue;
        t->rows = p->taps_in;
        int depthwise = p->layer->kind == HWR_DEPTHWISE;
        t->n_dims = depthwise ? 3 : 4;
        t->dims[0] = (size_t)p->shape.kernel_rows;
        t->dims[1] = (size_t)p->shape.kernel;
        t->dims[2] = depthwise ? c : (size_t)p->shape.in_channels;
        t->dims[3] = c;
    }
    return n;
}

static json_t *describe(const tensor *t, size_t *offset) {
    json_t *shape = json_array();
    size_t bytes = t->rows * t->columns * sizeof(float);
    for (int i = 0; i < t->n_dims; i++)
        json_array_append_new(shape, json_integer((json_int_t)t->dims[i]));
    json_t *entry = json_pack("{s:s, s:o, s:[I, I]}", "dtype", "F32", "shape", shape,
                              "data_offsets", (json_int_t)*offset, (json_int_t)(*offset + bytes));
    *offset += bytes;
    return entry;
}

static json_t *describe_all(const hwr_plan *plan, const hwr_params *params,
                            const hwr_labels *classes, const hwr_confidence *confidence) {
    json_t *texts = json_array();
    for (int c = 0; c < classes->n; c++)
        json_array_append_new(texts, json_string(classes->text[c]));
    char *labels = json_dumps(texts, JSON_COMPACT);
    json_decref(texts);
    char temperature[32], threshold[32];
    snprintf(temperature, sizeof temperature, "%.9g", (double)confidence->temperature);
    snprintf(threshold, sizeof threshold, "%.9g", (double)confidence->threshold);
    json_t *meta = json_pack("{s:s, s:s, s:s, s:s, s:s}", "arch", plan->net->name, "labels", labels,
                             "layout", "weights (K, K, C_in, C_out)", "temperature", temperature,
                             "threshold", threshold);
    free(labels);
    json_t *header = json_pack("{s:o}", "__metadata__", meta);
    size_t offset = 0;
    for (int l = 0; l < plan->n_layers; l++) {
        tensor list[TENSORS];
        int n = list_tensors(list, plan, params, l);
        for (int i = 0; i < n; i++)
            json_object_set_new(header, list[i].name, describe(&list[i], &offset));
    }
    return header;
}

int tool_save_weights(const char *path, const hwr_plan *plan, const hwr_params *params,
                      const hwr_labels *labels, const hwr_confidence *confidence,
                      tool_error *error) {
    json_t *header = describe_all(plan, params, labels, confidence);
    char *json = json_dumps(header, JSON_COMPACT);
    tool_text file = {0};
    json_decref(header);
    if (!json) return tool_fail(error, "%s: out of memory", path);
    size_t length = (strlen(json) + 7) / 8 * 8; /* padded with spaces, so that data is aligned */
    uint8_t size[8] = {0};
    hwr_write_u32(size, (uint32_t)length);
    tool_text_bytes(&file, size, sizeof size);
    tool_text_bytes(&file, json, strlen(json));
    tool_text_bytes(&file, "        ", length - strlen(json));
    free(json);
    for (int l = 0; l < plan->n_layers; l++) {
        tensor list[TENSORS];
        int n = list_tensors(list, plan, params, l);
        for (int i = 0; i < n; i++)
            for (size_t k = 0; k < list[i].rows * list[i].columns; k++) {
                uint8_t bytes[4];
                size_t at = k / list[i].columns * list[i].stride + k % list[i].columns;
                hwr_write_f32(bytes, list[i].data[at]);
                tool_text_bytes(&file, bytes, sizeof bytes);
            }
    }
    int result = tool_write_file(path, file.data, file.length, error);
    free(file.data);
    return result;
}

static int read_tensor(const tensor *t, json_t *header, const uint8_t *data, size_t length,
                       const char *path, tool_error *error) {
    json_t *entry = json_object_get(header, t->name), *shape = json_object_get(entry, "shape");
    json_int_t from = json_integer_value(json_array_get(json_object_get(entry, "data_offsets"), 0));
    json_int_t to = json_integer_value(json_array_get(json_object_get(entry, "data_offsets"), 1));
    const char *type = json_string_value(json_object_get(entry, "dtype"));
    size_t values = t->rows * t->columns;
    int fits = type && strcmp(type, "F32") == 0 && json_array_size(shape) == (size_t)t->n_dims;
    for (int i = 0; fits && i < t->n_dims; i++)
        fits = json_integer_value(json_array_get(shape, (size_t)i)) == (json_int_t)t->dims[i];
    if (!fits || from < 0 || to < from || (size_t)to > length || (size_t)(to - from) != values * 4)
        return tool_fail(error,
                         "%s: tensor \"%s\" is missing or not of the shape this network "
                         "needs; use weights that \"letters train\" wrote",
                         path, t->name);
    for (size_t k = 0; k < values; k++) {
        float value = hwr_read_f32(data + (size_t)from + 4 * k);
        if (!(value >= t->least && value <= largest))
            return tool_fail(error,
                             "%s: tensor \"%s\", value %zu: %g is not a number from %g to %g, so "
                             "these weights are damaged or were never trained; use weights that "
                             "\"letters train\" wrote",
                             path, t->name, k, (double)value, (double)t->least, (double)largest);
        t->data[k / t->columns * t->stride + k % t->columns] = value;
    }
    return 0;
}

/* A number that the metadata hold as text, or the default where they do not. */
static int read_number(float *out, json_t *header, const char *name, float low, float high,
                       const char *path, tool_error *error) {
    const char *text =
        json_string_value(json_object_get(json_object_get(header, "__metadata__"), name));
    char *end = NULL;
    if (!text) return 0;
    *out = strtof(text, &end);
    if (*end == '\0' && *out >= low && *out <= high) return 0;
    return tool_fail(error, "%s: header: %s \"%s\" is not a number from %g to %g", path, name, text,
                     (double)low, (double)high);
}

/* Files from before labels were a list hold the shipped alphabet, a character a class. */
static int read_labels(hwr_labels *out, json_t *header, const char *path, tool_error *error) {
    const char *text =
        json_string_value(json_object_get(json_object_get(header, "__metadata__"), "labels"));
    hwr_labels_letters37(out);
    if (!text || text[0] != '[') return 0;
    json_t *texts = json_loads(text, 0, NULL);
    hwr_status status = json_is_array(texts) ? HWR_OK : HWR_ERR_LABELS;
    memset(out, 0, sizeof *out);
    for (size_t i = 0; status == HWR_OK && i < json_array_size(texts); i++) {
        const char *label = json_string_value(json_array_get(texts, i));
        status = label ? hwr_labels_add(out, label) : HWR_ERR_LABELS;
    }
    json_decref(texts);
    if (status == HWR_OK) status = hwr_labels_check(out);
    return status == HWR_OK
               ? 0
               : tool_fail(error,
                           "%s: header: labels: %s; use weights that \"letters train\" wrote", path,
                           hwr_status_string(status));
}

static int read_all(tool_weights *out, json_t *header, const uint8_t *data, size_t length,
                    const char *path, tool_error *error) {
    const char *arch =
        json_string_value(json_object_get(json_object_get(header, "__metadata__"), "arch"));
    const hwr_net *net = arch ? hwr_net_find(arch) : NULL;
    if (!net)
        return tool_fail(error, "%s: header: network \"%s\" is not known here; it has to be %s",
                         path, arch ? arch : "(none)", hwr_net_names);
    if (read_labels(&out->labels, header, path, error) != 0) return -1;
    if (hwr_plan_init(&out->plan, net, out->labels.n) != HWR_OK ||
        hwr_params_init(&out->params, &out->plan) != HWR_OK)
        return tool_fail(error, "%s: out of memory", path);
    out->temperature = 1;
    if (read_number(&out->temperature, header, "temperature", 0.05f, 20, path, error) != 0 ||
        read_number(&out->threshold, header, "threshold", 0, 1, path, error) != 0)
        return -1;
    for (int l = 0; l < out->plan.n_layers; l++) {
        tensor list[TENSORS];
        int n = list_tensors(list, &out->plan, &out->params, l);
        for (int i = 0; i < n; i++)
            if (read_tensor(&list[i], header, data, length, path, error) != 0) return -1;
    }
    return 0;
}

int tool_parse_weights(tool_weights *out, const tool_bytes *file, const char *path,
                       tool_error *error) {
    memset(out, 0, sizeof *out);
    uint32_t length = file->length >= 8 ? hwr_read_u32(file->data) : 0;
    if (length == 0 || length > MAX_HEADER || hwr_read_u32(file->data + 4) != 0 ||
        8 + (size_t)length > file->length)
        return tool_fail(error, "%s: byte 0: not a safetensors file, or cut short", path);
    json_error_t json_error;
    json_t *header =
        json_loadb((const char *)file->data + 8, length, JSON_REJECT_DUPLICATES, &json_error);
    if (!header)
        return tool_fail(error, "%s: header, byte %d: %s", path, 8 + json_error.position,
                         json_error.text);
    int result =
        read_all(out, header, file->data + 8 + length, file->length - 8 - length, path, error);
    json_decref(header);
    if (result != 0) tool_weights_free(out);
    return result;
}

int tool_load_weights(tool_weights *out, const char *path, tool_error *error) {
    tool_bytes file;
    memset(out, 0, sizeof *out);
    if (tool_read_file(&file, path, TOOL_MAX_WEIGHTS, error) != 0) return -1;
    int result = tool_parse_weights(out, &file, path, error);
    free(file.data);
    return result;
}

void tool_weights_free(tool_weights *weights) {
    hwr_params_free(&weights->params);
    hwr_plan_free(&weights->plan);
}
