/* The states of a plan: from the units' proposals to issued versions. */
#include "plan_private.h"

#define DOCUMENT_NO_MAX 100

/* --- words --- */

static const struct {
    struct str name, title;
} STATES[] = {
    [PLAN_NONE] = { STR_INIT("NONE"), STR_INIT("未编制") },
    [PLAN_DRAFT_COUNTY] = { STR_INIT("DRAFT_COUNTY"), STR_INIT("编报中") },
    [PLAN_COMPILED_MUNICIPAL] = { STR_INIT("COMPILED_MUNICIPAL"),
        STR_INIT("已汇总，待下达") },
    [PLAN_ISSUED] = { STR_INIT("ISSUED"), STR_INIT("已下达") },
    [PLAN_AMENDED] = { STR_INIT("AMENDED"), STR_INIT("已修订") },
    [PLAN_CLOSED] = { STR_INIT("CLOSED"), STR_INIT("已终结") },
};

struct str
plan_state_name(enum plan_state s)
{
    return STATES[s].name;
}

struct str
plan_state_title(enum plan_state s)
{
    return STATES[s].title;
}

/* --- reading --- */

enum status
plan_get(struct act *x, int64_t programme_id, int64_t year, struct plan *ret,
    struct err *err)
{
    return plan_store_get(x, programme_id, year, ret, err);
}

enum status
plan_list(struct act *x, int64_t programme_id, const struct plan **ret,
    size_t *ret_n, struct err *err)
{
    return plan_store_list(x, programme_id, ret, ret_n, err);
}

enum status
plan_issues(struct act *x, const struct plan *p,
    const struct plan_issue **ret, size_t *ret_n, struct err *err)
{
    return plan_issue_store_list(x, p->id, ret, ret_n, err);
}

enum status
plan_issue_get(struct act *x, const struct plan *p, int64_t n,
    struct plan_issue *ret, struct err *err)
{
    bool found = false;

    TRY(plan_issue_store_get(x, p->id, n == 0 ? p->issues : n, ret, &found, err));
    if (!found)
        return err_set(err, ERR_NOT_FOUND,
            n == 0 ? "这一年度的计划还没有下达" : "计划没有这一版");
    return OK;
}

/* --- setting places --- */

/* Everything an act on a plan works with. */
struct work {
    const struct programme *p;
    const struct pack_planning *q;
    struct plan plan;
    const struct plan_row *rows;
    size_t n;
};

static enum status
begin(struct act *x, int64_t programme_id, int64_t year, struct work *w,
    struct err *err)
{
    TRY(planning_of(x, programme_id, &w->p, &w->q, err));
    TRY(require_authority(x, w->p, w->q, err));
    TRY(plan_store_get(x, programme_id, year, &w->plan, err));
    if (w->plan.state == PLAN_NONE)
        return err_set(err, ERR_CONFLICT,
            STR_FMT "尚未编报，请先由各单元填报数据",
            STR_ARG(plan_called(x->a, w->q, year)));
    return OK;
}

static enum status
require_state(struct act *x, const struct work *w, enum plan_state one,
    enum plan_state other, const char *what, struct err *err)
{
    if (w->plan.state == one || w->plan.state == other)
        return OK;
    return err_set(err, ERR_CONFLICT,
        STR_FMT "现为“" STR_FMT "”，不能%s",
        STR_ARG(plan_called(x->a, w->q, w->plan.year)),
        STR_ARG(plan_state_title(w->plan.state)), what);
}

static const struct plan_row *
row_of(const struct work *w, struct str unit)
{
    for (size_t i = 0; i < w->n; i++) {
        if (str_eq(w->rows[i].unit.code, unit))
            return &w->rows[i];
    }
    return NULL;
}

static struct str
cite_of(const struct pack *p, struct str clause)
{
    const struct pack_clause *c = pack_clause(p, clause);

    return c == NULL ? clause : c->cite;
}

/* No places where the gate is reached, or nobody knows (D-4-3-b). */
static enum status
check_set(struct act *x, const struct work *w, const struct plan_row *r,
    const struct plan_set *s, struct err *err)
{
    if (s->headcount < 0 || s->headcount > PLAN_HEADCOUNT_MAX)
        return err_field(err, ERR_INPUT, w->q->headcount,
            STR_FMT "的名额应为 0 到 %d，现为 %lld", STR_ARG(r->unit.name),
            PLAN_HEADCOUNT_MAX, (long long)s->headcount);
    if (s->rural > s->headcount)
        return err_field(err, ERR_INPUT, w->q->rural,
            STR_FMT "的农村名额 %lld 不能多于名额 %lld",
            STR_ARG(r->unit.name), (long long)s->rural,
            (long long)s->headcount);
    if (s->headcount == 0)
        return OK;
    TRY(plan_unit_require(
        x, &r->unit, plan_day(w->plan.year, x->today), err));
    if (!r->gate.known)
        return err_field(err, ERR_CONFLICT, w->q->headcount,
            STR_FMT "不能安排名额：" STR_FMT, STR_ARG(r->unit.name),
            STR_ARG(plan_passport_text(x->a, &r->gate)));
    if (r->gate.reached)
        return err_field(err, ERR_CONFLICT, w->q->headcount,
            STR_FMT "“" STR_FMT "”已达到 " STR_FMT "（" STR_FMT
                    "），名额应为 0，现为 %lld；依据" STR_FMT,
            STR_ARG(r->unit.name), STR_ARG(r->gate.ratio->title.zh),
            STR_ARG(r->gate.ratio->threshold), STR_ARG(r->gate.arithmetic),
            (long long)s->headcount,
            STR_ARG(cite_of(w->p->pack, r->gate.ratio->clause)));
    return OK;
}

/* What a unit proposed, as far as the gate lets it. */
static struct plan_set
proposed(const struct plan_row *r)
{
    bool open = r->unit.exists && r->gate.known && !r->gate.reached &&
                r->proposed > 0;

    return (struct plan_set){ .unit = r->unit.code,
        .headcount = open ? r->proposed : 0,
        .rural = open ? r->proposed_rural : -1 };
}

static enum status
put_set(struct act *x, const struct work *w, struct plan_set s,
    struct err *err)
{
    const struct plan_row *r = NULL;
    struct plan_unit u;

    TRY(plan_unit_find(
        x, w->q, s.unit, plan_day(w->plan.year, x->today), &u, err));
    r = row_of(w, u.code);
    if (r == NULL)
        return plan_unit_require(
            x, &u, plan_day(w->plan.year, x->today), err);
    s.unit = u.code;
    TRY(check_set(x, w, r, &s, err));
    return plan_line_store_put(x, w->plan.id, &s, err);
}

static enum status
audit(struct act *x, const struct work *w, const char *event,
    enum plan_state from, struct str reason, struct str document,
    struct err *err)
{
    return audit_add(x,
        &(struct audit_line){ .programme_id = w->p->id,
            .object_kind = "plan",
            .object_id = w->plan.id,
            .event = event,
            .from = plan_state_name(from),
            .to = plan_state_name(w->plan.state),
            .reason = reason,
            .clause = w->q->clause,
            .document = document },
        err);
}

static const struct plan_set *
set_for(const struct plan_set *sets, size_t n, struct str unit)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(sets[i].unit, unit))
            return &sets[i];
    }
    return NULL;
}

enum status
plan_compile(struct act *x, int64_t programme_id, int64_t year,
    const struct plan_set *sets, size_t n, struct err *err)
{
    struct work w = { 0 };

    TRY(begin(x, programme_id, year, &w, err));
    enum plan_state from = w.plan.state;
    TRY(require_state(x, &w, PLAN_DRAFT_COUNTY, PLAN_COMPILED_MUNICIPAL,
        N_("汇总"), err));
    TRY(plan_entry_store_accept(x, w.p->id, year, err));
    TRY(plan_rows(x, w.p->id, year, &w.rows, &w.n, err));
    for (size_t i = 0; i < w.n; i++) {
        const struct plan_row *r = &w.rows[i];
        bool keep = from == PLAN_COMPILED_MUNICIPAL && r->is_set;
        struct plan_set s = proposed(r);

        /* One that stands may have become impossible by newer figures. */
        if (keep && (r->headcount == 0 ||
                        (r->gate.known && !r->gate.reached)))
            s = (struct plan_set){ r->unit.code, r->headcount, r->rural,
                r->remark };
        if (set_for(sets, n, r->unit.code) == NULL)
            TRY(put_set(x, &w, s, err));
    }
    for (size_t i = 0; i < n; i++)
        TRY(put_set(x, &w, sets[i], err));
    w.plan.state = PLAN_COMPILED_MUNICIPAL;
    w.plan.compiled_us = x->now_us;
    TRY(plan_store_put(x, &w.plan, err));
    return audit(x, &w, "compile-plan", from,
        plan_called(x->a, w.q, year), STR_EMPTY, err);
}

/* --- issuing --- */

enum status
plan_check_text(struct str text, const char *field, const char *what,
    size_t most, struct err *err)
{
    if (str_trim(text).n > 0 && utf8_count(text) <= most)
        return OK;
    return err_field(err, ERR_INPUT, str_of(field), "请填写%s，1 至 %zu 字",
        what, most);
}

/* What the places rest on still holds. */
static enum status
check_rows(struct act *x, const struct work *w, struct err *err)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct plan_row *r = &w->rows[i];
        struct plan_set s = { r->unit.code, r->headcount, r->rural,
            r->remark };

        if (r->is_set && r->unit.exists)
            TRY(check_set(x, w, r, &s, err));
    }
    return OK;
}

static enum status
freeze(struct act *x, struct work *w, struct str document_no,
    struct str reason, struct err *err)
{
    struct json *o = json_new(x->a, JSON_OBJECT);
    struct json *lines = json_new(x->a, JSON_LIST);
    struct buf b;

    TRY(plan_rows(x, w->p->id, w->plan.year, &w->rows, &w->n, err));
    TRY(check_rows(x, w, err));
    for (size_t i = 0; i < w->n; i++) {
        if (w->rows[i].is_set)
            json_push(x->a, lines, row_content(x->a, w->q, &w->rows[i]));
    }
    w->plan.issues++;
    json_set(x->a, o, STR("title"),
        json_text(x->a, plan_called(x->a, w->q, w->plan.year)));
    json_set(x->a, o, STR("year"), json_number(x->a, w->plan.year));
    json_set(x->a, o, STR("n"), json_number(x->a, w->plan.issues));
    json_set(x->a, o, STR("document_no"), json_text(x->a, document_no));
    json_set(x->a, o, STR("issued"),
        json_text(x->a, day_iso(x->a, x->today)));
    json_set(x->a, o, STR("reason"), json_text(x->a, reason));
    json_set(x->a, o, STR("pack"), json_text(x->a, w->p->pack->hash));
    json_set(x->a, o, STR("lines"), lines);
    buf_init(&b, x->a, 4u << 20);
    json_write_canonical(&b, o);
    return plan_issue_store_add(x, w->plan.id,
        &(struct plan_issue){ .n = w->plan.issues,
            .document_no = document_no,
            .reason = reason,
            .issued_us = x->now_us,
            .sha256 = domain_sha256(x->a, buf_view(&b)),
            .content = o },
        err);
}

enum status
plan_issue_now(struct act *x, int64_t programme_id, int64_t year,
    struct str document_no, struct err *err)
{
    struct work w = { 0 };

    TRY(begin(x, programme_id, year, &w, err));
    TRY(require_state(x, &w, PLAN_COMPILED_MUNICIPAL,
        PLAN_COMPILED_MUNICIPAL, N_("下达"), err));
    TRY(plan_check_text(
        document_no, "document_no", N_("下达的文号"), DOCUMENT_NO_MAX, err));
    TRY(freeze(x, &w, document_no, STR_EMPTY, err));
    w.plan.state = PLAN_ISSUED;
    TRY(plan_store_put(x, &w.plan, err));
    TRY(plan_tell_issued(
        x, w.p, &w.plan, w.rows, w.n, NULL, 0, document_no, err));
    return audit(x, &w, "issue-plan", PLAN_COMPILED_MUNICIPAL,
        plan_called(x->a, w.q, year), document_no, err);
}

enum status
plan_amend(struct act *x, int64_t programme_id, int64_t year,
    const struct plan_set *sets, size_t n, struct str reason,
    struct str document_no, struct err *err)
{
    struct work w = { 0 };

    TRY(begin(x, programme_id, year, &w, err));
    enum plan_state from = w.plan.state;
    TRY(require_state(
        x, &w, PLAN_ISSUED, PLAN_AMENDED, N_("修订"), err));
    TRY(plan_check_text(reason, "reason", N_("修订的理由"), PLAN_REASON_MAX, err));
    TRY(plan_check_text(
        document_no, "document_no", N_("修订的文号"), DOCUMENT_NO_MAX, err));
    TRY(plan_rows(x, w.p->id, year, &w.rows, &w.n, err));
    const struct plan_row *before = w.rows;
    size_t n_before = w.n;
    for (size_t i = 0; i < w.n; i++) {
        const struct plan_row *r = &w.rows[i];

        /* Newer figures may close the gate: then no place is left to give. */
        if (r->is_set && r->headcount > 0 && r->unit.exists &&
            (!r->gate.known || r->gate.reached) &&
            set_for(sets, n, r->unit.code) == NULL)
            TRY(put_set(x, &w,
                (struct plan_set){ r->unit.code, 0, -1, r->remark }, err));
        if (!r->is_set && r->unit.exists)
            TRY(put_set(x, &w,
                (struct plan_set){ r->unit.code, 0, -1, STR_EMPTY }, err));
    }
    for (size_t i = 0; i < n; i++)
        TRY(put_set(x, &w, sets[i], err));
    TRY(freeze(x, &w, document_no, reason, err));
    w.plan.state = PLAN_AMENDED;
    TRY(plan_store_put(x, &w.plan, err));
    TRY(plan_tell_issued(x, w.p, &w.plan, w.rows, w.n, before, n_before,
        document_no, err));
    return audit(x, &w, "amend-plan", from, reason, document_no, err);
}

enum status
plan_close(struct act *x, int64_t programme_id, int64_t year,
    struct str reason, struct err *err)
{
    struct work w = { 0 };

    TRY(begin(x, programme_id, year, &w, err));
    enum plan_state from = w.plan.state;
    TRY(require_state(
        x, &w, PLAN_ISSUED, PLAN_AMENDED, N_("终结"), err));
    TRY(plan_check_text(reason, "reason", N_("终结的理由"), PLAN_REASON_MAX, err));
    w.plan.state = PLAN_CLOSED;
    w.plan.closed_us = x->now_us;
    TRY(plan_store_put(x, &w.plan, err));
    return audit(x, &w, "close-plan", from, reason, STR_EMPTY, err);
}
