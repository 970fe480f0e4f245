/* test_law.c - the checker of statements finds what it should, and only
 * that. */
#include "law.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const LAWFUL[] = {
    "SELECT id FROM thing WHERE id = $1 ORDER BY name NULLS LAST, id LIMIT $2",
    "SELECT CAST(SUM(minutes) AS BIGINT) FROM entry",
    "SELECT COALESCE(CAST(SUM(x) AS BIGINT), 0) / 60 FROM entry",
    "SELECT MAX(id), MIN(COALESCE(day, 0)) FROM entry",
    "UPDATE thing SET name = 'it''s; like \"this\"::x ?' WHERE id = $1",
    "INSERT INTO a (b) VALUES ($1) ON CONFLICT (b) DO UPDATE SET c = $2",
    "SELECT updated_us, alike, upper_limit FROM thing",
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM a) THEN 1 ELSE 0 END",
};

static const char *const UNLAWFUL[] = {
    "SELECT $1::bigint",
    "SELECT \"name\" FROM thing",
    "SELECT id FROM thing WHERE name LIKE $1",
    "SELECT id FROM thing WHERE lower(name) = $1",
    "SELECT SUM(minutes) FROM entry",
    "SELECT COALESCE(SUM(minutes), 0) FROM entry",
    "SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) FROM entry",
    "SELECT MAX(a, b) FROM entry",
    "SELECT min( a , (b) ) FROM entry",
    "SELECT a / b FROM entry",
    "SELECT a / 0 FROM entry",
    "SELECT a % 2 FROM entry",
    "SELECT id FROM thing WHERE id = ?1",
    "SELECT id FROM thing WHERE id = :id",
    "SELECT id FROM thing LIMIT 1",
    "SELECT id FROM thing WHERE flag IS TRUE",
    "SELECT id FROM thing FOR UPDATE",
    "SELECT now()",
    "SELECT Random()",
    "DELETE FROM thing; DELETE FROM other",
    "SELECT 'a' LIKE 'b'",
};

static void
test_lawful(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    for (size_t i = 0; i < sizeof(LAWFUL) / sizeof(*LAWFUL); i++) {
        struct str why = law_broken(a, LAWFUL[i]);

        if (why.n > 0)
            fail_msg("%s: " STR_FMT, LAWFUL[i], STR_ARG(why));
    }
    arena_free(a);
}

static void
test_unlawful(void **state)
{
    struct arena *a = arena_new("test");

    (void)state;
    for (size_t i = 0; i < sizeof(UNLAWFUL) / sizeof(*UNLAWFUL); i++)
        if (law_broken(a, UNLAWFUL[i]).n == 0)
            fail_msg("not found: %s", UNLAWFUL[i]);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lawful),
        cmocka_unit_test(test_unlawful),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
