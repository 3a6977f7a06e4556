/* pool.h - a few threads that share a list of numbered tasks. */
#ifndef HWR_POOL_H
#define HWR_POOL_H

#include <stddef.h>

typedef struct hwr_pool hwr_pool;

/* worker: 0 .. threads-1, for per-thread buffers; which worker gets which task varies. */
typedef void hwr_task(void *context, size_t task, int worker);

/* threads >= 1, the caller being one of them. NULL where a thread cannot be started. */
hwr_pool *hwr_pool_create(int threads);
void hwr_pool_destroy(hwr_pool *pool);

/* Runs tasks 0 .. n-1 and returns when all are done. */
void hwr_pool_run(hwr_pool *pool, hwr_task *task, void *context, size_t n);

#endif
