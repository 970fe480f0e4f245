/* Values of one row, for the ordinary evaluator. */
#include "batch_form.h"

#include "decimal.h"

/* --- columns --- */

static bool
known(const struct feel_column *c, size_t row)
{
    return c->known == NULL || (c->known[row / 8] >> (row % 8) & 1) != 0;
}

static struct feel_value
element(struct arena *a, const struct feel_lists *l, size_t at)
{
    struct str *names = arena_new_array(a, struct str, l->n_members + 1);
    struct feel_value *values =
        arena_new_array(a, struct feel_value, l->n_members + 1);
    struct feel_value v = { .type = FEEL_CONTEXT };

    for (size_t i = 0; i < l->n_members; i++) {
        names[i] = l->members[i].name;
        if (!feel_column_value(a, &l->members[i], at, &values[i]))
            values[i] = feel_null();
    }
    v.context.names = names;
    v.context.values = values;
    v.context.n = l->n_members;
    return v;
}

static struct feel_value
list_value(struct arena *a, const struct feel_lists *l, size_t row)
{
    size_t first = l->first[row], n = l->count[row];
    struct feel_value *items;

    if (l->items != NULL)
        return feel_list(l->items + first, n);
    items = arena_new_array(a, struct feel_value, n + 1);
    for (size_t i = 0; i < n; i++)
        items[i] = element(a, l, first + i);
    return feel_list(items, n);
}

bool
feel_column_value(struct arena *a, const struct feel_column *c, size_t row,
    struct feel_value *ret)
{
    if (!known(c, c->kind == FEEL_COLUMN_ONE ? 0 : row))
        return false;
    switch (c->kind) {
    case FEEL_COLUMN_ONE:
        *ret = c->one;
        return true;
    case FEEL_COLUMN_INT:
        *ret = feel_int(c->ints[row]);
        return true;
    case FEEL_COLUMN_DECIMAL:
        *ret = feel_number_value(c->decimals[row]);
        return true;
    case FEEL_COLUMN_BOOLEAN:
        *ret = feel_boolean(c->booleans[row] != 0);
        return true;
    case FEEL_COLUMN_DAY:
        *ret = feel_date((struct day){ c->days[row] });
        return true;
    case FEEL_COLUMN_CODE:
        if (c->codes.at[row] >= c->codes.n)
            return false;
        *ret = feel_string(c->codes.texts[c->codes.at[row]]);
        return true;
    case FEEL_COLUMN_TEXT:
        *ret = feel_string(c->texts[row]);
        return true;
    case FEEL_COLUMN_LIST:
        *ret = list_value(a, &c->lists, row);
        return true;
    case FEEL_COLUMN_VALUE:
        *ret = c->values[row];
        return true;
    }
    return false;
}

static bool
source_value(struct arena *a, const struct feel_batch *b,
    const struct row_source *from, size_t column, struct feel_value *ret)
{
    const struct feel_column *c = &b->setup.columns[column];

    if (!from->probing)
        return feel_column_value(a, &from->columns[column], from->row, ret);
    if (c->kind == FEEL_COLUMN_ONE)
        return feel_column_value(a, c, 0, ret);
    if (column != from->column || from->value == NULL)
        return false;
    *ret = *from->value;
    return true;
}

/* --- rules --- */

/* Values of rules that were asked for, by rule. */
struct row_memo {
    const struct feel_batch *b;
    const struct row_source *from;
    struct feel_value *values;
    bool *done;
};

/* The names of a rule that are rules themselves. */
struct late_rules {
    struct row_memo *memo;
    size_t rule;
};

static enum status part_value(struct arena *a, struct row_memo *memo,
    size_t rule, const struct node *part, struct feel_value *ret,
    struct err *err);

/* A rule as a fact of another one. */
static enum status
rule_value(struct arena *a, struct row_memo *memo, size_t rule,
    struct feel_value *ret, struct err *err)
{
    const struct batch_rule *r = &memo->b->rules[rule];
    struct feel_value v = feel_null();

    if (!memo->done[rule]) {
        TRY(part_value(a, memo, rule, r->expr->root, &v, err));
        if (r->verdict && v.type != FEEL_BOOLEAN &&
            (v.type != FEEL_NULL || v.missing == NULL))
            v = feel_error(a, "the result is no boolean");
        memo->values[rule] = v;
        memo->done[rule] = true;
    }
    *ret = memo->values[rule];
    return OK;
}

static enum status
late_rule(struct arena *a, size_t slot, struct feel_value *ret, void *arg,
    struct err *err)
{
    const struct late_rules *l = arg;
    const struct batch_rule *r = &l->memo->b->rules[l->rule];

    if (r->refs[slot].kind == REF_RULE)
        return rule_value(a, l->memo, r->refs[slot].at, ret, err);
    *ret = feel_unknown(a, r->expr->facts[slot]);
    return OK;
}

static enum status
part_value(struct arena *a, struct row_memo *memo, size_t rule,
    const struct node *part, struct feel_value *ret, struct err *err)
{
    const struct feel_batch *b = memo->b;
    const struct batch_rule *r = &b->rules[rule];
    struct feel_expr x = *r->expr;
    struct late_rules rules = { memo, rule };
    struct late_facts late = { late_rule, &rules };
    struct feel_value *facts =
        arena_new_array(a, struct feel_value, x.n_facts + 1);
    bool *is_known = arena_new_array(a, bool, x.n_facts + 1);

    for (size_t i = 0; i < x.n_facts; i++)
        is_known[i] = r->refs[i].kind == REF_COLUMN &&
            source_value(a, b, memo->from, r->refs[i].at, &facts[i]);
    x.root = part;
    return feel_evaluate_late(a, &x, facts, is_known, &late, b->setup.arg,
        b->setup.now_us, b->setup.limits, ret, err);
}

enum status
batch_part_value(struct arena *a, const struct feel_batch *b, size_t rule,
    const struct node *part, const struct row_source *from,
    struct feel_value *ret, struct err *err)
{
    struct row_memo memo = { .b = b, .from = from };

    memo.values = arena_new_array(a, struct feel_value, b->n_rules);
    memo.done = arena_new_array(a, bool, b->n_rules);
    return part_value(a, &memo, rule, part, ret, err);
}

uint8_t
batch_tri(const struct feel_value *v)
{
    if (v->type == FEEL_BOOLEAN)
        return v->boolean ? TRI_TRUE : TRI_FALSE;
    if (v->type != FEEL_NULL || v->missing == NULL)
        return TRI_ROW;
    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next)
        if (m->is_error)
            return TRI_ROW;
    return TRI_UNKNOWN;
}
