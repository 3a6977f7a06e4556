/* bench_train.c - images a second of the trainer, for tools/bench/bench_train.sh.
 *
 *     bench_train ARCH BATCH THREADS STEPS AUGMENT
 *
 * Trains on random images, so no data is needed; prints images a second, then how many images
 * that was, their seconds, the seconds of processor time, and the most memory held (MB). The
 * first two steps are not counted. AUGMENT 0 leaves the distortions out, as the comparison does. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "clock.h"
#include "train/trainer.h"

static double processor_seconds(void) {
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
           1e-6 * (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}

static double most_megabytes(void) {
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (double)r.ru_maxrss / 1024; /* Linux counts kilobytes */
}

static int random_images(hwr_dataset *set, size_t n) {
    hwr_rng rng = hwr_rng_stream(1, 0, 0, 0);
    if (hwr_dataset_reserve(set, n) != HWR_OK) return -1;
    for (size_t i = 0; i < n * HWR_PIXELS; i++) set->images[i] = (uint8_t)hwr_rng_below(&rng, 256);
    for (size_t i = 0; i < n; i++) set->targets[i] = (uint16_t)(i % 37);
    set->n = n;
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: bench_train ARCH BATCH THREADS STEPS AUGMENT\n");
        return 2;
    }
    size_t batch = (size_t)atoi(argv[2]), steps = (size_t)atoi(argv[4]);
    hwr_train_options options = {.net = hwr_net_find(argv[1]),
                                 .seed = 1,
                                 .threads = atoi(argv[3]),
                                 .epochs = 1,
                                 .batch = batch,
                                 .rate = 0.01f,
                                 .optimizer = {HWR_SGD, 0.9f, 0.99f, 5e-4f},
                                 .ema_decay = 0.999f,
                                 .augment = hwr_augment_strength((float)atof(argv[5]))};
    if (atof(argv[5]) <= 0) options.augment.weight_chance = 0;
    hwr_dataset set = {0};
    hwr_trainer *trainer = NULL;
    if (!options.net || random_images(&set, batch * (steps + 2)) != 0) return 1;
    hwr_train_data data = {&set, NULL};
    hwr_status status = hwr_trainer_create(&trainer, &options, &data);
    if (status != HWR_OK) {
        fprintf(stderr, "bench_train: %s\n", hwr_status_string(status));
        return 1;
    }
    hwr_trainer_step(trainer);
    hwr_trainer_step(trainer);
    double start = tool_seconds(), used = processor_seconds();
    for (size_t i = 0; i < steps; i++) hwr_trainer_step(trainer);
    double seconds = tool_seconds() - start;
    printf("%.1f %zu %.2f %.2f %.0f\n", (double)(batch * steps) / seconds, batch * steps, seconds,
           processor_seconds() - used, most_megabytes());
    hwr_trainer_destroy(trainer);
    hwr_dataset_free(&set);
    return 0;
}
