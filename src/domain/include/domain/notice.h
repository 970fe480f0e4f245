/* notice.h - the public notice before a grant, objections, and the grant when
 * it has ended (CW-5-3, CE-4-3; requirements 2.3 rows 4 to 6). Errors of all
 * calls: core.h. */
#ifndef DOMAIN_NOTICE_H
#define DOMAIN_NOTICE_H

#include "domain/application.h"

struct notice {
    int64_t id, programme_id, round_id;
    struct str number, title, body;
    struct day first_day, last_day;
    int64_t end_us;               /* first instant after it */
    const struct json *derivation; /* of deadline_json */
    int64_t entries;
    struct str state;             /* PUBLISHED, CLOSED, CANCELLED */
    int64_t published_us, published_by, version;
};

/* Public: name, region and public facts only. */
struct notice_entry {
    int64_t notice_id, position;  /* from 1 */
    int64_t subject_id, application_id;
    struct str name, region;
    const struct json *info;
    struct str state;             /* OPEN, BLOCKED, GRANTED, PASSED (went on to
                                     the next stage), REFUSED, WITHDRAWN */
};

/* What a notice published today would be. */
struct notice_draft {
    const struct programme *programme;
    const struct pack_procedure *procedure;
    const struct pack_stage *stage;
    struct deadline deadline;     /* day_zero is the day of publication */
    const struct application_row *waiting; /* passed, not yet published */
    size_t n_waiting;             /* at most 2,000 */
};
/* Needs MAY_PUBLISH. Errors: ERR_NOT_FOUND  a holiday year is missing: names
 * it (S-X04). ERR_CONFLICT  the programme has no public notice. */
NODISCARD enum status notice_prepare(struct act *x, int64_t programme_id,
    struct notice_draft *ret, struct err *err);

/*
 * Publishes the applications (all of the programme, all REVIEW_PASSED); they
 * are told. Nobody publishes a file in which he has an interest. The title and
 * the wording come from the pack's document.
 * until: the last day, DAY_NONE: the shortest time that the stage gives; a day
 * by hand may be later, at most a year.
 * Errors: ERR_INPUT     none chosen, or too many (2,000); an end that is too
 *                       early (A-14-b, S-A17) or too late (field "until").
 *         ERR_CONFLICT  one of them is in another state.
 */
NODISCARD enum status notice_publish(struct act *x, int64_t programme_id,
    const int64_t *applications, size_t n, struct day until,
    struct notice *ret, struct err *err);

/* Public reading. */
NODISCARD enum status notice_get(
    struct act *x, int64_t id, struct notice *ret, struct err *err);
/* Newest first; `before` published_us of the last one seen (INT64_MAX: from
 * the top). programme_id 0: all. */
NODISCARD enum status notice_list(struct act *x, int64_t programme_id,
    int64_t before, size_t n, const struct notice **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status notice_entries(struct act *x, int64_t id,
    const struct notice_entry **ret, size_t *ret_n, struct err *err);
/* Where an application stands on notice; ERR_NOT_FOUND. */
NODISCARD enum status notice_of_application(struct act *x,
    int64_t application_id, struct notice_entry *ret, struct err *err);
/* Can objections be made now? */
bool notice_is_running(const struct notice *n, int64_t now_us);

/* --- objections --- */

struct objection {
    int64_t id, notice_id, position, subject_id;
    struct str number, check_code;
    struct str objector, contact, facts; /* for handlers only */
    int64_t received_us;
    struct str state;             /* OPEN, UPHELD, DISMISSED */
    struct str answer;            /* shown to the objector */
    int64_t decided_us, decided_by, version;
    int64_t programme_id;         /* as listed: of the notice */
    struct str region;            /* as listed: of the entry */
};

/*
 * Anybody, within the period: received before its end. Fills id, number and
 * check code; blocks the entry, and only it; the applicant is told without
 * the objector's name.
 * Errors: ERR_CONFLICT  the period is over (says when), or the entry is
 *                       decided.
 *         ERR_INPUT     facts under 10 characters, no name or contact.
 */
NODISCARD enum status objection_add(
    struct act *x, struct objection *o, struct err *err);
/* The objector's receipt: number and code; ERR_NOT_FOUND for both. */
NODISCARD enum status objection_by_number(struct act *x, struct str number,
    struct str code, struct objection *ret, struct err *err);
/* For officers (MAY_READ_FILES): with the objector's data. */
NODISCARD enum status objection_get(
    struct act *x, int64_t id, struct objection *ret, struct err *err);
/* Those about entries in the officer's programmes and regions. notice_id 0:
 * all; only open ones if open. Oldest first, at most 500. */
NODISCARD enum status objection_list(struct act *x, int64_t notice_id,
    bool open, const struct objection **ret, size_t *ret_n, struct err *err);
/*
 * Decides; needs MAY_DECIDE and no interest. Upheld: the application is
 * REFUSED, its other open objections end with it. Dismissed: the entry is free
 * again when no other is open. answer goes to the objector and, upheld, to the
 * applicant as the reason.
 * Errors: ERR_INPUT     no answer. ERR_CONFLICT  decided already.
 */
NODISCARD enum status objection_decide(struct act *x, int64_t id,
    bool upheld, struct str answer, int64_t version, struct err *err);

/* --- what cannot be granted any more --- */

/* What stands in the way of an open entry: a ban, or a condition that is not
 * met today (standing.h); "" nothing. Needs MAY_DECIDE, no interest. */
NODISCARD enum status notice_hindrance(struct act *x, int64_t id,
    int64_t position, struct notice_entry *ret, struct str *ret_why,
    struct err *err);
/*
 * Takes such an entry out, within the period or after it: the application ends
 * with the reason and the hindrance in writing, and the notice is CLOSED when
 * it was the last one and its time is over. Needs MAY_DECIDE, no interest.
 * Errors: ERR_INPUT     no reason (field "reason").
 *         ERR_CONFLICT  an objection is open, it is done already, or nothing
 *                       stands in its way.
 */
NODISCARD enum status notice_refuse(struct act *x, int64_t id,
    int64_t position, struct str reason, struct err *err);

/* --- the grant --- */

/* Is the notice the last stage before the grant? */
bool notice_is_last(const struct pack_procedure *p);

struct notice_outcome {
    size_t granted, passed, blocked, withdrawn, interest;
    size_t banned;       /* left open: a ban stands in their way */
    enum permission may; /* what it asked for */
};
/*
 * After the period: every unblocked entry goes on to the stage behind the
 * notice (path.h); where that is the grant it is granted, admission day today.
 * Entries in which the actor has an interest, and those outside his region, are
 * left for somebody else; one whose subject may not apply at the time (a ban,
 * incident.h) stays open and holds up nobody else; who holds the title by
 * another way meanwhile is refused (counted as withdrawn). Needs MAY_DECIDE
 * where it grants, else MAY_PUBLISH. The
 * notice is CLOSED when nothing is left.
 * Errors: ERR_CONFLICT  the period is not over (names the first possible day),
 *                       or nothing can be granted.
 */
NODISCARD enum status notice_grant(struct act *x, int64_t id,
    struct notice_outcome *ret, struct err *err);

#endif
