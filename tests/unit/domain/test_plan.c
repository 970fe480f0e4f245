/* Plans: the arithmetic of ratios at its edges, the last place among officers
 * at the same moment on both engines, allocations against every other way. */
#include "domain/place.h"
#include "domain/plan.h"
#include "domain/plan_allocation.h"

#include <string.h>

#include "race.h"

#define EACH 5
#define PLACES 7

static const struct pack *adviser;
static int64_t programme_id;
static struct testdb db; /* the engine of this run */

static int
setup(void **state)
{
    if (fixture_setup(state) != 0)
        return -1;
    struct fixture *f = *state;
    fixture_at(f, "2024-05-20 10:00:00");
    programme_id = race_install(f, &db, "tests/packs/planned-adviser");
    adviser = domain_programme(f->d, programme_id)->pack;
    return 0;
}

static const struct json *
answers(struct arena *a, int64_t people, int64_t lawyers, int64_t advisers)
{
    struct json *o = json_new(a, JSON_OBJECT);

    json_set(a, o, STR("常住人口"), json_number(a, people));
    json_set(a, o, STR("律师人数"), json_number(a, lawyers));
    json_set(a, o, STR("顾问人数"), json_number(a, advisers));
    json_set(a, o, STR("统计时点"), json_text(a, STR("2023-12-31")));
    json_set(a, o, STR("数据来源"), json_text(a, STR("公报")));
    return o;
}

/* --- arithmetic --- */

static struct plan_passport
ratio(struct fixture *f, const char *name, int64_t people, int64_t lawyers,
    int64_t advisers)
{
    struct plan_passport p;

    plan_ratio(f->a, adviser,
        planning_ratio(adviser->planning, str_of(name)), NULL,
        answers(f->a, people, lawyers, advisers), &p);
    return p;
}

static void
test_ratio(void **state)
{
    static const struct {
        int64_t people, lawyers;
        bool reached;
        const char *shown;
        int64_t gap;
    } ROWS[] = {
        { 1000000, 230, true, "2.3000", 0 },
        { 1000000, 229, false, "2.2900", 1 },
        { 1000001, 230, false, "2.2999", 1 },
        { 999999, 230, true, "2.3000", 0 },
        { 1, 1, true, "10000.0000", 0 },
        { 1, 0, false, "0.0000", 1 },
        { 4347, 1, true, "2.3004", 0 },
        { 4348, 1, false, "2.2999", 1 },
        { 30000, 2, false, "0.6666", 5 },
        { PLAN_FIGURE_MAX, PLAN_FIGURE_MAX, true, "10000.0000", 0 },
        { PLAN_FIGURE_MAX, 459999, false, "2.2999", 1 },
        { PLAN_FIGURE_MAX, 460000, true, "2.3000", 0 },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        struct plan_passport p =
            ratio(f, "律师万人比", ROWS[i].people, ROWS[i].lawyers, 0);

        assert_true(p.known);
        assert_int_equal(p.reached, ROWS[i].reached);
        assert_true(str_eq(p.shown, str_of(ROWS[i].shown)));
        assert_int_equal(p.gap, ROWS[i].gap);
    }
}

static void
test_tolerance(void **state)
{
    struct fixture *f = *state;
    struct json *strict = json_new(f->a, JSON_OBJECT);
    struct plan_passport p = ratio(f, "综合万人比", 500000, 60, 45);

    assert_true(p.reached); /* 2.1 is about 2.3 */
    assert_int_equal(p.gap, 10);
    p = ratio(f, "综合万人比", 500000, 60, 44);
    assert_false(p.reached);
    p = ratio(f, "综合万人比", 500001, 60, 45);
    assert_false(p.reached);
    json_set(f->a, strict, STR("左右"), json_text(f->a, STR("0")));
    plan_ratio(f->a, adviser,
        planning_ratio(adviser->planning, STR("综合万人比")), strict,
        answers(f->a, 500000, 60, 54), &p);
    assert_false(p.reached);
    plan_ratio(f->a, adviser,
        planning_ratio(adviser->planning, STR("综合万人比")), strict,
        answers(f->a, 500000, 60, 55), &p);
    assert_true(p.reached);
    plan_ratio(f->a, adviser,
        planning_ratio(adviser->planning, STR("综合万人比")), NULL, NULL, &p);
    assert_false(p.known);
    assert_int_equal(p.n_missing, 3);
}

static void
test_decimals(void **state)
{
    static const char *const BAD[] = { "", ".", "2.", ".3", "2.3.1", "-1",
        "2,3", "12345", "1.2345", "2.3a", " 2.3" };
    struct plan_decimal d;

    (void)state;
    assert_true(plan_decimal_read(STR("2.3"), &d));
    assert_int_equal(d.value, 23);
    assert_int_equal(d.scale, 10);
    assert_true(plan_decimal_read(STR("0.050"), &d));
    assert_int_equal(d.value, 50);
    assert_int_equal(d.scale, 1000);
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++)
        assert_false(plan_decimal_read(str_of(BAD[i]), &d));
}

/* --- the last place --- */

static enum status
run_issue(struct act *x, void *arg, struct err *err)
{
    struct fixture *f = arg;
    struct plan_set set = { STR("500101"), PLACES, 4, STR_EMPTY };

    TRY(plan_enter(x, programme_id, 2024, STR("500101"),
        answers(f->a, 1000000, 100, 10), "form", err));
    TRY(plan_compile(x, programme_id, 2024, &set, 1, err));
    return plan_issue_now(x, programme_id, 2024, STR("示例1号"), err);
}

static enum status
take_one(struct act *x, int64_t who, void *arg, struct err *err)
{
    int64_t subject = 1 + who;

    (void)arg;
    return plan_take(x,
        &(struct plan_taking){ .programme_id = programme_id,
            .subject_id = subject,
            .application_id = 1000 + subject,
            .unit = STR("500101"),
            .rural = subject % 2 == 0 },
        err);
}

struct seen {
    struct plan_row row;
};

static enum status
run_rows(struct act *x, void *arg, struct err *err)
{
    struct seen *s = arg;
    const struct plan_row *rows = NULL;
    size_t n = 0;

    TRY(plan_rows(x, programme_id, 2024, &rows, &n, err));
    assert_int_equal(n, 38);
    assert_true(str_eq(rows[0].unit.code, STR("500101")));
    s->row = rows[0];
    return OK;
}

static void
test_contention(void **state)
{
    struct fixture *f = *state;
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct race_result r;
    struct seen s = { 0 };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &centre, run_issue, f, &err), &err);
    r = race_run(f, EACH, take_one, NULL, "（7/7）");
    assert_int_equal(r.other, 0);
    assert_int_equal(r.done, PLACES);
    assert_int_equal(r.refused, RACERS * EACH - PLACES);
    expect_ok(fixture_read(f, &centre, run_rows, &s, &err), &err);
    assert_int_equal(s.row.used, PLACES);
    assert_int_equal(s.row.left, 0);
    assert_true(s.row.rural_used <= PLACES);
}

static enum status
run_twice(struct act *x, void *arg, struct err *err)
{
    struct plan_taking t = { .programme_id = programme_id,
        .subject_id = 9,
        .application_id = 1009,
        .unit = STR("500101"),
        .rural = true };

    (void)arg;
    TRY(plan_take(x, &t, err));
    return plan_take(x, &t, err);
}

static enum status
run_release(struct act *x, void *arg, struct err *err)
{
    (void)arg;
    return place_release(x, programme_id, 9, 1009, err);
}

static void
test_one_place_and_back(void **state)
{
    struct fixture *f = *state;
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct seen s = { 0 };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &centre, run_issue, f, &err), &err);
    expect_ok(fixture_write(f, &centre, run_twice, f, &err), &err);
    expect_ok(fixture_read(f, &centre, run_rows, &s, &err), &err);
    assert_int_equal(s.row.used, 1);
    assert_int_equal(s.row.rural_used, 1);
    expect_ok(fixture_write(f, &centre, run_release, f, &err), &err);
    expect_ok(fixture_write(f, &centre, run_release, f, &err), &err);
    expect_ok(fixture_read(f, &centre, run_rows, &s, &err), &err);
    assert_int_equal(s.row.used, 0);
    assert_int_equal(s.row.rural_used, 0);
    assert_int_equal(s.row.left, PLACES);
}

/* --- allocations --- */

static struct plan_row
unit_row(struct fixture *f, const char *code, int64_t people,
    int64_t lawyers, int64_t advisers)
{
    struct plan_row r = { .rural = -1, .proposed = -1, .proposed_rural = -1 };

    r.unit = (struct plan_unit){ .code = str_of(code),
        .name = str_of(code),
        .exists = true };
    r.gate = ratio(f, "律师万人比", people, lawyers, advisers);
    r.target = ratio(f, "综合万人比", people, lawyers, advisers);
    return r;
}

/* The same lexicographic order by giving place after place, without a
 * programme; right while rural places do not bind. */
static void
one_by_one(const struct plan_row *rows, size_t n, int64_t total, int64_t *h)
{
    for (; total > 0; total--) {
        size_t at = SIZE_MAX;

        for (size_t i = 0; i < n; i++) {
            if (!rows[i].gate.known || rows[i].gate.reached ||
                h[i] >= rows[i].target.gap)
                continue;
            if (at == SIZE_MAX ||
                (rows[i].target.numerator + h[i]) *
                        rows[at].target.denominator <
                    (rows[at].target.numerator + h[at]) *
                        rows[i].target.denominator)
                at = i;
        }
        if (at == SIZE_MAX)
            return;
        h[at]++;
    }
}

static void
test_worst_first(void **state)
{
    struct fixture *f = *state;
    struct plan_row rows[] = { unit_row(f, "500101", 1000000, 100, 20),
        unit_row(f, "500102", 500000, 20, 5),
        unit_row(f, "500103", 700000, 161, 0), /* the gate */
        unit_row(f, "500104", 333333, 60, 10),
        unit_row(f, "500106", 87654, 0, 0) };
    const size_t n = sizeof(rows) / sizeof(rows[0]);

    for (int64_t total = 0; total < 260; total += 13) {
        struct plan_allocation all[PLAN_WAY_COUNT_], again[PLAN_WAY_COUNT_];
        int64_t want[5] = { 0 };
        struct err err = { 0 };

        one_by_one(rows, n, total, want);
        expect_ok(plan_allocate(f->a, adviser, rows, n, total, all, &err),
            &err);
        expect_ok(plan_allocate(f->a, adviser, rows, n, total, again, &err),
            &err);
        for (size_t i = 0; i < n; i++) {
            const struct plan_share *s =
                &all[PLAN_WORST_FIRST].shares[i];

            assert_int_equal(s->headcount, want[i]);
            assert_int_equal(
                again[PLAN_WORST_FIRST].shares[i].headcount, want[i]);
            assert_true(s->headcount == 0 ||
                        s->rural * 100 > 50 * s->headcount);
            assert_true(s->why.n > 0);
        }
        for (int w = 0; w < PLAN_WAY_COUNT_; w++) {
            assert_int_equal(all[w].shares[2].headcount, 0);
            assert_true(all[w].given <= total);
            assert_true(all[w].rural_kept);
        }
        assert_int_equal(all[PLAN_WORST_FIRST].given,
            all[PLAN_BY_GAP].given);
    }
}

/* Few rural places bind the whole: 2 of 3 at most where 2 are rural. */
static void
test_rural_binds(void **state)
{
    struct fixture *f = *state;
    struct plan_row rows[] = { unit_row(f, "500101", 1000000, 10, 0),
        unit_row(f, "500102", 1000000, 20, 0) };
    struct plan_allocation all[PLAN_WAY_COUNT_];
    struct err err = { 0 };

    rows[0].proposed_rural = 0; /* streets only */
    rows[1].proposed_rural = 4;
    expect_ok(plan_allocate(f->a, adviser, rows, 2, 100, all, &err), &err);
    assert_int_equal(all[0].given, 7); /* 4 of 7 are more than half */
    assert_int_equal(all[0].rural, 4);
    assert_true(all[0].rural_kept);
    /* The first is served worse; the second gets what keeps the share. */
    assert_int_equal(all[0].shares[0].headcount, 3);
    assert_int_equal(all[0].shares[1].headcount, 4);
    rows[1].proposed_rural = 0;
    expect_ok(plan_allocate(f->a, adviser, rows, 2, 100, all, &err), &err);
    assert_int_equal(all[0].given, 0);
    assert_int_equal(
        plan_allocate(f->a, adviser, rows, 2, -1, all, &err), ERR_INPUT);
    assert_int_equal(plan_allocate(f->a, adviser, rows, 2,
                         PLAN_TOTAL_MAX + 1, all, &err),
        ERR_INPUT);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ratio, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_tolerance, setup, fixture_teardown),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test_setup_teardown(
            test_contention, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_one_place_and_back, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_worst_first, setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_rural_binds, setup, fixture_teardown),
    };

    testdb_begin(&db, argc > 1 ? argv[1] : "memory");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    testdb_end(&db);
    return failed;
}
