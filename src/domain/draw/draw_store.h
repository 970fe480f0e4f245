/* draw_store.h - SQL of draws. Private to this folder. */
#ifndef DRAW_STORE_H
#define DRAW_STORE_H

#include "domain/draw.h"

/* Holders of a programme that have not ended: subject and id, by number. */
struct holder_key {
    int64_t subject_id, id;
};
NODISCARD enum status draw_store_holders(struct act *x, int64_t programme_id,
    size_t most, const struct holder_key **ret, size_t *ret_n,
    struct err *err);

/* The newest holding of a number in a programme; ret->id 0: none. */
NODISCARD enum status draw_store_holder(struct act *x, int64_t programme_id,
    struct str number, struct holder_key *ret, struct err *err);

/* Somebody who may inspect, and for which region. */
struct candidate {
    int64_t account_id;
    struct str name, unit, region, kind;
};
/* People of bodies of the programme; kind is that of the body. */
NODISCARD enum status draw_store_seats(struct act *x, int64_t programme_id,
    const struct candidate **ret, size_t *ret_n, struct err *err);

NODISCARD enum status draw_store_add(
    struct act *x, const struct draw *d, struct err *err);
NODISCARD enum status draw_store_get(struct act *x, int64_t id,
    struct draw *ret, bool *ret_found, struct err *err);
NODISCARD enum status draw_store_by_number(struct act *x, struct str number,
    int64_t *ret_id, struct err *err); /* 0: none */
NODISCARD enum status draw_store_list(struct act *x, int64_t programme_id,
    struct str state, size_t n, const struct draw **ret, size_t *ret_n,
    struct err *err);
/* Writes seed and result, or the withdrawal, of a draw that is COMMITTED;
 * ERR_CONFLICT otherwise. */
NODISCARD enum status draw_store_drawn(struct act *x, const struct draw *d,
    struct str result, struct err *err);
NODISCARD enum status draw_store_void(
    struct act *x, const struct draw *d, struct err *err);
/* Drawn ones without a last day, and the day that came out (for the
 * inspections as well). */
NODISCARD enum status draw_store_open(struct act *x, int64_t programme_id,
    const struct draw **ret, size_t *ret_n, struct err *err);
NODISCARD enum status draw_store_settle(
    struct act *x, const struct draw *d, struct err *err);
NODISCARD enum status draw_store_count(struct act *x, int64_t programme_id,
    int64_t year, struct draw_count *ret, struct err *err);

#endif
