/* Checking .dmn files of a pack: what they require, the types they declare,
 * and the expressions in tables and boxes. */
#include "functions.h"
#include "load_dmn.h"

#include <stdio.h>

/* Arguments a knowledge model of the file may take here: how many it has is
 * checked when the model is linked. */
#define OWN_ARGUMENTS 64

/* One decision or knowledge model whose logic is looked through. */
struct cells {
    struct load *l;
    const struct model_file *f;
    struct types *types;
    const struct feel_scope *scope;
    struct feel_check check;
    const struct str *names;      /* that it may use */
    size_t n;
    VEC_OF(struct str) locals;    /* variables made inside */
    struct feel_kind input;       /* of ? in the tests of a column */
    struct str what;              /* 决策“…” */
};

static bool
among(const struct str *names, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

static void
tell(struct load *l, const struct model_file *f, const struct xml_node *text,
    int64_t line, int64_t column, bool warning, struct str words)
{
    struct place at;
    struct str raw = model_raw(f, text, &at);

    at = model_text_place(raw, at, line, column);
    if (warning)
        problem_warning(&l->problems, at, STR_FMT, STR_ARG(words));
    else
        problem_error(&l->problems, at, STR_FMT, STR_ARG(words));
}

static void
tell_error(struct load *l, const struct model_file *f,
    const struct xml_node *text, const struct err *err)
{
    struct str line_text;
    struct str column_text = str_cut(str_of(err->where), ':', &line_text, NULL);
    int64_t line = 1, column = 1;

    if (!num_int(line_text, 1, INT32_MAX, &line) ||
        !num_int(column_text, 1, INT32_MAX, &column))
        line = column = 1;
    tell(l, f, text, line, column, false, str_of(err->text));
}

/* --- requirements --- */

/* A name that the expression uses without a requirement for it. */
static void
check_required(struct load *l, const struct model_file *f,
    const struct xml_node *text, struct str what, struct str name)
{
    tell(l, f, text, 1, 1, false,
        arena_fmt(l->tmp,
            STR_FMT "用到“" STR_FMT
            "”，但没有列为所需：请补上指向它的 informationRequirement",
            STR_ARG(what), STR_ARG(name)));
}

static struct str
what_of(struct load *l, const struct dmn_element *e)
{
    return arena_fmt(l->tmp, "%s“" STR_FMT "”",
        e->kind == DMN_DECISION ? "决策" : "业务知识模型",
        STR_ARG(e->name));
}

/* --- one expression --- */

static bool
cell_kind(struct str name, struct feel_kind *ret, void *arg)
{
    struct cells *c = arg;

    if (str_eq(name, STR("?"))) {
        *ret = c->input;
        return true;
    }
    if (among(c->locals.p, c->locals.n, name))
        return false;
    *ret = types_kind(c->types, name);
    return true;
}

static struct feel_kind
check_cell(struct cells *c, const struct xml_node *text, bool tests)
{
    struct str s = model_text(text);
    const struct feel_expr *x = NULL;
    const struct feel_fault *faults;
    struct feel_kind kind = { 0 };
    struct err err = { 0 };
    size_t n;

    if (s.n == 0)
        return kind;
    if ((tests ? feel_compile_unary(c->l->tmp, s, c->scope, NULL, &x, &err)
               : feel_compile(c->l->tmp, s, c->scope, NULL, &x, &err)) != OK) {
        tell_error(c->l, c->f, text, &err);
        return kind;
    }
    for (size_t i = 0; i < feel_used_count(x); i++) {
        struct str name = feel_used(x, i);

        if (!str_eq(name, STR("?")) && !among(c->names, c->n, name) &&
            !among(c->locals.p, c->locals.n, name))
            check_required(c->l, c->f, text, c->what, name);
    }
    feel_check(c->l->tmp, x, &c->check, &kind, &faults, &n);
    /* what a row always or never meets is told by the other rows */
    for (size_t i = 0; i < n; i++)
        if (!faults[i].warning || !tests)
            tell(c->l, c->f, text, (int64_t)faults[i].line,
                (int64_t)faults[i].column, faults[i].warning, faults[i].text);
    return kind;
}

/* --- tables --- */

static struct feel_kind
declared(struct cells *c, const struct xml_node *n)
{
    return model_kind(
        c->l->tmp, feel_type_named(xml_attribute(n, STR("typeRef"))));
}

static void
check_output(struct cells *c, const struct xml_node *entry,
    const struct feel_kind *want)
{
    const struct xml_node *text = xml_kid(entry, STR("text"));
    struct feel_kind got;

    if (text == NULL)
        return;
    got = check_cell(c, text, false);
    if (want->type != FEEL_NULL && got.type != FEEL_NULL &&
        want->type != got.type)
        tell(c->l, c->f, text, 1, 1, false,
            arena_fmt(c->l->tmp, "这一列的输出应为%s，“" STR_FMT "”是%s",
                feel_type_zh(want->type), STR_ARG(model_text(text)),
                feel_type_zh(got.type)));
}

static void
check_row(struct cells *c, const struct xml_node *row,
    const struct feel_kind *inputs, size_t n_inputs,
    const struct feel_kind *outputs, size_t n_outputs)
{
    size_t in = 0, out = 0;

    for (size_t i = 0; i < row->n; i++) {
        const struct xml_node *kid = row->kids[i];

        if (str_eq(kid->name, STR("inputEntry")) && in < n_inputs) {
            const struct xml_node *text = xml_kid(kid, STR("text"));

            c->input = inputs[in++];
            if (text != NULL)
                check_cell(c, text, true);
        } else if (str_eq(kid->name, STR("outputEntry")) &&
            out < n_outputs) {
            check_output(c, kid, &outputs[out++]);
        }
    }
}

static void
check_table(struct cells *c, const struct xml_node *t)
{
    struct feel_kind *inputs =
        arena_new_array(c->l->tmp, struct feel_kind, t->n + 1);
    struct feel_kind *outputs =
        arena_new_array(c->l->tmp, struct feel_kind, t->n + 1);
    size_t n_inputs = 0, n_outputs = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct xml_node *kid = t->kids[i];
        const struct xml_node *x = xml_kid(kid, STR("inputExpression"));
        const struct xml_node *text =
            x != NULL ? xml_kid(x, STR("text")) : NULL;

        if (str_eq(kid->name, STR("input"))) {
            if (text != NULL)
                inputs[n_inputs] = check_cell(c, text, false);
            n_inputs++;
        } else if (str_eq(kid->name, STR("output"))) {
            x = xml_kid(kid, STR("defaultOutputEntry"));
            outputs[n_outputs] = declared(c, kid);
            if (x != NULL)
                check_output(c, x, &outputs[n_outputs]);
            n_outputs++;
        } else if (str_eq(kid->name, STR("rule"))) {
            check_row(c, kid, inputs, n_inputs, outputs, n_outputs);
        }
    }
}

/* --- the rest --- */

static void
find_locals(struct cells *c, const struct xml_node *n)
{
    struct str name = STR_EMPTY;

    if (str_eq(n->name, STR("variable")) ||
        str_eq(n->name, STR("formalParameter")) ||
        str_eq(n->name, STR("column")))
        name = xml_attribute(n, STR("name"));
    else if (str_eq(n->name, STR("for")) || str_eq(n->name, STR("some")) ||
        str_eq(n->name, STR("every")))
        name = xml_attribute(n, STR("iteratorVariable"));
    if (name.n > 0)
        *VEC_PUSH(c->l->tmp, &c->locals) = name;
    for (size_t i = 0; i < n->n; i++)
        find_locals(c, n->kids[i]);
}

static void
check_logic(struct cells *c, const struct xml_node *n)
{
    const struct xml_node *text = xml_kid(n, STR("text"));

    if (str_eq(n->name, STR("literalExpression"))) {
        if (text != NULL)
            check_cell(c, text, false);
        return;
    }
    if (str_eq(n->name, STR("decisionTable"))) {
        check_table(c, n);
        return;
    }
    for (size_t i = 0; i < n->n; i++)
        check_logic(c, n->kids[i]);
}

static bool
is_box(struct str name)
{
    return !str_ends(name, STR("Requirement")) &&
        !str_eq(name, STR("variable")) &&
        !str_eq(name, STR("extensionElements"));
}

/* Never called: the expressions looked at here are not evaluated. */
static enum status
own_function(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value *ret, void *self, struct err *err)
{
    (void)e;
    (void)args;
    (void)n;
    (void)self;
    (void)err;
    *ret = feel_null();
    return OK;
}

/* Names of facts, of variables made inside, and of what the file defines. */
static struct feel_scope *
cell_scope(struct cells *c)
{
    struct feel_scope *s = check_scope(c->l);

    for (size_t i = 0; i < c->locals.n; i++)
        feel_scope_name(s, c->locals.p[i], FEEL_NULL);
    for (size_t i = 0; i < dmn_element_count(c->f->model); i++) {
        const struct dmn_element *e = dmn_element(c->f->model, i);

        if ((e->kind == DMN_KNOWLEDGE_MODEL && e->native.n == 0) ||
            e->kind == DMN_DECISION_SERVICE)
            feel_scope_function(
                s, e->name, 0, OWN_ARGUMENTS, own_function, NULL);
    }
    return s;
}

static void
check_boxes(struct load *l, struct types *types, const struct model_file *f,
    const struct dmn_element *e, const struct xml_node *node,
    const struct str *names, size_t n)
{
    struct cells c = { .l = l, .f = f, .types = types, .names = names, .n = n };

    c.what = what_of(l, e);
    c.check = *types_check(types);
    c.check.kind = cell_kind;
    c.check.arg = &c;
    *VEC_PUSH(l->tmp, &c.locals) = STR("item");
    *VEC_PUSH(l->tmp, &c.locals) = STR("partial");
    for (size_t i = 0; i < node->n; i++)
        if (is_box(node->kids[i]->name))
            find_locals(&c, node->kids[i]);
    c.scope = cell_scope(&c);
    for (size_t i = 0; i < node->n; i++)
        if (is_box(node->kids[i]->name))
            check_logic(&c, node->kids[i]);
}

/* --- a decision of one expression --- */

static const struct xml_node *
literal_text(const struct xml_node *decision)
{
    const struct xml_node *x = xml_kid(decision, STR("literalExpression"));

    return x != NULL ? xml_kid(x, STR("text")) : NULL;
}

static void
check_literal(struct load *l, struct types *types, const struct model_rule *r)
{
    const struct feel_expr *x = r->rule->expr;
    const struct xml_node *text = literal_text(r->node);
    const struct dmn_element *e = dmn_element(r->file->model, r->element);
    struct feel_kind want = model_kind(
        l->tmp, dmn_element_type(r->file->model, r->element));
    const struct feel_fault *faults;
    struct feel_kind got;
    size_t n;

    if (x == NULL || text == NULL)
        return;
    for (size_t i = 0; i < feel_used_count(x); i++)
        if (!among(r->names, r->n, feel_used(x, i)))
            check_required(
                l, r->file, text, what_of(l, e), feel_used(x, i));
    feel_check(l->tmp, x, types_check(types), &got, &faults, &n);
    if (want.type != FEEL_NULL && got.type != FEEL_NULL &&
        want.type != got.type && r->rule->kind == RULE_VALUE)
        tell(l, r->file, text, 1, 1, false,
            arena_fmt(l->tmp,
                "决策“" STR_FMT "”声明为%s，表达式得出%s：两者应一致",
                STR_ARG(e->name), feel_type_zh(want.type),
                feel_type_zh(got.type)));
}

/* --- input data and functions --- */

static void
check_input(struct load *l, struct types *types, const struct model_file *f,
    size_t element)
{
    const struct dmn_element *e = dmn_element(f->model, element);
    struct place at = { f->path, e->line, e->column };
    struct feel_kind want =
        model_kind(l->tmp, dmn_element_type(f->model, element));
    struct feel_kind got = types_kind(types, e->name);
    size_t n;
    const struct fact_name *names = fact_names(l->tmp, l->pack, &n);
    struct str *known = arena_new_array(l->tmp, struct str, n + 1);
    struct str near;

    for (size_t i = 0; i < n; i++)
        known[i] = names[i].name;
    if (!among(known, n, e->name)) {
        near = nearest_name(l->tmp, e->name, known, n);
        problem_error(&l->problems, at,
            "没有名为“" STR_FMT "”的事实%s" STR_FMT "%s", STR_ARG(e->name),
            near.n > 0 ? "，是否为“" : "", STR_ARG(near),
            near.n > 0 ? "”？" : "，inputData 应为政策包的字段、事实或规则");
    } else if (want.type != FEEL_NULL && got.type != FEEL_NULL &&
        want.type != got.type) {
        problem_error(&l->problems, at,
            "“" STR_FMT "”在政策包中是%s，此处声明为%s：类型应一致",
            STR_ARG(e->name), feel_type_zh(got.type),
            feel_type_zh(want.type));
    }
}

static void
check_function(struct load *l, struct types *types,
    const struct model_file *f, const struct dmn_element *e)
{
    struct dmn_native natives[FUNCTIONS_MOST];
    size_t n = functions_natives(natives);

    if (e->native.n == 0) {
        for (size_t i = 0; i < f->root->n; i++)
            if (f->root->kids[i]->line == e->line &&
                f->root->kids[i]->column == e->column)
                check_boxes(l, types, f, e, f->root->kids[i], NULL, 0);
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (str_eq(natives[i].name, e->native))
            return;
    problem_error(&l->problems, (struct place){ f->path, e->line, e->column },
        "政策包没有函数“" STR_FMT "”：native 应为 docs/pack-format.md "
        "所列函数之一",
        STR_ARG(e->native));
}

/* What the model itself complains of, if that has not been told better. */
static void
check_problems(struct load *l, const struct model_file *f, size_t before)
{
    if (l->problems.errors > before)
        return;
    for (size_t i = 0; i < dmn_problem_count(f->model); i++) {
        const struct dmn_problem *p = dmn_problem(f->model, i);

        problem_error(&l->problems,
            (struct place){ f->path, p->line, p->column }, STR_FMT "：" STR_FMT,
            STR_ARG(p->element), STR_ARG(p->text));
    }
}

void
check_models(struct load *l)
{
    struct types *types = types_new(l->tmp, l->pack);
    size_t before = l->problems.errors;

    for (size_t i = 0; i < l->model_rules.n; i++) {
        const struct model_rule *r = &l->model_rules.p[i];

        if (r->rule->model == NULL)
            check_literal(l, types, r);
        else
            check_boxes(l, types, r->file,
                dmn_element(r->file->model, r->element), r->node, r->names,
                r->n);
    }
    for (size_t i = 0; i < l->n_models; i++) {
        const struct model_file *f = &l->models[i];

        for (size_t k = 0; k < dmn_element_count(f->model); k++) {
            const struct dmn_element *e = dmn_element(f->model, k);

            if (e->kind == DMN_INPUT_DATA)
                check_input(l, types, f, k);
            else if (e->kind == DMN_KNOWLEDGE_MODEL)
                check_function(l, types, f, e);
        }
        check_problems(l, f, before);
    }
}
