#include "builtin_fns.h"

/*
 * Where a range begins or ends on the line: at a value, just before it (-1)
 * or just behind it (+1). [a..b] runs from just before a to just behind b, so
 * a point is the range [p..p] and all relations are comparisons of cuts.
 */
struct cut {
    struct feel_value at; /* FEEL_NULL: beyond every value */
    int side;
};

struct span {
    struct cut low, high;
};

static bool
to_span(const struct feel_value *v, struct span *ret)
{
    int order;

    if (v->type == FEEL_RANGE) {
        const struct feel_range *r = v->range;

        ret->low = (struct cut){ r->low, r->low_closed ? -1 : 1 };
        ret->high = (struct cut){ r->high, r->high_closed ? 1 : -1 };
        if (r->low.type == FEEL_NULL)
            ret->low.side = -1;
        if (r->high.type == FEEL_NULL)
            ret->high.side = 1;
        return true;
    }
    ret->low = (struct cut){ *v, -1 };
    ret->high = (struct cut){ *v, 1 };
    return feel_order(v, v, &order);
}

struct relation {
    struct feel_eval *e;
    bool bad; /* values that have no common order */
};

static int
cut_order(struct relation *r, const struct cut *x, const struct cut *y)
{
    int order;

    if (x->at.type == FEEL_NULL || y->at.type == FEEL_NULL) {
        int a = x->at.type == FEEL_NULL ? x->side : 0;
        int b = y->at.type == FEEL_NULL ? y->side : 0;

        return a - b;
    }
    if (!feel_order_in(r->e, &x->at, &y->at, &order)) {
        r->bad = true;
        return 0;
    }
    return order != 0 ? order : x->side - y->side;
}

typedef bool (*related)(
    struct relation *r, const struct span *x, const struct span *y);

static bool
is_before(struct relation *r, const struct span *x, const struct span *y)
{
    return cut_order(r, &x->high, &y->low) <= 0;
}

static bool
is_meeting(struct relation *r, const struct span *x, const struct span *y)
{
    struct cut inner = y->low;

    inner.side = -inner.side;
    return x->high.side > 0 && y->low.side < 0 &&
        x->high.at.type != FEEL_NULL && y->low.at.type != FEEL_NULL &&
        cut_order(r, &x->high, &inner) == 0;
}

static bool
is_overlapping(struct relation *r, const struct span *x, const struct span *y)
{
    return cut_order(r, &x->low, &y->high) < 0 &&
        cut_order(r, &y->low, &x->high) < 0;
}

static bool
is_overlapping_before(
    struct relation *r, const struct span *x, const struct span *y)
{
    return cut_order(r, &x->low, &y->low) < 0 &&
        cut_order(r, &y->low, &x->high) < 0 &&
        cut_order(r, &x->high, &y->high) <= 0;
}

static bool
is_finishing(struct relation *r, const struct span *x, const struct span *y)
{
    return cut_order(r, &x->high, &y->high) == 0 &&
        cut_order(r, &x->low, &y->low) >= 0;
}

static bool
is_during(struct relation *r, const struct span *x, const struct span *y)
{
    return cut_order(r, &x->low, &y->low) >= 0 &&
        cut_order(r, &x->high, &y->high) <= 0;
}

static bool
is_starting(struct relation *r, const struct span *x, const struct span *y)
{
    return cut_order(r, &x->low, &y->low) == 0 &&
        cut_order(r, &x->high, &y->high) <= 0;
}

static bool
is_same(struct relation *r, const struct span *x, const struct span *y)
{
    return cut_order(r, &x->low, &y->low) == 0 &&
        cut_order(r, &x->high, &y->high) == 0;
}

static struct feel_value
relate(struct feel_eval *e, const struct feel_value *x,
    const struct feel_value *y, related f)
{
    struct relation r = { .e = e };
    struct span a, b;

    if (!to_span(x, &a))
        return feel_mismatch(e, "a point or a range", x);
    if (!to_span(y, &b))
        return feel_mismatch(e, "a point or a range", y);

    bool yes = f(&r, &a, &b);

    if (r.bad)
        return feel_fail(e, "the ranges differ in type");
    return feel_boolean(yes);
}

#define RELATION(name, x, y, f) \
    FEEL_FN(name) \
    { \
        (void)n; \
        return relate(e, &args[x], &args[y], f); \
    }

RELATION(before, 0, 1, is_before)
RELATION(after, 1, 0, is_before)
RELATION(meets, 0, 1, is_meeting)
RELATION(met_by, 1, 0, is_meeting)
RELATION(overlaps, 0, 1, is_overlapping)
RELATION(overlaps_before, 0, 1, is_overlapping_before)
RELATION(finishes, 0, 1, is_finishing)
RELATION(finished_by, 1, 0, is_finishing)
RELATION(includes, 1, 0, is_during)
RELATION(during, 0, 1, is_during)
RELATION(starts, 0, 1, is_starting)
RELATION(started_by, 1, 0, is_starting)
RELATION(coincides, 0, 1, is_same)

static bool
is_overlapping_after(
    struct relation *r, const struct span *x, const struct span *y)
{
    return cut_order(r, &y->low, &x->low) < 0 &&
        cut_order(r, &x->low, &y->high) < 0 &&
        cut_order(r, &y->high, &x->high) <= 0;
}

RELATION(overlaps_after, 0, 1, is_overlapping_after)
