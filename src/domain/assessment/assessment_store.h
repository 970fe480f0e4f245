/* assessment_store.h - rows of the yearly lists. */
#ifndef ASSESSMENT_STORE_H
#define ASSESSMENT_STORE_H

#include "domain/assessment.h"

/* Holders in status on a day of the year, by id above `after`, with their
 * counters; the other members are empty. */
NODISCARD enum status assessment_store_holders(struct act *x,
    int64_t programme_id, int64_t year, int64_t after, size_t n,
    const struct assessment **ret, size_t *ret_n, struct err *err);
/* Adds or replaces what is counted and judged. */
NODISCARD enum status assessment_store_put(
    struct act *x, const struct assessment *s, struct err *err);
NODISCARD enum status assessment_store_page(struct act *x,
    int64_t programme_id, int64_t year, enum assessment_part part,
    size_t offset, size_t n, const struct assessment **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status assessment_store_get(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t year, struct assessment *ret,
    bool *ret_found, struct err *err);
/* When the list of a year was made; 0: there is none. */
NODISCARD enum status assessment_store_made(struct act *x,
    int64_t programme_id, int64_t year, int64_t *ret, struct err *err);
NODISCARD enum status assessment_store_counts(struct act *x,
    int64_t programme_id, int64_t year, struct assessment_counts *ret,
    struct err *err);
/* Proposals of living holders without a case of the year on this ground. */
NODISCARD enum status assessment_store_to_propose(struct act *x,
    int64_t programme_id, int64_t year, struct str ground, size_t n,
    const struct assessment **ret, size_t *ret_n, struct err *err);
NODISCARD enum status assessment_store_to_commend(struct act *x,
    int64_t programme_id, int64_t year, size_t n,
    const struct assessment **ret, size_t *ret_n, struct err *err);
/* ERR_CONFLICT if the version is another. */
NODISCARD enum status assessment_store_grade(struct act *x,
    const struct assessment *s, struct err *err);

#endif
