#include "builtin_fns.h"

struct values {
    struct feel_value *p;
    size_t n, cap;
};

/* A value that is no list counts as a list of one; null is an error. */
static bool
to_list(struct feel_eval *e, const struct feel_value *v,
    struct feel_value *ret, struct feel_value *why)
{
    if (v->type == FEEL_NULL) {
        *why = feel_mismatch(e, "list", v);
        return false;
    }
    *ret = fn_as_list(e, v, 1);
    return feel_step(e, ret->list.n);
}

static bool
add_all(
    struct feel_eval *e, struct values *to, const struct feel_value *list)
{
    if (!feel_list_fits(e, to->n + list->list.n))
        return false;
    for (size_t i = 0; i < list->list.n; i++)
        *VEC_PUSH(e->a, to) = list->list.items[i];
    return true;
}

static struct feel_value
made(const struct values *v)
{
    return feel_list(v->p, v->n);
}

static bool
is_equal(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y, struct feel_value *unknown)
{
    struct feel_value same = feel_equal(e, x, y);

    if (feel_is_unknown(&same))
        *unknown = feel_merge(e, unknown, &same);
    return same.type == FEEL_BOOLEAN && same.boolean;
}

FEEL_FN(list_contains)
{
    struct feel_value list, why = feel_null(), unknown = feel_null();

    (void)n;
    if (!to_list(e, &args[0], &list, &why))
        return why;
    for (size_t i = 0; i < list.list.n && e->status == OK; i++)
        if (is_equal(e, &list.list.items[i], &args[1], &unknown))
            return feel_boolean(true);
    return unknown.missing != NULL ? unknown : feel_boolean(false);
}

FEEL_FN(sublist)
{
    struct feel_value list, why = feel_null();
    int64_t start, length, count;

    if (!to_list(e, &args[0], &list, &why))
        return why;
    if (!fn_int(args, n, 1, &start))
        return feel_mismatch(e, "integer", &args[1]);
    count = (int64_t)list.list.n;
    if (start < 0)
        start += count + 1;
    if (start < 1 || start > count)
        return feel_fail(e, "the list has no such position");
    length = count - start + 1;
    if (n > 2 && !fn_int(args, n, 2, &length))
        return feel_mismatch(e, "integer", &args[2]);
    if (length < 1 || length > count - start + 1)
        return feel_fail(e, "the list has no such part");
    return feel_list(list.list.items + (start - 1), (size_t)length);
}

FEEL_FN(append)
{
    struct values out = { 0 };
    struct feel_value list, rest, why = feel_null();

    if (!to_list(e, &args[0], &list, &why))
        return why;
    rest = feel_list(args + 1, n - 1);
    if (!add_all(e, &out, &list) || !add_all(e, &out, &rest))
        return feel_null();
    return made(&out);
}

FEEL_FN(concatenate)
{
    struct values out = { 0 };
    struct feel_value list, why = feel_null();

    for (size_t i = 0; i < n; i++) {
        if (!to_list(e, &args[i], &list, &why))
            return why;
        if (!add_all(e, &out, &list))
            return feel_null();
    }
    return made(&out);
}

/* Turns a position from either end into an index from 0. */
static bool
position(const struct feel_value *v, size_t count, size_t *ret)
{
    int64_t at;

    if (!fn_int(v, 1, 0, &at))
        return false;
    if (at < 0)
        at += (int64_t)count + 1;
    if (at < 1 || (uint64_t)at > count)
        return false;
    *ret = (size_t)at - 1;
    return true;
}

static struct feel_value
no_position(struct feel_eval *e)
{
    return feel_fail(e, "the list has no such position");
}

/* The list with `removed` elements at `at` replaced by `item` (or none). */
static struct feel_value
spliced(struct feel_eval *e, const struct feel_value *list, size_t at,
    size_t removed, const struct feel_value *item)
{
    struct values out = { 0 };
    struct feel_value head = feel_list(list->list.items, at);
    struct feel_value tail = feel_list(
        list->list.items + at + removed, list->list.n - at - removed);

    if (!add_all(e, &out, &head))
        return feel_null();
    if (item != NULL)
        *VEC_PUSH(e->a, &out) = *item;
    if (!add_all(e, &out, &tail))
        return feel_null();
    return made(&out);
}

FEEL_FN(insert_before)
{
    struct feel_value list, why = feel_null();
    size_t at;

    (void)n;
    if (!to_list(e, &args[0], &list, &why))
        return why;
    if (!position(&args[1], list.list.n, &at))
        return no_position(e);
    return spliced(e, &list, at, 0, &args[2]);
}

FEEL_FN(remove)
{
    struct feel_value list, why = feel_null();
    size_t at;

    (void)n;
    if (!to_list(e, &args[0], &list, &why))
        return why;
    if (!position(&args[1], list.list.n, &at))
        return no_position(e);
    return spliced(e, &list, at, 1, NULL);
}

/* By position, or every element for which match(element, newItem) holds. */
FEEL_FN(list_replace)
{
    struct feel_value list, why = feel_null();
    struct values out = { 0 };
    size_t at;

    (void)n;
    if (!to_list(e, &args[0], &list, &why))
        return why;
    if (args[1].type != FEEL_FUNCTION) {
        if (!position(&args[1], list.list.n, &at))
            return no_position(e);
        return spliced(e, &list, at, 1, &args[2]);
    }
    for (size_t i = 0; i < list.list.n && e->status == OK; i++) {
        struct feel_value pair[] = { list.list.items[i], args[2] };
        struct feel_value hit = feel_invoke(e, &args[1], pair, 2);

        if (hit.type != FEEL_BOOLEAN)
            return feel_mismatch(e, "boolean", &hit);
        *VEC_PUSH(e->a, &out) = hit.boolean ? args[2] : pair[0];
    }
    return made(&out);
}

FEEL_FN(reverse)
{
    struct feel_value list, why = feel_null();

    (void)n;
    if (!to_list(e, &args[0], &list, &why) || !feel_list_fits(e, list.list.n))
        return why;

    struct feel_value *items =
        arena_new_array(e->a, struct feel_value, list.list.n);

    for (size_t i = 0; i < list.list.n; i++)
        items[i] = list.list.items[list.list.n - 1 - i];
    return feel_list(items, list.list.n);
}

FEEL_FN(index_of)
{
    struct feel_value list, why = feel_null(), unknown = feel_null();
    struct values out = { 0 };

    (void)n;
    if (!to_list(e, &args[0], &list, &why))
        return why;
    for (size_t i = 0; i < list.list.n && e->status == OK; i++)
        if (is_equal(e, &list.list.items[i], &args[1], &unknown))
            *VEC_PUSH(e->a, &out) = feel_int((int64_t)i + 1);
    return unknown.missing != NULL ? unknown : made(&out);
}

static struct feel_value
distinct(struct feel_eval *e, const struct feel_value *list)
{
    struct feel_value unknown = feel_null();
    struct values out = { 0 };

    for (size_t i = 0; i < list->list.n && e->status == OK; i++) {
        bool seen = false;

        for (size_t k = 0; k < out.n && !seen && e->status == OK; k++)
            seen = is_equal(e, &out.p[k], &list->list.items[i], &unknown);
        if (!seen)
            *VEC_PUSH(e->a, &out) = list->list.items[i];
    }
    return unknown.missing != NULL ? unknown : made(&out);
}

FEEL_FN(union)
{
    struct feel_value all = fn_concatenate(e, args, n);

    return all.type == FEEL_LIST ? distinct(e, &all) : all;
}

FEEL_FN(distinct_values)
{
    struct feel_value list, why = feel_null();

    (void)n;
    if (!to_list(e, &args[0], &list, &why))
        return why;
    return distinct(e, &list);
}

static void
flatten_into(struct feel_eval *e, const struct feel_value *v,
    struct values *out, size_t depth)
{
    if (v->type != FEEL_LIST) {
        if (feel_list_fits(e, 1) && out->n < e->limits.list)
            *VEC_PUSH(e->a, out) = *v;
        else
            (void)feel_list_fits(e, out->n + 1);
        return;
    }
    if (depth > FEEL_VALUE_DEPTH) {
        feel_stop(e, "列表嵌套超过 %d 层（上限 depth）", FEEL_VALUE_DEPTH);
        return;
    }
    for (size_t i = 0; i < v->list.n && feel_step(e, 1); i++)
        flatten_into(e, &v->list.items[i], out, depth + 1);
}

FEEL_FN(flatten)
{
    struct feel_value list, why = feel_null();
    struct values out = { 0 };

    (void)n;
    if (!to_list(e, &args[0], &list, &why))
        return why;
    flatten_into(e, &list, &out, 0);
    return e->status == OK ? made(&out) : feel_null();
}

/* --- sort --- */

struct sorting {
    struct feel_eval *e;
    const struct feel_value *precedes; /* NULL: natural order */
    struct feel_value failed;          /* why there is no order */
    bool bad;
};

/* True if y must stand before x. */
static bool
goes_first(struct sorting *s, const struct feel_value *y,
    const struct feel_value *x)
{
    struct feel_value pair[] = { *y, *x }, v;

    if (s->precedes == NULL)
        v = feel_compare(s->e, OP_LT, y, x);
    else
        v = feel_invoke(s->e, s->precedes, pair, 2);
    if (v.type != FEEL_BOOLEAN && !s->bad) {
        s->bad = true;
        s->failed = feel_mismatch(s->e, "boolean", &v);
    }
    return v.type == FEEL_BOOLEAN && v.boolean;
}

/* Bottom-up, stable, bounded even if `precedes` contradicts itself. */
static void
merge_sort(struct sorting *s, struct feel_value *v, size_t n,
    struct feel_value *tmp)
{
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t from = 0; from < n && !s->bad; from += 2 * width) {
            size_t mid = from + width < n ? from + width : n;
            size_t end = mid + width < n ? mid + width : n;
            size_t i = from, j = mid;

            if (!feel_step(s->e, end - from))
                return;
            for (size_t k = from; k < end; k++) {
                bool right = i >= mid ||
                    (j < end && goes_first(s, &v[j], &v[i]));

                tmp[k] = right ? v[j++] : v[i++];
            }
            for (size_t k = from; k < end; k++)
                v[k] = tmp[k];
        }
    }
}

FEEL_FN(sort)
{
    struct feel_value list, why = feel_null();
    struct sorting s = { .e = e };

    if (!to_list(e, &args[0], &list, &why) || !feel_list_fits(e, list.list.n))
        return why;
    if (fn_given(args, n, 1))
        s.precedes = &args[1];
    if (s.precedes != NULL && s.precedes->type != FEEL_FUNCTION)
        return feel_mismatch(e, "function", s.precedes);

    struct feel_value *items = arena_dup(
        e->a, list.list.items, list.list.n * sizeof(list.list.items[0]));
    struct feel_value *tmp =
        arena_new_array(e->a, struct feel_value, list.list.n);

    merge_sort(&s, items, list.list.n, tmp);
    return s.bad ? s.failed : feel_list(items, list.list.n);
}
