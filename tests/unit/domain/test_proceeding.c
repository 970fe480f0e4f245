/* Warnings by hand, revocation from proposal to reversal, reports. */
#include "holders.h"

#include "domain/message.h"
#include "domain/proceeding.h"

struct call {
    int64_t accreditation_id, id, version, made_id;
    const char *ground, *text;
    bool revoke;
    enum report_answer answer;
    struct proceeding p;
    struct letter letter;
    const char *document;
};

static enum status
open_case(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_open(x,
        &(struct proceeding_new){ .accreditation_id = c->accreditation_id,
            .ground = str_of(c->ground),
            .facts = str_of(c->text) },
        &c->p, err);
}

static enum status
warn(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_warn(x,
        &(struct proceeding_new){ .accreditation_id = c->accreditation_id,
            .ground = str_of(c->ground),
            .facts = str_of(c->text) },
        &c->p, err);
}

static enum status
notify(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_notify(x, c->p.id, &c->p, err);
}

static enum status
state_view(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_state_view(x, c->p.id, str_of(c->text), err);
}

static enum status
get(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_get(x, c->p.id, &c->p, err);
}

static enum status
get_letter(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_letter(
        x, &c->p, str_of(c->document), &c->letter, err);
}

static enum status
decide(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_decide(x, c->p.id, c->revoke, str_of(c->text),
        c->p.version, &c->p, err);
}

static enum status
without_object(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_without_object(
        x, c->p.id, str_of(c->text), c->p.version, &c->p, err);
}

static enum status
expire(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;
    struct accreditation a;

    TRY(accreditation_load(x, 0, c->accreditation_id, &a, err));
    return accreditation_move(x, &a,
        &(struct accreditation_move){ .to = ACC_EXPIRED, .event = "expire" },
        err);
}

static enum status
reverse(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    return proceeding_reverse(x, c->p.id, str_of(c->text), err);
}

static enum status
withdraw(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;
    struct accreditation a;

    TRY(accreditation_load(x, 0, c->accreditation_id, &a, err));
    return accreditation_move(x, &a,
        &(struct accreditation_move){ .to = ACC_WITHDRAWN,
            .event = "withdraw" },
        err);
}

static bool
has(struct str s, const char *what)
{
    return str_find(s, str_of(what)) != SIZE_MAX;
}

struct scene {
    struct fixture *f;
    struct actor who, secretary, centre;
    struct accreditation c;
    struct call call;
    struct err err;
};

/* A station of 2023-04-12, and a case opened on Mon 2024-04-01. */
static struct scene
scene(struct fixture *f)
{
    struct scene s = { .f = f,
        .secretary = fixture_officer(f, ROLE_SECRETARIAT),
        .centre = fixture_officer(f, ROLE_CENTRE) };

    fixture_at(f, "2023-04-12 10:00:00");
    s.c = holder(f, "甲工作站", false, &s.who);
    fixture_at(f, "2024-04-01 10:00:00");
    s.call = (struct call){ .accreditation_id = s.c.id,
        .ground = "违法违规造成不良影响",
        .text = "2024年3月在活动中发布虚假宣传，被主管部门处罚并通报。" };
    expect_ok(
        fixture_write(f, &s.secretary, open_case, &s.call, &s.err), &s.err);
    return s;
}

/* Ten working days from Mon 2024-04-01: 4 and 5 April are Qingming (4 to 6),
 * Sun 7 April is worked: 2 3 7 8 9 10 11 12 15 16 -> 2024-04-16. */
static void
test_revocation(void **state)
{
    struct scene s = scene(*state);
    struct fixture *f = s.f;

    /* What is only proposed the holder does not see. */
    assert_int_equal(
        fixture_read(f, &s.who, get, &s.call, &s.err), ERR_NOT_FOUND);
    expect_ok(fixture_write(f, &s.secretary, notify, &s.call, &s.err), &s.err);
    assert_int_equal(
        s.call.p.due_us, day_end_us(day_of_ymd(2024, 4, 16)));
    assert_true(has(s.call.p.derivation, "2024-04-04"));
    assert_true(has(s.call.p.derivation, "2024-04-16"));
    s.call.document = "hearing_notice";
    expect_ok(fixture_read(f, &s.centre, get_letter, &s.call, &s.err), &s.err);
    assert_true(has(s.call.letter.body, "2024年4月16日"));
    assert_true(has(s.call.letter.body, "虚假宣传"));
    expect_ok(fixture_read(f, &s.who, get, &s.call, &s.err), &s.err);

    /* Not before the end without a statement. */
    s.call.revoke = true;
    s.call.text = "事实清楚，未提交陈述。";
    fixture_at(f, "2024-04-16 23:59:59");
    assert_int_equal(
        fixture_write(f, &s.centre, decide, &s.call, &s.err), ERR_CONFLICT);
    fixture_at(f, "2024-04-17 00:00:00");
    assert_int_equal(
        fixture_write(f, &s.who, state_view, &s.call, &s.err), ERR_CONFLICT);
    assert_int_equal(
        fixture_write(f, &s.secretary, decide, &s.call, &s.err), ERR_DENIED);
    expect_ok(fixture_write(f, &s.centre, decide, &s.call, &s.err), &s.err);
    struct accreditation c = now_is(f, s.c);
    assert_int_equal(c.state, ACC_REVOKED);
    assert_true(day_eq(c.ended, day_of_ymd(2024, 4, 17)));
    s.call.document = "revocation";
    expect_ok(fixture_read(f, &s.who, get_letter, &s.call, &s.err), &s.err);
    assert_true(has(s.call.letter.body, "甲工作站"));
    assert_true(has(s.call.letter.body, "2024年4月17日"));
    /* Nothing is decided twice, and who has no status is not warned. */
    assert_int_equal(
        fixture_write(f, &s.centre, decide, &s.call, &s.err), ERR_CONFLICT);
    struct call late = s.call;
    assert_int_equal(
        fixture_write(f, &s.centre, warn, &late, &s.err), ERR_CONFLICT);

    /* Taken back: the state of before, dated. */
    fixture_at(f, "2024-05-06 09:00:00");
    s.call.text = "处罚决定已被撤销。";
    expect_ok(fixture_write(f, &s.centre, reverse, &s.call, &s.err), &s.err);
    c = now_is(f, s.c);
    assert_int_equal(c.state, ACC_ACTIVE);
    assert_true(day_is_none(c.ended));
    expect_ok(fixture_read(f, &s.who, get, &s.call, &s.err), &s.err);
    assert_int_equal(s.call.p.state, PROC_REVERSED);
    assert_true(str_eq(s.call.p.decision, STR("REVOKE")));
    assert_int_equal(
        fixture_write(f, &s.centre, reverse, &s.call, &s.err), ERR_CONFLICT);
}

static void
test_reversal_after_term(void **state)
{
    struct scene s = scene(*state);
    struct fixture *f = s.f;

    expect_ok(fixture_write(f, &s.secretary, notify, &s.call, &s.err), &s.err);
    fixture_at(f, "2024-04-17 00:00:00");
    s.call.revoke = true;
    expect_ok(fixture_write(f, &s.centre, decide, &s.call, &s.err), &s.err);
    fixture_at(f, "2026-04-13 09:00:00");
    expect_ok(fixture_write(f, &s.centre, reverse, &s.call, &s.err), &s.err);
    assert_int_equal(now_is(f, s.c).state, ACC_EXPIRED);
}

static void
test_statement(void **state)
{
    struct scene s = scene(*state);
    struct fixture *f = s.f;
    struct actor other = fixture_applicant(f, "他人公司", false, "510000");

    expect_ok(fixture_write(f, &s.secretary, notify, &s.call, &s.err), &s.err);
    s.call.text = "";
    assert_int_equal(
        fixture_write(f, &s.who, state_view, &s.call, &s.err), ERR_INPUT);
    s.call.text = "处罚决定正在复议，请暂缓。";
    assert_int_equal(fixture_write(f, &other, state_view, &s.call, &s.err),
        ERR_NOT_FOUND);
    fixture_at(f, "2024-04-16 23:59:59");
    expect_ok(fixture_write(f, &s.who, state_view, &s.call, &s.err), &s.err);
    /* With a statement it may be decided at once; kept. */
    expect_ok(fixture_read(f, &s.centre, get, &s.call, &s.err), &s.err);
    assert_int_equal(s.call.p.state, PROC_STATED);
    s.call.text = "";
    assert_int_equal(
        fixture_write(f, &s.centre, decide, &s.call, &s.err), ERR_INPUT);
    s.call.text = "陈述属实。";
    s.call.p.version--;
    assert_int_equal(
        fixture_write(f, &s.centre, decide, &s.call, &s.err), ERR_CONFLICT);
    s.call.p.version++;
    expect_ok(fixture_write(f, &s.centre, decide, &s.call, &s.err), &s.err);
    assert_int_equal(now_is(f, s.c).state, ACC_ACTIVE);
    assert_true(str_eq(s.call.p.decision, STR("KEEP")));
}

static void
test_refusals(void **state)
{
    struct scene s = scene(*state);
    struct fixture *f = s.f;
    struct actor auditor = fixture_officer(f, ROLE_AUDITOR);
    struct actor biased = fixture_officer(f, ROLE_CENTRE);
    int64_t interest = s.c.subject_id;
    struct call c = s.call;

    /* The same ground again; one that does not end in revocation; unknown. */
    assert_int_equal(
        fixture_write(f, &s.secretary, open_case, &c, &s.err), ERR_CONFLICT);
    c.ground = "向企业收费";
    assert_int_equal(
        fixture_write(f, &s.secretary, open_case, &c, &s.err), ERR_INPUT);
    c.ground = "没有这一项";
    assert_int_equal(
        fixture_write(f, &s.secretary, open_case, &c, &s.err), ERR_INPUT);
    c.ground = "违法违规造成不良影响";
    c.text = "";
    assert_int_equal(
        fixture_write(f, &s.secretary, open_case, &c, &s.err), ERR_INPUT);
    assert_int_equal(
        fixture_write(f, &auditor, notify, &s.call, &s.err), ERR_DENIED);
    biased.interests = &interest;
    biased.n_interests = 1;
    assert_int_equal(
        fixture_write(f, &biased, notify, &s.call, &s.err), ERR_DENIED);
    /* Who opened it does not decide it. */
    struct actor opener = s.centre;
    opener.account_id = s.secretary.account_id;
    expect_ok(fixture_write(f, &s.secretary, notify, &s.call, &s.err), &s.err);
    fixture_at(f, "2024-05-01 09:00:00");
    assert_int_equal(
        fixture_write(f, &opener, decide, &s.call, &s.err), ERR_DENIED);
    assert_int_equal(
        fixture_write(f, &biased, decide, &s.call, &s.err), ERR_DENIED);
    /* The holder withdraws: closed with a note. */
    struct actor system = actor_system();
    expect_ok(fixture_write(f, &system, withdraw, &s.call, &s.err), &s.err);
    expect_ok(fixture_read(f, &s.centre, get, &s.call, &s.err), &s.err);
    assert_int_equal(s.call.p.state, PROC_CLOSED);
    assert_true(has(s.call.p.reason, "退出"));
    s.call.revoke = true;
    assert_int_equal(
        fixture_write(f, &s.centre, decide, &s.call, &s.err), ERR_CONFLICT);
}

/* --- reports --- */

struct report_call {
    struct report_new in;
    struct proceeding p;
    enum report_answer answer;
    const char *reason;
    int64_t next;
};

static enum status
report(struct act *x, void *arg, struct err *err)
{
    struct report_call *r = arg;

    return proceeding_report(x, &r->in, &r->p, err);
}

static enum status
answer(struct act *x, void *arg, struct err *err)
{
    struct report_call *r = arg;

    return proceeding_answer(
        x, r->p.id, r->answer, str_of(r->reason), &r->next, err);
}

static enum status
get_report(struct act *x, void *arg, struct err *err)
{
    struct report_call *r = arg;

    return proceeding_get(x, r->p.id, &r->p, err);
}

static void
test_report(void **state)
{
    struct scene s = scene(*state);
    struct fixture *f = s.f;
    struct actor visitor = actor_visitor();
    struct actor auditor = fixture_officer(f, ROLE_AUDITOR);
    struct report_call r = { .in = { .holder_number = s.c.number,
                                 .ground = STR("向企业收费"),
                                 .facts = STR("收费"),
                                 .reporter = STR("张大明"),
                                 .contact = STR("13000000001") } };

    assert_int_equal(
        fixture_write(f, &visitor, report, &r, &s.err), ERR_INPUT);
    assert_string_equal(s.err.field, "facts");
    r.in.facts = STR("2024年3月5日培训时向企业收取资料费二百元。");
    expect_ok(fixture_write(f, &visitor, report, &r, &s.err), &s.err);
    assert_true(r.p.number.n > 0);
    int64_t first = r.p.id;
    expect_ok(fixture_write(f, &visitor, report, &r, &s.err), &s.err);
    assert_int_equal(r.p.id, first); /* the button was pressed twice */
    /* Not for the holder; masked for those who do not handle it. */
    assert_int_equal(
        fixture_read(f, &s.who, get_report, &r, &s.err), ERR_NOT_FOUND);
    expect_ok(fixture_read(f, &auditor, get_report, &r, &s.err), &s.err);
    assert_false(str_eq(r.p.reporter, STR("张大明")));
    assert_int_equal(r.p.reporter_contact.n, 0);
    expect_ok(fixture_read(f, &s.secretary, get_report, &r, &s.err), &s.err);
    assert_true(str_eq(r.p.reporter, STR("张大明")));
    /* A fee alone cannot end in revocation (no sanction in the text). */
    r.answer = REPORT_CASE;
    r.reason = "经核查属实，收费二百元。";
    assert_int_equal(
        fixture_write(f, &s.secretary, answer, &r, &s.err), ERR_INPUT);
    r.answer = REPORT_WARN;
    expect_ok(fixture_write(f, &s.secretary, answer, &r, &s.err), &s.err);
    assert_true(r.next != 0);
    s.call.p.id = r.next;
    expect_ok(fixture_read(f, &s.who, get, &s.call, &s.err), &s.err);
    assert_int_equal(s.call.p.kind, PROC_WARNING);
    s.call.document = "conduct_letter";
    expect_ok(fixture_read(f, &s.who, get_letter, &s.call, &s.err), &s.err);
    assert_true(has(s.call.letter.body, "二百元"));
    assert_int_equal(now_is(f, s.c).state, ACC_ACTIVE);
    assert_int_equal(
        fixture_write(f, &s.secretary, answer, &r, &s.err), ERR_CONFLICT);
}

static void
test_warn_by_hand(void **state)
{
    struct scene s = scene(*state);
    struct call c = s.call;

    c.ground = "名称使用不当";
    c.text = "宣传材料使用了不准确的名称。";
    expect_ok(
        fixture_write(s.f, &s.secretary, warn, &c, &s.err), &s.err);
    assert_int_equal(c.p.state, PROC_DECIDED);
    int64_t first = c.p.id;
    expect_ok(
        fixture_write(s.f, &s.secretary, warn, &c, &s.err), &s.err);
    assert_int_equal(c.p.id, first); /* the button was pressed twice */
    expect_ok(fixture_write(s.f, &s.centre, reverse, &c, &s.err), &s.err);
    assert_int_equal(now_is(s.f, s.c).state, ACC_ACTIVE);
}

/* The term ends while the case is open: nothing is left to revoke, and the case
 * ends with a reason in place of waiting for ever. */
static void
test_without_object(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene(f);
    struct actor system = actor_system();

    expect_ok(fixture_write(f, &s.secretary, notify, &s.call, &s.err), &s.err);
    s.call.text = "有效期届满，不再作出决定";
    assert_int_equal(
        fixture_write(f, &s.centre, without_object, &s.call, &s.err),
        ERR_CONFLICT);
    assert_true(has(str_of(s.err.text), "应当作出"));
    expect_ok(fixture_write(f, &system, expire, &s.call, &s.err), &s.err);
    fixture_at(f, "2024-04-20 10:00:00");
    s.call.revoke = true;
    assert_int_equal(
        fixture_write(f, &s.centre, decide, &s.call, &s.err), ERR_CONFLICT);
    assert_true(has(str_of(s.err.text), "没有可以撤销的资格"));
    assert_int_equal(
        fixture_write(f, &s.secretary, without_object, &s.call, &s.err),
        ERR_DENIED);
    s.call.text = "";
    assert_int_equal(
        fixture_write(f, &s.centre, without_object, &s.call, &s.err),
        ERR_INPUT);
    s.call.text = "有效期届满，不再作出决定";
    expect_ok(fixture_write(f, &s.centre, without_object, &s.call, &s.err),
        &s.err);
    assert_int_equal(s.call.p.state, PROC_CLOSED);
    assert_true(str_eq(s.call.p.decision, STR("MOOT")));
    assert_int_equal(
        fixture_write(f, &s.centre, without_object, &s.call, &s.err),
        ERR_CONFLICT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
        T(test_revocation),
        T(test_reversal_after_term),
        T(test_statement),
        T(test_refusals),
        T(test_report),
        T(test_warn_by_hand),
        T(test_without_object),
    };

    return cmocka_run_group_tests_name("proceeding", tests, NULL, NULL);
}
