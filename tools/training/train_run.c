#include "train_run.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/clock.h"
#include "io/safetensors.h"
#include "train_epoch.h"
#include "train_start.h"

enum { PATH_LENGTH = 4096 };

typedef struct state {
    const tool_train_run *run;
    hwr_trainer *trainer;
    int lock;                                    /* of the directory run->out */
    tool_text log;                               /* log.jsonl so far */
    double best;                                 /* best validation score */
    double started, epoch_started, saved, shown; /* seconds */
    size_t epoch_done;         /* examples of this epoch when this process took it up */
    size_t epochs_shown;       /* by this process */
    hwr_confidence confidence; /* of the weights it saved last */
} state;

static int path_of(char *path, const state *s, const char *name, tool_error *error) {
    int n = snprintf(path, PATH_LENGTH, "%s/%s", s->run->out, name);
    return n < PATH_LENGTH ? 0 : tool_fail(error, "%s: the path is too long", s->run->out);
}

/* ---- Checkpoints --------------------------------------------------------- */

/* The new one is complete on the disk before the old ones move. */
static int save_checkpoint(state *s, tool_error *error) {
    char path[PATH_LENGTH], previous[PATH_LENGTH], next[PATH_LENGTH];
    size_t length = hwr_trainer_save(s->trainer, NULL, 0);
    uint8_t *bytes = tool_alloc(length, 1);
    hwr_trainer_save(s->trainer, bytes, length);
    int result = path_of(path, s, "checkpoint.bin", error);
    if (result == 0) result = path_of(previous, s, "checkpoint.previous.bin", error);
    if (result == 0) result = path_of(next, s, "checkpoint.next.bin", error);
    if (result == 0) result = tool_write_file(next, bytes, length, error);
    free(bytes);
    if (result != 0) return result;
    rename(path, previous); /* there may be none yet */
    if (tool_rename(next, path, error) != 0) return -1;
    s->saved = tool_seconds();
    return 0;
}

static int restore_one(state *s, const char *name, tool_error *error) {
    char path[PATH_LENGTH];
    tool_bytes file;
    if (path_of(path, s, name, error) != 0 ||
        tool_read_file(&file, path, TOOL_MAX_CHECKPOINT, error) != 0)
        return -1;
    hwr_status status = hwr_trainer_restore(s->trainer, file.data, file.length);
    free(file.data);
    if (status == HWR_OK) return 0;
    if (status == HWR_ERR_SHAPE)
        return tool_fail(error,
                         "%s: a checkpoint of another network, options or data; give the options "
                         "it was made with; for more epochs, go on from the weights: --start "
                         "%s/model.safetensors and another --out",
                         path, s->run->out);
    return tool_fail(error, "%s: %s; give another --out, or take the run's weights as --start",
                     path, hwr_status_string(status));
}

static int restore(state *s, tool_error *error) {
    tool_error newest;
    if (restore_one(s, "checkpoint.bin", &newest) == 0) return 0;
    if (restore_one(s, "checkpoint.previous.bin", error) == 0) {
        fprintf(stderr, "letters: %s; going on from the checkpoint before it\n", newest.text);
        return 0;
    }
    *error = newest;
    return -1;
}

/* ---- The log ------------------------------------------------------------- */

/* Keeps the lines of epochs that the restored state has done, and the best score in them. */
static int reload_log(state *s, tool_error *error) {
    char path[PATH_LENGTH];
    tool_bytes file;
    size_t epochs = hwr_trainer_position(s->trainer).epoch;
    if (path_of(path, s, "log.jsonl", error) != 0) return -1;
    if (access(path, F_OK) != 0) return 0;
    if (tool_read_file(&file, path, TOOL_MAX_LOG, error) != 0) return -1;
    for (char *line = (char *)file.data; *line;) {
        char *end = strchr(line, '\n');
        size_t length = end ? (size_t)(end - line) : strlen(line);
        json_t *entry = json_loadb(line, length, 0, NULL);
        size_t epoch = (size_t)json_integer_value(json_object_get(entry, "epoch"));
        if (entry && epoch >= 1 && epoch <= epochs) {
            double score = json_number_value(json_object_get(entry, "score"));
            if (score > s->best) s->best = score;
            tool_text_bytes(&s->log, line, length);
            tool_text_bytes(&s->log, "\n", 1);
        }
        json_decref(entry);
        line += length + (end != NULL);
    }
    free(file.data);
    return 0;
}

static int save_weights(state *s, double score, tool_error *error) {
    char path[PATH_LENGTH];
    hwr_confidence confidence;
    if (path_of(path, s, "model.safetensors", error) != 0) return -1;
    if (hwr_trainer_confidence(s->trainer, &confidence) != HWR_OK)
        return tool_fail(error, "train: out of memory");
    if (score > s->best) s->best = score;
    s->confidence = confidence;
    return tool_save_weights(path, hwr_trainer_plan(s->trainer), hwr_trainer_weights(s->trainer),
                             s->run->options->labels, &confidence, error);
}

static int end_epoch(state *s, tool_error *error) {
    char path[PATH_LENGTH];
    hwr_train_position p = hwr_trainer_position(s->trainer);
    size_t examples = p.steps_per_epoch * s->run->options->batch;
    tool_epoch e = {.number = p.epoch,
                    .of = s->run->options->epochs,
                    .held_out = p.held_out,
                    .rate = (double)hwr_trainer_rate(s->trainer),
                    .seconds = tool_seconds() - s->epoch_started,
                    .training = p.sums,
                    .validation = hwr_trainer_validate(s->trainer)};
    e.img_per_s = (double)(examples - s->epoch_done) / e.seconds;
    double score = tool_epoch_score(&e);
    e.best = score > s->best;
    tool_epoch_log(&s->log, &e);
    if (isatty(2)) fputs("\r\033[K", stderr);
    tool_epoch_show(&e);
    if (s->epochs_shown++ == 0) tool_epoch_explain(&e);
    int result = e.best || s->run->keep_last ? save_weights(s, score, error) : 0;
    if (result == 0) result = path_of(path, s, "log.jsonl", error);
    if (result == 0) result = tool_write_file(path, s->log.data, s->log.length, error);
    if (result == 0) result = save_checkpoint(s, error);
    s->epoch_started = tool_seconds();
    s->epoch_done = 0;
    return result;
}

/* ---- Progress ------------------------------------------------------------ */

static void show_progress(state *s, int terminal) {
    hwr_train_position p = hwr_trainer_position(s->trainer);
    size_t epochs = s->run->options->epochs, batch = s->run->options->batch;
    double rate = (double)(p.step * batch - s->epoch_done) / (tool_seconds() - s->epoch_started);
    double left = (double)((epochs - p.epoch) * p.steps_per_epoch - p.step) * (double)batch / rate;
    char bar[21];
    for (int i = 0; i < 20; i++) bar[i] = (size_t)i * p.steps_per_epoch < 20 * p.step ? '#' : '.';
    bar[20] = '\0';
    fprintf(stderr,
            "%sepoch %zu/%zu [%s] loss %.3f  right %.1f %%  %.0f img/s  %d:%02d:%02d left%s",
            terminal ? "\r\033[K" : "", p.epoch + 1, epochs, bar, p.sums.loss / (double)p.sums.n,
            100 * (double)p.sums.correct / (double)p.sums.n, rate, (int)(left / 3600),
            (int)(left / 60) % 60, (int)left % 60, terminal ? "" : "\n");
    s->shown = tool_seconds();
}

/* The first Ctrl-C ends the run after the step it is in, a second one at once. */
static volatile sig_atomic_t interrupted;

static void interrupt(int signal) {
    (void)signal;
    interrupted = 1;
}

static void watch_for_interrupt(void) {
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

static int loop(state *s, tool_error *error) {
    int terminal = isatty(2);
    double pause = terminal ? 0.2 : 20;
    hwr_train_position p = hwr_trainer_position(s->trainer);
    s->started = s->epoch_started = s->saved = tool_seconds();
    s->shown = terminal ? 0 : tool_seconds();
    s->epoch_done = p.step * s->run->options->batch;
    while ((p = hwr_trainer_position(s->trainer)).epoch < s->run->options->epochs) {
        size_t epoch = p.epoch;
        if (interrupted) {
            if (terminal) fputc('\n', stderr); /* below the progress bar */
            return save_checkpoint(s, error) == 0 ? TOOL_TRAIN_STOPPED : -1;
        }
        hwr_trainer_step(s->trainer);
        if (hwr_trainer_position(s->trainer).epoch > epoch) {
            if (end_epoch(s, error) != 0) return -1;
            continue;
        }
        if (tool_seconds() - s->shown > pause) show_progress(s, terminal);
        if (tool_seconds() - s->saved >= (double)s->run->checkpoint_seconds &&
            save_checkpoint(s, error) != 0)
            return -1;
    }
    return 0;
}

static void say_threshold(const hwr_confidence *c) {
    if (c->threshold > 0)
        fprintf(stderr,
                "no letter below a score of %.3f: false rejects %.2f %%, true rejects %.1f %%\n",
                (double)c->threshold, 100 * (double)c->false_reject_rate,
                100 * (double)c->true_reject_rate);
}

static int prepare(state *s, tool_error *error) {
    char path[PATH_LENGTH], previous[PATH_LENGTH];
    if (path_of(path, s, "checkpoint.bin", error) != 0) return -1;
    if (path_of(previous, s, "checkpoint.previous.bin", error) != 0) return -1;
    if (tool_make_directory(s->run->out, error) != 0) return -1;
    if (tool_lock_directory(&s->lock, s->run->out, error) != 0) return -1;
    if (!s->run->resume && (access(path, F_OK) == 0 || access(previous, F_OK) == 0))
        return tool_fail(error,
                         "%s: already holds a run; go on with --resume, or give another --out",
                         s->run->out);
    if (s->run->options->net->input == HWR_INPUT_TRACE && s->run->data->images->n > 0)
        return tool_fail(error,
                         "train: --arch %s learns from --strokes alone; leave the images out",
                         s->run->options->net->name);
    hwr_status status = hwr_trainer_create(&s->trainer, s->run->options, s->run->data);
    if (status != HWR_OK)
        return tool_fail(error, "train: %s; is there at least one batch of examples?",
                         hwr_status_string(status));
    if (tool_train_start(s->trainer, s->run, error) != 0) return -1;
    if (!s->run->resume)
        return save_checkpoint(s, error); /* also shows early that out is writable */
    if (restore(s, error) != 0) return -1;
    return reload_log(s, error);
}

int tool_train(const tool_train_run *run, tool_error *error) {
    state s = {.run = run, .lock = -1, .best = -1};
    int result = prepare(&s, error);
    if (result == 0) {
        hwr_train_position p = hwr_trainer_position(s.trainer);
        fprintf(
            stderr,
            "%s: %d classes, %zu examples, %zu held out, %zu steps of %zu an epoch, %d threads\n",
            run->options->net->name, run->options->labels->n, p.examples, p.held_out,
            p.steps_per_epoch, run->options->batch, run->options->threads);
        if (p.epoch >= run->options->epochs)
            fprintf(stderr,
                    "letters: %s: all %zu epochs of this run are done; for more, go on from the "
                    "weights: --start %s/model.safetensors and another --out\n",
                    run->out, p.epoch, run->out);
        watch_for_interrupt();
        result = loop(&s, error);
        say_threshold(&s.confidence);
    }
    hwr_trainer_destroy(s.trainer);
    free(s.log.data);
    if (s.lock >= 0) close(s.lock);
    return result;
}
