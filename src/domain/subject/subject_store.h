/* subject_store.h - rows of subjects; no rules. */
#ifndef SUBJECT_STORE_H
#define SUBJECT_STORE_H

#include "domain/subject.h"

NODISCARD enum status subject_store_add(struct act *x,
    const struct subject *s, struct str id_no_hash, struct err *err);
NODISCARD enum status subject_store_add_private(struct act *x, int64_t id,
    const struct subject_private *p, struct err *err);
NODISCARD enum status subject_store_complete(struct act *x, int64_t id,
    struct str credit_code, struct str id_no_hash, struct str region,
    struct err *err);
NODISCARD enum status subject_store_rename(struct act *x,
    const struct subject *before, struct str name, int64_t incident_id,
    struct err *err);
/* Keeps the name of `before` among the former ones. */
NODISCARD enum status subject_store_keep(struct act *x,
    const struct subject *before, struct str became, int64_t incident_id,
    struct err *err);
NODISCARD enum status subject_store_by_hash(
    struct act *x, struct str hash, int64_t *ret_id, struct err *err);

#endif
