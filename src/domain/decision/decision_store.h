/* decision_store.h - rows of decision lines, of places and of overrides. */
#ifndef DECISION_STORE_H
#define DECISION_STORE_H

#include "domain/decision.h"

/* Rows there are; category order is the store's. */
NODISCARD enum status line_store_list(struct act *x,
    const struct application *app, const struct decision_line **ret,
    size_t *ret_n, struct err *err);
/* Adds the line or replaces it. */
NODISCARD enum status line_store_put(struct act *x,
    const struct application *app, const struct decision_line *l,
    struct err *err);
NODISCARD enum status decision_store_files(struct act *x,
    int64_t programme_id, int64_t round_id, const struct decision_row **ret,
    size_t *ret_n, struct err *err);

/* Places taken; of them beyond the limit. */
NODISCARD enum status quota_store_used(struct act *x, int64_t programme_id,
    struct str quota, int64_t *ret_used, int64_t *ret_overrides,
    struct err *err);
/* Whether the subject has a place. */
NODISCARD enum status quota_store_has(struct act *x, int64_t programme_id,
    struct str quota, int64_t subject_id, bool *ret, struct err *err);
/*
 * Takes a place for the application's subject if one is left below `limit`;
 * with override_id, in any case. *ret_taken true as well if it has one
 * already.
 */
NODISCARD enum status quota_store_take(struct act *x,
    const struct application *app, struct str quota, int64_t limit,
    int64_t override_id, bool *ret_taken, struct err *err);
/* Gives back all places that this application took. */
NODISCARD enum status quota_store_release(
    struct act *x, const struct application *app, struct err *err);

NODISCARD enum status override_store_add(
    struct act *x, const struct quota_override *o, struct err *err);
NODISCARD enum status override_store_list(struct act *x, int64_t programme_id,
    int64_t application_id, const struct quota_override **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status override_store_get(struct act *x, int64_t id,
    struct quota_override *ret, bool *ret_found, struct err *err);
/* ERR_CONFLICT: settled meanwhile. */
NODISCARD enum status override_store_settle(
    struct act *x, const struct quota_override *o, struct err *err);

#endif
