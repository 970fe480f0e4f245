#include "parse.h"

#include "builtin.h"
#include "eval.h"

#include <string.h>

static const struct node *
literal(struct parser *p, const struct tok *t, struct feel_value v)
{
    struct node *n = parse_node(p, N_LITERAL, t->from, NULL);

    n->value = v;
    return n;
}

/* --- names --- */

static size_t
fact_slot(struct parser *p, struct str name, size_t id)
{
    for (size_t i = 0; i < p->facts.n; i++)
        if (str_eq(p->facts.p[i], name))
            return i;
    /* The expression outlives the scope. */
    *VEC_PUSH(p->a, &p->facts) = arena_str(p->a, name);
    *VEC_PUSH(p->a, &p->ids) = id;
    return p->facts.n - 1;
}

static bool
is_element(const struct parser *p, size_t steps)
{
    const struct local *l = p->locals;

    while (steps-- > 0)
        l = l->up;
    return l->is_element;
}

/* Inside filters a name may be a member of the elements: asks those between
 * here and `limit` steps outwards, then the fallback. */
static const struct node *
element_name(struct parser *p, const struct tok *t, struct str name,
    const struct node *fallback, size_t limit)
{
    VEC_OF(size_t) filters = { 0 };
    size_t steps = 0;

    for (const struct local *l = p->locals; l != NULL && steps < limit;
         l = l->up, steps++)
        if (l->is_element)
            *VEC_PUSH(p->a, &filters) = steps;
    if (filters.n == 0)
        return fallback;

    struct node *n = fallback == NULL
        ? parse_node(p, N_MEMBER, t->from, NULL)
        : parse_node2(p, N_MEMBER, t->from, fallback, NULL);

    if (n == NULL)
        return NULL;
    name = arena_str(p->a, name);
    n->names = arena_dup(p->a, &name, sizeof(name));
    n->n_names = 1;
    n->member.filters = filters.p;
    n->member.n_filters = filters.n;
    return n;
}

static const struct node *
known_name(struct parser *p, const struct tok *t)
{
    struct node *n;
    bool called = parse_peek(p)->kind == T_OPEN;

    switch (t->ref) {
    case REF_LOCAL:
        n = parse_node(p, N_LOCAL, t->from, NULL);
        n->index = t->steps;
        n->names = arena_dup(p->a, &t->name, sizeof(t->name));
        n->n_names = 1;
        /* `item` itself may be a member of the element, too. */
        return called ? n
                      : element_name(p, t, t->name, n,
                            t->steps + is_element(p, t->steps));
    case REF_FACT:
        n = parse_node(p, N_FACT, t->from, NULL);
        n->index = fact_slot(p, t->name, t->id);
        return called ? n : element_name(p, t, t->name, n, SIZE_MAX);
    case REF_NATIVE:
        if (called)
            return parse_call(p, NULL, t);
        n = parse_node(p, N_NATIVE, t->from, NULL);
        n->native = parse_native(p, t->native);
        return element_name(p, t, t->name, n, SIZE_MAX);
    default:
        if (called)
            return parse_call(p, NULL, t);
        n = parse_node(p, N_BUILTIN, t->from, NULL);
        n->builtin = t->builtin;
        return element_name(p, t, t->name, n, SIZE_MAX);
    }
}

/* A word nobody declared: fine as a member of the elements of a filter. */
static const struct node *
unknown_word(struct parser *p, const struct tok *t)
{
    const struct node *n = NULL;

    if (lex_member_known(p, t->name))
        n = element_name(p, t, t->name, NULL, SIZE_MAX);
    if (n == NULL && p->status == OK && p->scope->as_dmn)
        return literal(p, t,
            feel_error(p->a, "there is nothing named \"" STR_FMT "\"",
                STR_ARG(t->name)));
    if (n == NULL && p->status == OK) {
        parse_rewind(p, t->from);
        return parse_unexpected(p, "名称");
    }
    return n;
}

/* "?" is the local of the nearest tests, or the fact of that name. */
static const struct node *
input(struct parser *p, const struct tok *t)
{
    size_t steps = 0;
    struct node *n;

    p->inputs++;
    for (const struct local *l = p->locals; l != NULL; l = l->up, steps++) {
        if (str_eq(l->name, STR("?"))) {
            n = parse_node(p, N_LOCAL, t->from, NULL);
            n->index = steps;
            return n;
        }
    }
    if (!p->input_is_fact)
        return parse_fail(p, t->from, "“?”只能用在条件单元或 in 之后");
    n = parse_node(p, N_FACT, t->from, NULL);
    n->index = fact_slot(p, STR("?"), SIZE_MAX);
    return n;
}

/* --- lists and contexts --- */

static const struct node *
parse_list(struct parser *p, size_t from)
{
    struct node_list kids = { 0 };

    if (parse_take(p, T_CLOSE_LIST))
        return parse_node(p, N_LIST, from, &kids);
    do {
        const struct node *x = parse_expr(p, BIND_OR);

        if (x == NULL)
            return NULL;
        if (kids.n == 0 && parse_peek(p)->kind == T_DOTS)
            return parse_range_end(p, from, x, true);
        *VEC_PUSH(p->a, &kids) = x;
    } while (parse_take(p, T_COMMA));
    if (!parse_want(p, T_CLOSE_LIST, "“,”或“]”"))
        return NULL;
    return parse_node(p, N_LIST, from, &kids);
}

/* Everything up to the colon, one space for each run of white space. */
static bool
context_key(struct parser *p, struct str *ret)
{
    size_t at = lex_skip(p, p->have ? p->tok.from : p->at), end;

    if (at < p->text.n && p->text.p[at] == '"') {
        if (!lex_string(p, at, ret, &end))
            return false;
        parse_rewind(p, end);
        return parse_want(p, T_COLON, "“:”");
    }
    for (end = at; end < p->text.n && p->text.p[end] != ':'; end++)
        if (strchr("\"(){}[],;=<>!", p->text.p[end]) != NULL)
            break;
    parse_rewind(p, end);
    *ret = feel_name_clean(p->a, str_sub(p->text, at, end - at));
    if (ret->n == 0 || end >= p->text.n || p->text.p[end] != ':') {
        parse_rewind(p, at);
        (void)parse_fail(p, at, "此处应为上下文的名称，其后为“:”");
        return false;
    }
    return parse_want(p, T_COLON, "“:”");
}

const struct node *
parse_context(struct parser *p, size_t from)
{
    struct node_list kids = { 0 };
    struct name_list names = { 0 };
    const struct local *before = p->locals;
    struct str key;

    if (!parse_take(p, T_CLOSE_CONTEXT)) {
        do {
            size_t at = parse_peek(p)->from;

            if (!context_key(p, &key))
                return NULL;
            for (size_t i = 0; i < names.n; i++)
                if (str_eq(names.p[i], key))
                    return parse_fail(p, at,
                        "上下文的名称“" STR_FMT "”重复", STR_ARG(key));

            const struct node *x = parse_expr(p, BIND_OR);

            if (x == NULL)
                return NULL;
            *VEC_PUSH(p->a, &names) = key;
            *VEC_PUSH(p->a, &kids) = x;

            /* As a name it has no space at its ends, as a key it may. */
            struct str name = feel_name_clean(p->a, key);

            *VEC_PUSH(p->a, &p->keys) = name;
            (void)parse_enter(p, name, false);
        } while (parse_take(p, T_COMMA));
        parse_leave(p, before);
        if (!parse_want(p, T_CLOSE_CONTEXT, "“,”或“}”"))
            return NULL;
    }

    struct node *n = parse_node(p, N_CONTEXT, from, &kids);

    if (n != NULL)
        parse_names(p, n, &names);
    return n;
}

/* --- what follows an operand: .name [filter] (arguments) instance of --- */

static const struct node *
parse_path(struct parser *p, const struct node *x)
{
    struct str name = STR_EMPTY;
    size_t at = lex_skip(p, p->at);
    size_t n = lex_member(p, at, &name);

    if (n == 0) {
        parse_rewind(p, at);
        return parse_unexpected(p, "“.”之后的名称");
    }
    if (!lex_member_known(p, name)) {
        struct str near = feel_name_nearest(
            p->a, name, p->scope->members.p, p->scope->members.n);

        return parse_fail(p, at,
            "没有名为“" STR_FMT "”的成员%s" STR_FMT "%s", STR_ARG(name),
            near.n > 0 ? "，最接近的是“" : "", STR_ARG(near),
            near.n > 0 ? "”" : "");
    }
    parse_rewind(p, at + n);

    struct node *path = parse_node2(p, N_PATH, x->from, x, NULL);

    if (path == NULL)
        return NULL;
    name = arena_str(p->a, name);
    path->names = arena_dup(p->a, &name, sizeof(name));
    path->n_names = 1;
    return path;
}

static const struct node *
parse_filter(struct parser *p, const struct node *x)
{
    const struct local *before = parse_enter(p, STR("item"), true);
    const struct node *cond = parse_expr(p, BIND_OR);

    parse_leave(p, before);
    if (cond == NULL || !parse_want(p, T_CLOSE_LIST, "“]”"))
        return NULL;
    return parse_node2(p, N_FILTER, x->from, x, cond);
}

/* In `]1..5[` the last bracket closes a range; a filter has something that
 * can begin an expression behind it. */
static bool
opens_filter(struct parser *p)
{
    const struct tok *t = parse_peek(p);

    if (t->kind != T_OPEN_LIST)
        return false;

    size_t at = lex_skip(p, t->to);
    size_t word = lex_word(p->text, at);
    struct str w = str_sub(p->text, at, word);

    if (at >= p->text.n || strchr(")],}=<>!*/", p->text.p[at]) != NULL)
        return false;
    if (p->text.p[at] == '.' &&
        (at + 1 >= p->text.n || p->text.p[at + 1] < '0' ||
            p->text.p[at + 1] > '9'))
        return false;
    return !str_eq(w, STR("and")) && !str_eq(w, STR("or")) &&
        !str_eq(w, STR("then")) && !str_eq(w, STR("else")) &&
        !str_eq(w, STR("return")) && !str_eq(w, STR("satisfies")) &&
        !str_eq(w, STR("instance")) && !str_eq(w, STR("between"));
}

static const struct node *
parse_postfix(struct parser *p, const struct node *x)
{
    while (x != NULL) {
        const struct tok *t = parse_peek(p);

        if (t->kind == T_DOT) {
            (void)parse_next(p);
            x = parse_path(p, x);
        } else if (opens_filter(p)) {
            (void)parse_next(p);
            x = parse_filter(p, x);
        } else if (t->kind == T_OPEN) {
            x = parse_call(p, x, NULL);
        } else if (t->kind == T_INSTANCE) {
            (void)parse_next(p);
            x = parse_instance(p, x);
        } else {
            return x;
        }
    }
    return NULL;
}

/* --- operands --- */

static const struct node *
at_literal(struct parser *p, const struct tok *t)
{
    struct feel_value v;

    if (!temporal_parse_any(t->value.string, &p->zones, &v))
        v = feel_error(p->a, "not a date, time or duration: @\"%.*s\"",
            STR_ARG(t->value.string));
    return literal(p, t, v);
}

static const struct node *
parse_operand_token(struct parser *p)
{
    struct tok t = *parse_peek(p);

    switch (t.kind) {
    case T_NUMBER:
    case T_STRING:
        (void)parse_next(p);
        return literal(p, &t, t.value);
    case T_AT:
        (void)parse_next(p);
        return at_literal(p, &t);
    case T_TRUE:
    case T_FALSE:
        (void)parse_next(p);
        return literal(p, &t, feel_boolean(t.kind == T_TRUE));
    case T_NULL:
        (void)parse_next(p);
        return literal(p, &t, feel_null());
    case T_NAME:
        (void)parse_next(p);
        return known_name(p, &t);
    case T_WORD:
        (void)parse_next(p);
        return unknown_word(p, &t);
    case T_INPUT:
        (void)parse_next(p);
        return input(p, &t);
    case T_OPEN:
        (void)parse_next(p);
        return parse_bracket(p, t.from);
    case T_OPEN_LIST:
        (void)parse_next(p);
        return parse_list(p, t.from);
    case T_OPEN_CONTEXT:
        (void)parse_next(p);
        return parse_context(p, t.from);
    default:
        return NULL;
    }
}

static const struct node *
parse_form(struct parser *p)
{
    struct tok t = *parse_peek(p);

    switch (t.kind) {
    case T_IF:
        (void)parse_next(p);
        return parse_if(p, t.from);
    case T_FOR:
        (void)parse_next(p);
        return parse_for(p, t.from);
    case T_SOME:
    case T_EVERY:
        (void)parse_next(p);
        return parse_quantified(
            p, t.from, t.kind == T_SOME ? N_SOME : N_EVERY);
    case T_FUNCTION:
        (void)parse_next(p);
        return parse_function(p, t.from);
    case T_CLOSE_LIST: {
        (void)parse_next(p);

        const struct node *low = parse_expr(p, BIND_SUM);

        return low == NULL ? NULL : parse_range_end(p, t.from, low, false);
    }
    default:
        return parse_unexpected(p, "数、文字、名称或“(”");
    }
}

const struct node *
parse_primary(struct parser *p)
{
    const struct node *x = parse_operand_token(p);

    if (x == NULL && p->status == OK)
        x = parse_form(p);
    return x == NULL ? NULL : parse_postfix(p, x);
}
