/* publication.h - what bodies publish together: the notice that calls for a
 * round (B-4-3-1-a), and the result of it (B-4-3-3). The text is the pack's;
 * the bodies of the stage `publication` sign one after the other, and the last
 * signature publishes. Requirements 2.2 rows 11 to 13. Errors of all calls:
 * core.h.
 */
#ifndef DOMAIN_PUBLICATION_H
#define DOMAIN_PUBLICATION_H

#include "domain/decision.h"

enum publication_kind { PUBLICATION_CALL, PUBLICATION_RESULT };
enum publication_state { PUBLICATION_DRAFT, PUBLICATION_PUBLISHED,
    PUBLICATION_DROPPED, PUBLICATION_STATE_COUNT_ };
/* For people: 待签署. */
struct str publication_state_title(enum publication_state s);

struct publication {
    int64_t id, programme_id;
    int64_t round_id;          /* 0: applications without a round */
    struct str procedure;      /* whose applications; "apply" of a call */
    enum publication_kind kind;
    enum publication_state state;
    struct str number;         /* "" until published */
    struct str title, issuers, body, clause;
    const struct pack *pack;
    int64_t created_us, created_by;
    int64_t published_us;      /* 0: not yet */
    int64_t version;
};

/* A line of the result; rejected ones are told in writing, not listed. */
struct publication_entry {
    int64_t subject_id, application_id;
    struct str category, name, region;
    enum decision_outcome outcome;
    bool beyond_quota;
    struct str reason; /* of the decision; a rejected applicant reads it */
};

/* Who has to sign, in this order, and who did. */
struct publication_signature {
    const struct pack_body *kind;
    int64_t body_id, account_id, signed_us; /* 0: not yet */
    struct str body;                        /* its name then */
};

/*
 * Makes a draft. RESULT: of all decided applications of a procedure and round;
 * CALL: of a round. Needs MAY_PUBLISH in the whole programme.
 * Errors: ERR_DENIED    an application that is closed to the actor is open in
 *                       the programme (RESULT).
 *         ERR_CONFLICT  a draft of the same is open; nothing is decided, or
 *                       applications of the round still wait for their
 *                       decision (RESULT); published already (CALL).
 *         ERR_INPUT     the pack has no publication, or no text for it.
 */
struct publication_new {
    int64_t programme_id, round_id;
    struct str procedure;
    enum publication_kind kind;
    bool partly; /* RESULT: others of the round may wait for their decision */
};
NODISCARD enum status publication_draft(struct act *x,
    const struct publication_new *n, struct publication *ret,
    struct err *err);

/* Collects anew and takes all signatures back; after somebody withdrew. */
NODISCARD enum status publication_refresh(
    struct act *x, int64_t id, int64_t version, struct err *err);
/* Gives the draft up; the applications stay decided. */
NODISCARD enum status publication_drop(
    struct act *x, int64_t id, int64_t version, struct err *err);

/*
 * Signs for the body whose turn it is. The actor has a seat on it, has no
 * interest in any of the listed, and signed for no other body. The last
 * signature publishes: titles begin today, rejected applications end with
 * their reasons in writing.
 * Errors: ERR_DENIED    no seat on the body whose turn it is; signed already.
 *         ERR_CONFLICT  not a draft any more; an application in it has left
 *                       the publication meanwhile, or does not hold any more:
 *                       a ban, a penalty, a condition (standing.h; names it).
 */
NODISCARD enum status publication_sign(
    struct act *x, int64_t id, int64_t version, struct err *err);

/* Published ones for everybody; drafts for officers and the bodies, unless
 * something in them is closed to the actor (interest.h). */
NODISCARD enum status publication_get(
    struct act *x, int64_t id, struct publication *ret, struct err *err);
NODISCARD enum status publication_entries(struct act *x,
    const struct publication *p, const struct publication_entry **ret,
    size_t *ret_n, struct err *err);
/* What waits for its publication and is not in a draft, or may not stay in it:
 * why says what stands in its way, "" if it was decided after the draft. For
 * those who work on the draft, without what is closed to them. */
struct publication_held {
    int64_t subject_id, application_id;
    struct str name, why;
    bool listed; /* in the draft still */
};
NODISCARD enum status publication_held(struct act *x,
    const struct publication *p, const struct publication_held **ret,
    size_t *ret_n, struct err *err);
/* The table that goes with a result (the pack's, by the key `table` of the
 * stage); NULL: it has none. Its cells, rows one behind the other, category by
 * category, the recognised first. What is in a private field is for officers.
 * Errors: ERR_NOT_FOUND it has none. */
const struct pack_document *publication_table(const struct publication *p);
NODISCARD enum status publication_table_cells(struct act *x,
    const struct publication *p, const struct str **ret, size_t *ret_n,
    struct err *err);
NODISCARD enum status publication_signatures(struct act *x,
    const struct publication *p, const struct publication_signature **ret,
    size_t *ret_n, struct err *err);
/* Newest first, at most 200; programme_id 0: all. `open` adds the drafts: those
 * of the programmes the actor works in. */
NODISCARD enum status publication_list(struct act *x, int64_t programme_id,
    bool open, const struct publication **ret, size_t *ret_n,
    struct err *err);
/* Drafts that wait for a signature of a body the actor sits on. */
NODISCARD enum status publication_queue(struct act *x,
    const struct publication **ret, size_t *ret_n, struct err *err);

#endif
