/* place.h - places that are limited, by name: of a quota, of a plan's unit and
 * year. The last one goes to one: taken in the transaction of the approval, so
 * of two officers at the same moment one is refused, on both engines.
 * Errors: core.h. No permission is asked for.
 */
#ifndef DOMAIN_PLACE_H
#define DOMAIN_PLACE_H

#include "domain/core.h"

/* Names that begin so are those of plans (plan.h); quotas of packs have
 * others. */
#define PLACE_OF_PLAN "plan/"

struct place_claim {
    int64_t programme_id;
    struct str of;             /* "名额40", "plan/2021/500101" */
    int64_t subject_id, application_id;
};

/* Places taken; of them beyond the limit. */
NODISCARD enum status place_used(struct act *x, int64_t programme_id,
    struct str of, int64_t *ret_used, int64_t *ret_beyond, struct err *err);
/* Whether the subject has a place. */
NODISCARD enum status place_has(struct act *x, int64_t programme_id,
    struct str of, int64_t subject_id, bool *ret, struct err *err);
/*
 * Takes a place if one is left below `limit`; with beyond_id (who allowed it),
 * in any case. *ret_taken true as well if the subject has one already: a
 * subject takes one.
 */
NODISCARD enum status place_take(struct act *x, const struct place_claim *p,
    int64_t limit, int64_t beyond_id, bool *ret_taken, struct err *err);
/* Gives back all places that an application took. */
NODISCARD enum status place_release(struct act *x, int64_t programme_id,
    int64_t subject_id, int64_t application_id, struct err *err);

/* Places by name from `from` on and before `before`. */
struct place_count {
    struct str of;
    int64_t used, beyond;
};
NODISCARD enum status place_counts(struct act *x, int64_t programme_id,
    struct str from, struct str before, const struct place_count **ret,
    size_t *ret_n, struct err *err);

/* Places of this name by what they were taken for, most first; without that of
 * the subject `but` (0: all), who asked for one just now. */
struct place_kind {
    struct str procedure;      /* of the application; "" without one */
    int64_t n, beyond;
};
NODISCARD enum status place_kinds(struct act *x, int64_t programme_id,
    struct str of, int64_t but, const struct place_kind **ret, size_t *ret_n,
    struct err *err);

/* Who has a place of this name, oldest first, at most 500. */
struct place_holder {
    int64_t subject_id, application_id, taken_us;
    struct str name, number;   /* of the application; "" without one */
    bool beyond;
};
NODISCARD enum status place_holders(struct act *x, int64_t programme_id,
    struct str of, const struct place_holder **ret, size_t *ret_n,
    struct err *err);

#endif
