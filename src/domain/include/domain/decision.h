/* decision.h - the decision of the leading group, line by line: each category
 * of an application is proposed, judged by its own rule and decided by itself
 * (B-4-3-2); places of quotas (B-1). Requirements 2.2 rows 8 to 10. Errors of
 * all calls: core.h.
 *
 * It is about procedures with a stage `evaluation`, a stage `decision` and a
 * stage `grant`; a procedure without categories has one line of category "".
 * Other decisions are those of a review (review.h). `version` is the
 * application's.
 */
#ifndef DOMAIN_DECISION_H
#define DOMAIN_DECISION_H

#include "domain/application.h"

enum decision_outcome { DECISION_NONE, DECISION_RECOGNISE, DECISION_INCUBATE,
    DECISION_REJECT, DECISION_OUTCOME_COUNT_ };
struct str decision_name(enum decision_outcome o);  /* "RECOGNISE"; "" none */
struct str decision_title(enum decision_outcome o); /* "认定" */
bool decision_of(struct str name, enum decision_outcome *ret);

/* Is the procedure decided line by line? */
bool decision_by_lines(const struct pack_procedure *p);

struct decision_line {
    struct str category;             /* "" where there is none */
    const struct pack_category *def; /* NULL there */
    enum decision_outcome proposal;
    struct str proposal_reason;
    int64_t proposed_us, proposed_by;
    enum decision_outcome decision;
    struct str reason, document_no;
    struct day decided;              /* DAY_NONE */
    int64_t decided_us, decided_by;
};
/* Lines of an application in the pack's order, undecided ones too. No
 * permission is asked for. */
NODISCARD enum status decision_lines(struct act *x,
    const struct application *app, const struct decision_line **ret,
    size_t *ret_n, struct err *err);

/* The rules of a line, judged on the reference day and again today (R6). A
 * verdict whose rule is NULL: the line has no such rule. */
struct decision_verdicts {
    struct pack_facts facts, facts_today;
    struct pack_verdict rule, rule_today;
    struct pack_verdict incubate, incubate_today;
};
NODISCARD enum status decision_judge(struct act *x,
    const struct application *app, struct str category,
    struct decision_verdicts *ret, struct err *err);

/* --- quotas --- */

/*
 * The limit is that of the version the programme runs under on the day of the
 * decision, one for all applications: a new version that raises it opens
 * places at once; one that lowers it takes none away, it only gives no more.
 */
struct quota {
    const struct pack_quota *def;
    int64_t used, limit;
    int64_t overrides; /* of the used ones, beyond the limit of their day */
    bool hidden;       /* an application that is closed to the actor is open
                          in the programme: used and overrides would tell when
                          it is decided, and are 0 */
};
/* All quotas of a programme. Needs MAY_READ_FILES. */
NODISCARD enum status quota_list(struct act *x, int64_t programme_id,
    const struct quota **ret, size_t *ret_n, struct err *err);

/* The year that an application is counted in: that of its round (its reference
 * day, else the day it opens); without a round the year of the decision. */
NODISCARD enum status quota_year(struct act *x, const struct application *app,
    int *ret, struct err *err);

/* Those that a recognition in this application counts in. */
NODISCARD enum status decision_quotas(struct act *x,
    const struct application *app, const struct quota **ret, size_t *ret_n,
    struct err *err);

/* --- proposing and deciding --- */

/*
 * What the panel proposes for a line, entered by the office while the
 * application waits for its decision. Needs MAY_REVIEW.
 * Errors: ERR_INPUT     no such category (field "category"), no outcome
 *                       (field "outcome"), no reason for a rejection.
 *         ERR_CONFLICT  another state, or the line is decided.
 */
NODISCARD enum status decision_propose(struct act *x, int64_t application_id,
    struct str category, enum decision_outcome outcome, struct str reason,
    int64_t version, struct err *err);
/* The same by the panel's result itself; the permission is the caller's to
 * check. For an application that is being evaluated or waits for decision. */
NODISCARD enum status decision_put_proposal(struct act *x,
    const struct application *app, struct str category,
    enum decision_outcome outcome, struct str reason, struct err *err);

struct decision_new {
    struct str category;
    enum decision_outcome outcome;
    struct str reason;      /* of a rejection, or of another outcome than
                               the proposal */
    struct str document_no; /* of the decision */
    struct day decided;     /* DAY_NONE: today */
};
/*
 * Decides a line; may be changed until all lines are decided. The last one
 * leads the application on (path.h): to the publication, or where there is
 * none to what it asks for. Keeps the verdicts. Needs MAY_DECIDE in the whole
 * programme, and no interest in the subject.
 *
 * RECOGNISE needs the category's rule to be met on the reference day, INCUBATE
 * its incubate_rule and the applicant's consent; both need the conditions of
 * the earlier stages to be met still today. RECOGNISE takes a place of each
 * quota, unless the subject has one; INCUBATE takes none.
 * Errors: ERR_INPUT     what is missing or does not fit (field set).
 *         ERR_CONFLICT  another state, no proposal, a condition that is not
 *                       met or undecided, no place left ("40/40"), the title
 *                       is held already, changed meanwhile.
 */
NODISCARD enum status decision_make(struct act *x, int64_t application_id,
    const struct decision_new *n, int64_t version, struct application *ret,
    struct err *err);

/* How many days after the last day of its quotas (pack_quota.due) a line was
 * recognised; 0: in time, no such day, or another outcome. */
NODISCARD enum status decision_late(struct act *x,
    const struct application *app, const struct decision_line *l,
    int64_t *ret_days, struct err *err);

/* --- beyond the quota (R12) --- */

struct quota_override {
    int64_t id, programme_id, subject_id, application_id;
    struct str category, name, number; /* of the applicant, application */
    struct str quotas, places;         /* 2024年名额; 40/40 */
    struct str reason, document_no;
    enum { OVERRIDE_ASKED, OVERRIDE_AGREED, OVERRIDE_DECLINED } state;
    int64_t asked_us, asked_by, settled_us, settled_by;
    struct str asked_name, settled_name;
};
/*
 * Asks for a place beyond the quota for a line, by a decision of the leading
 * group. Needs MAY_DECIDE.
 * Errors: as decision_make with RECOGNISE; ERR_CONFLICT if places are left, or
 *         one was asked for already; ERR_INPUT no reason, no document number.
 */
NODISCARD enum status override_ask(struct act *x, int64_t application_id,
    struct str category, struct str reason, struct str document_no,
    int64_t version, int64_t *ret_id, struct err *err);
/*
 * Another person agrees: the line is decided RECOGNISE beyond the limit; or
 * declines.
 * Errors: ERR_DENIED  the one who asked. Else as decision_make.
 */
NODISCARD enum status override_settle(struct act *x, int64_t id, bool agree,
    struct application *ret, struct err *err);
/* The exception list, newest first, at most 500; application_id 0: all of the
 * programme, without those closed to the actor, and without the places where
 * they are hidden from him (struct quota). Needs MAY_READ_FILES. */
NODISCARD enum status override_list(struct act *x, int64_t programme_id,
    int64_t application_id, const struct quota_override **ret, size_t *ret_n,
    struct err *err);

/* --- for the other nouns --- */

/* Categories asked for that may not be: held already, or, where a holder asks
 * (promotion), not those he is incubated in. ERR_INPUT, field set. Called when
 * an application is submitted. */
NODISCARD enum status decision_check_categories(
    struct act *x, const struct application *app, struct err *err);

/* Frees the places of an application that ended before its result was
 * published (B-4-1-5-d). Called by application_move. */
NODISCARD enum status decision_release(
    struct act *x, const struct application *app, struct err *err);

/*
 * What a decided application asked for takes effect on a day, category by
 * category; a rejected one of them is told its reasons. *ret_done false if the
 * procedure is not decided by lines. Called by path_advance.
 */
NODISCARD enum status decision_take_effect(struct act *x,
    const struct application *app, struct day day, bool *ret_done,
    struct err *err);

/* Ends an application whose lines were all rejected, with the reasons in
 * writing. */
NODISCARD enum status decision_end_rejected(
    struct act *x, struct application *app, struct str document,
    struct err *err);

/* A file of the leading group, its lines counted. */
struct decision_row {
    int64_t subject_id, id, programme_id, round_id, entered_us;
    struct str number, name, region, procedure;
    enum application_state state;
    int64_t lines, proposed, decided;
};
/* Applications that wait for their decision or were decided and not yet
 * published, of one programme and round (round_id 0: all), without those
 * closed to the actor; oldest first, at most 500. Needs MAY_READ_FILES in the
 * whole programme. */
NODISCARD enum status decision_list(struct act *x, int64_t programme_id,
    int64_t round_id, const struct decision_row **ret, size_t *ret_n,
    struct err *err);

#endif
