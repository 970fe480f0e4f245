/* test_term.c - corresponding dates, anniversaries, months of experience. */
#include "table.h"

#include <limits.h>

static void
adds_by_corresponding_dates(void **state)
{
    (void)state;
    assert_day(day_add_months(on("2023-01-31"), 1), "2023-02-28");
    assert_day(day_add_months(on("2024-01-31"), 1), "2024-02-29");
    assert_day(day_add_months(on("2023-01-31"), 2), "2023-03-31");
    assert_day(day_add_months(on("2023-03-31"), -1), "2023-02-28");
    assert_day(day_add_months(on("2023-01-15"), -1), "2022-12-15");
    assert_day(day_add_months(on("2023-12-15"), 1), "2024-01-15");
    assert_day(day_add_months(on("2023-06-15"), -30), "2020-12-15");
    assert_day(day_add_months(on("2023-06-15"), 0), "2023-06-15");
    assert_day(day_add_years(on("2024-02-29"), 1), "2025-02-28");
    assert_day(day_add_years(on("2024-02-29"), 4), "2028-02-29");
    assert_day(day_add_years(on("2024-02-29"), -3), "2021-02-28");
    assert_day(day_add_years(on("2023-02-28"), 1), "2024-02-28");
    assert_day(day_add_days(on("2024-02-28"), 2), "2024-03-01");
    assert_day(day_add_days(on("2024-01-01"), -1), "2023-12-31");
}

static void
stays_in_range(void **state)
{
    const struct day d = day_of_ymd(2023, 1, 1);

    (void)state;
    assert_int_equal(day_ymd(day_add_days(d, INT_MAX)).year, 9999);
    assert_int_equal(day_ymd(day_add_days(d, INT_MIN)).year, 1);
    assert_int_equal(day_ymd(day_add_months(d, INT_MAX)).year, 9999);
    assert_int_equal(day_ymd(day_add_months(d, INT_MIN)).year, 1);
    assert_int_equal(day_ymd(day_add_years(d, INT_MAX)).year, 9999);
    assert_int_equal(day_ymd(day_add_years(d, INT_MIN)).year, 1);
    assert_true(day_is_none(day_add_days(DAY_NONE, 5)));
    assert_true(day_is_none(day_add_months(DAY_NONE, 5)));
    assert_true(day_is_none(day_add_years(DAY_NONE, 5)));
}

/* R7: the anniversary counts. */
static void
counts_full_years(void **state)
{
    (void)state;
    assert_int_equal(day_full_years(on("2018-03-12"), on("2023-03-12")), 5);
    assert_int_equal(day_full_years(on("2018-03-12"), on("2023-03-11")), 4);
    assert_int_equal(day_full_years(on("2018-03-12"), on("2018-03-12")), 0);
    assert_int_equal(day_full_years(on("2020-02-29"), on("2021-02-28")), 1);
    assert_int_equal(day_full_years(on("2020-02-29"), on("2021-02-27")), 0);
    assert_int_equal(day_full_years(on("2020-02-29"), on("2024-02-28")), 3);
    assert_int_equal(day_full_years(on("2020-02-29"), on("2024-02-29")), 4);
    assert_int_equal(day_full_years(on("2023-03-12"), on("2023-03-11")), -1);
    assert_int_equal(day_full_months(on("2023-01-31"), on("2023-02-28")), 1);
    assert_int_equal(day_full_months(on("2023-01-31"), on("2023-02-27")), 0);
    assert_int_equal(day_full_months(on("2023-01-31"), on("2023-03-30")), 1);
    assert_int_equal(day_full_months(on("2022-11-15"), on("2023-02-15")), 3);
    assert_int_equal(day_full_months(on("2023-02-15"), on("2023-02-14")), -1);
    assert_int_equal(day_full_months(on("2023-02-15"), on("2022-12-15")), -2);
}

/* The promise of the header, for many pairs: the largest n that still fits. */
static void
full_months_are_the_largest_that_fit(void **state)
{
    const struct day from = on("2019-12-20");

    (void)state;
    for (int i = 0; i < 500; i += 1)
        for (int k = -400; k < 900; k += 7) {
            struct day a = day_add_days(from, i);
            struct day b = day_add_days(a, k);
            int m = day_full_months(a, b), y = day_full_years(a, b);

            assert_true(day_cmp(day_add_months(a, m), b) <= 0);
            assert_true(day_cmp(day_add_months(a, m + 1), b) > 0);
            assert_true(day_cmp(day_add_years(a, y), b) <= 0);
            assert_true(day_cmp(day_add_years(a, y + 1), b) > 0);
        }
}

/* S-A20: recorded 2024-06-12, last valid day 2027-06-12. */
static void
three_year_term_s_a20(void **state)
{
    struct day last = term_last_day(on("2024-06-12"), 3);

    (void)state;
    assert_day(last, "2027-06-12");
    assert_true(at("2027-06-12 23:59:59") < day_end_us(last));
    assert_false(at("2027-06-13 00:00:00") < day_end_us(last));
    assert_day(term_last_day(on("2024-02-29"), 3), "2027-02-28");
}

/* S-C31: admitted 2023-04-12; renewed late, the new term follows the old. */
static void
renewal_follows_the_old_term_s_c31(void **state)
{
    struct day last = term_last_day(on("2023-04-12"), 3);

    (void)state;
    assert_day(last, "2026-04-12");
    assert_day(day_add_days(last, 1), "2026-04-13");
    assert_true(day_cmp(last, on("2026-05-19")) < 0);
    last = term_last_day(last, 3);
    assert_day(last, "2029-04-12");
    assert_true(day_cmp(on("2026-05-20"), last) <= 0);
}

/* R6: both ends inclusive. */
static void
looks_back(void **state)
{
    struct day_range r = look_back(on("2023-03-12"), 3);

    (void)state;
    assert_day(r.first, "2020-03-12");
    assert_day(r.last, "2023-03-12");
    r = look_back(on("2024-02-29"), 1);
    assert_day(r.first, "2023-02-28");
}

static struct day_range
from_to(const char *first, const char *last)
{
    return (struct day_range){ on(first), on(last) };
}

static int
months(const struct day_range *p, size_t n, const char *until, int *days)
{
    struct arena *a = arena_new("test");
    int m = months_covered(a, p, n, on(until), days);

    arena_free(a);
    return m;
}

/* S-C26: 60 months pass, 59 fail. */
static void
measures_experience_s_c26(void **state)
{
    const struct day_range whole[] = { from_to("2018-03-13", "2023-03-12") };
    const struct day_range less[] = { from_to("2018-03-13", "2023-02-12") };
    const struct day_range near[] = { from_to("2018-03-13", "2023-03-11") };
    int days;

    (void)state;
    assert_int_equal(months(whole, 1, "2023-03-12", &days), 60);
    assert_int_equal(days, 0);
    assert_int_equal(months(less, 1, "2023-03-12", &days), 59);
    assert_int_equal(days, 0);
    assert_int_equal(months(near, 1, "2023-03-12", &days), 59);
    assert_int_equal(days, 27); /* 13 February to 11 March */
}

static void
merges_overlaps(void **state)
{
    const struct day_range twice[] = { from_to("2018-03-13", "2023-03-12"),
        from_to("2018-03-13", "2023-03-12") };
    const struct day_range nested[] = { from_to("2021-01-01", "2021-06-30"),
        from_to("2020-01-01", "2022-12-31") };
    const struct day_range adjoining[] = {
        from_to("2021-01-16", "2021-02-15"),
        from_to("2021-01-01", "2021-01-15") };
    const struct day_range february[] = {
        from_to("2021-02-01", "2021-02-14"),
        from_to("2021-02-15", "2021-02-28") };
    const struct day_range overlapping[] = {
        from_to("2020-01-01", "2020-09-30"),
        from_to("2020-07-01", "2020-12-31") };
    int days;

    (void)state;
    assert_int_equal(months(twice, 2, "2023-03-12", &days), 60);
    assert_int_equal(days, 0);
    assert_int_equal(months(nested, 2, "2023-03-12", NULL), 36);
    assert_int_equal(months(adjoining, 2, "2023-03-12", &days), 1);
    assert_int_equal(days, 15);
    /* As two runs these would be 28 days and no month. */
    assert_int_equal(months(february, 2, "2023-03-12", &days), 1);
    assert_int_equal(days, 0);
    assert_int_equal(months(overlapping, 2, "2023-03-12", &days), 12);
    assert_int_equal(days, 0);
}

/* With a day between them they are two runs: the rests are summed. */
static void
sums_what_is_left_over(void **state)
{
    const struct day_range two[] = { from_to("2021-01-01", "2021-01-15"),
        from_to("2021-01-17", "2021-02-01") };
    const struct day_range less[] = { from_to("2021-01-01", "2021-01-15"),
        from_to("2021-01-17", "2021-01-31") };
    const struct day_range three[] = { from_to("2020-01-01", "2020-02-20"),
        from_to("2021-01-01", "2021-02-20"),
        from_to("2022-01-01", "2022-02-25") };
    int days;

    (void)state;
    assert_int_equal(months(two, 2, "2023-03-12", &days), 1);
    assert_int_equal(days, 0);
    assert_int_equal(months(less, 2, "2023-03-12", &days), 0);
    assert_int_equal(days, 30);
    assert_int_equal(months(three, 3, "2023-03-12", &days), 5);
    assert_int_equal(days, 3);
}

static void
cuts_at_the_reference_day(void **state)
{
    const struct day_range p[] = { from_to("2022-03-13", "2099-01-01"),
        from_to("2024-01-01", "2024-12-31") };
    const struct day_range bad[] = { from_to("2022-03-13", "2022-03-12"),
        { DAY_NONE, on("2022-01-01") }, { on("2022-01-01"), DAY_NONE } };
    int days = 7;

    (void)state;
    assert_int_equal(months(p, 2, "2023-03-12", &days), 12);
    assert_int_equal(days, 0);
    assert_int_equal(months(p, 2, "2022-03-13", &days), 0);
    assert_int_equal(days, 1);
    assert_int_equal(months(p, 2, "2022-03-12", &days), 0);
    assert_int_equal(days, 0);
    assert_int_equal(months(bad, 3, "2023-03-12", &days), 0);
    assert_int_equal(days, 0);
    assert_int_equal(months(NULL, 0, "2023-03-12", &days), 0);
    assert_int_equal(days, 0);
}

/* A natural month is a month whatever its length. */
static void
natural_months_are_whole(void **state)
{
    (void)state;
    for (int month = 1; month <= 12; month++) {
        struct day first = day_of_ymd(2023, month, 1);
        struct day_range r = { first,
            day_add_days(day_add_months(first, 1), -1) };
        struct arena *a = arena_new("test");
        int days;

        assert_int_equal(
            months_covered(a, &r, 1, on("2030-01-01"), &days), 1);
        assert_int_equal(days, 0);
        r.last = day_add_days(r.last, -1);
        /* A day less is never one, be it 30 days (CE-3-2-b). */
        assert_int_equal(
            months_covered(a, &r, 1, on("2030-01-01"), &days), 0);
        arena_free(a);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_by_corresponding_dates),
        cmocka_unit_test(stays_in_range),
        cmocka_unit_test(counts_full_years),
        cmocka_unit_test(full_months_are_the_largest_that_fit),
        cmocka_unit_test(three_year_term_s_a20),
        cmocka_unit_test(renewal_follows_the_old_term_s_c31),
        cmocka_unit_test(looks_back),
        cmocka_unit_test(measures_experience_s_c26),
        cmocka_unit_test(merges_overlaps),
        cmocka_unit_test(sums_what_is_left_over),
        cmocka_unit_test(cuts_at_the_reference_day),
        cmocka_unit_test(natural_months_are_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
