#include "parse.h"

#include "builtin.h"
#include "eval.h"
#include "pattern.h"

/* `name :` at the beginning of an argument; the name as written. */
static bool
argument_name(struct parser *p, struct str *ret)
{
    size_t at = lex_skip(p, p->have ? p->tok.from : p->at);
    size_t end = at;

    if (lex_word(p->text, at) == 0)
        return false;
    while (end < p->text.n && p->text.p[end] != ':') {
        uint32_t cp;
        size_t w = feel_space_at(p->text, end);

        if (w == 0) {
            size_t next = end;

            cp = utf8_next(p->text, &next);
            if (!feel_is_name_part(cp) && cp != '-' && cp != '.' &&
                cp != '/' && cp != '\'' && cp != '+' && cp != '*')
                return false;
            w = next - end;
        }
        end += w;
    }
    if (end >= p->text.n)
        return false;
    *ret = feel_name_clean(p->a, str_sub(p->text, at, end - at));
    parse_rewind(p, end + 1);
    return true;
}

bool
parse_arguments(
    struct parser *p, struct node_list *args, struct name_list *names)
{
    struct str name;

    if (parse_take(p, T_CLOSE))
        return true;
    do {
        size_t at = lex_skip(p, p->at);

        if (argument_name(p, &name)) {
            for (size_t i = 0; i < names->n; i++)
                if (str_eq(names->p[i], name)) {
                    parse_fail(p, at, "参数“" STR_FMT "”给了两次",
                        STR_ARG(name));
                    return false;
                }
            *VEC_PUSH(p->a, names) = name;
        }

        const struct node *x = parse_expr(p, BIND_OR);

        if (x == NULL)
            return false;
        *VEC_PUSH(p->a, args) = x;
        if (names->n != 0 && names->n != args->n) {
            parse_fail(p, at, "参数应全部写名称，或全部按顺序写");
            return false;
        }
    } while (parse_take(p, T_COMMA));
    return parse_want(p, T_CLOSE, "“,”或“)”");
}

/* Brings named arguments into the order of the built-in function. */
static bool
order(struct parser *p, const struct tok *t, struct node_list *args,
    const struct name_list *names)
{
    size_t *where = arena_new_array(p->a, size_t, names->n);
    size_t n;

    if (!feel_builtin_places(t->builtin, names->p, names->n, where, &n)) {
        parse_fail(p, t->from,
            "函数“" STR_FMT "”的参数名应为 " STR_FMT, STR_ARG(t->name),
            STR_ARG(t->builtin->params));
        return false;
    }

    struct node_list placed = { 0 };

    for (size_t i = 0; i < n; i++) {
        struct node *null = parse_node(p, N_LITERAL, t->from, NULL);

        *VEC_PUSH(p->a, &placed) = null;
    }
    for (size_t i = 0; i < names->n; i++)
        placed.p[where[i]] = args->p[i];
    *args = placed;
    return true;
}

static bool
check_count(struct parser *p, const struct tok *t, size_t n)
{
    size_t min, max;

    if (t->ref == REF_NATIVE) {
        min = t->native->min_args;
        max = t->native->max_args;
        if (n >= min && n <= max)
            return true;
    } else {
        if (feel_builtin_takes(t->builtin, n))
            return true;
        feel_builtin_arity(t->builtin, &min, &max);
    }
    if (min == max)
        parse_fail(p, t->from,
            "函数“" STR_FMT "”应有 %zu 个参数，写了 %zu 个", STR_ARG(t->name),
            min, n);
    else
        parse_fail(p, t->from,
            "函数“" STR_FMT "”应有 %zu 至 %zu 个参数，写了 %zu 个",
            STR_ARG(t->name), min, max, n);
    return false;
}

/* The arguments are ones the function takes. */
static bool
fits(struct parser *p, const struct tok *t, size_t n,
    const struct name_list *names)
{
    size_t *where = arena_new_array(p->a, size_t, names->n + 1);

    if (t->ref == REF_NATIVE)
        return names->n == 0 && n >= t->native->min_args &&
            n <= t->native->max_args;
    if (names->n > 0)
        return feel_builtin_places(t->builtin, names->p, names->n, where, &n);
    return feel_builtin_takes(t->builtin, n);
}

/* As DMN has it, wrong arguments make null. */
static const struct node *
null_call(struct parser *p, const struct tok *t, size_t from)
{
    struct node *n = parse_node(p, N_LITERAL, from, NULL);

    n->value = feel_error(p->a,
        "wrong arguments of the function \"" STR_FMT "\"", STR_ARG(t->name));
    return n;
}

/* date("2023-03-12") and the like are computed once, here. */
static void
fold(struct parser *p, struct node *n)
{
    struct feel_value args[8];

    if (n->n > 8 || (n->builtin->flags & BUILTIN_FOLD) == 0)
        return;
    for (size_t i = 0; i < n->n; i++) {
        if (n->kids[i]->kind != N_LITERAL)
            return;
        args[i] = n->kids[i]->value;
    }

    struct feel_eval e = { .a = p->a,
        .limits = p->limits,
        .zones = p->zones,
        .as_dmn = p->scope->as_dmn };

    e.max_depth = p->limits.depth;

    struct feel_value v = n->builtin->fn(&e, args, n->n);

    if (e.status != OK)
        return;
    n->kind = N_LITERAL;
    n->kids = NULL;
    n->n = 0;
    n->height = 1;
    n->value = v;
}

/* The tree stays as it is written, for traces and checks of types. */
void
parse_constant(struct parser *p, struct node *n)
{
    struct feel_expr whole = { .text = p->text };
    struct feel_eval e = { .a = p->a,
        .unit.expr = &whole,
        .limits = p->limits,
        .zones = p->zones,
        .as_dmn = p->scope->as_dmn };

    for (size_t i = 0; i < n->n; i++)
        if (n->kids[i] != NULL && n->kids[i]->kind != N_LITERAL &&
            n->kids[i]->constant == NULL)
            return;
    e.max_depth = FEEL_CALL_FACTOR * FEEL_DEPTH_MAX;

    struct feel_value v = feel_eval_node(&e, NULL, n);

    /* An error belongs to the evaluation. */
    if (e.status == OK && v.type != FEEL_NULL)
        n->constant = arena_dup(p->a, &v, sizeof(v));
}

const struct native *
parse_native(struct parser *p, const struct native *f)
{
    struct native *own = arena_dup(p->a, f, sizeof(*f));

    own->name = arena_str(p->a, f->name);
    return own;
}

static const struct node *
known_call(struct parser *p, const struct tok *t, size_t from)
{
    struct node_list args = { 0 };
    struct name_list names = { 0 };

    if (!parse_arguments(p, &args, &names))
        return NULL;
    if (p->scope->as_dmn && !fits(p, t, args.n, &names))
        return null_call(p, t, from);
    if (names.n > 0 && t->ref == REF_NATIVE)
        return parse_fail(p, t->from,
            "函数“" STR_FMT "”的参数应按顺序写，不写名称", STR_ARG(t->name));
    if (names.n > 0 && !order(p, t, &args, &names))
        return NULL;
    if (!check_count(p, t, args.n))
        return NULL;

    struct node *n = parse_node(p,
        t->ref == REF_NATIVE ? N_CALL_NATIVE : N_CALL_BUILTIN, from, &args);

    if (n == NULL)
        return NULL;
    if (t->ref == REF_NATIVE) {
        n->native = parse_native(p, t->native);
    } else {
        n->builtin = t->builtin;
        if (str_eq(n->builtin->name, STR("matches")) && n->n == 2 &&
            n->kids[1]->kind == N_LITERAL &&
            n->kids[1]->value.type == FEEL_STRING)
            n->pattern = pattern_compile(p->a, n->kids[1]->value.string);
        fold(p, n);
    }
    return n;
}

const struct node *
parse_call(struct parser *p, const struct node *callee, const struct tok *t)
{
    size_t from = callee != NULL ? callee->from : t->from;

    (void)parse_next(p); /* the bracket */
    if (callee == NULL)
        return known_call(p, t, from);

    struct node_list args = { 0 };
    struct name_list names = { 0 };

    *VEC_PUSH(p->a, &args) = callee;

    struct node_list given = { 0 };

    if (!parse_arguments(p, &given, &names))
        return NULL;
    for (size_t i = 0; i < given.n; i++)
        *VEC_PUSH(p->a, &args) = given.p[i];

    struct node *n = parse_node(p, N_CALL, from, &args);

    if (n != NULL)
        parse_names(p, n, &names);
    return n;
}
