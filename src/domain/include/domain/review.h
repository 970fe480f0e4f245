/* review.h - from submission to a confirmed decision: who reviews, the sheet
 * with every condition, marks, one request for supplements, the proposal and
 * its confirmation by a second person (CN-3-b, CW-5-2, CE-4-2; requirements
 * 2.3 row 3, 2.5). Errors of all calls: core.h.
 *
 * Nobody acts on a file in which he has an interest (ERR_DENIED); `version` is
 * the application's, ERR_CONFLICT if it changed meanwhile.
 */
#ifndef DOMAIN_REVIEW_H
#define DOMAIN_REVIEW_H

#include "domain/application.h"

/* A row of the review: marks, a proposal, its confirmation or return. */
enum review_step { REVIEW_MARK, REVIEW_PROPOSE, REVIEW_CONFIRM, REVIEW_RETURN,
    REVIEW_STEP_COUNT_ };
struct review_row {
    int64_t id, account_id, at_us;
    struct str account;          /* name of the officer, "" if closed */
    enum review_step step;
    const struct json *marks;    /* "认定.规则", "核验.合法性" -> yes or no */
    bool pass;                   /* proposals and confirmations */
    struct str reason;
};

struct supplement_view {
    int64_t id, requested_us, due_us, answered_us;
    struct str state;            /* OPEN, ANSWERED, LAPSED */
    const struct json *items;    /* [{field, reason}] */
    const struct json *derivation;
};

/* Everything the reviewer's page and the printed sheet (O-3) need. */
struct review_sheet {
    struct application app;
    const struct programme *programme;
    const struct pack_procedure *procedure;
    const struct pack_stage *stage;    /* whose conditions are judged; NULL:
                                          the procedure has none */
    const struct pack_form *form;      /* NULL: none */
    const struct json *answers;        /* of the newest version */
    int64_t seq;                       /* of it */
    struct pack_facts facts;
    struct pack_verdict verdict;       /* rule NULL: none */
    const struct pack_rule *const *attested; /* rules a person attests here */
    size_t n_attested;
    const struct json *marks;          /* newest value of each mark */
    const struct review_row *rows;     /* oldest first */
    size_t n_rows;
    const struct review_row *proposal; /* waits for confirmation; NULL: none */
    const struct supplement_view *supplements; /* oldest first */
    size_t n_supplements;
    bool may_take, may_review, may_supplement, may_confirm;
    struct str why_not;                /* why none of them may be done */
    struct str warning;                /* the round is still open (CN-3-b) */
};
NODISCARD enum status review_sheet(
    struct act *x, int64_t id, struct review_sheet *ret, struct err *err);

/* The conditions below a rule that a person attests, each once. */
void review_attested(struct arena *a, const struct pack *p, struct str rule,
    const struct pack_rule *const **ret, size_t *ret_n);

/* Takes a submitted file, or takes over one in review; needs MAY_REVIEW. */
NODISCARD enum status review_take(struct act *x, int64_t id, int64_t version,
    struct application *ret, struct err *err);

/* Who may be given a file: reviewers of its programme and region without an
 * interest in it; by name. */
struct reviewer {
    int64_t account_id;
    struct str name;
};
NODISCARD enum status review_candidates(struct act *x,
    const struct application *app, const struct reviewer **ret,
    size_t *ret_n, struct err *err);
/*
 * Gives a submitted file, or one in review, to a colleague; he is told. Needs
 * MAY_REVIEW.
 * Errors: ERR_INPUT     no reason (field "reason"), or somebody who may not
 *                       review it or has an interest in it (field "reviewer").
 *         ERR_CONFLICT  he has it already.
 */
NODISCARD enum status review_assign(struct act *x, int64_t id,
    int64_t account_id, struct str reason, int64_t version,
    struct application *ret, struct err *err);

/*
 * Keeps marks: "认定.<rule>" of attested rules and "核验.<criterion>" of the
 * stage, booleans; others are refused.
 * Errors: ERR_INPUT  an unknown mark.
 */
NODISCARD enum status review_mark(struct act *x, int64_t id,
    const struct json *marks, int64_t version, struct err *err);

/* When a supplement asked for today would be due. ERR_CONFLICT: the stage has
 * none, or all were used. ERR_NOT_FOUND: a holiday year is missing (S-X04). */
NODISCARD enum status review_supplement_due(struct act *x,
    const struct review_sheet *s, struct deadline *ret, struct err *err);
/*
 * Asks for supplements: items [{field, reason}], each a field of the form with
 * a reason. The applicant is told; the derivation of the due day is kept.
 * Errors: ERR_INPUT  no item, no reason (field set), no such field.
 */
NODISCARD enum status review_supplement(struct act *x, int64_t id,
    const struct json *items, int64_t version, struct deadline *ret,
    struct err *err);

/*
 * The reviewer's conclusion. Where the decision needs four eyes it waits for
 * a second person (state DECISION), else it takes effect at once and needs
 * the decider's permission.
 *
 * pass: every condition must be MET: a NOT_MET one cannot be passed, an
 * UNDECIDED one must be attested or supplemented first, all criteria of the
 * stage must be marked yes. Not to pass needs a reason. The verdict is stored
 * with its inputs, judged on the reference day and again today (R6).
 * Errors: ERR_CONFLICT  conditions are not met or not decided; says which.
 *         ERR_INPUT     no reason (field "reason").
 */
NODISCARD enum status review_propose(struct act *x, int64_t id, bool pass,
    struct str reason, int64_t version, struct application *ret,
    struct err *err);

/*
 * The second person agrees (the proposal takes effect) or returns the file
 * with a reason.
 * Errors: ERR_DENIED    the same person proposed it.
 *         ERR_CONFLICT  nothing waits, or the conditions no longer hold.
 *         ERR_INPUT     returned without a reason.
 */
NODISCARD enum status review_confirm(struct act *x, int64_t id, bool agree,
    struct str reason, int64_t version, struct application *ret,
    struct err *err);

/* Adds to extra what the duties of the term and open cases say of a holder who
 * renews (任期未达标年数, 未结案件数 ...); nothing for a first application. */
NODISCARD enum status review_holder_facts(struct act *x,
    const struct application *app, struct json *extra, struct err *err);

#endif
