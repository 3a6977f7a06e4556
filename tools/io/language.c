#include "io/language.h"

#include <stdlib.h>
#include <string.h>

#include "files.h"

const char *tool_language_file(const char *name) {
    if (strcmp(name, "en") == 0) return "weights/en.hwl";
    if (strcmp(name, "de") == 0) return "weights/de.hwl";
    return name;
}

int tool_language_open(tool_language *language, const char *path, tool_error *error) {
    tool_bytes file;
    hwr_status status = HWR_OK;
    if (tool_read_file(&file, path, TOOL_MAX_WEIGHTS, error) != 0) return -1;
    const size_t length = hwr_language_memory(file.data, file.length, &status);
    language->memory = NULL;
    if (length > 0) {
        language->memory = tool_alloc(length, 1);
        status = hwr_language_init(&language->language, language->memory, length, file.data,
                                   file.length);
    }
    free(file.data);
    if (status == HWR_OK) return 0;
    free(language->memory);
    return tool_fail(error, "%s: %s; use a file that tools/words/make_language.mjs wrote", path,
                     hwr_status_string(status));
}

void tool_language_close(tool_language *language) {
    free(language->memory);
}
