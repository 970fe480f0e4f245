/* compile.c - every expression of a model, in the scope that it stands in. */
#include "model.h"

/* Names of a filter's condition that nothing declares, at most. */
#define UNKNOWN_MAX 32

/* A name in force at a place, and those around it. */
struct visible {
    struct str name;
    size_t slot;
    const struct visible *up;
};

struct compiling {
    struct linking *k;
    struct dmn_model *m;
    struct element *e;
    const struct visible *names;
    /* Of names: one by DMN's letter, one where unknown names are errors. */
    struct feel_scope *scope, *strict;
};

/* Where to go back to when a place is left. */
struct mark {
    const struct visible *names;
    size_t scope;
};

static void compile_box(struct compiling *c, struct box *b);

/* --- scopes --- */

/* Names that are no plain word must be known to be read as one. */
static bool
plain(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return true;
}

static size_t
enter(struct compiling *c, struct str name, const struct feel_type_ref *type)
{
    struct visible *v = arena_one(c->k->a, struct visible);

    *v = (struct visible){
        .name = name, .slot = c->e->n_slots++, .up = c->names };
    c->names = v;
    feel_scope_slot(c->scope, name, type, v->slot);
    feel_scope_slot(c->strict, name, type, v->slot);
    return v->slot;
}

static struct mark
mark(const struct compiling *c)
{
    return (struct mark){ c->names, feel_scope_mark(c->scope) };
}

static void
leave(struct compiling *c, struct mark before)
{
    c->names = before.names;
    feel_scope_rewind(c->scope, before.scope);
    feel_scope_rewind(c->strict, before.scope);
}

static size_t
slot_of(const struct compiling *c, struct str name)
{
    for (const struct visible *v = c->names; v != NULL; v = v->up)
        if (str_eq(v->name, name))
            return v->slot;
    return SIZE_MAX;
}

/* --- texts --- */

static void
not_compiled(struct compiling *c, struct text *t, const struct err *err)
{
    t->failure = arena_fmt(c->k->a, "%s%s%s", err->text,
        err->where[0] != '\0' ? " @" : "", err->where);
    linking_problem(c->k, c->m, c->e->about.name, &t->at,
        str_find(t->text, STR("external")) != SIZE_MAX, "%s",
        arena_cstr(c->k->a, t->failure));
}

static void
compile_text(struct compiling *c, struct text *t)
{
    struct err err = { 0 };

    if (t->text.n > 0 &&
        feel_compile(c->k->a, t->text, c->scope, &c->m->limits.feel,
            &t->feel, &err) != OK)
        not_compiled(c, t, &err);
}

static void
compile_tests(struct compiling *c, struct text *t)
{
    struct err err = { 0 };

    if (t->text.n > 0 && !str_eq(t->text, STR("-")) &&
        feel_compile_unary(c->k->a, t->text, c->scope, &c->m->limits.feel,
            &t->feel, &err) != OK)
        not_compiled(c, t, &err);
}

const struct feel_expr *
linking_tests(struct linking *k, struct dmn_model *m, struct str element,
    const struct place *at, struct str text)
{
    struct feel_scope *s = feel_scope_new(k->a);
    const struct feel_expr *x = NULL;
    struct err err = { 0 };

    feel_scope_as_dmn(s);
    feel_scope_zones(s, m->limits.zones);
    if (feel_compile_unary(k->a, text, s, &m->limits.feel, &x, &err) == OK)
        return x;
    linking_problem(k, m, element, at, false, "%s%s%s", err.text,
        err.where[0] != '\0' ? " @" : "", err.where);
    return NULL;
}

/* --- boxed expressions --- */

static const struct feel_type_ref *
type_at(struct compiling *c, const struct place *at, struct str ref)
{
    return linking_type(c->k, c->m, c->e->about.name, at, ref);
}

static void
compile_kids(struct compiling *c, struct box *b)
{
    for (size_t i = 0; i < b->n; i++)
        compile_box(c, b->kids[i]);
}

static void
compile_vars(struct compiling *c, struct box *b)
{
    b->slots = arena_new_array(c->k->a, size_t, b->n_vars);
    for (size_t i = 0; i < b->n_vars; i++) {
        b->vars[i].type =
            type_at(c, &b->vars[i].at, b->vars[i].type_ref);
        b->slots[i] = SIZE_MAX;
    }
}

static void
compile_context(struct compiling *c, struct box *b)
{
    struct mark before = mark(c);

    for (size_t i = 0; i < b->n; i++) {
        bool named = b->vars[i].name.n > 0;
        /* A function may call itself. */
        bool early = named && b->kids[i] != NULL &&
            b->kids[i]->kind == BOX_FUNCTION;

        if (early)
            b->slots[i] = enter(c, b->vars[i].name, b->vars[i].type);
        compile_box(c, b->kids[i]);
        if (named && !early)
            b->slots[i] = enter(c, b->vars[i].name, b->vars[i].type);
    }
    leave(c, before);
}

static void
compile_function(struct compiling *c, struct box *b)
{
    struct mark before = mark(c);

    if (b->external.n > 0) {
        linking_problem(c->k, c->m, c->e->about.name, &b->at, true,
            "不支持外部函数（" STR_FMT "），只支持 FEEL 函数",
            STR_ARG(b->external));
        return;
    }
    for (size_t i = 0; i < b->n_vars; i++)
        b->slots[i] = enter(c, b->vars[i].name, b->vars[i].type);
    compile_kids(c, b);
    leave(c, before);
}

static void
add_shadow(struct compiling *c, struct shadow *all, size_t *n, struct str name)
{
    all[*n].name = name;
    all[*n].outer = slot_of(c, name);
    all[*n].slot = enter(c, name, NULL);
    ++*n;
}

/* Names in the condition of a filter that nothing declares: members that come
 * from the texts of expressions. Found by compiling to the letter. */
static void
find_shadows(struct compiling *c, const struct text *t, struct shadow *all,
    size_t *n)
{
    for (size_t i = 0; i < UNKNOWN_MAX; i++) {
        const struct feel_expr *x = NULL;
        struct err err = { 0 };

        if (feel_compile(c->k->a, t->text, c->strict,
                &c->m->limits.feel, &x, &err) == OK ||
            err.field[0] == '\0')
            return;
        add_shadow(c, all, n, arena_str(c->k->a, str_of(err.field)));
    }
}

static void
compile_filter(struct compiling *c, struct box *b)
{
    struct mark before = mark(c);
    struct map *members = c->k->links->members;
    struct shadow *all = arena_new_array(
        c->k->a, struct shadow, map_count(members) + UNKNOWN_MAX);
    size_t n = 0;

    compile_box(c, b->kids[0]);
    for (size_t i = 0; i < map_count(members); i++)
        add_shadow(c, all, &n, map_key(members, i));
    b->slot = enter(c, STR("item"), NULL);
    if (b->kids[1]->kind == BOX_LITERAL)
        find_shadows(c, &b->kids[1]->text, all, &n);
    b->shadows = all;
    b->n_shadows = n;
    compile_box(c, b->kids[1]);
    leave(c, before);
}

static void
compile_iterator(struct compiling *c, struct box *b)
{
    struct mark before = mark(c);

    compile_box(c, b->kids[0]);
    b->slots[0] = enter(c, b->vars[0].name, NULL);
    if (b->kind == BOX_FOR)
        b->slot = enter(c, STR("partial"), NULL);
    compile_box(c, b->kids[1]);
    leave(c, before);
}

static bool
makes_list(const struct table *t)
{
    return t->policy == HIT_RULE_ORDER || t->policy == HIT_OUTPUT_ORDER ||
        (t->policy == HIT_COLLECT && t->aggregation == AGGREGATE_NONE);
}

static void
compile_output(struct compiling *c, struct table_output *out, struct box *b)
{
    struct text *t = &out->values_list;

    out->type = type_at(c, &out->at, out->type_ref);
    if (out->type == NULL && b->table->n_outputs == 1)
        out->type = b->type != NULL ? b->type : c->e->type;
    if (out->type != NULL && out->type_ref.n == 0 && makes_list(b->table))
        out->type = out->type->type == FEEL_LIST ? out->type->of : NULL;
    for (const struct feel_type_ref *u = out->type;
         u != NULL && out->values.text.n == 0; u = u->base)
        if (u->allowed != NULL)
            out->values.text = feel_text(u->allowed);
    compile_tests(c, &out->values);
    compile_box(c, out->otherwise);
    if (out->values.text.n == 0)
        return;

    /* The order of values that are listed one by one; tests such as "> 3"
     * have none, so what does not compile here is no mistake. */
    struct err err = { 0 };

    *t = (struct text){ .at = out->values.at,
        .text = arena_fmt(
            c->k->a, "[" STR_FMT "]", STR_ARG(out->values.text)) };
    if (feel_compile(c->k->a, t->text, c->scope, &c->m->limits.feel,
            &t->feel, &err) != OK)
        t->feel = NULL;
}

static void
compile_table(struct compiling *c, struct box *b)
{
    struct table *t = b->table;

    for (size_t i = 0; i < t->n_inputs; i++) {
        compile_box(c, t->inputs[i].expression);
        compile_tests(c, &t->inputs[i].values);
    }
    for (size_t i = 0; i < t->n_outputs; i++)
        compile_output(c, &t->outputs[i], b);
    for (size_t r = 0; r < t->n_rules; r++) {
        for (size_t i = 0; i < t->n_inputs; i++)
            compile_tests(c, &t->rules[r].tests[i]);
        for (size_t i = 0; i < t->n_outputs; i++)
            compile_box(c, t->rules[r].entries[i]);
    }
    if (t->aggregation != AGGREGATE_NONE &&
        (t->policy != HIT_COLLECT ||
            (t->n_outputs > 1 && t->aggregation != AGGREGATE_COUNT)))
        linking_problem(c->k, c->m, c->e->about.name, &b->at, false,
            t->policy != HIT_COLLECT
                ? "只有命中策略 COLLECT 可以聚合"
                : "聚合的决策表只应有一个输出列");
}

static void
compile_box(struct compiling *c, struct box *b)
{
    if (b == NULL)
        return;
    b->type = type_at(c, &b->at, b->type_ref);
    compile_vars(c, b);
    switch (b->kind) {
    case BOX_LITERAL:
        compile_text(c, &b->text);
        return;
    case BOX_TABLE:
        compile_table(c, b);
        return;
    case BOX_CONTEXT:
        compile_context(c, b);
        return;
    case BOX_FUNCTION:
        compile_function(c, b);
        return;
    case BOX_FILTER:
        compile_filter(c, b);
        return;
    case BOX_FOR:
    case BOX_SOME:
    case BOX_EVERY:
        compile_iterator(c, b);
        return;
    case BOX_LIST:
    case BOX_RELATION:
    case BOX_INVOCATION:
    case BOX_CONDITIONAL:
        compile_kids(c, b);
        return;
    }
}

/* --- elements --- */

/* The name of an import as m knows it; false if e stands in m or in an import
 * without name. */
static bool
import_name(
    const struct dmn_model *m, const struct element *e, struct str *ret)
{
    if (e->model == m)
        return false;
    for (size_t i = 0; i < m->n_imports; i++) {
        if (m->imports[i].model == e->model) {
            *ret = m->imports[i].about.name;
            return ret->n > 0;
        }
    }
    return false;
}

static struct binding *
binding_of(struct element *e, struct str name)
{
    for (size_t i = 0; i < e->n_bindings; i++)
        if (e->bindings[i].target == NULL &&
            str_eq(e->bindings[i].name, name))
            return &e->bindings[i];
    return NULL;
}

/* Names that the requirements of e put into its scope. */
static void
bind(struct linking *k, struct element *e)
{
    e->bindings = arena_new_array(k->a, struct binding, e->n_needs + 1);
    /* A knowledge model may call itself. */
    if (e->about.kind == DMN_KNOWLEDGE_MODEL)
        e->bindings[e->n_bindings++] = (struct binding){
            .name = e->variable.name, .target = e };
    for (size_t i = 0; i < e->n_needs; i++) {
        struct element *to = e->needs[i].target;
        struct str prefix = STR_EMPTY;

        if (e->needs[i].kind == DMN_REQUIRES_AUTHORITY || to == e)
            continue;
        if (!import_name(e->model, to, &prefix)) {
            e->bindings[e->n_bindings++] = (struct binding){
                .name = to->variable.name,
                .target = to,
                .type = to->about.kind == DMN_INPUT_DATA ||
                        to->about.kind == DMN_DECISION
                    ? to->type
                    : NULL,
            };
            continue;
        }

        struct binding *b = binding_of(e, prefix);

        if (b == NULL) {
            b = &e->bindings[e->n_bindings++];
            b->name = prefix;
            b->members =
                arena_new_array(k->a, struct element *, e->n_needs);
        }
        b->members[b->n++] = to;
        (void)map_put(k->links->members, to->variable.name, to);
    }
}

/* End of a text in quotes that begins at `at`. */
static size_t
quoted_end(struct str s, size_t at)
{
    for (size_t i = at + 1; i < s.n; i++) {
        if (s.p[i] == '\\')
            i++;
        else if (s.p[i] == '"')
            return i;
    }
    return s.n;
}

/* Length of what may be a key of a context at `at`: up to its colon. */
static size_t
key_length(struct str s, size_t at)
{
    for (size_t i = at; i < s.n; i++) {
        if (s.p[i] == ':')
            return i - at;
        if (s.p[i] == '"' || s.p[i] == '{' || s.p[i] == '}' ||
            s.p[i] == '[' || s.p[i] == ']' || s.p[i] == '(' ||
            s.p[i] == ')' || s.p[i] == ',')
            break;
    }
    return 0;
}

/* Keys with spaces in the contexts of a text: `{full name: …}`. Paths of other
 * expressions must know them. One name too many does no harm. */
static void
collect_keys(struct linking *k, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') {
            i = quoted_end(s, i);
        } else if (s.p[i] == '{' || s.p[i] == ',') {
            size_t n = key_length(s, i + 1);
            struct str key = str_trim(str_sub(s, i + 1, n));

            if (key.n > 0 && !plain(key))
                (void)map_put(k->links->members, key, k->links);
        }
    }
}

static void
collect_table(struct linking *k, const struct table *t)
{
    for (size_t i = 0; i < t->n_outputs; i++) {
        if (t->outputs[i].name.n > 0)
            (void)map_put(
                k->links->members, t->outputs[i].name, k->links);
        for (size_t r = 0; r < t->n_rules; r++)
            if (t->rules[r].entries[i] != NULL)
                collect_keys(k, t->rules[r].entries[i]->text.text);
    }
}

/* Names that boxes give to members of what they make. */
static void
collect(struct linking *k, const struct box *b)
{
    if (b == NULL)
        return;
    collect_keys(k, b->text.text);
    if (b->kind == BOX_CONTEXT || b->kind == BOX_RELATION)
        for (size_t i = 0; i < b->n_vars; i++)
            if (b->vars[i].name.n > 0)
                (void)map_put(
                    k->links->members, b->vars[i].name, k->links);
    if (b->table != NULL)
        collect_table(k, b->table);
    for (size_t i = 0; i < b->n; i++)
        collect(k, b->kids[i]);
}

/* Types of the value and of the parameters. */
static void
type_element(struct linking *k, struct element *e)
{
    const struct variable *params = e->box != NULL ? e->box->vars : NULL;

    e->type = linking_type(
        k, e->model, e->about.name, &e->variable.at, e->variable.type_ref);
    if (e->about.kind == DMN_KNOWLEDGE_MODEL)
        e->n_params = e->box->n_vars;
    else if (e->about.kind != DMN_DECISION_SERVICE)
        return;
    if (e->type != NULL && e->type->type == FEEL_FUNCTION)
        e->type = e->type->of;
    e->types = arena_new_array(
        k->a, const struct feel_type_ref *, e->n_params);
    e->param_names = arena_new_array(k->a, struct str, e->n_params);
    for (size_t i = 0; i < e->n_params; i++) {
        if (e->about.kind == DMN_KNOWLEDGE_MODEL) {
            e->param_names[i] = params[i].name;
            e->types[i] = linking_type(k, e->model, e->about.name,
                &params[i].at, params[i].type_ref);
        } else {
            e->param_names[i] = e->params[i]->variable.name;
            e->types[i] =
                linking_type(k, e->params[i]->model, e->about.name,
                    &e->params[i]->variable.at,
                    e->params[i]->variable.type_ref);
        }
    }
}

static void
compile_element(struct compiling *c, struct element *e)
{
    struct mark before = mark(c);

    c->e = e;
    e->n_slots = 0;
    for (size_t i = 0; i < e->n_bindings; i++)
        (void)enter(c, e->bindings[i].name, e->bindings[i].type);
    compile_box(c, e->box);
    leave(c, before);
}

/* What all expressions of a model know is declared once. */
static void
compile_model(struct linking *k, struct dmn_model *m)
{
    struct compiling c = { .k = k,
        .m = m,
        .scope = linking_scope(k, m, false),
        .strict = linking_scope(k, m, true) };

    for (size_t i = 0; i < map_count(k->links->members); i++) {
        struct str name = map_key(k->links->members, i);

        if (!plain(name))
            feel_scope_member(c.scope, name);
    }
    for (size_t i = 0; i < m->n_elements; i++)
        compile_element(&c, &m->elements[i]);
}

static const struct feel_expr *
helper(struct linking *k, const char *text)
{
    struct feel_scope *s = feel_scope_new(k->a);
    const struct feel_expr *x = NULL;

    feel_scope_as_dmn(s);
    feel_scope_slot(s, STR("x"), NULL, 0);
    return feel_compile(k->a, str_of(text), s, NULL, &x, NULL) == OK ? x
                                                                     : NULL;
}

void
linking_compile(struct linking *k)
{
    k->links->sum = helper(k, "sum(x)");
    k->links->min = helper(k, "min(x)");
    k->links->max = helper(k, "max(x)");
    for (size_t i = 0; i < k->n; i++) {
        for (size_t j = 0; j < k->models[i]->n_elements; j++) {
            type_element(k, &k->models[i]->elements[j]);
            collect(k, k->models[i]->elements[j].box);
        }
    }
    for (size_t i = 0; i < k->n; i++)
        for (size_t j = 0; j < k->models[i]->n_elements; j++)
            bind(k, &k->models[i]->elements[j]);
    for (size_t i = 0; i < k->n; i++)
        compile_model(k, k->models[i]);
}
