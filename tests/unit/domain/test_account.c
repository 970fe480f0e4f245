/* Accounts: registering, signing in and its limits, second factor. */
#include "fixture.h"

struct attempt {
    int64_t account_id;
    bool matched;
    struct str client, token;
    struct err denied;
};

static enum status
sign_in(struct act *x, void *arg, struct err *err)
{
    struct attempt *t = arg;

    return session_start(
        x, t->account_id, t->matched, t->client, t->token, &t->denied, err);
}

static enum status
find_session(struct act *x, void *arg, struct err *err)
{
    struct attempt *t = arg;
    struct session_info info;
    struct actor who;

    return session_find(x, t->token, &info, &who, err);
}

static void
test_lock_after_failures(void **state)
{
    struct fixture *f = *state;
    struct actor who = fixture_applicant(f, "锁定示例公司", false, "500000");
    struct actor visitor = actor_visitor();
    struct attempt t = { .account_id = who.account_id,
        .client = STR("127.0.0.1"),
        .token = STR("token-a") };
    struct err err = { 0 };

    for (int i = 1; i <= 5; i++) {
        expect_ok(fixture_write(f, &visitor, sign_in, &t, &err), &err);
        assert_int_equal(
            t.denied.code, i < 5 ? ERR_DENIED : ERR_LIMIT);
    }
    t.matched = true;
    expect_ok(fixture_write(f, &visitor, sign_in, &t, &err), &err);
    assert_int_equal(t.denied.code, ERR_LIMIT);
    f->now_us += 16 * 60 * INT64_C(1000000);
    expect_ok(fixture_write(f, &visitor, sign_in, &t, &err), &err);
    assert_int_equal(t.denied.code, OK);
    expect_ok(fixture_read(f, &visitor, find_session, &t, &err), &err);
    f->now_us += 13 * 3600 * INT64_C(1000000);
    assert_int_equal(
        fixture_read(f, &visitor, find_session, &t, &err), ERR_NOT_FOUND);
}

/* One address of an office: its people sign in, a guesser is stopped. */
static void
test_failures_of_an_address(void **state)
{
    struct fixture *f = *state;
    struct actor who = fixture_applicant(f, "同址示例公司", false, "500000");
    struct actor visitor = actor_visitor();
    struct err err = { 0 };
    struct attempt t = { .account_id = who.account_id,
        .matched = true,
        .client = STR("127.0.0.2") };

    for (int i = 0; i < 40; i++) {
        t.token = arena_fmt(f->a, "token-%d", i);
        expect_ok(fixture_write(f, &visitor, sign_in, &t, &err), &err);
        assert_int_equal(t.denied.code, OK);
    }
    t.account_id = 0; /* logins nobody has */
    t.matched = false;
    for (int i = 0; i < 31; i++) {
        expect_ok(fixture_write(f, &visitor, sign_in, &t, &err), &err);
        assert_int_equal(t.denied.code, i < 30 ? ERR_DENIED : ERR_LIMIT);
    }
    t.account_id = who.account_id;
    t.matched = true;
    t.token = STR("token-late");
    expect_ok(fixture_write(f, &visitor, sign_in, &t, &err), &err);
    assert_int_equal(t.denied.code, ERR_LIMIT);
    t.client = STR("127.0.0.3");
    expect_ok(fixture_write(f, &visitor, sign_in, &t, &err), &err);
    assert_int_equal(t.denied.code, OK);
}

static enum status
register_again(struct act *x, void *arg, struct err *err)
{
    int64_t account = 0, subject = 0;

    return account_register(x, arg, &account, &subject, err);
}

static void
test_no_double_record(void **state)
{
    struct fixture *f = *state;
    struct actor visitor = actor_visitor();
    struct err err = { 0 };
    struct registration r = { .name = STR("甲公司"),
        .credit_code = fixture_credit_code(f->a, 4711),
        .region = STR("510000"),
        .contact = STR("经办人"),
        .mobile = STR("13000000001"),
        .password_hash = STR("-") };

    expect_ok(fixture_write(f, &visitor, register_again, &r, &err), &err);
    assert_int_equal(
        fixture_write(f, &visitor, register_again, &r, &err), ERR_CONFLICT);
    assert_string_equal(err.field, "credit_code");
    r.credit_code = fixture_credit_code(f->a, 4712);
    assert_int_equal(
        fixture_write(f, &visitor, register_again, &r, &err), ERR_CONFLICT);
    assert_string_equal(err.field, "mobile");
}

/* RFC 6238, appendix B: the secret is "12345678901234567890". */
static void
test_totp_vectors(void **state)
{
    static const struct {
        int64_t s;
        const char *code;
    } V[] = { { 59, "287082" }, { 1111111109, "081804" },
        { 1234567890, "005924" }, { 2000000000, "279037" } };
    struct str secret = STR("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

    (void)state;
    for (size_t i = 0; i < sizeof(V) / sizeof(V[0]); i++) {
        int64_t step = 0;

        assert_true(totp_matches(
            secret, str_of(V[i].code), V[i].s * 1000000, 0, &step));
        /* a code counts once */
        assert_false(totp_matches(
            secret, str_of(V[i].code), V[i].s * 1000000, step, &step));
    }
}

static void
test_passwords(void **state)
{
    struct fixture *f = *state;
    struct str hash = STR_EMPTY;
    struct err err = { 0 };

    expect_ok(password_hash(f->a, &f->world, STR("correct horse battery"),
                  &hash, &err),
        &err);
    assert_true(password_matches(hash, STR("correct horse battery")));
    assert_false(password_matches(hash, STR("correct horse batterz")));
    assert_false(password_matches(STR_EMPTY, STR("anything at all")));
    assert_int_equal(
        password_check(STR("short"), STR_EMPTY, &err), ERR_INPUT);
    assert_int_equal(
        password_check(STR("aaaaaaaaaaaa"), STR_EMPTY, &err), ERR_INPUT);
    assert_int_equal(password_check(STR("x13000000001y"), STR("13000000001"),
                         &err),
        ERR_INPUT);
    assert_int_equal(
        password_check(STR("correct horse"), STR_EMPTY, &err), OK);
}

struct joining {
    int64_t subject, officer;
};

static enum status
add_officer(struct act *x, void *arg, struct err *err)
{
    struct joining *j = arg;
    struct account a = { .email = STR("officer@example.test"),
        .name = STR("审核示例人") };

    TRY(account_add(x, &a, STR("unused"), err));
    j->officer = a.id;
    return grant_add(x, a.id,
        &(struct role_grant){ .role = ROLE_SECRETARIAT }, STR_EMPTY, err);
}

static enum status
join(struct act *x, void *arg, struct err *err)
{
    struct joining *j = arg;

    return member_set(x, j->subject, j->officer, STR("viewer"), err);
}

/* An applicant cannot shut an officer out by making him a member. */
static void
test_officer_is_no_member(void **state)
{
    struct fixture *f = *state;
    struct actor admin = fixture_officer(f, ROLE_ADMIN);
    struct actor mine = fixture_applicant(f, "成员示例公司", false, "500000");
    struct joining j = { .subject = mine.memberships[0].subject_id };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &admin, add_officer, &j, &err), &err);
    assert_int_equal(fixture_write(f, &mine, join, &j, &err), ERR_CONFLICT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_lock_after_failures, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_failures_of_an_address, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_no_double_record, fixture_setup, fixture_teardown),
        cmocka_unit_test(test_totp_vectors),
        cmocka_unit_test_setup_teardown(
            test_passwords, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_officer_is_no_member, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
