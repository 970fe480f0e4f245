/* history_import_store.h - rows of imports. */
#ifndef HISTORY_IMPORT_STORE_H
#define HISTORY_IMPORT_STORE_H

#include "domain/history_import.h"

NODISCARD enum status history_store_add(
    struct act *x, const struct history_import *m, struct err *err);
/* ERR_NOT_FOUND there is none. */
NODISCARD enum status history_store_get(struct act *x,
    int64_t id, struct history_import *ret, struct err *err);
NODISCARD enum status history_store_list(struct act *x,
    const struct history_import **ret, size_t *ret_n, struct err *err);
/* From DRAFT to its new state; ERR_CONFLICT if it is no draft any more. */
NODISCARD enum status history_store_done(
    struct act *x, const struct history_import *m, struct err *err);

#endif
