/* tick_store.h - whom the calendar touches. */
#ifndef TICK_STORE_H
#define TICK_STORE_H

#include "domain/accreditation.h"

/* A holder and its place in the order of the index. */
struct tick_row {
    int64_t subject_id, id;
    struct day day;
};

/* After `after`, by watch day up to `until`, in one state. */
NODISCARD enum status tick_store_watch(struct act *x, int64_t programme_id,
    enum accreditation_state state, struct day until, struct tick_row after,
    size_t n, const struct tick_row **ret, size_t *ret_n, struct err *err);
/* After `after`, by last day from..until, in one state. */
NODISCARD enum status tick_store_term(struct act *x, int64_t programme_id,
    enum accreditation_state state, struct day from, struct day until,
    struct tick_row after, size_t n, const struct tick_row **ret,
    size_t *ret_n, struct err *err);
/* The first last day behind `after`, up to `until`, that a holder in this
 * state has; DAY_NONE. One look into the index. */
NODISCARD enum status tick_store_next(struct act *x,
    enum accreditation_state state, struct day after, struct day until,
    struct day *ret, struct err *err);

#endif
