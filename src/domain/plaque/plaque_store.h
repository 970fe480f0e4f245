/* plaque_store.h - SQL behind plaque.c; rows in and out, no rules. */
#ifndef PLAQUE_STORE_H
#define PLAQUE_STORE_H

#include "domain/plaque.h"

NODISCARD enum status plaque_store_add(
    struct act *x, const struct plaque *p, struct err *err);
NODISCARD enum status plaque_store_get(struct act *x, int64_t id,
    struct plaque *ret, bool *ret_found, struct err *err);
/* p->version is counted up; ERR_CONFLICT if somebody else changed it. */
NODISCARD enum status plaque_store_put(
    struct act *x, struct plaque *p, struct err *err);
NODISCARD enum status plaque_store_list(struct act *x,
    const struct plaque_filter *f, const struct plaque **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status plaque_store_of_subject(struct act *x,
    int64_t subject_id, const struct plaque **ret, size_t *ret_n,
    struct err *err);

#endif
