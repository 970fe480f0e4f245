/* The table of a plan: one row for each unit (O-18). */
#include "plan_private.h"

/* --- places --- */

struct str
place_name(struct arena *a, int64_t year, struct str unit, bool rural)
{
    return arena_fmt(a, PLACE_OF_PLAN "%04lld/" STR_FMT "%s",
        (long long)year, STR_ARG(unit), rural ? "/rural" : "");
}

static const struct place_count *
count_of(const struct place_count *list, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].of, name))
            return &list[i];
    }
    return NULL;
}

enum status
row_places(struct act *x, int64_t programme_id, int64_t year,
    struct plan_row *rows, size_t n, struct err *err)
{
    const struct place_count *list = NULL;
    size_t n_list = 0;

    TRY(place_counts(x, programme_id, place_name(x->a, year, STR_EMPTY, false),
        place_name(x->a, year, STR("~"), false), &list, &n_list, err));
    for (size_t i = 0; i < n; i++) {
        struct plan_row *r = &rows[i];
        const struct place_count *all = count_of(list, n_list,
            place_name(x->a, year, r->unit.code, false));
        const struct place_count *rural = count_of(list, n_list,
            place_name(x->a, year, r->unit.code, true));

        r->used = all == NULL ? 0 : all->used;
        r->beyond = all == NULL ? 0 : all->beyond;
        r->rural_used = rural == NULL ? 0 : rural->used;
        r->left = r->headcount > r->used ? r->headcount - r->used : 0;
    }
    return OK;
}

/* --- ratios --- */

static struct str
borders_text(struct arena *a, const struct plan_unit *u, struct day as_of)
{
    if (day_is_none(u->borders))
        return STR("区划未变更");
    return arena_fmt(a, STR_FMT " 起的区划（" STR_FMT "）%s",
        STR_ARG(day_iso(a, u->borders)), STR_ARG(u->borders_note),
        !day_is_none(as_of) && day_cmp(as_of, u->borders) < 0
            ? "，统计时点早于这次区划变更"
            : "");
}

static void
one_ratio(struct act *x, const struct programme *p, struct str name,
    int64_t year, const struct plan_row *row, struct plan_passport *ret)
{
    const struct pack_ratio *r = planning_ratio(p->pack->planning, name);

    plan_ratio(x->a, p->pack, r, p->readings, row->figures.answers, ret);
    ret->year = year;
    ret->unit = row->unit.name;
    ret->borders = borders_text(x->a, &row->unit, ret->as_of);
}

void
row_ratios(struct act *x, const struct programme *p,
    const struct pack_planning *q, int64_t year, struct plan_row *row)
{
    const struct json *answers = row->figures.answers;

    one_ratio(x, p, q->gate, year, row, &row->gate);
    one_ratio(x, p, q->target, year, row, &row->target);
    row->weak = answers != NULL && q->weak.n > 0 &&
                json_bool(json_get(answers, q->weak));
}

/* --- rows as they stand --- */

struct table {
    struct act *x;
    const struct programme *p;
    const struct pack_planning *q;
    int64_t year;
    struct day on;
    bool preview; /* units still propose: their figures are shown as they are */
    VEC_OF(struct plan_row) rows;
};

static struct plan_row *
row_of(struct table *t, struct str code)
{
    for (size_t i = 0; i < t->rows.n; i++) {
        if (str_eq(t->rows.p[i].unit.code, code))
            return &t->rows.p[i];
    }
    return NULL;
}

/* The row of a unit; one that ended since gets a row as well. */
static enum status
row_add(struct table *t, struct str code, struct plan_row **ret,
    struct err *err)
{
    struct plan_unit u;

    *ret = row_of(t, code);
    if (*ret != NULL)
        return OK;
    TRY(plan_unit_find(t->x, t->q, code, t->on, &u, err));
    *ret = VEC_PUSH(t->x->a, &t->rows);
    **ret = (struct plan_row){ .unit = u,
        .rural = -1,
        .proposed = -1,
        .proposed_rural = -1 };
    return OK;
}

static enum status
add_units(struct table *t, struct err *err)
{
    const struct plan_unit *units = NULL;
    size_t n = 0;

    TRY(plan_units(t->x, t->q, t->on, &units, &n, err));
    for (size_t i = 0; i < n; i++)
        *VEC_PUSH(t->x->a, &t->rows) = (struct plan_row){ .unit = units[i],
            .rural = -1,
            .proposed = -1,
            .proposed_rural = -1 };
    return OK;
}

static enum status
add_entries(struct table *t, struct err *err)
{
    const struct plan_entry *list = NULL;
    size_t n = 0;

    TRY(plan_entry_store_list(
        t->x, t->p->id, t->year, STR_EMPTY, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct plan_row *r = NULL;

        TRY(row_add(t, list[i].unit, &r, err));
        bool newest = r->proposal.seq == 0, gone = list[i].returned_us > 0;

        if (newest) {
            r->proposal = list[i];
            if (gone || !figure_of(list[i].answers, t->q->headcount, &r->proposed))
                r->proposed = -1;
            if (gone || !figure_of(list[i].answers, t->q->rural, &r->proposed_rural))
                r->proposed_rural = -1;
        }
        if (r->figures.seq == 0 && !gone &&
            ((t->preview && newest) || list[i].accepted_us != 0))
            r->figures = list[i];
    }
    return OK;
}

static enum status
add_lines(struct table *t, struct err *err)
{
    const struct plan_set *list = NULL;
    struct plan plan;
    size_t n = 0;

    TRY(plan_store_get(t->x, t->p->id, t->year, &plan, err));
    if (plan.id == 0)
        return OK;
    TRY(plan_line_store_list(t->x, plan.id, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        struct plan_row *r = NULL;

        TRY(row_add(t, list[i].unit, &r, err));
        r->is_set = true;
        r->headcount = list[i].headcount;
        r->rural = list[i].rural;
        r->remark = list[i].remark;
    }
    return OK;
}

enum status
plan_rows(struct act *x, int64_t programme_id, int64_t year,
    const struct plan_row **ret, size_t *ret_n, struct err *err)
{
    struct table t = { .x = x, .year = year };
    struct plan plan;

    TRY(planning_of(x, programme_id, &t.p, &t.q, err));
    TRY(plan_store_get(x, programme_id, year, &plan, err));
    t.on = plan_day(year, x->today);
    t.preview = plan.state == PLAN_DRAFT_COUNTY;
    TRY(add_units(&t, err));
    TRY(add_entries(&t, err));
    TRY(add_lines(&t, err));
    for (size_t i = 0; i < t.rows.n; i++)
        row_ratios(x, t.p, t.q, year, &t.rows.p[i]);
    TRY(row_places(x, t.p->id, year, t.rows.p, t.rows.n, err));
    *ret = t.rows.p;
    *ret_n = t.rows.n;
    return OK;
}

/* --- frozen --- */

static const struct json *
passport_content(struct arena *a, const struct plan_passport *p)
{
    struct json *o = json_new(a, JSON_OBJECT);
    struct json *missing = json_new(a, JSON_LIST);

    json_set(a, o, STR("ratio"), json_text(a, p->ratio->name));
    json_set(a, o, STR("known"), json_boolean(a, p->known));
    json_set(a, o, STR("text"), json_text(a, plan_passport_text(a, p)));
    for (size_t i = 0; i < p->n_missing; i++)
        json_push(a, missing, json_text(a, p->missing[i]));
    json_set(a, o, STR("missing"), missing);
    if (!p->known)
        return o;
    json_set(a, o, STR("numerator"), json_number(a, p->numerator));
    json_set(a, o, STR("denominator"), json_number(a, p->denominator));
    json_set(a, o, STR("shown"), json_text(a, p->shown));
    json_set(a, o, STR("reached"), json_boolean(a, p->reached));
    json_set(a, o, STR("tolerance"), json_text(a, p->tolerance));
    json_set(a, o, STR("gap"), json_number(a, p->gap));
    return o;
}

const struct json *
row_content(
    struct arena *a, const struct pack_planning *q, const struct plan_row *r)
{
    struct json *o = json_new(a, JSON_OBJECT);

    (void)q;
    json_set(a, o, STR("unit"), json_text(a, r->unit.code));
    json_set(a, o, STR("name"), json_text(a, r->unit.name));
    json_set(a, o, STR("borders"), json_text(a, r->gate.borders));
    json_set(a, o, STR("figures"),
        r->figures.seq == 0 ? json_new(a, JSON_OBJECT) : r->figures.answers);
    json_set(a, o, STR("seq"), json_number(a, r->figures.seq));
    json_set(a, o, STR("gate"), passport_content(a, &r->gate));
    json_set(a, o, STR("target"), passport_content(a, &r->target));
    json_set(a, o, STR("headcount"), json_number(a, r->headcount));
    json_set(a, o, STR("rural"),
        r->rural < 0 ? json_new(a, JSON_NULL) : json_number(a, r->rural));
    json_set(a, o, STR("remark"), json_text(a, r->remark));
    return o;
}

/* The tolerance of then, whatever is chosen now. */
static void
thaw_tolerance(const struct json *frozen, struct plan_passport *p)
{
    if (!p->known)
        return;
    p->tolerance = json_str(json_get(frozen, STR("tolerance")));
    p->reached = json_bool(json_get(frozen, STR("reached")));
    p->gap = json_int(json_get(frozen, STR("gap")), p->gap);
}

static enum status
thaw(struct table *t, const struct json *o, struct err *err)
{
    struct plan_row *r = NULL;

    TRY(row_add(t, json_str(json_get(o, STR("unit"))), &r, err));
    r->unit.name = json_str(json_get(o, STR("name")));
    r->is_set = true;
    r->headcount = json_int(json_get(o, STR("headcount")), 0);
    r->rural = json_int(json_get(o, STR("rural")), -1);
    r->remark = json_str(json_get(o, STR("remark")));
    r->figures = (struct plan_entry){ .year = t->year,
        .unit = r->unit.code,
        .seq = json_int(json_get(o, STR("seq")), 0),
        .answers = json_get(o, STR("figures")),
        .accepted_us = 1 };
    row_ratios(t->x, t->p, t->q, t->year, r);
    thaw_tolerance(json_get(o, STR("gate")), &r->gate);
    thaw_tolerance(json_get(o, STR("target")), &r->target);
    r->gate.borders = r->target.borders =
        json_str(json_get(o, STR("borders")));
    return OK;
}

enum status
plan_issued_rows(struct act *x, int64_t programme_id, int64_t year,
    int64_t n, const struct plan_row **ret, size_t *ret_n, struct err *err)
{
    struct table t = { .x = x, .year = year };
    struct plan_issue issue;
    struct plan plan;

    TRY(planning_of(x, programme_id, &t.p, &t.q, err));
    t.on = plan_day(year, x->today);
    TRY(plan_store_get(x, programme_id, year, &plan, err));
    TRY(plan_issue_get(x, &plan, n, &issue, err));
    const struct json *lines = json_get(issue.content, STR("lines"));
    for (size_t i = 0; i < lines->n; i++)
        TRY(thaw(&t, lines->items[i], err));
    TRY(row_places(x, programme_id, year, t.rows.p, t.rows.n, err));
    *ret = t.rows.p;
    *ret_n = t.rows.n;
    return OK;
}
