/* Public notice, objections and the grant, with the dates of S-C07, S-C08,
 * S-C10 and S-X04. */
#include "case.h"

#include "domain/accreditation.h"
#include "domain/desk.h"
#include "domain/incident.h"
#include "domain/notice.h"
#include "domain/proceeding.h"

#include <stdio.h>

#define FILES_MOST 50

struct running {
    struct fixture *f;
    int64_t programme, ids[FILES_MOST];
    size_t n;
    struct notice notice;
    struct notice_draft draft;
    struct notice_outcome outcome;
    struct objection objection;
    const struct notice_entry *entries;
    size_t n_entries;
    struct application app;
    bool upheld;
    struct str answer;
};

static enum status
prepare(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    return notice_prepare(x, r->programme, &r->draft, err);
}
static enum status
publish(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    return notice_publish(x, r->programme, r->ids, r->n, DAY_NONE, &r->notice,
        err);
}
static enum status
look(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    TRY(notice_get(x, r->notice.id, &r->notice, err));
    return notice_entries(
        x, r->notice.id, &r->entries, &r->n_entries, err);
}
static enum status
grant(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    return notice_grant(x, r->notice.id, &r->outcome, err);
}
static enum status
object(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    r->objection.notice_id = r->notice.id;
    r->objection.objector = STR("异议示例人");
    r->objection.contact = STR("13000000009");
    if (r->objection.facts.n == 0)
        r->objection.facts = STR("该单位上年服务企业数与事实不符");
    return objection_add(x, &r->objection, err);
}
static enum status
decide(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;
    struct objection o;

    TRY(objection_get(x, r->objection.id, &o, err));
    return objection_decide(
        x, r->objection.id, r->upheld, r->answer, o.version, err);
}
static enum status
receipt(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    return objection_by_number(x, r->objection.number,
        r->objection.check_code, &r->objection, err);
}
static enum status
load(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    return application_load(x, 0, r->app.id, &r->app, err);
}

static struct running
passed(struct fixture *f, size_t n, bool expert)
{
    struct running r = { .f = f,
        .programme = expert ? f->expert_programme : f->station_programme };
    char name[64];

    case_rounds(f);
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(name, sizeof(name),
            expert ? "公示示例第%02zu位" : "公示示例第%02zu",
            i + 1);
        struct case_file c = case_submitted(f, name, expert, 10);
        case_pass(&c);
        r.ids[r.n++] = c.app.id;
    }
    return r;
}

static void
publish_at(struct running *r, const char *at, const char *last)
{
    struct actor centre = fixture_officer(r->f, ROLE_CENTRE);
    struct err err = { 0 };

    fixture_at(r->f, at);
    expect_ok(fixture_read(r->f, &centre, prepare, r, &err), &err);
    assert_int_equal(r->draft.n_waiting, r->n);
    expect_ok(fixture_write(r->f, &centre, publish, r, &err), &err);
    struct str got = day_iso(r->f->a, r->notice.last_day);
    assert_true(str_eq(got, str_of(last)));
    assert_true(day_eq(r->notice.last_day, r->draft.deadline.last_day));
}

/* S-C07, both packs: 2023-04-11 refused, 2023-04-12 accepted. */
static void
test_period(void **state)
{
    struct fixture *f = *state;
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct err err = { 0 };

    for (int expert = 0; expert < 2; expert++) {
        fixture_at(f, "2023-02-01 09:00:00");
        struct running r = passed(f, 1, expert == 1);

        publish_at(&r, "2023-04-03 10:00:00", "2023-04-11");
        assert_true(r.notice.number.n > 0);
        assert_true(str_find(r.notice.body, STR("公示示例第01")) != SIZE_MAX);
        fixture_at(f, "2023-04-11 12:00:00");
        assert_int_equal(
            fixture_write(f, &centre, grant, &r, &err), ERR_CONFLICT);
        assert_true(
            str_find(str_of(err.text), STR("2023-04-12")) != SIZE_MAX);
        fixture_at(f, "2023-04-12 00:00:00");
        assert_int_equal(
            fixture_write(f, &secretariat, grant, &r, &err), ERR_DENIED);
        expect_ok(fixture_write(f, &centre, grant, &r, &err), &err);
        assert_int_equal(r.outcome.granted, 1);
        r.app.id = r.ids[0];
        expect_ok(fixture_read(f, &centre, load, &r, &err), &err);
        assert_int_equal(r.app.state, APP_GRANTED);
        expect_ok(fixture_read(f, &centre, look, &r, &err), &err);
        assert_true(str_eq(r.notice.state, STR("CLOSED")));
        /* The second officer who pressed the button. */
        assert_int_equal(
            fixture_write(f, &centre, grant, &r, &err), ERR_CONFLICT);
    }
}

/* S-C08: the Sunday that is a working day counts. */
static void
test_working_sunday(void **state)
{
    struct fixture *f = *state;
    struct running r = passed(f, 1, false);

    publish_at(&r, "2023-04-20 09:00:00", "2023-04-26");
}

/* S-C10: 50 on notice, an objection to number 7 in the last minute. */
static void
test_objection_blocks_one(void **state)
{
    struct fixture *f = *state;
    struct running r = passed(f, FILES_MOST, false);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor visitor = actor_visitor();
    struct err err = { 0 };

    publish_at(&r, "2023-04-03 10:00:00", "2023-04-11");
    fixture_at(f, "2023-04-11 23:59:59.999999");
    r.objection.position = 7;
    expect_ok(fixture_write(f, &visitor, object, &r, &err), &err);
    assert_int_equal(r.objection.check_code.n, 8);
    int64_t first = r.objection.id;
    struct str number = r.objection.number;
    struct str code = r.objection.check_code;
    fixture_at(f, "2023-04-12 00:00:00");
    r.objection.position = 8;
    assert_int_equal(
        fixture_write(f, &visitor, object, &r, &err), ERR_CONFLICT);
    fixture_at(f, "2023-04-12 09:00:00");
    expect_ok(fixture_write(f, &centre, grant, &r, &err), &err);
    assert_int_equal(r.outcome.granted, 49);
    assert_int_equal(r.outcome.blocked, 1);
    expect_ok(fixture_read(f, &visitor, look, &r, &err), &err);
    assert_true(str_eq(r.notice.state, STR("PUBLISHED")));
    assert_true(str_eq(r.entries[6].state, STR("BLOCKED")));
    assert_true(str_eq(r.entries[7].state, STR("GRANTED")));
    assert_int_equal(
        fixture_write(f, &centre, grant, &r, &err), ERR_CONFLICT);

    /* Dismissed: number 7 is admitted on its own day. */
    r.objection.id = first;
    assert_int_equal(
        fixture_write(f, &centre, decide, &r, &err), ERR_INPUT);
    r.answer = STR("经核实，清单属实");
    int64_t interests[1] = { r.entries[6].subject_id };
    struct actor biased = centre;
    biased.interests = interests;
    biased.n_interests = 1;
    assert_int_equal(
        fixture_write(f, &biased, decide, &r, &err), ERR_DENIED);
    fixture_at(f, "2023-04-14 09:00:00");
    expect_ok(fixture_write(f, &centre, decide, &r, &err), &err);
    assert_int_equal(
        fixture_write(f, &centre, decide, &r, &err), ERR_CONFLICT);
    expect_ok(fixture_write(f, &centre, grant, &r, &err), &err);
    assert_int_equal(r.outcome.granted, 1);
    r.objection.number = number;
    r.objection.check_code = code;
    expect_ok(fixture_read(f, &visitor, receipt, &r, &err), &err);
    assert_true(str_eq(r.objection.state, STR("DISMISSED")));
    assert_true(str_eq(r.objection.answer, STR("经核实，清单属实")));
    r.objection.check_code = STR("AAAAAAAA");
    assert_int_equal(
        fixture_read(f, &visitor, receipt, &r, &err), ERR_NOT_FOUND);
}

static void
test_objection_upheld(void **state)
{
    struct fixture *f = *state;
    struct running r = passed(f, 2, false);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor visitor = actor_visitor();
    struct err err = { 0 };

    publish_at(&r, "2023-04-03 10:00:00", "2023-04-11");
    r.objection.position = 1;
    r.objection.facts = STR("太短");
    assert_int_equal(
        fixture_write(f, &visitor, object, &r, &err), ERR_INPUT);
    assert_string_equal(err.field, "facts");
    r.objection.facts = STR_EMPTY;
    r.objection.position = 3;
    assert_int_equal(
        fixture_write(f, &visitor, object, &r, &err), ERR_NOT_FOUND);
    r.objection.position = 1;
    expect_ok(fixture_write(f, &visitor, object, &r, &err), &err);
    /* A second one against the same entry ends with the first. */
    int64_t first = r.objection.id;
    /* The button pressed twice. */
    expect_ok(fixture_write(f, &visitor, object, &r, &err), &err);
    assert_int_equal(r.objection.id, first);
    r.objection.facts = STR("该单位的场所证明已经过期，请核实");
    expect_ok(fixture_write(f, &visitor, object, &r, &err), &err);
    assert_int_not_equal(r.objection.id, first);
    struct str number = r.objection.number, code = r.objection.check_code;
    r.objection.id = first;
    r.upheld = true;
    r.answer = STR("经核实，专职人员不足十人");
    expect_ok(fixture_write(f, &centre, decide, &r, &err), &err);
    r.app.id = r.ids[0];
    expect_ok(fixture_read(f, &centre, load, &r, &err), &err);
    assert_int_equal(r.app.state, APP_REFUSED);
    r.objection.number = number;
    r.objection.check_code = code;
    expect_ok(fixture_read(f, &visitor, receipt, &r, &err), &err);
    assert_true(str_eq(r.objection.state, STR("UPHELD")));
    fixture_at(f, "2023-04-12 09:00:00");
    expect_ok(fixture_write(f, &centre, grant, &r, &err), &err);
    assert_int_equal(r.outcome.granted, 1);
    assert_int_equal(r.outcome.blocked, 0);
}

static void
test_publishing_refused(void **state)
{
    struct fixture *f = *state;
    struct running r = passed(f, 1, false);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor auditor = fixture_officer(f, ROLE_AUDITOR);
    struct err err = { 0 };
    size_t n = r.n;

    /* S-X04: no silent result without the holidays of the year. */
    fixture_at(f, "2031-04-03 10:00:00");
    assert_int_equal(
        fixture_write(f, &centre, publish, &r, &err), ERR_NOT_FOUND);
    assert_true(str_find(str_of(err.text), STR("2031")) != SIZE_MAX);
    fixture_at(f, "2023-04-03 10:00:00");
    assert_int_equal(
        fixture_write(f, &auditor, publish, &r, &err), ERR_DENIED);
    r.n = 0;
    assert_int_equal(
        fixture_write(f, &centre, publish, &r, &err), ERR_INPUT);
    r.n = n;
    expect_ok(fixture_write(f, &centre, publish, &r, &err), &err);
    assert_int_equal(
        fixture_write(f, &centre, publish, &r, &err), ERR_CONFLICT);
}

static enum status
admit_directly(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;
    struct application app;
    struct accreditation c;

    TRY(application_load(x, 0, r->ids[0], &app, err));
    const struct pack_stage *stage = procedure_stage(
        pack_procedure(app.pack, app.procedure), STAGE_GRANT);
    return accreditation_grant(x,
        &(struct accreditation_grant){ .subject_id = app.subject_id,
            .programme_id = app.programme_id,
            .route = STR("direct"),
            .name = app.name,
            .region = app.region,
            .pack = app.pack,
            .admitted = x->today,
            .term_years = stage->term_years,
            .completed = true,
            .document = stage->document },
        &c, err);
}

/* One who was included directly meanwhile does not hold up the others. */
static void
test_superseded(void **state)
{
    struct fixture *f = *state;
    struct running r = passed(f, 2, false);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct err err = { 0 };

    publish_at(&r, "2023-04-03 10:00:00", "2023-04-11");
    fixture_at(f, "2023-04-10 10:00:00");
    expect_ok(fixture_write(f, &centre, admit_directly, &r, &err), &err);
    fixture_at(f, "2023-04-12 09:00:00");
    expect_ok(fixture_write(f, &centre, grant, &r, &err), &err);
    assert_int_equal(r.outcome.granted, 1);
    expect_ok(fixture_read(f, &centre, look, &r, &err), &err);
    assert_true(str_eq(r.entries[0].state, STR("REFUSED")));
    assert_true(str_eq(r.entries[1].state, STR("GRANTED")));
    assert_true(str_eq(r.notice.state, STR("CLOSED")));
    r.app.id = r.ids[0];
    expect_ok(fixture_read(f, &centre, load, &r, &err), &err);
    assert_int_equal(r.app.state, APP_REFUSED);
}

struct desk_view {
    struct desk_inbox inbox;
    const struct objection *objections;
    size_t n;
    int64_t proceedings;
};

static enum status
look_at_desk(struct act *x, void *arg, struct err *err)
{
    struct desk_view *v = arg;
    const struct proceeding *list = NULL;
    size_t n = 0;

    TRY(desk_inbox(x, &v->inbox, err));
    TRY(objection_list(x, 0, true, &v->objections, &v->n, err));
    return proceeding_list(x, &(struct proceeding_filter){ 0 }, 0, 10, &list,
        &n, &v->proceedings, err);
}

/* What waits in a province is on the desks of its officers and of those for
 * the whole country. */
static void
expect_desk(struct fixture *f, const struct actor *who, enum desk_matter m,
    int64_t n)
{
    struct desk_view v = { 0 };
    struct err err = { 0 };

    expect_ok(fixture_read(f, who, look_at_desk, &v, &err), &err);
    assert_int_equal(v.inbox.n[m], n);
    assert_int_equal(v.inbox.n_items, n);
    assert_int_equal(v.n, m == DESK_OBJECTION ? n : 0);
    assert_int_equal(v.proceedings, 0);
}

/* An officer of one province neither grants nor decides in another, nor is
 * told what waits there. */
static void
test_region_of_officer(void **state)
{
    struct fixture *f = *state;
    struct running r = passed(f, 1, false);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor visitor = actor_visitor();
    struct role_grant here = { .role = ROLE_CENTRE };
    struct actor other = centre;
    struct err err = { 0 };

    publish_at(&r, "2023-04-03 10:00:00", "2023-04-11");
    expect_ok(fixture_read(f, &centre, look, &r, &err), &err);
    bool beijing = str_starts(r.entries[0].region, STR("11"));
    here.region = beijing ? STR("510000") : STR("110000");
    other.grants = &here;
    struct role_grant there = { .role = ROLE_CENTRE,
        .region = r.entries[0].region };
    struct actor own = centre;
    own.grants = &there;
    r.objection.position = 1;
    expect_ok(fixture_write(f, &visitor, object, &r, &err), &err);
    expect_desk(f, &centre, DESK_OBJECTION, 1);
    expect_desk(f, &own, DESK_OBJECTION, 1);
    expect_desk(f, &other, DESK_OBJECTION, 0);
    r.answer = STR("经核实，清单属实");
    assert_int_equal(
        fixture_write(f, &other, decide, &r, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &centre, decide, &r, &err), &err);
    fixture_at(f, "2023-04-12 09:00:00");
    expect_desk(f, &centre, DESK_GRANT, 1);
    expect_desk(f, &own, DESK_GRANT, 1);
    expect_desk(f, &other, DESK_GRANT, 0);
    assert_int_equal(
        fixture_write(f, &other, grant, &r, &err), ERR_CONFLICT);
    expect_ok(fixture_write(f, &centre, grant, &r, &err), &err);
    expect_desk(f, &centre, DESK_GRANT, 0);
}

static enum status
begin_ban(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    return ban_begin(x, r->entries[1].subject_id, r->programme, 77, 3,
        STR("CW-5-3"), err);
}
static enum status
lift_ban(struct act *x, void *arg, struct err *err)
{
    struct running *r = arg;

    return ban_lift(
        x, r->entries[1].subject_id, 77, STR("复议撤销原决定"), err);
}

/* A ban that began meanwhile holds up its own entry alone; set aside, the
 * entry goes on. */
static void
test_ban_blocks_one(void **state)
{
    struct fixture *f = *state;
    struct running r = passed(f, 3, false);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor visitor = actor_visitor();
    struct err err = { 0 };

    publish_at(&r, "2023-04-03 10:00:00", "2023-04-11");
    expect_ok(fixture_read(f, &visitor, look, &r, &err), &err);
    fixture_at(f, "2023-04-12 09:00:00");
    expect_ok(fixture_write(f, &centre, begin_ban, &r, &err), &err);
    expect_ok(fixture_write(f, &centre, grant, &r, &err), &err);
    assert_int_equal(r.outcome.granted, 2);
    assert_int_equal(r.outcome.banned, 1);
    assert_int_equal(r.outcome.blocked, 0);
    expect_ok(fixture_read(f, &visitor, look, &r, &err), &err);
    assert_true(str_eq(r.notice.state, STR("PUBLISHED")));
    assert_true(str_eq(r.entries[0].state, STR("GRANTED")));
    assert_true(str_eq(r.entries[1].state, STR("OPEN")));
    assert_true(str_eq(r.entries[2].state, STR("GRANTED")));
    r.app.id = r.entries[1].application_id;
    expect_ok(fixture_read(f, &centre, load, &r, &err), &err);
    assert_int_equal(r.app.state, APP_PUBLIC_NOTICE);
    /* Nothing else is left: the refusal says what holds it up. */
    assert_int_equal(
        fixture_write(f, &centre, grant, &r, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "不得申报的期间"));
    fixture_at(f, "2026-04-12 23:59:59");
    assert_int_equal(
        fixture_write(f, &centre, grant, &r, &err), ERR_CONFLICT);

    expect_ok(fixture_write(f, &centre, lift_ban, &r, &err), &err);
    expect_ok(fixture_write(f, &centre, grant, &r, &err), &err);
    assert_int_equal(r.outcome.granted, 1);
    assert_int_equal(r.outcome.banned, 0);
    expect_ok(fixture_read(f, &visitor, look, &r, &err), &err);
    assert_true(str_eq(r.notice.state, STR("CLOSED")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_period, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_working_sunday, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_objection_blocks_one, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_objection_upheld, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_publishing_refused, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_superseded, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_ban_blocks_one, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_region_of_officer, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
