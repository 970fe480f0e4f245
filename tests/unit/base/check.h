/* check.h - cmocka with its includes, and a comparison for struct str. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* s has exactly the bytes of the literal. Prints both when they differ. */
#define assert_str(s, lit) \
    do { \
        struct str s_ = (s); \
        if (!str_eq(s_, STR(lit))) \
            fail_msg("got \"" STR_FMT "\", wanted \"%s\"", STR_ARG(s_), lit); \
    } while (0)

/* The NUL-terminated text holds the part. */
#define assert_has(text, part) \
    do { \
        if (strstr((text), (part)) == NULL) \
            fail_msg("no \"%s\" in \"%s\"", (part), (text)); \
    } while (0)

#endif
