/* Tables and boxes of a pack's own decision models, written again: their
 * logic is copied from the model they were read from, and what it refers to is
 * what the pack became. */
#include "export_dmn.h"

#include "load_dmn.h"

#define DEPTH_MOST 64 /* as deep as a model may be nested */

/* --- the model read --- */

static struct str
name_of(const struct xml_node *n)
{
    return str_trim(xml_attribute(n, STR("name")));
}

/* Elements of extensions are no part of the standard and are passed over. */
static bool
is_kind(const struct xml_node *root, const struct xml_node *n,
    const char *name)
{
    return str_eq(n->uri, root->uri) && str_eq(n->name, str_of(name));
}

static const struct xml_node *
by_href(const struct xml_node *root, struct str href)
{
    struct str id = str_trim(href);

    if (!str_starts(id, STR("#")))
        return NULL;
    id = str_sub(id, 1, SIZE_MAX);
    for (size_t i = 0; i < root->n; i++)
        if (str_eq(str_trim(xml_attribute(root->kids[i], STR("id"))), id))
            return root->kids[i];
    return NULL;
}

/* The function of the pack that a knowledge model stands for, or "". */
static struct str
native_of(const struct xml_node *n)
{
    const struct xml_node *x = xml_kid(n, STR("extensionElements"));

    for (size_t i = 0; x != NULL && i < x->n; i++)
        if (str_eq(x->kids[i]->name, STR("native")) &&
            str_eq(x->kids[i]->uri, STR(DMN_NATIVE_URI)))
            return xml_attribute(x->kids[i], STR("name"));
    return STR_EMPTY;
}

/* Two definitions that say the same, whatever their ids. */
static bool
same(const struct xml_node *x, const struct xml_node *y, size_t depth)
{
    static const char *const attributes[] = { "name", "typeRef",
        "isCollection", "typeLanguage", "outputTypeRef" };

    if (depth > DEPTH_MOST || !str_eq(x->name, y->name) || x->n != y->n ||
        !str_eq(str_trim(x->text), str_trim(y->text)))
        return false;
    for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
        if (!str_eq(xml_attribute(x, str_of(attributes[i])),
                xml_attribute(y, str_of(attributes[i]))))
            return false;
    for (size_t i = 0; i < x->n; i++)
        if (!same(x->kids[i], y->kids[i], depth + 1))
            return false;
    return true;
}

/* --- what is needed --- */

static enum status
twice(const struct pack_rule *r, struct str name, struct err *err)
{
    return err_set(err, ERR_INPUT,
        "规则“" STR_FMT "”的决策模型中的“" STR_FMT
        "”与另一事实、规则、函数或文件中的定义同名而内容不同，应改名后再导出",
        STR_ARG(r->name), STR_ARG(name));
}

/* A knowledge model of the file that names a function of the pack gives way to
 * the one that the pack exports; both must take the same. */
static enum status
use_native(struct export *e, const struct pack_rule *r,
    const struct xml_node *n, struct err *err)
{
    const struct xml_node *logic = xml_kid(n, STR("encapsulatedLogic"));
    struct str native = native_of(n);
    size_t params = 0;
    bool seen = false;

    for (size_t i = 0; logic != NULL && i < logic->n; i++) {
        const struct xml_node *x = logic->kids[i];

        if (!str_eq(x->name, STR("formalParameter")))
            continue;
        if (!export_is_parameter(native, params++, name_of(x)))
            return twice(r, native, err);
    }
    if (!str_eq(name_of(n), native) || !export_is_arity(native, params))
        return twice(r, native, err);
    for (size_t i = 0; i < e->natives.n; i++)
        seen = seen || str_eq(e->natives.p[i], native);
    if (!seen)
        *VEC_PUSH(e->a, &e->natives) = native;
    return OK;
}

static enum status use_knowledge(struct export *e,
    const struct pack_rule *r, const struct xml_node *n, struct err *err);

/* Knowledge models and services of the file that a decision, or one of them,
 * requires. */
static enum status
use_required(struct export *e, const struct pack_rule *r,
    const struct xml_node *n, struct err *err)
{
    const struct xml_node *root = r->model->root;

    for (size_t i = 0; i < n->n; i++) {
        const struct xml_node *x = n->kids[i];
        const struct xml_node *to;

        if (!is_kind(root, x, "knowledgeRequirement"))
            continue;
        to = xml_kid(x, STR("requiredKnowledge"));
        to = to != NULL ? by_href(root, xml_attribute(to, STR("href")))
                        : NULL;
        if (to != NULL)
            TRY(use_knowledge(e, r, to, err));
    }
    return OK;
}

static enum status
use_knowledge(struct export *e, const struct pack_rule *r,
    const struct xml_node *n, struct err *err)
{
    if (native_of(n).n > 0)
        return use_native(e, r, n, err);
    for (size_t i = 0; i < e->copied.n; i++) {
        const struct copied *c = &e->copied.p[i];

        if (c->node == n)
            return OK;
        if (str_eq(name_of(c->node), name_of(n)))
            return twice(r, name_of(n), err);
    }
    if (export_role(e, name_of(n)) != NODE_FACT)
        return twice(r, name_of(n), err);
    *VEC_PUSH(e->a, &e->copied) = (struct copied){ r->model->root, n };
    return use_required(e, r, n, err);
}

/* Definitions of types keep their names: expressions may use them. */
static enum status
use_types(struct export *e, const struct pack_rule *r, struct err *err)
{
    const struct xml_node *root = r->model->root;

    for (size_t i = 0; i < root->n; i++) {
        const struct xml_node *n = root->kids[i];
        bool seen = false;

        if (!is_kind(root, n, "itemDefinition"))
            continue;
        for (size_t k = 0; k < e->definitions.n && !seen; k++) {
            const struct xml_node *other = e->definitions.p[k].node;

            seen = str_eq(name_of(other), name_of(n));
            if (seen && !same(other, n, 0))
                return twice(r, name_of(n), err);
        }
        if (!seen)
            *VEC_PUSH(e->a, &e->definitions) = (struct copied){ root, n };
    }
    return OK;
}

enum status
export_model_use(
    struct export *e, const struct pack_rule *r, struct err *err)
{
    TRY(use_types(e, r, err));
    return use_required(e, r, r->model->node, err);
}

bool
export_is_defined(const struct export *e, struct str type)
{
    for (size_t i = 0; i < e->definitions.n; i++)
        if (str_eq(name_of(e->definitions.p[i].node), type))
            return true;
    return false;
}

/* --- copying --- */

/* What an element of the file became. */
static struct str
id_of(const struct export *e, const struct xml_node *root,
    const struct xml_node *n)
{
    if (is_kind(root, n, "inputData") || is_kind(root, n, "decision"))
        return export_id(e, name_of(n));
    if (is_kind(root, n, "knowledgeSource"))
        return element_id(e->a, "clause", name_of(n));
    if (is_kind(root, n, "decisionService"))
        return element_id(e->a, "service", name_of(n));
    return element_id(
        e->a, native_of(n).n > 0 ? "function" : "knowledge", name_of(n));
}

static struct str
href_of(const struct export *e, const struct xml_node *root, struct str href)
{
    const struct xml_node *to = by_href(root, href);

    return to != NULL ? arena_join(e->a, STR("#"), id_of(e, root, to)) : href;
}

/* feel:number is number. */
static struct str
type_of(struct str type)
{
    size_t colon = str_find(type, STR(":"));

    return str_trim(
        colon == SIZE_MAX ? type : str_sub(type, colon + 1, SIZE_MAX));
}

static void
copy_attributes(struct export *e, const struct xml_node *root,
    const struct xml_node *n)
{
    for (size_t i = 0; i < n->n_attributes; i++) {
        const struct xml_attribute *x = &n->attributes[i];
        struct str v = x->value;

        if (x->uri.n > 0 || str_eq(x->name, STR("id")))
            continue; /* ids of two files may be the same */
        if (str_eq(x->name, STR("href")))
            v = href_of(e, root, v);
        else if (str_eq(x->name, STR("typeRef")))
            v = type_of(v);
        element_attr(&e->x, arena_cstr(e->a, x->name), v);
    }
}

/* Clauses stand with the rules. */
static bool
is_left_out(const struct xml_node *root, const struct xml_node *n)
{
    return !str_eq(n->uri, root->uri) ||
        is_kind(root, n, "extensionElements") ||
        is_kind(root, n, "authorityRequirement");
}

static void
copy(struct export *e, const struct xml_node *root, const struct xml_node *n,
    struct str id, size_t depth)
{
    const char *name = arena_cstr(e->a, n->name);
    struct str text = str_trim(n->text);

    if (n->n == 0 && text.n > 0) {
        element_text(&e->x, name,
            str_eq(n->name, STR("typeRef")) ? type_of(text) : text);
        return;
    }
    element_open(&e->x, name);
    element_attr(&e->x, "id", id);
    copy_attributes(e, root, n);
    for (size_t i = 0; i < n->n && depth < DEPTH_MOST; i++)
        if (!is_left_out(root, n->kids[i]))
            copy(e, root, n->kids[i], STR_EMPTY, depth + 1);
    element_close(&e->x, name);
}

void
export_definitions(struct export *e)
{
    for (size_t i = 0; i < e->definitions.n; i++)
        copy(e, e->definitions.p[i].root, e->definitions.p[i].node,
            element_id(e->a, "definition",
                name_of(e->definitions.p[i].node)),
            0);
}

void
export_knowledge(struct export *e)
{
    for (size_t i = 0; i < e->copied.n; i++)
        copy(e, e->copied.p[i].root, e->copied.p[i].node,
            id_of(e, e->copied.p[i].root, e->copied.p[i].node), 0);
}

struct str
export_model_type(const struct pack_rule *r)
{
    const struct xml_node *v = xml_kid(r->model->node, STR("variable"));

    return v != NULL ? type_of(xml_attribute(v, STR("typeRef"))) : STR_EMPTY;
}

void
export_model_knowledge(struct export *e, const struct pack_rule *r)
{
    const struct xml_node *n = r->model->node;

    for (size_t i = 0; i < n->n; i++)
        if (is_kind(r->model->root, n->kids[i], "knowledgeRequirement"))
            copy(e, r->model->root, n->kids[i], STR_EMPTY, 0);
}

void
export_model_logic(struct export *e, const struct pack_rule *r)
{
    static const char *const logics[] = { "literalExpression",
        "decisionTable", "context", "list", "relation",
        "functionDefinition", "invocation", "conditional", "filter", "for",
        "some", "every" };
    const struct xml_node *n = r->model->node;

    for (size_t i = 0; i < n->n; i++)
        for (size_t k = 0; k < sizeof(logics) / sizeof(*logics); k++)
            if (is_kind(r->model->root, n->kids[i], logics[k]))
                copy(e, r->model->root, n->kids[i],
                    element_id(e->a, "rule-logic", r->name), 0);
}
