/* accreditation.h - what a granted application creates: a status with a term,
 * a number and a state. State machine: requirements 2.3 rows 5 to 14. Errors of
 * all calls: core.h. */
#ifndef DOMAIN_ACCREDITATION_H
#define DOMAIN_ACCREDITATION_H

#include "domain/core.h"

enum accreditation_state { ACC_ACTIVE, ACC_WARNED, ACC_EXPIRED, ACC_WITHDRAWN,
    ACC_REVOKED, ACC_SUSPENDED, ACC_RECTIFYING, ACC_DEREGISTERED,
    ACC_STATE_COUNT_ };
struct str accreditation_state_name(enum accreditation_state s);
struct str accreditation_state_title(enum accreditation_state s); /* 有效 … */
/* Not over: with rights, or suspended. */
bool accreditation_is_held(enum accreditation_state s);
/* For the public: 有效, 已到期, 已退出, 已撤销, 停业, 已注销 (WARNED and
 * RECTIFYING are 有效). */
struct str accreditation_public_title(enum accreditation_state s);
bool accreditation_state_of(struct str name, enum accreditation_state *ret);

struct accreditation {
    int64_t subject_id, id, programme_id, application_id; /* 0: none */
    struct str number, verify_code;
    enum accreditation_state state;
    struct str route;           /* self, invited, direct */
    struct str name, region;
    const struct json *info;    /* public facts: unit, fields */
    struct day admitted, last_day;
    struct day ended;           /* DAY_NONE */
    struct str end_reason;
    struct day last_activity;   /* DAY_NONE */
    struct day watch;           /* later of admission and last activity */
    int64_t warned_us;
    bool completed;
    const struct pack *pack;
    struct str category;        /* of the pack; "" where it has none */
    bool incubating;            /* the second outcome of a category */
    int64_t version;
};

/* The state as it is shown on a day: EXPIRED behind the last day of the term,
 * even where the daily run has not come by yet. */
enum accreditation_state accreditation_state_on(
    const struct accreditation *c, struct day today);

/* Title without end: its last day lies where no calendar reaches. */
#define ACC_NO_END ((struct day){ 2932896 }) /* 9999-12-31 */

/* ACTIVE, WARNED or RECTIFYING, and today within the term: rights are there
 * (CW-6-1, S-C35). */
bool accreditation_has_rights(const struct accreditation *c, struct day today);

struct accreditation_grant {
    int64_t subject_id, programme_id, application_id;
    struct str route, name, region;
    const struct json *info;
    const struct pack *pack;
    struct day admitted; /* day zero of the term (R8) */
    int term_years;      /* 0: without end */
    const struct day *last_day; /* as a document says; NULL: by term_years */
    bool completed;
    struct str clause;
    struct str document; /* name of the pack's document; its number_format
                            gives the number */
    struct str number;   /* it has one from before; "": one is made */
    struct str category;
    bool incubating;
    bool silent;         /* tell nobody: history is entered */
};
/*
 * Creates an ACTIVE accreditation with number, verification code, first term,
 * register entry, audit line and, where completed is set, the message
 * "admitted" (direct inclusion tells its holders in its own words). The
 * permission is the caller's to check.
 * Errors: ERR_CONFLICT  the subject has a living one of this category in the
 *                       programme; the number is another's.
 *         ERR_INPUT     the pack has no such document with a number; the
 *                       number is longer than 60 characters or has others than
 *                       can be printed.
 */
NODISCARD enum status accreditation_grant(struct act *x,
    const struct accreditation_grant *g, struct accreditation *ret,
    struct err *err);

/* Could a holder have this number? "" always: one is made.
 * Errors, at the field "number": ERR_INPUT  too long, a character that does not
 *                                show, or nothing but dots.
 *                                ERR_CONFLICT  another holder has it; named. */
NODISCARD enum status accreditation_check_number(
    struct act *x, struct str number, struct err *err);

/* The holder of a direct inclusion has completed its account: from now on it
 * gets the certificate. */
NODISCARD enum status accreditation_complete(
    struct act *x, struct accreditation *c, struct err *err);

NODISCARD enum status accreditation_load(struct act *x, int64_t subject_id,
    int64_t id, struct accreditation *ret, struct err *err);
/* For members of the subject and officers; else ERR_NOT_FOUND. */
NODISCARD enum status accreditation_get(
    struct act *x, int64_t id, struct accreditation *ret, struct err *err);
/* Full-width letters, small letters and blanks around it are forgiven. The
 * row has no personal data beyond the name; the public sees
 * accreditation_state_on. */
NODISCARD enum status accreditation_by_number(struct act *x, struct str number,
    struct accreditation *ret, struct err *err);
/* Of the actor's subjects, newest first. */
NODISCARD enum status accreditation_mine(struct act *x,
    const struct accreditation **ret, size_t *ret_n, struct err *err);
/* The words of the pack the holding runs under: 已终止 for REVOKED and the
 * like; the others as accreditation_public_title. */
struct label accreditation_title(
    const struct accreditation *c, enum accreditation_state s);
/* Living one of a subject in a programme; *ret_id 0 if none. */
NODISCARD enum status accreditation_living(struct act *x, int64_t subject_id,
    int64_t programme_id, int64_t *ret_id, struct err *err);

/* All that a subject ever had in a programme (0: in any). It asks for no permission: that
 * is the caller's. */
NODISCARD enum status accreditation_of_subject(struct act *x,
    int64_t subject_id, int64_t programme_id,
    const struct accreditation **ret, size_t *ret_n, struct err *err);

/* Those of a subject in a programme that are not over, one for each category at
 * most. */
NODISCARD enum status accreditation_held(struct act *x, int64_t subject_id,
    int64_t programme_id, const struct accreditation **ret, size_t *ret_n,
    struct err *err);

/* Moves with audit line if the table allows it; ended states set the day and
 * void the issued documents of owner "accreditation" (certificates). REVOKED
 * is left only with the event "reverse". People are told by the caller.
 * ERR_CONFLICT otherwise. */
struct accreditation_move {
    enum accreditation_state to;
    const char *event;
    struct str reason, clause, document;
};
NODISCARD enum status accreditation_move(struct act *x,
    struct accreditation *c, const struct accreditation_move *m,
    struct err *err);

/* Renewal approved: new last day = old last day + years (R8 顺延), new term row,
 * EXPIRED becomes ACTIVE (S-C31); certificates are voided, to be made anew;
 * message "renewed". ERR_CONFLICT: withdrawn, revoked, or the new last day has
 * passed as well. ERR_INPUT: years is less than 1. */
NODISCARD enum status accreditation_extend(struct act *x,
    struct accreditation *c, int years, int64_t application_id,
    struct str clause, struct err *err);

/* The living ones of a subject, and those called `also` ("": none) though they
 * are over, under its new name (subject.h calls this):
 * shown and found in the register by it, and still found by the former one;
 * certificates are made anew. */
NODISCARD enum status accreditation_rename(struct act *x, int64_t subject_id,
    struct str also, struct str name, struct err *err);

/* What is kept with it is another from now on: info is laid over what is there;
 * region "" and name "" leave as it is. Certificates are made anew. */
NODISCARD enum status accreditation_change(struct act *x,
    struct accreditation *c, const struct json *info, struct str region,
    const char *event, struct str clause, struct err *err);

/* Reported activity on a day: last activity, watch day; a WARNED holder
 * becomes ACTIVE (CN-5-d, S-C20). */
NODISCARD enum status accreditation_activity(struct act *x,
    struct accreditation *c, struct day day, struct err *err);

struct term_row {
    int64_t seq;
    struct day first, last;
    int64_t granted_us;
};
/* The terms it had and has. */
NODISCARD enum status accreditation_terms(struct act *x,
    const struct accreditation *c, const struct term_row **ret, size_t *ret_n,
    struct err *err);

/* --- the public register --- */

enum register_standing { STANDING_ANY, STANDING_RECOGNISED,
    STANDING_INCUBATING };
/* "RECOGNISED", "INCUBATING"; anything else is any. */
enum register_standing register_standing_of(struct str name);

struct register_filter {
    int64_t programme_id;
    struct str text;   /* part of the name or number, any spelling */
    struct str region; /* province, prefecture or county; "" all */
    struct str category; /* of the pack; "" all */
    enum register_standing standing; /* where the pack has categories */
    bool with_ended;   /* officers only */
    const enum accreditation_state *states;
    size_t n_states;   /* 0: those that are not over (WARNED and RECTIFYING are
                          shown as 有效) */
};
struct register_row {
    int64_t subject_id, id, programme_id;
    struct str number, name, region, route;
    const struct json *info;
    struct str category;    /* "" where the pack has none */
    bool incubating;
    enum accreditation_state state;
    struct day admitted, last_day, watch;
};
/* Newest first; with text, region, category or standing in order of entry.
 * programme_id 0: all. `after` is the cursor of the previous page: admitted day
 * and id of its last row, {DAY_NONE, 0} for the first. total is counted up to
 * 10,000 (-1: more); with a text it is exact if all fits on the first page, else
 * an upper bound. A holder past its last day is not shown as 有效.
 * Errors: ERR_INPUT  a text of one character (field "text"); no division code
 *                    (field "region").
 *         ERR_DENIED with_ended without a desk. */
struct register_cursor {
    struct day admitted;
    int64_t id;
};
/* A cursor as addresses carry it: "19459-123". What is not one reads as that of
 * the first page. */
struct register_cursor register_cursor_of(struct str text);
struct str register_cursor_text(
    struct arena *a, const struct register_row *last);
NODISCARD enum status register_list(struct act *x,
    const struct register_filter *f, struct register_cursor after, size_t n,
    const struct register_row **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err);

/* How many holders each region has, without those that are over; by code. */
struct register_region {
    struct str region;
    int64_t n;
};
NODISCARD enum status register_regions(struct act *x, int64_t programme_id,
    const struct register_region **ret, size_t *ret_n, struct err *err);

/* --- documents issued (bytes in the data folder) --- */

struct issued {
    int64_t subject_id, id, owner_id, issued_us, void_us;
    struct str owner_kind, document, number, sha256;
    const struct json *fields;
};
NODISCARD enum status issued_add(
    struct act *x, struct issued *d, struct err *err);
/* Newest not void one of an owner; ERR_NOT_FOUND. */
NODISCARD enum status issued_latest(struct act *x, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, struct str document,
    struct issued *ret, struct err *err);
/* By id, and all not void ones of an owner, oldest first. They ask for no
 * permission: that is the owner's. */
NODISCARD enum status issued_find(struct act *x, int64_t subject_id,
    int64_t id, struct issued *ret, bool *ret_found, struct err *err);
NODISCARD enum status issued_of(struct act *x, int64_t subject_id,
    struct str owner_kind, int64_t owner_id, const struct issued **ret,
    size_t *ret_n, struct err *err);

#endif
