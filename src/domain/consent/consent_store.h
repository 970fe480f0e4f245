/* consent_store.h - SQL of consents. Private to this folder. */
#ifndef CONSENT_STORE_H
#define CONSENT_STORE_H

#include "domain/consent.h"

NODISCARD enum status consent_store_add(
    struct act *x, const struct consent *c, struct err *err);
/* State, reason, on_paper, answered_*. */
NODISCARD enum status consent_store_put(
    struct act *x, const struct consent *c, struct err *err);
NODISCARD enum status consent_store_list(struct act *x,
    const struct application *app, const struct consent **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status consent_store_get(struct act *x, int64_t id,
    struct consent *ret, bool *ret_found, struct err *err);
/* Of a party (0: of authorities, in a programme), open ones or the others,
 * newest first. */
NODISCARD enum status consent_store_of(struct act *x, int64_t party_id,
    bool open, const struct consent **ret, size_t *ret_n, struct err *err);

/* Keeps its region and the name of its party. */
NODISCARD enum status consent_store_move(
    struct act *x, const struct consent *c, struct err *err);

#endif
