/* Lists for officers, public progress, 好差评. */
#include "application_work.h"

static enum status
list(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_list(
        x, &t->filter, 0, 10, &t->rows, &t->n, &t->total, err);
}

static enum status
progress(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_progress(x, t->number, t->code, &t->got, err);
}

static enum status
grade(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return feedback_add(x, t->c.app.id, t->grade, STR("很快"), err);
}

static void
test_list(void **state)
{
    struct fixture *f = *state;
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct err err = { 0 };
    const struct json *good = case_answers(f, false, 10);

    case_rounds(f);
    struct work *plain = draft(f, "普通示例公司", false, good);
    struct work *first = draft(f, "优先示例公司", false,
        case_json(f->a, STR("{}")));
    first->c.answers = with(f, with(f, with(f, good, "优先认定类型",
            case_json(f->a,
                STR("[\"国家中小企业公共服务示范平台\"]"))),
            "优先认定年份", json_number(f->a, 2020)), "优先认定证明",
        case_json(f->a, STR(FILE_JSON)));
    expect_ok(fixture_write(f, &first->c.who, fill, first, &err), &err);
    struct work t = { 0 };
    expect_ok(fixture_read(f, &officer, list, &t, &err), &err);
    assert_int_equal(t.total, 0); /* drafts are nobody's business */
    expect_ok(fixture_write(f, &plain->c.who, submit, plain, &err), &err);
    f->now_us += 1000000;
    expect_ok(fixture_write(f, &first->c.who, submit, first, &err), &err);
    expect_ok(fixture_read(f, &officer, list, &t, &err), &err);
    assert_int_equal(t.total, 2);
    /* CW-5-4-b: priority before time. */
    assert_int_equal(t.rows[0].id, first->c.app.id);
    t.filter.text = STR("普通");
    expect_ok(fixture_read(f, &officer, list, &t, &err), &err);
    assert_int_equal(t.total, 1);
    assert_int_equal(t.rows[0].id, plain->c.app.id);
    t.filter.text = first->got.number;
    expect_ok(fixture_read(f, &officer, list, &t, &err), &err);
    assert_int_equal(t.total, 1);
    t.filter = (struct application_filter){ .region = STR("510000") };
    expect_ok(fixture_read(f, &officer, list, &t, &err), &err);
    assert_int_equal(t.total, 2);
    t.filter.region = STR("500000");
    expect_ok(fixture_read(f, &officer, list, &t, &err), &err);
    assert_int_equal(t.total, 0);
    t.filter = (struct application_filter){ 0 };
    ((struct role_grant *)officer.grants)->region = STR("500000");
    expect_ok(fixture_read(f, &officer, list, &t, &err), &err);
    assert_int_equal(t.total, 0);
    assert_int_equal(
        fixture_read(f, &plain->c.who, list, &t, &err), ERR_DENIED);
    enum application_state only[] = { APP_REFUSED };
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    t.filter.states = only;
    t.filter.n_states = 1;
    expect_ok(fixture_read(f, &centre, list, &t, &err), &err);
    assert_int_equal(t.total, 0);
}

static void
test_progress(void **state)
{
    struct fixture *f = *state;
    struct actor visitor = actor_visitor();
    struct err err = { 0 };

    case_rounds(f);
    struct work *t = draft(f, "查询公司", false, case_answers(f, false, 10));
    expect_ok(fixture_write(f, &t->c.who, submit, t, &err), &err);
    struct work q = { .number = t->got.number, .code = t->got.check_code };
    expect_ok(fixture_read(f, &visitor, progress, &q, &err), &err);
    assert_int_equal(q.got.id, t->c.app.id);
    q.code = STR("22222222");
    assert_int_equal(
        fixture_read(f, &visitor, progress, &q, &err), ERR_NOT_FOUND);
    q.number = STR_EMPTY; /* drafts have no number */
    assert_int_equal(
        fixture_read(f, &visitor, progress, &q, &err), ERR_NOT_FOUND);
    /* 好差评 only when it is over, once, 1 to 5. */
    t->grade = 5;
    assert_int_equal(
        fixture_write(f, &t->c.who, grade, t, &err), ERR_CONFLICT);
    expect_ok(fixture_write(f, &t->c.who, withdraw, t, &err), &err);
    t->grade = 6;
    assert_int_equal(fixture_write(f, &t->c.who, grade, t, &err), ERR_INPUT);
    t->grade = 5;
    expect_ok(fixture_write(f, &t->c.who, grade, t, &err), &err);
    assert_int_equal(
        fixture_write(f, &t->c.who, grade, t, &err), ERR_CONFLICT);
    struct actor other = fixture_applicant(f, "无关公司", false, "510107");
    assert_int_equal(fixture_write(f, &other, grade, t, &err), ERR_NOT_FOUND);
}

#define ON_FIXTURE(fn) \
    cmocka_unit_test_setup_teardown(fn, fixture_setup, fixture_teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_FIXTURE(test_list),
        ON_FIXTURE(test_progress),
    };

    return cmocka_run_group_tests_name("application_list", tests, NULL, NULL);
}
