/* types.c - item definitions become types of FEEL. */
#include "model.h"

static enum status resolve(
    struct linking *k, struct dmn_model *m, struct definition *d);

static struct definition *
find(const struct dmn_model *m, struct str name)
{
    return map_get(m->types, name);
}

/*
 * The definition that a reference means: of m itself; "import.name"; a name of
 * an import without prefix; "prefix:name" by the namespace of the prefix.
 */
static struct definition *
look_up(struct dmn_model *m, struct str ref, struct dmn_model **ret_model)
{
    struct definition *d = find(m, ref);
    struct str head;
    bool more = false;
    struct str rest = str_cut(ref, ':', &head, &more);

    *ret_model = m;
    for (size_t i = 0; d == NULL && i < m->n_imports; i++) {
        struct import *in = &m->imports[i];

        if (in->model == NULL)
            continue;
        if (in->about.name.n == 0)
            d = find(in->model, ref);
        else if (str_starts(ref, in->about.name) &&
            ref.n > in->about.name.n && ref.p[in->about.name.n] == '.')
            d = find(in->model, str_sub(ref, in->about.name.n + 1, ref.n));
        *ret_model = in->model;
    }
    if (d != NULL || !more)
        return d;
    for (size_t i = 0; i < m->n_prefixes; i++) {
        if (!str_eq(m->prefixes[i].prefix, head))
            continue;
        *ret_model = m;
        if (str_eq(m->prefixes[i].uri, m->uri))
            return find(m, rest);
        for (size_t j = 0; j < m->n_imports; j++) {
            *ret_model = m->imports[j].model;
            if (*ret_model != NULL &&
                str_eq((*ret_model)->uri, m->prefixes[i].uri))
                return find(*ret_model, rest);
        }
    }
    return NULL;
}

static enum status
type_of(struct linking *k, struct dmn_model *m, const struct definition *d,
    struct str ref, const struct feel_type_ref **ret)
{
    struct dmn_model *where = m;
    struct definition *other;

    *ret = feel_type_any();
    if (ref.n == 0)
        return OK;
    other = look_up(m, ref, &where);
    if (other != NULL) {
        TRY(resolve(k, where, other));
        *ret = other->type;
        return OK;
    }

    const struct feel_type_ref *basic = feel_type_named(ref);

    if (basic != NULL)
        *ret = basic;
    else
        linking_problem(k, m, d->name, &d->at, false,
            "没有类型 “" STR_FMT "”", STR_ARG(ref));
    return OK;
}

static enum status
resolve_parts(struct linking *k, struct dmn_model *m, struct definition *d,
    struct feel_type_ref *t)
{
    struct str *names = arena_new_array(k->a, struct str, d->n);
    const struct feel_type_ref **members =
        arena_new_array(k->a, const struct feel_type_ref *, d->n);

    for (size_t i = 0; i < d->n; i++) {
        names[i] = d->parts[i].name;
        TRY(resolve(k, m, &d->parts[i]));
        members[i] = d->parts[i].type;
        if (!d->is_function)
            (void)map_put(k->links->members, names[i], d);
    }
    t->names = names;
    t->members = members;
    t->n = d->n;
    return OK;
}

/* The type with tests of its own (NULL: none) on top of those it has. */
static struct feel_type_ref *
with_tests(struct linking *k, struct dmn_model *m,
    const struct definition *d, struct feel_type_ref *t,
    const struct text *tests)
{
    struct feel_type_ref *more;

    if (tests == NULL)
        return t;
    more = arena_dup(k->a, t, sizeof(*t));
    more->base = t;
    more->allowed = linking_tests(k, m, d->name, &tests->at, tests->text);
    return more;
}

static enum status
make(struct linking *k, struct dmn_model *m, struct definition *d)
{
    struct feel_type_ref *t = arena_one(k->a, struct feel_type_ref);

    if (d->is_function) {
        t->type = FEEL_FUNCTION;
        t->has_parameters = true;
        TRY(type_of(k, m, d, d->result_ref, &t->of));
        TRY(resolve_parts(k, m, d, t));
    } else if (d->n > 0) {
        t->type = FEEL_CONTEXT;
        TRY(resolve_parts(k, m, d, t));
    } else {
        const struct feel_type_ref *base;

        TRY(type_of(k, m, d, d->type_ref, &base));
        *t = *base;
    }
    t = with_tests(k, m, d, t, d->allowed);
    if (d->is_collection) {
        struct feel_type_ref *list = arena_one(k->a, struct feel_type_ref);

        list->type = FEEL_LIST;
        list->of = t;
        t = list;
    }
    t = with_tests(k, m, d, t, d->constraint);
    t->name = d->name;
    d->type = t;
    return OK;
}

static enum status
resolve(struct linking *k, struct dmn_model *m, struct definition *d)
{
    enum status st;

    if (d->type != NULL)
        return OK;
    if (d->resolving)
        return linking_fail(k, m, &d->at,
            "类型 “" STR_FMT "” 直接或间接地由自身定义，应去掉这个循环",
            STR_ARG(d->name));
    d->resolving = true;
    st = make(k, m, d);
    d->resolving = false;
    return st;
}

enum status
linking_types(struct linking *k)
{
    for (size_t i = 0; i < k->n; i++)
        for (size_t j = 0; j < k->models[i]->n_definitions; j++)
            TRY(resolve(
                k, k->models[i], &k->models[i]->definitions[j]));
    return OK;
}

const struct feel_type_ref *
linking_type(struct linking *k, struct dmn_model *m, struct str element,
    const struct place *at, struct str ref)
{
    struct dmn_model *where = m;
    const struct definition *d;
    const struct feel_type_ref *basic;

    if (ref.n == 0)
        return NULL;
    d = look_up(m, ref, &where);
    if (d != NULL)
        return d->type;
    basic = feel_type_named(ref);
    if (basic == NULL)
        linking_problem(k, m, element, at, false,
            "没有类型 “" STR_FMT "”", STR_ARG(ref));
    return basic;
}

struct feel_scope *
linking_scope(struct linking *k, struct dmn_model *m, bool strict)
{
    struct feel_scope *s = feel_scope_new(k->a);

    if (!strict)
        feel_scope_as_dmn(s);
    feel_scope_zones(s, m->limits.zones);
    for (size_t i = 0; i < m->n_definitions; i++)
        if (m->definitions[i].type != NULL)
            feel_scope_type(
                s, m->definitions[i].name, m->definitions[i].type);
    for (size_t i = 0; i < m->n_imports; i++) {
        const struct import *in = &m->imports[i];

        for (size_t j = 0;
             in->model != NULL && j < in->model->n_definitions; j++) {
            const struct definition *d = &in->model->definitions[j];

            if (d->type == NULL)
                continue;
            feel_scope_type(s,
                in->about.name.n == 0
                    ? d->name
                    : arena_fmt(k->a, STR_FMT "." STR_FMT,
                          STR_ARG(in->about.name), STR_ARG(d->name)),
                d->type);
        }
    }
    return s;
}
