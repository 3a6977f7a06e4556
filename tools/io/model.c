#include "model.h"

#include <stdlib.h>

#include "files.h"

int tool_model_open(tool_model *model, const char *path, const char *remedy, tool_error *error) {
    tool_bytes file;
    hwr_status status = HWR_OK;
    if (tool_read_file(&file, path, TOOL_MAX_WEIGHTS, error) != 0) return -1;
    const size_t length = hwr_model_memory(file.data, file.length, &status);
    model->memory = NULL;
    if (length > 0) {
        model->memory = tool_alloc(length, 1);
        status = hwr_model_init(&model->model, model->memory, length, file.data, file.length);
    }
    free(file.data);
    if (status == HWR_OK) return 0;
    free(model->memory);
    return tool_fail(error, "%s: %s; %s", path, hwr_status_string(status), remedy);
}

void tool_model_close(tool_model *model) {
    free(model->memory);
}
