/* path.h - the way of an application through the stages of its procedure: what
 * comes next is data of the pack (requirements 2.5). Errors of all calls:
 * core.h.
 */
#ifndef DOMAIN_PATH_H
#define DOMAIN_PATH_H

#include "domain/application.h"

/* The stage behind `done` (NULL: the first) that the application's channel
 * takes; NULL: none is left. */
const struct pack_stage *path_next(
    const struct application *app, const struct pack_stage *done);

/* The state in which an application waits in a stage of p; GRANTED for
 * `grant`. */
enum application_state path_entry(
    const struct pack_procedure *p, const struct pack_stage *s);

/*
 * Leaves the stage `done` (NULL: the draft) with success: the application
 * enters the next stage, or what it asks for takes effect: the title is
 * granted, extended, or given up where the procedure has no stage `grant`.
 *
 * m gives event, reason, clause and document of the audit line; its `to` is
 * not read.
 * Errors: ERR_CONFLICT  the state machine has no such transition; the subject
 *                       holds the title already.
 */
NODISCARD enum status path_advance(struct act *x, struct application *app,
    const struct pack_stage *done, const struct move *m, struct err *err);
/* The same, with the day from which a grant holds: the day of recordation
 * may lie before today. */
NODISCARD enum status path_advance_on(struct act *x, struct application *app,
    const struct pack_stage *done, const struct move *m, struct day day,
    struct err *err);

#endif
