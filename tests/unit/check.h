/* check.h - what every C test uses. A failed CHECK prints file, line and values,
 * and check_done() makes the program exit with 1. */
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int check_count, check_failed;

#define CHECK(condition)                                                            \
    do {                                                                            \
        check_count++;                                                              \
        if (!(condition)) {                                                         \
            check_failed++;                                                         \
            printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);          \
        }                                                                           \
    } while (0)

#define CHECK_INT(actual, expected)                                                 \
    do {                                                                            \
        long long check_a = (long long)(actual), check_e = (long long)(expected);   \
        check_count++;                                                              \
        if (check_a != check_e) {                                                   \
            check_failed++;                                                         \
            printf("%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #actual,    \
                   check_a, check_e);                                               \
        }                                                                           \
    } while (0)

/* Also fails on NaN. */
#define CHECK_NEAR(actual, expected, tolerance)                                     \
    do {                                                                            \
        double check_a = (double)(actual), check_e = (double)(expected);            \
        check_count++;                                                              \
        if (!(fabs(check_a - check_e) <= (double)(tolerance))) {                    \
            check_failed++;                                                         \
            printf("%s:%d: %s is %.9g, not %.9g within %g\n", __FILE__, __LINE__,   \
                   #actual, check_a, check_e, (double)(tolerance));                 \
        }                                                                           \
    } while (0)

/* ctest's exit code for a skipped test (SKIP_RETURN_CODE). */
enum { CHECK_SKIPPED = 77 };

static inline int check_done(const char *name) {
    printf("%s: %d checks, %d failed\n", name, check_count, check_failed);
    return check_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
