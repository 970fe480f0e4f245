/* plan_allocation.h - what the places of a plan could be: three ways to
 * allocate a total over the units, and what becomes of a unit if its figures
 * change. Pure: nothing is written, every result is only a proposal that a
 * person may take into the plan (plan_compile).
 *
 * Nobody at or above the gate, or with a figure of it unknown, gets a place;
 * nobody gets more than the gap to the target; the share of rural places is
 * kept (D-4-3-b to D-4-3-d). Same rows and total, same result.
 */
#ifndef DOMAIN_PLAN_ALLOCATION_H
#define DOMAIN_PLAN_ALLOCATION_H

#include "domain/plan.h"

#define PLAN_TOTAL_MAX 20000

enum plan_way {
    PLAN_WORST_FIRST, /* each place to the unit served worst at that moment
                         that can take it: lexicographic, by an integer
                         programme (GLPK) */
    PLAN_BY_GAP,      /* in proportion to the gaps, largest remainders */
    PLAN_BY_PROPOSAL, /* what the units asked for, cut to the total */
    PLAN_WAY_COUNT_
};
struct str plan_way_name(enum plan_way w);  /* "worst_first" */
struct str plan_way_title(enum plan_way w); /* "最缺先补" */

struct plan_share {
    const struct plan_row *row;
    int64_t cap, rural_cap;    /* most it may get; of them rural */
    int64_t headcount, rural;
    struct str before, after;  /* target ratio, four decimals; "" unknown */
    struct str why;            /* one sentence */
};
struct plan_allocation {
    enum plan_way way;
    const struct plan_share *shares; /* as the rows */
    size_t n;
    int64_t given, rural;      /* given may be less than the total */
    size_t receiving;          /* units that get any */
    int64_t gap_left;          /* gaps of single units, added: persons */
    struct str lowest;         /* lowest target ratio after it, "" */
    struct str lowest_unit;
    bool rural_kept;
};
/*
 * ret: PLAN_WAY_COUNT_ allocations.
 * Errors: ERR_INPUT  total outside 0..PLAN_TOTAL_MAX (field "total").
 *         ERR_LIMIT  the programme was not solved in time.
 */
NODISCARD enum status plan_allocate(struct arena *a, const struct pack *p,
    const struct plan_row *rows, size_t n, int64_t total,
    struct plan_allocation *ret, struct err *err);

#endif
