/* draw_private.h - what draws and inspections share. Private to this folder. */
#ifndef DRAW_PRIVATE_H
#define DRAW_PRIVATE_H

#include "domain/draw.h"

/* Judges a condition of the pack on a holder and its registers, as of today. */
NODISCARD enum status draw_judge(struct act *x, const struct programme *p,
    const struct accreditation *c, struct str rule, struct pack_verdict *ret,
    struct err *err);
/* The arithmetic of a verdict, or what it lacks. */
struct str draw_why(struct arena *a, const struct pack_verdict *v);

/* A pair that must not meet. */
struct draw_bar {
    size_t object, inspector; /* places in the pools */
    struct str why;
};
struct draw_pools_full {
    struct draw_pools p;
    const struct programme *programme;
    struct draw_object *objects;
    struct draw_inspector *inspectors;
    const struct draw_bar *bars;
    size_t n_bars;
};
/* As draw_pools, with the pairs. */
NODISCARD enum status draw_pools_make(struct act *x, const struct draw_new *n,
    struct draw_pools_full *ret, struct err *err);
/* What is committed. */
const struct json *draw_plan_make(struct act *x, const struct draw_new *n,
    const struct draw_pools_full *full, struct str number);

/* inspection.c: assigns what was drawn, tells the inspectors. */
NODISCARD enum status inspection_assign(
    struct act *x, const struct draw *d, struct err *err);
/* Reminds of those that are not published: their inspectors, and who entered
 * the seed when the last day is over. */
NODISCARD enum status inspection_remind(
    struct act *x, const struct programme *p, struct err *err);

#endif
