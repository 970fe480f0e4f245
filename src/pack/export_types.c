/* Types of a pack as item definitions. */
#include "export_dmn.h"

static struct str
type_name(struct export *e, struct str name)
{
    struct str type = arena_join(e->a, STR("t"), name);

    while (export_is_defined(e, type))
        type = arena_join(e->a, type, STR("_"));
    return type;
}

static struct str
base_type(enum feel_type t)
{
    switch (t) {
    case FEEL_BOOLEAN:
        return STR("boolean");
    case FEEL_NUMBER:
        return STR("number");
    case FEEL_STRING:
        return STR("string");
    case FEEL_DATE:
        return STR("date");
    case FEEL_TIME:
        return STR("time");
    case FEEL_DATE_TIME:
        return STR("dateTime");
    case FEEL_DAYS_DURATION:
        return STR("dayTimeDuration");
    case FEEL_YEARS_DURATION:
        return STR("yearMonthDuration");
    default:
        return STR("Any");
    }
}

/* A name whose type is more than a built-in one has a definition of it. */
static bool
is_defined(const struct feel_kind *k)
{
    return (k->type == FEEL_STRING && k->choices != NULL) ||
        k->type == FEEL_LIST || k->type == FEEL_CONTEXT;
}

struct str
export_type_of(struct export *e, struct str name)
{
    struct feel_kind k = types_kind(e->types, name);

    if (export_role(e, name) == NODE_RULE)
        return base_type(k.type);
    return is_defined(&k) ? type_name(e, name) : base_type(k.type);
}

static struct str
choices_text(struct export *e, const struct feel_kind *k)
{
    struct buf b;

    buf_init(&b, e->a, (size_t)1 << 20);
    for (size_t i = 0; i < k->n_choices; i++) {
        struct feel_value v = feel_string(k->choices[i]);

        if (i > 0)
            buf_lit(&b, ", ");
        buf_str(&b, feel_show(e->a, &v));
    }
    return buf_view(&b);
}

static void
type_ref(struct export *e, const struct feel_kind *k)
{
    element_text(&e->x, "typeRef", base_type(k->type));
    if (k->choices == NULL)
        return;
    element_open(&e->x, "allowedValues");
    element_text(&e->x, "text", choices_text(e, k));
    element_close(&e->x, "allowedValues");
}

static void
open_definition(struct export *e, const char *element, const char *kind,
    struct str name, struct str id_name)
{
    element_open(&e->x, element);
    element_attr(&e->x, "id", element_id(e->a, kind, id_name));
    element_attr(&e->x, "name", name);
}

/* Columns of a table, each with its own constraint. */
static void
components(struct export *e, struct str owner, const struct feel_kind *k)
{
    for (size_t i = 0; i < k->n; i++) {
        const struct feel_kind *m = &k->members[i];
        bool list = m->type == FEEL_LIST;

        open_definition(e, "itemComponent", "component", k->names[i],
            arena_fmt(e->a, STR_FMT "." STR_FMT, STR_ARG(owner),
                STR_ARG(k->names[i])));
        if (list)
            element_attr(&e->x, "isCollection", STR("true"));
        type_ref(e, list && m->of != NULL ? m->of : m);
        element_close(&e->x, "itemComponent");
    }
}

/* Elements that have choices need a type of their own: what is allowed of a
 * collection would be asked of the list. */
static void
define_list(struct export *e, struct str name, const struct feel_kind *k)
{
    struct str element = arena_join(e->a, name, STR("_项"));
    bool choices = k->of != NULL && k->of->choices != NULL;

    if (choices) {
        open_definition(
            e, "itemDefinition", "type", type_name(e, element), element);
        type_ref(e, k->of);
        element_close(&e->x, "itemDefinition");
    }
    open_definition(e, "itemDefinition", "type", type_name(e, name), name);
    element_attr(&e->x, "isCollection", STR("true"));
    if (k->of != NULL && k->of->type == FEEL_CONTEXT && k->of->n > 0)
        components(e, name, k->of);
    else
        element_text(&e->x, "typeRef",
            choices           ? type_name(e, element)
                : k->of != NULL ? base_type(k->of->type)
                                : STR("Any"));
    element_close(&e->x, "itemDefinition");
}

static void
define(struct export *e, struct str name)
{
    struct feel_kind k = types_kind(e->types, name);

    if (!is_defined(&k))
        return;
    if (k.type == FEEL_LIST) {
        define_list(e, name, &k);
        return;
    }
    open_definition(e, "itemDefinition", "type", type_name(e, name), name);
    type_ref(e, &k);
    element_close(&e->x, "itemDefinition");
}

void
export_types(struct export *e)
{
    for (size_t i = 0; i < e->facts.n; i++)
        define(e, e->facts.p[i]);
    for (size_t i = 0; i < e->p->n_readings; i++)
        define(e, e->p->readings[i].name);
}
