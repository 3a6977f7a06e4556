#include "pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct hwr_pool {
    int threads; /* including the caller */
    int busy;    /* workers still in the current run */
    int stop;
    size_t round; /* counts runs, so that a worker joins each once */
    pthread_mutex_t lock;
    pthread_cond_t start, done;
    hwr_task *task;
    void *context;
    size_t n;
    atomic_size_t next;
    pthread_t *handles; /* (threads - 1) */
};

typedef struct start_info {
    hwr_pool *pool;
    int worker;
} start_info;

static void take_tasks(hwr_pool *pool, int worker) {
    size_t i;
    while ((i = atomic_fetch_add(&pool->next, 1)) < pool->n) pool->task(pool->context, i, worker);
}

static void *work(void *argument) {
    start_info info = *(start_info *)argument;
    hwr_pool *pool = info.pool;
    size_t seen = 0;
    free(argument);
    for (;;) {
        pthread_mutex_lock(&pool->lock);
        while (pool->round == seen && !pool->stop) pthread_cond_wait(&pool->start, &pool->lock);
        int stop = pool->stop;
        seen = pool->round;
        pthread_mutex_unlock(&pool->lock);
        if (stop) return NULL;
        take_tasks(pool, info.worker);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0) pthread_cond_signal(&pool->done);
        pthread_mutex_unlock(&pool->lock);
    }
}

hwr_pool *hwr_pool_create(int threads) {
    hwr_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->start, NULL);
    pthread_cond_init(&pool->done, NULL);
    pool->threads = 1;
    pool->handles = calloc((size_t)threads, sizeof *pool->handles);
    while (pool->handles && pool->threads < threads) {
        start_info *info = malloc(sizeof *info);
        if (!info) break;
        *info = (start_info){pool, pool->threads};
        if (pthread_create(&pool->handles[pool->threads - 1], NULL, work, info)) {
            free(info);
            break;
        }
        pool->threads++;
    }
    if (pool->handles && pool->threads == threads) return pool;
    hwr_pool_destroy(pool);
    return NULL;
}

void hwr_pool_destroy(hwr_pool *pool) {
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    pool->stop = 1;
    pthread_cond_broadcast(&pool->start);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i + 1 < pool->threads; i++) pthread_join(pool->handles[i], NULL);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->start);
    pthread_cond_destroy(&pool->done);
    free(pool->handles);
    free(pool);
}

void hwr_pool_run(hwr_pool *pool, hwr_task *task, void *context, size_t n) {
    pthread_mutex_lock(&pool->lock);
    pool->task = task;
    pool->context = context;
    pool->n = n;
    atomic_store(&pool->next, 0);
    pool->busy = pool->threads - 1;
    pool->round++;
    pthread_cond_broadcast(&pool->start);
    pthread_mutex_unlock(&pool->lock);
    take_tasks(pool, 0);
    pthread_mutex_lock(&pool->lock);
    while (pool->busy) pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}
