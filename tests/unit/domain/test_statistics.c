/* Counts for the public pages, worked out by hand. */
#include "holder.h"

#include "domain/application.h"
#include "domain/statistics.h"

struct call {
    int64_t programme, subject, accreditation;
    struct statistics s;
    struct front front;
    struct holder_public h;
    const int64_t *marks;
    size_t n_marks;
};

static enum status
run_all(struct act *x, void *arg, struct err *err)
{
    struct call *c = arg;

    TRY(statistics_read(x, c->programme, &c->s, err));
    TRY(front_read(x, &c->front, err));
    TRY(commended_list(x, c->programme, &c->marks, &c->n_marks, err));
    return holder_public_read(
        x, c->subject, c->accreditation, c->programme, &c->h, err);
}

static void
read_all(struct fixture *f, struct call *c)
{
    struct actor visitor = actor_visitor();
    struct err err = { 0 };

    expect_ok(fixture_read(f, &visitor, run_all, c, &err), &err);
}

static enum status
run_report(struct act *x, void *arg, struct err *err)
{
    struct diary d;

    return diary_submit(x, arg, &d, err);
}

static void
report(struct fixture *f, const struct holder *h, const char *start,
    const char *end)
{
    static const struct diary_enterprise ONE[] = {
        { .name = STR_INIT("示例一公司") }, { .name = STR_INIT("示例二公司") }
    };
    struct diary_new e = { .subject_id = h->c.subject_id,
        .accreditation_id = h->c.id,
        .day = DAY_NONE,
        .start_us = at(start),
        .end_us = at(end),
        .mode = STR("线下"),
        .service_type = STR("咨询"),
        .content = STR("讲解政策"),
        .enterprises = ONE,
        .n_enterprises = 2 };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &h->who, run_report, &e, &err), &err);
}

static void
test_empty_programme(void **state)
{
    struct fixture *f = *state;
    struct call c = { .programme = f->station_programme };

    read_all(f, &c);
    assert_int_equal(c.s.n_states, 0);
    assert_int_equal(c.s.n_provinces, 0);
    assert_int_equal(c.s.n_stages, 0);
    assert_int_equal(c.s.running, 0);
    assert_int_equal(c.s.n_months, STATISTICS_MONTHS);
    assert_int_equal(c.front.n_notices, 0);
    assert_int_equal(c.front.n_activities, 0);
    assert_int_equal(c.h.n_years, 0);
    assert_int_equal(c.n_marks, 0);
}

static enum status
run_warn(struct act *x, void *arg, struct err *err)
{
    struct holder *h = arg;

    TRY(accreditation_load(x, h->c.subject_id, h->c.id, &h->c, err));
    return accreditation_move(x, &h->c,
        &(struct accreditation_move){ .to = ACC_WARNED, .event = "warn" },
        err);
}

/* A warning is not public: both are counted as in force. */
static void
test_warned_is_active(void **state)
{
    struct fixture *f = *state;
    struct call c = { .programme = f->station_programme };
    struct actor system = actor_system();
    struct err err = { 0 };
    struct holder h = make_holder(f, "统计甲站", false);

    (void)make_holder(f, "统计乙站", false);
    expect_ok(fixture_write(f, &system, run_warn, &h, &err), &err);
    read_all(f, &c);
    assert_int_equal(c.s.n_states, 1);
    assert_true(str_eq(c.s.states[0].name, STR("ACTIVE")));
    assert_int_equal(c.s.states[0].n, 2);
}

static void
test_service_by_month(void **state)
{
    struct fixture *f = *state;
    struct call c = { .programme = f->station_programme };

    fixture_at(f, "2023-02-01 09:00:00");
    struct holder h = make_holder(f, "甲工作站", false);
    fixture_at(f, "2023-03-31 20:00:00");
    report(f, &h, "2023-02-28 09:00:00", "2023-02-28 10:00:00");
    report(f, &h, "2023-03-01 00:00:00", "2023-03-01 00:30:00");
    report(f, &h, "2023-03-31 09:00:00", "2023-03-31 11:00:00");
    c.subject = h.c.subject_id;
    c.accreditation = h.c.id;
    read_all(f, &c);

    const struct month_row *march = &c.s.months[STATISTICS_MONTHS - 1];
    const struct month_row *february = march - 1;
    assert_int_equal(march->year * 100 + march->month, 202303);
    assert_int_equal(march->minutes, 150);
    assert_int_equal(march->entries, 2);
    assert_int_equal(march->enterprises, 4);
    assert_int_equal(february->year * 100 + february->month, 202302);
    assert_int_equal(february->minutes, 60);
    assert_int_equal(c.s.months[0].year * 100 + c.s.months[0].month, 202203);
    /* 30 days up to 31 March begin on 2 March. */
    for (size_t i = 0; i < f->d->n_programmes; i++) {
        bool mine = f->d->programmes[i].id == f->station_programme;

        assert_int_equal(c.front.figures[i].holders, mine ? 1 : 0);
        assert_int_equal(c.front.figures[i].minutes, mine ? 120 : 0);
    }
    assert_int_equal(c.h.n_years, 1);
    assert_int_equal(c.h.years[0].minutes, 210);
    assert_int_equal(c.h.years[0].enterprises, 2);
    assert_int_equal(c.s.n_provinces, 1);
    assert_true(str_eq(c.s.provinces[0].name, STR("510000")));
    assert_true(str_eq(c.s.admitted[0].name, STR("2023")));
}

/* --- stages, from the record of moves --- */

struct file {
    struct application app;
    struct fixture *f;
    struct move move;
};

static enum status
run_start(struct act *x, void *arg, struct err *err)
{
    struct file *t = arg;

    return application_start(x, t->f->station_programme, STR("apply"),
        x->who->memberships[0].subject_id, 0, STR("self"), &t->app, err);
}

static enum status
run_move(struct act *x, void *arg, struct err *err)
{
    struct file *t = arg;

    return application_move(x, &t->app, &t->move, err);
}

static enum status
run_round(struct act *x, void *arg, struct err *err)
{
    struct fixture *f = arg;
    struct round r = { .programme_id = f->station_programme,
        .name = STR("一批"),
        .opens_us = x->now_us,
        .reference = DAY_NONE,
        .pack_hash = f->station->hash,
        .open = true };

    return round_save(x, &r, err);
}

static void
move_at(struct file *t, const char *when, enum application_state to,
    struct str clause)
{
    struct actor system = actor_system();
    struct err err = { 0 };

    fixture_at(t->f, when);
    t->move = (struct move){ .to = to, .event = "move", .clause = clause };
    expect_ok(fixture_write(t->f, &system, run_move, t, &err), &err);
}

static void
run_file(struct fixture *f, const char *name, const char *reviewed,
    const char *ended, bool refused)
{
    struct actor who = fixture_applicant(f, name, false, "510100");
    struct file t = { .f = f };
    struct err err = { 0 };

    fixture_at(f, "2023-03-01 00:00:00");
    expect_ok(fixture_write(f, &who, run_start, &t, &err), &err);
    move_at(&t, "2023-03-02 00:00:00", APP_SUBMITTED, STR_EMPTY);
    move_at(&t, reviewed, APP_FORMAL_REVIEW, STR_EMPTY);
    move_at(&t, ended, refused ? APP_REFUSED : APP_DECISION,
        refused ? STR("CW-4-2") : STR_EMPTY);
}

static void
test_stages_and_refusals(void **state)
{
    struct fixture *f = *state;
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct call c = { .programme = f->station_programme };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &centre, run_round, f, &err), &err);
    fixture_refresh(f);
    run_file(f, "甲", "2023-03-03 00:00:00", "2023-03-13 00:00:00", true);
    run_file(f, "乙", "2023-03-04 00:00:00", "2023-03-08 00:00:00", true);
    run_file(f, "丙", "2023-03-12 00:00:00", "2023-03-13 00:00:00", true);
    run_file(f, "丁", "2023-03-03 00:00:00", "2023-03-23 00:00:00", false);
    fixture_at(f, "2023-03-25 09:00:00");
    read_all(f, &c);
    assert_int_equal(c.s.n_refusals, 1);
    assert_true(str_eq(c.s.refusals[0].name, STR("CW-4-2")));
    assert_int_equal(c.s.refusals[0].n, 3);
    /* SUBMITTED: 1, 2, 10 days; FORMAL_REVIEW: 10, 4, 1 days. The file that
     * is not decided does not count. */
    assert_int_equal(c.s.n_stages, 2);
    assert_true(str_eq(c.s.stages[0].state, STR("SUBMITTED")));
    assert_int_equal(c.s.stages[0].n, 3);
    assert_int_equal(c.s.stages[0].median_us, INT64_C(2) * 86400000000);
    assert_int_equal(c.s.stages[1].median_us, INT64_C(4) * 86400000000);
    fixture_at(f, "2024-06-01 09:00:00"); /* more than a year later */
    read_all(f, &c);
    assert_int_equal(c.s.n_refusals, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_empty_programme, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_warned_is_active, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_service_by_month, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_stages_and_refusals, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
