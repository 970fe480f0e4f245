#include "builtin_fns.h"

#include "decimal.h"

#include <stdlib.h>

/* The first reason why the numbers of a list cannot be computed with: a
 * missing fact before an error, a null or another type. */
static bool
not_numbers(
    struct feel_eval *e, const struct feel_value *list, struct feel_value *why)
{
    bool bad = false;

    *why = feel_null();
    if (!feel_step(e, list->list.n))
        return true;
    for (size_t i = 0; i < list->list.n; i++) {
        const struct feel_value *v = &list->list.items[i];

        if (v->type == FEEL_NUMBER)
            continue;
        bad = true;
        if (feel_is_unknown(v))
            *why = feel_merge(e, why, v);
        else if (why->missing == NULL)
            *why = feel_mismatch(e, "number", v);
    }
    return bad;
}

FEEL_FN(count)
{
    if (n == 1 && args[0].type == FEEL_NULL)
        return feel_mismatch(e, "list", &args[0]);
    return feel_int((int64_t)fn_as_list(e, args, n).list.n);
}

static bool
add_up(const struct feel_value *list, struct feel_number *ret)
{
    struct feel_number sum = dec_int(0);

    for (size_t i = 0; i < list->list.n; i++)
        if (!dec_add(sum, list->list.items[i].number, &sum))
            return false;
    *ret = sum;
    return true;
}

/* Durations add up too, which DMN leaves open. */
static struct feel_value
sum_durations(struct feel_eval *e, const struct feel_value *list)
{
    struct feel_value sum = list->list.items[0];

    for (size_t i = 1; i < list->list.n && feel_step(e, 1); i++)
        sum = feel_arith(e, '+', &sum, &list->list.items[i]);
    return sum;
}

FEEL_FN(sum)
{
    struct feel_value list = fn_as_list(e, args, n), why;
    struct feel_number r;

    if (list.list.n == 0)
        return feel_null();
    if (list.list.items[0].type == FEEL_DAYS_DURATION ||
        list.list.items[0].type == FEEL_YEARS_DURATION)
        return sum_durations(e, &list);
    if (not_numbers(e, &list, &why))
        return why;
    if (!add_up(&list, &r))
        return feel_fail(e, "result is out of range");
    return feel_number_value(r);
}

FEEL_FN(product)
{
    struct feel_value list = fn_as_list(e, args, n), why;
    struct feel_number r = dec_int(1);

    if (list.list.n == 0)
        return feel_null();
    if (not_numbers(e, &list, &why))
        return why;
    for (size_t i = 0; i < list.list.n; i++)
        if (!dec_mul(r, list.list.items[i].number, &r))
            return feel_fail(e, "result is out of range");
    return feel_number_value(r);
}

FEEL_FN(mean)
{
    struct feel_value list = fn_as_list(e, args, n), why;
    struct feel_number r;

    if (list.list.n == 0)
        return feel_null();
    if (not_numbers(e, &list, &why))
        return why;
    if (!add_up(&list, &r) || !dec_div(r, dec_int((int64_t)list.list.n), &r))
        return feel_fail(e, "result is out of range");
    return feel_number_value(r);
}

/* The element that all others are not beyond, in direction sign. */
static struct feel_value
extreme(struct feel_eval *e, const struct feel_value *list, int sign)
{
    struct feel_value best, why = feel_null();
    int order;

    if (list->list.n == 0 || !feel_step(e, list->list.n))
        return feel_null();
    best = list->list.items[0];
    for (size_t i = 0; i < list->list.n; i++) {
        const struct feel_value *v = &list->list.items[i];

        if (feel_is_unknown(v))
            why = feel_merge(e, &why, v);
    }
    if (why.missing != NULL)
        return why;
    for (size_t i = 0; i < list->list.n; i++) {
        const struct feel_value *v = &list->list.items[i];

        if (!feel_order_in(e, v, &best, &order))
            return feel_fail(e, "cannot compare %s with %s",
                feel_type_name(v->type), feel_type_name(best.type));
        if (order * sign > 0)
            best = *v;
    }
    return best;
}

FEEL_FN(min)
{
    struct feel_value list = fn_as_list(e, args, n);

    return extreme(e, &list, -1);
}

FEEL_FN(max)
{
    struct feel_value list = fn_as_list(e, args, n);

    return extreme(e, &list, 1);
}

static int
by_number(const void *x, const void *y)
{
    const struct feel_value *a = x, *b = y;

    return dec_cmp(a->number, b->number);
}

/* The numbers in order, or the reason why not. */
static bool
in_order(struct feel_eval *e, const struct feel_value *args, size_t n,
    struct feel_value **ret, size_t *ret_n, struct feel_value *why)
{
    struct feel_value list = fn_as_list(e, args, n);

    if (list.list.n == 0 || not_numbers(e, &list, why))
        return false;
    *ret = arena_dup(
        e->a, list.list.items, list.list.n * sizeof(list.list.items[0]));
    *ret_n = list.list.n;
    if (!feel_step(e, list.list.n * 8))
        return false;
    qsort(*ret, *ret_n, sizeof(**ret), by_number);
    return true;
}

FEEL_FN(median)
{
    struct feel_value *v, why = feel_null();
    struct feel_number r;
    size_t k;

    if (!in_order(e, args, n, &v, &k, &why))
        return why;
    if (k % 2 == 1)
        return v[k / 2];
    if (!dec_add(v[k / 2 - 1].number, v[k / 2].number, &r) ||
        !dec_div(r, dec_int(2), &r))
        return feel_fail(e, "result is out of range");
    return feel_number_value(r);
}

/* Sample standard deviation. */
FEEL_FN(stddev)
{
    struct feel_value list = fn_as_list(e, args, n), why = feel_null();
    struct feel_number mean, d, sum = dec_int(0);

    if (list.list.n == 0 || not_numbers(e, &list, &why))
        return why;
    if (list.list.n < 2)
        return feel_fail(e, "stddev needs two numbers or more");

    bool ok = add_up(&list, &mean) &&
        dec_div(mean, dec_int((int64_t)list.list.n), &mean);

    for (size_t i = 0; ok && i < list.list.n; i++)
        ok = dec_sub(list.list.items[i].number, mean, &d) &&
            dec_mul(d, d, &d) && dec_add(sum, d, &sum);
    if (!ok || !dec_div(sum, dec_int((int64_t)list.list.n - 1), &sum) ||
        !dec_sqrt(sum, &sum))
        return feel_fail(e, "result is out of range");
    return feel_number_value(sum);
}

FEEL_FN(mode)
{
    struct feel_value *v, why = feel_list(NULL, 0);
    size_t k, most = 0;
    VEC_OF(struct feel_value) found = { 0 };

    if (!in_order(e, args, n, &v, &k, &why))
        return why;
    for (size_t i = 0, j; i < k; i = j) {
        for (j = i; j < k && dec_cmp(v[i].number, v[j].number) == 0; j++)
            ;
        if (j - i > most)
            found.n = 0;
        if (j - i >= most) {
            most = j - i;
            *VEC_PUSH(e->a, &found) = v[i];
        }
    }
    return feel_list(found.p, found.n);
}

FEEL_FN(all)
{
    struct feel_value list = fn_as_list(e, args, n), v = feel_boolean(true);

    for (size_t i = 0; i < list.list.n && feel_step(e, 1); i++)
        v = feel_both(e, &v, &list.list.items[i]);
    return v;
}

FEEL_FN(any)
{
    struct feel_value list = fn_as_list(e, args, n), v = feel_boolean(false);

    for (size_t i = 0; i < list.list.n && feel_step(e, 1); i++)
        v = feel_either(e, &v, &list.list.items[i]);
    return v;
}
