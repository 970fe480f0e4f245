/* Correction orders: the last day, who may say what, the re-check and the case
 * that follows when it fails. */
#include "holder.h"

#include "domain/proceeding.h"
#include "domain/rectification.h"

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

/* Not before the last day while nothing was reported; then the case. */
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
    fixture_at(f, "2023-06-29 10:00:00");
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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
