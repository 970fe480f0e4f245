/* application.h - from draft to decision. State machine: requirements 2.3 and
 * 2.5; a transition that is not in the table of application.c is refused with
 * ERR_CONFLICT. Errors of all calls: core.h. */
#ifndef DOMAIN_APPLICATION_H
#define DOMAIN_APPLICATION_H

#include "domain/accreditation.h"

enum application_state {
    APP_DRAFT, APP_WITH_RECOMMENDER, APP_SUBMITTED, APP_FIRST_INSTANCE,
    APP_FORMAL_REVIEW, APP_SUPPLEMENT, APP_EVALUATION, APP_DECISION,
    APP_REVIEW_PASSED,     /* waits for its public notice */
    APP_PUBLIC_NOTICE, APP_OBJECTION, APP_RECORDATION,
    APP_PUBLICATION,       /* decided, waits for the joint publication */
    APP_GRANTED,
    APP_LAPSED, APP_REFUSED, APP_NOT_SELECTED, APP_DISQUALIFIED, APP_WITHDRAWN,
    APP_STATE_COUNT_
};
struct str application_state_name(enum application_state s);  /* "DRAFT" */
struct str application_state_title(enum application_state s); /* "草稿" */
bool application_state_of(struct str name, enum application_state *ret);
bool application_is_open(enum application_state s);

struct application {
    int64_t subject_id, id, programme_id, round_id, accreditation_id;
    struct str procedure;      /* apply, renew, withdraw */
    struct str number;         /* "" until submitted */
    struct str check_code;     /* for the progress page */
    enum application_state state;
    struct str channel;        /* self, invited, direct */
    const struct pack *pack;   /* the version it runs under (R14) */
    struct str name, region;   /* of the subject, for lists */
    int64_t priority;          /* higher is reviewed first */
    const struct json *draft;  /* answers as typed so far */
    int64_t draft_saved_us, created_us, created_by;
    int64_t submitted_us;      /* 0: not yet */
    int64_t versions;          /* submissions so far */
    struct day reference;      /* 基准日 */
    int64_t due_us;            /* of the open step; 0: none */
    int64_t reviewer_id, decided_us;
    int64_t body_id;           /* the body it is with (body.h); 0: none */
    int64_t entered_us;        /* when it entered its state */
    int64_t previous_id;       /* re-application (再次申报): the accreditation
                                  whose term it follows; 0: a first one */
    int64_t version;
};

/* --- rounds --- */
struct round {
    int64_t id, programme_id;
    struct str name, doc_no, contact, phone, email, pack_hash;
    int64_t opens_us;
    int64_t closes_us;     /* first instant after the window; 0: open end */
    struct day reference;  /* DAY_NONE: day of submission */
    bool open;
    int64_t version;
};
/* Rounds of a programme (0: all), newest first. */
NODISCARD enum status round_list(struct act *x, int64_t programme_id,
    const struct round **ret, size_t *ret_n, struct err *err);
NODISCARD enum status round_get(
    struct act *x, int64_t id, struct round *ret, struct err *err);
/* The round whose window holds now; ERR_NOT_FOUND says when the last one
 * closed or the next one opens. */
NODISCARD enum status round_current(struct act *x, int64_t programme_id,
    struct round *ret, struct err *err);
/*
 * id 0 adds, else by r->version, which then rises. Needs MAY_RULE.
 * Errors: ERR_NOT_FOUND  no such programme.
 *         ERR_INPUT      no name; it closes before it opens, or opens before
 *                        the regulation is in force (at the field).
 *         ERR_CONFLICT   the regulation is a draft that was not issued;
 *                        somebody else changed the round.
 */
NODISCARD enum status round_save(
    struct act *x, struct round *r, struct err *err);

/* --- the applicant --- */

/*
 * Starts a draft for a subject. procedure "apply": the subject's kind must fit
 * the pack (CN-1-a), no other open application of the programme (ERR_CONFLICT
 * names it), no living accreditation; the window need not be open yet, but a
 * round must exist. "renew", "withdraw": accreditation_id is the holder's; the
 * windows of the procedure are checked.
 * channel: "self" or "invited".
 * Errors: ERR_NOT_FOUND  no such programme or procedure.
 *         ERR_INPUT      the procedure has no such channel; it needs a holding.
 *         ERR_CONFLICT   as said above.
 */
NODISCARD enum status application_start(struct act *x, int64_t programme_id,
    struct str procedure, int64_t subject_id, int64_t accreditation_id,
    struct str channel, struct application *ret, struct err *err);

/* May a holder in this state begin the procedure? What has an effect on the
 * suspended is to come back or to leave. */
bool procedure_fits(
    const struct pack_procedure *p, enum accreditation_state s);

/* For the applicant's people, officers who may read files in its programme
 * and region; ERR_NOT_FOUND for everybody else. */
NODISCARD enum status application_get(
    struct act *x, int64_t id, struct application *ret, struct err *err);
/* Without permission checks: for the program itself. */
NODISCARD enum status application_load(struct act *x, int64_t subject_id,
    int64_t id, struct application *ret, struct err *err);

/* By its number; as application_get. */
NODISCARD enum status application_by_number(struct act *x, struct str number,
    struct application *ret, struct err *err);

/* All of a subject, newest first, at most 200. It asks for no permission: that
 * is the caller's. */
NODISCARD enum status application_of_subject(struct act *x,
    int64_t subject_id, const struct application **ret, size_t *ret_n,
    struct err *err);
/* Those of the actor's subjects, newest first. */
NODISCARD enum status application_mine(struct act *x,
    const struct application **ret, size_t *ret_n, struct err *err);

/*
 * Saves the typed values of one section into the draft (values as the form
 * gives them, wrong ones too: nothing typed is lost). version is optimistic.
 * In SUPPLEMENT only the items asked for may change (ERR_DENIED names the
 * rest). Errors: ERR_CONFLICT  changed meanwhile by somebody else.
 */
NODISCARD enum status application_save(struct act *x, int64_t id,
    struct str section, const struct json *values, int64_t version,
    struct application *ret, struct err *err);

/* Fields that may be edited now: all of a draft; the items of an open
 * supplement; none otherwise. */
bool application_may_edit(
    struct act *x, const struct application *app, struct str field);

/* The open request for a supplement; *ret_found false if there is none. */
struct application_supplement {
    int64_t id, due_us, requested_us;
    const struct json *items; /* [{"field": name, "reason": text}] */
};
NODISCARD enum status application_supplement(struct act *x,
    const struct application *app, struct application_supplement *ret,
    bool *ret_found, struct err *err);

/* What stands between the draft and its submission. */
struct application_check {
    const struct form_problem *problems; /* in the order of the form */
    size_t n;
    size_t errors;
    struct pack_verdict verdict; /* of the stage's `decide` rule; rule NULL if
                                    none */
    struct pack_facts facts;     /* what it was judged by */
    int64_t closes_us;           /* of the window; 0: none */
    bool window_open;
    struct str window_text;      /* why not, in words */
};
NODISCARD enum status application_check(struct act *x,
    const struct application *app, struct application_check *ret,
    struct err *err);

/* Facts of an application for pack_judge: the answers (of the draft, or of
 * version seq), attestations of its reviews, channel, reference day. */
NODISCARD enum status application_facts(struct act *x,
    const struct application *app, int64_t seq /* 0: draft */,
    struct pack_facts *ret, struct err *err);

/*
 * Submits: window (received_us < closes_us), completeness, one person's own
 * account for experts (S-C34: ERR_DENIED), frozen version with SHA-256,
 * number, time to the microsecond, verdicts stored, receipt message. A
 * re-submission within a supplement goes back to FORMAL_REVIEW.
 * Errors: ERR_CONFLICT  window closed: says when; wrong state.
 *         ERR_INPUT     incomplete: first problem, field set.
 */
NODISCARD enum status application_submit(struct act *x, int64_t id,
    int64_t received_us, struct application *ret, struct err *err);

/* Takes back before the grant; reason may be "". */
NODISCARD enum status application_withdraw(
    struct act *x, int64_t id, struct str reason, struct err *err);

/* Frozen versions, oldest first. */
struct application_version {
    int64_t seq, submitted_us, submitted_by;
    struct str sha256;
    const struct json *content;
};
NODISCARD enum status application_versions(struct act *x,
    const struct application *app, const struct application_version **ret,
    size_t *ret_n, struct err *err);
/* Answers of the newest frozen version; of a file never submitted its draft. */
NODISCARD enum status application_answers(struct act *x,
    const struct application *app, const struct json **ret, struct err *err);

/* Stage of this kind on the way of the application; NULL: none. */
const struct pack_stage *application_stage(
    const struct application *app, enum stage_kind kind);
/* The permission in the application's programme and region, at the level of
 * division that the stage has (NULL: none). ERR_DENIED says who acts there. */
NODISCARD enum status application_require(const struct act *x,
    enum permission p, const struct application *app,
    const struct pack_stage *stage, struct err *err);
/* Until when a file in this state is to be decided (`within` of its stage),
 * from the day it was handed in, or handed in anew after a supplement. *ret_has
 * false: the pack does not say. */
NODISCARD enum status application_decide_by(struct act *x,
    const struct application *app, enum application_state state,
    struct due *ret, bool *ret_has, struct err *err);

/* --- moving, for the other nouns --- */

struct move {
    enum application_state to;
    const char *event;
    struct str reason, clause, document;
    int64_t due_us; /* of the new step; 0: none */
};
/*
 * Moves app if the table allows it, with audit line; app is updated.
 * Errors: ERR_CONFLICT  the transition does not exist ("草稿不能直接进入公示"), or
 *         somebody else moved it.
 */
NODISCARD enum status application_move(struct act *x, struct application *app,
    const struct move *m, struct err *err);
/* Writes into the audit what happened to a file that stays in its state. */
NODISCARD enum status application_note(struct act *x,
    const struct application *app, const char *event, struct str reason,
    struct str clause, struct err *err);

/* --- lists for officers --- */

struct application_filter {
    int64_t programme_id;      /* 0: all the actor may see */
    const enum application_state *states;
    size_t n_states;           /* 0: all but drafts */
    struct str region;         /* "" all */
    struct str text;           /* part of the name or number; "" all */
    int64_t round_id;
};
struct application_row {
    int64_t subject_id, id, programme_id, submitted_us, due_us, priority,
        reviewer_id, body_id, entered_us;
    struct str number, name, region, channel, procedure;
    enum application_state state;
};
/* Page by position: rows after `after` (0: first page); total is counted up to
 * 10,000. Priority first, then oldest. */
NODISCARD enum status application_list(struct act *x,
    const struct application_filter *f, size_t offset, size_t n,
    const struct application_row **ret, size_t *ret_n, int64_t *ret_total,
    struct err *err);

/* Public progress look-up by number and check code (ERR_NOT_FOUND for both).
 * The page counts guesses per client: rate_hit first, then this, and the act
 * ends OK although nothing was found, so that the count stays. */
NODISCARD enum status application_progress(struct act *x, struct str number,
    struct str code, struct application *ret, struct err *err);

/* --- 好差评 of a finished matter --- */

struct feedback {
    int64_t grade; /* 1 to 5, 5 is best; 0: not given yet */
    struct str remark, answer;
    int64_t created_us;
};
/* For the applicant's people. */
NODISCARD enum status feedback_get(struct act *x,
    const struct application *app, struct feedback *ret, struct err *err);
/*
 * Once per application, after it ended.
 * Errors: ERR_INPUT     grade outside 1 to 5, remark longer than 500.
 *         ERR_CONFLICT  not ended yet, or given already.
 */
NODISCARD enum status feedback_add(struct act *x, int64_t application_id,
    int64_t grade, struct str remark, struct err *err);

/* LAPSED for supplements whose time is over; called by the tick. */
NODISCARD enum status application_lapse_due(
    struct act *x, size_t most, size_t *ret_n, struct err *err);

#endif
