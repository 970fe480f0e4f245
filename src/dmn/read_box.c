/* read_box.c - boxed expressions. */
#include "model.h"

/* Cells of a relation or a table at most. */
#define CELLS_MAX 1000000

static struct box *
new_box(struct reading *r, const struct xml_node *n, enum box_kind kind,
    size_t kids, size_t vars)
{
    struct box *b = arena_one(r->a, struct box);

    b->kind = kind;
    b->at = reading_place(n);
    b->type_ref = str_trim(xml_attribute(n, STR("typeRef")));
    b->kids = arena_new_array(r->a, struct box *, kids);
    b->n = kids;
    b->vars = arena_new_array(r->a, struct variable, vars);
    b->n_vars = vars;
    return b;
}

static enum status
read_literal(struct reading *r, const struct xml_node *n, struct box **ret)
{
    *ret = new_box(r, n, BOX_LITERAL, 0, 0);
    (*ret)->text = reading_text(r, n);
    return OK;
}

/* The expression inside a wrapping child such as <then>. */
static enum status
read_inside(struct reading *r, const struct xml_node *n, struct str name,
    struct box **ret)
{
    const struct xml_node *x = reading_kid(n, name);

    if (x == NULL)
        return reading_fail(r, n, "缺少元素 " STR_FMT, STR_ARG(name));
    TRY(reading_box(r, x, ret));
    if (*ret == NULL)
        return reading_fail(r, x, "这里应有一个表达式");
    if ((*ret)->type_ref.n == 0)
        (*ret)->type_ref = str_trim(xml_attribute(x, STR("typeRef")));
    return OK;
}

static enum status
read_context(struct reading *r, const struct xml_node *n, struct box **ret)
{
    struct kids kids = reading_kids(r, n, STR("contextEntry"));
    struct box *b = new_box(r, n, BOX_CONTEXT, kids.n, kids.n);

    for (size_t i = 0; i < kids.n; i++) {
        const struct xml_node *x = kids.p[i];
        const struct xml_node *v = reading_kid(x, STR("variable"));

        if (v != NULL)
            b->vars[i] = reading_variable(r, v);
        b->vars[i].at = reading_place(x);
        if (b->vars[i].name.n == 0 && i + 1 < kids.n)
            return reading_fail(r, x, "只有最后一项可以没有 variable");
        TRY(reading_box(r, x, &b->kids[i]));
    }
    *ret = b;
    return OK;
}

static enum status
read_kids(struct reading *r, const struct xml_node *n, struct box **into,
    size_t most, size_t *ret_n)
{
    size_t count = 0;

    for (size_t i = 0; i < n->n && count < most; i++) {
        struct xml_node only = *n;
        struct box *b = NULL;

        only.kids = &n->kids[i];
        only.n = 1;
        TRY(reading_box(r, &only, &b));
        if (b != NULL)
            into[count++] = b;
    }
    *ret_n = count;
    return OK;
}

static enum status
read_list(struct reading *r, const struct xml_node *n, struct box **ret)
{
    struct box *b = new_box(r, n, BOX_LIST, n->n, 0);

    TRY(read_kids(r, n, b->kids, n->n, &b->n));
    *ret = b;
    return OK;
}

static enum status
read_relation(struct reading *r, const struct xml_node *n, struct box **ret)
{
    struct kids heads = reading_kids(r, n, STR("column"));
    struct kids rows = reading_kids(r, n, STR("row"));
    size_t columns = heads.n;
    struct box *b;

    if (columns > 0 && rows.n > CELLS_MAX / columns)
        return reading_fail(r, n, "表格不应超过 %d 格", CELLS_MAX);
    b = new_box(r, n, BOX_RELATION, rows.n * columns, columns);
    for (size_t i = 0; i < columns; i++)
        b->vars[i] = reading_variable(r, heads.p[i]);
    for (size_t i = 0; i < rows.n; i++) {
        const struct xml_node *row = rows.p[i];
        size_t cells = 0;

        TRY(read_kids(r, row, b->kids + i * columns, columns, &cells));
        if (cells != columns)
            return reading_fail(r, row, "这一行应有 %zu 格，现为 %zu 格",
                columns, cells);
    }
    *ret = b;
    return OK;
}

enum status
reading_function(
    struct reading *r, const struct xml_node *n, struct box **ret)
{
    struct kids params = reading_kids(r, n, STR("formalParameter"));
    struct box *b = new_box(r, n, BOX_FUNCTION, 1, params.n);
    struct str kind = xml_attribute(n, STR("kind"));

    for (size_t i = 0; i < params.n; i++) {
        const struct xml_node *x = params.p[i];

        b->vars[i] = reading_variable(r, x);
        if (b->vars[i].name.n == 0)
            return reading_fail(r, x, "参数应有 name 属性");
    }
    if (kind.n > 0 && !str_eq(kind, STR("FEEL")))
        b->external = kind;
    TRY(reading_box(r, n, &b->kids[0]));
    *ret = b;
    return OK;
}

static enum status
read_invocation(struct reading *r, const struct xml_node *n, struct box **ret)
{
    struct kids kids = reading_kids(r, n, STR("binding"));
    struct box *b =
        new_box(r, n, BOX_INVOCATION, kids.n + 1, kids.n);

    TRY(reading_box(r, n, &b->kids[0]));
    if (b->kids[0] == NULL)
        return reading_fail(r, n, "调用缺少被调用的表达式");
    for (size_t i = 0; i < kids.n; i++) {
        const struct xml_node *x = kids.p[i];
        const struct xml_node *p = reading_kid(x, STR("parameter"));

        if (p == NULL)
            return reading_fail(r, x, "缺少元素 parameter");
        b->vars[i] = reading_variable(r, p);
        TRY(reading_box(r, x, &b->kids[i + 1]));
    }
    *ret = b;
    return OK;
}

static enum status
read_conditional(
    struct reading *r, const struct xml_node *n, struct box **ret)
{
    struct box *b = new_box(r, n, BOX_CONDITIONAL, 3, 0);

    TRY(read_inside(r, n, STR("if"), &b->kids[0]));
    TRY(read_inside(r, n, STR("then"), &b->kids[1]));
    TRY(read_inside(r, n, STR("else"), &b->kids[2]));
    *ret = b;
    return OK;
}

static enum status
read_filter(struct reading *r, const struct xml_node *n, struct box **ret)
{
    struct box *b = new_box(r, n, BOX_FILTER, 2, 0);

    TRY(read_inside(r, n, STR("in"), &b->kids[0]));
    TRY(read_inside(r, n, STR("match"), &b->kids[1]));
    *ret = b;
    return OK;
}

static enum status
read_iterator(struct reading *r, const struct xml_node *n,
    enum box_kind kind, struct box **ret)
{
    struct box *b = new_box(r, n, kind, 2, 1);

    b->vars[0] = (struct variable){
        .name = str_trim(xml_attribute(n, STR("iteratorVariable"))),
        .at = b->at,
    };
    if (b->vars[0].name.n == 0)
        return reading_fail(r, n, "循环应有 iteratorVariable 属性");
    TRY(read_inside(r, n, STR("in"), &b->kids[0]));
    TRY(read_inside(r, n,
        kind == BOX_FOR ? STR("return") : STR("satisfies"), &b->kids[1]));
    *ret = b;
    return OK;
}

static enum status
read_for(struct reading *r, const struct xml_node *n, struct box **ret)
{
    return read_iterator(r, n, BOX_FOR, ret);
}

static enum status
read_some(struct reading *r, const struct xml_node *n, struct box **ret)
{
    return read_iterator(r, n, BOX_SOME, ret);
}

static enum status
read_every(struct reading *r, const struct xml_node *n, struct box **ret)
{
    return read_iterator(r, n, BOX_EVERY, ret);
}

static enum status
read_table(struct reading *r, const struct xml_node *n, struct box **ret)
{
    struct box *b = new_box(r, n, BOX_TABLE, 0, 0);

    TRY(reading_table(r, n, &b->table));
    *ret = b;
    return OK;
}

static const struct {
    struct str name;
    enum status (*read)(
        struct reading *r, const struct xml_node *n, struct box **ret);
} box_rows[] = {
    { STR_INIT("literalExpression"), read_literal },
    { STR_INIT("decisionTable"), read_table },
    { STR_INIT("context"), read_context },
    { STR_INIT("list"), read_list },
    { STR_INIT("relation"), read_relation },
    { STR_INIT("functionDefinition"), reading_function },
    { STR_INIT("invocation"), read_invocation },
    { STR_INIT("conditional"), read_conditional },
    { STR_INIT("filter"), read_filter },
    { STR_INIT("for"), read_for },
    { STR_INIT("some"), read_some },
    { STR_INIT("every"), read_every },
};

enum status
reading_box(struct reading *r, const struct xml_node *n, struct box **ret)
{
    for (size_t i = 0; i < n->n; i++) {
        if (!reading_is_dmn(n->kids[i]))
            continue;
        for (size_t k = 0; k < sizeof(box_rows) / sizeof(box_rows[0]); k++)
            if (str_eq(n->kids[i]->name, box_rows[k].name))
                return box_rows[k].read(r, n->kids[i], ret);
    }
    *ret = NULL;
    return OK;
}
