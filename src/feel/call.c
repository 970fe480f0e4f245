/* Calls of function values: built in, of the caller, written in FEEL. */
#include "eval.h"

static struct feel_value
wrong_count(struct feel_eval *e, const struct feel_value *f, size_t n)
{
    return feel_fail(e, "the function takes %zu arguments, got %zu",
        feel_parameter_count(f), n);
}

/* The body sees the names of the expression it was written in. */
static struct feel_value
call_lambda(struct feel_eval *e, const struct feel_value *value,
    const struct feel_value *args, size_t n)
{
    const struct feel_function *f = value->function;
    const struct env *env = f->env;
    struct unit before = e->unit;

    if (n != f->node->n_names)
        return wrong_count(e, value, n);
    for (size_t i = 0; i < n; i++) {
        struct feel_value v = args[i];

        if (!f->node->types[i]->any) {
            v = feel_coerce(e, &v, f->node->types[i]);
            if (feel_is_error(&v) && !feel_is_error(&args[i]))
                return v;
        }
        env = feel_env(e, env, &v);
    }
    e->unit = f->unit;

    struct feel_value v = feel_eval_node(e, env, f->node->kids[0]);

    e->unit = before;
    return v;
}

static struct feel_value
call_outside(struct feel_eval *e, const struct feel_value *value,
    const struct feel_value *args, size_t n)
{
    const struct feel_invocable *f = &value->function->outside;
    struct feel_value *own, v = feel_null();

    if (n != f->n)
        return wrong_count(e, value, n);
    own = arena_dup(e->a, args, n * sizeof(args[0]));
    for (size_t i = 0; i < n && f->types != NULL; i++) {
        own[i] = feel_coerce(e, &args[i], f->types[i]);
        if (feel_is_error(&own[i]) && !feel_is_error(&args[i]))
            return own[i];
    }
    if (e->status != OK)
        return feel_null();

    enum status s = f->fn(e, own, n, &v, f->self, e->err);

    if (s != OK && e->status == OK)
        e->status = s;
    return e->status == OK ? feel_coerce(e, &v, f->result) : feel_null();
}

struct feel_value
feel_invoke(struct feel_eval *e, const struct feel_value *f,
    const struct feel_value *args, size_t n)
{
    if (f->type != FEEL_FUNCTION)
        return feel_mismatch(e, "function", f);

    const struct feel_function *g = f->function;

    switch (g->kind) {
    case FUNCTION_BUILTIN:
        if (!feel_builtin_takes(g->builtin, n))
            return feel_fail(e, "wrong number of arguments for " STR_FMT,
                STR_ARG(g->builtin->name));
        return feel_call_builtin(e, g->builtin, args, n);
    case FUNCTION_NATIVE:
        if (n < g->native->min_args || n > g->native->max_args)
            return feel_fail(e, "wrong number of arguments for " STR_FMT,
                STR_ARG(g->native->name));
        return feel_call_native(e, g->native, args, n);
    case FUNCTION_OUTSIDE:
        return call_outside(e, f, args, n);
    default:
        return call_lambda(e, f, args, n);
    }
}

/* --- parameters --- */

size_t
feel_parameter_count(const struct feel_value *f)
{
    const struct feel_function *g = f->function;
    size_t min, max;

    switch (g->kind) {
    case FUNCTION_LAMBDA:
        return g->node->n_names;
    case FUNCTION_OUTSIDE:
        return g->outside.n;
    case FUNCTION_NATIVE:
        return g->native->min_args;
    default:
        feel_builtin_arity(g->builtin, &min, &max);
        return min;
    }
}

struct str
feel_parameter_name(const struct feel_value *f, size_t i)
{
    const struct feel_function *g = f->function;

    if (i >= feel_parameter_count(f))
        return STR_EMPTY;
    if (g->kind == FUNCTION_LAMBDA)
        return g->node->names[i];
    return g->kind == FUNCTION_OUTSIDE ? g->outside.params[i] : STR_EMPTY;
}

const struct feel_type_ref *
feel_parameter_type(const struct feel_value *f, size_t i)
{
    const struct feel_function *g = f->function;

    if (i >= feel_parameter_count(f))
        return NULL;
    if (g->kind == FUNCTION_LAMBDA)
        return g->node->types[i];
    if (g->kind == FUNCTION_OUTSIDE && g->outside.types != NULL)
        return g->outside.types[i];
    return NULL;
}

const struct feel_type_ref *
feel_result_type(const struct feel_value *f)
{
    return f->function->kind == FUNCTION_OUTSIDE ? f->function->outside.result
                                                 : NULL;
}

/* Puts named arguments at their places in args (room for *n or more, at least
 * feel_parameter_count); false if the names do not fit. */
static bool
place_named(struct feel_eval *e, const struct feel_value *f,
    const struct str *names, struct feel_value *args, size_t *n)
{
    const struct feel_function *g = f->function;
    size_t count = feel_parameter_count(f), places = count;
    size_t *where = arena_new_array(e->a, size_t, *n + 1);

    if (g->kind == FUNCTION_NATIVE)
        return false;
    if (g->kind == FUNCTION_BUILTIN) {
        if (!feel_builtin_places(g->builtin, names, *n, where, &places))
            return false;
    } else if (*n != count) {
        return false;
    }
    for (size_t i = 0; i < *n && g->kind != FUNCTION_BUILTIN; i++) {
        where[i] = 0;
        while (where[i] < count &&
            !str_eq(feel_parameter_name(f, where[i]), names[i]))
            where[i]++;
        if (where[i] == count)
            return false;
    }

    struct feel_value *placed =
        arena_new_array(e->a, struct feel_value, places + 1);
    bool *taken = arena_new_array(e->a, bool, places + 1);

    for (size_t i = 0; i < *n; i++) {
        if (taken[where[i]])
            return false;
        taken[where[i]] = true;
        placed[where[i]] = args[i];
    }
    for (size_t i = 0; i < places; i++)
        args[i] = placed[i];
    *n = places;
    return true;
}

/* More places than any built-in function with names has. */
#define PLACES 8

static struct feel_value
invoke_named(struct feel_eval *e, const struct feel_value *f,
    const struct str *names, const struct feel_value *args, size_t n)
{
    if (f->type != FEEL_FUNCTION)
        return feel_mismatch(e, "function", f);

    struct feel_value *own =
        arena_new_array(e->a, struct feel_value, n + PLACES);

    for (size_t i = 0; i < n; i++)
        own[i] = args[i];
    if (!place_named(e, f, names, own, &n))
        return feel_fail(e, "the function has no parameters of these names");
    return feel_invoke(e, f, own, n);
}

struct feel_value
feel_eval_call(
    struct feel_eval *e, const struct env *env, const struct node *n)
{
    struct feel_value f = feel_eval_node(e, env, n->kids[0]);
    struct feel_value *args = arena_new_array(e->a, struct feel_value, n->n);

    for (size_t i = 1; i < n->n; i++)
        args[i - 1] = feel_eval_node(e, env, n->kids[i]);
    if (e->status != OK)
        return feel_null();
    if (n->n_names > 0)
        return invoke_named(e, &f, n->names, args, n->n - 1);
    return feel_invoke(e, &f, args, n->n - 1);
}

enum status
feel_call(struct feel_eval *e, const struct feel_value *f,
    const struct feel_value *args, size_t n, struct feel_value *ret)
{
    if (e->status != OK)
        return e->status;

    struct feel_value v = feel_invoke(e, f, args, n);

    if (e->status == OK)
        *ret = v;
    return e->status;
}

enum status
feel_call_named(struct feel_eval *e, const struct feel_value *f,
    const struct str *names, const struct feel_value *args, size_t n,
    struct feel_value *ret)
{
    if (e->status != OK)
        return e->status;

    struct feel_value v = invoke_named(e, f, names, args, n);

    if (e->status == OK)
        *ret = v;
    return e->status;
}

struct feel_value
feel_function_value(struct arena *a, const struct feel_invocable *f)
{
    struct feel_function *own = arena_one(a, struct feel_function);

    own->kind = FUNCTION_OUTSIDE;
    own->outside = *f;
    return (struct feel_value){ .type = FEEL_FUNCTION, .function = own };
}
