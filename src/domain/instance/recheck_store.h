/* recheck_store.h - rows of refusals that are looked at again. */
#ifndef RECHECK_STORE_H
#define RECHECK_STORE_H

#include "domain/recheck.h"

NODISCARD enum status recheck_store_add(struct act *x,
    const struct application *app, struct str reason, bool *ret_done,
    struct err *err);
/* application_id 0: all. */
NODISCARD enum status recheck_store_list(struct act *x,
    int64_t application_id, const struct recheck **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status recheck_store_decide(struct act *x,
    const struct application *app, enum recheck_state to, struct str answer,
    bool *ret_done, struct err *err);

#endif
