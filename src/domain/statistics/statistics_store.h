/* statistics_store.h - parts of statistics_read that have files of their own.
 */
#ifndef DOMAIN_STATISTICS_STORE_H
#define DOMAIN_STATISTICS_STORE_H

#include "domain/statistics.h"

/* Service by month. */
NODISCARD enum status store_months(struct act *x, int64_t programme_id,
    struct statistics *s, struct err *err);
/* Time in each stage, clauses of refusals, open steps and their due times. */
NODISCARD enum status store_times(struct act *x, int64_t programme_id,
    struct statistics *s, struct err *err);

#endif
