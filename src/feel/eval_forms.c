#include "eval.h"

#include "decimal.h"
#include "temporal.h"

/* Rounds of a loop that the trace shows. */
#define TRACE_ROUNDS 50

struct env *
feel_env(
    struct feel_eval *e, const struct env *up, const struct feel_value *v)
{
    struct env *env = arena_one(e->a, struct env);

    env->up = up;
    env->value = *v;
    return env;
}

/* Stops recording from the round after the last one shown; the caller puts
 * back what is returned. */
static struct trace_open *
trace_round(struct feel_eval *e, size_t i)
{
    struct trace_open *t = e->trace;

    if (i >= TRACE_ROUNDS)
        e->trace = NULL;
    return t;
}

/* --- filter --- */

static struct feel_value
element(struct feel_eval *e, const struct feel_value *list,
    const struct feel_value *index)
{
    int64_t i;

    if (!feel_to_int(index, &i))
        return feel_fail(e, "the index of a list is not an integer");
    if (i < 0)
        i += (int64_t)list->list.n + 1;
    if (i < 1 || (uint64_t)i > list->list.n)
        return feel_fail(e, "the list has no such element");
    return list->list.items[i - 1];
}

struct filtered {
    VEC_OF(struct feel_value) items;
    struct feel_value unknown; /* null with reasons, if some were undecided */
};

static void
filter_one(struct feel_eval *e, struct filtered *f,
    const struct feel_value *item, const struct feel_value *cond)
{
    if (cond->type == FEEL_BOOLEAN && cond->boolean)
        *VEC_PUSH(e->a, &f->items) = *item;
    else if (feel_is_unknown(cond))
        f->unknown = feel_merge(e, &f->unknown, cond);
}

struct feel_value
feel_eval_filter(
    struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value list = feel_eval_node(e, env, n->kids[0]);
    struct feel_value *single = NULL;
    struct filtered f = { 0 };
    struct env *item = NULL;

    if (list.type == FEEL_NULL)
        return list;
    if (list.type != FEEL_LIST) {
        single = arena_dup(e->a, &list, sizeof(list));
        list = feel_list(single, 1);
    }
    if (n->kids[1]->kind == N_LITERAL &&
        n->kids[1]->value.type == FEEL_NUMBER)
        return element(e, &list, &n->kids[1]->value);
    if (list.list.n == 0) {
        struct feel_value null = feel_null();
        struct feel_value cond =
            feel_eval_node(e, feel_env(e, env, &null), n->kids[1]);

        return cond.type == FEEL_NUMBER ? element(e, &list, &cond) : list;
    }
    for (size_t i = 0; i < list.list.n && e->status == OK; i++) {
        if (item == NULL || n->kids[1]->makes_function)
            item = feel_env(e, env, &list.list.items[i]);
        item->value = list.list.items[i];

        struct trace_open *t = trace_round(e, i);
        struct feel_value cond = feel_eval_node(e, item, n->kids[1]);

        e->trace = t;
        if (i == 0 && cond.type == FEEL_NUMBER)
            return element(e, &list, &cond);
        filter_one(e, &f, &list.list.items[i], &cond);
    }
    /* Which elements belong is not known then. */
    if (f.unknown.missing != NULL)
        return f.unknown;
    return feel_list(f.items.p, f.items.n);
}

/* --- for, some, every --- */

/* What a variable of a loop runs over. */
struct domain {
    struct feel_value list; /* FEEL_LIST, or the reason why there is none */
    bool is_span;           /* numbers or days from `low` by `step` */
    enum feel_type type;
    int64_t low, step;
    uint64_t n;
};

static struct feel_value
domain_at(const struct domain *d, uint64_t i)
{
    if (!d->is_span)
        return d->list.list.items[i];

    int64_t at = d->low + d->step * (int64_t)i;

    if (d->type == FEEL_DATE)
        return temporal_date_of(at);
    return feel_int(at);
}

static bool
span_end(const struct feel_value *v, int64_t *ret)
{
    if (v->type == FEEL_DATE) {
        *ret = temporal_day(v);
        return true;
    }
    return feel_to_int(v, ret) && *ret > -(INT64_C(1) << 53) &&
        *ret < INT64_C(1) << 53;
}

static void
make_span(struct feel_eval *e, struct domain *d, const struct feel_value *low,
    const struct feel_value *high, bool skip_low, bool skip_high)
{
    int64_t a, b;

    if (low->type != high->type || !span_end(low, &a) || !span_end(high, &b)) {
        d->list = feel_is_unknown(low) || feel_is_unknown(high)
            ? feel_merge(e, low, high)
            : feel_fail(e, "a loop runs over integers or dates");
        return;
    }
    d->step = a <= b ? 1 : -1;
    a += skip_low ? d->step : 0;
    b -= skip_high ? d->step : 0;
    d->is_span = true;
    d->type = low->type;
    d->low = a;
    d->list.type = FEEL_LIST;
    if (d->step > 0 ? b >= a : b <= a)
        d->n = (uint64_t)(d->step > 0 ? b - a : a - b) + 1;
}

static struct domain
eval_domain(struct feel_eval *e, const struct env *env, const struct node *n,
    size_t i)
{
    struct domain d = { 0 };
    struct feel_value v = feel_eval_node(e, env, n->kids[2 * i]);

    if (n->kids[2 * i + 1] != NULL) {
        struct feel_value high = feel_eval_node(e, env, n->kids[2 * i + 1]);

        make_span(e, &d, &v, &high, false, false);
    } else if (v.type == FEEL_RANGE) {
        const struct feel_range *r = v.range;
        int order;

        make_span(
            e, &d, &r->low, &r->high, !r->low_closed, !r->high_closed);
        /* Only `a..b` without brackets may run downwards. */
        if (feel_order(&r->low, &r->high, &order) && order > 0)
            d.list = feel_fail(e, "a loop runs over a range upside down");
    } else if (v.type == FEEL_LIST || v.type == FEEL_NULL) {
        d.list = v;
        d.n = v.type == FEEL_LIST ? v.list.n : 0;
    } else {
        d.list = feel_list(arena_dup(e->a, &v, sizeof(v)), 1);
        d.n = 1;
    }
    if (d.list.type == FEEL_NULL && d.list.missing == NULL)
        d.list = feel_fail(e, "a loop runs over null");
    return d;
}

struct loop {
    const struct node *node;
    VEC_OF(struct feel_value) results; /* for */
    struct env *partial;
    struct feel_value verdict; /* some, every */
    struct feel_value failed;  /* why a domain is not known */
    size_t rounds;
};

/* False if the loop is over. */
static bool
loop_round(struct feel_eval *e, struct loop *l, const struct env *env)
{
    const struct node *body = l->node->kids[l->node->n - 1];
    struct trace_open *t = trace_round(e, l->rounds++);
    struct feel_value v = feel_eval_node(e, env, body);

    e->trace = t;
    if (e->status != OK)
        return false;
    if (l->node->kind == N_FOR) {
        if (l->results.n >= e->limits.list)
            return feel_list_fits(e, l->results.n + 1);
        *VEC_PUSH(e->a, &l->results) = v;
        l->partial->value = feel_list(l->results.p, l->results.n);
        return true;
    }
    if (l->node->kind == N_SOME) {
        l->verdict = feel_either(e, &l->verdict, &v);
        return l->verdict.type != FEEL_BOOLEAN || !l->verdict.boolean;
    }
    l->verdict = feel_both(e, &l->verdict, &v);
    return l->verdict.type != FEEL_BOOLEAN || l->verdict.boolean;
}

static bool
loop_from(
    struct feel_eval *e, struct loop *l, const struct env *env, size_t i)
{
    if (i == l->node->n_names)
        return loop_round(e, l, env);

    struct domain d = eval_domain(e, env, l->node, i);
    struct env *variable = NULL;
    bool fresh = l->node->makes_function;

    if (d.list.type == FEEL_NULL) {
        l->failed = feel_merge(e, &l->failed, &d.list);
        return false;
    }
    for (uint64_t k = 0; k < d.n && e->status == OK; k++) {
        struct feel_value v = domain_at(&d, k);

        if (!feel_step(e, 1))
            return false;
        if (variable == NULL || fresh)
            variable = feel_env(e, env, &v);
        variable->value = v;
        if (!loop_from(e, l, variable, i + 1))
            return false;
    }
    return true;
}

struct feel_value
feel_eval_for(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value none = feel_list(NULL, 0);
    struct loop l = { .node = n, .partial = feel_env(e, env, &none) };

    (void)loop_from(e, &l, l.partial, 0);
    if (l.failed.missing != NULL)
        return l.failed;
    return feel_list(l.results.p, l.results.n);
}

struct feel_value
feel_eval_quantified(
    struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct loop l = { .node = n, .verdict = feel_boolean(n->kind == N_EVERY) };

    (void)loop_from(e, &l, env, 0);
    if (l.failed.missing != NULL)
        return l.failed;
    return l.verdict;
}

/* --- in, unary tests --- */

/* Value of a test, against the input. */
static struct feel_value
match_value(struct feel_eval *e, const struct feel_value *input,
    const struct feel_value *v)
{
    if (feel_is_unknown(v))
        return *v;
    if (v->type == FEEL_RANGE && input->type != FEEL_RANGE)
        return feel_in_range(e, input, v->range);
    if (v->type != FEEL_LIST)
        return feel_equal(e, input, v);

    struct feel_value any = feel_boolean(false);

    if (input->type == FEEL_LIST)
        any = feel_equal(e, input, v);
    for (size_t i = 0; i < v->list.n && feel_step(e, 1); i++) {
        const struct feel_value *item = &v->list.items[i];
        struct feel_value one =
            item->type == FEEL_RANGE && input->type != FEEL_RANGE
            ? feel_in_range(e, input, item->range)
            : feel_equal(e, input, item);

        /* An element of another type is just not it. */
        if (feel_is_error(&one))
            one = feel_boolean(false);
        any = feel_either(e, &any, &one);
    }
    return any;
}

static struct feel_value
match(struct feel_eval *e, const struct env *env, const struct node *test,
    const struct feel_value *input)
{
    struct feel_value v;

    switch (test->kind) {
    case N_TEST_ALL:
        return feel_boolean(true);
    case N_TEST:
        v = feel_eval_node(e, env, test->kids[0]);
        return feel_compare(e, test->op, input, &v);
    case N_TEST_NOT: {
        struct feel_value any = feel_boolean(false);

        for (size_t i = 0; i < test->n && e->status == OK; i++) {
            v = match(e, env, test->kids[i], input);
            any = feel_either(e, &any, &v);
        }
        return feel_not(e, &any);
    }
    default:
        v = feel_eval_node(e, env, test);
        if (test->uses_input && (v.type == FEEL_BOOLEAN ||
                                    v.type == FEEL_NULL))
            return v;
        return match_value(e, input, &v);
    }
}

static struct feel_value
match_any(struct feel_eval *e, const struct env *env, const struct node *n,
    const struct feel_value *input)
{
    struct feel_value any = feel_boolean(false);

    for (size_t i = 1; i < n->n && e->status == OK; i++) {
        struct feel_value one = match(e, env, n->kids[i], input);

        any = feel_either(e, &any, &one);
    }
    return any;
}

static void
trace_input(struct feel_eval *e, const struct node *n, struct str op,
    const struct feel_value *input)
{
    const struct node *first = n->kids[1], *last = n->kids[n->n - 1];

    if (e->trace == NULL)
        return;
    e->trace->trace->is_comparison = true;
    e->trace->trace->left = *input;
    e->trace->trace->right = feel_string(
        str_sub(e->unit.expr->text, first->from, last->to - first->from));
    e->trace->trace->op = op;
}

struct feel_value
feel_eval_in(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value input = feel_eval_node(e, env, n->kids[0]);

    trace_input(e, n, STR("in"), &input);
    if (n->makes_function) /* it may keep what is around it */
        return match_any(e, feel_env(e, env, &input), n, &input);

    struct env here = { .up = env, .value = input };

    return match_any(e, &here, n, &input);
}

struct feel_value
feel_eval_unary(
    struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value input = feel_eval_node(e, env, n->kids[0]);

    trace_input(e, n, STR("in"), &input);
    return match_any(e, env, n, &input);
}
