/* Every layer's gradient, and the whole network's, against central differences in double. */
#include "reference/layers.h"

#include "unit/check.h"
#include "unit/letters37.h"
#include "reference/refnet.h"
#include "mathx.h"
#include "train/base/rng.h"

enum { MAX_VALUES = 20000 };

static hwr_rng rng;

static double *random_values(size_t n) {
    double *x = ref_new(n);
    for (size_t i = 0; i < n; i++) x[i] = (double)hwr_rng_normal(&rng);
    return x;
}

/* Compares gradient[i] with (f(x + h) - f(x - h)) / 2h for some i spread over 0..n-1. The
 * kinks of ReLU are met by chance only: a miss must be seen with two step sizes. */
typedef double objective(void *context);

static void check_gradient(const char *what, double *x, const double *gradient, size_t n,
                           objective *f, void *context) {
    size_t step = n / 60 + 1, misses = 0, tried = 0;
    double worst = 0;
    for (size_t i = 0; i < n; i += step, tried++) {
        double error = 1;
        for (double h = 1e-5; h > 1e-7 && error > 1e-6; h /= 20) {
            double old = x[i];
            x[i] = old + h;
            double up = f(context);
            x[i] = old - h;
            double slope = (up - f(context)) / (2 * h);
            x[i] = old;
            error = fabs(slope - gradient[i]) / (1e-3 + fabs(slope) + fabs(gradient[i]));
        }
        if (error > worst) worst = error;
        misses += error > 2e-5;
    }
    if (misses) printf("%s: %zu of %zu off, worst %g\n", what, misses, tried, worst);
    CHECK_INT(misses, 0);
}

/* A layer's objective: the dot product of its output with fixed random numbers. */
typedef struct layer_case {
    const hwr_shape *shape;
    int n, depthwise;
    double *in, *w, *bias, *z, *dz;
    size_t outputs;
} layer_case;

static double dot(const double *a, const double *b, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
}

static double linear_objective(void *context) {
    layer_case *c = context;
    (c->depthwise ? hwr_depthwise_forward : hwr_conv_forward)(c->z, c->in, c->w, c->bias, c->shape,
                                                              c->n);
    return dot(c->z, c->dz, c->outputs);
}

static void check_linear(int depthwise, int side, int ci, int co, int kernel, int stride,
                         int same) {
    hwr_shape s = {
        .in_side = side, .in_channels = ci, .out_channels = co, .kernel = kernel, .stride = stride};
    s.out_side = same ? (side + stride - 1) / stride : (side - kernel) / stride + 1;
    int pad = same ? (s.out_side - 1) * stride + kernel - side : 0;
    s.pad_low = pad > 0 ? pad / 2 : 0;
    size_t inputs = (size_t)(2 * side * side * ci);
    size_t weights = (size_t)(kernel * kernel * (depthwise ? 1 : ci) * co);
    layer_case c = {.shape = &s, .n = 2, .depthwise = depthwise};
    c.outputs = (size_t)(2 * s.out_side * s.out_side * co);
    c.in = random_values(inputs);
    c.w = random_values(weights);
    c.bias = random_values((size_t)co);
    c.z = ref_new(c.outputs);
    c.dz = random_values(c.outputs);
    double *din = ref_new(inputs), *dw = ref_new(weights), *db = ref_new((size_t)co);
    (depthwise ? hwr_depthwise_backward : hwr_conv_backward)(din, dw, db, c.dz, c.in, c.w, &s, 2);
    check_gradient("input", c.in, din, inputs, linear_objective, &c);
    check_gradient("weight", c.w, dw, weights, linear_objective, &c);
    check_gradient("bias", c.bias, db, (size_t)co, linear_objective, &c);
    double *all[] = {c.in, c.w, c.bias, c.z, c.dz, din, dw, db};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

typedef struct norm_case {
    double *x, *gamma, *beta, *y, *dy, mean[5], variance[5];
} norm_case;

static double norm_objective(void *context) {
    norm_case *c = context;
    hwr_norm_forward(c->y, c->mean, c->variance, c->x, c->gamma, c->beta, 12, 5);
    return dot(c->y, c->dy, 60);
}

static void check_norm(void) {
    norm_case c = {.x = random_values(60),
                   .gamma = random_values(5),
                   .beta = random_values(5),
                   .y = ref_new(60),
                   .dy = random_values(60)};
    double *dx = ref_new(60), dgamma[5] = {0}, dbeta[5] = {0};
    norm_objective(&c);
    hwr_norm_backward(dx, dgamma, dbeta, c.dy, c.x, c.mean, c.variance, c.gamma, 12, 5);
    check_gradient("norm x", c.x, dx, 60, norm_objective, &c);
    check_gradient("norm gamma", c.gamma, dgamma, 5, norm_objective, &c);
    check_gradient("norm beta", c.beta, dbeta, 5, norm_objective, &c);
    double *all[] = {c.x, c.gamma, c.beta, c.y, c.dy, dx};
    for (size_t i = 0; i < 6; i++) free(all[i]);
}

typedef struct point_case {
    double *x, *mask, *target, *y;
    const double *dy;
    int which;
} point_case;

static double point_objective(void *context) {
    point_case *c = context;
    double unused[CLASSES];
    if (c->which == 2) return hwr_xent_forward(unused, c->x, c->target, CLASSES);
    if (c->which == 0) hwr_relu_forward(c->y, c->x, CLASSES);
    if (c->which == 1) hwr_dropout_forward(c->y, c->x, c->mask, CLASSES);
    return dot(c->y, c->dy, CLASSES);
}

static void check_pointwise(void) {
    double *dy = random_values(CLASSES), dx[CLASSES] = {0};
    point_case c = {.x = random_values(CLASSES),
                    .mask = ref_new(CLASSES),
                    .target = ref_new(CLASSES),
                    .y = ref_new(CLASSES),
                    .dy = dy};
    for (int i = 0; i < CLASSES; i++) {
        c.mask[i] = i % 3 ? 1.25 : 0;
        c.target[i] = i == 7 ? 0.9 : 0.1 / CLASSES;
    }
    point_objective(&c);
    hwr_relu_backward(dx, dy, c.y, CLASSES);
    check_gradient("relu", c.x, dx, CLASSES, point_objective, &c);
    c.which = 1;
    hwr_dropout_forward(dx, dy, c.mask, CLASSES);
    check_gradient("dropout", c.x, dx, CLASSES, point_objective, &c);
    c.which = 2;
    hwr_xent_forward(dx, c.x, c.target, CLASSES);
    check_gradient("softmax cross-entropy", c.x, dx, CLASSES, point_objective, &c);
    double *all[] = {c.x, c.mask, c.target, c.y, dy};
    for (size_t i = 0; i < 5; i++) free(all[i]);
}

static double net_objective(void *context) {
    ref_net *net = context;
    static double targets[4 * CLASSES];
    for (int m = 0; m < net->n; m++) targets[m * CLASSES + 5 * m] = 1;
    ref_forward(net);
    return ref_loss(net, targets);
}

static void randomize(double *x, size_t n, double deviation, double mean) {
    for (size_t i = 0; i < n; i++) x[i] = mean + deviation * (double)hwr_rng_normal(&rng);
}

/* All row kinds at once: residual connection, stride, both norm orders, depthwise, dense. */
static const hwr_layer small_layers[] = {
    {"a", HWR_CONV, 3, 2, 1, 8, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"b", HWR_CONV, 5, 2, 1, 8, HWR_NORM_AFTER, 1, -1, 0.0f},
    {"c", HWR_CONV, 3, 1, 1, 8, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"d", HWR_CONV, 3, 1, 1, 8, HWR_NORM_BEFORE, 1, 1, 0.0f},
    {"e", HWR_DEPTHWISE, 0, 1, 0, 8, HWR_NORM_BEFORE, 1, -1, 0.0f},
    {"f", HWR_CONV, 0, 1, 0, 0, HWR_NORM_NONE, 0, -1, 0.0f},
};
static const hwr_net small_net = {"small", small_layers, 6, HWR_INPUT_PICTURE};

static void check_network(void) {
    hwr_plan plan;
    ref_net net;
    CHECK_INT(hwr_plan_init(&plan, &small_net, CLASSES), HWR_OK);
    ref_init(&net, &plan, 4);
    for (int i = 0; i < 4 * HWR_PIXELS; i++) net.image[i] = (double)hwr_rng_unit(&rng);
    for (int l = 0; l < plan.n_layers; l++) {
        ref_layer *r = &net.layers[l];
        const hwr_shape *s = &plan.layers[l].shape;
        size_t c = (size_t)s->out_channels;
        randomize(r->w, s->weights, 0.3, 0);
        if (r->bias) randomize(r->bias, c, 0.3, 0);
        if (r->gamma) randomize(r->gamma, c, 0.3, 1);
        if (r->beta) randomize(r->beta, c, 0.3, 0);
    }
    net_objective(&net);
    ref_backward(&net);
    for (int l = 0; l < plan.n_layers; l++) {
        ref_layer *r = &net.layers[l];
        size_t c = (size_t)plan.layers[l].shape.out_channels;
        check_gradient(small_layers[l].name, r->w, r->dw, plan.layers[l].shape.weights,
                       net_objective, &net);
        if (r->bias) check_gradient("bias", r->bias, r->dbias, c, net_objective, &net);
        if (r->gamma) check_gradient("gamma", r->gamma, r->dgamma, c, net_objective, &net);
        if (r->beta) check_gradient("beta", r->beta, r->dbeta, c, net_objective, &net);
    }
    ref_free(&net);
    hwr_plan_free(&plan);
}

int main(void) {
    rng = hwr_rng_stream(7, 0, 0, 0);
    check_linear(0, 6, 3, 4, 3, 1, 0);
    check_linear(0, 6, 3, 4, 3, 1, 1);
    check_linear(0, 7, 2, 3, 5, 2, 1);
    check_linear(0, 8, 2, 3, 5, 2, 1);
    check_linear(0, 4, 3, 5, 4, 1, 0);
    check_linear(1, 7, 4, 4, 3, 1, 1);
    check_linear(1, 8, 4, 4, 5, 2, 1);
    check_linear(1, 7, 3, 3, 7, 1, 0);
    check_norm();
    check_pointwise();
    check_network();
    return check_done("gradients");
}
