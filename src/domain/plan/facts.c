/* What a plan says to an application, and the place its approval takes. */
#include "plan_private.h"

/* --- where a unit stands today --- */

struct standing {
    const struct programme *p;
    const struct pack_planning *q;
    int64_t year;
    struct plan plan;
    bool found;            /* the code is one of the units */
    bool in_plan;          /* the newest issued version has a line for it */
    struct plan_row row;   /* headcount of that line, figures in force */
};

static bool
takes_places(const struct plan *p)
{
    return p->state == PLAN_ISSUED || p->state == PLAN_AMENDED;
}

static enum status
find_line(struct act *x, struct standing *s, struct err *err)
{
    struct plan_issue issue;

    if (s->plan.issues == 0)
        return OK;
    TRY(plan_issue_get(x, &s->plan, 0, &issue, err));
    const struct json *lines = json_get(issue.content, STR("lines"));
    for (size_t i = 0; i < lines->n; i++) {
        const struct json *o = lines->items[i];

        if (!str_eq(json_str(json_get(o, STR("unit"))), s->row.unit.code))
            continue;
        s->in_plan = true;
        s->row.headcount = json_int(json_get(o, STR("headcount")), 0);
        s->row.rural = json_int(json_get(o, STR("rural")), -1);
    }
    return OK;
}

static enum status
stand(struct act *x, const struct programme *p, struct str unit,
    struct standing *ret, struct err *err)
{
    *ret = (struct standing){ .p = p,
        .q = p->pack->planning,
        .year = day_ymd(x->today).year,
        .row.rural = -1 };
    ret->found = plan_unit_find(x, ret->q, unit, x->today, &ret->row.unit,
                     NULL) == OK;
    if (!ret->found)
        return OK;
    TRY(plan_store_get(x, p->id, ret->year, &ret->plan, err));
    TRY(entry_in_force(x, p->id, ret->year, ret->row.unit.code,
        &ret->row.figures, err));
    row_ratios(x, p, ret->q, ret->year, &ret->row);
    TRY(find_line(x, ret, err));
    return row_places(x, p->id, ret->year, &ret->row, 1, err);
}

/* --- facts --- */

struct telling {
    struct arena *a;
    struct json *extra;
};

static void
tell(const struct telling *t, struct str name, const struct json *v)
{
    json_set(t->a, t->extra, arena_join(t->a, STR(PLAN_FACTS), name), v);
}

static void
tell_number(const struct telling *t, const char *name, int64_t v)
{
    tell(t, str_of(name), json_number(t->a, v));
}

static void
tell_flag(const struct telling *t, const char *name, bool v)
{
    tell(t, str_of(name), json_boolean(t->a, v));
}

static void
tell_figures(const struct telling *t, const struct standing *s)
{
    const struct pack_form *form =
        pack_form(s->p->pack, s->q->form);
    const struct json *answers = s->row.figures.answers;

    for (size_t i = 0; answers != NULL && i < answers->n; i++) {
        const struct pack_field *f = form_field(form, answers->keys[i]);

        if (f != NULL &&
            (f->type == FIELD_INTEGER || f->type == FIELD_YES_NO))
            tell(t, f->name, answers->items[i]);
    }
}

/* Cut after ten decimals, so that it compares with a threshold as the exact
 * ratio does. */
static struct str
ratio_digits(struct arena *a, const struct plan_passport *p)
{
    int64_t top = p->numerator * p->ratio->per;
    int64_t rest = top % p->denominator;
    int64_t part = 0;

    for (int i = 0; i < 10; i++) {
        rest *= 10;
        part = part * 10 + rest / p->denominator;
        rest %= p->denominator;
    }
    return arena_fmt(
        a, "%lld.%010lld", (long long)(top / p->denominator),
        (long long)part);
}

static void
tell_ratios(struct act *x, const struct telling *t, const struct standing *s)
{
    for (size_t i = 0; i < s->q->n_ratios; i++) {
        const struct pack_ratio *r = &s->q->ratios[i];
        struct plan_passport p;

        plan_ratio(x->a, s->p->pack, r, s->p->readings,
            s->row.figures.answers, &p);
        if (!p.known)
            continue;
        tell(t, r->name, json_decimal(x->a, ratio_digits(x->a, &p)));
        tell(t, arena_join(x->a, r->name, STR(".已达标")),
            json_boolean(x->a, p.reached));
    }
    if (s->row.gate.known)
        tell_flag(t, "已达标", s->row.gate.reached);
    if (s->row.target.known)
        tell_number(t, "缺口", s->row.target.gap);
}

/* "计划 5 名，已用 5 名（执业核准 4 名、变更执业机构 1 名），剩余 0 名" */
static enum status
places_text(struct act *x, const struct standing *s, int64_t but,
    struct str *ret, struct err *err)
{
    struct str title = plan_called(x->a, s->q, s->year), by = STR_EMPTY;
    const struct place_kind *list = NULL;
    size_t n = 0;

    struct err why = { 0 };

    if (plan_unit_require(x, &s->row.unit, x->today, &why) != OK)
        *ret = arena_fmt(x->a,
            "%s；机构和申请须先由" STR_FMT "转至现在的区划", why.text,
            STR_ARG(s->p->authority));
    else if (!takes_places(&s->plan))
        *ret = arena_fmt(x->a, STR_FMT "现为“" STR_FMT "”，没有下达的名额",
            STR_ARG(title), STR_ARG(plan_state_title(s->plan.state)));
    else if (!s->in_plan)
        *ret = arena_fmt(x->a, STR_FMT "中没有" STR_FMT "，须先修订计划",
            STR_ARG(title), STR_ARG(s->row.unit.name));
    if (ret->n > 0)
        return OK;
    TRY(place_kinds(x, s->p->id,
        place_name(x->a, s->year, s->row.unit.code, false), but, &list, &n,
        err));
    for (size_t i = 0; i < n; i++) {
        const struct pack_procedure *p =
            pack_procedure(s->p->pack, list[i].procedure);

        by = arena_fmt(x->a, STR_FMT "%s" STR_FMT " %lld 名", STR_ARG(by),
            i == 0 ? "（" : "、",
            STR_ARG(p == NULL ? STR("其他") : p->title.zh),
            (long long)list[i].n);
    }
    if (s->row.beyond > 0)
        by = arena_fmt(x->a, STR_FMT "，其中例外批准 %lld 名", STR_ARG(by),
            (long long)s->row.beyond);
    *ret = arena_fmt(x->a,
        STR_FMT " " STR_FMT "：计划 %lld 名，已用 %lld 名" STR_FMT
                "%s，剩余 %lld 名",
        STR_ARG(s->row.unit.name), STR_ARG(title),
        (long long)s->row.headcount, (long long)s->row.used, STR_ARG(by),
        by.n > 0 ? "）" : "", (long long)s->row.left);
    return OK;
}

static enum status
tell_note(struct act *x, const struct telling *t, const struct standing *s,
    struct err *err)
{
    struct str text = STR_EMPTY;

    TRY(places_text(x, s, 0, &text, err));
    tell(t, STR("剩余名额" PACK_NOTE), json_text(t->a, text));
    if (!s->row.unit.exists || !takes_places(&s->plan) || !s->in_plan)
        tell(t, STR("已下达" PACK_NOTE), json_text(t->a, text));
    return OK;
}

static void
tell_places(const struct telling *t, const struct standing *s)
{
    bool open =
        s->row.unit.exists && takes_places(&s->plan) && s->in_plan;

    tell(t, STR("计划状态"),
        json_text(t->a, plan_state_name(s->plan.state)));
    tell_flag(t, "已下达", open);
    tell_number(t, "计划名额", s->in_plan ? s->row.headcount : 0);
    tell_number(t, "已用名额", s->row.used);
    tell_number(t, "剩余名额", open ? s->row.left : 0);
    tell_number(t, "农村已用名额", s->row.rural_used);
}

enum status
plan_facts(struct act *x, const struct programme *p, struct str unit,
    struct str from, bool rural, struct json *extra, struct err *err)
{
    struct telling t = { x->a, extra };
    struct plan_unit left;
    struct standing s;
    bool moves = false;

    if (unit.n == 0)
        return OK;
    TRY(stand(x, p, unit, &s, err));
    tell(&t, STR("单位"),
        json_text(x->a, s.found ? s.row.unit.code : unit));
    tell_number(&t, "年度", s.year);
    tell_flag(&t, "单位存在", s.found && s.row.unit.exists);
    if (!s.found)
        return OK;
    if (from.n > 0)
        moves = plan_unit_find(x, s.q, from, x->today, &left, NULL) != OK ||
                !str_eq(left.code, s.row.unit.code);
    tell(&t, STR("单位名称"), json_text(x->a, s.row.unit.name));
    tell_figures(&t, &s);
    tell_ratios(x, &t, &s);
    tell_places(&t, &s);
    TRY(tell_note(x, &t, &s, err));
    tell_flag(&t, "农村占比足",
        plan_rural_kept(p->pack, s.row.rural_used + (rural ? 1 : 0),
            s.row.used + 1));
    tell_flag(&t, "跨单位", moves);
    tell_flag(&t, "占用名额", from.n == 0 || moves);
    return OK;
}

/* --- of an application --- */

/* A fact or rule of the pack by name. A rule that is a condition: yes or no;
 * not known: empty. */
static enum status
fact_of(struct act *x, const struct pack *p, const struct pack_facts *facts,
    struct str name, struct str *ret_text, bool *ret_flag, struct err *err)
{
    const struct pack_rule *rule = name.n == 0 ? NULL : pack_rule(p, name);
    const struct json *v;

    *ret_text = STR_EMPTY;
    *ret_flag = false;
    if (name.n == 0)
        return OK;
    if (rule != NULL && rule->kind != RULE_VALUE) {
        enum outcome outcome = UNDECIDED;

        TRY(pack_outcome(x->a, p, name, facts, &outcome, err));
        *ret_flag = outcome == MET;
        return OK;
    }
    if (rule != NULL) {
        struct feel_value value;

        TRY(pack_value(x->a, p, name, facts, &value, err));
        if (value.type == FEEL_STRING)
            *ret_text = value.string;
        *ret_flag = value.type == FEEL_BOOLEAN && value.boolean;
        return OK;
    }
    v = json_get(facts->answers, name);
    if (json_is_null(v) && facts->extra != NULL)
        v = json_get(facts->extra, name);
    *ret_text = json_str(v);
    *ret_flag = json_bool(v);
    return OK;
}

struct asked {
    const struct pack_take *take;
    struct str unit, from;
    bool rural, beyond;
};

static enum status
ask(struct act *x, const struct application *app,
    const struct pack_facts *facts, bool whole, struct asked *ret,
    struct err *err)
{
    const struct pack_take *t =
        planning_take(app->pack->planning, app->procedure);
    struct str text;
    bool flag;

    *ret = (struct asked){ .take = t };
    if (t == NULL)
        return OK;
    TRY(fact_of(x, app->pack, facts, t->unit, &ret->unit, &flag, err));
    TRY(fact_of(x, app->pack, facts, t->from, &ret->from, &flag, err));
    TRY(fact_of(x, app->pack, facts, t->rural, &text, &ret->rural, err));
    if (whole) /* may rest on the facts of the plan itself */
        TRY(fact_of(x, app->pack, facts, t->unless, &text, &ret->beyond, err));
    return OK;
}

enum status
plan_application_facts(struct act *x, const struct application *app,
    struct pack_facts *facts, struct json *extra, struct err *err)
{
    const struct programme *p = domain_programme(x->d, app->programme_id);
    struct pack_facts now = *facts;
    struct asked q;

    if (p == NULL || p->pack->planning == NULL)
        return OK;
    now.extra = extra;
    TRY(ask(x, app, &now, false, &q, err));
    if (q.take == NULL)
        return OK;
    return plan_facts(x, p, q.unit, q.from, q.rural, extra, err);
}

/* --- taking a place --- */

static enum status
refuse(const struct standing *s, struct str why, struct str clause,
    struct err *err)
{
    return err_set(err, ERR_CONFLICT,
        "不能核准：" STR_FMT "；依据" STR_FMT, STR_ARG(why),
        STR_ARG(pack_cite(s->p->pack, clause)));
}

static enum status
check_open(struct act *x, const struct standing *s, struct err *err)
{
    struct str title = plan_called(x->a, s->q, s->year);

    if (!takes_places(&s->plan))
        return refuse(s,
            arena_fmt(x->a, STR_FMT "现为“" STR_FMT "”，没有可用的名额",
                STR_ARG(title), STR_ARG(plan_state_title(s->plan.state))),
            s->q->clause, err);
    if (!s->in_plan)
        return refuse(s,
            arena_fmt(x->a, STR_FMT "中没有" STR_FMT "，须先修订计划",
                STR_ARG(title), STR_ARG(s->row.unit.name)),
            s->q->clause, err);
    return OK;
}

static enum status
check_gate(struct act *x, const struct standing *s, struct err *err)
{
    const struct plan_passport *g = &s->row.gate;

    if (!g->known)
        return refuse(
            s, plan_passport_text(x->a, g), g->ratio->clause, err);
    if (!g->reached)
        return OK;
    return refuse(s,
        arena_fmt(x->a, STR_FMT "“" STR_FMT "”已达到 " STR_FMT "（" STR_FMT
                        "）",
            STR_ARG(s->row.unit.name), STR_ARG(g->ratio->title.zh),
            STR_ARG(g->ratio->threshold), STR_ARG(g->arithmetic)),
        g->ratio->clause, err);
}

static enum status
refuse_full(struct act *x, struct standing *s, const struct plan_taking *t,
    struct err *err)
{
    struct str text = STR_EMPTY;

    /* As it stands now, not as it was read: another officer was faster. */
    TRY(row_places(x, s->p->id, s->year, &s->row, 1, err));
    TRY(places_text(x, s, t->subject_id, &text, err));
    return refuse(s,
        arena_fmt(x->a, "名额已用完（%lld/%lld）：" STR_FMT,
            (long long)s->row.used, (long long)s->row.headcount,
            STR_ARG(text)),
        t->clause.n > 0 ? t->clause : s->q->clause, err);
}

static enum status
take(struct act *x, struct standing *s, const struct plan_taking *t,
    struct err *err)
{
    struct place_claim p = { .programme_id = s->p->id,
        .of = place_name(x->a, s->year, s->row.unit.code, false),
        .subject_id = t->subject_id,
        .application_id = t->application_id };
    bool over = t->beyond && s->row.left == 0;
    bool taken = false;

    TRY(place_take(x, &p, s->row.headcount,
        over ? t->application_id : 0, &taken, err));
    if (!taken)
        return refuse_full(x, s, t, err);
    if (t->rural) {
        p.of = place_name(x->a, s->year, s->row.unit.code, true);
        TRY(place_take(x, &p, INT64_MAX, 0, &taken, err));
    }
    return audit_add(x,
        &(struct audit_line){ .programme_id = s->p->id,
            .subject_id = t->subject_id,
            .object_kind = "plan",
            .object_id = s->plan.id,
            .event = over ? "take-place-beyond" : "take-place",
            .reason = arena_fmt(x->a, STR_FMT " " STR_FMT "%s",
                STR_ARG(s->row.unit.name),
                STR_ARG(plan_called(x->a, s->q, s->year)),
                t->rural ? "（农村）" : ""),
            .clause = t->clause.n > 0 ? t->clause : s->q->clause },
        err);
}

enum status
plan_take(struct act *x, const struct plan_taking *t, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_planning *q = NULL;
    struct standing s;
    bool has = false;

    TRY(planning_of(x, t->programme_id, &p, &q, err));
    TRY(stand(x, p, t->unit, &s, err));
    if (!s.found)
        return err_set(err, ERR_CONFLICT,
            "不能核准：“" STR_FMT "”不是计划单元", STR_ARG(t->unit));
    TRY(place_has(x, p->id,
        place_name(x->a, s.year, s.row.unit.code, false), t->subject_id, &has,
        err));
    if (has)
        return OK;
    TRY(plan_unit_require(x, &s.row.unit, x->today, err));
    if (!t->beyond) {
        TRY(check_gate(x, &s, err));
        TRY(check_open(x, &s, err));
    }
    return take(x, &s, t, err);
}

enum status
plan_take_application(
    struct act *x, const struct application *app, struct err *err)
{
    struct pack_facts facts;
    struct plan_unit to, left;
    struct asked q;

    if (planning_take(app->pack->planning, app->procedure) == NULL)
        return OK;
    TRY(application_facts(x, app, app->versions, &facts, err));
    TRY(ask(x, app, &facts, true, &q, err));
    if (q.unit.n == 0)
        return err_set(err, ERR_CONFLICT,
            "不能核准：没有填写“" STR_FMT "”，无法核对计划名额",
            STR_ARG(q.take->unit));
    if (q.from.n > 0 &&
        plan_unit_find(x, app->pack->planning, q.unit, x->today, &to,
            NULL) == OK &&
        plan_unit_find(x, app->pack->planning, q.from, x->today, &left,
            NULL) == OK &&
        str_eq(to.code, left.code))
        return OK;
    return plan_take(x,
        &(struct plan_taking){ .programme_id = app->programme_id,
            .subject_id = app->subject_id,
            .application_id = app->id,
            .unit = q.unit,
            .rural = q.rural,
            .beyond = q.beyond,
            .clause = q.take->clause },
        err);
}
