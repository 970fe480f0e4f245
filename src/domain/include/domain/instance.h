/* instance.h - what a body says of an application before the authority has it:
 * a recommender (A-6-b, A-8) or a first instance (B-4-1-5-b). It returns a
 * file, refuses it, or passes it; passed files are forwarded in batches.
 * Requirements 2.1 rows 3 to 5, 2.2 rows 2 to 5. Errors of all calls: core.h.
 *
 * Whoever acts has a seat on the body the application is with (ERR_NOT_FOUND
 * otherwise: a file of another body is not there for him) and no interest in
 * its subject. `version` is the application's.
 */
#ifndef DOMAIN_INSTANCE_H
#define DOMAIN_INSTANCE_H

#include "domain/application.h"
#include "domain/body.h"

struct attachment;

/* What a body decided, oldest first. */
enum instance_decision { INSTANCE_RETURN, INSTANCE_REFUSE, INSTANCE_PASS,
    INSTANCE_DECISION_COUNT_ };
struct instance_opinion {
    int64_t id, body_id, at_us, by_id;
    enum instance_decision decision;
    struct str body;         /* its name then */
    struct str opinion;      /* to the applicant */
    int64_t seal_id;         /* attachment of the subject; 0: none */
    int64_t batch_id;        /* 0: not forwarded */
};
NODISCARD enum status instance_opinions(struct act *x,
    const struct application *app, const struct instance_opinion **ret,
    size_t *ret_n, struct err *err);

/*
 * The applicant chooses whom to ask (A-8-a), while the application is a draft
 * on a channel with a stage `recommend`.
 * Errors: ERR_INPUT     the body's type or region does not fit (field "body").
 *         ERR_CONFLICT  no longer a draft, or the channel needs none.
 */
NODISCARD enum status instance_choose(struct act *x, int64_t application_id,
    int64_t body_id, struct err *err);

/*
 * Finds whom an application that enters a stage is with: for `recommend` the
 * chosen body, for `first_instance` the one responsible for its region.
 * Called by path_advance.
 * Errors: ERR_INPUT     none was chosen (field "body"), or it does not fit.
 *         ERR_CONFLICT  nobody is registered for the region; says which.
 */
NODISCARD enum status instance_enter(struct act *x, struct application *app,
    const struct pack_stage *stage, struct err *err);

/* A file in the queue of a body. */
struct instance_row {
    int64_t subject_id, id, entered_us, submitted_us;
    struct str number, name, region, procedure;
    enum application_state state;
    struct day arrived;
    int64_t days;        /* calendar days since the day of arrival */
    int64_t working_days; /* of them working days; -1: a year's table of
                             holidays is missing */
    bool late;           /* the stage's term for a reminder is over */
    int64_t returns;     /* how often it was returned already */
    bool passed;         /* waits to be forwarded */
};
/* Files that are with a body the actor sits on, without those closed to him
 * (interest.h): longest waiting first, at most 500. */
NODISCARD enum status instance_queue(struct act *x, int64_t body_id,
    const struct instance_row **ret, size_t *ret_n, struct err *err);

/* A file as the body sees it. */
struct instance_sheet {
    struct application app;
    const struct programme *programme;
    const struct pack_stage *stage;  /* NULL: it is not with a body now */
    const struct pack_form *form;    /* NULL: none */
    const struct json *answers;      /* as handed in last */
    struct pack_verdict verdict;     /* of the stage's `decide`; rule NULL */
    const struct pack_rule *const *attested; /* what the body attests */
    size_t n_attested;
    const struct json *marks;        /* "认定.规则" -> yes or no */
    const struct instance_opinion *opinions; /* oldest first */
    size_t n_opinions, returns;
    struct deadline remind;          /* last_day none: no reminder */
    bool passed;                     /* waits to be forwarded */
    bool may_decide;
    struct str why_not;              /* why not; "" if may_decide */
};
NODISCARD enum status instance_sheet(
    struct act *x, int64_t id, struct instance_sheet *ret, struct err *err);

/*
 * Keeps what the body attests ("认定.规则" -> yes or no).
 * Errors: ERR_INPUT     not one of instance_sheet.attested.
 *         ERR_CONFLICT  another state, or changed meanwhile.
 */
NODISCARD enum status instance_mark(struct act *x, int64_t application_id,
    const struct json *marks, int64_t version, struct err *err);

/*
 * RETURN: back to the applicant as a draft, at most the stage's max_returns;
 *         to be handed in anew within the stage's `supplement`, or, without
 *         one, while the round is open.
 * REFUSE: the end, or back to the applicant, as the pack says.
 * PASS:   waits for a batch; may be changed until it is forwarded.
 * The opinion goes to the applicant; PASS may leave it out. The sealed opinion
 * is a file kept beforehand (attachment.h), or NULL.
 * Errors: ERR_INPUT     no opinion (field "opinion").
 *         ERR_CONFLICT  another state, returned too often, or the stage's
 *                       conditions are not met (PASS).
 */
NODISCARD enum status instance_decide(struct act *x, int64_t application_id,
    enum instance_decision decision, struct str opinion,
    const struct attachment *seal, int64_t version, struct err *err);

struct instance_batch {
    int64_t id, body_id, forwarded_us, files;
    struct str number;
};
/* A file that stays while others go, and why. */
struct instance_left {
    int64_t application_id;
    struct str name, why;
};
/*
 * Forwards the passed ones of these files; one that cannot go does not stop the
 * others and is told in *ret_left.
 * Errors: ERR_INPUT     none chosen, or more than 500.
 *         ERR_CONFLICT  none of them can go: says why of the first.
 */
NODISCARD enum status instance_forward(struct act *x, int64_t body_id,
    const int64_t *applications, size_t n, struct instance_batch *ret,
    const struct instance_left **ret_left, size_t *ret_n_left,
    struct err *err);
/* Which of these files cannot be forwarded by a body now, and why; those of
 * other bodies and closed ones are not in it. */
NODISCARD enum status instance_left(struct act *x, int64_t body_id,
    const int64_t *applications, size_t n, const struct instance_left **ret,
    size_t *ret_n, struct err *err);
/* Newest first, at most 200. */
NODISCARD enum status instance_batches(struct act *x, int64_t body_id,
    const struct instance_batch **ret, size_t *ret_n, struct err *err);

/* A batch of a body with its files, in the order they were handed in. */
struct instance_file {
    int64_t subject_id, id, submitted_us;
    struct str number, name, region, opinion;
    enum application_state state;
};
NODISCARD enum status instance_batch_get(struct act *x, int64_t batch_id,
    struct instance_batch *ret, const struct instance_file **ret_files,
    size_t *ret_n, struct err *err);

/* The stage in which an application is with a body; NULL: in none. */
const struct pack_stage *instance_stage(const struct application *app);

/* Tells the people of its body that a file arrived. Called by path_advance. */
NODISCARD enum status instance_tell_arrival(
    struct act *x, const struct application *app, struct err *err);

/* Reminds the people of bodies of files that wait longer than the stage's
 * `remind`, once for each file and person; *ret_n files. Called by the tick. */
NODISCARD enum status instance_remind_due(struct act *x,
    const struct programme *p, size_t *ret_n, struct err *err);

/* Keeps that an account asked for a file that is with another body (S-B14). */
NODISCARD enum status instance_note_refusal(
    struct act *x, int64_t application_id, struct err *err);

#endif
