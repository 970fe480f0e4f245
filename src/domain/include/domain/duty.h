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
    bool has_figures;
    int64_t done, goal;         /* 19 of 20 */
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
/* All who were in status on a day of the year, in order of id; after: id of
 * the last one seen. Needs MAY_READ_FILES over the whole programme. */
NODISCARD enum status duty_watch(struct act *x, int64_t programme_id,
    int64_t year, int64_t after, size_t n, const struct duty_row **ret,
    size_t *ret_n, struct err *err);

#endif
