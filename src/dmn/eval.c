/* eval.c - elements of the requirement graph: each is computed when it is
 * first asked for. */
#include "eval.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* --- nulls --- */

bool
eval_is_unknown(const struct feel_value *v)
{
    if (v->type != FEEL_NULL)
        return false;
    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next)
        if (!m->is_error)
            return true;
    return false;
}

struct feel_value
eval_blame(
    struct run *run, const struct element *e, const struct feel_value *v)
{
    const struct feel_missing *head = NULL, **tail = &head;
    bool change = false;

    if (v->type != FEEL_NULL || e == NULL)
        return *v;
    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next)
        change |= m->is_error && m->name.n == 0;
    if (!change)
        return *v;
    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next) {
        struct feel_missing *copy = arena_dup(run->a, m, sizeof(*m));

        if (m->is_error && m->name.n == 0)
            copy->name = e->about.name;
        copy->next = NULL;
        *tail = copy;
        tail = &copy->next;
    }

    struct feel_value named = *v;

    named.missing = head;
    return named;
}

struct feel_value
eval_fail(struct run *run, const struct element *e, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);

    struct str text = arena_vfmt(run->a, fmt, ap);

    va_end(ap);

    struct feel_value v = feel_null_because(run->a, text);

    return eval_blame(run, e, &v);
}

static struct feel_value
unknown(struct run *run, struct str name)
{
    struct feel_missing *m = arena_one(run->a, struct feel_missing);

    m->name = name;
    return (struct feel_value){ .type = FEEL_NULL, .missing = m };
}

struct feel_value
eval_coerce(struct run *run, const struct element *e,
    const struct feel_value *v, const struct feel_type_ref *t)
{
    if (t == NULL)
        return *v;

    struct feel_value made = feel_coerce(run->e, v, t);

    return eval_blame(run, e, &made);
}

/* --- trace --- */

struct tracing *
trace_open(struct run *run, enum dmn_trace_kind kind, struct str name)
{
    if (run->open == NULL || ++run->traced > TRACE_MAX)
        return NULL;

    struct tracing *t = arena_one(run->a, struct tracing);

    t->t = arena_one(run->a, struct dmn_trace);
    t->t->kind = kind;
    t->t->name = name;
    t->up = run->open;
    *VEC_PUSH(run->a, &run->open->parts) = t->t;
    run->open = t;
    return t;
}

void
trace_close(struct run *run, struct tracing *t, const struct feel_value *v)
{
    if (t == NULL)
        return;
    t->t->value = *v;
    t->t->parts = t->parts.p;
    t->t->n = t->parts.n;
    run->open = t->up;
}

/* --- activations --- */

static enum status
import_value(struct activation *act, const struct binding *b,
    struct feel_value *ret)
{
    struct run *run = act->run;
    struct str *names = arena_new_array(run->a, struct str, b->n);
    struct feel_value *values =
        arena_new_array(run->a, struct feel_value, b->n);

    for (size_t i = 0; i < b->n; i++) {
        names[i] = b->members[i]->variable.name;
        TRY(eval_element(act->graph, b->members[i], &values[i]));
    }
    *ret = feel_context(names, values, b->n);
    return OK;
}

static enum status
get(struct feel_eval *e, size_t id, struct feel_value *ret, void *arg,
    struct err *err)
{
    struct activation *act = arg;
    const struct binding *b;

    (void)e;
    (void)err;
    if (id >= act->e->n_bindings) {
        *ret = feel_null();
        return OK;
    }
    b = &act->e->bindings[id];
    if (b->target != NULL)
        TRY(eval_element(act->graph, b->target, ret));
    else
        TRY(import_value(act, b, ret));
    act->values[id] = arena_dup(act->run->a, ret, sizeof(*ret));
    return OK;
}

static struct activation *
make(struct run *run, struct graph *g, const struct element *e)
{
    struct activation *act = arena_one(run->a, struct activation);

    act->run = run;
    act->graph = g;
    act->e = e;
    act->values =
        arena_new_array(run->a, const struct feel_value *, e->n_slots);
    act->frame = (struct feel_frame){ .values = act->values,
        .n = e->n_slots,
        .get = get,
        .arg = act };
    return act;
}

struct activation *
activation_new(struct run *run, struct graph *g, const struct element *e)
{
    return make(run, g, e);
}

struct activation *
activation_copy(const struct activation *act)
{
    struct activation *copy = make(act->run, act->graph, act->e);

    if (act->e->n_slots > 0)
        memcpy(copy->values, act->values,
            act->e->n_slots * sizeof(act->values[0]));
    return copy;
}

void
activation_set(
    struct activation *act, size_t slot, const struct feel_value *v)
{
    act->values[slot] = arena_dup(act->run->a, v, sizeof(*v));
}

/* --- inputs --- */

static bool
given(const struct run *run, const struct element *e, struct feel_value *ret)
{
    const struct dmn_call *call = run->call;
    bool is_input = e->about.kind == DMN_INPUT_DATA;

    for (size_t i = 0; i < call->n_inputs; i++) {
        const struct dmn_input *in = &call->inputs[i];

        if (!str_eq(in->name, e->variable.name) &&
            !str_eq(in->name, e->about.name))
            continue;
        if (in->uri.n > 0 ? str_eq(in->uri, e->model->uri)
                          : is_input || e->model == run->m) {
            *ret = in->value;
            return true;
        }
    }
    return is_input && call->facts != NULL &&
        call->facts(e->variable.name, ret, call->facts_arg);
}

static struct feel_value
not_given(const struct graph *g, const struct element *e)
{
    if (g->closed)
        return eval_fail(g->run, e,
            "“" STR_FMT "” 不是决策服务的参数", STR_ARG(e->about.name));
    return g->run->call->missing_is_null ? feel_null()
                                         : unknown(g->run, e->variable.name);
}

static enum status
eval_input(
    struct graph *g, const struct element *e, struct feel_value *ret)
{
    struct tracing *t = trace_open(
        g->run, DMN_TRACE_INPUT, e->variable.name);
    struct feel_value v;

    if (g->closed || !given(g->run, e, &v))
        v = not_given(g, e);
    *ret = eval_coerce(g->run, e, &v, e->type);
    if (t != NULL)
        t->t->id = e->about.id;
    trace_close(g->run, t, ret);
    return OK;
}

/* --- decisions --- */

/* Graphs up to this height are computed as they are asked for, each decision
 * inside the one that uses it; the depth of an evaluation has room for them. */
#define TALL 24

static int
by_height(const void *x, const void *y)
{
    const struct element *const *a = x, *const *b = y;

    return ((*a)->height > (*b)->height) - ((*a)->height < (*b)->height);
}

/* Decisions that e requires, directly or not, and that are not yet known. */
static size_t
open_below(struct graph *g, const struct element *e,
    const struct element **ret)
{
    bool *seen = arena_new_array(
        g->run->a, bool, g->run->m->links->n_elements);
    size_t n = 0;

    ret[n++] = e;
    for (size_t at = 0; at < n; at++) {
        for (size_t i = 0; i < ret[at]->n_needs; i++) {
            const struct element *to = ret[at]->needs[i].target;

            if (ret[at]->needs[i].kind != DMN_REQUIRES_INFORMATION ||
                to->about.kind != DMN_DECISION || seen[to->slot] ||
                g->cells[to->slot].state != CELL_NEW)
                continue;
            seen[to->slot] = true;
            ret[n++] = to;
        }
    }
    return n;
}

/* Computes what is far below a tall decision first, from the bottom, so that
 * a long chain does not nest. */
static enum status
settle(struct graph *g, const struct element *e)
{
    const struct element **all;
    size_t n;

    if (e->height <= TALL)
        return OK;
    all = arena_new_array(g->run->a, const struct element *,
        g->run->m->links->n_elements + 1);
    n = open_below(g, e, all);
    qsort(all, n, sizeof(all[0]), by_height);
    for (size_t i = 0; i < n; i++) {
        struct feel_value v;

        if (all[i] != e && all[i]->height % TALL == 0 &&
            g->cells[all[i]->slot].state == CELL_NEW)
            TRY(eval_element(g, all[i], &v));
    }
    return OK;
}

static enum status
eval_decision(struct graph *g, const struct element *e, struct tracing *t,
    struct feel_value *ret)
{
    struct feel_value v;

    if (!g->closed && given(g->run, e, &v)) {
        if (t != NULL)
            t->t->kind = DMN_TRACE_INPUT;
        *ret = eval_coerce(g->run, e, &v, e->type);
        return OK;
    }
    if (e->box == NULL) {
        *ret = eval_fail(g->run, e, "决策 “" STR_FMT "” 没有决策逻辑",
            STR_ARG(e->about.name));
        return OK;
    }
    TRY(settle(g, e));
    TRY(eval_box(activation_new(g->run, g, e), e->box, STR_EMPTY, &v));
    *ret = eval_coerce(g->run, e, &v, e->type);
    return OK;
}

/* --- services --- */

static enum status
service_outputs(
    struct graph *g, const struct element *e, struct feel_value *ret)
{
    struct str *names = arena_new_array(g->run->a, struct str, e->n_outputs);
    struct feel_value *values =
        arena_new_array(g->run->a, struct feel_value, e->n_outputs);

    for (size_t i = 0; i < e->n_outputs; i++) {
        names[i] = e->outputs[i].target->variable.name;
        TRY(eval_element(g, e->outputs[i].target, &values[i]));
    }
    *ret = e->n_outputs == 1 ? values[0]
                             : feel_context(names, values, e->n_outputs);
    return OK;
}

/* A service that is evaluated, not called: its parameters are inputs. */
static enum status
eval_service(
    struct graph *g, const struct element *e, struct feel_value *ret)
{
    for (size_t i = 0; i < e->n_in_decisions; i++) {
        const struct element *d = e->in_decisions[i].target;
        struct cell *cell = &g->cells[d->slot];
        struct feel_value v;

        if (!given(g->run, d, &v))
            v = not_given(g, d);
        cell->value = eval_coerce(g->run, d, &v, d->type);
        cell->state = CELL_PRESET;
    }

    struct feel_value v;

    TRY(service_outputs(g, e, &v));
    *ret = eval_coerce(g->run, e, &v, e->type);
    return OK;
}

/* --- functions --- */

struct callee {
    struct graph *graph;
    const struct element *e;
};

static struct graph *
graph_new(struct run *run, bool closed)
{
    struct graph *g = arena_one(run->a, struct graph);

    g->run = run;
    g->closed = closed;
    g->cells =
        arena_new_array(run->a, struct cell, run->m->links->n_elements);
    return g;
}

static enum status
call_service(struct feel_eval *fe, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    struct callee *c = self;
    struct run *run = c->graph->run;
    struct graph *g = graph_new(run, true);
    struct tracing *t =
        trace_open(run, DMN_TRACE_ELEMENT, c->e->about.name);

    (void)fe;
    (void)err;
    for (size_t i = 0; i < n; i++) {
        struct cell *cell = &g->cells[c->e->params[i]->slot];

        cell->value = args[i];
        cell->state = CELL_PRESET;
    }
    if (t != NULL) {
        t->t->element = DMN_DECISION_SERVICE;
        t->t->id = c->e->about.id;
    }
    TRY(service_outputs(g, c->e, ret));
    trace_close(run, t, ret);
    return OK;
}

static const struct dmn_native *
native_of(const struct run *run, const struct element *e)
{
    for (size_t i = 0; e->about.native.n > 0 && i < run->call->n_natives; i++)
        if (str_eq(run->call->natives[i].name, e->about.native))
            return &run->call->natives[i];
    return NULL;
}

static enum status
call_knowledge(struct feel_eval *fe, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    struct callee *c = self;
    struct run *run = c->graph->run;
    struct activation *act = activation_new(run, c->graph, c->e);
    struct tracing *t =
        trace_open(run, DMN_TRACE_ELEMENT, c->e->about.name);
    const struct dmn_native *native = native_of(run, c->e);

    for (size_t i = 0; i < n; i++)
        activation_set(act, c->e->box->slots[i], &args[i]);
    if (t != NULL) {
        t->t->element = DMN_KNOWLEDGE_MODEL;
        t->t->id = c->e->about.id;
    }
    if (native != NULL)
        TRY(native->fn(fe, args, n, ret, native->self, err));
    else if (c->e->box->external.n > 0)
        *ret = eval_fail(run, c->e, "不支持外部函数（" STR_FMT "）",
            STR_ARG(c->e->box->external));
    else
        TRY(eval_box(act, c->e->box->kids[0], STR_EMPTY, ret));
    trace_close(run, t, ret);
    return OK;
}

struct feel_value
eval_callee(struct graph *g, const struct element *e)
{
    struct callee *c = arena_one(g->run->a, struct callee);
    struct feel_invocable f = {
        .name = e->about.name,
        .params = e->param_names,
        .types = e->types,
        .n = e->n_params,
        .result = e->type,
        .fn = e->about.kind == DMN_KNOWLEDGE_MODEL ? call_knowledge
                                                   : call_service,
        .self = c,
    };

    c->graph = g;
    c->e = e;
    return feel_function_value(g->run->a, &f);
}

/* --- elements --- */

static enum status
compute(struct graph *g, const struct element *e, struct feel_value *ret)
{
    struct tracing *t;

    switch (e->about.kind) {
    case DMN_INPUT_DATA:
        return eval_input(g, e, ret);
    case DMN_DECISION:
        t = trace_open(g->run, DMN_TRACE_ELEMENT, e->about.name);
        if (t != NULL) {
            t->t->element = DMN_DECISION;
            t->t->id = e->about.id;
        }
        TRY(eval_decision(g, e, t, ret));
        trace_close(g->run, t, ret);
        return OK;
    case DMN_KNOWLEDGE_MODEL:
    case DMN_DECISION_SERVICE:
        *ret = eval_callee(g, e);
        return OK;
    case DMN_KNOWLEDGE_SOURCE:
        break;
    }
    *ret = feel_null();
    return OK;
}

enum status
eval_element(
    struct graph *g, const struct element *e, struct feel_value *ret)
{
    struct cell *cell = &g->cells[e->slot];

    if (cell->state == CELL_NEW) {
        TRY(compute(g, e, &cell->value));
        cell->state = CELL_DONE;
    } else if (e->about.kind == DMN_DECISION ||
        e->about.kind == DMN_INPUT_DATA) {
        struct tracing *t = trace_open(g->run,
            e->about.kind == DMN_DECISION && cell->state == CELL_DONE
                ? DMN_TRACE_ELEMENT
                : DMN_TRACE_INPUT,
            e->about.name);

        if (t != NULL) {
            t->t->element = e->about.kind;
            t->t->id = e->about.id;
            t->t->again = cell->state == CELL_DONE;
        }
        trace_close(g->run, t, &cell->value);
    }
    *ret = cell->value;
    return OK;
}

/* --- from outside --- */

static const struct element *
find(const struct dmn_model *m, struct str name, enum dmn_kind x,
    enum dmn_kind y)
{
    for (int by_id = 0; by_id < 2; by_id++) {
        for (size_t i = 0; i < m->n_elements; i++) {
            const struct element *e = &m->elements[i];

            if ((e->about.kind == x || e->about.kind == y) &&
                str_eq(by_id ? e->about.id : e->about.name, name))
                return e;
        }
    }
    for (size_t i = 0; i < m->n_imports; i++) {
        struct str prefix = m->imports[i].about.name;

        if (m->imports[i].model == NULL || !str_starts(name, prefix) ||
            name.n <= prefix.n || (prefix.n > 0 && name.p[prefix.n] != '.'))
            continue;

        const struct element *e = find(m->imports[i].model,
            str_sub(name, prefix.n + (prefix.n > 0), name.n), x, y);

        if (e != NULL)
            return e;
    }
    return NULL;
}

static enum status
no_such(struct arena *a, const struct dmn_model *m, struct str name,
    const char *what, enum dmn_kind x, enum dmn_kind y, struct err *err)
{
    struct buf b;
    struct str names = STR_EMPTY;

    buf_init(&b, a, 300);
    for (size_t i = 0; i < m->n_elements; i++) {
        const struct element *e = &m->elements[i];

        if (e->about.kind != x && e->about.kind != y)
            continue;
        if (b.n + e->about.name.n > 250)
            break;
        buf_str(&b, b.n > 0 ? STR("、") : STR_EMPTY);
        buf_str(&b, e->about.name);
    }
    if (buf_done(&b, &names, NULL) != OK)
        names = STR_EMPTY;
    return err_set(err, ERR_NOT_FOUND,
        "模型中没有%s “" STR_FMT "”，有：" STR_FMT, what, STR_ARG(name),
        STR_ARG(names));
}

static void
begin(struct run *run, struct tracing *root, struct arena *a,
    const struct dmn_model *m, const struct dmn_call *call, struct err *err)
{
    *run = (struct run){ .a = a, .m = m, .call = call, .err = err };
    *root = (struct tracing){ 0 };
    run->e = feel_eval_new(a, call->now_us, call->limits, call->natives_arg, err);
    if (call->trace)
        run->open = root;
}

enum status
dmn_evaluate(struct arena *a, const struct dmn_model *m, struct str name,
    const struct dmn_call *call, struct dmn_result *ret, struct err *err)
{
    const struct element *e =
        find(m, name, DMN_DECISION, DMN_DECISION_SERVICE);
    struct run *run = arena_one(a, struct run);
    struct tracing root;
    struct feel_value v;

    if (e == NULL)
        return no_such(a, m, name, "决策或决策服务", DMN_DECISION,
            DMN_DECISION_SERVICE, err);
    begin(run, &root, a, m, call, err);

    struct graph *g = graph_new(run, false);

    if (e->about.kind == DMN_DECISION) {
        TRY(eval_element(g, e, &v));
    } else {
        struct tracing *t =
            trace_open(run, DMN_TRACE_ELEMENT, e->about.name);

        if (t != NULL) {
            t->t->element = DMN_DECISION_SERVICE;
            t->t->id = e->about.id;
        }
        TRY(eval_service(g, e, &v));
        trace_close(run, t, &v);
    }
    /* A limit that was reached while values were compared or coerced. */
    TRY(feel_eval_status(run->e));
    ret->value = v;
    ret->trace = root.parts.n > 0 ? root.parts.p[0] : NULL;
    return OK;
}

enum status
dmn_invoke(struct arena *a, const struct dmn_model *m, struct str name,
    const struct dmn_call *call, struct dmn_result *ret, struct err *err)
{
    const struct element *e =
        find(m, name, DMN_KNOWLEDGE_MODEL, DMN_DECISION_SERVICE);
    struct run *run = arena_one(a, struct run);
    struct tracing root;

    if (e == NULL)
        return no_such(a, m, name, "业务知识模型", DMN_KNOWLEDGE_MODEL,
            DMN_DECISION_SERVICE, err);
    begin(run, &root, a, m, call, err);

    struct str *names = arena_new_array(a, struct str, call->n_inputs);
    struct feel_value *args =
        arena_new_array(a, struct feel_value, call->n_inputs);
    struct feel_value f = eval_callee(graph_new(run, false), e);

    for (size_t i = 0; i < call->n_inputs; i++) {
        names[i] = call->inputs[i].name;
        args[i] = call->inputs[i].value;
    }

    struct feel_value v;

    TRY(feel_call_named(run->e, &f, names, args, call->n_inputs, &v));
    TRY(feel_eval_status(run->e));
    ret->value = eval_blame(run, e, &v);
    ret->trace = root.parts.n > 0 ? root.parts.p[0] : NULL;
    return OK;
}
