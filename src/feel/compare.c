#include "eval.h"

#include "decimal.h"
#include "temporal.h"

static int
order_wide(wide a, wide b)
{
    return (a > b) - (a < b);
}

int32_t
feel_missing_zone(const struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    if (!x->has_zone && !y->has_zone)
        return 0;
    return e != NULL && e->as_dmn ? 0 : TEMPORAL_BEIJING_S;
}

static wide
floor_seconds(wide ns)
{
    return ns / TEMPORAL_S_NS - (ns % TEMPORAL_S_NS < 0);
}

/* DMN compares times by their whole seconds (its function `value`). */
static int
order_moments(const struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    int32_t missing = feel_missing_zone(e, x, y);
    wide a = temporal_instant(x, missing), b = temporal_instant(y, missing);

    if (e != NULL && e->as_dmn)
        return order_wide(floor_seconds(a), floor_seconds(b));
    return order_wide(a, b);
}

bool
feel_order_in(const struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y, int *ret)
{
    if (x->type != y->type)
        return false;
    switch (x->type) {
    case FEEL_NUMBER:
        *ret = dec_cmp(x->number, y->number);
        return true;
    case FEEL_STRING:
        *ret = str_cmp(x->string, y->string);
        return true;
    case FEEL_DATE:
        *ret = order_wide(temporal_day(x), temporal_day(y));
        return true;
    case FEEL_TIME:
    case FEEL_DATE_TIME:
        *ret = order_moments(e, x, y);
        return true;
    case FEEL_DAYS_DURATION:
        *ret = order_wide(temporal_ns(x), temporal_ns(y));
        return true;
    case FEEL_YEARS_DURATION:
        *ret = order_wide(x->months, y->months);
        return true;
    default:
        return false;
    }
}

bool
feel_order(const struct feel_value *x, const struct feel_value *y, int *ret)
{
    return feel_order_in(NULL, x, y, ret);
}

static struct feel_value equal_at(struct feel_eval *e,
    const struct feel_value *x, const struct feel_value *y, size_t depth);

static struct feel_value
equal_lists(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y, size_t depth)
{
    struct feel_value all = feel_boolean(true);

    if (x->list.n != y->list.n)
        return feel_boolean(false);
    for (size_t i = 0; i < x->list.n; i++) {
        struct feel_value one =
            equal_at(e, &x->list.items[i], &y->list.items[i], depth + 1);

        all = feel_both(e, &all, &one);
        if (all.type == FEEL_BOOLEAN && !all.boolean)
            break;
    }
    return all;
}

static struct feel_value
equal_contexts(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y, size_t depth)
{
    struct feel_value all = feel_boolean(true);

    if (x->context.n != y->context.n)
        return feel_boolean(false);
    for (size_t i = 0; i < x->context.n; i++) {
        const struct feel_value *other =
            feel_member(y, x->context.names[i]);

        if (other == NULL)
            return feel_boolean(false);

        struct feel_value one =
            equal_at(e, &x->context.values[i], other, depth + 1);

        all = feel_both(e, &all, &one);
        if (all.type == FEEL_BOOLEAN && !all.boolean)
            break;
    }
    return all;
}

static struct feel_value
equal_ranges(struct feel_eval *e, const struct feel_range *x,
    const struct feel_range *y, size_t depth)
{
    if (x->low_closed != y->low_closed ||
        x->high_closed != y->high_closed || x->form != y->form)
        return feel_boolean(false);

    struct feel_value low = equal_at(e, &x->low, &y->low, depth + 1);
    struct feel_value high = equal_at(e, &x->high, &y->high, depth + 1);

    return feel_both(e, &low, &high);
}

/* Nulls: a missing fact stays undecided, a literal null equals null (and the
 * null of an error), an error beside a value stays an error. */
static struct feel_value
equal_nulls(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    if (feel_is_unknown(x) || feel_is_unknown(y))
        return feel_merge(e, x, y);
    if (x->type == FEEL_NULL && y->type == FEEL_NULL)
        return feel_boolean(true);
    if (feel_is_error(x) && !e->as_dmn)
        return *x;
    if (feel_is_error(y) && !e->as_dmn)
        return *y;
    return feel_boolean(false);
}

static struct feel_value
equal_at(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y, size_t depth)
{
    int order;

    if (!feel_step(e, 1))
        return feel_null();
    if (depth > FEEL_VALUE_DEPTH)
        return feel_fail(e, "values are nested too deeply to compare");
    if (x->type == FEEL_NULL || y->type == FEEL_NULL)
        return equal_nulls(e, x, y);
    if (x->type != y->type)
        return feel_fail(e, "cannot compare %s with %s",
            feel_type_name(x->type), feel_type_name(y->type));
    switch (x->type) {
    case FEEL_BOOLEAN:
        return feel_boolean(x->boolean == y->boolean);
    case FEEL_LIST:
        return equal_lists(e, x, y, depth);
    case FEEL_CONTEXT:
        return equal_contexts(e, x, y, depth);
    case FEEL_RANGE:
        return equal_ranges(e, x->range, y->range, depth);
    case FEEL_FUNCTION:
        return feel_boolean(x->function == y->function);
    default:
        if (!feel_order_in(e, x, y, &order))
            return feel_null();
        return feel_boolean(order == 0);
    }
}

struct feel_value
feel_equal(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    return equal_at(e, x, y, 0);
}

struct feel_value
feel_compare(struct feel_eval *e, enum feel_op op, const struct feel_value *x,
    const struct feel_value *y)
{
    int order;

    if (op == OP_EQ)
        return feel_equal(e, x, y);
    if (op == OP_NE) {
        struct feel_value same = feel_equal(e, x, y);

        return feel_not(e, &same);
    }
    if ((x->type == FEEL_NULL && x->missing != NULL) ||
        (y->type == FEEL_NULL && y->missing != NULL))
        return feel_merge(e, x, y);
    if (!feel_order_in(e, x, y, &order))
        return feel_fail(e, "cannot compare %s with %s",
            feel_type_name(x->type), feel_type_name(y->type));
    switch (op) {
    case OP_LT:
        return feel_boolean(order < 0);
    case OP_LE:
        return feel_boolean(order <= 0);
    case OP_GT:
        return feel_boolean(order > 0);
    default:
        return feel_boolean(order >= 0);
    }
}

struct feel_value
feel_in_range(struct feel_eval *e, const struct feel_value *v,
    const struct feel_range *r)
{
    struct feel_value low = feel_boolean(true), high = feel_boolean(true);

    if (r->form == FEEL_RANGE_EQ || r->form == FEEL_RANGE_NE)
        return feel_compare(
            e, r->form == FEEL_RANGE_EQ ? OP_EQ : OP_NE, v, &r->low);
    if (r->form != FEEL_RANGE_LT && r->form != FEEL_RANGE_LE)
        low = feel_compare(e, r->low_closed ? OP_GE : OP_GT, v, &r->low);
    if (r->form != FEEL_RANGE_GT && r->form != FEEL_RANGE_GE)
        high = feel_compare(e, r->high_closed ? OP_LE : OP_LT, v, &r->high);
    return feel_both(e, &low, &high);
}

struct feel_value
feel_not(struct feel_eval *e, const struct feel_value *v)
{
    if (v->type == FEEL_BOOLEAN)
        return feel_boolean(!v->boolean);
    return feel_mismatch(e, "boolean", v);
}

/* Anything but a truth value counts as undecided. */
static struct feel_value
undecided(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    struct feel_value a = *x, b = *y;

    if (a.type != FEEL_BOOLEAN && a.type != FEEL_NULL)
        a = feel_mismatch(e, "boolean", &a);
    if (b.type != FEEL_BOOLEAN && b.type != FEEL_NULL)
        b = feel_mismatch(e, "boolean", &b);
    return feel_merge(e, &a, &b);
}

static bool
decides(const struct feel_value *v, bool by)
{
    return v->type == FEEL_BOOLEAN && v->boolean == by;
}

struct feel_value
feel_both(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    if (decides(x, false) || decides(y, false))
        return feel_boolean(false);
    if (x->type == FEEL_BOOLEAN && y->type == FEEL_BOOLEAN)
        return feel_boolean(true);
    return undecided(e, x, y);
}

struct feel_value
feel_either(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    if (decides(x, true) || decides(y, true))
        return feel_boolean(true);
    if (x->type == FEEL_BOOLEAN && y->type == FEEL_BOOLEAN)
        return feel_boolean(false);
    return undecided(e, x, y);
}
