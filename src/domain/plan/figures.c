/* Figures of a unit and year, as entered. */
#include "plan_private.h"

/* --- who --- */

enum status
planning_of(struct act *x, int64_t programme_id,
    const struct programme **ret, const struct pack_planning **ret_planning,
    struct err *err)
{
    const struct programme *p = domain_programme(x->d, programme_id);

    if (p == NULL || p->pack->planning == NULL)
        return err_set(err, ERR_NOT_FOUND, "这个项目不编制发展计划");
    *ret = p;
    *ret_planning = p->pack->planning;
    return OK;
}

bool
plan_is_authority(struct act *x, const struct programme *p)
{
    const struct pack_planning *q = p->pack->planning;

    return may_in(x, MAY_DECIDE, p->id, q->units->within);
}

enum status
require_authority(struct act *x, const struct programme *p,
    const struct pack_planning *q, struct err *err)
{
    if (plan_is_authority(x, p))
        return OK;
    return err_set(err, ERR_DENIED,
        "汇总、下达、修订和终结" STR_FMT "由" STR_FMT "办理，您的账号没有这一权限",
        STR_ARG(q->title.zh), STR_ARG(p->authority));
}

bool
plan_may_enter(struct act *x, const struct programme *p,
    const struct plan *plan, struct str unit)
{
    if (plan->state == PLAN_CLOSED)
        return false;
    if (plan_is_authority(x, p))
        return true;
    return may_in(x, MAY_REVIEW, p->id, unit) &&
           (plan->state == PLAN_NONE || plan->state == PLAN_DRAFT_COUNTY);
}

bool
plan_row_open(struct act *x, const struct programme *p,
    const struct plan *plan, const struct plan_row *row)
{
    return plan_may_enter(x, p, plan, row->unit.code) ||
           (plan->state == PLAN_COMPILED_MUNICIPAL &&
               row->proposal.returned_us > 0 &&
               may_in(x, MAY_REVIEW, p->id, row->unit.code));
}

struct str
plan_called(struct arena *a, const struct pack_planning *q, int64_t year)
{
    return arena_fmt(
        a, "%lld 年" STR_FMT, (long long)year, STR_ARG(q->title.zh));
}

/* --- what may be entered --- */

static enum status
check_number(struct act *x, const struct pack_field *f,
    const struct json *v, struct err *err)
{
    bool bounded = f->min != 0 || f->has_max;
    int64_t max = f->has_max && f->max < PLAN_FIGURE_MAX ? f->max
                                                         : PLAN_FIGURE_MAX;

    if (json_is_null(v))
        return OK;
    if (v->type != JSON_INT)
        return err_field(err, ERR_INPUT, f->name,
            "“" STR_FMT "”应为整数，现为“" STR_FMT "”；不知道时请留空",
            STR_ARG(f->label.zh), STR_ARG(json_str(v)));
    if (v->i < 0 || v->i > max || (bounded && v->i < f->min))
        return err_field(err, ERR_INPUT, f->name,
            "“" STR_FMT "”应为 %lld 到 %lld，现为 %lld；不知道时请留空",
            STR_ARG(f->label.zh),
            (long long)(bounded && f->min > 0 ? f->min : 0), (long long)max,
            (long long)v->i);
    (void)x;
    return OK;
}

static enum status
check_denominators(struct act *x, const struct pack *p,
    const struct json *answers, struct err *err)
{
    const struct pack_form *form = pack_form(p, p->planning->form);

    for (size_t i = 0; i < p->planning->n_ratios; i++) {
        struct str field = p->planning->ratios[i].denominator;
        int64_t v = 1;

        if (figure_of(answers, field, &v) && v == 0)
            return err_field(err, ERR_INPUT, field,
                "“" STR_FMT "”应大于 0：它是“" STR_FMT
                "”的分母，不知道时请留空，不要填 0",
                STR_ARG(form_field(form, field)->label.zh),
                STR_ARG(p->planning->ratios[i].title.zh));
    }
    (void)x;
    return OK;
}

/* Where figures stand, their day and source stand. */
static enum status
check_origin(struct act *x, const struct pack_planning *q, int64_t year,
    const struct json *answers, struct err *err)
{
    struct day last = day_of_ymd((int)year, 12, 31);
    struct str day = json_str(json_get(answers, q->as_of));
    struct day on;

    if (day.n == 0)
        return err_field(err, ERR_INPUT, q->as_of,
            "请填写“" STR_FMT "”：数据截至哪一天", STR_ARG(q->as_of));
    TRY(day_parse(day, &on, err));
    if (day_cmp(on, x->today) > 0)
        return err_field(err, ERR_INPUT, q->as_of,
            "“" STR_FMT "”不能晚于今天 " STR_FMT "，现为 " STR_FMT,
            STR_ARG(q->as_of), STR_ARG(day_iso(x->a, x->today)),
            STR_ARG(day_iso(x->a, on)));
    if (day_cmp(on, last) > 0)
        return err_field(err, ERR_INPUT, q->as_of,
            "“" STR_FMT "”不能晚于计划年度的 " STR_FMT "，现为 " STR_FMT,
            STR_ARG(q->as_of), STR_ARG(day_iso(x->a, last)),
            STR_ARG(day_iso(x->a, on)));
    if (str_trim(json_str(json_get(answers, q->source))).n == 0)
        return err_field(err, ERR_INPUT, q->source,
            "请填写“" STR_FMT "”：数据出自哪里", STR_ARG(q->source));
    return OK;
}

static enum status
check_rural(const struct pack_planning *q, const struct json *answers,
    struct err *err)
{
    int64_t all = 0, rural = 0;

    if (figure_of(answers, q->headcount, &all) &&
        figure_of(answers, q->rural, &rural) && rural > all)
        return err_field(err, ERR_INPUT, q->rural,
            "“" STR_FMT "”%lld 不能多于“" STR_FMT "”%lld",
            STR_ARG(q->rural), (long long)rural, STR_ARG(q->headcount),
            (long long)all);
    return OK;
}

/* Known fields of the form, in its order, without those that are empty. */
static enum status
clean(struct act *x, const struct pack *p, const struct json *answers,
    const struct json **ret, struct err *err)
{
    const struct pack_form *form = pack_form(p, p->planning->form);
    struct json *o = json_new(x->a, JSON_OBJECT);

    for (size_t i = 0; i < answers->n; i++) {
        if (form_field(form, answers->keys[i]) == NULL)
            return err_field(err, ERR_INPUT, answers->keys[i],
                "“" STR_FMT "”没有栏目“" STR_FMT "”",
                STR_ARG(form->title.zh), STR_ARG(answers->keys[i]));
    }
    for (size_t s = 0; s < form->n_sections; s++) {
        for (size_t i = 0; i < form->sections[s].n_fields; i++) {
            const struct pack_field *f = &form->sections[s].fields[i];
            const struct json *v = json_get(answers, f->name);

            if (f->type == FIELD_INTEGER)
                TRY(check_number(x, f, v, err));
            if (!json_is_null(v) &&
                !(v->type == JSON_TEXT && str_trim(v->s).n == 0))
                json_set(x->a, o, f->name, v);
        }
    }
    *ret = o;
    return OK;
}

/* --- entering --- */

static enum status
check_year(struct act *x, int64_t year, struct err *err)
{
    int64_t now = day_ymd(x->today).year;

    if (year >= 1949 && year <= now + 1)
        return OK;
    return err_field(err, ERR_INPUT, STR("year"),
        "计划年度应为 1949 到 %lld，现为 %lld", (long long)now + 1,
        (long long)year);
}

/* The plan of the year; opened by the first who enters something. */
static enum status
open_plan(struct act *x, const struct programme *p,
    const struct pack_planning *q, int64_t year, struct plan *ret,
    struct err *err)
{
    TRY(plan_store_get(x, p->id, year, ret, err));
    if (ret->state != PLAN_NONE)
        return OK;
    *ret = (struct plan){ .id = world_id(&x->d->world),
        .programme_id = p->id,
        .year = year,
        .state = PLAN_DRAFT_COUNTY,
        .version = 1 };
    TRY(plan_store_add(x, ret, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = p->id,
            .object_kind = "plan",
            .object_id = ret->id,
            .event = "open-plan",
            .to = plan_state_name(PLAN_DRAFT_COUNTY),
            .reason = plan_called(x->a, q, year),
            .clause = q->clause },
        err);
}

/* Who may enter now, and whether that is in force at once. */
static enum status
check_hand(struct act *x, const struct programme *p,
    const struct pack_planning *q, const struct plan *plan,
    const struct plan_unit *u, bool returned, bool *ret_accepted,
    struct err *err)
{
    *ret_accepted = plan_is_authority(x, p);
    if (plan->state == PLAN_CLOSED)
        return err_set(err, ERR_CONFLICT, STR_FMT "已终结，不能再改数据",
            STR_ARG(plan_called(x->a, q, plan->year)));
    if (*ret_accepted)
        return OK;
    TRY(act_require(x, MAY_REVIEW, p->id, u->code, err));
    if (plan->state == PLAN_DRAFT_COUNTY ||
        (plan->state == PLAN_COMPILED_MUNICIPAL && returned))
        return OK;
    return err_set(err, ERR_CONFLICT,
        STR_FMT "现为“" STR_FMT "”，编报已经截止；数据有误请告知" STR_FMT "更正",
        STR_ARG(plan_called(x->a, q, plan->year)),
        STR_ARG(plan_state_title(plan->state)), STR_ARG(p->authority));
}

enum status
plan_enter(struct act *x, int64_t programme_id, int64_t year,
    struct str unit, const struct json *answers, const char *origin,
    struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_planning *q = NULL;
    const struct plan_entry *list = NULL;
    const struct json *kept = NULL;
    struct plan_unit u;
    struct plan plan;
    bool accepted = false;
    size_t n = 0;

    TRY(planning_of(x, programme_id, &p, &q, err));
    TRY(check_year(x, year, err));
    struct day on = plan_day(year, x->today);
    TRY(plan_unit_find(x, q, unit, on, &u, err));
    if (!plan_is_authority(x, p))
        TRY(act_require(x, MAY_REVIEW, p->id, u.code, err));
    TRY(plan_unit_require(x, &u, on, err));
    TRY(clean(x, p->pack, answers, &kept, err));
    TRY(check_denominators(x, p->pack, kept, err));
    TRY(check_origin(x, q, year, kept, err));
    TRY(check_rural(q, kept, err));
    TRY(open_plan(x, p, q, year, &plan, err));
    TRY(plan_entry_store_list(x, p->id, year, u.code, &list, &n, err));
    TRY(check_hand(x, p, q, &plan, &u, n > 0 && list[0].returned_us > 0,
        &accepted, err));
    struct plan_entry e = { .year = year,
        .unit = u.code,
        .seq = n == 0 ? 1 : list[0].seq + 1,
        .answers = kept,
        .origin = str_of(origin),
        .entered_us = x->now_us,
        .entered_by = x->who->account_id,
        .accepted_us = accepted ? x->now_us : 0 };
    TRY(plan_entry_store_add(x, p->id, &e, err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = p->id,
            .object_kind = "plan",
            .object_id = plan.id,
            .event = accepted ? "enter-figures" : "propose-figures",
            .from = u.code,
            .to = arena_fmt(x->a, "%lld", (long long)e.seq),
            .reason = arena_fmt(x->a, STR_FMT " " STR_FMT,
                STR_ARG(plan_called(x->a, q, year)), STR_ARG(u.name)),
            .clause = q->clause },
        err);
}

/* --- sending back --- */

static enum status
check_return(struct act *x, const struct programme *p,
    const struct pack_planning *q, const struct plan *plan,
    const struct plan_unit *u, const struct plan_entry *e, struct err *err)
{
    if (plan->state != PLAN_DRAFT_COUNTY &&
        plan->state != PLAN_COMPILED_MUNICIPAL)
        return err_set(err, ERR_CONFLICT,
            STR_FMT "现为“" STR_FMT "”，不能再退回填报",
            STR_ARG(plan_called(x->a, q, plan->year)),
            STR_ARG(plan_state_title(plan->state)));
    if (e == NULL)
        return err_set(err, ERR_CONFLICT, STR_FMT "还没有填报，没有可以退回的",
            STR_ARG(u->name));
    if (e->returned_us > 0)
        return err_set(err, ERR_CONFLICT, STR_FMT "的填报已退回，尚未重新填报",
            STR_ARG(u->name));
    if (e->accepted_by == e->entered_by)
        return err_set(err, ERR_CONFLICT,
            STR_FMT "的数据由" STR_FMT "录入，请直接更正", STR_ARG(u->name),
            STR_ARG(p->authority));
    return OK;
}

enum status
plan_return(struct act *x, int64_t programme_id, int64_t year,
    struct str unit, struct str reason, struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_planning *q = NULL;
    const struct plan_entry *list = NULL;
    struct plan_unit u;
    struct plan plan;
    size_t n = 0;

    TRY(planning_of(x, programme_id, &p, &q, err));
    TRY(require_authority(x, p, q, err));
    TRY(plan_unit_find(x, q, unit, plan_day(year, x->today), &u, err));
    TRY(plan_store_get(x, p->id, year, &plan, err));
    TRY(plan_entry_store_list(x, p->id, year, u.code, &list, &n, err));
    TRY(check_return(x, p, q, &plan, &u, n == 0 ? NULL : &list[0], err));
    TRY(plan_check_text(reason, "return_reason", N_("退回的理由"),
        PLAN_REASON_MAX, err));
    TRY(plan_entry_store_return(x, p->id, &list[0], str_trim(reason), err));
    TRY(plan_tell_returned(x, p, year, &u, str_trim(reason), err));
    return audit_add(x,
        &(struct audit_line){ .programme_id = p->id,
            .object_kind = "plan",
            .object_id = plan.id,
            .event = "return-figures",
            .from = u.code,
            .to = arena_fmt(x->a, "%lld", (long long)list[0].seq),
            .reason = str_trim(reason),
            .clause = q->clause },
        err);
}

enum status
plan_entries(struct act *x, int64_t programme_id, int64_t year,
    struct str unit, const struct plan_entry **ret, size_t *ret_n,
    struct err *err)
{
    const struct programme *p = NULL;
    const struct pack_planning *q = NULL;

    TRY(planning_of(x, programme_id, &p, &q, err));
    if (!plan_is_authority(x, p))
        TRY(act_require(x, MAY_READ_FILES, p->id, unit, err));
    return plan_entry_store_list(x, p->id, year, unit, ret, ret_n, err);
}

enum status
entry_in_force(struct act *x, int64_t programme_id, int64_t year,
    struct str unit, struct plan_entry *ret, struct err *err)
{
    const struct plan_entry *list = NULL;
    size_t n = 0;

    *ret = (struct plan_entry){ .year = year, .unit = unit };
    TRY(plan_entry_store_list(x, programme_id, year, unit, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        if (list[i].accepted_us == 0)
            continue;
        *ret = list[i];
        return OK;
    }
    return OK;
}
