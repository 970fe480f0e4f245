/* Who is told of a plan, and for whom it waits. */
#include "plan_private.h"

#include "domain/account.h"

#define UNITS_TOLD 6

/* --- the offices of the units --- */

/* Is the unit in a region that a grant names? Grants for everything are those
 * of the authority, who knows. */
static bool
is_office_of(
    const struct act *x, const struct officer_grant *g, struct str unit)
{
    return g->region.n > 0 &&
           (str_eq(g->region, unit) ||
               region_within(x->d->regions, unit, g->region));
}

static const struct plan_row *
row_in(const struct plan_row *rows, size_t n, struct str unit)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rows[i].unit.code, unit))
            return &rows[i];
    }
    return NULL;
}

/* "万州区名额 3（原 2），其中农村 2" */
static struct str
line_text(struct act *x, const struct plan_row *r, const struct plan_row *old)
{
    struct str was = old == NULL || old->headcount == r->headcount
        ? STR_EMPTY
        : arena_fmt(x->a, "（原 %lld）", (long long)old->headcount);
    struct str rural = r->rural < 0 || r->headcount == 0
        ? STR_EMPTY
        : arena_fmt(x->a, "，其中农村 %lld", (long long)r->rural);

    return arena_fmt(x->a, STR_FMT "名额 %lld" STR_FMT STR_FMT,
        STR_ARG(r->unit.name), (long long)r->headcount, STR_ARG(was),
        STR_ARG(rural));
}

/* Grants of one account stand together. */
static size_t
same_account(const struct officer_grant *list, size_t n, size_t from)
{
    size_t upto = from;

    while (upto < n && list[upto].account_id == list[from].account_id)
        upto++;
    return upto;
}

struct telling {
    const struct plan_row *rows, *before;
    size_t n, n_before;
};

/* The lines of all units of the officer; "" none. */
static struct str
lines_of(struct act *x, const struct telling *t,
    const struct officer_grant *grants, size_t n)
{
    struct str all = STR_EMPTY;
    size_t told = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct plan_row *r = &t->rows[i];
        bool ours = false;

        for (size_t k = 0; k < n; k++)
            ours = ours || is_office_of(x, &grants[k], r->unit.code);
        if (!ours || !r->is_set || ++told > UNITS_TOLD)
            continue;
        all = arena_fmt(x->a, STR_FMT "%s" STR_FMT, STR_ARG(all),
            told > 1 ? "；" : "",
            STR_ARG(line_text(
                x, r, row_in(t->before, t->n_before, r->unit.code))));
    }
    return told > UNITS_TOLD
        ? arena_fmt(x->a, STR_FMT "；等 %zu 个单元", STR_ARG(all), told)
        : all;
}

enum status
plan_tell_issued(struct act *x, const struct programme *p,
    const struct plan *plan, const struct plan_row *rows, size_t n,
    const struct plan_row *before, size_t n_before, struct str document_no,
    struct err *err)
{
    const struct telling t = { rows, before, n, n_before };
    const struct officer_grant *list = NULL;
    struct str title = plan_called(x->a, p->pack->planning, plan->year);
    size_t n_list = 0;

    TRY(officer_list(x, p->id, &list, &n_list, err));
    for (size_t i = 0; i < n_list; i = same_account(list, n_list, i)) {
        struct str lines = lines_of(
            x, &t, &list[i], same_account(list, n_list, i) - i);

        if (lines.n == 0)
            continue;
        TRY(message_to_account(x, list[i].account_id,
            plan->issues > 1 ? STR("发展计划已修订") : STR("发展计划已下达"),
            arena_fmt(x->a, STR_FMT "%s（" STR_FMT "，第 %lld 版）："
                STR_FMT "。",
                STR_ARG(title), plan->issues > 1 ? "已修订" : "已下达",
                STR_ARG(document_no), (long long)plan->issues,
                STR_ARG(lines)),
            arena_fmt(x->a, "/desk/plan/" STR_FMT "/%lld", STR_ARG(p->code),
                (long long)plan->year),
            err));
    }
    return OK;
}

enum status
plan_tell_returned(struct act *x, const struct programme *p, int64_t year,
    const struct plan_unit *u, struct str reason, struct err *err)
{
    const struct officer_grant *list = NULL;
    struct str title = plan_called(x->a, p->pack->planning, year);
    size_t n = 0;

    TRY(officer_list(x, p->id, &list, &n, err));
    for (size_t i = 0; i < n; i = same_account(list, n, i)) {
        bool ours = false;

        for (size_t k = i; k < same_account(list, n, i); k++)
            ours = ours || is_office_of(x, &list[k], u->code);
        if (ours)
            TRY(message_to_account(x, list[i].account_id,
                STR("填报已退回"),
                arena_fmt(x->a,
                    STR_FMT "：" STR_FMT "的填报已退回，请更正后重新填报。理由："
                    STR_FMT,
                    STR_ARG(title), STR_ARG(u->name), STR_ARG(reason)),
                arena_fmt(x->a, "/desk/plan/" STR_FMT "/%lld/units/" STR_FMT,
                    STR_ARG(p->code), (long long)year, STR_ARG(u->code)),
                err));
    }
    return OK;
}

/* --- what waits --- */

struct tasks {
    struct act *x;
    const struct programme *p;
    VEC_OF(struct plan_task) list;
};

static void
add_task(struct tasks *t, int64_t year, struct str unit, int64_t since_us,
    struct str text)
{
    *VEC_PUSH(t->x->a, &t->list) = (struct plan_task){ .year = year,
        .since_us = since_us,
        .unit = unit,
        .text = text };
}

/* Units of the actor's own region, not those of the whole. */
static void
unit_tasks(struct tasks *t, const struct plan *plan,
    const struct plan_row *rows, size_t n)
{
    struct act *x = t->x;

    for (size_t i = 0; i < n; i++) {
        const struct plan_row *r = &rows[i];
        bool returned = r->proposal.returned_us > 0;

        if (!r->unit.exists || !plan_row_open(x, t->p, plan, r) ||
            (r->proposal.seq > 0 && !returned))
            continue;
        add_task(t, plan->year, r->unit.code, r->proposal.returned_us,
            arena_fmt(x->a, "%lld 年" STR_FMT "%s", (long long)plan->year,
                STR_ARG(r->unit.name),
                returned ? "的填报已退回，请重新填报" : "尚未填报"));
    }
}

static void
whole_task(struct tasks *t, const struct plan *plan,
    const struct plan_row *rows, size_t n)
{
    size_t entered = 0, waiting = 0;
    int64_t since = 0;

    for (size_t i = 0; i < n; i++) {
        const struct plan_entry *e = &rows[i].proposal;

        entered += e->seq > 0 && e->returned_us == 0;
        if (e->seq == 0 || e->returned_us > 0 || e->accepted_us > 0)
            continue;
        waiting++;
        since = since == 0 || e->entered_us < since ? e->entered_us : since;
    }
    if (waiting == 0 && plan->state != PLAN_COMPILED_MUNICIPAL)
        return;
    add_task(t, plan->year, STR_EMPTY, waiting > 0 ? since : plan->compiled_us,
        waiting > 0
            ? arena_fmt(t->x->a, "%lld 年计划：已填报 %zu/%zu，待汇总 %zu",
                  (long long)plan->year, entered, n, waiting)
            : arena_fmt(t->x->a, "%lld 年计划：已汇总，待下达",
                  (long long)plan->year));
}

enum status
plan_waiting(struct act *x, const struct programme *p,
    const struct plan_task **ret, size_t *ret_n, struct err *err)
{
    struct tasks t = { .x = x, .p = p };
    const struct plan *list = NULL;
    size_t n = 0;

    *ret_n = 0;
    if (p->pack->planning == NULL)
        return OK;
    TRY(plan_list(x, p->id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        const struct plan_row *rows = NULL;
        size_t n_rows = 0;

        if (list[i].state != PLAN_DRAFT_COUNTY &&
            list[i].state != PLAN_COMPILED_MUNICIPAL)
            continue;
        TRY(plan_rows(x, p->id, list[i].year, &rows, &n_rows, err));
        if (plan_is_authority(x, p))
            whole_task(&t, &list[i], rows, n_rows);
        else
            unit_tasks(&t, &list[i], rows, n_rows);
    }
    *ret = t.list.p;
    *ret_n = t.list.n;
    return OK;
}
