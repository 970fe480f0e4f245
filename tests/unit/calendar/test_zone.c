/* test_zone.c - time zones from TZif files: transitions, rules, bad files. */
#include "calendar/calendar.h"
#include "calendar/zone.h"
#include "check.h"

#include <stdio.h>
#include <string.h>

/* A made-up TZif file: standard time before `at`, summer time behind it. */
struct made {
    char bytes[512];
    size_t n;
};

static void
put_int(struct made *m, int64_t v, size_t size)
{
    for (size_t i = size; i-- > 0;)
        m->bytes[m->n++] = (char)(unsigned char)((uint64_t)v >> (8 * i));
}

static void
put_header(struct made *m, char version, int64_t times, int64_t types)
{
    memcpy(m->bytes + m->n, "TZif", 4);
    m->bytes[m->n + 4] = version;
    memset(m->bytes + m->n + 5, 0, 15);
    m->n += 20;
    put_int(m, 0, 4);     /* UTC indicators */
    put_int(m, 0, 4);     /* standard indicators */
    put_int(m, 0, 4);     /* leap seconds */
    put_int(m, times, 4);
    put_int(m, types, 4);
    put_int(m, 4, 4);     /* bytes of abbreviations */
}

static void
put_type(struct made *m, int32_t offset, bool summer)
{
    put_int(m, offset, 4);
    put_int(m, summer, 1);
    put_int(m, 0, 1);
}

/* One transition at `at` from `before` to `after`, then the rule. */
static struct str
make(struct made *m, int64_t at, int32_t before, int32_t after,
    const char *rule)
{
    m->n = 0;
    put_header(m, '2', 0, 1);
    put_type(m, 0, false);
    put_int(m, 0, 4);
    put_header(m, '2', 1, 2);
    put_int(m, at, 8);
    put_int(m, 1, 1);
    put_type(m, before, false);
    put_type(m, after, false);
    put_int(m, 0, 4);
    m->n += (size_t)snprintf(
        m->bytes + m->n, sizeof(m->bytes) - m->n, "\n%s\n", rule);
    return (struct str){ m->bytes, m->n };
}

static const struct zone *
zone_with(struct arena *a, const char *rule)
{
    struct made m;
    const struct zone *z;
    struct err err;

    /* 1970-01-01T00:00:00Z: from +00:30 to the rule */
    if (zone_parse(a, STR("Made/Up"), make(&m, 0, 1800, 3600, rule), &z,
            &err) != OK)
        fail_msg("%s: %s", rule, err.text);
    return z;
}

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
    return day_of_ymd(year, month, day).n * INT64_C(86400) + hour * 3600 +
        minute * 60;
}

static void
rules_of_the_north(void **state)
{
    struct arena *a = arena_new("zone");
    const struct zone *z = zone_with(a, "CET-1CEST,M3.5.0,M10.5.0/3");

    (void)state;
    assert_true(str_eq(zone_name(z), STR("Made/Up")));
    assert_int_equal(zone_offset_standard(z), 3600);
    assert_int_equal(zone_offset_at(z, -1), 1800);
    assert_int_equal(zone_offset_at(z, 0), 3600);
    /* last Sundays of March and October 2024: 31 and 27 */
    assert_int_equal(zone_offset_at(z, utc(2024, 3, 31, 0, 59)), 3600);
    assert_int_equal(zone_offset_at(z, utc(2024, 3, 31, 1, 0)), 7200);
    assert_int_equal(zone_offset_at(z, utc(2024, 10, 27, 0, 59)), 7200);
    assert_int_equal(zone_offset_at(z, utc(2024, 10, 27, 1, 0)), 3600);
    assert_int_equal(zone_offset_at(z, utc(2150, 7, 1, 0, 0)), 7200);
    /* jumped over, twice, plain */
    assert_int_equal(zone_offset_local(z, utc(2024, 3, 31, 2, 30)), 3600);
    assert_int_equal(zone_offset_local(z, utc(2024, 3, 31, 3, 0)), 7200);
    assert_int_equal(zone_offset_local(z, utc(2024, 10, 27, 2, 30)), 7200);
    assert_int_equal(zone_offset_local(z, utc(2024, 10, 27, 3, 0)), 3600);
    assert_int_equal(zone_offset_local(z, utc(2024, 1, 1, 0, 0)), 3600);
    arena_free(a);
}

static void
rules_of_the_south_and_others(void **state)
{
    struct arena *a = arena_new("zone");
    const struct zone *z = zone_with(a, "AEST-10AEDT,M10.1.0,M4.1.0/3");

    (void)state;
    assert_int_equal(zone_offset_at(z, utc(2024, 1, 1, 0, 0)), 39600);
    assert_int_equal(zone_offset_at(z, utc(2024, 7, 1, 0, 0)), 36000);
    /* first Sunday of October 2024: 6, 02:00 +10 */
    assert_int_equal(zone_offset_at(z, utc(2024, 10, 5, 15, 59)), 36000);
    assert_int_equal(zone_offset_at(z, utc(2024, 10, 5, 16, 0)), 39600);
    z = zone_with(a, "<+0330>-3:30");
    assert_int_equal(zone_offset_at(z, utc(2024, 7, 1, 0, 0)), 12600);
    z = zone_with(a, "IST-1GMT0,M10.5.0,M3.5.0/1"); /* winter time is "summer" */
    assert_int_equal(zone_offset_at(z, utc(2024, 7, 1, 0, 0)), 3600);
    assert_int_equal(zone_offset_at(z, utc(2024, 12, 1, 0, 0)), 0);
    /* J60 is 1 March in every year, 59 is 29 February in leap years */
    z = zone_with(a, "XXX0YYY,J60/0,J300/0");
    assert_int_equal(zone_offset_at(z, utc(2024, 2, 29, 23, 59)), 0);
    assert_int_equal(zone_offset_at(z, utc(2024, 3, 1, 0, 0)), 3600);
    assert_int_equal(zone_offset_at(z, utc(2023, 3, 1, 0, 0)), 3600);
    z = zone_with(a, "XXX0YYY,59/0,300/0");
    assert_int_equal(zone_offset_at(z, utc(2024, 2, 29, 0, 0)), 3600);
    assert_int_equal(zone_offset_at(z, utc(2023, 2, 28, 23, 59)), 0);
    z = zone_with(a, "EST5EDT4:30,M3.2.0/-1,M11.1.0/26:30:15");
    assert_int_equal(zone_offset_at(z, utc(2024, 7, 1, 0, 0)), -16200);
    z = zone_with(a, ""); /* no rule: the last transition goes on */
    assert_int_equal(zone_offset_at(z, utc(2900, 7, 1, 0, 0)), 3600);
    /* a billion years away */
    z = zone_with(a, "CET-1CEST,M3.5.0,M10.5.0/3");
    assert_int_equal(zone_offset_at(z, INT64_C(31556889864403199)), 3600);
    arena_free(a);
}

static void
bad_files(void **state)
{
    static const char *const rules[] = { "CET", "C-1", "CET-1CEST", "CET-x",
        "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0", "<+03-3",
        "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-200", "CET-1CEST,400,1",
        "CET-30" };
    struct arena *a = arena_new("zone");
    const struct zone *z = NULL;
    struct made m;
    struct err err;
    struct str whole = make(&m, 0, 0, 3600, "CET-1");

    (void)state;
    for (size_t n = 0; n < whole.n; n++)
        if (zone_parse(a, STR("X"), str_sub(whole, 0, n), &z, &err) !=
                ERR_INPUT &&
            n + 7 != whole.n) /* all but the rule is a whole file */
            fail_msg("%zu bytes were taken for a file", n);
    z = NULL;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (zone_parse(a, STR("X"), make(&m, 0, 0, 3600, rules[i]), &z,
                &err) != ERR_INPUT)
            fail_msg("%s was taken for a rule", rules[i]);
    /* an offset of more than a day, a type that is not there */
    assert_int_equal(
        zone_parse(a, STR("X"), make(&m, 0, 0, 100000, ""), &z, &err),
        ERR_INPUT);
    whole = make(&m, 0, 0, 3600, "");
    m.bytes[44 + 6 + 4 + 44 + 8] = 2;
    assert_int_equal(zone_parse(a, STR("X"), whole, &z, &err), ERR_INPUT);
    /* counts that are no counts */
    whole = make(&m, 0, 0, 3600, "");
    m.bytes[32] = (char)0xff;
    assert_int_equal(zone_parse(a, STR("X"), whole, &z, &err), ERR_INPUT);
    assert_null(z);
    arena_free(a);
}

static void
files_by_name(void **state)
{
    static const char *const names[] = { "", "..", "../zone", "/etc/passwd",
        "a//b", "a/", "Europe/../Paris", "Europe Paris", "Eu\xc3\xa9",
        "Nowhere/At_All",
        "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
    struct arena *a = arena_new("zone");
    const struct zone *z = NULL;
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (zone_load(a, STR("."), str_of(names[i]), &z, &err) !=
            ERR_NOT_FOUND)
            fail_msg("%s was found", names[i]);
    assert_int_equal(
        zone_load(a, STR(""), STR("Europe/Paris"), &z, &err), ERR_NOT_FOUND);
    assert_null(z);
    arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_of_the_north),
        cmocka_unit_test(rules_of_the_south_and_others),
        cmocka_unit_test(bad_files),
        cmocka_unit_test(files_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
