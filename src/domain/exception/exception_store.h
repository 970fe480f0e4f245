/* exception_store.h - rows of exceptions asked for. */
#ifndef EXCEPTION_STORE_H
#define EXCEPTION_STORE_H

#include "domain/exception.h"

NODISCARD enum status exception_store_add(
    struct act *x, const struct exception *e, struct err *err);
NODISCARD enum status exception_store_settle(
    struct act *x, const struct exception *e, struct err *err);
NODISCARD enum status exception_store_list(struct act *x,
    const struct application *app, const struct exception **ret,
    size_t *ret_n, struct err *err);

/* Asked for and not settled in a programme, oldest first. */
NODISCARD enum status exception_store_waiting(struct act *x,
    int64_t programme_id, const struct exception **ret, size_t *ret_n,
    struct err *err);

#endif
