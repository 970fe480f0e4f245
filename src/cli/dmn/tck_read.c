/* tck_read.c - test files of the kit, and values as they write them. */
#include "tck.h"

#include "dmn/xml.h"
#include "feel/run.h"

static const struct xml_limits limits = { .bytes = DMN_FILE_MAX,
    .elements = 1000000,
    .depth = 64 };
static const struct str xsi =
    STR_INIT("http://www.w3.org/2001/XMLSchema-instance");

struct reader {
    struct arena *a;
    struct str file;
    struct err *err;
};

static enum status
fail(struct reader *r, const struct xml_node *n, const char *text)
{
    (void)err_set(r->err, ERR_INPUT, "%s（元素 " STR_FMT "）", text,
        STR_ARG(n->name));
    (void)err_where(r->err, r->file, n->line, n->column);
    return ERR_INPUT;
}

static size_t
count(const struct xml_node *n, struct str name)
{
    size_t k = 0;

    for (size_t i = 0; i < n->n; i++)
        k += str_eq(n->kids[i]->name, name);
    return k;
}

static bool
is_nil(const struct xml_node *n)
{
    return str_eq(xml_attribute_of(n, xsi, STR("nil")), STR("true"));
}

/* What stands inside inputNode, expected, component and item. */
static enum status read_value(
    struct reader *r, const struct xml_node *n, struct feel_value *ret);

static enum status
read_simple(
    struct reader *r, const struct xml_node *n, struct feel_value *ret)
{
    struct str type = xml_attribute_of(n, xsi, STR("type"));
    bool is_text = type.n == 0 || str_ends(type, STR(":string"));

    if (is_nil(n))
        *ret = feel_null();
    else if (is_text)
        *ret = feel_string(n->text);
    else if (!feel_from_xsd(type, str_trim(n->text), ret))
        return fail(r, n, "值与其 xsi:type 不符");
    return OK;
}

static enum status
read_list(struct reader *r, const struct xml_node *n, struct feel_value *ret)
{
    size_t k = count(n, STR("item")), at = 0;
    struct feel_value *items = arena_new_array(r->a, struct feel_value, k);

    for (size_t i = 0; i < n->n; i++)
        if (str_eq(n->kids[i]->name, STR("item")))
            TRY(read_value(r, n->kids[i], &items[at++]));
    *ret = feel_list(items, k);
    return OK;
}

static enum status
read_components(
    struct reader *r, const struct xml_node *n, struct feel_value *ret)
{
    size_t k = count(n, STR("component")), at = 0;
    struct str *names = arena_new_array(r->a, struct str, k);
    struct feel_value *values = arena_new_array(r->a, struct feel_value, k);

    for (size_t i = 0; i < n->n; i++) {
        if (!str_eq(n->kids[i]->name, STR("component")))
            continue;
        names[at] = xml_attribute(n->kids[i], STR("name"));
        TRY(read_value(r, n->kids[i], &values[at++]));
    }
    *ret = feel_context(names, values, k);
    return OK;
}

static enum status
read_value(struct reader *r, const struct xml_node *n, struct feel_value *ret)
{
    const struct xml_node *value = xml_kid(n, STR("value"));
    const struct xml_node *list = xml_kid(n, STR("list"));

    *ret = feel_null();
    if (is_nil(n))
        return OK;
    if (value != NULL)
        return read_simple(r, value, ret);
    if (list != NULL)
        return is_nil(list) ? OK : read_list(r, list, ret);
    if (xml_kid(n, STR("component")) != NULL)
        return read_components(r, n, ret);
    return OK;
}

static enum status
read_inputs(struct reader *r, const struct xml_node *n, struct tck_case *c)
{
    c->inputs = arena_new_array(
        r->a, struct dmn_input, count(n, STR("inputNode")));
    for (size_t i = 0; i < n->n; i++) {
        const struct xml_node *x = n->kids[i];

        if (!str_eq(x->name, STR("inputNode")))
            continue;

        struct dmn_input *in = &c->inputs[c->n_inputs++];

        in->uri = xml_attribute(x, STR("namespace"));
        in->name = str_trim(xml_attribute(x, STR("name")));
        TRY(read_value(r, x, &in->value));
    }
    return OK;
}

static enum status
read_nodes(struct reader *r, const struct xml_node *n, struct tck_case *c)
{
    c->nodes = arena_new_array(
        r->a, struct tck_node, count(n, STR("resultNode")));
    for (size_t i = 0; i < n->n; i++) {
        const struct xml_node *x = n->kids[i];

        if (!str_eq(x->name, STR("resultNode")))
            continue;

        struct tck_node *node = &c->nodes[c->n_nodes++];
        const struct xml_node *expected = xml_kid(x, STR("expected"));

        node->name = str_trim(xml_attribute(x, STR("name")));
        node->uri = xml_attribute(x, STR("namespace"));
        node->is_error =
            str_eq(xml_attribute(x, STR("errorResult")), STR("true"));
        node->expected = feel_null();
        if (expected != NULL && !node->is_error)
            TRY(read_value(r, expected, &node->expected));
    }
    return OK;
}

static enum status
read_case(struct reader *r, const struct xml_node *n, struct tck_case *c)
{
    struct str type = xml_attribute(n, STR("type"));
    const struct xml_node *about = xml_kid(n, STR("description"));

    c->id = xml_attribute(n, STR("id"));
    c->description = about != NULL ? about->text : STR_EMPTY;
    c->invocable = str_trim(xml_attribute(n, STR("invocableName")));
    c->kind = str_eq(type, STR("bkm"))             ? TCK_KNOWLEDGE
              : str_eq(type, STR("decisionService")) ? TCK_SERVICE
                                                     : TCK_DECISION;
    TRY(read_inputs(r, n, c));
    return read_nodes(r, n, c);
}

enum status
tck_file_read(struct arena *a, struct str name, struct str bytes,
    struct tck_file *ret, struct err *err)
{
    struct reader r = { a, name, err };
    const struct xml_node *root = NULL, *model;
    const struct xml_prefix *prefixes = NULL;
    size_t n = 0;

    TRY(xml_read(a, name, bytes, &limits, &root, &prefixes, &n, err));
    if (!str_eq(root->name, STR("testCases")))
        return fail(&r, root, "根元素应为 testCases");
    model = xml_kid(root, STR("modelName"));
    *ret = (struct tck_file){
        .model = model != NULL ? str_trim(model->text) : STR_EMPTY,
        .cases = arena_new_array(
            a, struct tck_case, count(root, STR("testCase"))),
    };
    for (size_t i = 0; i < root->n; i++)
        if (str_eq(root->kids[i]->name, STR("testCase")))
            TRY(read_case(&r, root->kids[i], &ret->cases[ret->n_cases++]));
    return OK;
}

/* --- comparing --- */

/* |x - y| is at most 1e-8, as the kit's own runner has it. */
static bool
near(struct arena *a, const struct feel_value *x, const struct feel_value *y)
{
    const struct feel_value *values[] = { x, y };
    struct feel_frame frame = { .values = values, .n = 2 };
    struct feel_scope *s = feel_scope_new(a);
    const struct feel_expr *e = NULL;
    struct feel_value v = feel_null();

    feel_scope_slot(s, STR("x"), NULL, 0);
    feel_scope_slot(s, STR("y"), NULL, 1);
    return feel_compile(a, STR("abs(x - y) <= 0.00000001"), s, NULL, &e,
               NULL) == OK &&
        feel_run(feel_eval_new(a, 0, NULL, NULL, NULL), e, &frame, &v, NULL) ==
        OK &&
        v.type == FEEL_BOOLEAN && v.boolean;
}

static bool
same_context(struct arena *a, const struct feel_value *expected,
    const struct feel_value *actual)
{
    if (expected->context.n != actual->context.n)
        return false;
    for (size_t i = 0; i < expected->context.n; i++) {
        const struct feel_value *other =
            feel_member(actual, expected->context.names[i]);

        if (other == NULL ||
            !tck_same(a, &expected->context.values[i], other))
            return false;
    }
    return true;
}

bool
tck_same(struct arena *a, const struct feel_value *expected,
    const struct feel_value *actual)
{
    if (expected->type != actual->type)
        return false;
    switch (expected->type) {
    case FEEL_NULL:
        return true;
    case FEEL_NUMBER:
        return near(a, expected, actual);
    case FEEL_LIST:
        if (expected->list.n != actual->list.n)
            return false;
        for (size_t i = 0; i < expected->list.n; i++)
            if (!tck_same(a, &expected->list.items[i],
                    &actual->list.items[i]))
                return false;
        return true;
    case FEEL_CONTEXT:
        return same_context(a, expected, actual);
    default:
        return feel_same(
            feel_eval_new(a, 0, NULL, NULL, NULL), expected, actual);
    }
}
