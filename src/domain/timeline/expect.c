/* What a step is expected to do, compared with what it did. */
#include "run.h"

#include "domain/message.h"
#include "domain/plaque.h"
#include "domain/subject.h"

#define MESSAGES_MAX 500

/* A check reads the installation as the system does; x is NULL if the case
 * has none. */
struct check {
    const char *name;
    void (*fn)(struct run *r, struct act *x, const struct tree *t);
    bool reads; /* needs the installation */
};

static void
differs(struct run *r, const struct tree *t, const char *what,
    struct str expected, struct str actual)
{
    (void)run_fail(r, t, "%s 应为 " STR_FMT "，实为 " STR_FMT, what,
        STR_ARG(expected), STR_ARG(actual));
}

void
expect_text(
    struct run *r, const struct tree *t, const char *what, struct str actual)
{
    if (!str_eq(t->text, actual))
        differs(r, t, what, t->text,
            actual.n == 0 ? STR("（无）") : actual);
}

void
expect_day(
    struct run *r, const struct tree *t, const char *what, struct day actual)
{
    struct day d = DAY_NONE;
    struct err err;

    if (str_eq(t->text, STR("none"))) {
        if (!day_is_none(actual))
            differs(r, t, what, t->text, day_iso(r->a, actual));
        return;
    }
    if (day_parse(t->text, &d, &err) != OK)
        (void)run_fail(r, t, "%s", err.text);
    else if (!day_eq(d, actual))
        differs(r, t, what, t->text,
            day_is_none(actual) ? STR("（无）") : day_iso(r->a, actual));
}

void
expect_int(
    struct run *r, const struct tree *t, const char *what, int64_t actual)
{
    int64_t v = 0;

    if (!tree_int(t, &v))
        (void)run_fail(r, t, "%s 应写整数", what);
    else if (v != actual)
        differs(r, t, what, t->text,
            arena_fmt(r->a, "%lld", (long long)actual));
}

/* Each of one text or of a list must be part of actual. */
static void
contains(struct run *r, const struct tree *t, const char *what,
    struct str actual)
{
    size_t n = t->type == TREE_LIST ? t->n : 1;

    for (size_t i = 0; i < n; i++) {
        const struct tree *one = t->type == TREE_LIST ? t->items[i] : t;

        if (str_find(actual, one->text) == SIZE_MAX)
            (void)run_fail(r, one,
                "%s 应含“" STR_FMT "”，实为“" STR_FMT "”", what,
                STR_ARG(one->text), STR_ARG(actual));
    }
}

/* --- errors --- */

static void
check_error(struct run *r, struct act *x, const struct tree *t)
{
    struct str name = str_of(status_name(r->out.status));

    (void)x;
    if (str_starts(name, STR("ERR_")))
        name = str_sub(name, 4, SIZE_MAX);
    if (!str_eq(name, t->text))
        (void)run_fail(r, t, "应当被拒绝（" STR_FMT "），实为 " STR_FMT "%s%s",
            STR_ARG(t->text), STR_ARG(name),
            r->out.status == OK ? "" : "：", r->out.err.text);
}

static void
check_text(struct run *r, struct act *x, const struct tree *t)
{
    (void)x;
    contains(r, t, "text_contains", str_of(r->out.err.text));
}

static void
check_field(struct run *r, struct act *x, const struct tree *t)
{
    (void)x;
    expect_text(r, t, "field", str_of(r->out.err.field));
}

/* --- states --- */

static void
check_state(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    struct application app;
    struct err err;

    if (p == NULL)
        return;
    if (run_application(r, x, p, STR_EMPTY, &app, &err) != OK)
        expect_text(r, t, "state", STR("none"));
    else
        expect_text(r, t, "state", application_state_name(app.state));
}

static bool
holder(struct run *r, struct act *x, struct accreditation *ret)
{
    const struct person *p = run_subject(r);
    struct err err;

    return p != NULL && run_accreditation(r, x, p, ret, &err) == OK;
}

static void
check_accreditation(struct run *r, struct act *x, const struct tree *t)
{
    struct accreditation c;

    if (!holder(r, x, &c))
        expect_text(r, t, "accreditation", STR("none"));
    else
        expect_text(r, t, "accreditation",
            accreditation_state_name(accreditation_state_on(&c, x->today)));
}

/* The name in all programmes; behind it that of the holding if it differs. */
static void
check_called(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    struct accreditation c;
    struct subject s;
    struct err err;

    if (p == NULL)
        return;
    if (subject_get(x, p->subject, &s, &err) != OK)
        (void)run_fail(r, t, "%s", err.text);
    else if (holder(r, x, &c) && !str_eq(c.name, s.name))
        expect_text(r, t, "called",
            arena_fmt(r->a, STR_FMT " " STR_FMT, STR_ARG(s.name),
                STR_ARG(c.name)));
    else
        expect_text(r, t, "called", s.name);
}

static void
check_public(struct run *r, struct act *x, const struct tree *t)
{
    struct accreditation c;

    if (!holder(r, x, &c))
        expect_text(r, t, "public", STR("none"));
    else
        expect_text(r, t, "public",
            accreditation_title(&c, accreditation_state_on(&c, x->today)).zh);
}

static void
check_rights(struct run *r, struct act *x, const struct tree *t)
{
    struct accreditation c;
    bool has = holder(r, x, &c) && accreditation_has_rights(&c, x->today);

    expect_text(r, t, "rights", has ? STR("true") : STR("false"));
}

static void
check_route(struct run *r, struct act *x, const struct tree *t)
{
    struct accreditation c;

    expect_text(r, t, "route", holder(r, x, &c) ? c.route : STR("none"));
}

static void
check_number(struct run *r, struct act *x, const struct tree *t)
{
    struct accreditation c;

    expect_text(r, t, "number", holder(r, x, &c) ? c.number : STR("none"));
}

static void
check_watch(struct run *r, struct act *x, const struct tree *t)
{
    struct accreditation c;

    expect_day(r, t, "watch", holder(r, x, &c) ? c.watch : DAY_NONE);
}

static void
check_priority(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    struct application app = { 0 };
    struct err err;

    if (p != NULL && run_application(r, x, p, STR_EMPTY, &app, &err) == OK)
        expect_int(r, t, "priority", app.priority);
}

/* Is the newest application a re-application? */
static void
check_again(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    struct application app = { 0 };
    struct err err;

    if (p != NULL && run_application(r, x, p, STR("apply"), &app, &err) == OK)
        expect_text(r, t, "again",
            app.previous_id != 0 ? STR("true") : STR("false"));
    else
        expect_text(r, t, "again", STR("none"));
}

/* States of the person's plaques, newest first. */
static void
check_plaque(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    const struct plaque *list = NULL;
    struct buf b;
    struct err err;
    size_t n = 0;

    if (p == NULL || plaque_of_subject(x, p->subject, &list, &n, &err) != OK)
        return;
    buf_init(&b, r->a, 4096);
    for (size_t i = 0; i < n; i++) {
        buf_str(&b, i > 0 ? STR(" ") : STR_EMPTY);
        buf_str(&b, plaque_state_name(list[i].state));
    }
    expect_text(r, t, "plaque", n == 0 ? STR("none") : buf_view(&b));
}

/* What the newest plaque stands for. */
static void
check_plaque_for(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    const struct plaque *list = NULL;
    struct err err;
    size_t n = 0;

    if (p == NULL || plaque_of_subject(x, p->subject, &list, &n, &err) != OK)
        return;
    expect_text(
        r, t, "plaque_for", n == 0 ? STR("none") : list[0].categories);
}

/* --- verdicts --- */

static bool
facts_here(struct run *r, struct act *x, const struct tree *t,
    struct pack_facts *ret, struct err *err)
{
    const struct person *p;
    struct application app;

    if (r->out.facts != NULL) {
        *ret = *r->out.facts;
        return true;
    }
    p = x == NULL ? NULL : run_subject(r);
    if (p == NULL)
        return run_fail(r, t, "这里没有可判断的事实");
    if (run_application(r, x, p, STR_EMPTY, &app, err) != OK ||
        application_facts(x, &app, 0, ret, err) != OK)
        return run_fail(r, t, "%s", err->text);
    return true;
}

static void
check_verdict(struct run *r, struct act *x, const struct tree *t)
{
    static const char *const NAMES[] = { "NOT_MET", "MET", "UNDECIDED" };
    struct pack_facts facts;
    struct err err = { 0 };

    if (t->type == TREE_SCALAR && r->out.has_verdict) {
        expect_text(
            r, t, "verdict", str_of(NAMES[r->out.verdict.outcome]));
        return;
    }
    if (t->type != TREE_MAP) {
        (void)run_fail(r, t, "verdict 应写 {规则: MET}");
        return;
    }
    for (size_t i = 0; i < t->n; i++) {
        if (!facts_here(r, x, t, &facts, &err))
            return;
        r->out.has_verdict = true;
        if (pack_judge(r->a, r->pack, t->keys[i]->text, &facts,
                &r->out.verdict, &err) != OK) {
            (void)run_fail(r, t->keys[i], "%s", err.text);
            return;
        }
        if (!str_eq(t->items[i]->text,
                str_of(NAMES[r->out.verdict.outcome])))
            (void)run_fail(r, t->items[i],
                "规则“" STR_FMT "”应为 " STR_FMT "，实为 %s：" STR_FMT
                " " STR_FMT,
                STR_ARG(t->keys[i]->text), STR_ARG(t->items[i]->text),
                NAMES[r->out.verdict.outcome], STR_ARG(r->out.verdict.why),
                STR_ARG(r->out.verdict.error));
    }
}

static bool
has_verdict(struct run *r, const struct tree *t)
{
    return r->out.has_verdict || run_fail(r, t, "这一步没有判断");
}

static void
check_why(struct run *r, struct act *x, const struct tree *t)
{
    (void)x;
    if (has_verdict(r, t))
        contains(r, t, "why_contains", r->out.verdict.why);
}

static void
check_holds_from(struct run *r, struct act *x, const struct tree *t)
{
    (void)x;
    if (!has_verdict(r, t))
        return;
    if (!str_eq(t->text, STR("never")))
        expect_day(r, t, "holds_from", r->out.verdict.holds_from);
    else if (!r->out.verdict.not_in_ten_years)
        differs(r, t, "holds_from", t->text,
            day_is_none(r->out.verdict.holds_from)
                ? STR("（无）")
                : day_iso(r->a, r->out.verdict.holds_from));
}

static void
list_changes(struct buf *b, const struct pack_change *c)
{
    static const char *const words[] = { "", "都需要：", "任一项：" };

    buf_str(b, c->kind == CHANGE_ONE ? c->text.zh : str_of(words[c->kind]));
    for (size_t i = 0; i < c->n; i++) {
        buf_str(b, i > 0 ? STR("；") : STR(""));
        list_changes(b, &c->parts[i]);
    }
}

/* 都需要：上年服务中小企业数 149，还差 1 家（应 ≥ 150）；… */
static void
check_change(struct run *r, struct act *x, const struct tree *t)
{
    struct buf b;

    (void)x;
    if (!has_verdict(r, t))
        return;
    buf_init(&b, r->a, 64u << 10);
    if (r->out.verdict.change != NULL)
        list_changes(&b, r->out.verdict.change);
    contains(r, t, "change_contains", buf_view(&b));
}

/* Names of the facts that are not known. */
static void
check_missing(struct run *r, struct act *x, const struct tree *t)
{
    struct buf b;

    (void)x;
    if (!has_verdict(r, t))
        return;
    buf_init(&b, r->a, 64u << 10);
    for (size_t i = 0; i < r->out.verdict.n_missing; i++) {
        buf_str(&b, i > 0 ? STR("、") : STR(""));
        buf_str(&b, r->out.verdict.missing[i]);
    }
    contains(r, t, "missing_contains", buf_view(&b));
}

static void
check_value(struct run *r, struct act *x, const struct tree *t)
{
    (void)x;
    if (r->out.has_value)
        expect_text(r, t, "value", feel_show_zh(r->a, &r->out.value));
    else
        (void)run_fail(r, t, "这一步没有值");
}

/* --- days --- */

static void
check_last_day(struct run *r, struct act *x, const struct tree *t)
{
    struct accreditation c;

    if (r->out.has_deadline)
        expect_day(r, t, "last_day", r->out.deadline.last_day);
    else if (x != NULL)
        expect_day(r, t, "last_day", holder(r, x, &c) ? c.last_day : DAY_NONE);
    else
        (void)run_fail(r, t, "这一步没有期限");
}

static void
check_first_day(struct run *r, struct act *x, const struct tree *t)
{
    struct accreditation c;

    if (!r->out.has_deadline) {
        expect_day(r, t, "first_day",
            x != NULL && holder(r, x, &c) ? c.admitted : DAY_NONE);
        return;
    }
    for (size_t i = 0; i < r->out.deadline.n_steps; i++) {
        if (r->out.deadline.steps[i].counted == 1) {
            expect_day(r, t, "first_day", r->out.deadline.steps[i].day);
            return;
        }
    }
    expect_day(r, t, "first_day", day_add_days(r->out.deadline.day_zero, 1));
}

/* Last day on which the open step of the application may be done. */
static void
check_due(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p;
    struct application app;
    struct err err;

    if (r->out.has_deadline) {
        expect_day(r, t, "due", r->out.deadline.last_day);
        return;
    }
    p = x == NULL ? NULL : run_subject(r);
    if (p == NULL || run_application(r, x, p, STR_EMPTY, &app, &err) != OK)
        (void)run_fail(r, t, "这一步没有期限");
    else
        expect_day(r, t, "due",
            app.due_us == 0 ? DAY_NONE : day_of_us(app.due_us - 1));
}

static void
check_skipped(struct run *r, struct act *x, const struct tree *t)
{
    struct buf got, want;

    (void)x;
    if (!r->out.has_deadline) {
        (void)run_fail(r, t, "这一步没有期限");
        return;
    }
    buf_init(&got, r->a, 65536);
    buf_init(&want, r->a, 65536);
    for (size_t i = 0; i < r->out.deadline.n_steps; i++) {
        const struct count_step *s = &r->out.deadline.steps[i];

        if (s->counted == 0) {
            buf_str(&got, day_iso(r->a, s->day));
            buf_byte(&got, ' ');
        }
    }
    for (size_t i = 0; i < t->n; i++) {
        buf_str(&want, t->items[i]->text);
        buf_byte(&want, ' ');
    }
    if (!str_eq(buf_view(&got), buf_view(&want)))
        differs(r, t, "skipped", buf_view(&want), buf_view(&got));
}

/* --- messages --- */

static void
check_messages(struct run *r, struct act *x, const struct tree *t)
{
    const struct person *p = run_subject(r);
    const struct message_row *rows = NULL;
    struct err err = { 0 };
    size_t n = 0;

    if (p == NULL)
        return;
    if (message_of_subject(x, p->subject, &rows, &n, &err) != OK) {
        (void)run_fail(r, t, "%s", err.text);
        return;
    }
    for (size_t k = 0; k < t->n; k++) {
        int64_t count = 0;

        for (size_t i = 0; i < n; i++)
            count += str_eq(rows[i].channel, STR("INBOX")) &&
                     str_eq(rows[i].template_name, t->keys[k]->text);
        expect_int(r, t->items[k],
            arena_cstr(r->a, arena_fmt(r->a, "消息 " STR_FMT,
                                 STR_ARG(t->keys[k]->text))),
            count);
    }
}

/* --- numbers that verbs leave --- */

static bool
check_figure(struct run *r, const struct tree *key, const struct tree *t)
{
    for (size_t i = 0; i < r->out.n_figures; i++) {
        if (str_eq(key->text, str_of(r->out.figures[i].name))) {
            expect_int(r, t, r->out.figures[i].name, r->out.figures[i].value);
            return true;
        }
    }
    for (size_t i = 0; i < r->out.n_words; i++) {
        if (!str_eq(key->text, str_of(r->out.words[i].name)))
            continue;
        if (t->type == TREE_LIST)
            contains(r, t, r->out.words[i].name, r->out.words[i].value);
        else
            expect_text(r, t, r->out.words[i].name, r->out.words[i].value);
        return true;
    }
    return false;
}

static void
check_flag_words(struct run *r, struct act *x, const struct tree *t)
{
    contains(r, t, "flag_contains", expect_flag_words(r, x));
}

/* In the order in which they are made: a verdict before its words. */
static const struct check CHECKS[] = {
    { "error", check_error, false },
    { "text_contains", check_text, false },
    { "field", check_field, false },
    { "verdict", check_verdict, false },
    { "why_contains", check_why, false },
    { "holds_from", check_holds_from, false },
    { "change_contains", check_change, false },
    { "missing_contains", check_missing, false },
    { "value", check_value, false },
    { "state", check_state, true },
    { "accreditation", check_accreditation, true },
    { "called", check_called, true },
    { "public", check_public, true },
    { "rights", check_rights, true },
    { "route", check_route, true },
    { "number", check_number, true },
    { "watch", check_watch, true },
    { "priority", check_priority, true },
    { "again", check_again, true },
    { "plaque", check_plaque, true },
    { "plaque_for", check_plaque_for, true },
    { "last_day", check_last_day, false },
    { "first_day", check_first_day, false },
    { "due", check_due, false },
    { "skipped", check_skipped, false },
    { "messages", check_messages, true },
    { "places", check_places, true },
    { "held", check_held, true },
    { "works_at", check_works_at, true },
    { "published", check_published, true },
    { "drawn", check_drawn, true },
    { "inspectors_of", check_inspectors_of, true },
    { "never", check_never, true },
    { "same_draw", check_same_draw, true },
    { "inspection", check_inspection, true },
    { "rectification", check_rectification, true },
    { "correct_by", check_correct_by, true },
    { "list", expect_list, true },
    { "rows_refused", expect_rows_refused, true },
    { "study", expect_study, true },
    { "rows", expect_rows, true },
    { "flags", expect_flags, true },
    { "flag_contains", check_flag_words, true },
    { "case", check_case_ground, true },
    { "case_state", check_case_state, true },
    { "cases", check_cases, true },
    { "standing", check_standing, true },
    { "entry_flags", check_entry_flags, true },
    { "ban_until", check_ban, true },
    { "task_until", check_task, true },
};
#define N_CHECKS (sizeof(CHECKS) / sizeof(CHECKS[0]))

static void
unknown_key(struct run *r, const struct tree *key)
{
    struct str *names = arena_new_array(r->a, struct str, N_CHECKS);

    for (size_t i = 0; i < N_CHECKS; i++)
        names[i] = str_of(CHECKS[i].name);
    struct str near = nearest_name(r->a, key->text, names, N_CHECKS);
    (void)run_fail(r, key, "这一步没有“" STR_FMT "”可供核对%s" STR_FMT "%s",
        STR_ARG(key->text), near.n > 0 ? "：是否为“" : "", STR_ARG(near),
        near.n > 0 ? "”" : "");
}

static bool
is_check(struct str name)
{
    for (size_t i = 0; i < N_CHECKS; i++) {
        if (str_eq(name, str_of(CHECKS[i].name)))
            return true;
    }
    return false;
}

/* All checks in one reading transaction. */
static enum status
check_all(struct run *r, struct act *x, struct err *err)
{
    const struct tree *expect = tree_get(r->step, STR("expect"));

    (void)err;
    for (size_t c = 0; c < N_CHECKS && !r->failed; c++) {
        const struct tree *t = tree_get(expect, str_of(CHECKS[c].name));

        if (t == NULL)
            continue;
        if (CHECKS[c].reads && x == NULL)
            (void)run_fail(r, t, "“%s”需要先有申请或资格", CHECKS[c].name);
        else
            CHECKS[c].fn(r, x, t);
    }
    return OK;
}

void
expect_check(struct run *r, const struct tree *expect)
{
    struct actor system = actor_system();
    struct err err = { 0 };

    if (expect != NULL && expect->type != TREE_MAP) {
        (void)run_fail(r, expect, "expect 应为“键: 值”");
        return;
    }
    if (r->out.status != OK && tree_get(expect, STR("error")) == NULL) {
        (void)run_fail(r, r->step, "应当成功，实为 %s：%s %s",
            status_name(r->out.status), r->out.err.text, r->out.err.detail);
        return;
    }
    for (size_t i = 0; expect != NULL && i < expect->n && !r->failed; i++) {
        if (!is_check(expect->keys[i]->text) &&
            !check_figure(r, expect->keys[i], expect->items[i]))
            unknown_key(r, expect->keys[i]);
    }
    if (r->failed)
        return;
    if (r->store == NULL)
        (void)check_all(r, NULL, &err);
    else if (run_read(r, &system, check_all, &err) != OK)
        (void)run_fail(r, r->step, "%s %s", err.text, err.detail);
}
