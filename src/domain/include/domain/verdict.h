/* verdict.h - decisions that can be recomputed: every verdict on an
 * application is kept with its facts, the reference day, the pack by hash and
 * the result, and can be judged again from just that. Errors of all calls:
 * core.h. */
#ifndef DOMAIN_VERDICT_H
#define DOMAIN_VERDICT_H

#include "domain/application.h"

struct verdict_row {
    int64_t id, at_us, by_id;
    struct str stage;          /* submit, formal_review, decision_day ... */
    struct str rule;
    struct str outcome;        /* MET, NOT_MET, UNDECIDED */
    struct day reference;
    struct str pack_hash;
    const struct json *inputs; /* answers, extra, readings, now_us */
    const struct json *result; /* pack_verdict_json of that day */
};

/* Keeps a verdict with the facts it was judged by; in the transaction of the
 * act that needed it. facts->reference is the reference day kept. */
NODISCARD enum status verdict_keep(struct act *x,
    const struct application *app, struct str stage,
    const struct pack_verdict *v, const struct pack_facts *facts,
    struct err *err);

/* The first part that has this outcome and no part with it, deepest first;
 * NULL: v has another outcome. */
const struct pack_verdict *verdict_hindrance(
    const struct pack_verdict *v, enum outcome kind);

/* The rule judged again on a later day, as on that of the decision (R6), and
 * kept as decision_day. A day before the reference day changes nothing: who
 * decides before a round closes judges by its closing day. */
NODISCARD enum status verdict_on_day(struct act *x,
    const struct application *app, struct str rule,
    const struct pack_facts *facts, struct day day, struct pack_verdict *ret,
    struct err *err);
/* verdict_on_day, refusing what does not hold any more. what: verb of the act,
 * 备案. ERR_CONFLICT: not met on that day; with arithmetic and clause. */
NODISCARD enum status verdict_recheck(struct act *x,
    const struct application *app, struct str rule,
    const struct pack_facts *facts, struct day day, const char *what,
    struct err *err);

/*
 * Faults of rules: verdicts since a moment that could not be computed although
 * every fact was known, newest first, at most n, of files that the actor may
 * read. For the officers who can have the rule put right.
 */
struct verdict_fault {
    int64_t application_id, at_us, programme_id;
    struct str number, name; /* of the application, of the applicant */
    struct str text;         /* 规则：the error */
};
NODISCARD enum status verdict_faults(struct act *x, int64_t since_us,
    size_t n, const struct verdict_fault **ret, size_t *ret_n,
    struct err *err);

/* Those of an application, oldest first. Whoever may see the application. */
NODISCARD enum status verdict_list(struct act *x,
    const struct application *app, const struct verdict_row **ret,
    size_t *ret_n, struct err *err);

/*
 * Judges again from what was kept, with the pack of that day.
 *
 * ret_same  the result is the same to the byte.
 * Errors: ERR_NOT_FOUND  the pack version is not installed here, or a holiday
 *                        year is missing.
 */
NODISCARD enum status verdict_again(struct act *x,
    const struct verdict_row *row, struct pack_verdict *ret, bool *ret_same,
    struct err *err);

#endif
