/* gap.h - lists of living holders for whom a watch `then: list` of the pack is
 * met: without a support group, without guidance of late. Nobody is told and
 * nothing changes; officers see to it. Errors of all calls: core.h. */
#ifndef DOMAIN_GAP_H
#define DOMAIN_GAP_H

#include "domain/accreditation.h"

/* All that a watch may look at of a holding: the holder, the incidents of its
 * subject, its registers and the yearly report. */
NODISCARD enum status gap_facts(struct act *x, const struct programme *p,
    const struct accreditation *c, struct str rule, struct pack_facts *ret,
    struct err *err);

struct gap {
    struct accreditation holder;
    struct str why;
};
/*
 * Of the next `most` living holders behind the cursor (register_list), those
 * that the watch lists. *ret_looked is how many were looked at; fewer than
 * `most`: there are no more; else *next is where to go on. For officers of the
 * whole programme, and people of bodies that edit in it.
 */
NODISCARD enum status gap_list(struct act *x, const struct programme *p,
    const struct pack_watch *watch, struct register_cursor after,
    size_t most, const struct gap **ret, size_t *ret_n, size_t *ret_looked,
    struct register_cursor *next, struct err *err);

#endif
