/* inspection_store.h - SQL of inspections. Private to this folder. */
#ifndef INSPECTION_STORE_H
#define INSPECTION_STORE_H

#include "domain/inspection.h"

NODISCARD enum status inspection_store_add(
    struct act *x, const struct inspection *i, struct err *err);
NODISCARD enum status inspection_store_get(struct act *x, int64_t id,
    struct inspection *ret, bool *ret_found, struct err *err);
/* Writes all that may change; ERR_CONFLICT: another version. */
NODISCARD enum status inspection_store_put(
    struct act *x, struct inspection *i, struct err *err);

enum inspection_by { BY_DRAW, BY_ACCOUNT, BY_PROGRAMME, BY_SUBJECT };
NODISCARD enum status inspection_store_list(struct act *x,
    enum inspection_by by, int64_t key, struct str state,
    const struct inspection **ret, size_t *ret_n, struct err *err);

NODISCARD enum status inspector_store_add(struct act *x, int64_t id,
    int64_t account_id, int64_t position, struct err *err);
NODISCARD enum status inspector_store_replace(struct act *x, int64_t id,
    int64_t account_id, struct str reason, struct err *err);
NODISCARD enum status inspector_store_list(struct act *x, int64_t id,
    const struct inspection_person **ret, size_t *ret_n, struct err *err);

#endif
