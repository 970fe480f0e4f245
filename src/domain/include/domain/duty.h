/* duty.h - yearly duties that are judged on the registers of a pack: the
 * report of a year, coverage at its end, what the authority owes itself.
 * Duties of the diary's counters: assessment.h. Errors of all calls: core.h. */
#ifndef DOMAIN_DUTY_H
#define DOMAIN_DUTY_H

#include "domain/assessment.h"

struct duty_state {
    const struct pack_duty *duty;
    bool binds;                 /* the holder, in this year */
    struct str why_not;         /* else: the arithmetic */
    struct pack_verdict verdict; /* of its rule, as things stand */
    bool has_done, has_goal;    /* figures: 19 of 20, or 19 alone */
    int64_t done, goal;
    struct day due;             /* last day to fulfil it */
    struct day filed;           /* report: day it came in; DAY_NONE */
};

/* Of one holder for a calendar year, in order of the pack. The permission is
 * the caller's to check. */
NODISCARD enum status duty_states(struct act *x,
    const struct accreditation *c, int64_t year,
    const struct duty_state **ret, size_t *ret_n, struct err *err);
/* Those of the authority itself. */
NODISCARD enum status duty_of_programme(struct act *x,
    const struct programme *p, int64_t year, const struct duty_state **ret,
    size_t *ret_n, struct err *err);

/* A duty of the authority that is to be told today: not met, and the day from
 * which its pack warns has come. */
bool duty_warns(const struct duty_state *s, struct day today);

/* The report of a year as it is drafted from the registers: answers of its
 * form, the year among them; a field whose rule gives nothing is left out.
 * NULL if the duty is no report. The permission is the caller's to check. */
NODISCARD enum status duty_report_draft(struct act *x,
    const struct accreditation *c, const struct pack_duty *d, int64_t year,
    const struct json **ret, struct err *err);

struct duty_row {
    struct accreditation holder;
    const struct duty_state *states;
    size_t n_states;
};
struct duty_filter {
    int64_t programme_id, year;
    const struct pack_duty *duty; /* this one alone; NULL: all */
    struct str region;            /* within it; "" all */
    bool missing;                 /* binds and is not fulfilled */
    int64_t after;                /* id of the last one seen; 0: from the top */
};
/* Those of the officer's regions who were in status on a day of the year, in
 * order of id, at most n. *ret_next: the `after` of the next page; 0: no more.
 * Needs MAY_READ_FILES in the programme. */
NODISCARD enum status duty_watch(struct act *x, const struct duty_filter *f,
    size_t n, const struct duty_row **ret, size_t *ret_n, int64_t *ret_next,
    struct err *err);

/* How far a region is with one duty: of those it binds. */
struct duty_count {
    struct str region;
    int64_t bound, met, missing, undecided, late; /* late: missing, over */
};
/* Regions of the officer in which somebody was in status in the year, in order
 * of code; for one duty. */
NODISCARD enum status duty_counts(struct act *x, const struct duty_filter *f,
    const struct duty_count **ret, size_t *ret_n, struct err *err);

/* Those who work at a host now, with their duties of a year; for its people
 * and officers. */
NODISCARD enum status duty_of_host(struct act *x,
    const struct accreditation *host, int64_t year,
    const struct duty_row **ret, size_t *ret_n, struct err *err);
/* Is it fulfilled by a row that the host writes (officers: by one of theirs)
 * in a register of the pack? */
bool duty_is_hosts(const struct pack *p, const struct pack_duty *d);
bool duty_is_officers(const struct pack *p, const struct pack_duty *d);
/* How many of a host's people wait for its row about a year that is over; the
 * first of the last days in *ret_due. The permission is the caller's. */
NODISCARD enum status duty_host_waits(struct act *x,
    const struct accreditation *host, int64_t year, int64_t *ret,
    struct day *ret_due, struct err *err);

#endif
