/* What a pack asks of each row: its guards, its place in the year, the yearly
 * report. */
#include "domain/affiliation.h"
#include "domain/assessment.h"
#include "pack/uses.h"
#include "record_private.h"

#define YEAR_MIN 1900
#define YEAR_MAX 2900

enum status
record_holding(struct act *x, int64_t programme_id, int64_t subject_id,
    int64_t year, struct accreditation *ret, bool *ret_found, struct err *err)
{
    struct day until =
        year == 0 ? x->today : day_of_ymd((int)year, 12, 31);
    int64_t id = 0;

    *ret_found = false;
    if (subject_id == 0)
        return OK;
    TRY(record_store_holding(
        x, subject_id, programme_id, until, &id, err));
    if (id == 0)
        return OK;
    *ret_found = true;
    return accreditation_load(x, subject_id, id, ret, err);
}

/* --- facts --- */

static struct json *
copy(struct arena *a, const struct json *o)
{
    struct json *c = json_new(a, JSON_OBJECT);

    for (size_t i = 0; o != NULL && i < o->n; i++)
        json_set(a, c, o->keys[i], o->items[i]);
    return c;
}

static bool
has_key(const struct json *o, struct str key)
{
    for (size_t i = 0; i < o->n; i++) {
        if (str_eq(o->keys[i], key))
            return true;
    }
    return false;
}

/* What the holder answered when it applied, as far as the rule looks at it and
 * the row says nothing of that name: its roster, for one. */
static enum status
applied_facts(struct act *x, const struct programme *p,
    const struct accreditation *c, const struct record *r, struct str rule,
    struct json *extra, struct err *err)
{
    const struct pack_procedure *apply = pack_procedure(p->pack, STR("apply"));
    const struct pack_form *form =
        apply == NULL ? NULL : pack_form(p->pack, apply->form);
    const struct json *answers = NULL;
    struct application app;

    for (size_t s = 0; form != NULL && s < form->n_sections; s++) {
        for (size_t i = 0; i < form->sections[s].n_fields; i++) {
            struct str name = form->sections[s].fields[i].name;

            if (!pack_fact_used(p->pack, rule, name) ||
                has_key(r->content, name) || has_key(extra, name))
                continue;
            if (answers == NULL) {
                TRY(application_load(
                    x, c->subject_id, c->application_id, &app, err));
                TRY(application_answers(x, &app, &answers, err));
            }
            json_set(x->a, extra, name, json_get(answers, name));
        }
    }
    return OK;
}

/* A row's fields, what is known of the holder, and the registers. */
enum status
record_row_facts(struct act *x, const struct programme *p,
    const struct record *r, int64_t year, struct str rule,
    struct pack_facts *ret, struct err *err)
{
    struct accreditation c = { .programme_id = p->id,
        .admitted = DAY_NONE,
        .last_day = DAY_NONE,
        .ended = DAY_NONE,
        .last_activity = DAY_NONE };
    bool found = false;

    TRY(record_holding(x, p->id, r->subject_id, year, &c, &found, err));
    *ret = holder_facts(x, &c, x->today);
    struct json *extra = found ? copy(x->a, ret->extra)
                               : json_new(x->a, JSON_OBJECT);
    if (found)
        json_set(x->a, extra, STR("状态"),
            json_text(x->a, accreditation_state_name(
                                accreditation_state_on(&c, x->today))));
    if (found && c.application_id != 0 && rule.n > 0)
        TRY(applied_facts(x, p, &c, r, rule, extra, err));
    TRY(affiliation_facts(x, found ? &c : NULL, NULL, extra, err));
    TRY(record_facts(x, p, r->subject_id, rule, extra, err));
    TRY(record_report_facts(x, p, r->subject_id,
        year != 0 ? year : record_report_year(x->today), extra, err));
    ret->answers = r->content;
    ret->extra = extra;
    return OK;
}

/* --- guards --- */

static bool
judged_now(const struct pack_guard *g, struct str state)
{
    for (size_t i = 0; i < g->n_states; i++) {
        if (str_eq(g->states[i], state))
            return true;
    }
    return g->n_states == 0 && state.n == 0;
}

static struct str
words(struct act *x, const struct pack_verdict *v)
{
    struct buf b;

    if (v->outcome != UNDECIDED || v->n_missing == 0)
        return v->error.n > 0 ? v->error : v->why;
    buf_init(&b, x->a, 8192);
    buf_lit(&b, "尚不能判断，缺少");
    for (size_t i = 0; i < v->n_missing; i++) {
        buf_str(&b, i > 0 ? STR("、") : STR_EMPTY);
        buf_str(&b, v->sources != NULL ? v->sources[i].label.zh
                                       : v->missing[i]);
    }
    return buf_view(&b);
}

static struct str
cite_of(const struct pack *p, struct str clause)
{
    const struct pack_clause *c = pack_clause(p, clause);

    return c == NULL ? clause : c->cite;
}

void
record_add_flag(struct act *x, struct record *r, struct str rule, struct str clause,
    struct str why, const char *kind)
{
    struct json *list = json_new(x->a, JSON_LIST);
    struct json *o = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; r->flags != NULL && i < r->flags->n; i++)
        json_push(x->a, list, r->flags->items[i]);
    json_set(x->a, o, STR("rule"), json_text(x->a, rule));
    json_set(x->a, o, STR("clause"), json_text(x->a, clause));
    json_set(x->a, o, STR("why"), json_text(x->a, why));
    json_set(x->a, o, STR("kind"), json_text(x->a, str_of(kind)));
    json_set(x->a, o, STR("day"), json_text(x->a, day_iso(x->a, x->today)));
    json_push(x->a, list, o);
    r->flags = list;
}

/* A field of the row that the rule names as evidence, for the page. */
static struct str
field_of(const struct pack *p, const struct pack_record *k,
    const struct pack_rule *rule)
{
    const struct pack_form *form = pack_form(p, k->form);

    for (size_t i = rule->n_evidence; i > 0; i--) {
        if (form != NULL && form_field(form, rule->evidence[i - 1]) != NULL)
            return rule->evidence[i - 1];
    }
    return STR_EMPTY;
}

static enum status
one_guard(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r,
    const struct pack_guard *g, struct err *err)
{
    struct pack_facts f;
    struct pack_verdict v;

    TRY(record_row_facts(x, p, r, 0, g->rule, &f, err));
    TRY(pack_judge(x->a, p->pack, g->rule, &f, &v, err));
    if (v.outcome == MET)
        return OK;
    struct str why = words(x, &v);
    if (g->otherwise == GUARD_REFUSE)
        return err_field(err, ERR_INPUT, field_of(p->pack, k, v.rule),
            "不符合“" STR_FMT "”：" STR_FMT "（" STR_FMT "）" STR_FMT,
            STR_ARG(v.rule->title.zh), STR_ARG(why),
            STR_ARG(cite_of(p->pack, g->clause)),
            STR_ARG(v.rule->help.zh));
    /* What cannot be judged is no breach yet. */
    bool breach = g->otherwise == GUARD_BREACH && v.outcome == NOT_MET;
    record_add_flag(x, r, g->rule, g->clause, why, breach ? "BREACH" : "FLAG");
    if (!breach)
        return OK;
    return record_breach(x, p, r->subject_id, g->breach,
        arena_fmt(x->a, STR_FMT "：" STR_FMT "（" STR_FMT "）",
            STR_ARG(k->title.zh), STR_ARG(why),
            STR_ARG(cite_of(p->pack, g->clause))),
        err);
}

enum status
record_guard(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, struct str state,
    struct err *err)
{
    for (size_t i = 0; i < k->n_guards; i++) {
        if (judged_now(&k->guards[i], state))
            TRY(one_guard(x, p, k, r, &k->guards[i], err));
    }
    return OK;
}

enum status
record_verdicts(struct act *x, const struct record *r,
    const struct pack_verdict **ret, size_t *ret_n, struct err *err)
{
    const struct programme *p = domain_programme(x->d, r->programme_id);
    const struct pack_record *k =
        p == NULL ? NULL : pack_record(p->pack, r->kind);
    VEC_OF(struct pack_verdict) v = { 0 };

    for (size_t i = 0; k != NULL && i < k->n_guards; i++) {
        struct pack_facts f;

        if (!judged_now(&k->guards[i], STR_EMPTY) &&
            !judged_now(&k->guards[i], r->state))
            continue;
        TRY(record_row_facts(x, p, r, 0, k->guards[i].rule, &f, err));
        TRY(pack_judge(x->a, p->pack, k->guards[i].rule, &f,
            VEC_PUSH(x->a, &v), err));
    }
    *ret = v.p;
    *ret_n = v.n;
    return OK;
}

/* --- the year --- */

int64_t
record_year(const struct pack *p, const struct pack_record *k,
    const struct json *content)
{
    const struct pack_form *form = pack_form(p, k->form);
    const struct pack_field *f = form == NULL || k->day_field.n == 0
                                     ? NULL
                                     : form_field(form, k->day_field);
    const struct json *v = f == NULL ? NULL : json_get(content, f->name);
    struct day d = DAY_NONE;
    struct err err;

    if (v == NULL || json_is_null(v))
        return 0;
    if (f->type == FIELD_INTEGER)
        return json_int(v, 0);
    return day_parse(json_str(v), &d, &err) == OK ? day_ymd(d).year : 0;
}

static bool
same_value(const struct json *v, const struct json *w)
{
    return v->type == w->type && !json_is_null(v) &&
           str_eq(json_str(v), json_str(w)) &&
           json_int(v, 0) == json_int(w, 0);
}

static bool
same_row(const struct pack_record *k, const struct record *a,
    const struct record *b)
{
    for (size_t i = 0; i < k->n_unique; i++) {
        if (!same_value(json_get(a->content, k->unique[i]),
                json_get(b->content, k->unique[i])))
            return false;
    }
    return k->n_unique > 0;
}

static enum status
check_unique(struct act *x, const struct pack_record *k,
    const struct record *r, struct err *err)
{
    const struct record *list = NULL;
    size_t n = 0;

    if (k->n_unique == 0)
        return OK;
    TRY(record_store_of(
        x, r->programme_id, r->subject_id, k->name, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].id != r->corrects && !list[i].corrected &&
            list[i].subject_id == r->subject_id &&
            !str_eq(list[i].state, STR("CLOSED")) &&
            same_row(k, &list[i], r))
            return err_field(err, ERR_CONFLICT, k->unique[k->n_unique - 1],
                "同样的“" STR_FMT "”已于 " STR_FMT
                " 登记，有误的请更正那一条",
                STR_ARG(k->title.zh),
                STR_ARG(day_iso(x->a, day_of_us(list[i].created_us))));
    }
    return OK;
}

static enum status
check_frozen(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r, struct err *err)
{
    struct json *facts = json_new(x->a, JSON_OBJECT);
    int64_t year = record_year(p->pack, k, r->content);

    if (k->frozen_by.n == 0 || year == 0 || r->corrects != 0)
        return OK;
    TRY(record_report_facts(x, p, r->subject_id, year, facts, err));
    const struct json *filed = json_get(facts, STR("年度报告提交日"));
    if (json_is_null(filed))
        return OK;
    return err_field(err, ERR_CONFLICT, k->day_field,
        "%lld 年度的报告已于 " STR_FMT
        " 提交，该年度的档案不再增加，只能对有误的记录作更正（" STR_FMT "）",
        (long long)year, STR_ARG(json_str(filed)),
        STR_ARG(cite_of(p->pack, k->clause)));
}

enum status
record_check_place(struct act *x, const struct programme *p,
    const struct pack_record *k, const struct record *r, struct err *err)
{
    TRY(check_unique(x, k, r, err));
    return check_frozen(x, p, k, r, err);
}

/* --- the yearly report --- */

static enum status
check_reported(struct act *x, const struct programme *p,
    const struct pack_duty *d, const struct record *r, int64_t year,
    struct err *err)
{
    struct json *facts = json_new(x->a, JSON_OBJECT);

    if (r->corrects != 0)
        return OK;
    TRY(record_report_facts(x, p, r->subject_id, year, facts, err));
    const struct json *filed = json_get(facts, STR("年度报告提交日"));
    if (json_is_null(filed))
        return OK;
    return err_field(err, ERR_CONFLICT, d->year_field,
        "%lld 年度的报告已于 " STR_FMT " 提交，有误的请作更正",
        (long long)year, STR_ARG(json_str(filed)));
}

static enum status
check_bound(struct act *x, const struct programme *p,
    const struct pack_duty *d, const struct record *r, int64_t year,
    struct err *err)
{
    struct accreditation c;
    struct pack_facts f;
    struct pack_verdict v;
    bool found = false;

    TRY(record_holding(x, p->id, r->subject_id, year, &c, &found, err));
    if (!found)
        return err_field(err, ERR_INPUT, d->year_field,
            "%lld 年没有有效的资格，不提交该年度的报告（" STR_FMT "）",
            (long long)year, STR_ARG(cite_of(p->pack, d->clause)));
    if (!day_is_none(c.ended) &&
        day_cmp(c.ended, day_of_ymd((int)year, 1, 1)) < 0)
        return err_field(err, ERR_INPUT, d->year_field,
            "资格已于 " STR_FMT
            " 终止，%lld 年没有有效的资格，不提交该年度的报告（" STR_FMT "）",
            STR_ARG(day_iso(x->a, c.ended)), (long long)year,
            STR_ARG(cite_of(p->pack, d->clause)));
    if (d->due_if.n == 0)
        return OK;
    TRY(record_row_facts(x, p, r, year, d->due_if, &f, err));
    TRY(pack_judge(x->a, p->pack, d->due_if, &f, &v, err));
    if (v.outcome == MET)
        return OK;
    return err_field(err, ERR_INPUT, d->year_field,
        "%lld 年没有有效的资格，不提交该年度的报告：" STR_FMT "（" STR_FMT
        "）",
        (long long)year, STR_ARG(words(x, &v)),
        STR_ARG(cite_of(p->pack, d->clause)));
}

enum status
record_check_report(struct act *x, const struct programme *p,
    const struct pack_record *k, struct record *r, struct err *err)
{
    const struct pack_duty *d = report_duty(p->pack, k);
    int64_t year;

    if (d == NULL)
        return OK;
    year = json_int(json_get(r->content, d->year_field), 0);
    if (year < YEAR_MIN || year > YEAR_MAX)
        return err_field(err, ERR_INPUT, d->year_field, "请填写报告年度");
    if (r->subject_id == 0)
        return err_field(err, ERR_INPUT, d->year_field,
            "年度报告应写明是谁的报告");
    TRY(check_bound(x, p, d, r, year, err));
    if (day_cmp(x->today, day_of_ymd((int)year, 12, 31)) <= 0)
        return err_field(err, ERR_INPUT, d->year_field,
            "%lld 年尚未结束，应自 %lld-01-01 起提交该年度的报告",
            (long long)year, (long long)year + 1);
    TRY(check_reported(x, p, d, r, year, err));
    struct day due = duty_due_day(d, year);
    if (r->corrects == 0 && !day_is_none(due) && day_cmp(x->today, due) > 0)
        record_add_flag(x, r, d->name, d->clause,
            arena_fmt(x->a,
                "应于 " STR_FMT " 24:00 前提交，实为 " STR_FMT
                "，逾期 %d 天",
                STR_ARG(day_iso(x->a, due)), STR_ARG(day_iso(x->a, x->today)),
                x->today.n - due.n),
            "LATE");
    return OK;
}
