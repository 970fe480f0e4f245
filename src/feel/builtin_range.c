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

/* --- range("[1..5)") --- */

/* Nesting of an end of a range in a text: date("2024-01-01") is two. */
#define END_DEPTH 8

/* A text that is a literal, also @"2024-01-01" or date("2024-01-01"). */
static bool
literal_of(struct feel_eval *e, struct str text, const struct node **ret)
{
    struct feel_scope *s = feel_scope_new(e->a);
    struct feel_limits limits = e->limits;
    const struct feel_expr *x;
    struct err err;

    limits.depth = END_DEPTH;
    feel_scope_zones(s, e->zones.folder);
    if (feel_compile(e->a, text, s, &limits, &x, &err) != OK)
        return false;
    *ret = x->root;
    return true;
}

/* (2..] and the like have one end only. */
static bool
half_of(struct feel_eval *e, struct str inner, char open, char close,
    struct feel_value *ret)
{
    bool below = str_starts(inner, STR(".."));
    struct str end = below ? str_sub(inner, 2, SIZE_MAX)
                           : str_sub(inner, 0, inner.n - 2);
    struct feel_value none = feel_null();
    const struct node *n;

    /* The missing end is never included. */
    if ((below ? open == '[' : close == ']') ||
        !literal_of(e, end, &n) || n->kind != N_LITERAL ||
        n->value.type == FEEL_NULL)
        return false;
    *ret = below ? feel_range_of(e->a, &none, &n->value, false, close == ']')
                 : feel_range_of(e->a, &n->value, &none, open == '[', false);
    return true;
}

static bool
whole_of(struct feel_eval *e, struct str text, struct feel_value *ret)
{
    const struct node *n;

    if (!literal_of(e, text, &n) || n->kind != N_RANGE ||
        n->form != FEEL_RANGE_BOTH || n->kids[0]->kind != N_LITERAL ||
        n->kids[1]->kind != N_LITERAL)
        return false;
    *ret = feel_eval_node(e, NULL, n);
    return ret->type == FEEL_RANGE && ret->range->low.type != FEEL_NULL &&
        ret->range->high.type != FEEL_NULL;
}

FEEL_FN(range)
{
    struct feel_value v;

    (void)n;
    if (args[0].type != FEEL_STRING)
        return feel_mismatch(e, "string", &args[0]);

    struct str s = str_trim(args[0].string);
    struct str inner = s.n > 2 ? str_trim(str_sub(s, 1, s.n - 2)) : STR_EMPTY;

    if (!feel_step_bytes(e, s.n))
        return feel_null();
    if (inner.n > 2 &&
        (str_starts(inner, STR("..")) || str_ends(inner, STR("..")))) {
        char open = s.p[0] == '(' || s.p[0] == ']' ? '(' : s.p[0];
        char last = s.p[s.n - 1];
        char close = last == ')' || last == '[' ? ')' : last;

        if ((open == '(' || open == '[') && (close == ')' || close == ']') &&
            half_of(e, inner, open, close, &v))
            return v;
    } else if (inner.n > 0 && whole_of(e, s, &v)) {
        return v;
    }
    return feel_fail(e, "not a range: \"" STR_FMT "\"",
        STR_ARG(utf8_head(s, 40)));
}
