/* commands.h - the commands of letters. Each gets argv from its own name on and
 * returns the exit status: 0 success, 1 failed, 2 wrong usage, 130 ended by Ctrl-C. */
#ifndef TOOLS_COMMANDS_H
#define TOOLS_COMMANDS_H

int cmd_train(int argc, char **argv);
int cmd_eval(int argc, char **argv);
int cmd_recognize(int argc, char **argv);
int cmd_read(int argc, char **argv);
int cmd_hand(int argc, char **argv);
int cmd_quantize(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_samples(int argc, char **argv);
int cmd_explore(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_bench(int argc, char **argv);

#endif
