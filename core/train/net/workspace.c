/* workspace.c - one thread's buffers for engine.h. */
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "train/base/floats.h"

/* Hands out the next n floats; data NULL only counts. */
static float *take(float *data, size_t *at, size_t n) {
    float *p = data ? data + *at : NULL;
    *at += (n + 15) / 16 * 16;
    return p;
}

static size_t lay_out(hwr_workspace *ws, const hwr_plan *plan, float *data, int with_gradients) {
    size_t at = 0;
    ws->in[0] = take(data, &at, HWR_SHARD * plan->layers[0].in_image + 16);
    for (int l = 0; l < plan->n_layers; l++) {
        const hwr_plan_layer *p = &plan->layers[l];
        size_t cout = (size_t)p->cout;
        hwr_norm_state *norm = &ws->norm[l];
        ws->in[l + 1] = take(data, &at, p->out_slots * p->out_image);
        ws->z[l] = take(data, &at, HWR_SHARD * p->z_image);
        ws->dout[l] = with_gradients ? take(data, &at, HWR_SHARD * p->z_image) : NULL;
        if (p->layer->norm == HWR_NORM_NONE) continue;
        norm->mean = take(data, &at, cout);
        norm->variance = take(data, &at, cout);
        norm->inverse = take(data, &at, cout);
        norm->scale = take(data, &at, cout);
        norm->shift = take(data, &at, cout);
    }
    ws->dz = with_gradients ? take(data, &at, plan->dz_group) : NULL;
    ws->sums = take(data, &at, 4 * plan->max_channels);
    return at;
}

hwr_status hwr_workspace_init(hwr_workspace *ws, const hwr_plan *plan, int with_gradients) {
    memset(ws, 0, sizeof *ws);
    size_t n = lay_out(ws, plan, NULL, with_gradients);
    ws->data = hwr_floats_create(n); /* the zero borders of in[] stay as they are */
    if (!ws->data) return HWR_ERR_MEMORY;
    lay_out(ws, plan, ws->data, with_gradients);
    return HWR_OK;
}

void hwr_workspace_free(hwr_workspace *ws) {
    free(ws->data);
    memset(ws, 0, sizeof *ws);
}
