#include "builtin_fns.h"

FEEL_FN(not)
{
    (void)n;
    return feel_not(e, &args[0]);
}

static bool
same_zone(const struct feel_value *x, const struct feel_value *y)
{
    const struct zone *a = temporal_zone_of(x), *b = temporal_zone_of(y);

    if (x->has_zone != y->has_zone || (a == NULL) != (b == NULL))
        return false;
    return a == NULL ? x->zone_s == y->zone_s
                     : str_eq(zone_name(a), zone_name(b));
}

/* The same value of the same type; zones count too. */
FEEL_FN(is)
{
    struct feel_value null = feel_null();
    const struct feel_value *x = &args[0], *y = n > 1 ? &args[1] : &null;

    if (n == 0)
        return feel_fail(e, "expected two values");
    if (x->type != y->type)
        return feel_boolean(false);
    if ((x->type == FEEL_TIME || x->type == FEEL_DATE_TIME) &&
        !same_zone(x, y))
        return feel_boolean(false);

    struct feel_value same = feel_equal(e, x, y);

    return same.type == FEEL_BOOLEAN ? same : feel_boolean(false);
}

FEEL_FN(get_value)
{
    (void)n;
    if (args[0].type != FEEL_CONTEXT)
        return feel_mismatch(e, "context", &args[0]);

    struct feel_value v = args[0];

    if (args[1].type == FEEL_LIST) {
        for (size_t i = 0; i < args[1].list.n; i++) {
            const struct feel_value *key = &args[1].list.items[i];
            const struct feel_value *m =
                v.type == FEEL_CONTEXT && key->type == FEEL_STRING
                ? feel_member(&v, key->string)
                : NULL;

            if (m == NULL)
                return feel_fail(e, "the context has no such member");
            v = *m;
        }
        return args[1].list.n > 0 ? v : feel_fail(e, "no key is given");
    }
    if (args[1].type != FEEL_STRING)
        return feel_mismatch(e, "string", &args[1]);

    const struct feel_value *m = feel_member(&v, args[1].string);

    return m != NULL ? *m
                     : feel_fail(e, "the context has no such member");
}

static struct feel_value
context_of(const struct str *names, const struct feel_value *values, size_t n)
{
    struct feel_value v = { .type = FEEL_CONTEXT };

    v.context.names = names;
    v.context.values = values;
    v.context.n = n;
    return v;
}

FEEL_FN(get_entries)
{
    static const struct str names[] = { STR_INIT("key"), STR_INIT("value") };

    (void)n;
    if (args[0].type != FEEL_CONTEXT)
        return feel_mismatch(e, "context", &args[0]);

    size_t count = args[0].context.n;
    struct feel_value *items = arena_new_array(e->a, struct feel_value, count);

    if (!feel_list_fits(e, count))
        return feel_null();
    for (size_t i = 0; i < count; i++) {
        struct feel_value *pair = arena_new_array(e->a, struct feel_value, 2);

        pair[0] = feel_string(args[0].context.names[i]);
        pair[1] = args[0].context.values[i];
        items[i] = context_of(names, pair, 2);
    }
    return feel_list(items, count);
}

/* A context under construction. */
struct building {
    struct {
        struct str *p;
        size_t n, cap;
    } names;
    struct {
        struct feel_value *p;
        size_t n, cap;
    } values;
};

static bool
put(struct feel_eval *e, struct building *b, struct str name,
    const struct feel_value *v, bool replace)
{
    if (!feel_step(e, b->names.n + 1))
        return false;
    for (size_t i = 0; i < b->names.n; i++) {
        if (!str_eq(b->names.p[i], name))
            continue;
        b->values.p[i] = *v;
        return replace;
    }
    *VEC_PUSH(e->a, &b->names) = name;
    *VEC_PUSH(e->a, &b->values) = *v;
    return true;
}

static struct feel_value
built(const struct building *b)
{
    return context_of(b->names.p, b->values.p, b->names.n);
}

FEEL_FN(context)
{
    struct feel_value list = fn_as_list(e, args, n);
    struct building b = { 0 };

    for (size_t i = 0; i < list.list.n && e->status == OK; i++) {
        const struct feel_value *x = &list.list.items[i], *key, *value;

        if (x->type != FEEL_CONTEXT)
            return feel_mismatch(e, "context", x);
        key = feel_member(x, STR("key"));
        value = feel_member(x, STR("value"));
        if (key == NULL || value == NULL || key->type != FEEL_STRING)
            return feel_fail(e, "an entry needs a key and a value");
        if (!put(e, &b, key->string, value, false))
            return feel_fail(e, "a key stands twice");
    }
    return built(&b);
}

static bool
copy(struct feel_eval *e, struct building *b, const struct feel_value *from)
{
    for (size_t i = 0; i < from->context.n; i++)
        if (!put(e, b, from->context.names[i], &from->context.values[i],
                true))
            return false;
    return true;
}

/* context put(context, ["a", "b"], value) replaces a.b. */
static struct feel_value
put_path(struct feel_eval *e, const struct feel_value *context,
    const struct feel_value *keys, size_t n, const struct feel_value *value)
{
    struct building b = { 0 };
    struct feel_value inner = *value;

    if (n == 0 || n > FEEL_VALUE_DEPTH || keys[0].type != FEEL_STRING)
        return feel_fail(e, "the keys of a context are strings");
    if (context->type != FEEL_CONTEXT)
        return feel_mismatch(e, "context", context);
    if (n > 1) {
        const struct feel_value *m = feel_member(context, keys[0].string);
        struct feel_value none = feel_null();

        inner = put_path(e, m != NULL ? m : &none, keys + 1, n - 1, value);
        if (feel_is_error(&inner) || e->status != OK)
            return inner;
    }
    if (!copy(e, &b, context) || !put(e, &b, keys[0].string, &inner, true))
        return feel_null();
    return built(&b);
}

FEEL_FN(context_put)
{
    (void)n;
    if (args[1].type == FEEL_LIST)
        return put_path(
            e, &args[0], args[1].list.items, args[1].list.n, &args[2]);
    return put_path(e, &args[0], &args[1], 1, &args[2]);
}

FEEL_FN(context_merge)
{
    struct feel_value list = fn_as_list(e, args, n);
    struct building b = { 0 };

    for (size_t i = 0; i < list.list.n && e->status == OK; i++) {
        if (list.list.items[i].type != FEEL_CONTEXT)
            return feel_mismatch(e, "context", &list.list.items[i]);
        if (!copy(e, &b, &list.list.items[i]))
            return feel_null();
    }
    return built(&b);
}
