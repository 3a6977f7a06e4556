/* graph.c - graph.h over protobuf-c and the messages of onnx.proto. */
#include "graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "onnx/onnx.pb-c.h"

enum { IR_VERSION = 8, OPERATOR_SET = 13 };

struct tool_onnx {
    Onnx__ModelProto model;
};

struct tool_onnx_node {
    Onnx__NodeProto node;
};

/* protobuf-c frees what malloc gave, so everything inside a message comes from it. */
static char *copy_text(const char *text) {
    char *copy = tool_alloc(strlen(text) + 1, 1);
    strcpy(copy, text);
    return copy;
}

/* Appends item to an array of pointers of *n items. */
static void *append(void *array, size_t *n, void *item) {
    void **grown = tool_realloc(array, *n + 1, sizeof *grown);
    grown[(*n)++] = item;
    return grown;
}

tool_onnx *tool_onnx_new(const char *name) {
    tool_onnx *graph = tool_alloc(1, sizeof *graph);
    onnx__model_proto__init(&graph->model);
    Onnx__OperatorSetIdProto *set = tool_alloc(1, sizeof *set);
    onnx__operator_set_id_proto__init(set);
    set->has_version = 1;
    set->version = OPERATOR_SET;
    graph->model.has_ir_version = 1;
    graph->model.ir_version = IR_VERSION;
    graph->model.producer_name = copy_text("letters");
    graph->model.opset_import =
        append(graph->model.opset_import, &graph->model.n_opset_import, set);
    graph->model.graph = tool_alloc(1, sizeof *graph->model.graph);
    onnx__graph_proto__init(graph->model.graph);
    graph->model.graph->name = copy_text(name);
    return graph;
}

void tool_onnx_free(tool_onnx *graph) {
    if (graph) onnx__model_proto__free_unpacked(&graph->model, NULL);
}

static Onnx__ValueInfoProto *describe(const char *name, const int64_t *dims, size_t rank) {
    Onnx__TensorShapeProto *shape = tool_alloc(1, sizeof *shape);
    onnx__tensor_shape_proto__init(shape);
    for (size_t i = 0; i < rank + 1; i++) {
        Onnx__TensorShapeProto__Dimension *d = tool_alloc(1, sizeof *d);
        onnx__tensor_shape_proto__dimension__init(d);
        if (i == 0) {
            d->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM;
            d->dim_param = copy_text("N");
        } else {
            d->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
            d->dim_value = dims[i - 1];
        }
        shape->dim = append(shape->dim, &shape->n_dim, d);
    }
    Onnx__TypeProto__Tensor *tensor = tool_alloc(1, sizeof *tensor);
    onnx__type_proto__tensor__init(tensor);
    tensor->has_elem_type = 1;
    tensor->elem_type = ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
    tensor->shape = shape;
    Onnx__TypeProto *type = tool_alloc(1, sizeof *type);
    onnx__type_proto__init(type);
    type->value_case = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
    type->tensor_type = tensor;
    Onnx__ValueInfoProto *value = tool_alloc(1, sizeof *value);
    onnx__value_info_proto__init(value);
    value->name = copy_text(name);
    value->type = type;
    return value;
}

void tool_onnx_input(tool_onnx *graph, const char *name, const int64_t *dims, size_t rank) {
    Onnx__GraphProto *g = graph->model.graph;
    g->input = append(g->input, &g->n_input, describe(name, dims, rank));
}

void tool_onnx_output(tool_onnx *graph, const char *name, const int64_t *dims, size_t rank) {
    Onnx__GraphProto *g = graph->model.graph;
    g->output = append(g->output, &g->n_output, describe(name, dims, rank));
}

static void *copy_values(const void *data, size_t n, size_t size) {
    void *copy = tool_alloc(n, size);
    memcpy(copy, data, n * size);
    return copy;
}

/* Numbers wider than a byte go to the typed fields, whose byte order protobuf sees to. */
void tool_onnx_constant(tool_onnx *graph, const char *name, tool_onnx_type type, const void *data,
                        const int64_t *dims, size_t rank) {
    static const int32_t types[] = {
        ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT, ONNX__TENSOR_PROTO__DATA_TYPE__UINT8,
        ONNX__TENSOR_PROTO__DATA_TYPE__INT8, ONNX__TENSOR_PROTO__DATA_TYPE__INT32};
    Onnx__GraphProto *g = graph->model.graph;
    Onnx__TensorProto *t = tool_alloc(1, sizeof *t);
    size_t n = 1;
    onnx__tensor_proto__init(t);
    for (size_t i = 0; i < rank; i++) n *= (size_t)dims[i];
    t->name = copy_text(name);
    t->has_data_type = 1;
    t->data_type = types[type];
    if (rank > 0) t->dims = copy_values(dims, rank, sizeof *dims);
    t->n_dims = rank;
    if (type == TOOL_ONNX_FLOAT) {
        t->float_data = copy_values(data, n, sizeof(float));
        t->n_float_data = n;
    } else if (type == TOOL_ONNX_INT32) {
        t->int32_data = copy_values(data, n, sizeof(int32_t));
        t->n_int32_data = n;
    } else {
        t->has_raw_data = 1;
        t->raw_data = (ProtobufCBinaryData){n, copy_values(data, n, 1)};
    }
    g->initializer = append(g->initializer, &g->n_initializer, t);
}

tool_onnx_node *tool_onnx_add(tool_onnx *graph, const char *op, const char *output,
                              const char *const *inputs) {
    Onnx__GraphProto *g = graph->model.graph;
    tool_onnx_node *node = tool_alloc(1, sizeof *node);
    onnx__node_proto__init(&node->node);
    node->node.op_type = copy_text(op);
    node->node.name = copy_text(output);
    node->node.output = append(NULL, &node->node.n_output, copy_text(output));
    for (; *inputs; inputs++)
        node->node.input = append(node->node.input, &node->node.n_input, copy_text(*inputs));
    g->node = append(g->node, &g->n_node, node);
    return node;
}

static Onnx__AttributeProto *attribute(tool_onnx_node *node, const char *name,
                                       Onnx__AttributeProto__AttributeType type) {
    Onnx__AttributeProto *a = tool_alloc(1, sizeof *a);
    onnx__attribute_proto__init(a);
    a->name = copy_text(name);
    a->has_type = 1;
    a->type = type;
    node->node.attribute = append(node->node.attribute, &node->node.n_attribute, a);
    return a;
}

void tool_onnx_set_int(tool_onnx_node *node, const char *name, int64_t value) {
    Onnx__AttributeProto *a = attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT);
    a->has_i = 1;
    a->i = value;
}

void tool_onnx_set_ints(tool_onnx_node *node, const char *name, const int64_t *values, size_t n) {
    Onnx__AttributeProto *a = attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS);
    a->ints = copy_values(values, n, sizeof *values);
    a->n_ints = n;
}

void tool_onnx_set_float(tool_onnx_node *node, const char *name, float value) {
    Onnx__AttributeProto *a = attribute(node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOAT);
    a->has_f = 1;
    a->f = value;
}

int tool_onnx_write(const tool_onnx *graph, const char *path, tool_error *error) {
    size_t length = onnx__model_proto__get_packed_size(&graph->model);
    uint8_t *bytes = tool_alloc(length, 1);
    onnx__model_proto__pack(&graph->model, bytes);
    int result = tool_write_file(path, bytes, length, error);
    if (result == 0) fprintf(stderr, "%s: %zu bytes\n", path, length);
    free(bytes);
    return result;
}
