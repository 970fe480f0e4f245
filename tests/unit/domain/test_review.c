/* The review: conditions, four eyes, interest, one supplement, renewal and
 * withdrawal by decision. */
#include "case.h"

#include "domain/accreditation.h"
#include "domain/letter.h"
#include "domain/message.h"

static void
assert_has(const struct err *err, const char *words)
{
    if (str_find(str_of(err->text), str_of(words)) == SIZE_MAX)
        print_error("“%s” not in “%s”\n", words, err->text);
    assert_true(str_find(str_of(err->text), str_of(words)) != SIZE_MAX);
}

static void
test_four_eyes(void **state)
{
    struct fixture *f = *state;
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor admin = fixture_officer(f, ROLE_ADMIN);
    struct err err = { 0 };

    case_rounds(f);
    struct case_file c = case_submitted(f, "四眼示例公司", false, 10);
    c.yes = true;
    assert_int_equal(
        fixture_write(f, &admin, case_take, &c, &err), ERR_NOT_FOUND);
    /* Reading before the window closes warns and does not hinder (CN-3-b). */
    expect_ok(fixture_read(f, &secretariat, case_sheet, &c, &err), &err);
    assert_true(c.sheet.warning.n > 0);
    assert_true(c.sheet.may_take);
    assert_false(c.sheet.may_review);
    assert_int_equal(
        fixture_write(f, &secretariat, case_propose, &c, &err), ERR_CONFLICT);
    fixture_at(f, "2023-03-13 09:00:00");
    expect_ok(fixture_write(f, &secretariat, case_take, &c, &err), &err);
    expect_ok(fixture_read(f, &secretariat, case_sheet, &c, &err), &err);
    assert_int_equal(c.sheet.warning.n, 0);
    assert_true(c.sheet.may_review);
    assert_int_equal(c.sheet.verdict.outcome, UNDECIDED);
    assert_true(c.sheet.n_attested > 0);

    /* Somebody else must take it over first. */
    assert_int_equal(
        fixture_write(f, &centre, case_propose, &c, &err), ERR_CONFLICT);
    /* Undecided conditions cannot be passed. */
    assert_int_equal(
        fixture_write(f, &secretariat, case_propose, &c, &err), ERR_CONFLICT);
    assert_has(&err, "尚不能确定");
    expect_ok(fixture_write(f, &secretariat, case_mark, &c, &err), &err);
    expect_ok(fixture_write(f, &secretariat, case_propose, &c, &err), &err);
    assert_int_equal(c.app.state, APP_DECISION);
    /* The secretariat may not confirm at all, a proposer never. */
    assert_int_equal(
        fixture_write(f, &secretariat, case_confirm, &c, &err), ERR_DENIED);
    struct actor same = centre;
    same.account_id = secretariat.account_id;
    assert_int_equal(
        fixture_write(f, &same, case_confirm, &c, &err), ERR_DENIED);
    assert_has(&err, "另一人");
    c.yes = false;
    assert_int_equal(
        fixture_write(f, &centre, case_confirm, &c, &err), ERR_INPUT);
    c.reason = STR("请核对场所证明");
    expect_ok(fixture_write(f, &centre, case_confirm, &c, &err), &err);
    assert_int_equal(c.app.state, APP_FORMAL_REVIEW);
    c.yes = true;
    expect_ok(fixture_write(f, &secretariat, case_propose, &c, &err), &err);
    expect_ok(fixture_write(f, &centre, case_confirm, &c, &err), &err);
    assert_int_equal(c.app.state, APP_REVIEW_PASSED);
    assert_int_equal(
        fixture_write(f, &centre, case_confirm, &c, &err), ERR_CONFLICT);
}

struct letters {
    int64_t subject_id, owner_id;
    const struct letter *list;
    size_t n;
    const struct message_row *messages;
    size_t n_messages;
};

static enum status
read_letters(struct act *x, void *arg, struct err *err)
{
    struct letters *t = arg;
    struct letter one;

    TRY(letter_list(x, t->subject_id, STR("application"), t->owner_id,
        &t->list, &t->n, err));
    TRY(message_inbox(
        x, INT64_MAX, 20, &t->messages, &t->n_messages, err));
    return t->n == 0 ? OK
                     : letter_get(x, t->subject_id, t->list[0].id, &one, err);
}

/* The newest letter, as its receiver reads it, also told in a message; nobody
 * else reads it. */
static struct letter
expect_letter(struct fixture *f, const struct case_file *c, size_t n)
{
    struct letters t = { .subject_id = c->app.subject_id,
        .owner_id = c->app.id };
    struct actor other = fixture_applicant(f, "旁人示例公司", false, "510104");
    struct err err = { 0 };
    bool told = false;

    expect_ok(fixture_read(f, &c->who, read_letters, &t, &err), &err);
    assert_int_equal(t.n, n);
    struct letter last = t.list[n - 1];
    struct str path = arena_fmt(f->a, "/letters/%lld/%lld",
        (long long)last.subject_id, (long long)last.id);
    for (size_t i = 0; i < t.n_messages; i++)
        told = told || str_find(t.messages[i].body, path) != SIZE_MAX;
    assert_true(told);
    assert_true(last.number.n > 0);
    assert_int_equal(
        fixture_read(f, &other, read_letters, &t, &err), ERR_NOT_FOUND);
    return last;
}

static void
assert_in(struct str text, const char *words)
{
    if (str_find(text, str_of(words)) == SIZE_MAX)
        print_error("“%s” not in “%.*s”\n", words, STR_ARG(text));
    assert_true(str_find(text, str_of(words)) != SIZE_MAX);
}

static void
test_not_met_cannot_pass(void **state)
{
    struct fixture *f = *state;
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct err err = { 0 };

    case_rounds(f);
    struct case_file c = case_submitted(f, "九人示例公司", false, 9);
    c.yes = true;
    expect_ok(fixture_write(f, &secretariat, case_take, &c, &err), &err);
    expect_ok(fixture_write(f, &secretariat, case_mark, &c, &err), &err);
    assert_int_equal(
        fixture_write(f, &secretariat, case_propose, &c, &err), ERR_CONFLICT);
    assert_has(&err, "9");
    assert_has(&err, "不符合");
    c.yes = false;
    assert_int_equal(
        fixture_write(f, &secretariat, case_propose, &c, &err), ERR_INPUT);
    assert_string_equal(err.field, "reason");
    c.reason = STR("专职人员 9 人，少于 10 人");
    expect_ok(fixture_write(f, &secretariat, case_propose, &c, &err), &err);
    c.yes = true;
    expect_ok(fixture_write(f, &centre, case_confirm, &c, &err), &err);
    assert_int_equal(c.app.state, APP_REFUSED);
    struct letter l = expect_letter(f, &c, 1);
    assert_true(str_eq(l.document, STR("refusal")));
    assert_in(l.body, "专职人员 9 人，少于 10 人");
    assert_in(l.body, arena_cstr(f->a, c.app.number));
    assert_int_equal(l.facts->n, 1);
    assert_in(json_str(json_at(l.facts, 0)), "9 < 最低专职人员数 10，还差 1");
    assert_in(l.body, arena_cstr(f->a, l.sentence));
    assert_in(l.cite, "第四条（四）");
}

static void
test_interest(void **state)
{
    struct fixture *f = *state;
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct err err = { 0 };

    case_rounds(f);
    struct case_file c = case_submitted(f, "回避示例公司", false, 10);
    int64_t interests[1] = { c.app.subject_id };
    officer.interests = interests;
    officer.n_interests = 1;
    /* The file is not there for him: no content, no counts, no timing. */
    assert_int_equal(
        fixture_write(f, &officer, case_take, &c, &err), ERR_NOT_FOUND);
    assert_int_equal(
        fixture_read(f, &officer, case_sheet, &c, &err), ERR_NOT_FOUND);
    officer.n_interests = 0;
    officer.memberships = c.who.memberships;
    officer.n_memberships = 1;
    assert_int_equal(
        fixture_write(f, &officer, case_take, &c, &err), ERR_DENIED);
}

/* --- giving a file to a colleague --- */

struct colleague {
    const char *name, *mobile;
    struct role_grant grant;
    int64_t id;
};

static enum status
add_colleague(struct act *x, void *arg, struct err *err)
{
    struct colleague *c = arg;
    struct account account = { .name = str_of(c->name),
        .mobile = str_of(c->mobile) };

    TRY(account_add(x, &account, STR("x"), err));
    c->id = account.id;
    return grant_add(x, c->id, &c->grant, STR("测试"), err);
}

struct giving {
    struct case_file *c;
    int64_t to;
    struct str reason;
    const struct reviewer *list;
    size_t n;
};

static enum status
assign(struct act *x, void *arg, struct err *err)
{
    struct giving *g = arg;

    TRY(case_reload_(x, g->c, err));
    TRY(review_candidates(x, &g->c->app, &g->list, &g->n, err));
    return review_assign(x, g->c->app.id, g->to, g->reason,
        g->c->app.version, &g->c->app, err);
}

static enum status
declare(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;

    return interest_declare(x, c->app.subject_id, STR("亲属任职"), err);
}

static void
test_assign(void **state)
{
    struct fixture *f = *state;
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct actor admin = fixture_officer(f, ROLE_ADMIN);
    struct colleague list[] = {
        { "示例经办甲", "13000000031", { .role = ROLE_SECRETARIAT }, 0 },
        { "示例经办乙", "13000000032", { .role = ROLE_SECRETARIAT }, 0 },
        { "示例外省", "13000000033",
            { .role = ROLE_SECRETARIAT, .region = STR_INIT("110000") }, 0 },
        { "示例审计", "13000000034", { .role = ROLE_AUDITOR }, 0 },
    };
    struct err err = { 0 };

    case_rounds(f);
    struct case_file c = case_submitted(f, "交办示例公司", false, 10);
    for (size_t i = 0; i < 4; i++)
        expect_ok(
            fixture_write(f, &admin, add_colleague, &list[i], &err), &err);
    struct actor biased = secretariat;
    biased.account_id = list[1].id;
    expect_ok(fixture_write(f, &biased, declare, &c, &err), &err);

    struct giving g = { .c = &c, .reason = STR("业务量调整") };
    for (size_t i = 1; i < 4; i++) { /* interest, other region, no reviewer */
        g.to = list[i].id;
        assert_int_equal(
            fixture_write(f, &secretariat, assign, &g, &err), ERR_INPUT);
        assert_string_equal(err.field, "reviewer");
    }
    assert_int_equal(g.n, 1);
    assert_int_equal(g.list[0].account_id, list[0].id);
    g.to = list[0].id;
    g.reason = STR_EMPTY;
    assert_int_equal(
        fixture_write(f, &secretariat, assign, &g, &err), ERR_INPUT);
    assert_string_equal(err.field, "reason");
    assert_int_equal(
        fixture_write(f, &admin, assign, &g, &err), ERR_NOT_FOUND);
    g.reason = STR("业务量调整");
    expect_ok(fixture_write(f, &secretariat, assign, &g, &err), &err);
    assert_int_equal(c.app.state, APP_FORMAL_REVIEW);
    assert_int_equal(c.app.reviewer_id, list[0].id);
    assert_int_equal(
        fixture_write(f, &secretariat, assign, &g, &err), ERR_CONFLICT);
}

static enum status
ask(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;

    TRY(case_reload_(x, c, err));
    return review_supplement(
        x, c->app.id, c->json, c->version, &c->deadline, err);
}

static enum status
answer(struct act *x, void *arg, struct err *err)
{
    struct case_file *c = arg;

    return application_submit(x, c->app.id, x->now_us, &c->app, err);
}

static void
test_supplement(void **state)
{
    struct fixture *f = *state;
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct err err = { 0 };

    case_rounds(f);
    struct case_file c = case_submitted(f, "补正示例公司", false, 10);
    fixture_at(f, "2023-04-03 10:00:00");
    expect_ok(fixture_write(f, &secretariat, case_take, &c, &err), &err);
    c.json = case_json(f->a, STR("[]"));
    assert_int_equal(
        fixture_write(f, &secretariat, ask, &c, &err), ERR_INPUT);
    c.json = case_json(
        f->a, STR("[{\"field\":\"场所照片\",\"reason\":\"\"}]"));
    assert_int_equal(
        fixture_write(f, &secretariat, ask, &c, &err), ERR_INPUT);
    assert_string_equal(err.field, "场所照片");
    c.json = case_json(
        f->a, STR("[{\"field\":\"没有\",\"reason\":\"甲\"}]"));
    assert_int_equal(
        fixture_write(f, &secretariat, ask, &c, &err), ERR_INPUT);
    c.json = case_json(
        f->a, STR("[{\"field\":\"场所照片\",\"reason\":\"照片不清\"}]"));
    expect_ok(fixture_write(f, &secretariat, ask, &c, &err), &err);
    /* 5 working days from 3 April 2023: over Qingming and a weekend. */
    assert_true(day_eq(c.deadline.last_day, day_of_ymd(2023, 4, 11)));
    fixture_at(f, "2023-04-11 23:59:59");
    expect_ok(fixture_write(f, &c.who, answer, &c, &err), &err);
    assert_int_equal(c.app.state, APP_FORMAL_REVIEW);
    expect_ok(fixture_read(f, &secretariat, case_sheet, &c, &err), &err);
    assert_int_equal(c.sheet.seq, 2);
    assert_int_equal(c.sheet.n_supplements, 1);
    assert_true(str_eq(c.sheet.supplements[0].state, STR("ANSWERED")));
    struct letter l = expect_letter(f, &c, 1);
    assert_true(str_eq(l.document, STR("supplement_request")));
    assert_in(l.body, "1. ");
    assert_true(str_find(l.body, STR("{{")) == SIZE_MAX);
    assert_false(c.sheet.may_supplement);
    /* Once only. */
    assert_int_equal(
        fixture_write(f, &secretariat, ask, &c, &err), ERR_CONFLICT);
    assert_has(&err, "至多 1 次");
}

static void
test_expert(void **state)
{
    struct fixture *f = *state;

    case_rounds(f);
    struct case_file c = case_submitted(f, "示例丁", true, 0);
    case_pass(&c);
    assert_int_equal(c.app.state, APP_REVIEW_PASSED);
}

/* --- renewal and withdrawal --- */

struct holding {
    struct case_file c;
    struct accreditation acc;
    const char *procedure;
};

static enum status
grant(struct act *x, void *arg, struct err *err)
{
    struct holding *h = arg;

    return accreditation_grant(x,
        &(struct accreditation_grant){
            .subject_id = h->c.who.memberships[0].subject_id,
            .programme_id = h->c.f->station_programme,
            .route = STR("self"),
            .name = STR("持有示例公司"),
            .region = STR("510107"),
            .pack = h->c.f->station,
            .admitted = x->today,
            .term_years = 3,
            .completed = true,
            .document = STR("电子证书") },
        &h->acc, err);
}

static enum status
apply(struct act *x, void *arg, struct err *err)
{
    struct holding *h = arg;
    struct application app;
    const struct json *answers = case_json(x->a,
        STR("{\"自愿继续服务\":true,\"联系人\":\"示例乙\",\"手机号码\":"
            "\"13000000001\",\"各年度情况\":[{\"年份\":2024,\"履行情况\":"
            "\"正常\"}],\"主要成效\":\"良好\",\"今后安排\":\"继续\","
            "\"遵守管理办法\":true,\"材料真实\":true,\"退出理由\":"
            "\"机构合并\",\"知悉后果\":true}"));

    TRY(application_start(x, h->c.f->station_programme,
        str_of(h->procedure), h->acc.subject_id, h->acc.id, STR("self"), &app,
        err));
    const struct pack_form *form = pack_form(
        app.pack, pack_procedure(app.pack, app.procedure)->form);
    for (size_t i = 0; i < form->n_sections; i++)
        TRY(application_save(x, app.id, form->sections[i].name, answers,
            app.version, &app, err));
    return application_submit(x, app.id, x->now_us, &h->c.app, err);
}

static enum status
reload(struct act *x, void *arg, struct err *err)
{
    struct holding *h = arg;

    return accreditation_load(
        x, h->acc.subject_id, h->acc.id, &h->acc, err);
}

static struct holding
holding(struct fixture *f, const char *at)
{
    struct holding h = { .c = { .f = f,
                             .who = fixture_applicant(
                                 f, "持有示例公司", false, "510107") } };
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct err err = { 0 };

    fixture_at(f, at);
    expect_ok(fixture_write(f, &centre, grant, &h, &err), &err);
    return h;
}

/* S-C31 */
static void
test_renewal(void **state)
{
    struct fixture *f = *state;
    struct holding h = holding(f, "2023-04-12 09:00:00");
    struct err err = { 0 };

    h.procedure = "renew";
    fixture_at(f, "2026-01-11 09:00:00"); /* 91 days before */
    assert_int_equal(
        fixture_write(f, &h.c.who, apply, &h, &err), ERR_CONFLICT);
    fixture_at(f, "2026-05-18 09:00:00");
    expect_ok(fixture_write(f, &h.c.who, apply, &h, &err), &err);
    fixture_at(f, "2026-05-20 10:00:00");
    case_pass(&h.c);
    assert_int_equal(h.c.app.state, APP_GRANTED);
    expect_ok(fixture_read(f, &h.c.who, reload, &h, &err), &err);
    assert_int_equal(h.acc.state, ACC_ACTIVE);
    assert_true(day_eq(h.acc.last_day, day_of_ymd(2029, 4, 12)));
}

/* S-C32 */
static void
test_withdrawal(void **state)
{
    struct fixture *f = *state;
    struct holding h = holding(f, "2023-04-12 09:00:00");
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct err err = { 0 };

    h.procedure = "withdraw";
    fixture_at(f, "2024-06-01 09:00:00");
    expect_ok(fixture_write(f, &h.c.who, apply, &h, &err), &err);
    /* Nothing happens until the Centre confirms. */
    expect_ok(fixture_read(f, &h.c.who, reload, &h, &err), &err);
    assert_int_equal(h.acc.state, ACC_ACTIVE);
    h.c.yes = true;
    expect_ok(
        fixture_write(f, &secretariat, case_take, &h.c, &err), &err);
    assert_int_equal(
        fixture_write(f, &secretariat, case_propose, &h.c, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &centre, case_take, &h.c, &err), &err);
    expect_ok(fixture_write(f, &centre, case_propose, &h.c, &err), &err);
    assert_int_equal(h.c.app.state, APP_GRANTED);
    expect_ok(fixture_read(f, &h.c.who, reload, &h, &err), &err);
    assert_int_equal(h.acc.state, ACC_WITHDRAWN);
    assert_true(str_eq(
        accreditation_public_title(h.acc.state), STR("已退出")));
    assert_true(day_eq(h.acc.ended, day_of_ymd(2024, 6, 1)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_four_eyes, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_not_met_cannot_pass, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_interest, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_supplement, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_expert, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_renewal, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_withdrawal, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_assign, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
