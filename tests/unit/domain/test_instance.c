/* Bodies beside the authority and what they do with a file. */
#include "fixture.h"

#include "domain/attachment.h"
#include "domain/instance.h"
#include "domain/message.h"
#include "domain/path.h"

#include <string.h>

#define LESHAN "511100"

struct work {
    struct fixture *f;
    int64_t programme, body, other, account, version, batch_id;
    struct body b;
    struct actor seated;
    struct application app;
    struct str channel, opinion, login;
    enum instance_decision decision;
    const struct attachment *seal;
    const struct instance_row *rows;
    struct instance_sheet sheet;
    struct instance_batch batch;
    const struct instance_left *left;
    size_t n_left;
    const struct instance_file *files;
    int64_t ids[2];
    size_t n, n_ids;
    const struct audit_row *audit;
    const struct json *marks;
};

/* --- acts --- */

static enum status
add_body(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return body_save(x, &t->b, err);
}

static enum status
retire(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return body_retire(x, t->body, t->opinion, t->version, err);
}

static enum status
add_account(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;
    struct account a = { .name = STR("经办人"), .email = t->login };

    TRY(account_add(x, &a, STR("-"), err));
    t->account = a.id;
    return OK;
}

static enum status
seat(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return body_seat_add(x, t->body, t->account, err);
}

static enum status
load_seated(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return actor_load(x, t->account, &t->seated, err);
}

static enum status
start(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_start(x, t->programme, STR("apply"),
        x->who->memberships[0].subject_id, 0, t->channel, &t->app, err);
}

static enum status
choose(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    TRY(instance_choose(x, t->app.id, t->body, err));
    return application_load(x, 0, t->app.id, &t->app, err);
}

/* Into its first stage: the form is another test's matter. */
static enum status
enter(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    TRY(application_load(x, 0, t->app.id, &t->app, err));
    return path_advance(
        x, &t->app, NULL, &(struct move){ .event = "submit" }, err);
}

static enum status
reload(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return application_load(x, 0, t->app.id, &t->app, err);
}

static enum status
decide(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return instance_decide(x, t->app.id, t->decision, t->opinion, t->seal,
        t->app.version, err);
}

static enum status
mark(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return instance_mark(x, t->app.id, t->marks, t->app.version, err);
}

static enum status
queue(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return instance_queue(x, t->body, &t->rows, &t->n, err);
}

static enum status
sheet(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return instance_sheet(x, t->app.id, &t->sheet, err);
}

static enum status
forward(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return instance_forward(x, t->body, t->ids, t->n_ids, &t->batch,
        &t->left, &t->n_left, err);
}

static enum status
get_batch(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return instance_batch_get(
        x, t->batch.id, &t->batch, &t->files, &t->n, err);
}

static enum status
note(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    TRY(instance_note_refusal(x, t->app.id + 1, err)); /* there is none */
    return instance_note_refusal(x, t->app.id, err);
}

static enum status
read_audit(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return audit_list(x, STR("application"), t->app.id, INT64_MAX, 20,
        &t->audit, &t->n, err);
}

static enum status
get_seal(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;
    struct attachment at;

    return attachment_get(x, t->app.subject_id,
        t->sheet.opinions[t->sheet.n_opinions - 1].seal_id, &at, err);
}

static enum status
remind(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;

    return instance_remind_due(
        x, domain_programme(x->d, t->programme), &t->n, err);
}

static enum status
inbox(struct act *x, void *arg, struct err *err)
{
    struct work *t = arg;
    const struct message_row *rows = NULL;

    return message_inbox(x, INT64_MAX, 50, &rows, &t->n, err);
}

/* --- what the tests share --- */

static int64_t
body_of(struct work *t, const char *kind, const char *name,
    const char *region)
{
    struct actor rules = fixture_officer(t->f, ROLE_RULES);
    struct err err = { 0 };

    t->b = (struct body){ .programme_id = t->programme,
        .kind = str_of(kind),
        .name = str_of(name),
        .region = str_of(region) };
    expect_ok(fixture_write(t->f, &rules, add_body, t, &err), &err);
    return t->b.id;
}

/* A new account on a body. */
static struct actor
person_of(struct work *t, int64_t body, const char *login)
{
    struct actor admin = fixture_officer(t->f, ROLE_ADMIN);
    struct actor system = actor_system();
    struct err err = { 0 };

    t->body = body;
    t->login = str_of(login);
    expect_ok(fixture_write(t->f, &system, add_account, t, &err), &err);
    expect_ok(fixture_write(t->f, &admin, seat, t, &err), &err);
    expect_ok(fixture_read(t->f, &admin, load_seated, t, &err), &err);
    t->seated.second_factor = true;
    return t->seated;
}

static struct work
begin(struct fixture *f, const char *pack)
{
    struct work t = { .f = f, .channel = STR("self") };

    fixture_at(f, "2024-06-03 09:00:00");
    t.programme = fixture_add_programme(f, pack);
    return t;
}

static struct actor
apply(struct work *t, const char *name, const char *region)
{
    struct actor who = fixture_applicant(t->f, name, false, region);
    struct actor system = actor_system();
    struct err err = { 0 };

    expect_ok(fixture_write(t->f, &who, start, t, &err), &err);
    expect_ok(fixture_write(t->f, &system, enter, t, &err), &err);
    return who;
}

static void
assert_says(enum status st, enum status want, const struct err *err,
    const char *words)
{
    if (st != want || strstr(err->text, words) == NULL)
        print_error("%s: %s\n", status_name(st), err->text);
    assert_int_equal(st, want);
    assert_non_null(strstr(err->text, words));
}

/* --- tests --- */

static void
test_bodies_and_seats(void **state)
{
    struct work t = begin(*state, "specialised-law-firm");
    struct actor rules = fixture_officer(t.f, ROLE_RULES);
    struct actor centre = fixture_officer(t.f, ROLE_SECRETARIAT);
    struct actor admin = fixture_officer(t.f, ROLE_ADMIN);
    struct err err = { 0 };

    t.b = (struct body){ .programme_id = t.programme,
        .kind = STR("市州律师协会"),
        .name = STR("示例律协"),
        .region = STR("510000") };
    assert_says(fixture_write(t.f, &rules, add_body, &t, &err), ERR_INPUT,
        &err, "辖区应为市（州），现为省级");
    assert_string_equal(err.field, "region");
    t.b.region = STR(LESHAN);
    t.b.name = STR_EMPTY;
    assert_says(fixture_write(t.f, &rules, add_body, &t, &err), ERR_INPUT,
        &err, "单位名称");
    t.b.name = STR("示例律协");
    t.b.kind = STR("别的单位");
    assert_says(fixture_write(t.f, &rules, add_body, &t, &err), ERR_INPUT,
        &err, "类型");
    t.b.kind = STR("市州律师协会");
    assert_int_equal(
        fixture_write(t.f, &centre, add_body, &t, &err), ERR_DENIED);
    expect_ok(fixture_write(t.f, &rules, add_body, &t, &err), &err);
    /* An applicant's account cannot sit; nor may the officer of rules seat. */
    struct actor firm = fixture_applicant(t.f, "示例所", false, "510107");
    t.body = t.b.id;
    t.account = firm.account_id;
    assert_says(fixture_write(t.f, &admin, seat, &t, &err), ERR_CONFLICT,
        &err, "示例所");
    struct actor who = person_of(&t, t.b.id, "a@example.com");
    assert_int_equal(who.n_seats, 1);
    assert_true(may(&who, MAY_SIT));
    assert_true(actor_needs_second_factor(
        &(struct actor){ .seats = who.seats, .n_seats = 1 },
        &(struct domain){ .demo = false }));
    assert_int_equal(
        fixture_write(t.f, &rules, seat, &t, &err), ERR_DENIED);
    /* Ended, it seats nobody any more. */
    t.version = t.b.version;
    t.opinion = STR_EMPTY;
    assert_says(fixture_write(t.f, &rules, retire, &t, &err), ERR_INPUT,
        &err, "理由");
    t.opinion = STR("合并");
    expect_ok(fixture_write(t.f, &rules, retire, &t, &err), &err);
    expect_ok(fixture_read(t.f, &admin, load_seated, &t, &err), &err);
    assert_int_equal(t.seated.n_seats, 0);
    assert_says(fixture_write(t.f, &admin, seat, &t, &err), ERR_CONFLICT,
        &err, "不再参与");
}

/* S-B14: a file is with the body of its region and with no other. */
static void
test_only_the_own_region(void **state)
{
    struct work t = begin(*state, "specialised-law-firm");
    int64_t leshan = body_of(&t, "市州律师协会", "乐山", LESHAN);
    int64_t yibin = body_of(&t, "市州律师协会", "宜宾", "511500");
    struct actor le = person_of(&t, leshan, "le@example.com");
    struct actor yi = person_of(&t, yibin, "yi@example.com");
    struct actor auditor = fixture_officer(t.f, ROLE_AUDITOR);
    struct err err = { 0 };

    (void)apply(&t, "乐山区县所", "511102");
    assert_int_equal(t.app.state, APP_FIRST_INSTANCE);
    assert_int_equal(t.app.body_id, leshan);
    expect_ok(fixture_read(t.f, &le, sheet, &t, &err), &err);
    assert_true(t.sheet.may_decide);
    assert_int_equal(t.sheet.n_attested, 1);
    assert_int_equal(
        fixture_read(t.f, &yi, sheet, &t, &err), ERR_NOT_FOUND);
    t.decision = INSTANCE_PASS;
    assert_int_equal(
        fixture_write(t.f, &yi, decide, &t, &err), ERR_NOT_FOUND);
    t.body = leshan;
    assert_int_equal(
        fixture_read(t.f, &yi, queue, &t, &err), ERR_NOT_FOUND);
    expect_ok(fixture_write(t.f, &yi, note, &t, &err), &err);
    expect_ok(fixture_read(t.f, &auditor, read_audit, &t, &err), &err);
    assert_true(str_eq(t.audit[0].event, STR("access-refused")));
    assert_int_equal(t.audit[0].actor_id, yi.account_id);
    /* The neighbour's own queue is empty; nobody at all is for Luzhou. */
    t.body = yibin;
    expect_ok(fixture_read(t.f, &yi, queue, &t, &err), &err);
    assert_int_equal(t.n, 0);
    struct actor who = fixture_applicant(t.f, "泸州所", false, "510502");
    struct actor system = actor_system();
    expect_ok(fixture_write(t.f, &who, start, &t, &err), &err);
    assert_says(fixture_write(t.f, &system, enter, &t, &err), ERR_CONFLICT,
        &err, "泸州市");
}

static void
test_marks_and_two_people(void **state)
{
    struct work t = begin(*state, "specialised-law-firm");
    int64_t body = body_of(&t, "市州律师协会", "乐山", LESHAN);
    struct actor one = person_of(&t, body, "one@example.com");
    struct actor two = person_of(&t, body, "two@example.com");
    struct json *marks = json_new(t.f->a, JSON_OBJECT);
    struct err err = { 0 };

    (void)apply(&t, "乐山所", "511102");
    json_set(t.f->a, marks, STR("认定.不是这里的"),
        json_boolean(t.f->a, true));
    t.marks = marks;
    assert_says(fixture_write(t.f, &one, mark, &t, &err), ERR_INPUT, &err,
        "不是这一环节");
    marks = json_new(t.f->a, JSON_OBJECT);
    json_set(t.f->a, marks, STR("认定.市州认定为中小型"),
        json_boolean(t.f->a, false));
    t.marks = marks;
    expect_ok(fixture_write(t.f, &one, mark, &t, &err), &err);
    expect_ok(fixture_read(t.f, &one, sheet, &t, &err), &err);
    assert_false(
        json_bool(json_get(t.sheet.marks, STR("认定.市州认定为中小型"))));
    /* What one has passed, the other's page does not overwrite. */
    int64_t seen = t.app.version;
    t.decision = INSTANCE_RETURN;
    t.opinion = STR("请补材料");
    t.seal = &(struct attachment){ .file_name = STR("a.pdf"),
        .type = STR("application/pdf"),
        .sha256 = STR("00"),
        .bytes = 1 };
    expect_ok(fixture_write(t.f, &one, decide, &t, &err), &err);
    struct actor system = actor_system();
    expect_ok(fixture_write(t.f, &system, enter, &t, &err), &err);
    t.app.version = seen;
    assert_says(fixture_write(t.f, &two, decide, &t, &err), ERR_CONFLICT,
        &err, "刷新");
    expect_ok(fixture_read(t.f, &two, reload, &t, &err), &err);
    assert_says(fixture_write(t.f, &two, decide, &t, &err), ERR_CONFLICT,
        &err, "至多退回 1 次");
    expect_ok(fixture_read(t.f, &two, sheet, &t, &err), &err);
    assert_int_equal(t.sheet.returns, 1);
    /* The sealed opinion is for the body and for the applicant. */
    expect_ok(fixture_read(t.f, &two, get_seal, &t, &err), &err);
    int64_t far = body_of(&t, "市州律师协会", "宜宾", "511500");
    struct actor yi = person_of(&t, far, "yi@example.com");
    assert_int_equal(
        fixture_read(t.f, &yi, get_seal, &t, &err), ERR_NOT_FOUND);
}

static void
test_a_batch_leaves_bad_ones(void **state)
{
    struct work t = begin(*state, "specialised-law-firm");
    int64_t body = body_of(&t, "市州律师协会", "成都", "510100");
    struct actor who = person_of(&t, body, "who@example.com");
    struct actor other = person_of(&t,
        body_of(&t, "市州律师协会", "宜宾", "511500"), "far@example.com");
    struct err err = { 0 };

    t.body = body;
    (void)apply(&t, "乙所", "510104");
    t.ids[1] = t.app.id;
    (void)apply(&t, "甲所", "510107");
    t.ids[0] = t.app.id;
    t.decision = INSTANCE_REFUSE;
    t.opinion = STR_EMPTY;
    assert_says(fixture_write(t.f, &who, decide, &t, &err), ERR_INPUT, &err,
        "理由");
    t.decision = INSTANCE_PASS;
    expect_ok(fixture_write(t.f, &who, decide, &t, &err), &err);
    t.n_ids = 0;
    assert_says(fixture_write(t.f, &who, forward, &t, &err), ERR_INPUT,
        &err, "现为 0 份");
    t.n_ids = 2;
    assert_int_equal(
        fixture_write(t.f, &other, forward, &t, &err), ERR_NOT_FOUND);
    expect_ok(fixture_write(t.f, &who, forward, &t, &err), &err);
    assert_int_equal(t.batch.files, 1);
    assert_int_equal(t.n_left, 1);
    assert_int_equal(t.left[0].application_id, t.ids[1]);
    assert_true(str_find(t.left[0].why, STR("乙所")) != SIZE_MAX);
    assert_true(str_find(t.left[0].why, STR("还没有通过")) != SIZE_MAX);
    t.n_ids = 1;
    assert_true(str_starts(t.batch.number, STR("ZB-2024-")));
    assert_says(fixture_write(t.f, &who, forward, &t, &err), ERR_CONFLICT,
        &err, "甲所");
    expect_ok(fixture_read(t.f, &who, get_batch, &t, &err), &err);
    assert_int_equal(t.n, 1);
    assert_true(str_eq(t.files[0].name, STR("甲所")));
    assert_int_equal(
        fixture_read(t.f, &other, get_batch, &t, &err), ERR_NOT_FOUND);
}

/* A-8-b: ten working days from the day after arrival; 10 June 2024 is a
 * holiday. */
static void
test_waiting_is_counted(void **state)
{
    static const struct {
        const char *now;
        int64_t days, working;
        bool late;
    } AT[] = {
        { "2024-06-03 23:59:59", 0, 0, false },
        { "2024-06-07 08:00:00", 4, 4, false },
        { "2024-06-11 00:00:00", 8, 5, false },
        { "2024-06-18 23:59:59", 15, 10, false },
        { "2024-06-19 00:00:00", 16, 11, true },
        { "2029-06-19 00:00:00", 1842, -1, true },
    };
    struct work t = begin(*state, "legal-service-station");
    int64_t body = body_of(&t, "省级律师行业协会", "川律协", "510000");
    int64_t far = body_of(&t, "省级律师行业协会", "粤律协", "440000");
    struct actor who = person_of(&t, body, "who@example.com");
    struct actor firm = fixture_applicant(t.f, "甲所", false, "510107");
    struct actor system = actor_system();
    struct err err = { 0 };

    t.channel = STR("recommended");
    expect_ok(fixture_write(t.f, &firm, start, &t, &err), &err);
    assert_says(fixture_write(t.f, &system, enter, &t, &err), ERR_INPUT,
        &err, "选择推荐单位");
    t.body = far;
    assert_says(fixture_write(t.f, &firm, choose, &t, &err), ERR_INPUT,
        &err, "辖区是广东省");
    t.body = body;
    assert_int_equal(
        fixture_write(t.f, &who, choose, &t, &err), ERR_NOT_FOUND);
    expect_ok(fixture_write(t.f, &firm, choose, &t, &err), &err);
    expect_ok(fixture_write(t.f, &system, enter, &t, &err), &err);
    assert_int_equal(t.app.state, APP_WITH_RECOMMENDER);
    assert_says(fixture_write(t.f, &firm, choose, &t, &err), ERR_CONFLICT,
        &err, "尚未提交");
    for (size_t i = 0; i < sizeof(AT) / sizeof(AT[0]); i++) {
        fixture_at(t.f, AT[i].now);
        expect_ok(fixture_read(t.f, &who, queue, &t, &err), &err);
        assert_int_equal(t.n, 1);
        assert_int_equal(t.rows[0].days, AT[i].days);
        assert_int_equal(t.rows[0].working_days, AT[i].working);
        assert_int_equal(t.rows[0].late, AT[i].late);
        expect_ok(fixture_write(t.f, &system, remind, &t, &err), &err);
        assert_int_equal(t.n, AT[i].late ? 1 : 0);
        /* The seat, the arrival, and one reminder however often it runs. */
        expect_ok(fixture_read(t.f, &who, inbox, &t, &err), &err);
        assert_int_equal(t.n, AT[i].late ? 3 : 2);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_bodies_and_seats, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_only_the_own_region, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_marks_and_two_people, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_a_batch_leaves_bad_ones, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_waiting_is_counted, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
