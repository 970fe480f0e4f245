/* Verbs of development plans: figures, compiling, issuing, places taken. */
#include "run.h"

#include "domain/plan.h"
#include "domain/succession.h"

static const struct pack_planning *
planning(struct run *r)
{
    if (r->pack->planning == NULL)
        (void)run_fail(r, r->step, "政策包没有 planning");
    return r->pack->planning;
}

static int64_t
year_of(struct run *r)
{
    return run_int(r, "year", day_ymd(day_of_us(r->now_us)).year);
}

/* The code of a unit given by code or name. */
static enum status
unit_code(struct run *r, struct act *x, struct str name, struct str *ret,
    struct err *err)
{
    struct day on = plan_day(year_of(r), x->today);
    struct plan_unit u;

    TRY(plan_unit_named(x, r->pack->planning, name, on, &u, err));
    *ret = u.code;
    return OK;
}

/* --- figures --- */

static enum status
enter(struct run *r, struct act *x, struct err *err)
{
    const struct pack_planning *q = planning(r);
    struct str unit;

    if (q == NULL)
        return ERR_INPUT;
    const struct json *answers = run_answers(r, pack_form(r->pack, q->form),
        arena_cstr(r->a, q->form), run_with(r, "answers"), NULL, true);
    if (r->failed)
        return ERR_INPUT;
    TRY(unit_code(r, x, run_text(r, "unit", ""), &unit, err));
    return plan_enter(x, run_programme(r), year_of(r), unit, answers, "form",
        err);
}

static enum status
do_figures(struct run *r, struct act *x, struct err *err)
{
    return enter(r, x, err);
}

/* --- lines: {"500101": {headcount: 5, rural: 3}} or {"500101": 5} --- */

static int64_t
number_at(struct run *r, const struct tree *t, const char *key,
    int64_t otherwise)
{
    const struct tree *v =
        t->type == TREE_MAP ? tree_get(t, str_of(key)) : NULL;
    int64_t n = otherwise;

    if (v != NULL && !tree_int(v, &n))
        (void)run_fail(r, v, "“%s”应为整数", key);
    return n;
}

static enum status
sets_of(struct run *r, struct act *x, const struct plan_set **ret,
    size_t *ret_n, struct err *err)
{
    const struct tree *t = run_with(r, "lines");
    size_t n = t == NULL ? 0 : t->n;
    struct plan_set *sets = arena_new_array(r->a, struct plan_set, n + 1);

    for (size_t i = 0; i < n; i++) {
        struct plan_set *s = &sets[i];

        TRY(unit_code(r, x, t->keys[i]->text, &s->unit, err));
        s->headcount = number_at(r, t->items[i], "headcount", 0);
        s->rural = number_at(r, t->items[i], "rural", -1);
        if (t->items[i]->type == TREE_SCALAR &&
            !tree_int(t->items[i], &s->headcount))
            return run_wrong(r, t->items[i], "名额应为整数");
    }
    *ret = sets;
    *ret_n = n;
    return r->failed ? ERR_INPUT : OK;
}

static enum status
do_compile(struct run *r, struct act *x, struct err *err)
{
    const struct plan_set *sets = NULL;
    size_t n = 0;

    if (planning(r) == NULL)
        return ERR_INPUT;
    TRY(sets_of(r, x, &sets, &n, err));
    return plan_compile(x, run_programme(r), year_of(r), sets, n, err);
}

static enum status
do_issue(struct run *r, struct act *x, struct err *err)
{
    return plan_issue_now(x, run_programme(r), year_of(r),
        run_text(r, "document_no", "示例〔计划〕1 号"), err);
}

static enum status
do_amend(struct run *r, struct act *x, struct err *err)
{
    const struct plan_set *sets = NULL;
    size_t n = 0;

    if (planning(r) == NULL)
        return ERR_INPUT;
    TRY(sets_of(r, x, &sets, &n, err));
    return plan_amend(x, run_programme(r), year_of(r), sets, n,
        run_text(r, "reason", "数据更新"),
        run_text(r, "document_no", "示例〔计划〕2 号"), err);
}

static enum status
do_close(struct run *r, struct act *x, struct err *err)
{
    return plan_close(x, run_programme(r), year_of(r),
        run_text(r, "reason", "年度结束"), err);
}

static enum status
do_send_back(struct run *r, struct act *x, struct err *err)
{
    struct str unit = STR_EMPTY;

    if (planning(r) == NULL)
        return ERR_INPUT;
    TRY(unit_code(r, x, run_text(r, "unit", ""), &unit, err));
    return plan_return(x, run_programme(r), year_of(r), unit,
        run_text(r, "reason", "请核对数据来源"), err);
}

/* Figures of a unit, its places, and the plan issued or amended with them. */
static enum status
do_set(struct run *r, struct act *x, struct err *err)
{
    int64_t programme = run_programme(r), year = year_of(r);
    struct plan_set set = { .headcount = run_int(r, "headcount", 0),
        .rural = run_int(r, "rural", -1) };
    size_t n = run_with(r, "headcount") != NULL;
    struct plan plan;

    TRY(enter(r, x, err));
    TRY(unit_code(r, x, run_text(r, "unit", ""), &set.unit, err));
    TRY(plan_get(x, programme, year, &plan, err));
    if (plan.state == PLAN_ISSUED || plan.state == PLAN_AMENDED)
        return plan_amend(x, programme, year, &set, n, STR("数据更新"),
            STR("示例〔计划〕2 号"), err);
    TRY(plan_compile(x, programme, year, &set, n, err));
    return plan_issue_now(
        x, programme, year, STR("示例〔计划〕1 号"), err);
}

/* --- places --- */

static enum status
do_take(struct run *r, struct act *x, struct err *err)
{
    const struct person *p = run_subject(r);
    struct plan_taking t = { .programme_id = run_programme(r),
        .rural = run_flag(r, "rural", false),
        .beyond = run_flag(r, "beyond", false) };

    if (p == NULL || planning(r) == NULL)
        return ERR_INPUT;
    t.subject_id = t.application_id = p->subject;
    TRY(unit_code(r, x, run_text(r, "unit", ""), &t.unit, err));
    return plan_take(x, &t, err);
}

static void
leave_ratios(struct run *r, const struct plan_row *row)
{
    if (row->gate.known) {
        run_word(r, "reached", row->gate.reached ? STR("true") : STR("false"));
        run_word(r, "ratio", row->gate.shown);
    }
    if (row->target.known) {
        run_word(r, "combined", row->target.shown);
        run_word(r, "target",
            row->target.reached ? STR("true") : STR("false"));
        run_figure(r, "gap", row->target.gap);
    }
    run_word(r, "passport", plan_passport_text(r->a, &row->gate));
}

/* Reads the row of a unit, or with issued that of the issued plan. */
static enum status
do_look(struct run *r, struct act *x, struct err *err)
{
    int64_t programme = run_programme(r), year = year_of(r);
    const struct plan_row *rows = NULL;
    struct plan plan;
    struct str unit;
    size_t n = 0;

    if (planning(r) == NULL)
        return ERR_INPUT;
    TRY(unit_code(r, x, run_text(r, "unit", ""), &unit, err));
    TRY(plan_get(x, programme, year, &plan, err));
    if (run_with(r, "issued") != NULL)
        TRY(plan_issued_rows(x, programme, year, run_int(r, "issued", 0),
            &rows, &n, err));
    else
        TRY(plan_rows(x, programme, year, &rows, &n, err));
    run_word(r, "plan", plan_state_name(plan.state));
    run_figure(r, "issues", plan.issues);
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(rows[i].unit.code, unit))
            continue;
        run_figure(r, "headcount", rows[i].headcount);
        run_figure(r, "used", rows[i].used);
        run_figure(r, "left", rows[i].left);
        run_figure(r, "rural_used", rows[i].rural_used);
        leave_ratios(r, &rows[i]);
        return OK;
    }
    return err_set(err, ERR_NOT_FOUND, "计划中没有这个单元");
}

/* --- divisions that ended --- */

/* of: one holder; without it all of them. at: the change, the first is 0. */
static enum status
do_succession(struct run *r, struct act *x, struct err *err)
{
    struct succession_order o = { .programme_id = run_programme(r),
        .at = (size_t)run_int(r, "at", 0),
        .to = run_text(r, "to", ""),
        .source = run_text(r, "source", "示例文件") };
    struct str of = run_text(r, "of", "");
    struct succession s;
    int64_t id = -1;
    size_t moved = 0;

    TRY(succession_preview(x, o.programme_id, o.at, &s, err));
    run_figure(r, "waiting", (int64_t)s.n_items);
    for (size_t i = 0; of.n > 0 && i < s.n_items; i++) {
        if (str_eq(s.items[i].name, of))
            id = s.items[i].id;
    }
    o.ids = &id;
    o.n = of.n > 0;
    TRY(succession_move(x, &o, &moved, err));
    run_figure(r, "moved", (int64_t)moved);
    return OK;
}

static const struct verb VERBS[] = {
    { "succession", do_succession, "of at to source", false, false },
    { "plan_figures", do_figures, "unit year answers", false, false },
    { "plan_return", do_send_back, "unit year reason", false, false },
    { "plan_compile", do_compile, "year lines", false, false },
    { "plan_issue", do_issue, "year document_no", false, false },
    { "plan_amend", do_amend, "year lines reason document_no", false, false },
    { "plan_close", do_close, "year reason", false, false },
    { "plan_set", do_set, "unit year answers headcount rural", false, false },
    { "plan_take", do_take, "unit year rural beyond", false, false },
    { "plan_look", do_look, "unit year issued", false, false },
};
const struct verb_set verbs_plan = VERB_SET(VERBS);
