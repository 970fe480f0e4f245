/* Types as written in an expression. */
#include "parse.h"

#include "eval.h"

/* <T> behind list or range. */
static bool
element_type(struct parser *p, struct feel_type_ref *t, size_t depth)
{
    if (!parse_take(p, T_LT))
        return true;
    t->of = parse_type(p, depth + 1);
    return t->of != NULL && parse_want(p, T_GT, "“>”");
}

/* <a: T, b: T> behind context. */
static bool
context_types(struct parser *p, struct feel_type_ref *t, size_t depth)
{
    struct name_list names = { 0 };
    struct type_list members = { 0 };

    if (!parse_take(p, T_LT))
        return true;
    do {
        size_t at = lex_skip(p, p->have ? p->tok.from : p->at), end = at;

        while (end < p->text.n && p->text.p[end] != ':' &&
            p->text.p[end] != '>')
            end++;
        parse_rewind(p, end);
        *VEC_PUSH(p->a, &names) =
            feel_name_clean(p->a, str_sub(p->text, at, end - at));
        if (!parse_want(p, T_COLON, "“:”"))
            return false;

        const struct feel_type_ref *m = parse_type(p, depth + 1);

        if (m == NULL)
            return false;
        *VEC_PUSH(p->a, &members) = m;
    } while (parse_take(p, T_COMMA));
    t->names = names.p;
    t->members = members.p;
    t->n = names.n;
    return parse_want(p, T_GT, "“>”");
}

/* <T, T> -> T behind function. */
static bool
function_type(struct parser *p, struct feel_type_ref *t, size_t depth)
{
    struct type_list parameters = { 0 };

    if (!parse_take(p, T_LT))
        return true;
    t->has_parameters = true;
    if (!parse_take(p, T_GT)) {
        do {
            const struct feel_type_ref *one = parse_type(p, depth + 1);

            if (one == NULL)
                return false;
            *VEC_PUSH(p->a, &parameters) = one;
        } while (parse_take(p, T_COMMA));
        if (!parse_want(p, T_GT, "“>”"))
            return false;
    }
    t->members = parameters.p;
    t->n = parameters.n;
    if (!parse_want(p, T_ARROW, "“->”"))
        return false;
    t->of = parse_type(p, depth + 1);
    return t->of != NULL;
}

/* The longest name of a type at `at`: declared ones win over built-in ones. */
static const struct feel_type_ref *
longest_type(const struct parser *p, size_t at, size_t *best)
{
    const struct feel_type_ref *found = NULL;

    *best = 0;
    for (size_t i = 0; i < p->scope->types.n; i++) {
        const struct scope_type *t = &p->scope->types.p[i];
        size_t n = feel_name_match(t->name, p->text, at);

        if (n > *best) {
            *best = n;
            found = t->type;
        }
    }
    for (size_t i = 0; i < feel_type_names(); i++) {
        size_t n = feel_name_match(feel_type_name_at(i), p->text, at);

        if (n > *best) {
            *best = n;
            found = feel_type_at(i);
        }
    }
    return found;
}

const struct feel_type_ref *
parse_type(struct parser *p, size_t depth)
{
    size_t at = lex_skip(p, p->have ? p->tok.from : p->at), best;
    const struct feel_type_ref *found = longest_type(p, at, &best);
    bool ok = true;

    if (depth > p->limits.depth) {
        parse_limit(p, at, "类型嵌套超过 %zu 层（上限 depth）",
            p->limits.depth);
        return NULL;
    }
    if (found == NULL) {
        (void)parse_fail(p, at,
            "此处应为类型名，如 number、string、boolean、date、list");
        return NULL;
    }
    parse_rewind(p, at + best);
    if (found->name.n > 0 || found->of != NULL || found->n > 0)
        return found;

    struct feel_type_ref *t = arena_dup(p->a, found, sizeof(*found));

    if (t->type == FEEL_LIST || t->type == FEEL_RANGE)
        ok = element_type(p, t, depth);
    else if (t->type == FEEL_CONTEXT)
        ok = context_types(p, t, depth);
    else if (t->type == FEEL_FUNCTION)
        ok = function_type(p, t, depth);
    return ok ? t : NULL;
}

const struct node *
parse_instance(struct parser *p, const struct node *x)
{
    if (!parse_want(p, T_OF, "of"))
        return NULL;

    const struct feel_type_ref *t = parse_type(p, 0);

    if (t == NULL)
        return NULL;

    struct node *n = parse_node2(p, N_INSTANCE, x->from, x, NULL);

    if (n != NULL)
        n->type = t;
    return n;
}
