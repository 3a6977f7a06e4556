/* clock.h - the time, for measuring and for progress.
 *
 * tools/bench/ times the trainer and the machine. */
#ifndef TOOLS_CLOCK_H
#define TOOLS_CLOCK_H

/* Seconds from a clock that only goes forward. */
double tool_seconds(void);

#endif
