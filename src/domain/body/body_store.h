/* body_store.h - SQL of bodies and their seats. */
#ifndef DOMAIN_BODY_STORE_H
#define DOMAIN_BODY_STORE_H

#include "domain/body.h"

NODISCARD enum status body_store_add(
    struct act *x, const struct body *b, struct err *err);
NODISCARD enum status body_store_put(
    struct act *x, const struct body *b, struct err *err);
NODISCARD enum status body_store_get(struct act *x, int64_t id,
    struct body *ret, bool *ret_found, struct err *err);
NODISCARD enum status body_store_list(struct act *x, int64_t programme_id,
    const struct body **ret, size_t *ret_n, struct err *err);
/* Open applications that are with it. */
NODISCARD enum status body_store_waiting(
    struct act *x, int64_t id, int64_t *ret_n, struct err *err);

NODISCARD enum status body_store_seats(struct act *x, int64_t body_id,
    const struct body_seat_row **ret, size_t *ret_n, struct err *err);
NODISCARD enum status body_store_seat_add(struct act *x, int64_t body_id,
    int64_t account_id, struct err *err);
NODISCARD enum status body_store_seat_remove(struct act *x, int64_t body_id,
    int64_t account_id, struct err *err);

#endif
