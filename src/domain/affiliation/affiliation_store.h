/* affiliation_store.h - rows of who works where. */
#ifndef AFFILIATION_STORE_H
#define AFFILIATION_STORE_H

#include "domain/affiliation.h"

NODISCARD enum status affiliation_store_add(
    struct act *x, const struct affiliation *f, struct err *err);
NODISCARD enum status affiliation_store_end(struct act *x,
    const struct affiliation *f, struct day until, struct err *err);
NODISCARD enum status affiliation_store_list(struct act *x,
    int64_t subject_id, int64_t accreditation_id,
    const struct affiliation **ret, size_t *ret_n, struct err *err);
NODISCARD enum status affiliation_store_of_host(struct act *x,
    int64_t host_id, bool left, const struct affiliate **ret, size_t *ret_n,
    struct err *err);

#endif
