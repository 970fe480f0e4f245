/* Exceptions where the text says 原则上: which there are, who asks, who agrees
 * and who may not, and what the register and the rules hear of it. */
#include "workplace.h"

#include "domain/desk.h"
#include "domain/exception.h"
#include "domain/record.h"

#define URBAN "变更到城区街道"   /* agreed to by the county itself */
#define REACHED "已达标区县新增" /* by the authority above it */
#define REASON "家庭特殊困难"

struct call {
    const struct application *app;
    int64_t application_id, id;
    struct str name, text;
    bool agree;
    const struct exception *list;
    size_t n;
    struct json *facts;
    const struct record *rows;
    size_t n_rows;
};

/* A transfer between two offices of a county, under review. */
struct scene {
    struct town t;
    struct holder worker;
    struct transfer m;
    struct actor asker, centre; /* of the county */
};

static enum status
run_ask(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return exception_ask(x, k->application_id, k->name, k->text, err);
}

static enum status
run_settle(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return exception_settle(
        x, k->application_id, k->id, k->agree, k->text, err);
}

static enum status
run_look(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    k->facts = json_new(x->a, JSON_OBJECT);
    TRY(exception_list(x, k->app, &k->list, &k->n, err));
    TRY(exception_facts(x, k->app, k->facts, err));
    return record_list(x, k->app->programme_id, STR("例外名单"), STR_EMPTY,
        INT64_MAX, 10, &k->rows, &k->n_rows, err);
}

static enum status
run_inbox(struct act *x, void *arg, struct err *err)
{
    return desk_inbox(x, arg, err);
}

static struct desk_inbox
inbox(const struct scene *s, const struct actor *who)
{
    struct desk_inbox in = { 0 };
    struct err err = { 0 };

    expect_ok(fixture_read(s->t.f, who, run_inbox, &in, &err), &err);
    return in;
}

static struct scene
set_up(struct fixture *f)
{
    struct scene s = { .t = open_town(f) };
    struct holder first = make_office(&s.t, "甲所", COUNTY);
    struct holder second = make_office(&s.t, "乙所", COUNTY);

    s.worker = make_worker(&s.t, "张三", &first);
    fixture_at(f, "2023-03-01 09:00:00");
    s.m = handed_in(&s.t, &s.worker, &second);
    s.asker = officer_in(&s.t, ROLE_SECRETARIAT, COUNTY, 2001);
    s.centre = officer_in(&s.t, ROLE_CENTRE, COUNTY, 2002);
    return s;
}

static enum status
ask(const struct scene *s, const struct actor *who, const char *name,
    const char *reason, struct err *err)
{
    struct call k = { .application_id = s->m.app.id,
        .name = str_of(name),
        .text = str_of(reason) };

    return fixture_write(s->t.f, who, run_ask, &k, err);
}

static enum status
settle(const struct scene *s, const struct actor *who, int64_t id, bool agree,
    const char *answer, struct err *err)
{
    struct call k = { .application_id = s->m.app.id,
        .id = id,
        .agree = agree,
        .text = str_of(answer) };

    return fixture_write(s->t.f, who, run_settle, &k, err);
}

static struct call
look(const struct scene *s)
{
    struct actor system = actor_system();
    struct call k = { .app = &s->m.app };
    struct err err = { 0 };

    expect_ok(fixture_read(s->t.f, &system, run_look, &k, &err), &err);
    return k;
}

/* What rules read: true, false, or -1 for nothing at all. */
static int
fact(const struct call *k, const char *name)
{
    struct str key =
        str_eq(str_of(name), STR(URBAN)) ? STR("例外." URBAN)
                                         : STR("例外." REACHED);
    const struct json *v = json_get(k->facts, key);

    return json_is_null(v) ? -1 : json_bool(v);
}

static void
asked_once_with_a_reason(void **state)
{
    struct scene s = set_up(*state);
    struct actor away = officer_in(
        &s.t, ROLE_SECRETARIAT, OTHER_COUNTY, 2003);
    struct actor auditor = officer_in(&s.t, ROLE_AUDITOR, "", 2004);
    struct actor closed = closed_to(&s.t, s.asker, s.worker.c.subject_id);
    struct err err = { 0 };

    assert_int_equal( /* 不得: the pack has no exception to it */
        ask(&s, &s.asker, "不入已达标区县", REASON, &err), ERR_INPUT);
    assert_string_equal(err.field, "exception");
    assert_non_null(strstr(err.text, "没有例外程序"));
    assert_int_equal(ask(&s, &s.asker, URBAN, "  ", &err), ERR_INPUT);
    assert_string_equal(err.field, "reason");
    assert_int_equal(
        ask(&s, &s.worker.who, URBAN, REASON, &err), ERR_DENIED);
    assert_int_equal(ask(&s, &auditor, URBAN, REASON, &err), ERR_DENIED);
    assert_int_equal(ask(&s, &away, URBAN, REASON, &err), ERR_NOT_FOUND);
    assert_int_equal(ask(&s, &closed, URBAN, REASON, &err), ERR_NOT_FOUND);
    assert_int_equal(look(&s).n, 0);

    expect_ok(ask(&s, &s.asker, URBAN, REASON, &err), &err);
    assert_int_equal(
        ask(&s, &s.asker, URBAN, REASON, &err), ERR_CONFLICT);
    assert_int_equal(
        ask(&s, &s.centre, URBAN, "又一理由", &err), ERR_CONFLICT);
    expect_ok(ask(&s, &s.asker, REACHED, REASON, &err), &err); /* another */
    struct call k = look(&s);
    assert_int_equal(k.n, 2); /* oldest first */
    assert_true(str_eq(k.list[0].name, STR(URBAN)));
    assert_true(str_eq(k.list[1].name, STR(REACHED)));
    assert_int_equal(k.list[0].state, EXCEPTION_ASKED);
    assert_int_equal(k.list[0].asked_by, 2001);
    assert_int_equal(k.list[0].asked_us, s.t.f->now_us);
    assert_int_equal(k.list[0].settled_by, 0);
    assert_true(str_eq(k.list[0].reason, STR(REASON)));
    assert_int_equal(fact(&k, URBAN), false); /* asked is not agreed */
    assert_int_equal(k.n_rows, 0);
}

static void
agreed_by_another(void **state)
{
    struct scene s = set_up(*state);
    struct actor second = officer_in(&s.t, ROLE_SECRETARIAT, COUNTY, 2005);
    struct actor other = officer_in(&s.t, ROLE_CENTRE, COUNTY, 2006);
    struct actor away = officer_in(&s.t, ROLE_CENTRE, OTHER_COUNTY, 2007);
    struct actor closed = closed_to(&s.t, other, s.worker.c.subject_id);
    struct err err = { 0 };

    expect_ok(ask(&s, &s.centre, URBAN, REASON, &err), &err);
    int64_t id = look(&s).list[0].id;
    assert_int_equal(
        settle(&s, &s.centre, id, true, "同意", &err), ERR_DENIED);
    assert_non_null(strstr(err.text, "不能自己批准"));
    assert_int_equal( /* who asked cannot settle it the other way either */
        settle(&s, &s.centre, id, false, "不同意", &err), ERR_DENIED);
    assert_int_equal(
        settle(&s, &second, id, true, "同意", &err), ERR_DENIED);
    assert_non_null(strstr(err.text, "负责人"));
    assert_int_equal(
        settle(&s, &s.worker.who, id, true, "同意", &err), ERR_DENIED);
    assert_int_equal(
        settle(&s, &away, id, true, "同意", &err), ERR_NOT_FOUND);
    assert_int_equal(
        settle(&s, &closed, id, true, "同意", &err), ERR_NOT_FOUND);
    assert_int_equal(
        settle(&s, &other, id + 1, true, "同意", &err), ERR_NOT_FOUND);
    assert_int_equal(settle(&s, &other, id, true, " ", &err), ERR_INPUT);
    assert_string_equal(err.field, "answer");
    assert_int_equal(look(&s).list[0].state, EXCEPTION_ASKED);

    fixture_at(s.t.f, "2023-03-02 09:00:00");
    expect_ok(settle(&s, &other, id, true, "同意", &err), &err);
    struct call k = look(&s);
    assert_int_equal(k.list[0].state, EXCEPTION_AGREED);
    assert_int_equal(k.list[0].settled_by, 2006);
    assert_int_equal(k.list[0].settled_us, s.t.f->now_us);
    assert_true(str_eq(k.list[0].answer, STR("同意")));
    assert_int_equal(fact(&k, URBAN), true);
    assert_int_equal(fact(&k, REACHED), false);
    assert_int_equal(
        settle(&s, &other, id, false, "改为不同意", &err), ERR_CONFLICT);
    assert_int_equal(
        ask(&s, &s.asker, URBAN, REASON, &err), ERR_CONFLICT);
    assert_int_equal(look(&s).list[0].state, EXCEPTION_AGREED);
}

/* The list of exceptions is public. */
static void
entered_in_the_register(void **state)
{
    struct scene s = set_up(*state);
    struct actor visitor = actor_visitor();
    struct err err = { 0 };

    expect_ok(ask(&s, &s.asker, URBAN, REASON, &err), &err);
    expect_ok(settle(&s, &s.centre, look(&s).list[0].id, true, "同意", &err),
        &err);
    struct call k = { .app = &s.m.app };
    expect_ok(fixture_read(s.t.f, &visitor, run_look, &k, &err), &err);
    assert_int_equal(k.n_rows, 1);
    assert_int_equal(k.rows[0].subject_id, s.worker.c.subject_id);
    const struct json *v = k.rows[0].content;
    assert_true(str_eq(json_str(json_get(v, STR("名称"))), STR("张三")));
    assert_true(str_eq(json_str(json_get(v, STR("理由"))), STR(REASON)));
    assert_true(str_eq(
        json_str(json_get(v, STR("申请编号"))), s.m.app.number));
    assert_true(str_eq(
        json_str(json_get(v, STR("决定日期"))), STR("2023-03-01")));
}

static void
the_level_above(void **state)
{
    struct scene s = set_up(*state);
    struct actor city = officer_in(&s.t, ROLE_CENTRE, "500000", 2008);
    struct actor clerk = officer_in(&s.t, ROLE_SECRETARIAT, "500000", 2009);
    struct actor other = officer_in(&s.t, ROLE_CENTRE, "510000", 2010);
    struct err err = { 0 };

    expect_ok(ask(&s, &s.asker, REACHED, REASON, &err), &err);
    int64_t id = look(&s).list[0].id;
    assert_int_equal(
        settle(&s, &s.centre, id, true, "同意", &err), ERR_DENIED);
    assert_non_null(strstr(err.text, "上一级"));
    assert_int_equal(
        settle(&s, &clerk, id, true, "同意", &err), ERR_DENIED);
    assert_int_equal(
        settle(&s, &other, id, true, "同意", &err), ERR_NOT_FOUND);
    expect_ok(settle(&s, &city, id, true, "同意", &err), &err);
    struct call k = look(&s);
    assert_int_equal(fact(&k, REACHED), true);
    assert_int_equal(k.n_rows, 1);

    /* What the county handles and agrees to itself is not the level above's. */
    assert_int_equal(ask(&s, &city, URBAN, REASON, &err), ERR_DENIED);
    assert_non_null(strstr(err.text, "万州区"));
    expect_ok(ask(&s, &s.asker, URBAN, REASON, &err), &err);
    assert_int_equal(settle(&s, &city, look(&s).list[1].id, true, "同意",
                         &err),
        ERR_DENIED);
}

/* In the inbox of who may settle it, of nobody else; the level above follows
 * the file and has no step to take in it. */
static void
waits_in_the_inbox(void **state)
{
    struct scene s = set_up(*state);
    struct actor city = officer_in(&s.t, ROLE_CENTRE, "500000", 2008);
    struct err err = { 0 };

    struct desk_inbox in = inbox(&s, &city);
    assert_int_equal(in.n[DESK_EXCEPTION], 0);
    assert_int_equal(in.n[DESK_REVIEW], 0);
    assert_int_equal(in.n[DESK_OVERSEEN], 1);
    assert_int_equal(inbox(&s, &s.asker).n[DESK_REVIEW], 1);
    assert_int_equal(inbox(&s, &s.asker).n[DESK_OVERSEEN], 0);

    expect_ok(ask(&s, &s.asker, REACHED, REASON, &err), &err);
    assert_int_equal(inbox(&s, &s.asker).n[DESK_EXCEPTION], 0);
    assert_int_equal(inbox(&s, &s.centre).n[DESK_EXCEPTION], 0);
    in = inbox(&s, &city);
    assert_int_equal(in.n[DESK_EXCEPTION], 1);
    bool there = false;
    for (size_t i = 0; i < in.n_items; i++)
        there = there || (in.items[i].matter == DESK_EXCEPTION &&
                             in.items[i].id == s.m.app.id &&
                             str_eq(in.items[i].name, STR("张三")));
    assert_true(there);
    struct actor barred = closed_to(&s.t, city, s.worker.c.subject_id);
    assert_int_equal(inbox(&s, &barred).n[DESK_EXCEPTION], 0);
    assert_int_equal(inbox(&s, &barred).n[DESK_OVERSEEN], 0);

    expect_ok(settle(&s, &city, look(&s).list[0].id, true, "同意", &err),
        &err);
    assert_int_equal(inbox(&s, &city).n[DESK_EXCEPTION], 0);
}

static void
declined_and_asked_again(void **state)
{
    struct scene s = set_up(*state);
    struct err err = { 0 };

    expect_ok(ask(&s, &s.asker, URBAN, REASON, &err), &err);
    expect_ok(settle(&s, &s.centre, look(&s).list[0].id, false, "理由不足",
                  &err),
        &err);
    struct call k = look(&s);
    assert_int_equal(k.list[0].state, EXCEPTION_DECLINED);
    assert_int_equal(fact(&k, URBAN), false);
    assert_int_equal(k.n_rows, 0); /* nothing to publish */
    assert_int_equal(
        settle(&s, &s.centre, k.list[0].id, true, "同意", &err),
        ERR_CONFLICT);

    expect_ok(ask(&s, &s.asker, URBAN, "补充的理由", &err), &err);
    k = look(&s);
    assert_int_equal(k.n, 2);
    assert_int_equal(k.list[0].state, EXCEPTION_DECLINED);
    assert_int_equal(k.list[1].state, EXCEPTION_ASKED);
    expect_ok(settle(&s, &s.centre, k.list[1].id, true, "同意", &err), &err);
    k = look(&s);
    assert_int_equal(fact(&k, URBAN), true);
    assert_int_equal(k.n_rows, 1);
}

/* Neither asked for nor settled once the file is out of their hands; nor with
 * the id of another file's. */
static void
only_while_it_is_handled(void **state)
{
    struct scene s = set_up(*state);
    struct err err = { 0 };

    expect_ok(ask(&s, &s.asker, URBAN, REASON, &err), &err);
    int64_t id = look(&s).list[0].id;
    take_back(&s.t, &s.worker, &s.m);
    assert_int_equal(
        settle(&s, &s.centre, id, true, "同意", &err), ERR_CONFLICT);
    assert_int_equal(
        ask(&s, &s.asker, REACHED, REASON, &err), ERR_CONFLICT);
    struct scene again = s;
    struct holder third = make_office(&s.t, "丙所", COUNTY);
    again.m = handed_in(&s.t, &s.worker, &third);
    assert_int_equal(
        settle(&again, &s.centre, id, true, "同意", &err), ERR_NOT_FOUND);
    struct call k = look(&again);
    assert_int_equal(k.n, 0); /* what was asked there does not count here */
    assert_int_equal(fact(&k, URBAN), false);
}

static void
draft_and_long_reasons(void **state)
{
    struct scene s = set_up(*state);
    char text[2001 * 3 + 1];
    struct err err = { 0 };

    for (size_t i = 0; i < 2001; i++)
        memcpy(text + i * 3, "字", 3); /* three bytes each */
    text[2001 * 3] = '\0';
    assert_int_equal(ask(&s, &s.asker, URBAN, text, &err), ERR_INPUT);
    text[2000 * 3] = '\0';
    expect_ok(ask(&s, &s.asker, URBAN, text, &err), &err);

    take_back(&s.t, &s.worker, &s.m);
    struct scene draft = s;
    struct holder third = make_office(&s.t, "丙所", COUNTY);
    draft.m = drafted(&s.t, &s.worker, third.c.number);
    assert_int_equal( /* nobody's to see yet */
        ask(&draft, &s.asker, URBAN, REASON, &err), ERR_NOT_FOUND);
    assert_int_equal(look(&draft).n, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            asked_once_with_a_reason, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            agreed_by_another, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            entered_in_the_register, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            the_level_above, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            waits_in_the_inbox, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            declined_and_asked_again, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            only_while_it_is_handled, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            draft_and_long_reasons, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
