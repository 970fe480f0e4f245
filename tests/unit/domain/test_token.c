/* Tokens of the API: whose rights they carry, and when they end. */
#include "fixture.h"

#include "domain/token.h"

static const char SECRET[] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

struct call {
    struct str name, secret, key, request, body;
    int64_t days, id;
    struct token token;
    const struct token *list;
    size_t n;
    struct actor who;
    struct kept_reply kept;
};

static enum status
run_add(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return token_add(x, c->name, c->days, c->secret, &c->token, err);
}

static enum status
run_list(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return token_list(x, &c->list, &c->n, err);
}

static enum status
run_end(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return token_revoke(x, c->id, err);
}

static enum status
run_actor(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return token_actor(x, c->secret, &c->who, &c->id, err);
}

static enum status
run_keep(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return reply_keep(x, c->id, c->key, c->request, c->body, err);
}

static enum status
run_find(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return reply_find(x, c->id, c->key, &c->kept, err);
}

static enum status
run_grant(struct act *x, void *arg, struct err *err)
{
    const struct actor *who = arg;
    const struct role_grant g = { .role = ROLE_CENTRE };

    return grant_add(x, who->account_id, &g, STR("任命"), err);
}

static struct call
call_of(int64_t days)
{
    return (struct call){ .name = STR("园区系统"),
        .secret = str_of(SECRET),
        .days = days };
}

static void
test_acts_for_the_organisation(void **state)
{
    struct fixture *f = *state;
    struct actor who = fixture_applicant(f, "甲园区", false, "510100");
    struct actor visitor = actor_visitor();
    struct call c = call_of(30);
    struct err err = { 0 };

    expect_ok(fixture_write(f, &who, run_add, &c, &err), &err);
    expect_ok(fixture_read(f, &visitor, run_actor, &c, &err), &err);
    assert_int_equal(c.who.account_id, who.account_id);
    assert_int_equal(c.who.n_memberships, 1);
    assert_int_equal(c.id, c.token.id);
    c.secret = STR("no such secret");
    assert_int_equal(
        fixture_read(f, &visitor, run_actor, &c, &err), ERR_DENIED);
}

static void
test_officers_rights_stay_behind(void **state)
{
    struct fixture *f = *state;
    struct actor admin = fixture_officer(f, ROLE_ADMIN);
    struct actor officer = fixture_applicant(f, "甲某", true, "510100");
    struct call c = call_of(30);
    struct err err = { 0 };

    expect_ok(fixture_write(f, &admin, run_grant, &officer, &err), &err);
    expect_ok(fixture_write(f, &officer, run_add, &c, &err), &err);
    expect_ok(fixture_read(f, &officer, run_actor, &c, &err), &err);
    assert_int_equal(c.who.n_grants, 0);
    assert_false(may(&c.who, MAY_SEE_DESK));
}

static void
test_ends_on_time_and_by_hand(void **state)
{
    struct fixture *f = *state;
    struct actor who = fixture_applicant(f, "甲园区", false, "510100");
    struct actor other = fixture_applicant(f, "乙园区", false, "510100");
    struct call c = call_of(1);
    struct err err = { 0 };

    fixture_at(f, "2023-03-01 09:00:00");
    expect_ok(fixture_write(f, &who, run_add, &c, &err), &err);
    fixture_at(f, "2023-03-02 08:59:59");
    expect_ok(fixture_read(f, &who, run_actor, &c, &err), &err);
    fixture_at(f, "2023-03-02 09:00:00");
    assert_int_equal(
        fixture_read(f, &who, run_actor, &c, &err), ERR_DENIED);

    c.days = 10;
    c.secret = STR("another");
    expect_ok(fixture_write(f, &who, run_add, &c, &err), &err);
    c.id = c.token.id;
    assert_int_equal(
        fixture_write(f, &other, run_end, &c, &err), ERR_NOT_FOUND);
    expect_ok(fixture_write(f, &who, run_end, &c, &err), &err);
    assert_int_equal(
        fixture_read(f, &who, run_actor, &c, &err), ERR_DENIED);
    expect_ok(fixture_read(f, &who, run_list, &c, &err), &err);
    assert_int_equal(c.n, 0);
}

static void
test_refuses_bad_input(void **state)
{
    struct fixture *f = *state;
    struct actor who = fixture_applicant(f, "甲园区", false, "510100");
    struct actor visitor = actor_visitor();
    struct call c = call_of(0);
    struct err err = { 0 };

    assert_int_equal(fixture_write(f, &who, run_add, &c, &err), ERR_INPUT);
    assert_string_equal(err.field, "days");
    c.days = TOKEN_DAYS_MAX + 1;
    assert_int_equal(fixture_write(f, &who, run_add, &c, &err), ERR_INPUT);
    c = call_of(5);
    c.name = STR_EMPTY;
    assert_int_equal(fixture_write(f, &who, run_add, &c, &err), ERR_INPUT);
    assert_string_equal(err.field, "name");
    c = call_of(5);
    assert_int_equal(
        fixture_write(f, &visitor, run_add, &c, &err), ERR_DENIED);
    for (int i = 0; i < TOKENS_MAX; i++) {
        c.secret = arena_fmt(f->a, "secret %d", i);
        expect_ok(fixture_write(f, &who, run_add, &c, &err), &err);
    }
    c.secret = STR("one too many");
    assert_int_equal(fixture_write(f, &who, run_add, &c, &err), ERR_LIMIT);
}

static void
test_keeps_replies_for_a_week(void **state)
{
    struct fixture *f = *state;
    struct actor who = fixture_applicant(f, "甲园区", false, "510100");
    struct call c = { .id = 7,
        .key = STR("key-0001"),
        .request = STR("digest"),
        .body = STR("{}") };
    struct err err = { 0 };

    fixture_at(f, "2023-03-01 09:00:00");
    expect_ok(fixture_write(f, &who, run_keep, &c, &err), &err);
    fixture_at(f, "2023-03-08 08:59:59");
    expect_ok(fixture_read(f, &who, run_find, &c, &err), &err);
    assert_true(c.kept.found);
    assert_true(str_eq(c.kept.body, STR("{}")));
    c.id = 8; /* another token's keys are its own */
    expect_ok(fixture_read(f, &who, run_find, &c, &err), &err);
    assert_false(c.kept.found);
    c.id = 7;
    fixture_at(f, "2023-03-08 09:00:00");
    expect_ok(fixture_read(f, &who, run_find, &c, &err), &err);
    assert_false(c.kept.found);
    expect_ok(fixture_write(f, &who, run_keep, &c, &err), &err);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_acts_for_the_organisation,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_officers_rights_stay_behind,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_ends_on_time_and_by_hand, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_refuses_bad_input, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_keeps_replies_for_a_week, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
