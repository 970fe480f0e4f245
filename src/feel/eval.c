#include "eval.h"

#include "pattern.h"
#include "temporal.h"

#include <stdarg.h>

/* Parts kept in one trace. */
#define TRACE_MAX 20000

/* --- limits --- */

struct feel_value
feel_stop(struct feel_eval *e, const char *fmt, ...)
{
    va_list ap;

    if (e->status != OK)
        return feel_null();
    va_start(ap, fmt);

    struct str text = arena_vfmt(e->a, fmt, ap);

    va_end(ap);
    e->status = err_set(e->err, ERR_LIMIT, STR_FMT, STR_ARG(text));
    return feel_null();
}

bool
feel_step(struct feel_eval *e, uint64_t n)
{
    if (e->status != OK)
        return false;
    if (n > e->limits.steps || e->steps > e->limits.steps - n) {
        feel_stop(e, "计算超过 %llu 步（上限 steps）",
            (unsigned long long)e->limits.steps);
        return false;
    }
    e->steps += n;
    return true;
}

bool
feel_step_bytes(struct feel_eval *e, size_t n)
{
    return feel_step(e, n / FEEL_STEP_BYTES + 1);
}

bool
feel_list_fits(struct feel_eval *e, uint64_t n)
{
    if (n > e->limits.list) {
        feel_stop(e, "列表超过 %zu 个元素（上限 list）", e->limits.list);
        return false;
    }
    return feel_step(e, n / 4);
}

struct arena *
feel_arena(struct feel_eval *e)
{
    return e->a;
}

void *
feel_arg(const struct feel_eval *e)
{
    return e->arg;
}

int64_t
feel_now_us(const struct feel_eval *e)
{
    return e->now_us;
}

/* --- names --- */

static const struct env *
outward(const struct env *env, size_t steps)
{
    while (steps-- > 0)
        env = env->up;
    return env;
}

static struct feel_value
eval_member(struct feel_eval *e, const struct env *env, const struct node *n)
{
    const struct feel_value *last = NULL;

    for (size_t i = 0; i < n->member.n_filters; i++) {
        const struct feel_value *element =
            &outward(env, n->member.filters[i])->value;

        last = element;
        if (element->type != FEEL_CONTEXT)
            continue;

        const struct feel_value *v = feel_member(element, n->names[0]);

        if (v != NULL)
            return *v;
    }
    if (n->n > 0)
        return feel_eval_node(e, env, n->kids[0]);
    if (last != NULL && feel_is_unknown(last))
        return *last;
    return feel_fail(
        e, "no member \"" STR_FMT "\"", STR_ARG(n->names[0]));
}

static struct feel_value
function_value(struct feel_eval *e, struct feel_function f)
{
    struct feel_function *own = arena_dup(e->a, &f, sizeof(f));

    return (struct feel_value){ .type = FEEL_FUNCTION, .function = own };
}

/* --- operators --- */

static struct str
written(const struct feel_eval *e, const struct node *n)
{
    return str_sub(e->unit.expr->text, n->from, n->to - n->from);
}

/* The value of a part, without a copy where it lies at hand and nothing is
 * recorded. */
static const struct feel_value *
operand(struct feel_eval *e, const struct env *env, const struct node *n,
    struct feel_value *room)
{
    if (e->trace == NULL) {
        if (n->kind == N_LITERAL)
            return &n->value;
        if (n->constant != NULL)
            return n->constant;
        if (n->kind == N_FACT && e->unit.given != NULL &&
            (e->unit.given_known == NULL || e->unit.given_known[n->index]))
            return &e->unit.given[n->index];
        if (n->kind == N_LOCAL)
            return &outward(env, n->index)->value;
    }
    *room = feel_eval_node(e, env, n);
    return room;
}

static struct feel_value
eval_arith(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value v, room;
    const struct feel_value *x = operand(e, env, n->kids[0], &v);

    for (size_t i = 1; i < n->n && e->status == OK; i++) {
        const struct feel_value *y = operand(e, env, n->kids[i], &room);

        v = feel_arith(e, n->ops[i - 1], x, y);
        x = &v;
    }
    return *x;
}

/* Both sides are always evaluated: the trace shows every part, and the result
 * does not depend on whether one is recorded. */
static struct feel_value
eval_logic(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value v = feel_eval_node(e, env, n->kids[0]);

    for (size_t i = 1; i < n->n && e->status == OK; i++) {
        struct feel_value y = feel_eval_node(e, env, n->kids[i]);

        v = n->kind == N_AND ? feel_both(e, &v, &y) : feel_either(e, &v, &y);
    }
    return v;
}

static void
trace_sides(struct feel_eval *e, const struct feel_value *left, struct str op,
    const struct feel_value *right)
{
    if (e->trace == NULL)
        return;
    e->trace->trace->is_comparison = true;
    e->trace->trace->left = *left;
    e->trace->trace->right = *right;
    e->trace->trace->op = op;
}

static struct feel_value
eval_compare(struct feel_eval *e, const struct env *env, const struct node *n)
{
    static const struct str ops[] = { STR_INIT("="), STR_INIT("!="),
        STR_INIT("<"), STR_INIT("<="), STR_INIT(">"), STR_INIT(">=") };
    struct feel_value room[2];
    const struct feel_value *x = operand(e, env, n->kids[0], &room[0]);
    const struct feel_value *y = operand(e, env, n->kids[1], &room[1]);

    trace_sides(e, x, ops[n->op], y);
    return feel_compare(e, n->op, x, y);
}

static struct feel_value
eval_between(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value x = feel_eval_node(e, env, n->kids[0]);
    struct feel_value low = feel_eval_node(e, env, n->kids[1]);
    struct feel_value high = feel_eval_node(e, env, n->kids[2]);

    if (e->trace != NULL) {
        struct feel_value range = feel_range_value(e, &low, &high, true, true);

        trace_sides(e, &x, STR("between"), &range);
    }

    struct feel_value a = feel_compare(e, OP_GE, &x, &low);
    struct feel_value b = feel_compare(e, OP_LE, &x, &high);

    return feel_both(e, &a, &b);
}

static struct feel_value
eval_if(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value cond = feel_eval_node(e, env, n->kids[0]);

    /* Anything but true leads to else (DMN), only a missing fact does not. */
    if (feel_is_unknown(&cond))
        return cond;

    bool yes = cond.type == FEEL_BOOLEAN && cond.boolean;
    const struct node *taken = yes ? n->kids[1] : n->kids[2];
    struct feel_value v = feel_eval_node(e, env, taken);

    if (e->trace != NULL) {
        e->trace->trace->op = yes ? STR("then") : STR("else");
        e->trace->trace->left = cond;
        e->trace->trace->right = v;
        e->trace->trace->right_text = written(e, taken);
    }
    return v;
}

/* --- what is made of parts --- */

static struct feel_value
eval_list(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value *items = arena_new_array(e->a, struct feel_value, n->n);

    if (!feel_list_fits(e, n->n))
        return feel_null();
    for (size_t i = 0; i < n->n && e->status == OK; i++)
        items[i] = feel_eval_node(e, env, n->kids[i]);
    return feel_list(items, n->n);
}

static struct feel_value
eval_context(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value *values = arena_new_array(e->a, struct feel_value, n->n);
    struct feel_value v = { .type = FEEL_CONTEXT };

    for (size_t i = 0; i < n->n && e->status == OK; i++) {
        values[i] = feel_eval_node(e, env, n->kids[i]);
        env = feel_env(e, env, &values[i]);
    }
    v.context.names = n->names;
    v.context.values = values;
    v.context.n = n->n;
    return v;
}

static bool
is_ordered(const struct feel_value *v)
{
    int order;

    return feel_order(v, v, &order);
}

static struct feel_value
eval_range(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value end[2] = { feel_null(), feel_null() };

    for (size_t i = 0; i < 2; i++) {
        if (n->kids[i] == NULL)
            continue;
        end[i] = feel_eval_node(e, env, n->kids[i]);
        if (end[i].type == FEEL_NULL && end[i].missing != NULL)
            return end[i];
        if (end[i].type != FEEL_NULL && !is_ordered(&end[i]) &&
            n->form != FEEL_RANGE_EQ && n->form != FEEL_RANGE_NE)
            return feel_mismatch(e, "an end of a range", &end[i]);
    }
    if (end[0].type != FEEL_NULL && end[1].type != FEEL_NULL &&
        end[0].type != end[1].type)
        return feel_fail(e, "the ends of a range differ in type");

    struct feel_range *r = arena_one(e->a, struct feel_range);

    *r = (struct feel_range){ .low = end[0],
        .high = end[1],
        .low_closed = n->low_closed,
        .high_closed = n->high_closed,
        .form = n->form };
    return (struct feel_value){ .type = FEEL_RANGE, .range = r };
}

/* --- functions --- */

/* Null for the reasons of the arguments that are not known. */
static bool
unknown_arguments(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (!feel_is_unknown(&args[i]))
            continue;
        *ret = any ? feel_merge(e, ret, &args[i]) : args[i];
        any = true;
    }
    return any;
}

/* A list of one stands for its element where a list does not fit. */
static bool
unwrap(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value **ret)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (args[i].type != FEEL_LIST || args[i].list.n != 1)
            continue;
        if (!any)
            *ret = arena_dup(e->a, args, n * sizeof(args[0]));
        (*ret)[i] = args[i].list.items[0];
        any = true;
    }
    return any;
}

struct feel_value
feel_call_builtin(struct feel_eval *e, const struct builtin *b,
    const struct feel_value *args, size_t n)
{
    struct feel_value v, *single = NULL;

    if ((b->flags & BUILTIN_UNKNOWN) == 0 && unknown_arguments(e, args, n, &v))
        return v;
    v = b->fn(e, args, n);
    if (!feel_is_error(&v))
        return v;
    if (unwrap(e, args, n, &single)) {
        struct feel_value again;

        if (unknown_arguments(e, single, n, &again))
            return again;
        again = b->fn(e, single, n);
        if (!feel_is_error(&again))
            return again;
    }
    /* The error of an argument says more than what came of it. */
    for (size_t i = 0; i < n; i++)
        if (feel_is_error(&args[i]))
            return args[i];
    return v;
}

struct feel_value
feel_call_native(struct feel_eval *e, const struct native *f,
    const struct feel_value *args, size_t n)
{
    struct feel_value v;

    if (!f->takes_unknown && unknown_arguments(e, args, n, &v))
        return v;
    for (size_t i = 0; i < n && !f->takes_unknown; i++)
        if (feel_is_error(&args[i]))
            return args[i];
    if (e->status != OK)
        return feel_null();
    v = feel_null();

    enum status s = f->fn(e, args, n, &v, f->self, e->err);

    if (s != OK && e->status == OK)
        e->status = s;
    return v;
}

static struct feel_value
eval_known_call(
    struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value few[4];
    struct feel_value *args =
        n->n <= 4 ? few : arena_new_array(e->a, struct feel_value, n->n);

    for (size_t i = 0; i < n->n; i++)
        args[i] = feel_eval_node(e, env, n->kids[i]);
    if (e->status != OK)
        return feel_null();
    if (n->pattern != NULL && args[0].type == FEEL_STRING &&
        feel_step_bytes(e, args[0].string.n)) {
        enum pattern_answer m = pattern_match(n->pattern, args[0].string);

        if (m != PATTERN_UNSURE)
            return feel_boolean(m == PATTERN_YES);
    }
    return n->kind == N_CALL_NATIVE
        ? feel_call_native(e, n->native, args, n->n)
        : feel_call_builtin(e, n->builtin, args, n->n);
}

static struct feel_value
eval_instance(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value v = feel_eval_node(e, env, n->kids[0]);

    if (feel_is_unknown(&v))
        return v;
    return feel_boolean(feel_is_instance(e, &v, n->type));
}

/* --- any node --- */

static struct feel_value
eval_plain(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value v;

    switch (n->kind) {
    case N_LITERAL:
        return n->value;
    case N_FACT:
        return feel_slot(e, n->index);
    case N_LOCAL:
        return outward(env, n->index)->value;
    case N_MEMBER:
        return eval_member(e, env, n);
    case N_BUILTIN:
        return function_value(e,
            (struct feel_function){
                .kind = FUNCTION_BUILTIN, .builtin = n->builtin });
    case N_NATIVE:
        return function_value(e,
            (struct feel_function){
                .kind = FUNCTION_NATIVE, .native = n->native });
    case N_FUNCTION:
        feel_load_names(e);
        return function_value(e,
            (struct feel_function){ .kind = FUNCTION_LAMBDA,
                .node = n,
                .env = env,
                .unit = e->unit });
    case N_NEGATE:
        v = feel_eval_node(e, env, n->kids[0]);
        return feel_negate(e, &v);
    case N_ARITH:
        return eval_arith(e, env, n);
    case N_COMPARE:
        return eval_compare(e, env, n);
    case N_AND:
    case N_OR:
        return eval_logic(e, env, n);
    case N_BETWEEN:
        return eval_between(e, env, n);
    case N_IN:
        return feel_eval_in(e, env, n);
    case N_IF:
        return eval_if(e, env, n);
    case N_LIST:
        return eval_list(e, env, n);
    case N_CONTEXT:
        return eval_context(e, env, n);
    case N_PATH:
        v = feel_eval_node(e, env, n->kids[0]);
        return feel_eval_path(e, &v, n->names[0]);
    case N_FILTER:
        return feel_eval_filter(e, env, n);
    case N_FOR:
        return feel_eval_for(e, env, n);
    case N_SOME:
    case N_EVERY:
        return feel_eval_quantified(e, env, n);
    case N_CALL:
        return feel_eval_call(e, env, n);
    case N_CALL_BUILTIN:
    case N_CALL_NATIVE:
        return eval_known_call(e, env, n);
    case N_INSTANCE:
        return eval_instance(e, env, n);
    case N_RANGE:
        return eval_range(e, env, n);
    case N_UNARY:
        return feel_eval_unary(e, env, n);
    case N_TEST:
    case N_TEST_ALL:
    case N_TEST_NOT:
        break;
    }
    return feel_fail(e, "a test stands where a value should");
}

/* --- the trace --- */

static enum feel_part
part_of(enum node_kind kind)
{
    switch (kind) {
    case N_FACT:
        return FEEL_PART_FACT;
    case N_LOCAL:
    case N_MEMBER:
        return FEEL_PART_VARIABLE;
    case N_COMPARE:
    case N_BETWEEN:
    case N_IN:
    case N_UNARY:
        return FEEL_PART_COMPARISON;
    case N_AND:
        return FEEL_PART_AND;
    case N_OR:
        return FEEL_PART_OR;
    case N_IF:
        return FEEL_PART_IF;
    case N_CALL:
    case N_CALL_BUILTIN:
    case N_CALL_NATIVE:
        return FEEL_PART_CALL;
    case N_ARITH:
        return FEEL_PART_ARITHMETIC;
    case N_PATH:
        return FEEL_PART_PATH;
    case N_FILTER:
        return FEEL_PART_FILTER;
    case N_FOR:
        return FEEL_PART_FOR;
    case N_SOME:
        return FEEL_PART_SOME;
    case N_EVERY:
        return FEEL_PART_EVERY;
    default:
        return FEEL_PART_OTHER;
    }
}

/* What the node itself tells, whatever came of it. */
static void
describe(const struct feel_eval *e, struct feel_trace *t, const struct node *n)
{
    t->kind = part_of(n->kind);
    t->text = written(e, n);
    t->is_fact = n->kind == N_FACT;
    switch (t->kind) {
    case FEEL_PART_FACT:
        t->op = e->unit.expr->facts[n->index];
        break;
    case FEEL_PART_COMPARISON:
        t->left_text = written(e, n->kids[0]);
        t->right_text = str_sub(e->unit.expr->text, n->kids[1]->from,
            n->kids[n->n - 1]->to - n->kids[1]->from);
        break;
    case FEEL_PART_IF:
        t->left_text = written(e, n->kids[0]);
        break;
    case FEEL_PART_ARITHMETIC:
        if (n->n != 2)
            break;
        t->op = (struct str){ n->ops, 1 };
        t->left_text = written(e, n->kids[0]);
        t->right_text = written(e, n->kids[1]);
        break;
    case FEEL_PART_PATH:
        t->op = n->names[0];
        break;
    case FEEL_PART_CALL:
        t->op = n->kind == N_CALL_BUILTIN ? n->builtin->name
            : n->kind == N_CALL_NATIVE    ? n->native->name
                                          : written(e, n->kids[0]);
        break;
    default:
        break;
    }
}

/* Evaluates with a part of the trace open for it. */
static struct feel_value
eval_traced(struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct trace_open *outer = e->trace;
    struct trace_open open = { .trace = arena_one(e->a, struct feel_trace) };

    bool kept = e->traced++ < TRACE_MAX;

    e->trace = kept ? &open : NULL;

    struct feel_value v = eval_plain(e, env, n);

    e->trace = outer;
    if (!kept)
        return v;
    describe(e, open.trace, n);
    open.trace->value = v;
    open.trace->parts = open.parts.p;
    open.trace->n = open.parts.n;
    *VEC_PUSH(e->a, &outer->parts) = open.trace;
    return v;
}

struct feel_value
feel_eval_node(
    struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value v;

    if (!feel_step(e, 1))
        return feel_null();
    if (e->depth >= e->max_depth)
        return feel_stop(
            e, "计算嵌套超过 %zu 层（上限 depth）", e->max_depth);
    if (n->constant != NULL && e->trace == NULL)
        return *n->constant;
    e->depth++;
    if (e->trace != NULL && n->kind != N_LITERAL)
        v = eval_traced(e, env, n);
    else
        v = eval_plain(e, env, n);
    e->depth--;
    return v;
}
