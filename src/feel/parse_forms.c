#include "parse.h"

#include "eval.h"

#include <string.h>

const struct node *
parse_if(struct parser *p, size_t from)
{
    struct node_list kids = { 0 };
    static const struct {
        enum tok_kind kind;
        const char *what;
    } next[] = { { T_THEN, "then" }, { T_ELSE, "else" } };

    for (size_t i = 0; i < 3; i++) {
        const struct node *x = parse_expr(p, BIND_OR);

        if (x == NULL)
            return NULL;
        *VEC_PUSH(p->a, &kids) = x;
        if (i < 2 && !parse_want(p, next[i].kind, next[i].what))
            return NULL;
    }
    return parse_node(p, N_IF, from, &kids);
}

/* --- for, some, every --- */

/* The words up to `in`: a new variable. */
static bool
variable(struct parser *p, struct str *ret)
{
    size_t at = lex_skip(p, p->have ? p->tok.from : p->at);
    size_t i = at, end = at;

    for (;;) {
        size_t word = lex_word(p->text, i);
        bool is_in =
            word == 2 && str_eq(str_sub(p->text, i, word), STR("in"));

        if (word == 0 || (is_in && end > at)) {
            parse_rewind(p, i);
            break;
        }
        end = i + word;
        i = lex_skip(p, end);
    }
    if (end == at) {
        (void)parse_fail(p, at, "此处应为变量的名称");
        return false;
    }
    *ret = feel_name_clean(p->a, str_sub(p->text, at, end - at));
    return parse_want(p, T_IN, "in");
}

/* `name in domain, ...`; each variable is known to the domains behind it. */
static bool
iterations(struct parser *p, struct node_list *kids, struct name_list *names)
{
    struct str name;

    do {
        if (!variable(p, &name))
            return false;

        const struct node *low = parse_expr(p, BIND_OR), *high = NULL;

        if (low == NULL)
            return false;
        if (parse_take(p, T_DOTS) && (high = parse_expr(p, BIND_OR)) == NULL)
            return false;
        *VEC_PUSH(p->a, kids) = low;
        *VEC_PUSH(p->a, kids) = high;
        *VEC_PUSH(p->a, names) = name;
        (void)parse_enter(p, name, false);
    } while (parse_take(p, T_COMMA));
    return true;
}

static const struct node *
loop(struct parser *p, size_t from, enum node_kind kind, enum tok_kind word,
    const char *what)
{
    struct node_list kids = { 0 };
    struct name_list names = { 0 };
    const struct local *before = p->locals;

    if (kind == N_FOR)
        (void)parse_enter(p, STR("partial"), false);
    if (!iterations(p, &kids, &names) || !parse_want(p, word, what))
        return NULL;

    const struct node *body = parse_expr(p, BIND_OR);

    parse_leave(p, before);
    if (body == NULL)
        return NULL;
    *VEC_PUSH(p->a, &kids) = body;

    struct node *n = parse_node(p, kind, from, &kids);

    if (n != NULL)
        parse_names(p, n, &names);
    return n;
}

const struct node *
parse_for(struct parser *p, size_t from)
{
    return loop(p, from, N_FOR, T_RETURN, "return");
}

const struct node *
parse_quantified(struct parser *p, size_t from, enum node_kind kind)
{
    return loop(p, from, kind, T_SATISFIES, "satisfies");
}

/* --- function(a, b: number) body --- */

static bool
parameters(struct parser *p, struct name_list *names, struct type_list *types)
{
    if (parse_take(p, T_CLOSE))
        return true;
    do {
        size_t at = lex_skip(p, p->have ? p->tok.from : p->at), end = at;

        while (end < p->text.n && strchr(":,)", p->text.p[end]) == NULL)
            end++;
        parse_rewind(p, end);

        struct str name =
            feel_name_clean(p->a, str_sub(p->text, at, end - at));

        if (lex_word(name, 0) == 0) {
            (void)parse_fail(p, at, "此处应为参数的名称");
            return false;
        }
        *VEC_PUSH(p->a, names) = name;

        const struct feel_type_ref *t = feel_type_any();

        if (parse_take(p, T_COLON) && (t = parse_type(p, 0)) == NULL)
            return false;
        *VEC_PUSH(p->a, types) = t;
    } while (parse_take(p, T_COMMA));
    return parse_want(p, T_CLOSE, "“,”或“)”");
}

/* What an external function gives in place of what its context describes. */
static const struct node *
external_body(struct parser *p, const struct node *described)
{
    struct node *n = parse_node(p, N_LITERAL, described->from, NULL);

    p->external = true;
    n->value =
        feel_error(p->a, "external functions are not called by this engine");
    return n;
}

const struct node *
parse_function(struct parser *p, size_t from)
{
    struct name_list names = { 0 };
    struct type_list types = { 0 };
    const struct local *before = p->locals;

    if (!parse_want(p, T_OPEN, "“(”") || !parameters(p, &names, &types))
        return NULL;
    if (parse_peek(p)->kind == T_EXTERNAL && !p->scope->as_dmn)
        return parse_fail(
            p, p->tok.from, "不能使用外部函数（external），应写出函数体");

    bool external = parse_take(p, T_EXTERNAL);

    for (size_t i = 0; i < names.n; i++)
        (void)parse_enter(p, names.p[i], false);

    const struct node *body = parse_expr(p, BIND_OR);

    parse_leave(p, before);
    if (body != NULL && external)
        body = external_body(p, body);
    if (body == NULL)
        return NULL;

    struct node *n = parse_node2(p, N_FUNCTION, from, body, NULL);

    if (n == NULL)
        return NULL;
    parse_names(p, n, &names);
    n->types = types.p;
    n->makes_function = true;
    return n;
}

/* --- ranges and tests --- */

static const struct node *
range_node(struct parser *p, size_t from, enum feel_range_form form,
    const struct node *low, const struct node *high)
{
    const struct node *two[] = { low, high };
    struct node_list kids = { two, 2, 2 };
    struct node *n = parse_node(p, N_RANGE, from, &kids);

    if (n == NULL)
        return NULL;
    n->form = form;
    n->low_closed = form == FEEL_RANGE_GE || form == FEEL_RANGE_EQ;
    n->high_closed = form == FEEL_RANGE_LE || form == FEEL_RANGE_EQ;
    parse_constant(p, n);
    return n;
}

const struct node *
parse_range_end(
    struct parser *p, size_t from, const struct node *low, bool low_closed)
{
    if (!parse_want(p, T_DOTS, "“..”"))
        return NULL;

    const struct node *high = parse_expr(p, BIND_SUM);

    if (high == NULL)
        return NULL;

    bool closed = parse_peek(p)->kind == T_CLOSE_LIST;

    if (!closed && p->tok.kind != T_CLOSE && p->tok.kind != T_OPEN_LIST)
        return parse_unexpected(p, "区间的“]”、“)”或“[”");
    (void)parse_next(p);

    const struct node *two[] = { low, high };
    struct node_list kids = { two, 2, 2 };
    struct node *n = parse_node(p, N_RANGE, from, &kids);

    if (n == NULL)
        return NULL;
    n->low_closed = low_closed;
    n->high_closed = closed;
    parse_constant(p, n);
    return n;
}

/* (< 10) and the like. */
static const struct node *
half_range(struct parser *p, size_t from)
{
    enum tok_kind op = parse_next(p).kind;
    const struct node *x = parse_expr(p, BIND_SUM);

    if (x == NULL || !parse_want(p, T_CLOSE, "“)”"))
        return NULL;
    switch (op) {
    case T_LT:
        return range_node(p, from, FEEL_RANGE_LT, NULL, x);
    case T_LE:
        return range_node(p, from, FEEL_RANGE_LE, NULL, x);
    case T_GT:
        return range_node(p, from, FEEL_RANGE_GT, x, NULL);
    case T_GE:
        return range_node(p, from, FEEL_RANGE_GE, x, NULL);
    case T_EQ:
        return range_node(p, from, FEEL_RANGE_EQ, x, x);
    default:
        return range_node(p, from, FEEL_RANGE_NE, x, NULL);
    }
}

const struct node *
parse_bracket(struct parser *p, size_t from)
{
    enum tok_kind kind = parse_peek(p)->kind;

    if (kind >= T_EQ && kind <= T_GE)
        return half_range(p, from);

    const struct node *x = parse_expr(p, BIND_OR);

    if (x == NULL)
        return NULL;
    if (parse_peek(p)->kind == T_DOTS)
        return parse_range_end(p, from, x, false);
    if (!parse_want(p, T_CLOSE, "“)”"))
        return NULL;

    /* The brackets belong to the part as written. */
    struct node *whole = arena_dup(p->a, x, sizeof(*x));

    whole->from = (uint32_t)from;
    whole->to = (uint32_t)p->at;
    return whole;
}

const struct node *
parse_test(struct parser *p)
{
    struct tok t = *parse_peek(p);
    size_t inputs = p->inputs;

    if (t.kind >= T_EQ && t.kind <= T_GE) {
        (void)parse_next(p);

        const struct node *x = parse_expr(p, BIND_SUM);

        if (x == NULL)
            return NULL;

        struct node *n = parse_node2(p, N_TEST, t.from, x, NULL);

        if (n != NULL)
            n->op = (enum feel_op)(OP_EQ + (t.kind - T_EQ));
        return n;
    }

    const struct node *x = parse_expr(p, BIND_OR);

    if (x == NULL || p->inputs == inputs)
        return x;

    struct node *n = arena_dup(p->a, x, sizeof(*x));

    n->uses_input = true;
    return n;
}

static bool
test_list(struct parser *p, struct node_list *tests)
{
    do {
        const struct node *x = parse_test(p);

        if (x == NULL)
            return false;
        *VEC_PUSH(p->a, tests) = x;
    } while (parse_take(p, T_COMMA));
    return true;
}

/* Behind `in (`: tests, or a range open at its low end. */
static bool
bracket_tests(struct parser *p, size_t from, struct node_list *tests)
{
    const struct node *x = parse_test(p);

    if (x == NULL)
        return false;
    if (parse_peek(p)->kind == T_DOTS) {
        x = parse_range_end(p, from, x, false);
        *VEC_PUSH(p->a, tests) = x;
        return x != NULL;
    }
    *VEC_PUSH(p->a, tests) = x;
    if (parse_take(p, T_COMMA) && !test_list(p, tests))
        return false;
    return parse_want(p, T_CLOSE, "“,”或“)”");
}

const struct node *
parse_in(struct parser *p, const struct node *x)
{
    struct node_list kids = { 0 };
    const struct local *before = parse_enter(p, STR("?"), false);
    size_t inputs = p->inputs, from = parse_peek(p)->from;
    bool ok;

    *VEC_PUSH(p->a, &kids) = x;
    if (parse_take(p, T_OPEN)) {
        ok = bracket_tests(p, from, &kids);
    } else {
        enum tok_kind kind = parse_peek(p)->kind;
        const struct node *test = kind >= T_EQ && kind <= T_GE
            ? parse_test(p)
            : parse_expr(p, BIND_SUM);

        *VEC_PUSH(p->a, &kids) = test;
        ok = test != NULL;
    }
    parse_leave(p, before);
    p->inputs = inputs;
    return ok ? parse_node(p, N_IN, x->from, &kids) : NULL;
}

/* "-", not(tests), or tests parted by commas. */
bool
parse_tests(struct parser *p, struct node_list *tests)
{
    struct tok t = *parse_peek(p);
    size_t next = lex_skip(p, t.to);

    if (t.kind == T_MINUS && next >= p->text.n) {
        (void)parse_next(p);
        *VEC_PUSH(p->a, tests) = parse_node(p, N_TEST_ALL, t.from, NULL);
        return true;
    }
    if (t.kind == T_NAME && t.ref == REF_BUILTIN &&
        str_eq(t.name, STR("not")) && next < p->text.n &&
        p->text.p[next] == '(') {
        struct node_list inner = { 0 };

        (void)parse_next(p);
        (void)parse_next(p);
        if (!test_list(p, &inner) || !parse_want(p, T_CLOSE, "“,”或“)”"))
            return false;

        const struct node *n = parse_node(p, N_TEST_NOT, t.from, &inner);

        *VEC_PUSH(p->a, tests) = n;
        return n != NULL;
    }
    return test_list(p, tests);
}
