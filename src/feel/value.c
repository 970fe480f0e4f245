#include "eval.h"

#include "decimal.h"
#include "temporal.h"

#include <stdarg.h>

/* Reasons kept for one null; more are dropped. */
#define REASONS_MAX 64

struct feel_value
feel_null(void)
{
    return (struct feel_value){ .type = FEEL_NULL };
}

struct feel_value
feel_boolean(bool v)
{
    return (struct feel_value){ .type = FEEL_BOOLEAN, .boolean = v };
}

struct feel_value
feel_number_value(struct feel_number n)
{
    return (struct feel_value){ .type = FEEL_NUMBER, .number = n };
}

struct feel_value
feel_int(int64_t v)
{
    return feel_number_value(dec_int(v));
}

bool
feel_decimal(struct str digits, struct feel_value *ret)
{
    struct feel_number n;

    if (!dec_parse(digits, &n))
        return false;
    *ret = feel_number_value(n);
    return true;
}

struct feel_value
feel_string(struct str s)
{
    return (struct feel_value){ .type = FEEL_STRING, .string = s };
}

struct feel_value
feel_date(struct day d)
{
    return (struct feel_value){ .type = FEEL_DATE, .date = d };
}

struct feel_value
feel_instant(int64_t us, int32_t zone_s)
{
    int64_t s = us / 1000000 - (us % 1000000 < 0);

    return (struct feel_value){ .type = FEEL_DATE_TIME,
        .epoch_s = s,
        .epoch_ns = (int32_t)(us - s * 1000000) * 1000,
        .has_zone = true,
        .zone_s = zone_s };
}

bool
feel_to_us(const struct feel_value *v, int64_t *ret)
{
    int64_t us;

    if (v->type != FEEL_DATE_TIME || !num_mul(v->epoch_s, 1000000, &us))
        return false;
    return num_add(us, v->epoch_ns / 1000, ret);
}

struct feel_value
feel_list(const struct feel_value *items, size_t n)
{
    return (struct feel_value){ .type = FEEL_LIST,
        .list = { .items = items, .n = n } };
}

bool
feel_to_int(const struct feel_value *v, int64_t *ret)
{
    return v->type == FEEL_NUMBER && dec_to_int(v->number, ret);
}

struct feel_value
feel_negate_literal(const struct feel_value *v)
{
    return feel_number_value(dec_neg(v->number));
}

struct feel_value
feel_range_value(struct feel_eval *e, const struct feel_value *low,
    const struct feel_value *high, bool low_closed, bool high_closed)
{
    return feel_range_of(e->a, low, high, low_closed, high_closed);
}

const struct feel_value *
feel_member(const struct feel_value *context, struct str name)
{
    for (size_t i = 0; i < context->context.n; i++)
        if (str_eq(context->context.names[i], name))
            return &context->context.values[i];
    return NULL;
}

const char *
feel_type_name(enum feel_type t)
{
    static const char *const names[] = {
        [FEEL_NULL] = "null",
        [FEEL_BOOLEAN] = "boolean",
        [FEEL_NUMBER] = "number",
        [FEEL_STRING] = "string",
        [FEEL_DATE] = "date",
        [FEEL_TIME] = "time",
        [FEEL_DATE_TIME] = "date and time",
        [FEEL_DAYS_DURATION] = "days and time duration",
        [FEEL_YEARS_DURATION] = "years and months duration",
        [FEEL_LIST] = "list",
        [FEEL_CONTEXT] = "context",
        [FEEL_RANGE] = "range",
        [FEEL_FUNCTION] = "function",
    };

    return names[t];
}

/* --- nulls and their reasons --- */

static struct feel_value
null_because(const struct feel_missing *m)
{
    return (struct feel_value){ .type = FEEL_NULL, .missing = m };
}

static struct feel_value __attribute__((format(printf, 2, 0)))
verror(struct arena *a, const char *fmt, va_list ap)
{
    struct feel_missing *m = arena_one(a, struct feel_missing);

    m->is_error = true;
    m->text = arena_vfmt(a, fmt, ap);
    return null_because(m);
}

struct feel_value
feel_error(struct arena *a, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);

    struct feel_value v = verror(a, fmt, ap);

    va_end(ap);
    return v;
}

struct feel_value
feel_fail(struct feel_eval *e, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);

    struct feel_value v = verror(e->a, fmt, ap);

    va_end(ap);
    return v;
}

struct feel_value
feel_unknown(struct arena *a, struct str name)
{
    struct feel_missing *m = arena_one(a, struct feel_missing);

    m->name = name;
    return null_because(m);
}

bool
feel_is_unknown(const struct feel_value *v)
{
    if (v->type != FEEL_NULL)
        return false;
    for (const struct feel_missing *m = v->missing; m != NULL; m = m->next)
        if (!m->is_error)
            return true;
    return false;
}

bool
feel_is_error(const struct feel_value *v)
{
    return v->type == FEEL_NULL && v->missing != NULL && !feel_is_unknown(v);
}

static bool
has_reason(const struct feel_missing *in, const struct feel_missing *m)
{
    for (; in != NULL; in = in->next)
        if (in == m ||
            (in->is_error == m->is_error && str_eq(in->name, m->name) &&
                str_eq(in->text, m->text)))
            return true;
    return false;
}

struct feel_value
feel_merge(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y)
{
    const struct feel_missing *a = x->type == FEEL_NULL ? x->missing : NULL;
    const struct feel_missing *b = y->type == FEEL_NULL ? y->missing : NULL;
    const struct feel_missing *head = NULL, **tail = &head;
    size_t n = 0;

    if (a == NULL || b == NULL || a == b)
        return null_because(a != NULL ? a : b);
    for (const struct feel_missing *m = a; m != NULL && n < REASONS_MAX;
         m = m->next, n++) {
        struct feel_missing *copy = arena_dup(e->a, m, sizeof(*m));

        copy->next = NULL;
        *tail = copy;
        tail = &copy->next;
    }
    for (const struct feel_missing *m = b; m != NULL && n < REASONS_MAX;
         m = m->next) {
        if (has_reason(a, m))
            continue;

        struct feel_missing *copy = arena_dup(e->a, m, sizeof(*m));

        copy->next = NULL;
        *tail = copy;
        tail = &copy->next;
        n++;
    }
    return null_because(head);
}

struct feel_value
feel_mismatch(
    struct feel_eval *e, const char *wanted, const struct feel_value *got)
{
    if (got->type == FEEL_NULL && got->missing != NULL)
        return *got;
    return feel_fail(
        e, "expected %s, got %s", wanted, feel_type_name(got->type));
}
