/* decision_store.h - rows of decision lines and of overrides. */
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
