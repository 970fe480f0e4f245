/* exception.h - exceptions where the text says 原则上 (R12): asked for with a
 * reason by who handles the file, agreed to by somebody else, entered in the
 * register of exceptions. Which there are is data of the pack; where the text
 * says 不得 there is none. Errors of all calls: core.h.
 */
#ifndef DOMAIN_EXCEPTION_H
#define DOMAIN_EXCEPTION_H

#include "domain/application.h"

enum exception_state { EXCEPTION_ASKED, EXCEPTION_AGREED, EXCEPTION_DECLINED,
    EXCEPTION_STATE_COUNT_ };
struct str exception_state_title(enum exception_state s); /* 待批准 ... */

struct exception {
    int64_t subject_id, application_id, id;
    struct str name;           /* of pack_exception */
    struct str reason, answer; /* of who asked, of who settled */
    enum exception_state state;
    int64_t asked_us, asked_by, settled_us, settled_by;
};

/* Of an application, oldest first. Whoever may see the application. */
NODISCARD enum status exception_list(struct act *x,
    const struct application *app, const struct exception **ret,
    size_t *ret_n, struct err *err);

/*
 * Asks. Needs MAY_REVIEW in the region of the file and no interest.
 * Errors: ERR_INPUT     the pack has no such exception: says so; no reason.
 *         ERR_CONFLICT  the file is not under review; asked for already.
 */
NODISCARD enum status exception_ask(struct act *x, int64_t application_id,
    struct str name, struct str reason, struct err *err);
/*
 * Agrees or declines. Needs MAY_DECIDE - by_superior of the pack: over the
 * region above that of the file -, another account than who asked, no interest.
 * Errors: ERR_CONFLICT  settled already, or the file is decided.
 *         ERR_INPUT     no reason.
 */
NODISCARD enum status exception_settle(struct act *x, int64_t application_id,
    int64_t id, bool agree, struct str answer, struct err *err);

/* Would exception_settle let the actor settle it? */
bool exception_may_settle(struct act *x, const struct application *app,
    const struct exception *row);
/* Those of a programme that wait for the actor, oldest first, at most 500. */
struct exception_row {
    struct exception e;
    struct str name, number; /* of the applicant, of the application */
    int64_t due_us;          /* of the application; 0: none */
};
NODISCARD enum status exception_waiting(struct act *x,
    const struct programme *p, const struct exception_row **ret,
    size_t *ret_n, struct err *err);

/* Adds 例外.<name> for every exception of the pack: true once agreed. */
NODISCARD enum status exception_facts(struct act *x,
    const struct application *app, struct json *extra, struct err *err);

#endif
