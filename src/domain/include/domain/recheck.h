/* recheck.h - a refusal of a body that ended an application, looked at again by
 * the authority when the applicant asks (B-4-1-5-b). Whether it may and within
 * which term is data of the pack's stage. Errors of all calls: core.h.
 */
#ifndef DOMAIN_RECHECK_H
#define DOMAIN_RECHECK_H

#include "domain/application.h"

enum recheck_state { RECHECK_OPEN, RECHECK_UPHELD, RECHECK_REVERSED,
    RECHECK_STATE_COUNT_ };
struct str recheck_state_name(enum recheck_state s);  /* "UPHELD" */
struct str recheck_state_title(enum recheck_state s); /* "维持不予通过" */

struct recheck {
    int64_t subject_id, application_id, programme_id;
    struct str number, name, region; /* of the application */
    enum recheck_state state;
    struct str reason;       /* of the applicant */
    int64_t asked_us;
    struct str answer;       /* of the authority; "" while open */
    int64_t decided_us;      /* 0: not yet */
};

/* The one of an application; *ret_found false: none was asked for. No
 * permission is asked for. */
NODISCARD enum status recheck_get(struct act *x,
    const struct application *app, struct recheck *ret, bool *ret_found,
    struct err *err);
/* Until when it may be asked for. ERR_CONFLICT: the application was not
 * refused by a body, or the pack has no such step. */
NODISCARD enum status recheck_until(struct act *x,
    const struct application *app, struct deadline *ret, struct err *err);

/*
 * The applicant asks, once.
 * Errors: ERR_INPUT     no reason (field "reason").
 *         ERR_CONFLICT  as recheck_until; too late: says when it ended; asked
 *                       already.
 */
NODISCARD enum status recheck_ask(struct act *x, int64_t application_id,
    struct str reason, struct err *err);

/* Open ones first, then the newest, at most 500, without those closed to the
 * actor. Needs MAY_READ_FILES. */
NODISCARD enum status recheck_list(struct act *x, const struct recheck **ret,
    size_t *ret_n, struct err *err);
/*
 * reverse: the application goes on behind the body's stage; else the refusal
 * stands. The applicant is told either way. Needs MAY_REVIEW, no interest.
 * Errors: ERR_INPUT     no answer (field "answer").
 *         ERR_CONFLICT  not asked for, or decided already; a condition of the
 *                       stage is not met (reverse); the applicant has another
 *                       open application.
 */
NODISCARD enum status recheck_decide(struct act *x, int64_t application_id,
    bool reverse, struct str answer, struct application *ret,
    struct err *err);

#endif
