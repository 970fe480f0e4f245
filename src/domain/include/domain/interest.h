/* interest.h - who must not touch whose file (requirements 6.4): interests that
 * were declared, and ties of people that meet what a subject is known by.
 *
 * What closes a file to somebody stands in actor.interests, so that one gate
 * (act_require_no_interest, actor_is_barred) is enough. Ties and traits are
 * compared as digests of their normal form: names without branch and
 * punctuation, numbers as digits. Errors of all calls: core.h.
 */
#ifndef DOMAIN_INTEREST_H
#define DOMAIN_INTEREST_H

#include "domain/application.h"

/* UNIT: works there; FORMER: left less than three years ago; FIRM: another
 * unit he has a stake in; PERSON: himself or a relative. */
enum tie_relation { TIE_UNIT, TIE_FORMER, TIE_FIRM, TIE_PHONE, TIE_ADDRESS,
    TIE_PERSON, TIE_RELATION_COUNT_ };
struct str tie_relation_name(enum tie_relation r);  /* "UNIT" */
struct str tie_relation_title(enum tie_relation r); /* "现工作单位" */
bool tie_relation_of(struct str name, enum tie_relation *ret);

struct tie {
    int64_t account_id, id;
    enum tie_relation relation;
    struct str value;       /* as entered */
    struct day until;       /* last day on which it counts; DAY_NONE: open */
};

/* --- one's own ties --- */

/* The actor's own, oldest first. */
NODISCARD enum status tie_list(struct act *x, const struct tie **ret,
    size_t *ret_n, struct err *err);
/*
 * An official states a tie of his own. left: for FORMER the day he left.
 * Errors: ERR_INPUT  no value, longer than 100 characters, no day or one to
 *                    come (field "value", "left").
 */
NODISCARD enum status tie_add(struct act *x, enum tie_relation relation,
    struct str value, struct day left, struct err *err);
/* He left his unit: it counts for three more years. ERR_CONFLICT: other
 * relations do not end by one's own word. */
NODISCARD enum status tie_leave(
    struct act *x, int64_t id, struct day left, struct err *err);
/* The program's part: ties that follow from an account and the unit given at
 * an appointment (unit may be ""). */
NODISCARD enum status tie_of_account(
    struct act *x, int64_t account_id, struct str unit, struct err *err);

/* Writes anew what a subject is known by: names now and before, contact data
 * and the answers of an application (NULL: none). The program's part. */
NODISCARD enum status trait_refresh(struct act *x, int64_t subject_id,
    const struct application *app, const struct json *answers,
    struct err *err);

/* The same without an application, beside what is kept already: for holders
 * that never applied here. */
NODISCARD enum status trait_keep(
    struct act *x, int64_t subject_id, struct err *err);

/* A subject (with its name until now) got a new name: it is known by both. */
struct subject;
NODISCARD enum status trait_renamed(struct act *x, const struct subject *s,
    struct str name, struct err *err);

/* --- what was found --- */

/* A tie that meets a trait of a subject with an open application. */
struct interest_hit {
    int64_t account_id, subject_id, application_id, programme_id;
    struct str account, subject, number, region;
    enum tie_relation relation;
    struct str value;       /* the tie; phone numbers masked */
    struct str source;      /* which trait: 单位名称, 曾用名, 联系人 ... */
    struct str trait;       /* digest: names the hit */
    bool cleared;
    struct str note, cleared_by;
};
/* Of one application; for officers of its programme to whom the file is not
 * closed. */
NODISCARD enum status interest_hits(struct act *x,
    const struct application *app, const struct interest_hit **ret,
    size_t *ret_n, struct err *err);
/* Of all open applications the actor may see, at most 500. */
NODISCARD enum status interest_hits_all(struct act *x,
    const struct interest_hit **ret, size_t *ret_n, struct err *err);
/*
 * A hit was a chance meeting: another officer who may decide says why.
 * Errors: ERR_DENIED    it is his own hit.
 *         ERR_INPUT     no note (field "note").
 *         ERR_NOT_FOUND no such hit.
 */
NODISCARD enum status interest_clear(struct act *x, int64_t account_id,
    int64_t application_id, struct str trait, struct str note,
    struct err *err);

/* --- declared interests --- */

struct interest_row {
    int64_t account_id, subject_id, declared_us;
    struct str account, reason;
    struct str state;       /* VALID, LIFTING, LIFTED */
    struct str lift_reason;
    int64_t lift_by;
};
NODISCARD enum status interest_list(struct act *x,
    const struct application *app, const struct interest_row **ret,
    size_t *ret_n, struct err *err);

/* Closes a subject's files to an account from now on. The program's part. */
NODISCARD enum status interest_add(struct act *x, int64_t account_id,
    int64_t subject_id, struct str reason, struct err *err);
/*
 * Lifts a declared interest: the first officer proposes with a reason, another
 * one agrees. *ret_lifted: it is lifted now.
 * Errors: ERR_DENIED    his own interest, or the same officer again.
 *         ERR_INPUT     no reason (field "reason").
 *         ERR_CONFLICT  lifted already, or there is none.
 */
NODISCARD enum status interest_lift(struct act *x, int64_t account_id,
    int64_t application_id, struct str reason, bool *ret_lifted,
    struct err *err);

/* Subjects whose files are closed to an account, each once, ascending, and why:
 * a relation, a declared interest, membership. */
struct interest_bar {
    int64_t subject_id;
    struct str why;
};
NODISCARD enum status interest_bars_of(struct act *x, int64_t account_id,
    const struct interest_bar **ret, size_t *ret_n, struct err *err);

/* Is a subject's file closed to an account? */
NODISCARD enum status interest_bars(struct act *x, int64_t account_id,
    int64_t subject_id, bool *ret, struct err *err);

/* Is an application open in the programme that is closed to the actor? Then
 * counts that would change with its steps are not for him, whatever it has
 * come to: else they would tell when. */
NODISCARD enum status interest_open(
    struct act *x, int64_t programme_id, bool *ret, struct err *err);

#endif
