/* cmd_show.c - letters show: what a weights file or an architecture consists of. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "io/safetensors.h"
#include "options.h"
#include "report/describe.h"

typedef struct show_options {
    const char *weights, *arch;
    int json;
} show_options;

static const tool_usage usage = {
    "show", "Lists layers, shapes, parameters, multiply-adds and bytes.",
    "An architecture is shown with the shipped 37 classes. Parameters are weights and biases, and "
    "the four batch norm vectors where they are\n"
    "still apart; bytes are what the file stores for a layer."};

static int parse(show_options *o, int argc, char **argv) {
    const tool_option options[] = {
        TOOL_OPT_TEXT("--weights", "FILE", ".hwr or .safetensors", &o->weights),
        TOOL_OPT_TEXT("--arch", "NAME", "a network alone; see letters train --help", &o->arch),
        TOOL_OPT_FLAG("--json", "one JSON object on stdout", &o->json),
    };
    int code = tool_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv);
    if (code == TOOL_GO_ON && !o->weights == !o->arch) {
        return tool_usage_error(&usage, "give either --weights or --arch");
    }
    return code;
}

static json_t *layer_json(const tool_layer_row *row) {
    return json_pack("{s:s, s:s, s:i, s:i, s:[iii], s:[iii], s:i, s:I, s:I, s:I}", "name",
                     row->name, "kind", row->kind, "kernel", row->kernel, "stride", row->stride,
                     "in", row->in_side, row->in_side, row->in_channels, "out", row->out_side,
                     row->out_side, row->out_channels, "residual", row->residual, "parameters",
                     (json_int_t)row->parameters, "macs", (json_int_t)row->macs, "bytes",
                     (json_int_t)row->bytes);
}

static void print_json(const tool_description *d) {
    json_t *layers = json_array();
    for (int i = 0; i < d->n_layers; i++) json_array_append_new(layers, layer_json(&d->layers[i]));
    json_t *object = json_pack(
        "{s:s, s:s, s:o, s:I, s:I, s:I, s:I}", "name", d->name, "kind", d->kind, "layers", layers,
        "parameters", (json_int_t)d->parameters, "macs", (json_int_t)d->macs, "weight_bytes",
        (json_int_t)d->weight_bytes, "file_bytes", (json_int_t)d->file_bytes);
    if (d->labels.n > 0) {
        json_t *labels = json_array(), *groups = json_array();
        for (int c = 0; c < d->labels.n; c++) {
            json_array_append_new(labels, json_string(d->labels.text[c]));
            json_array_append_new(groups, json_string(d->labels.group_text[d->labels.group[c]]));
        }
        json_object_set_new(object, "labels", labels);
        json_object_set_new(object, "groups", groups);
    }
    if (d->logit_scale > 0) {
        json_object_set_new(object, "temperature", json_real((double)d->temperature));
        json_object_set_new(object, "threshold", json_real((double)d->threshold));
        json_object_set_new(object, "outlier_units", json_integer(d->outlier_units));
        json_object_set_new(object, "logit_scale", json_real((double)d->logit_scale));
    }
    json_dumpf(object, stdout, JSON_REAL_PRECISION(7));
    putchar('\n');
    json_decref(object);
}

static void print_table(const tool_description *d) {
    printf("%s (%s)\n\n", d->name, d->kind);
    printf("%3s %-12s %-10s %-9s %-13s %-13s %11s %13s %10s\n", "", "layer", "kind", "kernel",
           "input", "output", "parameters", "multiply-adds", "bytes");
    for (int i = 0; i < d->n_layers; i++) {
        const tool_layer_row *r = &d->layers[i];
        char kernel[24], in[32], out[32];
        snprintf(kernel, sizeof kernel, r->stride > 1 ? "%dx%d /%d" : "%dx%d", r->kernel, r->kernel,
                 r->stride);
        snprintf(in, sizeof in, "%dx%dx%d", r->in_side, r->in_side, r->in_channels);
        snprintf(out, sizeof out, "%dx%dx%d", r->out_side, r->out_side, r->out_channels);
        printf("%3d %-12s %-10s %-9s %-13s %-13s %11zu %13zu %10zu", i, r->name, r->kind, kernel,
               in, out, r->parameters, r->macs, r->bytes);
        if (r->residual >= 0) printf("  + layer %d", r->residual);
        putchar('\n');
    }
    printf("%3s %-12s %-10s %-9s %-13s %-13s %11zu %13zu %10zu\n", "", "all", "", "", "", "",
           d->parameters, d->macs, d->weight_bytes);
    if (d->file_bytes) printf("\nfile: %zu bytes\n", d->file_bytes);
    if (d->labels.n > 0) {
        printf("%d classes:", d->labels.n);
        for (int c = 0; c < d->labels.n; c++) printf(" %s", d->labels.text[c]);
        putchar('\n');
    }
    if (d->logit_scale > 0) {
        printf("temperature %g, logit scale %g, letters from a score of %g\n",
               (double)d->temperature, (double)d->logit_scale, (double)d->threshold);
        if (d->outlier_units) printf("outlier detector of %d hidden units\n", d->outlier_units);
    }
}

/* A file of either kind, told apart by its first bytes. */
static int describe_file(tool_description *d, const tool_bytes *file, const char *path,
                         tool_error *error) {
    if (file->length >= 4 && memcmp(file->data, "HWRM", 4) == 0) {
        return tool_describe_model(d, file, path, error);
    }
    tool_weights weights;
    if (tool_parse_weights(&weights, file, path, error) != 0) return -1;
    tool_describe_net(d, weights.plan.net, weights.labels.n);
    d->kind = "float";
    d->labels = weights.labels;
    d->file_bytes = file->length;
    tool_weights_free(&weights);
    return 0;
}

static int describe(tool_description *d, const show_options *o, tool_error *error) {
    if (o->arch) {
        const hwr_net *net = hwr_net_find(o->arch);
        if (!net) {
            return tool_fail(error, "no architecture is called \"%s\"; use %s", o->arch,
                             hwr_net_names);
        }
        hwr_labels shipped;
        hwr_labels_letters37(&shipped);
        tool_describe_net(d, net, shipped.n);
        return 0;
    }
    tool_bytes file;
    if (tool_read_file(&file, o->weights, TOOL_MAX_WEIGHTS, error) != 0) return -1;
    int status = describe_file(d, &file, o->weights, error);
    free(file.data);
    return status;
}

int cmd_show(int argc, char **argv) {
    show_options o = {0};
    int code = parse(&o, argc, argv);
    if (code != TOOL_GO_ON) return code;
    tool_error error;
    tool_description description = {0};
    if (describe(&description, &o, &error) != 0) return tool_report(error.text);
    if (o.json) {
        print_json(&description);
    } else {
        print_table(&description);
    }
    return TOOL_OK;
}
