/* read_graph.c - the elements of the requirement graph. */
#include "model.h"

#include <string.h>

static struct str
text_of(const struct xml_node *n, struct str name)
{
    const struct xml_node *x = reading_kid(n, name);

    return x != NULL ? str_trim(x->text) : STR_EMPTY;
}

/* The function of the caller that an extension element names. */
static struct str
native_of(const struct xml_node *n)
{
    const struct xml_node *x = reading_kid(n, STR("extensionElements"));

    for (size_t i = 0; x != NULL && i < x->n; i++)
        if (str_eq(x->kids[i]->name, STR("native")) &&
            str_eq(x->kids[i]->uri, STR(DMN_NATIVE_URI)))
            return xml_attribute(x->kids[i], STR("name"));
    return STR_EMPTY;
}

static const struct {
    struct str outer, inner;
    enum dmn_requirement_kind kind;
    int want;
} requirement_rows[] = {
    { STR_INIT("informationRequirement"), STR_INIT("requiredInput"),
        DMN_REQUIRES_INFORMATION, WANT_INPUT },
    { STR_INIT("informationRequirement"), STR_INIT("requiredDecision"),
        DMN_REQUIRES_INFORMATION, WANT_DECISION },
    { STR_INIT("knowledgeRequirement"), STR_INIT("requiredKnowledge"),
        DMN_REQUIRES_KNOWLEDGE, WANT_KNOWLEDGE },
    { STR_INIT("authorityRequirement"), STR_INIT("requiredAuthority"),
        DMN_REQUIRES_AUTHORITY, WANT_ANY },
    { STR_INIT("authorityRequirement"), STR_INIT("requiredDecision"),
        DMN_REQUIRES_AUTHORITY, WANT_DECISION },
    { STR_INIT("authorityRequirement"), STR_INIT("requiredInput"),
        DMN_REQUIRES_AUTHORITY, WANT_INPUT },
};
#define REQUIREMENT_ROWS \
    (sizeof(requirement_rows) / sizeof(requirement_rows[0]))

static enum status
read_href(struct reading *r, const struct xml_node *x,
    enum dmn_requirement_kind kind, int want, struct reference *ret)
{
    *ret = (struct reference){ .kind = kind,
        .href = str_trim(xml_attribute(x, STR("href"))),
        .at = reading_place(x) };
    ret->want = (unsigned)want;
    if (ret->href.n == 0)
        return reading_fail(r, x, "引用应有 href 属性");
    return OK;
}

static enum status
read_needs(struct reading *r, const struct xml_node *n, struct element *e)
{
    size_t count = 0;

    for (size_t i = 0; i < n->n; i++)
        for (size_t k = 0; k < REQUIREMENT_ROWS; k++)
            count += str_eq(n->kids[i]->name, requirement_rows[k].outer) &&
                reading_kid(n->kids[i], requirement_rows[k].inner) != NULL;
    e->needs = arena_new_array(r->a, struct reference, count);
    for (size_t i = 0; i < n->n; i++) {
        for (size_t k = 0; k < REQUIREMENT_ROWS; k++) {
            if (!str_eq(n->kids[i]->name, requirement_rows[k].outer))
                continue;

            const struct xml_node *x =
                reading_kid(n->kids[i], requirement_rows[k].inner);

            if (x != NULL)
                TRY(read_href(r, x, requirement_rows[k].kind,
                    requirement_rows[k].want, &e->needs[e->n_needs++]));
        }
    }
    return OK;
}

static enum status
read_list(struct reading *r, const struct xml_node *n, struct str name,
    int want, struct reference **ret, size_t *ret_n)
{
    struct kids kids = reading_kids(r, n, name);

    *ret = arena_new_array(r->a, struct reference, kids.n);
    for (size_t i = 0; i < kids.n; i++)
        TRY(read_href(r, kids.p[i], DMN_REQUIRES_INFORMATION, want,
            &(*ret)[i]));
    *ret_n = kids.n;
    return OK;
}

static enum status
read_service(struct reading *r, const struct xml_node *n, struct element *e)
{
    TRY(read_list(r, n, STR("outputDecision"), WANT_DECISION, &e->outputs,
        &e->n_outputs));
    TRY(read_list(r, n, STR("encapsulatedDecision"), WANT_DECISION,
        &e->encapsulated, &e->n_encapsulated));
    TRY(read_list(r, n, STR("inputDecision"), WANT_DECISION,
        &e->in_decisions, &e->n_in_decisions));
    TRY(read_list(
        r, n, STR("inputData"), WANT_INPUT, &e->in_data, &e->n_in_data));
    return OK;
}

/* A knowledge model is a function, also where it has no logic. */
static enum status
read_knowledge(struct reading *r, const struct xml_node *n, struct element *e)
{
    const struct xml_node *logic =
        reading_kid(n, STR("encapsulatedLogic"));

    if (logic != NULL)
        return reading_function(r, logic, &e->box);
    e->box = arena_one(r->a, struct box);
    e->box->kind = BOX_FUNCTION;
    e->box->at = e->at;
    e->box->kids = arena_new_array(r->a, struct box *, 1);
    e->box->n = 1;
    return OK;
}

static const struct {
    struct str name;
    enum dmn_kind kind;
} element_rows[] = {
    { STR_INIT("inputData"), DMN_INPUT_DATA },
    { STR_INIT("decision"), DMN_DECISION },
    { STR_INIT("businessKnowledgeModel"), DMN_KNOWLEDGE_MODEL },
    { STR_INIT("decisionService"), DMN_DECISION_SERVICE },
    { STR_INIT("knowledgeSource"), DMN_KNOWLEDGE_SOURCE },
};

static bool
kind_of(const struct xml_node *n, enum dmn_kind *ret)
{
    if (!reading_is_dmn(n))
        return false;
    for (size_t i = 0; i < sizeof(element_rows) / sizeof(element_rows[0]);
         i++) {
        if (str_eq(n->name, element_rows[i].name)) {
            *ret = element_rows[i].kind;
            return true;
        }
    }
    return false;
}

static enum status
read_element(struct reading *r, const struct xml_node *n, enum dmn_kind kind,
    struct element *e)
{
    const struct xml_node *v = reading_kid(n, STR("variable"));

    e->model = r->m;
    e->at = reading_place(n);
    e->about = (struct dmn_element){
        .kind = kind,
        .id = e->at.id,
        .name = reading_name(r, n),
        .label = xml_attribute(n, STR("label")),
        .description = text_of(n, STR("description")),
        .question = text_of(n, STR("question")),
        .allowed_answers = text_of(n, STR("allowedAnswers")),
        .native = native_of(n),
        .location_uri = xml_attribute(n, STR("locationURI")),
        .line = n->line,
        .column = n->column,
    };
    if (e->about.name.n == 0)
        return reading_fail(r, n, "元素应有 name 属性");
    e->variable = (struct variable){ .name = e->about.name, .at = e->at };
    if (v != NULL) {
        e->variable = reading_variable(r, v);
        if (e->variable.name.n == 0)
            e->variable.name = e->about.name;
    }
    e->about.type = e->variable.type_ref;
    TRY(read_needs(r, n, e));
    if (kind == DMN_DECISION)
        return reading_box(r, n, &e->box);
    if (kind == DMN_KNOWLEDGE_MODEL)
        return read_knowledge(r, n, e);
    if (kind == DMN_DECISION_SERVICE)
        return read_service(r, n, e);
    return OK;
}

static void
set_owner(struct box *b, const struct element *e)
{
    if (b == NULL)
        return;
    b->owner = e;
    for (size_t i = 0; i < b->n; i++)
        set_owner(b->kids[i], e);
    if (b->table == NULL)
        return;
    for (size_t i = 0; i < b->table->n_inputs; i++)
        set_owner(b->table->inputs[i].expression, e);
    for (size_t k = 0; k < b->table->n_outputs; k++) {
        set_owner(b->table->outputs[k].otherwise, e);
        for (size_t i = 0; i < b->table->n_rules; i++)
            set_owner(b->table->rules[i].entries[k], e);
    }
}

/* An id is used once, so that references are clear. */
static enum status
check_id(struct reading *r, const struct xml_node *n, struct map *seen,
    struct element *e)
{
    const struct element *other;

    if (e->about.id.n == 0)
        return OK;
    other = map_put(seen, e->about.id, e);
    if (other != NULL)
        return reading_fail(r, n, "id “" STR_FMT "” 重复，另一处在第 %d 行",
            STR_ARG(e->about.id), other->at.line);
    return OK;
}

enum status
reading_elements(struct reading *r, const struct xml_node *root)
{
    struct map *seen = r->m->ids = map_new(r->a);
    enum dmn_kind kind;
    size_t n = 0;

    for (size_t i = 0; i < root->n; i++)
        n += kind_of(root->kids[i], &kind);
    r->m->elements = arena_new_array(r->a, struct element, n);
    for (size_t i = 0; i < root->n; i++) {
        const struct xml_node *x = root->kids[i];

        if (!kind_of(x, &kind))
            continue;

        struct element *e = &r->m->elements[r->m->n_elements];

        TRY(read_element(r, x, kind, e));
        TRY(check_id(r, x, seen, e));
        set_owner(e->box, e);
        r->m->n_elements++;
    }
    return OK;
}
