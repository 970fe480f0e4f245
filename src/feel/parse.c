#include "parse.h"

#include "eval.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* --- errors --- */

static void
place(const struct parser *p, size_t at, char *out, size_t size)
{
    size_t line = 1, start = 0;

    for (size_t i = 0; i < at && i < p->text.n; i++) {
        if (p->text.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    if (at > p->text.n)
        at = p->text.n;
    snprintf(out, size, "%zu:%zu", line,
        utf8_count(str_sub(p->text, start, at - start)) + 1);
}

static void __attribute__((format(printf, 4, 0)))
record(struct parser *p, size_t at, enum status status, const char *fmt,
    va_list ap)
{
    if (p->status != OK)
        return;
    p->status = status;

    struct str text = arena_vfmt(p->a, fmt, ap);

    err_set(p->err, status, STR_FMT, STR_ARG(text));
    if (p->err != NULL)
        place(p, at, p->err->where, sizeof(p->err->where));
}

const struct node *
parse_fail(struct parser *p, size_t at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    record(p, at, ERR_INPUT, fmt, ap);
    va_end(ap);
    return NULL;
}

const struct node *
parse_limit(struct parser *p, size_t at, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    record(p, at, ERR_LIMIT, fmt, ap);
    va_end(ap);
    return NULL;
}

/* --- tokens --- */

const struct tok *
parse_peek(struct parser *p)
{
    if (!p->have)
        lex_read(p);
    return &p->tok;
}

struct tok
parse_next(struct parser *p)
{
    (void)parse_peek(p);
    p->at = p->tok.to;
    p->have = false;
    return p->tok;
}

bool
parse_take(struct parser *p, enum tok_kind kind)
{
    if (parse_peek(p)->kind != kind)
        return false;
    (void)parse_next(p);
    return true;
}

bool
parse_want(struct parser *p, enum tok_kind kind, const char *what)
{
    if (parse_take(p, kind))
        return true;
    (void)parse_unexpected(p, what);
    return false;
}

void
parse_rewind(struct parser *p, size_t at)
{
    p->at = at;
    p->have = false;
}

static const struct node *
unknown_name(struct parser *p, const struct tok *t)
{
    VEC_OF(struct str) known = { 0 };
    const struct feel_scope *s = p->scope;
    size_t next = lex_skip(p, t->to);
    bool called = next < p->text.n && p->text.p[next] == '(';
    const char *what = called ? "函数" : "事实或变量";

    for (const struct local *l = p->locals; l != NULL; l = l->up)
        *VEC_PUSH(p->a, &known) = l->name;
    for (size_t i = 0; i < s->names.n && !called; i++)
        *VEC_PUSH(p->a, &known) = s->names.p[i].name;
    for (size_t i = 0; i < s->natives.n; i++)
        *VEC_PUSH(p->a, &known) = s->natives.p[i].name;
    for (size_t i = 0; i < feel_builtin_count() && called; i++)
        *VEC_PUSH(p->a, &known) = feel_builtin_at(i)->name;

    struct str near = feel_name_nearest(p->a, t->name, known.p, known.n);

    if (near.n > 0)
        (void)parse_fail(p, t->from,
            "没有名为“" STR_FMT "”的%s，最接近的是“" STR_FMT "”",
            STR_ARG(t->name), what, STR_ARG(near));
    else
        (void)parse_fail(p, t->from,
            "没有名为“" STR_FMT "”的%s，应使用已声明的名称",
            STR_ARG(t->name), what);
    if (!called && p->err != NULL && t->name.n < sizeof(p->err->field))
        memcpy(p->err->field, t->name.p, t->name.n);
    return NULL;
}

const struct node *
parse_unexpected(struct parser *p, const char *what)
{
    const struct tok *t = parse_peek(p);

    if (t->kind == T_BAD)
        return NULL;
    if (t->kind == T_END)
        return parse_fail(p, t->from, "表达式到此中断，此处应为%s", what);
    if (t->kind == T_WORD)
        return unknown_name(p, t);
    return parse_fail(p, t->from, "此处应为%s，写的是“" STR_FMT "”", what,
        STR_ARG(str_sub(p->text, t->from, t->to - t->from)));
}

/* --- nodes --- */

struct node *
parse_node(struct parser *p, enum node_kind kind, size_t from,
    const struct node_list *kids)
{
    struct node *n = arena_one(p->a, struct node);

    n->kind = kind;
    n->from = (uint32_t)from;
    n->to = (uint32_t)p->at;
    n->height = 1;
    if (kids == NULL)
        return n;
    n->kids = arena_dup(p->a, kids->p, kids->n * sizeof(kids->p[0]));
    n->n = kids->n;
    for (size_t i = 0; i < n->n; i++) {
        if (n->kids[i] == NULL)
            continue;
        if (n->kids[i]->height >= n->height)
            n->height = n->kids[i]->height + 1;
        n->makes_function = n->makes_function || n->kids[i]->makes_function;
    }
    if (n->height > p->limits.depth) {
        parse_limit(p, from, "表达式嵌套超过 %zu 层（上限 depth）",
            p->limits.depth);
        return NULL;
    }
    return n;
}

struct node *
parse_node2(struct parser *p, enum node_kind kind, size_t from,
    const struct node *x, const struct node *y)
{
    const struct node *two[] = { x, y };
    struct node_list kids = { two, y == NULL ? 1 : 2, 2 };

    return parse_node(p, kind, from, &kids);
}

void
parse_names(struct parser *p, struct node *n, const struct name_list *l)
{
    n->names = arena_dup(p->a, l->p, l->n * sizeof(l->p[0]));
    n->n_names = l->n;
}

const struct local *
parse_enter(struct parser *p, struct str name, bool is_element)
{
    const struct local *before = p->locals;
    struct local *l = arena_one(p->a, struct local);

    *l = (struct local){ .name = name, .up = before, .is_element = is_element };
    p->locals = l;
    if (p->have)
        parse_rewind(p, p->tok.from);
    return before;
}

void
parse_leave(struct parser *p, const struct local *before)
{
    p->locals = before;
    if (p->have)
        parse_rewind(p, p->tok.from);
}

/* --- operators --- */

static bool
chain_op(enum tok_kind kind, enum strength s, char *op)
{
    switch (kind) {
    case T_PLUS:
        *op = '+';
        return s == BIND_SUM;
    case T_MINUS:
        *op = '-';
        return s == BIND_SUM;
    case T_TIMES:
        *op = '*';
        return s == BIND_PRODUCT;
    case T_DIVIDE:
        *op = '/';
        return s == BIND_PRODUCT;
    case T_POWER:
        *op = '^';
        return s == BIND_POWER;
    default:
        *op = '&';
        return (kind == T_AND && s == BIND_AND) ||
            (kind == T_OR && s == BIND_OR);
    }
}

/* x op y op z of one strength becomes one node, so that long chains do not
 * nest. */
static const struct node *
parse_chain(struct parser *p, const struct node *x, enum strength s)
{
    struct node_list kids = { 0 };
    VEC_OF(char) ops = { 0 };
    char op;

    *VEC_PUSH(p->a, &kids) = x;
    while (chain_op(parse_peek(p)->kind, s, &op)) {
        (void)parse_next(p);

        const struct node *y = parse_expr(p, s + 1);

        if (y == NULL)
            return NULL;
        *VEC_PUSH(p->a, &kids) = y;
        *VEC_PUSH(p->a, &ops) = op;
    }
    if (kids.n == 1)
        return x;

    enum node_kind kind = s == BIND_OR ? N_OR : s == BIND_AND ? N_AND : N_ARITH;
    struct node *n = parse_node(p, kind, x->from, &kids);

    if (n != NULL && kind == N_ARITH) {
        n->ops = ops.p;
        parse_constant(p, n);
    }
    return n;
}

static bool
compare_op(enum tok_kind kind, enum feel_op *op)
{
    if (kind < T_EQ || kind > T_GE)
        return false;
    *op = (enum feel_op)(OP_EQ + (kind - T_EQ));
    return true;
}

static const struct node *
parse_between(struct parser *p, const struct node *x)
{
    struct node_list kids = { 0 };

    *VEC_PUSH(p->a, &kids) = x;
    *VEC_PUSH(p->a, &kids) = parse_expr(p, BIND_SUM);
    if (kids.p[1] == NULL || !parse_want(p, T_AND, "between 的 and"))
        return NULL;
    *VEC_PUSH(p->a, &kids) = parse_expr(p, BIND_SUM);
    return kids.p[2] == NULL ? NULL : parse_node(p, N_BETWEEN, x->from, &kids);
}

static const struct node *
parse_compare(struct parser *p, const struct node *x)
{
    enum feel_op op;

    while (x != NULL) {
        const struct node *left = x;

        if (compare_op(parse_peek(p)->kind, &op)) {
            (void)parse_next(p);

            const struct node *y = parse_expr(p, BIND_SUM);

            if (y == NULL)
                return NULL;

            struct node *n = parse_node2(p, N_COMPARE, left->from, left, y);

            if (n != NULL)
                n->op = op;
            x = n;
        } else if (parse_take(p, T_BETWEEN)) {
            x = parse_between(p, left);
        } else if (parse_take(p, T_IN)) {
            x = parse_in(p, left);
        } else {
            return x;
        }
    }
    return NULL;
}

static const struct node *
parse_minus(struct parser *p, size_t from)
{
    const struct node *x = parse_expr(p, BIND_UNARY);

    if (x == NULL)
        return NULL;

    struct node *n = parse_node2(p, N_NEGATE, from, x, NULL);

    if (n != NULL && x->kind == N_LITERAL && x->value.type == FEEL_NUMBER) {
        struct feel_value v = feel_negate_literal(&x->value);

        n->kind = N_LITERAL;
        n->kids = NULL;
        n->n = 0;
        n->value = v;
    }
    return n;
}

static const struct node *
parse_operand(struct parser *p)
{
    size_t from = parse_peek(p)->from;

    if (parse_take(p, T_MINUS))
        return parse_minus(p, from);
    return parse_primary(p);
}

const struct node *
parse_expr(struct parser *p, enum strength least)
{
    if (p->status != OK)
        return NULL;
    /* Operands of a stronger operator come back here without nesting. */
    bool nests = least == BIND_OR || least == BIND_UNARY;

    if (nests && ++p->depth > p->limits.depth) {
        parse_limit(p, p->at, "表达式嵌套超过 %zu 层（上限 depth）",
            p->limits.depth);
        return NULL;
    }

    const struct node *x = parse_operand(p);

    for (int s = BIND_POWER; x != NULL && s >= (int)least; s--)
        x = s == BIND_COMPARE ? parse_compare(p, x)
                              : parse_chain(p, x, (enum strength)s);
    if (nests)
        p->depth--;
    return p->status == OK ? x : NULL;
}

/* --- entries --- */

static enum status
begin(struct parser *p, struct arena *a, struct str text,
    const struct feel_scope *scope, const struct feel_limits *limits,
    struct err *err)
{
    *p = (struct parser){
        .a = a,
        .scope = scope,
        .limits = limits != NULL ? *limits : feel_limits_default(),
        .err = err,
    };
    if (p->limits.depth > FEEL_DEPTH_MAX)
        p->limits.depth = FEEL_DEPTH_MAX;
    if (text.n > p->limits.text || text.n >= UINT32_MAX)
        return err_set(err, ERR_LIMIT,
            "表达式为 %zu 字节，不得超过 %zu 字节（上限 text）", text.n,
            p->limits.text);
    p->zones = (struct zone_set){ .a = a, .folder = scope->zones };
    p->text = arena_str(a, text);
    return OK;
}

static enum status
finish(struct parser *p, const struct node *root, const struct feel_expr **ret)
{
    if (root != NULL && parse_peek(p)->kind != T_END)
        (void)parse_unexpected(p, "运算符或结尾");
    if (p->status != OK)
        return p->status;

    struct feel_expr *e = arena_one(p->a, struct feel_expr);

    e->text = p->text;
    e->root = root;
    e->facts = p->facts.p;
    e->ids = p->ids.p;
    e->n_facts = p->facts.n;
    e->as_dmn = p->scope->as_dmn;
    e->external = p->external;
    e->zones = arena_str(p->a, p->scope->zones);
    *ret = e;
    return OK;
}

enum status
feel_compile(struct arena *a, struct str text, const struct feel_scope *scope,
    const struct feel_limits *limits, const struct feel_expr **ret,
    struct err *err)
{
    struct parser p;

    TRY(begin(&p, a, text, scope, limits, err));
    return finish(&p, parse_expr(&p, BIND_OR), ret);
}

enum status
feel_compile_unary(struct arena *a, struct str text,
    const struct feel_scope *scope, const struct feel_limits *limits,
    const struct feel_expr **ret, struct err *err)
{
    struct parser p;
    struct node_list kids = { 0 };

    TRY(begin(&p, a, text, scope, limits, err));
    p.input_is_fact = true;
    *VEC_PUSH(a, &p.facts) = STR("?");
    *VEC_PUSH(a, &p.ids) = SIZE_MAX;

    struct node *input = parse_node(&p, N_FACT, 0, NULL);

    input->index = 0;
    *VEC_PUSH(a, &kids) = input;

    struct node *root = NULL;

    if (parse_tests(&p, &kids))
        root = parse_node(&p, N_UNARY, 0, &kids);
    return finish(&p, root, ret);
}

struct str
feel_text(const struct feel_expr *e)
{
    return e->text;
}

size_t
feel_used_count(const struct feel_expr *e)
{
    return e->n_facts;
}

struct str
feel_used(const struct feel_expr *e, size_t i)
{
    return e->facts[i];
}

size_t
feel_used_slot(const struct feel_expr *e, size_t i)
{
    return e->ids[i];
}

bool
feel_has_external(const struct feel_expr *e)
{
    return e->external;
}

struct feel_limits
feel_limits_default(void)
{
    return (struct feel_limits){
        .text = 16384, .depth = 200, .list = 1000000, .steps = 10000000
    };
}
