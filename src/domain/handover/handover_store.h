/* handover_store.h - files of hand-overs, and what was done with each piece. */
#ifndef HANDOVER_STORE_H
#define HANDOVER_STORE_H

#include "domain/handover.h"

NODISCARD enum status handover_store_add(
    struct act *x, const struct handover *h, struct err *err);
/* The open one of a holding and host; 0: none. */
NODISCARD enum status handover_store_open(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t host_id, int64_t *ret,
    struct err *err);
/* Closes those of a holding that are open; host_id -1: all. */
NODISCARD enum status handover_store_close(struct act *x, int64_t subject_id,
    int64_t accreditation_id, int64_t host_id, struct err *err);
NODISCARD enum status handover_store_list(struct act *x, int64_t programme_id,
    const struct handover **ret, size_t *ret_n, struct err *err);
NODISCARD enum status handover_store_of(struct act *x, int64_t subject_id,
    int64_t accreditation_id, const struct handover **ret, size_t *ret_n,
    struct err *err);

NODISCARD enum status handover_store_line(struct act *x,
    const struct accreditation *c, const struct handover_line *l,
    int64_t to_subject_id, struct err *err);
NODISCARD enum status handover_store_lines(struct act *x,
    const struct accreditation *c, const struct handover_line **ret,
    size_t *ret_n, struct err *err);

#endif
