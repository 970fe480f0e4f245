/* The rules of a pack as a decision model of DMN 1.5. */
#include "export_dmn.h"

#include "dmn/dmn.h"

#define MODEL_MAX ((size_t)8 << 20)

/* --- names --- */

enum node_role
export_role(const struct export *e, struct str name)
{
    if (pack_rule(e->p, name) != NULL)
        return NODE_RULE;
    if (pack_reading(e->p, name) != NULL)
        return NODE_READING;
    for (size_t i = 0; i < e->p->n_parameters; i++)
        if (str_eq(e->p->parameters[i].name, name))
            return NODE_PARAMETER;
    return NODE_FACT;
}

struct str
export_id(const struct export *e, struct str name)
{
    static const char *const kinds[] = { [NODE_FACT] = "fact",
        [NODE_PARAMETER] = "parameter", [NODE_READING] = "reading",
        [NODE_RULE] = "rule" };

    return element_id(e->a, kinds[export_role(e, name)], name);
}

static struct str
attested_name(const struct export *e, const struct pack_rule *r)
{
    return arena_join(e->a, STR(ATTESTED), r->name);
}

/* --- what is used --- */

static bool
among(const struct str *names, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

#define ADD_ONCE(e, list, name) \
    do { \
        if (!among((e)->list.p, (e)->list.n, (name))) \
            *VEC_PUSH((e)->a, &(e)->list) = (name); \
    } while (0)

static void
use_name(struct export *e, struct str name)
{
    if (export_role(e, name) == NODE_FACT)
        ADD_ONCE(e, facts, name);
}

static void
use_clause(struct export *e, struct str clause)
{
    if (clause.n > 0)
        ADD_ONCE(e, clauses, clause);
}

static void
use_expression(struct export *e, const struct feel_expr *x)
{
    const struct feel_use_of *uses;
    size_t n;

    for (size_t i = 0; i < feel_used_count(x); i++)
        use_name(e, feel_used(x, i));
    feel_uses(e->a, x, &uses, &n);
    for (size_t i = 0; i < n; i++)
        ADD_ONCE(e, natives, uses[i].name);
}

static enum status
find_used(struct export *e, struct err *err)
{
    const struct pack *p = e->p;

    for (size_t i = 0; i < p->n_parameters; i++)
        use_clause(e, p->parameters[i].clause);
    for (size_t i = 0; i < p->n_readings; i++)
        use_clause(e, p->readings[i].of);
    for (size_t i = 0; i < p->n_rules; i++) {
        const struct pack_rule *r = &p->rules[i];

        use_clause(e, r->clause);
        if (r->model != NULL) {
            for (size_t k = 0; k < feel_used_count(r->expr); k++)
                use_name(e, feel_used(r->expr, k));
            TRY(export_model_use(e, r, err));
        } else if (r->expr != NULL) {
            use_expression(e, r->expr);
        }
        if (r->kind == RULE_ATTESTED)
            ADD_ONCE(e, facts, attested_name(e, r));
    }
    for (size_t i = 0; i < e->copied.n; i++) {
        struct str name = xml_attribute(e->copied.p[i].node, STR("name"));

        if (among(e->natives.p, e->natives.n, name) ||
            among(e->facts.p, e->facts.n, name))
            return err_set(err, ERR_INPUT,
                "决策模型中的“" STR_FMT
                "”与政策包的函数或事实同名，应改名后再导出",
                STR_ARG(name));
    }
    return OK;
}

/* --- facts and clauses --- */

static struct str
fact_label(const struct export *e, struct str name)
{
    for (size_t i = 0; i < e->p->n_forms; i++) {
        const struct pack_field *f = form_field(&e->p->forms[i], name);

        if (f != NULL)
            return f->label.zh;
    }
    for (size_t i = 0; i < e->p->n_facts; i++)
        if (str_eq(e->p->facts[i].name, name))
            return e->p->facts[i].title.zh;
    return STR_EMPTY;
}

static void
write_variable(struct export *e, const char *kind, struct str name,
    struct str type)
{
    element_open(&e->x, "variable");
    element_attr(&e->x, "id",
        element_id(e->a, arena_cstr(e->a, arena_fmt(e->a, "%s-variable", kind)),
            name));
    element_attr(&e->x, "name", name);
    element_attr(&e->x, "typeRef", type);
    element_close(&e->x, "variable");
}

static void
write_fact(struct export *e, struct str name)
{
    struct feel_kind k = types_kind(e->types, name);
    struct str label = fact_label(e, name);

    element_open(&e->x, "inputData");
    element_attr(&e->x, "id", export_id(e, name));
    element_attr(&e->x, "name", name);
    if (!str_eq(label, name))
        element_attr(&e->x, "label", label);
    if (k.unit.n > 0)
        element_text(&e->x, "description",
            arena_join(e->a, STR("单位："), k.unit));
    write_variable(e, "fact", name, export_type_of(e, name));
    element_close(&e->x, "inputData");
}

static void
write_clause(struct export *e, struct str id)
{
    const struct pack_clause *c = pack_clause(e->p, id);

    if (c == NULL)
        return;
    element_open(&e->x, "knowledgeSource");
    element_attr(&e->x, "id", element_id(e->a, "clause", id));
    element_attr(&e->x, "name", id);
    element_attr(&e->x, "label", c->cite);
    element_text(&e->x, "description", c->text);
    element_text(&e->x, "type", c->kind);
    element_close(&e->x, "knowledgeSource");
}

/* --- decisions --- */

static void
write_reference(struct export *e, const char *requirement, const char *what,
    struct str id)
{
    element_open(&e->x, requirement);
    element_open(&e->x, what);
    element_attr(&e->x, "href", arena_join(e->a, STR("#"), id));
    element_close(&e->x, what);
    element_close(&e->x, requirement);
}

static void
write_need(struct export *e, struct str name)
{
    write_reference(e, "informationRequirement",
        export_role(e, name) == NODE_FACT ? "requiredInput"
                                          : "requiredDecision",
        export_id(e, name));
}

static void
write_authority(struct export *e, struct str clause)
{
    if (clause.n > 0)
        write_reference(e, "authorityRequirement", "requiredAuthority",
            element_id(e->a, "clause", clause));
}

static void
write_text(struct export *e, const char *kind, struct str name,
    struct str type, struct str text)
{
    element_open(&e->x, "literalExpression");
    element_attr(&e->x, "id",
        element_id(e->a, arena_cstr(e->a, arena_fmt(e->a, "%s-logic", kind)),
            name));
    element_attr(&e->x, "typeRef", type);
    element_text(&e->x, "text", text);
    element_close(&e->x, "literalExpression");
}

static void
open_decision(struct export *e, struct str name, struct str label)
{
    element_open(&e->x, "decision");
    element_attr(&e->x, "id", export_id(e, name));
    element_attr(&e->x, "name", name);
    if (!str_eq(label, name))
        element_attr(&e->x, "label", label);
}

static void
write_parameter(struct export *e, const struct pack_parameter *q)
{
    struct feel_value v = feel_int(q->value);

    open_decision(e, q->name, STR_EMPTY);
    if (q->unit.n > 0)
        element_text(&e->x, "description",
            arena_join(e->a, STR("单位："), q->unit));
    write_variable(e, "parameter", q->name, STR("number"));
    write_authority(e, q->clause);
    write_text(e, "parameter", q->name, STR("number"), feel_show(e->a, &v));
    element_close(&e->x, "decision");
}

static void
write_reading(struct export *e, const struct pack_reading *r)
{
    struct feel_value v = feel_string(r->chosen);
    struct str type = export_type_of(e, r->name);
    struct buf b;

    buf_init(&b, e->a, (size_t)1 << 16);
    for (size_t i = 0; i < r->n_options; i++)
        buf_fmt(&b, "%s" STR_FMT "：" STR_FMT, i > 0 ? "\n" : "",
            STR_ARG(r->options[i].value), STR_ARG(r->options[i].label.zh));
    open_decision(e, r->name, STR_EMPTY);
    element_text(&e->x, "description", buf_view(&b));
    element_text(&e->x, "question", r->question.zh);
    write_variable(e, "reading", r->name, type);
    write_authority(e, r->of);
    write_text(e, "reading", r->name, type, feel_show(e->a, &v));
    element_close(&e->x, "decision");
}

/* 甲 and 乙 and 丙 */
static struct str
parts_text(const struct export *e, const struct pack_rule *r)
{
    struct buf b;

    buf_init(&b, e->a, (size_t)1 << 16);
    for (size_t i = 0; i < r->n_parts; i++) {
        if (i > 0)
            buf_str(&b, r->kind == RULE_ALL ? STR(" and ") : STR(" or "));
        buf_str(&b, r->parts[i]);
    }
    return buf_view(&b);
}

static void
write_functions_used(struct export *e, const struct feel_expr *x)
{
    const struct feel_use_of *uses;
    size_t n;

    feel_uses(e->a, x, &uses, &n);
    for (size_t i = 0; i < n; i++) {
        bool again = false;

        for (size_t k = 0; k < i; k++)
            again = again || str_eq(uses[k].name, uses[i].name);
        if (!again)
            write_reference(e, "knowledgeRequirement", "requiredKnowledge",
                element_id(e->a, "function", uses[i].name));
    }
}

static void
write_model_rule(struct export *e, const struct pack_rule *r)
{
    open_decision(e, r->name, r->title.zh);
    element_text(&e->x, "description", r->help.zh);
    write_variable(e, "rule", r->name, export_model_type(r));
    for (size_t i = 0; i < feel_used_count(r->expr); i++)
        write_need(e, feel_used(r->expr, i));
    export_model_knowledge(e, r);
    write_authority(e, r->clause);
    export_model_logic(e, r);
    element_close(&e->x, "decision");
}

static void
write_rule(struct export *e, const struct pack_rule *r)
{
    struct str type = export_type_of(e, r->name);
    struct str text;

    if (r->model != NULL) {
        write_model_rule(e, r);
        return;
    }
    if (r->kind != RULE_VALUE)
        type = STR("boolean");
    open_decision(e, r->name, r->title.zh);
    element_text(&e->x, "description", r->help.zh);
    if (r->kind != RULE_VALUE)
        element_text(&e->x, "allowedAnswers", STR("true, false"));
    write_variable(e, "rule", r->name, type);
    if (r->expr != NULL) {
        for (size_t i = 0; i < feel_used_count(r->expr); i++)
            write_need(e, feel_used(r->expr, i));
        write_functions_used(e, r->expr);
        text = export_text(e, r->expr);
    } else if (r->kind == RULE_ATTESTED) {
        text = attested_name(e, r);
        write_need(e, text);
    } else {
        for (size_t i = 0; i < r->n_parts; i++)
            write_need(e, r->parts[i]);
        text = parts_text(e, r);
    }
    write_authority(e, r->clause);
    write_text(e, "rule", r->name, type, text);
    element_close(&e->x, "decision");
}

/* --- the model --- */

static void
write_model(struct export *e)
{
    const struct pack *p = e->p;
    struct xml_out *x = &e->x;

    element_open(x, "definitions");
    element_attr(x, "xmlns", STR(DMN_NS));
    element_attr(x, "xmlns:mingce", STR(DMN_NATIVE_URI));
    element_attr(x, "id", element_id(e->a, "pack", p->id));
    element_attr(x, "name", p->title.zh);
    element_attr(x, "namespace",
        arena_fmt(e->a, "%s/" STR_FMT "/" STR_FMT, MODEL_NS,
            STR_ARG(p->id), STR_ARG(p->version)));
    element_attr(x, "exporter", STR("Mingce"));
    element_text(x, "description",
        arena_fmt(e->a, STR_FMT " " STR_FMT "，sha256 " STR_FMT,
            STR_ARG(p->id), STR_ARG(p->version), STR_ARG(p->hash)));
    export_types(e);
    export_definitions(e);
    for (size_t i = 0; i < e->facts.n; i++)
        write_fact(e, e->facts.p[i]);
    for (size_t i = 0; i < p->n_parameters; i++)
        write_parameter(e, &p->parameters[i]);
    for (size_t i = 0; i < p->n_readings; i++)
        write_reading(e, &p->readings[i]);
    for (size_t i = 0; i < p->n_rules; i++)
        write_rule(e, &p->rules[i]);
    export_functions(e);
    export_knowledge(e);
    for (size_t i = 0; i < e->clauses.n; i++)
        write_clause(e, e->clauses.p[i]);
    element_close(x, "definitions");
}

enum status
pack_export_dmn(
    struct arena *a, const struct pack *p, struct str *ret, struct err *err)
{
    struct export e = { .a = a, .p = p, .types = types_new(a, p) };

    element_start(&e.x, a, MODEL_MAX);
    TRY(find_used(&e, err));
    write_model(&e);
    return buf_done(&e.x.b, ret, err);
}
