/* data_options.c - see data_options.h. */
#include "data_options.h"

#include <stdlib.h>

#include "io/emnist.h"

int tool_data_options_check(const tool_usage *usage, const tool_data_options *d) {
    if (d->images.n != d->labels.n || d->images.n != d->mappings.n)
        return tool_usage_error(usage,
                                "--images, --labels and --label-set (or --mapping) come in "
                                "threes, not %d, %d and %d",
                                d->images.n, d->labels.n, d->mappings.n);
    if ((d->emnist != NULL) != (d->splits.n > 0))
        return tool_usage_error(usage, "--emnist and --split come together");
    return TOOL_GO_ON;
}

int tool_data_options_none(const tool_data_options *d) {
    return d->images.n + d->splits.n == 0;
}

int tool_data_options_open(tool_source **out, size_t *n, const tool_data_options *d,
                           const char *part, tool_error *error) {
    tool_source *sources = tool_alloc((size_t)(d->images.n + d->splits.n) + 1, sizeof *sources);
    int result = 0;
    *n = 0;
    for (int i = 0; i < d->images.n && result == 0; i++)
        result = tool_source_of(&sources[(*n)++], d->images.items[i], d->labels.items[i],
                                d->mappings.items[i], d->upright, error);
    for (int i = 0; i < d->splits.n && result == 0; i++)
        result = tool_emnist_source(&sources[(*n)++], d->emnist, d->splits.items[i], part, error);
    if (result != 0)
        free(sources);
    else
        *out = sources;
    return result;
}
