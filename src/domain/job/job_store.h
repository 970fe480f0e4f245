/* job_store.h - rows of jobs; no rules. */
#ifndef JOB_STORE_H
#define JOB_STORE_H

#include "domain/job.h"

NODISCARD enum status job_store_add(
    struct act *x, const struct job *j, struct err *err);
NODISCARD enum status job_store_get(
    struct act *x, int64_t id, struct job *ret, struct err *err);
NODISCARD enum status job_store_put(
    struct act *x, const struct job *j, struct err *err);
NODISCARD enum status job_store_next(
    struct act *x, int64_t *ret_id, struct err *err);

#endif
