/* Ways to allocate a total of places over the units. */
#include "domain/plan_allocation.h"

#include "plan_private.h"
#include "solve.h"

static const struct {
    struct str name, title;
} WAYS[] = {
    [PLAN_WORST_FIRST] = { STR_INIT("worst_first"), STR_INIT("最缺先补") },
    [PLAN_BY_GAP] = { STR_INIT("by_gap"), STR_INIT("按缺口比例") },
    [PLAN_BY_PROPOSAL] = { STR_INIT("by_proposal"), STR_INIT("按申报数") },
};

struct str
plan_way_name(enum plan_way w)
{
    return WAYS[w].name;
}

struct str
plan_way_title(enum plan_way w)
{
    return WAYS[w].title;
}

/* --- who may get how many --- */

static bool
may_get(const struct plan_row *r)
{
    return r->unit.exists && r->gate.known && !r->gate.reached &&
           r->target.known;
}

struct work {
    struct arena *a;
    const struct pack *p;
    const struct plan_row *rows;
    size_t n;
    int64_t total, share;  /* share -1: none */
    int64_t *low, *cap, *rural_cap;
};

static int64_t
least_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void
set_bounds(struct work *w)
{
    const struct pack_planning *q = w->p->planning;

    if (q->rural_share.n == 0 ||
        pack_parameter(w->p, q->rural_share, &w->share, NULL) != OK)
        w->share = -1;
    w->low = arena_new_array(w->a, int64_t, w->n + 1);
    w->cap = arena_new_array(w->a, int64_t, w->n + 1);
    w->rural_cap = arena_new_array(w->a, int64_t, w->n + 1);
    for (size_t i = 0; i < w->n; i++) {
        const struct plan_row *r = &w->rows[i];

        w->cap[i] = may_get(r) ? least_of(r->target.gap, w->total) : 0;
        /* A unit that says how many rural places it can fill is heard. */
        w->rural_cap[i] = r->proposed_rural < 0
                              ? w->cap[i]
                              : least_of(r->proposed_rural, w->cap[i]);
    }
}

/* --- the worst-served first --- */

/* (numerator + h) / denominator of unit i against that of k, exactly. At most
 * 2e9 + 2e4 times 2e9: fits. */
static int
ratio_cmp(const struct work *w, size_t i, int64_t hi, size_t k, int64_t hk)
{
    const struct plan_passport *a = &w->rows[i].target;
    const struct plan_passport *b = &w->rows[k].target;
    int64_t left = (a->numerator + hi) * b->denominator;
    int64_t right = (b->numerator + hk) * a->denominator;

    return left < right ? -1 : left > right;
}

/* Which of two is served first: the lower ratio, then the weaker economy, then
 * the lower code. */
static int
before(const struct work *w, size_t i, int64_t hi, size_t k, int64_t hk)
{
    int c = ratio_cmp(w, i, hi, k, hk);

    if (c != 0)
        return c;
    if (w->rows[i].weak != w->rows[k].weak)
        return w->rows[i].weak ? -1 : 1;
    return str_cmp(w->rows[i].unit.code, w->rows[k].unit.code);
}

static enum status
feasible(const struct work *w, const int64_t *low, int64_t total, bool *ret,
    struct err *err)
{
    int64_t sum = 0;

    for (size_t i = 0; i < w->n; i++)
        sum += low[i];
    *ret = false;
    if (sum > total)
        return OK;
    return solve_exact(
        &(struct solve){ .low = low,
            .cap = w->cap,
            .rural_cap = w->rural_cap,
            .n = w->n,
            .total = total,
            .share = w->share },
        ret, err);
}

/* Places that lift every unit to a step: unit k with hk places. */
static void
needs(const struct work *w, size_t k, int64_t hk, int64_t *ret)
{
    for (size_t i = 0; i < w->n; i++) {
        int64_t low = 0, high = w->cap[i];

        while (low < high) { /* the least that is not below */
            int64_t mid = low + (high - low) / 2;

            if (ratio_cmp(w, i, mid, k, hk) < 0)
                low = mid + 1;
            else
                high = mid;
        }
        ret[i] = low;
    }
}

/* The highest common level: units below it are lifted to it as far as their
 * cap goes. Searched along the steps of each unit in turn. */
static enum status
common_level(const struct work *w, int64_t total, int64_t *h,
    struct err *err)
{
    int64_t *best = arena_new_array(w->a, int64_t, w->n + 1);
    int64_t *now = arena_new_array(w->a, int64_t, w->n + 1);
    int64_t best_sum = 0;

    for (size_t k = 0; k < w->n; k++) {
        int64_t low = 0, high = w->cap[k];

        while (w->cap[k] > 0 && low <= high) {
            int64_t mid = low + (high - low) / 2, sum = 0;
            bool fits = false;

            needs(w, k, mid, now);
            for (size_t i = 0; i < w->n; i++)
                sum += now[i];
            if (sum <= best_sum && mid < high) { /* below what is known */
                low = mid + 1;
                continue;
            }
            TRY(feasible(w, now, total, &fits, err));
            if (fits && sum > best_sum) {
                best_sum = sum;
                for (size_t i = 0; i < w->n; i++)
                    best[i] = now[i];
            }
            if (fits)
                low = mid + 1;
            else
                high = mid - 1;
        }
    }
    for (size_t i = 0; i < w->n; i++)
        h[i] = best[i];
    return OK;
}

/* Who comes next; SIZE_MAX: nobody can take more. */
static size_t
worst(const struct work *w, const int64_t *h, const bool *closed)
{
    size_t at = SIZE_MAX;

    for (size_t i = 0; i < w->n; i++) {
        if (closed[i] || h[i] >= w->cap[i])
            continue;
        if (at == SIZE_MAX || before(w, i, h[i], at, h[at]) < 0)
            at = i;
    }
    return at;
}

static enum status
worst_first(const struct work *w, int64_t *h, struct err *err)
{
    bool *closed = arena_new_array(w->a, bool, w->n + 1);
    int64_t total = 0, sum = 0;

    TRY(solve_most(
        &(struct solve){ .low = w->low,
            .cap = w->cap,
            .rural_cap = w->rural_cap,
            .n = w->n,
            .total = w->total,
            .share = w->share },
        &total, err));
    TRY(common_level(w, total, h, err));
    for (size_t i = 0; i < w->n; i++)
        sum += h[i];
    while (sum < total) {
        size_t i = worst(w, h, closed);
        bool fits = false;

        if (i == SIZE_MAX)
            break;
        h[i]++;
        TRY(feasible(w, h, total, &fits, err));
        if (fits) {
            sum++;
        } else {
            h[i]--;
            closed[i] = true;
        }
    }
    return OK;
}

/* --- in proportion --- */

/* weight of each, at most cap; the rest by largest remainder, then code. */
static void
in_proportion(const struct work *w, const int64_t *weight, int64_t *h)
{
    int64_t all = 0, given = 0;
    int64_t *rest = arena_new_array(w->a, int64_t, w->n + 1);

    for (size_t i = 0; i < w->n; i++)
        all += weight[i];
    int64_t total = least_of(all, w->total);
    for (size_t i = 0; i < w->n && all > 0; i++) {
        h[i] = weight[i] * total / all;
        rest[i] = weight[i] * total % all;
        given += h[i];
    }
    while (given < total) {
        size_t at = 0;

        for (size_t i = 1; i < w->n; i++) {
            if (rest[i] > rest[at])
                at = i;
        }
        h[at]++;
        rest[at] = -1;
        given++;
    }
}

/* --- rural places and words --- */

/* More than the share of each unit as far as it can, then more where it must
 * be. */
static void
set_rural(const struct work *w, struct plan_share *s, int64_t given)
{
    int64_t all = 0;

    for (size_t i = 0; i < w->n; i++) {
        int64_t least = w->share < 0 || s[i].headcount == 0
                            ? 0
                            : s[i].headcount * w->share / 100 + 1;

        s[i].rural = least_of(
            least_of(least, s[i].headcount), s[i].rural_cap);
        all += s[i].rural;
    }
    for (size_t i = 0; i < w->n && w->share >= 0; i++) {
        while (all * 100 <= w->share * given &&
               s[i].rural < least_of(s[i].headcount, s[i].rural_cap)) {
            s[i].rural++;
            all++;
        }
    }
}

static struct str
ratio_after(const struct work *w, const struct plan_row *r, int64_t h)
{
    struct plan_passport p = r->target;
    int64_t top = (p.numerator + h) * p.ratio->per;

    return !p.known ? STR_EMPTY
                    : arena_fmt(w->a, "%lld.%04lld",
                          (long long)(top / p.denominator),
                          (long long)(top % p.denominator * 10000 /
                                      p.denominator));
}

/* Place of a unit among those that may get something, worst first. */
static size_t
rank_of(const struct work *w, size_t at)
{
    size_t rank = 1;

    for (size_t i = 0; i < w->n; i++)
        rank += i != at && may_get(&w->rows[i]) && before(w, i, 0, at, 0) < 0;
    return rank;
}

static struct str
cite_of(const struct work *w, struct str clause)
{
    const struct pack_clause *c = pack_clause(w->p, clause);

    return c == NULL ? clause : c->cite;
}

static struct str
reason(const struct work *w, const struct plan_share *s, size_t at)
{
    const struct plan_row *r = s->row;
    const struct plan_passport *g = &r->gate, *t = &r->target;

    if (!r->unit.exists)
        return arena_fmt(w->a, STR_FMT "已不是现行区划，不安排",
            STR_ARG(r->unit.name));
    if (!g->known || !t->known)
        return arena_fmt(w->a, STR_FMT "，不安排",
            STR_ARG(plan_passport_text(w->a, g->known ? t : g)));
    if (g->reached)
        return arena_fmt(w->a, STR_FMT "已达到 " STR_FMT "（" STR_FMT
                               "），不安排；依据" STR_FMT,
            STR_ARG(g->ratio->title.zh), STR_ARG(g->ratio->threshold),
            STR_ARG(g->arithmetic), STR_ARG(cite_of(w, g->ratio->clause)));
    if (t->gap == 0)
        return arena_fmt(w->a, STR_FMT " " STR_FMT "，已没有缺口，不安排",
            STR_ARG(t->ratio->title.zh), STR_ARG(t->shown));
    if (s->headcount == 0)
        return arena_fmt(w->a,
            STR_FMT " " STR_FMT "，由低到高第 %zu；总量先给了更低的单元，未安排",
            STR_ARG(t->ratio->title.zh), STR_ARG(t->shown), rank_of(w, at));
    return arena_fmt(w->a,
        STR_FMT " " STR_FMT "，由低到高第 %zu；缺口 %lld 人，安排 %lld 人（农村 "
                "%lld 人）后为 " STR_FMT,
        STR_ARG(t->ratio->title.zh), STR_ARG(t->shown), rank_of(w, at),
        (long long)t->gap, (long long)s->headcount, (long long)s->rural,
        STR_ARG(s->after));
}

static void
finish(const struct work *w, enum plan_way way, const int64_t *h,
    struct plan_allocation *ret)
{
    struct plan_share *s =
        arena_new_array(w->a, struct plan_share, w->n + 1);
    size_t low = SIZE_MAX;

    *ret = (struct plan_allocation){ .way = way, .shares = s, .n = w->n };
    for (size_t i = 0; i < w->n; i++) {
        s[i] = (struct plan_share){ .row = &w->rows[i],
            .cap = w->cap[i],
            .rural_cap = least_of(w->rural_cap[i], h[i]),
            .headcount = h[i],
            .before = w->rows[i].target.shown,
            .after = ratio_after(w, &w->rows[i], h[i]) };
        if (w->rows[i].proposed_rural < 0)
            s[i].rural_cap = h[i];
        ret->given += h[i];
        ret->receiving += h[i] > 0;
        if (w->rows[i].target.known && w->rows[i].unit.exists) {
            ret->gap_left += w->rows[i].target.gap > h[i]
                                 ? w->rows[i].target.gap - h[i]
                                 : 0;
            if (low == SIZE_MAX || ratio_cmp(w, i, h[i], low, h[low]) < 0)
                low = i;
        }
    }
    set_rural(w, s, ret->given);
    for (size_t i = 0; i < w->n; i++) {
        ret->rural += s[i].rural;
        s[i].why = reason(w, &s[i], i);
    }
    ret->rural_kept = plan_rural_kept(w->p, ret->rural, ret->given);
    if (low != SIZE_MAX) {
        ret->lowest = s[low].after;
        ret->lowest_unit = w->rows[low].unit.name;
    }
}

enum status
plan_allocate(struct arena *a, const struct pack *p,
    const struct plan_row *rows, size_t n, int64_t total,
    struct plan_allocation *ret, struct err *err)
{
    struct work w = { .a = a, .p = p, .rows = rows, .n = n, .total = total };
    int64_t *h = arena_new_array(a, int64_t, n + 1);
    int64_t *weight = arena_new_array(a, int64_t, n + 1);

    if (total < 0 || total > PLAN_TOTAL_MAX)
        return err_field(err, ERR_INPUT, STR("total"),
            "名额总数应为 0 到 %d，现为 %lld", PLAN_TOTAL_MAX,
            (long long)total);
    set_bounds(&w);
    if (n > 0)
        TRY(worst_first(&w, h, err));
    finish(&w, PLAN_WORST_FIRST, h, &ret[PLAN_WORST_FIRST]);
    for (size_t i = 0; i < n; i++)
        weight[i] = may_get(&rows[i]) ? rows[i].target.gap : 0;
    h = arena_new_array(a, int64_t, n + 1);
    in_proportion(&w, weight, h);
    finish(&w, PLAN_BY_GAP, h, &ret[PLAN_BY_GAP]);
    for (size_t i = 0; i < n; i++)
        weight[i] = may_get(&rows[i]) && rows[i].proposed > 0
                        ? least_of(rows[i].proposed, rows[i].target.gap)
                        : 0;
    h = arena_new_array(a, int64_t, n + 1);
    in_proportion(&w, weight, h);
    finish(&w, PLAN_BY_PROPOSAL, h, &ret[PLAN_BY_PROPOSAL]);
    return OK;
}
