/* Administrative divisions: the shipped table (path as first argument, may be
 * left out) and small ones of our own. */
#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "code,name,level,parent_code,status,valid_from,valid_to,note\n"

static const char small_csv[] =
    HEAD "500000,重庆市,province,,current,,,\n"
         "500105,江北区,county,500000,abolished,,2025-11-06,\n"
         "500157,两江新区,county,500000,current,2025-11-06,,\n"
         "500103,渝中区,county,500000,current,,,\n"
         "510000,四川省,province,,current,,,\n"
         "510100,成都市,prefecture,510000,current,,,\n"
         "510107,武侯区,county,510100,current,,,\n"
         "330103,下城区,county,330100,abolished,,,end not known\n"
         "653228,和康县,county,653200,current,2024-12,,month only\n";

static const struct regions *
table(struct arena *a, const char *csv)
{
    const struct regions *r = NULL;
    struct err err;

    assert_int_equal(regions_from_csv(a, str_of(csv), &r, &err), OK);
    return r;
}

static void
finds_and_names(void **state)
{
    struct arena *a = arena_new("test");
    const struct regions *r = table(a, small_csv);

    (void)state;
    assert_int_equal(region_find(r, STR("510107"))->level, 3);
    assert_null(region_find(r, STR("510")));
    assert_null(region_find(r, STR("999999")));
    assert_true(
        str_eq(region_path(a, r, STR("510107")), STR("四川省 成都市 武侯区")));
    assert_true(str_eq(region_path(a, r, STR("500103")), STR("重庆市 渝中区")));
    assert_true(str_eq(region_path(a, r, STR("000001")), STR("")));
    /* a row whose parent is not in the table */
    assert_true(str_eq(region_path(a, r, STR("330103")), STR("下城区")));
    arena_free(a);
}

static size_t
count(
    struct arena *a, const struct regions *r, const char *parent, struct day on)
{
    size_t n;

    (void)region_children(a, r, str_of(parent), on, &n);
    return n;
}

static void
children_depend_on_the_day(void **state)
{
    struct arena *a = arena_new("test");
    const struct regions *r = table(a, small_csv);
    size_t n;
    const struct region *const *now =
        region_children(a, r, STR("500000"), day_of_ymd(2025, 11, 6), &n);

    (void)state;
    assert_int_equal(n, 2); /* 渝中, 两江新区 */
    assert_true(str_eq(now[0]->code, STR("500103")));
    assert_true(str_eq(now[1]->code, STR("500157")));
    assert_int_equal(count(a, r, "500000", day_of_ymd(2025, 11, 5)), 2);
    assert_int_equal(count(a, r, "", day_of_ymd(2025, 1, 1)), 2);
    assert_int_equal(count(a, r, "510107", day_of_ymd(2025, 1, 1)), 0);
    assert_int_equal(count(a, r, "653200", day_of_ymd(2024, 11, 30)), 0);
    assert_int_equal(count(a, r, "653200", day_of_ymd(2024, 12, 1)), 1);
    assert_int_equal(count(a, r, "330100", day_of_ymd(2018, 1, 1)), 0);
    arena_free(a);
}

static void
within(void **state)
{
    struct arena *a = arena_new("test");
    const struct regions *r = table(a, small_csv);

    (void)state;
    assert_true(region_within(r, STR("510107"), STR("510000")));
    assert_true(region_within(r, STR("510107"), STR("510100")));
    assert_true(region_within(r, STR("510107"), STR("510107")));
    assert_true(region_within(r, STR("510107"), STR("")));
    assert_true(region_within(r, STR("510107"), STR("000000")));
    assert_true(region_within(r, STR("500105"), STR("500000"))); /* abolished */
    assert_false(region_within(r, STR("510000"), STR("510100")));
    assert_false(region_within(r, STR("500103"), STR("510000")));
    assert_false(region_within(r, STR("999999"), STR("510000")));
    assert_false(region_within(r, STR(""), STR("510000")));
    arena_free(a);
}

static void
refuses(const char *csv, const char *part)
{
    struct arena *a = arena_new("test");
    const struct regions *r = NULL;
    struct err err;

    assert_int_equal(regions_from_csv(a, str_of(csv), &r, &err), ERR_INPUT);
    assert_null(r);
    if (strstr(err.text, part) == NULL)
        fail_msg("said: %s", err.text);
    arena_free(a);
}

static void
bad_tables(void **state)
{
    (void)state;
    refuses("", "空");
    refuses("code,name\n1,2\n", "level");
    refuses(HEAD "5001,某市,province,,current,,,\n", "6 位");
    refuses(HEAD "500000,某市,state,,current,,,\n", "级别");
    refuses(HEAD "500000,某市\n", "列数");
    refuses(HEAD "500000,某市,province,,current,2025-13-01,,\n", "");
}

static const char *shipped_path;

static void
shipped_table(void **state)
{
    struct arena *a = arena_new("test");
    FILE *f = fopen(shipped_path, "rb");
    char *bytes = arena_alloc(a, 1 << 20);

    (void)state;
    if (f == NULL) {
        arena_free(a);
        skip();
    }
    size_t n = fread(bytes, 1, 1 << 20, f);
    (void)fclose(f);
    const struct regions *r = NULL;
    struct err err;
    if (regions_from_csv(a, (struct str){ bytes, n }, &r, &err) != OK)
        fail_msg("%s: %s", err.where, err.text);
    struct day on = day_of_ymd(2023, 3, 12);
    assert_int_equal(count(a, r, "", on), 34);
    assert_int_equal(count(a, r, "510000", on), 21);
    assert_non_null(region_find(r, STR("500157")));
    assert_non_null(region_find(r, STR("500105")));
    assert_null(region_find(r, STR("500100"))); /* a roll-up, no division */
    assert_null(region_find(r, STR("500999")));
    assert_int_equal(count(a, r, "500000", day_of_ymd(2025, 11, 5)), 38);
    assert_int_equal(count(a, r, "500000", day_of_ymd(2025, 11, 6)), 37);
    arena_free(a);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_and_names),
        cmocka_unit_test(children_depend_on_the_day),
        cmocka_unit_test(within),
        cmocka_unit_test(bad_tables),
        cmocka_unit_test(shipped_table),
    };

    shipped_path = argc > 1 ? argv[1] : "";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
