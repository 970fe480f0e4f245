#include "eval.h"

#include "decimal.h"
#include "temporal.h"

static struct feel_value
bad_operands(struct feel_eval *e, char op, const struct feel_value *x,
    const struct feel_value *y)
{
    if ((x->type == FEEL_NULL && x->missing != NULL) ||
        (y->type == FEEL_NULL && y->missing != NULL))
        return feel_merge(e, x, y);
    return feel_fail(e, "cannot compute %s %s %s", feel_type_name(x->type),
        op == '^' ? "**" : (const char[]){ op, '\0' },
        feel_type_name(y->type));
}

static struct feel_value
out_of_range(struct feel_eval *e)
{
    return feel_fail(e, "result is out of range");
}

static struct feel_value
numbers(struct feel_eval *e, char op, struct feel_number x,
    struct feel_number y)
{
    struct feel_number r;
    bool ok = false;

    switch (op) {
    case '+':
        ok = dec_add(x, y, &r);
        break;
    case '-':
        ok = dec_sub(x, y, &r);
        break;
    case '*':
        ok = dec_mul(x, y, &r);
        break;
    case '/':
        if (dec_sign(y) == 0)
            return feel_fail(e, "division by zero");
        ok = dec_div(x, y, &r);
        break;
    default:
        ok = dec_pow(x, y, &r);
        break;
    }
    return ok ? feel_number_value(r) : out_of_range(e);
}

static bool
is_duration(const struct feel_value *v)
{
    return v->type == FEEL_DAYS_DURATION || v->type == FEEL_YEARS_DURATION;
}

static bool
is_moment(const struct feel_value *v)
{
    return v->type == FEEL_DATE || v->type == FEEL_TIME ||
        v->type == FEEL_DATE_TIME;
}

/* A length in its smallest unit: nanoseconds or months. */
static wide
length(const struct feel_value *v)
{
    return v->type == FEEL_DAYS_DURATION ? temporal_ns(v) : v->months;
}

static struct feel_value
duration(struct feel_eval *e, enum feel_type type, wide n)
{
    struct feel_value v = { .type = type };

    if (type == FEEL_DAYS_DURATION)
        return temporal_duration(n, &v) ? v : out_of_range(e);
    if (n > INT64_MAX || n < -INT64_MAX)
        return out_of_range(e);
    v.months = (int64_t)n;
    return v;
}

/* moment + sign * duration */
static struct feel_value
moved(struct feel_eval *e, const struct feel_value *moment,
    const struct feel_value *by, int sign)
{
    struct feel_value v;
    bool ok;

    if (by->type == FEEL_YEARS_DURATION && moment->type == FEEL_TIME)
        return bad_operands(e, sign > 0 ? '+' : '-', moment, by);
    ok = by->type == FEEL_YEARS_DURATION
        ? by->months != INT64_MIN &&
            temporal_add_months(moment, sign * by->months, &v)
        : temporal_add_ns(moment, sign * temporal_ns(by), &v);
    return ok ? v : out_of_range(e);
}

/* It has an offset; a date is midnight in UTC (DMN 10.3.2.3.6). */
static bool
is_anchored(const struct feel_value *v)
{
    return v->type == FEEL_DATE || v->has_zone;
}

static struct feel_value
difference(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    int32_t missing = feel_missing_zone(e, x, y);

    if ((x->type == FEEL_TIME) != (y->type == FEEL_TIME))
        return bad_operands(e, '-', x, y);
    if (e->as_dmn && is_anchored(x) != is_anchored(y))
        return feel_fail(e, "one of the moments has no offset");
    return duration(e, FEEL_DAYS_DURATION,
        temporal_instant(x, missing) - temporal_instant(y, missing));
}

/* A length as a number: seconds or months. */
static struct feel_number
length_number(const struct feel_value *d)
{
    struct feel_number ns, unit = dec_int(TEMPORAL_S_NS), r;

    if (d->type == FEEL_YEARS_DURATION)
        return dec_int(d->months);
    r = dec_int(d->seconds);
    if (d->seconds_ns != 0 && dec_div(dec_int(d->seconds_ns), unit, &ns))
        (void)dec_add(r, ns, &r);
    return r;
}

/* Cut off to whole months or nanoseconds. */
static struct feel_value
scaled(struct feel_eval *e, char op, const struct feel_value *d,
    struct feel_number by)
{
    struct feel_number n = length_number(d), r, whole, rest;
    int64_t units, nanos = 0;

    if (op == '/' && dec_sign(by) == 0)
        return feel_fail(e, "division by zero");
    if (!(op == '*' ? dec_mul(n, by, &r) : dec_div(n, by, &r)) ||
        !dec_round(r, 0, DEC_DOWN, &whole) || !dec_to_int(whole, &units))
        return out_of_range(e);
    if (d->type == FEEL_YEARS_DURATION)
        return duration(e, d->type, units);
    if (!dec_sub(r, whole, &rest) ||
        !dec_mul(rest, dec_int(TEMPORAL_S_NS), &rest) ||
        !dec_round(rest, 0, DEC_DOWN, &rest) || !dec_to_int(rest, &nanos))
        return out_of_range(e);
    return duration(e, d->type, (wide)units * TEMPORAL_S_NS + nanos);
}

static struct feel_value
durations(struct feel_eval *e, char op, const struct feel_value *x,
    const struct feel_value *y)
{
    if (x->type != y->type)
        return bad_operands(e, op, x, y);
    switch (op) {
    case '/':
        return numbers(e, '/', length_number(x), length_number(y));
    case '-':
        return duration(e, x->type, length(x) - length(y));
    case '+':
        return duration(e, x->type, length(x) + length(y));
    default:
        return bad_operands(e, op, x, y);
    }
}

static struct feel_value
joined(struct feel_eval *e, struct str x, struct str y)
{
    if (!feel_step_bytes(e, x.n + y.n))
        return feel_null();
    return feel_string(arena_join(e->a, x, y));
}

struct feel_value
feel_arith(struct feel_eval *e, char op, const struct feel_value *x,
    const struct feel_value *y)
{
    if (x->type == FEEL_NUMBER && y->type == FEEL_NUMBER)
        return numbers(e, op, x->number, y->number);
    if (op == '+' && x->type == FEEL_STRING && y->type == FEEL_STRING)
        return joined(e, x->string, y->string);
    if (is_duration(x) && is_duration(y))
        return durations(e, op, x, y);
    if ((op == '+' || op == '-') && is_moment(x) && is_duration(y))
        return moved(e, x, y, op == '+' ? 1 : -1);
    if (op == '+' && is_duration(x) && is_moment(y))
        return moved(e, y, x, 1);
    if (op == '-' && is_moment(x) && is_moment(y))
        return difference(e, x, y);
    if ((op == '*' || op == '/') && is_duration(x) && y->type == FEEL_NUMBER)
        return scaled(e, op, x, y->number);
    if (op == '*' && x->type == FEEL_NUMBER && is_duration(y))
        return scaled(e, op, y, x->number);
    return bad_operands(e, op, x, y);
}

struct feel_value
feel_negate(struct feel_eval *e, const struct feel_value *v)
{
    if (v->type == FEEL_NUMBER)
        return feel_number_value(dec_neg(v->number));
    if (is_duration(v))
        return duration(e, v->type, -length(v));
    return feel_mismatch(e, "number or duration", v);
}
