/* solve.h - the integer programme of an allocation. Private to this folder. */
#ifndef PLAN_SOLVE_H
#define PLAN_SOLVE_H

#include "base/base.h"

/*
 * Whole numbers h[i] in low[i]..cap[i] and r[i] in 0..rural_cap[i], r[i] <=
 * h[i], with sum(h) at most (or exactly) total and, if share >= 0,
 * 100 * sum(r) > share * sum(h).
 */
struct solve {
    const int64_t *low, *cap, *rural_cap;
    size_t n;
    int64_t total, share; /* share in percent; -1: none */
};
/* The largest sum(h); 0 if there is no solution. ERR_LIMIT. */
NODISCARD enum status solve_most(
    const struct solve *s, int64_t *ret, struct err *err);
/* Is there one with sum(h) == total? ERR_LIMIT. */
NODISCARD enum status solve_exact(
    const struct solve *s, bool *ret, struct err *err);

#endif
