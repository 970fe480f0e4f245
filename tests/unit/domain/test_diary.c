/* The diary: what is accepted, what is counted, what enterprises say. */
#include "holder.h"

#include "domain/record.h"

#include <string.h>

struct report {
    struct diary_new e;
    struct diary d;
    int64_t corrects;
    struct str reason;
};

static enum status
run_report(struct act *x, void *arg, struct err *err)
{
    struct report *r = arg;

    if (r->corrects != 0)
        return diary_correct(x, r->corrects, &r->e, r->reason, &r->d, err);
    return diary_submit(x, &r->e, &r->d, err);
}

static const struct diary_enterprise ONE[] = {
    { .name = STR_INIT("示例（成都）食品有限公司") },
};

static struct report
report_of(const struct holder *h, const char *start, const char *end)
{
    return (struct report){ .e = { .subject_id = h->c.subject_id,
                                .accreditation_id = h->c.id,
                                .day = DAY_NONE,
                                .start_us = at(start),
                                .end_us = at(end),
                                .mode = STR("线下"),
                                .service_type = STR("咨询"),
                                .content = STR("讲解政策"),
                                .enterprises = ONE,
                                .n_enterprises = 1 },
        .reason = STR("时间填错") };
}

static enum status
submit(struct fixture *f, const struct holder *h, struct report *r,
    struct err *err)
{
    return fixture_write(f, &h->who, run_report, r, err);
}

static void
submit_ok(struct fixture *f, const struct holder *h, struct report *r)
{
    struct err err = { 0 };

    expect_ok(submit(f, h, r, &err), &err);
}

struct count_call {
    const struct holder *h;
    int year;
    bool rebuild;
    struct year_count c;
};

static enum status
run_count(struct act *x, void *arg, struct err *err)
{
    struct count_call *t = arg;

    if (t->rebuild)
        TRY(diary_rebuild_counts(
            x, t->h->c.subject_id, t->h->c.id, err));
    return diary_count(
        x, t->h->c.subject_id, t->h->c.id, t->year, &t->c, err);
}

/* The counters as kept; the same made anew must be equal. */
static struct year_count
count(struct fixture *f, const struct holder *h, int year)
{
    struct actor system = actor_system();
    struct count_call kept = { .h = h, .year = year }, made = kept;
    struct err err = { 0 };

    expect_ok(fixture_read(f, &system, run_count, &kept, &err), &err);
    made.rebuild = true;
    expect_ok(fixture_write(f, &system, run_count, &made, &err), &err);
    assert_int_equal(kept.c.minutes, made.c.minutes);
    assert_int_equal(kept.c.confirmed_minutes, made.c.confirmed_minutes);
    assert_int_equal(kept.c.enterprises, made.c.enterprises);
    assert_int_equal(kept.c.diaries, made.c.diaries);
    assert_int_equal(kept.c.rating_sum, made.c.rating_sum);
    assert_int_equal(kept.c.rating_count, made.c.rating_count);
    return kept.c;
}

struct audited {
    const char *kind, *event;
    int64_t id;
    struct str clause;
};

static enum status
run_audited(struct act *x, void *arg, struct err *err)
{
    struct audited *t = arg;
    const struct audit_row *rows = NULL;
    size_t n = 0;

    TRY(audit_list(
        x, str_of(t->kind), t->id, INT64_MAX, 50, &rows, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rows[i].event, str_of(t->event)))
            t->clause = rows[i].clause;
    }
    return OK;
}

/* The clause that the audit has for an event is the one of the pack. */
static void
expect_clause(struct fixture *f, const char *kind, int64_t id,
    const char *event, struct str clause)
{
    struct actor system = actor_system();
    struct audited t = { .kind = kind, .event = event, .id = id };
    struct err err = { 0 };

    expect_ok(fixture_read(f, &system, run_audited, &t, &err), &err);
    assert_true(clause.n > 0);
    assert_true(str_eq(t.clause, clause));
}

/* Each pack names its own clauses: of the diary and of the request sent to the
 * enterprise. */
static void
test_clauses(void **state)
{
    struct fixture *f = *state;
    struct holder station = make_holder(f, "条款示例站", false);
    struct holder expert = make_holder(f, "条款示例家", true);
    const struct holder *both[] = { &station, &expert };

    fixture_at(f, "2023-04-13 09:00:00");
    for (size_t i = 0; i < 2; i++) {
        struct report r = report_of(
            both[i], "2023-04-12 14:00:00", "2023-04-12 16:00:00");
        const struct pack *p = both[i]->c.pack;

        submit_ok(f, both[i], &r);
        expect_clause(f, "diary", r.d.id, "report",
            pack_form(p, STR("diary"))->clause);
    }
    assert_false(str_eq(pack_form(station.c.pack, STR("diary"))->clause,
        pack_form(expert.c.pack, STR("diary"))->clause));
}

/* S-C25: a fee is refused, nought is accepted. */
static void
test_fee(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "收费示例站", false);
    struct err err = { 0 };

    fixture_at(f, "2023-04-13 09:00:00");
    struct report r =
        report_of(&h, "2023-04-12 14:00:00", "2023-04-12 16:00:00");
    r.e.fee_fen = 10000;
    assert_int_equal(submit(f, &h, &r, &err), ERR_INPUT);
    assert_string_equal(err.field, "收费金额");
    assert_non_null(strstr(err.text, "（CN-5-c）"));
    assert_int_equal(count(f, &h, 2023).diaries, 0);
    r.e.fee_fen = 0;
    submit_ok(f, &h, &r);
    assert_int_equal(r.d.minutes, 120);
    assert_false(r.d.late);
}

/* S-C22: five services to one enterprise count once; minutes add up. The name
 * counts in any spelling. */
static void
test_distinct_enterprises(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "计数示例站", false);
    static const char *const DAYS[] = { "2024-01-10", "2024-02-10",
        "2024-03-10", "2024-04-10", "2024-05-10" };
    struct str code = fixture_credit_code(f->a, 77);
    struct diary_enterprise spelled = {
        .name = STR_INIT("示例(成都) 食品有限公司") };
    struct diary_enterprise coded = { .name = STR_INIT("另一名称"),
        .credit_code = code };

    for (int i = 0; i < 5; i++) {
        struct str start = arena_fmt(f->a, "%s 09:00:00", DAYS[i]);
        struct str end = arena_fmt(f->a, "%s 09:30:00", DAYS[i]);
        struct report r =
            report_of(&h, arena_cstr(f->a, start), arena_cstr(f->a, end));

        fixture_at(f,
            arena_cstr(f->a, arena_fmt(f->a, "%s 18:00:00", DAYS[i])));
        if (i == 1)
            r.e.enterprises = &spelled;
        submit_ok(f, &h, &r);
    }
    struct year_count c = count(f, &h, 2024);
    assert_int_equal(c.enterprises, 1);
    assert_int_equal(c.minutes, 150);
    assert_int_equal(c.diaries, 5);
    for (int i = 0; i < 2; i++) {
        struct report r = report_of(&h,
            i == 0 ? "2024-05-10 10:00:00" : "2024-05-10 11:00:00",
            "2024-05-10 12:00:00");

        r.e.enterprises = &coded;
        submit_ok(f, &h, &r);
    }
    assert_int_equal(count(f, &h, 2024).enterprises, 2);
}

static struct year_count
served(struct fixture *f, const struct holder *h, const char *day,
    const struct diary_enterprise *e, size_t n, int64_t *ret_id)
{
    struct report r = report_of(h,
        arena_cstr(f->a, arena_fmt(f->a, "%s 09:00:00", day)),
        arena_cstr(f->a, arena_fmt(f->a, "%s 10:00:00", day)));

    fixture_at(f, arena_cstr(f->a, arena_fmt(f->a, "%s 18:00:00", day)));
    r.e.enterprises = e;
    r.e.n_enterprises = n;
    submit_ok(f, h, &r);
    *ret_id = r.d.id;
    return count(f, h, 2024);
}

static enum status
run_void(struct act *x, void *arg, struct err *err);

struct void_call {
    int64_t subject_id, id;
};

/* CW-7-2-b: by credit code, else by name: with and without it counts once, in
 * either order, and stays right when entries become void. */
static void
test_code_and_name(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "代码示例站", false);
    struct str c1 = fixture_credit_code(f->a, 81);
    struct str c2 = fixture_credit_code(f->a, 82);
    struct diary_enterprise bare = { .name = STR_INIT("甲示例有限公司") };
    struct diary_enterprise coded = bare, renamed = bare, both[2];
    int64_t first = 0, id = 0;
    struct err err = { 0 };

    coded.credit_code = c1;
    renamed = (struct diary_enterprise){ .name = STR("乙示例有限公司"),
        .credit_code = c1 };
    struct diary_enterprise other = { .name = STR("丙示例有限公司") };
    assert_int_equal(
        served(f, &h, "2024-03-01", &bare, 1, &first).enterprises, 1);
    assert_int_equal(
        served(f, &h, "2024-03-02", &coded, 1, &id).enterprises, 1);
    assert_int_equal(
        served(f, &h, "2024-03-03", &bare, 1, &id).enterprises, 1);
    assert_int_equal(
        served(f, &h, "2024-03-04", &renamed, 1, &id).enterprises, 1);
    struct void_call v = { h.c.subject_id, first };
    expect_ok(fixture_write(f, &h.who, run_void, &v, &err), &err);
    assert_int_equal(count(f, &h, 2024).enterprises, 1);
    /* A name alone, later known as one that was counted already. */
    assert_int_equal(
        served(f, &h, "2024-03-05", &other, 1, &id).enterprises, 2);
    other.credit_code = c1;
    assert_int_equal(
        served(f, &h, "2024-03-06", &other, 1, &id).enterprises, 1);
    /* The same name under another code is another enterprise. */
    coded.credit_code = c2;
    assert_int_equal(
        served(f, &h, "2024-03-07", &coded, 1, &id).enterprises, 2);
    /* With its code and by name in one entry: twice. */
    both[0] = bare;
    both[1] = coded;
    struct report r =
        report_of(&h, "2024-03-07 12:00:00", "2024-03-07 13:00:00");
    r.e.enterprises = both;
    r.e.n_enterprises = 2;
    assert_int_equal(submit(f, &h, &r, &err), ERR_INPUT);
    assert_int_equal(count(f, &h, 2024).enterprises, 2);
}

/* S-C23: one event of two hours, a station and five experts: 120 each. */
static void
test_event_with_experts(void **state)
{
    struct fixture *f = *state;
    struct holder station = make_holder(f, "活动示例站", false);
    struct holder experts[5];
    static const char *const NAMES[] = { "专家甲", "专家乙", "专家丙",
        "专家丁", "专家戊" };

    for (int i = 0; i < 5; i++)
        experts[i] = make_holder(f, NAMES[i], true);
    fixture_at(f, "2023-05-06 18:00:00");
    struct report r =
        report_of(&station, "2023-05-06 14:00:00", "2023-05-06 16:00:00");
    submit_ok(f, &station, &r);
    assert_int_equal(count(f, &station, 2023).minutes, 120);
    for (int i = 0; i < 5; i++) {
        r = report_of(
            &experts[i], "2023-05-06 14:00:00", "2023-05-06 16:00:00");
        submit_ok(f, &experts[i], &r);
        assert_int_equal(count(f, &experts[i], 2023).minutes, 120);
    }
}

/* A person cannot be in two places; one after the other is fine. An
 * organisation may. */
static void
test_overlap(void **state)
{
    struct fixture *f = *state;
    struct holder p = make_holder(f, "重叠专家", true);
    struct holder s = make_holder(f, "重叠站", false);
    struct err err = { 0 };

    fixture_at(f, "2023-05-06 18:00:00");
    struct report r =
        report_of(&p, "2023-05-06 14:00:00", "2023-05-06 16:00:00");
    submit_ok(f, &p, &r);
    int64_t first = r.d.id;
    r = report_of(&p, "2023-05-06 15:59:00", "2023-05-06 17:00:00");
    assert_int_equal(submit(f, &p, &r, &err), ERR_CONFLICT);
    assert_string_equal(err.field, "开始时间");
    r = report_of(&p, "2023-05-06 16:00:00", "2023-05-06 17:00:00");
    submit_ok(f, &p, &r);
    /* A correction may overlap what it replaces. */
    r = report_of(&p, "2023-05-06 14:30:00", "2023-05-06 16:00:00");
    r.corrects = first;
    submit_ok(f, &p, &r);
    assert_int_equal(r.d.corrects_id, first);
    assert_int_equal(count(f, &p, 2023).minutes, 150);
    r = report_of(&s, "2023-05-06 14:00:00", "2023-05-06 16:00:00");
    submit_ok(f, &s, &r);
    /* The button pressed twice is one event. */
    r = report_of(&s, "2023-05-06 14:00:00", "2023-05-06 16:00:00");
    assert_int_equal(submit(f, &s, &r, &err), ERR_CONFLICT);
    assert_int_equal(count(f, &s, 2023).minutes, 120);
    r = report_of(&s, "2023-05-06 14:30:00", "2023-05-06 16:30:00");
    submit_ok(f, &s, &r);
    assert_int_equal(count(f, &s, 2023).minutes, 240);
    assert_true(diary_has_flag(&r.d, DIARY_FLAG_SAME_LIST));
}

static void
test_refusals(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "拒收示例站", false);
    struct err err = { 0 };
    static const struct {
        const char *start, *end;
        enum status want;
    } TIMES[] = {
        { "2023-03-01 10:00:00", "2023-03-01 10:00:00", ERR_INPUT },
        { "2023-03-01 10:00:00", "2023-03-01 09:00:00", ERR_INPUT },
        { "2023-02-20 10:00:00", "2023-02-21 10:00:01", ERR_INPUT },
        { "2023-02-20 10:00:00", "2023-02-21 10:00:00", OK },
        { "2023-03-01 11:00:00", "2023-03-01 12:00:01", ERR_INPUT },
        { "2023-03-01 11:00:00", "2023-03-01 12:00:00", OK },
        { "2023-01-31 11:00:00", "2023-01-31 12:00:00", ERR_INPUT },
        { "2023-02-01 07:00:00", "2023-02-01 08:00:00", OK },
    };

    fixture_at(f, "2023-03-01 12:00:00");
    for (size_t i = 0; i < sizeof(TIMES) / sizeof(TIMES[0]); i++) {
        struct report r = report_of(&h, TIMES[i].start, TIMES[i].end);

        assert_int_equal(submit(f, &h, &r, &err), TIMES[i].want);
    }
    struct report r =
        report_of(&h, "2023-02-21 11:00:00", "2023-02-21 12:00:00");
    r.e.n_enterprises = 0;
    assert_int_equal(submit(f, &h, &r, &err), ERR_INPUT);
    assert_string_equal(err.field, "服务企业");
    r.e.n_enterprises = 1;
    r.e.content = STR("  ");
    assert_int_equal(submit(f, &h, &r, &err), ERR_INPUT);
    assert_string_equal(err.field, "服务内容");
    struct diary_enterprise twice[] = { ONE[0], ONE[0] };
    r.e.content = STR("讲解");
    r.e.enterprises = twice;
    r.e.n_enterprises = 2;
    assert_int_equal(submit(f, &h, &r, &err), ERR_INPUT);
    struct diary_enterprise bad = { .name = STR_INIT("甲"),
        .credit_code = STR_INIT("91500000") };
    r.e.enterprises = &bad;
    r.e.n_enterprises = 1;
    assert_int_equal(submit(f, &h, &r, &err), ERR_INPUT);
    /* Nobody else's. */
    struct holder other = make_holder(f, "别的站", false);
    r = report_of(&h, "2023-02-21 11:00:00", "2023-02-21 12:00:00");
    assert_int_equal(submit(f, &other, &r, &err), ERR_NOT_FOUND);
    assert_int_equal(count(f, &h, 2023).diaries, 3);
}

/* CN-4-c: 15 days, then late; 15 January, then closed. */
static void
test_lateness(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "逾期示例站", false);
    struct err err = { 0 };
    struct report r =
        report_of(&h, "2023-04-10 10:00:00", "2023-04-10 11:00:00");

    fixture_at(f, "2023-04-25 23:59:59");
    submit_ok(f, &h, &r);
    assert_false(r.d.late);
    int64_t id = r.d.id;
    fixture_at(f, "2023-04-26 00:00:00");
    r = report_of(&h, "2023-04-10 12:00:00", "2023-04-10 13:00:00");
    submit_ok(f, &h, &r);
    assert_true(r.d.late);
    /* Correcting what came in time does not make it late. */
    r = report_of(&h, "2023-04-10 10:00:00", "2023-04-10 10:30:00");
    r.corrects = id;
    submit_ok(f, &h, &r);
    assert_false(r.d.late);
    fixture_at(f, "2024-01-15 23:59:59");
    r = report_of(&h, "2023-12-31 10:00:00", "2023-12-31 11:00:00");
    submit_ok(f, &h, &r);
    assert_false(r.d.late);
    fixture_at(f, "2024-01-16 00:00:00");
    r = report_of(&h, "2023-12-31 12:00:00", "2023-12-31 13:00:00");
    assert_int_equal(submit(f, &h, &r, &err), ERR_LIMIT);
    r = report_of(&h, "2024-01-01 12:00:00", "2024-01-01 13:00:00");
    submit_ok(f, &h, &r);
    assert_int_equal(count(f, &h, 2023).minutes, 150);
    assert_int_equal(count(f, &h, 2024).minutes, 60);
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

static enum status
run_void(struct act *x, void *arg, struct err *err)
{
    struct void_call *t = arg;

    return diary_void(x, t->subject_id, t->id, STR("重复填报"), err);
}

/* S-C19: the watch day moves. S-C20: a report ends the warning, the warning
 * stays in the history. Taking the entry back takes the day back. */
static void
test_watch(void **state)
{
    struct fixture *f = *state;
    struct actor system = actor_system();
    struct err err = { 0 };

    fixture_at(f, "2023-04-12 09:00:00");
    struct holder h = make_holder(f, "警告示例站", false);
    fixture_at(f, "2023-10-12 18:00:00");
    struct report r =
        report_of(&h, "2023-10-12 14:00:00", "2023-10-12 16:00:00");
    submit_ok(f, &h, &r);
    reload(f, &h);
    assert_int_equal(h.c.watch.n, day_of_ymd(2023, 10, 12).n);
    assert_int_equal(
        day_add_months(h.c.watch, 6).n, day_of_ymd(2024, 4, 12).n);
    fixture_at(f, "2024-04-13 09:00:00");
    expect_ok(fixture_write(f, &system, run_warn, &h, &err), &err);
    fixture_at(f, "2024-04-20 18:00:00");
    r = report_of(&h, "2024-04-20 14:00:00", "2024-04-20 16:00:00");
    submit_ok(f, &h, &r);
    reload(f, &h);
    assert_int_equal(h.c.state, ACC_ACTIVE);
    assert_int_not_equal(h.c.warned_us, 0);
    struct void_call v = { h.c.subject_id, r.d.id };
    expect_ok(fixture_write(f, &h.who, run_void, &v, &err), &err);
    assert_int_equal(
        fixture_write(f, &h.who, run_void, &v, &err), ERR_CONFLICT);
    reload(f, &h);
    assert_int_equal(h.c.watch.n, day_of_ymd(2023, 10, 12).n);
    struct year_count c = count(f, &h, 2024);
    assert_int_equal(c.diaries, 0);
    assert_int_equal(c.minutes, 0);
    assert_int_equal(c.enterprises, 0);
}

/* --- the enterprise's word --- */

struct word {
    int64_t subject_id, id;
    struct str token;
    struct diary_answer answer;
    struct diary d;
};

static enum status
run_token(struct act *x, void *arg, struct err *err)
{
    struct word *w = arg;

    return diary_new_token(x, w->subject_id, w->id, 1, &w->token, err);
}

static enum status
run_answer(struct act *x, void *arg, struct err *err)
{
    struct word *w = arg;

    return diary_answer(x, w->token, &w->answer, err);
}

static enum status
run_get(struct act *x, void *arg, struct err *err)
{
    struct word *w = arg;

    return diary_get(x, w->subject_id, w->id, &w->d, err);
}

static struct word
word_of(struct fixture *f, const struct holder *h, int64_t id)
{
    struct word w = { .subject_id = h->c.subject_id, .id = id };
    struct err err = { 0 };

    expect_ok(fixture_write(f, &h->who, run_token, &w, &err), &err);
    return w;
}

static void
test_confirm_once(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "确认示例站", false);
    struct actor visitor = actor_visitor();
    struct err err = { 0 };

    fixture_at(f, "2023-05-06 18:00:00");
    struct report r =
        report_of(&h, "2023-05-06 14:00:00", "2023-05-06 16:00:00");
    submit_ok(f, &h, &r);
    struct word w = word_of(f, &h, r.d.id);
    struct word old = w;
    w = word_of(f, &h, r.d.id);
    old.answer.was_here = true;
    assert_int_equal(
        fixture_write(f, &visitor, run_answer, &old, &err), ERR_NOT_FOUND);
    w.answer = (struct diary_answer){ .was_here = true, .rating = 6 };
    assert_int_equal(
        fixture_write(f, &visitor, run_answer, &w, &err), ERR_INPUT);
    w.answer.rating = 5;
    expect_ok(fixture_write(f, &visitor, run_answer, &w, &err), &err);
    assert_int_equal(
        fixture_write(f, &visitor, run_answer, &w, &err), ERR_CONFLICT);
    struct year_count c = count(f, &h, 2023);
    assert_int_equal(c.minutes, 120);
    assert_int_equal(c.confirmed_minutes, 120);
    assert_int_equal(c.rating_sum, 5);
    assert_int_equal(c.rating_count, 1);
    assert_int_equal(
        fixture_write(f, &h.who, run_token, &w, &err), ERR_CONFLICT);
    struct void_call v = { h.c.subject_id, r.d.id };
    expect_ok(fixture_write(f, &h.who, run_void, &v, &err), &err);
    c = count(f, &h, 2023);
    assert_int_equal(c.confirmed_minutes, 0);
    assert_int_equal(c.rating_sum, 0);
    assert_int_equal(c.rating_count, 0);
}

/* An officer of one province does not read the diary of another. */
static void
test_region_of_reader(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "辖区示例站", false);
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct role_grant grant = { .role = ROLE_SECRETARIAT };
    struct err err = { 0 };

    fixture_at(f, "2023-05-06 18:00:00");
    struct report r =
        report_of(&h, "2023-05-06 14:00:00", "2023-05-06 16:00:00");
    submit_ok(f, &h, &r);
    struct word w = { .subject_id = h.c.subject_id, .id = r.d.id };
    grant.region = arena_join(f->a, str_sub(h.c.region, 0, 2), STR("0000"));
    officer.grants = &grant;
    expect_ok(fixture_read(f, &officer, run_get, &w, &err), &err);
    grant.region = str_starts(h.c.region, STR("51")) ? STR("110000")
                                                     : STR("510000");
    assert_int_equal(
        fixture_read(f, &officer, run_get, &w, &err), ERR_NOT_FOUND);
}

struct irregularities {
    int64_t programme_id, subject_id;
    struct str kind;
    size_t n;
    struct str what;
};

static enum status
run_irregularities(struct act *x, void *arg, struct err *err)
{
    struct irregularities *t = arg;
    const struct record *list = NULL;

    TRY(record_list(x, t->programme_id, t->kind, STR_EMPTY, INT64_MAX, 50,
        &list, &t->n, err));
    if (t->n > 0)
        t->what =
            json_str(json_get(list[0].content, STR("不规范行为种类")));
    return OK;
}

static void
test_denied(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "否认示例站", false);
    struct actor visitor = actor_visitor();
    struct actor officer = fixture_officer(f, ROLE_CENTRE);
    struct err err = { 0 };

    fixture_at(f, "2023-05-06 18:00:00");
    struct report r =
        report_of(&h, "2023-05-06 14:00:00", "2023-05-06 16:00:00");
    submit_ok(f, &h, &r);
    struct word w = word_of(f, &h, r.d.id);
    w.answer = (struct diary_answer){ .was_here = false,
        .paid = true,
        .remark = STR("没有来过") };
    expect_ok(fixture_write(f, &visitor, run_answer, &w, &err), &err);
    expect_ok(fixture_read(f, &h.who, run_get, &w, &err), &err);
    assert_true(diary_has_flag(&w.d, DIARY_FLAG_DENIED));
    assert_true(diary_has_flag(&w.d, DIARY_FLAG_FEE));
    assert_false(diary_has_flag(&w.d, DIARY_FLAG_PHOTO));
    struct irregularities t = { f->station_programme, h.c.subject_id,
        record_kind_of_form(f->station, STR("irregularity"))->name, 0,
        STR_EMPTY };
    expect_ok(
        fixture_read(f, &officer, run_irregularities, &t, &err), &err);
    assert_int_equal(t.n, 2);
    assert_true(str_eq(t.what, STR("向企业收费")));
    /* The holder does not read that register. */
    assert_int_equal(
        fixture_read(f, &h.who, run_irregularities, &t, &err), ERR_DENIED);
    assert_int_equal(count(f, &h, 2023).confirmed_minutes, 0);
    assert_int_equal(count(f, &h, 2023).minutes, 120);
}

/* Entered by an officer: marked. A long day and the same list: flags. */
static void
test_marks(void **state)
{
    struct fixture *f = *state;
    struct holder h = make_holder(f, "标记示例站", false);
    struct actor officer = fixture_officer(f, ROLE_SECRETARIAT);
    struct err err = { 0 };

    fixture_at(f, "2023-05-07 18:00:00");
    struct report r =
        report_of(&h, "2023-05-06 00:00:00", "2023-05-06 12:00:00");
    expect_ok(fixture_write(f, &officer, run_report, &r, &err), &err);
    assert_true(r.d.on_behalf);
    assert_false(diary_has_flag(&r.d, DIARY_FLAG_LONG_DAY));
    r = report_of(&h, "2023-05-06 13:00:00", "2023-05-06 13:01:00");
    submit_ok(f, &h, &r);
    assert_false(r.d.on_behalf);
    assert_true(diary_has_flag(&r.d, DIARY_FLAG_LONG_DAY));
    assert_true(diary_has_flag(&r.d, DIARY_FLAG_SAME_LIST));
    struct actor auditor = fixture_officer(f, ROLE_AUDITOR);
    assert_int_equal(
        fixture_write(f, &auditor, run_report, &r, &err), ERR_NOT_FOUND);
}

static void
test_answers(void **state)
{
    struct fixture *f = *state;
    struct diary_new e = { 0 };
    const struct json *v = NULL;
    struct err err = { 0 };
    const struct pack_form *form = pack_form(f->expert, STR("diary"));
    struct str text = STR("{\"服务日期\":\"2023-05-06\","
                          "\"开始时间\":\"2023-05-06T14:00:00+08:00\","
                          "\"结束时间\":\"2023-05-06T16:00:00+08:00\","
                          "\"日记服务方式\":\"线下\",\"服务人数\":12,"
                          "\"日记服务领域\":\"法律\",\"收费金额\":0,"
                          "\"服务企业\":[{\"企业名称\":\"甲\"},"
                          "{\"企业名称\":\"乙\",\"规模\":\"小型\"}]}");

    expect_ok(json_parse(f->a, text, 10000, &v, &err), &err);
    expect_ok(diary_from_answers(f->a, form, v, &e, &err), &err);
    assert_int_equal(e.end_us - e.start_us, INT64_C(7200000000));
    assert_int_equal(e.people, 12);
    assert_int_equal(e.n_enterprises, 2);
    assert_true(str_eq(e.enterprises[1].size, STR("小型")));
    assert_true(str_eq(
        json_str(json_get(e.extra, STR("日记服务领域"))), STR("法律")));
    assert_true(json_is_null(json_get(e.extra, STR("服务人数"))));
}

/* Each test begins on the same day. */
static int
restart(void **state)
{
    fixture_at(*state, "2023-02-01 09:00:00");
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_fee, restart),
        cmocka_unit_test_setup(test_clauses, restart),
        cmocka_unit_test_setup(test_distinct_enterprises, restart),
        cmocka_unit_test_setup(test_code_and_name, restart),
        cmocka_unit_test_setup(test_event_with_experts, restart),
        cmocka_unit_test_setup(test_overlap, restart),
        cmocka_unit_test_setup(test_refusals, restart),
        cmocka_unit_test_setup(test_lateness, restart),
        cmocka_unit_test_setup(test_watch, restart),
        cmocka_unit_test_setup(test_region_of_reader, restart),
        cmocka_unit_test_setup(test_confirm_once, restart),
        cmocka_unit_test_setup(test_denied, restart),
        cmocka_unit_test_setup(test_marks, restart),
        cmocka_unit_test_setup(test_answers, restart),
    };

    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
