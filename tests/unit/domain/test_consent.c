/* Words that a transfer waits for: whose, who may give them, on paper and
 * anew, and what becomes of them when another is meant. */
#include "workplace.h"

#include "domain/consent.h"

#define REASON "已收到书面意见，2023年3月2日"

enum { RELEASE, ACCEPTANCE, AUTHORITY }; /* in the order of the pack */

struct call {
    const struct application *app;
    int64_t id;
    bool agree, open;
    struct str text;
    const struct consent *list;
    size_t n;
    const struct consent_row *rows;
    size_t n_rows;
    struct consent_sheet sheet;
    struct json *facts;
};

/* A transfer from the first office to the second, of another county. */
struct scene {
    struct town t;
    struct holder first, second, worker;
    struct transfer m;
    struct actor releasing, receiving, clerk; /* clerk: of the receiving */
};

static enum status
run_list(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    k->facts = json_new(x->a, JSON_OBJECT);
    TRY(consent_list(x, k->app, &k->list, &k->n, err));
    return consent_facts(x, k->app, k->facts, err);
}

static enum status
run_answer(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return consent_answer(x, k->id, k->agree, k->text, err);
}

static enum status
run_queue(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return consent_queue(x, k->open, &k->rows, &k->n_rows, err);
}

static enum status
run_sheet(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return consent_get(x, k->id, &k->sheet, err);
}

static enum status
run_consents(struct act *x, void *arg, struct err *err)
{
    struct call *k = arg;

    return consent_ask(x, k->app, err);
}

static struct scene
set_up(struct fixture *f, const char *to_county)
{
    struct scene s = { .t = open_town(f) };

    s.first = make_office(&s.t, "甲所", COUNTY);
    s.second = make_office(&s.t, "乙所", to_county);
    s.worker = make_worker(&s.t, "张三", &s.first);
    fixture_at(f, "2023-03-01 09:00:00");
    s.m = handed_in(&s.t, &s.worker, &s.second);
    s.releasing = officer_in(&s.t, ROLE_CENTRE, COUNTY, 2001);
    s.receiving = officer_in(&s.t, ROLE_CENTRE, to_county, 2002);
    s.clerk = officer_in(&s.t, ROLE_SECRETARIAT, to_county, 2003);
    return s;
}

static struct call
listed(const struct scene *s)
{
    struct actor system = actor_system();
    struct call k = { .app = &s->m.app };
    struct err err = { 0 };

    expect_ok(fixture_read(s->t.f, &system, run_list, &k, &err), &err);
    return k;
}

static enum status
answer(const struct scene *s, const struct actor *who, size_t which,
    bool agree, const char *reason, struct err *err)
{
    struct call list = listed(s);
    struct call k = { .agree = agree, .text = str_of(reason) };

    assert_true(which < list.n);
    k.id = list.list[which].id;
    return fixture_write(s->t.f, who, run_answer, &k, err);
}

static enum status
see(const struct scene *s, const struct actor *who, size_t which,
    struct consent_sheet *ret, struct err *err)
{
    struct call k = { .id = listed(s).list[which].id };
    enum status st = fixture_read(s->t.f, who, run_sheet, &k, err);

    *ret = k.sheet;
    return st;
}

static size_t
queued(const struct scene *s, const struct actor *who, bool open)
{
    struct call k = { .open = open };
    struct err err = { 0 };

    expect_ok(fixture_read(s->t.f, who, run_queue, &k, &err), &err);
    return k.n_rows;
}

/* What rules read: true, false, or -1 while nobody answered. */
static int
fact(const struct scene *s, const char *key)
{
    struct call k = listed(s);
    const struct json *v = json_get(k.facts, str_of(key));

    return json_is_null(v) ? -1 : json_bool(v);
}

static void
asks_all_who_are_meant(void **state)
{
    struct scene s = set_up(*state, OTHER_COUNTY);
    struct call k = listed(&s);

    assert_int_equal(k.n, 3);
    assert_true(str_eq(k.list[RELEASE].name, STR("原机构")));
    assert_int_equal(k.list[RELEASE].party_id, s.first.c.subject_id);
    assert_true(str_eq(k.list[RELEASE].party_name, STR("甲所")));
    assert_true(str_eq(k.list[ACCEPTANCE].name, STR("新机构")));
    assert_int_equal(k.list[ACCEPTANCE].party_id, s.second.c.subject_id);
    assert_true(str_eq(k.list[AUTHORITY].name, STR("调出地司法局")));
    assert_int_equal(k.list[AUTHORITY].party_id, 0);
    assert_true(str_eq(k.list[AUTHORITY].region, STR(COUNTY)));
    for (size_t i = 0; i < k.n; i++) {
        assert_int_equal(k.list[i].state, CONSENT_ASKED);
        assert_int_equal(k.list[i].asked_us, s.t.f->now_us);
        assert_int_equal(k.list[i].answered_us, 0);
    }
    /* Nobody answered: no fact, only who is asked, since when and where. */
    assert_int_equal(k.facts->n, 3);
    for (size_t i = 0; i < k.facts->n; i++)
        assert_true(str_ends(k.facts->keys[i], STR(PACK_NOTE)));
    struct str note = json_str(
        json_get(k.facts, STR(PACK_CONSENT "原机构" PACK_NOTE)));
    assert_true(str_find(note, STR("征求“甲所”的意见，尚未答复")) != SIZE_MAX);
    assert_true(str_find(note, STR("/mine/consents")) != SIZE_MAX);
    note = json_str(
        json_get(k.facts, STR(PACK_CONSENT "调出地司法局" PACK_NOTE)));
    assert_true(str_find(note, STR("/desk/consents")) != SIZE_MAX);
    assert_int_equal(queued(&s, &s.first.who, true), 1);
    assert_int_equal(queued(&s, &s.second.who, true), 1);
    assert_int_equal(queued(&s, &s.releasing, true), 1);
    assert_int_equal(queued(&s, &s.receiving, true), 0);
    assert_int_equal(queued(&s, &s.worker.who, true), 0);
}

/* Between two offices of one county no authority is left. */
static void
asks_no_authority_within_a_county(void **state)
{
    struct scene s = set_up(*state, COUNTY);

    assert_int_equal(listed(&s).n, 2);
    assert_int_equal(queued(&s, &s.releasing, true), 0);
}

static void
hosts_answer_for_themselves(void **state)
{
    struct scene s = set_up(*state, OTHER_COUNTY);
    struct actor viewer = lesser(&s.t, s.first.who, "viewer");
    struct actor editor = lesser(&s.t, s.first.who, "editor");
    struct err err = { 0 };

    assert_int_equal( /* another's word; it is not told that there is one */
        answer(&s, &s.second.who, RELEASE, true, "", &err), ERR_NOT_FOUND);
    assert_int_equal(
        answer(&s, &s.worker.who, RELEASE, true, "", &err), ERR_NOT_FOUND);
    assert_int_equal( /* the authority left has no say in the host's word */
        answer(&s, &s.releasing, RELEASE, true, REASON, &err),
        ERR_NOT_FOUND);
    assert_int_equal(
        answer(&s, &viewer, RELEASE, true, "", &err), ERR_DENIED);
    assert_non_null(strstr(err.text, "甲所"));
    assert_int_equal(fact(&s, "同意.原机构"), -1);

    expect_ok(answer(&s, &editor, RELEASE, true, "", &err), &err);
    struct call k = listed(&s);
    assert_int_equal(k.list[RELEASE].state, CONSENT_GIVEN);
    assert_int_equal(k.list[RELEASE].answered_by, editor.account_id);
    assert_int_equal(k.list[RELEASE].answered_us, s.t.f->now_us);
    assert_false(k.list[RELEASE].on_paper);
    assert_int_equal(k.list[ACCEPTANCE].state, CONSENT_ASKED);
    assert_int_equal(fact(&s, "同意.原机构"), true);
    assert_int_equal(fact(&s, "同意.新机构"), -1);
    assert_int_equal(queued(&s, &s.first.who, true), 0);
    assert_int_equal(queued(&s, &s.first.who, false), 1);
}

static void
refuses_with_a_reason(void **state)
{
    struct scene s = set_up(*state, OTHER_COUNTY);
    char text[2001 * 3 + 1];
    struct err err = { 0 };

    for (size_t i = 0; i < 2001; i++)
        memcpy(text + i * 3, "字", 3); /* three bytes each */
    text[2001 * 3] = '\0';
    assert_int_equal(
        answer(&s, &s.second.who, ACCEPTANCE, false, "", &err), ERR_INPUT);
    assert_string_equal(err.field, "reason");
    assert_int_equal(answer(&s, &s.second.who, ACCEPTANCE, false, " \t ",
                         &err),
        ERR_INPUT);
    assert_int_equal(answer(&s, &s.second.who, ACCEPTANCE, true, text, &err),
        ERR_INPUT);
    assert_non_null(strstr(err.text, "2001"));
    assert_int_equal(fact(&s, "同意.新机构"), -1);
    expect_ok(answer(&s, &s.second.who, ACCEPTANCE, false, " 没有岗位 ",
                  &err),
        &err);
    struct call k = listed(&s);
    assert_int_equal(k.list[ACCEPTANCE].state, CONSENT_REFUSED);
    assert_true(str_eq(k.list[ACCEPTANCE].reason, STR("没有岗位")));
    assert_int_equal(fact(&s, "同意.新机构"), false);
}

/* Until the file is decided it may say otherwise; not after that. */
static void
says_otherwise(void **state)
{
    struct scene s = set_up(*state, OTHER_COUNTY);
    struct consent_sheet sheet;
    struct err err = { 0 };

    expect_ok(
        answer(&s, &s.second.who, ACCEPTANCE, true, "", &err), &err);
    fixture_at(s.t.f, "2023-03-02 09:00:00");
    expect_ok(answer(&s, &s.second.who, ACCEPTANCE, false, "岗位已满", &err),
        &err);
    struct call k = listed(&s);
    assert_int_equal(k.n, 3); /* the same word, not a further one */
    assert_int_equal(k.list[ACCEPTANCE].answered_us, s.t.f->now_us);
    assert_int_equal(fact(&s, "同意.新机构"), false);
    expect_ok(see(&s, &s.second.who, ACCEPTANCE, &sheet, &err), &err);
    assert_true(sheet.may_answer);

    take_back(&s.t, &s.worker, &s.m);
    assert_int_equal(
        answer(&s, &s.second.who, ACCEPTANCE, true, "", &err), ERR_CONFLICT);
    assert_int_equal(
        answer(&s, &s.first.who, RELEASE, true, "", &err), ERR_CONFLICT);
    expect_ok(see(&s, &s.second.who, ACCEPTANCE, &sheet, &err), &err);
    assert_false(sheet.may_answer);
    assert_int_equal(queued(&s, &s.first.who, true), 0); /* needed no more */
    assert_int_equal(queued(&s, &s.second.who, false), 1);
    assert_int_equal(fact(&s, "同意.新机构"), false);
}

/* A paper is entered by who handles the file, and names itself. */
static void
from_a_paper(void **state)
{
    struct scene s = set_up(*state, OTHER_COUNTY);
    struct actor away = officer_in(&s.t, ROLE_SECRETARIAT, COUNTY, 2004);
    struct actor auditor = officer_in(&s.t, ROLE_AUDITOR, "", 2005);
    struct consent_sheet sheet;
    struct err err = { 0 };

    assert_int_equal(
        answer(&s, &away, RELEASE, true, REASON, &err), ERR_NOT_FOUND);
    assert_int_equal(
        answer(&s, &auditor, RELEASE, true, REASON, &err), ERR_NOT_FOUND);
    assert_int_equal(
        answer(&s, &s.clerk, RELEASE, true, " ", &err), ERR_INPUT);
    assert_non_null(strstr(err.text, "书面材料"));
    expect_ok(see(&s, &s.clerk, RELEASE, &sheet, &err), &err);
    assert_true(sheet.on_paper);
    expect_ok(answer(&s, &s.clerk, RELEASE, true, REASON, &err), &err);
    struct call k = listed(&s);
    assert_int_equal(k.list[RELEASE].state, CONSENT_GIVEN);
    assert_true(k.list[RELEASE].on_paper);
    assert_int_equal(k.list[RELEASE].answered_by, 2003);
    assert_true(str_eq(k.list[RELEASE].reason, STR(REASON)));
    assert_int_equal(fact(&s, "同意.原机构"), true);

    /* The host's own word takes the paper's place. */
    expect_ok(answer(&s, &s.first.who, RELEASE, false, "业务未交接", &err),
        &err);
    k = listed(&s);
    assert_false(k.list[RELEASE].on_paper);
    assert_int_equal(k.list[RELEASE].answered_by, s.first.who.account_id);
    assert_int_equal(fact(&s, "同意.原机构"), false);
}

static void
the_authority_that_is_left(void **state)
{
    struct scene s = set_up(*state, OTHER_COUNTY);
    struct actor clerk = officer_in(&s.t, ROLE_SECRETARIAT, COUNTY, 2006);
    struct actor third = officer_in(&s.t, ROLE_CENTRE, "500103", 2007);
    struct err err = { 0 };

    assert_int_equal( /* nobody enters a paper for an authority */
        answer(&s, &s.clerk, AUTHORITY, true, REASON, &err), ERR_DENIED);
    assert_non_null(strstr(err.text, "万州区"));
    assert_int_equal(
        answer(&s, &s.receiving, AUTHORITY, true, REASON, &err), ERR_DENIED);
    assert_int_equal( /* it may read, not decide */
        answer(&s, &clerk, AUTHORITY, true, "", &err), ERR_DENIED);
    assert_int_equal(
        answer(&s, &third, AUTHORITY, true, "", &err), ERR_NOT_FOUND);
    assert_int_equal(
        answer(&s, &s.first.who, AUTHORITY, true, "", &err), ERR_NOT_FOUND);
    assert_int_equal(
        answer(&s, &s.releasing, AUTHORITY, false, "", &err), ERR_INPUT);
    assert_int_equal(fact(&s, "同意.调出地司法局"), -1);
    expect_ok(
        answer(&s, &s.releasing, AUTHORITY, true, "", &err), &err);
    struct call k = listed(&s);
    assert_false(k.list[AUTHORITY].on_paper);
    assert_int_equal(k.list[AUTHORITY].answered_by, 2001);
    assert_int_equal(fact(&s, "同意.调出地司法局"), true);
    assert_int_equal(queued(&s, &clerk, false), 1);
    assert_int_equal(queued(&s, &third, false), 0);
}

/* A file that is closed to an officer is not told to him here either. */
static void
closed_files_stay_closed(void **state)
{
    struct scene s = set_up(*state, OTHER_COUNTY);
    struct actor releasing =
        closed_to(&s.t, s.releasing, s.worker.c.subject_id);
    struct actor clerk = closed_to(&s.t, s.clerk, s.worker.c.subject_id);
    struct consent_sheet sheet;
    struct err err = { 0 };

    assert_int_equal(queued(&s, &releasing, true), 0);
    assert_int_equal(
        see(&s, &releasing, AUTHORITY, &sheet, &err), ERR_NOT_FOUND);
    assert_int_equal(
        answer(&s, &releasing, AUTHORITY, true, "", &err), ERR_NOT_FOUND);
    assert_int_equal(
        see(&s, &clerk, RELEASE, &sheet, &err), ERR_NOT_FOUND);
    assert_int_equal(
        answer(&s, &clerk, RELEASE, true, REASON, &err), ERR_NOT_FOUND);
    assert_int_equal(fact(&s, "同意.调出地司法局"), -1);
    assert_int_equal(fact(&s, "同意.原机构"), -1);
}

/* The file names another office: who is no longer meant is dropped with the
 * word given, who still is keeps it, and the way back asks anew. */
static void
asks_anew_when_another_is_meant(void **state)
{
    struct scene s = set_up(*state, OTHER_COUNTY);
    struct holder third = make_office(&s.t, "丙所", COUNTY);
    struct actor system = actor_system();
    struct json *draft = json_new(s.t.f->a, JSON_OBJECT);
    struct call k = { .app = &s.m.app };
    struct consent_sheet sheet;
    struct err err = { 0 };

    expect_ok(answer(&s, &s.first.who, RELEASE, true, "", &err), &err);
    expect_ok(answer(&s, &s.second.who, ACCEPTANCE, true, "", &err), &err);
    int64_t old = listed(&s).list[ACCEPTANCE].id;
    expect_ok(fixture_write(s.t.f, &system, run_consents, &k, &err), &err);
    assert_int_equal(listed(&s).n, 3); /* nothing changed: nobody is asked */
    assert_int_equal(fact(&s, "同意.新机构"), true);

    const struct json *before = s.m.app.draft;
    json_set(s.t.f->a, draft, STR("调入机构编号"),
        json_text(s.t.f->a, third.c.number));
    s.m.app.draft = draft;
    assert_int_equal( /* given for another office, it does not count */
        fact(&s, "同意.新机构"), -1);
    expect_ok(fixture_write(s.t.f, &system, run_consents, &k, &err), &err);
    struct call now = listed(&s);
    assert_int_equal(now.n, 2); /* within the county: no authority */
    assert_int_equal(now.list[RELEASE].state, CONSENT_GIVEN);
    assert_int_equal(now.list[ACCEPTANCE].state, CONSENT_ASKED);
    assert_int_equal(now.list[ACCEPTANCE].party_id, third.c.subject_id);
    assert_int_equal(queued(&s, &third.who, true), 1);
    assert_int_equal(queued(&s, &s.second.who, false), 0);
    assert_int_equal(queued(&s, &s.releasing, true), 0);
    struct call gone = { .id = old, .agree = true };
    assert_int_equal(
        fixture_write(s.t.f, &s.second.who, run_answer, &gone, &err),
        ERR_NOT_FOUND);

    s.m.app.draft = before;
    expect_ok(fixture_write(s.t.f, &system, run_consents, &k, &err), &err);
    now = listed(&s);
    assert_int_equal(now.n, 3);
    assert_int_equal(now.list[ACCEPTANCE].state, CONSENT_ASKED);
    assert_true(now.list[ACCEPTANCE].id != old);
    assert_int_equal(fact(&s, "同意.新机构"), -1);
    assert_int_equal(fact(&s, "同意.原机构"), true);
    expect_ok(see(&s, &s.second.who, ACCEPTANCE, &sheet, &err), &err);
    assert_int_equal(sheet.host.id, s.first.c.id);
    assert_int_equal(sheet.asked.id, s.second.c.id);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            asks_all_who_are_meant, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(asks_no_authority_within_a_county,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            hosts_answer_for_themselves, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            refuses_with_a_reason, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            says_otherwise, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            from_a_paper, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            the_authority_that_is_left, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            closed_files_stay_closed, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(asks_anew_when_another_is_meant,
            fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
