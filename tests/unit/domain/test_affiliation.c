/* Who works where: one place at a time, its history seen from both sides, and
 * what becomes of it when a holding ends or comes back. */
#include "workplace.h"

struct call {
    const struct accreditation *c;
    const struct application *app;
    const struct affiliation *list;
    const struct affiliate *there, *left;
    size_t n, n_there, n_left;
    struct affiliation now;
    bool found;
    const struct pack *pack;
    struct str number;
    struct accreditation host;
    struct accreditation_move move;
    struct json *facts;
    const struct audit_row *rows;
    size_t n_rows;
};

static enum status
run_holder(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    TRY(affiliation_list(x, k->c, &k->list, &k->n, err));
    return affiliation_current(x, k->c, &k->now, &k->found, err);
}

static enum status
run_host(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    TRY(affiliation_of_host(x, k->c, &k->there, &k->n_there, err));
    return affiliation_left_host(x, k->c, &k->left, &k->n_left, err);
}

static enum status
run_left(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return affiliation_left_host(x, k->c, &k->left, &k->n_left, err);
}

static enum status
run_public(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return affiliation_public(x, k->c, &k->there, &k->n_there, err);
}

static enum status
run_find(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return affiliation_host(
        x, k->pack, STR("host"), k->number, &k->host, err);
}

static enum status
run_asked(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    TRY(affiliation_asked(x, k->app, &k->host, &k->found, err));
    return affiliation_check(x, k->app, err);
}

static enum status
run_move(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;
    struct accreditation c;

    TRY(accreditation_load(x, k->c->subject_id, k->c->id, &c, err));
    return accreditation_move(x, &c, &k->move, err);
}

static enum status
run_facts(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    k->facts = json_new(x->a, JSON_OBJECT);
    return affiliation_facts(x, k->c, k->app, k->facts, err);
}

static enum status
run_audit(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return audit_list(x, STR("accreditation"), k->c->id, INT64_MAX, 50,
        &k->rows, &k->n_rows, err);
}

/* Both sides of a holding as the program itself reads them. */
static struct call
of_holder(const struct town *t, const struct holder *h)
{
    struct actor system = actor_system();
    struct call k = { .c = &h->c };
    struct err err = { 0 };

    expect_ok(fixture_read(t->f, &system, run_holder, &k, &err), &err);
    return k;
}

static struct call
of_host(const struct town *t, const struct holder *h)
{
    struct call k = { .c = &h->c };
    struct err err = { 0 };

    expect_ok(fixture_read(t->f, &h->who, run_host, &k, &err), &err);
    return k;
}

static struct call
facts_of(const struct town *t, const struct accreditation *c,
    const struct application *app)
{
    struct actor system = actor_system();
    struct call k = { .c = c, .app = app };
    struct err err = { 0 };

    expect_ok(fixture_read(t->f, &system, run_facts, &k, &err), &err);
    return k;
}

static void
move_to(const struct town *t, const struct holder *h,
    enum accreditation_state to, const char *event)
{
    struct actor system = actor_system();
    struct call k = { .c = &h->c,
        .move = { .to = to, .event = event, .reason = STR("测试") } };
    struct err err = { 0 };

    expect_ok(fixture_write(t->f, &system, run_move, &k, &err), &err);
}

static void
works_at_one_only(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder second = make_office(&t, "乙所", OTHER_COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);
    struct day move = day_of_ymd(2023, 3, 1);
    struct err err = { 0 };

    struct call k = of_holder(&t, &worker);
    assert_int_equal(k.n, 1);
    assert_true(k.found);
    assert_int_equal(k.now.host_id, first.c.id);
    assert_true(day_eq(k.now.since, day_of_ymd(2023, 2, 1)));
    assert_int_equal(
        try_begin(&t, &worker, &first, move, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "甲所"));
    assert_int_equal(of_holder(&t, &worker).n, 1);

    fixture_at(t.f, "2023-03-01 09:00:00");
    expect_ok(try_begin(&t, &worker, &second, move, &err), &err);
    k = of_holder(&t, &worker);
    assert_int_equal(k.n, 2); /* newest first */
    assert_int_equal(k.list[0].host_id, second.c.id);
    assert_true(day_is_none(k.list[0].until));
    assert_true(day_eq(k.list[0].since, move));
    assert_int_equal(k.list[1].host_id, first.c.id);
    assert_true(day_eq(k.list[1].until, day_of_ymd(2023, 2, 28)));
    assert_true(str_eq(k.list[1].host_name, STR("甲所")));
    assert_int_equal(k.now.host_id, second.c.id);
    assert_true(str_eq(k.now.host_number, second.c.number));
}

/* There, left, and back again: both offices know. */
static void
both_sides_remember(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder second = make_office(&t, "乙所", COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);
    struct holder stays = make_worker(&t, "李四", &first);
    struct actor system = actor_system();
    struct err err = { 0 };

    fixture_at(t.f, "2023-03-01 09:00:00");
    expect_ok(try_begin(
                  &t, &worker, &second, day_of_ymd(2023, 3, 1), &err),
        &err);
    struct call k = of_host(&t, &first);
    assert_int_equal(k.n_there, 1);
    assert_int_equal(k.there[0].accreditation_id, stays.c.id);
    assert_int_equal(k.n_left, 1);
    assert_int_equal(k.left[0].accreditation_id, worker.c.id);
    assert_true(day_eq(k.left[0].since, day_of_ymd(2023, 2, 1)));
    assert_true(day_eq(k.left[0].until, day_of_ymd(2023, 2, 28)));
    k = of_host(&t, &second);
    assert_int_equal(k.n_there, 1);
    assert_true(str_eq(k.there[0].number, worker.c.number));
    assert_int_equal(k.n_left, 0);

    fixture_at(t.f, "2023-05-08 09:00:00");
    expect_ok(
        try_begin(&t, &worker, &first, day_of_ymd(2023, 5, 8), &err), &err);
    k = of_holder(&t, &worker);
    assert_int_equal(k.n, 3);
    assert_int_equal(k.now.host_id, first.c.id);
    k = of_host(&t, &first);
    assert_int_equal(k.n_there, 2);
    assert_int_equal(k.n_left, 1); /* the first stay stands in its history */
    k = of_host(&t, &second);
    assert_int_equal(k.n_there, 0);
    assert_int_equal(k.n_left, 1);
    assert_true(day_eq(k.left[0].until, day_of_ymd(2023, 5, 7)));

    k.c = &worker.c;
    expect_ok(fixture_read(t.f, &system, run_audit, &k, &err), &err);
    assert_true(k.n_rows >= 3);
    assert_true(str_eq(k.rows[0].event, STR("move")));
    assert_true(str_eq(k.rows[0].from, second.c.number));
    assert_true(str_eq(k.rows[0].to, first.c.number));
    assert_true(str_eq(k.rows[1].event, STR("move")));
    assert_true(str_eq(k.rows[2].event, STR("work-at")));
    assert_int_equal(k.rows[2].from.n, 0);
}

/* The holding is over: it works nowhere; reversed: where it did, from then. */
static void
ends_with_the_holding(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);

    fixture_at(t.f, "2023-06-01 09:00:00");
    move_to(&t, &worker, ACC_SUSPENDED, "suspend");
    assert_true(of_holder(&t, &worker).found); /* it is still there */
    fixture_at(t.f, "2023-07-03 09:00:00");
    move_to(&t, &worker, ACC_DEREGISTERED, "deregister");
    struct call k = of_holder(&t, &worker);
    assert_false(k.found);
    assert_int_equal(k.n, 1);
    assert_true(day_eq(k.list[0].until, day_of_ymd(2023, 7, 3)));
    k = of_host(&t, &first);
    assert_int_equal(k.n_there, 0);
    assert_int_equal(k.n_left, 1);
    assert_int_equal(k.left[0].state, ACC_DEREGISTERED);

    fixture_at(t.f, "2023-08-01 09:00:00");
    move_to(&t, &worker, ACC_ACTIVE, "reverse");
    k = of_holder(&t, &worker);
    assert_true(k.found);
    assert_int_equal(k.n, 2);
    assert_int_equal(k.now.host_id, first.c.id);
    assert_true(day_eq(k.now.since, day_of_ymd(2023, 8, 1)));
    move_to(&t, &worker, ACC_SUSPENDED, "suspend");
    move_to(&t, &worker, ACC_ACTIVE, "resume");
    assert_int_equal(of_holder(&t, &worker).n, 2); /* nothing ended */
}

/* Before it came it was not there; on the day it came it was there for a day.
 * No stay ends before it begins. */
static void
never_ends_before_it_begins(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder second = make_office(&t, "乙所", COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);
    struct day came = day_of_ymd(2023, 2, 1);
    struct err err = { 0 };

    assert_int_equal(try_begin(&t, &worker, &second, day_add_days(came, -1),
                         &err),
        ERR_CONFLICT);
    assert_non_null(strstr(err.text, "2023-02-01"));
    assert_non_null(strstr(err.text, "2023-01-31"));
    struct call k = of_holder(&t, &worker);
    assert_int_equal(k.n, 1);
    assert_int_equal(k.now.host_id, first.c.id);

    expect_ok(try_begin(&t, &worker, &second, came, &err), &err);
    k = of_holder(&t, &worker);
    assert_int_equal(k.n, 2);
    assert_true(day_eq(k.list[1].since, came));
    assert_true(day_eq(k.list[1].until, came));
    assert_int_equal(k.now.host_id, second.c.id);

    expect_ok(try_begin(&t, &worker, &first, day_add_days(came, 1), &err),
        &err);
    k = of_holder(&t, &worker);
    assert_true(day_eq(k.list[1].until, came));
    assert_int_equal(k.now.host_id, first.c.id);
}

/* Reversed after the host is over as well: nowhere, and the line says why. */
static void
does_not_come_back_to_a_host_that_is_gone(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder second = make_office(&t, "乙所", COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);
    struct holder other = make_worker(&t, "李四", &second);
    struct actor system = actor_system();
    struct err err = { 0 };

    move_to(&t, &worker, ACC_DEREGISTERED, "deregister");
    move_to(&t, &other, ACC_DEREGISTERED, "deregister");
    move_to(&t, &first, ACC_DEREGISTERED, "deregister");
    move_to(&t, &second, ACC_SUSPENDED, "suspend");
    fixture_at(t.f, "2023-08-01 09:00:00");
    move_to(&t, &worker, ACC_ACTIVE, "reverse");
    move_to(&t, &other, ACC_ACTIVE, "reverse");
    struct call k = of_holder(&t, &worker);
    assert_false(k.found);
    assert_int_equal(k.n, 1);
    k.c = &worker.c;
    expect_ok(fixture_read(t.f, &system, run_audit, &k, &err), &err);
    bool said = false;
    for (size_t i = 0; i < k.n_rows; i++)
        said = said || (str_eq(k.rows[i].event, STR("host-gone")) &&
                           str_eq(k.rows[i].from, first.c.number));
    assert_true(said);
    /* One that only rests is still its place. */
    assert_int_equal(of_holder(&t, &other).now.host_id, second.c.id);

    /* It can begin elsewhere. */
    fixture_at(t.f, "2023-08-02 09:00:00");
    expect_ok(try_begin(&t, &worker, &second, day_of_ymd(2023, 8, 2), &err),
        &err);
    assert_int_equal(of_holder(&t, &worker).now.host_id, second.c.id);
}

/* Another holding of the host's or of the programme does not end with it. */
static void
ends_alone(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder goes = make_worker(&t, "张三", &first);
    struct holder stays = make_worker(&t, "李四", &first);

    move_to(&t, &goes, ACC_REVOKED, "revoke");
    assert_false(of_holder(&t, &goes).found);
    assert_true(of_holder(&t, &stays).found);
    struct call k = of_host(&t, &first);
    assert_int_equal(k.n_there, 1);
    assert_int_equal(k.there[0].accreditation_id, stays.c.id);
}

static void
who_may_read(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder second = make_office(&t, "乙所", COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);
    struct actor viewer = lesser(&t, first.who, "viewer");
    struct actor own = officer_in(&t, ROLE_SECRETARIAT, COUNTY, 2001);
    struct actor away = officer_in(&t, ROLE_SECRETARIAT, OTHER_COUNTY, 2002);
    struct actor visitor = actor_visitor();
    struct call k = { .c = &first.c };
    struct err err = { 0 };

    expect_ok(fixture_read(t.f, &viewer, run_host, &k, &err), &err);
    assert_int_equal(k.n_there, 1);
    expect_ok(fixture_read(t.f, &own, run_host, &k, &err), &err);
    const struct actor *strangers[] = { &away, &second.who, &worker.who,
        &visitor };
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(fixture_read(t.f, strangers[i], run_host, &k, &err),
            ERR_NOT_FOUND);
        assert_int_equal(fixture_read(t.f, strangers[i], run_left, &k, &err),
            ERR_NOT_FOUND);
    }
    k.n_there = 0;
    expect_ok(fixture_read(t.f, &visitor, run_public, &k, &err), &err);
    assert_int_equal(k.n_there, 1);
    assert_true(str_eq(k.there[0].name, STR("张三")));
}

static enum status
find_host(const struct town *t, const struct pack *p, struct str number,
    struct accreditation *ret, struct err *err)
{
    struct actor system = actor_system();
    struct call k = { .pack = p, .number = number };
    enum status st = fixture_read(t->f, &system, run_find, &k, err);

    *ret = k.host;
    return st;
}

static void
hosts_by_number(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);
    const struct pack *p = domain_programme(t.f->d, t.workers)->pack;
    struct accreditation host;
    struct err err = { 0 };

    assert_ptr_equal(
        affiliation_guests(t.f->d, domain_programme(t.f->d, t.offices)),
        domain_programme(t.f->d, t.workers));
    assert_null(
        affiliation_guests(t.f->d, domain_programme(t.f->d, t.workers)));
    expect_ok(find_host(&t, p, arena_fmt(t.f->a, "  " STR_FMT " ",
                                   STR_ARG(first.c.number)),
                  &host, &err),
        &err);
    assert_int_equal(host.id, first.c.id);
    assert_int_equal(find_host(&t, p, STR("任意-9"), &host, &err), ERR_INPUT);
    assert_string_equal(err.field, "host");
    assert_int_equal( /* a worker is no office */
        find_host(&t, p, worker.c.number, &host, &err), ERR_INPUT);
    assert_int_equal( /* nobody works at a holder of this programme */
        find_host(&t, t.f->station, first.c.number, &host, &err), ERR_INPUT);
    move_to(&t, &first, ACC_SUSPENDED, "suspend");
    assert_int_equal(
        find_host(&t, p, first.c.number, &host, &err), ERR_INPUT);
    assert_non_null(strstr(err.text, "停业"));
    move_to(&t, &first, ACC_ACTIVE, "resume");
    expect_ok(find_host(&t, p, first.c.number, &host, &err), &err);
    move_to(&t, &first, ACC_DEREGISTERED, "deregister");
    assert_int_equal(
        find_host(&t, p, first.c.number, &host, &err), ERR_INPUT);
}

/* What an application may name. */
static void
hosts_asked_for(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder second = make_office(&t, "乙所", OTHER_COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);
    struct holder other = make_worker(&t, "李四", &first);
    struct holder third = make_worker(&t, "王五", &first);
    struct transfer same = drafted(&t, &worker, first.c.number);
    struct transfer none = drafted(&t, &other, STR("任意-9"));
    struct transfer good = drafted(&t, &third, second.c.number);
    struct actor system = actor_system();
    struct call k = { .app = &same.app };
    struct err err = { 0 };

    assert_int_equal(
        fixture_read(t.f, &system, run_asked, &k, &err), ERR_INPUT);
    assert_string_equal(err.field, "调入机构编号");
    assert_non_null(strstr(err.text, "就是现在的执业机构"));
    assert_true(k.found);
    assert_int_equal(
        fixture_write(t.f, &worker.who, run_submit, &same, &err), ERR_INPUT);
    k = (struct call){ .app = &none.app };
    assert_int_equal(
        fixture_read(t.f, &system, run_asked, &k, &err), ERR_INPUT);
    assert_false(k.found);
    assert_true(str_eq(good.app.region, STR(OTHER_COUNTY)));
    k = (struct call){ .app = &good.app };
    expect_ok(fixture_read(t.f, &system, run_asked, &k, &err), &err);
    assert_true(k.found);
    assert_int_equal(k.host.id, second.c.id);
    k = facts_of(&t, &third.c, &good.app);
    assert_true(str_eq(json_str(json_get(k.facts, STR("所在.编号"))),
        first.c.number));
    assert_true(str_eq(json_str(json_get(k.facts, STR("拟入.编号"))),
        second.c.number));
    assert_true(str_eq(json_str(json_get(k.facts, STR("拟入.行政区划"))),
        STR(OTHER_COUNTY)));
    k = facts_of(&t, &other.c, &none.app);
    assert_true(json_is_null(json_get(k.facts, STR("拟入.编号"))));
}

/* The suspended are on the list of an office, not in its strength. */
static void
counts_who_is_there(void **state)
{
    struct town t = open_town(*state);
    struct holder first = make_office(&t, "甲所", COUNTY);
    struct holder worker = make_worker(&t, "张三", &first);
    struct holder other = make_worker(&t, "李四", &first);
    const int64_t expected[] = { 2, 1, 0 };

    for (int i = 0; i < 3; i++) {
        if (i == 1)
            move_to(&t, &worker, ACC_SUSPENDED, "suspend");
        if (i == 2)
            move_to(&t, &other, ACC_DEREGISTERED, "deregister");
        struct call k = facts_of(&t, &first.c, NULL);
        assert_int_equal(
            json_int(json_get(k.facts, STR("在册人数")), -1), expected[i]);
    }
    assert_int_equal(of_host(&t, &first).n_there, 1);
    struct call k = facts_of(&t, &other.c, NULL);
    assert_true(json_is_null(json_get(k.facts, STR("所在.编号"))));
    k = facts_of(&t, &worker.c, NULL);
    assert_true(str_eq(
        json_str(json_get(k.facts, STR("所在.自"))), STR("2023-02-01")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            works_at_one_only, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            both_sides_remember, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            never_ends_before_it_begins, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            does_not_come_back_to_a_host_that_is_gone, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            ends_with_the_holding, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            ends_alone, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            who_may_read, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            hosts_by_number, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            hosts_asked_for, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            counts_who_is_there, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
