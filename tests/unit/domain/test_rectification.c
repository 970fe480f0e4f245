/* Correction orders: the last day, who may say what, the re-check and the case
 * that follows when it fails. */
#include "holder.h"

#include "domain/message.h"
#include "domain/proceeding.h"
#include "domain/rectification.h"
#include "domain/tick.h"

struct call {
    struct rectification_new n;
    struct rectification r;
    int64_t id, version;
    bool passed;
    struct str text;
    const struct rectification *list;
    size_t n_list;
    struct proceeding p;
};

static enum status
run_order(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return rectification_order(x, &c->n, &c->r, err);
}

static enum status
run_report(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return rectification_report(x, c->r.id, c->text, err);
}

static enum status
run_check(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return rectification_check(
        x, c->r.id, c->passed, c->text, c->version, &c->r, err);
}

static enum status
run_get(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return rectification_get(x, c->r.id, &c->r, err);
}

static enum status
run_list_open(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return rectification_list(x, 0, true, &c->list, &c->n_list, err);
}

static enum status
run_case(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_get(x, c->r.proceeding_id, &c->p, err);
}

static struct call
order_for(const struct holder *h)
{
    return (struct call){ .n = { .accreditation_id = h->c.id,
                              .source = "hand",
                              .items = STR("补齐培训档案"),
                              .clause = STR("CW-15-b"),
                              .term = { TERM_CALENDAR_DAYS, 90, DAY_NONE },
                              .due = DAY_NONE,
                              .failed_ground = STR("年度服务未达标") },
        .version = 1 };
}

/* 90 days from 2023-03-31 end on Thursday 2023-06-29. */
static void
passes(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "甲站", false);
    struct actor system = actor_system();
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct actor stranger = fixture_applicant(f, "乙站", false, "510100");
    struct call c = order_for(&h);
    struct err err = { 0 };

    fixture_at(f, "2023-03-31 10:00:00");
    expect_ok(fixture_write(f, &system, run_order, &c, &err), &err);
    assert_true(day_eq(c.r.due, day_of_ymd(2023, 6, 29)));
    assert_true(str_starts(c.r.number, STR("ZG-2023-")));
    assert_true(str_find(c.r.derivation, STR("2023-06-29")) != SIZE_MAX);
    assert_int_equal(
        fixture_read(f, &stranger, run_get, &c, &err), ERR_NOT_FOUND);
    expect_ok(fixture_read(f, &h.who, run_get, &c, &err), &err);
    c.text = STR("已补齐");
    assert_int_equal(
        fixture_write(f, &stranger, run_report, &c, &err), ERR_NOT_FOUND);
    expect_ok(fixture_write(f, &h.who, run_report, &c, &err), &err);
    expect_ok(fixture_read(f, &officer, run_list_open, &c, &err), &err);
    assert_int_equal(c.n_list, 1);
    c.passed = true;
    assert_int_equal( /* the report made another version */
        fixture_write(f, &officer, run_check, &c, &err), ERR_CONFLICT);
    c.version = 2;
    c.text = STR(" ");
    assert_int_equal(
        fixture_write(f, &officer, run_check, &c, &err), ERR_INPUT);
    assert_string_equal(err.field, "remark");
    c.text = STR("现场核对齐全");
    assert_int_equal(
        fixture_write(f, &h.who, run_check, &c, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &officer, run_check, &c, &err), &err);
    assert_int_equal(c.r.state, RECT_PASSED);
    assert_int_equal(c.r.proceeding_id, 0);
    c.version = 3;
    assert_int_equal(
        fixture_write(f, &officer, run_check, &c, &err), ERR_CONFLICT);
    assert_int_equal(
        fixture_write(f, &h.who, run_report, &c, &err), ERR_CONFLICT);
    expect_ok(fixture_read(f, &officer, run_list_open, &c, &err), &err);
    assert_int_equal(c.n_list, 0);
}

/* Not before the last day is over while nothing was reported; then the case. */
static void
fails(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "丙站", false);
    struct actor system = actor_system();
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct call c = order_for(&h);
    struct err err = { 0 };

    fixture_at(f, "2023-03-31 10:00:00");
    expect_ok(fixture_write(f, &system, run_order, &c, &err), &err);
    c.text = STR("仍未补齐");
    fixture_at(f, "2023-06-28 10:00:00");
    assert_int_equal(
        fixture_write(f, &officer, run_check, &c, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "2023-06-29"));
    fixture_at(f, "2023-06-29 23:59:59");
    assert_int_equal(
        fixture_write(f, &officer, run_check, &c, &err), ERR_CONFLICT);
    fixture_at(f, "2023-06-30 00:00:00");
    expect_ok(fixture_write(f, &officer, run_check, &c, &err), &err);
    assert_int_equal(c.r.state, RECT_FAILED);
    assert_true(c.r.proceeding_id != 0);
    expect_ok(fixture_read(f, &officer, run_case, &c, &err), &err);
    assert_int_equal(c.p.state, PROC_PROPOSED);
    assert_true(str_find(c.p.facts, c.r.number) != SIZE_MAX);
}

static void
refuses_bad_orders(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "丁站", false);
    struct actor system = actor_system();
    struct call c = order_for(&h);
    struct err err = { 0 };

    c.n.items = STR(" ");
    assert_int_equal(
        fixture_write(f, &system, run_order, &c, &err), ERR_INPUT);
    assert_string_equal(err.field, "items");
    c = order_for(&h);
    c.n.due = day_of_us(f->now_us); /* today is too early */
    assert_int_equal(
        fixture_write(f, &system, run_order, &c, &err), ERR_INPUT);
    assert_string_equal(err.field, "due");
    c.n.due = day_add_days(c.n.due, 1);
    expect_ok(fixture_write(f, &system, run_order, &c, &err), &err);
    assert_int_equal(c.r.derivation.n, 0);
    fixture_at(f, "2026-06-01 09:00:00"); /* the term is over */
    c = order_for(&h);
    assert_int_equal(
        fixture_write(f, &system, run_order, &c, &err), ERR_CONFLICT);
}

/* The table as it is before a year's notice: what is shipped, up to a year. */
static const struct holidays *
known_until(struct fixture *f, int last)
{
    const struct holidays *all = f->d->holidays, *ret = NULL;
    struct holiday *rows =
        arena_new_array(f->a, struct holiday, holidays_count(all) + 1);
    int years[100];
    size_t n = 0, n_years = 0;
    struct err err = { 0 };

    for (size_t i = 0; i < holidays_count(all); i++) {
        if (day_ymd(holidays_at(all, i)->day).year <= last)
            rows[n++] = *holidays_at(all, i);
    }
    for (int y = last - 50; y <= last; y++) {
        if (holidays_has_year(all, y))
            years[n_years++] = y;
    }
    expect_ok(
        holidays_new(f->a, rows, n, years, n_years, &ret, &err), &err);
    return ret;
}

/* 90 days from 2023-10-23 end on Sunday 2024-01-21, which nobody can say before
 * the holidays of 2024 are published; the daily run settles it on Monday. */
static void
stays_open_without_holidays(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "戊站", false);
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct call c = order_for(&h);
    const struct holidays *all = f->d->holidays;
    struct tick_counts n;
    struct err err = { 0 };

    fixture_at(f, "2023-10-23 10:00:00");
    f->d->holidays = known_until(f, 2023);
    expect_ok(fixture_write(f, &officer, run_order, &c, &err), &err);
    assert_true(c.r.due_open);
    assert_true(day_eq(c.r.due, day_of_ymd(2024, 1, 21)));
    assert_true(str_find(c.r.derivation, STR("2024")) != SIZE_MAX);
    c.text = STR("仍未补齐");
    fixture_at(f, "2024-01-22 10:00:00"); /* rest day or not: not known */
    assert_int_equal(
        fixture_write(f, &officer, run_check, &c, &err), ERR_NOT_FOUND);
    fixture_at(f, "2023-11-01 00:06:00");
    expect_ok(tick_run(f->store, f->d, f->now_us, &n, &err), &err);
    expect_ok(fixture_read(f, &officer, run_get, &c, &err), &err);
    assert_true(c.r.due_open);
    f->d->holidays = all;
    fixture_at(f, "2023-11-02 00:06:00");
    expect_ok(tick_run(f->store, f->d, f->now_us, &n, &err), &err);
    expect_ok(fixture_read(f, &officer, run_get, &c, &err), &err);
    assert_false(c.r.due_open);
    assert_true(day_eq(c.r.due, day_of_ymd(2024, 1, 22)));
    c.version = c.r.version;
    fixture_at(f, "2024-01-22 23:59:00");
    assert_int_equal(
        fixture_write(f, &officer, run_check, &c, &err), ERR_CONFLICT);
    fixture_at(f, "2024-01-23 00:06:00");
    expect_ok(fixture_write(f, &officer, run_check, &c, &err), &err);
    assert_int_equal(c.r.state, RECT_FAILED);
}

static enum status
run_unread(struct act *x, void *arg, struct err *err)
{
    return message_unread(x, arg, err);
}

/* Who ordered it is told once that it is over. */
static void
reminds_once(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "己站", false);
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct call c = order_for(&h);
    int64_t before = 0, after = 0;
    struct tick_counts n;
    struct err err = { 0 };

    fixture_at(f, "2023-03-31 10:00:00");
    expect_ok(fixture_write(f, &officer, run_order, &c, &err), &err);
    expect_ok(fixture_read(f, &officer, run_unread, &before, &err), &err);
    fixture_at(f, "2023-06-29 00:06:00");
    expect_ok(tick_run(f->store, f->d, f->now_us, &n, &err), &err);
    expect_ok(fixture_read(f, &officer, run_unread, &after, &err), &err);
    assert_int_equal(after, before);
    for (int day = 30; day >= 0; day -= 30) {
        fixture_at(f, day ? "2023-06-30 00:06:00" : "2023-07-01 00:06:00");
        expect_ok(tick_run(f->store, f->d, f->now_us, &n, &err), &err);
        expect_ok(fixture_read(f, &officer, run_unread, &after, &err), &err);
        assert_int_equal(after, before + 1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            passes, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            fails, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            refuses_bad_orders, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            stays_open_without_holidays, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            reminds_once, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
