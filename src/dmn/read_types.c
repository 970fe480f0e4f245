/* read_types.c - item definitions. */
#include "model.h"

static struct text *
read_tests(struct reading *r, const struct xml_node *n, struct str name)
{
    const struct xml_node *x = reading_kid(n, name);

    if (x == NULL)
        return NULL;

    struct text *t = arena_one(r->a, struct text);

    *t = reading_text(r, x);
    if (t->at.id.n == 0)
        t->at.id = xml_attribute(n, STR("id"));
    return t->text.n > 0 ? t : NULL;
}

static enum status read_definition(struct reading *r,
    const struct xml_node *n, bool needs_name, struct definition *ret);

static enum status
read_parts(struct reading *r, const struct xml_node *n, struct str name,
    struct definition *d)
{
    struct kids kids = reading_kids(r, n, name);

    d->n = kids.n;
    d->parts = arena_new_array(r->a, struct definition, d->n);
    for (size_t i = 0; i < d->n; i++)
        TRY(read_definition(r, kids.p[i], true, &d->parts[i]));
    return OK;
}

static enum status
read_definition(struct reading *r, const struct xml_node *n, bool needs_name,
    struct definition *ret)
{
    const struct xml_node *function = reading_kid(n, STR("functionItem"));
    struct variable v = reading_variable(r, n);

    if (needs_name && v.name.n == 0)
        return reading_fail(r, n, "类型定义应有 name 属性");
    *ret = (struct definition){
        .name = v.name,
        .type_ref = v.type_ref,
        .at = v.at,
        .is_collection =
            str_eq(xml_attribute(n, STR("isCollection")), STR("true")),
        .is_function = function != NULL,
        .allowed = read_tests(r, n, STR("allowedValues")),
        .constraint = read_tests(r, n, STR("typeConstraint")),
    };
    if (function != NULL) {
        ret->result_ref =
            str_trim(xml_attribute(function, STR("outputTypeRef")));
        return read_parts(r, function, STR("parameters"), ret);
    }
    TRY(read_parts(r, n, STR("itemComponent"), ret));
    if (ret->n > 0 && ret->type_ref.n > 0)
        return reading_fail(
            r, n, "类型定义不应同时有 typeRef 和 itemComponent");
    return OK;
}

enum status
reading_definitions(struct reading *r, const struct xml_node *root)
{
    struct kids kids = reading_kids(r, root, STR("itemDefinition"));
    struct definition *all =
        arena_new_array(r->a, struct definition, kids.n);

    r->m->types = map_new(r->a);
    for (size_t i = 0; i < kids.n; i++) {
        const struct definition *other;

        TRY(read_definition(r, kids.p[i], true, &all[i]));
        other = map_put(r->m->types, all[i].name, &all[i]);
        if (other != NULL)
            return reading_fail(r, kids.p[i],
                "类型名称重复，另一处在第 %d 行", other->at.line);
    }
    r->m->definitions = all;
    r->m->n_definitions = kids.n;
    return OK;
}
