/* rectification_store.h - SQL of correction orders. Private to this folder. */
#ifndef RECTIFICATION_STORE_H
#define RECTIFICATION_STORE_H

#include "domain/rectification.h"

NODISCARD enum status rectification_store_add(
    struct act *x, const struct rectification *r, struct err *err);
NODISCARD enum status rectification_store_get(struct act *x, int64_t id,
    struct rectification *ret, bool *ret_found, struct err *err);
/* ERR_CONFLICT: another version. */
NODISCARD enum status rectification_store_put(
    struct act *x, struct rectification *r, struct err *err);
/* Writes the last day of one that was open. */
NODISCARD enum status rectification_store_settle(
    struct act *x, struct rectification *r, struct err *err);
NODISCARD enum status rectification_store_of_subject(struct act *x,
    int64_t subject_id, const struct rectification **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status rectification_store_list(struct act *x,
    int64_t programme_id, bool open_only, const struct rectification **ret,
    size_t *ret_n, struct err *err);
/* Gives the order to another source_id. */
NODISCARD enum status rectification_store_carry(struct act *x,
    const struct rectification *r, int64_t to, struct err *err);
/* Open ones whose last day is not settled or is not behind until. */
NODISCARD enum status rectification_store_daily(struct act *x,
    int64_t programme_id, struct day until, const struct rectification **ret,
    size_t *ret_n, struct err *err);

#endif
