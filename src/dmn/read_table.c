/* read_table.c - decision tables. */
#include "model.h"

/* Bytes of the annotations of a rule that are kept. */
#define NOTES_MAX (1u << 16)

static const struct {
    struct str name;
    enum hit_policy policy;
} policy_rows[] = {
    { STR_INIT(""), HIT_UNIQUE },
    { STR_INIT("UNIQUE"), HIT_UNIQUE },
    { STR_INIT("ANY"), HIT_ANY },
    { STR_INIT("PRIORITY"), HIT_PRIORITY },
    { STR_INIT("FIRST"), HIT_FIRST },
    { STR_INIT("RULE ORDER"), HIT_RULE_ORDER },
    { STR_INIT("OUTPUT ORDER"), HIT_OUTPUT_ORDER },
    { STR_INIT("COLLECT"), HIT_COLLECT },
};

static const struct {
    struct str name;
    enum aggregation aggregation;
} aggregation_rows[] = {
    { STR_INIT(""), AGGREGATE_NONE },
    { STR_INIT("COUNT"), AGGREGATE_COUNT },
    { STR_INIT("SUM"), AGGREGATE_SUM },
    { STR_INIT("MIN"), AGGREGATE_MIN },
    { STR_INIT("MAX"), AGGREGATE_MAX },
};

static enum status
read_policy(struct reading *r, const struct xml_node *n, struct table *t)
{
    struct str policy = xml_attribute(n, STR("hitPolicy"));
    struct str aggregation = xml_attribute(n, STR("aggregation"));
    bool known = false;

    for (size_t i = 0; i < sizeof(policy_rows) / sizeof(policy_rows[0]);
         i++) {
        if (str_eq(policy, policy_rows[i].name)) {
            t->policy = policy_rows[i].policy;
            known = true;
        }
    }
    if (!known)
        return reading_fail(
            r, n, "没有命中策略 “" STR_FMT "”", STR_ARG(policy));
    known = false;
    for (size_t i = 0;
         i < sizeof(aggregation_rows) / sizeof(aggregation_rows[0]); i++) {
        if (str_eq(aggregation, aggregation_rows[i].name)) {
            t->aggregation = aggregation_rows[i].aggregation;
            known = true;
        }
    }
    if (!known)
        return reading_fail(
            r, n, "没有聚合方式 “" STR_FMT "”", STR_ARG(aggregation));
    t->across = str_eq(
        xml_attribute(n, STR("preferredOrientation")), STR("Rule-as-Column"));
    return OK;
}

/* A cell of FEEL: an element with a <text> child. NULL if there is none. */
static struct box *
read_cell(struct reading *r, const struct xml_node *n)
{
    struct box *b = arena_one(r->a, struct box);

    b->kind = BOX_LITERAL;
    b->at = reading_place(n);
    b->type_ref = str_trim(xml_attribute(n, STR("typeRef")));
    b->text = reading_text(r, n);
    return b->text.text.n > 0 ? b : NULL;
}

static struct text
read_values(struct reading *r, const struct xml_node *n, struct str name)
{
    const struct xml_node *x = reading_kid(n, name);
    struct text t = { 0 };

    if (x != NULL)
        t = reading_text(r, x);
    if (t.at.id.n == 0)
        t.at = reading_place(n);
    return t;
}

static enum status
read_input(struct reading *r, const struct xml_node *n, struct table_input *in)
{
    const struct xml_node *x = reading_kid(n, STR("inputExpression"));

    in->label = xml_attribute(n, STR("label"));
    if (x != NULL)
        in->expression = read_cell(r, x);
    if (in->expression == NULL)
        return reading_fail(r, n, "输入列应有 inputExpression");
    in->values = read_values(r, n, STR("inputValues"));
    return OK;
}

static void
read_output(
    struct reading *r, const struct xml_node *n, struct table_output *out)
{
    const struct xml_node *x = reading_kid(n, STR("defaultOutputEntry"));

    out->name = reading_name(r, n);
    out->label = xml_attribute(n, STR("label"));
    out->type_ref = str_trim(xml_attribute(n, STR("typeRef")));
    out->at = reading_place(n);
    out->values = read_values(r, n, STR("outputValues"));
    if (x != NULL)
        out->otherwise = read_cell(r, x);
}

/* The annotations of a rule, as one text. */
static struct str
read_notes(struct reading *r, const struct kids *notes)
{
    struct buf b;

    buf_init(&b, r->a, NOTES_MAX);
    for (size_t i = 0; i < notes->n; i++) {
        struct str s = reading_text(r, notes->p[i]).text;

        if (s.n > 0 && b.n > 0)
            buf_lit(&b, "; ");
        buf_str(&b, s);
    }
    return buf_view(&b);
}

static enum status
read_rule(struct reading *r, const struct xml_node *n, const struct table *t,
    struct table_rule *rule)
{
    struct kids tests = reading_kids(r, n, STR("inputEntry"));
    struct kids entries = reading_kids(r, n, STR("outputEntry"));
    struct kids notes = reading_kids(r, n, STR("annotationEntry"));
    size_t inputs = tests.n, outputs = entries.n;

    if (inputs != t->n_inputs)
        return reading_fail(r, n, "这条规则应有 %zu 个输入项，现为 %zu 个",
            t->n_inputs, inputs);
    if (outputs != t->n_outputs)
        return reading_fail(r, n, "这条规则应有 %zu 个输出项，现为 %zu 个",
            t->n_outputs, outputs);
    rule->at = reading_place(n);
    rule->tests = arena_new_array(r->a, struct text, inputs);
    rule->entries = arena_new_array(r->a, struct box *, outputs);
    for (size_t i = 0; i < inputs; i++)
        rule->tests[i] = reading_text(r, tests.p[i]);
    for (size_t i = 0; i < outputs; i++)
        rule->entries[i] = read_cell(r, entries.p[i]);
    rule->annotation = read_notes(r, &notes);
    return OK;
}

enum status
reading_table(
    struct reading *r, const struct xml_node *n, struct table **ret)
{
    struct table *t = arena_one(r->a, struct table);
    struct kids inputs = reading_kids(r, n, STR("input"));
    struct kids outputs = reading_kids(r, n, STR("output"));
    struct kids rules = reading_kids(r, n, STR("rule"));

    TRY(read_policy(r, n, t));
    t->label = xml_attribute(n, STR("outputLabel"));
    t->n_inputs = inputs.n;
    t->n_outputs = outputs.n;
    t->n_rules = rules.n;
    if (t->n_outputs == 0)
        return reading_fail(r, n, "决策表至少应有一个输出列");
    t->inputs = arena_new_array(r->a, struct table_input, t->n_inputs);
    t->outputs = arena_new_array(r->a, struct table_output, t->n_outputs);
    t->rules = arena_new_array(r->a, struct table_rule, t->n_rules);
    for (size_t i = 0; i < t->n_inputs; i++)
        TRY(read_input(r, inputs.p[i], &t->inputs[i]));
    for (size_t i = 0; i < t->n_outputs; i++)
        read_output(r, outputs.p[i], &t->outputs[i]);
    for (size_t i = 0; i < t->n_rules; i++)
        TRY(read_rule(r, rules.p[i], t, &t->rules[i]));
    *ret = t;
    return OK;
}
