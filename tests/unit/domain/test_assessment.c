/* Yearly lists: S-C14 to S-C17, R15, proposals, grades, commendations. */
#include "holders.h"

#include "domain/assessment.h"
#include "domain/proceeding.h"

#include <stdio.h>

static const struct sql ADD_COUNT = { "iiiiiiiii", "",
    "INSERT INTO year_count (subject_id, accreditation_id, year, minutes, "
    "confirmed_minutes, enterprises, diaries, rating_sum, rating_count) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" };

struct count_call {
    struct accreditation c;
    int64_t year, minutes, enterprises;
};

static enum status
add_count(struct act *x, void *arg, struct err *err)
{
    struct count_call *k = arg;

    return tx_exec(x->tx, &ADD_COUNT,
        DB_ARGS(db_i(k->c.subject_id), db_i(k->c.id), db_i(k->year),
            db_i(k->minutes), db_i(0), db_i(k->enterprises), db_i(3),
            db_i(14), db_i(3)),
        NULL, err);
}

static struct accreditation
counted(struct fixture *f, const char *name, bool expert, int64_t minutes,
    int64_t enterprises)
{
    struct actor system = actor_system(), who;
    struct err err = { 0 };
    struct count_call k = { holder(f, name, expert, &who), 2024, minutes,
        enterprises };

    expect_ok(fixture_write(f, &system, add_count, &k, &err), &err);
    return k.c;
}

struct query {
    int64_t id, year, programme;
    struct assessment got;
    struct assessment_counts counts;
    size_t n;
    const char *grade;
    int64_t effect;
};

static enum status
get(struct act *x, void *arg, struct err *err)
{
    struct query *q = arg;

    return assessment_get(x, q->id, q->year, &q->got, err);
}

static void
make(struct fixture *f, int64_t programme, int64_t year)
{
    struct err err = { 0 };
    size_t n = 0;

    expect_ok(assessment_make(f->store, f->d, programme, year, f->now_us, &n,
                  &err),
        &err);
    assert_true(n > 0);
}

static struct assessment
of(struct fixture *f, struct accreditation c, int64_t year)
{
    struct actor system = actor_system();
    struct query q = { .id = c.id, .year = year };
    struct err err = { 0 };

    expect_ok(fixture_read(f, &system, get, &q, &err), &err);
    return q.got;
}

static enum status
choose(struct act *x, void *arg, struct err *err)
{
    struct fixture *f = arg;

    return programme_choose_reading(x, f->station_programme,
        STR("撤销口径"), STR("ANY_SHORT"), STR("按第十五条字面"), err);
}

struct preview_call {
    int64_t programme;
    const char *reading, *value;
    struct reading_preview p;
};

static enum status
run_preview(struct act *x, void *arg, struct err *err)
{
    struct preview_call *k = arg;

    return assessment_preview(
        x, k->programme, str_of(k->reading), str_of(k->value), &k->p, err);
}

/* Three fall short in one thing only: proposed by the other reading alone;
 * nothing is written. */
static void
test_preview(void **state)
{
    struct fixture *f = *state;
    struct actor rules = fixture_officer(f, ROLE_RULES);
    struct preview_call k = { f->station_programme, "撤销口径", "ANY_SHORT",
        { 0 } };
    struct err err = { 0 };

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation both = counted(f, "预览甲站", false, 3570, 149);
    struct accreditation one = counted(f, "预览乙站", false, 3660, 149);
    (void)counted(f, "预览丙站", false, 3599, 150);
    fixture_at(f, "2025-01-16 10:00:00");
    assert_int_equal(
        fixture_read(f, &rules, run_preview, &k, &err), ERR_NOT_FOUND);
    make(f, f->station_programme, 2024);
    expect_ok(fixture_read(f, &rules, run_preview, &k, &err), &err);
    assert_int_equal(k.p.year, 2024);
    assert_int_equal(k.p.looked, 3);
    assert_int_equal(k.p.changed, 2);
    assert_false(k.p.more);
    for (size_t i = 0; i < 2; i++) {
        assert_int_not_equal(k.p.rows[i].accreditation_id, both.id);
        assert_false(k.p.rows[i].propose_before);
        assert_true(k.p.rows[i].propose_after);
    }
    assert_false(of(f, one, 2024).propose);
    k.reading = "没有这项";
    assert_int_equal(
        fixture_read(f, &rules, run_preview, &k, &err), ERR_NOT_FOUND);
}

static void
test_station(void **state)
{
    struct fixture *f = *state;
    struct actor rules = fixture_officer(f, ROLE_RULES);
    struct err err = { 0 };

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation c14 = counted(f, "S14站", false, 3570, 149);
    struct accreditation hours = counted(f, "S15甲站", false, 3660, 149);
    struct accreditation firms = counted(f, "S15乙站", false, 3599, 150);
    struct accreditation border = counted(f, "边界站", false, 3600, 0);
    fixture_at(f, "2025-01-16 10:00:00");
    make(f, f->station_programme, 2024);
    /* S-C14: both short. */
    assert_int_equal(of(f, c14, 2024).standard, NOT_MET);
    assert_true(of(f, c14, 2024).propose);
    assert_true(of(f, c14, 2024).full_year);
    /* One of two suffices. */
    assert_int_equal(of(f, hours, 2024).standard, MET);
    assert_false(of(f, hours, 2024).propose);
    assert_int_equal(of(f, firms, 2024).standard, MET);
    assert_false(of(f, firms, 2024).propose);
    assert_int_equal(of(f, border, 2024).standard, MET);
    /* S-C16: the literal reading. */
    expect_ok(fixture_write(f, &rules, choose, f, &err), &err);
    fixture_refresh(f);
    make(f, f->station_programme, 2024);
    assert_true(of(f, hours, 2024).propose);
    assert_true(of(f, firms, 2024).propose);
    assert_true(of(f, c14, 2024).propose);
    /* R15: the year of admission is measured only. */
    make(f, f->station_programme, 2023);
    assert_int_equal(of(f, c14, 2023).standard, NOT_MET);
    assert_false(of(f, c14, 2023).full_year);
    assert_false(of(f, c14, 2023).propose);
}

/* S-C17 */
static void
test_expert(void **state)
{
    struct fixture *f = *state;

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation a = counted(f, "专家甲", true, 719, 30);
    struct accreditation b = counted(f, "专家乙", true, 719, 29);
    struct accreditation c = counted(f, "专家丙", true, 720, 0);
    fixture_at(f, "2025-01-16 10:00:00");
    make(f, f->expert_programme, 2024);
    assert_int_equal(of(f, a, 2024).standard, MET);
    assert_int_equal(of(f, b, 2024).standard, NOT_MET);
    assert_true(of(f, b, 2024).propose);
    assert_int_equal(of(f, c, 2024).standard, MET);
    assert_false(of(f, c, 2024).propose);
}

static enum status
propose(struct act *x, void *arg, struct err *err)
{
    struct query *q = arg;

    return assessment_propose(x, q->programme, q->year, &q->n, err);
}

static enum status
counts(struct act *x, void *arg, struct err *err)
{
    struct query *q = arg;

    return assessment_counts(x, q->programme, q->year, &q->counts, err);
}

struct cases {
    int64_t subject_id;
    const struct proceeding *p;
    size_t n;
};

static enum status
cases_of(struct act *x, void *arg, struct err *err)
{
    struct cases *c = arg;

    return proceeding_of_subject(x, c->subject_id, &c->p, &c->n, err);
}

static void
test_proposals(void **state)
{
    struct fixture *f = *state;
    struct actor secretary = fixture_officer(f, ROLE_SECRETARIAT);
    struct actor auditor = fixture_officer(f, ROLE_AUDITOR);
    struct query q = { .programme = f->station_programme, .year = 2024 };
    struct err err = { 0 };

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation low = counted(f, "未达标站", false, 3570, 149);
    (void)counted(f, "达标站", false, 9999, 200);
    fixture_at(f, "2025-01-15 23:59:59");
    make(f, f->station_programme, 2024);
    assert_int_equal(
        fixture_write(f, &secretary, propose, &q, &err), ERR_CONFLICT);
    fixture_at(f, "2025-01-16 00:00:00");
    assert_int_equal(
        fixture_write(f, &auditor, propose, &q, &err), ERR_DENIED);
    expect_ok(fixture_write(f, &secretary, propose, &q, &err), &err);
    assert_int_equal(q.n, 1);
    struct cases c = { .subject_id = low.subject_id };
    expect_ok(fixture_read(f, &secretary, cases_of, &c, &err), &err);
    assert_int_equal(c.n, 1);
    assert_int_equal(c.p[0].year, 2024);
    assert_true(str_eq(c.p[0].clause, STR("CW-15-b")));
    assert_true(str_find(c.p[0].facts, STR("3570")) != SIZE_MAX);
    assert_true(str_find(c.p[0].facts, STR("149")) != SIZE_MAX);
    assert_true(str_find(c.p[0].facts, STR("150")) != SIZE_MAX);
    assert_false(json_is_null(c.p[0].verdict));
    /* Not twice. */
    expect_ok(fixture_write(f, &secretary, propose, &q, &err), &err);
    assert_int_equal(q.n, 0);
    expect_ok(fixture_read(f, &auditor, counts, &q, &err), &err);
    assert_int_equal(q.counts.n[ASSESS_ALL], 2);
    assert_int_equal(q.counts.n[ASSESS_MET], 1);
    assert_int_equal(q.counts.n[ASSESS_PROPOSE], 1);
}

static enum status
grade(struct act *x, void *arg, struct err *err)
{
    struct query *q = arg;

    return assessment_grade(x, q->id, q->year, q->effect, str_of(q->grade),
        q->got.version, err);
}

static enum status
commend(struct act *x, void *arg, struct err *err)
{
    struct query *q = arg;

    return assessment_commend(
        x, q->programme, q->year, STR("BZJ-GZZ-2025-001"), &q->n, err);
}

static void
test_grades(void **state)
{
    struct fixture *f = *state;
    struct actor centre = fixture_officer(f, ROLE_CENTRE);
    struct err err = { 0 };

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation good = counted(f, "优秀站", false, 9999, 200);
    struct accreditation low = counted(f, "不足站", false, 10, 1);
    fixture_at(f, "2025-02-01 10:00:00");
    make(f, f->station_programme, 2024);
    struct query q = { .id = low.id,
        .year = 2024,
        .programme = f->station_programme,
        .grade = "EXCELLENT",
        .effect = 90,
        .got = of(f, low, 2024) };
    assert_int_equal(fixture_write(f, &centre, grade, &q, &err), ERR_INPUT);
    q.id = good.id;
    q.got = of(f, good, 2024);
    q.effect = 101;
    assert_int_equal(fixture_write(f, &centre, grade, &q, &err), ERR_INPUT);
    q.effect = 90;
    expect_ok(fixture_write(f, &centre, grade, &q, &err), &err);
    assert_int_equal(fixture_write(f, &centre, grade, &q, &err), ERR_CONFLICT);
    expect_ok(fixture_write(f, &centre, commend, &q, &err), &err);
    assert_int_equal(q.n, 1);
    expect_ok(fixture_write(f, &centre, commend, &q, &err), &err);
    assert_int_equal(q.n, 0);
    struct assessment s = of(f, good, 2024);
    assert_true(str_eq(s.commended_no, STR("BZJ-GZZ-2025-001")));
    assert_int_equal(s.rating_sum * 10 >= 45 * s.rating_count, 1);
    /* Made anew, the grade stays. */
    make(f, f->station_programme, 2024);
    assert_true(str_eq(of(f, good, 2024).grade, STR("EXCELLENT")));
    assert_int_equal(of(f, good, 2024).effect, 90);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
        T(test_station),
        T(test_preview),
        T(test_expert),
        T(test_proposals),
        T(test_grades),
    };

    return cmocka_run_group_tests_name("assessment", tests, NULL, NULL);
}
