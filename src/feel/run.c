/* Evaluations: begun, run over expressions, with the values of names. */
#include "eval.h"

/* Nesting that an expression inside a function of the caller counts for. */
#define RUN_DEPTH 8
/* Facts that need no memory of the arena. */
#define FACTS_FEW 8

/* --- names --- */

/* What the frame says; false if it does not know the name. */
static bool
from_frame(struct feel_eval *e, const struct feel_frame *f, size_t slot,
    struct feel_value *ret)
{
    size_t id = e->unit.expr->ids[slot];

    if (id == SIZE_MAX) {
        if (f->input == NULL)
            return false;
        *ret = *f->input;
        return true;
    }
    if (id < f->n && f->values[id] != NULL) {
        *ret = *f->values[id];
        return true;
    }
    if (f->get == NULL)
        return false;
    *ret = feel_null();

    enum status s = f->get(e, id, ret, f->arg, e->err);

    if (s != OK && e->status == OK)
        e->status = s;
    return true;
}

static struct feel_value
given(struct feel_eval *e, const struct unit *u, size_t slot)
{
    struct feel_value v = feel_null();
    enum status s;

    if (u->given_known == NULL || u->given_known[slot])
        return u->given[slot];
    if (u->late == NULL)
        return feel_unknown(e->a, u->expr->facts[slot]);
    s = u->late->get(e->a, slot, &v, u->late->arg, e->err);
    if (s != OK && e->status == OK)
        e->status = s;
    return v;
}

struct feel_value
feel_slot(struct feel_eval *e, size_t slot)
{
    struct unit *u = &e->unit;

    if (u->given != NULL)
        return given(e, u, slot);
    if (u->known[slot])
        return u->slots[slot];

    struct str name = u->expr->facts[slot];
    struct feel_value v;
    bool found = u->frame != NULL ? from_frame(e, u->frame, slot, &v)
                                  : u->facts != NULL &&
            u->facts(name, &v, e->arg);

    if (!found)
        v = feel_unknown(e->a, name);
    u->slots[slot] = v;
    u->known[slot] = true;
    return v;
}

void
feel_load_names(struct feel_eval *e)
{
    for (size_t i = 0; e->unit.given == NULL && i < e->unit.expr->n_facts &&
         e->status == OK; i++)
        (void)feel_slot(e, i);
}

/* --- evaluations --- */

static void
begin(struct feel_eval *e, struct arena *a, int64_t now_us,
    const struct feel_limits *limits, void *arg, struct err *err)
{
    *e = (struct feel_eval){
        .a = a,
        .arg = arg,
        .now_us = now_us,
        .limits = limits != NULL ? *limits : feel_limits_default(),
        .err = err,
        .zones = { .a = a },
    };
    if (e->limits.depth > FEEL_DEPTH_MAX)
        e->limits.depth = FEEL_DEPTH_MAX;
    e->max_depth = e->limits.depth * FEEL_CALL_FACTOR;
}

struct feel_eval *
feel_eval_new(struct arena *a, int64_t now_us,
    const struct feel_limits *limits, void *arg, struct err *err)
{
    struct feel_eval *e = arena_one(a, struct feel_eval);

    begin(e, a, now_us, limits, arg, err);
    return e;
}

enum status
feel_eval_status(const struct feel_eval *e)
{
    return e->status;
}

static const struct feel_trace *
whole_trace(struct feel_eval *e, const struct trace_open *root,
    const struct feel_expr *x, const struct feel_value *v)
{
    if (root->parts.n > 0)
        return root->parts.p[0];

    /* The whole is a literal. */
    struct feel_trace *t = arena_one(e->a, struct feel_trace);

    t->text = x->text;
    t->value = *v;
    return t;
}

/* Evaluates x with names from `unit`, then puts the state back. */
static enum status
run(struct feel_eval *e, const struct feel_expr *x, struct unit unit,
    struct feel_value *ret, const struct feel_trace **ret_trace)
{
    struct unit before = e->unit;
    struct trace_open root = { 0 }, *outer = e->trace;
    struct str zones = e->zones.folder;
    bool as_dmn = e->as_dmn;
    struct feel_value few[FACTS_FEW];
    bool few_known[FACTS_FEW] = { false };

    if (e->status != OK)
        return e->status;
    if (e->depth + RUN_DEPTH > e->max_depth) {
        feel_stop(e, "计算嵌套超过 %zu 层（上限 depth）", e->max_depth);
        return e->status;
    }
    unit.expr = x;
    if (x->n_facts <= FACTS_FEW && !x->root->makes_function) {
        unit.slots = few;
        unit.known = few_known;
    } else if (unit.given == NULL) { /* a function may keep them */
        unit.slots = arena_new_array(e->a, struct feel_value, x->n_facts);
        unit.known = arena_new_array(e->a, bool, x->n_facts);
    }
    e->unit = unit;
    e->trace = ret_trace != NULL ? &root : NULL;
    e->zones.folder = x->zones;
    e->as_dmn = x->as_dmn;
    e->depth += RUN_DEPTH;

    struct feel_value v = feel_eval_node(e, NULL, x->root);

    e->depth -= RUN_DEPTH;
    e->unit = before;
    e->trace = outer;
    e->zones.folder = zones;
    e->as_dmn = as_dmn;
    if (e->status != OK)
        return e->status;
    *ret = v;
    if (ret_trace != NULL)
        *ret_trace = whole_trace(e, &root, x, &v);
    return OK;
}

enum status
feel_run(struct feel_eval *e, const struct feel_expr *x,
    const struct feel_frame *frame, struct feel_value *ret,
    const struct feel_trace **ret_trace)
{
    static const struct feel_frame none = { 0 };

    return run(e, x, (struct unit){ .frame = frame != NULL ? frame : &none },
        ret, ret_trace);
}

enum status
feel_evaluate(struct arena *a, const struct feel_expr *x, feel_facts facts,
    void *arg, int64_t now_us, const struct feel_limits *limits,
    struct feel_value *ret, const struct feel_trace **ret_trace,
    struct err *err)
{
    struct feel_eval e;

    begin(&e, a, now_us, limits, arg, err);
    e.max_depth += RUN_DEPTH;
    return run(&e, x, (struct unit){ .facts = facts }, ret, ret_trace);
}

enum status
feel_evaluate_late(struct arena *a, const struct feel_expr *x,
    const struct feel_value *facts, const bool *known,
    const struct late_facts *late, void *arg, int64_t now_us,
    const struct feel_limits *limits, struct feel_value *ret,
    struct err *err)
{
    struct feel_eval e;
    struct unit unit = {
        .given = facts, .given_known = known, .late = late
    };

    begin(&e, a, now_us, limits, arg, err);
    e.max_depth += RUN_DEPTH;
    return run(&e, x, unit, ret, NULL);
}

enum status
feel_evaluate_with(struct arena *a, const struct feel_expr *x,
    const struct feel_value *facts, const bool *known, void *arg,
    int64_t now_us, const struct feel_limits *limits, struct feel_value *ret,
    struct err *err)
{
    return feel_evaluate_late(
        a, x, facts, known, NULL, arg, now_us, limits, ret, err);
}

/* --- values from outside --- */

struct feel_value
feel_context(
    const struct str *names, const struct feel_value *values, size_t n)
{
    struct feel_value v = { .type = FEEL_CONTEXT };

    v.context.names = names;
    v.context.values = values;
    v.context.n = n;
    return v;
}

struct feel_value
feel_range_of(struct arena *a, const struct feel_value *low,
    const struct feel_value *high, bool low_closed, bool high_closed)
{
    struct feel_range *r = arena_one(a, struct feel_range);

    *r = (struct feel_range){ .low = *low,
        .high = *high,
        .low_closed = low_closed,
        .high_closed = high_closed };
    if (low->type == FEEL_NULL && high->type != FEEL_NULL)
        r->form = high_closed ? FEEL_RANGE_LE : FEEL_RANGE_LT;
    else if (high->type == FEEL_NULL && low->type != FEEL_NULL)
        r->form = low_closed ? FEEL_RANGE_GE : FEEL_RANGE_GT;
    return (struct feel_value){ .type = FEEL_RANGE, .range = r };
}

struct feel_value
feel_null_because(struct arena *a, struct str reason)
{
    return feel_error(a, STR_FMT, STR_ARG(reason));
}

bool
feel_same(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    struct feel_value v = feel_equal(e, x, y);

    return v.type == FEEL_BOOLEAN && v.boolean;
}
