/* job.h - long work in small transactions: it goes on where it stopped after a
 * restart. Errors of all calls: core.h.
 *
 * A job has a kind (table in job.c), parameters, a cursor and two counters.
 * One step does a part of the work and moves the cursor in the same
 * transaction, so that a part is done once or not at all.
 */
#ifndef DOMAIN_JOB_H
#define DOMAIN_JOB_H

#include "domain/core.h"

enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED,
    JOB_STATE_COUNT_ };
struct str job_state_name(enum job_state s);  /* "RUNNING" */
struct str job_state_title(enum job_state s); /* "进行中" */

struct job {
    int64_t id, programme_id, done, total, created_us, created_by, started_us,
        finished_us, version;
    struct str kind;           /* "direct-apply" */
    const struct json *params;
    enum job_state state;
    struct str cursor;         /* of the kind; "" at the beginning */
    struct str result;         /* for people, when it has ended */
};

/* Queues a job; id, state and times are set. Errors: ERR_NOT_FOUND  no such
 * kind. */
NODISCARD enum status job_add(
    struct act *x, struct job *job, struct err *err);
/* For officers. */
NODISCARD enum status job_get(
    struct act *x, int64_t id, struct job *ret, struct err *err);
/* Whoever started it, and administrators. What is done stays done. ERR_CONFLICT
 * if it has ended. */
NODISCARD enum status job_cancel(struct act *x, int64_t id, struct err *err);

/* The oldest job that is not ended; *ret_id 0 if there is none. */
NODISCARD enum status job_next(
    struct act *x, int64_t *ret_id, struct err *err);
/* One step of a job, in a write transaction of its own, as the system. A job
 * that has ended: does nothing. *ret_more false when it is done. */
NODISCARD enum status job_step(
    struct act *x, int64_t id, bool *ret_more, struct err *err);
/* Marks it as failed, with the words of the error, after job_step failed. */
NODISCARD enum status job_fail(
    struct act *x, int64_t id, struct str why, struct err *err);

/*
 * Runs everything that is queued, step by step, each step in a transaction of
 * its own; for the server's thread, the command line and tests. stop (may be
 * NULL) ends it between two steps. *ret_steps (may be NULL): steps done.
 */
NODISCARD enum status job_run_all(struct store *s, const struct domain *d,
    const _Atomic bool *stop, size_t *ret_steps, struct err *err);

#endif
