/* What officers keep: calendar, readings, roles, the log. */
#include "fixture.h"

#include <string.h>

#include "domain/application.h"
#include "domain/audit.h"

struct wish {
    struct fixture *f;
    int year;
    struct holiday rows[2];
    struct str value, reason;
    int64_t account;
    struct role_grant grant;
    size_t n;
    struct audit_filter filter;
    struct round round;
    int64_t last_id;
};

static enum status
do_add_year(struct act *x, void *arg, struct err *err)
{
    struct wish *w = arg;

    return calendar_add_year(
        x, w->year, STR("示例通知"), w->rows, 2, err);
}

static struct wish
wish_2031(struct fixture *f)
{
    return (struct wish){ .f = f,
        .year = 2031,
        .rows = { { day_of_ymd(2031, 1, 1), HOLIDAY_OFF, STR("元旦"),
                      STR("示例通知") },
            { day_of_ymd(2031, 1, 4), HOLIDAY_WORK, STR("元旦调休"),
                STR("示例通知") } } };
}

/* S-X04 */
static void
working_days_of_a_year_count_once_it_is_there(void **state)
{
    struct fixture *f = *state;
    struct wish w = wish_2031(f);
    struct actor rules = fixture_officer(f, ROLE_RULES);
    struct actor secretariat = fixture_officer(f, ROLE_SECRETARIAT);
    struct term five = { .kind = TERM_WORKING_DAYS, .n = 2 };
    struct deadline d;
    struct err err = { 0 };

    assert_int_equal(deadline_compute(f->a, f->d->holidays,
                         day_of_ymd(2031, 1, 1), five, &d, &err),
        ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "2031"));
    assert_int_equal(
        fixture_write(f, &secretariat, do_add_year, &w, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &rules, do_add_year, &w, &err), &err);
    fixture_refresh(f);
    expect_ok(deadline_compute(f->a, f->d->holidays, day_of_ymd(2031, 1, 1),
                  five, &d, &err),
        &err);
    assert_true(day_eq(d.last_day, day_of_ymd(2031, 1, 3)));
    /* 1 January again is day zero: the 2nd, the 3rd, then the Saturday that
     * was made a working day. */
    five.n = 3;
    expect_ok(deadline_compute(f->a, f->d->holidays, day_of_ymd(2031, 1, 1),
                  five, &d, &err),
        &err);
    assert_true(day_eq(d.last_day, day_of_ymd(2031, 1, 4)));
    assert_int_equal(
        fixture_write(f, &rules, do_add_year, &w, &err), ERR_CONFLICT);
}

static void
rows_of_another_year_are_refused(void **state)
{
    struct fixture *f = *state;
    struct wish w = wish_2031(f);
    struct actor rules = fixture_officer(f, ROLE_RULES);
    struct err err = { 0 };

    w.rows[1].day = day_of_ymd(2032, 1, 1);
    assert_int_equal(
        fixture_write(f, &rules, do_add_year, &w, &err), ERR_INPUT);
    w = wish_2031(f);
    w.rows[1].day = w.rows[0].day;
    assert_int_equal(
        fixture_write(f, &rules, do_add_year, &w, &err), ERR_INPUT);
}

/* --- readings --- */

static enum status
do_choose(struct act *x, void *arg, struct err *err)
{
    struct wish *w = arg;

    return programme_choose_reading(x, w->f->station_programme,
        STR("撤销口径"), w->value, w->reason, err);
}

static enum outcome
revoke(struct fixture *f, int64_t minutes, int64_t enterprises)
{
    const struct programme *p =
        domain_programme(f->d, f->station_programme);
    struct json *extra = json_new(f->a, JSON_OBJECT);
    struct pack_verdict v;
    struct err err = { 0 };

    json_set(f->a, extra, STR("年度"), json_number(f->a, 2024));
    json_set(f->a, extra, STR("整年在册"), json_boolean(f->a, true));
    json_set(
        f->a, extra, STR("年度服务分钟"), json_number(f->a, minutes));
    json_set(
        f->a, extra, STR("年度服务企业数"), json_number(f->a, enterprises));
    json_set(f->a, extra, STR("准入日"), json_text(f->a, STR("2023-04-12")));
    expect_ok(pack_judge(f->a, p->pack, STR("年度撤销建议"),
                  &(struct pack_facts){
                      .answers = json_new(f->a, JSON_OBJECT),
                      .extra = extra,
                      .readings = p->readings,
                      .reference = day_of_ymd(2024, 12, 31),
                      .now_us = f->now_us,
                      .holidays = f->d->holidays },
                  &v, &err),
        &err);
    return v.outcome;
}

/* S-C14, S-C16 */
static void
reading_changes_the_verdict(void **state)
{
    struct fixture *f = *state;
    struct wish w = { .f = f, .value = STR("ANY_SHORT") };
    struct actor rules = fixture_officer(f, ROLE_RULES);
    struct actor auditor = fixture_officer(f, ROLE_AUDITOR);
    struct err err = { 0 };

    assert_int_equal(revoke(f, 3570, 149), MET);
    assert_int_equal(revoke(f, 3570, 150), NOT_MET);
    assert_int_equal(
        fixture_write(f, &rules, do_choose, &w, &err), ERR_INPUT);
    assert_string_equal(err.field, "reason");
    w.reason = STR("按第十五条字面");
    assert_int_equal(
        fixture_write(f, &auditor, do_choose, &w, &err), ERR_DENIED);
    w.value = STR("NO_SUCH");
    assert_int_equal(
        fixture_write(f, &rules, do_choose, &w, &err), ERR_INPUT);
    w.value = STR("ANY_SHORT");
    expect_ok(fixture_write(f, &rules, do_choose, &w, &err), &err);
    fixture_refresh(f);
    assert_int_equal(revoke(f, 3570, 150), MET);
    assert_int_equal(revoke(f, 3600, 150), NOT_MET);
}

/* --- roles and the log --- */

static enum status
do_account(struct act *x, void *arg, struct err *err)
{
    struct wish *w = arg;
    struct account a = { .email = STR("officer@example.org"),
        .name = STR("示例人员") };

    TRY(account_add(x, &a, STR("-"), err));
    w->account = a.id;
    return OK;
}

static enum status
do_grant(struct act *x, void *arg, struct err *err)
{
    struct wish *w = arg;

    return grant_add(x, w->account, &w->grant, STR("任命"), err);
}

static enum status
do_revoke(struct act *x, void *arg, struct err *err)
{
    struct wish *w = arg;

    return grant_remove(x, w->account, &w->grant, STR("调离"), err);
}

static enum status
do_grants(struct act *x, void *arg, struct err *err)
{
    struct wish *w = arg;
    const struct role_grant *g = NULL;

    return grant_list(x, w->account, &g, &w->n, err);
}

static enum status
do_search(struct act *x, void *arg, struct err *err)
{
    struct wish *w = arg;
    const struct audit_row *rows = NULL;

    TRY(audit_search(x, &w->filter, INT64_MAX, 100, &rows, &w->n, err));
    w->last_id = w->n > 0 ? rows[0].object_id : 0;
    return OK;
}

static void
roles_are_given_taken_and_logged(void **state)
{
    struct fixture *f = *state;
    struct wish w = { .f = f,
        .grant = { ROLE_RECOMMENDER, 0, STR("220000") },
        .filter = { .first = DAY_NONE, .last = DAY_NONE } };
    struct actor admin = fixture_officer(f, ROLE_ADMIN);
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct actor auditor = fixture_officer(f, ROLE_AUDITOR);
    struct err err = { 0 };

    expect_ok(fixture_write(f, &admin, do_account, &w, &err), &err);
    assert_int_equal(
        fixture_write(f, &centre, do_grant, &w, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &admin, do_grant, &w, &err), &err);
    expect_ok(fixture_write(f, &admin, do_grant, &w, &err), &err);
    expect_ok(fixture_read(f, &admin, do_grants, &w, &err), &err);
    assert_int_equal(w.n, 1);
    expect_ok(fixture_write(f, &admin, do_revoke, &w, &err), &err);
    expect_ok(fixture_read(f, &admin, do_grants, &w, &err), &err);
    assert_int_equal(w.n, 0);

    w.filter.object_kind = STR("account");
    w.filter.object_id = w.account;
    assert_int_equal(
        fixture_read(f, &centre, do_search, &w, &err), ERR_DENIED);
    expect_ok(fixture_read(f, &auditor, do_search, &w, &err), &err);
    assert_int_equal(w.n, 4); /* add, grant twice, revoke */
    assert_int_equal(w.last_id, w.account);
    w.filter.actor = role_title(ROLE_CENTRE);
    expect_ok(fixture_read(f, &auditor, do_search, &w, &err), &err);
    assert_int_equal(w.n, 0);
    w.filter = (struct audit_filter){ .first = day_of_ymd(2023, 2, 2),
        .last = DAY_NONE };
    expect_ok(fixture_read(f, &auditor, do_search, &w, &err), &err);
    assert_int_equal(w.n, 0);
    w.filter = (struct audit_filter){ .object_kind = STR("account"),
        .first = day_of_ymd(2023, 2, 1),
        .last = day_of_ymd(2023, 2, 1) };
    expect_ok(fixture_read(f, &auditor, do_search, &w, &err), &err);
    assert_int_equal(w.n, 4);
}

/* --- rounds --- */

static enum status
do_round(struct act *x, void *arg, struct err *err)
{
    return round_save(x, &((struct wish *)arg)->round, err);
}

static enum status
do_current(struct act *x, void *arg, struct err *err)
{
    struct wish *w = arg;

    return round_current(x, w->f->station_programme, &w->round, err);
}

static void
round_is_edited_with_care(void **state)
{
    struct fixture *f = *state;
    struct wish w = { .f = f,
        .round = { .programme_id = f->station_programme,
            .name = STR("示例批次"),
            .opens_us = day_start_us(day_of_ymd(2023, 2, 1)),
            .closes_us = day_start_us(day_of_ymd(2023, 2, 1)),
            .reference = DAY_NONE,
            .open = true } };
    struct actor rules = fixture_officer(f, ROLE_RULES);
    struct actor auditor = fixture_officer(f, ROLE_AUDITOR);
    struct err err = { 0 };

    assert_int_equal(
        fixture_write(f, &rules, do_round, &w, &err), ERR_INPUT);
    assert_string_equal(err.field, "closes");
    w.round.id = 0;
    w.round.closes_us = day_end_us(day_of_ymd(2023, 3, 12));
    assert_int_equal(
        fixture_write(f, &auditor, do_round, &w, &err), ERR_DENIED);
    w.round.id = 0;
    expect_ok(fixture_write(f, &rules, do_round, &w, &err), &err);
    struct round stale = w.round;
    expect_ok(fixture_read(f, &rules, do_current, &w, &err), &err);
    w.round.name = STR("改名");
    expect_ok(fixture_write(f, &rules, do_round, &w, &err), &err);
    w.round = stale;
    assert_int_equal(
        fixture_write(f, &rules, do_round, &w, &err), ERR_CONFLICT);
    fixture_at(f, "2023-03-13 00:00:00");
    assert_int_equal(
        fixture_read(f, &rules, do_current, &w, &err), ERR_NOT_FOUND);
}

#define CASE(name) \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(working_days_of_a_year_count_once_it_is_there),
        CASE(rows_of_another_year_are_refused),
        CASE(reading_changes_the_verdict),
        CASE(roles_are_given_taken_and_logged),
        CASE(round_is_edited_with_care),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
