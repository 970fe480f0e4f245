/* check.h - what the tests of this folder share. */
#ifndef TESTS_FORMAT_CHECK_H
#define TESTS_FORMAT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

/* The bytes of s are those of the literal; shows both if not. */
static inline void
check_str_at(struct str s, const char *want, const char *file, int line)
{
    if (str_eq(s, str_of(want)))
        return;
    print_error("%s:%d\n  got  [%.*s]\n  want [%s]\n", file, line, STR_ARG(s),
        want);
    fail();
}
#define check_str(s, want) check_str_at((s), (want), __FILE__, __LINE__)

static inline void
check_contains_at(struct str s, const char *part, const char *file, int line)
{
    if (str_find(s, str_of(part)) != SIZE_MAX)
        return;
    print_error("%s:%d\n  [%.*s]\n  lacks [%s]\n", file, line, STR_ARG(s),
        part);
    fail();
}
#define check_contains(s, part) \
    check_contains_at((s), (part), __FILE__, __LINE__)

#endif
