/* What the calendar does by itself: S-C18 to S-C20, S-C31. */
#include "holders.h"

#include "domain/diary.h"
#include "domain/message.h"
#include "domain/proceeding.h"
#include "domain/tick.h"

#include <stdio.h>

static struct tick_counts
tick(struct fixture *f, const char *beijing)
{
    struct tick_counts n;
    struct err err = { 0 };

    fixture_at(f, beijing);
    expect_ok(tick_run(f->store, f->d, f->now_us, &n, &err), &err);
    assert_int_equal(n.failed, 0);
    return n;
}

struct listing {
    int64_t subject_id;
    const struct proceeding *p;
    const struct message_row *m;
    struct letter letter;
    size_t n, n_m;
};

static enum status
list(struct act *x, void *arg, struct err *err)
{
    struct listing *l = arg;

    TRY(message_of_subject(x, l->subject_id, &l->m, &l->n_m, err));
    TRY(proceeding_of_subject(x, l->subject_id, &l->p, &l->n, err));
    for (size_t i = 0; i < l->n; i++) {
        if (l->p[i].kind == PROC_WARNING)
            TRY(proceeding_letter(
                x, &l->p[i], STR("warning_letter"), &l->letter, err));
    }
    return OK;
}

static struct listing
of(struct fixture *f, const struct accreditation *c)
{
    struct actor system = actor_system();
    struct listing l = { .subject_id = c->subject_id };
    struct err err = { 0 };

    expect_ok(fixture_read(f, &system, list, &l, &err), &err);
    return l;
}

static size_t
messages(struct fixture *f, const struct accreditation *c, const char *name)
{
    struct listing l = of(f, c);
    size_t n = 0;

    for (size_t i = 0; i < l.n_m; i++)
        n += str_eq(l.m[i].template_name, str_of(name)) &&
                     str_eq(l.m[i].channel, STR("INBOX"))
                 ? 1
                 : 0;
    return n;
}

static bool
has(struct str s, const char *what)
{
    return str_find(s, str_of(what)) != SIZE_MAX;
}

/* S-C18: admitted 2023-04-12: no warning on 2023-10-12, one on 2023-10-13. */
static void
test_warning(void **state)
{
    struct fixture *f = *state;
    struct actor who;

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation c = holder(f, "甲工作站", false, &who);
    tick(f, "2023-10-12 00:05:00");
    assert_int_equal(now_is(f, c).state, ACC_ACTIVE);
    struct tick_counts n = tick(f, "2023-10-13 00:05:00");
    assert_int_equal(n.warned, 1);
    assert_int_equal(now_is(f, c).state, ACC_WARNED);
    struct listing l = of(f, &c);
    assert_int_equal(l.n, 1);
    assert_int_equal(l.p[0].kind, PROC_WARNING);
    assert_true(str_eq(l.p[0].clause, STR("CN-5-d")));
    assert_true(day_eq(l.p[0].since, day_of_ymd(2023, 4, 12)));
    /* With its arithmetic. */
    assert_true(has(l.p[0].facts, "2023-10-13"));
    assert_true(has(l.p[0].facts, "2023-10-12"));
    assert_true(has(l.letter.body, "甲工作站"));
    assert_true(has(l.letter.body, "2023年4月12日"));
    assert_true(l.letter.number.n > 0);
    assert_int_equal(messages(f, &c, "warned"), 1);
    /* Once for the whole of the inactivity, however often it runs. */
    n = tick(f, "2023-10-13 00:06:00");
    assert_int_equal(n.warned, 0);
    tick(f, "2023-12-31 00:05:00");
    tick(f, "2024-06-30 00:05:00");
    assert_int_equal(of(f, &c).n, 1);
    assert_int_equal(messages(f, &c, "warned"), 1);
}

/* S-C19: activity of 2023-10-12 reported on that day: next limit 2024-04-12. */
static void
test_activity_moves_the_limit(void **state)
{
    struct fixture *f = *state;
    struct actor who;

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation c = holder(f, "乙工作站", false, &who);
    fixture_at(f, "2023-10-12 20:00:00");
    active_on(f, c, 2023, 10, 12);
    assert_int_equal(tick(f, "2023-10-13 00:05:00").warned, 0);
    assert_int_equal(tick(f, "2024-04-12 00:05:00").warned, 0);
    assert_int_equal(tick(f, "2024-04-13 00:05:00").warned, 1);
}

/* S-C20: a diary ends the warning; the record stays; a new one may follow. */
static void
test_end_of_warning(void **state)
{
    struct fixture *f = *state;
    struct actor who;

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation c = holder(f, "丙专家", true, &who);
    tick(f, "2023-10-13 00:05:00");
    assert_int_equal(now_is(f, c).state, ACC_WARNED);
    fixture_at(f, "2023-10-20 12:00:00");
    active_on(f, c, 2023, 10, 1);
    assert_int_equal(now_is(f, c).state, ACC_ACTIVE);
    assert_int_equal(of(f, &c).n, 1);
    assert_int_equal(tick(f, "2023-10-21 00:05:00").warned, 0);
    /* The activity was of 1 October, before the warning. */
    assert_int_equal(tick(f, "2024-04-01 00:05:00").warned, 0);
    assert_int_equal(tick(f, "2024-04-02 00:05:00").warned, 1);
    assert_int_equal(of(f, &c).n, 2);
    assert_int_equal(messages(f, &c, "warned"), 2);
}

struct entry {
    struct diary_new e;
    struct diary d;
};

static enum status
add_entry(struct act *x, void *arg, struct err *err)
{
    struct entry *t = arg;

    return diary_submit(x, &t->e, &t->d, err);
}

static enum status
void_entry(struct act *x, void *arg, struct err *err)
{
    struct entry *t = arg;

    return diary_void(
        x, t->d.subject_id, t->d.id, STR("并未开展"), err);
}

/* An entry that ended the warning is taken back: the watch day moves back and
 * the warning is due again, once, with a letter of its own. */
static void
test_warning_after_void(void **state)
{
    struct fixture *f = *state;
    struct actor who;
    struct err err = { 0 };
    static const struct diary_enterprise ONE[] = {
        { .name = STR_INIT("示例食品有限公司") },
    };

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation c = holder(f, "戊专家", true, &who);
    assert_int_equal(tick(f, "2023-10-13 00:05:00").warned, 1);
    fixture_at(f, "2023-10-20 18:00:00");
    struct entry t = { .e = { .subject_id = c.subject_id,
                           .accreditation_id = c.id,
                           .day = DAY_NONE,
                           .start_us = day_start_us(
                                           day_of_ymd(2023, 10, 20)) +
                                       INT64_C(36000000000),
                           .end_us = day_start_us(
                                         day_of_ymd(2023, 10, 20)) +
                                     INT64_C(43200000000),
                           .mode = STR("线下"),
                           .service_type = STR("咨询"),
                           .content = STR("讲解政策"),
                           .enterprises = ONE,
                           .n_enterprises = 1 } };
    expect_ok(fixture_write(f, &who, add_entry, &t, &err), &err);
    assert_int_equal(now_is(f, c).state, ACC_ACTIVE);
    assert_int_equal(tick(f, "2023-10-21 00:05:00").warned, 0);
    fixture_at(f, "2023-10-25 09:00:00");
    expect_ok(fixture_write(f, &who, void_entry, &t, &err), &err);
    assert_int_equal(now_is(f, c).watch.n, day_of_ymd(2023, 4, 12).n);
    assert_int_equal(tick(f, "2023-10-26 00:05:00").warned, 1);
    assert_int_equal(now_is(f, c).state, ACC_WARNED);
    assert_int_equal(of(f, &c).n, 2);
    assert_int_equal(messages(f, &c, "warned"), 2);
    assert_int_equal(tick(f, "2023-10-27 00:05:00").warned, 0);
    assert_int_equal(of(f, &c).n, 2);
}

/* Term 2023-04-12 to 2026-04-12: reminders 90 and 30 days before, EXPIRED on
 * 13 April (S-C31). */
static void
test_term(void **state)
{
    struct fixture *f = *state;
    struct actor who;

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation c = holder(f, "丁工作站", false, &who);
    fixture_at(f, "2026-01-01 10:00:00");
    active_on(f, c, 2026, 1, 1);
    assert_int_equal(tick(f, "2026-01-11 00:05:00").reminded, 0);
    assert_int_equal(tick(f, "2026-01-12 00:05:00").reminded, 1);
    assert_int_equal(tick(f, "2026-01-13 00:05:00").looked, 0);
    assert_int_equal(messages(f, &c, "reminder"), 1);
    /* 12 March was missed: the run after makes up for it. */
    assert_int_equal(tick(f, "2026-03-11 00:05:00").reminded, 0);
    assert_int_equal(tick(f, "2026-03-20 09:00:00").reminded, 1);
    assert_int_equal(tick(f, "2026-03-20 09:01:00").reminded, 0);
    assert_int_equal(messages(f, &c, "reminder"), 2);
    assert_int_equal(tick(f, "2026-04-12 23:59:59").expired, 0);
    assert_int_equal(now_is(f, c).state, ACC_ACTIVE);
    assert_int_equal(tick(f, "2026-04-13 00:05:00").expired, 1);
    c = now_is(f, c);
    assert_int_equal(c.state, ACC_EXPIRED);
    assert_true(day_eq(c.ended, day_of_ymd(2026, 4, 13)));
    assert_int_equal(messages(f, &c, "expired"), 1);
    assert_int_equal(tick(f, "2026-04-14 00:05:00").expired, 0);
}

/* Long without a run: over, and not warned on top. */
static void
test_missed_runs(void **state)
{
    struct fixture *f = *state;
    struct actor who;

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation c = holder(f, "戊工作站", false, &who);
    struct tick_counts n = tick(f, "2027-01-01 08:00:00");
    assert_int_equal(n.expired, 1);
    assert_int_equal(n.warned, 0);
    assert_int_equal(now_is(f, c).state, ACC_EXPIRED);
    assert_int_equal(messages(f, &c, "reminder"), 0);
}

static void
test_due(void **state)
{
    struct fixture *f = *state;

    fixture_at(f, "2023-10-13 00:04:59");
    assert_false(tick_is_due(day_of_ymd(2023, 10, 12), f->now_us));
    fixture_at(f, "2023-10-13 00:05:00");
    assert_true(tick_is_due(day_of_ymd(2023, 10, 12), f->now_us));
    assert_true(tick_is_due(DAY_NONE, f->now_us));
    assert_false(tick_is_due(day_of_ymd(2023, 10, 13), f->now_us));
    /* The demo's clock was set back. */
    assert_true(tick_is_due(day_of_ymd(2026, 1, 1), f->now_us));
}

/* Only rows that are due are looked at, in more than one chunk. */
static void
test_many(void **state)
{
    struct fixture *f = *state;
    struct actor who;
    char name[32];

    fixture_at(f, "2023-04-12 10:00:00");
    for (int i = 0; i < 250; i++) {
        (void)snprintf(name, sizeof(name), "早批%d号工作站", i);
        (void)holder(f, name, false, &who);
    }
    fixture_at(f, "2023-05-12 10:00:00");
    for (int i = 0; i < 250; i++) {
        (void)snprintf(name, sizeof(name), "晚批%d号工作站", i);
        (void)holder(f, name, false, &who);
    }
    assert_int_equal(tick(f, "2023-10-12 00:05:00").looked, 0);
    struct tick_counts n = tick(f, "2023-10-13 00:05:00");
    assert_int_equal(n.looked, 250);
    assert_int_equal(n.warned, 250);
    assert_int_equal(tick(f, "2023-10-14 00:05:00").looked, 0);
    assert_int_equal(tick(f, "2023-11-13 00:05:00").looked, 250);
}

/* A pack whose watch proposes to revoke: one case for officers, however often
 * it runs, and also for one who was warned. */
static void
test_proposal(void **state)
{
    struct fixture *f = *state;
    struct domain d;
    struct programme programmes[8];
    struct pack pack = *f->station;
    struct pack_watch watches[16];
    struct tick_counts n;
    struct err err = { 0 };
    struct actor who;

    fixture_at(f, "2023-04-12 10:00:00");
    struct accreditation c = holder(f, "丙工作站", false, &who);
    tick(f, "2023-10-13 00:05:00");
    assert_int_equal(now_is(f, c).state, ACC_WARNED);

    d = *f->d;
    assert_true(d.n_programmes <= 8 && pack.n_watches <= 16);
    for (size_t i = 0; i < pack.n_watches; i++) {
        watches[i] = pack.watches[i];
        if (watches[i].then == WATCH_WARN)
            watches[i].then = WATCH_PROPOSE_REVOKE;
    }
    pack.watches = watches;
    for (size_t i = 0; i < d.n_programmes; i++) {
        programmes[i] = d.programmes[i];
        if (programmes[i].id == f->station_programme)
            programmes[i].pack = &pack;
    }
    d.programmes = programmes;
    for (int i = 0; i < 3; i++) {
        fixture_at(f,
            i == 0   ? "2023-10-14 00:05:00"
            : i == 1 ? "2023-10-14 00:06:00"
                     : "2023-11-30 00:05:00");
        expect_ok(tick_run(f->store, &d, f->now_us, &n, &err), &err);
        assert_int_equal(n.failed, 0);
        assert_int_equal(n.proposed, i == 0 ? 1 : 0);
    }
    struct listing l = of(f, &c);
    assert_int_equal(l.n, 2);
    size_t at = l.p[0].kind == PROC_REVOCATION ? 0 : 1;
    assert_int_equal(l.p[at].kind, PROC_REVOCATION);
    assert_int_equal(l.p[at].state, PROC_PROPOSED);
    assert_true(str_eq(l.p[at].clause, STR("CN-5-d")));
    assert_true(has(l.p[at].facts, "2023-10-12"));
    assert_int_equal(now_is(f, c).state, ACC_WARNED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
        T(test_warning),
        T(test_activity_moves_the_limit),
        T(test_end_of_warning),
        T(test_warning_after_void),
        T(test_term),
        T(test_missed_runs),
        T(test_due),
        T(test_many),
        T(test_proposal),
    };

    return cmocka_run_group_tests_name("tick", tests, NULL, NULL);
}
