/* recordation_store.h - SQL behind recordation.c; rows in and out, no rules. */
#ifndef RECORDATION_STORE_H
#define RECORDATION_STORE_H

#include "domain/recordation.h"

NODISCARD enum status recordation_store_add(
    struct act *x, const struct recordation *r, struct err *err);
NODISCARD enum status recordation_store_get(struct act *x, int64_t id,
    struct recordation *ret, bool *ret_found, struct err *err);
NODISCARD enum status recordation_store_list(struct act *x,
    int64_t programme_id, const struct recordation **ret, size_t *ret_n,
    struct err *err);
/* r->version is counted up; ERR_CONFLICT if somebody else changed it. */
NODISCARD enum status recordation_store_put(
    struct act *x, struct recordation *r, struct err *err);
NODISCARD enum status recordation_store_add_row(
    struct act *x, const struct recordation_row *row, struct err *err);
NODISCARD enum status recordation_store_rows(struct act *x, int64_t id,
    const struct recordation_row **ret, size_t *ret_n, struct err *err);
/* From REPORTED; to REPORTED: it stays open for a reason. */
NODISCARD enum status recordation_store_end_row(struct act *x,
    const struct recordation_row *row, struct str to, struct str reason,
    struct err *err);
NODISCARD enum status recordation_store_is_reported(
    struct act *x, int64_t application_id, bool *ret, struct err *err);
NODISCARD enum status recordation_store_waiting(struct act *x,
    int64_t programme_id, const int64_t **ret, size_t *ret_n,
    struct err *err);

#endif
