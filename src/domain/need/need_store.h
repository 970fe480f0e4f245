/* need_store.h - rows of needs. */
#ifndef NEED_STORE_H
#define NEED_STORE_H

#include "domain/need.h"

NODISCARD enum status need_store_add(
    struct act *x, const struct need *n, struct err *err);
NODISCARD enum status need_store_get(struct act *x, int64_t id,
    struct need *ret, bool *ret_found, struct err *err);
NODISCARD enum status need_store_by_number(struct act *x, struct str number,
    struct need *ret, bool *ret_found, struct err *err);
/* The open one with the same words, put since an instant. */
NODISCARD enum status need_store_same(struct act *x, const struct need *n,
    int64_t since_us, struct need *ret, bool *ret_found, struct err *err);
/* Regions in [from, until). */
NODISCARD enum status need_store_open(struct act *x, struct str from,
    struct str until, struct str field, const struct need **ret,
    size_t *ret_n, struct err *err);
NODISCARD enum status need_store_taken(struct act *x, int64_t subject_id,
    const struct need **ret, size_t *ret_n, struct err *err);
NODISCARD enum status need_store_list(struct act *x, struct str state,
    int64_t offset, int64_t limit, const struct need **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status need_store_count(
    struct act *x, struct str state, int64_t *ret, struct err *err);
/* Writes what changes if the version is still n->version. ERR_CONFLICT
 * otherwise. */
NODISCARD enum status need_store_put(
    struct act *x, const struct need *n, struct err *err);

#endif
