/* affiliation.h - where a holder works: at a holder of another programme
 * (works_at of the pack), at one only. Errors of all calls: core.h.
 */
#ifndef DOMAIN_AFFILIATION_H
#define DOMAIN_AFFILIATION_H

#include "domain/accreditation.h"
#include "domain/application.h"

struct affiliation {
    int64_t subject_id, accreditation_id, id;
    int64_t host_subject_id, host_id;
    struct day since, until;  /* DAY_NONE: still there */
    int64_t application_id;   /* 0: entered with its history */
    struct str host_name, host_number;
};

/* Those of a holder, newest first. The permission is the caller's. */
NODISCARD enum status affiliation_list(struct act *x,
    const struct accreditation *c, const struct affiliation **ret,
    size_t *ret_n, struct err *err);
/* Where it works now. */
NODISCARD enum status affiliation_current(struct act *x,
    const struct accreditation *c, struct affiliation *ret, bool *ret_found,
    struct err *err);

/* Holders that work at a host now, in order of name, for its people and
 * officers. */
struct affiliate {
    int64_t subject_id, accreditation_id;
    struct str name, number;
    enum accreditation_state state;
    struct day since, until; /* DAY_NONE: still there */
};
NODISCARD enum status affiliation_of_host(struct act *x,
    const struct accreditation *host, const struct affiliate **ret,
    size_t *ret_n, struct err *err);
/* Those who worked there and left, the last to leave first; for the same. */
NODISCARD enum status affiliation_left_host(struct act *x,
    const struct accreditation *host, const struct affiliate **ret,
    size_t *ret_n, struct err *err);
/* For everybody: name and number of those who work there now. */
NODISCARD enum status affiliation_public(struct act *x,
    const struct accreditation *host, const struct affiliate **ret,
    size_t *ret_n, struct err *err);
/* The programme whose holders work at those of p; NULL: none. */
const struct programme *affiliation_guests(
    const struct domain *d, const struct programme *p);

/*
 * Works at `host` from a day on; where it worked until then ends the day
 * before, or on the day itself if it came on that day. Writes an audit line.
 * Errors: ERR_CONFLICT  it works there already, came to where it works only
 *                       after that day, or two such acts met.
 */
NODISCARD enum status affiliation_begin(struct act *x,
    const struct accreditation *c, const struct accreditation *host,
    struct day since, int64_t application_id, struct str clause,
    struct err *err);

/* After a change of state: a holding that is over works nowhere; one that came
 * back works where it did, unless that host is over: then it works nowhere and
 * asks for another. Writes an audit line. */
NODISCARD enum status affiliation_follow(
    struct act *x, const struct accreditation *c, struct err *err);

/*
 * The host by its number, as people type it.
 * Errors: ERR_INPUT  the pack names no programme of hosts, there is no such
 *                    number in it, or it is over or suspended; field set.
 */
NODISCARD enum status affiliation_host(struct act *x, const struct pack *p,
    struct str field, struct str number, struct accreditation *ret,
    struct err *err);

/* The host that an application asks for; *ret_found false if its procedure has
 * no host_field, nothing is typed, or what is typed is no host. */
NODISCARD enum status affiliation_asked(struct act *x,
    const struct application *app, struct accreditation *ret,
    bool *ret_found, struct err *err);
/* Is the host one that the application may name? ERR_INPUT: none (as
 * affiliation_host), or the one where it works already. */
NODISCARD enum status affiliation_check(
    struct act *x, const struct application *app, struct err *err);

/* Adds 所在.*, 拟入.*, 在册人数: of a holder (c, may be NULL) and of an
 * application (app, may be NULL). */
NODISCARD enum status affiliation_facts(struct act *x,
    const struct accreditation *c, const struct application *app,
    struct json *extra, struct err *err);

#endif
