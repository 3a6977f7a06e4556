#include "io/hand.h"

#include <stdlib.h>

#include "files.h"

int tool_hand_open(tool_hand *h, const char *weights, const char *path, tool_error *error) {
    if (tool_model_open(&h->model, weights, TOOL_MODEL_REMEDY, error) != 0) return -1;
    h->memory = tool_alloc(HWR_HAND_MEMORY, 1);
    const hwr_status status = hwr_hand_init(&h->hand, h->memory, HWR_HAND_MEMORY, &h->model.model);
    int failed = status == HWR_OK ? 0
                                  : tool_fail(error,
                                              "%s: its last layer reads more than %d values, so it "
                                              "learns no hand; use another model",
                                              weights, HWR_HAND_FEATURES);
    if (failed == 0 && path) failed = tool_hand_add(h, path, error);
    if (failed != 0) tool_hand_close(h);
    return failed;
}

int tool_hand_add(tool_hand *h, const char *path, tool_error *error) {
    tool_bytes file;
    if (tool_read_file(&file, path, TOOL_MAX_WEIGHTS, error) != 0) return -1;
    const hwr_status status = hwr_hand_load(&h->hand, file.data, file.length, 0);
    free(file.data);
    if (status == HWR_OK) return 0;
    if (status == HWR_ERR_TOO_LARGE)
        return tool_fail(error,
                         "%s: more than %d examples or %d signs together; forget some with "
                         "\"letters hand --forget\"",
                         path, HWR_HAND_EXAMPLES, HWR_HAND_SIGNS);
    return tool_fail(error, "%s: %s; %s", path, hwr_status_string(status),
                     status == HWR_ERR_MODEL ? "teach this one with \"letters hand --teach\""
                                             : "use a file that \"letters hand\" wrote");
}

int tool_hand_write(const tool_hand *h, const char *path, tool_error *error) {
    const size_t length = hwr_hand_file_length(&h->hand, -1);
    uint8_t *bytes = tool_alloc(length, 1);
    hwr_hand_save(&h->hand, bytes, -1);
    const int status = tool_write_file(path, bytes, length, error);
    free(bytes);
    return status;
}

void tool_hand_close(tool_hand *h) {
    free(h->memory);
    tool_model_close(&h->model);
}
