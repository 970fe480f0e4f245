/* audit.h - the log of what was done, for those who watch over it. Rows are
 * written by audit_add (core.h) only; nothing here changes or removes them.
 * Errors of all calls: core.h. */
#ifndef DOMAIN_AUDIT_H
#define DOMAIN_AUDIT_H

#include "domain/core.h"

struct audit_filter {
    struct str object_kind; /* "" all */
    int64_t object_id;      /* 0 all */
    struct str actor;       /* whole name; "" all */
    struct day first, last; /* both included; DAY_NONE open */
};
/* Newest first, at most n, rows with id < before. Needs MAY_AUDIT. */
NODISCARD enum status audit_search(struct act *x,
    const struct audit_filter *f, int64_t before, size_t n,
    const struct audit_row **ret, size_t *ret_n, struct err *err);

#endif
