/* Following an expression from the leaves upwards: the kind of each part. */
#include "check.h"

#include "decimal.h"

#include <stdarg.h>
#include <stdlib.h>

/* Longest part quoted in a message, in characters. */
#define QUOTED_MAX 40

/* --- messages --- */

struct str
check_text(const struct checker *c, const struct node *n)
{
    struct str all = str_trim(str_sub(c->x->text, n->from, n->to - n->from));
    struct str head = utf8_head(all, QUOTED_MAX);

    if (head.n == all.n)
        return all;
    return arena_join(c->a, head, STR("…"));
}

static void __attribute__((format(printf, 4, 0)))
add_fault(struct checker *c, const struct node *at, bool warning,
    const char *fmt, va_list ap)
{
    struct feel_fault *f = VEC_PUSH(c->a, &c->faults);
    size_t start = 0;

    f->warning = warning;
    f->line = 1;
    for (size_t i = 0; i < at->from; i++) {
        if (c->x->text.p[i] != '\n')
            continue;
        f->line++;
        start = i + 1;
    }
    f->column = utf8_count(str_sub(c->x->text, start, at->from - start)) + 1;
    f->text = arena_vfmt(c->a, fmt, ap);
}

void
check_error(struct checker *c, const struct node *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add_fault(c, at, false, fmt, ap);
    va_end(ap);
}

void
check_warning(struct checker *c, const struct node *at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    add_fault(c, at, true, fmt, ap);
    va_end(ap);
}

const char *
feel_type_zh(enum feel_type t)
{
    switch (t) {
    case FEEL_NULL:
        return "空值";
    case FEEL_BOOLEAN:
        return "是或否";
    case FEEL_NUMBER:
        return "数";
    case FEEL_STRING:
        return "文字";
    case FEEL_DATE:
        return "日期";
    case FEEL_TIME:
        return "时刻";
    case FEEL_DATE_TIME:
        return "日期时间";
    case FEEL_DAYS_DURATION:
        return "天数";
    case FEEL_YEARS_DURATION:
        return "年月数";
    case FEEL_LIST:
        return "列表";
    case FEEL_CONTEXT:
        return "一组值";
    case FEEL_RANGE:
        return "区间";
    case FEEL_FUNCTION:
        return "函数";
    }
    return "值";
}

/* --- kinds --- */

bool
kind_any(const struct feel_kind *k)
{
    return k->type == FEEL_NULL;
}

static bool
same_unit(const struct feel_kind *x, const struct feel_kind *y)
{
    return str_eq(x->unit, y->unit);
}

static void
join_choices(struct arena *a, const struct feel_kind *x,
    const struct feel_kind *y, struct feel_kind *ret)
{
    struct str *all;

    if (x->choices == NULL || y->choices == NULL)
        return;
    all = arena_new_array(a, struct str, x->n_choices + y->n_choices);
    for (size_t i = 0; i < x->n_choices; i++)
        all[i] = x->choices[i];
    for (size_t i = 0; i < y->n_choices; i++)
        all[x->n_choices + i] = y->choices[i];
    ret->choices = all;
    ret->n_choices = x->n_choices + y->n_choices;
}

struct feel_kind
kind_join(
    struct arena *a, const struct feel_kind *x, const struct feel_kind *y)
{
    struct feel_kind k = { 0 };

    /* a branch that gives null leaves the kind to the other */
    if (x->is_null)
        return *y;
    if (y->is_null)
        return *x;
    if (x->type != y->type)
        return k;
    k.type = x->type;
    k.has_low = x->has_low && y->has_low;
    k.low = x->low < y->low ? x->low : y->low;
    k.has_high = x->has_high && y->has_high;
    k.high = x->high > y->high ? x->high : y->high;
    if (same_unit(x, y)) {
        k.unit = x->unit;
        k.also = x->also;
    }
    join_choices(a, x, y, &k);
    if (x->of != NULL && y->of != NULL) {
        struct feel_kind of = kind_join(a, x->of, y->of);

        k.of = arena_dup(a, &of, sizeof(of));
    }
    if (x->names == y->names && x->members == y->members) {
        k.names = x->names;
        k.members = x->members;
        k.n = x->n;
    }
    return k;
}

static struct feel_kind
kind_of_number(const struct feel_value *v)
{
    struct feel_kind k = KIND(FEEL_NUMBER);
    struct feel_number n;

    k.has_low = dec_round(v->number, 0, DEC_FLOOR, &n) &&
        dec_to_int(n, &k.low);
    k.has_high = dec_round(v->number, 0, DEC_CEILING, &n) &&
        dec_to_int(n, &k.high);
    return k;
}

struct feel_kind
kind_of_value(struct arena *a, const struct feel_value *v)
{
    struct feel_kind k = KIND(v->type);
    struct feel_kind of;

    switch (v->type) {
    case FEEL_NULL:
        k.is_null = true;
        return k;
    case FEEL_NUMBER:
        return kind_of_number(v);
    case FEEL_STRING:
        k.choices = arena_dup(a, &v->string, sizeof(v->string));
        k.n_choices = 1;
        return k;
    case FEEL_LIST:
        if (v->list.n == 0)
            return k;
        of = kind_of_value(a, &v->list.items[0]);
        for (size_t i = 1; i < v->list.n; i++) {
            struct feel_kind item = kind_of_value(a, &v->list.items[i]);

            of = kind_join(a, &of, &item);
        }
        k.of = arena_dup(a, &of, sizeof(of));
        return k;
    case FEEL_RANGE:
        of = kind_of_value(a, &v->range->low);
        if (of.is_null)
            of = kind_of_value(a, &v->range->high);
        k.of = arena_dup(a, &of, sizeof(of));
        return k;
    default:
        return k;
    }
}

/* --- conditions --- */

/* n stands where only a boolean makes sense. */
static void
want_condition(struct checker *c, const struct node *n,
    const struct feel_kind *k, const char *where)
{
    if (k->type != FEEL_BOOLEAN && !kind_any(k))
        check_error(c, n,
            "“" STR_FMT "”是%s，%s应为是或否：请写成比较，如“……%s”",
            STR_ARG(check_text(c, n)), feel_type_zh(k->type), where,
            k->type == FEEL_NUMBER       ? " > 0"
                : k->type == FEEL_STRING ? " = \"……\""
                                         : " != null");
}

static struct feel_kind
check_logic(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    for (size_t i = 0; i < n->n; i++) {
        struct feel_kind k = check_node(c, env, n->kids[i]);

        want_condition(c, n->kids[i], &k,
            n->kind == N_AND ? " and 的两边" : " or 的两边");
    }
    return KIND(FEEL_BOOLEAN);
}

static struct feel_kind
check_if(struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct feel_kind cond = check_node(c, env, n->kids[0]);
    struct feel_kind yes, no;

    want_condition(c, n->kids[0], &cond, " if 的条件");
    yes = check_node(c, env, n->kids[1]);
    no = check_node(c, env, n->kids[2]);
    return kind_join(c->a, &yes, &no);
}

/* --- comparisons --- */

static struct feel_kind
check_comparison(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct side x = { check_node(c, env, n->kids[0]), n->kids[0] };
    struct side y = { check_node(c, env, n->kids[1]), n->kids[1] };

    check_compare(c, n, n->op, &x, &y);
    return KIND(FEEL_BOOLEAN);
}

static struct feel_kind
check_between(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct side x = { check_node(c, env, n->kids[0]), n->kids[0] };
    struct side low = { check_node(c, env, n->kids[1]), n->kids[1] };
    struct side high = { check_node(c, env, n->kids[2]), n->kids[2] };
    size_t before = c->faults.n;

    check_compare(c, n, OP_GE, &x, &low);
    if (c->faults.n == before)
        check_compare(c, n, OP_LE, &x, &high);
    return KIND(FEEL_BOOLEAN);
}

static void check_test(struct checker *c, const struct kind_env *env,
    const struct side *input, const struct node *test);

/* A value as a test: equal to it, inside it, or one of it. */
static void
check_value_test(struct checker *c, const struct side *input,
    const struct side *test)
{
    struct side end = *test;

    if (test->kind.type == FEEL_RANGE && input->kind.type != FEEL_RANGE) {
        if (test->kind.of == NULL)
            return;
        end.kind = *test->kind.of;
        end.kind.has_low = end.kind.has_high = false;
        check_compare(c, test->node, OP_GE, input, &end);
    } else if (test->kind.type == FEEL_LIST) {
        if (input->kind.type == FEEL_LIST || test->kind.of == NULL)
            return;
        end.kind = *test->kind.of;
        if (end.kind.type != FEEL_RANGE)
            check_compare(c, test->node, OP_EQ, input, &end);
    } else {
        check_compare(c, test->node, OP_EQ, input, test);
    }
}

static void
check_test(struct checker *c, const struct kind_env *env,
    const struct side *input, const struct node *test)
{
    struct side y = { .node = test };

    switch (test->kind) {
    case N_TEST_ALL:
        return;
    case N_TEST:
        y.node = test->kids[0];
        y.kind = check_node(c, env, test->kids[0]);
        check_compare(c, test, test->op, input, &y);
        return;
    case N_TEST_NOT:
        for (size_t i = 0; i < test->n; i++)
            check_test(c, env, input, test->kids[i]);
        return;
    default:
        break;
    }
    y.kind = check_node(c, env, test);
    if (!test->uses_input)
        check_value_test(c, input, &y);
}

/* x in (tests); also the whole of unary tests, whose input is a fact. */
static struct feel_kind
check_in(struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct side input = { check_node(c, env, n->kids[0]), n->kids[0] };
    struct kind_env inner = { env, input.kind };

    for (size_t i = 1; i < n->n; i++)
        check_test(
            c, n->kind == N_IN ? &inner : env, &input, n->kids[i]);
    return KIND(FEEL_BOOLEAN);
}

/* --- what is made of parts --- */

static struct feel_kind
check_list(struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct feel_kind k = KIND(FEEL_LIST);
    struct feel_kind of = { 0 };

    for (size_t i = 0; i < n->n; i++) {
        struct feel_kind item = check_node(c, env, n->kids[i]);

        of = i == 0 ? item : kind_join(c->a, &of, &item);
    }
    if (n->n > 0)
        k.of = arena_dup(c->a, &of, sizeof(of));
    return k;
}

static struct feel_kind
check_context(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct feel_kind k = KIND(FEEL_CONTEXT);
    struct feel_kind *members = arena_new_array(c->a, struct feel_kind, n->n);
    struct kind_env *inner = arena_new_array(c->a, struct kind_env, n->n);

    for (size_t i = 0; i < n->n; i++) {
        members[i] = check_node(c, env, n->kids[i]);
        inner[i] = (struct kind_env){ env, members[i] };
        env = &inner[i];
    }
    k.names = n->names;
    k.members = members;
    k.n = n->n;
    return k;
}

static struct feel_kind
check_range(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct feel_kind k = KIND(FEEL_RANGE);
    struct side end[2] = { { .node = n->kids[0] }, { .node = n->kids[1] } };
    size_t have = 0;

    for (size_t i = 0; i < 2; i++) {
        if (n->kids[i] == NULL)
            continue;
        end[i].kind = check_node(c, env, n->kids[i]);
        k.of = arena_dup(c->a, &end[i].kind, sizeof(end[i].kind));
        have++;
    }
    if (have == 2 && !kind_any(&end[0].kind) && !kind_any(&end[1].kind) &&
        end[0].kind.type != end[1].kind.type)
        check_error(c, n,
            "区间“" STR_FMT "”的下限是%s、上限是%s：两端类型应相同",
            STR_ARG(check_text(c, n)), feel_type_zh(end[0].kind.type),
            feel_type_zh(end[1].kind.type));
    return k;
}

/* --- loops --- */

/* What a variable that runs over this is. */
static struct feel_kind
element_of(const struct feel_kind *k)
{
    struct feel_kind none = { 0 };

    if (k->type == FEEL_LIST || k->type == FEEL_RANGE) {
        if (k->of == NULL)
            return none;
        none = *k->of;
        if (k->type == FEEL_RANGE)
            none.has_low = none.has_high = false;
        return none;
    }
    return *k; /* a value alone is a list of one */
}

static struct feel_kind
check_loop(struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct kind_env *inner =
        arena_new_array(c->a, struct kind_env, n->n_names + 1);
    struct feel_kind list = KIND(FEEL_LIST);
    struct feel_kind body;

    if (n->kind == N_FOR) { /* partial */
        inner[n->n_names] = (struct kind_env){ env, KIND(FEEL_LIST) };
        env = &inner[n->n_names];
    }
    for (size_t i = 0; i < n->n_names; i++) {
        struct feel_kind domain = check_node(c, env, n->kids[2 * i]);

        if (n->kids[2 * i + 1] != NULL) {
            check_node(c, env, n->kids[2 * i + 1]);
            domain.has_low = domain.has_high = false;
        }
        inner[i] = (struct kind_env){ env, element_of(&domain) };
        env = &inner[i];
    }
    body = check_node(c, env, n->kids[n->n - 1]);
    if (n->kind != N_FOR) {
        want_condition(c, n->kids[n->n - 1], &body, " satisfies 的条件");
        return KIND(FEEL_BOOLEAN);
    }
    list.of = arena_dup(c->a, &body, sizeof(body));
    return list;
}

static struct feel_kind
check_filter(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct feel_kind list = check_node(c, env, n->kids[0]);
    struct kind_env inner = { env, element_of(&list) };
    struct feel_kind cond = check_node(c, &inner, n->kids[1]);

    if (cond.type == FEEL_NUMBER)
        return inner.kind;
    want_condition(c, n->kids[1], &cond, "方括号里的条件");
    if (cond.type != FEEL_BOOLEAN)
        return (struct feel_kind){ 0 }; /* an index, or a condition */
    if (list.type == FEEL_LIST)
        return list;
    list = KIND(FEEL_LIST);
    list.of = arena_dup(c->a, &inner.kind, sizeof(inner.kind));
    return list;
}

static struct feel_kind
check_function(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    struct kind_env *inner =
        arena_new_array(c->a, struct kind_env, n->n_names + 1);

    for (size_t i = 0; i < n->n_names; i++) {
        inner[i] = (struct kind_env){ .up = env };
        env = &inner[i];
    }
    if (n->n > 0 && n->kids[0] != NULL)
        check_node(c, env, n->kids[0]);
    return KIND(FEEL_FUNCTION);
}

/* --- names and any node --- */

static struct feel_kind
check_fact(struct checker *c, const struct node *n)
{
    struct feel_kind k = { 0 };

    if (c->c->kind == NULL ||
        !c->c->kind(c->x->facts[n->index], &k, c->c->arg))
        k = (struct feel_kind){ 0 };
    return k;
}

static struct feel_kind
check_local(const struct kind_env *env, const struct node *n)
{
    for (size_t i = 0; i < n->index && env != NULL; i++)
        env = env->up;
    return env != NULL ? env->kind : (struct feel_kind){ 0 };
}

struct feel_kind
check_node(
    struct checker *c, const struct kind_env *env, const struct node *n)
{
    switch (n->kind) {
    case N_LITERAL:
        return kind_of_value(c->a, &n->value);
    case N_FACT:
        return check_fact(c, n);
    case N_LOCAL:
        return check_local(env, n);
    case N_MEMBER:
        return check_member(c, env, n);
    case N_PATH:
        return check_path(c, env, n);
    case N_NEGATE:
    case N_ARITH:
        return check_arith(c, env, n);
    case N_COMPARE:
        return check_comparison(c, env, n);
    case N_BETWEEN:
        return check_between(c, env, n);
    case N_IN:
    case N_UNARY:
        return check_in(c, env, n);
    case N_AND:
    case N_OR:
        return check_logic(c, env, n);
    case N_IF:
        return check_if(c, env, n);
    case N_LIST:
        return check_list(c, env, n);
    case N_CONTEXT:
        return check_context(c, env, n);
    case N_RANGE:
        return check_range(c, env, n);
    case N_FILTER:
        return check_filter(c, env, n);
    case N_FOR:
    case N_SOME:
    case N_EVERY:
        return check_loop(c, env, n);
    case N_FUNCTION:
        return check_function(c, env, n);
    case N_CALL:
    case N_CALL_BUILTIN:
    case N_CALL_NATIVE:
        return check_call(c, env, n);
    case N_INSTANCE:
        check_node(c, env, n->kids[0]);
        return KIND(FEEL_BOOLEAN);
    case N_BUILTIN:
    case N_NATIVE:
        return KIND(FEEL_FUNCTION);
    default: /* tests stand inside N_IN and N_UNARY only */
        return (struct feel_kind){ 0 };
    }
}

static int
by_place(const void *x, const void *y)
{
    const struct feel_fault *a = x, *b = y;

    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return str_cmp(a->text, b->text);
}

void
feel_check(struct arena *a, const struct feel_expr *x,
    const struct feel_check *check, struct feel_kind *ret,
    const struct feel_fault **ret_faults, size_t *ret_n)
{
    struct checker c = { .a = a, .x = x, .c = check };

    *ret = check_node(&c, NULL, x->root);
    if (c.faults.n > 1)
        qsort(c.faults.p, c.faults.n, sizeof(*c.faults.p), by_place);
    *ret_faults = c.faults.p;
    *ret_n = c.faults.n;
}

/* --- functions of the caller --- */

struct uses {
    struct arena *a;
    VEC_OF(struct feel_use_of) list;
};

static void
find_uses(struct uses *u, const struct node *n)
{
    if (n->kind == N_CALL_NATIVE || n->kind == N_NATIVE)
        *VEC_PUSH(u->a, &u->list) = (struct feel_use_of){ n->native->name,
            n->kind == N_NATIVE ? SIZE_MAX : n->n, n->from, n->to };
    for (size_t i = 0; i < n->n; i++)
        if (n->kids[i] != NULL)
            find_uses(u, n->kids[i]);
}

void
feel_uses(struct arena *a, const struct feel_expr *x,
    const struct feel_use_of **ret, size_t *ret_n)
{
    struct uses u = { .a = a };

    find_uses(&u, x->root);
    *ret = u.list.p;
    *ret_n = u.list.n;
}
