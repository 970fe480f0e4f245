/* desk.h - what waits for an officer, and the watch list (O-26). Errors of all
 * calls: core.h. Only what the actor may see is counted and listed. */
#ifndef DOMAIN_DESK_H
#define DOMAIN_DESK_H

#include "domain/accreditation.h"

enum desk_matter {
    DESK_REVIEW,    /* applications to review */
    DESK_DECISION,  /* to decide or confirm as second person */
    DESK_OBJECTION, /* objections to answer */
    DESK_GRANT,     /* public notices that have ended */
    DESK_DIRECT,    /* lists of direct inclusion to confirm */
    DESK_CASE,      /* proceedings: to notify, to decide */
    DESK_REPORT,    /* reports of the public */
    DESK_INSPECTION, /* drawn inspections: to record, to publish */
    DESK_RECTIFICATION, /* correction orders: to re-check */
    DESK_PLAN,      /* plans: figures of a unit, compiling, issuing; id is the
                       year, number the unit or "" */
    DESK_RECHECK,   /* refusals to be looked at again; id is the application's */
    DESK_OVERRIDE,  /* places beyond a quota, for the second person; id is the
                       application's */
    DESK_PUBLISH,   /* decided, to be published jointly: in no draft yet */
    DESK_RECORD,    /* to be reported for recordation (id 0), or recorded */
    DESK_COMPLAINT, /* complaints: to accept, to decide */
    DESK_ROW,       /* rows of registers: to answer, to decide */
    DESK_DUTY,      /* yearly rows of officers that are not there: id is the
                       year, number the duty, count how many holders */
    DESK_EXCEPTION, /* exceptions to agree to; id is the application */
    DESK_OVERSEEN, /* only counted: applications that another level of division
                      handles, which the actor may read */
    DESK_SUPPLEMENT, /* desk_deadlines only: waits for the applicant */
    DESK_MATTER_COUNT_
};

struct desk_item {
    enum desk_matter matter;
    int64_t programme_id, id;
    struct str number, name;
    int64_t since_us;
    int64_t due_us; /* 0: none */
    int64_t subject_id, count;
    struct str kind; /* register of a row */
};
struct desk_inbox {
    int64_t n[DESK_MATTER_COUNT_]; /* each counted up to 10,000 */
    int64_t failed_messages;
    int64_t queued_messages;
    const struct desk_item *items; /* by due date, those without last; at most
                                      50 of a matter and programme */
    size_t n_items;
};
NODISCARD enum status desk_inbox(
    struct act *x, struct desk_inbox *ret, struct err *err);

/*
 * Running deadlines of applicants and holders that end within [from, until):
 * supplements, public notices, statements; by end, at most 50 of a kind and
 * programme. since_us is 0.
 */
NODISCARD enum status desk_deadlines(struct act *x, struct day from,
    struct day until, const struct desk_item **ret, size_t *ret_n,
    struct err *err);

enum desk_watch { DESK_WARNED, DESK_EXPIRING, DESK_INACTIVE };
struct desk_holder {
    int64_t programme_id, subject_id, id;
    struct str number, name, region;
    struct day watch, last_day;
    enum accreditation_state state;
};
/*
 * WARNED: warned holders, longest inactive first. EXPIRING: terms that end
 * within 90 days. INACTIVE: not warned yet, longest inactive first, from 150
 * days on. At most n from offset.
 */
NODISCARD enum status desk_watch(struct act *x, enum desk_watch what,
    int64_t programme_id, size_t offset, size_t n,
    const struct desk_holder **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err);

#endif
