/* complaint_store.h - rows of complaints. */
#ifndef COMPLAINT_STORE_H
#define COMPLAINT_STORE_H

#include "domain/complaint.h"

NODISCARD enum status complaint_store_add(
    struct act *x, const struct complaint *c, struct err *err);
NODISCARD enum status complaint_store_get(struct act *x, int64_t id,
    struct complaint *ret, bool *ret_found, struct err *err);
NODISCARD enum status complaint_store_by_number(struct act *x,
    struct str number, struct complaint *ret, bool *ret_found,
    struct err *err);
/* ERR_CONFLICT: somebody else changed it; version rises. */
NODISCARD enum status complaint_store_put(
    struct act *x, struct complaint *c, struct err *err);
NODISCARD enum status complaint_store_of(struct act *x, int64_t subject_id,
    const struct complaint **ret, size_t *ret_n, struct err *err);
NODISCARD enum status complaint_store_by_code(struct act *x,
    struct str credit_code, const struct complaint **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status complaint_store_by_account(struct act *x,
    int64_t account_id, const struct complaint **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status complaint_store_waiting(struct act *x,
    int64_t programme_id, const struct complaint **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status complaint_store_page(struct act *x, bool open_only,
    size_t offset, size_t n, const struct complaint **ret, size_t *ret_n,
    struct err *err);

#endif
