/* The register of facts: one entry however the unit and the document are
 * written, what rests on several entries, bans to the day, late reports. */
#include "case.h"
#include "holder.h"

#include "domain/incident.h"
#include "domain/proceeding.h"

#include <string.h>

struct room {
    struct fixture *f;
    int64_t firms, stations; /* programmes */
    int64_t subject;
    struct accreditation firm, station;
    struct actor secretariat, centre;
};

static struct accreditation
granted(struct room *r, int64_t programme, const char *clause)
{
    struct actor system = actor_system();
    const struct programme *p = domain_programme(r->f->d, programme);
    struct grant_call t = { .g = { .subject_id = r->subject,
                                .programme_id = programme,
                                .route = STR("self"),
                                .name = STR("示例甲所"),
                                .region = STR("510107"),
                                .info = json_new(r->f->a, JSON_OBJECT),
                                .pack = p->pack,
                                .admitted = day_of_us(r->f->now_us),
                                .term_years = 3,
                                .completed = true,
                                .document = STR("牌匾"),
                                .clause = str_of(clause) } };
    struct err err = { 0 };

    expect_ok(fixture_write(r->f, &system, run_grant, &t, &err), &err);
    return t.c;
}

/* A firm that holds both titles from 2024-06-12 on. */
static struct room
room_of(struct fixture *f)
{
    struct room r = { .f = f };

    fixture_at(f, "2024-06-12 09:00:00");
    r.firms = fixture_add_programme(f, "specialised-law-firm");
    r.stations = fixture_add_programme(f, "legal-service-station");
    struct actor who = fixture_applicant(f, "示例甲所", false, "510107");
    r.subject = who.memberships[0].subject_id;
    r.firm = granted(&r, r.firms, "B-4-3-2-d");
    r.station = granted(&r, r.stations, "A-16-1");
    r.secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    r.centre = fixture_officer(f, ROLE_CENTRE);
    return r;
}

/* --- acts --- */

struct entering {
    struct incident in, out;
    bool known;
};

static enum status
run_enter(struct act *x, void *arg, struct err *err)
{
    struct entering *e = arg;

    return incident_enter(x, &e->in, &e->out, &e->known, err);
}

static struct entering
enter(struct room *r, const char *name, const char *doc_no)
{
    struct entering e = { .in = { .kind = INC_PENALTY,
                              .subject_name = str_of(name),
                              .decided = day_of_us(r->f->now_us),
                              .effective = DAY_NONE,
                              .authority = STR("示例司法局"),
                              .doc_no = str_of(doc_no),
                              .content = STR("警告"),
                              .source = STR("公开网站") } };
    struct err err = { 0 };

    expect_ok(
        fixture_write(r->f, &r->secretariat, run_enter, &e, &err), &err);
    return e;
}

struct naming {
    int64_t subject;
    const char *name;
};

static enum status
run_rename(struct act *x, void *arg, struct err *err)
{
    struct naming *n = arg;

    return subject_rename(x, n->subject, str_of(n->name), STR("核准"), err);
}

struct looking {
    struct room *r;
    const struct proceeding *cases;
    const struct incident *entries;
    size_t n_cases, n_entries;
    struct accreditation firm, station;
};

static enum status
run_look(struct act *x, void *arg, struct err *err)
{
    struct looking *l = arg;

    TRY(proceeding_of_subject(
        x, l->r->subject, &l->cases, &l->n_cases, err));
    TRY(incident_of_subject(
        x, l->r->subject, &l->entries, &l->n_entries, err));
    TRY(accreditation_load(
        x, l->r->subject, l->r->firm.id, &l->firm, err));
    return accreditation_load(
        x, l->r->subject, l->r->station.id, &l->station, err);
}

static struct looking
look(struct room *r)
{
    struct looking l = { .r = r };
    struct err err = { 0 };

    expect_ok(fixture_read(r->f, &r->centre, run_look, &l, &err), &err);
    return l;
}

static enum status
run_decide(struct act *x, void *arg, struct err *err)
{
    struct looking *l = arg;
    struct proceeding p;

    return proceeding_decide(x, l->cases[0].id, true, STR("处罚已生效"),
        l->cases[0].version, &p, err);
}

struct stating {
    const struct incident *i;
    enum incident_state to;
    int64_t version;
};

static enum status
run_state(struct act *x, void *arg, struct err *err)
{
    struct stating *s = arg;

    return incident_set_state(x, s->i->subject_id, s->i->id, s->to,
        STR("复议决定撤销"), s->version, err);
}

static enum status
set_state(struct room *r, const struct incident *i, enum incident_state to,
    int64_t version, struct err *err)
{
    struct stating s = { i, to, version };

    return fixture_write(r->f, &r->secretariat, run_state, &s, err);
}

struct asking {
    int64_t subject, programme;
    struct ban ban;
    bool found;
    struct str why;
};

static enum status
run_ban(struct act *x, void *arg, struct err *err)
{
    struct asking *a = arg;
    struct application app = { .subject_id = a->subject,
        .programme_id = a->programme,
        .procedure = STR("apply") };

    TRY(ban_hinders(x, &app, &a->why, err));
    return ban_on(
        x, a->subject, a->programme, x->today, &a->ban, &a->found, err);
}

static struct asking
banned(struct room *r, int64_t programme)
{
    struct asking a = { .subject = r->subject, .programme = programme };
    struct err err = { 0 };

    expect_ok(fixture_read(r->f, &r->centre, run_ban, &a, &err), &err);
    return a;
}

/* --- tests --- */

/* A firm that changed its name twice; a number in three spellings. */
static void
test_three_names_are_one(void **state)
{
    struct fixture *f = *state;
    struct room r = room_of(f);
    struct naming second = { r.subject, "示例乙所" };
    struct naming third = { r.subject, "示例丙所" };
    struct err err = { 0 };

    struct entering first = enter(&r, "示例甲所", "川司罚〔2024〕1号");
    assert_false(first.known);
    expect_ok(
        fixture_write(f, &r.secretariat, run_rename, &second, &err), &err);
    expect_ok(
        fixture_write(f, &r.secretariat, run_rename, &third, &err), &err);
    struct entering again = enter(&r, "示例甲所", "川司罚[2024] 1号");
    assert_true(again.known);
    assert_int_equal(again.out.id, first.out.id);
    again = enter(&r, "示例乙所", "川司罚（2024）１号");
    assert_true(again.known);
    again = enter(&r, "示例丙所", " 川司罚〔2024〕1号 ");
    assert_true(again.known);
    assert_int_equal(again.out.id, first.out.id);
    struct looking l = look(&r);
    assert_int_equal(l.n_entries, 1);
    assert_int_equal(l.n_cases, 1);
    /* Another number of the same unit is another entry, on the same case. */
    again = enter(&r, "示例丙所", "川司罚〔2024〕11号");
    assert_false(again.known);
    l = look(&r);
    assert_int_equal(l.n_entries, 2);
    assert_int_equal(l.n_cases, 1);
}

/* A case that rests on two entries stands until both are set aside. */
static void
test_basis_of_two_entries(void **state)
{
    struct fixture *f = *state;
    struct room r = room_of(f);
    struct err err = { 0 };

    struct entering a = enter(&r, "示例甲所", "一号");
    struct entering b = enter(&r, "示例甲所", "二号");
    struct looking l = look(&r);
    assert_int_equal(l.n_cases, 1);
    /* Stayed both: nothing may be decided on them. */
    expect_ok(set_state(&r, &a.out, INC_STAYED, 1, &err), &err);
    expect_ok(set_state(&r, &b.out, INC_STAYED, 1, &err), &err);
    assert_int_equal(
        fixture_write(f, &r.centre, run_decide, &l, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "停止执行"));
    expect_ok(set_state(&r, &b.out, INC_IN_FORCE, 2, &err), &err);
    expect_ok(fixture_write(f, &r.centre, run_decide, &l, &err), &err);
    l = look(&r);
    assert_int_equal(l.firm.state, ACC_REVOKED);
    assert_int_equal(l.station.state, ACC_ACTIVE);
    assert_true(banned(&r, r.firms).found);
    expect_ok(set_state(&r, &a.out, INC_REVOKED, 2, &err), &err);
    assert_int_equal(look(&r).firm.state, ACC_REVOKED);
    expect_ok(set_state(&r, &b.out, INC_REVOKED, 3, &err), &err);
    l = look(&r);
    assert_int_equal(l.firm.state, ACC_ACTIVE);
    assert_int_equal(l.cases[0].state, PROC_REVERSED);
    assert_false(banned(&r, r.firms).found);
    /* For good. */
    assert_int_equal(
        set_state(&r, &b.out, INC_IN_FORCE, 4, &err), ERR_CONFLICT);
}

/* B-4-4-2-b to the day: 2024-06-12 + 3 years ends on 2027-06-12. */
static void
test_ban_to_the_day(void **state)
{
    struct fixture *f = *state;
    struct room r = room_of(f);
    struct err err = { 0 };

    (void)enter(&r, "示例甲所", "一号");
    assert_false(banned(&r, r.firms).found);
    struct looking l = look(&r);
    expect_ok(fixture_write(f, &r.centre, run_decide, &l, &err), &err);
    struct asking a = banned(&r, r.firms);
    assert_true(a.found);
    assert_true(day_eq(a.ban.first, day_of_ymd(2024, 6, 12)));
    assert_true(day_eq(a.ban.last, day_of_ymd(2027, 6, 12)));
    assert_true(str_find(a.why, STR("2027-06-13 起可以申报")) != SIZE_MAX);
    assert_false(banned(&r, r.stations).found);
    fixture_at(f, "2027-06-12 23:59:59.999999");
    assert_true(banned(&r, r.firms).found);
    fixture_at(f, "2027-06-13 00:00:00");
    a = banned(&r, r.firms);
    assert_false(a.found);
    assert_int_equal(a.why.n, 0);
}

struct ban_call {
    int64_t subject, programme;
};

static enum status
run_begin(struct act *x, void *arg, struct err *err)
{
    struct ban_call *b = arg;

    return ban_begin(
        x, b->subject, b->programme, 7, 3, STR("CW-5-3"), err);
}

/* A file handed in before the ban is not passed after it has begun, and stays
 * where it is. */
static void
test_decision_after_a_ban_began(void **state)
{
    struct fixture *f = *state;
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct err err = { 0 };

    case_rounds(f);
    struct case_file c = case_submitted(f, "禁入示例", false, 10);
    expect_ok(fixture_write(f, &secretariat, case_take, &c, &err), &err);
    c.yes = true;
    expect_ok(fixture_write(f, &secretariat, case_mark, &c, &err), &err);
    struct ban_call b = { c.app.subject_id, f->station_programme };
    expect_ok(fixture_write(f, &centre, run_begin, &b, &err), &err);
    expect_ok(
        fixture_write(f, &secretariat, case_propose, &c, &err), &err);
    assert_int_equal(
        fixture_write(f, &centre, case_confirm, &c, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "不得申报的期间"));
    expect_ok(fixture_read(f, &secretariat, case_sheet, &c, &err), &err);
    assert_int_equal(c.sheet.app.state, APP_DECISION);
}

struct late {
    struct deadline due;
    int days;
};

static enum status
run_late(struct act *x, void *arg, struct err *err)
{
    struct late *l = arg;

    return change_late_by(x, &l->due, x->now_us, &l->days, err);
}

/* S-B17: a change of 2024-09-25 is due on 2024-10-14. */
static void
test_late_by_working_days(void **state)
{
    static const struct {
        const char *at;
        int days;
    } CASES[] = {
        { "2024-10-14 23:59:59.999999", 0 },
        { "2024-10-15 00:00:00", 1 },
        { "2024-10-18 12:00:00", 4 },
        { "2024-10-19 12:00:00", 4 }, /* Saturday */
        { "2024-10-20 23:59:59", 4 },
        { "2024-10-21 00:00:00", 5 },
    };
    struct fixture *f = *state;
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct late l = { 0 };
    struct err err = { 0 };

    expect_ok(deadline_compute(f->a, f->d->holidays, day_of_ymd(2024, 9, 25),
                  (struct term){ TERM_WORKING_DAYS, 10, DAY_NONE }, &l.due,
                  &err),
        &err);
    assert_true(day_eq(l.due.last_day, day_of_ymd(2024, 10, 14)));
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        fixture_at(f, CASES[i].at);
        expect_ok(fixture_read(f, &centre, run_late, &l, &err), &err);
        assert_int_equal(l.days, CASES[i].days);
    }
    /* No table of that year: said so, nothing guessed. */
    fixture_at(f, "2039-01-03 00:00:00");
    assert_int_equal(
        fixture_read(f, &centre, run_late, &l, &err), ERR_NOT_FOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_three_names_are_one, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_basis_of_two_entries, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_ban_to_the_day, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_decision_after_a_ban_began,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_late_by_working_days, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
